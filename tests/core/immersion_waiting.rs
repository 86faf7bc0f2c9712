//! The waiting list: offers with a deadline, the next in line, and never more seats promised than there are.

use crate::immersion::{PRICE, nothing_to_edit};
use crate::support::Venue;
use comptoir_core::base::ImmersionId;
use comptoir_core::door::Code;
use comptoir_core::immersion::model::{BookingSource, BookingStatus, ImmersionStatus, Upkept, WaitingStatus};
use comptoir_core::immersion::{AcceptOffer, CancelBooking, EditImmersion, LeaveWaiting, OfferSeats};
use comptoir_core::sales::model::PaymentMethod;

/// The states of a session's parties, by their names.
fn states(venue: &Venue, id: &ImmersionId) -> Vec<(String, WaitingStatus, Option<i64>)> {
    let mut line = venue.line(id);
    line.sort_by(|a, b| a.joined_at.cmp(&b.joined_at).then(a.customer_id.cmp(&b.customer_id)));
    line.into_iter().map(|party| (party.customer_name, party.status, party.place)).collect()
}

fn state(name: &str, status: WaitingStatus, place: Option<i64>) -> (String, WaitingStatus, Option<i64>) {
    (name.into(), status, place)
}

#[test]
fn seats_that_come_free_go_to_the_next_until_somebody_takes_them() {
    let venue = Venue::new();
    let id = venue.immersion(1);
    let sold = venue.book(&id, venue.customer("Awa"), true).unwrap();
    for name in ["Bintou", "Chantal"] {
        let party = venue.join(&id, venue.customer(name), 1).unwrap();
        assert_eq!(party.status, WaitingStatus::Waiting);
        venue.seconds_pass(1);
    }
    venue.refund(&sold.booking_id).unwrap();
    assert_eq!(
        states(&venue, &id),
        [state("Bintou", WaitingStatus::Offered, None), state("Chantal", WaitingStatus::Waiting, Some(1))]
    );
    assert_eq!(venue.taken(&id), (1, ImmersionStatus::Full), "what is offered is held");
    assert_eq!(venue.book(&id, venue.customer("Eve"), true).unwrap_err().code, Code::ImmersionFull);
    let offered = venue.line(&id).remove(0);
    assert_eq!(offered.offer_until.unwrap(), venue.now() + comptoir_core::base::Millis::from_minutes(24 * 60));

    venue.minutes_pass(24 * 60);
    assert_eq!(venue.line(&id)[1].status, WaitingStatus::Expired, "past its deadline, noted or not");
    let late = AcceptOffer { waiting_id: offered.waiting_id, payment_method: Some(PaymentMethod::Cash), paid: true };
    assert_eq!(venue.unchanged(|| venue.run(late)).unwrap_err().code, Code::WaitingNotOffered);
    assert_eq!(venue.upkeep(), Upkept { expired_offers: 1, offered: 1, ..Upkept::default() });
    assert_eq!(
        states(&venue, &id),
        [state("Bintou", WaitingStatus::Expired, None), state("Chantal", WaitingStatus::Offered, None)]
    );
    let next = venue.line(&id).remove(0).waiting_id;
    let take = AcceptOffer { waiting_id: next, payment_method: Some(PaymentMethod::Cash), paid: true };
    let booked = venue.run(take).unwrap();
    assert_eq!(
        (booked.len(), booked[0].status, booked[0].source),
        (1, BookingStatus::Confirmed, BookingSource::WaitingList)
    );
    assert_eq!(booked[0].amount_cents, Some(PRICE));
    assert_eq!(venue.licence(booked[0].customer_id).as_deref(), Some("immersion"));
    assert_eq!(venue.upkeep(), Upkept::default());
    venue.assert_seats_sound();
}

#[test]
fn a_party_that_is_too_large_is_passed_over_and_keeps_its_place() {
    let venue = Venue::new();
    let id = venue.immersion(3);
    let sold = venue.book_seats(&id, venue.customer("Awa"), 3, true).unwrap();
    for (name, size) in [("Three", 3), ("One", 1), ("Two", 2)] {
        venue.join(&id, venue.customer(name), size).unwrap();
        venue.seconds_pass(1);
    }
    venue.refund(&sold[0].booking_id).unwrap();
    assert_eq!(
        states(&venue, &id),
        [
            state("Three", WaitingStatus::Waiting, Some(1)),
            state("One", WaitingStatus::Offered, None),
            state("Two", WaitingStatus::Waiting, Some(2)),
        ]
    );
    venue.refund(&sold[1].booking_id).unwrap();
    venue.refund(&sold[2].booking_id).unwrap();
    assert_eq!(states(&venue, &id)[2].1, WaitingStatus::Offered, "two fit now");
    assert_eq!(states(&venue, &id)[0], state("Three", WaitingStatus::Waiting, Some(1)));
    assert_eq!(venue.taken(&id).0, 3);
    for party in venue.line(&id).into_iter().filter(|party| party.status == WaitingStatus::Offered) {
        venue.run(LeaveWaiting { waiting_id: party.waiting_id }).unwrap();
    }
    assert_eq!(states(&venue, &id)[0].1, WaitingStatus::Offered, "who leaves gives back, and three are free");
    venue.assert_seats_sound();
}

