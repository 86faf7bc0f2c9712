//! From the sale to the end of play, in the window alone: sold for cash, its invoice held to the camera, played, paused, ended.

use crate::harness::{ENTER, Venue, Window, say};
use serde_json::json;

#[tokio::test]
async fn a_sale_becomes_an_invoice_whose_code_opens_the_session() {
    let venue = Venue::furnished();
    let desk = Window::desk_signed_in(&venue).await;
    desk.press("button", &say("shared.nav_sales")).await;
    desk.press("label", "Découverte").await;
    desk.fill(&say("sales.customer"), "awa").await;
    desk.press("option", "Awa Diop").await;
    desk.press("button", &say("sales.sell_paid")).await;
    desk.see("dialog", &say("sales.sold_title")).await;
    desk.picture("invoice").await;
    // What the camera is shown is the very picture that the window shows.
    venue.hold_picture_to_the_camera(&desk.picture_of("img", &say("sales.qr_of")).await);
    desk.press("button", &say("shared.close")).await;
    desk.picture("sales").await;

    desk.press("button", &say("shared.nav_counter")).await;
    desk.see("heading", &say("verdicts.ok__title")).await;
    desk.keys(ENTER).await;
    desk.see("heading", &say("counter.started_title")).await;

    desk.press("button", &say("shared.nav_sessions")).await;
    desk.see("listitem", "Awa Diop").await;
    let first = desk.clock("session-clock").await;
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    let second = desk.clock("session-clock").await;
    assert!((2..=5).contains(&(first - second)), "{first} s, three seconds later {second} s");
    desk.picture("sessions").await;

    desk.press("button", &say("sessions.act_pause")).await;
    desk.see("button", &say("sessions.act_resume")).await;
    let paused = desk.clock("session-clock").await;
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    assert_eq!(desk.clock("session-clock").await, paused, "a pause costs nothing");
    assert_eq!(venue.sessions(), ["paused"]);
    desk.press("button", &say("sessions.act_resume")).await;
    desk.see("button", &say("sessions.act_pause")).await;
    desk.press("button", "15 minutes").await;
    desk.picture("extend").await;
    desk.close().await;
}

#[tokio::test]
async fn somebody_elses_change_is_on_the_screen_at_once() {
    let venue = Venue::furnished();
    let desk = Window::desk_signed_in(&venue).await;
    desk.press("button", &say("shared.nav_sessions")).await;
    desk.read(&say("sessions.empty")).await;
    let code = venue.sell(crate::harness::Offer::ThirtyMinutes);
    venue.call("scan.read", &json!({ "text": code, "source": "command_line", "activate": true, "start": true }));
    desk.see("listitem", "Awa Diop").await;
    desk.close().await;
}
