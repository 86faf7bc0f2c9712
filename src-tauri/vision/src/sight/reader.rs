//! The reader: one picture in, the codes on it out.
//!
//! What it is for: looks, grids and attempts in the order of what each brings for its time. A picture without anything like
//! a code costs its looks only; the dear attempts are made where a grid lies on something that resembles a code. What it
//! must never do: go on after the deadline, or spend more than [`DEEP`] on dear attempts.

use std::rc::Rc;
use std::time::{Duration, Instant};

use super::attempts::{Attempts, Model, Outcome};
use super::fit;
use super::passes::{Looks, Pass};
use super::source::Source;
use super::triples::{self, Triple};
use super::warp::{Place, Warp};
use crate::qr::layout::{LAST_VERSION, side};

/// The most time for dear attempts at one picture.
const DEEP: Duration = Duration::from_millis(130);
/// The most threes of patterns that are tried after each look.
const MOST_TRIPLES: usize = 6;
/// A grid that resembles its code less than this is none.
const LEAST_LIKENESS: f32 = 0.3;
/// Finder patterns alone, where the grid's scale is guessed, resemble this much.
const LEAST_FIRST_LIKENESS: f32 = 0.12;
/// From here on a grid is as good as certain, and dear attempts do not wait for further looks.
const CERTAIN: f32 = 0.5;
/// Where less than this of the format information agrees, it is not one.
const LEAST_AGREEMENT: f32 = 0.55;
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

/// A grid on something that resembles a code.
#[derive(Debug, Clone)]
struct Candidate {
    likeness: f32,
    model: Rc<Model>,
    warp: Warp,
    inverted: bool,
    mended: bool,
}

/// Reads pictures; keeps memory and models.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    looks: Looks,
    attempts: Attempts,
    models: Vec<Option<Rc<Model>>>,
    tried: Vec<[Place; 3]>,
    candidates: Vec<Candidate>,
}

impl Reader {
    /// The codes on a picture.
    pub(crate) fn read(&mut self, source: Source<'_>, depth: Depth, deadline: Instant) -> Vec<Found> {
        self.looks.begin(source);
        self.tried.clear();
        self.candidates.clear();
        for pass in Pass::ALL {
            let grown = self.looks.look(source, pass);
            tracing::trace!(target: "vision", ?pass, finders = self.looks.finders.len(), "looked");
            if !grown {
                continue;
            }
            let found = self.read_triples(source, deadline);
            tracing::trace!(target: "vision", ?pass, tried = self.tried.len(), read = found.len(), "tried");
            if !found.is_empty() || Instant::now() >= deadline {
                return found;
            }
            let found = self.mend(source, CERTAIN, deadline);
            if !found.is_empty() {
                return found;
            }
        }
        let deadline = deadline.min(Instant::now() + DEEP);
        let found = self.mend(source, LEAST_LIKENESS, deadline);
        if !found.is_empty() {
            return found;
        }
        if depth == Depth::Quick { Vec::new() } else { self.follow(source, deadline) }
    }

    /// Whether the last picture showed something that resembles a code.
    pub(crate) fn located(&self) -> bool {
        !self.candidates.is_empty()
    }

    fn model(&mut self, version: usize) -> Rc<Model> {
        if self.models.len() <= version {
            self.models.resize_with(LAST_VERSION + 1, || None);
        }
        let make = || Rc::new(Model::of(version));
        self.models.get_mut(version).map_or_else(make, |slot| Rc::clone(slot.get_or_insert_with(make)))
    }

    /// Lays grids through the threes that were not tried yet and reads them as they are.
    fn read_triples(&mut self, source: Source<'_>, deadline: Instant) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let triples = triples::likeliest(&self.looks.finders, MOST_TRIPLES * 3);
        let mut count = 0;
        for triple in &triples {
            let places = [&triple.corner, &triple.right, &triple.below].map(|finder| (finder.x, finder.y));
            let near = |a: &Place, b: &Place| (a.0 - b.0).hypot(a.1 - b.1) < triple.corner.module_px * 0.5;
            if self.tried.iter().any(|tried| tried.iter().zip(&places).all(|(a, b)| near(a, b)))
                || found.iter().any(|code| places.iter().any(|place| inside(&code.corners, *place)))
            {
                continue;
            }
            if count >= MOST_TRIPLES || Instant::now() >= deadline {
                break;
            }
            count += 1;
            self.tried.push(places);
            let source = source.inverted(triple.corner.inverted);
            let candidates = self.candidates_of(source, triple);
            for candidate in candidates {
                let outcome = self.attempts.plain(source, &candidate.model, &candidate.warp);
                if let Some(text) = outcome.text {
                    found.push(Found { text, corners: candidate.warp.corners() });
                    break;
                }
                tracing::trace!(target: "vision", version = candidate.model.layout.version, likeness = candidate.likeness, agreement = outcome.agreement, "plain");
                self.candidates.push(candidate);
            }
        }
        found
    }

