//! The books, looked at: opened when they can be, and again when they went away.

use crate::desktop::off_the_loop;
use crate::error::{Class, FaceError};
use comptoir_core::Viewer;
use comptoir_core::engine::DataFolder;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tauri::ipc::{CommandScope, ScopeObjectMatch};
use tauri::{AppHandle, State};

/// See the module's description.
pub(crate) struct BooksViewer {
    folder: DataFolder,
    open: Mutex<Option<Arc<Viewer>>>,
}

impl BooksViewer {
    pub(super) fn new(folder: DataFolder) -> Self {
        Self { folder, open: Mutex::new(None) }
    }

    /// Answers a query; opens the books first if need be.
    pub(super) fn query(&self, name: &str, input: Value) -> Result<Value, FaceError> {
        let viewer = self.viewer()?;
        viewer.query(name, input).map_err(|error| {
            if error.is_environment() {
                self.let_go();
            }
            error.into()
        })
    }

    /// Whether anybody wrote since this was asked last. Books that cannot be read have not changed.
    pub(super) fn has_changed(&self) -> bool {
        let Ok(viewer) = self.viewer() else { return false };
        viewer.has_changed().unwrap_or_else(|_| {
            self.let_go();
            false
        })
    }

    fn viewer(&self) -> Result<Arc<Viewer>, FaceError> {
        let mut open = self.slot();
        if let Some(viewer) = &*open {
            return Ok(Arc::clone(viewer));
        }
        let viewer = Arc::new(Viewer::open(&self.folder)?);
        *open = Some(Arc::clone(&viewer));
        Ok(viewer)
    }

    /// The next question opens the books anew.
    fn let_go(&self) {
        *self.slot() = None;
    }

    fn slot(&self) -> MutexGuard<'_, Option<Arc<Viewer>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A question that a window may ask, as its capability names it.
#[derive(Debug, Deserialize)]
pub(super) struct Question {
    name: String,
}

impl ScopeObjectMatch for Question {
    type Input = str;

    fn matches(&self, asked: &str) -> bool {
        self.name == asked
    }
}

/// Answers a query for whoever stands before the screen; only the questions of the window's capability, where that names any.
#[tauri::command(rename = "query")]
pub(super) async fn view(
    viewer: State<'_, Arc<BooksViewer>>,
    questions: CommandScope<Question>,
    name: String,
    input: Value,
) -> Result<Value, FaceError> {
    if !questions.matches(&name) {
        return Err(FaceError::new(Class::Refused, "not_signed_in").hint("this window may not ask that"));
    }
    let viewer = Arc::clone(&viewer);
    off_the_loop(move || viewer.query(&name, input)).await
}

/// The program's particulars.
#[derive(Debug, Serialize)]
pub(super) struct AppInfo {
    version: &'static str,
    data_dir: String,
}

/// Version, and where the data is.
#[tauri::command(rename = "app_info")]
pub(super) fn about(viewer: State<'_, Arc<BooksViewer>>) -> AppInfo {
    AppInfo { version: env!("CARGO_PKG_VERSION"), data_dir: viewer.folder.root().display().to_string() }
}

/// Leaves the display.
#[tauri::command(rename = "display_close")]
pub(super) fn leave(app: AppHandle) {
    app.exit(0);
}
