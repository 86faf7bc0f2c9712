//! Any sequence of commands, writes from outside and passing time leaves the seats right; any order of a payment's events leads to one end.

use crate::immersion::nothing_to_edit;
use crate::immersion_payments::Checkout;
use crate::support::Venue;
use comptoir_core::base::{BookingId, CustomerId, ImmersionId, WaitingId};
use comptoir_core::door::Code;
use comptoir_core::immersion::model::BookingStatus;
use comptoir_core::immersion::{
    AcceptBooking, AcceptOffer, CloseImmersion, EditImmersion, LeaveWaiting, ListBookings, MoveBooking, NoteNoShow,
    OfferSeats, ReopenImmersion, SettleClaim,
};
use comptoir_core::monitor::Repair;
use comptoir_core::sales::model::PaymentMethod;
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;

/// One thing that happens; the numbers pick among what there is.
#[derive(Clone, Debug)]
enum Act {
    Book { session: usize, customer: usize, seats: i64, paid: bool },
    Confirm(usize),
    Cancel(usize),
    Refund(usize),
    Move(usize, usize),
    Accept(usize),
    NoShow(usize),
    Join { session: usize, customer: usize, size: i64 },
    Offer(usize),
    TakeOffer(usize, bool),
    Leave(usize),
    Seats { session: usize, max: i64, external: i64 },
    Close(usize),
    Reopen(usize),
    Claim { session: usize, accept: bool },
    Pays { session: usize, checkout: usize, kind: usize },
    Outside(usize, usize),
    Time(i64),
    Upkeep,
    Repair,
}

fn act() -> impl Strategy<Value = Act> {
    let (some, one_of_two, few) = (0..1000_usize, 0..2_usize, 0..4_usize);
    prop_oneof![
        6 => (one_of_two.clone(), few.clone(), 1..4_i64, any::<bool>())
            .prop_map(|(session, customer, seats, paid)| Act::Book { session, customer, seats, paid }),
        3 => some.clone().prop_map(Act::Confirm),
        3 => some.clone().prop_map(Act::Cancel),
        3 => some.clone().prop_map(Act::Refund),
        2 => (some.clone(), one_of_two.clone()).prop_map(|(booking, session)| Act::Move(booking, session)),
        1 => some.clone().prop_map(Act::Accept),
        1 => some.clone().prop_map(Act::NoShow),
        3 => (one_of_two.clone(), few.clone(), 1..4_i64).prop_map(|(session, customer, size)| Act::Join { session, customer, size }),
        1 => some.clone().prop_map(Act::Offer),
        2 => (some.clone(), any::<bool>()).prop_map(|(party, paid)| Act::TakeOffer(party, paid)),
        1 => some.clone().prop_map(Act::Leave),
        2 => (one_of_two.clone(), 1..7_i64, 0..3_i64).prop_map(|(session, max, external)| Act::Seats { session, max, external }),
        1 => one_of_two.clone().prop_map(Act::Close),
        1 => one_of_two.clone().prop_map(Act::Reopen),
        1 => (one_of_two.clone(), any::<bool>()).prop_map(|(session, accept)| Act::Claim { session, accept }),
        4 => (one_of_two, few, 0..4_usize).prop_map(|(session, checkout, kind)| Act::Pays { session, checkout, kind }),
        4 => (0..OUTSIDE.len(), some).prop_map(|(statement, pick)| Act::Outside(statement, pick)),
        3 => (1..3_000_i64).prop_map(Act::Time),
        2 => Just(Act::Upkeep),
        1 => Just(Act::Repair),
    ]
}

/// What an older tool, or somebody with `sqlite3`, may try. `{b}` is a booking, `{s}` a session.
const OUTSIDE: [&str; 12] = [
    "INSERT INTO immersion_bookings (session_id, user_id, status) VALUES ('{s}', 1, 'confirmed')",
    "INSERT INTO immersion_bookings (session_id, user_id, status) VALUES ('{s}', 2, 'pending')",
    "INSERT INTO immersion_bookings (session_id, user_id, status, hold_until) VALUES ('{s}', 2, 'pending', '2098-01-01 00:00')",
    "UPDATE immersion_bookings SET status = 'confirmed' WHERE id = '{b}'",
    "UPDATE immersion_bookings SET status = 'cancelled' WHERE id = '{b}'",
    "UPDATE immersion_bookings SET status = 'pending' WHERE id = '{b}'",
    "UPDATE immersion_bookings SET session_id = '{s}' WHERE id = '{b}'",
    "UPDATE immersion_bookings SET user_id = 3 WHERE id = '{b}'",
    "UPDATE immersion_sessions SET reserved_places = reserved_places + 1 WHERE id = '{s}'",
    "UPDATE immersion_sessions SET reserved_places = 0, status = 'open' WHERE id = '{s}'",
    "UPDATE immersion_sessions SET max_places = 3 WHERE id = '{s}'",
    "DELETE FROM immersion_bookings WHERE id = '{b}'",
];

