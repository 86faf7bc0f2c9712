//! Where the newest frame lies.
//!
//! What it is for: the camera puts frames in, decoder and preview take the newest out, and nobody waits for anybody.
//! What it must never do: queue. A frame that nobody took in time is overwritten, and its memory used again.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::frame::GrayFrame;

/// A frame with its number; numbers grow by one with each frame.
#[derive(Debug, Clone)]
pub(crate) struct Numbered {
    pub(crate) seq: u64,
    pub(crate) frame: GrayFrame,
}

#[derive(Debug, Default)]
struct Place {
    newest: Option<Numbered>,
    last_seq: u64,
    closed: bool,
}

/// The place itself.
#[derive(Debug, Default)]
pub(crate) struct Exchange {
    place: Mutex<Place>,
    changed: Condvar,
}

impl Exchange {
    /// A thread that panicked while it held the lock left nothing half done: the place is one assignment.
    fn lock(&self) -> MutexGuard<'_, Place> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts the newest frame in and returns the memory of the one before, if nobody looks at it any more.
    pub(crate) fn put(&self, frame: GrayFrame) -> Vec<u8> {
        let mut place = self.lock();
        if place.closed {
            return frame.into_spare();
        }
        place.last_seq += 1;
        let seq = place.last_seq;
        let before = place.newest.replace(Numbered { seq, frame });
        drop(place);
        self.changed.notify_all();
        before.map_or_else(Vec::new, |numbered| numbered.frame.into_spare())
    }

    /// Takes the frame away: there is no picture any more.
    pub(crate) fn clear(&self) {
        self.lock().newest = None;
    }

    /// The newest frame, if there is one.
    pub(crate) fn newest(&self) -> Option<Numbered> {
        self.lock().newest.clone()
    }

    /// Waits for a frame with a number above `seq`, but no longer than `patience`.
    pub(crate) fn wait_after(&self, seq: u64, patience: Duration) -> Option<Numbered> {
        let until = Instant::now() + patience;
        let mut place = self.lock();
        loop {
            if place.closed {
                return None;
            }
            if let Some(newest) = place.newest.as_ref().filter(|newest| newest.seq > seq) {
                return Some(newest.clone());
            }
            let left = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())?;
            place = self.changed.wait_timeout(place, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits for `pause` or until closed; true when closed.
    pub(crate) fn pause(&self, pause: Duration) -> bool {
        let until = Instant::now() + pause;
        let mut place = self.lock();
        while !place.closed {
            let Some(left) = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) else {
                return false;
            };
            place = self.changed.wait_timeout(place, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }

    /// Ends all waiting, for good.
    pub(crate) fn close(&self) {
        let mut place = self.lock();
        place.closed = true;
        place.newest = None;
        drop(place);
        self.changed.notify_all();
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.lock().closed
    }
}
