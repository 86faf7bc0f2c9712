//! Module values from the grey picture.
//!
//! What it is for: each module's brightness is the mean of a few places inside it, and dark is told from light by the
//! modules around it, not by the pixels. What it must never do: binarise the picture first; most of what a weak picture
//! knows would be gone.

use super::source::Source;
use super::warp::Warp;
use crate::qr::confirm::Soft;

/// How dark is told from light.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Slice {
    /// Against the mean of the modules up to so far away, each way.
    Mean(usize),
    /// Against the middle between the darkest and the lightest of the modules up to so far away.
    Middle(usize),
    /// Against the mean, after each module's four neighbours were taken off by that share.
    Sharpened(usize, f32),
}

/// The brightness of each module.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grey {
    pub(crate) side: usize,
    pub(crate) values: Vec<f32>,
}

impl Grey {
    /// Measures all modules through `warp`.
    #[expect(clippy::cast_precision_loss, reason = "a number of modules")]
    pub(crate) fn sample(&mut self, source: Source<'_>, warp: &Warp, side: usize) {
        self.side = side;
        self.values.clear();
        let fine = warp.module_px() > 2.2;
        for y in 0..side {
            for x in 0..side {
                let middle = (x as f32 + 0.5, y as f32 + 0.5);
                let (px, py) = warp.map(middle);
                let value = if fine {
                    let (a, b) = warp.axes(middle);
                    let spot = |u: f32, v: f32| source.at(px + a.0 * u + b.0 * v, py + a.1 * u + b.1 * v);
                    (spot(0.0, 0.0) * 2.0
                        + spot(-0.24, -0.24)
                        + spot(0.24, -0.24)
                        + spot(-0.24, 0.24)
                        + spot(0.24, 0.24))
                        / 6.0
                } else {
                    source.at(px, py)
                };
                self.values.push(value);
            }
        }
    }

    fn at(&self, x: usize, y: usize) -> f32 {
        self.values.get(y * self.side + x).copied().unwrap_or(0.0)
    }

    /// Tells dark from light.
    pub(crate) fn sliced(&self, how: Slice, soft: &mut Soft) {
        soft.side = self.side;
        soft.values.clear();
        match how {
            Slice::Mean(reach) => {
                let means = boxed(&self.values, self.side, reach);
                soft.values.extend(self.values.iter().zip(&means).map(|(value, mean)| mean - value));
            }
            Slice::Middle(reach) => self.by_middle(reach, soft),
            Slice::Sharpened(reach, share) => {
                let sharp = self.sharpened(share);
                let means = boxed(&sharp, self.side, reach);
                soft.values.extend(sharp.iter().zip(&means).map(|(value, mean)| mean - value));
            }
        }
        level_out(soft);
    }

    fn by_middle(&self, reach: usize, soft: &mut Soft) {
        let side = self.side;
        let mut across = Vec::with_capacity(self.values.len());
        for row in self.values.chunks_exact(side.max(1)) {
            for x in 0..side {
                let window = row.get(x.saturating_sub(reach)..(x + reach + 1).min(side)).unwrap_or(&[]);
                across.push(window.iter().fold((f32::MAX, f32::MIN), |(low, high), v| (low.min(*v), high.max(*v))));
            }
        }
        for y in 0..side {
            for x in 0..side {
                let (mut low, mut high) = (f32::MAX, f32::MIN);
                for row in y.saturating_sub(reach)..(y + reach + 1).min(side) {
                    let (darkest, lightest) = across.get(row * side + x).copied().unwrap_or((0.0, 0.0));
                    low = low.min(darkest);
                    high = high.max(lightest);
                }
                soft.values.push(f32::midpoint(low, high) - self.at(x, y));
            }
        }
    }

    fn sharpened(&self, share: f32) -> Vec<f32> {
        let side = self.side;
        let last = side.saturating_sub(1);
        let mut sharp = Vec::with_capacity(self.values.len());
        for y in 0..side {
            for x in 0..side {
                let around = self.at(x.saturating_sub(1), y)
                    + self.at((x + 1).min(last), y)
                    + self.at(x, y.saturating_sub(1))
                    + self.at(x, (y + 1).min(last));
                let value = self.at(x, y);
                sharp.push(value + share * (value - around / 4.0));
            }
        }
        sharp
    }
}

/// The mean over a square of `2 * reach + 1` modules, at the edges over those that exist.
pub(crate) fn boxed(values: &[f32], side: usize, reach: usize) -> Vec<f32> {
    let mut sums = vec![0.0f32; (side + 1) * (side + 1)];
    for y in 0..side {
        let mut row = 0.0;
        for x in 0..side {
            row += values.get(y * side + x).copied().unwrap_or(0.0);
            let above = sums.get(y * (side + 1) + x + 1).copied().unwrap_or(0.0);
            if let Some(slot) = sums.get_mut((y + 1) * (side + 1) + x + 1) {
                *slot = above + row;
            }
        }
    }
    let sum = |x: usize, y: usize| sums.get(y * (side + 1) + x).copied().unwrap_or(0.0);
    let mut means = Vec::with_capacity(values.len());
    for y in 0..side {
        let (top, bottom) = (y.saturating_sub(reach), (y + reach + 1).min(side));
        for x in 0..side {
            let (left, right) = (x.saturating_sub(reach), (x + reach + 1).min(side));
            #[expect(clippy::cast_precision_loss, reason = "a number of modules")]
            let area = ((right - left) * (bottom - top)) as f32;
            means.push((sum(right, bottom) - sum(left, bottom) - sum(right, top) + sum(left, top)) / area);
        }
    }
    means
}

/// Divides each value by the mean size of those around it, so that a weak corner is not a doubtful one.
pub(crate) fn level_out(soft: &mut Soft) {
    let sizes: Vec<f32> = soft.values.iter().map(|value| value.abs()).collect();
    let means = boxed(&sizes, soft.side, 5);
    for (value, mean) in soft.values.iter_mut().zip(means) {
        *value = (*value / mean.max(0.5)).clamp(-2.5, 2.5);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_mean_counts_what_exists() {
        let values: Vec<f32> = (0..16u8).map(f32::from).collect();
        let means = boxed(&values, 4, 1);
        assert!(means.first().is_some_and(|mean| (mean - 2.5).abs() < 1e-4));
        assert!(means.get(5).is_some_and(|mean| (mean - 5.0).abs() < 1e-4));
    }

    #[test]
    fn dark_is_told_from_light_under_a_shadow() {
        // A board of modules, half of it in deep shade.
        let values: Vec<f32> = (0..21 * 21usize)
            .map(|index| {
                let (x, y) = (index % 21, index / 21);
                let value = if (x + y).is_multiple_of(2) { 40.0 } else { 200.0 };
                if x < 10 { value * 0.2 } else { value }
            })
            .collect();
        let grey = Grey { side: 21, values };
        let mut soft = Soft::default();
        for slice in [Slice::Mean(2), Slice::Middle(1), Slice::Sharpened(2, 0.5)] {
            grey.sliced(slice, &mut soft);
            let wrong = soft.values.iter().enumerate();
            let wrong =
                wrong.filter(|(index, value)| (index % 21 + index / 21).is_multiple_of(2) != (**value > 0.0)).count();
            assert!(wrong < 25, "{slice:?}: {wrong}");
        }
    }
}
