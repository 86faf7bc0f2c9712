//! Any picture at all: it comes back in time, without a panic, without a lie.

use std::time::{Duration, Instant};

use comptoir_vision::{Budget, Decoder, GrayFrame};
use proptest::prelude::*;

use crate::support::{Noise, TEXT, camera_view, frame};

/// Far longer than a read takes, far shorter than a hang: the machine that tests may be busy.
const PATIENCE: Duration = Duration::from_secs(4);

/// Pictures of any size with stripes, boards, gradients, noise and pieces of codes on each other.
fn painted(width: u32, height: u32, strokes: &[(u8, u16, u16, u8, u8)], seed: u64) -> GrayFrame {
    let mut noise = Noise::new(seed);
    let code = camera_view(TEXT, 3);
    let mut luma = vec![127u8; (width * height) as usize];
    for &(kind, left, top, pitch, shade) in strokes {
        let pitch = u32::from(pitch % 24) + 1;
        for y in u32::from(top) % height..height {
            for x in u32::from(left) % width..width {
                let slot = &mut luma[(y * width + x) as usize];
                match kind % 7 {
                    0 if (x / pitch) % 2 == 0 => *slot = shade,
                    1 if (x / pitch + y / pitch) % 2 == 0 => *slot = shade,
                    2 => *slot = slot.wrapping_add(noise.byte() % (shade / 2 + 1)),
                    3 => *slot = (x * 255 / width) as u8 ^ shade,
                    4 => *slot = code.get_pixel((x + u32::from(left)) % 1_280, (y + u32::from(top)) % 720).0[0],
                    5 if (x % (9 * pitch) / pitch).min(y % (9 * pitch) / pitch) == 1 => *slot = shade,
                    6 => *slot = !*slot,
                    _ => {}
                }
            }
        }
    }
    GrayFrame::new(width, height, luma).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_picture_panics_hangs_or_lies(
        width in 1u32..420,
        height in 1u32..300,
        strokes in prop::collection::vec(any::<(u8, u16, u16, u8, u8)>(), 0..5),
        seed in any::<u64>(),
    ) {
        let frame = painted(width, height, &strokes, seed);
        let begun = Instant::now();
        for reading in Decoder::new().read(&frame, Budget::LIVE) {
            prop_assert_eq!(&reading.text, TEXT);
            prop_assert!(reading.corners.iter().all(|(x, y)| x.is_finite() && y.is_finite()));
        }
        prop_assert!(begun.elapsed() < PATIENCE);
    }

    #[test]
    fn a_code_under_any_bytes_is_read_rightly_or_not_at_all(bytes in prop::collection::vec(any::<(u16, u16, u8)>(), 0..4_000)) {
        let mut view = camera_view(TEXT, 4);
        for (x, y, shade) in bytes {
            // Around the code, where it hurts.
            view.put_pixel(560 + u32::from(x) % 160, 280 + u32::from(y) % 160, image::Luma([shade]));
        }
        for reading in Decoder::new().read(&frame(&view), Budget::LIVE) {
            prop_assert_eq!(&reading.text, TEXT);
        }
    }
}
