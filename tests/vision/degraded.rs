//! Codes as bad cameras, lenses, light and paper make them, drawn here, with a floor for each kind.

use std::sync::{Mutex, PoisonError};

use comptoir_vision::{Budget, Decoder};
use image::{GrayImage, Luma, imageops};
use qrcodegen::{QrCode, QrCodeEcc};

use crate::support::{Noise, frame};

/// An older shop's code: longer than ours, and so with smaller modules.
fn text(seed: u64) -> String {
    let mut noise = Noise::new(seed * 7_919 + 11);
    let body: String =
        (0..60).map(|_| char::from(b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789"[usize::from(noise.byte() % 32)])).collect();
    format!("INV2:{body}")
}

/// A sheet with a code, seen through `place`: from a pixel to a place on the sheet, in modules of the code.
fn seen(text: &str, place: impl Fn(f32, f32) -> (f32, f32)) -> (GrayImage, f32) {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).unwrap();
    let side = code.size() as f32;
    let picture = GrayImage::from_fn(1_280, 720, |x, y| {
        let mut sum = 0u32;
        let (u, v) = place(x as f32 - 640.0, y as f32 - 360.0);
        if u.abs() > side / 2.0 + 11.0 || v.abs() > side / 2.0 + 9.0 {
            return Luma([120]);
        }
        // Four by four samples to a pixel: modules of fractions of pixels need them.
        for part in 0..16u8 {
            let (dx, dy) = (f32::from(part % 4) / 4.0 - 0.375, f32::from(part / 4) / 4.0 - 0.375);
            let (u, v) = place(x as f32 - 640.0 + dx, y as f32 - 360.0 + dy);
            let (u, v) = (u + side / 2.0, v + side / 2.0);
            let on_sheet = (-9.0..side + 9.0).contains(&u) && (-7.0..side + 7.0).contains(&v);
            let dark = code.get_module(u.floor() as i32, v.floor() as i32);
            sum += if !on_sheet {
                120
            } else if dark {
                28
            } else {
                214
            };
        }
        Luma([(sum / 16) as u8])
    });
    (picture, side)
}

/// Turned and scaled.
fn flat(text: &str, module_px: f32, degrees: f32) -> GrayImage {
    let (sin, cos) = degrees.to_radians().sin_cos();
    seen(text, |x, y| ((cos * x + sin * y) / module_px, (cos * y - sin * x) / module_px)).0
}

/// The mean over the places of a blur, in pixels.
fn blurred(picture: &GrayImage, places: &[(f32, f32)]) -> GrayImage {
    let (width, height) = (picture.width() as i32, picture.height() as i32);
    GrayImage::from_fn(picture.width(), picture.height(), |x, y| {
        let sum: u32 = places
            .iter()
            .map(|(dx, dy)| {
                let (sx, sy) = (x as i32 + dx.round() as i32, y as i32 + dy.round() as i32);
                u32::from(picture.get_pixel(sx.clamp(0, width - 1) as u32, sy.clamp(0, height - 1) as u32).0[0])
            })
            .sum();
        Luma([(sum / places.len() as u32) as u8])
    })
}

fn disk(radius_px: f32) -> Vec<(f32, f32)> {
    let reach = radius_px.ceil() as i32;
    let all = (-reach..=reach).flat_map(|y| (-reach..=reach).map(move |x| (x as f32, y as f32)));
    all.filter(|(x, y)| x.hypot(*y) <= radius_px).collect()
}

fn line(length_px: f32, degrees: f32) -> Vec<(f32, f32)> {
    let (sin, cos) = degrees.to_radians().sin_cos();
    (-12..=12).map(|step| step as f32 / 24.0 * length_px).map(|t| (t * cos, t * sin)).collect()
}

/// Noise with a standard deviation of about `strength` times 0.29 · 256.
fn noisy(picture: &GrayImage, strength: f32, seed: u64) -> GrayImage {
    let mut noise = Noise::new(seed);
    GrayImage::from_fn(picture.width(), picture.height(), |x, y| {
        let shift = (f32::from(noise.byte()) - 127.5) * strength;
        Luma([(f32::from(picture.get_pixel(x, y).0[0]) + shift).clamp(0.0, 255.0) as u8])
    })
}

fn dimmed(picture: &GrayImage, factor: impl Fn(f32, f32) -> f32) -> GrayImage {
    GrayImage::from_fn(picture.width(), picture.height(), |x, y| {
        let light = factor(x as f32 - 640.0, y as f32 - 360.0);
        Luma([(f32::from(picture.get_pixel(x, y).0[0]) * light).clamp(0.0, 255.0) as u8])
    })
}

/// How many of eight pictures are read; a wrong text fails at once.
fn read(kind: &str, make: impl Fn(&str, u64) -> GrayImage) -> usize {
    // The tests of the live scanner run beside these and need a core.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let mut count = 0;
    for seed in 0..8 {
        let wanted = text(seed);
        for reading in Decoder::new().read(&frame(&make(&wanted, seed)), Budget::of_millis(1_000)) {
            assert_eq!(reading.text, wanted, "{kind} {seed}");
            count += 1;
        }
    }
    println!("{kind}: {count} of 8");
    count
}

/// A number from `low` to `high`, growing with the seed.
fn between(low: f32, high: f32, seed: u64) -> f32 {
    low + (high - low) * seed as f32 / 7.0
}

#[test]
fn small_and_turned_codes_are_read() {
    assert_eq!(read("small", |text, seed| noisy(&flat(text, between(2.6, 1.9, seed), 7.0), 0.05, seed)), 8);
    assert_eq!(read("turned", |text, seed| flat(text, 4.0, 45.0 * seed as f32 + 11.0)), 8);
}

#[test]
fn codes_seen_at_an_angle_are_read() {
    let tilted = |text: &str, seed: u64| {
        let tilt = between(0.0010, 0.0022, seed);
        seen(text, |x, y| {
            let depth = 1.0 / (1.0 - tilt * x - tilt * 0.4 * y);
            (x * depth * (1.0 + tilt * 250.0) / 5.0, y * depth / 5.0)
        })
        .0
    };
    assert!(read("tilted", tilted) >= 7);
}

#[test]
fn blurred_codes_are_read() {
    let defocused =
        |text: &str, seed| noisy(&blurred(&flat(text, 5.5, 9.0), &disk(between(2.5, 5.2, seed))), 0.03, seed);
    assert!(read("out of focus", defocused) >= 7);
    let moved = |text: &str, seed| {
        let path = line(between(5.0, 9.5, seed), 25.0 * seed as f32);
        noisy(&blurred(&flat(text, 5.5, 9.0), &path), 0.03, seed)
    };
    assert!(read("moved", moved) >= 7);
}

#[test]
fn noisy_dark_and_unevenly_lit_codes_are_read() {
    let dark = |text: &str, seed| noisy(&dimmed(&flat(text, 4.5, 5.0), |_, _| 0.25), between(0.1, 0.25, seed), seed);
    assert_eq!(read("dark and noisy", dark), 8);
    let shaded = |text: &str, seed: u64| {
        dimmed(&flat(text, 4.5, 5.0), |x, y| if x + y * 0.3 < 20.0 * seed as f32 - 70.0 { 0.18 } else { 1.0 })
    };
    assert!(read("half in the shade", shaded) >= 6);
    let pale = |text: &str, seed: u64| {
        let mut picture = flat(text, 4.5, 5.0);
        let share = between(0.3, 0.12, seed);
        picture.pixels_mut().for_each(|pixel| pixel.0[0] = (214.0 - (214.0 - f32::from(pixel.0[0])) * share) as u8);
        picture
    };
    assert_eq!(read("pale", pale), 8);
}

#[test]
fn light_on_dark_is_read() {
    let inverted = |text: &str, seed: u64| {
        let mut picture = flat(text, between(5.0, 3.0, seed), 8.0);
        imageops::invert(&mut picture);
        picture
    };
    assert_eq!(read("light on dark", inverted), 8);
}

#[test]
fn a_hidden_finder_pattern_is_missed_by_nobody() {
    let glare = |text: &str, seed: u64| {
        let mut picture = flat(text, 5.0, 4.0);
        let side = f32::from(u8::try_from(QrCode::encode_text(text, QrCodeEcc::Medium).unwrap().size()).unwrap());
        let far = (side / 2.0 - 4.0) * 5.0;
        let (x, y) = [(-far, -far), (far, -far), (-far, far)][usize::try_from(seed % 3).unwrap()];
        let mut noise = Noise::new(seed);
        for pixel_y in -24i32..24 {
            for pixel_x in -24i32..24 {
                if pixel_x * pixel_x + pixel_y * pixel_y < 22 * 22 {
                    let (x, y) = ((640.0 + x) as i32 + pixel_x, (360.0 + y) as i32 + pixel_y);
                    picture.put_pixel(x as u32, y as u32, Luma([240 + noise.byte() % 15]));
                }
            }
        }
        picture
    };
    assert!(read("a finder under glare", glare) >= 7);
}

#[test]
fn curled_paper_is_read() {
    let curled = |text: &str, seed: u64| {
        let radius = between(48.0, 30.0, seed);
        seen(text, |x, y| {
            let (x, y) = (x / 5.0, (y + x * 0.1) / 5.0);
            let along = (x / radius).clamp(-0.95, 0.95);
            // The sheet bends away to both sides; seen a little from above.
            let fall = radius * (1.0 - (1.0 - along * along).sqrt());
            (radius * along.asin(), y + fall * 0.25)
        })
        .0
    };
    assert!(read("curled", curled) >= 6);
}

#[test]
fn dirt_within_the_limit_is_read() {
    let dirty = |text: &str, seed: u64| {
        let mut picture = flat(text, 5.0, 3.0);
        let mut noise = Noise::new(seed + 77);
        for _ in 0..14 {
            let x = 640 + (noise.next() % 120) as i32 - 60;
            let y = 360 + (noise.next() % 120) as i32 - 60;
            let shade = if noise.byte() < 128 { 20 } else { 214 };
            for dy in 0..7 {
                for dx in 0..7 {
                    picture.put_pixel((x + dx) as u32, (y + dy) as u32, Luma([shade]));
                }
            }
        }
        picture
    };
    assert!(read("dirty", dirty) >= 7);
}
