//! Where frames come from: real cameras, and folders of pictures that play a camera.
//!
//! What it is for: naming a camera ([`CameraSpec`]), listing what is there ([`list`]), and opening it behind one small
//! trait ([`Source`]). What it must never do: hide why a camera cannot be used; every way to fail has its own
//! [`CameraError`], because each needs another hand's turn from the person at the counter.

mod folder;
mod formats;
#[cfg(target_os = "linux")]
mod linux;
mod native;

use std::path::PathBuf;

use serde::Serialize;

use crate::frame::GrayFrame;

pub use folder::FolderCamera;

/// A camera as people choose it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CameraInfo {
    /// The number by which it is opened; it may change when cameras are plugged in and out.
    pub index: u32,
    /// The name that its maker gave it.
    pub name: String,
}

/// Which camera to use. Written `""` (the first one), `"2"` (by number), `"folder:PATH"` (pictures that play a camera),
/// anything else is looked for in the cameras' names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum CameraSpec {
    /// The first one that the system lists.
    #[default]
    First,
    /// By the system's number.
    Index(u32),
    /// The first one whose name is this, or else contains it.
    Named(String),
    /// The pictures of a folder, played in a loop.
    Folder(PathBuf),
}

impl From<&str> for CameraSpec {
    fn from(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() {
            Self::First
        } else if let Some(path) = text.strip_prefix("folder:") {
            Self::Folder(PathBuf::from(path))
        } else {
            text.parse().map_or_else(|_| Self::Named(text.to_owned()), Self::Index)
        }
    }
}

impl From<Option<u32>> for CameraSpec {
    fn from(index: Option<u32>) -> Self {
        index.map_or(Self::First, Self::Index)
    }
}

/// Why there are no frames. Each has a stable [`code`](CameraError::code).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum CameraError {
    /// The system lists no such camera.
    #[serde(rename = "no_camera")]
    #[error("no camera was found")]
    NoCamera,
    /// Another program has it.
    #[serde(rename = "camera_busy")]
    #[error("the camera is in use by another program")]
    Busy,
    /// The system does not let this program use it.
    #[serde(rename = "camera_refused")]
    #[error("the system refuses access to the camera")]
    Refused,
    /// It answers, but in no format that could be read.
    #[serde(rename = "camera_no_usable_format")]
    #[error("the camera offers no usable format; tried: {}", tried.join("; "))]
    NoUsableFormat {
        /// Each format that was tried, with what came of it.
        tried: Vec<String>,
    },
    /// It was there and has gone.
    #[serde(rename = "camera_unplugged")]
    #[error("the camera was unplugged")]
    Unplugged,
    /// It is open but delivers no pictures.
    #[serde(rename = "camera_silent")]
    #[error("the camera delivers no pictures")]
    Silent,
    /// Anything else, in the words of the driver.
    #[serde(rename = "camera_failed")]
    #[error("the camera failed: {message}")]
    Other {
        /// What the driver said.
        message: String,
    },
}

impl CameraError {
    /// The stable code of this failure.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoCamera => "no_camera",
            Self::Busy => "camera_busy",
            Self::Refused => "camera_refused",
            Self::NoUsableFormat { .. } => "camera_no_usable_format",
            Self::Unplugged => "camera_unplugged",
            Self::Silent => "camera_silent",
            Self::Other { .. } => "camera_failed",
        }
    }
}

/// What an open camera delivers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceInfo {
    /// The camera's name.
    pub name: String,
    /// The pixel format, as camera settings name it.
    pub format: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Frames per second, as announced.
    pub fps: u32,
}

/// An open camera. It lives on the thread that opened it.
pub trait Source {
    /// What it delivers.
    fn info(&self) -> SourceInfo;

    /// Waits for the next frame. `spare` is a buffer to reuse.
    ///
    /// # Errors
    /// [`CameraError::Unplugged`] when it has gone; other errors likewise mean that it must be opened anew. A single
    /// damaged frame is no error: it is left out.
    fn next_frame(&mut self, spare: Vec<u8>) -> Result<GrayFrame, CameraError>;
}

