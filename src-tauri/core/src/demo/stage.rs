//! Where the history is played: commands of the desk, each at its instant, in order of time.

use super::steps::Step;
use crate::base::{Chance, CustomerId, ImmersionId, Millis, PackageId, SeededChance, StationId, Timestamp};
use crate::door::{Caller, Command, Failure, Work, play};
use std::collections::BTreeMap;

/// How long before now the first of today's scene sit down.
const SCENE: Millis = Millis::from_minutes(180);

/// How many stations today's scene takes, the first ones.
pub(super) const SCENE_STATIONS: usize = 12;

/// Throws that come out alike at every run.
pub(super) struct Dice(SeededChance);

impl Dice {
    pub(super) fn new() -> Self {
        Self(SeededChance::new(1_882))
    }

    /// 0 to `bound` - 1.
    pub(super) fn below(&self, bound: i64) -> i64 {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        let throw = u64::from_le_bytes(bytes) >> 1;
        i64::try_from(throw).unwrap_or(0).rem_euclid(bound.max(1))
    }

    /// True so many times of a hundred.
    pub(super) fn percent(&self, chance: i64) -> bool {
        self.below(100) < chance
    }

    /// A span of whole seconds between two bounds.
    pub(super) fn between(&self, from_minutes: i64, to_minutes: i64) -> Millis {
        Millis((from_minutes * 60 + self.below((to_minutes - from_minutes) * 60)) * 1_000)
    }

    /// One of a list.
    pub(super) fn pick<T: Copy>(&self, from: &[T]) -> Option<T> {
        let place = self.below(i64::try_from(from.len()).unwrap_or(1));
        usize::try_from(place).ok().and_then(|place| from.get(place)).copied()
    }

    /// A place in a list of weights.
    pub(super) fn weighted(&self, weights: &[u64]) -> usize {
        let total: u64 = weights.iter().sum();
        let mut throw = u64::try_from(self.below(i64::try_from(total).unwrap_or(1))).unwrap_or(0);
        for (place, weight) in weights.iter().enumerate() {
            if throw < *weight {
                return place;
            }
            throw -= weight;
        }
        0
    }
}

/// The stage: the transaction, the people on it, and what is still to come.
pub(super) struct Stage<'w, 'b> {
    work: &'w Work<'b>,
    pub(super) dice: Dice,
    /// The instant at which the play ends: now.
    pub(super) end: Timestamp,
    pub(super) manager: Caller,
    pub(super) staff: Caller,
    pub(super) customers: Vec<CustomerId>,
    pub(super) packages: Vec<PackageId>,
    pub(super) stations: Vec<StationId>,
    /// The immersion sessions, by their first day.
    pub(super) courses: Vec<ImmersionId>,
    to_come: BTreeMap<(Timestamp, u64), Step>,
    announced: u64,
}

impl<'w, 'b> Stage<'w, 'b> {
    pub(super) fn new(work: &'w Work<'b>) -> Self {
        Self {
            work,
            dice: Dice::new(),
            end: work.now(),
            manager: Caller::Nobody,
            staff: Caller::Nobody,
            customers: Vec::new(),
            packages: Vec::new(),
            stations: Vec::new(),
            courses: Vec::new(),
            to_come: BTreeMap::new(),
            announced: 0,
        }
    }

    /// Carries out a command of the desk at an instant, with its role check and its audit row.
    pub(super) fn play<C: Command>(&self, at: Timestamp, caller: Caller, command: C) -> Result<C::Output, Failure> {
        play(self.work, &self.dice.0, at, caller, command)
    }

    /// Announces a step; steps of one instant come in the order of their announcement.
    pub(super) fn announce(&mut self, at: Timestamp, step: Step) {
        self.announced += 1;
        self.to_come.insert((at, self.announced), step);
    }

    /// Plays what was announced, and what that leads to, until now.
    pub(super) fn run(&mut self) -> Result<(), Failure> {
        while let Some(((at, _), step)) = self.to_come.pop_first() {
            if at > self.end {
                break;
            }
            step.happen(self, at)?;
        }
        Ok(())
    }

    /// The stations where somebody may sit down at an instant and stay until another. Those of today's scene are kept free for it.
    pub(super) fn free_stations(&self, at: Timestamp, until: Timestamp) -> Result<Vec<StationId>, Failure> {
        let is_scene_near = until > self.end - SCENE;
        let free: Vec<StationId> = self.work.all(
            "SELECT id FROM stations st WHERE is_active = 1
               AND NOT EXISTS (SELECT 1 FROM active_game_sessions_v2 s
                    WHERE s.station_id = st.id AND s.status IN ('ready', 'active', 'paused'))
               AND NOT EXISTS (SELECT 1 FROM game_reservations r
                    WHERE r.station_id = st.id AND r.status = 'booked' AND r.starts_at < ?2 AND r.ends_at > ?1)
             ORDER BY id",
            [at, until],
            |row| row.get(0),
        )?;
        let scene = self.stations.get(..SCENE_STATIONS).unwrap_or_default();
        Ok(free.into_iter().filter(|station| !(is_scene_near && scene.contains(station))).collect())
    }

    /// The transaction it all happens in.
    pub(super) fn work(&self) -> &'w Work<'b> {
        self.work
    }
}
