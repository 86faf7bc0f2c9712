//! A finder pattern that was found: where it is, how large, how it lies.
//!
//! What it is for: the sides and the reach of a pattern tell how far apart two of them are in modules and where a third must
//! be. What it must never do: be sure of directions in which the pattern could not be seen.

/// Directions in which a pattern is measured, over the full turn.
pub(crate) const RAYS: usize = 16;

/// A pattern that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Finder {
    /// Its middle, in pixels from the middle of the first one.
    pub(crate) x: f32,
    pub(crate) y: f32,
    /// The mean width of a module, in pixels.
    pub(crate) module_px: f32,
    /// Light on dark.
    pub(crate) inverted: bool,
    /// How well it looks like one: rays and rows that showed it.
    pub(crate) score: f32,
    /// How far the pattern reaches in each direction, in pixels; zero where that could not be seen.
    pub(crate) reach_px: [f32; RAYS],
}

impl Finder {
    /// As it is in a picture that many times as large.
    #[must_use]
    pub(crate) fn enlarged(&self, scale: f32) -> Self {
        // The middle of the first pixel moves to the middle of the pixels it stands for.
        let place = |value: f32| value * scale + (scale - 1.0) / 2.0;
        Self {
            x: place(self.x),
            y: place(self.y),
            module_px: self.module_px * scale,
            reach_px: self.reach_px.map(|reach| reach * scale),
            ..*self
        }
    }

    /// As it is in the picture with columns for rows.
    #[must_use]
    pub(crate) fn transposed(&self) -> Self {
        let mut reach_px = [0.0; RAYS];
        for (index, reach) in self.reach_px.iter().enumerate() {
            if let Some(slot) = reach_px.get_mut((RAYS / 4 + RAYS - index) % RAYS) {
                *slot = *reach;
            }
        }
        Self { x: self.y, y: self.x, reach_px, ..*self }
    }

    /// Its two sides as vectors of one module, in pixels: the parallelogram whose edges come nearest to what the rays met.
    /// Each pair of edges is the line n·x = ±1 with its own n, found by least squares from the rays nearest to it.
    pub(crate) fn axes(&self) -> ((f32, f32), (f32, f32)) {
        let angle = self.side_angle();
        let scale = 1.0 / (self.module_px * 3.1).max(0.1);
        let mut normals = [(angle.cos() * scale, angle.sin() * scale), (-angle.sin() * scale, angle.cos() * scale)];
        for _ in 0..3 {
            let mut sums = [[0.0f32; 5]; 2];
            for (dx, dy, reach) in self.met() {
                let (x, y) = (dx * reach, dy * reach);
                let distances = normals.map(|n| n.0 * x + n.1 * y);
                let [first, second] = distances.map(f32::abs);
                let (distance, [xx, xy, yy, xd, yd]) = match (distances, &mut sums) {
                    ([d, _], [sums, _]) if first >= second => (d, sums),
                    ([_, d], [_, sums]) => (d, sums),
                };
                let wanted = distance.signum();
                *xx += x * x;
                *xy += x * y;
                *yy += y * y;
                *xd += x * wanted;
                *yd += y * wanted;
            }
            for (normal, [xx, xy, yy, xd, yd]) in normals.iter_mut().zip(sums) {
                let determinant = xx * yy - xy * xy;
                if determinant > 1e-2 * (xx + yy) * (xx + yy) {
                    *normal = ((xd * yy - yd * xy) / determinant, (yd * xx - xd * xy) / determinant);
                }
            }
        }
        let [(a, b), (c, d)] = normals;
        let determinant = a * d - b * c;
        if determinant.abs() < 1e-9 {
            let (sin, cos) = angle.sin_cos();
            return ((cos * self.module_px, sin * self.module_px), (-sin * self.module_px, cos * self.module_px));
        }
        // The edges lie 3.5 modules from the middle.
        let module = 1.0 / (3.5 * determinant);
        ((d * module, -c * module), (-b * module, a * module))
    }

