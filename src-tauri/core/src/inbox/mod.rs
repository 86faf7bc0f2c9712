//! The inbox: what payment providers tell, kept as it came, read together, and brought to the books.
//!
//! Events come at least once, in any order, before or after the thing they speak of. Nothing in here may depend on their order,
//! lose one, or do anything twice. `signature`, `told` (`stripe`, `shop`) and `facts` are the rules: pure, no SQL.

mod checks;
mod commands;
pub mod facts;
pub mod model;
mod queries;
mod receiving;
mod secrets;
mod settle;
mod shop;
pub mod signature;
mod store;
mod stripe;
pub mod told;

pub(crate) use commands::purchase_appeared;
pub use commands::{DismissPaymentEvent, ReconcilePaymentEvents, RetryPaymentEvent};
pub use queries::{CountPaymentEvents, ListPaymentEvents, ShowPaymentEvent};
pub use receiving::{BODY_MOST_BYTES, ReceivePaymentEvent};
pub use secrets::{SecretStates, SetSecret};

use crate::door::{CommandEntry, QueryEntry, Subject};

/// What can be done with events of payment providers.
pub const SUBJECT: Subject = Subject {
    name: "inbox",
    commands: &[
        CommandEntry::of::<ReceivePaymentEvent>(),
        CommandEntry::of::<RetryPaymentEvent>(),
        CommandEntry::of::<DismissPaymentEvent>(),
        CommandEntry::of::<ReconcilePaymentEvents>(),
        CommandEntry::of::<SetSecret>(),
    ],
    queries: &[
        QueryEntry::of::<ListPaymentEvents>(),
        QueryEntry::of::<ShowPaymentEvent>(),
        QueryEntry::of::<CountPaymentEvents>(),
        QueryEntry::of::<SecretStates>(),
    ],
    checks: checks::CHECKS,
};
