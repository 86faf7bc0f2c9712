//! Laying the grid on the code.
//!
//! What it is for: three finder patterns give a first grid; the alignment pattern opposite gives its fourth corner; then
//! patches of modules whose colours are known (fixed patterns, or what was read so far) are looked for around their
//! places, and the grid is bent to where they are found (template matching and weighted least squares). What it must
//! never do: follow a patch that does not look like itself.

use super::source::Source;
use super::triples::Triple;
use super::warp::{Homography, Offset, Place, TERMS, Warp, bend_from};
use crate::qr::layout::Layout;

/// A module with how light it should be: the weights of a patch sum up to zero.
type Weighted = (Place, f32);
/// A patch's likeness below this says nothing.
const LEAST_LIKENESS: f32 = 0.25;

/// An alignment pattern less like one than this is no ground to stand on.
const LEAST_ANCHOR_LIKENESS: f32 = 0.8;

/// Modules that are looked for together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Patch {
    middle: Place,
    modules: Vec<Weighted>,
    norm: f32,
}

impl Patch {
    /// A patch of modules (column, row, lightness).
    fn of(modules: impl Iterator<Item = (Place, f32)>) -> Option<Self> {
        let mut modules: Vec<Weighted> = modules.collect();
        #[expect(clippy::cast_precision_loss, reason = "a number of modules")]
        let count = modules.len() as f32;
        let sum = modules.iter().fold((0.0, 0.0, 0.0), |sum, ((u, v), w)| (sum.0 + u, sum.1 + v, sum.2 + w));
        for (_, weight) in &mut modules {
            *weight -= sum.2 / count;
        }
        let norm = modules.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        (norm > 1.0).then_some(Self { middle: (sum.0 / count, sum.1 / count), modules, norm })
    }

    /// How much the picture looks like the patch when it is moved by so many modules, from -1 to 1.
    fn likeness(&self, source: Source<'_>, spots: &[(Place, f32)], (dx, dy): Place) -> f32 {
        let (mut dot, mut sum, mut squares, mut count) = (0.0f32, 0.0f32, 0.0f32, 0.0f32);
        for ((x, y), weight) in spots {
            let value = source.at(x + dx, y + dy);
            dot += weight * value;
            sum += value;
            squares += value * value;
            count += 1.0;
        }
        let spread = (squares - sum * sum / count).max(0.0).sqrt();
        // Two levels of spread per module stand for the noise of a flat area.
        dot / (self.norm * (spread + 2.0))
    }

    /// Where the patch is: looked for up to `reach` steps of `step` modules away each way.
    fn find(&self, source: Source<'_>, warp: &Warp, reach: i16, step: f32) -> Option<(Offset, f32)> {
        let (a, b) = warp.axes(self.middle);
        let spots: Vec<(Place, f32)> = self.modules.iter().map(|(place, weight)| (warp.map(*place), *weight)).collect();
        let at = |i: i16, j: i16| {
            let (u, v) = (f32::from(i) * step, f32::from(j) * step);
            self.likeness(source, &spots, (a.0 * u + b.0 * v, a.1 * u + b.1 * v))
        };
        let (mut best, mut peak) = ((0, 0), f32::MIN);
        for j in -reach..=reach {
            for i in -reach..=reach {
                let off = f32::from(i * i + j * j) / f32::from(reach * reach).max(1.0);
                let likeness = at(i, j) - 0.04 * off;
                if likeness > peak {
                    (best, peak) = ((i, j), likeness);
                }
            }
        }
        let (i, j) = best;
        let peak = at(i, j);
        if peak < LEAST_LIKENESS {
            return None;
        }
        let (across, surety_across) = summit(at(i - 1, j), peak, at(i + 1, j));
        let (down, surety_down) = summit(at(i, j - 1), peak, at(i, j + 1));
        let by = ((f32::from(i) + across) * step, (f32::from(j) + down) * step);
        let trust = peak * peak * self.norm;
        let surety = (surety_across / (step * step) * trust, surety_down / (step * step) * trust);
        Some((Offset { place: self.middle, by, surety }, peak))
    }
}

