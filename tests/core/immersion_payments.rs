//! Payments find their seat: in any order, any number of times, with or without a seat, for sessions known and unknown.

use crate::immersion::PRICE;
use crate::support::Venue;
use comptoir_core::base::{Cents, CustomerId, ImmersionId, Millis};
use comptoir_core::customers::{BlockCustomer, SearchCustomers};
use comptoir_core::door::Code;
use comptoir_core::immersion::model::{Booking, BookingProblem, BookingSource, BookingStatus, ImmersionStatus};
use comptoir_core::immersion::{
    AcceptBooking, CloseImmersion, CountUndecided, DeleteImmersion, ListBookings, MoveBooking,
};
use comptoir_core::inbox::model::Outcome;
use serde_json::{Value, json};

/// An event of Stripe about a checkout for a seat.
pub struct Checkout<'a> {
    pub session: &'a str,
    pub checkout: &'a str,
    pub email: Option<&'a str>,
    pub user: Option<CustomerId>,
    pub amount: i64,
    pub currency: &'a str,
}

impl<'a> Checkout<'a> {
    pub fn of(session: &'a str, checkout: &'a str) -> Self {
        Self { session, checkout, email: Some("awa@example.org"), user: None, amount: PRICE.0, currency: "eur" }
    }

    pub fn event(&self, id: &str, kind: &str) -> Value {
        let status = if kind == "completed" { "paid" } else { "unpaid" };
        json!({ "id": id, "object": "event", "type": format!("checkout.session.{kind}"), "data": { "object": {
            "id": self.checkout, "object": "checkout.session", "payment_intent": format!("pi_{}", self.checkout),
            "payment_status": status, "amount_total": self.amount, "currency": self.currency,
            "customer_details": { "email": self.email, "name": "Awa Diop" },
            "metadata": { "type": "immersion", "sessionId": self.session, "userId": self.user.map(|user| user.to_string()) } } } })
    }

    pub fn refund(&self, id: &str) -> Value {
        json!({ "id": id, "type": "charge.refunded", "data": { "object": { "id": "ch_1", "object": "charge",
            "payment_intent": format!("pi_{}", self.checkout), "amount": self.amount, "amount_refunded": self.amount, "refunded": true,
            "currency": self.currency, "billing_details": { "email": self.email, "name": "Awa Diop" },
            "metadata": { "type": "immersion", "sessionId": self.session } } } })
    }
}

impl Venue {
    pub fn stripe(&self, event: &Value) -> Outcome {
        self.hand_in("stripe", event).unwrap().event.outcome
    }

    pub fn all_bookings(&self) -> Vec<Booking> {
        self.ask(ListBookings::default())
    }

    fn only_booking(&self) -> Booking {
        let mut bookings = self.all_bookings();
        assert_eq!(bookings.len(), 1, "{bookings:#?}");
        bookings.remove(0)
    }
}

#[test]
fn a_paid_checkout_books_the_seat_and_gives_the_licence() {
    let venue = Venue::new();
    let id = venue.immersion(8);
    let checkout = Checkout::of(&id.0, "cs_1");
    assert_eq!(venue.stripe(&checkout.event("evt_1", "completed")), Outcome::Confirmed);
    let booking = venue.only_booking();
    assert_eq!(
        (booking.status, booking.source, booking.amount_cents),
        (BookingStatus::Confirmed, BookingSource::Payment, Some(PRICE))
    );
    assert_eq!((booking.customer_name.as_str(), booking.email.as_deref()), ("Awa Diop", Some("awa@example.org")));
    assert_eq!(booking.stripe_session_id.as_deref(), Some("cs_1"));
    assert_eq!(booking.stripe_payment_intent_id.as_deref(), Some("pi_cs_1"));
    assert_eq!(venue.licence(booking.customer_id).as_deref(), Some("immersion"));
    assert_eq!(venue.taken(&id).0, 1);
    // Another seat for the same address is the same customer's, however the address is written.
    let again = Checkout { email: Some("AWA@example.org"), ..Checkout::of(&id.0, "cs_2") };
    venue.stripe(&again.event("evt_2", "completed"));
    assert_eq!(venue.ask(SearchCustomers { text: "awa".into(), limit: None }).len(), 1);
    assert_eq!(venue.taken(&id).0, 2);
    venue.assert_seats_sound();
}

