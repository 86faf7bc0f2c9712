//! Pixel work on a single grey plane: shrink, enlarge, soften, invert, binarise.
//!
//! What it is for: the views of a frame that the decoder's attempts look at. What it must never do: run longer than
//! one pass over its pixels per step, or change the frame it was made from.

use crate::frame::GrayFrame;

/// A private, mutable grey picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plane {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) pixels: Vec<u8>,
}

impl Plane {
    /// A copy of the frame's pixels.
    pub(crate) fn of(frame: &GrayFrame) -> Self {
        Self { width: as_index(frame.width()), height: as_index(frame.height()), pixels: frame.luma().to_vec() }
    }

    /// The frame shrunk by a whole `factor`: each pixel is the mean of `factor * factor` pixels. Sides below the
    /// factor keep one pixel; what does not fill a whole block at the right and lower edge is left out.
    pub(crate) fn shrunk(frame: &GrayFrame, factor: usize) -> Self {
        let (source_width, source_height) = (as_index(frame.width()), as_index(frame.height()));
        let factor = factor.min(source_width).min(source_height).max(1);
        if factor == 1 {
            return Self::of(frame);
        }
        let (width, height) = (source_width / factor, source_height / factor);
        let area = u32::try_from(factor * factor).unwrap_or(u32::MAX);
        let mut pixels = Vec::with_capacity(width * height);
        let mut sums = vec![0u32; width];
        for band in frame.luma().chunks_exact(source_width * factor).take(height) {
            sums.fill(0);
            for row in band.chunks_exact(source_width) {
                for (sum, block) in sums.iter_mut().zip(row.chunks_exact(factor)) {
                    *sum += block.iter().map(|&value| u32::from(value)).sum::<u32>();
                }
            }
            pixels.extend(sums.iter().map(|sum| u8::try_from(sum / area).unwrap_or(u8::MAX)));
        }
        Self { width, height, pixels }
    }

    /// Twice as wide and high, interpolated: gives the reader pixels to count where a module has but two or three.
    pub(crate) fn doubled(&self) -> Self {
        let mut pixels = Vec::with_capacity(self.pixels.len() * 4);
        let mut rows = self.pixels.chunks_exact(self.width.max(1)).peekable();
        let (mut upper, mut between) = (Vec::new(), Vec::new());
        while let Some(row) = rows.next() {
            let below = rows.peek().copied().unwrap_or(row);
            upper.clear();
            double_row(row, &mut upper);
            between.clear();
            double_row(below, &mut between);
            for (lower, above) in between.iter_mut().zip(&upper) {
                *lower = mean(*lower, *above);
            }
            pixels.extend_from_slice(&upper);
            pixels.extend_from_slice(&between);
        }
        Self { width: self.width * 2, height: self.height * 2, pixels }
    }

    /// A 3 by 3 mean, which calms noise, dither and the pattern of a phone's screen.
    pub(crate) fn softened(&self) -> Self {
        let across: Vec<u8> =
            self.pixels.chunks_exact(self.width.max(1)).flat_map(|row| triples(row).map(third)).collect();
        let mut pixels = Vec::with_capacity(across.len());
        let rows: Vec<&[u8]> = across.chunks_exact(self.width.max(1)).collect();
        for (index, row) in rows.iter().enumerate() {
            let above = rows.get(index.wrapping_sub(1)).unwrap_or(row);
            let below = rows.get(index + 1).unwrap_or(row);
            pixels.extend(above.iter().zip(*row).zip(*below).map(|((a, b), c)| third((*a, *b, *c))));
        }
        Self { width: self.width, height: self.height, pixels }
    }

    /// White for black.
    pub(crate) fn invert(&mut self) {
        for value in &mut self.pixels {
            *value = !*value;
        }
    }

    /// 1 where a pixel is darker than the mean of the square of `2 * reach + 1` pixels around it by more than
    /// `margin`, else 0. Uneven light and pale prints keep their modules.
    pub(crate) fn binarised(&self, reach: usize, margin: u8) -> Self {
        let (width, height) = (self.width, self.height);
        let mut pixels = Vec::with_capacity(self.pixels.len());
        let rows: Vec<&[u8]> = self.pixels.chunks_exact(width.max(1)).collect();
        let mut columns = vec![0u32; width];
        for row in rows.iter().take(reach) {
            add_row(&mut columns, row);
        }
        let mut prefix = vec![0u32; width + 1];
        for (y, row) in rows.iter().enumerate() {
            if let Some(entering) = rows.get(y + reach) {
                add_row(&mut columns, entering);
            }
            if let Some(leaving) = y.checked_sub(reach + 1).and_then(|index| rows.get(index)) {
                for (sum, value) in columns.iter_mut().zip(*leaving) {
                    *sum -= u32::from(*value);
                }
            }
            let tall = (y + reach + 1).min(height) - y.saturating_sub(reach);
            binarise_row(row, &columns, &mut prefix, reach, tall, margin, &mut pixels);
        }
        Self { width, height, pixels }
    }
}

/// Adds a row's values to the running sum of each column.
fn add_row(columns: &mut [u32], row: &[u8]) {
    for (sum, value) in columns.iter_mut().zip(row) {
        *sum += u32::from(*value);
    }
}

/// Compares each pixel of `row` with the mean of its window, given the column sums over `tall` rows.
fn binarise_row(
    row: &[u8],
    columns: &[u32],
    prefix: &mut [u32],
    reach: usize,
    tall: usize,
    margin: u8,
    out: &mut Vec<u8>,
) {
    let mut total = 0u32;
    for (slot, column) in prefix.iter_mut().skip(1).zip(columns) {
        total = total.wrapping_add(*column);
        *slot = total;
    }
    let width = row.len();
    for (x, value) in row.iter().enumerate() {
        let (left, right) = (x.saturating_sub(reach), (x + reach + 1).min(width));
        let sum = match (prefix.get(left), prefix.get(right)) {
            (Some(before), Some(after)) => after.wrapping_sub(*before),
            _ => 0,
        };
        let area = u32::try_from((right - left) * tall).unwrap_or(u32::MAX);
        let dark = (u32::from(*value) + u32::from(margin)).saturating_mul(area) < sum;
        out.push(u8::from(dark));
    }
}

/// Each pixel with its left and right neighbour; the edges stand for their own missing neighbours.
fn triples(row: &[u8]) -> impl Iterator<Item = (u8, u8, u8)> + '_ {
    let left = row.first().into_iter().chain(row);
    let right = row.iter().skip(1).chain(row.last());
    left.zip(row).zip(right).map(|((a, b), c)| (*a, *b, *c))
}

/// Appends the row with a mean between each two of its pixels.
fn double_row(row: &[u8], out: &mut Vec<u8>) {
    let right = row.iter().skip(1).chain(row.last());
    for (value, next) in row.iter().zip(right) {
        out.push(*value);
        out.push(mean(*value, *next));
    }
}

fn mean(a: u8, b: u8) -> u8 {
    a.midpoint(b)
}

fn third((a, b, c): (u8, u8, u8)) -> u8 {
    u8::try_from((u16::from(a) + u16::from(b) + u16::from(c)) / 3).unwrap_or(u8::MAX)
}

/// Pixel counts fit an index on every machine that this program runs on.
fn as_index(side_px: u32) -> usize {
    usize::try_from(side_px).unwrap_or(usize::MAX)
}