/// The summit of the parabola through three values one step apart: where it lies, and how sharp it is.
fn summit(before: f32, peak: f32, after: f32) -> (f32, f32) {
    let sharpness = 2.0 * peak - before - after;
    if sharpness <= 1e-4 || before > peak || after > peak {
        return (0.0, 0.0);
    }
    (((after - before) / (2.0 * sharpness)).clamp(-0.5, 0.5), sharpness)
}

/// A module's middle.
fn middle(x: u8, y: u8) -> Place {
    (f32::from(x) + 0.5, f32::from(y) + 0.5)
}

/// The fixed patterns of a version, cut into patches: finders in quarters, timing patterns in pieces, alignments whole.
pub(crate) fn fixed_patches(layout: &Layout) -> Vec<Patch> {
    let near = |place: u8| usize::from(place) < 8;
    let far = |place: u8| usize::from(place) + 8 >= layout.side;
    let group = |x: u8, y: u8| -> usize {
        if (near(x) || far(x)) && (near(y) || far(y)) && !(far(x) && far(y)) {
            let quarter = |place: u8| {
                if near(place) { usize::from(place) / 4 } else { (usize::from(place) + 8 - layout.side) / 4 + 2 }
            };
            return quarter(y) * 4 + quarter(x);
        }
        let alignment = layout.alignments.iter().position(|&(ax, ay)| ax.abs_diff(x) <= 2 && ay.abs_diff(y) <= 2);
        match alignment {
            Some(index) => 16 + index,
            None if y == 6 => 100 + usize::from(x) / 7,
            None => 200 + usize::from(y) / 7,
        }
    };
    let mut groups = std::collections::BTreeMap::<usize, Vec<(Place, f32)>>::new();
    for fixed in &layout.fixed {
        let lightness = if fixed.dark { -1.0 } else { 1.0 };
        groups.entry(group(fixed.x, fixed.y)).or_default().push((middle(fixed.x, fixed.y), lightness));
    }
    groups
        .into_values()
        .filter(|modules| modules.len() >= 4)
        .filter_map(|modules| Patch::of(modules.into_iter()))
        .collect()
}

/// How freely the grid may bend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bend {
    /// With square terms: perspective and one even curl.
    Even,
    /// As a great many offsets say.
    Free,
}

impl Bend {
    pub(crate) const fn stiffness(self) -> [f32; TERMS] {
        const LOOSE: f32 = 0.02;
        const FIRM: f32 = 0.3;
        const FIXED: f32 = 1e6;
        let (square, cubic) = match self {
            Self::Even => (FIRM, FIXED),
            Self::Free => (LOOSE, LOOSE),
        };
        [LOOSE, LOOSE, LOOSE, square, square, square, cubic, cubic, cubic, cubic]
    }
}

/// Looks for the patches and bends the grid to them. Returns the grid and the mean likeness of the patches.
pub(crate) fn follow(
    source: Source<'_>,
    warp: &Warp,
    patches: &[Patch],
    (reach, step): (i16, f32),
    bend: Bend,
) -> (Warp, f32) {
    let found: Vec<(Offset, f32)> = patches.iter().filter_map(|patch| patch.find(source, warp, reach, step)).collect();
    if found.len() < 4 {
        return (*warp, 0.0);
    }
    let mut offsets: Vec<Offset> = found.iter().map(|(offset, _)| *offset).collect();
    let likeness = found.iter().map(|(_, likeness)| likeness).sum::<f32>() / count(patches.len());
    let scale = count(offsets.len()) / offsets.iter().map(|o| o.surety.0 + o.surety.1).sum::<f32>().max(1e-6);
    for offset in &mut offsets {
        offset.surety = ((offset.surety.0 * scale).min(3.0), (offset.surety.1 * scale).min(3.0));
    }
    let mut result = *warp;
    // Twice: what is far off the first answer counts less in the second.
    for _ in 0..2 {
        let Some(bent) = bend_from(warp, &offsets, bend.stiffness()) else {
            return (*warp, likeness);
        };
        result = bent;
        for offset in &mut offsets {
            let (u, v) = bent.shift_from(warp, offset.place);
            let (off_u, off_v) = (offset.by.0 - u, offset.by.1 - v);
            offset.surety.0 /= 1.0 + (off_u * 3.0).powi(2);
            offset.surety.1 /= 1.0 + (off_v * 3.0).powi(2);
        }
    }
    (result, likeness)
}

