//! Pictures to test with, made on the spot.

use std::io::Cursor;

use comptoir_vision::GrayFrame;
use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use qrcodegen::{QrCode, QrCodeEcc};

/// A text as Comptoir prints it.
pub const TEXT: &str = "CPT1:INV-2026-000042:7K3QXR9MPA4T";

/// A clean print of `text`: `scale` pixels for each module, four modules of quiet zone.
pub fn print(text: &str, scale: u32) -> GrayImage {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).unwrap();
    let modules = u32::try_from(code.size()).unwrap() + 8;
    GrayImage::from_fn(modules * scale, modules * scale, |x, y| {
        let module = |px: u32| i32::try_from(px / scale).unwrap() - 4;
        Luma([if code.get_module(module(x), module(y)) { 24 } else { 232 }])
    })
}

/// `picture` in the middle of a grey table of that size.
pub fn on_table(picture: &GrayImage, width: u32, height: u32) -> GrayImage {
    let mut table = GrayImage::from_pixel(width, height, Luma([140]));
    let (x, y) = ((width - picture.width()) / 2, (height - picture.height()) / 2);
    image::imageops::overlay(&mut table, picture, i64::from(x), i64::from(y));
    table
}

/// As a camera at the counter sees it.
pub fn camera_view(text: &str, scale: u32) -> GrayImage {
    on_table(&print(text, scale), 1_280, 720)
}

pub fn frame(picture: &GrayImage) -> GrayFrame {
    GrayFrame::new(picture.width(), picture.height(), picture.as_raw().clone()).unwrap()
}

pub fn encoded(picture: &GrayImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = DynamicImage::ImageLuma8(picture.clone());
    // Not every format has a grey kind.
    let picture = if format == ImageFormat::Png { picture } else { DynamicImage::ImageRgb8(picture.into_rgb8()) };
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Turned by any angle about its middle, with table colour outside.
pub fn turned(picture: &GrayImage, degrees: f32) -> GrayImage {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    GrayImage::from_fn(picture.width(), picture.height(), |x, y| {
        let (dx, dy) = (x as f32 - width / 2.0, y as f32 - height / 2.0);
        let (sx, sy) = (cos * dx + sin * dy + width / 2.0, cos * dy - sin * dx + height / 2.0);
        let inside = sx >= 0.0 && sy >= 0.0 && sx < width && sy < height;
        if inside { *picture.get_pixel(sx as u32, sy as u32) } else { Luma([140]) }
    })
}

/// A stream of numbers that is the same at every run.
pub struct Noise(u64);

impl Noise {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(2).wrapping_add(1))
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[3]
    }
}
