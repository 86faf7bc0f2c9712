//! The decoder: one frame in, the codes on it out, within a budget of time.
//!
//! What it is for: it plans a few views of the frame (`plan`), reads them in that order on a worker thread
//! (`worker`) with rqrr (`engine`), and stops at the first view that yields a code. What it must never do: hang,
//! panic, or hand on a text that the code's own error correction did not confirm.
//!
//! To make it better, add a view to the plan or a second engine beside the first; nothing else changes.

mod engine;
mod plan;
mod worker;

use std::time::{Duration, Instant};

use serde::Serialize;

use crate::frame::GrayFrame;
use worker::{Job, Worker};

/// Where a code's corner lies, in pixels of the frame: (x to the right, y downwards).
pub type Corner = (f32, f32);

/// A code that was read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reading {
    /// The text, confirmed by the code's own error correction.
    pub text: String,
    /// The code's corners in pixels of the frame: its own upper left, upper right, lower right, lower left.
    pub corners: [Corner; 4],
}

/// How much time a read may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// From the call to the answer.
    pub total: Duration,
}

impl Budget {
    /// For one frame of a live camera; the next frame is better than a longer look at this one.
    pub const LIVE: Self = Self::of_millis(80);
    /// For a picture that somebody chose; it will not come again.
    pub const PICTURE: Self = Self::of_millis(1_500);

    /// A budget of `millis` milliseconds.
    #[must_use]
    pub const fn of_millis(millis: u64) -> Self {
        Self { total: Duration::from_millis(millis) }
    }
}

/// Workers that were abandoned and still run; beyond this nothing more is read until one of them ends.
const MAX_ABANDONED: usize = 2;

/// Reads codes. Keep one per thread that reads: it carries a worker thread and what it learned from earlier frames.
#[derive(Debug)]
pub struct Decoder {
    worker: Option<Worker>,
    abandoned: Vec<Worker>,
    turn: usize,
    run: worker::Run,
}

impl Default for Decoder {
    fn default() -> Self {
        Self::new()
    }
}

impl Decoder {
    /// A decoder; its worker thread starts with the first frame.
    #[must_use]
    pub fn new() -> Self {
        Self::with_run(plan::run)
    }

    fn with_run(run: worker::Run) -> Self {
        Self { worker: None, abandoned: Vec::new(), turn: 0, run }
    }

    /// The codes on the frame, in the order in which they were found; none when there are none, when none could be
    /// confirmed, or when the budget ran out first. Returns within the budget and a tenth
    /// of a second; on a machine so slow that a budget would never see one view through, within three seconds.
    pub fn read(&mut self, frame: &GrayFrame, budget: Budget) -> Vec<Reading> {
        self.abandoned.retain(|worker| !worker.is_done());
        if self.abandoned.len() >= MAX_ABANDONED {
            tracing::warn!(target: "vision", "QR reader: no worker is free");
            return Vec::new();
        }
        let Some(worker) = self.worker.take().or_else(|| Worker::spawn(self.run)) else {
            return Vec::new();
        };
        let job = Job::new(frame.clone(), Instant::now() + budget.total, self.turn);
        self.turn = self.turn.wrapping_add(1);
        match worker.read(job) {
            worker::Answer::Done(readings) => {
                self.worker = Some(worker);
                readings
            }
            worker::Answer::Late => {
                tracing::warn!(target: "vision", "QR reader: a frame took too long; its worker is left behind");
                self.abandoned.push(worker);
                Vec::new()
            }
            worker::Answer::Gone => Vec::new(),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]
mod tests {
    use super::*;

    fn frame() -> GrayFrame {
        GrayFrame::new(8, 8, vec![128; 64]).unwrap()
    }

    fn reading() -> Reading {
        Reading { text: "HELLO".to_owned(), corners: [(0.0, 0.0); 4] }
    }

    fn stuck(_: &Job) -> Vec<Reading> {
        std::thread::sleep(Duration::from_millis(700));
        vec![reading()]
    }

    fn panicking_every_other_time(job: &Job) -> Vec<Reading> {
        assert!(!job.turn.is_multiple_of(2), "a fault in the reader");
        vec![reading()]
    }

    #[test]
    fn a_stuck_worker_is_abandoned_and_replaced() {
        let mut decoder = Decoder::with_run(stuck);
        for _ in 0..MAX_ABANDONED + 3 {
            let begun = Instant::now();
            assert!(decoder.read(&frame(), Budget::of_millis(20)).is_empty());
            assert!(begun.elapsed() < Duration::from_millis(500), "{:?}", begun.elapsed());
            assert!(decoder.abandoned.len() <= MAX_ABANDONED);
        }
        std::thread::sleep(Duration::from_millis(1_500));
        decoder.run = |_| vec![reading()];
        assert_eq!(decoder.read(&frame(), Budget::of_millis(200)), vec![reading()]);
    }

    #[test]
    fn a_worker_that_panics_is_replaced() {
        let mut decoder = Decoder::with_run(panicking_every_other_time);
        for turn in 0..6 {
            let found = decoder.read(&frame(), Budget::of_millis(500));
            assert_eq!(found.is_empty(), turn % 2 == 0, "turn {turn}");
        }
    }
}