/// Opens a camera, again and again if need be, on the thread that will read it.
pub trait Opener: Send {
    /// Opens it.
    ///
    /// # Errors
    /// Why it could not be opened.
    fn open(&mut self) -> Result<Box<dyn Source>, CameraError>;
}

impl Opener for CameraSpec {
    fn open(&mut self) -> Result<Box<dyn Source>, CameraError> {
        match self {
            Self::Folder(path) => Ok(Box::new(FolderCamera::open(path.clone(), folder::FRAMES_PER_SECOND)?)),
            Self::First => native::open(first(native::list()?)?),
            Self::Index(index) => {
                let listed = native::list()?.into_iter().find(|camera| camera.index == *index);
                native::open(listed.ok_or(CameraError::NoCamera)?)
            }
            Self::Named(name) => native::open(named(native::list()?, name)?),
        }
    }
}

impl<F> Opener for F
where
    F: FnMut() -> Result<Box<dyn Source>, CameraError> + Send,
{
    fn open(&mut self) -> Result<Box<dyn Source>, CameraError> {
        self()
    }
}

/// The cameras that the system lists, by number. Nodes that deliver no pictures are left out.
///
/// # Errors
/// [`CameraError::Other`] when the system cannot be asked. No camera is an empty list, not an error.
pub fn list() -> Result<Vec<CameraInfo>, CameraError> {
    native::list()
}

fn first(cameras: Vec<CameraInfo>) -> Result<CameraInfo, CameraError> {
    cameras.into_iter().next().ok_or(CameraError::NoCamera)
}

fn named(cameras: Vec<CameraInfo>, name: &str) -> Result<CameraInfo, CameraError> {
    let wanted = name.to_lowercase();
    let exact = cameras.iter().position(|camera| camera.name.to_lowercase() == wanted);
    let close = || cameras.iter().position(|camera| camera.name.to_lowercase().contains(&wanted));
    let found = exact.or_else(close).ok_or(CameraError::NoCamera)?;
    cameras.into_iter().nth(found).ok_or(CameraError::NoCamera)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]
mod tests {
    use super::*;

    fn cameras() -> Vec<CameraInfo> {
        let camera = |index, name: &str| CameraInfo { index, name: name.to_owned() };
        vec![camera(0, "Integrated Webcam"), camera(2, "Logi C920"), camera(4, "C920")]
    }

    #[test]
    fn a_camera_is_named_by_what_people_write() {
        for (text, expected) in [
            ("", CameraSpec::First),
            ("  ", CameraSpec::First),
            ("2", CameraSpec::Index(2)),
            ("folder:/a b", CameraSpec::Folder(PathBuf::from("/a b"))),
            ("c920", CameraSpec::Named("c920".to_owned())),
            ("-1", CameraSpec::Named("-1".to_owned())),
        ] {
            assert_eq!(CameraSpec::from(text), expected, "{text:?}");
        }
    }

    #[test]
    fn an_exact_name_goes_before_a_part_of_one() {
        assert_eq!(named(cameras(), "c920").map(|camera| camera.index), Ok(4));
        assert_eq!(named(cameras(), "logi").map(|camera| camera.index), Ok(2));
        assert_eq!(named(cameras(), "nikon"), Err(CameraError::NoCamera));
        assert_eq!(first(Vec::new()), Err(CameraError::NoCamera));
    }

    #[test]
    fn the_code_in_json_is_the_code() {
        for error in [
            CameraError::NoCamera,
            CameraError::Busy,
            CameraError::Refused,
            CameraError::NoUsableFormat { tried: vec!["YUYV 640x480: rejected".to_owned()] },
            CameraError::Unplugged,
            CameraError::Silent,
            CameraError::Other { message: "?".to_owned() },
        ] {
            let json = serde_json::to_value(&error).unwrap();
            assert_eq!(json["code"], error.code());
        }
    }
}
