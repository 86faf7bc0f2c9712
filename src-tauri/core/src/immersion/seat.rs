//! A booking to be changed: what of it can change, how it moves along its states, and how it is written.

use super::model::{BookingProblem, BookingSource, BookingStatus};
use crate::base::{BookingId, Cents, CustomerId, ImmersionId, Timestamp, WaitingId};
use crate::door::{Code, Failure, Kind, View, Work};
use crate::sales::model::PaymentMethod;
use rusqlite::{Row, params};

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
