//! Undoing blur, whatever its shape.
//!
//! What it is for: defocus and motion mix each module with its neighbours. Instead of guessing the blur and inverting it,
//! a linear filter over the module's neighbourhood is learned from the picture itself: the fixed patterns and the modules
//! read so far say what should come out (least mean squares with a ridge: the minimum mean square error or Wiener
//! equaliser; decision directed as in Lucky, 1965). What it must never do: decide anything; its values go through the
//! same error correction as all others.

use super::grid::boxed;
use super::solve::Normal;
use super::source::Source;
use super::warp::Warp;
use crate::qr::confirm::Soft;
use crate::qr::layout::Layout;

/// Half modules that the samples go beyond the code, on each side.
const RIM: usize = 6;

/// Brightness every half module, the code's rim included, made even over the code.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fine {
    side: usize,
    width: usize,
    values: Vec<f32>,
    raw: Vec<f32>,
}

/// What a learned filter should give for a module, and how much that counts.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Target {
    pub(crate) value: f32,
    pub(crate) weight: f32,
}

/// Where a filter looks, in half modules.
pub(crate) fn taps(wide: bool) -> Vec<(isize, isize)> {
    let mut taps = Vec::new();
    let far: isize = if wide { 6 } else { 4 };
    for y in -far..=far {
        for x in -far..=far {
            let inner = x.abs() <= 2 && y.abs() <= 2;
            let whole = x % 2 == 0 && y % 2 == 0 && x.abs() + y.abs() <= far + 2;
            if inner || whole {
                taps.push((x, y));
            }
        }
    }
    taps
}

impl Fine {
    /// Measures the code through `warp`; `linear` undoes the camera's tone curve, since light mixes before it.
    #[expect(clippy::cast_precision_loss, reason = "a number of modules")]
    pub(crate) fn sample(&mut self, source: Source<'_>, warp: &Warp, side: usize, linear: bool) {
        self.side = side;
        self.width = 2 * side + 1 + 2 * RIM;
        self.raw.clear();
        let place = |index: usize| (index as f32 - RIM as f32) / 2.0;
        for y in 0..self.width {
            for x in 0..self.width {
                let (px, py) = warp.map((place(x), place(y)));
                let value = source.at(px, py);
                self.raw.push(if linear { (value / 255.0).powf(2.2) * 255.0 } else { value });
            }
        }
        let means = boxed(&self.raw, self.width, 9);
        self.values.clear();
        self.values.extend(self.raw.iter().zip(&means).map(|(value, mean)| mean - value));
        let squares: Vec<f32> = self.values.iter().map(|value| value * value).collect();
        let spreads = boxed(&squares, self.width, 9);
        for (value, spread) in self.values.iter_mut().zip(spreads) {
            *value /= (spread + 1.0).sqrt();
        }
    }

    /// The samples around a module.
    fn row(&self, index: usize, taps: &[(isize, isize)], row: &mut Vec<f32>) {
        let (x, y) = (2 * (index % self.side) + 1 + RIM, 2 * (index / self.side) + 1 + RIM);
        row.clear();
        row.push(0.3);
        row.extend(taps.iter().map(|(dx, dy)| {
            let place = y.checked_add_signed(*dy).zip(x.checked_add_signed(*dx));
            place.and_then(|(y, x)| self.values.get(y * self.width + x)).copied().unwrap_or(0.0)
        }));
    }

    /// Learns the filter that comes nearest to the targets and applies it to all modules.
    pub(crate) fn equalised(
        &self,
        targets: &[Target],
        taps: &[(isize, isize)],
        ridge: f32,
        soft: &mut Soft,
    ) -> Option<()> {
        let mut system = Normal::new(taps.len() + 1);
        let mut row = Vec::with_capacity(taps.len() + 1);
        let mut weights = 0.0;
        for (index, target) in targets.iter().enumerate().filter(|(_, target)| target.weight > 0.02) {
            self.row(index, taps, &mut row);
            system.add(&row, target.value, target.weight);
            weights += target.weight;
        }
        let filter = system.solved(&vec![ridge * weights.max(1.0); taps.len() + 1])?;
        soft.side = self.side;
        soft.values.clear();
        for index in 0..self.side * self.side {
            self.row(index, taps, &mut row);
            soft.values.push(row.iter().zip(&filter).map(|(value, factor)| value * factor).sum());
        }
        Some(())
    }
}

