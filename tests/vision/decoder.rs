//! What the decoder reads, what it leaves, and that it always comes back.

use std::time::{Duration, Instant};

use comptoir_vision::{Budget, Decoder};
use image::{GrayImage, Luma, imageops};

use crate::support::{Noise, TEXT, camera_view, frame, on_table, print, turned};

/// Longer than any test machine's moment of weakness, far shorter than a hang.
const COMES_BACK_WITHIN: Duration = Duration::from_millis(1_000);

fn texts(picture: &GrayImage) -> Vec<String> {
    Decoder::new().read(&frame(picture), Budget::PICTURE).into_iter().map(|reading| reading.text).collect()
}

fn reads(what: &str, picture: &GrayImage) {
    assert_eq!(texts(picture), [TEXT], "{what}");
}

#[test]
fn it_reads_codes_as_a_counter_sees_them() {
    let view = camera_view(TEXT, 8);
    reads("clean", &view);
    reads("upside down", &imageops::rotate180(&view));
    reads("on its side", &imageops::rotate90(&view));
    reads("mirrored", &imageops::flip_horizontal(&view));
    for degrees in [12.0, 30.0, 45.0, 70.0] {
        reads("turned", &turned(&view, degrees));
    }
    reads("small", &camera_view(TEXT, 3));
    reads("filling the picture", &camera_view(TEXT, 18));
    reads("blurred", &imageops::blur(&view, 2.0));
}

#[test]
fn it_reads_light_on_dark() {
    let mut view = camera_view(TEXT, 8);
    imageops::invert(&mut view);
    reads("inverted", &view);
}

#[test]
fn it_reads_pale_noisy_and_unevenly_lit_prints() {
    let view = camera_view(TEXT, 7);
    let mut noise = Noise::new(5);
    let each = |change: &mut dyn FnMut(u32, u32, u8) -> f32| {
        GrayImage::from_fn(view.width(), view.height(), |x, y| {
            Luma([change(x, y, view.get_pixel(x, y).0[0]).clamp(0.0, 255.0) as u8])
        })
    };
    reads("pale", &each(&mut |_, _, value| 170.0 + f32::from(value) * 0.2));
    reads("dark", &each(&mut |_, _, value| 8.0 + f32::from(value) * 0.2));
    reads("noisy", &each(&mut |_, _, value| f32::from(value) + f32::from(noise.byte()) * 0.3 - 38.0));
    reads("lit from the side", &each(&mut |x, _, value| f32::from(value) * (0.15 + x as f32 / 1_280.0)));
}

#[test]
fn it_reads_every_code_on_the_table() {
    let mut table = on_table(&print("LEFT", 6), 1_280, 720);
    imageops::overlay(&mut table, &print("RIGHT", 6), 900, 100);
    let mut found = texts(&table);
    found.sort();
    assert_eq!(found, ["LEFT", "RIGHT"]);
}

#[test]
fn it_reads_longer_texts_and_other_alphabets() {
    for text in [
        "https://example.org/facture?code=A1b2C3&lang=fr",
        "Épicerie «Chez Awa» – 2 000 FCFA",
        &"0123456789".repeat(20),
    ] {
        assert_eq!(texts(&camera_view(text, 6)), [text]);
    }
}

#[test]
fn corners_are_where_the_code_is() {
    let view = camera_view(TEXT, 8);
    let reading = Decoder::new().read(&frame(&view), Budget::PICTURE).remove(0);
    let side = print(TEXT, 8).width() as f32;
    let (left, top) = ((1_280.0 - side) / 2.0 + 32.0, (720.0 - side) / 2.0 + 32.0);
    let (right, bottom) = (left + side - 64.0, top + side - 64.0);
    let expected = [(left, top), (right, top), (right, bottom), (left, bottom)];
    for ((x, y), (wanted_x, wanted_y)) in reading.corners.into_iter().zip(expected) {
        assert!((x - wanted_x).abs() < 16.0 && (y - wanted_y).abs() < 16.0, "{:?}", reading.corners);
    }
    // The same view, four times as large, is read shrunk; its corners are those of the large one.
    let large = imageops::resize(&view, 5_120, 2_880, imageops::FilterType::Nearest);
    let corners = Decoder::new().read(&frame(&large), Budget::PICTURE).remove(0).corners;
    assert!((corners[0].0 - left * 4.0).abs() < 64.0 && (corners[2].1 - bottom * 4.0).abs() < 64.0, "{corners:?}");
}

#[test]
fn it_finds_nothing_where_there_is_nothing() {
    for grey in [0, 140, 255] {
        assert!(texts(&GrayImage::from_pixel(1_280, 720, Luma([grey]))).is_empty(), "blank {grey}");
    }
    for seed in 1..4 {
        let mut noise = Noise::new(seed);
        let picture = GrayImage::from_fn(1_280, 720, |_, _| Luma([noise.byte()]));
        assert!(texts(&picture).is_empty(), "noise {seed}");
    }
    for (width, height) in [(1, 1), (1, 720), (1_280, 1), (7, 7), (3, 200)] {
        assert!(texts(&GrayImage::from_pixel(width, height, Luma([9]))).is_empty(), "{width}x{height}");
    }
}

