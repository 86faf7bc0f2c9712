//! Three finder patterns that may belong to one code.
//!
//! What it is for: all threes of patterns of about one size are weighed by how well they could stand in the corners of a
//! square seen at an angle; the likeliest come first. What it must never do: weigh more than a bounded number.

use super::finder::Finder;
use super::warp::Place;
use crate::qr::layout::{LAST_VERSION, side};

/// The most patterns whose threes are weighed.
const MOST_FINDERS: usize = 40;

/// Three patterns: upper left, upper right, lower left of a code that is not mirrored.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Triple {
    pub(crate) corner: Finder,
    pub(crate) right: Finder,
    pub(crate) below: Finder,
    /// Modules on a side, as far as the distances tell.
    pub(crate) side_estimate: f32,
    /// How unlikely it is; smaller is better.
    pub(crate) penalty: f32,
}

/// The likeliest threes, best first, at most `most`.
pub(crate) fn likeliest(finders: &[Finder], most: usize) -> Vec<Triple> {
    let finders = finders.get(..finders.len().min(MOST_FINDERS)).unwrap_or(finders);
    let mut triples = Vec::new();
    for (index, a) in finders.iter().enumerate() {
        for (offset, b) in finders.iter().enumerate().skip(index + 1) {
            if !alike(a, b) {
                continue;
            }
            for c in finders.iter().skip(offset + 1) {
                if alike(a, c) && alike(b, c) {
                    triples.extend([(a, b, c), (b, a, c), (c, a, b)].into_iter().filter_map(weighed));
                }
            }
        }
    }
    triples.sort_by(|a, b| a.penalty.total_cmp(&b.penalty));
    triples.truncate(most);
    triples
}

/// Of one colour and about one size.
fn alike(a: &Finder, b: &Finder) -> bool {
    a.inverted == b.inverted && a.module_px < b.module_px * 1.8 && b.module_px < a.module_px * 1.8
}

/// The three with its first as the corner, when that is possible at all.
pub(crate) fn weighed((corner, a, b): (&Finder, &Finder, &Finder)) -> Option<Triple> {
    let (to_a, to_b) = (between(corner, a), between(corner, b));
    let (length_a, length_b) = (to_a.0.hypot(to_a.1), to_b.0.hypot(to_b.1));
    let cross = (to_a.0 * to_b.1 - to_a.1 * to_b.0) / (length_a * length_b);
    let cosine = (to_a.0 * to_b.0 + to_a.1 * to_b.1) / (length_a * length_b);
    if !cosine.is_finite() || cosine.abs() > 0.82 {
        return None;
    }
    // The picture's y axis points down: turning from the right to the lower pattern is turning clockwise.
    let (right, below, to_right, to_below) = if cross > 0.0 { (a, b, to_a, to_b) } else { (b, a, to_b, to_a) };
    let across = modules_between(corner, right, to_right);
    let down = modules_between(corner, below, to_below);
    let smallest = narrow(side(1) - 7) * 0.7;
    let largest = narrow(side(LAST_VERSION) - 7) * 1.2;
    let ratio = across.max(down) / across.min(down);
    if !(smallest..largest).contains(&across) || !(smallest..largest).contains(&down) || ratio > 1.7 {
        return None;
    }
    let sizes = [corner.module_px, right.module_px, below.module_px];
    let (small, large) = sizes.iter().fold((f32::MAX, 0.0f32), |(low, high), size| (low.min(*size), high.max(*size)));
    let score: f32 = [corner, right, below].iter().map(|finder| finder.score.min(20.0)).sum();
    let penalty = (ratio - 1.0) * 2.0
        + cosine.abs() * 0.7
        + (large / small - 1.0) * 1.5
        + (60.0 - score) * 0.02
        + (across + down) * 0.003;
    Some(Triple {
        corner: *corner,
        right: *right,
        below: *below,
        side_estimate: f32::midpoint(across, down) + 7.0,
        penalty,
    })
}

fn between(a: &Finder, b: &Finder) -> Place {
    (b.x - a.x, b.y - a.y)
}

/// The distance of two patterns in modules of the width they show along their line.
fn modules_between(a: &Finder, b: &Finder, (dx, dy): Place) -> f32 {
    let reach =
        a.reach_towards(dx, dy) + a.reach_towards(-dx, -dy) + b.reach_towards(dx, dy) + b.reach_towards(-dx, -dy);
    dx.hypot(dy) / (reach / 14.0).max(0.1)
}

#[expect(clippy::cast_precision_loss, reason = "a number of modules")]
const fn narrow(modules: usize) -> f32 {
    modules as f32
}
