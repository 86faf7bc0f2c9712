//! Grids on what resembles a code.
//!
//! What it is for: the versions that three finder patterns may belong to, each with a grid laid through the patterns and,
//! where it is found, the alignment pattern; and how much the picture there looks like a code of that version. What it
//! must never do: keep a grid under which the fixed patterns are not to be seen.

use std::rc::Rc;

use super::attempts::Model;
use super::fit;
use super::source::Source;
use super::triples::Triple;
use super::warp::Warp;
use crate::qr::layout::{LAST_VERSION, side};

/// A grid that resembles its code less than this is none.
pub(super) const LEAST_LIKENESS: f32 = 0.34;
/// Finder patterns alone, where the grid's scale is guessed, resemble this much.
const LEAST_FIRST_LIKENESS: f32 = 0.2;
/// Fixed patterns that fit like this fit everywhere, curled paper or not.
const CERTAIN_LIKENESS: f32 = 0.8;
/// And then the format information beside them agrees at least like this.
const LEAST_CERTAIN_AGREEMENT: f32 = 0.62;
/// Grids that are kept of one three.
const MOST_OF_ONE: usize = 2;

/// A grid on something that resembles a code.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// How much, from -1 to 1.
    pub(super) likeness: f32,
    pub(super) model: Rc<Model>,
    pub(super) warp: Warp,
    pub(super) inverted: bool,
    /// Whether it was laid better already.
    pub(super) mended: bool,
    /// How well its format information agreed with its modules then.
    pub(super) agreement: f32,
}

impl Candidate {
    /// Whether fixed patterns that fit this well surround modules that say nothing: a picture of a code that is none.
    pub(super) fn is_hollow(&self) -> bool {
        self.likeness > CERTAIN_LIKENESS && self.mended && self.agreement < LEAST_CERTAIN_AGREEMENT
    }
}

/// What codes of each version look like, drawn up when first needed.
#[derive(Debug, Default)]
pub(super) struct Models(Vec<Option<Rc<Model>>>);

impl Models {
    /// That of a version from 1 to 40.
    fn of(&mut self, version: usize) -> Rc<Model> {
        if self.0.len() <= version {
            self.0.resize_with(LAST_VERSION + 1, || None);
        }
        let make = || Rc::new(Model::of(version));
        self.0.get_mut(version).map_or_else(make, |slot| Rc::clone(slot.get_or_insert_with(make)))
    }

    /// The grids that three patterns may belong to, most like a code first.
    pub(super) fn candidates(&mut self, source: Source<'_>, triple: &Triple) -> Vec<Candidate> {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to versions that exist")]
        let estimate = ((triple.side_estimate - 17.0) / 4.0).round().clamp(1.0, 40.0) as usize;
        let versions = [estimate, estimate + 1, estimate.saturating_sub(1)];
        let mut candidates: Vec<Candidate> = versions
            .into_iter()
            .filter(|version| (1..=LAST_VERSION).contains(version))
            .filter_map(|version| self.candidate(source, triple, version))
            .collect();
        candidates.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
        candidates.truncate(MOST_OF_ONE);
        candidates
    }

    /// The grid of one version, if the picture looks like it.
    fn candidate(&mut self, source: Source<'_>, triple: &Triple, version: usize) -> Option<Candidate> {
        let first = fit::first_grid(triple, side(version))?;
        let model = self.of(version);
        let (mut likeness, mut warp) = (fit::likeness(source, &first, &model.patches), first);
        if likeness < LEAST_FIRST_LIKENESS {
            return None;
        }
        if let Some(better) = fit::with_alignment(source, triple, &first, &model.layout) {
            let there = fit::likeness(source, &better, &model.patches);
            if there > likeness {
                (likeness, warp) = (there, better);
            }
        }
        let inverted = triple.corner.inverted;
        (likeness >= LEAST_LIKENESS).then_some(Candidate {
            likeness,
            model,
            warp,
            inverted,
            mended: false,
            agreement: 0.0,
        })
    }
}
