//! Whether it is worth looking again.
//!
//! What it is for: most of the day the camera shows an empty counter. A scene that was read many times to nothing and
//! has not changed since is read four times a second instead of fifteen. What it must never do: miss a change; any
//! change of the picture, and any code, brings the full rate back with the very frame that shows it.

use std::time::{Duration, Instant};

use crate::frame::GrayFrame;

/// Reads to nothing before a scene counts as still: the decoder's costly views have all had several turns by then.
const READS_BEFORE_REST: u32 = 40;
/// How often a still scene is read.
const REST: Duration = Duration::from_millis(250);
/// Pixels between two that are compared.
const STEP_PX: usize = 12;
/// A pixel has changed when its brightness differs by more; noise stays below.
const CHANGED_BY: u8 = 28;
/// One changed pixel of so many compared ones is a change of the scene.
const ONE_IN: usize = 150;

/// Compares frames with the last one that was read. It keeps samples, not the frame, whose memory the camera wants back.
#[derive(Debug, Default)]
pub(super) struct Stillness {
    reads_to_nothing: u32,
    last_read_at: Option<Instant>,
    size: (u32, u32),
    samples: Vec<u8>,
}

impl Stillness {
    /// Whether the frame may be left out.
    pub(super) fn may_skip(&self, frame: &GrayFrame) -> bool {
        let recent = |at: Instant| frame.captured_at().saturating_duration_since(at) < REST;
        self.reads_to_nothing >= READS_BEFORE_REST && self.last_read_at.is_some_and(recent) && !self.differs(frame)
    }

    /// Takes note of a read.
    pub(super) fn note(&mut self, frame: &GrayFrame, found: bool) {
        let changed = found || self.differs(frame);
        self.reads_to_nothing = if changed { 0 } else { self.reads_to_nothing.saturating_add(1) };
        self.last_read_at = Some(frame.captured_at());
        self.size = (frame.width(), frame.height());
        self.samples.clear();
        self.samples.extend(samples(frame));
    }

    fn differs(&self, frame: &GrayFrame) -> bool {
        let pairs = self.samples.iter().zip(samples(frame));
        let changed = pairs.filter(|(was, is)| was.abs_diff(*is) > CHANGED_BY).count();
        self.size != (frame.width(), frame.height()) || changed * ONE_IN > self.samples.len()
    }
}

/// Every twelfth pixel of every twelfth row.
fn samples(frame: &GrayFrame) -> impl Iterator<Item = u8> + '_ {
    let row = usize::try_from(frame.width()).unwrap_or(usize::MAX);
    let rows = frame.luma().chunks_exact(row).step_by(STEP_PX);
    rows.flat_map(|row| row.iter().step_by(STEP_PX).copied())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]
mod tests {
    use super::*;

    fn frame(grey: u8, patch_px: usize, after: Duration, start: Instant) -> GrayFrame {
        let mut luma = vec![grey; 1_280 * 720];
        for y in 0..patch_px {
            luma[(300 + y) * 1_280 + 500..][..patch_px].fill(240);
        }
        GrayFrame::new(1_280, 720, luma).unwrap().at(start + after)
    }

    #[test]
    fn a_scene_rests_after_many_reads_and_wakes_with_any_change() {
        let start = Instant::now();
        let at = |millis| Duration::from_millis(millis);
        let mut stillness = Stillness::default();
        assert!(!stillness.may_skip(&frame(100, 0, at(0), start)));
        for read in 0..=READS_BEFORE_REST {
            assert!(!stillness.may_skip(&frame(100, 0, at(10), start)), "read {read}");
            stillness.note(&frame(100, 0, at(10), start), false);
        }
        assert!(stillness.may_skip(&frame(110, 0, at(20), start)), "noise and a passing cloud");
        assert!(!stillness.may_skip(&frame(100, 0, at(270), start)), "four times a second");
        assert!(!stillness.may_skip(&frame(100, 90, at(20), start)), "a code of 90 pixels came");
        stillness.note(&frame(100, 90, at(20), start), false);
        assert!(!stillness.may_skip(&frame(100, 90, at(30), start)), "full rate again");
    }

    #[test]
    fn a_code_in_view_never_rests() {
        let start = Instant::now();
        let mut stillness = Stillness::default();
        for _ in 0..200 {
            stillness.note(&frame(100, 90, Duration::ZERO, start), true);
        }
        assert!(!stillness.may_skip(&frame(100, 90, Duration::ZERO, start)));
    }
}
