//! How a session ends before its time, and how an end is taken back.

use super::commands::{REASON_MOST, take};
use super::model::SessionCard;
use super::rules::Unused;
use super::store::{self, Session};
use crate::base::{Cents, Currency, Millis, SessionId};
use crate::door::{Code, Command, Failure, Refusal, Role, Work, required_line};
use crate::wallets;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What becomes of the time that was not played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum UnusedTime {
    /// It is lost.
    Forfeit,
    /// Its price goes to the customer's wallet.
    RefundToWallet,
}

/// Ends a session early.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct TerminateSession {
    /// Which.
    pub session_id: SessionId,
    /// Why.
    pub reason: String,
    /// What becomes of the time that was not played.
    pub unused: UnusedTime,
}

impl Command for TerminateSession {
    type Output = SessionCard;
    const NAME: &'static str = "session.terminate";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<SessionCard, Failure> {
        let reason = required_line("reason", &self.reason, REASON_MOST)?;
        let mut session = take(work, self.session_id)?;
        match self.unused {
            UnusedTime::Forfeit => {
                session.clockwork.terminate(work.now(), Unused::Forfeited)?;
            }
            UnusedTime::RefundToWallet => {
                let refunded = session.clockwork.terminate(work.now(), Unused::Refunded)?;
                refund(work, &session, refunded, &reason)?;
            }
        }
        store::save(work, &session, Some(&reason))?;
        store::card_of(work, session.id)
    }
}

/// refund = price × refunded time ÷ bought time, rounded down to a coin.
fn refund(work: &mut Work<'_>, session: &Session, refunded: Millis, reason: &str) -> Result<(), Failure> {
    let (price, currency): (Cents, Currency) = work
        .one("SELECT price_cents, currency FROM purchases WHERE id = ?1", [session.purchase_id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .ok_or(Code::PurchaseUnknown)?;
    let amount = price.share(refunded.0, session.clockwork.bought.0, currency);
    if amount > Cents(0) {
        // A session may be reopened and end a second time: the revision makes each refund a transaction of its own.
        let ended_before: i64 = work
            .count("SELECT COUNT(*) FROM session_events WHERE session_id = ?1 AND event = 'reopened'", [session.id])?;
        let transaction = format!("session-{}-refund-{}", session.id, ended_before + 1);
        wallets::deposit(work, session.customer_id, amount, currency, &transaction, reason)?;
    }
    Ok(())
}

/// Calls a session complete before its time. What was not played is let go.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CompleteSession {
    /// Which.
    pub session_id: SessionId,
    /// Why.
    pub reason: String,
}

impl Command for CompleteSession {
    type Output = SessionCard;
    const NAME: &'static str = "session.complete";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<SessionCard, Failure> {
        let reason = required_line("reason", &self.reason, REASON_MOST)?;
        let mut session = take(work, self.session_id)?;
        session.clockwork.complete(work.now())?;
        store::save(work, &session, Some(&reason))?;
        store::card_of(work, session.id)
    }
}

/// Reopens a session that was ended by mistake, within 15 minutes of its end; it is paused then.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ReopenSession {
    /// Which.
    pub session_id: SessionId,
    /// Why.
    pub reason: String,
    /// Minutes to add, where none would be left (0 to 1440).
    #[serde(default)]
    pub added_minutes: i64,
}

impl Command for ReopenSession {
    type Output = SessionCard;
    const NAME: &'static str = "session.reopen";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<SessionCard, Failure> {
        let reason = required_line("reason", &self.reason, REASON_MOST)?;
        if !(0..=1440).contains(&self.added_minutes) {
            return Err(Refusal::new(Code::AmountInvalid).with("minutes", self.added_minutes).into());
        }
        let mut session = take(work, self.session_id)?;
        let paid: bool = work.count(
            "SELECT COUNT(*) FROM purchases WHERE id = ?1 AND payment_status = 'completed'",
            [session.purchase_id],
        )? > 0;
        if !paid {
            return Err(Code::PurchaseNotPaid.into());
        }
        let added = Millis::from_minutes(self.added_minutes);
        session.clockwork.reopen(work.now(), added)?;
        // Somebody else may sit there by now: then the session comes back without a place.
        if let Some(station) = session.station_id {
            match store::claim_station(work, station, session.purchase_id) {
                Err(Failure::Refused(_)) => session.station_id = None,
                claimed => claimed?,
            }
        }
        store::save(work, &session, Some(&reason))?;
        if added > Millis::ZERO {
            store::note_event(work, &session, "extended", Some(added), Some(&reason))?;
        }
        store::card_of(work, session.id)
    }
}
