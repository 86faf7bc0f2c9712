//! Immersion sessions in the window: edited, booked to full, open again; and money without a seat, decided both ways.

use crate::harness::{ENTER, Venue, Window, say};
use serde_json::{Value, json};

/// A place that only these sessions have, so that they are found by it.
const HERE: &str = "Abidjan Plateau";
const THERE: &str = "Bouaké";

/// An immersion session with this many seats, to begin in so many days.
fn session(venue: &Venue, location: &str, in_days: i64, max_places: i64) -> String {
    let day = |ahead: i64| {
        let books = rusqlite::Connection::open_in_memory().unwrap();
        books.query_row("SELECT date('now', ?1)", [format!("+{ahead} days")], |row| row.get::<_, String>(0)).unwrap()
    };
    let input = json!({
        "starts_on": day(in_days), "ends_on": day(in_days + 4), "max_places": max_places, "location": location,
        "price_cents": 199_700, "currency": "EUR",
    });
    venue.call("immersion.create", &input)["immersion_id"].as_str().unwrap().to_owned()
}

fn shown(venue: &Venue, immersion_id: &str) -> Value {
    venue.call("immersion.show", &json!({ "immersion_id": immersion_id }))
}

/// Status and taken seats, as the books have them.
fn seats(venue: &Venue, immersion_id: &str) -> (String, i64) {
    let session = shown(venue, immersion_id)["session"].clone();
    (session["status"].as_str().unwrap().to_owned(), session["reserved_places"].as_i64().unwrap())
}

/// What the payment provider sends when somebody has paid for a seat.
fn paid(event: &str, session: &str, email: &str) -> Value {
    json!({
        "id": event, "object": "event", "type": "checkout.session.completed", "created": 1_760_000_000,
        "data": { "object": {
            "id": format!("cs_{event}"), "object": "checkout.session", "payment_intent": format!("pi_{event}"),
            "payment_status": "paid", "status": "complete", "amount_total": 199_700, "currency": "eur",
            "customer_details": { "email": email, "name": email.split('@').next() },
            "metadata": { "type": "immersion", "sessionId": session },
        } },
    })
}

#[tokio::test]
async fn a_session_is_edited_booked_to_full_and_open_again_when_a_seat_comes_back() {
    let venue = Venue::furnished();
    let id = session(&venue, HERE, 10, 3);
    let desk = Window::desk_signed_in(&venue).await;
    desk.press("button", &say("shared.nav_immersion")).await;
    desk.press("button", HERE).await;
    desk.read("0/3").await;
    desk.picture("immersion-open").await;

    desk.press("button", &say("immersion.act_edit")).await;
    desk.fill(&say("immersion.max_places"), "2").await;
    desk.picture("immersion-edit").await;
    desk.keys(ENTER).await;
    desk.read("0/2").await;

    desk.press("button", &say("immersion.act_book")).await;
    desk.fill(&say("sales.customer"), "awa").await;
    desk.press("option", "Awa Diop").await;
    desk.fill(&say("immersion.seats_label"), "2").await;
    desk.picture("immersion-book").await;
    desk.press("button", &format!("{} 3 994 €", say("immersion.book_paid"))).await;
    desk.read("2/2").await;
    desk.read(&say("immersion.status_full")).await;
    desk.picture("immersion-full").await;
    assert_eq!(seats(&venue, &id), ("full".into(), 2));
    let licence =
        venue.call("immersion.booking", &json!({ "booking_id": shown(&venue, &id)["bookings"][0]["booking_id"] }));
    assert_eq!(licence["licence"], "immersion");

    // Fewer seats than are taken: said while typing, and not to be saved.
    desk.press("button", &say("immersion.act_edit")).await;
    desk.fill(&say("immersion.max_places"), "1").await;
    desk.read("2 places sont prises").await;
    desk.press("button", &say("immersion.revert")).await;

    desk.press("button", &say("immersion.act_refund")).await;
    desk.fill(&say("sales.reason"), "empêchée").await;
    desk.picture("immersion-refund").await;
    desk.press("button", &format!("{} 1 997 €", say("immersion.refund_action"))).await;
    desk.read("1/2").await;
    desk.read(&say("immersion.status_open")).await;
    assert_eq!(seats(&venue, &id), ("open".into(), 1));
    desk.close().await;
}

#[tokio::test]
async fn money_without_a_seat_is_an_alert_and_finds_another_session_or_its_way_back() {
    let venue = Venue::furnished();
    let (full, other) = (session(&venue, HERE, 10, 1), session(&venue, THERE, 20, 2));
    venue.ingest(&[paid("first", &full, "first@example.org")]);
    assert_eq!(seats(&venue, &full), ("full".into(), 1));
    let desk = Window::desk_signed_in(&venue).await;
    venue.ingest(&[paid("second", &full, "second@example.org"), paid("third", &full, "third@example.org")]);
    // The same two once more: nothing happens twice.
    venue.ingest(&[paid("third", &full, "third@example.org"), paid("second", &full, "second@example.org")]);
    assert_eq!(venue.call("immersion.undecided_count", &json!({})), json!(2));

    desk.press("button", &say("shared.nav_monitor")).await;
    desk.press("tab", &say("payments.alerts")).await;
    desk.read("second").await;
    desk.read("third").await;
    desk.picture("alerts").await;
    desk.press("button", &say("immersion.act_other_session")).await;
    desk.press("button", THERE).await;
    desk.read_no_more("second@example.org").await;
    assert_eq!(seats(&venue, &other), ("open".into(), 1));

    desk.press("button", &say("immersion.act_refund")).await;
    desk.fill(&say("sales.reason"), "complet").await;
    desk.press("button", &format!("{} 1 997 €", say("immersion.refund_action"))).await;
    desk.read_no_more("third@example.org").await;
    desk.picture("alerts-none").await;
    assert_eq!(venue.call("immersion.undecided_count", &json!({})), json!(0));
    assert_eq!(seats(&venue, &full), ("full".into(), 1), "whoever had the seat keeps it");
    desk.close().await;
}
