//! A status is set, on either side; the other side follows in the same transaction.

use super::creation::{NewPayment, add, check_amount, check_currency, may_exceed};
use super::model::{OrderDetail, OrderPayment, OrderPaymentState, OrderPaymentStatus, OrderRow, OrderStatus, RefundTo};
use super::money::{give_back, return_to_wallet, take_from_wallet};
use super::queries::detail;
use super::rules::{check_move, check_taking_back, has_money};
use super::store::{self, event};
use super::together::{cancel, check_covered};
use crate::base::{OrderId, PaymentId};
use crate::door::{Code, Command, Failure, Kind, Role, Work, optional_line};
use crate::sales::model::PaymentMethod;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The most characters a reason is kept with.
pub(super) const REASON_MOST: usize = 200;

/// Moves an order on: confirmed, shipped, delivered. `cancelled` cancels both sides.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SetOrderStatus {
    /// Which.
    pub order_id: OrderId,
    /// Where to.
    pub status: OrderStatus,
    /// Why, if it matters.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub reason: Option<String>,
}

impl Command for SetOrderStatus {
    type Output = OrderDetail;
    const NAME: &'static str = "order.set_status";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<OrderDetail, Failure> {
        let reason = optional_line("reason", self.reason.as_deref(), REASON_MOST)?;
        let order = store::take(work, self.order_id)?;
        check_move(order.status, self.status, order.status.next(), Code::OrderTransitionIllegal)?;
        if self.status == OrderStatus::Cancelled {
            cancel(work, &order, reason.as_deref())?;
        } else {
            store::set_order(work, order.order_id, Some(self.status), None, event::STATUS_SET, reason.as_deref())?;
        }
        detail(work, self.order_id)
    }
}

/// Sets what an order says of its money; its payments follow. An order without a payment gets one, if it is said how it was paid.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SetOrderPaymentStatus {
    /// Which.
    pub order_id: OrderId,
    /// What.
    pub payment_status: OrderPaymentStatus,
    /// How it was paid, where an order without a payment is paid.
    #[serde(default)]
    #[ts(optional, as = "Option<PaymentMethod>")]
    pub payment_method: Option<PaymentMethod>,
    /// Why; must be said where money leaves the books.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub reason: Option<String>,
}

impl Command for SetOrderPaymentStatus {
    type Output = OrderDetail;
    const NAME: &'static str = "order.set_payment_status";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<OrderDetail, Failure> {
        let reason = optional_line("reason", self.reason.as_deref(), REASON_MOST)?;
        let order = store::take(work, self.order_id)?;
        if order.status == OrderStatus::Cancelled {
            return Err(Code::OrderIsCancelled.into());
        }
        let (from, to) = (order.payment_status, self.payment_status);
        check_move(from, to, from.next(), Code::PaymentTransitionIllegal)?;
        if to == OrderPaymentStatus::Paid {
            pay(work, &order, self.payment_method, None, event::ORDER_PAYMENT_SET, reason.as_deref())?;
        } else {
            if has_money(&order) {
                check_taking_back(work.actor.role, reason.as_deref())?;
            }
            if to == OrderPaymentStatus::Refunded {
                give_back(work, &order, RefundTo::Method, event::SYNCHRONIZED, reason.as_deref().unwrap_or_default())?;
            }
            let completed = completed_by_wallet(work, &order)?;
            store::set_order(work, order.order_id, None, Some(to), event::ORDER_PAYMENT_SET, reason.as_deref())?;
            for payment in completed {
                return_to_wallet(work, &order, payment, reason.as_deref().unwrap_or_default())?;
            }
        }
        detail(work, self.order_id)
    }
}

/// The completed payments of an order that its wallet made.
fn completed_by_wallet(work: &Work<'_>, order: &OrderRow) -> Result<Vec<PaymentId>, Failure> {
    let payments = store::payments_of(work, order.order_id)?.into_iter();
    let is_so = |payment: &OrderPayment| {
        payment.method == PaymentMethod::Wallet && payment.status == OrderPaymentState::Completed
    };
    Ok(payments.filter(is_so).map(|payment| payment.payment_id).collect())
}

