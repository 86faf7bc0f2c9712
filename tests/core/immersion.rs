//! Immersion sessions at the counter: what each command does.

use crate::support::{NOON, Venue};
use comptoir_core::base::{BookingId, Cents, Currency, CustomerId, Day, ImmersionId};
use comptoir_core::door::{Caller, Code, Command, DoorError};
use comptoir_core::immersion::model::{
    Booking, BookingStatus, ImmersionSession, ImmersionStatus, Upkept, WaitingParty, WaitingStatus,
};
use comptoir_core::immersion::{
    BookSeats, CancelBooking, CheckAvailability, CloseImmersion, ConfirmBooking, CreateImmersion, DeleteImmersion,
    DuplicateImmersion, EditImmersion, JoinWaiting, KeepUp, ListBookings, ListImmersion, MoveBooking, NoteNoShow,
    PreviewImmersion, RefundBooking, ReopenImmersion, ShowBooking, ShowImmersion,
};
use comptoir_core::sales::model::PaymentMethod;

pub const PRICE: Cents = Cents(199_700);

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn nothing_to_edit(immersion_id: &ImmersionId) -> EditImmersion {
    EditImmersion {
        immersion_id: immersion_id.clone(),
        starts_on: None,
        ends_on: None,
        max_places: None,
        external_places: None,
        location: None,
        price_cents: None,
        currency: None,
        description: None,
        is_active: None,
        revision: None,
    }
}

impl Venue {
    /// A session of five days, four weeks from NOON's, with so many seats.
    pub fn immersion(&self, max_places: i64) -> ImmersionId {
        self.immersion_on("2026-04-06", "2026-04-10", max_places)
    }

    pub fn immersion_on(&self, starts_on: &str, ends_on: &str, max_places: i64) -> ImmersionId {
        self.manage(CreateImmersion {
            starts_on: day(starts_on),
            ends_on: day(ends_on),
            max_places,
            external_places: 0,
            location: "Abidjan".into(),
            price_cents: PRICE,
            currency: Some(Currency::Eur),
            description: None,
            is_active: true,
        })
        .unwrap()
        .immersion_id
    }

    pub fn book(&self, session: &ImmersionId, customer_id: CustomerId, paid: bool) -> Result<Booking, DoorError> {
        Ok(self.book_seats(session, customer_id, 1, paid)?.remove(0))
    }

    pub fn book_seats(
        &self,
        session: &ImmersionId,
        customer_id: CustomerId,
        seats: i64,
        paid: bool,
    ) -> Result<Vec<Booking>, DoorError> {
        self.run(BookSeats {
            immersion_id: session.clone(),
            customer_id,
            seats,
            payment_method: paid.then_some(PaymentMethod::Cash),
            paid,
            amount_cents: None,
            reference: None,
            note: None,
        })
    }

    pub fn seats_of(&self, session: &ImmersionId) -> ImmersionSession {
        self.ask(ShowImmersion { immersion_id: session.clone() }).session
    }

    /// Reserved, status.
    pub fn taken(&self, session: &ImmersionId) -> (i64, ImmersionStatus) {
        let session = self.seats_of(session);
        (session.reserved_places, session.status)
    }

    pub fn booking(&self, id: &BookingId) -> Booking {
        self.ask(ShowBooking { booking_id: id.clone() }).booking
    }

    pub fn booking_events(&self, id: &BookingId) -> Vec<String> {
        self.ask(ShowBooking { booking_id: id.clone() }).events.into_iter().map(|event| event.event).collect()
    }

    pub fn licence(&self, customer: CustomerId) -> Option<String> {
        self.value(&format!("SELECT (SELECT license FROM profiles WHERE user_id = {customer})"))
    }

    pub fn confirm(&self, id: &BookingId) -> Result<Booking, DoorError> {
        self.run(ConfirmBooking { booking_id: id.clone(), payment_method: PaymentMethod::Wave, reference: None })
    }

    pub fn cancel(&self, id: &BookingId) -> Result<Booking, DoorError> {
        self.run(CancelBooking { booking_id: id.clone(), reason: "does not come".into() })
    }

    pub fn refund(&self, id: &BookingId) -> Result<Booking, DoorError> {
        self.manage(RefundBooking { booking_id: id.clone(), reason: "ill".into(), method: None })
    }

