//! Many orders at once. One call is one short step in one transaction: each of its orders is done wholly or left wholly, refusals are
//! rows of its report. A face goes on with the next step until there is none; it stops by not going on, and shows progress between.

use super::commands::REASON_MOST;
use super::model::OrderRow;
use super::report::{BulkOutcome, BulkRow, BulkStep};
use super::store;
use super::together::{cancel, validate};
use crate::base::OrderId;
use crate::door::{Code, Command, Failure, Refusal, Role, View, Work, optional_line, required_line};
use crate::sales::model::PaymentMethod;
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Map;
use ts_rs::TS;

/// How many orders one step takes: few enough that nobody at the counter waits for it.
const STEP: usize = 50;

/// The most orders that may be named at once.
const NAMED_MOST: usize = 10_000;

/// Cancels many orders with their payments, a step at a time.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct BulkCancelOrders {
    /// Which, 1 to 10 000.
    pub order_ids: Vec<OrderId>,
    /// Why.
    pub reason: String,
    /// Where this step begins: the `next_after` of the step before; left out at first.
    #[serde(default)]
    #[ts(optional, as = "Option<OrderId>")]
    pub after: Option<OrderId>,
}

impl Command for BulkCancelOrders {
    type Output = BulkStep;
    const NAME: &'static str = "order.bulk_cancel";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<BulkStep, Failure> {
        let reason = required_line("reason", &self.reason, REASON_MOST)?;
        let (ids, left) = next_of(named(self.order_ids)?, self.after);
        step(work, ids, left, |work, order| cancel(work, order, Some(&reason)))
    }
}

/// Validates many orders with their payments, a step at a time: those that are named, or all that wait for a payment of one way
/// (such as every Wave transfer).
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct BulkValidateOrders {
    /// Which, 1 to 10 000
    #[ts(optional, as = "Option<Vec<OrderId>>")]
    pub order_ids: Option<Vec<OrderId>>,
    /// or all orders to be paid with a pending payment of this way.
    #[ts(optional, as = "Option<PaymentMethod>")]
    pub method: Option<PaymentMethod>,
    /// Why, if it matters.
    #[ts(optional, as = "Option<String>")]
    pub reason: Option<String>,
    /// Where this step begins: the `next_after` of the step before; left out at first.
    #[ts(optional, as = "Option<OrderId>")]
    pub after: Option<OrderId>,
}

impl Command for BulkValidateOrders {
    type Output = BulkStep;
    const NAME: &'static str = "order.bulk_validate";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<BulkStep, Failure> {
        let reason = optional_line("reason", self.reason.as_deref(), REASON_MOST)?;
        let (ids, left) = match (self.order_ids, self.method) {
            (Some(ids), _) => next_of(named(ids)?, self.after),
            (None, Some(method)) => waiting_for(work, method, self.after)?,
            (None, None) => return Err(Code::BulkEmpty.into()),
        };
        step(work, ids, left, |work, order| validate(work, order, None, None, reason.as_deref()))
    }
}

/// The named orders, each once, in order.
fn named(mut ids: Vec<OrderId>) -> Result<Vec<OrderId>, Failure> {
    if ids.is_empty() {
        return Err(Code::BulkEmpty.into());
    }
    if ids.len() > NAMED_MOST {
        return Err(Refusal::new(Code::BulkTooLarge).with("most", NAMED_MOST).into());
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// The orders of the step after `after`, and how many come later.
fn next_of(ids: Vec<OrderId>, after: Option<OrderId>) -> (Vec<OrderId>, i64) {
    let mut to_come: Vec<OrderId> = ids.into_iter().filter(|id| after.is_none_or(|after| *id > after)).collect();
    let left = to_come.len().saturating_sub(STEP);
    to_come.truncate(STEP);
    (to_come, i64::try_from(left).unwrap_or(i64::MAX))
}

fn waiting_for(view: &View<'_>, method: PaymentMethod, after: Option<OrderId>) -> Result<(Vec<OrderId>, i64), Failure> {
    let waiting =
        "FROM orders o WHERE o.id > ?2 AND o.payment_status IN ('pending', 'failed') AND o.status <> 'cancelled'
        AND o.id IN (SELECT order_id FROM payments WHERE method = ?1 AND status = 'pending')";
    let after = after.unwrap_or(OrderId(i64::MIN));
    let sql = format!("SELECT o.id {waiting} ORDER BY o.id LIMIT {STEP}");
    let ids: Vec<OrderId> = view.all(&sql, params![method, after], |row| row.get(0))?;
    let all = view.count(&format!("SELECT COUNT(*) {waiting}"), params![method, after])?;
    let taken = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    Ok((ids, all - taken))
}

fn step(
    work: &mut Work<'_>,
    ids: Vec<OrderId>,
    left: i64,
    act: impl Fn(&mut Work<'_>, &OrderRow) -> Result<(), Failure>,
) -> Result<BulkStep, Failure> {
    let next_after = ids.last().copied().filter(|_| left > 0);
    let mut rows = Vec::new();
    for order_id in ids {
        let mut reference = None;
        let outcome = work.attempt(|work| {
            let order = store::load(work, order_id)?;
            reference = Some(order.reference.clone());
            act(work, &order)
        })?;
        let (outcome, code, args) = match outcome {
            Ok(()) => (BulkOutcome::Done, None, Map::new()),
            Err(refusal) => (BulkOutcome::Refused, Some(refusal.code), refusal.args),
        };
        rows.push(BulkRow { order_id, reference, outcome, code, args });
    }
    Ok(BulkStep { rows, next_after, left })
}
