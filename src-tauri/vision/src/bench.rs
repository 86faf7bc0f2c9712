//! How well a labelled folder of frames is read.
//!
//! What it is for: `labels.csv` (columns `file`, `class`, `payload` and others) and the frames beside it in, rates per
//! class out. Times are those of the processor, on the one thread that reads: what else runs on the machine does not
//! count. What it must never do: count the time of loading a file as reading, or a wrong text as a read.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::decoder::{Budget, Decoder};
use crate::picture;

/// Why a folder cannot be measured.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// `labels.csv` is missing or damaged.
    #[error("labels.csv: {0}")]
    Labels(#[from] csv::Error),
    /// A frame that is on the list cannot be loaded.
    #[error("{file}: {error}")]
    Frame {
        /// The file as the list names it.
        file: String,
        /// What is wrong with it.
        error: picture::PictureError,
    },
    /// The list is empty.
    #[error("labels.csv lists no frames")]
    NoFrames,
}

/// One line of the list; its further columns are not needed.
#[derive(Debug, Deserialize)]
struct Label {
    file: String,
    class: String,
    payload: String,
}

/// The figures of a class, or of all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassReport {
    /// The class, or `all`.
    pub class: String,
    /// Frames in it.
    pub frames: usize,
    /// Frames of it that show a code.
    pub with_code: usize,
    /// Frames whose text was read rightly.
    pub decoded: usize,
    /// `decoded` of `with_code`, in per cent; 100 when there was nothing to read.
    pub decoded_percent: f64,
    /// Texts that are not on the frame.
    pub false_reads: usize,
    /// Time per frame in milliseconds, median.
    pub ms_median: f64,
    /// Time per frame in milliseconds, 90th percentile.
    pub ms_p90: f64,
    /// Time per frame in milliseconds, 95th percentile.
    pub ms_p95: f64,
    /// Time of the slowest frame in milliseconds.
    pub ms_max: f64,
}

/// The figures of a folder.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BenchReport {
    /// By class, in alphabetical order.
    pub classes: Vec<ClassReport>,
    /// Over all frames.
    pub overall: ClassReport,
}

#[derive(Debug, Default, Clone)]
struct Tally {
    frames: usize,
    with_code: usize,
    decoded: usize,
    false_reads: usize,
    times: Vec<Duration>,
}

/// Reads every frame on the list of `folder` once, each within `budget`. `progress` is called with the number of
/// frames done and the number of all.
///
/// # Errors
/// [`BenchError`].
pub fn run(folder: &Path, budget: Budget, mut progress: impl FnMut(usize, usize)) -> Result<BenchReport, BenchError> {
    let labels: Vec<Label> =
        csv::Reader::from_path(folder.join("labels.csv"))?.deserialize().collect::<Result<_, _>>()?;
    if labels.is_empty() {
        return Err(BenchError::NoFrames);
    }
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for (done, label) in labels.iter().enumerate() {
        progress(done, labels.len());
        let frame = picture::load(&folder.join(&label.file))
            .map_err(|error| BenchError::Frame { file: label.file.clone(), error })?;
        // A decoder of its own for each frame: what it learns from one must not help the next.
        let mut decoder = Decoder::new();
        let readings = decoder.read(&frame, budget);
        let took = decoder.last_spent();
        let tally = tallies.entry(&label.class).or_default();
        tally.frames += 1;
        tally.times.push(took);
        tally.with_code += usize::from(!label.payload.is_empty());
        tally.decoded +=
            usize::from(!label.payload.is_empty() && readings.iter().any(|reading| reading.text == label.payload));
        tally.false_reads += readings.iter().filter(|reading| reading.text != label.payload).count();
    }
    progress(labels.len(), labels.len());
    let overall = tallies.values().fold(Tally::default(), |sum, tally| sum.plus(tally));
    let classes = tallies.into_iter().map(|(class, tally)| tally.report(class)).collect();
    Ok(BenchReport { classes, overall: overall.report("all") })
}

impl Tally {
    fn plus(mut self, other: &Self) -> Self {
        self.frames += other.frames;
        self.with_code += other.with_code;
        self.decoded += other.decoded;
        self.false_reads += other.false_reads;
        self.times.extend(&other.times);
        self
    }

    fn report(mut self, class: &str) -> ClassReport {
        self.times.sort_unstable();
        ClassReport {
            class: class.to_owned(),
            frames: self.frames,
            with_code: self.with_code,
            decoded: self.decoded,
            decoded_percent: percent(self.decoded, self.with_code),
            false_reads: self.false_reads,
            ms_median: quantile_ms(&self.times, 50),
            ms_p90: quantile_ms(&self.times, 90),
            ms_p95: quantile_ms(&self.times, 95),
            ms_max: quantile_ms(&self.times, 100),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "numbers of frames are small")]
fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 100.0 } else { part as f64 * 100.0 / whole as f64 }
}

/// The value at `percent` of the sorted times, in milliseconds, rounded to hundredths.
fn quantile_ms(sorted: &[Duration], percent: usize) -> f64 {
    let last = sorted.len().saturating_sub(1);
    let time = sorted.get((last * percent).div_ceil(100)).copied().unwrap_or_default();
    (time.as_secs_f64() * 100_000.0).round() / 100.0
}