    pub fn join(&self, session: &ImmersionId, who: CustomerId, party_size: i64) -> Result<WaitingParty, DoorError> {
        self.run(JoinWaiting { immersion_id: session.clone(), customer_id: who, party_size })
    }

    pub fn upkeep(&self) -> Upkept {
        self.run_as(Caller::System, KeepUp {}).unwrap()
    }

    pub fn line(&self, session: &ImmersionId) -> Vec<WaitingParty> {
        self.ask(ShowImmersion { immersion_id: session.clone() }).waiting
    }

    /// What must hold after everything, whoever wrote: seats, bounds, status, licences, and that no check has a finding that a program
    /// could have prevented.
    pub fn assert_seats_sound(&self) {
        let count = |sql: &str| self.value::<i64>(&format!("SELECT COUNT(*) FROM {sql}"));
        let counted = "external_places + (SELECT COUNT(*) FROM immersion_bookings b WHERE b.session_id = s.id AND b.holds_seat = 1)";
        assert_eq!(count(&format!("immersion_sessions s WHERE reserved_places <> {counted}")), 0, "reserved = counted");
        assert_eq!(
            count(&format!("immersion_sessions s WHERE {counted} NOT BETWEEN 0 AND max_places")),
            0,
            "0 ≤ reserved ≤ max"
        );
        let status = "CASE WHEN closed_at IS NOT NULL OR over_at IS NOT NULL THEN 'closed'
                           WHEN reserved_places >= max_places THEN 'full' ELSE 'open' END";
        assert_eq!(count(&format!("immersion_sessions WHERE status <> {status}")), 0, "status follows");
        assert_eq!(
            count(
                "immersion_bookings b LEFT JOIN profiles p USING (user_id) WHERE b.status = 'confirmed' AND p.license IS NOT 'immersion'"
            ),
            0,
            "a seat gives the licence"
        );
        assert_eq!(
            count(
                "profiles p WHERE license = 'immersion' AND NOT EXISTS (SELECT 1 FROM immersion_bookings b
                   WHERE b.user_id = p.user_id AND b.status = 'confirmed')"
            ),
            0,
            "and takes it along"
        );
        assert_eq!(
            count("immersion_waiting w WHERE status = 'offered' AND party_size < (SELECT COUNT(*) FROM immersion_bookings b
                   WHERE b.waiting_id = w.id AND b.holds_seat = 1)"),
            0,
            "nobody is promised more than they asked for"
        );
    }
}

/// Runs a command that must be refused, leaving every byte alone; its code.
pub fn refused<C: Command>(venue: &Venue, caller: Caller, command: C) -> DoorError
where
    C::Output: std::fmt::Debug,
{
    venue.unchanged(|| venue.run_as(caller, command)).unwrap_err()
}

#[test]
fn a_session_is_booked_until_it_is_full_and_opens_again() {
    let venue = Venue::new();
    let session = venue.immersion(3);
    let awa = venue.customer("Awa Diop");
    assert_eq!(venue.taken(&session), (0, ImmersionStatus::Open));
    let paid = venue.book(&session, awa, true).unwrap();
    assert_eq!((paid.status, paid.holds_seat, paid.amount_cents), (BookingStatus::Confirmed, true, Some(PRICE)));
    assert_eq!(venue.licence(awa).as_deref(), Some("immersion"), "in the same transaction");
    let held = venue.book_seats(&session, venue.customer("Yao"), 2, false).unwrap();
    assert!(held.iter().all(|booking| booking.status == BookingStatus::Pending && booking.holds_seat));
    assert_eq!(held[0].hold_until.unwrap(), venue.now() + comptoir_core::base::Millis::from_minutes(48 * 60));
    assert_eq!(venue.taken(&session), (3, ImmersionStatus::Full));
    let shown = venue.seats_of(&session);
    assert_eq!((shown.confirmed_places, shown.held_places, shown.free_places), (1, 2, 0));
    venue.cancel(&held[0].booking_id).unwrap();
    assert_eq!(venue.taken(&session), (2, ImmersionStatus::Open));
    let confirmed = venue.confirm(&held[1].booking_id).unwrap();
    assert_eq!((confirmed.status, confirmed.payment_method), (BookingStatus::Confirmed, Some(PaymentMethod::Wave)));
    assert_eq!(venue.booking_events(&held[1].booking_id), ["booked", "confirmed"]);
    assert_eq!(venue.booking_events(&held[0].booking_id), ["booked", "cancelled"]);
    venue.assert_seats_sound();
}

