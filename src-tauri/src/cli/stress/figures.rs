//! What the clients saw: how long each call took, what was done, what was refused.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The part of one process, or of all, in one phase of one round.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Tally {
    /// How long each call took, in microseconds.
    pub spans_us: Vec<u64>,
    /// The holds that were made or ended.
    pub holds: Vec<i64>,
    /// How many of those ends took only a part.
    pub in_part: u64,
    /// Refusals and failures, by code.
    pub refused: BTreeMap<String, i64>,
}

impl Tally {
    /// Adds what another client or process saw.
    pub fn add(&mut self, other: Self) {
        self.spans_us.extend(other.spans_us);
        self.holds.extend(other.holds);
        self.in_part += other.in_part;
        for (code, count) in other.refused {
            *self.refused.entry(code).or_default() += count;
        }
    }
}

/// All calls of one kind, over all rounds.
#[derive(Debug, Default)]
pub(super) struct Calls {
    spans_us: Vec<u64>,
    took_us: u64,
    pub done: i64,
    pub in_part: u64,
    refused: BTreeMap<String, i64>,
}

impl Calls {
    /// Adds a phase that took so long from its start to its last answer.
    pub fn add(&mut self, (tally, took_us): (Tally, u64)) {
        self.took_us += took_us;
        self.done += i64::try_from(tally.holds.len()).unwrap_or(i64::MAX);
        self.in_part += tally.in_part;
        self.spans_us.extend(tally.spans_us);
        for (code, count) in tally.refused {
            *self.refused.entry(code).or_default() += count;
        }
    }

    /// How often it was refused with this code.
    pub fn refused(&self, code: &str) -> i64 {
        self.refused.get(code).copied().unwrap_or_default()
    }

    /// How often it was refused or failed at all.
    pub fn refusals(&self) -> i64 {
        self.refused.values().sum()
    }

    /// As people and programs read it.
    pub fn told(mut self) -> Value {
        self.spans_us.sort_unstable();
        let calls = self.spans_us.len();
        let at = |percent: usize| {
            let place = (calls.saturating_sub(1) * percent).div_ceil(100);
            milliseconds(self.spans_us.get(place).copied().unwrap_or_default())
        };
        json!({
            "calls": calls, "done": self.done, "refused": self.refused,
            "per_second": per_second(calls, self.took_us), "p50_ms": at(50), "p99_ms": at(99), "max_ms": at(100),
        })
    }
}

/// The calls of both kinds.
#[derive(Debug, Default)]
pub(super) struct Figures {
    pub freezes: Calls,
    pub ends: Calls,
}

/// Rounded to hundredths.
fn milliseconds(microseconds: u64) -> f64 {
    f64::from(u32::try_from(microseconds / 10).unwrap_or(u32::MAX)) / 100.0
}

fn per_second(calls: usize, took_us: u64) -> u64 {
    u64::try_from(calls).unwrap_or(u64::MAX).saturating_mul(1_000_000) / took_us.max(1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;

    #[test]
    fn figures_are_ranks_and_rates() {
        let refused = BTreeMap::from([("balance_short".to_owned(), 40)]);
        let tally =
            Tally { spans_us: (1..=100).rev().map(|ms| ms * 1_000).collect(), holds: vec![1; 60], in_part: 3, refused };
        let mut calls = Calls::default();
        calls.add((tally, 2_000_000));
        assert_eq!((calls.done, calls.refused("balance_short"), calls.refusals(), calls.in_part), (60, 40, 40, 3));
        let told = calls.told();
        let figure = |name: &str| told.get(name).and_then(Value::as_f64).unwrap();
        assert_eq!((figure("calls"), figure("per_second")), (100.0, 50.0));
        assert_eq!((figure("p50_ms"), figure("p99_ms"), figure("max_ms")), (51.0, 100.0, 100.0));
        assert_eq!(Calls::default().told().get("p99_ms").and_then(Value::as_f64), Some(0.0));
    }
}
