//! Measures a labelled folder: `bench_folder DIR [BUDGET_MS]`, one line per class.

use std::path::Path;
use std::process::ExitCode;

use comptoir_vision::{Budget, bench};

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let Some(folder) = words.next() else {
        eprintln!("usage: bench_folder DIR [BUDGET_MS]");
        return ExitCode::from(2);
    };
    let budget = words.next().and_then(|millis| millis.parse().ok()).map_or(Budget::LIVE, Budget::of_millis);
    match bench::run(Path::new(&folder), budget, |_, _| {}) {
        Ok(report) => {
            for row in report.classes.iter().chain([&report.overall]) {
                println!(
                    "{:12} {:4}/{:4} {:6.1} %  false {}  ms median {:7.2}  p90 {:7.2}  p95 {:7.2}  max {:7.2}",
                    row.class,
                    row.decoded,
                    row.with_code,
                    row.decoded_percent,
                    row.false_reads,
                    row.ms_median,
                    row.ms_p90,
                    row.ms_p95,
                    row.ms_max
                );
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(1)
        }
    }
}
