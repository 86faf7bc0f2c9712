//! Read-only connections, kept for the next reader.

use super::{DataFolder, StoreError, configure};
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Connections kept open; a burst of readers beyond that opens its own and closes them again.
const KEPT: usize = 4;

pub(super) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, idle: Mutex::new(Vec::new()) }
    }

    pub(super) fn run<T, E: From<StoreError>>(&self, job: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E> {
        let kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match kept {
            Some(connection) => connection,
            None => self.open()?,
        };
        // One transaction, so that all statements of a query see the same books.
        let outcome = match connection.unchecked_transaction().map_err(StoreError::from) {
            Ok(view) => job(&view),
            Err(error) => Err(error.into()),
        };
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT && connection.is_autocommit() {
            idle.push(connection);
        }
        outcome
    }

    fn open(&self) -> Result<Connection, StoreError> {
        open_reader(&self.path)
    }
}

/// A read-only connection of its own to the database at `path`.
pub(crate) fn open_reader(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    configure(&connection)?;
    connection.execute_batch("PRAGMA query_only = ON;")?;
    Ok(connection)
}

/// A database that this process only looks at.
pub struct ReadOnly {
    readers: Readers,
    watch: Mutex<(Connection, Option<i64>)>,
}

impl ReadOnly {
    /// Opens the database of a folder for looking.
    ///
    /// # Errors
    /// There is none, or it cannot be read.
    pub fn open(folder: &DataFolder) -> Result<Self, StoreError> {
        let readers = Readers::new(folder.database());
        let watch = Mutex::new((readers.open()?, None));
        Ok(Self { readers, watch })
    }

    /// Runs `job` on a connection that sees one consistent state of the books.
    ///
    /// # Errors
    /// The job's own error, or a [`StoreError`] turned into one.
    pub fn read<T, E: From<StoreError>>(&self, job: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E> {
        self.readers.run(job)
    }

    /// Whether anybody has committed since this was asked last (`PRAGMA data_version`). The first time: yes.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn has_changed(&self) -> Result<bool, StoreError> {
        let mut watch = self.watch.lock().unwrap_or_else(PoisonError::into_inner);
        let version = watch.0.query_row("PRAGMA data_version", [], |row| row.get(0))?;
        Ok(watch.1.replace(version) != Some(version))
    }
}
