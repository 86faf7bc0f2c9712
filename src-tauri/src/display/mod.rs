//! What the room sees: a process and a window of its own that only looks. Usually the countdown display; on demand the customers'
//! page.
//!
//! What it is for: it counts on when the desk is stopped, frozen or killed. What it must never do: write to the books, or end
//! because they cannot be read just now.

pub(crate) mod changed;
mod page;
pub(crate) mod place;
mod viewer;

use crate::error::{Class, FaceError};
use crate::instance::{self, Claim, Order};
use comptoir_core::door::Changes;
use comptoir_core::engine::DataFolder;
pub(crate) use page::Page;
use place::Place;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tauri::{AppHandle, Manager, WebviewWindowBuilder};
use viewer::BooksViewer;

/// How often it is asked whether anybody wrote.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// After how many looks the monitors are looked at: about every two seconds.
const LOOKS_PER_MONITOR_CHECK: u32 = 8;

/// Opens a page on a monitor and returns when it is left.
///
/// # Errors
/// `already_open` when this page is open on this folder (it has moved to the wished monitor), `no_screen` when there is
/// nothing to open a window on.
pub(crate) fn run(data: PathBuf, page: Page, monitor: Option<String>) -> Result<(), FaceError> {
    need_a_screen()?;
    let folder = DataFolder::prepare(&data)?;
    let claim = instance::claim(&data, page.face());
    if matches!(claim, Claim::Taken) {
        instance::order(&data, page.face(), &Order::Move(monitor.unwrap_or_default()));
        return Err(FaceError::new(Class::Refused, "already_open").with("path", data.display().to_string()));
    }
    crate::logging::start(&folder);
    let viewer = Arc::new(BooksViewer::new(folder));
    let place = Arc::new(Place::new(page, monitor));
    let app = catch_unwind(AssertUnwindSafe(|| build(Arc::clone(&viewer), Arc::clone(&place))));
    let app = app.map_err(|_| FaceError::new(Class::Environment, "no_screen"))?;
    let app = app.map_err(|error| FaceError::new(Class::Environment, "no_screen").hint(error))?;
    if let Claim::First(listener) = claim {
        let handle = app.handle().clone();
        let (place, viewer) = (Arc::clone(&place), Arc::clone(&viewer));
        instance::obey(listener, move |order| match order {
            Order::Close => handle.exit(0),
            Order::Move(monitor) => place.choose(&handle, &viewer, monitor),
            Order::Show => place.settle(&handle, &viewer, true),
        });
    }
    app.run(|_, _| {});
    Ok(())
}

/// Refuses early and plainly where no window can be opened.
pub(crate) fn need_a_screen() -> Result<(), FaceError> {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(target_os = "linux") && !is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY") {
        return Err(FaceError::new(Class::Environment, "no_screen"));
    }
    Ok(())
}

fn build(viewer: Arc<BooksViewer>, place: Arc<Place>) -> tauri::Result<tauri::App> {
    let looking = Arc::clone(&viewer);
    let app = tauri::Builder::default()
        .manage(viewer)
        .invoke_handler(tauri::generate_handler![viewer::view, viewer::about, viewer::leave])
        .setup(move |app| {
            let label = place.page().window();
            let config = app.config().app.windows.iter().find(|window| window.label == label).cloned();
            let config = config.ok_or("the configuration names no window for this page")?;
            WebviewWindowBuilder::from_config(app.handle(), &config)?.build()?;
            place.settle(app.handle(), &looking, true);
            let handle = app.handle().clone();
            std::thread::Builder::new().name("looking".into()).spawn(move || look(&handle, &looking, &place))?;
            end_with_the_system(app.handle().clone());
            Ok(())
        })
        .build(crate::context::context())?;
    Ok(app)
}

/// Looks for changes of the books and of the monitors, until the process ends.
fn look(app: &AppHandle, viewer: &BooksViewer, place: &Place) {
    for count in 1_u32.. {
        std::thread::sleep(LOOK_EVERY);
        if app.get_webview_window(place.page().window()).is_none() {
            return;
        }
        if viewer.has_changed() {
            changed::tell(app, &Changes::everything());
        }
        if count % LOOKS_PER_MONITOR_CHECK == 0 {
            place.settle(app, viewer, false);
        }
    }
}

fn end_with_the_system(app: AppHandle) {
    if let Err(error) = ctrlc::set_handler(move || app.exit(0)) {
        tracing::warn!(%error, "the system's wish to end will not be heard");
    }
}
