//! Bringing the bookings to where a payment's facts say they are. The facts are a join over all events of the payment; what is done here
//! depends on them and on the books alone, so that neither the order of events nor their number matters.
//!
//! Money is never dropped: paid without a seat, for an unknown session or with another amount, it becomes a booking that waits for a person.

use super::model::{BookingProblem, BookingSource, BookingStatus, ImmersionSession};
use super::payer::{complete_identity, identify, nameless};
use super::rules::in_hours;
use super::seats::{check_open, offer_free_seats, settle_due};
use super::store::{self, DEADLINE, Seat, seat_of, seat_of_payment};
use crate::base::{BookingId, CustomerId, ImmersionId};
use crate::customers;
use crate::door::{Failure, Work};
use crate::inbox::model::{Outcome, PaymentFacts, Settled, Target};
use rusqlite::params;

/// Why a booking ended whose checkout expired or whose payment failed. A payment that comes after all may bring it back.
const EXPIRED: &str = "expired";

/// Why a booking ended whose money the provider gave back.
const REFUNDED: &str = "refunded";

/// Brings the booking of a payment to where the facts say. Called again with the same facts, it changes nothing.
///
/// # Errors
/// The store failed. Everything that the facts can say has an outcome.
pub(crate) fn settle_payment(work: &mut Work<'_>, facts: &PaymentFacts) -> Result<Settled, Failure> {
    let Target::Immersion { session } = &facts.target else { return Ok(Settled::new(Outcome::Conflict)) };
    if facts.checkout_id.is_none() && facts.payment_intent.is_none() {
        // Nothing to know the payment by when it is told of again: it would be booked twice.
        return Ok(Settled::new(Outcome::Malformed));
    }
    let wanted = ImmersionId(session.trim().to_ascii_lowercase());
    settle_due(work, &wanted)?;
    let mut found = find(work, facts)?;
    if let Some(seat) = &mut found {
        complete_identity(work, seat, facts)?;
    }
    let payment = Payment { facts, wanted, found };
    let outcome = if facts.refunded {
        payment.refunded(work)?
    } else if facts.paid {
        payment.paid(work)?
    } else if facts.ended {
        payment.ended(work)?
    } else if facts.opened {
        payment.opened(work)?
    } else {
        Settled::new(Outcome::Pending)
    };
    Ok(outcome)
}

/// The booking of a payment, after what is due in its session was settled: it may have been moved since.
fn find(work: &mut Work<'_>, facts: &PaymentFacts) -> Result<Option<Seat>, Failure> {
    let (checkout, intent) = (facts.checkout_id.as_deref(), facts.payment_intent.as_deref());
    if let Some(session) = seat_of_payment(work, checkout, intent)?.and_then(|seat| seat.session_id) {
        settle_due(work, &session)?;
    }
    seat_of_payment(work, checkout, intent)
}

/// A payment, what it names, and the booking it has made already.
struct Payment<'f> {
    facts: &'f PaymentFacts,
    wanted: ImmersionId,
    found: Option<Seat>,
}