/// Targets from the fixed patterns alone.
pub(crate) fn fixed_targets(layout: &Layout) -> Vec<Target> {
    let mut targets = vec![Target::default(); layout.side * layout.side];
    for fixed in &layout.fixed {
        let index = usize::from(fixed.y) * layout.side + usize::from(fixed.x);
        if let Some(target) = targets.get_mut(index) {
            *target = Target { value: if fixed.dark { 1.0 } else { -1.0 }, weight: 1.0 };
        }
    }
    targets
}

/// Adds what was read so far: sure modules count, doubtful ones hardly.
pub(crate) fn with_read(fixed: &[Target], soft: &Soft, share: f32) -> Vec<Target> {
    let merge = |(target, value): (&Target, &f32)| {
        if target.weight >= 1.0 {
            return *target;
        }
        let sure = value.abs().min(1.0);
        Target { value: value.signum(), weight: share * sure * sure }
    };
    fixed.iter().zip(&soft.values).map(merge).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use qrcodegen::{QrCode, QrCodeEcc};

    use super::super::warp::Homography;
    use super::*;

    const MODULE_PX: f32 = 5.0;

    /// A code whose modules are mixed by a disk of one module's radius: far more than slicing can bear.
    fn blurred(code: &QrCode) -> (Vec<u8>, usize) {
        let width = (code.size() as usize + 12) * 5;
        let sharp = |x: i32, y: i32| {
            if code.get_module(x.div_euclid(5) - 6, y.div_euclid(5) - 6) { 30.0f32 } else { 220.0 }
        };
        let disk: Vec<(i32, i32)> =
            (-5..=5).flat_map(|y| (-5..=5).map(move |x| (x, y))).filter(|(x, y)| x * x + y * y <= 25).collect();
        let mean = |x: i32, y: i32| disk.iter().map(|(dx, dy)| sharp(x + dx, y + dy)).sum::<f32>() / disk.len() as f32;
        let side = i32::try_from(width).unwrap();
        ((0..side * side).map(|index| mean(index % side, index / side) as u8).collect(), width)
    }

    #[test]
    fn a_filter_learned_from_the_fixed_patterns_undoes_a_blur() {
        let code = QrCode::encode_text("CPT1:INV-2026-000042:7K3QXR9MPA4T and more", QrCodeEcc::Medium).unwrap();
        let layout = Layout::of((code.size() as usize - 17) / 4);
        let (pixels, width) = blurred(&code);
        let side = layout.side as f32;
        let square = [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)];
        let place = |value: f32| (value + 6.0) * MODULE_PX - 0.5;
        let map = Homography::between(square, square.map(|(x, y)| (place(x), place(y)))).unwrap();
        let mut fine = Fine::default();
        fine.sample(Source::new(&pixels, width, width), &Warp::flat(map, layout.side), layout.side, false);
        let wrong = |soft: &Soft| {
            let module = |index: usize| code.get_module((index % layout.side) as i32, (index / layout.side) as i32);
            soft.values.iter().enumerate().filter(|(index, value)| (**value > 0.0) != module(*index)).count()
        };
        let centre: Vec<f32> = (0..layout.side * layout.side)
            .map(|index| {
                let (x, y) = (2 * (index % layout.side) + 1 + RIM, 2 * (index / layout.side) + 1 + RIM);
                fine.values.get(y * fine.width + x).copied().unwrap()
            })
            .collect();
        let before = wrong(&Soft { side: layout.side, values: centre });
        let (fixed, taps) = (fixed_targets(&layout), taps(true));
        let mut soft = Soft::default();
        fine.equalised(&fixed, &taps, 0.01, &mut soft).unwrap();
        for _ in 0..3 {
            let targets = with_read(&fixed, &soft, 0.7);
            fine.equalised(&targets, &taps, 0.01, &mut soft).unwrap();
        }
        let after = wrong(&soft);
        println!("wrong modules: {before} before, {after} after");
        assert!(before > 60 && after * 6 < before, "{before} before, {after} after");
    }
}
