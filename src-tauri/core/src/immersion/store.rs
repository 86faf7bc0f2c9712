//! The statements of immersion sessions, bookings and the waiting list.

use super::model::{
    Booking, BookingProblem, BookingSource, BookingStatus, ImmersionSession, WaitingParty, WaitingStatus,
};
use super::rules::{is_over, status_of};
use crate::base::{BookingId, Cents, CustomerId, Day, ImmersionId, Timestamp, Venue, WaitingId};
use crate::door::{Code, Failure, Kind, View, Work};
use crate::sales::model::PaymentMethod;
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

/// The columns of a booking that change, written whole.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Seat {
    pub(super) id: BookingId,
    pub(super) session_id: Option<ImmersionId>,
    pub(super) customer_id: CustomerId,
    pub(super) email: Option<String>,
    pub(super) status: BookingStatus,
    pub(super) hold_until: Option<Timestamp>,
    pub(super) problem: Option<BookingProblem>,
    pub(super) wanted_session: Option<String>,
    pub(super) payment_method: Option<PaymentMethod>,
    pub(super) amount: Option<Cents>,
    pub(super) currency: Option<String>,
    pub(super) payment_reference: Option<String>,
    pub(super) refund_method: Option<PaymentMethod>,
    pub(super) source: BookingSource,
    pub(super) waiting_id: Option<WaitingId>,
    pub(super) moved_from: Option<ImmersionId>,
    pub(super) paid_at: Option<Timestamp>,
    pub(super) confirmed_at: Option<Timestamp>,
    pub(super) cancelled_at: Option<Timestamp>,
    pub(super) cancel_reason: Option<String>,
    pub(super) refunded_at: Option<Timestamp>,
    pub(super) no_show_at: Option<Timestamp>,
    pub(super) note: Option<String>,
    pub(super) checkout_id: Option<String>,
    pub(super) payment_intent: Option<String>,
}

impl Seat {
    /// A booking that says nothing yet but for whom and how it came about.
    pub(super) fn new(work: &Work<'_>, customer_id: CustomerId, source: BookingSource) -> Self {
        Self {
            id: BookingId::new(work.chance),
            session_id: None,
            customer_id,
            email: None,
            status: BookingStatus::Pending,
            hold_until: None,
            problem: None,
            wanted_session: None,
            payment_method: None,
            amount: None,
            currency: None,
            payment_reference: None,
            refund_method: None,
            source,
            waiting_id: None,
            moved_from: None,
            paid_at: None,
            confirmed_at: None,
            cancelled_at: None,
            cancel_reason: None,
            refunded_at: None,
            no_show_at: None,
            note: None,
            checkout_id: None,
            payment_intent: None,
        }
    }

    /// Gives it its seat for good.
    pub(super) fn confirm(&mut self, now: Timestamp) {
        self.status = BookingStatus::Confirmed;
        self.hold_until = None;
        self.problem = None;
        self.confirmed_at = Some(now);
        self.cancelled_at = None;
        self.cancel_reason = None;
    }

    /// Ends it.
    pub(super) fn cancel(&mut self, now: Timestamp, reason: &str) {
        self.status = BookingStatus::Cancelled;
        self.cancelled_at = Some(now);
        self.cancel_reason = Some(reason.to_owned());
    }

    /// Lets it wait for a person.
    pub(super) fn set_aside(&mut self, problem: BookingProblem) {
        self.status = BookingStatus::Pending;
        self.hold_until = None;
        self.problem = Some(problem);
        self.confirmed_at = None;
        self.cancelled_at = None;
        self.cancel_reason = None;
    }

    /// Whether it holds a seat at an instant.
    pub(super) fn holds_at(&self, now: Timestamp) -> bool {
        match self.status {
            BookingStatus::Confirmed => true,
            BookingStatus::Pending => self.hold_until.is_some_and(|until| until > now),
            BookingStatus::Cancelled => false,
        }
    }

    /// Paid, without a seat, and for a person to decide.
    pub(super) fn is_undecided(&self) -> bool {
        self.status == BookingStatus::Pending && self.paid_at.is_some()
    }
}

const SEAT: &str = "SELECT id, session_id, user_id, user_email, status, hold_until, problem, wanted_session, payment_method, amount_cents,
    currency, payment_reference, refund_method, source, waiting_id, moved_from, paid_at, confirmed_at, cancelled_at, cancel_reason,
    refunded_at, no_show_at, note, stripe_session_id, stripe_payment_intent_id FROM immersion_bookings";

