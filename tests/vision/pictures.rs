//! Picture files: every kind, every way to be none.

use std::time::{Duration, Instant};

use comptoir_vision::picture::{self, PictureError};
use image::{DynamicImage, GrayImage, ImageFormat, Luma, RgbaImage};

use crate::support::{Noise, TEXT, camera_view, encoded, on_table, print};

fn texts(bytes: &[u8]) -> Vec<String> {
    picture::read_bytes(bytes).unwrap().into_iter().map(|reading| reading.text).collect()
}

fn code_of(bytes: &[u8]) -> &'static str {
    picture::read_bytes(bytes).unwrap_err().code()
}

#[test]
fn every_kind_of_picture_is_read() {
    let view = camera_view(TEXT, 7);
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Bmp, ImageFormat::Gif] {
        assert_eq!(texts(&encoded(&view, format)), [TEXT], "{format:?}");
    }
}

#[test]
fn a_code_on_a_transparent_ground_is_read() {
    let code = print(TEXT, 6);
    let picture = RgbaImage::from_fn(code.width(), code.height(), |x, y| {
        image::Rgba(if code.get_pixel(x, y).0[0] < 128 { [0, 0, 0, 255] } else { [0, 0, 0, 0] })
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    DynamicImage::ImageRgba8(picture).write_to(&mut bytes, ImageFormat::Png).unwrap();
    assert_eq!(texts(&bytes.into_inner()), [TEXT]);
}

#[test]
fn a_picture_without_a_code_is_an_empty_list() {
    let blank = GrayImage::from_pixel(640, 480, Luma([200]));
    assert!(texts(&encoded(&blank, ImageFormat::Png)).is_empty());
}

#[test]
fn a_file_is_read_and_a_missing_one_is_named_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("facture.jpg");
    std::fs::write(&path, encoded(&camera_view(TEXT, 7), ImageFormat::Jpeg)).unwrap();
    assert_eq!(picture::read_file(&path).unwrap().first().unwrap().text, TEXT);
    assert_eq!(picture::read_file(&folder.path().join("none.png")).unwrap_err().code(), "picture_not_found");
    assert_eq!(picture::read_file(folder.path()).unwrap_err().code(), "picture_unreadable");
}

#[test]
fn what_is_no_picture_is_refused() {
    let png = encoded(&camera_view(TEXT, 7), ImageFormat::Png);
    let mut noise = Noise::new(3);
    let garbage: Vec<u8> = (0..10_000).map(|_| noise.byte()).collect();
    assert_eq!(code_of(&garbage), "picture_unreadable");
    assert_eq!(code_of(b""), "picture_unreadable");
    assert_eq!(code_of(b"CPT1:INV:CODE"), "picture_unreadable");
    assert_eq!(code_of(b"%PDF-1.7 and so on"), "picture_unreadable");
    assert!(matches!(picture::read_bytes(&garbage), Err(PictureError::UnknownKind)));
    for kept in [8, 20, 40, png.len() / 2] {
        assert_eq!(code_of(&png[..kept]), "picture_unreadable", "PNG cut to {kept} bytes");
    }
}

#[test]
fn damaged_pictures_of_every_kind_end_in_an_answer() {
    let view = camera_view(TEXT, 4);
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Bmp, ImageFormat::Gif] {
        let whole = encoded(&view, format);
        let mut noise = Noise::new(11);
        for _ in 0..25 {
            let mut bytes = whole.clone();
            for _ in 0..8 {
                let place = usize::try_from(noise.next()).unwrap() % bytes.len();
                bytes[place] = noise.byte();
            }
            bytes.truncate(bytes.len() - usize::try_from(noise.next()).unwrap() % (bytes.len() / 2));
            if let Ok(frame) = picture::decode(&bytes) {
                assert_eq!(frame.luma().len(), (frame.width() * frame.height()) as usize);
            }
        }
    }
}

/// A PNG that announces a size and holds next to nothing.
fn announcing(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = encoded(&GrayImage::from_pixel(1, 1, Luma([0])), ImageFormat::Png);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let crc = crc32(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&crc.to_be_bytes());
    bytes
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}

#[test]
fn a_picture_too_large_is_refused_before_it_is_unpacked() {
    for (width, height) in [(65_535, 65_535), (8_001, 8_000), (2_000_000_000, 2)] {
        let begun = Instant::now();
        let code = code_of(&announcing(width, height));
        assert!(["picture_too_large", "picture_unreadable"].contains(&code), "{width}x{height}: {code}");
        assert!(begun.elapsed() < Duration::from_millis(300), "{width}x{height}");
    }
    assert_eq!(code_of(&announcing(65_535, 65_535)), "picture_too_large");
    // Of an allowed size, but with nothing behind it.
    assert_eq!(code_of(&announcing(8_000, 8_000)), "picture_unreadable");
    assert_eq!(code_of(&vec![0x89; 65 * 1024 * 1024]), "picture_too_large");
}

#[test]
fn forty_megapixels_are_read_in_a_breath() {
    let page = on_table(&print(TEXT, 30), 7_300, 5_500);
    let small_on_large = on_table(&print(TEXT, 12), 7_300, 5_500);
    for (what, picture, format) in [
        ("photograph", &page, ImageFormat::Jpeg),
        ("screenshot", &page, ImageFormat::Png),
        ("small code on a large scan", &small_on_large, ImageFormat::Jpeg),
    ] {
        let bytes = encoded(picture, format);
        let begun = Instant::now();
        assert_eq!(texts(&bytes), [TEXT], "{what}");
        let took = begun.elapsed();
        println!("{what}: {} ms", took.as_millis());
        assert!(took < Duration::from_secs(4), "{what}: {took:?}");
    }
}
