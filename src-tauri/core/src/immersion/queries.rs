//! What is told of sessions, bookings and the waiting list.

use super::model::{
    Availability, Booking, BookingDetail, BookingEvent, BookingStatus, ImmersionDetail, ImmersionImpact,
    ImmersionSession, WaitingStatus,
};
use super::rules::{PLACES_MOST, check_days, check_seats, check_within};
use super::store::{self, BOOKING, SESSION, booking, booking_of, session, session_of, today};
use crate::base::{BookingId, CustomerId, Day, ImmersionId, fold};
use crate::door::{Failure, Kind, Query, Role, View};
use crate::immersion::search;
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

const SHOWN: &[Kind] = &[Kind::Immersion, Kind::Customers, Kind::Settings];

/// The sessions, by their first day.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ListImmersion {
    /// Those that are over, too.
    pub include_past: bool,
    /// Those that customers do not see, too; yes when left out.
    pub include_inactive: bool,
    /// Only those that are not over before this day.
    #[ts(optional, as = "Option<Day>")]
    pub from: Option<Day>,
    /// Only those that have begun by this day.
    #[ts(optional, as = "Option<Day>")]
    pub to: Option<Day>,
    /// Only those whose dates as people write them, place, description or customers hold these words.
    #[ts(optional, as = "Option<String>")]
    pub search: Option<String>,
}

impl Default for ListImmersion {
    fn default() -> Self {
        Self { include_past: false, include_inactive: true, from: None, to: None, search: None }
    }
}

impl Query for ListImmersion {
    type Output = Vec<ImmersionSession>;
    const NAME: &'static str = "immersion.list";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = SHOWN;

    fn answer(self, view: &View<'_>) -> Result<Vec<ImmersionSession>, Failure> {
        let today = today(view)?;
        let from = if self.include_past { self.from } else { Some(self.from.map_or(today, |from| from.max(today))) };
        let sql = format!(
            "{SESSION} WHERE s.deleted_at IS NULL AND (?2 OR s.is_active = 1) AND (?3 IS NULL OR s.session_date_end >= ?3)
               AND (?4 IS NULL OR s.session_date_start <= ?4)
             ORDER BY s.session_date_start, s.session_date_end, s.created_at, s.id"
        );
        let values = params![view.now(), self.include_inactive, from, self.to];
        let sessions = view.all(&sql, values, |row| session(row, today))?;
        match self.search.as_deref().map(fold).filter(|text| !text.is_empty()) {
            Some(text) => search::matching(view, sessions, &text),
            None => Ok(sessions),
        }
    }
}

/// One session with its bookings and its waiting list.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ShowImmersion {
    /// Which.
    pub immersion_id: ImmersionId,
}

impl Query for ShowImmersion {
    type Output = ImmersionDetail;
    const NAME: &'static str = "immersion.show";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = SHOWN;

    fn answer(self, view: &View<'_>) -> Result<ImmersionDetail, Failure> {
        Ok(ImmersionDetail {
            session: session_of(view, &self.immersion_id)?,
            bookings: store::bookings_of(view, &self.immersion_id)?,
            waiting: store::parties_of(view, &self.immersion_id)?,
        })
    }
}

/// Whom a change would concern, and whether it would be refused. Changes nothing.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PreviewImmersion {
    /// Which session.
    pub immersion_id: ImmersionId,
    /// The seats it would have.
    #[serde(default)]
    #[ts(optional, as = "Option<i64>")]
    pub max_places: Option<i64>,
    /// The first day it would have.
    #[serde(default)]
    #[ts(optional, as = "Option<Day>")]
    pub starts_on: Option<Day>,
    /// The last day it would have.
    #[serde(default)]
    #[ts(optional, as = "Option<Day>")]
    pub ends_on: Option<Day>,
    /// The seats that would be taken elsewhere.
    #[serde(default)]
    #[ts(optional, as = "Option<i64>")]
    pub external_places: Option<i64>,
    /// Whether it would be closed.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub close: bool,
}

impl Query for PreviewImmersion {
    type Output = ImmersionImpact;
    const NAME: &'static str = "immersion.impact";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = SHOWN;

