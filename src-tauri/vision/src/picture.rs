//! Picture files and pasted pictures: bytes in, a frame or a plain refusal out.
//!
//! What it is for: codes that arrive as a file, a screenshot or a phone's photograph. What it must never do: unpack a
//! picture before its size is known and allowed, or take a damaged file for a picture without a code.

use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use image::{DynamicImage, ImageFormat, ImageReader, Limits};

use crate::decoder::{Budget, Decoder, Reading};
use crate::frame::{FrameError, GrayFrame, brightness, luma_of_jpeg};

/// The largest file that is looked at, in bytes.
pub const MAX_PICTURE_BYTES: u64 = 64 * 1024 * 1024;
/// The largest picture that is unpacked, in pixels.
pub const MAX_PICTURE_PIXELS: u64 = 64_000_000;
/// What unpacking may take: 8 bytes for each pixel at most, and room for the decoder's own needs.
const MAX_UNPACKED_BYTES: u64 = MAX_PICTURE_PIXELS * 8 + 64 * 1024 * 1024;

/// Why a picture cannot be used. Each has a stable [`code`](PictureError::code).
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The file cannot be opened or read.
    #[error("the file cannot be read: {0}")]
    File(#[from] std::io::Error),
    /// More bytes than [`MAX_PICTURE_BYTES`].
    #[error("the file is larger than {} MiB", MAX_PICTURE_BYTES / 1024 / 1024)]
    TooManyBytes,
    /// More pixels than [`MAX_PICTURE_PIXELS`].
    #[error("a picture of {width}x{height} pixels is too large")]
    TooManyPixels {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// Not PNG, JPEG, WebP, BMP or GIF.
    #[error("the file is not a picture of a known kind")]
    UnknownKind,
    /// A picture of a known kind that cannot be unpacked.
    #[error("the picture is damaged: {0}")]
    Damaged(String),
}

impl PictureError {
    /// The stable code of this refusal.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::File(_) => "picture_not_found",
            Self::TooManyBytes | Self::TooManyPixels { .. } => "picture_too_large",
            Self::UnknownKind | Self::Damaged(_) => "picture_unreadable",
        }
    }
}

/// Reads a picture file into a frame.
///
/// # Errors
/// [`PictureError`].
pub fn load(path: &Path) -> Result<GrayFrame, PictureError> {
    let file = std::fs::File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(PictureError::UnknownKind);
    }
    let mut bytes = Vec::new();
    file.take(MAX_PICTURE_BYTES + 1).read_to_end(&mut bytes)?;
    decode(&bytes)
}

/// Unpacks a picture's bytes (a file's content, a pasted picture) into a frame.
///
/// # Errors
/// [`PictureError`].
pub fn decode(bytes: &[u8]) -> Result<GrayFrame, PictureError> {
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MAX_PICTURE_BYTES {
        return Err(PictureError::TooManyBytes);
    }
    catch_unwind(AssertUnwindSafe(|| unpack(bytes)))
        .unwrap_or_else(|_| Err(PictureError::Damaged("it breaks the decoder".to_owned())))
}

/// The codes on a picture file; an empty list when it shows none.
///
/// # Errors
/// [`PictureError`].
pub fn read_file(path: &Path) -> Result<Vec<Reading>, PictureError> {
    Ok(read_frame(&load(path)?))
}

/// The codes on a picture given as bytes; an empty list when it shows none.
///
/// # Errors
/// [`PictureError`].
pub fn read_bytes(bytes: &[u8]) -> Result<Vec<Reading>, PictureError> {
    Ok(read_frame(&decode(bytes)?))
}

fn read_frame(frame: &GrayFrame) -> Vec<Reading> {
    Decoder::new().read(frame, Budget::PICTURE)
}

fn unpack(bytes: &[u8]) -> Result<GrayFrame, PictureError> {
    let format = image::guess_format(bytes).map_err(|_| PictureError::UnknownKind)?;
    let damaged = |error: image::ImageError| PictureError::Damaged(error.to_string());
    let (width, height) =
        ImageReader::with_format(Cursor::new(bytes), format).into_dimensions().map_err(unsupported_or(damaged))?;
    if u64::from(width) * u64::from(height) > MAX_PICTURE_PIXELS {
        return Err(PictureError::TooManyPixels { width, height });
    }
    // A phone's photograph is a JPEG, and its brightness comes out of it without its colours. The few kinds that this
    // way does not know (four colours, for print) take the long one.
    if format == ImageFormat::Jpeg {
        let mut luma = Vec::new();
        if let Ok((width, height)) = luma_of_jpeg(bytes, &mut luma) {
            return GrayFrame::new(width, height, luma).map_err(|error| refused(&error));
        }
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_UNPACKED_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let picture = reader.decode().map_err(damaged)?;
    GrayFrame::new(picture.width(), picture.height(), luma_of(picture)).map_err(|error| refused(&error))
}

fn refused(error: &FrameError) -> PictureError {
    match *error {
        FrameError::BadSize { width, height } if width > 0 && height > 0 => {
            PictureError::TooManyPixels { width, height }
        }
        ref other => PictureError::Damaged(other.to_string()),
    }
}

/// A kind that was guessed from its first bytes but that this program was built without is no picture to us.
fn unsupported_or(otherwise: impl Fn(image::ImageError) -> PictureError) -> impl Fn(image::ImageError) -> PictureError {
    move |error| match error {
        image::ImageError::Unsupported(_) => PictureError::UnknownKind,
        other => otherwise(other),
    }
}

/// Brightness of each pixel, with transparent parts as the white paper that they are shown on.
fn luma_of(picture: DynamicImage) -> Vec<u8> {
    match picture {
        DynamicImage::ImageLuma8(grey) => grey.into_raw(),
        DynamicImage::ImageRgb8(colour) => {
            colour.as_raw().as_chunks::<3>().0.iter().map(|[r, g, b]| brightness(*r, *g, *b)).collect()
        }
        DynamicImage::ImageLumaA8(grey) => {
            grey.as_raw().as_chunks::<2>().0.iter().map(|[value, alpha]| on_white(*value, *alpha)).collect()
        }
        other => {
            let colour = if let DynamicImage::ImageRgba8(colour) = other { colour } else { other.into_rgba8() };
            let pixels = colour.as_raw().as_chunks::<4>().0;
            pixels.iter().map(|[r, g, b, alpha]| on_white(brightness(*r, *g, *b), *alpha)).collect()
        }
    }
}

fn on_white(value: u8, alpha: u8) -> u8 {
    let (value, alpha) = (u32::from(value), u32::from(alpha));
    u8::try_from((value * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
}
