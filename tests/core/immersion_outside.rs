//! Writes past the desk, as `sqlite3` or an older tool would make them: the database itself keeps seats, states and licences right.

use crate::support::Venue;
use comptoir_core::base::ImmersionId;
use comptoir_core::immersion::model::{BookingSource, BookingStatus, ImmersionStatus};
use comptoir_core::immersion::{ListImmersion, SettleClaim, ShowImmersion};

fn session_row(venue: &Venue, id: &ImmersionId) -> (i64, Option<i64>, String) {
    let value = |column: &str| format!("SELECT {column} FROM immersion_sessions WHERE id = '{id}'");
    (venue.value(&value("reserved_places")), venue.value(&value("claimed_places")), venue.value(&value("status")))
}

fn insert(id: &ImmersionId, checkout: &str, status: &str) -> String {
    format!(
        "INSERT INTO immersion_bookings (session_id, user_id, user_email, stripe_session_id, status)
         VALUES ('{id}', 1, 'awa@example.org', '{checkout}', '{status}')"
    )
}

fn says<T: std::fmt::Debug>(outcome: Result<T, rusqlite::Error>, words: &str) {
    let error = outcome.unwrap_err().to_string();
    assert!(error.contains(words), "{error}");
}

#[test]
fn a_booking_from_outside_just_works() {
    let venue = Venue::before_real_now(0);
    let id = venue.immersion_on("2099-03-02", "2099-03-06", 2);
    let awa = venue.customer("Awa Diop");
    venue.sql(&insert(&id, "cs_1", "confirmed")).unwrap();
    assert_eq!(session_row(&venue, &id), (1, None, "open".into()));
    assert_eq!(venue.licence(awa).as_deref(), Some("immersion"));
    let shown = venue.ask(ShowImmersion { immersion_id: id.clone() });
    let booking = &shown.bookings[0];
    assert_eq!((booking.source, booking.status), (BookingSource::Outside, BookingStatus::Confirmed));
    assert!(booking.confirmed_at.is_some() && booking.paid_at.is_some(), "a checkout is money");
    assert_eq!(booking.booking_id.0.len(), 36);
    let origin: String = venue.value("SELECT origin FROM immersion_booking_events");
    assert_eq!(origin, "outside");
    venue.sql(&insert(&id, "cs_2", "confirmed")).unwrap();
    assert_eq!(session_row(&venue, &id), (2, None, "full".into()));
    says(venue.unchanged(|| venue.sql(&insert(&id, "cs_3", "confirmed"))), "seats_within_max");
    says(venue.unchanged(|| venue.sql(&insert(&id, "cs_1", "confirmed"))), "UNIQUE");
    venue.sql("UPDATE immersion_bookings SET status = 'cancelled' WHERE stripe_session_id = 'cs_1'").unwrap();
    assert_eq!(session_row(&venue, &id), (1, None, "open".into()));
    assert_eq!(venue.licence(awa).as_deref(), Some("immersion"), "one is left");
    venue.sql("UPDATE immersion_bookings SET status = 'cancelled' WHERE stripe_session_id = 'cs_2'").unwrap();
    assert_eq!(venue.licence(awa), None);
    assert_eq!(venue.value::<i64>("SELECT COUNT(*) FROM license_log"), 2);
    venue.assert_seats_sound();
}

/// The older tool's own two steps: the booking, then `increment_session_places`; and the way back.
#[test]
fn the_older_tools_counting_by_hand_neither_breaks_nor_doubts_the_count() {
    let venue = Venue::before_real_now(0);
    let id = venue.immersion_on("2099-03-02", "2099-03-06", 8);
    venue.customer("Awa Diop");
    for number in 0..3 {
        venue.sql(&insert(&id, &format!("cs_{number}"), "confirmed")).unwrap();
        venue
            .sql(&format!("UPDATE immersion_sessions SET reserved_places = reserved_places + 1 WHERE id = '{id}'"))
            .unwrap();
        assert_eq!(session_row(&venue, &id), (number + 1, None, "open".into()));
    }
    venue.sql("UPDATE immersion_bookings SET status = 'cancelled' WHERE stripe_session_id = 'cs_0'").unwrap();
    venue.sql("UPDATE immersion_sessions SET reserved_places = reserved_places - 1").unwrap();
    assert_eq!(session_row(&venue, &id), (2, None, "open".into()));
    venue.assert_seats_sound();
}