struct World {
    venue: Venue,
    sessions: [ImmersionId; 2],
    customers: Vec<CustomerId>,
    told: usize,
}

impl World {
    fn new() -> Self {
        let venue = Venue::before_real_now(0);
        let sessions = ["2099-03-02", "2099-04-06"].map(|first| venue.immersion_on(first, first, 4));
        let customers = ["Awa", "Bintou", "Chantal", "Djeneba"].map(|name| venue.customer(name)).to_vec();
        Self { venue, sessions, customers, told: 0 }
    }

    fn booking(&self, pick: usize) -> BookingId {
        let all = self.venue.ask(ListBookings::default());
        all.get(pick % all.len().max(1)).map_or(BookingId("none".into()), |booking| booking.booking_id.clone())
    }

    fn party(&self, pick: usize) -> WaitingId {
        let all: Vec<_> = self.sessions.iter().flat_map(|session| self.venue.line(session)).collect();
        all.get(pick % all.len().max(1)).map_or(WaitingId("none".into()), |party| party.waiting_id.clone())
    }

    /// Does it; a refusal is as good as a success, a broken store is not.
    fn play(&mut self, act: &Act) {
        let venue = &self.venue;
        let session = |place: usize| self.sessions[place].clone();
        let code = match *act {
            Act::Book { session: place, customer, seats, paid } => {
                venue.book_seats(&session(place), self.customers[customer], seats, paid).map(drop)
            }
            Act::Confirm(pick) => venue.confirm(&self.booking(pick)).map(drop),
            Act::Cancel(pick) => venue.cancel(&self.booking(pick)).map(drop),
            Act::Refund(pick) => venue.refund(&self.booking(pick)).map(drop),
            Act::Move(pick, place) => {
                venue.run(MoveBooking { booking_id: self.booking(pick), immersion_id: session(place) }).map(drop)
            }
            Act::Accept(pick) => {
                venue.manage(AcceptBooking { booking_id: self.booking(pick), reason: "agreed".into() }).map(drop)
            }
            Act::NoShow(pick) => venue.run(NoteNoShow { booking_id: self.booking(pick), no_show: true }).map(drop),
            Act::Join { session: place, customer, size } => {
                venue.join(&session(place), self.customers[customer], size).map(drop)
            }
            Act::Offer(pick) => venue.run(OfferSeats { waiting_id: self.party(pick) }).map(drop),
            Act::TakeOffer(pick, paid) => venue
                .run(AcceptOffer {
                    waiting_id: self.party(pick),
                    payment_method: paid.then_some(PaymentMethod::Card),
                    paid,
                })
                .map(drop),
            Act::Leave(pick) => venue.run(LeaveWaiting { waiting_id: self.party(pick) }).map(drop),
            Act::Seats { session: place, max, external } => venue
                .manage(EditImmersion {
                    max_places: Some(max),
                    external_places: Some(external),
                    ..nothing_to_edit(&session(place))
                })
                .map(drop),
            Act::Close(place) => venue.manage(CloseImmersion { immersion_id: session(place) }).map(drop),
            Act::Reopen(place) => venue.manage(ReopenImmersion { immersion_id: session(place) }).map(drop),
            Act::Claim { session: place, accept } => {
                venue.manage(SettleClaim { immersion_id: session(place), accept }).map(drop)
            }
            Act::Pays { session: place, checkout, kind } => {
                self.told += 1;
                let name = format!("cs_{checkout}");
                let checkout = Checkout::of(&self.sessions[place].0, &name);
                let id = format!("evt_{}", self.told);
                let event = match kind {
                    0 => checkout.event(&id, "created"),
                    1 => checkout.event(&id, "completed"),
                    2 => checkout.event(&id, "expired"),
                    _ => checkout.refund(&id),
                };
                venue.hand_in("stripe", &event).map(drop)
            }
            Act::Outside(statement, pick) => {
                let sql = OUTSIDE[statement].replace("{b}", &self.booking(pick).0);
                // Refused or not: the invariants below tell whether it could do harm.
                let _either = venue.sql(&sql.replace("{s}", &self.sessions[pick % 2].0));
                Ok(())
            }
            Act::Time(minutes) => {
                venue.minutes_pass(minutes);
                Ok(())
            }
            Act::Upkeep => {
                venue.upkeep();
                let again = venue.upkeep();
                assert_eq!(again, Default::default(), "a second upkeep at once has nothing to do");
                Ok(())
            }
            Act::Repair => venue.manage(Repair { area: Some("immersion".into()), digest: None }).map(drop),
        };
        if let Err(error) = code {
            assert!(!error.is_environment() && error.code != Code::Internal, "{act:?}: {error}");
        }
    }

