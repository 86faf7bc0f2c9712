//! All processes of a load: this one, and the others that it started from the same program.

use super::super::arguments::StressWallet;
use super::failed;
use super::figures::Tally;
use super::hands::{Hands, Phase, answer};
use crate::error::FaceError;
use comptoir_core::Desk;
use std::io::{BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

/// This process's clients and the other processes.
pub(super) struct Team<'a> {
    here: Hands<'a>,
    others: Vec<Other>,
}

/// Another process. Ends with the team, however that ends.
struct Other {
    child: Child,
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
}

impl Drop for Other {
    fn drop(&mut self) {
        // It ends by itself when nobody speaks to it any more; if it does not, the system says so and there is nothing left to do.
        self.to = None;
        let _ended = self.child.wait();
    }
}

impl<'a> Team<'a> {
    /// Starts the other processes and waits until each has opened the books.
    pub fn gather(wish: &StressWallet, scratch: &Path, desk: &'a Desk) -> Result<Self, FaceError> {
        let mut others = Vec::new();
        for place in 1..wish.processes {
            let mut child = Command::new(std::env::current_exe().map_err(failed)?)
                .arg("--data")
                .arg(scratch)
                .args(["stress", "wallet", "--share", "--place", &place.to_string()])
                .args(["--concurrent", &wish.concurrent.to_string(), "--processes", &wish.processes.to_string()])
                .args(["--amount", &wish.amount.to_string()])
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .map_err(failed)?;
            let (to, from) = (child.stdin.take(), child.stdout.take().ok_or_else(|| failed("no output"))?);
            others.push(Other { child, to, from: BufReader::new(from) });
        }
        for other in &mut others {
            answer(&mut other.from)?;
        }
        Ok(Self { here: Hands::new(desk, wish), others })
    }

    /// Lets every client of every process act at once. Returns what they saw, and how long it took to the last answer, in microseconds.
    pub fn phase(&mut self, phase: &Phase) -> Result<(Tally, u64), FaceError> {
        let order = serde_json::to_string(phase).map_err(failed)?;
        let begun = Instant::now();
        for other in &mut self.others {
            let to = other.to.as_mut().ok_or_else(|| failed("no input"))?;
            writeln!(to, "{order}").and_then(|()| to.flush()).map_err(failed)?;
        }
        let mut all = self.here.act(phase)?;
        for other in &mut self.others {
            all.add(answer(&mut other.from)?);
        }
        Ok((all, u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX)))
    }

    /// Lets the other processes end, and waits for them: what they wrote is then in the books.
    pub fn dismiss(mut self) -> Result<(), FaceError> {
        for other in &mut self.others {
            other.to = None;
            let ended = other.child.wait().map_err(failed)?;
            if !ended.success() {
                return Err(failed(format!("a process of the load ended with {ended}")));
            }
        }
        Ok(())
    }
}
