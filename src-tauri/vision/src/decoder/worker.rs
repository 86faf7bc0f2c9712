//! The thread that reads, and that can be left behind.
//!
//! What it is for: a reader that does not come back must cost one thread and not the scanner. What it must never do:
//! let a panic of the reader reach anybody.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::Reading;
use crate::frame::GrayFrame;
use crate::threads;

/// How long past its deadline a reader may take to notice that time is up before it is abandoned.
const GRACE: Duration = Duration::from_millis(120);

/// One frame to read.
#[derive(Debug, Clone)]
pub(super) struct Job {
    pub(super) frame: GrayFrame,
    /// After this instant the reader gives up by itself.
    pub(super) deadline: Instant,
    /// Counts the frames of one decoder: costly views take turns by it.
    pub(super) turn: usize,
    /// The deadline that the reader gave itself, which may be later on a slow machine.
    pub(super) extended: Arc<Mutex<Instant>>,
}

impl Job {
    pub(super) fn new(frame: GrayFrame, deadline: Instant, turn: usize) -> Self {
        Self { frame, deadline, turn, extended: Arc::new(Mutex::new(deadline)) }
    }

    /// Asks for patience until `deadline`.
    pub(super) fn extend(&self, deadline: Instant) {
        *self.extended.lock().unwrap_or_else(PoisonError::into_inner) = deadline;
    }

    fn patience(extended: &Mutex<Instant>) -> Duration {
        let until = *extended.lock().unwrap_or_else(PoisonError::into_inner) + GRACE;
        until.saturating_duration_since(Instant::now())
    }
}

/// What reads a job.
pub(super) type Run = fn(&Job) -> Vec<Reading>;

/// What became of a job.
#[derive(Debug)]
pub(super) enum Answer {
    /// It was read, perhaps to nothing.
    Done(Vec<Reading>),
    /// It is still being read.
    Late,
    /// The worker has died of it.
    Gone,
}

/// A reading thread.
#[derive(Debug)]
pub(super) struct Worker {
    jobs: SyncSender<Job>,
    answers: Receiver<Vec<Reading>>,
    thread: JoinHandle<()>,
}

impl Worker {
    /// Starts a thread; none when the system has no thread to give.
    pub(super) fn spawn(run: Run) -> Option<Self> {
        let (jobs, inbox) = sync_channel::<Job>(1);
        let (outbox, answers) = sync_channel(1);
        let thread = threads::spawn("reader", move || {
            while let Ok(job) = inbox.recv() {
                let readings = run(&job);
                drop(job);
                if outbox.send(readings).is_err() {
                    return;
                }
            }
        })
        .inspect_err(|error| tracing::error!(target: "vision", %error, "QR reader: no thread"))
        .ok()?;
        Some(Self { jobs, answers, thread })
    }

    /// Hands the job over and waits for the answer until the job's deadline and a little longer.
    pub(super) fn read(&self, job: Job) -> Answer {
        let extended = Arc::clone(&job.extended);
        if self.jobs.send(job).is_err() {
            return Answer::Gone;
        }
        loop {
            match self.answers.recv_timeout(Job::patience(&extended)) {
                Ok(readings) => return Answer::Done(readings),
                Err(RecvTimeoutError::Timeout) if Job::patience(&extended).is_zero() => {
                    return Answer::Late;
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Answer::Gone,
            }
        }
    }

    /// Whether a worker that was late has finished: its answer lies here or its thread has ended.
    pub(super) fn is_done(&self) -> bool {
        self.thread.is_finished() || self.answers.try_recv().is_ok()
    }
}
