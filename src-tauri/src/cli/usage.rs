//! Wrong usage, and help: clap's words, as text or as JSON, with the exit status that stands in the manual.

use super::face::Outcome;
use clap::error::ErrorKind;
use serde_json::json;
use std::process::ExitCode;

/// Tells what clap has to say.
pub(super) fn tell(error: &clap::Error) -> ExitCode {
    let is_help = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if !is_help && std::env::args_os().any(|argument| argument == "--json") {
        let text = error.render().to_string();
        let message = text.lines().next().unwrap_or_default().trim_start_matches("error: ");
        eprintln!("{}", json!({ "error": { "code": "usage", "message": message } }));
        return Outcome::Usage.exit_code();
    }
    // A reader that went away wants no more words.
    let _ = error.print();
    if is_help { ExitCode::SUCCESS } else { Outcome::Usage.exit_code() }
}
