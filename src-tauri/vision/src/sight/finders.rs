//! Finder patterns: the three squares in a code's corners.
//!
//! What it is for: every other row is cut into runs at the local level, at places between the pixels; five runs of about
//! 1:1:3:1:1 are looked at again from above and from all sides (ISO/IEC 18004, section 12, and what ZXing, quirc and
//! BoofCV make of it). Light-on-dark codes are found in the same pass. What it must never do: return more than
//! [`MOST`] patterns, or look at the same pattern again for each of its rows.

use super::finder::Finder;
use super::levels::Levels;
use super::rays::{measure, upright};
use super::runs::{cut, like_a_finder};
use super::source::Source;

/// The most patterns that are kept of one picture.
pub(crate) const MOST: usize = 60;
/// The most patterns before the best are chosen; a search that finds more has found nothing.
const MOST_RAW: usize = 150;
/// Rays that must show the pattern.
const LEAST_RAYS: usize = 11;
/// Rays that must show a smeared pattern.
const LEAST_SMEARED_RAYS: usize = 3;
/// What a smeared pattern's score begins with.
const SMEARED: f32 = 6.0;
/// The most smeared patterns that are kept of one picture.
const MOST_SMEARED: usize = 24;

/// Working memory for the search, kept from frame to frame.
#[derive(Debug, Default)]
pub(crate) struct Search {
    edges: Vec<f32>,
    row_levels: Vec<u8>,
    /// What was found, best first.
    pub(crate) found: Vec<Finder>,
    looks: usize,
    /// The most places that are looked at from all sides in one search; pictures full of patterns end there.
    pub(crate) most_looks: usize,
    /// Sums over the rows that showed each smeared pattern: places and their number.
    rows: Vec<(f32, f32, f32)>,
}

impl Search {
    /// Forgets what was found.
    pub(crate) fn clear(&mut self) {
        self.found.clear();
    }

    /// Searches a picture; `step` rows at a time, edges must differ from the level by more than `margin`. What was found
    /// before stays.
    pub(crate) fn run(&mut self, source: Source<'_>, levels: &Levels, step: usize, margin: u8) {
        self.scan(source, levels, step, margin, false);
        self.found.sort_by(|a, b| b.score.total_cmp(&a.score));
        self.found.truncate(MOST);
    }

    /// Searches for patterns that motion has smeared along the columns: their rows still show them, nothing else does.
    /// The middle is the mean of the rows.
    pub(crate) fn run_smeared(&mut self, source: Source<'_>, levels: &Levels, step: usize, margin: u8) {
        self.rows.clear();
        self.scan(source, levels, step, margin, true);
        for (finder, (x, y, rows)) in self.found.iter_mut().zip(&self.rows) {
            *finder = Finder { x: x / rows, y: y / rows, score: (finder.score + rows).min(20.0), ..*finder };
        }
        self.found.retain(|finder| finder.score > SMEARED + 1.5);
        self.found.sort_by(|a, b| b.score.total_cmp(&a.score));
        self.found.truncate(MOST_SMEARED);
    }

    fn scan(&mut self, source: Source<'_>, levels: &Levels, step: usize, margin: u8, smeared: bool) {
        self.looks = 0;
        for y in (0..source.height).step_by(step.max(1)) {
            let Some(row) = source.pixels.get(y * source.width..(y + 1) * source.width) else {
                break;
            };
            levels.row(y, source.width, &mut self.row_levels);
            let first_is_dark = cut(row, &self.row_levels, margin, &mut self.edges);
            self.match_row(source, levels, y, first_is_dark, smeared);
            if self.looks > self.most_looks || self.found.len() > MOST_RAW {
                break;
            }
        }
    }

    /// Looks at each five runs of a row.
    fn match_row(&mut self, source: Source<'_>, levels: &Levels, y: usize, first_is_dark: bool, smeared: bool) {
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
            let (source, middle, module_px) = (source.inverted(inverted), f32::midpoint(c, d), (f - a) / 7.0);
            if smeared {
                self.note_row(source, levels, middle, row, module_px);
            } else {
                self.look(source, levels, middle, row, module_px);
            }
        }
        self.edges = edges;
    }

    /// Notes a row that may belong to a smeared pattern.
    fn note_row(&mut self, source: Source<'_>, levels: &Levels, x: f32, y: f32, module_px: f32) {
        let inverted = source.is_inverted();
        let known = self.found.iter().position(|finder| {
            finder.inverted == inverted
                && (finder.x - x).abs() < finder.module_px * 0.8
                && (finder.y - y).abs() < finder.module_px * 2.5
                && (finder.module_px / module_px - 1.0).abs() < 0.3
        });
        if let Some(sums) = known.and_then(|index| self.rows.get_mut(index)) {
            *sums = (sums.0 + x, sums.1 + y, sums.2 + 1.0);
            return;
        }
        self.looks += 1;
        if let Some(finder) = measure(source, levels, x, y, module_px, LEAST_SMEARED_RAYS) {
            self.found.push(Finder { x, y, module_px, score: SMEARED, ..finder });
            self.rows.push((x, y, 1.0));
        }
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
        let Some(finder) = measure(source, levels, x, y, module_px.max(across), LEAST_RAYS) else {
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
