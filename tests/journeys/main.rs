//! Journeys: a person's work from end to end, in the real window, with the real program behind it.
//!
//! They need a screen (Xvfb will do), WebKitWebDriver and tauri-driver; `make test-journeys` brings them. Every journey has a data folder of its
//! own. Pictures of what was seen are kept in the folder that `COMPTOIR_JOURNEYS` names.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail")]

mod counter;
mod harness;
mod immersion;
mod orders;
mod outage;
mod sale;
mod trouble;
mod wallets;
