//! The states of a session, and what is told of it.

use crate::base::{CustomerId, InvoiceId, Millis, PurchaseId, SessionId, StationId, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where a session stands. The one list of states; every CHECK and trigger of the books has the same words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum SessionStatus {
    /// Let in, not begun.
    Ready,
    /// Running: the clock counts.
    Active,
    /// Standing: the clock does not count.
    Paused,
    /// Over: the time was played, or a person called it complete.
    Completed,
    /// Over: ended early.
    Terminated,
    /// Over: let in, but never begun in time.
    Expired,
}

crate::base::stored_as_text!(SessionStatus {
    Ready => "ready",
    Active => "active",
    Paused => "paused",
    Completed => "completed",
    Terminated => "terminated",
    Expired => "expired",
});

impl SessionStatus {
    /// Whether it has ended. Ends are final, save for a reopening.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Completed | Self::Terminated | Self::Expired)
    }
}

/// A session as staff see it: one live card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SessionCard {
    /// Which.
    pub session_id: SessionId,
    /// The sale behind it.
    pub purchase_id: PurchaseId,
    /// The paper behind it.
    pub invoice_id: InvoiceId,
    /// The paper's number.
    pub invoice_number: String,
    /// Whose.
    pub customer_id: CustomerId,
    /// Their name.
    pub customer_name: String,
    /// What is played.
    pub game_name: String,
    /// Where, if that matters.
    pub station_id: Option<StationId>,
    /// The station's name.
    pub station_name: Option<String>,
    /// Where it stands.
    pub status: SessionStatus,
    /// All the time there is: bought, added and compensated, in milliseconds.
    pub total_ms: Millis,
    /// What was played until now.
    pub played_ms: Millis,
    /// What is left now.
    pub remaining_ms: Millis,
    /// When it is up, if it runs on. Clocks tick from this, not from messages.
    pub ends_at: Option<Timestamp>,
    /// When it was first started.
    pub started_at: Option<Timestamp>,
    /// Since when it stands.
    pub paused_at: Option<Timestamp>,
    /// When it ended.
    pub completed_at: Option<Timestamp>,
}

/// A session with its whole account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SessionDetail {
    /// The card.
    pub card: SessionCard,
    /// bought + added + compensated = played + remaining + refunded + forfeited.
    pub account: AccountLines,
    /// Until when a manager may reopen it.
    pub reopenable_until: Option<Timestamp>,
}

/// The account of a session's time, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct AccountLines {
    /// Paid for.
    pub bought_ms: Millis,
    /// Added by staff.
    pub added_ms: Millis,
    /// Given back after outages.
    pub compensated_ms: Millis,
    /// Played until now.
    pub played_ms: Millis,
    /// Still to play.
    pub remaining_ms: Millis,
    /// Given back as money.
    pub refunded_ms: Millis,
    /// Let go.
    pub forfeited_ms: Millis,
}

/// The live sessions, and the instant they were read at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SessionList {
    /// The core's own time at this reading: screens set their clocks by it.
    pub server_now: Timestamp,
    /// The cards, those that end first coming first.
    pub sessions: Vec<SessionCard>,
}

/// Something that happened to a session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SessionEvent {
    /// Its number.
    pub id: i64,
    /// What: `created`, `started`, `paused`, `resumed`, `extended`, `compensated`, `charged`, `moved`, `completed`, …
    pub event: String,
    /// The state before.
    pub from_status: Option<SessionStatus>,
    /// The state after.
    pub to_status: SessionStatus,
    /// Time given (or taken), in milliseconds.
    pub amount_ms: Option<Millis>,
    /// `desk`, or `outside` for a change that did not come through the door.
    pub origin: String,
    /// Who.
    pub operator_name: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// When.
    pub created_at: Timestamp,
}

/// How many sessions stand where, with their minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct StatusTotal {
    /// The state.
    pub status: SessionStatus,
    /// How many.
    pub sessions: i64,
    /// Minutes given in all.
    pub total_minutes: i64,
    /// Minutes played in all.
    pub used_minutes: i64,
}

/// What a command did to several sessions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SessionsChanged {
    /// Those it changed.
    pub session_ids: Vec<SessionId>,
}

/// What a countdown did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CountedDown {
    /// Sessions whose time was up.
    pub completed: Vec<SessionId>,
    /// Sessions let in but never begun before their invoice ran out.
    pub expired: Vec<SessionId>,
    /// Invoices that waited too long.
    pub invoices_expired: i64,
}

/// What a cleanup moves, or would move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CleanedUp {
    /// Sessions that ended before this instant.
    pub ended_before: Timestamp,
    /// How many of them.
    pub sessions: i64,
}
