//! The decoder: one frame in, the codes on it out, within a budget of time.
//!
//! What it is for: it reads a frame at the sizes that make sense (`scales`) on a worker thread (`worker`) with the crate's
//! own eyes (`crate::sight`), whose grids rqrr turns into text. What it must never do: hang, panic, or hand on a text that
//! the code's own error correction did not confirm.

mod scales;
mod worker;

use std::time::{Duration, Instant};

use serde::Serialize;

use crate::frame::GrayFrame;
use crate::sight::Depth;
use worker::{Answer, Job, Run, Seen, Worker};

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
    /// For one frame of a live camera.
    pub const LIVE: Self = Self::of_millis(160);
    /// For a picture that somebody chose; it will not come again.
    pub const PICTURE: Self = Self::of_millis(1_500);

    /// A budget of `millis` milliseconds.
    #[must_use]
    pub const fn of_millis(millis: u64) -> Self {
        Self { total: Duration::from_millis(millis) }
    }
}

/// How much longer than its budget the second thread may take before it is given another frame.
const DEEP_GRACE: Duration = Duration::from_secs(4);
/// Workers that were abandoned and still run; beyond this nothing more is read until one of them ends.
const MAX_ABANDONED: usize = 2;

/// Reads codes. Keep one per thread that reads: it carries worker threads and what they learned from earlier frames.
#[derive(Debug)]
pub struct Decoder {
    worker: Option<Worker>,
    abandoned: Vec<Worker>,
    /// Makes dear attempts at a live frame while the next ones are read, and when it has to be done.
    deep: Option<(Worker, Instant)>,
    spent: Duration,
    make: fn() -> Run,
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
        Self::with_run(scales::reading)
    }

    fn with_run(make: fn() -> Run) -> Self {
        Self { worker: None, abandoned: Vec::new(), deep: None, spent: Duration::ZERO, make }
    }

    /// The codes on the frame, in the order in which they were found; none when there are none, when none could be
    /// confirmed, or when the budget ran out first. Returns within the budget and a tenth
    /// of a second; on a machine so slow that a budget would never see one look through, within three seconds.
    pub fn read(&mut self, frame: &GrayFrame, budget: Budget) -> Vec<Reading> {
        self.look(Job::new(frame.clone(), Instant::now() + budget.total, Depth::Whole)).readings
    }

    /// Like [`Decoder::read`], for the frames of a camera: what needs dear attempts is read on a second thread while the
    /// next frames come, and is handed on with one of them.
    pub fn read_live(&mut self, frame: &GrayFrame, budget: Budget) -> Vec<Reading> {
        let before = self.deep_readings();
        let deadline = Instant::now() + budget.total;
        let seen = self.look(Job::new(frame.clone(), deadline, Depth::Quick));
        if !seen.readings.is_empty() {
            return seen.readings;
        }
        if seen.located && before.is_empty() {
            self.begin_deep(frame, budget);
        }
        before
    }

    /// Time of the processor that the last read took on its thread.
    #[must_use]
    pub const fn last_spent(&self) -> Duration {
        self.spent
    }

    fn look(&mut self, job: Job) -> Seen {
        self.spent = Duration::ZERO;
        self.abandoned.retain(|worker| !worker.is_done());
        if self.abandoned.len() >= MAX_ABANDONED {
            tracing::warn!(target: "vision", "QR reader: no worker is free");
            return Seen::default();
        }
        let Some(worker) = self.worker.take().or_else(|| Worker::spawn(self.make)) else {
            return Seen::default();
        };
        match worker.read(job) {
            Answer::Done(seen, spent) => {
                self.spent = spent;
                self.worker = Some(worker);
                seen
            }
            Answer::Late => {
                tracing::warn!(target: "vision", "QR reader: a frame took too long; its worker is left behind");
                self.abandoned.push(worker);
                Seen::default()
            }
            Answer::Gone => Seen::default(),
        }
    }

    /// What the second thread has read since.
    fn deep_readings(&mut self) -> Vec<Reading> {
        match self.deep.as_ref().and_then(|(worker, _)| worker.poll()) {
            Some(Answer::Done(seen, _)) => {
                if let Some((_, busy_until)) = &mut self.deep {
                    *busy_until = Instant::now();
                }
                seen.readings
            }
            Some(_) => {
                self.deep = None;
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// Hands the frame to the second thread, unless that is busy.
    fn begin_deep(&mut self, frame: &GrayFrame, budget: Budget) {
        let now = Instant::now();
        if self.deep.as_ref().is_some_and(|(_, busy_until)| now < *busy_until) {
            return;
        }
        let Some((worker, _)) = self.deep.take().or_else(|| Some((Worker::spawn(self.make)?, now))) else {
            return;
        };
        let deadline = now + budget.total;
        if worker.begin(Job::new(frame.clone(), deadline, Depth::Whole)) {
            self.deep = Some((worker, deadline + DEEP_GRACE));
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

    fn seen() -> Seen {
        Seen { readings: vec![reading()], located: true }
    }

    fn stuck() -> Run {
        Box::new(|_| {
            std::thread::sleep(Duration::from_millis(700));
            seen()
        })
    }

    fn panicking_on_large_frames() -> Run {
        Box::new(|job| {
            assert!(job.frame.width() < 9, "a fault in the reader");
            seen()
        })
    }

    fn deep_only() -> Run {
        Box::new(|job| match job.depth {
            Depth::Quick => Seen { readings: Vec::new(), located: true },
            Depth::Whole => seen(),
        })
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
        decoder.make = || Box::new(|_| seen());
        assert_eq!(decoder.read(&frame(), Budget::of_millis(200)), vec![reading()]);
    }

    #[test]
    fn a_worker_that_panics_is_replaced() {
        let mut decoder = Decoder::with_run(panicking_on_large_frames);
        let large = GrayFrame::new(9, 8, vec![128; 72]).unwrap();
        for turn in 0..6 {
            let frame = if turn % 2 == 0 { &large } else { &frame() };
            let found = decoder.read(frame, Budget::of_millis(500));
            assert_eq!(found.is_empty(), turn % 2 == 0, "turn {turn}");
        }
    }

    #[test]
    fn what_takes_long_is_handed_on_with_a_later_frame() {
        let mut decoder = Decoder::with_run(deep_only);
        assert!(decoder.read_live(&frame(), Budget::LIVE).is_empty());
        std::thread::sleep(Duration::from_millis(300));
        assert_eq!(decoder.read_live(&frame(), Budget::LIVE), vec![reading()]);
        assert_eq!(decoder.read(&frame(), Budget::LIVE), vec![reading()]);
    }
}
