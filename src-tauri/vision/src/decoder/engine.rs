//! rqrr, on a leash.
//!
//! What it is for: one look of rqrr at one plane, bounded in time, memory and consequence. What it must never do: let
//! rqrr run on after the deadline, let its panics out, or hand it a picture with thousands of finder patterns (it
//! weighs every pair of them against each other).

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::Instant;

use image::{GenericImage, GenericImageView, Luma};
use rqrr::PreparedImage;

use super::Reading;
use super::plan::Threshold;
use crate::plane::Plane;

/// Pixel accesses between two looks at the clock: some 50 microseconds.
const ACCESSES_PER_LOOK: u32 = 16_384;
/// Rows of finder-like runs beyond which a plane is not searched; a sharp 4-megapixel view of one code has under 1,000.
const MAX_FINDER_RUNS: usize = 6_000;

/// rqrr's number for white; its colour type cannot be named outside, but compares with numbers.
const WHITE: u8 = 0;

/// What a look at a plane came to.
#[derive(Debug)]
pub(super) enum Outcome {
    /// The codes that were confirmed.
    Read(Vec<Reading>),
    /// The deadline passed.
    OutOfTime,
    /// Too much that looks like a finder pattern.
    Crowded,
    /// rqrr panicked.
    Fault,
}

/// What is thrown through rqrr when time is up. It unwinds without a panic message.
struct TimeIsUp;

/// The pixels that rqrr works on; every access counts towards a look at the clock.
#[derive(Debug)]
struct Leashed {
    width: u32,
    height: u32,
    pixels: Vec<Luma<u8>>,
    /// Stands for every pixel outside, which rqrr asks for on some pictures.
    outside: Luma<u8>,
    deadline: Instant,
    accesses_left: Cell<u32>,
}

impl Leashed {
    fn new(plane: Plane, deadline: Instant) -> Self {
        Self {
            width: u32::try_from(plane.width).unwrap_or(u32::MAX),
            height: u32::try_from(plane.height).unwrap_or(u32::MAX),
            pixels: plane.pixels.into_iter().map(|value| Luma([value])).collect(),
            outside: Luma([WHITE]),
            deadline,
            accesses_left: Cell::new(ACCESSES_PER_LOOK),
        }
    }

    fn place(&self, x: u32, y: u32) -> usize {
        usize::try_from(u64::from(y) * u64::from(self.width) + u64::from(x)).unwrap_or(usize::MAX)
    }

    fn look_at_the_clock(&self) {
        if Instant::now() >= self.deadline {
            resume_unwind(Box::new(TimeIsUp));
        }
    }
}

impl Clone for Leashed {
    /// rqrr copies the whole picture for each group of finders it tries: that is where its minutes go.
    fn clone(&self) -> Self {
        self.look_at_the_clock();
        Self { pixels: self.pixels.clone(), accesses_left: self.accesses_left.clone(), ..*self }
    }
}

impl GenericImageView for Leashed {
    type Pixel = Luma<u8>;

    fn dimensions(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    fn get_pixel(&self, x: u32, y: u32) -> Luma<u8> {
        match self.accesses_left.get().checked_sub(1) {
            Some(left) => self.accesses_left.set(left),
            None => {
                self.look_at_the_clock();
                self.accesses_left.set(ACCESSES_PER_LOOK);
            }
        }
        self.pixels.get(self.place(x, y)).copied().unwrap_or(self.outside)
    }
}

impl GenericImage for Leashed {
    fn get_pixel_mut(&mut self, x: u32, y: u32) -> &mut Luma<u8> {
        let place = self.place(x, y);
        self.pixels.get_mut(place).unwrap_or(&mut self.outside)
    }

    fn put_pixel(&mut self, x: u32, y: u32, pixel: Luma<u8>) {
        let place = self.place(x, y);
        if let Some(known) = self.pixels.get_mut(place) {
            *known = pixel;
        }
    }

    fn blend_pixel(&mut self, x: u32, y: u32, pixel: Luma<u8>) {
        self.put_pixel(x, y, pixel);
    }
}

/// Searches the plane for codes. A plane with a threshold of its own holds ones for black and zeros.
pub(super) fn read(plane: Plane, threshold: Threshold, deadline: Instant) -> Outcome {
    match catch_unwind(AssertUnwindSafe(|| search(plane, threshold, deadline))) {
        Ok(outcome) => outcome,
        Err(thrown) if thrown.is::<TimeIsUp>() => Outcome::OutOfTime,
        Err(_) => Outcome::Fault,
    }
}

fn search(plane: Plane, threshold: Threshold, deadline: Instant) -> Outcome {
    let mut image = match threshold {
        Threshold::Running => PreparedImage::prepare(Leashed::new(plane, deadline)),
        Threshold::Neighbourhood => PreparedImage::without_preparation(Leashed::new(plane, deadline)),
    };
    match finder_runs(&image) {
        0 => return Outcome::Read(Vec::new()),
        runs if runs > MAX_FINDER_RUNS => return Outcome::Crowded,
        _ => {}
    }
    let grids = image.detect_grids();
    Outcome::Read(
        grids
            .iter()
            .filter_map(|grid| {
                let (_, text) = grid.decode().ok()?;
                let corners = grid.bounds.map(|point| (as_f32(point.x), as_f32(point.y)));
                (!text.is_empty()).then_some(Reading { text, corners })
            })
            .collect(),
    )
}

#[expect(clippy::cast_precision_loss, reason = "pixel positions are far below the 24 bits of an f32")]
const fn as_f32(position_px: i32) -> f32 {
    position_px as f32
}

/// How often a row runs through black, white, black, white, black in about the proportions 1:1:3:1:1, which every
/// finder pattern shows from any side. A frame without any needs no search at all.
fn finder_runs(image: &PreparedImage<Leashed>) -> usize {
    let (width, height) = (image.width(), image.height());
    let mut found = 0;
    for y in 0..height {
        let mut runs = [0usize; 5];
        let mut dark = false;
        let mut length = 0usize;
        for x in 0..=width {
            let now = x < width && image.get_pixel_at(x, y) != WHITE;
            if now == dark {
                length += 1;
                continue;
            }
            runs.rotate_left(1);
            if let Some(last) = runs.last_mut() {
                *last = length;
            }
            found += usize::from(dark && looks_like_a_finder(runs));
            dark = now;
            length = 1;
        }
    }
    found
}

/// Within the same wide tolerance as rqrr's own search, so that nothing it would find is left out.
fn looks_like_a_finder([a, b, c, d, e]: [usize; 5]) -> bool {
    let average = (a + b + d + e) / 4;
    let near = |run: usize, share: usize| {
        let error = average * 3 / 4;
        run >= (share * average).saturating_sub(error) && run <= share * average + error
    };
    a > 0 && near(a, 1) && near(b, 1) && near(c, 3) && near(d, 1) && near(e, 1)
}
