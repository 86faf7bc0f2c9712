//! Where the page stands: on the wished monitor, by its name; on another one while that is unplugged.

use super::Page;
use super::viewer::BooksViewer;
use serde_json::Value;
use std::sync::{Mutex, PoisonError};
use tauri::{AppHandle, Manager, Monitor, PhysicalPosition, PhysicalSize, WebviewWindow};

/// The monitors with the names by which they are remembered, in the system's order. Two of one name get a number.
pub(crate) fn monitors(app: &AppHandle) -> tauri::Result<Vec<(String, Monitor)>> {
    let mut named: Vec<(String, Monitor)> = Vec::new();
    for monitor in app.available_monitors()? {
        let name = monitor.name().cloned().unwrap_or_else(|| "Monitor".to_owned());
        let same = named.iter().filter(|(_, known)| known.name() == monitor.name()).count();
        let id = if same == 0 { name } else { format!("{name} ({})", same + 1) };
        named.push((id, monitor));
    }
    Ok(named)
}

/// A spot on the desktop, in physical pixels.
type Spot = (PhysicalPosition<i32>, PhysicalSize<u32>);

/// See the module's description.
pub(super) struct Place {
    page: Page,
    /// The monitor of the command line or of an order, before that of the settings.
    wished: Mutex<Option<String>>,
    /// The monitor of the settings, as they were when the display was placed last.
    remembered: Mutex<Option<String>>,
    now: Mutex<Option<Spot>>,
}

impl Place {
    pub(super) fn new(page: Page, wished: Option<String>) -> Self {
        Self { page, wished: Mutex::new(wished), remembered: Mutex::new(None), now: Mutex::new(None) }
    }

    /// What stands there.
    pub(super) const fn page(&self) -> Page {
        self.page
    }

    /// Goes to another monitor; an empty name means the one of the settings.
    pub(super) fn choose(&self, app: &AppHandle, viewer: &BooksViewer, monitor: String) {
        *self.wished.lock().unwrap_or_else(PoisonError::into_inner) = Some(monitor).filter(|name| !name.is_empty());
        self.settle(app, viewer, true);
    }

    /// Goes where the display belongs, if it is not there; always, when `anew`.
    pub(super) fn settle(&self, app: &AppHandle, viewer: &BooksViewer, anew: bool) {
        let Some(window) = app.get_webview_window(self.page.window()) else { return };
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if anew {
            *remembered = of_settings(self.page, viewer);
        }
        let wished = self.wished.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let wished = wished.or_else(|| remembered.clone()).unwrap_or_default();
        let Some(spot) = monitors(app).ok().and_then(|monitors| spot_for(self.page, &wished, &monitors)) else {
            return;
        };
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        if !anew && *now == Some(spot) {
            return;
        }
        *now = Some(spot);
        if let Err(error) = cover(&window, spot) {
            tracing::warn!(%error, "the display could not be placed");
        }
    }
}

/// The countdown finds its monitor in the books by itself; the customers' page is told by who opens it.
fn of_settings(page: Page, viewer: &BooksViewer) -> Option<String> {
    if page == Page::Customers {
        return None;
    }
    let overview = viewer.query("display.board", Value::Null).ok()?;
    overview.get("monitor").and_then(Value::as_str).map(str::to_owned)
}

/// The wished monitor; without it one that is not the desk's, or the only one.
fn spot_for(page: Page, wished: &str, monitors: &[(String, Monitor)]) -> Option<Spot> {
    let by_name = monitors.iter().find(|(id, _)| id == wished);
    let (_, monitor) = by_name
        .or_else(|| monitors.get(page.own_monitor()))
        .or_else(|| monitors.get(1))
        .or_else(|| monitors.first())?;
    Some((*monitor.position(), *monitor.size()))
}

/// Covers the whole monitor, with or without a window manager that knows what full screen means.
fn cover(window: &WebviewWindow, (corner, size): Spot) -> tauri::Result<()> {
    window.set_fullscreen(false)?;
    window.set_position(corner)?;
    window.set_size(size)?;
    window.show()?;
    window.set_fullscreen(true)
}
