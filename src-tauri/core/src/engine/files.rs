//! The data folder: where everything lives, who may read it, and what happens to a database that is damaged.
//!
//! Must never delete or overwrite a database.

use super::migrate::{APPLICATION_ID, migrate};
use super::{StoreError, configure};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The folder that holds one venue.
#[derive(Clone, Debug)]
pub struct DataFolder {
    root: PathBuf,
}

/// What to do about a damaged database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDamage {
    /// Set it aside and stop with [`StoreError::SetAside`]; stop likewise while it is set aside and nothing took its place.
    SetAsideAndStop,
    /// Set it aside if need be, and start with empty books: somebody has read the message and decided.
    StartFresh,
}

impl DataFolder {
    /// Makes the folder if need be, for its owner's eyes only.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn prepare(root: impl Into<PathBuf>) -> Result<Self, StoreError> {
        let root = root.into();
        let failed = |source| StoreError::Folder { path: root.clone(), source };
        if !root.is_dir() {
            fs::create_dir_all(&root).map_err(failed)?;
            owner_only(&root, 0o700).map_err(failed)?;
        }
        Ok(Self { root })
    }

    /// The folder itself.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The database.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.root.join("comptoir.db")
    }

    /// Where the log files go.
    #[must_use]
    pub fn logs(&self) -> PathBuf {
        self.root.join("logs")
    }

    /// Where damaged databases are kept.
    #[must_use]
    pub fn damaged(&self) -> PathBuf {
        self.root.join("damaged")
    }

    /// The newest damaged database that was set aside, if nothing has taken its place since.
    #[must_use]
    pub fn unreplaced(&self) -> Option<PathBuf> {
        if self.database().exists() {
            return None;
        }
        fs::read_dir(self.damaged()).ok()?.filter_map(|entry| Some(entry.ok()?.path())).max()
    }

    /// Tries to become the one process that keeps this folder's time. The lock ends with the process, however it ends.
    ///
    /// # Errors
    /// The lock file cannot be opened.
    pub fn try_keep(&self) -> Result<Option<KeeperLock>, StoreError> {
        let path = self.root.join("keeper.lock");
        let failed = |source| StoreError::Folder { path: path.clone(), source };
        let file =
            OpenOptions::new().create(true).truncate(false).read(true).write(true).open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(KeeperLock { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }
}

/// Held by the process that keeps the time of a folder.
#[derive(Debug)]
pub struct KeeperLock {
    _file: File,
}

#[cfg(unix)]
fn owner_only(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn owner_only(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

/// Opens the database for writing. What SQLite calls damaged is moved aside, whole.
pub(super) fn open_or_set_aside(folder: &DataFolder, on_damage: OnDamage) -> Result<Connection, StoreError> {
    if let (Some(kept_at), OnDamage::SetAsideAndStop) = (folder.unreplaced(), on_damage) {
        return Err(StoreError::SetAside { kept_at });
    }
    match open(folder) {
        Err(error) if matches!(error.sqlite_code(), Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt)) => {
            tracing::error!(%error, "the database is damaged");
            let kept_at = set_aside(folder)?;
            match on_damage {
                OnDamage::SetAsideAndStop => Err(StoreError::SetAside { kept_at }),
                OnDamage::StartFresh => open(folder),
            }
        }
        opened => opened,
    }
}

fn open(folder: &DataFolder) -> Result<Connection, StoreError> {
    let path = folder.database();
    let failed = |source| StoreError::Folder { path: path.clone(), source };
    // Made here first, so that SQLite's own files inherit a mode that lets nobody else read them.
    let is_new = !path.exists();
    OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
    if is_new {
        owner_only(&path, 0o600).map_err(failed)?;
    }
    let mut connection =
        Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    configure(&connection)?;
    // Whether this is one of ours, and not of a newer program, is asked before anything is written to it.
    refuse_what_is_not_ours(&connection)?;
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")?;
    migrate(&mut connection)?;
    Ok(connection)
}

/// A read of the schema: fails on what is no database, before a pragma has changed a byte.
fn refuse_what_is_not_ours(connection: &Connection) -> Result<(), StoreError> {
    let tables: i64 = connection.query_row("SELECT COUNT(*) FROM sqlite_master", [], |row| row.get(0))?;
    let owner: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    if tables > 0 && owner != APPLICATION_ID {
        return Err(StoreError::Foreign);
    }
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > super::SCHEMA_VERSION {
        return Err(StoreError::Newer { found, known: super::SCHEMA_VERSION });
    }
    Ok(())
}

/// Moves the database and SQLite's side files into a folder of their own under `damaged/`.
fn set_aside(folder: &DataFolder) -> Result<PathBuf, StoreError> {
    let stamp = chrono::Utc::now().format("%Y%m%dT%H%M%S%.3fZ").to_string();
    let kept_at = folder.damaged().join(stamp);
    let failed = |source| StoreError::Folder { path: kept_at.clone(), source };
    fs::create_dir_all(&kept_at).map_err(failed)?;
    for name in ["comptoir.db", "comptoir.db-wal", "comptoir.db-shm"] {
        let from = folder.root().join(name);
        if from.exists() {
            fs::rename(&from, kept_at.join(name)).map_err(failed)?;
        }
    }
    Ok(kept_at)
}
