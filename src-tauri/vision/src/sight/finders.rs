//! Finder patterns: the three squares in a code's corners.
//!
//! What it is for: every other row is cut into runs at the local level, at places between the pixels; five runs of about
//! 1:1:3:1:1 are looked at again from above and from all sides (ISO/IEC 18004, section 12, and what ZXing, quirc and
//! BoofCV make of it). Light-on-dark codes are found in the same pass. What it must never do: return more than
//! [`MOST`] patterns, or look at the same pattern again for each of its rows.

use super::levels::Levels;
use super::source::Source;

/// The most patterns that are kept of one picture.
pub(crate) const MOST: usize = 60;
/// The most places that are looked at from all sides in one picture; pictures full of patterns end here.
const MOST_LOOKS: usize = 2_000;
/// The most patterns before the best are chosen; a search that finds more has found nothing.
const MOST_RAW: usize = 150;
/// Pixels that are compared at once.
const CHUNK_PX: usize = 32;
/// Directions in which a pattern is measured, over the full turn.
const RAYS: usize = 16;
/// Rays that must show the pattern.
const LEAST_RAYS: usize = 11;

/// A pattern that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Finder {
    /// Its middle, in pixels from the middle of the first one.
    pub(crate) x: f32,
    pub(crate) y: f32,
    /// The mean width of a module, in pixels.
    pub(crate) module_px: f32,
    /// Light on dark.
    pub(crate) inverted: bool,
    /// How well it looks like one: rays and rows that showed it.
    pub(crate) score: f32,
    /// How far the pattern reaches in each direction, in pixels; zero where that could not be seen.
    pub(crate) reach_px: [f32; RAYS],
}

impl Finder {
    /// As it is in a picture that many times as large.
    #[must_use]
    pub(crate) fn enlarged(&self, scale: f32) -> Self {
        // The middle of the first pixel moves to the middle of the pixels it stands for.
        let place = |value: f32| value * scale + (scale - 1.0) / 2.0;
        Self {
            x: place(self.x),
            y: place(self.y),
            module_px: self.module_px * scale,
            reach_px: self.reach_px.map(|reach| reach * scale),
            ..*self
        }
    }

    /// How far the pattern reaches in the direction of (dx, dy), in pixels.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a turn, clamped")]
    #[expect(clippy::cast_precision_loss, reason = "a number of rays")]
    pub(crate) fn reach_towards(&self, dx: f32, dy: f32) -> f32 {
        let turn = dy.atan2(dx).rem_euclid(std::f32::consts::TAU) / std::f32::consts::TAU * RAYS as f32;
        let before = turn.floor();
        let share = turn - before;
        let ray = |index: usize| {
            let reach = self.reach_px.get(index % RAYS).copied().unwrap_or(0.0);
            if reach > 0.0 { reach } else { self.module_px * 4.0 }
        };
        let index = before as usize;
        ray(index) * (1.0 - share) + ray(index + 1) * share
    }
}

/// Working memory for the search, kept from frame to frame.
#[derive(Debug, Default)]
pub(crate) struct Search {
    edges: Vec<f32>,
    row_levels: Vec<u8>,
    /// What was found, best first.
    pub(crate) found: Vec<Finder>,
    looks: usize,
}

impl Search {
    /// Forgets what was found.
    pub(crate) fn clear(&mut self) {
        self.found.clear();
    }

    /// Searches a picture; `step` rows at a time, edges must differ from the level by more than `margin`. What was found
    /// before stays.
    pub(crate) fn run(&mut self, source: Source<'_>, levels: &Levels, step: usize, margin: u8) {
        self.looks = 0;
        for y in (0..source.height).step_by(step.max(1)) {
            let Some(row) = source.pixels.get(y * source.width..(y + 1) * source.width) else {
                break;
            };
            levels.row(y, source.width, &mut self.row_levels);
            let first_is_dark = cut(row, &self.row_levels, margin, &mut self.edges);
            self.match_row(source, levels, y, first_is_dark);
            if self.looks > MOST_LOOKS || self.found.len() > MOST_RAW {
                break;
            }
        }
        self.found.sort_by(|a, b| b.score.total_cmp(&a.score));
        self.found.truncate(MOST);
    }

    /// Looks at each five runs of a row.
    fn match_row(&mut self, source: Source<'_>, levels: &Levels, y: usize, first_is_dark: bool) {
        #[expect(clippy::cast_precision_loss, reason = "pixel positions are far below the 24 bits of an f32")]
        let row = y as f32;
        let edges = std::mem::take(&mut self.edges);
        for (index, window) in edges.windows(6).enumerate() {
            let &[a, b, c, d, e, f] = window else { break };
            if !like_a_finder([b - a, c - b, d - c, e - d, f - e], 0.75) {
                continue;
            }
            // Edge 0 ends the row's first run; the run after it is of the other colour.
            let inverted = index.is_multiple_of(2) == first_is_dark;
            self.look(source.inverted(inverted), levels, f32::midpoint(c, d), row, (f - a) / 7.0);
        }
        self.edges = edges;
    }