#[test]
fn a_checkout_holds_its_seat_until_it_expires_or_is_paid() {
    let venue = Venue::new();
    let id = venue.immersion(1);
    let checkout = Checkout::of(&id.0, "cs_1");
    assert_eq!(venue.stripe(&checkout.event("evt_1", "created")), Outcome::Held);
    assert_eq!(venue.taken(&id), (1, ImmersionStatus::Full));
    assert_eq!(venue.licence(venue.only_booking().customer_id), None, "nothing is paid");
    assert_eq!(venue.stripe(&checkout.event("evt_2", "expired")), Outcome::Released);
    assert_eq!(venue.taken(&id), (0, ImmersionStatus::Open));
    assert_eq!(
        venue.stripe(&checkout.event("evt_3", "completed")),
        Outcome::Confirmed,
        "paid after all: it comes back"
    );
    assert_eq!(venue.taken(&id), (1, ImmersionStatus::Full));
    assert_eq!(venue.stripe(&checkout.refund("evt_4")), Outcome::Refunded);
    let booking = venue.only_booking();
    assert_eq!((booking.status, booking.refunded_at.is_some()), (BookingStatus::Cancelled, true));
    assert_eq!((venue.taken(&id).0, venue.licence(booking.customer_id)), (0, None));
    assert_eq!(venue.stripe(&checkout.event("evt_5", "completed")), Outcome::Refunded, "and stays so");
    venue.assert_seats_sound();
}

#[test]
fn paid_without_a_seat_is_a_booking_that_waits_for_a_person() {
    let venue = Venue::new();
    let (id, other) = (venue.immersion(1), venue.immersion_on("2026-05-04", "2026-05-08", 1));
    venue.book(&id, venue.customer("Yao"), true).unwrap();
    for (number, way_out) in ["another session", "refund", "a seat after all"].into_iter().enumerate() {
        let name = format!("cs_{number}");
        let checkout = Checkout::of(&id.0, &name);
        assert_eq!(venue.stripe(&checkout.event(&format!("evt_{number}"), "completed")), Outcome::PaidWithoutSeat);
        assert_eq!((venue.ask(CountUndecided {}), venue.seats_of(&id).undecided), (1, 1), "{way_out}");
        assert_eq!(venue.immersion_findings(), [("immersion_paid_without_seat".to_owned(), 1)]);
        let booking = venue.ask(ListBookings { customer_id: None, undecided: true }).remove(0);
        assert_eq!(
            (booking.status, booking.problem, booking.holds_seat),
            (BookingStatus::Pending, Some(BookingProblem::NoSeat), false)
        );
        assert_eq!(venue.confirm(&booking.booking_id).unwrap_err().code, Code::BookingUndecided);
        match number {
            0 => {
                let there = MoveBooking { booking_id: booking.booking_id.clone(), immersion_id: other.clone() };
                assert_eq!(venue.run(there).unwrap().status, BookingStatus::Confirmed);
                assert_eq!(venue.taken(&other), (1, ImmersionStatus::Full));
                venue.refund(&booking.booking_id).unwrap();
            }
            1 => assert_eq!(venue.refund(&booking.booking_id).unwrap().problem, Some(BookingProblem::NoSeat)),
            _ => {
                let accept =
                    || AcceptBooking { booking_id: booking.booking_id.clone(), reason: "there is room now".into() };
                assert_eq!(venue.manage(accept()).unwrap_err().code, Code::ImmersionFull);
                let sold: String = venue.value("SELECT id FROM immersion_bookings WHERE source = 'counter'");
                venue.refund(&comptoir_core::base::BookingId(sold)).unwrap();
                assert_eq!(venue.manage(accept()).unwrap().status, BookingStatus::Confirmed);
            }
        }
        assert_eq!((venue.ask(CountUndecided {}), venue.immersion_findings()), (0, Vec::new()), "{way_out}");
        assert!(matches!(
            venue.stripe(&checkout.event(&format!("again_{number}"), "completed")),
            Outcome::Refunded | Outcome::Confirmed
        ));
        venue.assert_seats_sound();
    }
}

