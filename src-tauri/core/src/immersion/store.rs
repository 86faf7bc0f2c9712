//! The statements of immersion sessions, bookings and the waiting list; those that write a booking are in `seat`.

use super::model::{Booking, BookingStatus, ImmersionSession, WaitingParty, WaitingStatus};
use super::rules::{is_over, status_of};
pub(super) use super::seat::{Seat, insert, save, seat_of, seat_of_payment, seats_held, seats_of_party};
use crate::base::{BookingId, Day, ImmersionId, Timestamp, Venue, WaitingId};
use crate::door::{Code, Failure, View};
use rusqlite::{Row, params};

/// Today, on the venue's wall calendar.
pub(super) fn today(view: &View<'_>) -> Result<Day, Failure> {
    Ok(Venue(view.settings()?.venue_timezone()).day_of(view.now()))
}

/// The columns of a session, in the order in which [`session`] reads them. `?1` is now: holds that are past it do not count.
/// The subqueries repeat the conditions of the partial indexes: SQLite takes an index only then.
pub(super) const SESSION: &str = "SELECT s.id, s.session_date_start, s.session_date_end, s.max_places, s.external_places, s.claimed_places,
    s.closed_at, s.location, s.price_cents, s.currency, s.description, s.is_active, s.created_at, s.updated_at, s.revision,
    (SELECT COUNT(*) FROM immersion_bookings b WHERE b.session_id = s.id AND b.holds_seat = 1 AND b.status = 'confirmed'),
    (SELECT COUNT(*) FROM immersion_bookings b WHERE b.session_id = s.id AND b.holds_seat = 1 AND b.status = 'pending' AND b.hold_until > ?1),
    (SELECT COUNT(*) FROM immersion_bookings b WHERE b.session_id = s.id AND b.status = 'pending' AND b.paid_at IS NOT NULL),
    (SELECT COUNT(*) FROM immersion_waiting w WHERE w.session_id = s.id AND w.status IN ('waiting', 'offered'))
    FROM immersion_sessions s";

/// Reads a session as its seats are at the view's instant.
pub(super) fn session(row: &Row<'_>, today: Day) -> rusqlite::Result<ImmersionSession> {
    let (max, external): (i64, i64) = (row.get(3)?, row.get(4)?);
    let (confirmed, held): (i64, i64) = (row.get(15)?, row.get(16)?);
    let reserved = external + confirmed + held;
    let ends_on = row.get(2)?;
    let closed_at: Option<Timestamp> = row.get(6)?;
    let is_over = is_over(ends_on, today);
    Ok(ImmersionSession {
        immersion_id: row.get(0)?,
        starts_on: row.get(1)?,
        ends_on,
        max_places: max,
        reserved_places: reserved,
        confirmed_places: confirmed,
        held_places: held,
        external_places: external,
        free_places: (max - reserved).max(0),
        claimed_places: row.get(5)?,
        undecided: row.get(17)?,
        waiting: row.get(18)?,
        status: status_of(closed_at.is_some() || is_over, reserved, max),
        is_over,
        closed_at,
        location: row.get(7)?,
        price_cents: row.get(8)?,
        currency: row.get(9)?,
        description: row.get(10)?,
        is_active: row.get(11)?,
        created_at: row.get(12)?,
        updated_at: row.get(13)?,
        revision: row.get(14)?,
    })
}

/// A session that is in the books and was not deleted.
pub(super) fn find_session(view: &View<'_>, id: &ImmersionId) -> Result<Option<ImmersionSession>, Failure> {
    let today = today(view)?;
    let sql = format!("{SESSION} WHERE s.id = ?2 AND s.deleted_at IS NULL");
    view.one(&sql, params![view.now(), id], |row| session(row, today))
}

/// A session that must be there.
pub(super) fn session_of(view: &View<'_>, id: &ImmersionId) -> Result<ImmersionSession, Failure> {
    find_session(view, id)?.ok_or_else(|| Code::ImmersionUnknown.into())
}

/// The columns of a booking, in the order in which [`booking`] reads them.
pub(super) const BOOKING: &str =
    "SELECT b.id, b.session_id, s.session_date_start, s.session_date_end, s.location, b.user_id, u.username, u.phone,
    COALESCE(b.user_email, u.email), b.status, b.holds_seat, b.hold_until, b.problem, b.wanted_session, b.payment_method, b.amount_cents,
    b.currency, b.payment_reference, b.source, b.waiting_id, b.booking_date, b.paid_at, b.confirmed_at, b.cancelled_at, b.cancel_reason,
    b.refunded_at, b.no_show_at, b.note, b.stripe_session_id, b.stripe_payment_intent_id
    FROM immersion_bookings b JOIN users u ON u.id = b.user_id LEFT JOIN immersion_sessions s ON s.id = b.session_id";

