//! Orders and their payments: two statuses, kept as one truth.
//!
//! Every change is written on one side; the triggers of migration 0009 bring the other side along in the same transaction, whoever
//! wrote. Nothing in here may set one side and leave the other, or take money out of the books without a manager and a reason.

mod bulk;
mod checks;
mod commands;
mod creation;
pub mod model;
mod money;
mod queries;
pub mod report;
pub mod rules;
mod settling;
mod store;
mod together;

pub use bulk::{BulkCancelOrders, BulkValidateOrders};
pub use commands::{SetOrderPaymentStatus, SetOrderStatus, SetPaymentStatus};
pub use creation::{AddPayment, CreateOrder, NewOrderLine, NewPayment};
pub use money::{AttachPayment, RefundOrder, RefundPayment};
pub use queries::{ListOrders, ListOrphanPayments, ListOverpaidOrders, OrderConsistency, ShowOrder, SumOrders};
pub use together::{CancelOrder, ValidateOrder};

pub(crate) use checks::{decision, knows_order};
pub(crate) use settling::settle_payment;

use crate::door::{CommandEntry, QueryEntry, Subject};

/// What can be done with orders and payments.
pub const SUBJECT: Subject = Subject {
    name: "orders",
    commands: &[
        CommandEntry::of::<CreateOrder>(),
        CommandEntry::of::<AddPayment>(),
        CommandEntry::of::<SetOrderStatus>(),
        CommandEntry::of::<SetOrderPaymentStatus>(),
        CommandEntry::of::<SetPaymentStatus>(),
        CommandEntry::of::<CancelOrder>(),
        CommandEntry::of::<ValidateOrder>(),
        CommandEntry::of::<RefundOrder>(),
        CommandEntry::of::<RefundPayment>(),
        CommandEntry::of::<AttachPayment>(),
        CommandEntry::of::<BulkCancelOrders>(),
        CommandEntry::of::<BulkValidateOrders>(),
    ],
    queries: &[
        QueryEntry::of::<ListOrders>(),
        QueryEntry::of::<ShowOrder>(),
        QueryEntry::of::<SumOrders>(),
        QueryEntry::of::<OrderConsistency>(),
        QueryEntry::of::<ListOverpaidOrders>(),
        QueryEntry::of::<ListOrphanPayments>(),
    ],
    checks: checks::CHECKS,
};