#[test]
fn what_is_written_into_the_count_is_kept_as_a_claim() {
    let venue = Venue::before_real_now(0);
    let id = venue.immersion_on("2099-03-02", "2099-03-06", 8);
    let awa = venue.customer("Awa Diop");
    let write = |reserved: i64| venue.sql(&format!("UPDATE immersion_sessions SET reserved_places = {reserved}"));
    write(3).unwrap();
    assert_eq!(session_row(&venue, &id), (0, Some(3), "open".into()));
    assert_eq!(venue.seats_of(&id).claimed_places, Some(3));
    venue.book_seats(&id, awa, 3, true).unwrap();
    assert_eq!(session_row(&venue, &id), (3, None, "open".into()), "it has come true");
    write(8).unwrap();
    assert_eq!(session_row(&venue, &id), (3, Some(8), "open".into()), "not full because somebody says so");
    let settled = venue.manage(SettleClaim { immersion_id: id.clone(), accept: true }).unwrap();
    assert_eq!((settled.external_places, settled.reserved_places, settled.claimed_places), (5, 8, None));
    assert_eq!(settled.status, ImmersionStatus::Full);
    write(1).unwrap();
    assert_eq!(session_row(&venue, &id), (8, Some(1), "full".into()));
    let dropped = venue.manage(SettleClaim { immersion_id: id.clone(), accept: false }).unwrap();
    assert_eq!((dropped.reserved_places, dropped.claimed_places), (8, None));
    says(venue.unchanged(|| write(9)), "seats_within_max");
    says(venue.unchanged(|| write(-1)), "seats_within_max");
    venue.assert_seats_sound();
}

#[test]
fn an_import_brings_claims_and_no_bookings() {
    let venue = Venue::before_real_now(0);
    venue
        .sql(
            "INSERT INTO immersion_sessions (session_date_start, session_date_end, max_places, reserved_places, status, location, price_cents)
             VALUES ('2099-03-03', '2099-03-07', 8, 3, 'open', 'Paris', 199700), ('2099-04-14', '2099-04-18', 8, 8, 'full', 'Paris', 199700),
                    ('2099-05-05', '2099-05-09', 8, 0, 'closed', 'Paris', 199700)",
        )
        .unwrap();
    let listed = venue.ask(ListImmersion::default());
    let told: Vec<_> =
        listed.iter().map(|session| (session.reserved_places, session.claimed_places, session.status)).collect();
    assert_eq!(
        told,
        [(0, Some(3), ImmersionStatus::Open), (0, Some(8), ImmersionStatus::Open), (0, None, ImmersionStatus::Closed)]
    );
    assert!(listed[2].closed_at.is_some(), "a status closed is a manager who closed it");
    venue.assert_seats_sound();
}

#[test]
fn the_status_follows_whoever_writes_it() {
    let venue = Venue::before_real_now(0);
    let id = venue.immersion_on("2099-03-02", "2099-03-06", 2);
    let set = |sql: &str| venue.sql(&format!("UPDATE immersion_sessions SET {sql}")).unwrap();
    let status = || session_row(&venue, &id).2;
    set("status = 'full'");
    assert_eq!(status(), "open");
    set("status = 'closed'");
    assert_eq!(status(), "closed");
    assert!(venue.seats_of(&id).closed_at.is_some());
    set("status = 'open'");
    assert_eq!(status(), "closed", "an older tool that counts seats does not open what the manager closed");
    set("closed_at = NULL");
    assert_eq!(status(), "open");
    set("external_places = 2");
    assert_eq!(session_row(&venue, &id), (2, None, "full".into()));
    set("max_places = 3");
    assert_eq!(status(), "open");
    says(venue.unchanged(|| venue.sql("UPDATE immersion_sessions SET max_places = 1")), "seats_within_max");
    says(venue.unchanged(|| venue.sql("UPDATE immersion_sessions SET external_places = 4")), "seats_within_max");
    set("over_at = '2026-01-01T00:00:00.000Z'");
    assert_eq!(status(), "closed");
    venue.assert_seats_sound();
}

#[test]
fn moving_unlocking_and_shrinking_cannot_oversell() {
    let venue = Venue::before_real_now(0);
    let (id, other) =
        (venue.immersion_on("2099-03-02", "2099-03-06", 1), venue.immersion_on("2099-04-06", "2099-04-10", 1));
    let awa = venue.customer("Awa");
    let (first, second) = (venue.book(&id, awa, true).unwrap(), venue.book(&other, awa, true).unwrap());
    let refused = |sql: String, words: &str| says(venue.unchanged(|| venue.sql(&sql)), words);
    let (a, b) = (first.booking_id, second.booking_id);
    refused(format!("UPDATE immersion_bookings SET session_id = '{other}' WHERE id = '{a}'"), "seats_within_max");
    refused(format!("UPDATE immersion_bookings SET session_id = NULL WHERE id = '{a}'"), "seat_has_session");
    refused(format!("UPDATE immersion_bookings SET status = 'pending' WHERE id = '{a}'"), "illegal_booking_transition");
    refused(format!("DELETE FROM immersion_bookings WHERE id = '{a}'"), "cancel it instead");
    refused(format!("DELETE FROM immersion_sessions WHERE id = '{id}'"), "has bookings");
    refused(
        format!("UPDATE immersion_sessions SET deleted_at = '2026-01-01T00:00:00.000Z' WHERE id = '{id}'"),
        "live bookings",
    );
    venue.sql(&format!("UPDATE immersion_bookings SET status = 'cancelled' WHERE id = '{b}'")).unwrap();
    refused(
        format!("UPDATE immersion_bookings SET status = 'confirmed' WHERE id = '{b}'"),
        "illegal_booking_transition",
    );
    refused(format!("DELETE FROM immersion_sessions WHERE id = '{other}'"), "has bookings");
    venue.sql(&format!("UPDATE immersion_bookings SET session_id = '{other}' WHERE id = '{a}'")).unwrap();
    assert_eq!((session_row(&venue, &id).0, session_row(&venue, &other).0), (0, 1), "both sessions are counted");
    assert_eq!(venue.booking_events(&a), ["booked", "moved"]);
    venue.assert_seats_sound();
}

