//! The one writer: a thread that owns the only connection that writes.
//!
//! Jobs wait in a queue; those that wait together share one transaction, each in a savepoint of its own, and all are answered
//! after the one commit. So an answer always means "on the disk", and sixteen callers cost one flush, not sixteen.

use super::checkpoint::Checkpointer;
use super::{OutsideNotice, Preamble, StoreError};
use rusqlite::Connection;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// The most jobs that share a commit: bounds how long the first of them waits.
const BATCH_MOST: usize = 128;

/// How often an idle writer looks whether another process has written.
const OUTSIDE_POLL: Duration = Duration::from_millis(200);

type Answer = Box<dyn FnOnce(Result<(), &StoreError>) + Send>;
/// Handed the transaction's connection, or why there is none.
type Job = Box<dyn FnOnce(Result<&Connection, &StoreError>) -> Answer + Send>;

pub(super) struct Writer {
    queue: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(
        connection: Connection,
        checkpointer: Checkpointer,
        preamble: Preamble,
        notice: OutsideNotice,
    ) -> Result<Self, StoreError> {
        let (queue, jobs) = mpsc::channel();
        let mut desk = WriterThread { connection, checkpointer, preamble, notice, seen_version: None };
        let thread = thread::Builder::new()
            .name("comptoir-writer".into())
            .spawn(move || desk.run(&jobs))
            .map_err(|_| StoreError::Setup("the writer's thread could not be started"))?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    pub(super) fn run<T, E>(&self, job: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, answered) = mpsc::sync_channel(1);
        let queued: Job = Box::new(move |transaction| in_savepoint(transaction, job, answer));
        let queue = self.queue.as_ref().ok_or(StoreError::Closed)?;
        queue.send(queued).map_err(|_| StoreError::Closed)?;
        answered.recv().map_err(|_| StoreError::Closed)?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // Closing the queue ends the loop after the jobs that still wait.
        self.queue = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the writer's thread had panicked");
        }
    }
}

/// Runs one job in its savepoint; returns how its caller is to be answered once the commit is known.
fn in_savepoint<T, E>(
    transaction: Result<&Connection, &StoreError>,
    job: impl FnOnce(&Connection) -> Result<T, E>,
    answer: SyncSender<Result<T, E>>,
) -> Answer
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    let outcome = match transaction {
        Ok(connection) => savepoint(connection, job),
        Err(error) => Err(error.for_the_batch().into()),
    };
    Box::new(move |committed| {
        let told = match (outcome, committed) {
            (Ok(_), Err(error)) => Err(error.for_the_batch().into()),
            (outcome, _) => outcome,
        };
        // A caller that is gone needs no answer.
        let _gone = answer.send(told);
    })
}

fn savepoint<T, E: From<StoreError>>(
    connection: &Connection,
    job: impl FnOnce(&Connection) -> Result<T, E>,
) -> Result<T, E> {
    statement(connection, "SAVEPOINT job")?;
    let outcome = catch_unwind(AssertUnwindSafe(|| job(connection)))
        .unwrap_or_else(|panic| Err(StoreError::Fault(panic_text(panic.as_ref())).into()));
    match outcome {
        Ok(done) => {
            statement(connection, "RELEASE job")?;
            Ok(done)
        }
        Err(error) => {
            // After a full disk SQLite may have rolled everything back by itself; then there is no savepoint left.
            if !connection.is_autocommit() {
                statement(connection, "ROLLBACK TO job")?;
                statement(connection, "RELEASE job")?;
            }
            Err(error)
        }
    }
}

fn statement(connection: &Connection, sql: &str) -> Result<(), StoreError> {
    connection.prepare_cached(sql)?.execute([])?;
    Ok(())
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panic".into())
}

struct WriterThread {
    connection: Connection,
    checkpointer: Checkpointer,
    preamble: Preamble,
    notice: OutsideNotice,
    seen_version: Option<i64>,
}

impl WriterThread {
    fn run(&mut self, jobs: &Receiver<Job>) {
        // Checkpoints are the checkpointer's work, and not part of somebody's commit.
        if let Err(error) = self.connection.pragma_update(None, "wal_autocheckpoint", 0) {
            tracing::warn!(%error, "automatic checkpoints could not be switched off");
        }
        self.look_outside();
        loop {
            match jobs.recv_timeout(OUTSIDE_POLL) {
                Ok(first) => {
                    self.batch(first, jobs);
                    self.checkpointer.wake();
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            self.look_outside();
            self.checkpointer.help_if_long(&self.connection);
        }
        // Two checkpoints at once, and the last would give up at once and leave the log behind.
        self.checkpointer.stop();
        if let Err(error) = self.connection.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);") {
            tracing::warn!(%error, "the last checkpoint was not taken");
        }
    }

    fn batch(&mut self, first: Job, jobs: &Receiver<Job>) {
        let begun = statement(&self.connection, "BEGIN IMMEDIATE").and_then(|()| (self.preamble)(&self.connection));
        if let Err(error) = begun {
            tracing::error!(%error, "no transaction could be begun");
            self.roll_back();
            return first(Err(&error))(Err(&error));
        }
        let mut answers = vec![first(Ok(&self.connection))];
        while answers.len() < BATCH_MOST && !self.connection.is_autocommit() {
            let Ok(next) = jobs.try_recv() else { break };
            answers.push(next(Ok(&self.connection)));
        }
        let committed = if self.connection.is_autocommit() {
            Err(StoreError::NotCommitted("SQLite rolled the transaction back".into(), None))
        } else {
            statement(&self.connection, "COMMIT")
        };
        if let Err(error) = &committed {
            tracing::error!(%error, jobs = answers.len(), "a batch was not committed");
            self.roll_back();
        }
        for answer in answers {
            answer(committed.as_ref().copied());
        }
    }

    fn roll_back(&self) {
        if !self.connection.is_autocommit()
            && let Err(error) = self.connection.execute_batch("ROLLBACK")
        {
            tracing::error!(%error, "a transaction could not be rolled back");
        }
    }

    /// `data_version` moves on this connection only when another one has committed.
    fn look_outside(&mut self) {
        let version = self
            .connection
            .prepare_cached("PRAGMA data_version")
            .and_then(|mut pragma| pragma.query_row([], |row| row.get(0)));
        match version {
            Ok(version) if self.seen_version.replace(version).is_some_and(|seen| seen != version) => (self.notice)(),
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "could not look for changes from outside"),
        }
    }
}
