//! Money that goes back, and money that finds its order.

use super::commands::{REASON_MOST, order_of};
use super::creation::{check_amount, check_currency};
use super::model::{OrderDetail, OrderPayment, OrderPaymentState, OrderPaymentStatus, OrderRow, OrderStatus, RefundTo};
use super::queries::detail;
use super::rules::has_money;
use super::store::{self, event};
use crate::base::{CustomerId, OrderId, PaymentId};
use crate::door::{Code, Command, Failure, Kind, Refusal, Role, Work, optional_line, required_line};
use crate::sales::model::PaymentMethod;
use crate::wallets;
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Gives the money of an order back: every completed payment, the way it came or into the wallet. Goods that have not left stay: the
/// order is cancelled as well.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RefundOrder {
    /// Which.
    pub order_id: OrderId,
    /// Where the money goes.
    pub to: RefundTo,
    /// Why.
    pub reason: String,
}

impl Command for RefundOrder {
    type Output = OrderDetail;
    const NAME: &'static str = "order.refund";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<OrderDetail, Failure> {
        let reason = required_line("reason", &self.reason, REASON_MOST)?;
        let order = store::take(work, self.order_id)?;
        if !has_money(&order) {
            return Err(Refusal::new(Code::OrderNotPaid).with("status", order.payment_status).into());
        }
        give_back(work, &order, self.to, event::REFUNDED, &reason)?;
        let status = (!order.status.has_left()).then_some(OrderStatus::Cancelled);
        let money = Some(OrderPaymentStatus::Refunded);
        store::set_order(work, order.order_id, status, money, event::REFUNDED, Some(&reason))?;
        detail(work, self.order_id)
    }
}

/// Sends the money of every completed payment of an order back and cancels them, and what was still to come with them. The order
/// itself is told by the caller.
pub(super) fn give_back(
    work: &mut Work<'_>,
    order: &OrderRow,
    to: RefundTo,
    event: &str,
    reason: &str,
) -> Result<(), Failure> {
    store::holding(work, order.order_id, |work| {
        for payment in store::payments_of(work, order.order_id)? {
            let was = payment.status;
            if matches!(was, OrderPaymentState::Pending | OrderPaymentState::Completed) {
                store::set_payment(work, payment.payment_id, OrderPaymentState::Cancelled, event, Some(reason))?;
            }
            if was == OrderPaymentState::Completed {
                send_back(work, Some(order), &payment, to, reason)?;
            }
        }
        Ok(())
    })
}

/// Sends the money of a payment back. What came out of a wallet goes back into it.
pub(super) fn send_back(
    work: &mut Work<'_>,
    order: Option<&OrderRow>,
    payment: &OrderPayment,
    to: RefundTo,
    reason: &str,
) -> Result<(), Failure> {
    let to = if payment.method == PaymentMethod::Wallet { RefundTo::Wallet } else { to };
    if to == RefundTo::Wallet {
        let customer: CustomerId = order.map(|order| order.customer_id).ok_or(Code::CustomerUnknown)?;
        let transaction = format!("payment:{}:refund", payment.payment_id);
        wallets::deposit(work, customer, payment.amount_cents, payment.currency, &transaction, reason)?;
    }
    store::note_refund(work, payment.payment_id, to)
}

/// Takes the money of a payment that the wallet makes out of it: to be called when the desk has completed it. Any other way of paying
/// takes nothing.
///
/// # Errors
/// The refusals of a withdrawal; the payment is not completed then either.
pub(super) fn take_from_wallet(work: &mut Work<'_>, order: &OrderRow, id: PaymentId) -> Result<(), Failure> {
    let payment = store::load_payment(work, id)?;
    if payment.method != PaymentMethod::Wallet || payment.status != OrderPaymentState::Completed {
        return Ok(());
    }
    let (transaction, reason) = (next_turn(work, id)?, format!("order {}", order.reference));
    wallets::pay(work, order.customer_id, payment.amount_cents, payment.currency, &transaction, &reason)?;
    work.concerns(Kind::Orders, order.order_id);
    Ok(())
}

