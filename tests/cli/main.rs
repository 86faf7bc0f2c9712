//! The contract of the command line: exit status, standard output, standard error, and what is left on the disk.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail")]

mod calling;
mod demo;
mod events;
mod listening;
mod orders;
mod scanning;
mod stress;
mod support;
mod surroundings;
mod time;
mod together;
