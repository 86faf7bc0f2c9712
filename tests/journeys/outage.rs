//! Bad luck: the desk is killed in mid-session; the display counts on, and the customer loses nothing.

use crate::harness::{ENTER, Offer, Venue, Window, say};
use serde_json::json;
use std::time::Duration;

/// What a power cut may cost: the time since the last heartbeat, and what passes between two looks of a journey.
const AT_MOST_LOST_MS: i64 = 9_000;
/// How long the desk is gone: far more than a cut may cost.
const GONE: Duration = Duration::from_secs(20);

#[tokio::test]
async fn the_display_survives_the_desk_and_the_customer_loses_nothing() {
    let venue = Venue::furnished();
    let desk = Window::desk_signed_in(&venue).await;
    let code = venue.sell(Offer::ThirtyMinutes);
    venue.hold_to_the_camera(&code);
    desk.see("heading", &say("verdicts.ok__title")).await;
    desk.keys(ENTER).await;
    desk.see("heading", &say("counter.started_title")).await;

    let display = Window::display(&venue).await;
    let first = display.clock("display-clock").await;
    display.picture("display-counting").await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let second = display.clock("display-clock").await;
    assert!((2..=5).contains(&(first - second)), "{first} s, three seconds later {second} s");

    let remaining_before_ms = venue.remaining_ms();
    venue.kill_the_desk();
    display.read(&say("display.desk_silent")).await;
    display.picture("display-alone").await;
    let alone = display.clock("display-clock").await;
    assert!(alone < second, "it counts on: {second} s, then {alone} s");
    tokio::time::sleep(GONE).await;

    let desk = Window::desk_signed_in(&venue).await;
    let outages = venue.call("outage.list", &json!({}));
    assert_eq!(outages.as_array().map(Vec::len), Some(1), "{outages}");
    let lost_ms = remaining_before_ms - venue.remaining_ms();
    assert!(lost_ms < AT_MOST_LOST_MS, "the customer lost {lost_ms} ms");
    desk.close().await;
    display.close().await;
}

#[tokio::test]
async fn the_display_says_when_the_desk_is_frozen_and_when_it_is_back() {
    let venue = Venue::furnished();
    let desk = Window::desk_signed_in(&venue).await;
    let code = venue.sell(Offer::ThirtyMinutes);
    venue.hold_to_the_camera(&code);
    desk.see("heading", &say("verdicts.ok__title")).await;
    desk.keys(ENTER).await;
    desk.see("heading", &say("counter.started_title")).await;

    let display = Window::display(&venue).await;
    let before = display.clock("display-clock").await;
    venue.freeze_the_desk();
    display.read(&say("display.desk_silent")).await;
    assert!(display.clock("display-clock").await < before, "it counts on");
    venue.wake_the_desk();
    display.read_no_more(&say("display.desk_silent")).await;
    display.close().await;
    desk.close().await;
}
