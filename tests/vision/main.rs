//! Scanning, from the outside: pictures and films in, texts and events out.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail")]

mod any;
mod bench;
mod decoder;
mod degraded;
mod live;
mod luma;
mod pictures;
mod support;
