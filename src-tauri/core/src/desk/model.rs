//! What the desk tells about itself.

use super::settings::{Language, OutagePolicy, Theme};
use crate::base::{Currency, Millis, OperatorId, OutageId, SessionId, Timestamp};
use crate::door::Role;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Done; there is nothing more to tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Done {}

/// An operator as the sign-in screen shows them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OperatorTile {
    /// Who.
    pub operator_id: OperatorId,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

/// An operator as the manager sees them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OperatorRow {
    /// Who.
    pub operator_id: OperatorId,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whether they may still sign in.
    pub is_active: bool,
    /// When they signed in last.
    pub last_sign_in_at: Option<Timestamp>,
    /// Until when wrong PINs lock them out.
    pub locked_until: Option<Timestamp>,
}

/// What every screen needs to know first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Overview {
    /// The venue's name.
    pub venue_name: String,
    /// IANA time zone.
    pub timezone: String,
    /// The venue's currency.
    pub currency: Currency,
    /// The language to begin with.
    pub language: Language,
    /// Light or dark.
    pub theme: Theme,
    /// No operator yet: the first start.
    pub is_first_start: bool,
    /// Minutes without a touch until the desk locks; 0: never.
    pub lock_after_minutes: i64,
    /// Whether the desk makes sounds.
    pub sound: bool,
    /// The core's own time, to set screen clocks by.
    pub server_now: Timestamp,
    /// Program version.
    pub version: String,
}

/// One row of the audit trail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct AuditRow {
    /// Its number; without gaps.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub operator_name: String,
    /// What.
    pub command: String,
    /// About which kind of thing.
    pub subject_kind: Option<String>,
    /// Which one.
    pub subject_id: Option<String>,
    /// The command's input, as JSON text, without secrets.
    pub details: String,
}

/// Whether the audit trail is whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ChainReport {
    /// Rows that hold, from the first on.
    pub rows_verified: i64,
    /// The first row that does not fit, if any.
    pub first_broken_seq: Option<i64>,
    /// `row_changed` or `link_broken`.
    pub problem: Option<String>,
}

/// A note of the program itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SystemLogRow {
    /// Its number.
    pub id: i64,
    /// `info`, `warning` or `critical`.
    pub level: String,
    /// Which part of the desk.
    pub area: String,
    /// What, by a stable code.
    pub code: String,
    /// Details, as JSON text.
    pub data: String,
    /// When.
    pub created_at: Timestamp,
}

/// A stretch of time nobody kept the clock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OutageRow {
    /// Which.
    pub outage_id: OutageId,
    /// The last sign of life.
    pub last_beat_at: Timestamp,
    /// When it was noticed.
    pub noticed_at: Timestamp,
    /// How long, in milliseconds.
    pub gap_ms: Millis,
    /// What was to happen to the gap.
    pub policy: OutagePolicy,
    /// The sessions that were running.
    pub sessions: Vec<OutageSession>,
}

/// What a session got out of an outage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OutageSession {
    /// Which.
    pub session_id: SessionId,
    /// Whose.
    pub customer_name: String,
    /// The part of the gap that fell into this session, in milliseconds.
    pub gap_ms: Millis,
    /// What was decided.
    pub decision: OutageDecision,
}

/// What became of a session's part of an outage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum OutageDecision {
    /// The customer has the time back.
    GivenBack,
    /// It counts as played.
    Charged,
    /// Given back until somebody decides.
    Undecided,
}

crate::base::stored_as_text!(OutageDecision { GivenBack => "given_back", Charged => "charged", Undecided => "undecided" });

/// A page of a long list: which kinds of row are asked for is up to the query.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default)]
pub struct Page {
    /// At most this many rows (1 to 500; 50 when left out).
    #[ts(optional, as = "Option<i64>")]
    pub limit: Option<i64>,
    /// After this many.
    #[ts(optional, as = "Option<i64>")]
    pub offset: Option<i64>,
}

impl Page {
    /// Limit and offset within bounds.
    #[must_use]
    pub fn bounds(&self) -> (i64, i64) {
        (self.limit.unwrap_or(50).clamp(1, 500), self.offset.unwrap_or(0).max(0))
    }
}
