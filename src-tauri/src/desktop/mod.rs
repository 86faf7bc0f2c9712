//! The desktop application: one window, the desk behind it, the camera, and the display on another screen.
//!
//! What it must never do: hold a rule, keep the window from opening because the books cannot be opened (it says so in the
//! window), or end without giving the keeping of time back.

mod camera;
mod desk;
mod host;
mod ipc;
mod screens;

use crate::error::{Class, FaceError};
use crate::instance::{self, Claim, Face, Order};
pub(crate) use camera::CAMERA_VARIABLE;
use camera::CameraDesk;
use comptoir_core::base::Timestamp;
use comptoir_core::engine::DataFolder;
use desk::DeskHolder;
pub(crate) use ipc::off_the_loop;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use tauri::{AppHandle, Manager, RunEvent, WebviewWindowBuilder};

/// The label of the desk's window.
const WINDOW: &str = "desk";

/// Opens the desk on a data folder and returns when its window is closed.
///
/// # Errors
/// `already_open` when a desk is open on this folder (it has come to the front), `no_screen` when there is nothing to open a
/// window on. Whatever is wrong with the books is shown in the window.
pub(crate) fn run(data: PathBuf, at: Option<Timestamp>) -> Result<(), FaceError> {
    crate::display::need_a_screen()?;
    let folder = DataFolder::prepare(&data);
    let claim = instance::claim(&data, Face::Desk);
    if matches!(claim, Claim::Taken) {
        instance::order(&data, Face::Desk, &Order::Show);
        return Err(FaceError::new(Class::Refused, "already_open").with("path", data.display().to_string()));
    }
    if let Ok(folder) = &folder {
        crate::logging::start(folder);
    }
    tracing::info!(version = env!("CARGO_PKG_VERSION"), data = %data.display(), "the desk opens");
    let holder = Arc::new(DeskHolder::new(data, folder.map_err(Into::into), at));
    let app = catch_unwind(AssertUnwindSafe(|| build(Arc::clone(&holder))))
        .map_err(|_| FaceError::new(Class::Environment, "no_screen"))?;
    let app = app.map_err(|error| FaceError::new(Class::Environment, "no_screen").hint(error))?;
    if let Claim::First(listener) = claim {
        let handle = app.handle().clone();
        instance::obey(listener, move |order| obey(&handle, &order));
    }
    app.run(move |_, event| {
        if matches!(event, RunEvent::Exit) {
            holder.close();
            tracing::info!("the desk closes");
        }
    });
    Ok(())
}

fn build(holder: Arc<DeskHolder>) -> tauri::Result<tauri::App> {
    let opening = Arc::clone(&holder);
    let app = tauri::Builder::default()
        .manage(CameraDesk::start(Arc::clone(&holder)))
        .manage(holder)
        .invoke_handler(tauri::generate_handler![
            ipc::execute,
            ipc::query,
            ipc::startup_state,
            ipc::startup_retry,
            ipc::startup_fresh,
            ipc::quit,
            ipc::demo_fill,
            camera::camera_list,
            camera::camera_start,
            camera::camera_stop,
            camera::camera_picture,
            host::read_picture,
            host::print_page,
            host::save_text_file,
            host::app_info,
            host::listener_status,
            screens::monitor_list,
            screens::monitor_identify,
            screens::display_open,
            screens::display_close,
            screens::customers_open,
            screens::customers_close,
        ])
        .register_uri_scheme_protocol(screens::IDENTIFY_SCHEME, |_, request| screens::identify_page(&request))
        .setup(move |app| {
            let config = app.config().app.windows.iter().find(|window| window.label == WINDOW).cloned();
            let config = config.ok_or("the configuration names no desk window")?;
            WebviewWindowBuilder::from_config(app.handle(), &config)?.build()?;
            opening.open_in_background(app.handle().clone());
            end_with_the_system(app.handle().clone());
            Ok(())
        })
        .build(crate::context::context())?;
    Ok(app)
}

/// Asked by the system to end (shutdown, logout, an interrupt), the desk closes as if its window were closed.
fn end_with_the_system(app: AppHandle) {
    if let Err(error) = ctrlc::set_handler(move || app.exit(0)) {
        tracing::warn!(%error, "the system's wish to end will not be heard");
    }
}

fn obey(app: &AppHandle, order: &Order) {
    match order {
        Order::Close => app.exit(0),
        Order::Show | Order::Move(_) => {
            let Some(window) = app.get_webview_window(WINDOW) else { return };
            let shown = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
            if let Err(error) = shown {
                tracing::warn!(%error, "the window did not come to the front");
            }
        }
    }
}
