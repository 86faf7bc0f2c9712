//! Which data folders may be filled: new or empty ones; demonstrations anew, if asked. Never one that holds real work.

use super::FillDemo;
use super::model::Filled;
use super::reset;
use crate::base::{Clock, FixedClock, OsChance, SystemClock, Timestamp};
use crate::door::{Caller, Code, DoorError, Failure, Refusal, View};
use crate::engine::{DataFolder, OnDamage, ReadOnly};
use crate::{Desk, Opening};
use std::sync::Arc;

/// The line of the system log that marks books as a demonstration's.
pub(super) const MARK: &str = "demonstration_filled";

/// How a folder is filled.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Whether a demonstration that is there already is replaced.
    pub reset: bool,
    /// The instant that is "now" in the demonstration.
    pub now: Timestamp,
}

impl Default for Options {
    fn default() -> Self {
        Self { reset: false, now: SystemClock::new().read().wall }
    }
}

/// Fills a data folder with the demonstration venue.
///
/// # Errors
/// `data_folder_in_use` where the folder holds real work, or a demonstration that was not to be replaced; or the disk failed.
pub fn fill(folder: DataFolder, options: Options) -> Result<Filled, DoorError> {
    match contents(&folder)? {
        Contents::Nothing => fill_new(folder, options.now),
        Contents::Demonstration if options.reset => reset::replace(&folder, options.now),
        Contents::Demonstration | Contents::Work => {
            let refusal = Refusal::new(Code::DataFolderInUse).with("path", folder.root().display().to_string());
            Err(Failure::from(refusal).into())
        }
    }
}

/// Fills a folder whose books are empty or do not exist.
pub(super) fn fill_new(folder: DataFolder, now: Timestamp) -> Result<Filled, DoorError> {
    let desk = Desk::open(Opening {
        folder,
        clock: Arc::new(FixedClock::at(now)),
        chance: Arc::new(OsChance),
        on_damage: OnDamage::SetAsideAndStop,
    })?;
    Ok(desk.run(Caller::System, FillDemo {}, None)?.output)
}

enum Contents {
    Nothing,
    Demonstration,
    Work,
}

/// Looks without writing: opening for work would settle outages at an instant that may be a rehearsal's.
fn contents(folder: &DataFolder) -> Result<Contents, DoorError> {
    if !folder.database().exists() {
        return Ok(Contents::Nothing);
    }
    let books = ReadOnly::open(folder)?;
    let contents = books.read(|connection| {
        let tables: i64 = connection.query_row("SELECT COUNT(*) FROM sqlite_master", [], |row| row.get(0))?;
        if tables == 0 {
            return Ok(Contents::Nothing);
        }
        let view = View::new(connection, &SystemClock::new().read());
        Ok::<_, Failure>(match (holds_anything(&view)?, is_demonstration(&view)?) {
            (false, _) => Contents::Nothing,
            (true, true) => Contents::Demonstration,
            (true, false) => Contents::Work,
        })
    })?;
    Ok(contents)
}

/// Whether anybody has begun to work with these books.
pub(super) fn holds_anything(view: &View<'_>) -> Result<bool, Failure> {
    let held = view.count(
        "SELECT EXISTS (SELECT 1 FROM operators) OR EXISTS (SELECT 1 FROM users) OR EXISTS (SELECT 1 FROM packages)
             OR EXISTS (SELECT 1 FROM stations) OR EXISTS (SELECT 1 FROM purchases) OR EXISTS (SELECT 1 FROM immersion_sessions)",
        [],
    )?;
    Ok(held > 0)
}

fn is_demonstration(view: &View<'_>) -> Result<bool, Failure> {
    Ok(view.count("SELECT EXISTS (SELECT 1 FROM system_logs WHERE area = 'demo' AND code = ?1)", [MARK])? > 0)
}
