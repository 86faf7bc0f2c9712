//! Brightness from what cameras deliver.

use comptoir_vision::{Budget, Decoder, FrameError, GrayFrame, PixelFormat};
use image::ImageFormat;

use crate::support::{TEXT, camera_view, encoded};

/// The picture as a camera of that format would deliver it, with colours that must not matter.
fn raw(format: PixelFormat, luma: &[u8]) -> Vec<u8> {
    match format {
        PixelFormat::Yuyv => {
            luma.iter().enumerate().flat_map(|(index, y)| [*y, if index % 2 == 0 { 90 } else { 200 }]).collect()
        }
        PixelFormat::Nv12 => luma.iter().copied().chain(std::iter::repeat_n(77, luma.len() / 2)).collect(),
        PixelFormat::Rgb | PixelFormat::Bgr => luma.iter().flat_map(|y| [*y; 3]).collect(),
        PixelFormat::Gray | PixelFormat::Mjpeg => luma.to_vec(),
    }
}

#[test]
fn uncompressed_formats_keep_their_brightness_exactly() {
    let view = camera_view(TEXT, 6);
    for format in [PixelFormat::Yuyv, PixelFormat::Nv12, PixelFormat::Gray, PixelFormat::Rgb, PixelFormat::Bgr] {
        let bytes = raw(format, view.as_raw());
        let frame = GrayFrame::from_camera(format, 1_280, 720, &bytes, Vec::new()).unwrap();
        assert_eq!(frame.luma(), view.as_raw().as_slice(), "{format:?}");
    }
}

#[test]
fn red_and_blue_are_told_apart() {
    let brightness = |format| GrayFrame::from_camera(format, 1, 1, &[255, 0, 0], Vec::new()).unwrap().luma()[0];
    assert_eq!((brightness(PixelFormat::Rgb), brightness(PixelFormat::Bgr)), (76, 28));
}

#[test]
fn compressed_frames_are_read() {
    let view = camera_view(TEXT, 6);
    let mut bytes = encoded(&view, ImageFormat::Jpeg);
    // Drivers hand over the whole buffer, with the rest of an older frame behind the picture.
    bytes.extend_from_slice(&[0xAB; 5_000]);
    let frame = GrayFrame::from_camera(PixelFormat::Mjpeg, 1_280, 720, &bytes, Vec::new()).unwrap();
    assert_eq!((frame.width(), frame.height()), (1_280, 720));
    let furthest = frame.luma().iter().zip(view.as_raw()).map(|(a, b)| a.abs_diff(*b)).max().unwrap();
    assert!(furthest < 90, "{furthest}");
    assert_eq!(Decoder::new().read(&frame, Budget::PICTURE).remove(0).text, TEXT);
}

/// Many webcams leave the tables out that every one of their frames would repeat.
#[test]
fn compressed_frames_without_tables_are_read() {
    let bytes = without_huffman_tables(&encoded(&camera_view(TEXT, 6), ImageFormat::Jpeg));
    let frame = GrayFrame::from_camera(PixelFormat::Mjpeg, 1_280, 720, &bytes, Vec::new()).unwrap();
    assert_eq!(Decoder::new().read(&frame, Budget::PICTURE).remove(0).text, TEXT);
}

/// The same JPEG with its DHT segments cut out and the mark that webcams put in (`AVI1`).
fn without_huffman_tables(jpeg: &[u8]) -> Vec<u8> {
    let mut out = vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 16];
    out.extend_from_slice(b"AVI1\0\0\0\0\0\0\0\0\0\0");
    let mut at = 2;
    loop {
        let (kind, length) = (jpeg[at + 1], usize::from(jpeg[at + 2]) << 8 | usize::from(jpeg[at + 3]));
        if kind == 0xDA {
            out.extend_from_slice(&jpeg[at..]);
            return out;
        }
        if kind != 0xC4 && kind != 0xE0 {
            out.extend_from_slice(&jpeg[at..at + 2 + length]);
        }
        at += 2 + length;
    }
}

#[test]
fn frames_that_are_cut_short_are_refused() {
    let view = camera_view(TEXT, 6);
    for format in [PixelFormat::Yuyv, PixelFormat::Nv12, PixelFormat::Gray, PixelFormat::Rgb, PixelFormat::Bgr] {
        let bytes = raw(format, view.as_raw());
        let kept = if format == PixelFormat::Nv12 { 1_280 * 720 - 1 } else { bytes.len() - 1 };
        let refused = GrayFrame::from_camera(format, 1_280, 720, &bytes[..kept], Vec::new());
        assert!(matches!(refused, Err(FrameError::TooShort { .. })), "{format:?}");
    }
    for bytes in [&b""[..], &[0xFF, 0xD8], &[0; 4_000]] {
        let refused = GrayFrame::from_camera(PixelFormat::Mjpeg, 640, 480, bytes, Vec::new());
        assert!(matches!(refused, Err(FrameError::Damaged(_))), "{bytes:?}");
    }
}

#[test]
fn sizes_without_sense_are_refused() {
    for (width, height) in [(0, 480), (640, 0), (u32::MAX, u32::MAX), (40_000, 2)] {
        let refused = GrayFrame::from_camera(PixelFormat::Gray, width, height, &[0; 100], Vec::new());
        assert_eq!(refused.unwrap_err(), FrameError::BadSize { width, height });
    }
}

#[test]
fn a_buffer_is_used_again() {
    let spare = Vec::with_capacity(1_280 * 720);
    let place = spare.as_ptr();
    let frame = GrayFrame::from_camera(PixelFormat::Yuyv, 1_280, 720, &vec![7; 1_280 * 720 * 2], spare).unwrap();
    let looked_at = frame.clone();
    assert!(frame.into_spare().is_empty(), "somebody still looks at it");
    let spare = looked_at.into_spare();
    assert_eq!(spare.as_ptr(), place);
}