    /// The grids that three patterns may belong to, most like a code first.
    fn candidates_of(&mut self, source: Source<'_>, triple: &Triple) -> Vec<Candidate> {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to versions that exist")]
        let estimate = ((triple.side_estimate - 17.0) / 4.0).round().clamp(1.0, 40.0) as usize;
        let mut candidates: Vec<Candidate> = Vec::new();
        for version in [estimate, estimate + 1, estimate.saturating_sub(1)] {
            if !(1..=LAST_VERSION).contains(&version) {
                continue;
            }
            let model = self.model(version);
            let Some(first) = fit::first_grid(triple, side(version)) else {
                continue;
            };
            let mut likeness = fit::likeness(source, &first, &model.patches);
            if likeness < LEAST_FIRST_LIKENESS {
                continue;
            }
            let mut warp = first;
            if let Some(better) = fit::with_alignment(source, triple, &first, &model.layout) {
                let likeness_there = fit::likeness(source, &better, &model.patches);
                if likeness_there > likeness {
                    (likeness, warp) = (likeness_there, better);
                }
            }
            if likeness >= LEAST_LIKENESS {
                candidates.push(Candidate { likeness, model, warp, inverted: triple.corner.inverted, mended: false });
            }
        }
        candidates.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
        candidates.truncate(2);
        candidates
    }

    /// Lays the likeliest grids better and undoes their blur.
    fn mend(&mut self, source: Source<'_>, least: f32, deadline: Instant) -> Vec<Found> {
        let mut candidates = std::mem::take(&mut self.candidates);
        candidates.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
        let mut found = Vec::new();
        for candidate in
            candidates.iter_mut().take(MOST_DEEP).filter(|candidate| !candidate.mended && candidate.likeness >= least)
        {
            if Instant::now() >= deadline {
                break;
            }
            candidate.mended = true;
            let source = source.inverted(candidate.inverted);
            candidate.warp = Attempts::laid_better(source, &candidate.model, &candidate.warp);
            let mut outcome = self.attempts.patient(source, &candidate.model, &candidate.warp);
            tracing::trace!(target: "vision", likeness = candidate.likeness, agreement = outcome.agreement, "laid better");
            for linear in [true, false] {
                if outcome.text.is_some() || outcome.agreement < LEAST_AGREEMENT || Instant::now() >= deadline {
                    break;
                }
                outcome = self.attempts.deblurred(source, &candidate.model, &candidate.warp, linear);
                tracing::trace!(target: "vision", linear, agreement = outcome.agreement, "deblurred");
            }
            if take(outcome, candidate, &mut found) {
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
        for candidate in candidates.iter_mut().take(MOST_DEEP) {
            if Instant::now() >= deadline {
                break;
            }
            let source = source.inverted(candidate.inverted);
            let (mut outcome, warp) = self.attempts.followed(source, &candidate.model, &candidate.warp);
            candidate.warp = warp;
            tracing::trace!(target: "vision", agreement = outcome.agreement, "followed");
            if outcome.text.is_none() && outcome.agreement >= LEAST_AGREEMENT && Instant::now() < deadline {
                outcome = self.attempts.deblurred(source, &candidate.model, &candidate.warp, true);
                tracing::trace!(target: "vision", agreement = outcome.agreement, "followed and deblurred");
            }
            if take(outcome, candidate, &mut found) {
                break;
            }
        }
        self.candidates = candidates;
        found
    }
}

fn take(outcome: Outcome, candidate: &Candidate, found: &mut Vec<Found>) -> bool {
    found.extend(outcome.text.map(|text| Found { text, corners: candidate.warp.corners() }));
    !found.is_empty()
}

/// Whether a place lies inside the four corners, which go around clockwise.
fn inside(corners: &[Place; 4], (x, y): Place) -> bool {
    let next = corners.iter().cycle().skip(1);
    corners.iter().zip(next).all(|(a, b)| (b.0 - a.0) * (y - a.1) - (b.1 - a.1) * (x - a.0) >= 0.0)
}
