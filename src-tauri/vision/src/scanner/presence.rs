//! Which codes are in view, and which of them have just come.
//!
//! What it is for: a code held to the camera is read twenty times a second and must count once. It counts again after
//! it was gone for `ABSENT`, or when another code came in between. What it must never do: count again because a few
//! frames could not be read, or because two codes lie side by side and are read in turn.

use std::time::{Duration, Instant};

use crate::decoder::Reading;

/// A code that was not read for so long has left.
pub(crate) const ABSENT: Duration = Duration::from_millis(1_500);
/// When another code has come, a code that was not read for so long has left.
const REPLACED: Duration = Duration::from_millis(400);

/// A code in view.
#[derive(Debug)]
struct Visible {
    text: String,
    last_read: Instant,
}

/// The codes in view.
#[derive(Debug, Default)]
pub(crate) struct Presence {
    visible: Vec<Visible>,
}

impl Presence {
    /// Takes what a frame captured at `at` showed and returns the readings that have just come, in their order.
    pub(crate) fn take<'a>(&mut self, readings: &'a [Reading], at: Instant) -> Vec<&'a Reading> {
        self.visible.retain(|code| at.saturating_duration_since(code.last_read) <= ABSENT);
        let mut come = Vec::new();
        for reading in readings {
            match self.visible.iter_mut().find(|code| code.text == reading.text) {
                Some(code) => code.last_read = at,
                None => {
                    self.visible.push(Visible { text: reading.text.clone(), last_read: at });
                    come.push(reading);
                }
            }
        }
        if !readings.is_empty() && self.visible.len() > 1 {
            self.visible.retain(|code| at.saturating_duration_since(code.last_read) <= REPLACED);
        }
        come
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Feeds (milliseconds, texts) and returns the (milliseconds, text) that counted.
    fn counted(film: &[(u64, &[&str])]) -> Vec<(u64, String)> {
        let start = Instant::now();
        let mut presence = Presence::default();
        let mut counted = Vec::new();
        for (millis, texts) in film {
            let readings: Vec<Reading> =
                texts.iter().map(|text| Reading { text: (*text).to_owned(), corners: [(0.0, 0.0); 4] }).collect();
            let come = presence.take(&readings, start + Duration::from_millis(*millis));
            counted.extend(come.iter().map(|reading| (*millis, reading.text.clone())));
        }
        counted
    }

    fn expect(film: &[(u64, &[&str])], expected: &[(u64, &str)]) {
        let expected: Vec<(u64, String)> =
            expected.iter().map(|(millis, text)| (*millis, (*text).to_owned())).collect();
        assert_eq!(counted(film), expected, "{film:?}");
    }

    #[test]
    fn a_code_counts_once_while_it_is_held() {
        expect(&[(0, &["A"]), (50, &["A"]), (100, &[]), (1_400, &["A"]), (2_800, &["A"])], &[(0, "A")]);
    }

    #[test]
    fn it_counts_again_after_it_was_gone() {
        expect(&[(0, &["A"]), (1_500, &["A"]), (3_100, &["A"])], &[(0, "A"), (3_100, "A")]);
        expect(&[(0, &["A"]), (100, &[]), (1_600, &[]), (1_650, &["A"])], &[(0, "A"), (1_650, "A")]);
    }

    #[test]
    fn it_counts_again_after_another_code() {
        expect(&[(0, &["A"]), (300, &["B"]), (500, &["B"]), (800, &["A"])], &[(0, "A"), (300, "B"), (800, "A")]);
    }

    #[test]
    fn two_codes_side_by_side_count_once_each() {
        expect(&[(0, &["A", "B"]), (50, &["B", "A"]), (100, &["A", "B"])], &[(0, "A"), (0, "B")]);
        expect(
            &[(0, &["A"]), (50, &["B"]), (100, &["A"]), (150, &["B"]), (450, &["A"]), (500, &["B"])],
            &[(0, "A"), (50, "B")],
        );
    }
}
