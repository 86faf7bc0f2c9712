//! What a check is: a named class of trouble, a way to find it, and, where a program may mend it, a plan.

use crate::base::Timestamp;
use crate::door::{Failure, View, Work};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::fmt::Display;
use ts_rs::TS;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Wrong, and a program may mend it.
    Warning,
    /// Wrong, and a person must decide.
    Critical,
}

/// Says what would mend the findings of a check.
pub type Plan = fn(&View<'_>) -> Result<Vec<Fix>, Failure>;

/// Makes one change of a plan.
pub type Apply = Box<dyn Fn(&mut Work<'_>) -> Result<(), Failure> + Send>;

/// A check of a subject.
pub struct Check {
    /// Its stable name.
    pub name: &'static str,
    /// The subject it belongs to: what `repair --only` takes.
    pub area: &'static str,
    /// How bad a finding is.
    pub severity: Severity,
    /// Finds the trouble; details at most this many rows of it.
    pub find: fn(&View<'_>, usize) -> Result<Findings, Failure>,
    /// Plans what would mend it; `None` where only a person may.
    pub plan: Option<Plan>,
}

/// What a check found.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// How many rows are wrong.
    pub count: i64,
    /// Since when the oldest of them is.
    pub oldest: Option<Timestamp>,
    /// The first of them.
    pub rows: Vec<Finding>,
}

impl Findings {
    /// Findings that are all at hand.
    #[must_use]
    pub fn of(rows: Vec<Finding>) -> Self {
        Self {
            count: i64::try_from(rows.len()).unwrap_or(i64::MAX),
            oldest: rows.iter().filter_map(|row| row.since).min(),
            rows,
        }
    }

    /// All of them counted, the first `limit` kept.
    #[must_use]
    pub fn counted(rows: Vec<Finding>, limit: usize) -> Self {
        let mut findings = Self::of(rows);
        findings.rows.truncate(limit);
        findings
    }
}

/// One row that is wrong.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The id of the thing: a number or a UUID, as its table has it.
    pub id: String,
    /// How people call it.
    pub label: String,
    /// What the sentence of its check needs. Names say what the values are: `…_at` an instant, `…_ms` a span, the rest
    /// are states and names in the words of the books.
    pub args: Map<String, Value>,
    /// Since when.
    pub since: Option<Timestamp>,
}

impl Finding {
    /// A finding about a thing.
    #[must_use]
    pub fn new(id: impl Display, label: impl Into<String>) -> Self {
        Self { id: id.to_string(), label: label.into(), args: Map::new(), since: None }
    }

    /// Adds what the sentence needs.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        self.args.insert(name.to_owned(), serde_json::to_value(value).unwrap_or_default());
        self
    }

    /// Says since when.
    #[must_use]
    pub fn since(mut self, since: Option<Timestamp>) -> Self {
        self.since = since;
        self
    }
}

/// One change that a repair would make.
pub struct Fix {
    /// The id of the thing it changes.
    pub id: String,
    /// How people call it.
    pub label: String,
    /// Which column, or which state of affairs.
    pub field: &'static str,
    /// What it is.
    pub before: String,
    /// What it would be.
    pub after: String,
    /// Makes the change.
    pub apply: Apply,
}