impl Payment<'_> {
    /// The money is there: a seat if there is one, else a person decides.
    fn paid(self, work: &mut Work<'_>) -> Result<Settled, Failure> {
        let is_new = self.found.is_none();
        let mut seat = match &self.found {
            Some(seat) => seat.clone(),
            None => self.new_seat(work)?,
        };
        let before = seat.clone();
        let learns_the_sum = (seat.amount.is_none() && self.facts.amount.is_some())
            || (seat.currency.is_none() && self.facts.currency.is_some());
        if seat.refunded_at.is_some() {
            return tell(work, &seat);
        }
        self.note_money(&mut seat);
        seat.paid_at = seat.paid_at.or(Some(work.now()));
        let is_settled = match (seat.status, before.is_undecided()) {
            (BookingStatus::Confirmed, _) => !learns_the_sum || self.is_the_price(work, &seat)?,
            (BookingStatus::Pending, true) => !learns_the_sum && !self.has_appeared(work, &seat)?,
            (BookingStatus::Pending, false) => false,
            // What a person has cancelled stays cancelled; the check for kept money tells of it.
            (BookingStatus::Cancelled, _) => !matches!(seat.cancel_reason.as_deref(), Some(DEADLINE | EXPIRED)),
        };
        if !is_settled {
            let session = match &seat.session_id {
                Some(id) => store::find_any_session(work, id)?,
                None => self.known(work)?,
            };
            place(work, &mut seat, session, &before)?;
        }
        write(work, is_new, &before, &seat, None)?;
        tell(work, &seat)
    }

    /// Whether the booking waits for its session, and the session is there now.
    fn has_appeared(&self, work: &Work<'_>, seat: &Seat) -> Result<bool, Failure> {
        Ok(seat.problem == Some(BookingProblem::SessionUnknown) && self.known(work)?.is_some())
    }

    /// Whether what was paid is the price of the booking's session.
    fn is_the_price(&self, work: &Work<'_>, seat: &Seat) -> Result<bool, Failure> {
        let session = match &seat.session_id {
            Some(id) => store::find_any_session(work, id)?,
            None => None,
        };
        Ok(session.is_some_and(|(session, _)| money_problem(seat, &session).is_none()))
    }

    /// The money went back: the booking is over, whether or not its payment was ever told of.
    fn refunded(self, work: &mut Work<'_>) -> Result<Settled, Failure> {
        let is_new = self.found.is_none();
        let seat = match &self.found {
            Some(seat) => Some(seat.clone()),
            None => self.seat_if_known(work)?,
        };
        let Some(mut seat) = seat else { return Ok(Settled::new(Outcome::Refunded)) };
        if seat.refunded_at.is_some() {
            return tell(work, &seat);
        }
        let before = seat.clone();
        let now = work.now();
        self.note_money(&mut seat);
        let was_ended_by_a_person = seat.status == BookingStatus::Cancelled
            && !matches!(seat.cancel_reason.as_deref(), Some(DEADLINE | EXPIRED));
        if !was_ended_by_a_person {
            let cancelled_at = seat.cancelled_at.unwrap_or(now);
            seat.cancel(cancelled_at, REFUNDED);
        }
        seat.problem = None;
        seat.paid_at = seat.paid_at.or(Some(now));
        seat.refunded_at = Some(now);
        seat.refund_method = self.facts.method.or(seat.payment_method);
        write(work, is_new, &before, &seat, Some(REFUNDED))?;
        tell(work, &seat)
    }

    /// The checkout expired or the payment failed: what it held is free again.
    fn ended(self, work: &mut Work<'_>) -> Result<Settled, Failure> {
        let is_new = self.found.is_none();
        let seat = match &self.found {
            Some(seat) => Some(seat.clone()),
            None if self.known(work)?.is_some() => self.seat_if_known(work)?,
            None => None,
        };
        let Some(mut seat) = seat else { return Ok(Settled::new(Outcome::Released)) };
        let before = seat.clone();
        if seat.status == BookingStatus::Pending && seat.paid_at.is_none() {
            self.note_money(&mut seat);
            seat.cancel(work.now(), EXPIRED);
        }
        write(work, is_new, &before, &seat, Some(EXPIRED))?;
        tell(work, &seat)
    }

    /// A checkout was opened: a seat is held for it, if there is one and it is known for whom.
    fn opened(self, work: &mut Work<'_>) -> Result<Settled, Failure> {
        if let Some(seat) = &self.found {
            return tell(work, seat);
        }
        let Some((session, is_deleted)) = self.known(work)? else { return Ok(Settled::new(Outcome::Waiting)) };
        let until = match self.facts.hold_until {
            Some(until) => until,
            None => in_hours(work.now(), work.settings()?.immersion_hold_hours),
        };
        let can_hold = !is_deleted && check_open(&session).is_ok() && session.free_places > 0 && until > work.now();
        let seat = if can_hold { self.seat_if_known(work)? } else { None };
        let Some(mut seat) = seat else { return Ok(Settled::new(Outcome::Pending)) };
        self.note_money(&mut seat);
        seat.hold_until = Some(until);
        store::insert(work, &seat, None)?;
        tell(work, &seat)
    }

    /// The session that the payment names, and whether it was deleted.
    fn known(&self, work: &Work<'_>) -> Result<Option<(ImmersionSession, bool)>, Failure> {
        store::find_any_session(work, &self.wanted)
    }

    /// A booking for whoever paid. Somebody did: where nobody is named, a customer is entered under the payment's name.
    fn new_seat(&self, work: &mut Work<'_>) -> Result<Seat, Failure> {
        match self.seat_if_known(work)? {
            Some(seat) => Ok(seat),
            None => {
                let customer = customers::add(work, &nameless(self.facts), None, None)?;
                self.seat_for(work, customer)
            }
        }
    }

    fn seat_if_known(&self, work: &mut Work<'_>) -> Result<Option<Seat>, Failure> {
        identify(work, self.facts)?.map(|customer| self.seat_for(work, customer)).transpose()
    }

    fn seat_for(&self, work: &Work<'_>, customer: CustomerId) -> Result<Seat, Failure> {
        let mut seat = Seat::new(work, customer, BookingSource::Payment);
        seat.checkout_id = self.facts.checkout_id.clone();
        seat.payment_intent = self.facts.payment_intent.clone();
        seat.email = self.facts.email.clone();
        if self.known(work)?.is_some() {
            seat.session_id = Some(self.wanted.clone());
        } else {
            seat.wanted_session = Some(self.wanted.0.chars().take(100).collect());
        }
        let blocked: Option<bool> =
            work.one("SELECT is_blocked FROM users WHERE id = ?1", [customer], |row| row.get(0))?;
        if blocked == Some(true) {
            seat.note = Some(BLOCKED.to_owned());
        }
        Ok(seat)
    }

    fn note_money(&self, seat: &mut Seat) {
        seat.amount = self.facts.amount.or(seat.amount);
        seat.currency = self.facts.currency.clone().or(seat.currency.take());
        seat.payment_method = self.facts.method.or(seat.payment_method);
    }
}