#[test]
fn a_refund_frees_the_seat_and_takes_the_licence_that_bookings_gave() {
    let venue = Venue::new();
    let (first, second) = (venue.immersion(8), venue.immersion_on("2026-05-04", "2026-05-08", 8));
    let awa = venue.customer("Awa Diop");
    venue.sql(&format!("INSERT INTO profiles (user_id, license) VALUES ({awa}, 'basic')")).unwrap();
    let bookings = [&first, &second].map(|session| venue.book(session, awa, true).unwrap());
    assert_eq!(venue.licence(awa).as_deref(), Some("immersion"));
    let refunded = venue.refund(&bookings[0].booking_id).unwrap();
    assert_eq!(refunded.status, BookingStatus::Cancelled);
    assert_eq!(refunded.refunded_at, Some(venue.now()));
    assert_eq!(venue.licence(awa).as_deref(), Some("immersion"), "the other booking still gives it");
    venue.refund(&bookings[1].booking_id).unwrap();
    assert_eq!(venue.licence(awa).as_deref(), Some("basic"), "what there was before comes back");
    let log: String = venue.value(
        "SELECT group_concat(COALESCE(old_license, '-') || '>' || COALESCE(new_license, '-'), ' ') FROM (SELECT * FROM license_log ORDER BY id)",
    );
    assert_eq!(log, "basic>immersion immersion>basic");
    assert_eq!(venue.booking_events(&bookings[0].booking_id), ["booked", "cancelled", "refunded"]);
    venue.assert_seats_sound();
}

#[test]
fn a_licence_given_by_hand_is_not_taken() {
    let venue = Venue::new();
    let session = venue.immersion(8);
    let awa = venue.customer("Awa Diop");
    venue.sql(&format!("INSERT INTO profiles (user_id, license) VALUES ({awa}, 'immersion')")).unwrap();
    let booking = venue.book(&session, awa, true).unwrap();
    venue.refund(&booking.booking_id).unwrap();
    assert_eq!(venue.licence(awa).as_deref(), Some("immersion"));
    assert_eq!(venue.value::<i64>("SELECT COUNT(*) FROM license_log"), 0);
}

#[test]
fn a_session_is_edited_in_place_and_refused_where_somebody_was_faster() {
    let venue = Venue::new();
    let id = venue.immersion(8);
    let before = venue.seats_of(&id);
    venue.book(&id, venue.customer("Awa"), true).unwrap();
    assert_eq!(venue.seats_of(&id).revision, before.revision, "a booking is no edit");
    let edited = venue
        .manage(EditImmersion {
            starts_on: Some(day("2026-04-13")),
            ends_on: Some(day("2026-04-17")),
            max_places: Some(4),
            external_places: Some(3),
            location: Some("  Dakar ".into()),
            description: Some("Élite".into()),
            price_cents: Some(Cents(150_000)),
            is_active: Some(false),
            revision: Some(before.revision),
            ..nothing_to_edit(&id)
        })
        .unwrap();
    assert_eq!((edited.reserved_places, edited.max_places, edited.status), (4, 4, ImmersionStatus::Full));
    assert_eq!((edited.location.as_str(), edited.description.as_deref()), ("Dakar", Some("Élite")));
    assert!(edited.revision > before.revision);
    let late = EditImmersion { max_places: Some(9), revision: Some(before.revision), ..nothing_to_edit(&id) };
    assert_eq!(refused(&venue, venue.manager, late).code, Code::ImmersionChanged);
    let shrunk = EditImmersion { max_places: Some(1), external_places: Some(0), ..nothing_to_edit(&id) };
    assert_eq!(venue.manage(shrunk).unwrap().reserved_places, 1, "seats and seats elsewhere in one go");
    let plain = venue.manage(EditImmersion { description: Some(String::new()), ..nothing_to_edit(&id) }).unwrap();
    assert_eq!(plain.description, None);
    venue.sql("UPDATE immersion_sessions SET location = 'Thiès'").unwrap();
    let outside = EditImmersion { revision: Some(plain.revision), ..nothing_to_edit(&id) };
    assert_eq!(refused(&venue, venue.manager, outside).code, Code::ImmersionChanged, "an edit from outside is one");
    venue.assert_seats_sound();
}

