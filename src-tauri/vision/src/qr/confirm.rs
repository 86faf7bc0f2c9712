//! From module values to a text that the code's own error correction confirms.
//!
//! What it is for: format, codewords, correction block by block, and the text. A codeword's doubt is that of its most
//! doubtful module; when a block cannot be corrected as it stands, its most doubtful codewords are erased, more at each
//! try (Forney's generalised minimum distance decoding, 1966). What it must never do: accept a block that chance may
//! have made. The chance that a random word lies as near to a valid one is at most C(n,e)·256^−(c−f−e) for `e` errors and
//! `f` erasures among `n` codewords with `c` check codewords; over all blocks it must stay below [`CHANCE_LOG2`].

use std::panic::{AssertUnwindSafe, catch_unwind};

use rqrr::BitGrid;

use super::format::{self, Format};
use super::layout::{Blocks, Layout};
use super::reed_solomon;

/// The logarithm to base 2 of the chance that a random word is accepted, at most.
const CHANCE_LOG2: f32 = -40.0;
/// The same where nothing was done to the picture but to look at it.
const PLAIN_CHANCE_LOG2: f32 = -22.0;
/// Format words that agree less than this with their modules are not tried.
const LEAST_AGREEMENT: f32 = 0.25;
/// And with patience only those that agree so well.
const LEAST_PATIENT_AGREEMENT: f32 = 0.45;

/// A value for each module: above zero for dark, and the further from zero the surer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Soft {
    /// Modules on a side.
    pub(crate) side: usize,
    /// Row by row.
    pub(crate) values: Vec<f32>,
}

impl Soft {
    /// As it is seen in a mirror: columns for rows.
    pub(crate) fn mirror(&self, out: &mut Self) {
        out.side = self.side;
        out.values.clear();
        out.values.extend((0..self.side).flat_map(|y| (0..self.side).map(move |x| self.at(y, x))));
    }

    /// The value of a module; zero outside.
    pub(crate) fn at(&self, x: usize, y: usize) -> f32 {
        if x < self.side { self.values.get(y * self.side + x).copied().unwrap_or(0.0) } else { 0.0 }
    }
}

/// How far to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effort {
    /// As the modules stand.
    Plain,
    /// With doubtful codewords erased and the second best format.
    Erasing,
}

/// What came of it.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// The text, when every block was confirmed.
    pub(crate) text: Option<String>,
    /// How well the format information agrees with its modules, from -1 to 1.
    pub(crate) agreement: f32,
    /// Confirmed blocks in per cent; what they say is known even when the rest is not.
    pub(crate) confirmed_percent: usize,
    /// The modules of confirmed blocks (index into the grid, dark), for training.
    pub(crate) known: Vec<(usize, bool)>,
}

/// Working memory, kept from call to call.
#[derive(Debug, Default)]
pub(crate) struct Bench {
    codewords: Vec<u8>,
    doubts: Vec<f32>,
    block: Vec<u8>,
    ranked: Vec<usize>,
}

/// Reads the modules.
pub(crate) fn read(layout: &Layout, soft: &Soft, effort: Effort, bench: &mut Bench) -> Verdict {
    let formats = format::weigh(layout.side, |x, y| soft.at(x, y));
    let mut verdict =
        Verdict { agreement: formats.first().map_or(0.0, |(_, agreement)| *agreement), ..Verdict::default() };
    let tries = if effort == Effort::Plain { 1 } else { 2 };
    for (format, agreement) in formats.into_iter().take(tries) {
        let least = if effort == Effort::Plain { LEAST_AGREEMENT } else { LEAST_PATIENT_AGREEMENT };
        if agreement < least {
            break;
        }
        read_as(layout, soft, format, effort, bench, &mut verdict);
        if verdict.text.is_some() {
            break;
        }
    }
    verdict
}

