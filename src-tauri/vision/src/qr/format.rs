//! Format information: which level and which mask.
//!
//! What it is for: both copies of the 15 bits are weighed together against all 32 valid words, softly: each module
//! speaks as loudly as it is sure. What it must never do: be sure itself; a wrong word fails in the error correction.

use super::layout::Level;

/// Format information.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Format {
    pub(crate) level: Level,
    pub(crate) mask: u8,
    /// The 15 bits as they stand in the code, the highest first.
    pub(crate) word: u16,
}

/// The modules (column, row) of both copies for bits 14 to 0.
pub(crate) fn places(side: usize) -> impl Iterator<Item = [(usize, usize); 2]> {
    const FIRST: [(usize, usize); 15] = [
        (0, 8),
        (1, 8),
        (2, 8),
        (3, 8),
        (4, 8),
        (5, 8),
        (7, 8),
        (8, 8),
        (8, 7),
        (8, 5),
        (8, 4),
        (8, 3),
        (8, 2),
        (8, 1),
        (8, 0),
    ];
    FIRST.into_iter().enumerate().map(move |(index, first)| {
        let second = if index < 7 { (8, side - 1 - index) } else { (side - 15 + index, 8) };
        [first, second]
    })
}

/// All 32 valid words.
pub(crate) fn all() -> impl Iterator<Item = Format> {
    (0..32u16).map(|data| {
        let mut remainder = data;
        for _ in 0..10 {
            remainder = (remainder << 1) ^ ((remainder >> 9) * 0x537);
        }
        let level = match data >> 3 {
            0 => Level::Medium,
            1 => Level::Low,
            2 => Level::High,
            _ => Level::Quartile,
        };
        Format { level, mask: u8::try_from(data & 7).unwrap_or(0), word: ((data << 10) | remainder) ^ 0x5412 }
    })
}

/// Whether the mask turns the module over.
pub(crate) const fn masked(mask: u8, x: usize, y: usize) -> bool {
    let product = x * y;
    match mask {
        0 => (x + y).is_multiple_of(2),
        1 => y.is_multiple_of(2),
        2 => x.is_multiple_of(3),
        3 => (x + y).is_multiple_of(3),
        4 => (x / 3 + y / 2).is_multiple_of(2),
        5 => product % 2 + product % 3 == 0,
        6 => (product % 2 + product % 3).is_multiple_of(2),
        _ => ((x + y) % 2 + product % 3).is_multiple_of(2),
    }
}

/// The valid word that agrees best with what `darkness` (positive for dark) says of each module, how well it does
/// (1 when every module agrees), and the runner-up.
pub(crate) fn weigh(side: usize, darkness: impl Fn(usize, usize) -> f32) -> [(Format, f32); 2] {
    let mut said = [0.0f32; 15];
    let mut loudness = 0.0f32;
    for (slot, copies) in said.iter_mut().zip(places(side)) {
        for (x, y) in copies {
            let value = darkness(x, y);
            *slot += value;
            loudness += value.abs();
        }
    }
    let mut best = [(Format { level: Level::Medium, mask: 0, word: 0 }, f32::NEG_INFINITY); 2];
    let [first, second] = &mut best;
    for format in all() {
        let agreement = said.iter().enumerate().fold(0.0, |sum, (index, value)| {
            if format.word >> (14 - index) & 1 == 1 { sum + value } else { sum - value }
        }) / loudness.max(f32::MIN_POSITIVE);
        if agreement > first.1 {
            *second = *first;
            *first = (format, agreement);
        } else if agreement > second.1 {
            *second = (format, agreement);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_words_differ_in_seven_bits_and_one_is_known() {
        let words: Vec<Format> = all().collect();
        for (index, a) in words.iter().enumerate() {
            for b in words.iter().skip(index + 1) {
                assert!((a.word ^ b.word).count_ones() >= 5);
            }
        }
        // The example of the standard: level M, mask 5.
        let known = words.iter().find(|format| format.level == Level::Medium && format.mask == 5);
        assert_eq!(known.map(|format| format.word), Some(0b100_0000_1100_1110));
    }

    #[test]
    fn a_quiet_wrong_module_is_outvoted() {
        for wanted in all() {
            let bits: Vec<_> = places(33).enumerate().collect();
            let darkness = |x: usize, y: usize| {
                let (index, copies) =
                    bits.iter().find(|(_, copies)| copies.contains(&(x, y))).copied().unwrap_or_default();
                let right = if wanted.word >> (14 - index) & 1 == 1 { 1.0 } else { -1.0 };
                if index % 3 == 0 {
                    -0.3 * right
                } else if copies[0] == (x, y) {
                    right
                } else {
                    right * 0.5
                }
            };
            let [(found, agreement), (_, next)] = weigh(33, darkness);
            assert_eq!(found, wanted);
            assert!(agreement > next);
        }
    }
}
