//! What is done with events that are in the inbox: settle again, put aside, see whether what they wait for has come.

use super::model::{Outcome, PaymentEvent, Reconciled};
use super::settle::settle;
use super::store;
use crate::base::{PaymentEventId, PurchaseId};
use crate::door::{Code, Command, Failure, Kind, Refusal, Role, Work, required_line};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Settles an event once more, one that was put aside as well.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RetryPaymentEvent {
    /// Which.
    pub event_id: PaymentEventId,
}

impl Command for RetryPaymentEvent {
    type Output = PaymentEvent;
    const NAME: &'static str = "payment_event.retry";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<PaymentEvent, Failure> {
        let event = store::event_of(work, self.event_id)?;
        work.concerns(Kind::PaymentEvents, self.event_id);
        if event.outcome == Outcome::Dismissed {
            store::take_back(work, self.event_id)?;
            work.changed(&[Kind::PaymentEvents]);
        }
        settle(work, self.event_id)?;
        store::event_of(work, self.event_id)
    }
}

/// Puts an event aside that needs a decision, or waits for a thing that will not come. It stays in the inbox, with the reason.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DismissPaymentEvent {
    /// Which.
    pub event_id: PaymentEventId,
    /// Why, at most 200 characters.
    pub reason: String,
}

impl Command for DismissPaymentEvent {
    type Output = PaymentEvent;
    const NAME: &'static str = "payment_event.dismiss";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<PaymentEvent, Failure> {
        let reason = required_line("reason", &self.reason, 200)?;
        let event = store::event_of(work, self.event_id)?;
        if !event.needs_decision && event.outcome != Outcome::Waiting {
            return Err(Refusal::new(Code::PaymentEventSettled).with("outcome", event.outcome).into());
        }
        store::put_aside(work, &event, &reason)?;
        work.concerns(Kind::PaymentEvents, self.event_id);
        work.changed(&[Kind::PaymentEvents]);
        store::event_of(work, self.event_id)
    }
}

/// Settles what waited for a thing that is there by now, and what a person has decided elsewhere. Costs by what waits; changes
/// nothing when nothing has come.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ReconcilePaymentEvents {}

impl Command for ReconcilePaymentEvents {
    type Output = Reconciled;
    const NAME: &'static str = "payment_event.reconcile";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<Reconciled, Failure> {
        let due = store::due(work)?;
        Ok(Reconciled { settled: settle_all(work, due)? })
    }
}

fn settle_all(work: &mut Work<'_>, due: Vec<PaymentEventId>) -> Result<i64, Failure> {
    let mut settled = 0;
    for id in due {
        store::credit_as_decided(work, id)?;
        settled += i64::from(settle(work, id)?);
    }
    Ok(settled)
}

/// A sale has come into the books: what providers told of it before is brought to it at once.
pub(crate) fn purchase_appeared(work: &mut Work<'_>, id: PurchaseId) -> Result<(), Failure> {
    let due = store::waiting_for_purchase(work, id)?;
    settle_all(work, due).map(|_| ())
}
