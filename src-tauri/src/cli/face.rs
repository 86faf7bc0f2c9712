//! How the command line meets the desk and the person: the folder, the open desk, answers and errors.

use super::arguments::Common;
use crate::error::{Class, FaceError};
use crate::words::{Language, Words};
use comptoir_core::base::{FixedClock, Timestamp};
use comptoir_core::door::Caller;
use comptoir_core::engine::DataFolder;
use comptoir_core::{Desk, Opening};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Map, Value, json};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// What a run came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Everything was done.
    Done,
    /// Refused, or there are findings.
    Refused,
    /// Wrong usage.
    Usage,
    /// The surroundings failed.
    Environment,
}

impl Outcome {
    /// The exit status of the manual.
    pub fn exit_code(self) -> ExitCode {
        match self {
            Self::Done => ExitCode::SUCCESS,
            Self::Refused => ExitCode::from(1),
            Self::Usage => ExitCode::from(2),
            Self::Environment => ExitCode::from(3),
        }
    }
}

/// The command line's side of everything.
pub(super) struct Face {
    pub data: PathBuf,
    pub at: Option<Timestamp>,
    pub json: bool,
    words: Words,
}

impl Face {
    pub fn new(common: Common) -> Self {
        let words = Words::of(common.lang.unwrap_or_else(Language::of_the_system));
        Self {
            data: common.data.unwrap_or_else(crate::folder::default_folder),
            at: common.at,
            json: common.json,
            words,
        }
    }

    /// The data folder, made if need be; logging starts with it.
    ///
    /// # Errors
    /// It cannot be made or used.
    pub fn folder(&self) -> Result<DataFolder, FaceError> {
        let folder = DataFolder::prepare(&self.data)?;
        crate::logging::start(&folder);
        Ok(folder)
    }

    /// The open desk, as of `--at` where that was given.
    ///
    /// # Errors
    /// The folder or the database cannot be used.
    pub fn desk(&self) -> Result<Arc<Desk>, FaceError> {
        let mut opening = Opening::of(self.folder()?);
        if let Some(at) = self.at {
            opening.clock = Arc::new(FixedClock::at(at));
        }
        Ok(Desk::open(opening)?)
    }

    /// Prints an answer: as one JSON document, or as the lines a person reads.
    pub fn answer(&self, document: &Value, lines: impl FnOnce(&Words) -> String) {
        let text = if self.json { document.to_string() } else { lines(&self.words).trim_end().to_owned() };
        self.print(&text);
    }

    /// Prints what is the same for programs and people.
    pub fn print(&self, text: &str) {
        // A reader that went away (`| head`) wants no more of it.
        let _ = writeln!(std::io::stdout().lock(), "{}", text.trim_end_matches('\n'));
    }

    /// Says on standard error what is worth knowing and stops nothing; programs are spared it.
    pub fn warn(&self, line: &str, args: &Map<String, Value>) {
        if !self.json {
            eprintln!("{}", self.words.line(line, args));
        }
    }

    /// Tells an error, and what the exit status is.
    pub fn tell_error(&self, error: &FaceError) -> ExitCode {
        let message = self.words.error(error);
        if self.json {
            eprintln!("{}", json!({ "error": { "code": error.code, "message": message } }));
        } else {
            eprintln!("{message} [{}]", error.code);
        }
        let outcome = match error.class {
            Class::Refused => Outcome::Refused,
            Class::Usage => Outcome::Usage,
            Class::Environment => Outcome::Environment,
        };
        outcome.exit_code()
    }

    /// A progress bar for long work; invisible unless a terminal looks on.
    pub fn progress(&self, all: usize) -> ProgressBar {
        let bar =
            ProgressBar::with_draw_target(Some(u64::try_from(all).unwrap_or(u64::MAX)), ProgressDrawTarget::stderr());
        bar.set_style(
            ProgressStyle::with_template("{wide_bar} {pos}/{len} {eta}")
                .unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        bar
    }
}

/// Asks a query, or carries out a command, as the machine's owner.
///
/// # Errors
/// What the door says.
pub(super) fn ask(desk: &Desk, name: &str, input: Value) -> Result<Value, FaceError> {
    Ok(desk.query(Caller::System, name, input)?)
}

/// Carries out a command as the machine's owner.
///
/// # Errors
/// What the door says.
pub(super) fn act(desk: &Desk, name: &str, input: Value) -> Result<Value, FaceError> {
    Ok(desk.execute(Caller::System, name, input, None)?.output)
}

/// An object's fields, for the arguments of a sentence.
pub(super) fn fields(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

/// Columns that stand under each other, two spaces apart, without spaces at the ends of lines.
pub(super) fn columns(rows: &[Vec<String>]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..count).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        cells.join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other() {
        let rows = [vec!["é".to_owned(), "1".to_owned()], vec!["abc".to_owned(), String::new()]];
        assert_eq!(columns(&rows), "é    1\nabc");
        assert_eq!(columns(&[]), "");
    }
}
