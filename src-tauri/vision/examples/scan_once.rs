//! Waits for one code and prints its text: the smallest program that scans, and the camera rig's own check.
//!
//! Takes what the command line of the desk takes of it, `scan --camera [N] --timeout S`, and leaves the rest alone.
//! Ends with 0 and the text, 1 when no code was shown, 3 and the failure's code when the camera cannot be used.

use std::process::ExitCode;
use std::time::Duration;

use comptoir_vision::{CameraSpec, scan_once};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().collect();
    let after = |flag: &str| {
        let place = words.iter().position(|word| word == flag)?;
        words.get(place + 1).filter(|word| !word.starts_with("--")).map(String::as_str)
    };
    let timeout_s = after("--timeout").and_then(|seconds| seconds.parse().ok()).unwrap_or(30);
    match scan_once(CameraSpec::from(after("--camera").unwrap_or_default()), Duration::from_secs(timeout_s)) {
        Ok(Some(reading)) => {
            println!("{{\"text\":\"{}\"}}", reading.text.escape_default());
            ExitCode::SUCCESS
        }
        Ok(None) => {
            eprintln!("{{\"error\":{{\"code\":\"no_code\"}}}}");
            ExitCode::from(1)
        }
        Err(error) => {
            eprintln!(
                "{{\"error\":{{\"code\":\"{}\",\"message\":\"{}\"}}}}",
                error.code(),
                error.to_string().escape_default()
            );
            ExitCode::from(3)
        }
    }
}
