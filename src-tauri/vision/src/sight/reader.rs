//! The reader: one picture in, the codes on it out.
//!
//! What it is for: looks, grids and attempts in the order of what each brings for its time. A picture without anything like
//! a code costs its looks only; the dear attempts are made where a grid lies on something that resembles a code. What it
//! must never do: go on after the deadline, or spend more than [`DEEP`] on dear attempts.

use std::time::{Duration, Instant};

use super::attempts::{Attempts, Outcome};
use super::candidates::{Candidate, LEAST_LIKENESS, Models};
use super::fit;
use super::memory::Memory;
use super::missing;
use super::passes::{Looks, Pass};
use super::source::Source;
use super::triples::{self, Triple};
use super::warp::Place;
use crate::qr::confirm::Soft;

/// The most time for dear attempts at one picture.
const DEEP: Duration = Duration::from_millis(130);
/// The most threes of patterns that are tried after each look.
const MOST_TRIPLES: usize = 6;
/// The same for smeared patterns, of which there are many.
const MOST_SMEARED_TRIPLES: usize = 24;
/// The most threes with a guessed pattern that are tried.
const MOST_GUESSES: usize = 16;
/// From here on a grid is as good as certain, and dear attempts do not wait for further looks.
const CERTAIN: f32 = 0.5;
/// Where less than this of the format information agrees, it is not one.
const LEAST_AGREEMENT: f32 = 0.55;
/// From here on it is so good that another way of undoing the blur is worth its time.
const GOOD_AGREEMENT: f32 = 0.8;
/// Modules below this many pixels are always blurred.
const SMALL_PX: f32 = 2.8;
/// Of the grids after the best, those are followed that resemble a code so many times as much.
const NEARLY: f32 = 0.9;
/// And those are laid better that resemble one so many times as much.
const COMPARABLE: f32 = 0.6;
/// The most grids for dear attempts.
const MOST_DEEP: usize = 3;

/// How far to go with a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// Without the dearest attempts.
    Quick,
    /// With all of them.
    Whole,
}

/// A code.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) text: String,
    pub(crate) corners: [Place; 4],
}

/// Reads pictures; keeps memory and models.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    looks: Looks,
    attempts: Attempts,
    models: Models,
    memory: Memory,
    tried: Vec<[Place; 3]>,
    candidates: Vec<Candidate>,
    /// What this picture's best attempt made of its modules, how well it agreed, and whose they are.
    best: Option<(f32, Soft, Candidate)>,
}

impl Reader {
    /// The codes on a picture.
    pub(crate) fn read(&mut self, source: Source<'_>, depth: Depth, deadline: Instant) -> Vec<Found> {
        self.looks.begin(source);
        self.tried.clear();
        self.candidates.clear();
        self.best = None;
        let found = self.search(source, depth, deadline);
        if !found.is_empty() {
            return found;
        }
        self.add_up()
    }

    /// Whether the last picture showed something that resembles a code.
    pub(crate) fn located(&self) -> bool {
        !self.candidates.is_empty()
    }

    /// Everything that one picture alone can give.
    fn search(&mut self, source: Source<'_>, depth: Depth, deadline: Instant) -> Vec<Found> {
        for pass in Pass::ALL {
            let grown = self.looks.look(source, pass);
            tracing::trace!(target: "vision", ?pass, grown, finders = self.looks.finders.len(), "looked");
            if !grown {
                continue;
            }
            let most = if pass.is_for_smeared() { MOST_SMEARED_TRIPLES } else { MOST_TRIPLES };
            let triples = triples::likeliest(&self.looks.finders, most * 4);
            let found = self.read_triples(source, &triples, most, deadline);
            if !found.is_empty() || Instant::now() >= deadline {
                return found;
            }
            let found = self.mend(source, CERTAIN, deadline);
            if !found.is_empty() {
                return found;
            }
        }
        if self.candidates.iter().all(|candidate| candidate.likeness < CERTAIN) {
            self.recall(source);
            let triples = missing::completed(&self.looks.finders);
            let found = self.read_triples(source, &triples, MOST_GUESSES, deadline);
            tracing::trace!(target: "vision", triples = triples.len(), read = found.len(), "completed");
            if !found.is_empty() {
                return found;
            }
        }
        let deadline = deadline.min(Instant::now() + DEEP);
        let found = self.mend(source, LEAST_LIKENESS, deadline);
        if !found.is_empty() || depth == Depth::Quick {
            return found;
        }
        self.follow(source, deadline)
    }

    /// Takes the grid of an earlier picture again, where this one still looks like it.
    fn recall(&mut self, source: Source<'_>) {
        let Some(last) = self.memory.last() else {
            return;
        };
        let likeness = fit::likeness(source.inverted(last.inverted), &last.warp, &last.model.patches);
        if likeness >= LEAST_LIKENESS {
            self.candidates.push(Candidate { likeness, mended: false, ..last.clone() });
        }
    }

    /// Adds what could not be read to what earlier pictures said, and reads the sum.
    fn add_up(&mut self) -> Vec<Found> {
        let Some((_, soft, candidate)) = self.best.take() else {
            self.memory.missed();
            return Vec::new();
        };
        let Some(sum) = self.memory.add(candidate.clone(), &soft) else {
            return Vec::new();
        };
        let outcome = self.attempts.gathered(&candidate.model, sum);
        tracing::trace!(target: "vision", agreement = outcome.agreement, "added up");
        let mut found = Vec::new();
        self.take(outcome, &candidate, &mut found);
        found
    }

