//! What the monitor tells.

use super::Severity;
use crate::base::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

/// One line of the monitor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CheckResult {
    /// The check's stable name.
    pub name: String,
    /// The subject it belongs to.
    pub area: String,
    /// How bad a finding is.
    pub severity: Severity,
    /// How many rows are wrong; 0 is well.
    pub count: i64,
    /// Since when the oldest of them is.
    pub oldest: Option<Timestamp>,
    /// Whether a repair may mend it.
    pub can_repair: bool,
    /// The first of them.
    pub rows: Vec<FindingRow>,
}

/// One row that is wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FindingRow {
    /// The id of the thing: a number or a UUID, as its table has it.
    pub id: String,
    /// How people call it.
    pub label: String,
    /// What the sentence of the check (`monitor.finding_<name>`) needs. Names say what the values are: `…_at` an instant,
    /// `…_ms` a span, the rest are states and names in the words of the books.
    #[ts(type = "Record<string, string | number | boolean | null>")]
    pub args: Map<String, Value>,
    /// Since when.
    pub since: Option<Timestamp>,
}

/// A line of a repair's before/after table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PlannedChange {
    /// The check it mends.
    pub check: String,
    /// The id of the thing it changes.
    pub id: String,
    /// How people call it.
    pub label: String,
    /// Which column, or which state of affairs.
    pub field: String,
    /// What it is.
    pub before: String,
    /// What it would be.
    pub after: String,
}

/// What a repair would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RepairPlan {
    /// The changes, in the order in which they would be made.
    pub changes: Vec<PlannedChange>,
    /// Names this very plan: a repair that is given it applies this plan or nothing.
    pub digest: String,
}

/// What a repair did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RepairReport {
    /// The changes it made.
    pub changes: Vec<PlannedChange>,
    /// What is still wrong: a person must decide.
    pub remaining: Vec<CheckResult>,
}
