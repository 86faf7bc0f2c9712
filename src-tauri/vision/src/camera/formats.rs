//! Which of a camera's formats to try, in which order.
//!
//! What it is for: 1280x720 at a fluent rate first, since a code on paper needs pixels and a hand needs frames; then
//! 640x480; then whatever the device lists. What it must never do: leave out a format that could be read.

use std::cmp::Reverse;

use nokhwa::utils::{CameraFormat, FrameFormat};

/// Attempts beyond this number would keep a person waiting for an answer.
pub(super) const MAX_ATTEMPTS: usize = 24;

/// Below this rate a format is only used when there is nothing better.
const FLUENT_FPS: u32 = 15;

/// Formats that devices without a list are asked for, with their usual rates.
pub(super) fn unlisted() -> Vec<CameraFormat> {
    let sizes = [(1_280, 720), (640, 480)];
    let kinds = [FrameFormat::YUYV, FrameFormat::MJPEG];
    let rates = [30, 60, 25];
    let mut formats = Vec::new();
    for (width, height) in sizes {
        for kind in kinds {
            formats.extend(rates.map(|fps| CameraFormat::new_from(width, height, kind, fps)));
        }
    }
    formats
}

/// The listed formats, the best first: each size and kind at its best rate, then their other rates.
pub(super) fn ranked(mut listed: Vec<CameraFormat>) -> Vec<CameraFormat> {
    listed.sort_by_key(|format| (size_rank(format), kind_rank(format.format()), rate_rank(format.frame_rate())));
    listed.dedup();
    let mut before = None;
    let (mut best, others): (Vec<_>, Vec<_>) = listed.into_iter().partition(|format| {
        let kind = Some((format.resolution(), format.format()));
        std::mem::replace(&mut before, kind) != kind
    });
    best.sort_by_key(|format| (format.frame_rate() < FLUENT_FPS, size_rank(format), kind_rank(format.format())));
    best.extend(others);
    best.truncate(MAX_ATTEMPTS);
    best
}

/// The nearer to 1280x720 the better, with 640x480 as the known second.
fn size_rank(format: &CameraFormat) -> (u8, u64, u32, u32) {
    let (width, height) = (format.width(), format.height());
    let distance = (u64::from(width) * u64::from(height)).abs_diff(1_280 * 720);
    let class = match (width, height) {
        (1_280, 720) => 0,
        (640, 480) => 1,
        _ => 2,
    };
    (class, distance, width, height)
}

/// Uncompressed before compressed, what carries brightness as it is before what does not.
const fn kind_rank(kind: FrameFormat) -> u8 {
    match kind {
        FrameFormat::YUYV => 0,
        FrameFormat::NV12 => 1,
        FrameFormat::GRAY => 2,
        FrameFormat::MJPEG => 3,
        FrameFormat::RAWRGB => 4,
        FrameFormat::RAWBGR => 5,
    }
}

/// 30 frames a second is what the eye and the decoder need; less is worse than more.
const fn rate_rank(fps: u32) -> (bool, u32, Reverse<u32>) {
    (fps < 30, fps.abs_diff(30), Reverse(fps))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]
mod tests {
    use super::*;

    fn format(width: u32, height: u32, kind: FrameFormat, fps: u32) -> CameraFormat {
        CameraFormat::new_from(width, height, kind, fps)
    }

    #[test]
    fn the_best_format_comes_first() {
        let (yuyv, mjpeg) = (FrameFormat::YUYV, FrameFormat::MJPEG);
        let table = [
            // A usual USB 2 webcam: uncompressed 720p is too slow, compressed is fluent.
            (
                vec![format(640, 480, yuyv, 30), format(1_280, 720, yuyv, 10), format(1_280, 720, mjpeg, 30)],
                (1_280, mjpeg, 30),
            ),
            (vec![format(1_280, 720, mjpeg, 30), format(1_280, 720, yuyv, 30)], (1_280, yuyv, 30)),
            (vec![format(320, 240, yuyv, 30), format(640, 480, yuyv, 60), format(640, 480, yuyv, 30)], (640, yuyv, 30)),
            (vec![format(3_840, 2_160, mjpeg, 30), format(1_920, 1_080, mjpeg, 30)], (1_920, mjpeg, 30)),
            (vec![format(1_280, 720, yuyv, 5)], (1_280, yuyv, 5)),
        ];
        for (listed, expected) in table {
            let best = *ranked(listed.clone()).first().unwrap();
            assert_eq!((best.width(), best.format(), best.frame_rate()), expected, "{listed:?}");
        }
    }

    #[test]
    fn other_rates_come_after_every_size_and_kind() {
        let yuyv = FrameFormat::YUYV;
        let listed = vec![format(640, 480, yuyv, 15), format(160, 120, yuyv, 30), format(640, 480, yuyv, 30)];
        let order: Vec<_> = ranked(listed).iter().map(|best| (best.width(), best.frame_rate())).collect();
        assert_eq!(order, [(640, 30), (160, 30), (640, 15)]);
    }
}
