//! A grey picture and how raw camera bytes become one.
//!
//! What it is for: every part of this crate speaks `GrayFrame`; a code is black and white, so brightness is all a
//! reader needs. What it must never do: take a detour over RGB for formats that already carry brightness, copy pixels
//! when a frame is handed from thread to thread, or trust a length that a driver reports.

use std::sync::Arc;
use std::time::Instant;

use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

/// The longest side, in pixels, that a frame may have; QR codes need far less and arithmetic stays far from overflow.
pub const MAX_SIDE_PX: u32 = 32_768;

/// Why bytes could not become a frame.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// The picture has no area, or a side beyond [`MAX_SIDE_PX`].
    #[error("a picture of {width}x{height} pixels cannot be read")]
    BadSize {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// Fewer bytes than the size and format need.
    #[error("the picture is cut short: {have} bytes of {need}")]
    TooShort {
        /// Bytes that arrived.
        have: usize,
        /// Bytes that the size and format need.
        need: usize,
    },
    /// The compressed picture is damaged.
    #[error("the compressed picture cannot be decoded: {0}")]
    Damaged(String),
}

/// The pixel formats that cameras hand over and that are read here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PixelFormat {
    /// 4:2:2 packed, brightness in every other byte.
    Yuyv,
    /// Brightness plane first, then interleaved colour.
    Nv12,
    /// One byte of brightness per pixel.
    Gray,
    /// One JPEG picture per frame.
    Mjpeg,
    /// Three bytes per pixel, red first.
    Rgb,
    /// Three bytes per pixel, blue first.
    Bgr,
}

impl PixelFormat {
    /// The name that people know from camera settings.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yuyv => "YUYV",
            Self::Nv12 => "NV12",
            Self::Gray => "GRAY",
            Self::Mjpeg => "MJPEG",
            Self::Rgb => "RGB",
            Self::Bgr => "BGR",
        }
    }
}

/// An 8-bit brightness picture, tightly packed, row by row, with the instant when it was captured.
///
/// Cloning shares the pixels; it costs a reference count.
#[derive(Debug, Clone)]
pub struct GrayFrame {
    width: u32,
    height: u32,
    luma: Arc<Vec<u8>>,
    captured_at: Instant,
}

impl GrayFrame {
    /// A frame of `luma`, `width * height` bytes, captured now.
    ///
    /// # Errors
    /// [`FrameError::BadSize`] or [`FrameError::TooShort`]; bytes beyond the size are dropped.
    pub fn new(width: u32, height: u32, mut luma: Vec<u8>) -> Result<Self, FrameError> {
        let need = pixel_count(width, height)?;
        if luma.len() < need {
            return Err(FrameError::TooShort { have: luma.len(), need });
        }
        luma.truncate(need);
        Ok(Self { width, height, luma: Arc::new(luma), captured_at: Instant::now() })
    }

    /// A frame from what a camera delivered, captured now. `spare` is a buffer to reuse; its content is lost.
    ///
    /// For MJPEG the size inside the picture counts, not the one announced.
    ///
    /// # Errors
    /// [`FrameError`] when the bytes do not hold a whole picture of that size and format.
    pub fn from_camera(
        format: PixelFormat,
        width: u32,
        height: u32,
        bytes: &[u8],
        spare: Vec<u8>,
    ) -> Result<Self, FrameError> {
        let captured_at = Instant::now();
        let mut luma = spare;
        luma.clear();
        let (width, height) = if format == PixelFormat::Mjpeg {
            luma_of_jpeg(bytes, &mut luma)?
        } else {
            luma_of_raw(format, pixel_count(width, height)?, bytes, &mut luma)?;
            (width, height)
        };
        let mut frame = Self::new(width, height, luma)?;
        frame.captured_at = captured_at;
        Ok(frame)
    }

    /// Width in pixels.
    #[must_use]
    pub const fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub const fn height(&self) -> u32 {
        self.height
    }

    /// The brightness values, row by row, `width * height` of them, 0 is black.
    #[must_use]
    pub fn luma(&self) -> &[u8] {
        &self.luma
    }

    /// When it was captured, on the monotonic clock.
    #[must_use]
    pub const fn captured_at(&self) -> Instant {
        self.captured_at
    }

    /// The same picture, said to be captured at `instant` (for a film that plays one picture many times).
    #[must_use]
    pub const fn at(mut self, instant: Instant) -> Self {
        self.captured_at = instant;
        self
    }

    /// The pixel buffer for reuse, if nobody else looks at this frame any more.
    #[must_use]
    pub fn into_spare(self) -> Vec<u8> {
        Arc::try_unwrap(self.luma).unwrap_or_default()
    }
}

/// `width * height`, checked.
fn pixel_count(width: u32, height: u32) -> Result<usize, FrameError> {
    let sane = 1..=MAX_SIDE_PX;
    if !sane.contains(&width) || !sane.contains(&height) {
        return Err(FrameError::BadSize { width, height });
    }
    usize::try_from(u64::from(width) * u64::from(height)).map_err(|_| FrameError::BadSize { width, height })
}

/// Appends the brightness of `pixels` uncompressed pixels to `out`.
fn luma_of_raw(format: PixelFormat, pixels: usize, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), FrameError> {
    let need = match format {
        PixelFormat::Yuyv => pixels * 2,
        PixelFormat::Rgb | PixelFormat::Bgr => pixels * 3,
        // The colour half of NV12 is of no interest, so a frame that lost it is still whole.
        PixelFormat::Nv12 | PixelFormat::Gray | PixelFormat::Mjpeg => pixels,
    };
    let Some(bytes) = bytes.get(..need) else {
        return Err(FrameError::TooShort { have: bytes.len(), need });
    };
    match format {
        PixelFormat::Yuyv => out.extend(bytes.as_chunks::<2>().0.iter().map(|[y, _]| *y)),
        PixelFormat::Rgb => out.extend(bytes.as_chunks::<3>().0.iter().map(|[r, g, b]| brightness(*r, *g, *b))),
        PixelFormat::Bgr => out.extend(bytes.as_chunks::<3>().0.iter().map(|[b, g, r]| brightness(*r, *g, *b))),
        PixelFormat::Nv12 | PixelFormat::Gray | PixelFormat::Mjpeg => out.extend_from_slice(bytes),
    }
    Ok(())
}

/// Rec. 601 brightness in eighths of a bit of rounding: the weights add up to 256.
pub(crate) fn brightness(red: u8, green: u8, blue: u8) -> u8 {
    let sum = u32::from(red) * 77 + u32::from(green) * 150 + u32::from(blue) * 29;
    u8::try_from(sum >> 8).unwrap_or(u8::MAX)
}

/// Decodes only the brightness of a JPEG picture into `out` and returns its size.
pub(crate) fn luma_of_jpeg(bytes: &[u8], out: &mut Vec<u8>) -> Result<(u32, u32), FrameError> {
    let damaged = |what: String| FrameError::Damaged(what);
    let side = usize::try_from(MAX_SIDE_PX).unwrap_or(usize::MAX);
    let options =
        DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::Luma).set_max_width(side).set_max_height(side);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(|error| damaged(error.to_string()))?;
    let info = decoder.info().ok_or_else(|| damaged("no size".to_owned()))?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    let need = pixel_count(width, height)?;
    let size = decoder.output_buffer_size().ok_or_else(|| damaged("no size".to_owned()))?;
    if size != need {
        return Err(damaged(format!("{size} bytes for {need} pixels")));
    }
    out.resize(need, 0);
    decoder.decode_into(out).map_err(|error| damaged(error.to_string()))?;
    Ok((width, height))
}
