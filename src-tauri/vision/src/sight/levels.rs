//! The level between dark and light.
//!
//! What it is for: for each place, how bright its neighbourhood is; rows are then cut into runs at that level. Two ways: one
//! cheap pass in blocks of 8 by 8 pixels with a wide neighbourhood, and box means around each single pixel with a narrow
//! one, which still see the rings of a blurred pattern. What it must never do: cost more than a pass over the pixels.

/// Pixels on a side of a block.
const BLOCK_PX: usize = 8;

/// Places where the noise is measured.
const NOISE_SAMPLES: usize = 4_000;

/// Pixels between two places where the sharpness is measured.
const SHARPNESS_STEP: usize = 7;

/// The mean brightness around each block or pixel.
#[derive(Debug)]
pub(crate) struct Levels {
    block_px: usize,
    columns: usize,
    rows: usize,
    means: Vec<u16>,
    across: Vec<u16>,
    levels: Vec<u8>,
}

impl Default for Levels {
    fn default() -> Self {
        Self { block_px: BLOCK_PX, columns: 1, rows: 1, means: Vec::new(), across: Vec::new(), levels: Vec::new() }
    }
}

impl Levels {
    /// Measures by blocks; a neighbourhood reaches `reach` blocks to each side.
    pub(crate) fn by_blocks(&mut self, pixels: &[u8], width: usize, height: usize, reach: usize) {
        self.block_px = BLOCK_PX;
        self.columns = (width / BLOCK_PX).max(1);
        self.rows = (height / BLOCK_PX).max(1);
        self.means.clear();
        let mut sums = vec![0u16; self.columns];
        for band in pixels.chunks(width.max(1) * BLOCK_PX).take(self.rows) {
            sums.fill(0);
            for row in band.chunks_exact(width.max(1)) {
                for (sum, block) in sums.iter_mut().zip(row.chunks(BLOCK_PX)) {
                    *sum += block.iter().map(|&value| u16::from(value)).sum::<u16>();
                }
            }
            let area = (band.len() / width.max(1)).max(1) * BLOCK_PX.min(width.max(1));
            let area = u16::try_from(area).unwrap_or(64);
            self.means.extend(sums.iter().map(|sum| sum / area));
        }
        self.smooth(reach);
    }

    /// A box mean over `2 * reach + 1` blocks each way; at the edges over those that exist.
    fn smooth(&mut self, reach: usize) {
        self.across.clear();
        for row in self.means.chunks_exact(self.columns) {
            for column in 0..self.columns {
                let window = row.get(column.saturating_sub(reach)..(column + reach + 1).min(self.columns));
                let sum: u16 = window.into_iter().flatten().sum();
                let count = u16::try_from(window.map_or(1, <[u16]>::len)).unwrap_or(1).max(1);
                self.across.push(sum / count);
            }
        }
        self.levels.clear();
        for row in 0..self.rows {
            let (from, to) = (row.saturating_sub(reach), (row + reach + 1).min(self.rows));
            let count = u16::try_from(to - from).unwrap_or(1).max(1);
            for column in 0..self.columns {
                let sum: u16 =
                    (from..to).map(|row| self.across.get(row * self.columns + column).copied().unwrap_or(0)).sum();
                self.levels.push(u8::try_from(sum / count).unwrap_or(u8::MAX));
            }
        }
    }

    /// Measures around each pixel: the mean of the square of `2 * reach + 1` pixels, at the edges of what exists of it.
    /// `reach` is at most 120, so that sums fit.
    pub(crate) fn by_pixels(&mut self, pixels: &[u8], width: usize, height: usize, reach: usize) {
        self.block_px = 1;
        self.columns = width.max(1);
        self.rows = height.max(1);
        self.levels.clear();
        let reach = reach.min(120);
        let mut columns = vec![0u16; width];
        let row_of = |y: usize| pixels.get(y * width..(y + 1) * width).unwrap_or(&[]);
        for y in 0..reach.min(height) {
            columns.iter_mut().zip(row_of(y)).for_each(|(sum, value)| *sum += u16::from(*value));
        }
        for y in 0..height {
            if y + reach < height {
                columns.iter_mut().zip(row_of(y + reach)).for_each(|(sum, value)| *sum += u16::from(*value));
            }
            if let Some(gone) = y.checked_sub(reach + 1) {
                columns.iter_mut().zip(row_of(gone)).for_each(|(sum, value)| *sum -= u16::from(*value));
            }
            let tall = (y + reach + 1).min(height) - y.saturating_sub(reach);
            mean_along(&columns, reach, tall, &mut self.levels);
        }
    }

