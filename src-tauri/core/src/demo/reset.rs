//! A demonstration replaced by a fresh one. The new one is complete before the old one is touched, and takes its place in one
//! transaction: other processes that have the file open see the one or the other.

use super::folder::fill_new;
use super::model::Filled;
use crate::base::Timestamp;
use crate::door::DoorError;
use crate::engine::{DataFolder, StoreError};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

/// How often a busy folder is tried, and how long is waited between.
const TRIES: u32 = 50;
const PAUSE: Duration = Duration::from_millis(100);

/// Fills a scratch folder beside the books and copies its pages over them.
pub(super) fn replace(folder: &DataFolder, now: Timestamp) -> Result<Filled, DoorError> {
    let scratch = folder.root().join("demo-anew");
    remove(&scratch)?;
    let fresh = DataFolder::prepare(&scratch)?;
    let filled = fill_new(fresh.clone(), now);
    let replaced = filled.and_then(|filled| copy(&fresh, folder).map(|()| filled).map_err(DoorError::from));
    remove(&scratch)?;
    replaced
}

fn remove(scratch: &Path) -> Result<(), StoreError> {
    match fs::remove_dir_all(scratch) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::Folder { path: scratch.to_owned(), source })
        }
        _ => Ok(()),
    }
}

fn copy(from: &DataFolder, to: &DataFolder) -> Result<(), StoreError> {
    let source = Connection::open_with_flags(from.database(), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut target = Connection::open_with_flags(to.database(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let copying = Backup::new(&source, &mut target)?;
    for _ in 0..TRIES {
        match copying.step(-1)? {
            StepResult::Done => return Ok(()),
            _ => sleep(PAUSE),
        }
    }
    let busy = rusqlite::ffi::Error { code: ErrorCode::DatabaseBusy, extended_code: rusqlite::ffi::SQLITE_BUSY };
    Err(rusqlite::Error::SqliteFailure(busy, Some("another process works in this folder".into())).into())
}
