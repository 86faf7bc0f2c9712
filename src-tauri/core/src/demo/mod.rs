//! The demonstration venue: a place worth looking at, the same at every run but for the dates.
//!
//! Ninety days are played through the very commands of the desk, each at its own instant and in somebody's name, in one
//! transaction: either the whole venue is there or nothing. Must never touch books that hold real work.

mod cast;
mod courses;
mod fill;
mod folder;
mod guests;
mod model;
mod orders;
mod purses;
mod reset;
mod rhythm;
mod slips;
mod stage;
mod steps;
mod today;

pub use fill::FillDemo;
pub use folder::{Options, fill};
pub use model::{DemoCounts, DemoInvoice, DemoOperator, Filled};

use crate::door::{CommandEntry, Subject};

/// What can be done about the demonstration.
pub const SUBJECT: Subject =
    Subject { name: "demo", commands: &[CommandEntry::of::<FillDemo>()], queries: &[], checks: &[] };