    /// Makes levels that were measured at half the size those of the whole size.
    pub(crate) const fn double(&mut self) {
        self.block_px *= 2;
    }

    /// The level around a pixel.
    pub(crate) fn at(&self, x: usize, y: usize) -> u8 {
        let column = (x / self.block_px).min(self.columns.saturating_sub(1));
        let row = (y / self.block_px).min(self.rows.saturating_sub(1));
        self.levels.get(row * self.columns + column).copied().unwrap_or(128)
    }

    /// Puts the level of each pixel of a row of `width` into `out`.
    pub(crate) fn row(&self, y: usize, width: usize, out: &mut Vec<u8>) {
        let row = (y / self.block_px).min(self.rows.saturating_sub(1));
        let levels = self.levels.get(row * self.columns..(row + 1) * self.columns).unwrap_or(&[]);
        out.clear();
        if self.block_px == 1 {
            out.extend_from_slice(levels);
        } else {
            for level in levels {
                out.resize(out.len() + self.block_px, *level);
            }
        }
        out.resize(width, levels.last().copied().unwrap_or(128));
    }
}

/// Appends the mean over `2 * reach + 1` columns around each column, given sums over `tall` rows.
fn mean_along(columns: &[u16], reach: usize, tall: usize, out: &mut Vec<u8>) {
    let factor = |count: usize| (1u32 << 24) / u32::try_from((count * tall).max(1)).unwrap_or(1);
    let mean = |sum: u32, factor: u32| u8::try_from((u64::from(sum) * u64::from(factor)) >> 24).unwrap_or(u8::MAX);
    let full = 2 * reach + 1;
    let begun = out.len();
    let mut sum: u32 = 0;
    let mut held = 0;
    // On the left the window grows, on the right it shrinks; in between one column enters as another leaves.
    for (index, entering) in columns.iter().take(full - 1).enumerate() {
        sum += u32::from(*entering);
        held += 1;
        if index >= reach {
            out.push(mean(sum, factor(held)));
        }
    }
    let whole = factor(full);
    for (entering, leaving) in columns.iter().skip(full - 1).zip(columns) {
        sum += u32::from(*entering);
        out.push(mean(sum, whole));
        sum -= u32::from(*leaving);
    }
    for index in out.len() - begun..columns.len() {
        let first = index.saturating_sub(reach);
        let rest = columns.get(first..).unwrap_or(&[]);
        out.push(mean(rest.iter().take(full).map(|value| u32::from(*value)).sum(), factor(rest.len().min(full))));
    }
}

/// The picture at half its size: each pixel is the mean of four. Returns width and height.
pub(crate) fn halved(pixels: &[u8], width: usize, height: usize, out: &mut Vec<u8>) -> (usize, usize) {
    out.clear();
    for pair in pixels.chunks_exact((width * 2).max(1)).take(height / 2) {
        let (upper, lower) = pair.split_at(width);
        let quads = upper.chunks_exact(2).zip(lower.chunks_exact(2));
        out.extend(quads.map(|(a, b)| {
            let sum: u16 = a.iter().chain(b).map(|value| u16::from(*value)).sum();
            #[expect(clippy::cast_possible_truncation, reason = "the mean of four bytes is a byte")]
            let mean = ((sum + 2) / 4) as u8;
            mean
        }));
    }
    (width / 2, height / 2)
}

/// Columns for rows.
pub(crate) fn transposed(pixels: &[u8], width: usize, height: usize, out: &mut Vec<u8>) {
    const TILE: usize = 16;
    out.clear();
    out.resize(width * height, 0);
    for (band, rows) in pixels.chunks((width * TILE).max(1)).enumerate() {
        for (y, row) in rows.chunks_exact(width.max(1)).enumerate() {
            for (slot, value) in out.iter_mut().skip(band * TILE + y).step_by(height.max(1)).zip(row) {
                *slot = *value;
            }
        }
    }
}