fn seat(row: &Row<'_>) -> rusqlite::Result<Seat> {
    Ok(Seat {
        id: row.get(0)?,
        session_id: row.get(1)?,
        customer_id: row.get(2)?,
        email: row.get(3)?,
        status: row.get(4)?,
        hold_until: row.get(5)?,
        problem: row.get(6)?,
        wanted_session: row.get(7)?,
        payment_method: row.get(8)?,
        amount: row.get(9)?,
        currency: row.get(10)?,
        payment_reference: row.get(11)?,
        refund_method: row.get(12)?,
        source: row.get(13)?,
        waiting_id: row.get(14)?,
        moved_from: row.get(15)?,
        paid_at: row.get(16)?,
        confirmed_at: row.get(17)?,
        cancelled_at: row.get(18)?,
        cancel_reason: row.get(19)?,
        refunded_at: row.get(20)?,
        no_show_at: row.get(21)?,
        note: row.get(22)?,
        checkout_id: row.get(23)?,
        payment_intent: row.get(24)?,
    })
}

/// Reads a booking to change it.
pub(super) fn seat_of(view: &View<'_>, id: &BookingId) -> Result<Seat, Failure> {
    view.one(&format!("{SEAT} WHERE id = ?1"), [id], seat)?.ok_or_else(|| Code::BookingUnknown.into())
}

/// The bookings that an offer holds, or held.
pub(super) fn seats_of_party(view: &View<'_>, id: &WaitingId) -> Result<Vec<Seat>, Failure> {
    view.all(&format!("{SEAT} WHERE waiting_id = ?1 ORDER BY booking_date, id"), [id], seat)
}

/// The bookings that hold a seat of a session, in the order of their making.
pub(super) fn seats_held(view: &View<'_>, id: &ImmersionId) -> Result<Vec<Seat>, Failure> {
    view.all(&format!("{SEAT} WHERE session_id = ?1 AND holds_seat = 1 ORDER BY booking_date, id"), [id], seat)
}

/// The booking of a payment: by the checkout, else by the payment.
pub(super) fn seat_of_payment(
    view: &View<'_>,
    checkout: Option<&str>,
    intent: Option<&str>,
) -> Result<Option<Seat>, Failure> {
    let by_checkout = match checkout {
        Some(checkout) => view.one(&format!("{SEAT} WHERE stripe_session_id = ?1"), [checkout], seat)?,
        None => None,
    };
    match (by_checkout, intent) {
        (None, Some(intent)) => {
            view.one(&format!("{SEAT} WHERE stripe_payment_intent_id = ?1 ORDER BY booking_date, id"), [intent], seat)
        }
        (found, _) => Ok(found),
    }
}

/// Writes a new booking. The triggers do the rest: seats, status, licence, event.
pub(super) fn insert(work: &mut Work<'_>, seat: &Seat, reason: Option<&str>) -> Result<(), Failure> {
    write(
        work,
        "INSERT INTO immersion_bookings (id, session_id, user_id, user_email, status, hold_until, problem, wanted_session, payment_method,
             amount_cents, currency, payment_reference, refund_method, source, waiting_id, moved_from, paid_at, confirmed_at, cancelled_at,
             cancel_reason, refunded_at, no_show_at, note, stripe_session_id, stripe_payment_intent_id, changed_by, change_reason,
             booking_date, created_at, updated_at, revision)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26,
             ?27, ?28, ?28, ?28, 1)",
        seat,
        reason,
    )
}

/// Writes a booking back whole. The triggers do the rest.
pub(super) fn save(work: &mut Work<'_>, seat: &Seat, reason: Option<&str>) -> Result<(), Failure> {
    write(
        work,
        "UPDATE immersion_bookings SET session_id = ?2, user_id = ?3, user_email = ?4, status = ?5, hold_until = ?6, problem = ?7,
             wanted_session = ?8, payment_method = ?9, amount_cents = ?10, currency = ?11, payment_reference = ?12, refund_method = ?13,
             source = ?14, waiting_id = ?15, moved_from = ?16, paid_at = ?17, confirmed_at = ?18, cancelled_at = ?19, cancel_reason = ?20,
             refunded_at = ?21, no_show_at = ?22, note = ?23, stripe_session_id = ?24, stripe_payment_intent_id = ?25, changed_by = ?26,
             change_reason = ?27, updated_at = ?28, revision = revision + 1 WHERE id = ?1",
        seat,
        reason,
    )
}

fn write(work: &mut Work<'_>, sql: &str, seat: &Seat, reason: Option<&str>) -> Result<(), Failure> {
    work.run(
        sql,
        params![
            seat.id,
            seat.session_id,
            seat.customer_id,
            seat.email,
            seat.status,
            seat.hold_until,
            seat.problem,
            seat.wanted_session,
            seat.payment_method,
            seat.amount,
            seat.currency,
            seat.payment_reference,
            seat.refund_method,
            seat.source,
            seat.waiting_id,
            seat.moved_from,
            seat.paid_at,
            seat.confirmed_at,
            seat.cancelled_at,
            seat.cancel_reason,
            seat.refunded_at,
            seat.no_show_at,
            seat.note,
            seat.checkout_id,
            seat.payment_intent,
            work.operator(),
            reason,
            work.now(),
        ],
    )?;
    work.changed(&[Kind::Immersion]);
    Ok(())
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
