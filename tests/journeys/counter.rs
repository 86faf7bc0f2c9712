//! The main job: an invoice is held to the camera, Enter, and the session runs.

use crate::harness::{ENTER, Offer, Venue, Window, say};
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn the_first_start_creates_the_manager_and_the_pin_opens_the_desk_again() {
    let venue = Venue::new();
    let desk = Window::desk(&venue).await;
    desk.read(&say("sign-in.welcome_title")).await;
    desk.picture("first-start").await;
    desk.press("button", &say("sign-in.fill_empty")).await;
    desk.fill(&say("sign-in.step_name"), "Mariam").await;
    desk.press("button", &say("sign-in.continue")).await;
    desk.see("heading", &say("sign-in.step_pin")).await;
    desk.keys(&format!("2468{ENTER}")).await;
    desk.see("heading", &say("sign-in.step_pin_again")).await;
    desk.keys(&format!("2468{ENTER}")).await;
    desk.see("heading", &say("counter.title")).await;
    desk.picture("counter-empty").await;

    desk.press("button", &say("shared.lock_of")).await;
    desk.read(&say("sign-in.title_pin")).await;
    desk.keys(&format!("1111{ENTER}")).await;
    desk.see("alert", "code").await;
    desk.picture("wrong-pin").await;
    desk.keys(&format!("2468{ENTER}")).await;
    desk.see("heading", &say("counter.title")).await;
    let operators = venue.call("operator.list", &json!({}));
    assert_eq!((operators[0]["name"].as_str(), operators[0]["role"].as_str()), (Some("Mariam"), Some("manager")));
    desk.close().await;
}

#[tokio::test]
async fn an_invoice_held_to_the_camera_starts_its_session_with_enter() {
    let venue = Venue::furnished();
    let desk = Window::desk_signed_in(&venue).await;
    desk.read(&say("counter.camera_running__short")).await;
    let code = venue.sell(Offer::ThirtyMinutes);
    venue.hold_to_the_camera(&code);
    desk.see("heading", &say("verdicts.ok__title")).await;
    desk.read("Awa Diop").await;
    desk.picture("verdict-ok").await;
    assert_eq!(venue.sessions(), Vec::<String>::new(), "a scan starts nothing");

    desk.keys(ENTER).await;
    desk.see("heading", &say("counter.started_title")).await;
    desk.picture("started").await;
    assert_eq!(venue.sessions(), ["active"]);

    // The same paper once more: it says so, and starts nothing.
    venue.take_from_the_camera();
    tokio::time::sleep(Duration::from_secs(2)).await;
    venue.hold_to_the_camera(&code);
    desk.see("heading", &say("verdicts.already_active__title")).await;
    desk.picture("verdict-already-active").await;
    desk.close().await;
}

#[tokio::test]
async fn a_code_typed_by_hand_and_a_code_that_is_not_ours_get_their_verdicts() {
    let venue = Venue::furnished();
    let desk = Window::desk_signed_in(&venue).await;
    let code = venue.sell(Offer::ThirtyMinutes);
    desk.fill(&say("counter.field"), "https://example.org/menu").await;
    desk.keys(ENTER).await;
    desk.see("heading", &say("verdicts.foreign_qr__title")).await;
    desk.picture("verdict-foreign").await;
    desk.fill(&say("counter.field"), &code).await;
    desk.keys(ENTER).await;
    desk.see("heading", &say("verdicts.ok__title")).await;
    desk.close().await;
}
