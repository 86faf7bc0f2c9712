//! Numbers that do not say what the bookings say: they cannot come about while the triggers stand, but foreign data may bring them.

use super::checks::{LATE, session_label};
use super::model::{BookingProblem, BookingStatus};
use super::seats::{expire_offers, release_overdue};
use super::store::{self, Seat, today};
use super::upkeep::{close_past, open_moved};
use crate::base::{Day, ImmersionId, Timestamp, Venue};
use crate::door::{Failure, Kind, View, Work};
use crate::monitor::{Finding, Findings, Fix};
use rusqlite::params;

/// Why a booking has no seat any more: the session was sold over, as the repair found.
const SOLD_OVER: &str = "repair: sold over";

const DRIFTED: &str = "SELECT s.id, s.session_date_start, s.session_date_end, s.location, s.reserved_places, s.external_places + b.held,
        s.max_places, s.updated_at
    FROM immersion_sessions s JOIN (SELECT s.id, (SELECT COUNT(*) FROM immersion_bookings b WHERE b.session_id = s.id AND b.holds_seat = 1)
        AS held FROM immersion_sessions s) b ON b.id = s.id
    WHERE s.reserved_places <> s.external_places + b.held ORDER BY s.session_date_start, s.id";

struct Drifted {
    id: ImmersionId,
    label: String,
    told: i64,
    counted: i64,
    max: i64,
    since: Timestamp,
}

fn drifted(view: &View<'_>) -> Result<Vec<Drifted>, Failure> {
    view.all(DRIFTED, [], |row| {
        Ok(Drifted {
            id: row.get(0)?,
            label: session_label(row.get(1)?, row.get(2)?, &row.get::<_, String>(3)?),
            told: row.get(4)?,
            counted: row.get(5)?,
            max: row.get(6)?,
            since: row.get(7)?,
        })
    })
}

/// `reserved_places` against the bookings themselves.
pub(super) fn seats_drifted(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    let finding = |row: Drifted| {
        Finding::new(row.id, row.label)
            .with("told", row.told)
            .with("counted", row.counted)
            .with("max", row.max)
            .since(Some(row.since))
    };
    Ok(Findings::counted(drifted(view)?.into_iter().map(finding).collect(), limit))
}

/// The seats are counted again. Where more are booked than there are, the last to book lose theirs: an unpaid one is cancelled, a confirmed
/// one waits for a person like any payment without a seat.
pub(super) fn plan_seats(view: &View<'_>) -> Result<Vec<Fix>, Failure> {
    let fix = |row: Drifted| Fix {
        id: row.id.to_string(),
        label: row.label,
        field: "immersion.reserved_places",
        before: row.told.to_string(),
        after: if row.counted > row.max {
            format!("{} + {} undecided", row.max, row.counted - row.max)
        } else {
            row.counted.to_string()
        },
        apply: Box::new(move |work| count_again(work, &row.id)),
    };
    Ok(drifted(view)?.into_iter().map(fix).collect())
}

fn count_again(work: &mut Work<'_>, id: &ImmersionId) -> Result<(), Failure> {
    let Some(row) = drifted(work)?.into_iter().find(|row| row.id == *id) else { return Ok(()) };
    if row.counted > row.max {
        // More room than there is, for as long as seats are taken back one by one: the CHECK holds after every statement.
        set_seats(work, id, row.counted, row.counted)?;
        expire_offers(work, Some(id))?;
        release_overdue(work, Some(id))?;
        take_back_the_last(work, id, row.max)?;
    }
    let counted = counted(work, id)?;
    set_seats(work, id, counted, row.max.max(counted))
}

fn counted(view: &View<'_>, id: &ImmersionId) -> Result<i64, Failure> {
    view.count(
        "SELECT external_places + (SELECT COUNT(*) FROM immersion_bookings WHERE session_id = ?1 AND holds_seat = 1)
         FROM immersion_sessions WHERE id = ?1",
        [id],
    )
}

