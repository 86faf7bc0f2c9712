//! Looking for finder patterns in several ways.
//!
//! What it is for: the cheapest look comes first and finds most; the others see what it cannot: patterns in noise, blurred
//! ones, tiny ones and huge ones. All looks of one picture add up: a pattern found by one and two found by another make a
//! code. What it must never do: look at more than the picture, half of it and a quarter of it.

use super::finder::Finder;
use super::finders::{MOST, Search};
use super::levels::{Levels, halved, noise, sharpness, transposed};
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
    /// At half size, rows and columns each for themselves, where motion has smeared the picture.
    Smeared,
    /// The same at full size.
    SmearedFine,
}

impl Pass {
    /// Whether it looks for what motion has smeared.
    pub(crate) const fn is_for_smeared(self) -> bool {
        matches!(self, Self::Smeared | Self::SmearedFine)
    }

    /// In the order of what each finds for its time.
    pub(crate) const ALL: [Self; 7] =
        [Self::Wide, Self::Half, Self::HalfNarrow, Self::Narrow, Self::Quarter, Self::Smeared, Self::SmearedFine];
}

/// Noise beyond which the picture is not searched at its full size.
const MOST_NOISE: u8 = 4;

/// The most places that are looked at from all sides at each look.
const MOST_LOOKS: usize = 1_000;
/// The same for smeared patterns.
const MOST_SMEARED_LOOKS: usize = 300;
/// The same where noise looks like patterns here and there.
const MOST_NOISY_LOOKS: usize = 4_000;
/// A picture with flatter edges than that is out of focus or was moved.
const SMEARED: f32 = 0.53;
/// Where fewer were found at half size, there is nothing to look for at the whole.
const LEAST_SMEARED: usize = 12;
/// A picture with steeper edges than that needs no deblurring.
const SHARP: f32 = 0.72;

/// The looks at one picture.
#[derive(Debug, Default)]
pub(crate) struct Looks {
    half: Vec<u8>,
    quarter: Vec<u8>,
    turned: Vec<u8>,
    half_size: (usize, usize),
    quarter_size: (usize, usize),
    noise: u8,
    sharpness: f32,
    levels: Levels,
    /// Whether the levels are those of the narrow neighbourhoods at half the size.
    narrow_levels: bool,
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
        self.narrow_levels = false;
        self.quarter_size = (0, 0);
    }

    /// Looks at the picture in one way; true when that brought anything new.
    pub(crate) fn look(&mut self, source: Source<'_>, pass: Pass) -> bool {
        let (width, height) = (source.width, source.height);
        if self.noise > MOST_NOISE && matches!(pass, Pass::Wide | Pass::Narrow) {
            return false;
        }
        let noise = self.noise;
        let calm = |margin: u8, share: u8| margin.max(noise.saturating_mul(share) / 4);
        if pass != Pass::Wide {
            self.halve(source);
        }
        let (half_width, half_height) = self.half_size;
        self.search.clear();
        self.search.most_looks = if self.noise > MOST_NOISE { MOST_NOISY_LOOKS } else { MOST_LOOKS };
        self.narrow_levels &= pass == Pass::Narrow;
        let scale = match pass {
            Pass::Wide => {
                self.levels.by_blocks(source.pixels, width, height, 2);
                self.search.run(source, &self.levels, 2, calm(5, 8));
                1.0
            }
            Pass::Half | Pass::HalfNarrow => {
                let (reach, margin, share) = if pass == Pass::Half { (12, 4, 5) } else { (6, 2, 3) };
                let step = if self.noise <= MOST_NOISE { 2 } else { 1 };
                self.levels.by_pixels(&self.half, half_width, half_height, reach);
                self.narrow_levels = pass == Pass::HalfNarrow;
                self.search.run(
                    Source::new(&self.half, half_width, half_height),
                    &self.levels,
                    step,
                    calm(margin, share),
                );
                2.0
            }
            Pass::Narrow => {
                // The look before measured the same levels at half the size.
                if !self.narrow_levels {
                    self.levels.by_pixels(&self.half, half_width, half_height, 6);
                }
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
            Pass::Smeared | Pass::SmearedFine => {
                let few = pass == Pass::SmearedFine && self.finders.len() < LEAST_SMEARED;
                if self.noise > MOST_NOISE || self.sharpness > SMEARED || few {
                    return false;
                }
                return self.look_for_smeared(source, pass == Pass::SmearedFine);
            }
        };
        self.merge(scale)
    }

    /// Whether edges are so steep that there is no blur to undo.
    pub(crate) fn is_sharp(&mut self, source: Source<'_>) -> bool {
        self.halve(source);
        self.sharpness > SHARP
    }

    /// Makes the picture at half its size, once.
    fn halve(&mut self, source: Source<'_>) {
        if self.half_size == (0, 0) {
            self.half_size = halved(source.pixels, source.width, source.height, &mut self.half);
            self.sharpness = sharpness(&self.half, self.half_size.0);
        }
    }

    /// Looks for patterns that only their rows or only their columns show, at half size or at the whole.
    fn look_for_smeared(&mut self, source: Source<'_>, whole: bool) -> bool {
        let (half_width, half_height) = self.half_size;
        transposed(&self.half, half_width, half_height, &mut self.quarter);
        let scale = if whole { 1.0 } else { 2.0 };
        let mut grown = false;
        for upright in [false, true] {
            let (half, width, height) =
                if upright { (&self.quarter, half_height, half_width) } else { (&self.half, half_width, half_height) };
            self.levels.by_pixels(half, width, height, 8);
            self.search.clear();
            let source = match (whole, upright) {
                (false, _) => Source::new(half, width, height),
                (true, false) => source,
                (true, true) => {
                    transposed(source.pixels, source.width, source.height, &mut self.turned);
                    Source::new(&self.turned, source.height, source.width)
                }
            };
            if whole {
                self.levels.double();
            }
            self.search.most_looks = MOST_SMEARED_LOOKS;
            self.search.run_smeared(source, &self.levels, if whole { 2 } else { 1 }, 3);
            if upright {
                self.search.found.iter_mut().for_each(|finder| *finder = finder.transposed());
            }
            grown |= self.merge(scale);
        }
        grown
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
