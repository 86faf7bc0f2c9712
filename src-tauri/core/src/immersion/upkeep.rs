//! What happens to sessions and bookings by itself: deadlines that pass, offers to the next in line, days that are over.

use super::model::Upkept;
use super::payments::attach;
use super::seats::{expire_offers, offer_free_seats, release_overdue};
use super::store::today;
use crate::base::{BookingId, Day, ImmersionId};
use crate::door::{Command, Failure, Kind, Role, View, Work};
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Frees the seats of holds and offers whose deadline is past, offers free seats to the next in line, closes sessions whose last day is
/// past in the venue's days, and finds the seats of payments whose session has appeared. Changes nothing when nothing is due.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct KeepUp {}

impl Command for KeepUp {
    type Output = Upkept;
    const NAME: &'static str = "immersion.upkeep";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<Upkept, Failure> {
        let today = today(work)?;
        let over = close_past(work, today)?;
        let reopened = open_moved(work, today)?;
        let expired_offers = expire_offers(work, None)?;
        let released = release_overdue(work, None)?;
        let attached = attach_lost(work)?;
        let mut offered = 0;
        for session in sessions_with_seats_for_somebody(work)? {
            offered += offer_free_seats(work, &session)?;
        }
        Ok(Upkept { released, offered, expired_offers, over, reopened, attached })
    }
}

/// Closes sessions whose last day is past; returns how many.
pub(super) fn close_past(work: &mut Work<'_>, today: Day) -> Result<i64, Failure> {
    let closed = work.run(
        "UPDATE immersion_sessions SET over_at = ?2, changed_by = ?3, updated_at = ?2, revision = revision + 1
         WHERE over_at IS NULL AND session_date_end < ?1",
        params![today, work.now(), work.operator()],
    )?;
    note(work, closed)
}

/// Opens sessions again whose days somebody moved past the desk, so that they are not over after all; returns how many.
pub(super) fn open_moved(work: &mut Work<'_>, today: Day) -> Result<i64, Failure> {
    let opened = work.run(
        "UPDATE immersion_sessions SET over_at = NULL, changed_by = ?3, updated_at = ?2, revision = revision + 1
         WHERE over_at IS NOT NULL AND session_date_end >= ?1",
        params![today, work.now(), work.operator()],
    )?;
    note(work, opened)
}

fn note(work: &mut Work<'_>, changed: usize) -> Result<i64, Failure> {
    if changed > 0 {
        work.changed(&[Kind::Immersion]);
    }
    Ok(i64::try_from(changed).unwrap_or(i64::MAX))
}

/// Payments that named a session which was not in the books then, and is now.
fn attach_lost(work: &mut Work<'_>) -> Result<i64, Failure> {
    let found: Vec<BookingId> = work.all(
        "SELECT b.id FROM immersion_bookings b JOIN immersion_sessions s ON s.id = b.wanted_session
         WHERE b.status = 'pending' AND b.problem = 'session_unknown' ORDER BY b.booking_date, b.id",
        [],
        |row| row.get(0),
    )?;
    let mut attached = 0;
    for id in &found {
        attach(work, id)?;
        attached += 1;
    }
    Ok(attached)
}

/// Sessions in which somebody waits whose party would fit.
fn sessions_with_seats_for_somebody(view: &View<'_>) -> Result<Vec<ImmersionId>, Failure> {
    view.all(
        "SELECT DISTINCT w.session_id FROM immersion_waiting w JOIN immersion_sessions s ON s.id = w.session_id
         WHERE w.status = 'waiting' AND w.party_size <= s.max_places - s.reserved_places
           AND s.closed_at IS NULL AND s.over_at IS NULL AND s.deleted_at IS NULL ORDER BY w.session_id",
        [],
        |row| row.get(0),
    )
}
