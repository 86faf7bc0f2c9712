//! Brightness between the pixels.
//!
//! What it is for: everything that measures a picture asks here, at any place, for dark-on-light and light-on-dark codes
//! alike. What it must never do: fail outside the picture; the edge's pixels go on there.

use super::levels::Levels;

/// Where the picture's dark is the code's light, the values are turned over.
const TURNED_OVER: u8 = 0xFF;

/// A picture to measure.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'a> {
    pub(crate) pixels: &'a [u8],
    pub(crate) width: usize,
    pub(crate) height: usize,
    flip: u8,
}

impl<'a> Source<'a> {
    pub(crate) const fn new(pixels: &'a [u8], width: usize, height: usize) -> Self {
        Self { pixels, width, height, flip: 0 }
    }

    /// The same picture with light for dark.
    pub(crate) const fn inverted(self, inverted: bool) -> Self {
        Self { flip: if inverted { TURNED_OVER } else { 0 }, ..self }
    }

    pub(crate) const fn is_inverted(&self) -> bool {
        self.flip != 0
    }

    /// The value of a pixel.
    pub(crate) fn pixel(&self, x: usize, y: usize) -> u8 {
        self.pixels.get(y * self.width + x).copied().unwrap_or(0) ^ self.flip
    }

    /// The value at a place, in pixels from the middle of the first one, between the four pixels around.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the picture before")]
    #[expect(clippy::cast_precision_loss, reason = "pixel positions are far below the 24 bits of an f32")]
    pub(crate) fn at(&self, x: f32, y: f32) -> f32 {
        let x = x.clamp(0.0, (self.width.saturating_sub(2)) as f32 + 0.999);
        let y = y.clamp(0.0, (self.height.saturating_sub(2)) as f32 + 0.999);
        let (left, top) = (x as usize, y as usize);
        let (right_share, lower_share) = (x - left as f32, y - top as f32);
        let start = top * self.width + left;
        let pair = |start: usize| match self.pixels.get(start..start + 2) {
            Some(&[a, b]) => (f32::from(a ^ self.flip), f32::from(b ^ self.flip)),
            _ => (0.0, 0.0),
        };
        let (a, b) = pair(start);
        let (c, d) = pair(start + self.width);
        let upper = a + (b - a) * right_share;
        let lower = c + (d - c) * right_share;
        upper + (lower - upper) * lower_share
    }

    /// The level between dark and light around the pixel.
    pub(crate) fn level(&self, levels: &Levels, x: usize, y: usize) -> u8 {
        levels.at(x, y) ^ self.flip
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_between_pixels_are_mixed() {
        let source = Source::new(&[0, 100, 200, 100, 200, 40], 3, 2);
        assert!((source.at(0.5, 0.0) - 50.0).abs() < 0.5);
        assert!((source.at(0.5, 0.5) - 100.0).abs() < 0.5);
        assert!((source.at(-7.0, -7.0) - 0.0).abs() < 0.5);
        assert!((source.at(99.0, 99.0) - 40.0).abs() < 1.0);
        assert!((source.inverted(true).at(0.0, 0.0) - 255.0).abs() < 0.5);
        assert!(Source::new(&[], 0, 0).at(1.0, 1.0).abs() < 0.5);
    }
}