#[test]
fn logs_and_the_waiting_list_are_history() {
    let venue = Venue::before_real_now(0);
    let id = venue.immersion_on("2099-03-02", "2099-03-06", 1);
    let awa = venue.customer("Awa");
    venue.book(&id, awa, true).unwrap();
    let party = venue.join(&id, awa, 1).unwrap();
    for (sql, words) in [
        ("UPDATE immersion_booking_events SET origin = 'desk'", "append-only"),
        ("DELETE FROM immersion_booking_events", "append-only"),
        ("UPDATE license_log SET new_license = NULL", "append-only"),
        ("DELETE FROM license_log", "append-only"),
        ("DELETE FROM immersion_waiting", "history"),
        (
            "INSERT INTO immersion_sessions (session_date_start, session_date_end, max_places) VALUES ('2099-02-30', '2099-03-07', 8)",
            "CHECK",
        ),
        (
            "INSERT INTO immersion_sessions (session_date_start, session_date_end, max_places) VALUES ('2099-03-07', '2099-03-03', 8)",
            "dates_in_order",
        ),
        ("UPDATE immersion_bookings SET hold_until = 'soon'", "CHECK"),
    ] {
        says(venue.unchanged(|| venue.sql(sql)), words);
    }
    // An offer that is ended from outside gives its seats back.
    let booking = venue.ask(ShowImmersion { immersion_id: id.clone() }).bookings.remove(0).booking_id;
    venue.refund(&booking).unwrap();
    assert_eq!(session_row(&venue, &id).0, 1, "offered to the party");
    venue.sql(&format!("UPDATE immersion_waiting SET status = 'left' WHERE id = '{}'", party.waiting_id)).unwrap();
    assert_eq!(session_row(&venue, &id).0, 0);
    venue.assert_seats_sound();
}

#[test]
fn a_hold_whose_deadline_is_past_gives_way_to_a_booking_from_outside() {
    let venue = Venue::before_real_now(60 * 72);
    let id = venue.immersion_on("2099-03-02", "2099-03-06", 1);
    let held = venue.book(&id, venue.customer("Awa"), false).unwrap();
    venue.sql(&insert(&id, "cs_1", "confirmed")).unwrap();
    assert_eq!(venue.booking(&held.booking_id).status, BookingStatus::Cancelled);
    assert_eq!(session_row(&venue, &id), (1, None, "full".into()));
    venue.assert_seats_sound();
}

#[test]
fn a_hold_from_outside_is_read_however_it_is_written() {
    let venue = Venue::before_real_now(0);
    let id = venue.immersion_on("2099-03-02", "2099-03-06", 2);
    venue.customer("Awa");
    venue
        .sql(&format!(
            "INSERT INTO immersion_bookings (session_id, user_id, status, booking_date, hold_until)
             VALUES ('{id}', 1, 'pending', '2026-01-02 03:04:05', '2099-01-01')"
        ))
        .unwrap();
    let shown = venue.ask(ShowImmersion { immersion_id: id.clone() });
    assert_eq!(shown.bookings[0].hold_until.unwrap().to_string(), "2099-01-01T00:00:00.000Z");
    assert_eq!(shown.bookings[0].booked_at.to_string(), "2026-01-02T03:04:05.000Z");
    assert_eq!((shown.session.held_places, session_row(&venue, &id).0), (1, 1));
    venue.sql("UPDATE immersion_bookings SET status = 'confirmed'").unwrap();
    assert_eq!(venue.seats_of(&id).confirmed_places, 1);
    venue.assert_seats_sound();
}

#[test]
fn a_booking_given_to_another_customer_takes_the_licence_along() {
    let venue = Venue::before_real_now(0);
    let id = venue.immersion_on("2099-03-02", "2099-03-06", 2);
    let (awa, yao) = (venue.customer("Awa"), venue.customer("Yao"));
    venue.book(&id, awa, true).unwrap();
    venue.sql(&format!("UPDATE immersion_bookings SET user_id = {yao}")).unwrap();
    assert_eq!((venue.licence(awa), venue.licence(yao).as_deref()), (None, Some("immersion")));
    venue.assert_seats_sound();
}
