//! What the page asks of the machine, beside camera and screens: a picture read, the page printed, the program's particulars.

use super::desk::DeskHolder;
use super::ipc::off_the_loop;
use crate::error::{Class, FaceError};
use comptoir_vision::picture;
use serde::Serialize;
use std::sync::Arc;
use tauri::ipc::{InvokeBody, Request};
use tauri::{State, WebviewWindow};

/// The texts of the codes on a picture; none when it shows none. The picture is the request's body, as it is.
#[tauri::command]
pub(super) async fn read_picture(request: Request<'_>) -> Result<Vec<String>, FaceError> {
    let InvokeBody::Raw(bytes) = request.body() else {
        return Err(FaceError::new(Class::Usage, "picture_unreadable").hint("the body is no picture"));
    };
    let bytes = bytes.clone();
    off_the_loop(move || Ok(picture::read_bytes(&bytes)?.into_iter().map(|reading| reading.text).collect())).await
}

/// Opens the system's print dialog.
#[tauri::command]
pub(super) fn print_page(window: WebviewWindow) -> Result<(), FaceError> {
    window.print().map_err(|error| FaceError::new(Class::Environment, "print_failed").hint(error))
}

/// The program's particulars.
#[derive(Debug, Serialize)]
pub(super) struct AppInfo {
    version: &'static str,
    data_dir: String,
}

/// Version, and where the data is.
#[tauri::command]
pub(super) fn app_info(holder: State<'_, Arc<DeskHolder>>) -> AppInfo {
    AppInfo { version: env!("CARGO_PKG_VERSION"), data_dir: holder.data().display().to_string() }
}
