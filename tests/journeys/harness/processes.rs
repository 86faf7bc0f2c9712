//! The program's own processes, found by the data folder on their command line.

use std::path::Path;

/// Which window a process belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Desk,
    Display,
}

/// The processes of that kind on a data folder.
pub(crate) fn on(folder: &Path, kind: Kind) -> Vec<u32> {
    let folder = folder.to_string_lossy();
    let is_ours = |pid: &u32| {
        let Ok(line) = std::fs::read(format!("/proc/{pid}/cmdline")) else { return false };
        let arguments: Vec<String> =
            line.split(|byte| *byte == 0).map(|part| String::from_utf8_lossy(part).into_owned()).collect();
        let is_program = arguments.first().is_some_and(|program| program.ends_with("/comptoir"));
        let is_display = arguments.iter().any(|argument| argument == "display");
        is_program && arguments.iter().any(|argument| *argument == folder) && is_display == (kind == Kind::Display)
    };
    let entries = std::fs::read_dir("/proc").unwrap();
    entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok()).filter(is_ours).collect()
}

/// Sends a signal by its name.
pub(crate) fn signal(pid: u32, name: &str) {
    let sent = std::process::Command::new("kill").args([format!("-{name}"), pid.to_string()]).status().unwrap();
    assert!(sent.success(), "kill -{name} {pid}");
}
