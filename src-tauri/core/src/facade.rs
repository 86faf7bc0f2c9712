//! The desk as a whole: an open data folder, its engine, clock and chance, and the door in front of it.

use crate::base::{Chance, Clock, OsChance, Reading, SystemClock};
use crate::desk::{Keeper, timekeeping};
use crate::door::{self, Caller, Changes, Command, DoorError, Query, Reply, RequestId};
use crate::engine::{DataFolder, Engine, OnDamage, ReadOnly};
use serde_json::Value;
use std::sync::{Arc, Mutex, PoisonError};

type Listener = Box<dyn Fn(&Changes) + Send + Sync>;

/// How a desk is opened.
pub struct Opening {
    /// Where the venue's data is.
    pub folder: DataFolder,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The randomness.
    pub chance: Arc<dyn Chance>,
    /// What to do about a damaged database.
    pub on_damage: OnDamage,
}

impl Opening {
    /// With the machine's clock and randomness, stopping at a damaged database.
    #[must_use]
    pub fn of(folder: DataFolder) -> Self {
        Self {
            folder,
            clock: Arc::new(SystemClock::new()),
            chance: Arc::new(OsChance),
            on_damage: OnDamage::SetAsideAndStop,
        }
    }
}

/// An open desk. Shared between threads behind an `Arc`.
pub struct Desk {
    engine: Engine,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    listeners: Arc<Listeners>,
}

impl Desk {
    /// Opens (or creates) the books and settles what an unclean end of the last keeper left open.
    ///
    /// # Errors
    /// The folder or the database cannot be used; see [`DoorError::is_environment`].
    pub fn open(opening: Opening) -> Result<Arc<Self>, DoorError> {
        let Opening { folder, clock, chance, on_damage } = opening;
        let listeners = Arc::new(Listeners::default());
        let outside = Arc::clone(&listeners);
        let jumping = Arc::clone(&clock);
        let engine = Engine::open(
            folder,
            on_damage,
            Box::new(move |connection| timekeeping::before_batch(connection, &jumping.read())),
            Box::new(move || outside.tell(&Changes::everything())),
        )?;
        let desk = Arc::new(Self { engine, clock, chance, listeners });
        timekeeping::settle_if_abandoned(&desk)?;
        Ok(desk)
    }

    /// Carries out a command by name.
    ///
    /// # Errors
    /// A refusal or failure with its code; nothing was changed then.
    pub fn execute(
        &self,
        caller: Caller,
        name: &str,
        input: Value,
        request: Option<RequestId>,
    ) -> Result<Reply<Value>, DoorError> {
        (door::command(name)?.execute)(self, caller, input, request)
    }

    /// Answers a query by name.
    ///
    /// # Errors
    /// A refusal or failure with its code.
    pub fn query(&self, caller: Caller, name: &str, input: Value) -> Result<Value, DoorError> {
        (door::query(name)?.answer)(&Look::Desk(self), caller, input)
    }

    /// Carries out a command.
    ///
    /// # Errors
    /// A refusal or failure with its code; nothing was changed then.
    pub fn run<C: Command>(
        &self,
        caller: Caller,
        command: C,
        request: Option<RequestId>,
    ) -> Result<Reply<C::Output>, DoorError> {
        let reply = door::execute(&self.engine, &self.clock, &self.chance, caller, command, request)?;
        if !reply.changed.is_empty() {
            self.listeners.tell(&reply.changed);
        }
        Ok(reply)
    }

    /// Answers a query.
    ///
    /// # Errors
    /// A refusal or failure with its code.
    pub fn ask<Q: Query>(&self, caller: Caller, query: Q) -> Result<Q::Output, DoorError> {
        Look::Desk(self).ask(caller, query)
    }

    /// Tells `listener` after every commit which kinds changed; everything, when another process has written.
    pub fn subscribe(&self, listener: Listener) {
        self.listeners.add(listener);
    }

    /// Begins to keep this folder's time: heartbeat and countdown on a thread of their own, until the keeper is dropped.
    /// `None` when another process does so already.
    ///
    /// # Errors
    /// The folder or the database failed.
    pub fn keep_time(self: &Arc<Self>) -> Result<Option<Keeper>, DoorError> {
        Keeper::start(self)
    }

    /// What the clock shows.
    #[must_use]
    pub fn read_clock(&self) -> Reading {
        self.clock.read()
    }

    /// The randomness this desk was opened with.
    #[must_use]
    pub fn chance(&self) -> &dyn Chance {
        self.chance.as_ref()
    }

    /// The engine, for measurements and for tests that must look beneath the door.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }
}

/// A desk that is only looked at, by a process that must not write: the countdown display.
pub struct Viewer {
    books: ReadOnly,
    clock: Arc<dyn Clock>,
}

impl Viewer {
    /// Opens the books for looking. They must exist.
    ///
    /// # Errors
    /// There are none, or they cannot be read.
    pub fn open(folder: &DataFolder) -> Result<Self, DoorError> {
        Ok(Self { books: ReadOnly::open(folder)?, clock: Arc::new(SystemClock::new()) })
    }

    /// Answers a query by name, for whoever stands before the screen.
    ///
    /// # Errors
    /// A refusal or failure with its code.
    pub fn query(&self, name: &str, input: Value) -> Result<Value, DoorError> {
        (door::query(name)?.answer)(&Look::Viewer(self), Caller::Nobody, input)
    }

    /// Whether anybody has written since this was asked last.
    ///
    /// # Errors
    /// The books cannot be read.
    pub fn has_changed(&self) -> Result<bool, DoorError> {
        Ok(self.books.has_changed()?)
    }
}

/// Whoever can answer queries.
pub(crate) enum Look<'a> {
    Desk(&'a Desk),
    Viewer(&'a Viewer),
}

impl Look<'_> {
    pub(crate) fn ask<Q: Query>(&self, caller: Caller, query: Q) -> Result<Q::Output, DoorError> {
        match self {
            Self::Desk(desk) => desk.engine.read(|books| door::answer(books, desk.clock.as_ref(), caller, query)),
            Self::Viewer(viewer) => {
                viewer.books.read(|books| door::answer(books, viewer.clock.as_ref(), caller, query))
            }
        }
        .map_err(DoorError::from)
    }
}

#[derive(Default)]
struct Listeners {
    all: Mutex<Vec<Listener>>,
}

impl Listeners {
    fn add(&self, listener: Listener) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).push(listener);
    }

    fn tell(&self, changes: &Changes) {
        for listener in self.all.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            listener(changes);
        }
    }
}
