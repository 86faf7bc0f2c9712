//! What is told of a filled demonstration.

use crate::door::Role;
use crate::scanning::Verdict;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the demonstration holds, and how to get in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Filled {
    /// Who works there.
    pub operators: Vec<DemoOperator>,
    /// How much there is of everything.
    pub counts: DemoCounts,
    /// Papers to print or to show to a camera: those that let somebody in first, then one for each verdict a paper can have.
    pub invoices: Vec<DemoInvoice>,
}

/// An operator of the demonstration venue, with the PIN to sign in with: no secret, since it is the same everywhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct DemoOperator {
    /// Their name.
    pub name: String,
    /// `manager` or `staff`.
    pub role: Role,
    /// Their PIN.
    pub pin: String,
}

/// How much there is of everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[allow(missing_docs, reason = "the names are the subjects' own")]
pub struct DemoCounts {
    pub customers: i64,
    pub packages: i64,
    pub stations: i64,
    pub purchases: i64,
    pub invoices: i64,
    pub sessions: i64,
    pub live_sessions: i64,
    pub reservations: i64,
    pub scans: i64,
    pub orders: i64,
    /// Inconsistencies planted on purpose, for the monitor to find.
    pub planted: i64,
}

/// A paper of the demonstration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct DemoInvoice {
    /// Its number.
    pub invoice_number: String,
    /// Whose.
    pub customer_name: String,
    /// What is played.
    pub game_name: String,
    /// What a scan of it comes to.
    pub verdict: Verdict,
    /// The text of its QR code.
    pub qr_text: String,
}
