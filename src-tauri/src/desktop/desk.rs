//! The desk behind the window: being opened, open, or not to be opened; and who has signed in at this window.

use crate::display::{Page, changed};
use crate::error::FaceError;
use crate::listener::{ListenerStatus, ListenerWatch};
use comptoir_core::base::{FixedClock, Millis, OperatorId, Timestamp};
use comptoir_core::desk::Keeper;
use comptoir_core::door::{Caller, Changes};
use comptoir_core::engine::{DataFolder, OnDamage};
use comptoir_core::{Desk, Opening};
use serde::Serialize;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tauri::AppHandle;

/// How often a desk that does not keep the time looks whether it may.
const TAKE_OVER_EVERY: Duration = Duration::from_secs(2);

/// See the module's description.
pub(super) struct DeskHolder {
    data: PathBuf,
    folder: Result<DataFolder, FaceError>,
    at: Option<Timestamp>,
    phase: Mutex<Phase>,
    opened: Condvar,
    operator: Mutex<Option<OperatorId>>,
}

enum Phase {
    Opening,
    /// In the order in which they end: nothing comes in any more, the time is given back, the books are let go.
    Open {
        listener: ListenerWatch,
        keeper: Option<Keeper>,
        desk: Arc<Desk>,
    },
    Failed(FaceError),
    Closed,
}

/// How far the desk has come, for the page that is shown until it is open.
#[derive(Debug, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub(super) enum StartupState {
    /// It is being opened.
    Opening,
    /// It is open.
    Open,
    /// It cannot be opened.
    Failed {
        /// Why.
        error: FaceError,
        /// Whether starting with empty books is a way out: the damaged ones are set aside, whole.
        may_start_fresh: bool,
    },
}

impl DeskHolder {
    pub(super) fn new(data: PathBuf, folder: Result<DataFolder, FaceError>, at: Option<Timestamp>) -> Self {
        let (phase, opened, operator) = (Mutex::new(Phase::Opening), Condvar::new(), Mutex::new(None));
        Self { data, folder, at, phase, opened, operator }
    }

    /// The data folder's path, usable or not.
    pub(super) fn data(&self) -> &Path {
        &self.data
    }

    /// Opens the books while the window is already being drawn.
    pub(super) fn open_in_background(self: &Arc<Self>, app: AppHandle) {
        let holder = Arc::clone(self);
        let opening = std::thread::Builder::new().name("opening".into()).spawn(move || {
            // What went wrong is in the phase; the page asks for it.
            let opened = holder.open(&app, OnDamage::SetAsideAndStop);
            if opened.is_ok() {
                holder.open_pages();
            }
        });
        if let Err(error) = opening {
            self.enter(Phase::Failed(FaceError::new(crate::error::Class::Environment, "internal").hint(error)));
        }
    }

    /// Opens what is to open with the desk.
    fn open_pages(&self) {
        for (page, setting) in
            [(Page::Countdown, "display.open_at_start"), (Page::Customers, "customers.open_at_start")]
        {
            if self.is_set(setting)
                && let Err(error) = super::screens::open_page(self, page, None)
            {
                tracing::warn!(page = page.window(), hint = error.hint, "a page did not open with the desk");
            }
        }
    }

    /// Opens the books, again if need be. An open desk stays as it is.
    pub(super) fn open(self: &Arc<Self>, app: &AppHandle, on_damage: OnDamage) -> Result<(), FaceError> {
        {
            let mut phase = self.phase();
            if matches!(*phase, Phase::Open { .. } | Phase::Closed) {
                return Ok(());
            }
            *phase = Phase::Opening;
        }
        let result = self.opened_books(on_damage);
        match result {
            Ok((desk, keeper)) => {
                let windows = app.clone();
                desk.subscribe(Box::new(move |changes| changed::tell(&windows, changes)));
                let keeps_time = keeper.is_some();
                let listener = ListenerWatch::start(&desk);
                self.enter(Phase::Open { listener, keeper, desk });
                if !keeps_time {
                    self.take_over_later();
                }
                changed::tell(app, &Changes::everything());
                Ok(())
            }
            Err(error) => {
                tracing::error!(code = error.code, hint = error.hint, "the desk cannot be opened");
                self.enter(Phase::Failed(error.clone()));
                Err(error)
            }
        }
    }

    /// Another process keeps this folder's time: when it ends, this one takes over.
    fn take_over_later(self: &Arc<Self>) {
        tracing::info!("another process keeps this folder's time");
        let holder = Arc::downgrade(self);
        let wait = move || {
            loop {
                std::thread::sleep(TAKE_OVER_EVERY);
                let Some(holder) = holder.upgrade() else { return };
                if holder.takes_over() {
                    return;
                }
            }
        };
        if let Err(error) = std::thread::Builder::new().name("take-over".into()).spawn(wait) {
            tracing::warn!(%error, "this desk will not take over the keeping of time");
        }
    }

