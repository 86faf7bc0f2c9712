//! What follows from the numbers of a session: pure, no SQL.

use super::model::ImmersionStatus;
use crate::base::{Day, Millis, Timestamp};
use crate::door::{Code, Refusal};
use serde_json::Value;

/// The most seats a session can have.
pub(super) const PLACES_MOST: i64 = 1_000;

/// The longest a session can be, in days.
const DAYS_MOST: i64 = 366;

/// A deadline so many hours from now.
pub(super) fn in_hours(now: Timestamp, hours: i64) -> Timestamp {
    now + Millis::from_minutes(hours * 60)
}

/// A session is over when its last day is past, in the venue's days.
pub(super) fn is_over(ends_on: Day, today: Day) -> bool {
    ends_on < today
}

/// What a session's status is, as its seats are at this instant.
pub(super) fn status_of(is_closed: bool, reserved: i64, max: i64) -> ImmersionStatus {
    if is_closed {
        ImmersionStatus::Closed
    } else if reserved >= max {
        ImmersionStatus::Full
    } else {
        ImmersionStatus::Open
    }
}

/// The first and last day of a session, in order and not absurdly far apart.
///
/// # Errors
/// `immersion_dates_invalid`
pub(super) fn check_days(starts_on: Day, ends_on: Day) -> Result<(), Refusal> {
    if (0..DAYS_MOST).contains(&ends_on.since(starts_on)) {
        Ok(())
    } else {
        Err(Refusal::new(Code::ImmersionDatesInvalid).with("starts_on", starts_on).with("ends_on", ends_on))
    }
}

/// A number within bounds.
///
/// # Errors
/// `amount_invalid`, naming the field.
pub(super) fn check_within(field: &str, number: i64, least: i64, most: i64) -> Result<(), Refusal> {
    if (least..=most).contains(&number) {
        Ok(())
    } else {
        Err(Refusal::new(Code::AmountInvalid).with(field, Value::from(number)))
    }
}

/// Seats can go down to what is booked, and not below.
///
/// # Errors
/// `immersion_seats_booked`, with how many are and how many there would be.
pub(super) fn check_seats(booked: i64, max: i64) -> Result<(), Refusal> {
    if booked <= max {
        Ok(())
    } else {
        Err(Refusal::new(Code::ImmersionSeatsBooked).with("booked", booked).with("max", max))
    }
}
