//! A supposed finder pattern, measured in all directions.
//!
//! What it is for: from the middle of a true pattern the way out leads through dark, light and dark again in every
//! direction, with edges at 1.5, 2.5 and 3.5 modules. What it must never do: walk further than such a pattern reaches.

use super::finder::{Finder, RAYS};
use super::levels::Levels;
use super::runs::like_a_finder;
use super::source::Source;

/// Looks from above: the pattern's middle row and its module height, when the column shows the pattern as well.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "places inside the picture")]
pub(super) fn upright(source: Source<'_>, levels: &Levels, x: f32, y: f32, module_px: f32) -> Option<(f32, f32)> {
    let (column, row) = ((x.max(0.0) + 0.5) as usize, y.max(0.0) as usize);
    let level = source.level(levels, column, row);
    let most = (module_px * 9.0) as usize + 1;
    let up = walk((0..row).rev().map(|y| source.pixel(column, y)), source.pixel(column, row), level, most)?;
    let down = walk((row + 1..source.height).map(|y| source.pixel(column, y)), source.pixel(column, row), level, most)?;
    let runs = [up[2] - up[1], up[1] - up[0], up[0] + down[0], down[1] - down[0], down[2] - down[1]];
    like_a_finder(runs, 0.85).then(|| (y + (down[2] - up[2]) / 2.0, (up[2] + down[2]) / 7.0))
}

/// The distances at which pixels on the way out of a pattern's dark middle cross the level, three times.
fn walk(pixels: impl Iterator<Item = u8>, first: u8, level: u8, most: usize) -> Option<[f32; 3]> {
    let mut edges = [0.0f32; 3];
    let mut found = 0;
    let mut before = first;
    if before >= level {
        return None;
    }
    for (steps, now) in pixels.take(most).enumerate() {
        if if found % 2 == 0 { now >= level } else { now < level } {
            let (a, b, level) = (f32::from(before), f32::from(now), f32::from(level));
            #[expect(clippy::cast_precision_loss, reason = "a number of pixels")]
            let edge = steps as f32 + ((level - a) / (b - a)).clamp(0.0, 1.0);
            *edges.get_mut(found)? = edge;
            found += 1;
            if found == 3 {
                return Some(edges);
            }
        }
        before = now;
    }
    None
}

/// Measures a pattern in all directions from its supposed middle, twice, so that the middle is the true one.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "places inside the picture")]
#[expect(clippy::cast_precision_loss, reason = "a number of rays")]
pub(super) fn measure(
    source: Source<'_>,
    levels: &Levels,
    x: f32,
    y: f32,
    module_px: f32,
    least: usize,
) -> Option<Finder> {
    let (mut x, mut y) = (x, y);
    let level = f32::from(source.level(levels, x.max(0.0) as usize, y.max(0.0) as usize));
    let mut finder = None;
    for _ in 0..2 {
        let mut rays = [None; RAYS];
        for (index, slot) in rays.iter_mut().enumerate() {
            let (sin, cos) = (index as f32 * std::f32::consts::TAU / RAYS as f32).sin_cos();
            *slot = ray(source, level, (x, y), (cos, sin), module_px * 8.0).filter(|&radii| fair(radii));
        }
        let seen = rays.iter().flatten().count();
        if seen < least {
            return finder;
        }
        let (mut shift, mut pairs) = ((0.0f32, 0.0f32), 0.0f32);
        let (mut sum, mut reach_px) = (0.0f32, [0.0f32; RAYS]);
        for (index, radii) in rays.iter().enumerate() {
            let Some(radii) = radii else { continue };
            sum += radii[2];
            if let Some(slot) = reach_px.get_mut(index) {
                *slot = radii[2];
            }
            let opposite = rays.get((index + RAYS / 2) % RAYS).copied().flatten();
            let Some(opposite) = opposite else { continue };
            let (sin, cos) = (index as f32 * std::f32::consts::TAU / RAYS as f32).sin_cos();
            let off = (radii[2] - opposite[2] + radii[1] - opposite[1] + radii[0] - opposite[0]) / 6.0;
            shift = (shift.0 + off * cos, shift.1 + off * sin);
            pairs += 1.0;
        }
        // A square reaches 3.5 modules to its sides and 4.95 to its corners, 4.0 in the mean over all directions.
        let size = sum / seen as f32 / 4.0;
        finder = Some(Finder { x, y, module_px: size, inverted: source.is_inverted(), score: seen as f32, reach_px });
        if pairs < 3.0 {
            break;
        }
        // Each pair is counted from both ends, and the mean of off·(cos, sin) over directions is half the shift.
        x += shift.0 / pairs * 2.0;
        y += shift.1 / pairs * 2.0;
    }
    finder
}

/// Whether the three edges on a ray lie about as 1.5 : 2.5 : 3.5.
fn fair([first, second, third]: [f32; 3]) -> bool {
    let module = third / 3.5;
    (first - 1.5 * module).abs() < 0.7 * module
        && (second - 2.5 * module).abs() < 0.7 * module
        && third - second > 0.3 * module
}

/// The distances at which a ray from inside the pattern leaves the dark middle, the light ring and the dark ring.
fn ray(source: Source<'_>, level: f32, from: (f32, f32), towards: (f32, f32), most_px: f32) -> Option<[f32; 3]> {
    let mut edges = [0.0f32; 3];
    let mut found = 0;
    let mut before = source.at(from.0, from.1) - level;
    if before >= 0.0 {
        return None;
    }
    let step = 0.75f32;
    let mut distance = 0.0;
    while distance < most_px {
        distance += step;
        let now = source.at(from.0 + towards.0 * distance, from.1 + towards.1 * distance) - level;
        // Dark is below the level: even edges lead into light.
        let crossed = if found % 2 == 0 { now >= 0.0 } else { now < 0.0 };
        if crossed {
            let slot = edges.get_mut(found)?;
            *slot = distance - step * now / (now - before);
            found += 1;
            if found == 3 {
                return Some(edges);
            }
        }
        before = now;
    }
    None
}
