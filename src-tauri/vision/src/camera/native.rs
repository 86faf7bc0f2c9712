//! The system's cameras, through nokhwa.
//!
//! What it is for: listing and opening them, with format fallback, and frames as brightness. What it must never do:
//! lose the reason of a failure, or let a panic out of the camera library: its stream panics when a device goes at the
//! wrong moment.

use std::panic::{AssertUnwindSafe, catch_unwind};

use nokhwa::utils::{CameraFormat, CameraIndex, FrameFormat, RequestedFormat, RequestedFormatType};
use nokhwa::{Camera, NokhwaError};

#[cfg(target_os = "linux")]
use super::linux;
use super::{CameraError, CameraInfo, Source, SourceInfo, formats};
use crate::frame::{GrayFrame, PixelFormat};

/// All the pixel formats that the camera library knows; each can be read.
#[cfg(not(target_os = "linux"))]
const KINDS: [FrameFormat; 6] = [
    FrameFormat::YUYV,
    FrameFormat::MJPEG,
    FrameFormat::NV12,
    FrameFormat::GRAY,
    FrameFormat::RAWRGB,
    FrameFormat::RAWBGR,
];

/// Frames in a row that cannot be read before the format counts as unusable.
const MAX_DAMAGED_IN_A_ROW: u32 = 40;

/// The system's cameras by number.
pub(super) fn list() -> Result<Vec<CameraInfo>, CameraError> {
    let backend = nokhwa::native_api_backend()
        .ok_or_else(|| CameraError::Other { message: "this system has no camera interface".to_owned() })?;
    let found = contained(|| nokhwa::query(backend))?;
    let mut cameras: Vec<CameraInfo> = found
        .iter()
        .filter_map(|camera| Some(CameraInfo { index: camera.index().as_index().ok()?, name: camera.human_name() }))
        .filter(|camera| captures(camera.index))
        .collect();
    cameras.sort_by_key(|camera| camera.index);
    Ok(cameras)
}

#[cfg(target_os = "linux")]
fn captures(index: u32) -> bool {
    linux::captures(index)
}

#[cfg(not(target_os = "linux"))]
const fn captures(_index: u32) -> bool {
    true
}

/// Opens the camera in the best format that it really delivers.
pub(super) fn open(camera: CameraInfo) -> Result<Box<dyn Source>, CameraError> {
    let index = camera.index;
    let mut tried = Vec::new();
    let mut candidates = match listed_formats(index)? {
        Ok(listed) => formats::ranked(listed),
        Err(why) => {
            tried.push(format!("listed formats: {why}"));
            Vec::new()
        }
    };
    if candidates.is_empty() {
        candidates = formats::unlisted();
    }
    for wanted in candidates {
        match start(index, wanted) {
            Ok(device) => {
                let info = describe(&camera.name, device.camera_format());
                return Ok(Box::new(NativeCamera { device: Some(device), info, damaged_in_a_row: 0 }));
            }
            Err(why) => match reason(&why) {
                Some(error) => return Err(opening(error)),
                None => tried.push(format!("{}: {why}", shown(wanted))),
            },
        }
    }
    Err(CameraError::NoUsableFormat { tried })
}

/// What the device says it offers; inside, why it could not say.
#[cfg(target_os = "linux")]
fn listed_formats(index: u32) -> Result<Result<Vec<CameraFormat>, String>, CameraError> {
    match linux::formats(index) {
        Ok(formats) => Ok(Ok(formats)),
        Err(why) => why.raw_os_error().and_then(meaning).map_or(Ok(Err(why.to_string())), |error| Err(opening(error))),
    }
}

/// What the device says it offers; inside, why it could not say.
#[cfg(not(target_os = "linux"))]
fn listed_formats(index: u32) -> Result<Result<Vec<CameraFormat>, String>, CameraError> {
    let mut last = String::from("none");
    for kind in KINDS {
        let kinds = [kind];
        let wish = RequestedFormat::with_formats(RequestedFormatType::None, &kinds);
        let answer = contained_raw(|| {
            let mut device = Camera::new(CameraIndex::Index(index), wish)?;
            device.compatible_camera_formats()
        });
        match answer {
            Ok(formats) if !formats.is_empty() => return Ok(Ok(formats)),
            Ok(_) => {}
            Err(why) => match reason(&why) {
                Some(error) => return Err(opening(error)),
                None => last = why,
            },
        }
    }
    Ok(Err(last))
}

/// Opens the device in exactly this format and starts its stream.
fn start(index: u32, wanted: CameraFormat) -> Result<Camera, String> {
    #[cfg(target_os = "linux")]
    if let Err(error) = linux::preset(index, wanted) {
        tracing::debug!(target: "vision", %error, "the camera was not put into {}", shown(wanted));
    }
    contained_raw(|| {
        let kinds = [wanted.format()];
        let wish = RequestedFormat::with_formats(RequestedFormatType::Exact(wanted), &kinds);
        let mut device = Camera::new(CameraIndex::Index(index), wish)?;
        device.open_stream()?;
        Ok(device)
    })
}

