//! The command line: what was typed, done, and told.
//!
//! What it must never do: need a screen (only the two windows do), or hold a rule of the desk.

mod arguments;
mod calling;
mod demo;
mod events;
mod face;
mod listen;
mod scan;
mod shell;
mod stress;
mod usage;
mod watching;

use crate::error::{Class, FaceError};
use arguments::{Arguments, Command, Events, Load};
use clap::Parser;
use face::{Face, Outcome};
use std::process::ExitCode;

/// Runs the program on this process's arguments.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage::tell(&error),
    };
    let face = Face::new(arguments.common);
    let outcome = match arguments.command {
        None => crate::desktop::run(face.data.clone(), face.at).map(|()| Outcome::Done),
        Some(command) => run(command, &face),
    };
    match outcome {
        Ok(outcome) => outcome.exit_code(),
        Err(error) => face.tell_error(&error),
    }
}

fn run(command: Command, face: &Face) -> Result<Outcome, FaceError> {
    match command {
        // The display shows the present; a rehearsal of it would be a frozen number that looks true.
        Command::Display(_) if face.at.is_some() => Err(FaceError::new(Class::Usage, "usage")),
        Command::Display(display) => {
            crate::display::run(face.data.clone(), display.page, display.monitor).map(|()| Outcome::Done)
        }
        Command::Demo { reset } => demo::run(reset, face),
        Command::Scan(wish) => scan::run(&wish, face),
        Command::Countdown { watch } => watching::countdown(watch, face),
        Command::Doctor => watching::doctor(face),
        Command::Repair(wish) => watching::repair(&wish, face),
        Command::Events(Events::Ingest(wish)) => events::ingest(&wish, face),
        Command::Listen(_) if face.at.is_some() => Err(FaceError::new(Class::Usage, "usage")),
        Command::Listen(wish) => listen::run(&wish, face),
        Command::Stress { load: Load::Wallet(wish) } => stress::wallet(&wish.spelt_out(), face),
        Command::Cleanup(wish) => calling::cleanup(&wish, face),
        Command::VerifyChain => calling::verify_chain(face),
        Command::Call(wish) => calling::call(&wish, face),
        Command::Commands => calling::commands(face),
        Command::Completions { shell } => shell::completions(shell, face),
        Command::Man => shell::man_page(face),
    }
}