    /// Whether there is nothing left to wait for.
    fn takes_over(&self) -> bool {
        let mut phase = self.phase();
        let Phase::Open { desk, keeper, .. } = &mut *phase else { return true };
        match desk.keep_time() {
            Ok(found) => *keeper = found,
            Err(error) => tracing::warn!(%error, "this desk could not take over the keeping of time"),
        }
        keeper.is_some()
    }

    fn opened_books(&self, on_damage: OnDamage) -> Result<(Arc<Desk>, Option<Keeper>), FaceError> {
        let folder = match &self.folder {
            Ok(folder) => folder.clone(),
            // It may have been mended since: another try asks anew.
            Err(_) => DataFolder::prepare(&self.data)?,
        };
        let mut opening = Opening { on_damage, ..Opening::of(folder) };
        if let Some(at) = self.at {
            opening.clock = rehearsal_clock(at);
        }
        let desk = Desk::open(opening)?;
        let keeper = desk.keep_time()?;
        Ok((desk, keeper))
    }

    /// The open desk; waits while it is being opened.
    pub(super) fn desk(&self) -> Result<Arc<Desk>, FaceError> {
        let mut phase = self.phase();
        loop {
            match &*phase {
                Phase::Open { desk, .. } => return Ok(Arc::clone(desk)),
                Phase::Failed(error) => return Err(error.clone()),
                Phase::Closed => {
                    return Err(
                        FaceError::new(crate::error::Class::Environment, "internal").hint("the desk is closing")
                    );
                }
                Phase::Opening => phase = self.opened.wait(phase).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    /// A setting that is a text, for what the program itself must know.
    pub(super) fn setting(&self, key: &str) -> Option<String> {
        self.value_of(key)?.as_str().map(str::to_owned)
    }

    /// A setting that is yes or no; no, while the books cannot be read.
    pub(super) fn is_set(&self, key: &str) -> bool {
        self.value_of(key).and_then(|value| value.as_bool()).unwrap_or_default()
    }

    fn value_of(&self, key: &str) -> Option<Value> {
        let mut settings = self.desk().ok()?.query(Caller::System, "setting.all", Value::Null).ok()?;
        settings.get_mut(key).map(Value::take)
    }

    pub(super) fn startup_state(&self) -> StartupState {
        match &*self.phase() {
            Phase::Opening => StartupState::Opening,
            Phase::Open { .. } | Phase::Closed => StartupState::Open,
            Phase::Failed(error) => {
                StartupState::Failed { error: error.clone(), may_start_fresh: error.code == "database_set_aside" }
            }
        }
    }

    /// How the listener for payment events is; off while the desk is not open.
    pub(super) fn listener_status(&self) -> ListenerStatus {
        match &*self.phase() {
            Phase::Open { listener, .. } => listener.status(),
            Phase::Opening | Phase::Failed(_) | Phase::Closed => ListenerStatus::default(),
        }
    }

    /// Gives the keeping of time back and lets the books go.
    pub(super) fn close(&self) {
        self.enter(Phase::Closed);
    }

    /// Who is calling from this window.
    pub(super) fn caller(&self) -> Caller {
        self.operator.lock().unwrap_or_else(PoisonError::into_inner).map_or(Caller::Nobody, Caller::Operator)
    }

    /// Signs in, or out.
    pub(super) fn set_operator(&self, operator: Option<OperatorId>) {
        *self.operator.lock().unwrap_or_else(PoisonError::into_inner) = operator;
    }

    fn enter(&self, next: Phase) {
        let before = std::mem::replace(&mut *self.phase(), next);
        self.opened.notify_all();
        // The keeper's thread ends here, outside the lock.
        drop(before);
    }

    fn phase(&self) -> MutexGuard<'_, Phase> {
        self.phase.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A clock that begins at an instant and goes on from there, for rehearsals in the window.
fn rehearsal_clock(at: Timestamp) -> Arc<FixedClock> {
    const STEP: Duration = Duration::from_millis(50);
    let clock = Arc::new(FixedClock::at(at));
    let ticking = Arc::downgrade(&clock);
    let begun = Instant::now();
    let tick = move || {
        let mut shown_ms = 0;
        while let Some(clock) = ticking.upgrade() {
            let passed_ms = i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX);
            clock.advance(Millis(passed_ms - shown_ms));
            shown_ms = passed_ms;
            drop(clock);
            std::thread::sleep(STEP);
        }
    };
    if let Err(error) = std::thread::Builder::new().name("rehearsal".into()).spawn(tick) {
        tracing::warn!(%error, "the rehearsal's clock stands still");
    }
    clock
}
