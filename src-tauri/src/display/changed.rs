//! The one notice that every page hears: which kinds of thing changed.

use comptoir_core::door::{Changes, Kind};
use serde::Serialize;
use tauri::{AppHandle, Emitter};

/// The event's name.
const EVENT: &str = "changed";

#[derive(Clone, Serialize)]
struct Changed {
    kinds: Vec<Kind>,
}

/// Tells every window of this process.
pub(crate) fn tell(app: &AppHandle, changes: &Changes) {
    let kinds = changes.kinds().collect();
    if let Err(error) = app.emit(EVENT, Changed { kinds }) {
        tracing::warn!(%error, "a window was not told of a change");
    }
}
