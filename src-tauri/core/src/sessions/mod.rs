//! Game sessions: paid time, running. The subject to imitate.
//!
//! Rooms, here and in every subject: `model` (states and answers), `rules` (pure arithmetic and transitions, no SQL), `store`
//! (the statements), `commands` (what changes), `queries` (what reads), `checks` (what must hold, and how it is mended).
//!
//! Time is truth, not a counter: what is left follows from what was bought, added, compensated and played, and since when the
//! session runs. Nothing in here may ever subtract a minute in a job.

mod activation;
mod board;
mod checks;
mod commands;
mod ending;
pub mod model;
mod outage;
mod queries;
pub mod rules;
pub(crate) mod store;
mod upkeep;

pub use activation::ActivateInvoice;
pub use board::{DisplayBoard, ReadDisplayBoard};
pub use commands::{
    ExtendSession, MoveSession, PauseAllSessions, PauseSession, ResumeAllSessions, ResumeSession, StartSession,
};
pub use ending::{CompleteSession, ReopenSession, TerminateSession, UnusedTime};
pub use queries::{ListEndedSessions, ListSessions, SessionEvents, SessionTotals, ShowSession};
pub use upkeep::{CleanUp, CleanUpPreview, CountDown};

pub(crate) use activation::activate;
pub(crate) use outage::{charge, compensate, running, shift_anchors};
pub(crate) use upkeep::complete_due;

use crate::door::{CommandEntry, QueryEntry, Subject};

/// What can be done with sessions.
pub const SUBJECT: Subject = Subject {
    name: "sessions",
    commands: &[
        CommandEntry::of::<ActivateInvoice>(),
        CommandEntry::of::<StartSession>(),
        CommandEntry::of::<PauseSession>(),
        CommandEntry::of::<ResumeSession>(),
        CommandEntry::of::<ExtendSession>(),
        CommandEntry::of::<MoveSession>(),
        CommandEntry::of::<PauseAllSessions>(),
        CommandEntry::of::<ResumeAllSessions>(),
        CommandEntry::of::<TerminateSession>(),
        CommandEntry::of::<CompleteSession>(),
        CommandEntry::of::<ReopenSession>(),
        CommandEntry::of::<CountDown>(),
        CommandEntry::of::<CleanUp>(),
    ],
    queries: &[
        QueryEntry::of::<ListSessions>(),
        QueryEntry::of::<ListEndedSessions>(),
        QueryEntry::of::<ShowSession>(),
        QueryEntry::of::<SessionEvents>(),
        QueryEntry::of::<SessionTotals>(),
        QueryEntry::of::<CleanUpPreview>(),
        QueryEntry::of::<ReadDisplayBoard>(),
    ],
    checks: checks::CHECKS,
};
