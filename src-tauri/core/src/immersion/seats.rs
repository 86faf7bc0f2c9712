//! Taking seats, giving them back, and offering them to who waits: what every command about seats does first and last.

use super::model::{BookingSource, ImmersionSession, WaitingStatus};
use super::rules::in_hours;
use super::store::{self, DEADLINE, Seat, session_of};
use crate::base::{CustomerId, ImmersionId, Timestamp, WaitingId};
use crate::door::{Code, Failure, Kind, Refusal, Work};
use rusqlite::params;

/// Why the seats of an offer went back that nobody took in time.
pub(super) const OFFER_EXPIRED: &str = "offer_expired";

/// How long an offer made by hand holds where the setting makes none by itself, in hours.
const OFFER_BY_HAND_HOURS: i64 = 24;

/// Ends the offers and holds of a session whose deadline is past, and offers their seats to the next in line: the state in which the
/// keeper would have left it. Every command that takes a seat begins with this.
pub(super) fn settle_due(work: &mut Work<'_>, id: &ImmersionId) -> Result<(), Failure> {
    // Asked first, since it is rare and asking is cheap. An offer is bookings that are held until its deadline: they are found here, too.
    let is_due = work.count(
        "SELECT EXISTS (SELECT 1 FROM immersion_bookings WHERE session_id = ?1 AND holds_seat = 1 AND status = 'pending'
             AND hold_until <= ?2)",
        params![id, work.now()],
    )?;
    if is_due == 0 {
        return Ok(());
    }
    let came_free = expire_offers(work, Some(id))? + release_overdue(work, Some(id))?;
    if came_free > 0 {
        offer_free_seats(work, id)?;
    }
    Ok(())
}

/// Leaves out sessions of foreign data that hold more bookings than seats: nothing in them can change before the repair has seen to it, and
/// they must not stand in the way of the others.
const NOT_SOLD_OVER: &str =
    "EXISTS (SELECT 1 FROM immersion_sessions s WHERE s.id = session_id AND s.max_places >= s.external_places
    + (SELECT COUNT(*) FROM immersion_bookings h WHERE h.session_id = s.id AND h.holds_seat = 1))";

