//! The states of an order and of its payments, and what is told of them.

use crate::base::{Cents, Currency, CustomerId, OrderId, PaymentId, Timestamp};
use crate::sales::model::PaymentMethod;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where the goods of an order are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words of the field")]
pub enum OrderStatus {
    Pending,
    Confirmed,
    Shipped,
    Delivered,
    Cancelled,
}

crate::base::stored_as_text!(OrderStatus {
    Pending => "pending",
    Confirmed => "confirmed",
    Shipped => "shipped",
    Delivered => "delivered",
    Cancelled => "cancelled",
});

/// What an order says of its money: `orders.payment_status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words of the field")]
pub enum OrderPaymentStatus {
    Pending,
    Paid,
    Failed,
    Refunded,
}

crate::base::stored_as_text!(OrderPaymentStatus {
    Pending => "pending",
    Paid => "paid",
    Failed => "failed",
    Refunded => "refunded",
});

/// Where one payment of an order stands: `payments.status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words of the field")]
pub enum OrderPaymentState {
    Pending,
    Completed,
    Failed,
    Cancelled,
}

crate::base::stored_as_text!(OrderPaymentState {
    Pending => "pending",
    Completed => "completed",
    Failed => "failed",
    Cancelled => "cancelled",
});

/// How much of an order is paid, by the sums of its payments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum OrderMoney {
    /// Nothing.
    None,
    /// Less than the total.
    Part,
    /// The total.
    Full,
    /// More than the total.
    Over,
}

crate::base::stored_as_text!(OrderMoney { None => "none", Part => "part", Full => "full", Over => "over" });

/// Whether the order's word and its payments agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OrderSync {
    /// They agree.
    Synced,
    /// No payment yet: nothing to disagree with.
    NoPayment,
    /// They do not; `mismatch` says how.
    Mismatch,
}

crate::base::stored_as_text!(OrderSync { Synced => "SYNCED", NoPayment => "NO_PAYMENT", Mismatch => "MISMATCH" });

/// How an order and its payments disagree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum MismatchClass {
    /// The order is paid, its payment still pending.
    OrderPaidPaymentPending,
    /// The order's payment failed, its payment is still pending.
    OrderFailedPaymentPending,
    /// The order is refunded, a payment still pending.
    OrderRefundedPaymentPending,
    /// The order is still to be paid, its payment completed.
    OrderPendingPaymentCompleted,
    /// The order is still to be paid, its payment failed.
    OrderPendingPaymentFailed,
    /// The order is still to be paid, its payment cancelled.
    OrderPendingPaymentCancelled,
    /// The order is cancelled, a payment still pending.
    OrderCancelledPaymentPending,
    /// Two settled sides contradict each other.
    Conflict,
    /// The order is cancelled, its money still in the till.
    CancelledWithMoney,
    /// Paid, but the payments are less than the total.
    AmountDiffers,
    /// The payments are more than the total.
    Overpaid,
    /// Paid in another currency than the order's.
    CurrencyDiffers,
}

crate::base::stored_as_text!(MismatchClass {
    OrderPaidPaymentPending => "order_paid_payment_pending",
    OrderFailedPaymentPending => "order_failed_payment_pending",
    OrderRefundedPaymentPending => "order_refunded_payment_pending",
    OrderPendingPaymentCompleted => "order_pending_payment_completed",
    OrderPendingPaymentFailed => "order_pending_payment_failed",
    OrderPendingPaymentCancelled => "order_pending_payment_cancelled",
    OrderCancelledPaymentPending => "order_cancelled_payment_pending",
    Conflict => "conflict",
    CancelledWithMoney => "cancelled_with_money",
    AmountDiffers => "amount_differs",
    Overpaid => "overpaid",
    CurrencyDiffers => "currency_differs",
});

impl MismatchClass {
    /// Whether a repair mends it by itself: one side is further along than `pending`.
    #[must_use]
    pub const fn is_repairable(self) -> bool {
        matches!(
            self,
            Self::OrderPaidPaymentPending
                | Self::OrderFailedPaymentPending
                | Self::OrderRefundedPaymentPending
                | Self::OrderPendingPaymentCompleted
                | Self::OrderPendingPaymentFailed
                | Self::OrderPendingPaymentCancelled
                | Self::OrderCancelledPaymentPending
        )
    }

    /// Whether a repair mends it once a person has said which side to believe.
    #[must_use]
    pub const fn is_decidable(self) -> bool {
        matches!(self, Self::Conflict | Self::CancelledWithMoney)
    }
}

/// Which side to believe where two settled sides contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The order's word.
    Order,
    /// The payments'.
    Payment,
}

/// Where money goes back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum RefundTo {
    /// The way it came.
    Method,
    /// The customer's wallet.
    Wallet,
}

crate::base::stored_as_text!(RefundTo { Method => "method", Wallet => "wallet" });