#[test]
fn duplicating_closing_reopening_deleting() {
    let venue = Venue::new();
    let id = venue.immersion(8);
    let booking = venue.book(&id, venue.customer("Awa"), true).unwrap();
    let copy = venue.manage(DuplicateImmersion { immersion_id: id.clone(), starts_on: day("2026-06-29") }).unwrap();
    assert_eq!((copy.starts_on, copy.ends_on), (day("2026-06-29"), day("2026-07-03")));
    assert_eq!((copy.max_places, copy.reserved_places, copy.price_cents), (8, 0, PRICE));
    let closed = venue.manage(CloseImmersion { immersion_id: id.clone() }).unwrap();
    assert_eq!((closed.status, closed.confirmed_places), (ImmersionStatus::Closed, 1), "who is booked stays so");
    assert_eq!(venue.value::<String>(&format!("SELECT status FROM immersion_sessions WHERE id = '{id}'")), "closed");
    let open = venue.manage(ReopenImmersion { immersion_id: id.clone() }).unwrap();
    assert_eq!((open.status, open.closed_at), (ImmersionStatus::Open, None));
    venue.refund(&booking.booking_id).unwrap();
    venue.manage(DeleteImmersion { immersion_id: id.clone() }).unwrap();
    let listed = venue.ask(ListImmersion { include_past: true, ..ListImmersion::default() });
    assert_eq!(listed.iter().map(|session| &session.immersion_id).collect::<Vec<_>>(), [&copy.immersion_id]);
    assert_eq!(venue.booking(&booking.booking_id).status, BookingStatus::Cancelled, "its history is kept");
    assert_eq!(venue.book(&id, venue.customer("Yao"), true).unwrap_err().code, Code::ImmersionUnknown);
    let outside =
        format!("INSERT INTO immersion_bookings (session_id, user_id, status) VALUES ('{id}', 1, 'confirmed')");
    assert!(venue.sql(&outside).unwrap_err().to_string().contains("deleted"));
}

#[test]
fn a_change_is_previewed_with_whom_it_concerns() {
    let venue = Venue::new();
    let id = venue.immersion(3);
    let (awa, yao) = (venue.customer("Awa"), venue.customer("Yao"));
    venue.book(&id, awa, true).unwrap();
    venue.book_seats(&id, yao, 2, false).unwrap();
    venue.join(&id, awa, 2).unwrap();
    let preview = |change: &dyn Fn(&mut PreviewImmersion)| {
        let mut preview = PreviewImmersion {
            immersion_id: id.clone(),
            max_places: None,
            starts_on: None,
            ends_on: None,
            external_places: None,
            close: false,
        };
        change(&mut preview);
        venue.unchanged(|| venue.ask(preview))
    };
    let impact = preview(&|change| change.max_places = Some(2));
    assert_eq!(
        (impact.refusal, impact.booked_places, impact.max_places_least),
        (Some(Code::ImmersionSeatsBooked), 3, 3)
    );
    assert_eq!((impact.bookings.len(), impact.waiting.len()), (3, 1));
    assert_eq!(preview(&|change| change.external_places = Some(1)).refusal, Some(Code::ImmersionSeatsBooked));
    assert_eq!(preview(&|change| change.close = true).refusal, None);
    assert_eq!(preview(&|change| change.ends_on = Some(day("2026-01-01"))).refusal, Some(Code::ImmersionDatesInvalid));
    assert_eq!(preview(&|change| change.max_places = Some(3)).refusal, None);
}

