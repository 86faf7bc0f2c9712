//! What earlier frames said.
//!
//! What it is for: a code that is held to the camera but cannot be read is seen again in the next frame, with other noise.
//! Its module values are added up over the frames until they can be read; and where it lay is tried again when its finder
//! patterns are missed. What it must never do: mix two codes; what does not agree with the sum replaces it, and a sum of two
//! would fail the error correction as any wrong grid does, until the older one has faded.

use super::candidates::Candidate;
use super::warp::Place;
use crate::qr::confirm::Soft;
use crate::qr::layout::Layout;

/// How much of the sum stays when a frame is added.
const STAYS: f32 = 0.8;
/// Values that agree less than this with the sum belong to another code.
const LEAST_CORRELATION: f32 = 0.12;
/// Frames in a row without the code after which it is forgotten.
const FORGOTTEN_AFTER: u32 = 10;

/// The sum over the frames.
#[derive(Debug, Default)]
pub(super) struct Memory {
    sum: Soft,
    frames: u32,
    missed: u32,
    /// Where a code was last.
    last: Option<Candidate>,
}

impl Memory {
    /// A frame was read; there is nothing to add up.
    pub(super) fn read(&mut self, candidate: Option<Candidate>) {
        self.frames = 0;
        self.missed = 0;
        self.last = candidate.or_else(|| self.last.take());
    }

    /// A frame showed nothing like a code.
    pub(super) fn missed(&mut self) {
        self.missed = self.missed.saturating_add(1);
        if self.missed > FORGOTTEN_AFTER {
            self.last = None;
            self.frames = 0;
        }
    }

    /// Where a code was last, if that is not long ago.
    pub(super) fn last(&self) -> Option<&Candidate> {
        self.last.as_ref()
    }

    /// Adds what a frame's modules said. The sum, when it now holds more than that frame.
    pub(super) fn add(&mut self, candidate: Candidate, soft: &Soft) -> Option<&Soft> {
        self.missed = 0;
        let same = self.frames > 0
            && self.last.as_ref().is_some_and(|last| near(last, &candidate))
            && correlation(&candidate.model.layout, &self.sum, soft) >= LEAST_CORRELATION;
        self.last = Some(candidate);
        if same {
            for (sum, value) in self.sum.values.iter_mut().zip(&soft.values) {
                *sum = *sum * STAYS + value.clamp(-1.5, 1.5);
            }
            self.frames += 1;
            return Some(&self.sum);
        }
        self.sum.side = soft.side;
        self.sum.values.clear();
        self.sum.values.extend(soft.values.iter().map(|value| value.clamp(-1.5, 1.5)));
        self.frames = 1;
        None
    }
}

/// Whether two grids are of one kind and lie near each other.
fn near(a: &Candidate, b: &Candidate) -> bool {
    let middle = |candidate: &Candidate| -> Place {
        let corners = candidate.warp.corners();
        corners.iter().fold((0.0, 0.0), |sum, corner| (sum.0 + corner.0 / 4.0, sum.1 + corner.1 / 4.0))
    };
    let (one, other) = (middle(a), middle(b));
    let side = f32::from(u8::try_from(a.model.layout.side).unwrap_or(u8::MAX)) * a.warp.module_px();
    a.inverted == b.inverted
        && a.model.layout.version == b.model.layout.version
        && (one.0 - other.0).hypot(one.1 - other.1) < side / 2.0
}

/// How much two sets of values agree where codes differ, in their data modules, from -1 to 1.
fn correlation(layout: &Layout, a: &Soft, b: &Soft) -> f32 {
    if a.side != b.side {
        return 0.0;
    }
    let (mut dot, mut squares_a, mut squares_b) = (0.0f32, 0.0f32, 0.0f32);
    for (x, y) in &layout.order {
        let (a, b) = (a.at((*x).into(), (*y).into()), b.at((*x).into(), (*y).into()));
        dot += a * b;
        squares_a += a * a;
        squares_b += b * b;
    }
    dot / (squares_a * squares_b).sqrt().max(f32::MIN_POSITIVE)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use std::rc::Rc;

    use qrcodegen::{QrCode, QrCodeEcc};

    use super::super::attempts::{Attempts, Model};
    use super::super::warp::{Homography, Warp};
    use super::*;

    /// A code's modules under noise that is twice as strong as they are.
    fn shot(code: &QrCode, seed: u64) -> Soft {
        let side = usize::try_from(code.size()).unwrap();
        let mut state = (seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut noise = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            f32::from(u16::try_from(state >> 48).unwrap()) / 32_768.0 - 1.0
        };
        let values = (0..side * side).map(|index| {
            let dark = code.get_module((index % side) as i32, (index / side) as i32);
            (if dark { 0.55 } else { -0.55 }) + noise() + noise()
        });
        Soft { side, values: values.collect() }
    }

    fn candidate(model: &Rc<Model>, left: f32) -> Candidate {
        let side = 29.0;
        let square = [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)];
        let pixels = square.map(|(x, y)| (x * 4.0 + left, y * 4.0));
        let warp = Warp::flat(Homography::between(square, pixels).unwrap(), 29);
        Candidate { likeness: 0.9, model: Rc::clone(model), warp, inverted: false, mended: true, agreement: 0.9 }
    }

    fn code(text: &str) -> QrCode {
        let code = QrCode::encode_text(text, QrCodeEcc::High).unwrap();
        assert_eq!(code.size(), 29);
        code
    }

    #[test]
    fn frames_that_say_too_little_alone_say_it_together() {
        let model = Rc::new(Model::of(3));
        let (code, mut attempts, mut memory) =
            (code("CPT1:INV-2026-000042:7K3QXR9M"), Attempts::default(), Memory::default());
        let mut read_after = None;
        for seed in 1..12 {
            let soft = shot(&code, seed);
            assert_eq!(attempts.gathered(&model, &soft).text, None, "alone");
            let sum = memory.add(candidate(&model, 100.0 + seed as f32), &soft).cloned();
            let text = sum.and_then(|sum| attempts.gathered(&model, &sum).text);
            if let Some(text) = text {
                assert_eq!(text, "CPT1:INV-2026-000042:7K3QXR9M");
                read_after = read_after.or(Some(seed));
            }
        }
        assert!(read_after.is_some_and(|frames| (3..10).contains(&frames)), "{read_after:?}");
    }

    #[test]
    fn another_code_or_another_place_begins_anew() {
        let model = Rc::new(Model::of(3));
        let mut memory = Memory::default();
        let (first, second) = (code("CPT1:INV-2026-000042:7K3QXR9M"), code("example.org/9876543210"));
        let clean = |code: &QrCode| {
            let module = |index: i32| if code.get_module(index % 29, index / 29) { 1.0 } else { -1.0 };
            Soft { side: 29, values: (0..29 * 29).map(module).collect() }
        };
        assert!(memory.add(candidate(&model, 0.0), &clean(&first)).is_none());
        assert!(memory.add(candidate(&model, 3.0), &clean(&first)).is_some());
        assert!(memory.add(candidate(&model, 300.0), &clean(&first)).is_none(), "elsewhere");
        let other = clean(&second);
        assert!(memory.add(candidate(&model, 300.0), &other).is_none(), "another code");
        for _ in 0..=FORGOTTEN_AFTER {
            memory.missed();
        }
        assert!(memory.last().is_none());
    }
}
