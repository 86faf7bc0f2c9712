//! The thread that reads, and that can be left behind.
//!
//! What it is for: a reader that does not come back must cost one thread and not the scanner. What it must never do:
//! let a panic of the reader reach anybody.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use cpu_time::ThreadTime;

use super::Reading;
use crate::frame::GrayFrame;
use crate::sight::Depth;
use crate::threads;

/// How long past its deadline a reader may take to notice that time is up before it is abandoned.
const GRACE: Duration = Duration::from_millis(120);

/// One frame to read.
#[derive(Debug, Clone)]
pub(super) struct Job {
    pub(super) frame: GrayFrame,
    /// After this instant the reader gives up by itself.
    pub(super) deadline: Instant,
    /// How far to go.
    pub(super) depth: Depth,
    /// The deadline that the reader gave itself, which may be later on a slow machine.
    pub(super) extended: Arc<Mutex<Instant>>,
}

impl Job {
    pub(super) fn new(frame: GrayFrame, deadline: Instant, depth: Depth) -> Self {
        Self { frame, deadline, depth, extended: Arc::new(Mutex::new(deadline)) }
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

/// What was seen on a frame.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// The codes that were read.
    pub(super) readings: Vec<Reading>,
    /// Whether something resembles a code, read or not.
    pub(super) located: bool,
}

/// What reads jobs, with what it remembers from job to job.
pub(super) type Run = Box<dyn FnMut(&Job) -> Seen>;

/// What became of a job.
#[derive(Debug)]
pub(super) enum Answer {
    /// It was read, perhaps to nothing, in so much time of the processor.
    Done(Seen, Duration),
    /// It is still being read.
    Late,
    /// The worker has died of it.
    Gone,
}

/// A reading thread.
#[derive(Debug)]
pub(super) struct Worker {
    jobs: SyncSender<Job>,
    answers: Receiver<(Seen, Duration)>,
    thread: JoinHandle<()>,
}

impl Worker {
    /// Starts a thread; none when the system has no thread to give.
    pub(super) fn spawn(make: fn() -> Run) -> Option<Self> {
        let (jobs, inbox) = sync_channel::<Job>(1);
        let (outbox, answers) = sync_channel(1);
        let thread = threads::spawn("reader", move || {
            let mut run = make();
            while let Ok(job) = inbox.recv() {
                let begun = ThreadTime::now();
                let seen = run(&job);
                drop(job);
                if outbox.send((seen, begun.elapsed())).is_err() {
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
                Ok((seen, spent)) => return Answer::Done(seen, spent),
                Err(RecvTimeoutError::Timeout) if Job::patience(&extended).is_zero() => {
                    return Answer::Late;
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Answer::Gone,
            }
        }
    }

    /// Hands a job over without waiting; false when the worker has died.
    pub(super) fn begin(&self, job: Job) -> bool {
        self.jobs.send(job).is_ok()
    }

    /// What became of the job that was begun, if anything did.
    pub(super) fn poll(&self) -> Option<Answer> {
        match self.answers.try_recv() {
            Ok((seen, spent)) => Some(Answer::Done(seen, spent)),
            Err(TryRecvError::Disconnected) => Some(Answer::Gone),
            Err(TryRecvError::Empty) => None,
        }
    }

    /// Whether a worker that was late has finished: its answer lies here or its thread has ended.
    pub(super) fn is_done(&self) -> bool {
        self.thread.is_finished() || self.answers.try_recv().is_ok()
    }
}
