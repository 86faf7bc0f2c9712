//! Small numbers that repeat for the same seed (splitmix64).

use super::reference::MOST;

pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }

    pub fn one_in(&mut self, odds: usize) -> bool {
        self.below(odds) == 0
    }

    /// Mostly small; now and then zero, negative, or at the bound of what can be owned.
    pub fn amount(&mut self) -> i64 {
        match self.below(60) {
            0 => 0,
            1 => -1 - self.below(9) as i64,
            2 => MOST + 1 + self.below(3) as i64,
            3 => MOST - self.below(200) as i64,
            _ => 1 + self.below(60) as i64,
        }
    }

    pub fn currency(&mut self) -> Option<&'static str> {
        [None, None, None, Some("XOF"), Some("EUR")][self.below(5)]
    }
}
