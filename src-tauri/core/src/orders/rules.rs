//! What may become of an order and of a payment, and what has to agree. Pure: no SQL, no clock.

use super::model::{MismatchClass, OrderCan, OrderMoney, OrderPaymentState, OrderPaymentStatus, OrderRow, OrderStatus};
use crate::base::Cents;
use crate::door::{Code, Failure, Refusal, Role};

/// What a payment says for its order, and the other way round: the one table of both sides.
pub const PAIRS: [(OrderPaymentStatus, OrderPaymentState); 4] = [
    (OrderPaymentStatus::Pending, OrderPaymentState::Pending),
    (OrderPaymentStatus::Paid, OrderPaymentState::Completed),
    (OrderPaymentStatus::Failed, OrderPaymentState::Failed),
    (OrderPaymentStatus::Refunded, OrderPaymentState::Cancelled),
];

impl OrderStatus {
    /// Where goods may go from here, one step; the way back is a cancellation.
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Pending => &[Self::Confirmed, Self::Cancelled],
            Self::Confirmed => &[Self::Shipped, Self::Cancelled],
            Self::Shipped => &[Self::Delivered, Self::Cancelled],
            Self::Delivered | Self::Cancelled => &[],
        }
    }

    /// Whether the goods have left.
    #[must_use]
    pub const fn has_left(self) -> bool {
        matches!(self, Self::Shipped | Self::Delivered)
    }
}

impl OrderPaymentStatus {
    /// Where an order's word on its money may go.
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Pending => &[Self::Paid, Self::Failed, Self::Refunded],
            Self::Failed => &[Self::Pending, Self::Paid],
            Self::Paid => &[Self::Pending, Self::Failed, Self::Refunded],
            Self::Refunded => &[],
        }
    }
}

impl OrderPaymentState {
    /// Where a payment may go. A cancelled one stays so: who pays again makes another payment.
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Pending => &[Self::Completed, Self::Failed, Self::Cancelled],
            Self::Failed => &[Self::Pending, Self::Completed],
            Self::Completed => &[Self::Pending, Self::Failed, Self::Cancelled],
            Self::Cancelled => &[],
        }
    }
}

/// Refuses a move that the table of moves does not have.
///
/// # Errors
/// The code, with `from` and `to`.
pub fn check_move<T: Copy + PartialEq + std::fmt::Display>(
    from: T,
    to: T,
    next: &[T],
    refusal: Code,
) -> Result<(), Failure> {
    if next.contains(&to) {
        Ok(())
    } else {
        Err(Refusal::new(refusal).with("from", from.to_string()).with("to", to.to_string()).into())
    }
}

/// Money that was in the till may be taken out of the books by a manager only, and with a reason.
///
/// # Errors
/// Denied, or `text_missing`.
pub fn check_taking_back(role: Role, reason: Option<&str>) -> Result<(), Failure> {
    if role < Role::Manager {
        return Err(Failure::Denied { needed: Role::Manager, has: role });
    }
    match reason {
        Some(_) => Ok(()),
        None => Err(Refusal::new(Code::TextMissing).with("field", "reason").into()),
    }
}

/// Whether an order holds money: any of its payments is completed.
#[must_use]
pub fn has_money(order: &OrderRow) -> bool {
    order.payment_state == Some(OrderPaymentState::Completed)
}

/// What remains to be paid; never below nothing.
#[must_use]
pub fn remaining(order: &OrderRow) -> Cents {
    Cents((order.total_cents.0 - order.paid_cents.0).max(0))
}

/// What may be done with an order now.
#[must_use]
pub fn can(order: &OrderRow) -> OrderCan {
    let is_cancelled = order.status == OrderStatus::Cancelled;
    let is_open = matches!(order.payment_status, OrderPaymentStatus::Pending | OrderPaymentStatus::Failed);
    let statuses: Vec<OrderStatus> =
        order.status.next().iter().copied().filter(|to| *to != OrderStatus::Cancelled).collect();
    let payment_statuses = if is_cancelled { Vec::new() } else { order.payment_status.next().to_vec() };
    OrderCan {
        statuses,
        payment_statuses,
        cancel: order.status.next().contains(&OrderStatus::Cancelled),
        validate: !is_cancelled && is_open,
        refund: has_money(order),
        add_payment: !is_cancelled && matches!(order.money, OrderMoney::None | OrderMoney::Part),
        needs_manager: has_money(order),
    }
}

/// Which side wins where the two disagree: the one that is further along than `pending`. `None` where a person decides.
#[must_use]
pub const fn winner(class: MismatchClass) -> Option<super::model::Side> {
    use super::model::Side;
    match class {
        MismatchClass::OrderPaidPaymentPending
        | MismatchClass::OrderFailedPaymentPending
        | MismatchClass::OrderRefundedPaymentPending
        | MismatchClass::OrderCancelledPaymentPending => Some(Side::Order),
        MismatchClass::OrderPendingPaymentCompleted
        | MismatchClass::OrderPendingPaymentFailed
        | MismatchClass::OrderPendingPaymentCancelled => Some(Side::Payment),
        _ => None,
    }
}
