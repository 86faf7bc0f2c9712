//! What is told of many orders at once: totals, the consistency report, and how far a bulk action came.

use super::model::{MismatchClass, OrderPaymentStatus, OrderRow, OrderStatus};
use crate::base::{Cents, Currency, OrderId, Timestamp};
use crate::door::Code;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

/// How many orders stand where, with what they come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OrderStatusTotal {
    /// Where the goods are.
    pub status: OrderStatus,
    /// What the orders say of their money.
    pub payment_status: OrderPaymentStatus,
    /// In which currency.
    pub currency: Currency,
    /// How many.
    pub orders: i64,
    /// What they cost together, in hundredths.
    pub total_cents: Cents,
}

/// The orders in numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OrderTotals {
    /// By both statuses and currency.
    pub by_status: Vec<OrderStatusTotal>,
    /// Orders whose sides disagree.
    pub mismatches: i64,
    /// Orders paid more than they cost.
    pub overpaid: i64,
    /// Payments whose order is not in the books.
    pub orphan_payments: i64,
}

/// One class of the consistency report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ConsistencyClass {
    /// Which.
    pub class: MismatchClass,
    /// How many orders.
    pub count: i64,
    /// Since when the oldest of them is.
    pub oldest: Option<Timestamp>,
    /// Whether a repair mends it by itself.
    pub can_repair: bool,
    /// Whether a repair mends it once a side is preferred.
    pub can_prefer: bool,
}

/// Every order whose two sides disagree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ConsistencyReport {
    /// The classes that were found.
    pub classes: Vec<ConsistencyClass>,
    /// How many orders in all.
    pub orders: i64,
    /// The first hundred of them, newest first.
    pub rows: Vec<OrderRow>,
    /// Payments whose order is not in the books.
    pub orphan_payments: i64,
    /// Orders without a payment. That is no disagreement; it is told for information.
    pub orders_without_payment: i64,
}

/// What became of one order of a bulk action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum BulkOutcome {
    /// Done.
    Done,
    /// Refused; this order was left as it was.
    Refused,
}

/// One order of a bulk action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BulkRow {
    /// Which.
    pub order_id: OrderId,
    /// How people call it; nothing where there is no such order.
    pub reference: Option<String>,
    /// What became of it.
    pub outcome: BulkOutcome,
    /// Why it was refused.
    pub code: Option<Code>,
    /// What the refusal's sentence needs.
    #[ts(type = "Record<string, string | number | boolean | null>")]
    pub args: Map<String, Value>,
}

/// One step of a bulk action. The face goes on, with `after` set to `next_after`, until there is no next; it stops by not going on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BulkStep {
    /// What became of the orders of this step.
    pub rows: Vec<BulkRow>,
    /// Where the next step begins; nothing at the end.
    pub next_after: Option<OrderId>,
    /// How many orders are still to come.
    pub left: i64,
}
