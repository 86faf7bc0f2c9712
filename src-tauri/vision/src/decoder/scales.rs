//! At which sizes a picture is read.
//!
//! What it is for: a camera's frame is read as it is; a scan with many megapixels is read shrunk first, which finds what
//! is large on it, and then less and less shrunk while the time lasts, for small codes on large pages. What it must never
//! do: begin another size after the deadline, or keep a thread longer than [`SLOWEST_READ`].

use std::time::{Duration, Instant};

use super::Reading;
use super::worker::{Run, Seen};
use crate::frame::GrayFrame;
use crate::plane::Plane;
use crate::sight::{Depth, Reader, Source};

/// The longest side, in pixels, of the first size; a camera's own sizes pass unshrunk.
const FIRST_SIDE_PX: usize = 1_600;
/// The longest side of any size: a small code on a large scan needs its pixels, but they must stay payable.
const LARGEST_SIDE_PX: usize = 3_600;
/// However slow the machine is, a read comes back within this time or is given up.
const SLOWEST_READ: Duration = Duration::from_secs(3);

/// What a worker does with its jobs: it keeps one reader, with all that it learned.
pub(super) fn reading() -> Run {
    let mut reader = Reader::default();
    Box::new(move |job| {
        // On a machine so slow that a first look takes longer than the budget, that look is still waited for.
        job.extend(job.deadline.max(Instant::now() + SLOWEST_READ));
        read(&mut reader, &job.frame, job.depth, job.deadline)
    })
}

fn read(reader: &mut Reader, frame: &GrayFrame, depth: Depth, deadline: Instant) -> Seen {
    let size = |px: u32| usize::try_from(px).unwrap_or(usize::MAX);
    let (width, height) = (size(frame.width()), size(frame.height()));
    let side = width.max(height);
    let first = side.div_ceil(FIRST_SIDE_PX).max(1);
    let mut located = false;
    for factor in (1..=first).rev().filter(|factor| *factor == first || side / factor <= LARGEST_SIDE_PX) {
        if factor != first && Instant::now() >= deadline {
            break;
        }
        let shrunk = (factor > 1).then(|| Plane::shrunk(frame, factor));
        let source = shrunk.as_ref().map_or_else(
            || Source::new(frame.luma(), width, height),
            |plane| Source::new(&plane.pixels, plane.width, plane.height),
        );
        let found = reader.read(source, depth, deadline);
        if !found.is_empty() {
            let readings = found.into_iter().map(|code| Reading {
                text: code.text,
                corners: code.corners.map(|(x, y)| (enlarged(x, factor), enlarged(y, factor))),
            });
            return Seen { readings: readings.collect(), located: true };
        }
        located |= reader.located();
    }
    Seen { readings: Vec::new(), located }
}

/// A place from the middle of the first shrunk pixel, in pixels of the frame from its edge.
#[expect(clippy::cast_precision_loss, reason = "a shrinking factor is a small whole number")]
fn enlarged(place_px: f32, factor: usize) -> f32 {
    (place_px + 0.5) * factor as f32
}
