//! One scan, waited for: what the command line does.
//!
//! What it is for: the first code that the camera shows within a time. What it must never do: wait the whole time for
//! a camera that cannot be used; only one that was there and went may come back.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use super::{ScanEvent, ScanState, Scanner, ScannerConfig};
use crate::camera::{CameraError, CameraSpec, Opener};
use crate::decoder::Reading;

/// How long a camera that was unplugged may take to come back.
const MAY_COME_BACK: Duration = Duration::from_secs(5);

/// Waits up to `timeout` for a code; none when no code was shown.
///
/// # Errors
/// Why the camera cannot be used, at once; [`CameraError::Unplugged`] some seconds after it went and stayed away.
pub fn scan_once(camera: CameraSpec, timeout: Duration) -> Result<Option<Reading>, CameraError> {
    scan_once_with(camera, timeout)
}

/// Like [`scan_once`], with frames from anywhere.
///
/// # Errors
/// As [`scan_once`].
pub fn scan_once_with(opener: impl Opener + 'static, timeout: Duration) -> Result<Option<Reading>, CameraError> {
    let (sender, events) = channel();
    let sink = move |event| {
        // Nobody listens any more once the code was found.
        let _ = sender.send(event);
    };
    let scanner = Scanner::start_with(opener, ScannerConfig::default(), sink)?;
    let deadline = Instant::now() + timeout;
    let mut gone_until: Option<Instant> = None;
    let outcome = loop {
        let until = gone_until.map_or(deadline, |until| until.min(deadline));
        match events.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(ScanEvent::Seen { text, corners, .. }) => break Ok(Some(Reading { text, corners })),
            Ok(ScanEvent::State(ScanState::Failed { error: CameraError::Unplugged })) => {
                gone_until = Some(Instant::now() + MAY_COME_BACK);
            }
            Ok(ScanEvent::State(ScanState::Failed { error })) => break Err(error),
            Ok(ScanEvent::State(ScanState::Running { .. })) => gone_until = None,
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) if gone_until.is_some() => {
                break Err(CameraError::Unplugged);
            }
            Err(_) => break Ok(None),
        }
    };
    scanner.stop();
    outcome
}
