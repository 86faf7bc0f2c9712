//! The window, measured: start to first usable screen, frame to verdict, and what 200 running clocks cost.
//!
//! `make bench` runs it on a screen of its own. It drives the real program as the journeys do; what WebDriver adds is part of the
//! figures, so they are upper bounds. A folder of pictures plays the camera, thirty frames a second.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a bench may fail"
)]

// The journeys use more of it than the bench does.
#[allow(dead_code, unused_imports)]
#[path = "../../journeys/harness/mod.rs"]
mod harness;
mod process;
mod room;

use harness::{ENTER, Offer, Venue, Window, say};
use process::Process;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How often the desk is opened, and how often a code is held to the camera.
const STARTS: usize = 5;
const CODES: usize = 20;
/// How long idleness is watched.
const WATCH: Duration = Duration::from_secs(20);

#[tokio::main(flavor = "current_thread")]
async fn main() {
    println!("{:<52} {:>12}", "what", "measured");
    start().await;
    verdicts().await;
    clocks().await;
}

fn tell(what: &str, figure: &str) {
    println!("{what:<52} {figure:>12}");
}

/// The given share of the measurements lies at or below this one.
fn quantile(measured: &mut [f64], share: f64) -> f64 {
    measured.sort_by(f64::total_cmp);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "an index")]
    let place = ((measured.len() as f64 * share).ceil() as usize).clamp(1, measured.len()) - 1;
    measured[place]
}

/// From the birth of the process to operators that can be touched.
async fn start() {
    let venue = Venue::furnished();
    let mut measured = Vec::new();
    for _ in 0..STARTS {
        let desk = Window::desk(&venue).await;
        desk.read(&say("sign-in.title_pin")).await;
        measured.push(Process::of(&venue.data()).age_ms());
        desk.close().await;
    }
    tell("start to first usable screen, median", &format!("{:.0} ms", quantile(&mut measured, 0.5)));
    tell("start to first usable screen, slowest", &format!("{:.0} ms", quantile(&mut measured, 1.0)));
}

/// From the picture that shows a code to the verdict in the page, committed before it is shown.
async fn verdicts() {
    let venue = Venue::furnished();
    let desk = Window::desk_signed_in(&venue).await;
    desk.read(&say("counter.camera_running__short")).await;
    let mut measured = Vec::new();
    for _ in 0..CODES {
        let code = venue.sell(Offer::ThirtyMinutes);
        desk.script(&watch_for(&say("verdicts.ok__title"))).await;
        let shown_ms = now_ms();
        venue.hold_to_the_camera(&code);
        let seen_ms = loop {
            if let Some(seen) = desk.script("return window.__seen_ms ?? null").await.as_f64() {
                break seen;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        measured.push(seen_ms - shown_ms);
        venue.take_from_the_camera();
        desk.keys("\u{e00c}").await;
        // A code counts as gone after a second and a half.
        tokio::time::sleep(Duration::from_millis(1_800)).await;
    }
    tell("frame with a code to verdict on screen, median", &format!("{:.0} ms", quantile(&mut measured, 0.5)));
    tell("frame with a code to verdict on screen, p95", &format!("{:.0} ms", quantile(&mut measured, 0.95)));
    tell("memory of our process, camera on", &format!("{:.0} MB", Process::of(&venue.data()).memory_mb()));
    desk.close().await;
}

/// Notes in the page when a heading with this text appears.
fn watch_for(title: &str) -> String {
    let title = serde_json::to_string(title).unwrap();
    format!(
        "window.__seen_ms = undefined;
         const look = () => {{
             const said = [...document.querySelectorAll('h1, h2, h3')].some((heading) => heading.textContent.includes({title}));
             if (said) window.__seen_ms = Date.now(); else requestAnimationFrame(look);
         }};
         requestAnimationFrame(look);"
    )
}

#[allow(clippy::cast_precision_loss, reason = "milliseconds of this century")]
fn now_ms() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as f64
}

/// What a full room costs while nobody does anything.
async fn clocks() {
    let venue = Venue::furnished();
    room::fill(&venue.data(), 200);
    let desk = Window::desk_signed_in(&venue).await;
    desk.keys("\u{e032}").await; // F2: the Sessions screen
    desk.see("heading", &say("sessions.title")).await;
    let cards = desk.script("return document.querySelectorAll('[data-testid=session-card]').length").await;
    assert_eq!(cards.as_u64(), Some(200), "all of them are on screen");
    tokio::time::sleep(Duration::from_secs(5)).await;
    let ours = Process::of(&venue.data());
    let page = ours.web_page();
    let (before, page_before) = (ours.cpu_ms(), page.cpu_ms());
    tokio::time::sleep(WATCH).await;
    let share = |spent_ms: f64| 100.0 * spent_ms / (WATCH.as_secs_f64() * 1_000.0);
    tell("200 clocks: our process, of one core", &format!("{:.1} %", share(ours.cpu_ms() - before)));
    tell("200 clocks: WebKit's page, of one core", &format!("{:.1} %", share(page.cpu_ms() - page_before)));
    tell("200 clocks: memory of our process", &format!("{:.0} MB", ours.memory_mb()));
    tell("200 clocks: memory of WebKit's page", &format!("{:.0} MB", page.memory_mb()));
    desk.keys(ENTER).await;
    desk.close().await;
}