    /// Beyond what the books must hold: what is told agrees with it at this instant, and nobody's money is out of sight.
    fn assert_told_right(&self) {
        let venue = &self.venue;
        venue.assert_seats_sound();
        let mut undecided = 0;
        for session in &self.sessions {
            let shown = venue.ask(comptoir_core::immersion::ShowImmersion { immersion_id: session.clone() });
            let holding = shown.bookings.iter().filter(|booking| booking.holds_seat).count() as i64;
            let told = &shown.session;
            assert_eq!(told.reserved_places, told.external_places + holding);
            assert_eq!(told.reserved_places, told.external_places + told.confirmed_places + told.held_places);
            assert_eq!(told.free_places, told.max_places - told.reserved_places);
            undecided += told.undecided;
            for booking in shown.bookings {
                let is_paid = booking.paid_at.is_some() && booking.refunded_at.is_none();
                if is_paid && booking.status == BookingStatus::Pending {
                    assert!(booking.problem.is_some(), "a paid one without a seat says why: {booking:?}");
                }
            }
        }
        let listed = venue.ask(ListBookings { customer_id: None, undecided: true }).len() as i64;
        assert_eq!(undecided, listed);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_the_seats_are_right(acts in proptest::collection::vec(act(), 30..60)) {
        let mut world = World::new();
        for act in &acts {
            world.play(act);
            world.assert_told_right();
        }
        prop_assert_eq!(world.venue.ask(comptoir_core::desk::VerifyChain {}).first_broken_seq, None);
    }
}

/// All orders of a set of events, each played in books of its own after the same beginning.
fn orders<T: Clone>(of: &[T]) -> Vec<Vec<T>> {
    if of.is_empty() {
        return vec![Vec::new()];
    }
    (0..of.len())
        .flat_map(|place| {
            let mut rest = of.to_vec();
            let first = rest.remove(place);
            orders(&rest).into_iter().map(move |mut order| {
                order.insert(0, first.clone());
                order
            })
        })
        .collect()
}

/// What remains of a payment when all was told: state, problem, money, seats, licence.
fn ends(of: &[(&str, usize)], is_full: bool) -> BTreeSet<String> {
    let venue = Venue::new();
    let mut ends = BTreeSet::new();
    for (number, order) in orders(of).into_iter().enumerate() {
        let id = venue.immersion(1);
        if is_full {
            venue.book(&id, venue.customer("Yao"), true).unwrap();
        }
        let (name, email) = (format!("cs_{number}"), format!("payer{number}@example.org"));
        let checkout = Checkout { email: Some(&email), ..Checkout::of(&id.0, &name) };
        for (kind, copy) in order {
            let event: Value = match kind {
                "refunded" => checkout.refund(&format!("evt_{number}_{kind}_{copy}")),
                kind => checkout.event(&format!("evt_{number}_{kind}_{copy}"), kind),
            };
            venue.hand_in("stripe", &event).unwrap();
        }
        venue.assert_seats_sound();
        let booking: String = venue.value(&format!(
            "SELECT COALESCE((SELECT status || ' ' || COALESCE(problem, '-') || ' ' || (paid_at IS NOT NULL) || ' ' || (refunded_at IS NOT NULL)
                 || ' ' || COALESCE(cancel_reason, '-') || ' ' || amount_cents || ' '
                 || COALESCE((SELECT license FROM profiles p WHERE p.user_id = b.user_id), '-')
             FROM immersion_bookings b WHERE stripe_session_id = '{name}'), 'none')"
        ));
        ends.insert(format!("{booking} · {} taken", venue.taken(&id).0));
    }
    ends
}

#[test]
fn the_order_of_a_payments_events_does_not_matter() {
    for (events, free, full) in [
        (
            &[("created", 1), ("completed", 1), ("expired", 1), ("refunded", 1)][..],
            "cancelled - 1 1 refunded 199700 - · 0 taken",
            "cancelled - 1 1 refunded 199700 - · 1 taken",
        ),
        (
            &[("created", 1), ("completed", 1), ("expired", 1), ("completed", 2)],
            "confirmed - 1 0 - 199700 immersion · 1 taken",
            "pending no_seat 1 0 - 199700 - · 1 taken",
        ),
        (
            &[("created", 1), ("expired", 1), ("expired", 2), ("created", 2)],
            "cancelled - 0 0 expired 199700 - · 0 taken",
            "cancelled - 0 0 expired 199700 - · 1 taken",
        ),
        (
            &[("completed", 1), ("refunded", 1)],
            "cancelled - 1 1 refunded 199700 - · 0 taken",
            "cancelled - 1 1 refunded 199700 - · 1 taken",
        ),
    ] {
        assert_eq!(ends(events, false), BTreeSet::from([free.to_owned()]), "{events:?}");
        assert_eq!(ends(events, true), BTreeSet::from([full.to_owned()]), "{events:?}");
    }
}
