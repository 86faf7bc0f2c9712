//! Customers: who they are, how they are found at the counter, and whether they may play.

mod commands;
pub mod model;
mod queries;
mod store;

pub(crate) use commands::add;
pub use commands::{BlockCustomer, ChangeCustomer, CreateCustomer, UnblockCustomer};
pub use queries::{ListCustomers, SearchCustomers, ShowCustomer};

use crate::door::{CommandEntry, QueryEntry, Subject};

/// What can be done with customers.
pub const SUBJECT: Subject = Subject {
    name: "customers",
    commands: &[
        CommandEntry::of::<CreateCustomer>(),
        CommandEntry::of::<ChangeCustomer>(),
        CommandEntry::of::<BlockCustomer>(),
        CommandEntry::of::<UnblockCustomer>(),
    ],
    queries: &[
        QueryEntry::of::<SearchCustomers>(),
        QueryEntry::of::<ListCustomers>(),
        QueryEntry::of::<ShowCustomer>(),
    ],
    checks: &[],
};
