//! The HTTP listener: payment providers tell their events here, and each goes through the door like any other.
//!
//! What it is for: `POST /webhooks/stripe`, `POST /webhooks/payment` (the shops), `GET /health`.
//! What it must never do: answer 200 before the event is on the disk, let in a body that nobody signed, wait for a caller without a
//! limit, write a body into a log, or hold a rule of its own about payments.

mod routes;
mod server;
mod watch;

pub(crate) use server::{Bound, Server};
pub(crate) use watch::{ListenerStatus, ListenerWatch};

use std::io;

/// The setting that turns it on.
const LISTEN: &str = "events.listen";
/// The setting that says where.
const ADDRESS: &str = "events.address";

/// Why it cannot listen, as a stable code; the words are in `errors.json`.
pub(crate) fn problem_of(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::AddrInUse => "listener_address_taken",
        io::ErrorKind::AddrNotAvailable | io::ErrorKind::InvalidInput => "listener_address_unusable",
        io::ErrorKind::PermissionDenied => "listener_not_allowed",
        _ => "listener_failed",
    }
}