/// How steep the steepest edges are across the direction in which they are flattest, as a share of the picture's range: 1
/// for a sharp picture, about a half and less when it was out of focus or moved. Measured sparsely.
#[expect(clippy::cast_precision_loss, reason = "brightness")]
pub(crate) fn sharpness(pixels: &[u8], width: usize) -> f32 {
    let mut steps = [[0u32; 256]; 4];
    let mut values = [0u32; 256];
    let offsets = [2, 2 * width, 2 * width + 2, (2 * width).saturating_sub(2)];
    let last = pixels.len().saturating_sub(2 * width + 3);
    let mut count = 0;
    for place in (2..last).step_by(SHARPNESS_STEP) {
        let Some(here) = pixels.get(place).copied() else { break };
        count += 1;
        if let Some(slot) = values.get_mut(usize::from(here)) {
            *slot += 1;
        }
        for (counts, offset) in steps.iter_mut().zip(offsets) {
            let step = pixels.get(place + offset).map_or(0, |there| there.abs_diff(here));
            if let Some(slot) = counts.get_mut(usize::from(step)) {
                *slot += 1;
            }
        }
    }
    let top = |counts: &[u32; 256], share: u32| {
        let mut above = 0;
        let place = counts.iter().rposition(|number| {
            above += number;
            above * 1_000 > count * share
        });
        place.unwrap_or(0) as f32
    };
    let range = top(&values, 5) - top(&values, 995);
    steps.iter().map(|counts| top(counts, 3)).fold(f32::MAX, f32::min) / range.max(8.0)
}

/// How much neighbouring pixels differ without cause: the median, over a sparse sample, of how far a pixel is from the mean
/// of its two neighbours. About 0.8 standard deviations of white noise; edges and text hardly move it.
pub(crate) fn noise(pixels: &[u8]) -> u8 {
    let mut counts = [0u32; 256];
    let mut all = 0;
    for window in pixels.windows(3).step_by(pixels.len() / NOISE_SAMPLES + 1) {
        if let &[a, b, c] = window
            && let Some(count) = counts.get_mut(usize::from(a.midpoint(c).abs_diff(b)))
        {
            *count += 1;
            all += 1;
        }
    }
    let mut below = 0;
    let middle = counts.iter().position(|count| {
        below += count;
        below * 2 > all
    });
    middle.and_then(|value| u8::try_from(value).ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_the_mean_of_its_neighbourhood() {
        let pixels: Vec<u8> = (0..64 * 48).map(|index| if index % 64 < 32 { 20 } else { 220 }).collect();
        let mut levels = Levels::default();
        levels.by_blocks(&pixels, 64, 48, 1);
        assert_eq!(levels.at(0, 0), 20);
        assert_eq!(levels.at(63, 47), 220);
        assert_eq!(levels.at(31, 20), 86);
        let mut row = Vec::new();
        levels.row(47, 64, &mut row);
        assert_eq!((row.len(), row.first(), row.last()), (64, Some(&20), Some(&220)));
        levels.by_pixels(&pixels, 64, 48, 1);
        assert!(levels.at(0, 0).abs_diff(20) <= 1);
        assert!(levels.at(31, 20).abs_diff(86) <= 1);
        levels.row(20, 64, &mut row);
        assert!(row.get(32).is_some_and(|level| level.abs_diff(153) <= 1));
    }

    #[test]
    fn tiny_pictures_have_levels_too() {
        let mut levels = Levels::default();
        for (width, height) in [(0, 0), (5, 3), (1, 9), (9, 1)] {
            let pixels = vec![7; width * height];
            levels.by_blocks(&pixels, width, height, 2);
            levels.by_pixels(&pixels, width, height, 4);
            if width > 0 {
                assert!(levels.at(width - 1, height - 1).abs_diff(7) <= 1);
            }
        }
    }

    #[test]
    fn half_the_size_is_the_mean_of_four() {
        let mut out = Vec::new();
        assert_eq!(halved(&[0, 4, 8, 10, 8, 4, 10, 12, 9, 9, 9, 9], 4, 3, &mut out), (2, 1));
        assert_eq!(out, [4, 10]);
    }
}