#[test]
fn a_code_beyond_repair_is_left_unread() {
    let mut view = camera_view(TEXT, 8);
    let (width, height) = view.dimensions();
    // Covers the middle of the code, more than its error correction can bear, and leaves the finders.
    for y in height / 2 - 62..height / 2 + 62 {
        for x in width / 2 - 62..width / 2 + 62 {
            view.put_pixel(x, y, Luma([if (x / 8 + y / 8) % 2 == 0 { 24 } else { 232 }]));
        }
    }
    assert!(texts(&view).is_empty());
}

/// Pictures of the kind that make rqrr run for minutes, eat memory or panic: finder patterns everywhere, in rows, at
/// every size, touching the edges, in noise.
fn pathological() -> Vec<(String, GrayImage)> {
    let finder = |x: u32, y: u32| {
        let ring = x.min(y).min(6 - x).min(6 - y);
        if ring == 1 { 232 } else { 24 }
    };
    let field = |width: u32, height: u32, pitch: u32, scale: u32| {
        GrayImage::from_fn(width, height, |x, y| {
            let (x, y) = (x / scale % pitch, y / scale % pitch);
            Luma([if x < 7 && y < 7 { finder(x, y) } else { 232 }])
        })
    };
    let mut pictures = Vec::new();
    for scale in [1, 2, 3, 5] {
        for pitch in [8, 9, 14] {
            pictures.push((format!("finders of {scale} px every {pitch}"), field(1_280, 720, pitch, scale)));
        }
    }
    pictures.push(("finders, 12 megapixels".to_owned(), field(4_000, 3_000, 9, 2)));
    pictures
        .push(("stripes".to_owned(), GrayImage::from_fn(1_280, 720, |x, _| Luma([if x % 2 == 0 { 0 } else { 255 }]))));
    pictures.push((
        "a board".to_owned(),
        GrayImage::from_fn(1_280, 720, |x, y| Luma([if (x + y) % 2 == 0 { 0 } else { 255 }])),
    ));
    let mut noise = Noise::new(9);
    let mut sparse = field(1_280, 720, 16, 2);
    for pixel in sparse.pixels_mut() {
        let salt = noise.byte();
        pixel.0[0] = if salt < 6 {
            24
        } else if salt > 249 {
            232
        } else {
            pixel.0[0]
        };
    }
    pictures.push(("finders in salt and pepper".to_owned(), sparse));
    let mut wall = GrayImage::from_pixel(1_280, 720, Luma([232]));
    for index in 0..40 {
        let code = print(&format!("WALL {index}"), 2);
        imageops::overlay(&mut wall, &code, i64::from(index % 10) * 120, i64::from(index / 10) * 150);
    }
    pictures.push(("a wall of codes".to_owned(), wall));
    pictures
}

#[test]
fn no_picture_holds_it_up() {
    let mut decoder = Decoder::new();
    for (what, picture) in pathological() {
        for budget in [Budget::LIVE, Budget::of_millis(400)] {
            let begun = Instant::now();
            let _ = decoder.read(&frame(&picture), budget);
            let took = begun.elapsed();
            assert!(took < budget.total + COMES_BACK_WITHIN, "{what}: {took:?}");
        }
    }
    // And it is none the worse for it.
    let begun = Instant::now();
    assert_eq!(decoder.read(&frame(&camera_view(TEXT, 8)), Budget::PICTURE).remove(0).text, TEXT);
    assert!(begun.elapsed() < Budget::PICTURE.total + COMES_BACK_WITHIN);
}

#[test]
fn half_destroyed_codes_neither_hang_nor_lie() {
    let mut decoder = Decoder::new();
    let clean = camera_view(TEXT, 6);
    for seed in 1..40u64 {
        let mut noise = Noise::new(seed);
        let mut picture = clean.clone();
        for _ in 0..seed * 6 {
            let (x, y) = (noise.next() % 400 + 440, noise.next() % 400 + 160);
            let shade = noise.byte();
            for dy in 0..10 {
                for dx in 0..10 {
                    picture.put_pixel(u32::try_from(x + dx).unwrap(), u32::try_from(y + dy).unwrap(), Luma([shade]));
                }
            }
        }
        let begun = Instant::now();
        for reading in decoder.read(&frame(&picture), Budget::LIVE) {
            assert_eq!(reading.text, TEXT, "seed {seed}");
        }
        assert!(begun.elapsed() < Budget::LIVE.total + COMES_BACK_WITHIN, "seed {seed}");
    }
}