/// An open camera of the system.
struct NativeCamera {
    device: Option<Camera>,
    info: SourceInfo,
    damaged_in_a_row: u32,
}

impl Source for NativeCamera {
    fn info(&self) -> SourceInfo {
        self.info.clone()
    }

    fn next_frame(&mut self, spare: Vec<u8>) -> Result<GrayFrame, CameraError> {
        let mut spare = Some(spare);
        loop {
            let device = self.device.as_mut().ok_or(CameraError::Unplugged)?;
            let format = device.camera_format();
            let kind = pixel_format(format.format());
            let spare = spare.take().unwrap_or_default();
            let frame = contained_raw(|| {
                let bytes = device.frame_raw()?;
                Ok(GrayFrame::from_camera(kind, format.width(), format.height(), &bytes, spare))
            })
            .map_err(|why| reading(reason(&why), why))?;
            match frame {
                Ok(frame) => {
                    self.damaged_in_a_row = 0;
                    return Ok(frame);
                }
                Err(why) => {
                    self.damaged_in_a_row += 1;
                    if self.damaged_in_a_row >= MAX_DAMAGED_IN_A_ROW {
                        return Err(CameraError::NoUsableFormat { tried: vec![format!("{}: {why}", shown(format))] });
                    }
                }
            }
        }
    }
}

impl Drop for NativeCamera {
    /// The stream's own drop panics when the device went away in some other way than it expects.
    fn drop(&mut self) {
        let device = self.device.take();
        if catch_unwind(AssertUnwindSafe(|| drop(device))).is_err() {
            tracing::debug!(target: "vision", "the camera's stream did not close cleanly");
        }
    }
}

/// Runs `work`, with the library's errors and panics as text.
fn contained_raw<T>(work: impl FnOnce() -> Result<T, NokhwaError>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(|error| error.to_string()),
        Err(_) => Err("the camera library failed".to_owned()),
    }
}

fn contained<T>(work: impl FnOnce() -> Result<T, NokhwaError>) -> Result<T, CameraError> {
    contained_raw(work).map_err(|why| reason(&why).unwrap_or(CameraError::Other { message: why }))
}

/// What the number of the system's error means. The library keeps the number only inside its text, in the form that
/// Rust's own errors have: "… (os error 16)".
fn reason(why: &str) -> Option<CameraError> {
    let (_, rest) = why.rsplit_once("(os error ")?;
    meaning(rest.split(')').next()?.parse().ok()?)
}

/// What the system's error number means for a camera, where it means something.
const fn meaning(os_error: i32) -> Option<CameraError> {
    match os_error {
        16 => Some(CameraError::Busy),
        1 | 13 => Some(CameraError::Refused),
        // ENOENT, ENXIO, ENODEV
        2 | 6 | 19 => Some(CameraError::Unplugged),
        _ => None,
    }
}

/// While opening, a device that is not there was never plugged in as far as we know.
fn opening(error: CameraError) -> CameraError {
    if error == CameraError::Unplugged { CameraError::NoCamera } else { error }
}

fn reading(known: Option<CameraError>, why: String) -> CameraError {
    known.unwrap_or(CameraError::Other { message: why })
}

fn describe(name: &str, format: CameraFormat) -> SourceInfo {
    SourceInfo {
        name: name.to_owned(),
        format: pixel_format(format.format()).name().to_owned(),
        width: format.width(),
        height: format.height(),
        fps: format.frame_rate(),
    }
}

fn shown(format: CameraFormat) -> String {
    let kind = pixel_format(format.format()).name();
    format!("{kind} {}x{} at {}/s", format.width(), format.height(), format.frame_rate())
}

const fn pixel_format(kind: FrameFormat) -> PixelFormat {
    match kind {
        FrameFormat::MJPEG => PixelFormat::Mjpeg,
        FrameFormat::YUYV => PixelFormat::Yuyv,
        FrameFormat::NV12 => PixelFormat::Nv12,
        FrameFormat::GRAY => PixelFormat::Gray,
        FrameFormat::RAWRGB => PixelFormat::Rgb,
        FrameFormat::RAWBGR => PixelFormat::Bgr,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_error_number_tells_the_reason() {
        for (why, expected) in [
            ("Could not open device stream: Device or resource busy (os error 16)", Some(CameraError::Busy)),
            ("Could not open device 0: V4L2 Error: Permission denied (os error 13)", Some(CameraError::Refused)),
            ("Could not capture frame: No such device (os error 19)", Some(CameraError::Unplugged)),
            (
                "Could not open device 3: V4L2 Error: No such file or directory (os error 2)",
                Some(CameraError::Unplugged),
            ),
            ("Could not set device property: Invalid argument (os error 22)", None),
            ("Could not get device property CameraFormat: Failed to Fufill", None),
            ("(os error x)", None),
        ] {
            assert_eq!(reason(why), expected, "{why}");
        }
        assert_eq!(opening(CameraError::Unplugged), CameraError::NoCamera);
        assert_eq!(opening(CameraError::Busy), CameraError::Busy);
    }
}
