//! The clock that is handed in: wall time, and beside it a time that no hand can set.

use super::{Millis, Timestamp};
use std::sync::Mutex;
use std::time::{SystemTime, UNIX_EPOCH};

/// What the clock shows at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What the wall says. May be set by hand, by NTP, or jump after a suspend.
    pub wall: Timestamp,
    /// Milliseconds of a counter that only runs forward and stands still while the machine sleeps.
    /// `None` where the clock is a rehearsal's: then nothing can be said about jumps.
    pub monotonic_ms: Option<i64>,
    /// Which run of the machine the counter belongs to; counters of two runs cannot be compared.
    pub boot_id: String,
}

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Reads both clocks as close together as can be.
    fn read(&self) -> Reading;
}

/// The machine's own clock.
#[derive(Debug)]
pub struct SystemClock {
    boot_id: String,
    #[cfg(not(unix))]
    origin: std::time::Instant,
}

impl SystemClock {
    /// Finds out which run of the machine this is (Linux tells; elsewhere each process is a run of its own).
    #[must_use]
    pub fn new() -> Self {
        let boot_id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id")
            .map(|id| id.trim().to_owned())
            .unwrap_or_else(|_| uuid::Uuid::new_v4().to_string());
        Self {
            boot_id,
            #[cfg(not(unix))]
            origin: std::time::Instant::now(),
        }
    }

    #[cfg(unix)]
    fn monotonic_ms(&self) -> Option<i64> {
        let now = nix::time::clock_gettime(nix::time::ClockId::CLOCK_MONOTONIC).ok()?;
        Some(now.tv_sec() * 1_000 + now.tv_nsec() / 1_000_000)
    }

    #[cfg(not(unix))]
    fn monotonic_ms(&self) -> Option<i64> {
        i64::try_from(self.origin.elapsed().as_millis()).ok()
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn read(&self) -> Reading {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Reading {
            wall: Timestamp::from_unix_ms(i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX)),
            monotonic_ms: self.monotonic_ms(),
            boot_id: self.boot_id.clone(),
        }
    }
}

/// A clock that is set by hand: `--at TIME`, tests and simulations.
#[derive(Debug)]
pub struct FixedClock {
    now: Mutex<Reading>,
}

impl FixedClock {
    /// Stands at `wall` with no counter beside it: a rehearsal.
    #[must_use]
    pub fn at(wall: Timestamp) -> Self {
        Self { now: Mutex::new(Reading { wall, monotonic_ms: None, boot_id: "rehearsal".into() }) }
    }

    /// Stands at `wall`, with a counter, so that jumps can be played.
    #[must_use]
    pub fn ticking_from(wall: Timestamp) -> Self {
        Self { now: Mutex::new(Reading { wall, monotonic_ms: Some(1_000_000), boot_id: "simulated".into() }) }
    }

    /// Lets time pass: both clocks move.
    pub fn advance(&self, span: Millis) {
        self.change(|now| {
            now.wall = now.wall + span;
            now.monotonic_ms = now.monotonic_ms.map(|counter| counter + span.0);
        });
    }

    /// Sets the wall clock (by hand, by NTP, or by a sleep of the machine): the counter stands.
    pub fn jump(&self, span: Millis) {
        self.change(|now| now.wall = now.wall + span);
    }

    /// Restarts the machine: a new counter.
    pub fn reboot(&self, boot_id: &str) {
        self.change(|now| {
            now.boot_id = boot_id.into();
            now.monotonic_ms = now.monotonic_ms.map(|_| 5_000);
        });
    }

    fn change(&self, change: impl FnOnce(&mut Reading)) {
        change(&mut self.now.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    }
}

impl Clock for FixedClock {
    fn read(&self) -> Reading {
        self.now.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}
