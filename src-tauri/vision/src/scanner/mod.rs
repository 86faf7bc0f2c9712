//! The live scanner: a camera, a decoder and a preview that never wait for each other.
//!
//! What it is for: one thread takes frames from the camera (`capture`), one reads the newest (`reading`), and the
//! preview is made by whoever asks for it. What happens comes out as [`ScanEvent`]s. What it must never do: end by
//! itself. A camera that fails, is missing or is unplugged is opened again and again, patiently, until
//! [`Scanner::stop`].

mod capture;
mod exchange;
mod once;
mod presence;
mod preview;
mod reading;
mod stillness;

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::camera::{CameraError, CameraSpec, Opener, SourceInfo};
use crate::decoder::{Budget, Corner};
use exchange::Exchange;
use preview::Previewer;

pub use once::{scan_once, scan_once_with};
pub use preview::Preview;

/// How to scan.
#[derive(Debug, Clone)]
pub struct ScannerConfig {
    /// Which camera.
    pub camera: CameraSpec,
    /// Time for each frame.
    pub budget: Budget,
    /// The shortest time between the beginnings of two reads; it bounds the load on a slow machine.
    pub interval: Duration,
    /// How long a camera may be open without a frame before that is reported.
    pub silence: Duration,
}

impl Default for ScannerConfig {
    fn default() -> Self {
        Self {
            camera: CameraSpec::First,
            budget: Budget::LIVE,
            interval: Duration::from_millis(50),
            silence: Duration::from_secs(5),
        }
    }
}

/// How the scanner is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ScanState {
    /// The camera is being opened.
    Starting,
    /// Frames arrive.
    Running {
        /// The camera and what it delivers.
        camera: SourceInfo,
    },
    /// There are no frames. The scanner goes on trying.
    Failed {
        /// Why.
        error: CameraError,
    },
    /// The camera went away and is being looked for.
    Recovering,
}

/// What a live scanner has to say.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ScanEvent {
    /// The scanner's state has changed.
    State(ScanState),
    /// A code has come into view. Said once, until it was gone for a second and a half or another one came.
    Seen {
        /// Its text.
        text: String,
        /// Its corners in pixels of the frame.
        corners: [Corner; 4],
        /// Width of the frame in pixels.
        frame_width: u32,
        /// Height of the frame in pixels.
        frame_height: u32,
        /// When the frame was captured.
        #[serde(skip)]
        captured_at: Instant,
    },
    /// Where the code is now, for drawing. Said for every frame that was read with a code, and once when it is gone.
    Outline {
        /// Its corners in pixels of the frame; none when there is no code in view.
        corners: Option<[Corner; 4]>,
        /// Width of the frame in pixels.
        frame_width: u32,
        /// Height of the frame in pixels.
        frame_height: u32,
    },
}

/// Takes the events. It is called from the scanner's threads and must return soon.
pub(crate) type Sink = Arc<dyn Fn(ScanEvent) + Send + Sync>;

/// How long [`Scanner::stop`] waits for the camera's thread; a camera that delivers nothing cannot be interrupted.
const PATIENCE_AT_END: Duration = Duration::from_millis(400);

/// A running scanner. Dropping it stops it.
pub struct Scanner {
    exchange: Arc<Exchange>,
    previewer: Previewer,
    threads: Vec<JoinHandle<()>>,
}

impl std::fmt::Debug for Scanner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scanner").field("threads", &self.threads.len()).finish_non_exhaustive()
    }
}

impl Scanner {
    /// Starts scanning with the configured camera. The camera's failures arrive as events.
    ///
    /// # Errors
    /// [`CameraError::Other`] when the system has no threads to give.
    pub fn start(config: ScannerConfig, sink: impl Fn(ScanEvent) + Send + Sync + 'static) -> Result<Self, CameraError> {
        let opener = config.camera.clone();
        Self::start_with(opener, config, sink)
    }

    /// Starts scanning with frames from anywhere; `config.camera` is not looked at.
    ///
    /// # Errors
    /// [`CameraError::Other`] when the system has no threads to give.
    pub fn start_with(
        opener: impl Opener + 'static,
        config: ScannerConfig,
        sink: impl Fn(ScanEvent) + Send + Sync + 'static,
    ) -> Result<Self, CameraError> {
        let sink: Sink = Arc::new(sink);
        let exchange = Arc::new(Exchange::default());
        let mut scanner =
            Self { exchange: Arc::clone(&exchange), previewer: Previewer::default(), threads: Vec::new() };
        let state = Arc::new(capture::StateTeller::new(Arc::clone(&sink)));
        let (frames, told) = (Arc::clone(&exchange), Arc::clone(&state));
        let reading = move || reading::run(&frames, &config, &told, &sink);
        scanner.threads.push(crate::threads::spawn("decode", reading).map_err(|error| no_thread(&error))?);
        let capture = move || capture::run(opener, &exchange, &state);
        scanner.threads.push(crate::threads::spawn("camera", capture).map_err(|error| no_thread(&error))?);
        Ok(scanner)
    }

    /// A small JPEG of the newest frame; none while there is no picture. Cheap to ask for often: a new one is made at
    /// most fifteen times a second, on the thread that asks.
    #[must_use]
    pub fn latest_preview(&self) -> Option<Preview> {
        self.previewer.preview(&self.exchange.newest()?)
    }

    /// Stops scanning and gives the camera back. A camera that hangs is left to itself after a moment.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.exchange.close();
        let until = Instant::now() + PATIENCE_AT_END;
        for thread in self.threads.drain(..) {
            while !thread.is_finished() && Instant::now() < until {
                std::thread::sleep(Duration::from_millis(4));
            }
            if thread.is_finished() && thread.join().is_err() {
                tracing::error!(target: "vision", "a scanner thread ended in a panic");
            }
        }
    }
}

impl Drop for Scanner {
    fn drop(&mut self) {
        self.end();
    }
}

fn no_thread(error: &std::io::Error) -> CameraError {
    CameraError::Other { message: format!("no thread: {error}") }
}
