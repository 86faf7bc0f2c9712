//! Where a version's modules are.
//!
//! What it is for: for each version (1 to 40) the fixed modules with their colours, the order of the data modules, and
//! how codewords are dealt out to blocks; from ISO/IEC 18004, sections 6.3 to 6.7 and table 9. What it must never do:
//! describe a code that does not exist.

/// The largest version.
pub(crate) const LAST_VERSION: usize = 40;

/// Check codewords per block, by level (L, M, Q, H) and version (from 1).
const CHECKS: [[u8; 40]; 4] = [
    [
        7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30,
        30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
    [
        10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28,
        28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
    ],
    [
        13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30, 28, 30, 30,
        30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
    [
        17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30, 30, 30, 30,
        30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
];

/// Blocks, by level (L, M, Q, H) and version (from 1).
const BLOCKS: [[u8; 40]; 4] = [
    [
        1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18,
        19, 19, 20, 21, 22, 24, 25,
    ],
    [
        1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31,
        33, 35, 37, 38, 40, 43, 45, 47, 49,
    ],
    [
        1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35, 38, 40,
        43, 45, 48, 51, 53, 56, 59, 62, 65, 68,
    ],
    [
        1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37, 40, 42, 45, 48,
        51, 54, 57, 60, 63, 66, 70, 74, 77, 81,
    ],
];

/// How much of a code is for error correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    Low,
    Medium,
    Quartile,
    High,
}

impl Level {
    const fn row(self) -> usize {
        match self {
            Self::Low => 0,
            Self::Medium => 1,
            Self::Quartile => 2,
            Self::High => 3,
        }
    }
}

/// How codewords are dealt out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Blocks {
    /// All of them.
    pub(crate) count: usize,
    /// Check codewords of each.
    pub(crate) checks: usize,
    /// Codewords of the whole code.
    pub(crate) codewords: usize,
}

impl Blocks {
    /// Those of a version (1 to 40) and level.
    pub(crate) fn of(version: usize, level: Level) -> Option<Self> {
        let column = version.checked_sub(1)?;
        let look_up = |table: &[[u8; 40]; 4]| table.get(level.row())?.get(column).copied().map(usize::from);
        Some(Self { count: look_up(&BLOCKS)?, checks: look_up(&CHECKS)?, codewords: data_modules(version) / 8 })
    }

    /// Codewords of a block, check codewords among them; later blocks may have one more.
    pub(crate) fn length(self, block: usize) -> usize {
        let longer = self.codewords % self.count;
        self.codewords / self.count + usize::from(block >= self.count - longer)
    }

    /// Where the `index`th codeword of a block stands in the order of the code.
    pub(crate) fn place(self, block: usize, index: usize) -> usize {
        let shorter = self.count - self.codewords % self.count;
        let short_data = self.codewords / self.count - self.checks;
        let data = self.length(block) - self.checks;
        if index < short_data {
            index * self.count + block
        } else if index < data {
            short_data * self.count + block - shorter
        } else {
            self.codewords - self.checks * self.count + (index - data) * self.count + block
        }
    }
}

/// Modules for data and check codewords.
const fn data_modules(version: usize) -> usize {
    let mut modules = (16 * version + 128) * version + 64;
    if version >= 2 {
        let patterns = version / 7 + 2;
        modules -= (25 * patterns - 10) * patterns - 55;
        if version >= 7 {
            modules -= 36;
        }
    }
    modules
}

/// Modules on a side.
pub(crate) const fn side(version: usize) -> usize {
    17 + 4 * version
}

/// The middles of the alignment patterns along one axis.
pub(crate) fn alignment_places(version: usize) -> Vec<usize> {
    if version < 2 {
        return Vec::new();
    }
    let count = version / 7 + 2;
    let step = if version == 32 { 26 } else { (version * 8 + count * 3 + 5) / (count * 4 - 4) * 2 };
    let last = side(version) - 7;
    let mut places: Vec<usize> = (0..count - 1).map(|index| last - index * step).collect();
    places.push(6);
    places.reverse();
    places
}

/// A module with a fixed colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fixed {
    pub(crate) x: u8,
    pub(crate) y: u8,
    pub(crate) dark: bool,
}

/// The modules of one version.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(crate) version: usize,
    /// Modules on a side.
    pub(crate) side: usize,
    /// Finder patterns with their separators, timing and alignment patterns, the lone dark module.
    pub(crate) fixed: Vec<Fixed>,
    /// Data modules (column, row) in the order of their bits.
    pub(crate) order: Vec<(u8, u8)>,
    /// The middles (column, row) of the alignment patterns.
    pub(crate) alignments: Vec<(u8, u8)>,
}