#[test]
fn what_is_wrong_with_the_money_waits_for_a_manager() {
    let venue = Venue::new();
    let (id, cheap) = (venue.immersion(8), venue.immersion_on("2026-05-04", "2026-05-08", 8));
    venue
        .manage(comptoir_core::immersion::EditImmersion {
            price_cents: Some(Cents(150_000)),
            ..crate::immersion::nothing_to_edit(&cheap)
        })
        .unwrap();
    let differs = Checkout { amount: 150_000, ..Checkout::of(&id.0, "cs_1") };
    assert_eq!(venue.stripe(&differs.event("evt_1", "completed")), Outcome::AmountDiffers);
    let foreign = Checkout { currency: "usd", ..Checkout::of(&id.0, "cs_2") };
    assert_eq!(venue.stripe(&foreign.event("evt_2", "completed")), Outcome::CurrencyDiffers);
    assert_eq!(venue.taken(&id).0, 0, "neither has a seat yet");
    let undecided = venue.ask(ListBookings { customer_id: None, undecided: true });
    let of = |problem| undecided.iter().find(|booking| booking.problem == Some(problem)).unwrap().booking_id.clone();
    let (amount, currency) = (of(BookingProblem::AmountDiffers), of(BookingProblem::CurrencyDiffers));
    let move_to = |booking_id, immersion_id| venue.run(MoveBooking { booking_id, immersion_id });
    assert_eq!(
        move_to(currency.clone(), cheap.clone()).unwrap_err().code,
        Code::BookingUndecided,
        "not staff's to decide"
    );
    assert_eq!(move_to(amount, cheap).unwrap().status, BookingStatus::Confirmed, "the price of the other session");
    let accept = AcceptBooking { booking_id: currency, reason: "agreed by phone".into() };
    assert_eq!(venue.manage(accept).unwrap().status, BookingStatus::Confirmed);
    assert_eq!(venue.stripe(&foreign.event("evt_3", "completed")), Outcome::Confirmed, "decided is decided");
    venue.assert_seats_sound();
}

#[test]
fn a_payment_for_an_unknown_session_finds_it_when_it_appears() {
    let venue = Venue::new();
    let id = "0b8f7a56-0000-4000-a000-00000000abcd";
    let checkout = Checkout::of(id, "cs_1");
    assert_eq!(venue.stripe(&checkout.event("evt_1", "completed")), Outcome::SessionUnknown);
    let waiting = venue.only_booking();
    assert_eq!((waiting.session_id, waiting.wanted_session.as_deref()), (None, Some(id)));
    assert_eq!(venue.unchanged(|| venue.upkeep()), Default::default());
    venue
        .sql(&format!(
            "INSERT INTO immersion_sessions (id, session_date_start, session_date_end, max_places, price_cents, currency)
             VALUES ('{id}', '2026-04-06', '2026-04-10', 8, 199700, 'EUR')"
        ))
        .unwrap();
    assert_eq!(venue.upkeep().attached, 1);
    assert_eq!(venue.only_booking().status, BookingStatus::Confirmed);
    assert_eq!(venue.upkeep(), Default::default());
    assert_eq!(venue.stripe(&checkout.event("evt_2", "completed")), Outcome::Confirmed);
    venue.assert_seats_sound();
    let elsewhere = Checkout::of("no session at all", "cs_2");
    assert_eq!(venue.stripe(&elsewhere.event("evt_3", "completed")), Outcome::SessionUnknown);
    let lost = venue.ask(ListBookings { customer_id: None, undecided: true }).remove(0);
    let there = MoveBooking { booking_id: lost.booking_id, immersion_id: ImmersionId(id.into()) };
    assert_eq!(venue.run(there).unwrap().status, BookingStatus::Confirmed);
    venue.assert_seats_sound();
}

#[test]
fn closed_deleted_and_past_sessions_take_no_money_silently() {
    let venue = Venue::new();
    let (closed, deleted, past) =
        (venue.immersion(8), venue.immersion(8), venue.immersion_on("2026-03-02", "2026-03-06", 8));
    let held = Checkout { email: Some("yao@example.org"), ..Checkout::of(&closed.0, "cs_held") };
    assert_eq!(venue.stripe(&held.event("evt_0", "created")), Outcome::Held);
    venue.manage(CloseImmersion { immersion_id: closed.clone() }).unwrap();
    venue.manage(DeleteImmersion { immersion_id: deleted.clone() }).unwrap();
    for (number, id) in [&closed, &deleted, &past].into_iter().enumerate() {
        let name = format!("cs_{number}");
        let checkout = Checkout::of(&id.0, &name);
        assert_eq!(venue.stripe(&checkout.event(&format!("open_{number}"), "created")), Outcome::Pending);
        assert_eq!(venue.stripe(&checkout.event(&format!("paid_{number}"), "completed")), Outcome::PaidWithoutSeat);
    }
    let undecided = venue.ask(ListBookings { customer_id: None, undecided: true });
    assert_eq!(undecided.len(), 3);
    assert!(undecided.iter().all(|booking| booking.problem == Some(BookingProblem::SessionClosed)));
    assert_eq!(venue.stripe(&held.event("evt_9", "completed")), Outcome::Confirmed, "who had a seat before keeps it");
    venue.assert_seats_sound();
}

