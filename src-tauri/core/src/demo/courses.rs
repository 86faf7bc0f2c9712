//! The eight immersion sessions of the demonstration, as the older system had them, moved to the coming months: who is booked, who is
//! awaited, who waits.

use super::rhythm::DAY;
use super::stage::Stage;
use super::steps::Step;
use crate::base::{BookingId, Cents, Currency, CustomerId, Day, Millis, Timestamp, Venue};
use crate::door::Failure;
use crate::immersion::{BookSeats, CreateImmersion, JoinWaiting, RefundBooking};
use crate::sales::model::PaymentMethod;
use chrono::Datelike;

/// When each session begins, in days after the first one's Monday, and how many seats the manager knows to be taken elsewhere.
const COURSES: [(i64, i64); 8] = [(0, 1), (14, 1), (28, 0), (42, 2), (63, 0), (77, 0), (91, 0), (105, 0)];

const SEATS: i64 = 8;
const PRICE: Cents = Cents(199_700);
const LOCATION: &str = "Salle de formation, Cocody";
const DESCRIPTION: &str = "Immersion Élite : cinq jours, du lundi au vendredi";

/// How many days before the curtain falls the manager enters the sessions.
const ENTERED_DAYS_AGO: i64 = 60;

/// The first session begins on the first Monday that is at least so many days ahead.
const FIRST_IN_DAYS: i64 = 14;

/// Somebody books: in which session, which customer, how many seats, how many hours ago, and how it was paid (if it was).
struct Place {
    course: usize,
    customer: usize,
    seats: i64,
    hours_ago: i64,
    paid: Option<PaymentMethod>,
    note: Option<&'static str>,
}

const fn paid(course: usize, customer: usize, seats: i64, days_ago: i64, method: PaymentMethod) -> Place {
    Place { course, customer, seats, hours_ago: days_ago * 24 + 3, paid: Some(method), note: None }
}

/// With the seats taken elsewhere: 3, 6, 2 and 8 of 8.
const PLACES: [Place; 10] = [
    paid(0, 5, 1, 41, PaymentMethod::Card),
    paid(0, 11, 1, 12, PaymentMethod::Cash),
    paid(1, 20, 2, 33, PaymentMethod::Card),
    paid(1, 8, 1, 19, PaymentMethod::Wave),
    paid(1, 27, 1, 6, PaymentMethod::OrangeMoney),
    Place { course: 1, customer: 17, seats: 1, hours_ago: 20, paid: None, note: Some("Virement annoncé") },
    paid(2, 31, 2, 9, PaymentMethod::Card),
    paid(3, 2, 3, 52, PaymentMethod::Card),
    paid(3, 14, 2, 28, PaymentMethod::Wave),
    paid(3, 23, 1, 4, PaymentMethod::Cash),
];

/// Who booked and gave the seat back: session, customer, booked and refunded so many days ago.
const RETURNED: (usize, usize, i64, i64) = (1, 34, 25, 15);

/// Who waits for the full session: customer, how many, how many days ago they joined.
const WAITING: (usize, usize, i64, i64) = (3, 37, 2, 2);

/// What happens about the sessions, each at its time.
pub(super) enum Turn {
    /// The manager enters a session.
    Enter(usize),
    /// Somebody books.
    Book(usize),
    /// Somebody books who will not come after all.
    BookInVain,
    /// Their money goes back.
    Return(BookingId),
    /// A party joins the waiting list.
    Join,
}

/// Announces all that happens about the sessions.
pub(super) fn announce(stage: &mut Stage<'_, '_>) {
    let ago = |hours: i64| stage.end - Millis::from_minutes(hours * 60);
    let entered = stage.end - Millis(ENTERED_DAYS_AGO * DAY.0);
    let booked: Vec<Timestamp> = PLACES.iter().map(|place| ago(place.hours_ago)).collect();
    let (returned, joined) = (ago(RETURNED.2 * 24), ago(WAITING.3 * 24));
    for course in 0..COURSES.len() {
        stage.announce(entered, Step::Course(Turn::Enter(course)));
    }
    for (place, at) in booked.into_iter().enumerate() {
        stage.announce(at, Step::Course(Turn::Book(place)));
    }
    stage.announce(returned, Step::Course(Turn::BookInVain));
    stage.announce(joined, Step::Course(Turn::Join));
}

