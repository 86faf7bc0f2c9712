//! Moves committed pages from the log into the database file, beside the writer and never inside somebody's commit.

use super::{StoreError, configure};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Commits are gathered this long before a checkpoint moves their pages.
const GATHER: Duration = Duration::from_millis(250);

/// A log that has grown to this many pages (4 KiB each) must start over: the writer takes the last, short step itself,
/// because a log starts over only when nothing in it is left to move.
const LONG_PAGES: i64 = 16_000;

pub(super) struct Checkpointer {
    bell: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
    log_pages: Arc<AtomicI64>,
}

impl Checkpointer {
    pub(super) fn start(database: &Path) -> Result<Self, StoreError> {
        let connection =
            Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        configure(&connection)?;
        let (bell, rung) = mpsc::sync_channel(1);
        let log_pages = Arc::new(AtomicI64::new(0));
        let told = Arc::clone(&log_pages);
        let thread = thread::Builder::new()
            .name("comptoir-checkpoint".into())
            .spawn(move || run(&connection, &rung, &told))
            .map_err(|_| StoreError::Setup("the checkpoint thread could not be started"))?;
        Ok(Self { bell: Some(bell), thread: Some(thread), log_pages })
    }

    /// Says that there is something to move. Never waits.
    pub(super) fn wake(&self) {
        if let Some(bell) = &self.bell {
            // A full bell has been rung already.
            let _already_rung = bell.try_send(());
        }
    }

    /// Takes the last step of a long log on the writer's own connection, so that the log can start over.
    pub(super) fn help_if_long(&self, writer: &Connection) {
        if self.log_pages.load(Ordering::Relaxed) > LONG_PAGES {
            self.log_pages.store(0, Ordering::Relaxed);
            checkpoint(writer);
        }
    }

    /// Ends the thread. After this nobody but the caller takes a checkpoint.
    pub(super) fn stop(&mut self) {
        self.bell = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the checkpoint thread had panicked");
        }
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        self.stop();
    }
}

fn run(connection: &Connection, rung: &Receiver<()>, log_pages: &AtomicI64) {
    while rung.recv().is_ok() && gathered(rung) {
        if let Some(pages) = checkpoint(connection) {
            log_pages.store(pages, Ordering::Relaxed);
        }
    }
}

/// Waits while commits gather. False: the database is being closed, and the writer takes the last checkpoint; nobody waits for this one.
fn gathered(rung: &Receiver<()>) -> bool {
    let until = Instant::now() + GATHER;
    loop {
        match rung.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(()) => {}
            Err(RecvTimeoutError::Timeout) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}

/// PASSIVE waits for nobody: what readers still need stays in the log for the next time. Returns the log's length in pages.
fn checkpoint(connection: &Connection) -> Option<i64> {
    match connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| row.get(1)) {
        Ok(pages) => Some(pages),
        Err(error) => {
            tracing::warn!(%error, "a checkpoint was not taken");
            None
        }
    }
}
