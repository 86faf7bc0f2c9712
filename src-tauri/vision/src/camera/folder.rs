//! A folder of pictures that plays a camera.
//!
//! What it is for: rehearsals and tests without a webcam, through the very same path as a real one. The folder is read
//! anew for every frame, so pictures may be swapped while it plays; removing the folder unplugs the camera. What it
//! must never do: stop at a picture that is half written or no picture at all; it shows the others.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use super::{CameraError, Source, SourceInfo};
use crate::frame::GrayFrame;
use crate::picture;

/// How fast a folder plays when it is chosen by name.
pub(super) const FRAMES_PER_SECOND: u32 = 15;
/// What an empty folder shows: a covered lens.
const COVERED: (u32, u32, u8) = (640, 480, 96);
/// Pictures kept decoded.
const MAX_KEPT: usize = 12;

/// What a picture file looked like when it was decoded: it is decoded again when this changes.
type Stamp = (u64, Option<SystemTime>);

/// See the module's description.
#[derive(Debug)]
pub struct FolderCamera {
    folder: PathBuf,
    fps: u32,
    next_at: Instant,
    last_shown: Option<PathBuf>,
    kept: HashMap<PathBuf, (Stamp, GrayFrame)>,
}

impl FolderCamera {
    /// A camera that plays the PNG and JPEG pictures of `folder` in the order of their names, `fps` a second.
    ///
    /// # Errors
    /// [`CameraError::NoCamera`] when there is no such folder.
    pub fn open(folder: PathBuf, fps: u32) -> Result<Self, CameraError> {
        pictures_in(&folder).map_err(|()| CameraError::NoCamera)?;
        Ok(Self { folder, fps: fps.clamp(1, 120), next_at: Instant::now(), last_shown: None, kept: HashMap::new() })
    }

    fn wait(&mut self) {
        let now = Instant::now();
        if let Some(left) = self.next_at.checked_duration_since(now) {
            std::thread::sleep(left);
        }
        self.next_at = self.next_at.max(now) + Duration::from_secs(1) / self.fps;
    }

    /// The next picture after the one shown last, the first readable one from there on.
    fn advance(&mut self, pictures: &[PathBuf]) -> Option<GrayFrame> {
        let after = self.last_shown.as_ref().map_or(0, |last| pictures.partition_point(|path| path <= last));
        let (before, from) = pictures.split_at_checked(after)?;
        for path in from.iter().chain(before) {
            if let Some(frame) = self.decoded(path) {
                self.last_shown = Some(path.clone());
                return Some(frame);
            }
        }
        None
    }

    fn decoded(&mut self, path: &Path) -> Option<GrayFrame> {
        let about = std::fs::metadata(path).ok()?;
        let stamp = (about.len(), about.modified().ok());
        if let Some((known, frame)) = self.kept.get(path)
            && *known == stamp
        {
            return Some(frame.clone());
        }
        let frame = picture::load(path).ok()?;
        if self.kept.len() >= MAX_KEPT {
            self.kept.clear();
        }
        self.kept.insert(path.to_owned(), (stamp, frame.clone()));
        Some(frame)
    }
}

impl Source for FolderCamera {
    fn info(&self) -> SourceInfo {
        let name = self.folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let (width, height) =
            self.kept.values().next().map_or((COVERED.0, COVERED.1), |(_, frame)| (frame.width(), frame.height()));
        SourceInfo { name, format: "PICTURES".to_owned(), width, height, fps: self.fps }
    }

    fn next_frame(&mut self, _spare: Vec<u8>) -> Result<GrayFrame, CameraError> {
        self.wait();
        let pictures = pictures_in(&self.folder).map_err(|()| CameraError::Unplugged)?;
        if let Some(frame) = self.advance(&pictures) {
            return Ok(frame.at(Instant::now()));
        }
        let (width, height, grey) = COVERED;
        let blank = vec![grey; usize::try_from(width * height).unwrap_or_default()];
        GrayFrame::new(width, height, blank).map_err(|error| CameraError::Other { message: error.to_string() })
    }
}

/// The folder's pictures by name. Hidden files are left out, as a file that is being written often is one.
fn pictures_in(folder: &Path) -> Result<Vec<PathBuf>, ()> {
    let is_picture = |path: &PathBuf| {
        let hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        let kind = path.extension().map(|kind| kind.to_string_lossy().to_lowercase());
        !hidden && matches!(kind.as_deref(), Some("png" | "jpg" | "jpeg"))
    };
    let entries = std::fs::read_dir(folder).map_err(|_| ())?;
    let mut pictures: Vec<PathBuf> =
        entries.filter_map(Result::ok).map(|entry| entry.path()).filter(is_picture).collect();
    pictures.sort();
    Ok(pictures)
}