#[test]
fn free_seats_are_offered_to_who_joins_unless_somebody_who_fits_waits_before() {
    let venue = Venue::new();
    let id = venue.immersion(4);
    assert_eq!(venue.join(&id, venue.customer("First"), 3).unwrap().status, WaitingStatus::Offered);
    assert_eq!(venue.join(&id, venue.customer("Second"), 2).unwrap().place, Some(1));
    assert_eq!(venue.join(&id, venue.customer("Third"), 1).unwrap().status, WaitingStatus::Offered, "one is free");
    let more = EditImmersion { max_places: Some(6), ..nothing_to_edit(&id) };
    venue.manage(more).unwrap();
    assert_eq!(venue.taken(&id).0, 6, "seats that are added go to who waits");
    venue.assert_seats_sound();
}

#[test]
fn offers_by_hand_only_where_the_settings_say_so() {
    let venue = Venue::new();
    venue.set("immersion.offer_hours", 0).unwrap();
    let id = venue.immersion(2);
    let sold = venue.book_seats(&id, venue.customer("Awa"), 2, true).unwrap();
    let first = venue.join(&id, venue.customer("First"), 1).unwrap();
    venue.seconds_pass(1);
    let second = venue.join(&id, venue.customer("Second"), 1).unwrap();
    venue.refund(&sold[0].booking_id).unwrap();
    assert_eq!(venue.unchanged(|| venue.upkeep()), Upkept::default());
    assert_eq!(venue.taken(&id), (1, ImmersionStatus::Open), "nobody was offered it by itself");
    let offered = venue.run(OfferSeats { waiting_id: second.waiting_id.clone() }).unwrap();
    assert_eq!(offered.status, WaitingStatus::Offered, "out of turn");
    let again = OfferSeats { waiting_id: second.waiting_id };
    assert_eq!(venue.unchanged(|| venue.run(again)).unwrap_err().code, Code::WaitingNotInLine);
    let refused = venue.unchanged(|| venue.run(OfferSeats { waiting_id: first.waiting_id })).unwrap_err();
    assert_eq!(refused.code, Code::ImmersionFull);
}

#[test]
fn an_accepted_offer_may_be_paid_later_seat_by_seat() {
    let venue = Venue::new();
    let id = venue.immersion(2);
    let party = venue.join(&id, venue.customer("Awa"), 2).unwrap();
    venue.minutes_pass(60);
    let held = venue.run(AcceptOffer { waiting_id: party.waiting_id, payment_method: None, paid: false }).unwrap();
    let until = venue.now() + comptoir_core::base::Millis::from_minutes(48 * 60);
    assert!(held.iter().all(|booking| booking.hold_until == Some(until)));
    venue.confirm(&held[0].booking_id).unwrap();
    venue.minutes_pass(48 * 60);
    assert_eq!(venue.upkeep().released, 1);
    assert_eq!(venue.taken(&id), (1, ImmersionStatus::Open));
    venue.assert_seats_sound();
}

#[test]
fn the_seats_of_an_offer_may_be_paid_or_given_back_one_by_one() {
    let venue = Venue::new();
    let id = venue.immersion(4);
    let seats = |name: &str| {
        let party = venue.join(&id, venue.customer(name), 2).unwrap();
        let shown = venue.ask(comptoir_core::immersion::ShowImmersion { immersion_id: id.clone() });
        let of_party =
            shown.bookings.into_iter().filter(|booking| booking.waiting_id.as_ref() == Some(&party.waiting_id));
        of_party.map(|booking| booking.booking_id).collect::<Vec<_>>()
    };
    for booking in seats("Awa") {
        venue.confirm(&booking).unwrap();
    }
    for booking_id in seats("Yao") {
        venue.run(CancelBooking { booking_id, reason: "not after all".into() }).unwrap();
    }
    let mut ends: Vec<_> = venue.line(&id).into_iter().map(|party| (party.customer_name, party.status)).collect();
    ends.sort();
    assert_eq!(ends, [("Awa".into(), WaitingStatus::Accepted), ("Yao".into(), WaitingStatus::Left)]);
    assert_eq!(venue.taken(&id).0, 2);
    venue.assert_seats_sound();
}
