//! The camera for the page: its state, its pictures at a modest rate, and the codes on them.
//!
//! One thread owns the scanner and takes the page's wishes in their order, so that a stop can never overtake the start after
//! it. What it must never do: keep a code back until the page has time for a picture; a code is told at once.

use super::desk::DeskHolder;
use super::ipc::off_the_loop;
use crate::error::{Class, FaceError};
use comptoir_vision::decoder::Corner;
use comptoir_vision::{CameraError, CameraSpec, Preview, ScanEvent, ScanState, Scanner, ScannerConfig};
use serde::Serialize;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tauri::State;
use tauri::ipc::{Channel, Response};

/// The shortest time between two pictures.
const PICTURE_EVERY: Duration = Duration::from_millis(66);
/// The variable that names a camera in place of the setting, in the same words: for rehearsals and tests without a webcam.
pub(crate) const CAMERA_VARIABLE: &str = "COMPTOIR_CAMERA";

/// What the page hears.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum CameraMessage {
    /// How the camera is.
    Status { status: Status },
    /// There is a new picture; `camera_picture` gives it.
    Frame { sequence: u64, width: u32, height: u32, corners: Vec<Point>, text: Option<String> },
}

/// How the camera is, in the page's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Status {
    state: &'static str,
    detail: Option<String>,
}

/// A corner, in pixels of the frame.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Point {
    x: f32,
    y: f32,
}

/// A camera of the machine.
#[derive(Debug, Serialize)]
pub(super) struct CameraDevice {
    id: String,
    name: String,
}

type Latest = Arc<Mutex<Option<Preview>>>;

/// The page's end of the camera's thread.
pub(super) struct CameraDesk {
    wishes: Mutex<Sender<Wish>>,
    latest: Latest,
}

enum Wish {
    /// The camera that is named; without a name, the one of the settings.
    Start(Option<String>, Channel<CameraMessage>),
    Stop,
    Heard(ScanEvent),
}

impl CameraDesk {
    /// Starts the thread; the camera stays off until somebody wants it.
    pub(super) fn start(holder: Arc<DeskHolder>) -> Self {
        let (wishes, received) = channel();
        let latest = Latest::default();
        let (own, shown) = (wishes.clone(), Arc::clone(&latest));
        let thread = std::thread::Builder::new()
            .name("camera-desk".into())
            .spawn(move || serve(&received, &own, &shown, &holder));
        if let Err(error) = thread {
            tracing::error!(%error, "no thread for the camera");
        }
        Self { wishes: Mutex::new(wishes), latest }
    }

    fn wish(&self, wish: Wish) -> Result<(), FaceError> {
        let sent = self.wishes.lock().unwrap_or_else(PoisonError::into_inner).send(wish);
        sent.map_err(|_| FaceError::new(Class::Environment, "camera_failed").hint("the camera's thread has ended"))
    }
}

/// The cameras of this machine. The id is what a setting or a start takes.
#[tauri::command]
pub(super) async fn camera_list() -> Result<Vec<CameraDevice>, FaceError> {
    off_the_loop(|| {
        let cameras = comptoir_vision::camera::list()?;
        Ok(cameras.into_iter().map(|camera| CameraDevice { id: camera.name.clone(), name: camera.name }).collect())
    })
    .await
}

/// Starts the camera: the one that is named, else the one of the settings, else the first. One that runs is stopped first.
#[tauri::command]
pub(super) fn camera_start(
    cameras: State<'_, CameraDesk>,
    camera: Option<String>,
    channel: Channel<CameraMessage>,
) -> Result<(), FaceError> {
    cameras.wish(Wish::Start(camera, channel))
}

/// Stops the camera.
#[tauri::command]
pub(super) fn camera_stop(cameras: State<'_, CameraDesk>) -> Result<(), FaceError> {
    cameras.wish(Wish::Stop)
}

/// The newest picture as a JPEG. The page says which one it was told of; a newer one serves it better.
#[tauri::command]
pub(super) fn camera_picture(cameras: State<'_, CameraDesk>, sequence: u64) -> Result<Response, FaceError> {
    let latest = cameras.latest.lock().unwrap_or_else(PoisonError::into_inner);
    let picture = latest.as_ref().filter(|picture| picture.seq >= sequence);
    picture
        .map(|picture| Response::new(picture.jpeg.to_vec()))
        .ok_or_else(|| FaceError::new(Class::Refused, "camera_silent").hint("there is no such picture any more"))
}