/// Reads the modules under one format.
fn read_as(layout: &Layout, soft: &Soft, format: Format, effort: Effort, bench: &mut Bench, verdict: &mut Verdict) {
    let Some(blocks) = Blocks::of(layout.version, format.level) else {
        return;
    };
    collect(layout, soft, format, blocks.codewords, bench);
    let (mut chance, mut confirmed) = (0.0f32, 0usize);
    let mut corrected = bench.codewords.clone();
    let mut sure = vec![false; blocks.codewords];
    for index in 0..blocks.count {
        match correct(blocks, index, effort, bench) {
            Some(log2) => {
                chance += log2;
                confirmed += 1;
                for (offset, value) in bench.block.iter().enumerate() {
                    let place = blocks.place(index, offset);
                    if let (Some(slot), Some(mark)) = (corrected.get_mut(place), sure.get_mut(place)) {
                        *slot = *value;
                        *mark = true;
                    }
                }
            }
            None if effort == Effort::Plain => return,
            None => {}
        }
    }
    let percent = confirmed * 100 / blocks.count.max(1);
    if confirmed == blocks.count {
        let limit = if effort == Effort::Plain { PLAIN_CHANCE_LOG2 } else { CHANCE_LOG2 };
        if chance <= limit {
            verdict.text = text(layout, soft, format, &corrected);
        }
    } else if percent > verdict.confirmed_percent && chance <= CHANCE_LOG2 {
        verdict.confirmed_percent = percent;
        verdict.known = known(layout, format, &corrected, &sure);
    }
}

/// Gathers codewords and their doubts.
fn collect(layout: &Layout, soft: &Soft, format: Format, codewords: usize, bench: &mut Bench) {
    bench.codewords.clear();
    bench.doubts.clear();
    for modules in layout.order.chunks_exact(8).take(codewords) {
        let (mut value, mut surety) = (0u8, f32::INFINITY);
        for &(x, y) in modules {
            let (x, y) = (usize::from(x), usize::from(y));
            let darkness = soft.at(x, y);
            value = value << 1 | u8::from((darkness > 0.0) != format::masked(format.mask, x, y));
            surety = surety.min(darkness.abs());
        }
        bench.codewords.push(value);
        bench.doubts.push(-surety);
    }
}

/// Corrects one block into `bench.block`; the logarithm of the chance that it is none, or nothing.
fn correct(blocks: Blocks, index: usize, effort: Effort, bench: &mut Bench) -> Option<f32> {
    let Bench { codewords, doubts, block, ranked } = bench;
    let length = blocks.length(index);
    ranked.clear();
    ranked.extend(0..length);
    let doubt = |offset: usize| doubts.get(blocks.place(index, offset)).copied().unwrap_or(0.0);
    ranked.sort_unstable_by(|&a, &b| doubt(b).total_cmp(&doubt(a)));
    let most = if effort == Effort::Plain { 0 } else { blocks.checks.saturating_sub(4) };
    for erasures in (0..=most).step_by(2) {
        let erased = ranked.get(..erasures)?;
        block.clear();
        block.extend((0..length).map(|offset| codewords.get(blocks.place(index, offset)).copied().unwrap_or(0)));
        if let Some(errors) = reed_solomon::correct(block, blocks.checks, erased) {
            let log2 = chance_log2(length, blocks.checks, erasures, errors);
            let limit = match (effort, blocks.count) {
                (Effort::Plain, _) => PLAIN_CHANCE_LOG2,
                (Effort::Erasing, 1) => CHANCE_LOG2,
                (Effort::Erasing, _) => CHANCE_LOG2 / 2.0,
            };
            // What was an error here may be an erasure at the next try, and then count for less chance.
            if log2 <= limit {
                return Some(log2);
            }
        }
    }
    None
}

/// The logarithm of the chance that a random block is corrected with so few errors.
#[expect(clippy::cast_precision_loss, reason = "numbers of codewords are small")]
fn chance_log2(length: usize, checks: usize, erasures: usize, errors: usize) -> f32 {
    let choices: f32 = (0..errors).map(|index| ((length - index) as f32 / (index + 1) as f32).log2()).sum();
    choices - 8.0 * checks.saturating_sub(erasures + errors) as f32
}

/// The modules of the codewords that are sure.
fn known(layout: &Layout, format: Format, codewords: &[u8], sure: &[bool]) -> Vec<(usize, bool)> {
    let modules = layout.order.chunks_exact(8).zip(codewords.iter().zip(sure)).filter(|(_, (_, sure))| **sure);
    modules.flat_map(|(modules, (value, _))| dark_modules(layout, format, modules, *value)).collect()
}

/// The modules of a codeword with their colours.
fn dark_modules(
    layout: &Layout,
    format: Format,
    modules: &[(u8, u8)],
    value: u8,
) -> impl Iterator<Item = (usize, bool)> {
    let side = layout.side;
    modules.iter().enumerate().map(move |(bit, &(x, y))| {
        let (x, y) = (usize::from(x), usize::from(y));
        (y * side + x, (value >> (7 - bit) & 1 == 1) != format::masked(format.mask, x, y))
    })
}

/// The bits as they should stand on paper.
struct Corrected {
    side: usize,
    dark: Vec<bool>,
}

