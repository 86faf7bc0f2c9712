//! The camera's thread: open, take frames, and open again when they cease.
//!
//! What it is for: surviving everything that can happen to a camera. What it must never do: give up, or flood the log
//! and the screen with the same failure over and over.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::exchange::Exchange;
use super::{ScanEvent, ScanState, Sink};
use crate::camera::{CameraError, Opener, SourceInfo};

/// Pause before the second attempt to open a camera; it doubles with each attempt.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
/// The longest pause between two attempts.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// Tells each state once.
pub(super) struct StateTeller {
    last: Mutex<Option<ScanState>>,
    sink: Sink,
}

impl StateTeller {
    pub(super) fn new(sink: Sink) -> Self {
        Self { last: Mutex::new(None), sink }
    }

    /// Tells the state unless it is the one told last.
    pub(super) fn tell(&self, state: ScanState) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.as_ref() != Some(&state) {
            tracing::info!(target: "vision", ?state, "camera");
            *last = Some(state.clone());
            // The lock stays held: two threads tell states, and they must arrive in the order in which they are kept.
            (self.sink)(ScanEvent::State(state));
        }
    }

    /// Frames arrive, as far as has been told.
    pub(super) fn is_running(&self) -> bool {
        matches!(*self.last.lock().unwrap_or_else(PoisonError::into_inner), Some(ScanState::Running { .. }))
    }

    /// Frames are expected: silence is a failure now.
    pub(super) fn expects_frames(&self) -> bool {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        matches!(*last, Some(ScanState::Running { .. } | ScanState::Starting))
    }
}

/// Runs until the exchange is closed.
pub(super) fn run(mut opener: impl Opener, exchange: &Exchange, state: &StateTeller) {
    state.tell(ScanState::Starting);
    let mut pause = FIRST_PAUSE;
    let mut lost = false;
    while !exchange.is_closed() {
        let error = match opener.open() {
            Ok(mut source) => {
                let info = source.info();
                let mut delivered = false;
                let error = loop {
                    if exchange.is_closed() {
                        return;
                    }
                    match take_frame(source.as_mut(), exchange, &info, state) {
                        Ok(()) => delivered = true,
                        Err(error) => break error,
                    }
                };
                if delivered {
                    pause = FIRST_PAUSE;
                    lost = true;
                }
                error
            }
            // It is known that the camera is gone; that it is still gone is no news.
            Err(CameraError::NoCamera) if lost => CameraError::Unplugged,
            Err(error) => error,
        };
        if exchange.is_closed() {
            return;
        }
        exchange.clear();
        report(error, lost, state);
        if exchange.pause(pause) {
            return;
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Moves one frame from the camera to the exchange. The first one proves that the camera runs.
fn take_frame(
    source: &mut dyn crate::camera::Source,
    exchange: &Exchange,
    info: &SourceInfo,
    state: &StateTeller,
) -> Result<(), CameraError> {
    thread_local! {
        static SPARE: std::cell::RefCell<Vec<u8>> = const { std::cell::RefCell::new(Vec::new()) };
    }
    let frame = source.next_frame(SPARE.take())?;
    let (width, height) = (frame.width(), frame.height());
    SPARE.set(exchange.put(frame));
    // A picture of another size (a folder may hold several) is no news about the camera.
    if !state.is_running() && !exchange.is_closed() {
        state.tell(ScanState::Running { camera: SourceInfo { width, height, ..info.clone() } });
    }
    Ok(())
}

/// A camera that was there and went is being waited for; any other failure is told as it is.
fn report(error: CameraError, lost: bool, state: &StateTeller) {
    let gone = error == CameraError::Unplugged;
    if gone && !state.is_running() {
        return;
    }
    state.tell(ScanState::Failed { error });
    if lost {
        state.tell(ScanState::Recovering);
    }
}