/// Writes what changed, and offers what came free.
fn write(work: &mut Work<'_>, is_new: bool, before: &Seat, seat: &Seat, reason: Option<&str>) -> Result<(), Failure> {
    let now = work.now();
    if is_new {
        return store::insert(work, seat, reason);
    }
    if before != seat {
        store::save(work, seat, reason)?;
    }
    if before.holds_at(now)
        && !seat.holds_at(now)
        && let Some(session) = &seat.session_id
    {
        offer_free_seats(work, session)?;
    }
    Ok(())
}

/// What the desk notes on the booking of a customer who is blocked: the money came, so the seat is theirs; staff must know.
const BLOCKED: &str = "⚠ client bloqué / blocked customer";

/// Gives a paid booking its seat, or says why a person must decide.
fn place(
    work: &Work<'_>,
    seat: &mut Seat,
    session: Option<(ImmersionSession, bool)>,
    before: &Seat,
) -> Result<(), Failure> {
    let now = work.now();
    let Some((session, is_deleted)) = session else {
        seat.set_aside(BookingProblem::SessionUnknown);
        return Ok(());
    };
    seat.session_id = Some(session.immersion_id.clone());
    seat.wanted_session = None;
    let has_seat = before.session_id.is_some() && before.holds_at(now);
    if let Some(problem) = money_problem(seat, &session) {
        seat.set_aside(problem);
    } else if has_seat {
        if seat.status != BookingStatus::Confirmed {
            seat.confirm(now);
        }
    } else if is_deleted || check_open(&session).is_err() {
        seat.set_aside(BookingProblem::SessionClosed);
    } else if session.free_places > 0 {
        seat.confirm(now);
    } else {
        seat.set_aside(BookingProblem::NoSeat);
    }
    Ok(())
}

/// What is wrong with the money, where it is known.
fn money_problem(seat: &Seat, session: &ImmersionSession) -> Option<BookingProblem> {
    if seat.currency.as_deref().is_some_and(|currency| currency != session.currency.word()) {
        Some(BookingProblem::CurrencyDiffers)
    } else if seat.amount.is_some_and(|amount| amount != session.price_cents) {
        Some(BookingProblem::AmountDiffers)
    } else {
        None
    }
}

/// Gives a paid booking whose session has appeared its seat there, or its next problem.
pub(super) fn attach(work: &mut Work<'_>, id: &BookingId) -> Result<(), Failure> {
    let mut seat = seat_of(work, id)?;
    let Some(wanted) = seat.wanted_session.clone().map(ImmersionId) else { return Ok(()) };
    settle_due(work, &wanted)?;
    let before = seat.clone();
    let session = store::find_any_session(work, &wanted)?;
    place(work, &mut seat, session, &before)?;
    store::save(work, &seat, Some("session appeared"))
}

/// How the books stand, for the inbox.
fn tell(work: &Work<'_>, seat: &Seat) -> Result<Settled, Failure> {
    let outcome = match (seat.status, seat.problem) {
        _ if seat.refunded_at.is_some() => Outcome::Refunded,
        (BookingStatus::Confirmed, _) => Outcome::Confirmed,
        (BookingStatus::Pending, Some(BookingProblem::NoSeat | BookingProblem::SessionClosed)) => {
            Outcome::PaidWithoutSeat
        }
        (BookingStatus::Pending, Some(BookingProblem::SessionUnknown)) => Outcome::SessionUnknown,
        (BookingStatus::Pending, Some(BookingProblem::AmountDiffers)) => Outcome::AmountDiffers,
        (BookingStatus::Pending, Some(BookingProblem::CurrencyDiffers)) => Outcome::CurrencyDiffers,
        (BookingStatus::Pending, None) if seat.holds_at(work.now()) => Outcome::Held,
        (BookingStatus::Pending, None) => Outcome::Pending,
        (BookingStatus::Cancelled, _) if seat.paid_at.is_some() => Outcome::PaidWithoutSeat,
        (BookingStatus::Cancelled, _) => Outcome::Released,
    };
    let customer: Option<String> =
        work.one("SELECT username FROM users WHERE id = ?1", [seat.customer_id], |row| row.get(0))?;
    let days: Option<(String, String, i64, String)> = work.one(
        "SELECT session_date_start, session_date_end, price_cents, currency FROM immersion_sessions WHERE id = ?1",
        params![seat.session_id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let mut settled = Settled::new(outcome)
        .about(&seat.id)
        .with("customer", customer)
        .with("amount_cents", seat.amount)
        .with("currency", &seat.currency);
    if let Some((starts_on, ends_on, price_cents, price_currency)) = days {
        settled = settled
            .with("starts_on", starts_on)
            .with("ends_on", ends_on)
            .with("price_cents", price_cents)
            .with("price_currency", price_currency);
    }
    if let Some(wanted) = &seat.wanted_session {
        settled = settled.with("wanted_session", wanted);
    }
    if let Some(problem) = seat.problem {
        settled = settled.with("problem", problem);
    }
    Ok(settled)
}
