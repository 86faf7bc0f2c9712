//! Randomness that is handed in: the system's where it must not be guessed, a seed's where a test must replay.

use sha2::{Digest, Sha256};
use std::sync::Mutex;

/// A source of random bytes.
pub trait Chance: Send + Sync {
    /// Fills the buffer.
    fn fill(&self, buffer: &mut [u8]);

    /// A version 4 UUID of this source.
    fn uuid(&self) -> uuid::Uuid {
        let mut bytes = [0; 16];
        self.fill(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }
}

/// The operating system's generator: cannot be guessed.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsChance;

impl Chance for OsChance {
    fn fill(&self, buffer: &mut [u8]) {
        if getrandom::fill(buffer).is_err() {
            // A system without randomness is one on which no secret may be made; a UUID draws from the same source and
            // stops the program with its own message.
            let bytes = uuid::Uuid::new_v4().into_bytes();
            for (place, byte) in buffer.iter_mut().zip(bytes.iter().cycle()) {
                *place = *byte;
            }
        }
    }
}

/// The same bytes for the same seed (SHA-256 of seed and counter). For tests and the demonstration venue only.
#[derive(Debug)]
pub struct SeededChance {
    seed: u64,
    drawn: Mutex<u64>,
}

impl SeededChance {
    /// A source that replays.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { seed, drawn: Mutex::new(0) }
    }
}

impl Chance for SeededChance {
    fn fill(&self, buffer: &mut [u8]) {
        let mut drawn = self.drawn.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for chunk in buffer.chunks_mut(32) {
            *drawn += 1;
            let block =
                Sha256::new().chain_update(self.seed.to_le_bytes()).chain_update(drawn.to_le_bytes()).finalize();
            for (place, byte) in chunk.iter_mut().zip(block) {
                *place = byte;
            }
        }
    }
}