#[test]
fn holds_run_out_at_their_deadline_swept_or_not() {
    let venue = Venue::new();
    let id = venue.immersion(1);
    let (awa, yao) = (venue.customer("Awa"), venue.customer("Yao"));
    let held = venue.book(&id, awa, false).unwrap();
    assert_eq!(venue.book(&id, yao, true).unwrap_err().code, Code::ImmersionFull);
    venue.minutes_pass(48 * 60 - 1);
    assert_eq!(venue.ask(CheckAvailability { immersion_id: id.clone() }).free_places, 0);
    venue.minutes_pass(1);
    let available = venue.ask(CheckAvailability { immersion_id: id.clone() });
    assert_eq!((available.free_places, available.status), (1, ImmersionStatus::Open), "nobody has swept yet");
    let shown = venue.booking(&held.booking_id);
    assert_eq!((shown.status, shown.cancel_reason.as_deref()), (BookingStatus::Cancelled, Some("deadline")));
    assert_eq!(shown.cancelled_at, held.hold_until, "it ended when it was up");
    let taken = venue.book(&id, yao, true).unwrap();
    assert_eq!(venue.taken(&id), (1, ImmersionStatus::Full));
    assert_eq!(venue.confirm(&held.booking_id).unwrap_err().code, Code::ImmersionFull, "too late");
    venue.refund(&taken.booking_id).unwrap();
    assert_eq!(venue.confirm(&held.booking_id).unwrap().status, BookingStatus::Confirmed, "late, but there is a seat");
    assert_eq!(venue.booking_events(&held.booking_id), ["booked", "cancelled", "confirmed"]);
    venue.assert_seats_sound();
}

#[test]
fn bookings_move_between_sessions_with_their_money() {
    let venue = Venue::new();
    let (from, to) = (venue.immersion(2), venue.immersion_on("2026-05-04", "2026-05-08", 1));
    let (awa, yao) = (venue.customer("Awa"), venue.customer("Yao"));
    let paid = venue.book(&from, awa, true).unwrap().booking_id;
    let held = venue.book(&from, yao, false).unwrap();
    let move_to = |id: &BookingId, session: &ImmersionId| {
        venue.run(MoveBooking { booking_id: id.clone(), immersion_id: session.clone() })
    };
    let moved = move_to(&paid, &to).unwrap();
    assert_eq!(
        (moved.session_id.as_ref(), moved.status, moved.paid_at.is_some()),
        (Some(&to), BookingStatus::Confirmed, true)
    );
    assert_eq!((venue.taken(&from).0, venue.taken(&to)), (1, (1, ImmersionStatus::Full)));
    assert_eq!(move_to(&held.booking_id, &to).unwrap_err().code, Code::ImmersionFull);
    assert_eq!(
        venue.unchanged(|| move_to(&paid, &to)).unwrap().booking_id,
        paid,
        "where it is already: nothing happens"
    );
    move_to(&paid, &from).unwrap();
    assert_eq!(move_to(&held.booking_id, &to).unwrap().hold_until, held.hold_until, "its deadline goes along");
    assert_eq!(venue.booking_events(&paid), ["booked", "moved", "moved"]);
    venue.assert_seats_sound();
}

#[test]
fn who_did_not_come_is_noted_from_the_first_day_on() {
    let venue = Venue::new();
    let id = venue.immersion(2);
    let booking = venue.book(&id, venue.customer("Awa"), true).unwrap().booking_id;
    venue.minutes_pass(27 * 24 * 60);
    let note = |no_show| venue.run(NoteNoShow { booking_id: booking.clone(), no_show });
    let noted = note(true).unwrap();
    assert_eq!(noted.no_show_at, Some(venue.now()));
    assert_eq!(noted.status, BookingStatus::Confirmed, "the seat was theirs");
    assert_eq!(venue.unchanged(|| note(true)).unwrap(), noted);
    assert_eq!(note(false).unwrap().no_show_at, None);
    assert_eq!(venue.booking_events(&booking), ["booked", "no_show", "changed"]);
}

#[test]
fn bookings_of_one_customer() {
    let venue = Venue::new();
    let (id, awa) = (venue.immersion(8), venue.customer("Awa"));
    venue.book(&id, awa, true).unwrap();
    venue.book(&id, venue.customer("Yao"), true).unwrap();
    let of_awa = venue.ask(ListBookings { customer_id: Some(awa), undecided: false });
    assert_eq!(of_awa.iter().map(|booking| booking.customer_name.as_str()).collect::<Vec<_>>(), ["Awa"]);
    assert_eq!(venue.ask(ListBookings::default()).len(), 2);
    assert_eq!(of_awa[0].booked_at, NOON.parse().unwrap());
    assert!(venue.line(&id).is_empty());
    assert_eq!(WaitingStatus::ALL.len(), 5);
}