impl BitGrid for Corrected {
    fn size(&self) -> usize {
        self.side
    }

    fn bit(&self, y: usize, x: usize) -> bool {
        self.dark.get(y * self.side + x).copied().unwrap_or(false)
    }
}

/// Has rqrr read the corrected code: it checks every block once more and knows all kinds of segments.
fn text(layout: &Layout, soft: &Soft, format: Format, codewords: &[u8]) -> Option<String> {
    let mut dark: Vec<bool> = soft.values.iter().map(|value| *value > 0.0).collect();
    let mut set = |index: usize, value: bool| {
        if let Some(slot) = dark.get_mut(index) {
            *slot = value;
        }
    };
    for (index, copies) in format::places(layout.side).enumerate() {
        for (x, y) in copies {
            set(y * layout.side + x, format.word >> (14 - index) & 1 == 1);
        }
    }
    for (modules, value) in layout.order.chunks_exact(8).zip(codewords) {
        for (index, value) in dark_modules(layout, format, modules, *value) {
            set(index, value);
        }
    }
    let grid = rqrr::Grid::new(Corrected { side: layout.side, dark });
    // rqrr trusts its input; what it throws at a strange segment stays here.
    let (_, text) = catch_unwind(AssertUnwindSafe(|| grid.decode())).ok()?.ok()?;
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]
mod tests {
    use super::*;
    use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

    fn soft_of(code: &QrCode) -> Soft {
        let side = usize::try_from(code.size()).unwrap();
        let values = (0..side * side)
            .map(|index| {
                let (x, y) = (i32::try_from(index % side).unwrap(), i32::try_from(index / side).unwrap());
                if code.get_module(x, y) { 1.0 } else { -1.0 }
            })
            .collect();
        Soft { side, values }
    }

    #[test]
    fn every_version_and_level_is_read() {
        for version in 1..=40u8 {
            for level in [QrCodeEcc::Low, QrCodeEcc::Medium, QrCodeEcc::Quartile, QrCodeEcc::High] {
                let number = Version::new(version);
                let text = "CODE 1";
                let code = QrCode::encode_segments_advanced(
                    &QrSegment::make_segments(text),
                    level,
                    number,
                    number,
                    None,
                    false,
                )
                .unwrap();
                let layout = Layout::of(version.into());
                let verdict = read(&layout, &soft_of(&code), Effort::Plain, &mut Bench::default());
                assert_eq!(verdict.text.as_deref(), Some(text), "version {version}");
                assert!(verdict.agreement > 0.99);
            }
        }
    }

    #[test]
    fn doubtful_modules_are_erased_where_errors_are_too_many() {
        let code = QrCode::encode_text("CPT1:INV-2026-000042:7K3QXR9MPA4T", QrCodeEcc::Medium).unwrap();
        let layout = Layout::of((usize::try_from(code.size()).unwrap() - 17) / 4);
        let mut soft = soft_of(&code);
        // Ten codewords wrong where the code bears eight, but quiet.
        for modules in layout.order.chunks_exact(8).step_by(3).take(10) {
            let (x, y) = modules[3];
            let value = &mut soft.values[usize::from(y) * layout.side + usize::from(x)];
            *value *= -0.1;
        }
        let mut bench = Bench::default();
        assert_eq!(read(&layout, &soft, Effort::Plain, &mut bench).text, None);
        let text = read(&layout, &soft, Effort::Erasing, &mut bench).text;
        assert_eq!(text.as_deref(), Some("CPT1:INV-2026-000042:7K3QXR9MPA4T"));
    }

    #[test]
    fn chance_is_not_believed() {
        let layout = Layout::of(3);
        let mut bench = Bench::default();
        let mut state = 5u64;
        for _ in 0..300 {
            let values = (0..layout.side * layout.side)
                .map(|_| {
                    state ^= state << 13;
                    state ^= state >> 7;
                    state ^= state << 17;
                    (state >> 40) as f32 / 8_388_608.0 - 1.0
                })
                .collect();
            let soft = Soft { side: layout.side, values };
            let verdict = read(&layout, &soft, Effort::Erasing, &mut bench);
            assert_eq!(verdict.text, None);
            assert_eq!(verdict.confirmed_percent, 0);
        }
    }

    #[test]
    fn few_spare_checks_are_chance() {
        assert!(chance_log2(70, 26, 0, 13) < CHANCE_LOG2);
        assert!(chance_log2(70, 26, 22, 2) > CHANCE_LOG2);
        assert!(chance_log2(26, 10, 0, 5) > CHANCE_LOG2);
    }
}
