//! The small picture that people see of the camera.
//!
//! What it is for: a JPEG of the newest frame, about 640 pixels wide, made when somebody asks. What it must never do:
//! be made more often than fifteen times a second, or for nobody.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;

use super::exchange::Numbered;
use crate::plane::Plane;

/// About how wide a preview is, in pixels.
const WIDTH_PX: usize = 640;
/// The shortest time between two previews.
const INTERVAL: Duration = Duration::from_millis(66);
/// JPEG quality, of 100.
const QUALITY: u8 = 72;

/// A preview of the camera.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The number of the frame; the same number is the same picture.
    pub seq: u64,
    /// Width of the JPEG in pixels.
    pub width: u32,
    /// Height of the JPEG in pixels.
    pub height: u32,
    /// Width of the frame that it shows; outlines are in pixels of the frame.
    pub frame_width: u32,
    /// Height of the frame that it shows.
    pub frame_height: u32,
    /// The picture: a grey JPEG.
    pub jpeg: Arc<[u8]>,
}

/// Makes previews and keeps the last one.
#[derive(Debug, Default)]
pub(crate) struct Previewer {
    last: Mutex<Option<(Instant, Preview)>>,
}

impl Previewer {
    /// The preview of `newest`, or the last one when it is younger than the interval or of the same frame.
    pub(crate) fn preview(&self, newest: &Numbered) -> Option<Preview> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((made_at, preview)) = last.as_ref()
            && (preview.seq == newest.seq || made_at.elapsed() < INTERVAL)
        {
            return Some(preview.clone());
        }
        let preview = make(newest)?;
        *last = Some((Instant::now(), preview.clone()));
        Some(preview)
    }
}

fn make(numbered: &Numbered) -> Option<Preview> {
    let frame = &numbered.frame;
    let frame_width = usize::try_from(frame.width()).ok()?;
    // The nearest whole factor: 1280 pixels become 640, 800 stay 800, 1920 become 640.
    let factor = ((frame_width + WIDTH_PX / 2) / WIDTH_PX).max(1);
    let plane = Plane::shrunk(frame, factor);
    let (width, height) = (u32::try_from(plane.width).ok()?, u32::try_from(plane.height).ok()?);
    let mut jpeg = Vec::with_capacity(plane.pixels.len() / 6);
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
        .encode(&plane.pixels, width, height, ExtendedColorType::L8)
        .inspect_err(|error| tracing::debug!(target: "vision", %error, "no preview"))
        .ok()?;
    let (frame_width, frame_height) = (frame.width(), frame.height());
    Some(Preview { seq: numbered.seq, width, height, frame_width, frame_height, jpeg: jpeg.into() })
}
