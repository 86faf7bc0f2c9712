//! What the inbox tells.

use super::model::{Outcome, PaymentEventCounts, PaymentEventDetail, PaymentEventList};
use super::store::{EVENT, body_of, event, event_of};
use crate::base::PaymentEventId;
use crate::door::{Failure, Kind, Query, Role, View};
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The most events that are told at once.
const MOST: i64 = 500;

/// The events, newest first; those of one outcome, or those that need a person.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ListPaymentEvents {
    /// Only those of which this became.
    #[ts(optional, as = "Option<Outcome>")]
    pub outcome: Option<Outcome>,
    /// Only those that need a person, or only those that do not.
    #[ts(optional, as = "Option<bool>")]
    pub needs_decision: Option<bool>,
    /// Only those before this one.
    #[ts(optional, as = "Option<PaymentEventId>")]
    pub before: Option<PaymentEventId>,
    /// How many at most; 100 when left out, 500 at most.
    #[ts(optional, as = "Option<i64>")]
    pub limit: Option<i64>,
}

impl Query for ListPaymentEvents {
    type Output = PaymentEventList;
    const NAME: &'static str = "payment_event.list";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = &[Kind::PaymentEvents];

    fn answer(self, view: &View<'_>) -> Result<PaymentEventList, Failure> {
        let limit = self.limit.unwrap_or(100).clamp(1, MOST);
        // One statement per combination, so that each takes the index that fits.
        let wanted = match (self.outcome, self.needs_decision) {
            (None, None) => "?1 IS NULL AND ?2 IS NULL",
            (Some(_), None) => "outcome = ?1 AND ?2 IS NULL",
            (None, Some(true)) => "?1 IS NULL AND needs_decision = 1 AND ?2",
            (None, Some(false)) => "?1 IS NULL AND needs_decision = ?2",
            (Some(_), Some(_)) => "outcome = ?1 AND needs_decision = ?2",
        };
        let events = view.all(
            &format!("{EVENT} WHERE {wanted} AND (?3 IS NULL OR id < ?3) ORDER BY id DESC LIMIT ?4"),
            params![self.outcome, self.needs_decision, self.before, limit],
            event,
        )?;
        let total = view.count(
            &format!("SELECT COUNT(*) FROM payment_events WHERE {wanted}"),
            params![self.outcome, self.needs_decision],
        )?;
        Ok(PaymentEventList { events, total })
    }
}

/// An event with what was sent.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ShowPaymentEvent {
    /// Which.
    pub event_id: PaymentEventId,
}

impl Query for ShowPaymentEvent {
    type Output = PaymentEventDetail;
    const NAME: &'static str = "payment_event.show";
    const ROLE: Role = Role::Manager;
    const SHOWS: &'static [Kind] = &[Kind::PaymentEvents];

    fn answer(self, view: &View<'_>) -> Result<PaymentEventDetail, Failure> {
        let event = event_of(view, self.event_id)?;
        let body = String::from_utf8_lossy(&body_of(view, self.event_id)?).into_owned();
        Ok(PaymentEventDetail { event, body })
    }
}

/// How many events wait, need a person, and came today.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CountPaymentEvents {}

impl Query for CountPaymentEvents {
    type Output = PaymentEventCounts;
    const NAME: &'static str = "payment_event.counts";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = &[Kind::PaymentEvents];

    fn answer(self, view: &View<'_>) -> Result<PaymentEventCounts, Failure> {
        let (from, until) = view.today()?;
        Ok(PaymentEventCounts {
            waiting: view.count("SELECT COUNT(*) FROM payment_events WHERE outcome = 'waiting'", [])?,
            needs_decision: view.count("SELECT COUNT(*) FROM payment_events WHERE needs_decision = 1", [])?,
            today: view.count(
                "SELECT COUNT(*) FROM payment_events WHERE received_at >= ?1 AND received_at < ?2",
                params![from, until],
            )?,
        })
    }
}
