//! Both sides at once: an order cancelled with its payments, payments validated with their order.

use super::commands::{REASON_MOST, pay};
use super::creation::check_currency;
use super::model::{OrderDetail, OrderPaymentState, OrderPaymentStatus, OrderRow, OrderStatus, RefundTo};
use super::money::give_back;
use super::queries::detail;
use super::rules::{check_move, check_taking_back, has_money};
use super::store::{self, event};
use crate::base::{Cents, OrderId, PaymentId};
use crate::door::{Code, Command, Failure, Refusal, Role, Work, optional_line, required_line};
use crate::sales::model::PaymentMethod;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Cancels an order and its payments: order `cancelled` and `refunded`, payments `cancelled`. With money in the till only a manager may.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CancelOrder {
    /// Which.
    pub order_id: OrderId,
    /// Why.
    pub reason: String,
}

impl Command for CancelOrder {
    type Output = OrderDetail;
    const NAME: &'static str = "order.cancel";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<OrderDetail, Failure> {
        let reason = required_line("reason", &self.reason, REASON_MOST)?;
        let order = store::take(work, self.order_id)?;
        cancel(work, &order, Some(&reason))?;
        detail(work, self.order_id)
    }
}

pub(super) fn cancel(work: &mut Work<'_>, order: &OrderRow, reason: Option<&str>) -> Result<(), Failure> {
    if order.status == OrderStatus::Cancelled {
        return Err(Code::OrderIsCancelled.into());
    }
    check_move(order.status, OrderStatus::Cancelled, order.status.next(), Code::OrderTransitionIllegal)?;
    if has_money(order) {
        check_taking_back(work.actor.role, reason)?;
        give_back(work, order, RefundTo::Method, event::CANCELLED, reason.unwrap_or_default())?;
    }
    let (status, money) = (Some(OrderStatus::Cancelled), Some(OrderPaymentStatus::Refunded));
    store::set_order(work, order.order_id, status, money, event::CANCELLED, reason)
}

/// Validates an order and its payments: payments `completed` with their time, order `paid` with its time.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ValidateOrder {
    /// Which.
    pub order_id: OrderId,
    /// How it was paid, where it has no payment yet.
    #[serde(default)]
    #[ts(optional, as = "Option<PaymentMethod>")]
    pub payment_method: Option<PaymentMethod>,
    /// The provider's reference of that new payment.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub provider_reference: Option<String>,
    /// Why, if it matters.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub reason: Option<String>,
}

impl Command for ValidateOrder {
    type Output = OrderDetail;
    const NAME: &'static str = "order.validate";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<OrderDetail, Failure> {
        let reason = optional_line("reason", self.reason.as_deref(), REASON_MOST)?;
        let order = store::take(work, self.order_id)?;
        validate(work, &order, self.payment_method, self.provider_reference.as_deref(), reason.as_deref())?;
        detail(work, self.order_id)
    }
}

pub(super) fn validate(
    work: &mut Work<'_>,
    order: &OrderRow,
    method: Option<PaymentMethod>,
    reference: Option<&str>,
    reason: Option<&str>,
) -> Result<(), Failure> {
    if order.status == OrderStatus::Cancelled {
        return Err(Code::OrderIsCancelled.into());
    }
    let from = order.payment_status;
    check_move(from, OrderPaymentStatus::Paid, from.next(), Code::PaymentTransitionIllegal)?;
    if order.payments == 0 && method.is_none() {
        return Err(Code::OrderWithoutPayment.into());
    }
    pay(work, order, method, reference, event::VALIDATED, reason)
}

/// Paid means paid: the payments that would be completed cover the order exactly, in its currency, by ways that can pay.
/// Tells which of them the wallet makes: their money is to be taken out of it.
pub(super) fn check_covered(work: &Work<'_>, id: OrderId) -> Result<Vec<PaymentId>, Failure> {
    let order = store::load(work, id)?;
    if order.payments == 0 {
        return Ok(Vec::new());
    }
    let mut from_wallet = Vec::new();
    let mut covered = order.paid_cents.0;
    for (payment, _, to) in store::targets(work, id, OrderPaymentStatus::Paid)? {
        let payment = store::load_payment(work, payment)?;
        if to != OrderPaymentState::Completed {
            continue;
        }
        if payment.method == PaymentMethod::Wallet {
            from_wallet.push(payment.payment_id);
        }
        check_currency(&order, payment.currency)?;
        covered = covered.saturating_add(payment.amount_cents.0);
    }
    let refusal = match covered.cmp(&order.total_cents.0) {
        std::cmp::Ordering::Equal => return Ok(from_wallet),
        std::cmp::Ordering::Less => Refusal::new(Code::OrderNotCovered)
            .with("covered_cents", Cents(covered))
            .with("total_cents", order.total_cents),
        std::cmp::Ordering::Greater => {
            Refusal::new(Code::PaymentExceedsOrder).with("remaining_cents", super::rules::remaining(&order))
        }
    };
    Err(refusal.with("currency", order.currency).into())
}
