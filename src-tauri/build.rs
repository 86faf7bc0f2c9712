//! Checks the windows' capabilities against what the program offers, and compiles the configuration in.
//!
//! What a window may call stands in `capabilities/<window>.json`; what there is to call, in `permissions/host.toml`.

use std::process::ExitCode;

fn main() -> ExitCode {
    // The pages are compiled in: when they were built anew, so is the program.
    println!("cargo:rerun-if-changed=ui/dist");
    println!("cargo:rerun-if-changed=src-tauri/permissions");
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    let host = tauri_build::AppManifest::new().permissions_path_pattern("./src-tauri/permissions/**/*.toml");
    let attributes =
        tauri_build::Attributes::new().capabilities_path_pattern("./src-tauri/capabilities/**/*").app_manifest(host);
    match tauri_build::try_build(attributes) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("cargo:warning={error:#}");
            ExitCode::FAILURE
        }
    }
}
