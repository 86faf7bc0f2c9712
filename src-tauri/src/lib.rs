//! The faces of the desk: the command line, the desktop window, the countdown display, and the listener for payment events.
//!
//! What they are for: they take what a person or a program wants, hand it to the one door of `comptoir-core`, and show what
//! comes back. What they must never do: hold a rule of the desk, reach the books past the door, or know how to mend them.

mod cli;
mod context;
mod desktop;
mod display;
mod error;
mod folder;
mod instance;
mod listener;
mod logging;
mod papers;
mod words;

pub use cli::main;
