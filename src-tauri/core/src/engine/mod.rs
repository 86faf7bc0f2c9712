//! The database engine: one file, one writer thread with group commit, read-only readers, migrations.
//!
//! Must never answer a change before its commit is on the disk, and never know what the tables mean.

mod checkpoint;
mod error;
mod files;
mod migrate;
mod readers;
mod writer;

pub use error::StoreError;
pub use files::{DataFolder, KeeperLock, OnDamage};
pub use migrate::{MIGRATIONS, SCHEMA_VERSION, schema_sql};
pub use readers::ReadOnly;
pub(crate) use readers::open_reader;

use checkpoint::Checkpointer;
use readers::Readers;
use rusqlite::Connection;
use std::time::Duration;
use writer::Writer;

/// What the writer does before each batch, in the batch's own transaction.
pub type Preamble = Box<dyn FnMut(&Connection) -> Result<(), StoreError> + Send>;

/// Called on the writer's thread when another process has changed the file.
pub type OutsideNotice = Box<dyn Fn() + Send>;

/// An open database.
pub struct Engine {
    writer: Writer,
    readers: Readers,
    folder: DataFolder,
}

impl Engine {
    /// Opens (or creates) the database of a data folder and brings its schema up to date.
    ///
    /// # Errors
    /// The folder cannot be used, the database is damaged or newer than this program, or the disk refuses.
    pub fn open(
        folder: DataFolder,
        on_damage: OnDamage,
        preamble: Preamble,
        notice: OutsideNotice,
    ) -> Result<Self, StoreError> {
        let connection = files::open_or_set_aside(&folder, on_damage)?;
        let checkpointer = Checkpointer::start(&folder.database())?;
        let writer = Writer::start(connection, checkpointer, preamble, notice)?;
        let readers = Readers::new(folder.database());
        Ok(Self { writer, readers, folder })
    }

    /// Runs `job` in a savepoint of the writer's transaction and returns once that transaction is on the disk.
    /// An `Err` of the job undoes the job alone.
    ///
    /// # Errors
    /// The job's own error, or a [`StoreError`] turned into one.
    pub fn write<T, E>(&self, job: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.writer.run(job)
    }

    /// Runs `job` on a read-only connection that sees one consistent state of the books.
    ///
    /// # Errors
    /// The job's own error, or a [`StoreError`] turned into one.
    pub fn read<T, E>(&self, job: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E>
    where
        E: From<StoreError>,
    {
        self.readers.run(job)
    }

    /// The data folder this database lives in.
    #[must_use]
    pub fn folder(&self) -> &DataFolder {
        &self.folder
    }
}

/// How long a statement waits for another process before it gives up.
const BUSY_TIMEOUT: Duration = Duration::from_secs(15);

/// What every connection is told first, and what is verified of it.
fn configure(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(256);
    connection.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 2147418112;",
    )?;
    let enforced: bool = connection.query_row("PRAGMA foreign_keys", [], |row| row.get(0))?;
    if enforced { Ok(()) } else { Err(StoreError::Setup("foreign keys are not enforced")) }
}