    fn answer(self, view: &View<'_>) -> Result<ImmersionImpact, Failure> {
        let session = session_of(view, &self.immersion_id)?;
        let external = self.external_places.unwrap_or(session.external_places);
        let max = self.max_places.unwrap_or(session.max_places);
        let booked = session.confirmed_places + session.held_places + external;
        let starts_on = self.starts_on.unwrap_or(session.starts_on);
        let ends_on = self.ends_on.unwrap_or(session.ends_on);
        let refusal = check_days(starts_on, ends_on)
            .and_then(|()| check_within("max_places", max, 1, PLACES_MOST))
            .and_then(|()| check_within("external_places", external, 0, PLACES_MOST))
            .and_then(|()| check_seats(booked, max))
            .err();
        let closes_again = self.close && session.closed_at.is_some();
        let bookings = store::bookings_of(view, &self.immersion_id)?;
        let parties = store::parties_of(view, &self.immersion_id)?;
        Ok(ImmersionImpact {
            bookings: bookings.into_iter().filter(|booking| booking.status != BookingStatus::Cancelled).collect(),
            waiting: parties.into_iter().filter(|party| is_in_line(party.status)).collect(),
            booked_places: booked,
            refusal: refusal.map(|refusal| refusal.code).or(closes_again.then_some(crate::door::Code::ImmersionClosed)),
            max_places_least: booked.max(1),
            session,
        })
    }
}

const fn is_in_line(status: WaitingStatus) -> bool {
    matches!(status, WaitingStatus::Waiting | WaitingStatus::Offered)
}

/// The seats of a session.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CheckAvailability {
    /// Which.
    pub immersion_id: ImmersionId,
}

impl Query for CheckAvailability {
    type Output = Availability;
    const NAME: &'static str = "immersion.availability";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = &[Kind::Immersion, Kind::Settings];

    fn answer(self, view: &View<'_>) -> Result<Availability, Failure> {
        let session = session_of(view, &self.immersion_id)?;
        Ok(Availability { free_places: session.free_places, max_places: session.max_places, status: session.status })
    }
}

/// The bookings of a customer, or those that a person must decide about, or both; the newest first.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ListBookings {
    /// Only those of this customer.
    #[ts(optional, as = "Option<CustomerId>")]
    pub customer_id: Option<CustomerId>,
    /// Only those that are paid and have no seat.
    pub undecided: bool,
}

impl Query for ListBookings {
    type Output = Vec<Booking>;
    const NAME: &'static str = "immersion.bookings";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = SHOWN;

    fn answer(self, view: &View<'_>) -> Result<Vec<Booking>, Failure> {
        let now = view.now();
        let condition = match (self.customer_id.is_some(), self.undecided) {
            (true, false) => "b.user_id = ?1",
            (true, true) => "b.user_id = ?1 AND b.status = 'pending' AND b.paid_at IS NOT NULL",
            (false, true) => "?1 IS NULL AND b.status = 'pending' AND b.paid_at IS NOT NULL",
            (false, false) => "?1 IS NULL",
        };
        // Whoever has waited longest for a decision comes first; of a customer's bookings the newest does.
        let order = if self.undecided { "b.paid_at" } else { "b.booking_date DESC" };
        let sql = format!("{BOOKING} WHERE {condition} ORDER BY {order}, b.id LIMIT 500");
        view.all(&sql, [self.customer_id], |row| booking(row, now))
    }
}

/// One booking with its history, and the licence of its customer.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ShowBooking {
    /// Which.
    pub booking_id: BookingId,
}

impl Query for ShowBooking {
    type Output = BookingDetail;
    const NAME: &'static str = "immersion.booking";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = SHOWN;

    fn answer(self, view: &View<'_>) -> Result<BookingDetail, Failure> {
        let booking = booking_of(view, &self.booking_id)?;
        let events = view.all(
            "SELECT e.event, e.from_status, e.to_status, e.session_id, e.origin, o.name, e.reason, e.created_at
             FROM immersion_booking_events e LEFT JOIN operators o ON o.id = e.operator_id WHERE e.booking_id = ?1 ORDER BY e.id",
            [&self.booking_id],
            |row| {
                Ok(BookingEvent {
                    event: row.get(0)?,
                    from_status: row.get(1)?,
                    to_status: row.get(2)?,
                    session_id: row.get(3)?,
                    origin: row.get(4)?,
                    operator_name: row.get(5)?,
                    reason: row.get(6)?,
                    at: row.get(7)?,
                })
            },
        )?;
        let licence: Option<Option<String>> =
            view.one("SELECT license FROM profiles WHERE user_id = ?1", [booking.customer_id], |row| row.get(0))?;
        Ok(BookingDetail { booking, events, licence: licence.flatten() })
    }
}

/// How many paid bookings wait for a person.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CountUndecided {}

impl Query for CountUndecided {
    type Output = i64;
    const NAME: &'static str = "immersion.undecided_count";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = &[Kind::Immersion];

    fn answer(self, view: &View<'_>) -> Result<i64, Failure> {
        view.count("SELECT COUNT(*) FROM immersion_bookings WHERE status = 'pending' AND paid_at IS NOT NULL", [])
    }
}