/// Puts the money of a wallet's payment back into it: to be called when the desk has taken the completion back.
///
/// # Errors
/// The refusals of a deposit; the payment stays completed then.
pub(super) fn return_to_wallet(
    work: &mut Work<'_>,
    order: &OrderRow,
    id: PaymentId,
    reason: &str,
) -> Result<(), Failure> {
    let payment = store::load_payment(work, id)?;
    if payment.method != PaymentMethod::Wallet || payment.status == OrderPaymentState::Completed {
        return Ok(());
    }
    let transaction = next_turn(work, id)?;
    wallets::deposit(work, order.customer_id, payment.amount_cents, payment.currency, &transaction, reason)?;
    work.concerns(Kind::Orders, order.order_id);
    Ok(())
}

/// The name of a payment's next movement in its wallet: it may be paid, taken back, and paid again.
fn next_turn(work: &Work<'_>, id: PaymentId) -> Result<String, Failure> {
    let made = work.count(
        "SELECT COUNT(*) FROM balance_operations WHERE transaction_id >= ?1 AND transaction_id < ?2",
        [format!("desk:payment:{id}:"), format!("desk:payment:{id};")],
    )?;
    Ok(format!("payment:{id}:{}", made + 1))
}

/// Gives the money of one payment back: a surplus, or money whose order is not in the books. Its order follows.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RefundPayment {
    /// Which.
    pub payment_id: PaymentId,
    /// Where the money goes.
    pub to: RefundTo,
    /// Why.
    pub reason: String,
}

impl Command for RefundPayment {
    type Output = OrderPayment;
    const NAME: &'static str = "payment.refund";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<OrderPayment, Failure> {
        let reason = required_line("reason", &self.reason, REASON_MOST)?;
        let payment = store::load_payment(work, self.payment_id)?;
        if payment.status != OrderPaymentState::Completed {
            return Err(Refusal::new(Code::PaymentNotCompleted).with("status", payment.status).into());
        }
        let order = order_of(work, &payment)?;
        if let Some(order) = &order {
            work.concerns(Kind::Orders, order.order_id);
        }
        let cancelled = OrderPaymentState::Cancelled;
        store::set_payment(work, payment.payment_id, cancelled, event::REFUNDED, Some(&reason))?;
        send_back(work, order.as_ref(), &payment, self.to, &reason)?;
        store::load_payment(work, self.payment_id)
    }
}

/// Gives a payment whose order was not in the books its order; the order follows.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct AttachPayment {
    /// Which payment.
    pub payment_id: PaymentId,
    /// To which order.
    pub order_id: OrderId,
    /// Why, if it matters.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub reason: Option<String>,
    /// Whether more than what remains may be paid: the order is overpaid then.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub accept_surplus: bool,
}

impl Command for AttachPayment {
    type Output = OrderDetail;
    const NAME: &'static str = "order.attach_payment";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<OrderDetail, Failure> {
        let reason = optional_line("reason", self.reason.as_deref(), REASON_MOST)?;
        let payment = store::load_payment(work, self.payment_id)?;
        if order_of(work, &payment)?.is_some() {
            return Err(Code::PaymentNotOrphan.into());
        }
        let order = store::take(work, self.order_id)?;
        if order.status == OrderStatus::Cancelled {
            return Err(Code::OrderIsCancelled.into());
        }
        check_currency(&order, payment.currency)?;
        if payment.status == OrderPaymentState::Completed {
            check_amount(&order, payment.amount_cents, self.accept_surplus)?;
        }
        work.run(
            "UPDATE payments SET order_id = ?2, changed_by = ?3, change_event = ?4, change_reason = ?5, updated_at = ?6,
                 revision = revision + 1 WHERE id = ?1",
            params![payment.payment_id, order.order_id, work.operator(), event::ATTACHED, reason, work.now()],
        )?;
        work.changed(&[Kind::Orders]);
        detail(work, self.order_id)
    }
}