fn set_seats(work: &mut Work<'_>, id: &ImmersionId, reserved: i64, max: i64) -> Result<(), Failure> {
    work.run(
        "UPDATE immersion_sessions SET max_places = ?3, reserved_places = ?2, changed_by = ?4, updated_at = ?5, revision = revision + 1
         WHERE id = ?1",
        params![id, reserved, max, work.operator(), work.now()],
    )?;
    work.changed(&[Kind::Immersion]);
    Ok(())
}

fn take_back_the_last(work: &mut Work<'_>, id: &ImmersionId, max: i64) -> Result<(), Failure> {
    let mut over = counted(work, id)? - max;
    let mut held: Vec<Seat> = store::seats_held(work, id)?;
    // Unpaid ones first, then the last to book.
    held.sort_by_key(|seat| seat.status == BookingStatus::Pending);
    while over > 0 {
        let Some(mut seat) = held.pop() else { return Ok(()) };
        if seat.status == BookingStatus::Confirmed {
            seat.paid_at = seat.paid_at.or(seat.confirmed_at).or(Some(work.now()));
            seat.set_aside(BookingProblem::NoSeat);
        } else {
            seat.cancel(work.now(), SOLD_OVER);
        }
        store::save(work, &seat, Some(SOLD_OVER))?;
        over -= 1;
    }
    Ok(())
}

/// Every session whose status, or whose mark of being over, is not what its seats and days say. `?1` is the day for what is past (a moment
/// ago, so that midnight itself is no finding), `?2` the day for what is to come.
const STATUS: &str = "SELECT id, session_date_start, session_date_end, location, status, should, updated_at FROM (
        SELECT s.*, CASE WHEN closed_at IS NOT NULL OR session_date_end < ?1 THEN 'closed'
                         WHEN over_at IS NOT NULL AND session_date_end < ?2 THEN 'closed'
                         WHEN reserved_places >= max_places THEN 'full' ELSE 'open' END AS should,
               (session_date_end < ?1 AND over_at IS NULL) OR (session_date_end >= ?2 AND over_at IS NOT NULL) AS is_mark_wrong
        FROM immersion_sessions s)
    WHERE status <> should OR is_mark_wrong ORDER BY session_date_start, id";

type Row = (String, String, String, String, Timestamp);

fn wrong_status(view: &View<'_>, past: Day) -> Result<Vec<Row>, Failure> {
    view.all(STATUS, params![past, today(view)?], |row| {
        let label = session_label(row.get(1)?, row.get(2)?, &row.get::<_, String>(3)?);
        Ok((row.get(0)?, label, row.get(4)?, row.get(5)?, row.get(6)?))
    })
}

pub(super) fn status_drifted(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    let past = Venue(view.settings()?.venue_timezone()).day_of(view.now() - LATE);
    let finding = |(id, label, told, is, since): Row| {
        Finding::new(id, label).with("told", told).with("is", is).since(Some(since))
    };
    Ok(Findings::counted(wrong_status(view, past)?.into_iter().map(finding).collect(), limit))
}

pub(super) fn plan_status(view: &View<'_>) -> Result<Vec<Fix>, Failure> {
    let fix = |(id, label, told, is, _): Row| Fix {
        id: id.clone(),
        label,
        field: "immersion.status",
        before: told,
        after: is,
        apply: Box::new(move |work| {
            let today = today(work)?;
            close_past(work, today)?;
            open_moved(work, today)?;
            work.run(
                "UPDATE immersion_sessions SET updated_at = ?2, revision = revision + 1,
                     status = CASE WHEN closed_at IS NOT NULL OR over_at IS NOT NULL THEN 'closed'
                                   WHEN reserved_places >= max_places THEN 'full' ELSE 'open' END
                 WHERE id = ?1",
                params![id, work.now()],
            )?;
            work.changed(&[Kind::Immersion]);
            Ok(())
        }),
    };
    Ok(wrong_status(view, today(view)?)?.into_iter().map(fix).collect())
}
