//! The decoder's thread: read the newest frame, tell what came into view.
//!
//! What it is for: turning frames into events. What it must never do: read an old frame when there is a newer one, or
//! go on silently when no frames come.

use std::time::{Duration, Instant};

use super::capture::StateTeller;
use super::exchange::{Exchange, Numbered};
use super::presence::Presence;
use super::stillness::Stillness;
use super::{ScanEvent, ScanState, ScannerConfig, Sink};
use crate::camera::CameraError;
use crate::decoder::{Decoder, Reading};

/// An outline stays for so long after the last frame with a code: single frames fail.
const OUTLINE_STAYS: Duration = Duration::from_millis(300);
/// How often the thread looks up when no frames come.
const LOOK_UP: Duration = Duration::from_millis(100);

/// Runs until the exchange is closed.
pub(super) fn run(exchange: &Exchange, config: &ScannerConfig, state: &StateTeller, sink: &Sink) {
    let mut teller = Teller { presence: Presence::default(), outlined_at: None, size: (0, 0), sink };
    let mut decoder = Decoder::new();
    let mut stillness = Stillness::default();
    let mut seq = 0;
    let mut last_frame_at = Instant::now();
    while !exchange.is_closed() {
        let Some(Numbered { seq: number, frame }) = exchange.wait_after(seq, LOOK_UP) else {
            teller.nothing(Instant::now());
            let silent = last_frame_at.elapsed() >= config.silence && state.expects_frames();
            // A frame that came in this very moment is not silence.
            if silent && exchange.newest().is_none_or(|newest| newest.seq <= seq) {
                state.tell(ScanState::Failed { error: CameraError::Silent });
            }
            continue;
        };
        seq = number;
        last_frame_at = Instant::now();
        if stillness.may_skip(&frame) {
            continue;
        }
        let read_begun = Instant::now();
        let readings = decoder.read_live(&frame, config.budget);
        stillness.note(&frame, !readings.is_empty());
        if exchange.is_closed() {
            return;
        }
        teller.size = (frame.width(), frame.height());
        teller.tell(&readings, frame.captured_at());
        drop(frame);
        // A long read is followed by a rest: the decoder never takes more than two thirds of a core.
        let took = read_begun.elapsed();
        if exchange.pause((took / 2).max(config.interval.saturating_sub(took))) {
            return;
        }
    }
}

/// Tells events.
struct Teller<'a> {
    presence: Presence,
    outlined_at: Option<Instant>,
    size: (u32, u32),
    sink: &'a Sink,
}

impl Teller<'_> {
    fn tell(&mut self, readings: &[Reading], captured_at: Instant) {
        let (frame_width, frame_height) = self.size;
        for reading in self.presence.take(readings, captured_at) {
            (self.sink)(ScanEvent::Seen {
                text: reading.text.clone(),
                corners: reading.corners,
                frame_width,
                frame_height,
                captured_at,
            });
        }
        match readings.first() {
            Some(reading) => {
                self.outlined_at = Some(captured_at);
                (self.sink)(ScanEvent::Outline { corners: Some(reading.corners), frame_width, frame_height });
            }
            None => self.nothing(captured_at),
        }
    }

    /// Takes the outline away when it is old.
    fn nothing(&mut self, now: Instant) {
        if self.outlined_at.is_some_and(|at| now.saturating_duration_since(at) > OUTLINE_STAYS) {
            self.outlined_at = None;
            let (frame_width, frame_height) = self.size;
            (self.sink)(ScanEvent::Outline { corners: None, frame_width, frame_height });
        }
    }
}