    /// The direction of one of its sides, in radians: a square's reach over the directions has four tops, at its corners.
    fn side_angle(&self) -> f32 {
        let (mut sine, mut cosine) = (0.0, 0.0);
        for (dx, dy, reach) in self.met() {
            let (sin, cos) = (4.0 * dy.atan2(dx)).sin_cos();
            sine += (reach - self.module_px * 4.0) * sin;
            cosine += (reach - self.module_px * 4.0) * cos;
        }
        // The tops point to the corners, an eighth of a turn from the sides.
        sine.atan2(cosine) / 4.0 + std::f32::consts::FRAC_PI_4
    }

    /// The rays that met the pattern's edge: direction and length.
    #[expect(clippy::cast_precision_loss, reason = "a number of rays")]
    fn met(&self) -> impl Iterator<Item = (f32, f32, f32)> {
        self.reach_px.into_iter().enumerate().filter(|(_, reach)| *reach > 0.0).map(|(index, reach)| {
            let (sin, cos) = (index as f32 * std::f32::consts::TAU / RAYS as f32).sin_cos();
            (cos, sin, reach)
        })
    }

    /// How far the pattern reaches in the direction of (dx, dy), in pixels.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a turn, clamped")]
    #[expect(clippy::cast_precision_loss, reason = "a number of rays")]
    pub(crate) fn reach_towards(&self, dx: f32, dy: f32) -> f32 {
        let turn = dy.atan2(dx).rem_euclid(std::f32::consts::TAU) / std::f32::consts::TAU * RAYS as f32;
        let before = turn.floor();
        let share = turn - before;
        let ray = |index: usize| {
            let reach = self.reach_px.get(index % RAYS).copied().unwrap_or(0.0);
            if reach > 0.0 { reach } else { self.module_px * 4.0 }
        };
        let index = before as usize;
        ray(index) * (1.0 - share) + ray(index + 1) * share
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pattern whose sides run along two vectors of one module.
    fn lying(u: (f32, f32), v: (f32, f32)) -> Finder {
        let mut reach_px = [0.0; RAYS];
        let determinant = u.0 * v.1 - u.1 * v.0;
        for (index, reach) in reach_px.iter_mut().enumerate() {
            let (sin, cos) = (index as f32 * std::f32::consts::TAU / RAYS as f32).sin_cos();
            let along = ((cos * v.1 - sin * v.0) / determinant).abs();
            let across = ((sin * u.0 - cos * u.1) / determinant).abs();
            *reach = 3.5 / along.max(across);
        }
        let module_px = reach_px.iter().sum::<f32>() / 16.0 / 4.0;
        Finder { x: 50.0, y: 40.0, module_px, inverted: false, score: 16.0, reach_px }
    }

    #[test]
    fn sides_are_found_from_the_rays_however_it_lies() {
        for degrees in [0.0f32, 17.0, 40.0, 75.0] {
            let (sin, cos) = degrees.to_radians().sin_cos();
            for squeeze in [1.0, 0.75] {
                let (u, v) = ((4.0 * cos, 4.0 * sin), (-4.0 * squeeze * sin, 4.0 * squeeze * cos));
                let (a, b) = lying(u, v).axes();
                let close = |one: (f32, f32), other: (f32, f32)| {
                    let plus = (one.0 - other.0).hypot(one.1 - other.1);
                    plus.min((one.0 + other.0).hypot(one.1 + other.1)) < 0.45
                };
                assert!(
                    (close(a, u) && close(b, v)) || (close(a, v) && close(b, u)),
                    "{degrees} {squeeze}: {a:?} {b:?}"
                );
            }
        }
    }

    #[test]
    fn it_scales_and_turns_over() {
        let finder = lying((4.0, 1.0), (-1.0, 4.0));
        let large = finder.enlarged(2.0);
        assert!((large.x - 100.5).abs() < 1e-3 && (large.module_px - finder.module_px * 2.0).abs() < 1e-3);
        let twice = finder.transposed().transposed();
        assert!((twice.x - finder.x).abs() < 1e-3 && twice.reach_px == finder.reach_px);
        assert!((finder.transposed().reach_towards(0.0, 1.0) - finder.reach_towards(1.0, 0.0)).abs() < 1e-3);
    }
}
