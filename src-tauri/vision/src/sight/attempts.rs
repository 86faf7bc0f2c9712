//! Reading the modules under a grid.
//!
//! What it is for: the ways of getting a text from a grid that lies more or less rightly on a code, from the cheapest to the
//! dearest: as it is, laid better, with the blur undone, followed over curled paper. What it must never do: hand on what
//! the error correction did not confirm.

use super::equalise::{self, Fine, Target};
use super::fit::{self, Bend, Patch};
use super::grid::{Grey, Slice};
use super::source::Source;
use super::track;
use super::warp::Warp;
use crate::qr::confirm::{self, Bench, Effort, Soft, Verdict};
use crate::qr::layout::Layout;

/// How modules are told apart at first.
const PLAIN: [Slice; 2] = [Slice::Mean(3), Slice::Middle(2)];
/// And when time was spent on the grid.
const PATIENT: [Slice; 5] =
    [Slice::Mean(3), Slice::Middle(2), Slice::Mean(6), Slice::Sharpened(3, 0.6), Slice::Sharpened(5, 1.2)];
/// Rounds of following.
const TRACKS: usize = 3;
/// Rounds of learning from what was read.
const ROUNDS: usize = 5;

/// What a version's codes look like, drawn up once.
#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) layout: Layout,
    pub(crate) patches: Vec<Patch>,
    targets: Vec<Target>,
}

impl Model {
    pub(crate) fn of(version: usize) -> Self {
        let layout = Layout::of(version);
        let patches = fit::fixed_patches(&layout);
        let targets = equalise::fixed_targets(&layout);
        Self { layout, patches, targets }
    }
}

/// What an attempt came to.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// The text, if it was confirmed.
    pub(crate) text: Option<String>,
    /// How well the format information agreed with its modules, at best.
    pub(crate) agreement: f32,
}

impl Outcome {
    fn take(&mut self, verdict: &mut Verdict) -> bool {
        self.agreement = self.agreement.max(verdict.agreement);
        self.text = verdict.text.take();
        self.text.is_some()
    }
}

/// Memory for attempts, kept from code to code.
#[derive(Debug, Default)]
pub(crate) struct Attempts {
    grey: Grey,
    fine: Fine,
    /// What the last attempt made of the modules.
    pub(crate) soft: Soft,
    turned: Soft,
    bench: Bench,
    taps: Vec<(isize, isize)>,
}

impl Attempts {
    /// The modules as they are, also seen in a mirror.
    pub(crate) fn plain(&mut self, source: Source<'_>, model: &Model, warp: &Warp) -> Outcome {
        let mut outcome = Outcome::default();
        self.grey.sample(source, warp, model.layout.side);
        for slice in PLAIN {
            self.grey.sliced(slice, &mut self.soft);
            if outcome.take(&mut confirm::read(&model.layout, &self.soft, Effort::Plain, &mut self.bench)) {
                return outcome;
            }
        }
        self.soft.mirror(&mut self.turned);
        outcome.take(&mut confirm::read(&model.layout, &self.turned, Effort::Plain, &mut self.bench));
        outcome
    }

    /// The modules sliced in several ways, doubtful ones erased.
    pub(crate) fn patient(&mut self, source: Source<'_>, model: &Model, warp: &Warp) -> Outcome {
        let mut outcome = Outcome::default();
        self.grey.sample(source, warp, model.layout.side);
        for slice in PATIENT {
            self.grey.sliced(slice, &mut self.soft);
            if outcome.take(&mut confirm::read(&model.layout, &self.soft, Effort::Erasing, &mut self.bench)) {
                break;
            }
        }
        outcome
    }

    /// The grid laid on the fixed patterns as they are found.
    pub(crate) fn laid_better(source: Source<'_>, model: &Model, warp: &Warp) -> Warp {
        let (coarse, _) = fit::follow(source, warp, &model.patches, (4, 0.25), Bend::Even);
        let (fine, _) = fit::follow(source, &coarse, &model.patches, (3, 0.2), Bend::Even);
        fine
    }

    /// The modules with the blur undone by a learned filter; `linear` works on light instead of on the camera's tones.
    pub(crate) fn deblurred(&mut self, source: Source<'_>, model: &Model, warp: &Warp, linear: bool) -> Outcome {
        let layout = &model.layout;
        let mut outcome = Outcome::default();
        if self.taps.is_empty() {
            self.taps = equalise::taps(true);
        }
        self.fine.sample(source, warp, layout.side, linear);
        let mut fixed = model.targets.clone();
        self.grey.sample(source, warp, layout.side);
        self.grey.sliced(Slice::Sharpened(3, 0.8), &mut self.soft);
        let mut targets = equalise::with_read(&fixed, &self.soft, 0.5);
        for _ in 0..ROUNDS {
            if self.fine.equalised(&targets, &self.taps, 0.01, &mut self.soft).is_none() {
                break;
            }
            let mut verdict = confirm::read(layout, &self.soft, Effort::Erasing, &mut self.bench);
            if outcome.take(&mut verdict) {
                break;
            }
            for (index, dark) in verdict.known {
                if let Some(target) = fixed.get_mut(index) {
                    *target = Target { value: if dark { 1.0 } else { -1.0 }, weight: 1.0 };
                }
            }
            targets = equalise::with_read(&fixed, &self.soft, 0.7);
        }
        outcome
    }

    /// The grid followed from tile to tile over curled paper.
    pub(crate) fn followed(&mut self, source: Source<'_>, model: &Model, warp: &Warp) -> (Outcome, Warp) {
        let mut warp = *warp;
        let mut outcome = Outcome::default();
        for _ in 0..TRACKS {
            let anchors = fit::anchors(source, &warp, &model.layout);
            let Some(next) = track::track(source, &warp, model.layout.side, &anchors) else {
                break;
            };
            warp = next;
            outcome = self.patient(source, model, &warp);
            if outcome.text.is_some() {
                break;
            }
        }
        (outcome, warp)
    }

    /// Module values that were gathered over several pictures.
    pub(crate) fn gathered(&mut self, model: &Model, soft: &Soft) -> Outcome {
        let mut outcome = Outcome::default();
        outcome.take(&mut confirm::read(&model.layout, soft, Effort::Erasing, &mut self.bench));
        outcome
    }
}
