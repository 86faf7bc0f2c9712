//! Looking for finder patterns in several ways.
//!
//! What it is for: the cheapest look comes first and finds most; the others see what it cannot: patterns in noise, blurred
//! ones, tiny ones and huge ones. All looks of one picture add up: a pattern found by one and two found by another make a
//! code. What it must never do: look at more than the picture, half of it and a quarter of it.

use super::finders::{Finder, MOST, Search};
use super::levels::{Levels, halved, noise};
use super::source::Source;

/// One way of looking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pass {
    /// Every other row of the picture, against wide neighbourhoods by blocks.
    Wide,
    /// At half size, which halves noise.
    Half,
    /// At half size against narrow neighbourhoods, which still see blurred rings.
    HalfNarrow,
    /// The picture against narrow neighbourhoods, for tiny modules and hard shadows.
    Narrow,
    /// At a quarter of the size, for huge modules and much noise.
    Quarter,
}

impl Pass {
    /// In the order of what each finds for its time.
    pub(crate) const ALL: [Self; 5] = [Self::Wide, Self::Half, Self::HalfNarrow, Self::Narrow, Self::Quarter];
}

/// Noise beyond which the picture is not searched at its full size.
const MOST_NOISE: u8 = 4;

/// The looks at one picture.
#[derive(Debug, Default)]
pub(crate) struct Looks {
    half: Vec<u8>,
    quarter: Vec<u8>,
    half_size: (usize, usize),
    quarter_size: (usize, usize),
    noise: u8,
    levels: Levels,
    search: Search,
    /// What was found so far, best first.
    pub(crate) finders: Vec<Finder>,
}

impl Looks {
    /// Begins with another picture.
    pub(crate) fn begin(&mut self, source: Source<'_>) {
        self.noise = noise(source.pixels);
        self.finders.clear();
        self.half_size = (0, 0);
        self.quarter_size = (0, 0);
    }

    /// Looks at the picture in one way; true when that brought anything new.
    pub(crate) fn look(&mut self, source: Source<'_>, pass: Pass) -> bool {
        let (width, height) = (source.width, source.height);
        if self.noise > MOST_NOISE && matches!(pass, Pass::Wide | Pass::Narrow) {
            return false;
        }
        let calm = |margin: u8, share: u8| margin.max(self.noise * share / 4);
        if pass != Pass::Wide && self.half_size == (0, 0) {
            self.half_size = halved(source.pixels, width, height, &mut self.half);
        }
        let (half_width, half_height) = self.half_size;
        self.search.clear();
        let scale = match pass {
            Pass::Wide => {
                self.levels.by_blocks(source.pixels, width, height, 2);
                self.search.run(source, &self.levels, 2, calm(5, 8));
                1.0
            }
            Pass::Half | Pass::HalfNarrow => {
                let (reach, margin, share) = if pass == Pass::Half { (12, 4, 5) } else { (6, 2, 3) };
                self.levels.by_pixels(&self.half, half_width, half_height, reach);
                self.search.run(Source::new(&self.half, half_width, half_height), &self.levels, 1, calm(margin, share));
                2.0
            }
            Pass::Narrow => {
                self.levels.by_pixels(&self.half, half_width, half_height, 5);
                self.levels.double();
                self.search.run(source, &self.levels, 2, calm(3, 6));
                1.0
            }
            Pass::Quarter => {
                self.quarter_size = halved(&self.half, half_width, half_height, &mut self.quarter);
                let (width, height) = self.quarter_size;
                self.levels.by_pixels(&self.quarter, width, height, 10);
                self.search.run(Source::new(&self.quarter, width, height), &self.levels, 1, 3);
                4.0
            }
        };
        self.merge(scale)
    }

    /// Adds what the last search found, in pixels of the picture.
    fn merge(&mut self, scale: f32) -> bool {
        let mut grown = false;
        for found in &self.search.found {
            let finder = found.enlarged(scale);
            let known = self.finders.iter_mut().find(|known| {
                known.inverted == finder.inverted
                    && (known.x - finder.x).hypot(known.y - finder.y) < known.module_px.min(finder.module_px) * 2.0
            });
            match known {
                Some(known) if finder.score > known.score + 5.0 => *known = finder,
                Some(_) => continue,
                None => self.finders.push(finder),
            }
            grown = true;
        }
        self.finders.sort_by(|a, b| b.score.total_cmp(&a.score));
        self.finders.truncate(MOST);
        grown
    }
}
