//! The desk itself: who works here and may do what, how the venue is set, the sealed trail of what was done, and the keeping
//! of time across power cuts and clock jumps.
//!
//! Knows that sessions run (their anchors move when the clock does), but no rule of play.

pub mod audit;
mod checks;
mod commands;
mod keeper;
pub mod model;
pub mod operators;
mod outages;
mod pin;
mod queries;
pub mod settings;
pub mod timekeeping;

pub use commands::{
    ChangeOperator, ChangeOwnPin, CreateFirstManager, CreateOperator, SetOperatorPin, SetSetting, SignIn, SignOut,
};
pub use keeper::Keeper;
pub use outages::{DecideOutage, ListOutages};
pub(crate) use pin::fingerprint as sealed;
pub use queries::{DeskOverview, ListOperators, OperatorTiles, ReadAudit, ReadSettings, ReadSystemLog, VerifyChain};
pub use settings::{OutagePolicy, Settings};

use crate::door::{CommandEntry, QueryEntry, Subject};

/// What the desk itself can do and tell.
pub const SUBJECT: Subject = Subject {
    name: "desk",
    commands: &[
        CommandEntry::of::<CreateFirstManager>(),
        CommandEntry::of::<SignIn>(),
        CommandEntry::of::<SignOut>(),
        CommandEntry::of::<CreateOperator>(),
        CommandEntry::of::<ChangeOperator>(),
        CommandEntry::of::<SetOperatorPin>(),
        CommandEntry::of::<ChangeOwnPin>(),
        CommandEntry::of::<SetSetting>(),
        CommandEntry::of::<DecideOutage>(),
        CommandEntry::of::<timekeeping::TakeOver>(),
        CommandEntry::of::<timekeeping::Beat>(),
        CommandEntry::of::<timekeeping::Leave>(),
    ],
    queries: &[
        QueryEntry::of::<DeskOverview>(),
        QueryEntry::of::<OperatorTiles>(),
        QueryEntry::of::<ListOperators>(),
        QueryEntry::of::<ReadSettings>(),
        QueryEntry::of::<ListOutages>(),
        QueryEntry::of::<ReadAudit>(),
        QueryEntry::of::<ReadSystemLog>(),
        QueryEntry::of::<VerifyChain>(),
    ],
    checks: checks::CHECKS,
};
