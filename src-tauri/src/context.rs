//! The configuration and the pages, compiled in once for both windows.

/// The application's context: `tauri.conf.json`, the capabilities, and the built interface.
pub(crate) fn context() -> tauri::Context<tauri::Wry> {
    tauri::generate_context!()
}
