//! The monitors of this machine, and what the room sees on them: the countdown display and the customers' page, each a process of
//! its own that outlives the desk.

use super::desk::DeskHolder;
use super::ipc::off_the_loop;
use crate::display::Page;
use crate::error::{Class, FaceError};
use crate::instance::{self, Order};
use serde::Serialize;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tauri::http::{Request, Response};
use tauri::{AppHandle, Manager, State, WebviewUrl, WebviewWindowBuilder};

/// The scheme under which the pages with the monitors' numbers stand.
pub(super) const IDENTIFY_SCHEME: &str = "comptoir-identify";
/// How long the numbers are shown.
const IDENTIFY_FOR: Duration = Duration::from_secs(3);
/// Width and height of a number's window, in logical pixels.
const IDENTIFY_SIZE: f64 = 260.0;

/// A screen the display can be put on.
#[derive(Debug, Serialize)]
pub(super) struct Monitor {
    id: String,
    name: String,
    width: u32,
    height: u32,
    primary: bool,
}

/// The monitors, in the system's order.
#[tauri::command]
pub(super) fn monitor_list(app: AppHandle) -> Result<Vec<Monitor>, FaceError> {
    let primary = app.primary_monitor().map_err(unknown)?;
    let primary = primary.as_ref().map(|monitor| *monitor.position());
    let monitors = crate::display::place::monitors(&app).map_err(unknown)?;
    let told = monitors.into_iter().map(|(id, monitor)| Monitor {
        name: id.clone(),
        id,
        width: monitor.size().width,
        height: monitor.size().height,
        primary: primary.as_ref() == Some(monitor.position()),
    });
    Ok(told.collect())
}

/// Shows its number on every monitor for a moment.
#[tauri::command]
pub(super) async fn monitor_identify(app: AppHandle) -> Result<(), FaceError> {
    let monitors = crate::display::place::monitors(&app).map_err(unknown)?;
    let mut windows = Vec::new();
    for (number, (_, monitor)) in (1..).zip(monitors) {
        let label = format!("identify-{number}");
        if app.get_webview_window(&label).is_some() {
            continue;
        }
        let Ok(page) = format!("{IDENTIFY_SCHEME}://localhost/{number}").parse() else { continue };
        let scale = monitor.scale_factor();
        let corner = monitor.position().to_logical::<f64>(scale);
        let size = monitor.size().to_logical::<f64>(scale);
        let (x, y) = (corner.x + (size.width - IDENTIFY_SIZE) / 2.0, corner.y + (size.height - IDENTIFY_SIZE) / 2.0);
        let window = WebviewWindowBuilder::new(&app, label, WebviewUrl::CustomProtocol(page))
            .title(number.to_string())
            .inner_size(IDENTIFY_SIZE, IDENTIFY_SIZE)
            .position(x, y)
            .decorations(false)
            .always_on_top(true)
            .focused(false)
            .skip_taskbar(true)
            .build()
            .map_err(unknown)?;
        windows.push(window);
    }
    off_the_loop(|| {
        std::thread::sleep(IDENTIFY_FOR);
        Ok(())
    })
    .await?;
    for window in windows {
        window.close().map_err(unknown)?;
    }
    Ok(())
}

/// The page of a number. It can call nothing: no capability names its window.
pub(super) fn identify_page(request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
    let number: u8 = request.uri().path().trim_matches('/').parse().unwrap_or_default();
    let page = format!(
        "<!doctype html><meta charset=utf-8><title>{number}</title><style>html,body{{height:100%;margin:0}}\
         body{{display:grid;place-items:center;background:#1d1b2e;color:#fff;font:700 160px system-ui}}</style><p>{number}"
    );
    let policy = "default-src 'none'; style-src 'unsafe-inline'";
    let page = Response::builder()
        .header("Content-Type", "text/html")
        .header("Content-Security-Policy", policy)
        .body(page.into_bytes());
    page.unwrap_or_default()
}

/// Opens the display on a monitor, or moves the one that is open there. Without a monitor: the one of the settings.
#[tauri::command]
pub(super) async fn display_open(holder: State<'_, Arc<DeskHolder>>, monitor: Option<String>) -> Result<(), FaceError> {
    let holder = Arc::clone(&holder);
    off_the_loop(move || open_page(&holder, Page::Countdown, monitor)).await
}

/// The same for any page, and for the desk itself.
pub(super) fn open_page(holder: &DeskHolder, page: Page, monitor: Option<String>) -> Result<(), FaceError> {
    let monitor = monitor.filter(|name| !name.is_empty()).or_else(|| monitor_of_settings(holder, page));
    let wish = Order::Move(monitor.clone().unwrap_or_default());
    if instance::order(holder.data(), page.face(), &wish) {
        return Ok(());
    }
    spawn(holder, page, monitor.as_deref())
}

/// Closes the display, if one is open on this folder.
#[tauri::command]
pub(super) async fn display_close(holder: State<'_, Arc<DeskHolder>>) -> Result<(), FaceError> {
    close_page(&holder, Page::Countdown).await
}

/// Opens the customers' page on a monitor, or moves it there. Without a monitor: the one of the settings.
#[tauri::command]
pub(super) async fn customers_open(
    holder: State<'_, Arc<DeskHolder>>,
    monitor: Option<String>,
) -> Result<(), FaceError> {
    let holder = Arc::clone(&holder);
    off_the_loop(move || open_page(&holder, Page::Customers, monitor)).await
}

/// Closes the customers' page, if it is open on this folder.
#[tauri::command]
pub(super) async fn customers_close(holder: State<'_, Arc<DeskHolder>>) -> Result<(), FaceError> {
    close_page(&holder, Page::Customers).await
}

async fn close_page(holder: &Arc<DeskHolder>, page: Page) -> Result<(), FaceError> {
    let holder = Arc::clone(holder);
    off_the_loop(move || {
        instance::order(holder.data(), page.face(), &Order::Close);
        Ok(())
    })
    .await
}

fn monitor_of_settings(holder: &DeskHolder, page: Page) -> Option<String> {
    holder.setting(page.monitor_setting()).filter(|name| !name.is_empty())
}

fn spawn(holder: &DeskHolder, page: Page, monitor: Option<&str>) -> Result<(), FaceError> {
    let failed = |error: std::io::Error| FaceError::new(Class::Environment, "no_screen").hint(error);
    let program = std::env::current_exe().map_err(failed)?;
    let mut command = Command::new(program);
    command.arg("display").arg("--data").arg(holder.data());
    if page == Page::Customers {
        command.args(["--page", "customers"]);
    }
    if let Some(monitor) = monitor {
        command.args(["--monitor", monitor]);
    }
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    outlive_the_desk(&mut command);
    let mut child = command.spawn().map_err(failed)?;
    // Its end is waited for, so that no dead process stays behind in the system's list.
    let reaper = std::thread::Builder::new().name(page.window().into()).spawn(move || child.wait());
    reaper.map(drop).map_err(failed)
}

/// A group of its own: what ends the desk's group (a terminal, a session) does not end the display.
#[cfg(unix)]
fn outlive_the_desk(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
fn outlive_the_desk(_command: &mut Command) {}

fn unknown(error: tauri::Error) -> FaceError {
    FaceError::new(Class::Environment, "monitor_unknown").hint(error)
}
