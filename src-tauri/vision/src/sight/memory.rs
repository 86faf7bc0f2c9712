//! What earlier frames said.
//!
//! What it is for: a code that is held to the camera but cannot be read is seen again in the next frame, with other noise.
//! Its module values are added up over the frames until they can be read; and where it lay is tried again when its finder
//! patterns are missed. What it must never do: mix two codes; what does not agree with the sum replaces it, and a sum of two
//! would fail the error correction as any wrong grid does.

use super::candidates::Candidate;
use super::warp::Place;
use crate::qr::confirm::Soft;

/// How much of the sum stays when a frame is added.
const STAYS: f32 = 0.8;
/// Values that agree less than this with the sum belong to another code.
const LEAST_CORRELATION: f32 = 0.3;
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
            && correlation(&self.sum, soft) >= LEAST_CORRELATION;
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

/// How much two sets of values agree, from -1 to 1.
fn correlation(a: &Soft, b: &Soft) -> f32 {
    if a.side != b.side {
        return 0.0;
    }
    let (mut dot, mut squares_a, mut squares_b) = (0.0f32, 0.0f32, 0.0f32);
    for (a, b) in a.values.iter().zip(&b.values) {
        dot += a * b;
        squares_a += a * a;
        squares_b += b * b;
    }
    dot / (squares_a * squares_b).sqrt().max(f32::MIN_POSITIVE)
}
