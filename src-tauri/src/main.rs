//! The program. Everything is in the library, so that tests can reach it.

// A release build on Windows opens no console beside its window.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    comptoir::main()
}
