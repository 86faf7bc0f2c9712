//! Scenarios of the core: real SQLite, real files, real threads; the clock is the only thing that is played.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod demo;
mod generated;
mod main_job;
mod support;
mod traps;
mod viewer;
