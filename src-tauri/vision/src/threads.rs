//! This crate's threads.
//!
//! What it is for: the libraries that read codes and cameras panic on some input. That is contained where it happens,
//! and must not write over a program's own standard error either, where a JSON document may be expected. What it must
//! never do: silence anybody else's panics.

use std::io;
use std::sync::Once;
use std::thread::{Builder, JoinHandle};

/// What the names of this crate's threads begin with.
const PREFIX: &str = "vision-";

/// Starts a thread whose panics go to the log only.
pub(crate) fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<JoinHandle<()>> {
    keep_panics_quiet();
    Builder::new().name(format!("{PREFIX}{name}")).spawn(work)
}

/// Puts a panic hook before the one that is there; it passes on what does not come from our threads.
fn keep_panics_quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if std::thread::current().name().is_some_and(|name| name.starts_with(PREFIX)) {
                tracing::debug!(target: "vision", %info, "panic contained");
            } else {
                before(info);
            }
        }));
    });
}