/// Ends offers whose deadline is past, in a session or in all; returns how many.
pub(super) fn expire_offers(work: &mut Work<'_>, session: Option<&ImmersionId>) -> Result<i64, Failure> {
    let sql = format!(
        "SELECT id, offer_until FROM immersion_waiting WHERE status = 'offered' AND offer_until <= ?1 AND (?2 IS NULL OR session_id = ?2)
           AND {NOT_SOLD_OVER} ORDER BY offer_until, id"
    );
    let overdue: Vec<(WaitingId, Timestamp)> =
        work.all(&sql, params![work.now(), session], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for (id, until) in &overdue {
        give_back_offer(work, id, *until, OFFER_EXPIRED)?;
        set_party(work, id, WaitingStatus::Expired, Some(*until))?;
    }
    Ok(i64::try_from(overdue.len()).unwrap_or(i64::MAX))
}

/// Cancels what an offer holds, dated at an instant.
pub(super) fn give_back_offer(work: &mut Work<'_>, id: &WaitingId, at: Timestamp, reason: &str) -> Result<(), Failure> {
    for mut seat in store::seats_of_party(work, id)? {
        if seat.status == super::model::BookingStatus::Pending && seat.hold_until.is_some() {
            seat.cancel(at, reason);
            store::save(work, &seat, Some(reason))?;
        }
    }
    Ok(())
}

/// Moves a waiting party to another state.
pub(super) fn set_party(
    work: &mut Work<'_>,
    id: &WaitingId,
    status: WaitingStatus,
    ended_at: Option<Timestamp>,
) -> Result<(), Failure> {
    work.run(
        "UPDATE immersion_waiting SET status = ?2, ended_at = ?3, changed_by = ?4, updated_at = ?5 WHERE id = ?1",
        params![id, status, ended_at, work.operator(), work.now()],
    )?;
    work.changed(&[Kind::Immersion]);
    Ok(())
}

/// Cancels holds whose deadline is past, in a session or in all, dated at their deadline; returns how many.
pub(super) fn release_overdue(work: &mut Work<'_>, session: Option<&ImmersionId>) -> Result<i64, Failure> {
    let sql = format!(
        "UPDATE immersion_bookings SET status = 'cancelled', cancelled_at = hold_until, cancel_reason = ?2, changed_by = ?3,
             change_reason = ?2, updated_at = ?1, revision = revision + 1
         WHERE status = 'pending' AND hold_until IS NOT NULL AND hold_until <= ?1 AND (?4 IS NULL OR session_id = ?4)
           AND {NOT_SOLD_OVER}"
    );
    let overdue = work.run(&sql, params![work.now(), DEADLINE, work.operator(), session])?;
    if overdue > 0 {
        work.changed(&[Kind::Immersion]);
    }
    Ok(i64::try_from(overdue).unwrap_or(i64::MAX))
}

/// A session in which seats can be taken, after what is due in it was settled.
///
/// # Errors
/// `immersion_unknown`, `immersion_over`, `immersion_closed`
pub(super) fn open_session(work: &mut Work<'_>, id: &ImmersionId) -> Result<ImmersionSession, Failure> {
    settle_due(work, id)?;
    let session = session_of(work, id)?;
    check_open(&session)?;
    Ok(session)
}

/// Refuses a session that nobody can be booked into any more.
pub(super) fn check_open(session: &ImmersionSession) -> Result<(), Refusal> {
    if session.is_over {
        Err(Refusal::new(Code::ImmersionOver).with("ends_on", session.ends_on))
    } else if session.closed_at.is_some() {
        Err(Refusal::new(Code::ImmersionClosed))
    } else {
        Ok(())
    }
}

/// Refuses more seats than are free.
pub(super) fn check_free(session: &ImmersionSession, wanted: i64) -> Result<(), Refusal> {
    if wanted <= session.free_places {
        Ok(())
    } else {
        Err(Refusal::new(Code::ImmersionFull).with("free", session.free_places).with("wanted", wanted))
    }
}

/// A customer who may book.
pub(super) fn check_customer(work: &Work<'_>, id: CustomerId) -> Result<(), Failure> {
    let is_blocked: Option<bool> = work.one("SELECT is_blocked FROM users WHERE id = ?1", [id], |row| row.get(0))?;
    match is_blocked {
        None => Err(Code::CustomerUnknown.into()),
        Some(true) => Err(Code::CustomerBlocked.into()),
        Some(false) => Ok(()),
    }
}

/// Offers free seats to those in line, first come first served, each party whole or not at all: one that is too large is passed over.
/// Does nothing where the settings leave offers to people. Returns how many parties were offered seats.
pub(super) fn offer_free_seats(work: &mut Work<'_>, id: &ImmersionId) -> Result<i64, Failure> {
    let hours = work.settings()?.immersion_offer_hours;
    if hours == 0 {
        return Ok(0);
    }
    let line: Vec<(WaitingId, CustomerId, i64)> = work.all(
        "SELECT id, user_id, party_size FROM immersion_waiting WHERE session_id = ?1 AND status = 'waiting' ORDER BY joined_at, id",
        [id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    if line.is_empty() {
        return Ok(0);
    }
    let Some(session) = store::find_session(work, id)?.filter(|session| check_open(session).is_ok()) else {
        return Ok(0);
    };
    let mut free = session.free_places;
    let mut offered = 0;
    for (party, customer, size) in line {
        if size <= free {
            offer_to(work, &session, &party, customer, size, hours)?;
            free -= size;
            offered += 1;
        }
    }
    Ok(offered)
}

/// Holds seats for a party until its deadline. Whoever calls knows that they are free.
fn offer_to(
    work: &mut Work<'_>,
    session: &ImmersionSession,
    party: &WaitingId,
    customer: CustomerId,
    size: i64,
    hours: i64,
) -> Result<(), Failure> {
    let now = work.now();
    let until = in_hours(now, hours);
    for _ in 0..size {
        let mut seat = Seat::new(work, customer, BookingSource::WaitingList);
        seat.session_id = Some(session.immersion_id.clone());
        seat.waiting_id = Some(party.clone());
        seat.hold_until = Some(until);
        seat.amount = Some(session.price_cents);
        seat.currency = Some(session.currency.word().to_owned());
        store::insert(work, &seat, Some("offer"))?;
    }
    work.run(
        "UPDATE immersion_waiting SET status = 'offered', offered_at = ?2, offer_until = ?3, changed_by = ?4, updated_at = ?2 WHERE id = ?1",
        params![party, now, until, work.operator()],
    )?;
    work.changed(&[Kind::Immersion]);
    Ok(())
}

/// Offers seats to one party, out of turn.
pub(super) fn offer_out_of_turn(
    work: &mut Work<'_>,
    session: &ImmersionSession,
    party: &super::model::WaitingParty,
) -> Result<(), Failure> {
    let hours = match work.settings()?.immersion_offer_hours {
        0 => OFFER_BY_HAND_HOURS,
        hours => hours,
    };
    offer_to(work, session, &party.waiting_id, party.customer_id, party.party_size, hours)
}