    /// Lays grids through the threes that were not tried yet and reads them as they are.
    fn read_triples(&mut self, source: Source<'_>, triples: &[Triple], most: usize, deadline: Instant) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let mut count = 0;
        for triple in triples {
            let places = [&triple.corner, &triple.right, &triple.below].map(|finder| (finder.x, finder.y));
            let near = |a: &Place, b: &Place| (a.0 - b.0).hypot(a.1 - b.1) < triple.corner.module_px * 0.5;
            if self.tried.iter().any(|tried| tried.iter().zip(&places).all(|(a, b)| near(a, b)))
                || found.iter().any(|code| places.iter().any(|place| inside(&code.corners, *place)))
            {
                continue;
            }
            if count >= most || Instant::now() >= deadline {
                break;
            }
            count += 1;
            self.tried.push(places);
            let source = source.inverted(triple.corner.inverted);
            let candidates = self.models.candidates(source, triple);
            for candidate in candidates {
                let outcome = self.attempts.plain(source, &candidate.model, &candidate.warp);
                if self.take(outcome, &candidate, &mut found) {
                    break;
                }
                tracing::trace!(target: "vision", version = candidate.model.layout.version, likeness = candidate.likeness, "plain");
                self.candidates.push(candidate);
            }
        }
        found
    }

    /// Lays the likeliest grids better and undoes their blur.
    fn mend(&mut self, source: Source<'_>, least: f32, deadline: Instant) -> Vec<Found> {
        let mut candidates = std::mem::take(&mut self.candidates);
        candidates.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
        let best = candidates.first().map_or(0.0, |candidate| candidate.likeness);
        let mut found = Vec::new();
        for candidate in candidates
            .iter_mut()
            .take(MOST_DEEP)
            .filter(|one| !one.mended && one.likeness >= least.max(best * COMPARABLE))
        {
            if Instant::now() >= deadline {
                break;
            }
            candidate.mended = true;
            let source = source.inverted(candidate.inverted);
            candidate.warp = Attempts::laid_better(source, &candidate.model, &candidate.warp);
            let mut outcome = self.attempts.patient(source, &candidate.model, &candidate.warp);
            tracing::trace!(target: "vision", likeness = candidate.likeness, agreement = outcome.agreement, "laid better");
            let blurred = candidate.warp.module_px() < SMALL_PX || !self.looks.is_sharp(source);
            for linear in [true, false] {
                let hopeful = outcome.agreement >= if linear { LEAST_AGREEMENT } else { GOOD_AGREEMENT };
                if outcome.text.is_some() || !blurred || !hopeful || Instant::now() >= deadline {
                    break;
                }
                outcome = self.attempts.deblurred(source, &candidate.model, &candidate.warp, linear);
                tracing::trace!(target: "vision", linear, agreement = outcome.agreement, "deblurred");
            }
            candidate.agreement = outcome.agreement;
            if self.take(outcome, candidate, &mut found) {
                break;
            }
        }
        self.candidates = candidates;
        found
    }

    /// Follows the likeliest grids over curled paper.
    fn follow(&mut self, source: Source<'_>, deadline: Instant) -> Vec<Found> {
        let mut candidates = std::mem::take(&mut self.candidates);
        let mut found = Vec::new();
        let blurry = !self.looks.is_sharp(source);
        let best = candidates.iter().fold(0.0, |best, candidate| candidate.likeness.max(best));
        for candidate in candidates
            .iter_mut()
            .filter(|one| one.likeness > best * NEARLY && (blurry || !one.is_hollow()))
            .take(MOST_DEEP)
        {
            if Instant::now() >= deadline {
                break;
            }
            let source = source.inverted(candidate.inverted);
            let (mut outcome, warp) = self.attempts.followed(source, &candidate.model, &candidate.warp);
            candidate.warp = warp;
            tracing::trace!(target: "vision", agreement = outcome.agreement, "followed");
            let blurred = candidate.warp.module_px() < SMALL_PX || !self.looks.is_sharp(source);
            if outcome.text.is_none() && blurred && outcome.agreement >= LEAST_AGREEMENT && Instant::now() < deadline {
                outcome = self.attempts.deblurred(source, &candidate.model, &candidate.warp, true);
                tracing::trace!(target: "vision", agreement = outcome.agreement, "followed and deblurred");
            }
            if self.take(outcome, candidate, &mut found) {
                break;
            }
        }
        self.candidates = candidates;
        found
    }

    /// Notes what an attempt came to; true when it gave a text.
    fn take(&mut self, outcome: Outcome, candidate: &Candidate, found: &mut Vec<Found>) -> bool {
        if let Some(text) = outcome.text {
            found.push(Found { text, corners: candidate.warp.corners() });
            self.memory.read(Some(candidate.clone()));
            return true;
        }
        let better = self.best.as_ref().is_none_or(|(agreement, ..)| outcome.agreement > *agreement);
        if candidate.mended && outcome.agreement >= LEAST_AGREEMENT && better {
            self.best = Some((outcome.agreement, self.attempts.soft.clone(), candidate.clone()));
        }
        false
    }
}

/// Whether a place lies inside the four corners, which go around clockwise.
fn inside(corners: &[Place; 4], (x, y): Place) -> bool {
    let next = corners.iter().cycle().skip(1);
    corners.iter().zip(next).all(|(a, b)| (b.0 - a.0) * (y - a.1) - (b.1 - a.1) * (x - a.0) >= 0.0)
}
