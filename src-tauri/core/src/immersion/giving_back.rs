//! Giving seats back: an unpaid booking is cancelled, a paid one is refunded. Either way the seat goes to who waits for it.

use super::bookings::{REASON_MOST, take};
use super::model::{Booking, BookingStatus};
use super::purse;
use super::seats::offer_free_seats;
use super::store::{self, Seat, booking_of};
use super::waiting::note_given_back;
use crate::base::BookingId;
use crate::door::{Code, Command, Failure, Refusal, Role, Work, required_line};
use crate::sales::model::PaymentMethod;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Cancels a booking that nobody has paid. A paid one is refunded instead.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CancelBooking {
    /// Which.
    pub booking_id: BookingId,
    /// Why.
    pub reason: String,
}

impl Command for CancelBooking {
    type Output = Booking;
    const NAME: &'static str = "immersion.cancel_booking";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<Booking, Failure> {
        let reason = required_line("reason", &self.reason, REASON_MOST)?;
        let mut seat = take(work, &self.booking_id)?;
        if seat.status == BookingStatus::Cancelled {
            return Err(Refusal::new(Code::BookingNotPending).with("status", seat.status).into());
        }
        if seat.paid_at.is_some() {
            return Err(Code::BookingPaid.into());
        }
        seat.cancel(work.now(), &reason);
        give_back(work, &seat, &reason)
    }
}

/// Gives the money of a paid booking back: its seat is free again, and the licence goes with the customer's last booking.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RefundBooking {
    /// Which.
    pub booking_id: BookingId,
    /// Why.
    pub reason: String,
    /// How the money goes back; as it came when left out. What came from the wallet always goes back into it.
    #[serde(default)]
    #[ts(optional, as = "Option<PaymentMethod>")]
    pub method: Option<PaymentMethod>,
}

impl Command for RefundBooking {
    type Output = Booking;
    const NAME: &'static str = "immersion.refund_booking";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<Booking, Failure> {
        let reason = required_line("reason", &self.reason, REASON_MOST)?;
        let mut seat = take(work, &self.booking_id)?;
        if seat.paid_at.is_none() {
            return Err(Refusal::new(Code::BookingNotPaid).with("status", seat.status).into());
        }
        if let Some(refunded_at) = seat.refunded_at {
            return Err(Refusal::new(Code::BookingRefunded).with("refunded_at", refunded_at).into());
        }
        let now = work.now();
        if seat.status != BookingStatus::Cancelled {
            seat.cancel(now, &reason);
        }
        seat.refunded_at = Some(now);
        seat.refund_method = match seat.payment_method {
            Some(PaymentMethod::Wallet) => Some(PaymentMethod::Wallet),
            came => self.method.or(came),
        };
        purse::give_back(work, &seat, &reason)?;
        give_back(work, &seat, &reason)
    }
}

/// Writes a booking that has ended, and offers its seat to who waits.
fn give_back(work: &mut Work<'_>, seat: &Seat, reason: &str) -> Result<Booking, Failure> {
    store::save(work, seat, Some(reason))?;
    if let Some(party) = &seat.waiting_id {
        note_given_back(work, party)?;
    }
    if let Some(session) = &seat.session_id {
        offer_free_seats(work, session)?;
    }
    booking_of(work, &seat.id)
}