/// An order with both its statuses, as the list has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OrderRow {
    /// Which.
    pub order_id: OrderId,
    /// How people call it.
    pub reference: String,
    /// Whose.
    pub customer_id: CustomerId,
    /// Their name.
    pub customer_name: String,
    /// Their phone.
    pub customer_phone: Option<String>,
    /// Where the goods are.
    pub status: OrderStatus,
    /// What the order says of its money.
    pub payment_status: OrderPaymentStatus,
    /// What that should be if the payments are right; nothing without a payment.
    pub payments_say: Option<OrderPaymentStatus>,
    /// All its payments in one word; nothing without a payment.
    pub payment_state: Option<OrderPaymentState>,
    /// The ways of its payments, each once.
    pub methods: Vec<PaymentMethod>,
    /// How many payments it has.
    pub payments: i64,
    /// What it costs, in hundredths.
    pub total_cents: Cents,
    /// What its completed payments come to.
    pub paid_cents: Cents,
    /// What its pending payments come to.
    pub pending_cents: Cents,
    /// In which currency.
    pub currency: Currency,
    /// How much of it is paid.
    pub money: OrderMoney,
    /// Whether both sides agree.
    pub sync_status: OrderSync,
    /// How they disagree.
    pub mismatch: Option<MismatchClass>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When anything of it changed last.
    pub updated_at: Timestamp,
    /// When it was paid.
    pub paid_at: Option<Timestamp>,
    /// When it was cancelled.
    pub cancelled_at: Option<Timestamp>,
    /// When its money went back.
    pub refunded_at: Option<Timestamp>,
}

/// A line of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OrderLine {
    /// Which.
    pub line_id: i64,
    /// What.
    pub label: String,
    /// How many.
    pub quantity: i64,
    /// For how much each, in hundredths.
    pub unit_price_cents: Cents,
    /// For how much in all.
    pub amount_cents: Cents,
}

/// A payment of an order, or one whose order is not in the books.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OrderPayment {
    /// Which.
    pub payment_id: PaymentId,
    /// Of which order.
    pub order_id: Option<OrderId>,
    /// The order's reference, as the provider told it.
    pub order_reference: Option<String>,
    /// How it is paid.
    pub method: PaymentMethod,
    /// How much, in hundredths.
    pub amount_cents: Cents,
    /// In which currency.
    pub currency: Currency,
    /// Where it stands.
    pub status: OrderPaymentState,
    /// The provider's name for it.
    pub provider_reference: Option<String>,
    /// Where its money went back to.
    pub refunded_to: Option<RefundTo>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it changed last.
    pub updated_at: Timestamp,
    /// When the money came.
    pub completed_at: Option<Timestamp>,
    /// When it was cancelled, or the money went back.
    pub cancelled_at: Option<Timestamp>,
}

/// A row of the payment log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PaymentLog {
    /// Its number.
    pub log_id: i64,
    /// When.
    pub at: Timestamp,
    /// What: `status_synchronized`, `order_and_payment_cancelled`, `payment_and_order_validated`, …
    pub event: String,
    /// Which status it speaks of: `order.status`, `order.payment_status` or `payment.status`.
    pub field: String,
    /// Of which payment.
    pub payment_id: Option<PaymentId>,
    /// What it was.
    pub old: Option<String>,
    /// What it became.
    pub new: Option<String>,
    /// `desk`, or `outside` for a change that did not come through the door.
    pub origin: String,
    /// Who.
    pub operator_name: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// What may be done with an order now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OrderCan {
    /// Where its status may go.
    pub statuses: Vec<OrderStatus>,
    /// Where its payment status may go.
    pub payment_statuses: Vec<OrderPaymentStatus>,
    /// Whether it may be cancelled.
    pub cancel: bool,
    /// Whether order and payment may be validated together.
    pub validate: bool,
    /// Whether there is money to give back.
    pub refund: bool,
    /// Whether a payment may be added.
    pub add_payment: bool,
    /// Whether cancelling, or leaving `paid`, takes a manager: money goes back.
    pub needs_manager: bool,
}

/// An order with all that belongs to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OrderDetail {
    /// The order.
    pub order: OrderRow,
    /// What was noted about it.
    pub note: Option<String>,
    /// What was ordered.
    pub lines: Vec<OrderLine>,
    /// What the lines come to.
    pub lines_cents: Cents,
    /// Its payments, oldest first.
    pub payments: Vec<OrderPayment>,
    /// What is still to be paid; never below 0.
    pub remaining_cents: Cents,
    /// What was paid too much; never below 0.
    pub surplus_cents: Cents,
    /// Everything that happened to both sides, newest first.
    pub log: Vec<PaymentLog>,
    /// What may be done with it now.
    pub can: OrderCan,
}

/// A part of the list of orders.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OrderListed {
    /// The orders, newest first.
    pub orders: Vec<OrderRow>,
    /// How many there are in all.
    pub total: i64,
}

/// A part of the list of payments without an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PaymentsListed {
    /// The payments, newest first.
    pub payments: Vec<OrderPayment>,
    /// How many there are in all.
    pub total: i64,
}
