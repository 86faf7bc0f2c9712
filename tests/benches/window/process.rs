//! What the system knows of a process: its age, its processor time, its memory. Linux only, as the bench is.

use std::path::Path;
use std::time::{Duration, Instant};

/// `/proc` counts in hundredths of a second on every Linux of today.
const TICK_MS: f64 = 10.0;

/// A running process.
pub(crate) struct Process {
    pid: u32,
}

impl Process {
    /// The desk on a data folder.
    pub(crate) fn of(folder: &Path) -> Self {
        let folder = folder.to_string_lossy().into_owned();
        let is_desk = |pid: &u32| {
            arguments(*pid).first().is_some_and(|program| program.ends_with("/comptoir"))
                && arguments(*pid).contains(&folder)
        };
        Self { pid: all().find(is_desk).expect("the desk is running") }
    }

    /// WebKit's process for the page of this desk's window.
    pub(crate) fn web_page(&self) -> Self {
        let until = Instant::now() + Duration::from_secs(5);
        let is_page = |pid: &u32| {
            arguments(*pid).first().is_some_and(|program| program.ends_with("WebKitWebProcess"))
                && self.is_ancestor_of(*pid)
        };
        loop {
            if let Some(pid) = all().find(is_page) {
                return Self { pid };
            }
            assert!(Instant::now() < until, "no page");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn is_ancestor_of(&self, pid: u32) -> bool {
        let mut current = pid;
        while current > 1 {
            if current == self.pid {
                return true;
            }
            let Some(parent) = field(current, 3) else { return false };
            current = parent as u32;
        }
        false
    }

    /// Milliseconds since it was born.
    pub(crate) fn age_ms(&self) -> f64 {
        let uptime = std::fs::read_to_string("/proc/uptime").unwrap();
        let uptime_s: f64 = uptime.split_whitespace().next().unwrap().parse().unwrap();
        uptime_s * 1_000.0 - field(self.pid, 21).unwrap() * TICK_MS
    }

    /// Processor time until now, in milliseconds.
    pub(crate) fn cpu_ms(&self) -> f64 {
        (field(self.pid, 13).unwrap() + field(self.pid, 14).unwrap()) * TICK_MS
    }

    /// Memory that is its own, in megabytes: what is shared with others (libraries, WebKit) is left out.
    pub(crate) fn memory_mb(&self) -> f64 {
        let rollup = std::fs::read_to_string(format!("/proc/{}/smaps_rollup", self.pid)).unwrap();
        let kib = |name: &str| -> f64 {
            let line = rollup.lines().find(|line| line.starts_with(name)).unwrap_or_default();
            line.split_whitespace().nth(1).and_then(|figure| figure.parse().ok()).unwrap_or(0.0)
        };
        (kib("Private_Clean:") + kib("Private_Dirty:")) / 1_024.0
    }
}

fn all() -> impl Iterator<Item = u32> {
    std::fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
}

fn arguments(pid: u32) -> Vec<String> {
    let line = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    line.split(|byte| *byte == 0).map(|part| String::from_utf8_lossy(part).into_owned()).collect()
}

/// A field of `/proc/PID/stat`, counted from 0. The name in brackets may hold spaces: fields are counted from behind it.
fn field(pid: u32, number: usize) -> Option<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let behind = stat.rsplit_once(") ")?.1;
    behind.split_whitespace().nth(number - 2)?.parse().ok()
}