/// A scanner that runs, and who watches it.
struct Watched {
    scanner: Scanner,
    page: Channel<CameraMessage>,
    outline: Vec<Point>,
    told_sequence: Option<u64>,
}

fn serve(wishes: &Receiver<Wish>, own: &Sender<Wish>, latest: &Latest, holder: &DeskHolder) {
    let mut watched: Option<Watched> = None;
    loop {
        let wish = match &watched {
            Some(_) => wishes.recv_timeout(PICTURE_EVERY),
            None => wishes.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match wish {
            Ok(Wish::Start(camera, page)) => {
                // The camera must be free before it is opened again.
                drop(watched.take());
                let named =
                    camera.or_else(|| std::env::var(CAMERA_VARIABLE).ok()).or_else(|| holder.setting("camera.source"));
                watched = begin(CameraSpec::from(named.unwrap_or_default().as_str()), page, own.clone());
            }
            Ok(Wish::Stop) => {
                drop(watched.take());
                *latest.lock().unwrap_or_else(PoisonError::into_inner) = None;
            }
            Ok(Wish::Heard(event)) => {
                if let Some(watched) = &mut watched {
                    watched.hear(event, latest);
                }
            }
            Err(RecvTimeoutError::Timeout) => {
                if let Some(watched) = &mut watched {
                    watched.show(latest, None);
                }
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

fn begin(camera: CameraSpec, page: Channel<CameraMessage>, own: Sender<Wish>) -> Option<Watched> {
    let config = ScannerConfig { camera, ..ScannerConfig::default() };
    let sink = move |event| {
        // The thread that hears it may have ended with the program.
        let _ = own.send(Wish::Heard(event));
    };
    match Scanner::start(config, sink) {
        Ok(scanner) => Some(Watched { scanner, page, outline: Vec::new(), told_sequence: None }),
        Err(error) => {
            tell(&page, CameraMessage::Status { status: status_of(&ScanState::Failed { error }) });
            None
        }
    }
}

impl Watched {
    fn hear(&mut self, event: ScanEvent, latest: &Latest) {
        match event {
            ScanEvent::State(state) => {
                self.outline.clear();
                tell(&self.page, CameraMessage::Status { status: status_of(&state) });
            }
            ScanEvent::Outline { corners, .. } => {
                self.outline = corners.map_or_else(Vec::new, points);
            }
            ScanEvent::Seen { text, corners, .. } => {
                self.outline = points(corners);
                self.show(latest, Some(text));
            }
        }
    }

    /// Tells of the newest picture if it is a new one, or if there is a text to tell with it.
    fn show(&mut self, latest: &Latest, text: Option<String>) {
        let Some(preview) = self.scanner.latest_preview() else { return };
        if text.is_none() && self.told_sequence == Some(preview.seq) {
            return;
        }
        self.told_sequence = Some(preview.seq);
        let (sequence, width, height) = (preview.seq, preview.frame_width, preview.frame_height);
        *latest.lock().unwrap_or_else(PoisonError::into_inner) = Some(preview);
        tell(&self.page, CameraMessage::Frame { sequence, width, height, corners: self.outline.clone(), text });
    }
}

fn tell(page: &Channel<CameraMessage>, message: CameraMessage) {
    if let Err(error) = page.send(message) {
        tracing::debug!(%error, "the page does not listen to the camera any more");
    }
}

fn points(corners: [Corner; 4]) -> Vec<Point> {
    corners.iter().map(|&(x, y)| Point { x, y }).collect()
}

fn status_of(state: &ScanState) -> Status {
    let (state, detail) = match state {
        ScanState::Starting => ("starting", None),
        ScanState::Running { camera } => (
            "running",
            Some(format!("{} · {}×{} {} · {}/s", camera.name, camera.width, camera.height, camera.format, camera.fps)),
        ),
        ScanState::Recovering => ("unplugged", None),
        ScanState::Failed { error } => {
            let state = match error {
                CameraError::NoCamera => "none",
                CameraError::Busy => "busy",
                CameraError::Refused => "refused",
                CameraError::NoUsableFormat { .. } => "no_format",
                CameraError::Unplugged => "unplugged",
                CameraError::Silent | CameraError::Other { .. } => "failed",
            };
            (state, Some(error.to_string()))
        }
    };
    Status { state, detail }
}