#[expect(clippy::cast_precision_loss, reason = "a number of patches")]
fn count(number: usize) -> f32 {
    number as f32
}

/// The first grid: the finders' middles, and the fourth corner by the sizes of the three.
pub(crate) fn first_grid(triple: &Triple, side: usize) -> Option<Warp> {
    let far = count(side) - 3.5;
    // Sizes shrink with the distance w as w^(-3/2) in the mean over all directions.
    let weight = |size: f32| (triple.corner.module_px / size.max(0.1)).powf(2.0 / 3.0).clamp(0.8, 1.25);
    let (right, below) = (weight(triple.right.module_px), weight(triple.below.module_px));
    let opposite = right + below - 1.0;
    let along = |a: f32, b: f32, c: f32| (b * right + c * below - a) / opposite.max(0.3);
    let fourth = (
        along(triple.corner.x, triple.right.x, triple.below.x),
        along(triple.corner.y, triple.right.y, triple.below.y),
    );
    grid_through(triple, side, (far, far), fourth)
}

/// The grid through the finders' middles and a fourth place.
fn grid_through(triple: &Triple, side: usize, fourth: Place, pixel: Place) -> Option<Warp> {
    let far = count(side) - 3.5;
    let from = [(3.5, 3.5), (far, 3.5), fourth, (3.5, far)];
    let to =
        [(triple.corner.x, triple.corner.y), (triple.right.x, triple.right.y), pixel, (triple.below.x, triple.below.y)];
    Homography::between(from, to).map(|map| Warp::flat(map, side))
}

/// Looks for the alignment pattern opposite the corner, some modules away, and lays the grid through it.
pub(crate) fn with_alignment(source: Source<'_>, triple: &Triple, warp: &Warp, layout: &Layout) -> Option<Warp> {
    let &(x, y) = layout.alignments.last()?;
    let place = middle(x, y);
    let patch = alignment_patch(place)?;
    let (coarse, _) = patch.find(source, warp, 8, 0.5)?;
    let pixel = warp.map((place.0 + coarse.by.0, place.1 + coarse.by.1));
    let warp = grid_through(triple, layout.side, place, pixel)?;
    let (fine, _) = patch.find(source, &warp, 2, 0.2)?;
    let pixel = warp.map((place.0 + fine.by.0, place.1 + fine.by.1));
    grid_through(triple, layout.side, place, pixel)
}

/// The alignment patterns that are found near their places.
pub(crate) fn anchors(source: Source<'_>, warp: &Warp, layout: &Layout) -> Vec<Offset> {
    let found = layout.alignments.iter().filter_map(|&(x, y)| {
        let patch = alignment_patch(middle(x, y))?;
        patch.find(source, warp, 5, 0.25).filter(|(_, likeness)| *likeness > LEAST_ANCHOR_LIKENESS)
    });
    found.map(|(offset, _)| offset).collect()
}

/// An alignment pattern around a place.
fn alignment_patch(place: Place) -> Option<Patch> {
    let modules = (-2i8..=2).flat_map(|v| (-2i8..=2).map(move |u| (u, v)));
    Patch::of(modules.map(|(u, v)| {
        let light = u.abs().max(v.abs()) == 1;
        ((place.0 + f32::from(u), place.1 + f32::from(v)), if light { 1.0 } else { -1.0 })
    }))
}

/// How much the picture looks like the fixed patterns where the grid has them: the mean likeness of the patches.
pub(crate) fn likeness(source: Source<'_>, warp: &Warp, patches: &[Patch]) -> f32 {
    let sum: f32 = patches
        .iter()
        .map(|patch| {
            let spots: Vec<(Place, f32)> = patch.modules.iter().map(|(place, w)| (warp.map(*place), *w)).collect();
            patch.likeness(source, &spots, (0.0, 0.0))
        })
        .sum();
    sum / count(patches.len().max(1))
}
