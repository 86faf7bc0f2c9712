//! What journeys are made of: the program's windows, a venue, and a person's hands and eyes.

mod command_line;
mod processes;
mod window;
mod words;

pub(crate) use command_line::{Offer, Venue, run_a_second_desk};
pub(crate) use window::Window;
pub(crate) use words::say;

use std::path::PathBuf;
use std::time::Duration;

/// The Enter key, as WebDriver writes it.
pub(crate) const ENTER: &str = "\u{e007}";

/// How long a person would wait for something to appear.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Where pictures of the windows are kept.
pub(crate) fn pictures() -> PathBuf {
    let folder = std::env::var_os("COMPTOIR_JOURNEYS")
        .map_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("journeys"), PathBuf::from);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