/// Makes an order paid: its payments are completed as far as they are needed; without any, one is made if it is said how.
pub(super) fn pay(
    work: &mut Work<'_>,
    order: &OrderRow,
    method: Option<PaymentMethod>,
    reference: Option<&str>,
    event: &str,
    reason: Option<&str>,
) -> Result<(), Failure> {
    if let Some(method) = method.filter(|_| order.payments == 0) {
        let provider_reference = reference.map(str::to_owned);
        let payment = NewPayment { method, amount_cents: None, currency: None, completed: false, provider_reference };
        add(work, order, &payment, false)?;
    }
    let from_wallet = check_covered(work, order.order_id)?;
    store::set_order(work, order.order_id, None, Some(OrderPaymentStatus::Paid), event, reason)?;
    from_wallet.into_iter().try_for_each(|payment| take_from_wallet(work, order, payment))
}

/// Sets the status of one payment; its order follows.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SetPaymentStatus {
    /// Which.
    pub payment_id: PaymentId,
    /// What.
    pub status: OrderPaymentState,
    /// Why; must be said where money leaves the books.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub reason: Option<String>,
    /// Whether more than what remains may be paid (managers only): the order is overpaid then.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub accept_surplus: bool,
}

impl Command for SetPaymentStatus {
    type Output = OrderPayment;
    const NAME: &'static str = "payment.set_status";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<OrderPayment, Failure> {
        let reason = optional_line("reason", self.reason.as_deref(), REASON_MOST)?;
        let payment = store::load_payment(work, self.payment_id)?;
        check_move(payment.status, self.status, payment.status.next(), Code::PaymentTransitionIllegal)?;
        let may_exceed = may_exceed(work, self.accept_surplus)?;
        if payment.status == OrderPaymentState::Completed {
            check_taking_back(work.actor.role, reason.as_deref())?;
        }
        let order = order_of(work, &payment)?;
        if let Some(order) = &order {
            work.concerns(Kind::Orders, order.order_id);
            check_fits(order, &payment, self.status, may_exceed)?;
        }
        if order.is_none() && payment.method == PaymentMethod::Wallet && OrderPaymentState::Completed == self.status {
            // Nobody's order: there is no wallet to take it from.
            return Err(Code::WalletCannotPay.into());
        }
        store::set_payment(work, payment.payment_id, self.status, event::PAYMENT_SET, reason.as_deref())?;
        if let Some(order) = &order {
            take_from_wallet(work, order, payment.payment_id)?;
            let is_taken_back = payment.status == OrderPaymentState::Completed
                && matches!(self.status, OrderPaymentState::Pending | OrderPaymentState::Failed);
            if is_taken_back {
                return_to_wallet(work, order, payment.payment_id, reason.as_deref().unwrap_or_default())?;
            }
        }
        if (payment.status, self.status) == (OrderPaymentState::Completed, OrderPaymentState::Cancelled) {
            super::money::send_back(
                work,
                order.as_ref(),
                &payment,
                RefundTo::Method,
                reason.as_deref().unwrap_or_default(),
            )?;
        }
        store::load_payment(work, self.payment_id)
    }
}

/// The order of a payment; none for an orphan.
pub(super) fn order_of(work: &Work<'_>, payment: &OrderPayment) -> Result<Option<OrderRow>, Failure> {
    match payment.order_id.map(|id| store::load(work, id)) {
        Some(Err(Failure::Refused(_))) | None => Ok(None),
        Some(order) => order.map(Some),
    }
}

/// A cancelled order takes no more money; none takes too much, or another currency.
fn check_fits(
    order: &OrderRow,
    payment: &OrderPayment,
    to: OrderPaymentState,
    may_exceed: bool,
) -> Result<(), Failure> {
    let is_open = matches!(to, OrderPaymentState::Pending | OrderPaymentState::Completed);
    if is_open && order.status == OrderStatus::Cancelled {
        return Err(Code::OrderIsCancelled.into());
    }
    if to == OrderPaymentState::Completed {
        check_currency(order, payment.currency)?;
        check_amount(order, payment.amount_cents, may_exceed)?;
    }
    Ok(())
}