/// Reads a booking as it stands at an instant: a hold whose deadline is past has ended at its deadline, swept or not.
pub(super) fn booking(row: &Row<'_>, now: Timestamp) -> rusqlite::Result<Booking> {
    let status: BookingStatus = row.get(9)?;
    let hold_until: Option<Timestamp> = row.get(11)?;
    let ran_out = hold_until.filter(|until| status == BookingStatus::Pending && *until <= now);
    Ok(Booking {
        booking_id: row.get(0)?,
        session_id: row.get(1)?,
        starts_on: row.get(2)?,
        ends_on: row.get(3)?,
        location: row.get(4)?,
        customer_id: row.get(5)?,
        customer_name: row.get(6)?,
        customer_phone: row.get(7)?,
        email: row.get(8)?,
        status: if ran_out.is_some() { BookingStatus::Cancelled } else { status },
        holds_seat: row.get::<_, bool>(10)? && ran_out.is_none(),
        hold_until: hold_until.filter(|_| status == BookingStatus::Pending && ran_out.is_none()),
        problem: row.get(12)?,
        wanted_session: row.get(13)?,
        payment_method: row.get(14)?,
        amount_cents: row.get(15)?,
        currency: row.get(16)?,
        payment_reference: row.get(17)?,
        source: row.get(18)?,
        waiting_id: row.get(19)?,
        booked_at: row.get(20)?,
        paid_at: row.get(21)?,
        confirmed_at: row.get(22)?,
        cancelled_at: ran_out.or(row.get(23)?),
        cancel_reason: if ran_out.is_some() { Some(DEADLINE.to_owned()) } else { row.get(24)? },
        refunded_at: row.get(25)?,
        no_show_at: row.get(26)?,
        note: row.get(27)?,
        stripe_session_id: row.get(28)?,
        stripe_payment_intent_id: row.get(29)?,
    })
}

/// Why a hold ended that nobody paid for in time. A payment that comes after all may bring it back.
pub(super) const DEADLINE: &str = "deadline";

/// A booking that must be there.
pub(super) fn booking_of(view: &View<'_>, id: &BookingId) -> Result<Booking, Failure> {
    let now = view.now();
    view.one(&format!("{BOOKING} WHERE b.id = ?1"), [id], |row| booking(row, now))?
        .ok_or_else(|| Code::BookingUnknown.into())
}

/// The bookings of a session: the live ones first, then the cancelled, each in the order of their making.
pub(super) fn bookings_of(view: &View<'_>, id: &ImmersionId) -> Result<Vec<Booking>, Failure> {
    let now = view.now();
    let sql = format!("{BOOKING} WHERE b.session_id = ?1 ORDER BY b.booking_date, b.id");
    let mut bookings = view.all(&sql, [id], |row| booking(row, now))?;
    bookings.sort_by_key(|booking| booking.status == BookingStatus::Cancelled);
    Ok(bookings)
}

/// The columns of a waiting party, in the order in which [`party`] reads them. Its place counts who joined before it and still waits.
pub(super) const PARTY: &str = "SELECT w.id, w.session_id, w.user_id, u.username, u.phone, w.party_size, w.status,
    CASE WHEN w.status = 'waiting' THEN 1 + (SELECT COUNT(*) FROM immersion_waiting o WHERE o.session_id = w.session_id
        AND o.status = 'waiting' AND (o.joined_at, o.id) < (w.joined_at, w.id)) END,
    w.joined_at, w.offered_at, w.offer_until FROM immersion_waiting w JOIN users u ON u.id = w.user_id";

/// Reads a waiting party as it stands at an instant: an offer whose deadline is past has expired, noted or not.
pub(super) fn party(row: &Row<'_>, now: Timestamp) -> rusqlite::Result<WaitingParty> {
    let (status, offer_until): (WaitingStatus, Option<Timestamp>) = (row.get(6)?, row.get(10)?);
    let ran_out = status == WaitingStatus::Offered && offer_until.is_some_and(|until| until <= now);
    Ok(WaitingParty {
        waiting_id: row.get(0)?,
        session_id: row.get(1)?,
        customer_id: row.get(2)?,
        customer_name: row.get(3)?,
        customer_phone: row.get(4)?,
        party_size: row.get(5)?,
        status: if ran_out { WaitingStatus::Expired } else { status },
        place: row.get(7)?,
        joined_at: row.get(8)?,
        offered_at: row.get(9)?,
        offer_until,
    })
}

/// A waiting party that must be there.
pub(super) fn party_of(view: &View<'_>, id: &WaitingId) -> Result<WaitingParty, Failure> {
    let now = view.now();
    view.one(&format!("{PARTY} WHERE w.id = ?1"), [id], |row| party(row, now))?
        .ok_or_else(|| Code::WaitingUnknown.into())
}

/// The parties of a session: those with an offer, those that wait in their order, then those that wait no more.
pub(super) fn parties_of(view: &View<'_>, id: &ImmersionId) -> Result<Vec<WaitingParty>, Failure> {
    let now = view.now();
    let sql = format!("{PARTY} WHERE w.session_id = ?1 ORDER BY w.joined_at, w.id");
    let mut parties = view.all(&sql, [id], |row| party(row, now))?;
    parties.sort_by_key(|party| match party.status {
        WaitingStatus::Offered => 0,
        WaitingStatus::Waiting => 1,
        _ => 2,
    });
    Ok(parties)
}

/// A session that is in the books, and whether it was deleted.
pub(super) fn find_any_session(view: &View<'_>, id: &ImmersionId) -> Result<Option<(ImmersionSession, bool)>, Failure> {
    let today = today(view)?;
    let is_deleted: Option<bool> =
        view.one("SELECT deleted_at IS NOT NULL FROM immersion_sessions WHERE id = ?1", [id], |row| row.get(0))?;
    let Some(is_deleted) = is_deleted else { return Ok(None) };
    let found = view.one(&format!("{SESSION} WHERE s.id = ?2"), params![view.now(), id], |row| session(row, today))?;
    Ok(found.map(|session| (session, is_deleted)))
}
