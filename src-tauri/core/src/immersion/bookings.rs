//! Booking seats at the counter, taking the money for them, and moving them.

use super::model::{Booking, BookingProblem, BookingSource, BookingStatus, ImmersionSession};
use super::purse;
use super::rules::{check_within, in_hours};
use super::seats::{check_customer, check_free, offer_free_seats, open_session, settle_due};
use super::store::{self, DEADLINE, Seat, booking_of, seat_of, session_of, today};
use crate::base::{BookingId, Cents, CustomerId, ImmersionId};
use crate::door::{Code, Command, Failure, Kind, Refusal, Role, Work, optional_line, required_line};
use crate::sales::model::PaymentMethod;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The most characters of a reason, a note, and a provider's reference.
pub(super) const REASON_MOST: usize = 200;
const NOTE_MOST: usize = 500;
const REFERENCE_MOST: usize = 100;

/// The most seats that are booked at once.
const SEATS_MOST: i64 = 100;

/// Books seats in a session for a customer: all of them or none. Paid, they are the customer's at once; unpaid, they are held until a
/// deadline.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct BookSeats {
    /// In which session.
    pub immersion_id: ImmersionId,
    /// For whom.
    pub customer_id: CustomerId,
    /// How many; one when left out.
    #[serde(default = "one")]
    #[ts(optional, as = "Option<i64>")]
    pub seats: i64,
    /// How it is (or will be) paid.
    #[serde(default)]
    #[ts(optional, as = "Option<PaymentMethod>")]
    pub payment_method: Option<PaymentMethod>,
    /// Whether the money is in the till.
    pub paid: bool,
    /// The price of each seat, in hundredths; the session's when left out.
    #[serde(default)]
    #[ts(optional, as = "Option<Cents>")]
    pub amount_cents: Option<Cents>,
    /// The provider's reference, if there is one.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub reference: Option<String>,
    /// What staff want to note.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub note: Option<String>,
}

const fn one() -> i64 {
    1
}

impl Command for BookSeats {
    type Output = Vec<Booking>;
    const NAME: &'static str = "immersion.book";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<Vec<Booking>, Failure> {
        work.concerns(Kind::Immersion, &self.immersion_id);
        check_within("seats", self.seats, 1, SEATS_MOST)?;
        check_within("amount_cents", self.amount_cents.map_or(0, |amount| amount.0), 0, Cents::MAX.0)?;
        check_method(self.payment_method, self.paid)?;
        let session = open_session(work, &self.immersion_id)?;
        check_customer(work, self.customer_id)?;
        check_free(&session, self.seats)?;
        let (now, hours) = (work.now(), work.settings()?.immersion_hold_hours);
        let mut seat = Seat::new(work, self.customer_id, BookingSource::Counter);
        seat.session_id = Some(self.immersion_id);
        seat.payment_method = self.payment_method;
        seat.amount = Some(self.amount_cents.unwrap_or(session.price_cents));
        seat.currency = Some(session.currency.word().to_owned());
        seat.payment_reference = optional_line("reference", self.reference.as_deref(), REFERENCE_MOST)?;
        seat.note = optional_line("note", self.note.as_deref(), NOTE_MOST)?;
        if self.paid {
            seat.paid_at = Some(now);
            seat.confirm(now);
        } else {
            seat.hold_until = Some(in_hours(now, hours));
        }
        let mut booked = Vec::new();
        for _ in 0..self.seats {
            seat.id = BookingId::new(work.chance);
            if self.paid {
                purse::pay(work, &seat)?;
            }
            store::insert(work, &seat, None)?;
            booked.push(booking_of(work, &seat.id)?);
        }
        Ok(booked)
    }
}

/// What is paid is paid somehow.
pub(super) fn check_method(method: Option<PaymentMethod>, paid: bool) -> Result<(), Failure> {
    if paid && method.is_none() { Err(Code::PaymentMethodMissing.into()) } else { Ok(()) }
}

/// Loads a booking that a command is about, after what is due in its session was settled.
pub(super) fn take(work: &mut Work<'_>, id: &BookingId) -> Result<Seat, Failure> {
    work.concerns(Kind::Immersion, id);
    if let Some(session) = seat_of(work, id)?.session_id {
        settle_due(work, &session)?;
    }
    seat_of(work, id)
}

/// Takes the money for a booking that holds its seat: the seat is the customer's from then on. A hold that ran out comes back if there
/// is a seat for it.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ConfirmBooking {
    /// Which.
    pub booking_id: BookingId,
    /// How it was paid.
    pub payment_method: PaymentMethod,
    /// The provider's reference, if there is one.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub reference: Option<String>,
}

impl Command for ConfirmBooking {
    type Output = Booking;
    const NAME: &'static str = "immersion.confirm";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<Booking, Failure> {
        let reference = optional_line("reference", self.reference.as_deref(), REFERENCE_MOST)?;
        let mut seat = take(work, &self.booking_id)?;
        check_can_confirm(&seat)?;
        if !seat.holds_at(work.now()) {
            let session = seat.session_id.as_ref().ok_or(Code::ImmersionUnknown)?;
            let session = open_session(work, session)?;
            check_free(&session, 1)?;
        }
        let party = seat.waiting_id.clone();
        pay(work, &mut seat, self.payment_method, reference)?;
        store::save(work, &seat, None)?;
        if let Some(party) = party {
            super::waiting::note_accepted(work, &party)?;
        }
        booking_of(work, &self.booking_id)
    }
}

