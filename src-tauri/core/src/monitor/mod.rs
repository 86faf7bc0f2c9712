//! The monitor: every subject's checks in one place, what a repair would change, and the repair itself.
//!
//! Has no check of its own; a plan is shown before it is applied, and applied as the very plan that was shown.

mod checks;
mod guides;
mod model;
mod queries;
mod repair;

pub use checks::{Apply, Check, Finding, Findings, Fix, Plan, Severity};
pub use guides::{GUIDES, Guide};
pub use model::{CheckResult, FindingRow, PlannedChange, RepairPlan, RepairReport};
pub use queries::{CheckRows, MismatchCount, PlanRepair, RunChecks};
pub use repair::Repair;

use crate::door::{CommandEntry, QueryEntry, Subject};

/// What can be watched and mended.
pub const SUBJECT: Subject = Subject {
    name: "monitor",
    commands: &[CommandEntry::of::<Repair>()],
    queries: &[
        QueryEntry::of::<RunChecks>(),
        QueryEntry::of::<CheckRows>(),
        QueryEntry::of::<MismatchCount>(),
        QueryEntry::of::<PlanRepair>(),
    ],
    checks: &[],
};
