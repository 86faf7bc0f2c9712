//! From modules to pixels.
//!
//! What it is for: a homography takes the plane of the code to the plane of the picture (Hartley and Zisserman, *Multiple
//! View Geometry*, section 2.3; four points by Heckbert's unit square, 1989); before it, low-order polynomials move the
//! modules on their own plane, which is how curved paper is followed. What it must never do: hand out places that are
//! not numbers.

use super::solve;

/// A place, in modules or in pixels.
pub(crate) type Place = (f32, f32);

/// Terms of a bend: 1, p, q, p², pq, q², p³, p²q, pq², q³ with p and q from -1 to 1 over the code.
pub(crate) const TERMS: usize = 10;

/// A projective map of the plane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Homography([f32; 9]);

impl Homography {
    /// The map that takes each of four places to another; none when three of them lie on a line.
    pub(crate) fn between(from: [Place; 4], to: [Place; 4]) -> Option<Self> {
        let (onto, back) = (Self::of_unit_square(to)?, Self::of_unit_square(from)?);
        let product = multiply(&onto.0, &adjugate(&back.0));
        let scale = product.iter().fold(0.0f32, |most, value| most.max(value.abs()));
        (scale.is_finite() && scale > 0.0).then(|| Self(product.map(|value| value / scale)))
    }

    /// Takes the unit square's corners (0,0), (1,0), (1,1), (0,1) to the four places.
    fn of_unit_square([a, b, c, d]: [Place; 4]) -> Option<Self> {
        let sum = (a.0 - b.0 + c.0 - d.0, a.1 - b.1 + c.1 - d.1);
        let (first, second) = ((b.0 - c.0, b.1 - c.1), (d.0 - c.0, d.1 - c.1));
        let determinant = first.0 * second.1 - second.0 * first.1;
        if determinant.abs() < 1e-6 {
            return None;
        }
        let g = (sum.0 * second.1 - second.0 * sum.1) / determinant;
        let h = (first.0 * sum.1 - sum.0 * first.1) / determinant;
        Some(Self([
            b.0 - a.0 + g * b.0,
            d.0 - a.0 + h * d.0,
            a.0,
            b.1 - a.1 + g * b.1,
            d.1 - a.1 + h * d.1,
            a.1,
            g,
            h,
            1.0,
        ]))
    }

    /// Where a place goes.
    pub(crate) fn map(&self, (u, v): Place) -> Place {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        let weight = g * u + h * v + i;
        let weight = if weight.abs() < 1e-9 { 1e-9 } else { weight };
        ((a * u + b * v + c) / weight, (d * u + e * v + f) / weight)
    }
}

fn multiply(a: &[f32; 9], b: &[f32; 9]) -> [f32; 9] {
    let [a0, a1, a2, a3, a4, a5, a6, a7, a8] = *a;
    let [b0, b1, b2, b3, b4, b5, b6, b7, b8] = *b;
    [
        a0 * b0 + a1 * b3 + a2 * b6,
        a0 * b1 + a1 * b4 + a2 * b7,
        a0 * b2 + a1 * b5 + a2 * b8,
        a3 * b0 + a4 * b3 + a5 * b6,
        a3 * b1 + a4 * b4 + a5 * b7,
        a3 * b2 + a4 * b5 + a5 * b8,
        a6 * b0 + a7 * b3 + a8 * b6,
        a6 * b1 + a7 * b4 + a8 * b7,
        a6 * b2 + a7 * b5 + a8 * b8,
    ]
}

/// The inverse but for a factor, which a projective map does not feel.
fn adjugate(m: &[f32; 9]) -> [f32; 9] {
    let [a, b, c, d, e, f, g, h, i] = *m;
    [
        e * i - f * h,
        c * h - b * i,
        b * f - c * e,
        f * g - d * i,
        a * i - c * g,
        c * d - a * f,
        d * h - e * g,
        b * g - a * h,
        a * e - b * d,
    ]
}

/// Modules to pixels, with bends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Warp {
    flat: Homography,
    /// Half the code's side, in modules.
    half: f32,
    across: [f32; TERMS],
    down: [f32; TERMS],
    bent: bool,
}

impl Warp {
    /// A flat code with `side` modules.
    #[expect(clippy::cast_precision_loss, reason = "a number of modules")]
    pub(crate) fn flat(flat: Homography, side: usize) -> Self {
        Self { flat, half: side as f32 / 2.0, across: [0.0; TERMS], down: [0.0; TERMS], bent: false }
    }

    /// The terms at a place in modules.
    pub(crate) fn terms(&self, (u, v): Place) -> [f32; TERMS] {
        let (p, q) = (u / self.half - 1.0, v / self.half - 1.0);
        [1.0, p, q, p * p, p * q, q * q, p * p * p, p * p * q, p * q * q, q * q * q]
    }

    /// The pixel of a place in modules.
    pub(crate) fn map(&self, (u, v): Place) -> Place {
        if !self.bent {
            return self.flat.map((u, v));
        }
        let terms = self.terms((u, v));
        let dot = |factors: &[f32; TERMS]| factors.iter().zip(&terms).map(|(factor, term)| factor * term).sum::<f32>();
        self.flat.map((u + dot(&self.across), v + dot(&self.down)))
    }

