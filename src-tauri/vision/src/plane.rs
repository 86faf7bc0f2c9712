//! A smaller copy of a frame.
//!
//! What it is for: previews, and pages with more pixels than a code needs. What it must never do: run longer than
//! one pass over its pixels per step, or change the frame it was made from.

use crate::frame::GrayFrame;

/// A private, mutable grey picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plane {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) pixels: Vec<u8>,
}

impl Plane {
    /// A copy of the frame's pixels.
    pub(crate) fn of(frame: &GrayFrame) -> Self {
        Self { width: as_index(frame.width()), height: as_index(frame.height()), pixels: frame.luma().to_vec() }
    }

    /// The frame shrunk by a whole `factor`: each pixel is the mean of `factor * factor` pixels. Sides below the
    /// factor keep one pixel; what does not fill a whole block at the right and lower edge is left out.
    pub(crate) fn shrunk(frame: &GrayFrame, factor: usize) -> Self {
        let (source_width, source_height) = (as_index(frame.width()), as_index(frame.height()));
        let factor = factor.min(source_width).min(source_height).max(1);
        if factor == 1 {
            return Self::of(frame);
        }
        let (width, height) = (source_width / factor, source_height / factor);
        let area = u32::try_from(factor * factor).unwrap_or(u32::MAX);
        let mut pixels = Vec::with_capacity(width * height);
        let mut sums = vec![0u32; width];
        for band in frame.luma().chunks_exact(source_width * factor).take(height) {
            sums.fill(0);
            for row in band.chunks_exact(source_width) {
                for (sum, block) in sums.iter_mut().zip(row.chunks_exact(factor)) {
                    *sum += block.iter().map(|&value| u32::from(value)).sum::<u32>();
                }
            }
            pixels.extend(sums.iter().map(|sum| u8::try_from(sum / area).unwrap_or(u8::MAX)));
        }
        Self { width, height, pixels }
    }
}

/// Pixel counts fit an index on every machine that this program runs on.
fn as_index(side_px: u32) -> usize {
    usize::try_from(side_px).unwrap_or(usize::MAX)
}
