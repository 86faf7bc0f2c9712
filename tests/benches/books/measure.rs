//! Figures: how long each call took, how many a second, and the table they are shown in.

use crate::{goal, reached};
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

/// One measured work.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Figure {
    pub work: String,
    pub calls: usize,
    pub p50_ms: f64,
    pub p99_ms: f64,
    pub per_second: f64,
    /// Processor time of the whole process for each call, in milliseconds: says more than the clock where others share the machine.
    pub cpu_ms: f64,
}

#[derive(Default)]
pub struct Report {
    figures: Vec<Figure>,
}

fn milliseconds(span: Duration) -> f64 {
    span.as_secs_f64() * 1_000.0
}

impl Report {
    pub fn add(&mut self, work: &str, mut spans: Vec<Duration>, whole: Duration, cpu: Duration) {
        spans.sort_unstable();
        let at = |part: f64| {
            #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let place = ((spans.len() - 1) as f64 * part).round() as usize;
            milliseconds(spans[place])
        };
        #[allow(clippy::cast_precision_loss)]
        let per_second = spans.len() as f64 / whole.as_secs_f64();
        #[allow(clippy::cast_precision_loss)]
        let cpu_ms = milliseconds(cpu) / spans.len() as f64;
        let (p50_ms, p99_ms) = (at(0.5), at(0.99));
        let figure = Figure { work: work.into(), calls: spans.len(), p50_ms, p99_ms, per_second, cpu_ms };
        eprintln!("  {work:44} p50 {p50_ms:9.3} ms  p99 {p99_ms:9.3} ms  {per_second:9.0} /s  cpu {cpu_ms:9.3} ms");
        self.figures.push(figure);
    }

    /// Times `calls` calls one after the other.
    pub fn time(&mut self, work: &str, calls: usize, mut call: impl FnMut(usize)) {
        let (begun, cpu) = (Instant::now(), cpu_used());
        let spans = (0..calls).map(|number| clocked(|| call(number))).collect();
        self.add(work, spans, begun.elapsed(), cpu_used() - cpu);
    }

    /// Times calls of several callers at once, each with its own share of the numbers.
    pub fn time_callers(&mut self, work: &str, callers: usize, calls: usize, call: impl Fn(usize) + Sync) {
        let share = calls / callers;
        let ready = Barrier::new(callers + 1);
        let cpu = cpu_used();
        let (spans, whole) = thread::scope(|scope| {
            let caller = |number: usize| {
                let (ready, call) = (&ready, &call);
                scope.spawn(move || {
                    ready.wait();
                    (0..share).map(|turn| clocked(|| call(number * share + turn))).collect::<Vec<_>>()
                })
            };
            let threads: Vec<_> = (0..callers).map(caller).collect();
            ready.wait();
            let begun = Instant::now();
            let spans: Vec<Duration> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
            (spans, begun.elapsed())
        });
        self.add(work, spans, whole, cpu_used() - cpu);
    }

    pub fn print(&self) {
        println!(
            "| work | calls | p50 ms | p99 ms | per second | cpu ms | goal | reached | others, measured elsewhere |"
        );
        println!("| --- | ---: | ---: | ---: | ---: | ---: | --- | --- | --- |");
        for figure in &self.figures {
            let (other, _, wanted) = goal(&figure.work).unwrap_or(("", 0.0, ""));
            let reached = reached(figure).map_or("", |reached| if reached { "yes" } else { "no" });
            println!(
                "| {} | {} | {:.3} | {:.3} | {:.0} | {:.3} | {wanted} | {reached} | {other} |",
                figure.work, figure.calls, figure.p50_ms, figure.p99_ms, figure.per_second, figure.cpu_ms
            );
        }
    }

    pub fn json(&self, purchases: i64) -> String {
        serde_json::to_string_pretty(&serde_json::json!({ "purchases": purchases, "figures": self.figures })).unwrap()
    }
}

fn clocked(call: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    call();
    begun.elapsed()
}

/// Processor time of this process so far, to a hundredth of a second; nothing where the system does not tell.
pub fn cpu_used() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: u64 = after_name.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}