    /// Looks at one place from all sides.
    fn look(&mut self, source: Source<'_>, levels: &Levels, x: f32, y: f32, module_px: f32) {
        let inverted = source.is_inverted();
        let known = self.found.iter_mut().find(|finder| {
            finder.inverted == inverted
                && (finder.x - x).abs() < finder.module_px * 1.6
                && (finder.y - y).abs() < finder.module_px * 1.6
        });
        if let Some(finder) = known {
            finder.score += 0.5;
            return;
        }
        self.looks += 1;
        let Some(module_py) = upright(source, levels, x, y, module_px) else {
            return;
        };
        let (y, across) = module_py;
        let Some(finder) = measure(source, levels, x, y, module_px.max(across)) else {
            return;
        };
        let twin = self.found.iter().any(|other| {
            other.inverted == inverted && (other.x - finder.x).hypot(other.y - finder.y) < finder.module_px * 2.0
        });
        if !twin {
            self.found.push(finder);
        }
    }
}

/// Cuts a row into runs: the places where it crosses the level, between the pixels. Returns whether it begins dark.
#[expect(clippy::cast_precision_loss, reason = "pixel positions are far below the 24 bits of an f32")]
fn cut(row: &[u8], levels: &[u8], margin: u8, edges: &mut Vec<f32>) -> bool {
    edges.clear();
    let first_is_dark = row.first() < levels.first();
    let mut dark = first_is_dark;
    for (index, (values, levels)) in row.chunks(CHUNK_PX).zip(levels.chunks(CHUNK_PX)).enumerate() {
        // Most chunks hold no edge; all their pixels are compared at once.
        if !crosses(values, levels, margin, dark) {
            continue;
        }
        for (offset, (&value, &level)) in values.iter().zip(levels).enumerate() {
            if over(value, level, margin, dark) {
                edges.push(crossing(row, index * CHUNK_PX + offset, level, dark));
                dark = !dark;
            }
        }
    }
    edges.push(row.len() as f32);
    first_is_dark
}

/// Whether a pixel lies beyond the level on the side that `dark` is not.
const fn over(value: u8, level: u8, margin: u8, dark: bool) -> bool {
    if dark { value.saturating_sub(level) > margin } else { level.saturating_sub(value) > margin }
}

/// Whether any of the pixels does.
fn crosses(values: &[u8], levels: &[u8], margin: u8, dark: bool) -> bool {
    let pairs = values.iter().zip(levels);
    let most = if dark {
        pairs.fold(0u8, |most, (value, level)| most.max(value.saturating_sub(*level)))
    } else {
        pairs.fold(0u8, |most, (value, level)| most.max(level.saturating_sub(*value)))
    };
    most > margin
}

/// Where exactly the row crossed the level on its way to the pixel at `x`.
#[expect(clippy::cast_precision_loss, reason = "pixel positions are far below the 24 bits of an f32")]
fn crossing(row: &[u8], x: usize, level: u8, from_dark: bool) -> f32 {
    let mut after = x;
    let value = |place: usize| row.get(place).copied().unwrap_or(level);
    while after > 0 && x - after < 6 && if from_dark { value(after - 1) > level } else { value(after - 1) < level } {
        after -= 1;
    }
    if after == 0 {
        return 0.0;
    }
    let (before, now) = (f32::from(value(after - 1)), f32::from(value(after)));
    let level = f32::from(level);
    let share = if (now - before).abs() < 0.5 { 0.5 } else { ((level - before) / (now - before)).clamp(0.0, 1.0) };
    (after - 1) as f32 + share
}

/// Whether five runs are about 1:1:3:1:1; `tolerance` in modules for a run of one module.
fn like_a_finder(runs: [f32; 5], tolerance: f32) -> bool {
    let [a, b, c, d, e] = runs;
    let module = (a + b + c + d + e) / 7.0;
    // Blur moves dark against light, but both rings alike.
    let near = |run: f32| (run - module).abs() < tolerance * module;
    module > 0.8 && (c - 3.0 * module).abs() < 1.3 * module && near(a) && near(b) && near(d) && near(e)
}

/// Looks from above: the pattern's middle row and its module height, when the column shows the pattern as well.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "places inside the picture")]
fn upright(source: Source<'_>, levels: &Levels, x: f32, y: f32, module_px: f32) -> Option<(f32, f32)> {
    let level = f32::from(source.level(levels, x.max(0.0) as usize, y.max(0.0) as usize));
    let up = ray(source, level, (x, y), (0.0, -1.0), module_px * 9.0)?;
    let down = ray(source, level, (x, y), (0.0, 1.0), module_px * 9.0)?;
    let runs = [up[2] - up[1], up[1] - up[0], up[0] + down[0], down[1] - down[0], down[2] - down[1]];
    like_a_finder(runs, 0.85).then(|| (y + (down[2] - up[2]) / 2.0, (up[2] + down[2]) / 7.0))
}

/// Measures a pattern in all directions from its supposed middle, twice, so that the middle is the true one.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "places inside the picture")]
#[expect(clippy::cast_precision_loss, reason = "a number of rays")]
fn measure(source: Source<'_>, levels: &Levels, x: f32, y: f32, module_px: f32) -> Option<Finder> {
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
        if seen < LEAST_RAYS {
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
