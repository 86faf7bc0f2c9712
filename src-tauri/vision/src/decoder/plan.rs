//! Which views of a frame are read, in which order.
//!
//! What it is for: the views that find most for the least time come first; the costly ones take turns over the frames
//! of a camera, and all have a go at a picture. What it must never do: begin a second view after the deadline.

use std::time::{Duration, Instant};

use super::Reading;
use super::engine::{self, Outcome};
use super::worker::Job;
use crate::frame::GrayFrame;
use crate::plane::Plane;

/// The longest side, in pixels, of the first view; a camera's own sizes pass unshrunk.
const FIRST_VIEW_SIDE_PX: usize = 1_600;
/// The longest side of any view: a small code on a large scan needs its pixels, but they must stay payable.
const LARGEST_VIEW_SIDE_PX: usize = 3_600;
/// Below this a shrunk view holds no readable code.
const SMALLEST_VIEW_SIDE_PX: usize = 200;
/// A pixel counts as black when it is this much darker than its neighbourhood.
const DARKER_BY: u8 = 8;
/// A neighbourhood reaches this share of the view's longest side to each side.
const NEIGHBOURHOOD_SHARE: usize = 24;
/// A whole read may always take so many times what preparing its first view took. On an ordinary machine that is less
/// than any budget; on one that is many times slower a budget in milliseconds would end every read before its first
/// view is through.
const READ_TO_PREPARATION: u32 = 12;
/// But never longer than this.
const SLOWEST_READ: Duration = Duration::from_secs(3);
/// Views up to this side may be doubled.
const DOUBLED_SIDE_PX: usize = 1_300;

/// How black is told from white.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Threshold {
    /// rqrr's own running mean along the rows.
    Running,
    /// The mean of the square neighbourhood.
    Neighbourhood,
}

/// One way of looking at the frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct View {
    shrink: usize,
    double: bool,
    soften: bool,
    invert: bool,
    threshold: Threshold,
}

impl View {
    const fn shrunk(shrink: usize) -> Self {
        Self { shrink, double: false, soften: false, invert: false, threshold: Threshold::Running }
    }

    const fn inverted(self) -> Self {
        Self { invert: true, ..self }
    }

    const fn softened(self) -> Self {
        Self { soften: true, ..self }
    }

    const fn doubled(self) -> Self {
        Self { double: true, ..self }
    }

    const fn by_neighbourhood(self) -> Self {
        Self { threshold: Threshold::Neighbourhood, ..self }
    }

    /// The pixels of this view; ones and zeros when it has a threshold of its own.
    fn of(self, frame: &GrayFrame) -> Plane {
        let mut plane = Plane::shrunk(frame, self.shrink);
        if self.double {
            plane = plane.doubled();
        }
        if self.soften {
            plane = plane.softened();
        }
        if self.invert {
            plane.invert();
        }
        if self.threshold == Threshold::Neighbourhood {
            let reach = (plane.width.max(plane.height) / NEIGHBOURHOOD_SHARE).max(8);
            plane = plane.binarised(reach, DARKER_BY);
        }
        plane
    }

    /// A corner seen in the view, in pixels of the frame.
    fn to_frame(self, (x, y): (f32, f32)) -> (f32, f32) {
        #[expect(clippy::cast_precision_loss, reason = "a shrinking factor is a small whole number")]
        let scale = self.shrink as f32 / if self.double { 2.0 } else { 1.0 };
        (x * scale, y * scale)
    }
}

/// The views of a frame of that size, in the order of what each adds for its time (measured on labelled frames), and
/// how many of them are read of every frame; the others take turns.
fn views(width: usize, height: usize) -> (Vec<View>, usize) {
    let side = width.max(height);
    let base = side.div_ceil(FIRST_VIEW_SIDE_PX).max(1);
    let whole = View::shrunk(base);
    let half = (side / (base * 2) >= SMALLEST_VIEW_SIDE_PX).then(|| View::shrunk(base * 2));
    let double = (side / base <= DOUBLED_SIDE_PX).then(|| whole.doubled());
    let mut list = vec![whole.by_neighbourhood(), whole.softened().by_neighbourhood()];
    let steady = list.len();
    list.push(whole.inverted().by_neighbourhood());
    list.extend(half);
    list.extend(double.map(View::by_neighbourhood));
    // A small code on a large scan needs its pixels.
    let finer = (1..base).rev().filter(|factor| side / factor <= LARGEST_VIEW_SIDE_PX);
    list.extend(finer.map(|factor| View::shrunk(factor).by_neighbourhood()));
    list.push(whole);
    list.extend(double.map(|view| view.inverted().by_neighbourhood()));
    list.push(whole.softened());
    list.extend(double);
    list.extend(half.map(|view| view.inverted().by_neighbourhood()));
    (list, steady)
}

/// Reads the job's frame view by view until a code is found or the time is up.
pub(super) fn run(job: &Job) -> Vec<Reading> {
    let side = |px: u32| usize::try_from(px).unwrap_or(usize::MAX);
    let (mut list, steady) = views(side(job.frame.width()), side(job.frame.height()));
    if let Some(costly) = list.get_mut(steady..)
        && !costly.is_empty()
    {
        let turn = job.turn % costly.len();
        costly.rotate_left(turn);
    }
    let mut deadline = job.deadline;
    for (index, view) in list.into_iter().enumerate() {
        let begun = Instant::now();
        if index > 0 && begun >= deadline {
            break;
        }
        let plane = view.of(&job.frame);
        if index == 0 {
            let least = (begun.elapsed() * READ_TO_PREPARATION).min(SLOWEST_READ);
            deadline = deadline.max(begun + least);
            job.extend(deadline);
        }
        match engine::read(plane, view.threshold, deadline) {
            Outcome::Read(found) if !found.is_empty() => {
                return found.into_iter().map(|one| placed(view, one)).collect();
            }
            Outcome::Read(_) | Outcome::Crowded | Outcome::Fault => {}
            Outcome::OutOfTime => break,
        }
    }
    Vec::new()
}

/// The reading with its corners in pixels of the frame.
fn placed(view: View, reading: Reading) -> Reading {
    Reading { corners: reading.corners.map(|corner| view.to_frame(corner)), ..reading }
}
