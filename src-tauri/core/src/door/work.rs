//! What a command works with, and what a query looks through.

use super::{Actor, Changes, Failure, Kind, Refusal};
use crate::base::{Chance, Millis, OperatorId, Reading, Timestamp, Venue};
use crate::desk::Settings;
use crate::engine::open_reader;
use rusqlite::{CachedStatement, Connection, Params, Row};
use std::fmt::Display;
use std::path::PathBuf;

/// A command at work: inside its transaction, at its instant, in somebody's name.
pub struct Work<'a> {
    view: View<'a>,
    /// Who acts.
    pub actor: &'a Actor,
    /// Randomness.
    pub chance: &'a dyn Chance,
    pub(super) changes: Changes,
    pub(super) subject: Option<(Kind, String)>,
}

impl<'a> Work<'a> {
    pub(super) fn new(view: View<'a>, actor: &'a Actor, chance: &'a dyn Chance) -> Self {
        Self { view, actor, chance, changes: Changes::default(), subject: None }
    }

    /// Notes that things of this kind changed.
    pub fn changed(&mut self, kinds: &[Kind]) {
        for kind in kinds {
            self.changes.note(*kind);
        }
    }

    /// Names the thing that this command is about, for the audit trail.
    pub fn concerns(&mut self, kind: Kind, id: impl Display) {
        self.subject = Some((kind, id.to_string()));
    }

    /// The operator to be written beside the change; `None` when the system itself acts.
    #[must_use]
    pub fn operator(&self) -> Option<OperatorId> {
        self.actor.operator
    }

    /// Runs a statement that changes rows; returns how many.
    ///
    /// # Errors
    /// SQLite refused it.
    pub fn run(&self, sql: &str, params: impl Params) -> Result<usize, Failure> {
        Ok(self.prepare(sql)?.execute(params)?)
    }

    /// Does one of many things: a refusal undoes that one only, and is told. Any other failure fails the whole.
    ///
    /// # Errors
    /// SQLite failed, or whatever the job failed at that is no refusal.
    pub(crate) fn attempt<T>(
        &mut self,
        job: impl FnOnce(&mut Self) -> Result<T, Failure>,
    ) -> Result<Result<T, Refusal>, Failure> {
        let (changes, subject) = (self.changes.clone(), self.subject.clone());
        self.run("SAVEPOINT one_of_many", [])?;
        match job(self) {
            Ok(done) => {
                self.run("RELEASE one_of_many", [])?;
                Ok(Ok(done))
            }
            Err(Failure::Refused(refusal)) => {
                self.run("ROLLBACK TO one_of_many", [])?;
                self.run("RELEASE one_of_many", [])?;
                (self.changes, self.subject) = (changes, subject);
                Ok(Err(refusal))
            }
            Err(failure) => Err(failure),
        }
    }

    /// Runs an INSERT and returns the new row's id.
    ///
    /// # Errors
    /// SQLite refused it.
    pub fn insert(&self, sql: &str, params: impl Params) -> Result<i64, Failure> {
        Ok(self.prepare(sql)?.insert(params)?)
    }
}

/// A work can look at everything a query can.
impl<'a> std::ops::Deref for Work<'a> {
    type Target = View<'a>;
    fn deref(&self) -> &View<'a> {
        &self.view
    }
}

/// One consistent state of the books, at one instant.
pub struct View<'a> {
    connection: &'a Connection,
    now: Timestamp,
    monotonic_ms: Option<i64>,
    boot_id: String,
}

impl<'a> View<'a> {
    pub(crate) fn new(connection: &'a Connection, reading: &Reading) -> Self {
        Self { connection, now: reading.wall, monotonic_ms: reading.monotonic_ms, boot_id: reading.boot_id.clone() }
    }

    /// The instant at which all this happens.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The same books, looked at as of another instant.
    #[must_use]
    pub(crate) fn at(&self, now: Timestamp) -> View<'a> {
        View { connection: self.connection, now, monotonic_ms: self.monotonic_ms, boot_id: self.boot_id.clone() }
    }

    /// The way to look at the same books at the same instant from other threads, each through a connection of its own.
    pub(crate) fn beside(&self) -> Beside {
        let reading = Reading { wall: self.now, monotonic_ms: self.monotonic_ms, boot_id: self.boot_id.clone() };
        Beside { database: self.connection.path().filter(|path| !path.is_empty()).map(PathBuf::from), reading }
    }

    /// The forward-only counter at that instant, where the clock has one.
    #[must_use]
    pub fn monotonic(&self) -> Option<Millis> {
        self.monotonic_ms.map(Millis)
    }

    /// Which run of the machine that counter belongs to.
    #[must_use]
    pub fn boot_id(&self) -> &str {
        &self.boot_id
    }

    /// A statement, prepared once and kept.
    ///
    /// # Errors
    /// The SQL is wrong.
    pub fn prepare(&self, sql: &str) -> Result<CachedStatement<'_>, Failure> {
        Ok(self.connection.prepare_cached(sql)?)
    }

    /// Reads one row, if there is one.
    ///
    /// # Errors
    /// SQLite failed, or a column has not the form it should have.
    pub fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, Failure> {
        let mut statement = self.prepare(sql)?;
        let mut rows = statement.query(params)?;
        Ok(rows.next()?.map(read).transpose()?)
    }

    /// Reads every row.
    ///
    /// # Errors
    /// SQLite failed, or a column has not the form it should have.
    pub fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Failure> {
        let mut statement = self.prepare(sql)?;
        let rows = statement.query_map(params, read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Reads a number that is always there, such as a count.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn count(&self, sql: &str, params: impl Params) -> Result<i64, Failure> {
        Ok(self.one(sql, params, |row| row.get(0))?.unwrap_or(0))
    }

    /// How the venue is set.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn settings(&self) -> Result<Settings, Failure> {
        Settings::load(self)
    }

    /// The venue's local day around now: its first instant and the first of the next.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn today(&self) -> Result<(Timestamp, Timestamp), Failure> {
        Ok(Venue(self.settings()?.venue_timezone()).day_around(self.now))
    }
}

/// Where other threads can look at the books from.
pub(crate) struct Beside {
    database: Option<PathBuf>,
    reading: Reading,
}

impl Beside {
    /// Hands `look` a view of one consistent state of the books (its own: somebody may have written meanwhile).
    /// `None` where the books are in no file that could be opened twice.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&View<'_>) -> Result<T, Failure>) -> Result<Option<T>, Failure> {
        let Some(database) = &self.database else { return Ok(None) };
        let connection = open_reader(database)?;
        let books = connection.unchecked_transaction()?;
        look(&View::new(&books, &self.reading)).map(Some)
    }
}