impl Layout {
    /// That of a version from 1 to 40.
    pub(crate) fn of(version: usize) -> Self {
        let side = side(version);
        let mut cells = Cells { side, taken: vec![false; side * side], fixed: Vec::new() };
        for (left, top) in [(0, 0), (side - 7, 0), (0, side - 7)] {
            cells.finder(left, top);
        }
        let places = alignment_places(version);
        let last = places.last().copied().unwrap_or(0);
        let mut alignments = Vec::new();
        for &y in &places {
            for &x in &places {
                if (x == 6 && (y == 6 || y == last)) || (y == 6 && x == last) {
                    continue;
                }
                cells.alignment(x, y);
                alignments.push((narrow(x), narrow(y)));
            }
        }
        for index in 8..side - 8 {
            cells.fix(index, 6, index % 2 == 0);
            cells.fix(6, index, index % 2 == 0);
        }
        cells.fix(8, side - 8, true);
        cells.reserve_information(version);
        let order = cells.order();
        Self { version, side, fixed: cells.fixed, order, alignments }
    }
}

/// Which modules are taken while a layout is drawn up.
struct Cells {
    side: usize,
    taken: Vec<bool>,
    fixed: Vec<Fixed>,
}

impl Cells {
    fn take(&mut self, x: usize, y: usize) -> bool {
        match self.taken.get_mut(y * self.side + x) {
            Some(taken) if x < self.side => !std::mem::replace(taken, true),
            _ => false,
        }
    }

    fn fix(&mut self, x: usize, y: usize, dark: bool) {
        if self.take(x, y) {
            self.fixed.push(Fixed { x: narrow(x), y: narrow(y), dark });
        }
    }

    /// A finder pattern and the light modules around it, where they lie inside.
    fn finder(&mut self, left: usize, top: usize) {
        for y in top.saturating_sub(1)..(top + 8).min(self.side) {
            for x in left.saturating_sub(1)..(left + 8).min(self.side) {
                let ring = x.abs_diff(left + 3).max(y.abs_diff(top + 3));
                self.fix(x, y, ring != 2 && ring != 4);
            }
        }
    }

    fn alignment(&mut self, middle_x: usize, middle_y: usize) {
        for y in middle_y - 2..=middle_y + 2 {
            for x in middle_x - 2..=middle_x + 2 {
                self.fix(x, y, x.abs_diff(middle_x).max(y.abs_diff(middle_y)) != 1);
            }
        }
    }

    /// Format and version information are taken, but not of a fixed colour.
    fn reserve_information(&mut self, version: usize) {
        for index in 0..9 {
            self.take(8, index);
            self.take(index, 8);
        }
        for index in self.side - 8..self.side {
            self.take(8, index);
            self.take(index, 8);
        }
        if version >= 7 {
            for along in 0..6 {
                for across in self.side - 11..self.side - 8 {
                    self.take(along, across);
                    self.take(across, along);
                }
            }
        }
    }

    /// Two columns at a time from the right, upwards and downwards in turn, past the upright timing pattern.
    fn order(&self) -> Vec<(u8, u8)> {
        let mut order = Vec::new();
        let mut upwards = true;
        let mut right = self.side - 1;
        while right > 0 {
            if right == 6 {
                right -= 1;
            }
            for step in 0..self.side {
                let y = if upwards { self.side - 1 - step } else { step };
                for x in [right, right - 1] {
                    if self.taken.get(y * self.side + x) == Some(&false) {
                        order.push((narrow(x), narrow(y)));
                    }
                }
            }
            upwards = !upwards;
            right = right.saturating_sub(2);
        }
        order
    }
}

/// No code has more than 177 modules on a side.
fn narrow(place: usize) -> u8 {
    u8::try_from(place).unwrap_or(u8::MAX)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

    #[test]
    fn fixed_modules_are_those_of_real_codes() {
        for version in 1..=40 {
            let layout = Layout::of(version);
            let number = Version::new(u8::try_from(version).unwrap());
            let segments = QrSegment::make_segments("COMPTOIR");
            let code =
                QrCode::encode_segments_advanced(&segments, QrCodeEcc::Low, number, number, None, false).unwrap();
            assert_eq!(usize::try_from(code.size()).unwrap(), layout.side);
            for fixed in &layout.fixed {
                assert_eq!(code.get_module(fixed.x.into(), fixed.y.into()), fixed.dark, "{version}: {fixed:?}");
            }
            assert_eq!(layout.order.len(), data_modules(version), "version {version}");
        }
    }

    #[test]
    fn every_codeword_has_one_place() {
        for version in 1..=40 {
            for level in [Level::Low, Level::Medium, Level::Quartile, Level::High] {
                let blocks = Blocks::of(version, level).unwrap();
                let mut places: Vec<usize> = (0..blocks.count)
                    .flat_map(|block| (0..blocks.length(block)).map(move |index| blocks.place(block, index)))
                    .collect();
                places.sort_unstable();
                assert_eq!(places, (0..blocks.codewords).collect::<Vec<_>>(), "version {version}, {level:?}");
            }
        }
    }
}