    /// How far a pixel's place moves for one module to the right and one module down.
    pub(crate) fn axes(&self, (u, v): Place) -> (Place, Place) {
        let (left, right) = (self.map((u - 0.5, v)), self.map((u + 0.5, v)));
        let (above, below) = (self.map((u, v - 0.5)), self.map((u, v + 0.5)));
        ((right.0 - left.0, right.1 - left.1), (below.0 - above.0, below.1 - above.1))
    }

    /// Pixels of a module in the code's middle, by area.
    pub(crate) fn module_px(&self) -> f32 {
        let (a, b) = self.axes((self.half, self.half));
        (a.0 * b.1 - a.1 * b.0).abs().sqrt()
    }

    /// The pixels of the code's corners: upper left, upper right, lower right, lower left.
    pub(crate) fn corners(&self) -> [Place; 4] {
        let side = self.half * 2.0;
        [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)].map(|place| self.map(place))
    }

    /// By how many modules this grid differs from one with another bend of the same plane.
    pub(crate) fn shift_from(&self, other: &Self, place: Place) -> Place {
        let terms = self.terms(place);
        let dot = |a: &[f32; TERMS], b: &[f32; TERMS]| {
            a.iter().zip(b).zip(&terms).map(|((a, b), term)| (a - b) * term).sum::<f32>()
        };
        (dot(&self.across, &other.across), dot(&self.down, &other.down))
    }

    /// The same with another bend added, given as factors of the terms in modules.
    pub(crate) fn bent_by(&self, across: [f32; TERMS], down: [f32; TERMS]) -> Self {
        let mut result = Self { bent: true, ..*self };
        for (sum, more) in result.across.iter_mut().zip(across) {
            *sum += more;
        }
        for (sum, more) in result.down.iter_mut().zip(down) {
            *sum += more;
        }
        result
    }
}

/// By how much a place seems to be off, in modules, and how surely along each axis.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Offset {
    pub(crate) place: Place,
    pub(crate) by: Place,
    pub(crate) surety: Place,
}

/// The bend that explains the offsets best, by weighted least squares; `stiffness` holds high terms back (Tikhonov).
pub(crate) fn bend_from(warp: &Warp, offsets: &[Offset], stiffness: [f32; TERMS]) -> Option<Warp> {
    let fit = |by: fn(&Offset) -> (f32, f32)| {
        let mut system = solve::Normal::new(TERMS);
        for offset in offsets {
            let (value, weight) = by(offset);
            system.add(&warp.terms(offset.place), value, weight);
        }
        let solution = system.solved(&stiffness)?;
        let mut factors = [0.0; TERMS];
        for (slot, value) in factors.iter_mut().zip(solution) {
            *slot = value;
        }
        Some(factors)
    };
    let across = fit(|offset| (offset.by.0, offset.surety.0))?;
    let down = fit(|offset| (offset.by.1, offset.surety.1))?;
    Some(warp.bent_by(across, down))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    fn near(a: Place, b: Place, within: f32) -> bool {
        (a.0 - b.0).abs() < within && (a.1 - b.1).abs() < within
    }

    #[test]
    fn four_places_go_where_they_should_and_lines_stay_lines() {
        let from = [(3.5, 3.5), (33.5, 3.5), (30.5, 30.5), (3.5, 33.5)];
        let to = [(210.0, 130.0), (420.0, 160.0), (390.0, 371.0), (190.0, 350.0)];
        let map = Homography::between(from, to).unwrap();
        for (a, b) in from.into_iter().zip(to) {
            assert!(near(map.map(a), b, 0.02), "{:?}", map.map(a));
        }
        let [a, b, c] = [(4.0, 9.0), (14.0, 19.0), (24.0, 29.0)].map(|place| map.map(place));
        let cross = (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0);
        assert!(cross.abs() < 2.0, "{cross}");
        assert!(Homography::between([(0.0, 0.0); 4], to).is_none());
    }

    #[test]
    fn a_bend_is_found_from_its_offsets() {
        let square = [(0.0, 0.0), (29.0, 0.0), (29.0, 29.0), (0.0, 29.0)];
        let flat = Warp::flat(Homography::between(square, square).unwrap(), 29);
        let mut across = [0.0; TERMS];
        across[3] = 0.8;
        let bent = flat.bent_by(across, [0.0; TERMS]);
        let mut offsets = Vec::new();
        for u in 0..6u8 {
            for v in 0..6u8 {
                let place = (f32::from(u) * 5.0 + 2.0, f32::from(v) * 5.0 + 2.0);
                let (x, y) = bent.map(place);
                offsets.push(Offset { place, by: (x - place.0, y - place.1), surety: (1.0, 1.0) });
            }
        }
        let found = bend_from(&flat, &offsets, [1e-4; TERMS]).unwrap();
        for place in [(1.0, 1.0), (14.0, 20.0), (28.0, 3.0)] {
            assert!(near(found.map(place), bent.map(place), 0.02));
        }
    }
}
