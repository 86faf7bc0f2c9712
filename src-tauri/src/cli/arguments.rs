//! What can be typed: one definition for parsing, help, completions and the man page.

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use comptoir_core::base::Timestamp;
use serde::Serialize;
use std::net::SocketAddr;
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
    /// Events of payment providers
    #[command(subcommand)]
    Events(Events),
    /// Listen for payment events over HTTP, without a window, until interrupted
    Listen(Listen),
    /// Put load on a scratch database and count what came of it; the books of the data folder are left alone
    Stress {
        #[command(subcommand)]
        load: Load,
    },
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
    /// Only this order, by its number
    #[arg(long, value_name = "N")]
    pub order_id: Option<i64>,
    /// Which side to believe where an order and its payments contradict each other. Default: such orders are left for a person
    #[arg(long, value_name = "SIDE")]
    pub prefer: Option<Side>,
}

/// A side of an order and its payments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Side {
    /// What the order says of its money
    Order,
    /// What its payments say
    Payment,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Events {
    /// Take in events from a file or standard input: one JSON event, a JSON array of them, or one on each line
    Ingest(Ingest),
}

#[derive(Debug, Args)]
pub(crate) struct Ingest {
    /// The file; `-` reads standard input
    #[arg(value_name = "FILE")]
    pub from: PathBuf,
    /// Who sent them: `stripe`, or `shop` for a web shop's callback
    #[arg(long, value_name = "NAME", default_value = "stripe")]
    pub provider: String,
    /// The signature's header, `t=…,v1=…`; the input is then one event, exactly as it was sent
    #[arg(long, value_name = "HEADER")]
    pub signature: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Listen {
    /// Where, such as `127.0.0.1:8787`. Default: the setting `events.address`
    #[arg(long, value_name = "ADDRESS")]
    pub address: Option<SocketAddr>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Load {
    /// Many clients freeze at once in a wallet that has enough for half of them, then end what they hold
    Wallet(StressWallet),
}

#[derive(Debug, Args)]
pub(crate) struct StressWallet {
    /// How many clients act at once
    #[arg(long, alias = "clients", value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(2..=5_000))]
    pub concurrent: u32,
    /// How much each of them freezes, in hundredths
    #[arg(long, value_name = "CENTS", default_value_t = 5, value_parser = clap::value_parser!(i64).range(1..=1_000_000_000))]
    pub amount: i64,
    /// How many processes the clients are spread over
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=16))]
    pub processes: u32,
    /// How often, each time with a new wallet
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=100_000))]
    pub rounds: u64,
    /// 1,000 clients in 2 processes
    #[arg(long, conflicts_with_all = ["concurrent", "processes"])]
    pub hard: bool,
    /// This process is a share of a load that another one runs
    #[arg(long, hide = true)]
    pub share: bool,
    /// Which share
    #[arg(long, hide = true, default_value_t = 0)]
    pub place: u32,
}

impl StressWallet {
    /// The load as it was asked for, `--hard` spelt out.
    pub(crate) fn spelt_out(mut self) -> Self {
        if self.hard {
            (self.concurrent, self.processes) = (1_000, 2);
        }
        self
    }

    /// For how many of the clients a wallet has enough.
    pub(crate) fn winners(&self) -> i64 {
        i64::from(self.concurrent / 2)
    }

    /// How many of the clients are in a process.
    pub(crate) fn clients_of(&self, place: u32) -> u32 {
        self.first_of(place + 1) - self.first_of(place)
    }

    /// How many clients are in the processes before it.
    pub(crate) fn first_of(&self, place: u32) -> u32 {
        self.concurrent * place.min(self.processes) / self.processes
    }
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
    /// Go on with a command that works step by step (such as `order.bulk_cancel`) until its end; an interruption stops between steps
    #[arg(long)]
    pub all_steps: bool,
}

fn days(text: &str) -> Result<i64, String> {
    match text.strip_suffix('d').unwrap_or(text).parse() {
        Ok(days) if (1..=3650).contains(&days) => Ok(days),
        _ => Err("expected a number of days from 1 to 3650, such as 30d".into()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, reason = "a test may fail")]
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definitions_agree_with_each_other() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn clients_are_shared_among_processes_without_a_rest() {
        for (clients, processes) in [(100, 1), (1_000, 2), (101, 4), (2, 16)] {
            let line = format!("comptoir stress wallet --concurrent {clients} --processes {processes}");
            let arguments = Arguments::try_parse_from(line.split(' '));
            let Ok(Arguments { command: Some(Command::Stress { load: Load::Wallet(wish) }), .. }) = arguments else {
                panic!("{line}");
            };
            let shares: u32 = (0..processes).map(|place| wish.clients_of(place)).sum();
            assert_eq!(shares, clients, "{line}");
        }
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
