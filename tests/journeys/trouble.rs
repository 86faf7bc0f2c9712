//! Trouble when the program starts, and what each window may not do.

use crate::harness::{PATIENCE, Venue, Window, run_a_second_desk, say};
use std::time::{Duration, Instant};

#[tokio::test]
async fn damaged_books_are_said_plainly_and_empty_ones_are_opened_when_somebody_decides_so() {
    let venue = Venue::new();
    std::fs::create_dir(venue.data()).unwrap();
    std::fs::write(venue.data().join("comptoir.db"), "this was a database once".repeat(500)).unwrap();
    let desk = Window::desk(&venue).await;
    desk.read(&say("errors.database_set_aside")).await;
    desk.picture("damaged").await;
    desk.press("button", &say("shared.start_fresh")).await;
    desk.read(&say("sign-in.welcome_title")).await;
    let kept = std::fs::read_dir(venue.data().join("damaged")).unwrap().count();
    assert_eq!(kept, 1, "the damaged books are kept");
    desk.close().await;
}

#[tokio::test]
async fn books_of_a_newer_program_are_left_alone() {
    let venue = Venue::furnished();
    let books = rusqlite::Connection::open(venue.data().join("comptoir.db")).unwrap();
    books.pragma_update(None, "user_version", 9_999).unwrap();
    drop(books);
    let desk = Window::desk(&venue).await;
    desk.read(&say("errors.database_newer")).await;
    assert!(!desk.sees("button", &say("shared.start_fresh")).await, "they are not damaged");
    desk.picture("newer").await;
    desk.close().await;
}

#[tokio::test]
async fn a_second_copy_says_that_the_first_is_open_and_ends() {
    let venue = Venue::furnished();
    let desk = Window::desk_signed_in(&venue).await;
    let (status, message) = run_a_second_desk(&venue);
    assert_eq!(status, Some(1), "{message}");
    assert!(message.contains("\"already_open\""), "{message}");
    desk.see("heading", &say("counter.title")).await;
    desk.close().await;
}

#[tokio::test]
async fn the_desk_opens_the_display_as_a_process_of_its_own_and_closes_it() {
    let venue = Venue::furnished();
    let desk = Window::desk_signed_in(&venue).await;
    assert_eq!(desk.invoke("display_open", "{ monitor: null }").await, "done");
    wait_until("a display", || venue.displays() == 1).await;
    // Asked again, the one that is open moves; there is no second one.
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(desk.invoke("display_open", "{ monitor: null }").await, "done");
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(venue.displays(), 1);
    assert_eq!(desk.invoke("display_close", "{}").await, "done");
    wait_until("no display", || venue.displays() == 0).await;
    desk.close().await;
}

#[tokio::test]
async fn no_window_may_do_what_is_not_its_own() {
    let venue = Venue::furnished();
    let desk = Window::desk(&venue).await;
    let nobody = desk.invoke("execute", "{ name: 'session.pause_all', input: { reason: 'x' }, requestId: 'r' }").await;
    assert_eq!(nobody, "not_signed_in");
    assert_eq!(desk.invoke("query", "{ name: 'session.list', input: {} }").await, "not_signed_in");
    for foreign in
        ["plugin:fs|read_file", "plugin:shell|execute", "plugin:window|create", "plugin:webview|create_webview"]
    {
        assert_eq!(desk.invoke(foreign, "{}").await, "refused", "{foreign}");
    }
    let display = Window::display(&venue).await;
    display.see("any", "Comptoir").await;
    for foreign in ["execute", "camera_start", "read_picture", "startup_fresh", "demo_fill", "quit", "display_open"] {
        assert_eq!(display.invoke(foreign, "{}").await, "refused", "{foreign}");
    }
    assert_eq!(display.invoke("query", "{ name: 'setting.all', input: {} }").await, "not_signed_in");
    display.close().await;
    desk.close().await;
}

#[tokio::test]
async fn the_customers_page_asks_for_the_coming_sessions_and_for_nothing_else() {
    let venue = Venue::furnished();
    let page = Window::customers(&venue).await;
    page.see("heading", &say("coming.title")).await;
    page.picture("customers").await;
    assert_eq!(page.invoke("query", "{ name: 'immersion.coming', input: {} }").await, "done");
    for foreign in ["display.board", "desk.overview", "setting.all", "immersion.list"] {
        let question = format!("{{ name: '{foreign}', input: {{}} }}");
        assert_eq!(page.invoke("query", &question).await, "not_signed_in", "{foreign}");
    }
    for foreign in ["execute", "app_info", "camera_start", "quit", "display_open", "customers_open"] {
        assert_eq!(page.invoke(foreign, "{}").await, "refused", "{foreign}");
    }
    page.close().await;
}

async fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let until = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < until, "never: {what}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