impl Turn {
    pub(super) fn happen(&self, stage: &mut Stage<'_, '_>, at: Timestamp) -> Result<(), Failure> {
        match self {
            Self::Enter(course) => enter(stage, at, *course),
            Self::Book(place) => PLACES.get(*place).map_or(Ok(()), |place| book(stage, at, place)),
            Self::BookInVain => book_in_vain(stage, at),
            Self::Return(booking) => give_back(stage, at, booking),
            Self::Join => join(stage, at),
        }
    }
}

/// The first Monday that is far enough ahead.
fn first_monday(today: Day) -> Day {
    let ahead = today.plus(FIRST_IN_DAYS);
    let since_monday = i64::from(ahead.date().weekday().num_days_from_monday());
    ahead.plus((7 - since_monday) % 7)
}

fn enter(stage: &mut Stage<'_, '_>, at: Timestamp, course: usize) -> Result<(), Failure> {
    let Some((days, external_places)) = COURSES.get(course).copied() else { return Ok(()) };
    let venue = Venue(stage.work().settings()?.venue_timezone());
    let starts_on = first_monday(venue.day_of(stage.end)).plus(days);
    let session = CreateImmersion {
        starts_on,
        ends_on: starts_on.plus(4),
        max_places: SEATS,
        external_places,
        location: LOCATION.to_owned(),
        price_cents: PRICE,
        currency: Some(Currency::Eur),
        description: Some(DESCRIPTION.to_owned()),
        is_active: true,
    };
    let session = stage.play(at, stage.manager, session)?;
    stage.courses.push(session.immersion_id);
    Ok(())
}

fn customer(stage: &Stage<'_, '_>, place: usize) -> Option<CustomerId> {
    stage.customers.get(place).copied()
}

fn book(stage: &Stage<'_, '_>, at: Timestamp, place: &Place) -> Result<(), Failure> {
    let (Some(session), Some(customer_id)) = (stage.courses.get(place.course), customer(stage, place.customer)) else {
        return Ok(());
    };
    let booking = BookSeats {
        immersion_id: session.clone(),
        customer_id,
        seats: place.seats,
        payment_method: place.paid,
        paid: place.paid.is_some(),
        amount_cents: None,
        reference: None,
        note: place.note.map(str::to_owned),
    };
    stage.play(at, stage.staff, booking).map(|_| ())
}

fn book_in_vain(stage: &mut Stage<'_, '_>, at: Timestamp) -> Result<(), Failure> {
    let (course, who, booked_days_ago, returned_days_ago) = RETURNED;
    let (Some(session), Some(customer_id)) = (stage.courses.get(course), customer(stage, who)) else { return Ok(()) };
    let booking = BookSeats {
        immersion_id: session.clone(),
        customer_id,
        seats: 1,
        payment_method: Some(PaymentMethod::Cash),
        paid: true,
        amount_cents: None,
        reference: None,
        note: None,
    };
    let back_at = at + Millis((booked_days_ago - returned_days_ago) * DAY.0);
    for booking in stage.play(at, stage.staff, booking)? {
        stage.announce(back_at, Step::Course(Turn::Return(booking.booking_id)));
    }
    Ok(())
}

fn give_back(stage: &Stage<'_, '_>, at: Timestamp, booking_id: &BookingId) -> Result<(), Failure> {
    let reason = "Le client ne peut plus venir".to_owned();
    let refund = RefundBooking { booking_id: booking_id.clone(), reason, method: None };
    stage.play(at, stage.manager, refund).map(|_| ())
}

fn join(stage: &Stage<'_, '_>, at: Timestamp) -> Result<(), Failure> {
    let (course, who, party_size, _) = WAITING;
    let (Some(session), Some(customer_id)) = (stage.courses.get(course), customer(stage, who)) else { return Ok(()) };
    let party = JoinWaiting { immersion_id: session.clone(), customer_id, party_size };
    stage.play(at, stage.staff, party).map(|_| ())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;

    #[test]
    fn the_first_monday_is_a_monday_at_least_two_weeks_ahead() {
        let today: Day = "2026-03-14".parse().unwrap();
        for days in 0..30 {
            let from = today.plus(days);
            let monday = first_monday(from);
            assert!((14..21).contains(&monday.since(from)));
            assert_eq!(monday.date().weekday(), chrono::Weekday::Mon);
        }
    }
}
