//! What can be typed: one definition for parsing, help, completions and the man page.

use clap::{ArgGroup, Args, Parser, Subcommand};
use clap_complete::Shell;
use comptoir_core::base::Timestamp;
use std::path::PathBuf;

/// The desk of a gaming and training venue.
///
/// Without a command it opens the desktop application.
/// Exit status: 0 done, 1 refused or findings, 2 wrong usage, 3 the surroundings failed (no camera, damaged database …).
#[derive(Debug, Parser)]
#[command(name = "comptoir", version, propagate_version = true)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What every command takes.
#[derive(Debug, Clone, Args)]
pub(crate) struct Common {
    /// The data folder; the database in it is `comptoir.db`. Default: the platform's data folder
    #[arg(long, global = true, env = "COMPTOIR_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Print one JSON document; errors as `{"error":{"code","message"}}` on standard error
    #[arg(long, global = true)]
    pub json: bool,
    /// Run as of this instant (UTC, `YYYY-MM-DDTHH:MM:SSZ`), for rehearsals and tests
    #[arg(long, global = true, value_name = "TIME")]
    pub at: Option<Timestamp>,
    /// The language of messages. Default: the system's, French where it says nothing
    #[arg(long, global = true, value_name = "LANGUAGE")]
    pub lang: Option<crate::words::Language>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Open the countdown display, or the customers' page: a process of its own, read-only
    Display(Display),
    /// Fill the data folder with the demonstration venue
    Demo {
        /// Begin anew: the demonstration venue in this folder is replaced
        #[arg(long)]
        reset: bool,
    },
    /// Read a QR code and say what to do with it
    Scan(Scan),
    /// Complete the sessions whose time is up
    Countdown {
        /// Go on, once a second, until interrupted
        #[arg(long)]
        watch: bool,
    },
    /// Run every check; exit status 1 if there are findings
    Doctor,
    /// Mend what the checks find
    Repair(Repair),
    /// Move sessions that ended long ago to the archive
    Cleanup(Cleanup),
    /// Check the seal of the audit trail
    VerifyChain,
    /// Call any command or query of the desk, by the name that the interface uses
    Call(Call),
    /// List all commands and queries, with role, input and output
    Commands,
    /// Print completions for a shell
    Completions {
        /// Which shell
        shell: Shell,
    },
    /// Print the man page
    Man,
}

#[derive(Debug, Args)]
pub(crate) struct Display {
    /// What it shows
    #[arg(long, value_enum, default_value_t)]
    pub page: crate::display::Page,
    /// The monitor, by its name. Default: the one of the settings, else the second one
    #[arg(long, value_name = "NAME")]
    pub monitor: Option<String>,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("from").required(true).args(["camera", "image", "code", "bench"])))]
pub(crate) struct Scan {
    /// From a camera: the one of the settings, or a number, a part of its name, or `folder:PATH` for pictures played as a camera
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "")]
    pub camera: Option<String>,
    /// From picture files
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub image: Vec<PathBuf>,
    /// From typed text
    #[arg(long, value_name = "TEXT")]
    pub code: Option<String>,
    /// Measure the decoder on a folder of frames with their `labels.csv`
    #[arg(long, value_name = "DIR")]
    pub bench: Option<PathBuf>,
    /// If the verdict allows it, activate the invoice
    #[arg(long, conflicts_with = "bench")]
    pub activate: bool,
    /// Start the session as well
    #[arg(long, requires = "activate")]
    pub start: bool,
    /// How long to wait for a code before the camera, in seconds
    #[arg(long, value_name = "S", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=86_400), requires = "camera")]
    pub timeout: u64,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("how").required(true).args(["dry_run", "fix"])))]
pub(crate) struct Repair {
    /// Show what would change, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Change it
    #[arg(long)]
    pub fix: bool,
    /// Only the checks of one area
    #[arg(long, value_name = "AREA")]
    pub only: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Cleanup {
    /// Sessions that ended longer ago than this, such as `30d`. Default: the setting `cleanup.after_days`
    #[arg(long, value_name = "DAYS", value_parser = days)]
    pub older_than: Option<i64>,
    /// Count them, and move nothing
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Call {
    /// The name, such as `session.pause`; `comptoir commands` lists them
    pub name: String,
    /// The input as JSON; `-` reads it from standard input. Default: `{}`
    #[arg(value_name = "JSON")]
    pub input: Option<String>,
    /// Names this request, so that sending it again does nothing again
    #[arg(long, value_name = "ID")]
    pub request_id: Option<String>,
}

fn days(text: &str) -> Result<i64, String> {
    match text.strip_suffix('d').unwrap_or(text).parse() {
        Ok(days) if (1..=3650).contains(&days) => Ok(days),
        _ => Err("expected a number of days from 1 to 3650, such as 30d".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definitions_agree_with_each_other() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn days_are_written_with_or_without_their_letter() {
        for (text, expected) in
            [("30d", Some(30)), ("7", Some(7)), ("0d", None), ("3651", None), ("d", None), ("-1d", None)]
        {
            assert_eq!(days(text).ok(), expected, "{text}");
        }
    }
}
