//! What can go wrong between the desk and its disk.

use rusqlite::ErrorCode;
use std::path::PathBuf;

/// A failure of the database or of the folder it lives in.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder cannot be made or written to.
    #[error("the data folder {} cannot be used: {source}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The database was damaged; it was moved, whole, to `kept_at`.
    #[error("the database was damaged and set aside at {}", kept_at.display())]
    SetAside {
        /// Where the damaged files are.
        kept_at: PathBuf,
    },
    /// A newer program has written this database.
    #[error("the database has schema {found}, this program knows {known}")]
    Newer {
        /// The schema number in the file.
        found: i64,
        /// The newest schema number of this program.
        known: i64,
    },
    /// The file is a database, but not one of ours.
    #[error("the file is a database of another program")]
    Foreign,
    /// SQLite would not be set up as it must be.
    #[error("the database engine could not be set up: {0}")]
    Setup(&'static str),
    /// The other changes of the same batch could not be committed.
    #[error("the transaction was not committed: {0}")]
    NotCommitted(String, Option<ErrorCode>),
    /// The writer's thread has ended.
    #[error("the database is closed")]
    Closed,
    /// A job panicked; it was undone.
    #[error("a change was undone after an internal fault: {0}")]
    Fault(String),
    /// Anything else that SQLite said.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
}

impl StoreError {
    /// SQLite's own class of this failure, where there is one.
    #[must_use]
    pub fn sqlite_code(&self) -> Option<ErrorCode> {
        match self {
            Self::Sqlite(error) => error.sqlite_error_code(),
            Self::NotCommitted(_, code) => *code,
            _ => None,
        }
    }

    /// The same failure, told to another caller of the same batch.
    pub(super) fn for_the_batch(&self) -> Self {
        Self::NotCommitted(self.to_string(), self.sqlite_code())
    }
}