/// Marks a seat as paid and gives it to its customer; what the wallet pays leaves it now.
pub(super) fn pay(
    work: &mut Work<'_>,
    seat: &mut Seat,
    method: PaymentMethod,
    reference: Option<String>,
) -> Result<(), Failure> {
    seat.payment_method = Some(method);
    seat.payment_reference = reference.or(seat.payment_reference.take());
    seat.paid_at = Some(work.now());
    seat.confirm(work.now());
    purse::pay(work, seat)
}

/// Only what is not paid yet can be paid: what is pending, and a hold that ran out.
fn check_can_confirm(seat: &Seat) -> Result<(), Failure> {
    if seat.is_undecided() {
        return Err(Refusal::new(Code::BookingUndecided).with("problem", seat.problem).into());
    }
    let ran_out = seat.status == BookingStatus::Cancelled
        && seat.cancel_reason.as_deref() == Some(DEADLINE)
        && seat.paid_at.is_none();
    if seat.status == BookingStatus::Pending || ran_out {
        Ok(())
    } else {
        Err(Refusal::new(Code::BookingNotPending).with("status", seat.status).into())
    }
}

/// Moves a booking to another session. A paid one that waits without a seat is confirmed there.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct MoveBooking {
    /// Which.
    pub booking_id: BookingId,
    /// Where to. For a booking without a seat this may be its own session, once there is one.
    pub immersion_id: ImmersionId,
}

impl Command for MoveBooking {
    type Output = Booking;
    const NAME: &'static str = "immersion.move_booking";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<Booking, Failure> {
        let mut seat = take(work, &self.booking_id)?;
        if seat.status == BookingStatus::Cancelled {
            return Err(Refusal::new(Code::BookingNotPending).with("status", seat.status).into());
        }
        let from = seat.session_id.clone();
        let is_undecided = seat.is_undecided();
        if !is_undecided && from.as_ref() == Some(&self.immersion_id) {
            return booking_of(work, &self.booking_id);
        }
        let session = open_session(work, &self.immersion_id)?;
        check_money(&seat, &session)?;
        check_free(&session, 1)?;
        if from.as_ref() != Some(&self.immersion_id) {
            seat.moved_from = from.clone();
        }
        seat.session_id = Some(self.immersion_id);
        if is_undecided {
            seat.confirm(work.now());
        } else if seat.status == BookingStatus::Pending && seat.hold_until.is_none() {
            // Written past the desk without a deadline: from here on it holds a seat like any other.
            seat.hold_until = Some(in_hours(work.now(), work.settings()?.immersion_hold_hours));
        }
        store::save(work, &seat, None)?;
        if let Some(from) = from {
            offer_free_seats(work, &from)?;
        }
        booking_of(work, &self.booking_id)
    }
}

/// Money that was not the price of one session is settled by moving only where it is the price of the other; else a manager decides.
fn check_money(seat: &Seat, session: &ImmersionSession) -> Result<(), Failure> {
    let is_about_money = matches!(seat.problem, Some(BookingProblem::AmountDiffers | BookingProblem::CurrencyDiffers));
    let is_the_price =
        seat.amount == Some(session.price_cents) && seat.currency.as_deref() == Some(session.currency.word());
    if is_about_money && !is_the_price {
        return Err(Refusal::new(Code::BookingUndecided).with("problem", seat.problem).into());
    }
    Ok(())
}

/// Takes a paid booking as it is, although the amount or the currency is not the price, or because a seat has come free after all.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct AcceptBooking {
    /// Which.
    pub booking_id: BookingId,
    /// Why.
    pub reason: String,
}

impl Command for AcceptBooking {
    type Output = Booking;
    const NAME: &'static str = "immersion.accept_booking";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<Booking, Failure> {
        let reason = required_line("reason", &self.reason, REASON_MOST)?;
        let mut seat = take(work, &self.booking_id)?;
        if !seat.is_undecided() {
            return Err(Refusal::new(Code::BookingNotUndecided).with("status", seat.status).into());
        }
        let session = session_of(work, seat.session_id.as_ref().ok_or(Code::ImmersionUnknown)?)?;
        check_free(&session, 1)?;
        seat.confirm(work.now());
        store::save(work, &seat, Some(&reason))?;
        booking_of(work, &self.booking_id)
    }
}

/// Notes that a customer did not come, or takes the note back.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct NoteNoShow {
    /// Which booking.
    pub booking_id: BookingId,
    /// Whether they did not come.
    pub no_show: bool,
}

impl Command for NoteNoShow {
    type Output = Booking;
    const NAME: &'static str = "immersion.no_show";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<Booking, Failure> {
        let mut seat = take(work, &self.booking_id)?;
        if seat.status != BookingStatus::Confirmed {
            return Err(Refusal::new(Code::BookingNotConfirmed).with("status", seat.status).into());
        }
        let session = session_of(work, seat.session_id.as_ref().ok_or(Code::ImmersionUnknown)?)?;
        if session.starts_on > today(work)? {
            return Err(Refusal::new(Code::ImmersionNotBegun).with("starts_on", session.starts_on).into());
        }
        if seat.no_show_at.is_some() != self.no_show {
            seat.no_show_at = self.no_show.then(|| work.now());
            store::save(work, &seat, None)?;
        }
        booking_of(work, &self.booking_id)
    }
}
