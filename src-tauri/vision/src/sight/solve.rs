//! Least squares.
//!
//! What it is for: weighted normal equations with a ridge, solved by Cholesky's decomposition (Golub and Van Loan, *Matrix
//! Computations*, section 4.2). What it must never do: return anything when the equations do not determine a solution.

/// Normal equations that grow row by row.
#[derive(Debug, Clone)]
pub(crate) struct Normal {
    unknowns: usize,
    /// Lower triangle and all, row by row.
    matrix: Vec<f32>,
    right: Vec<f32>,
}

impl Normal {
    pub(crate) fn new(unknowns: usize) -> Self {
        Self { unknowns, matrix: vec![0.0; unknowns * unknowns], right: vec![0.0; unknowns] }
    }

    /// Adds the equation `row · x = value` with a weight.
    pub(crate) fn add(&mut self, row: &[f32], value: f32, weight: f32) {
        for ((factor, sums), right) in row.iter().zip(self.matrix.chunks_exact_mut(self.unknowns)).zip(&mut self.right)
        {
            let factor = factor * weight;
            *right += factor * value;
            for (sum, other) in sums.iter_mut().zip(row) {
                *sum += factor * other;
            }
        }
    }

    /// The solution, with `ridge` added to the diagonal.
    pub(crate) fn solved(&self, ridge: &[f32]) -> Option<Vec<f32>> {
        let n = self.unknowns;
        let mut lower: Vec<f64> = self.matrix.iter().map(|value| f64::from(*value)).collect();
        for (index, value) in ridge.iter().enumerate().take(n) {
            *lower.get_mut(index * n + index)? += f64::from(*value);
        }
        for column in 0..n {
            // What the columns before take away is already gone from this row and those below.
            let mut rows = lower.chunks_exact_mut(n).skip(column);
            let diagonal = rows.next()?.get_mut(column)?;
            if !(diagonal.is_finite() && *diagonal > 1e-12) {
                return None;
            }
            let root = diagonal.sqrt();
            *diagonal = root;
            let mut factors = Vec::with_capacity(n - column);
            for row in rows {
                let value = row.get_mut(column)?;
                *value /= root;
                factors.push(*value);
            }
            for (row, factor) in lower.chunks_exact_mut(n).skip(column + 1).zip(&factors) {
                for (value, other) in row.iter_mut().skip(column + 1).zip(&factors) {
                    *value -= factor * other;
                }
            }
        }
        substitute(&lower, &self.right, n)
    }
}

/// Forward through the lower triangle, then back through its mirror image.
fn substitute(lower: &[f64], right: &[f32], n: usize) -> Option<Vec<f32>> {
    let mut solution: Vec<f64> = right.iter().map(|value| f64::from(*value)).collect();
    for index in 0..n {
        let row = lower.get(index * n..index * n + index + 1)?;
        let known: f64 = row.iter().zip(&solution).take(index).map(|(a, b)| a * b).sum();
        let slot = solution.get_mut(index)?;
        *slot = (*slot - known) / row.last()?;
    }
    for index in (0..n).rev() {
        let diagonal = *lower.get(index * n + index)?;
        let known: f64 = (index + 1..n)
            .map(|below| {
                lower.get(below * n + index).copied().unwrap_or(0.0) * solution.get(below).copied().unwrap_or(0.0)
            })
            .sum();
        let slot = solution.get_mut(index)?;
        *slot = (*slot - known) / diagonal;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the precision of the measurements is far below")]
    let solution: Vec<f32> = solution.into_iter().map(|value| value as f32).collect();
    solution.iter().all(|value| value.is_finite()).then_some(solution)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_through_its_points() {
        let mut system = Normal::new(3);
        for x in 0..10u8 {
            let x = f32::from(x);
            system.add(&[1.0, x, x * x], 3.0 - 2.0 * x + 0.5 * x * x, 1.0 + x);
        }
        let found = system.solved(&[1e-6; 3]).unwrap();
        for (value, wanted) in found.into_iter().zip([3.0, -2.0, 0.5]) {
            assert!((value - wanted).abs() < 0.01, "{value}");
        }
    }

    #[test]
    fn what_is_not_determined_is_not_answered() {
        let mut system = Normal::new(2);
        system.add(&[1.0, 1.0], 2.0, 1.0);
        assert_eq!(system.solved(&[0.0; 2]), None);
        let held = system.solved(&[1e-3; 2]).unwrap();
        assert!((held.iter().sum::<f32>() - 2.0).abs() < 0.01);
        system.add(&[f32::NAN, 1.0], 2.0, 1.0);
        assert_eq!(system.solved(&[1e-3; 2]), None);
    }
}