#[test]
fn what_a_person_decided_stands() {
    let venue = Venue::new();
    let id = venue.immersion(8);
    let checkout = Checkout::of(&id.0, "cs_1");
    venue.stripe(&checkout.event("evt_1", "created"));
    let booking = venue.only_booking().booking_id;
    venue.cancel(&booking).unwrap();
    assert_eq!(venue.stripe(&checkout.event("evt_2", "completed")), Outcome::PaidWithoutSeat);
    let kept = venue.only_booking();
    assert_eq!((kept.status, kept.paid_at.is_some(), venue.taken(&id).0), (BookingStatus::Cancelled, true, 0));
    assert_eq!(venue.immersion_findings(), [("immersion_cancelled_with_money".to_owned(), 1)]);
    venue.refund(&booking).unwrap();
    assert_eq!(venue.immersion_findings(), []);
    assert_eq!(venue.stripe(&checkout.event("evt_3", "completed")), Outcome::Refunded);
    // Confirmed by hand while the checkout was open: its end changes nothing.
    let other = Checkout { email: Some("yao@example.org"), ..Checkout::of(&id.0, "cs_2") };
    venue.stripe(&other.event("evt_4", "created"));
    let second = venue.ask(ListBookings::default()).into_iter().find(|booking| booking.holds_seat).unwrap().booking_id;
    venue.confirm(&second).unwrap();
    assert_eq!(venue.stripe(&other.event("evt_5", "expired")), Outcome::Confirmed);
    assert_eq!(venue.taken(&id).0, 1);
    venue.assert_seats_sound();
}

#[test]
fn a_blocked_customer_who_paid_has_the_seat_and_staff_are_told() {
    let venue = Venue::new();
    let (id, awa) = (venue.immersion(8), venue.customer("Awa"));
    venue.manage(BlockCustomer { customer_id: awa, reason: "damage".into() }).unwrap();
    let checkout = Checkout { user: Some(awa), ..Checkout::of(&id.0, "cs_1") };
    assert_eq!(venue.stripe(&checkout.event("evt_1", "completed")), Outcome::Confirmed);
    let booking = venue.only_booking();
    assert_eq!(booking.customer_id, awa);
    assert!(booking.note.unwrap().contains("bloqué"));
}

#[test]
fn who_pays_without_a_name_is_entered_under_the_payments() {
    let venue = Venue::new();
    let id = venue.immersion(8);
    let checkout = Checkout { email: None, ..Checkout::of(&id.0, "cs_test_12345678") };
    let mut event = checkout.event("evt_1", "created");
    event["data"]["object"]["customer_details"] = Value::Null;
    assert_eq!(venue.stripe(&event), Outcome::Pending, "nobody to hold a seat for");
    let mut event = checkout.event("evt_2", "completed");
    event["data"]["object"]["customer_details"] = Value::Null;
    assert_eq!(venue.stripe(&event), Outcome::Confirmed);
    assert_eq!(venue.only_booking().customer_name, "stripe …12345678");
    venue.assert_seats_sound();
}

#[test]
fn a_hold_that_its_checkout_outlives_is_free_and_comes_back_if_paid() {
    let venue = Venue::new();
    let id = venue.immersion(1);
    let checkout = Checkout::of(&id.0, "cs_1");
    let mut created = checkout.event("evt_1", "created");
    let until = venue.now() + Millis::from_minutes(30);
    created["data"]["object"]["expires_at"] = json!(until.unix_ms() / 1000);
    assert_eq!(venue.stripe(&created), Outcome::Held);
    assert_eq!(venue.only_booking().hold_until, Some(until));
    venue.minutes_pass(30);
    assert_eq!(venue.seats_of(&id).free_places, 1);
    venue.book(&id, venue.customer("Yao"), true).unwrap();
    assert_eq!(venue.stripe(&checkout.event("evt_2", "completed")), Outcome::PaidWithoutSeat);
    assert_eq!(venue.taken(&id), (1, ImmersionStatus::Full));
    venue.assert_seats_sound();
}
