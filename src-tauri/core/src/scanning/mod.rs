//! Scanning: from what a reader typed, a camera read or a person wrote, to exactly one verdict that says what to do next.
//!
//! Changes nothing but the scan log, unless activation is asked for (or set) and the verdict is `ok`.

mod commands;
mod forms;
mod keyboard;
mod model;
mod queries;
mod rules;
mod store;

pub use commands::ReadCode;
pub use forms::{Form, QR_PREFIX, recognise};
pub use keyboard::repairs;
pub use model::{ScanAnswer, ScanRow, ScanSource, ScannedInvoice, Verdict};
pub use queries::{RecentScans, ScansOfCode};
pub(crate) use rules::verdict_on;
pub(crate) use store::Facts;

use crate::door::{CommandEntry, QueryEntry, Subject};

/// What can be done with codes.
pub const SUBJECT: Subject = Subject {
    name: "scanning",
    commands: &[CommandEntry::of::<ReadCode>()],
    queries: &[QueryEntry::of::<RecentScans>(), QueryEntry::of::<ScansOfCode>()],
    checks: &[],
};
