//! A venue: a data folder of its own, and the command line on it for what a journey prepares or looks up.

use super::processes::{self, Kind};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_comptoir");

/// See the module's description.
pub(crate) struct Venue {
    folder: TempDir,
}

impl Venue {
    /// An empty one: the first start is still to come.
    pub(crate) fn new() -> Self {
        let folder = TempDir::with_prefix("comptoir-journey-").unwrap();
        std::fs::create_dir(folder.path().join("camera")).unwrap();
        Self { folder }
    }

    /// The data folder.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The folder whose pictures play the camera.
    pub(crate) fn camera(&self) -> PathBuf {
        self.folder.path().join("camera")
    }

    /// A place for what the web view keeps, so that no journey sees another's.
    pub(crate) fn home(&self) -> &Path {
        self.folder.path()
    }

    /// Calls a command or query on the command line.
    pub(crate) fn call(&self, name: &str, input: &Value) -> Value {
        let output = Command::new(PROGRAM)
            .arg("--data")
            .arg(self.data())
            .args(["--json", "call", name, &input.to_string()])
            .output()
            .unwrap();
        assert!(output.status.success(), "{name} {input}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Ends the desk as a power cut would.
    pub(crate) fn kill_the_desk(&self) {
        let desks = processes::on(&self.data(), Kind::Desk);
        assert!(!desks.is_empty(), "no desk is running");
        for desk in desks {
            processes::signal(desk, "KILL");
        }
    }
}

impl Drop for Venue {
    fn drop(&mut self) {
        for kind in [Kind::Desk, Kind::Display] {
            for process in processes::on(&self.data(), kind) {
                processes::signal(process, "KILL");
            }
        }
    }
}
