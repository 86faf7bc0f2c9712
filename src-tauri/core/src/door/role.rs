//! Who stands before the door.

use crate::base::OperatorId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a person (or the program itself) may do. Each role may do all that the roles before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Nobody has signed in.
    Nobody,
    /// Works at the counter.
    Staff,
    /// Runs the venue.
    Manager,
    /// The program itself: the command line of the machine's owner, the ticking of the clock.
    System,
}

/// Who a face says is calling. What that person may do is read from the books at each call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Nobody has signed in.
    Nobody,
    /// An operator who has signed in at this face.
    Operator(OperatorId),
    /// The program itself.
    System,
}

/// Who is acting, as the books know them.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The operator, or `None` for the system and for nobody.
    pub operator: Option<OperatorId>,
    /// The name that the audit trail shows.
    pub name: String,
    /// What they may do.
    pub role: Role,
}
