//! The waiting list of a full session. An offer is nothing but bookings that are held until a deadline, so that never more seats are
//! promised than there are.

use super::bookings::{check_method, pay};
use super::model::{Booking, BookingStatus, WaitingParty, WaitingStatus};
use super::rules::{check_within, in_hours};
use super::seats::{
    check_customer, check_free, give_back_offer, offer_free_seats, offer_out_of_turn, open_session, set_party,
    settle_due,
};
use super::store::{self, booking_of, party_of, seats_of_party};
use crate::base::{CustomerId, ImmersionId, WaitingId};
use crate::door::{Code, Command, Failure, Kind, Refusal, Role, Work};
use crate::sales::model::PaymentMethod;
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The largest party.
const PARTY_MOST: i64 = 100;

/// Why the seats of an offer went back whose party does not come any more.
const LEFT: &str = "left";

/// Puts a customer in line for seats of a session. Where enough are free and nobody who fits waits before them, they are offered at once.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct JoinWaiting {
    /// For which session.
    pub immersion_id: ImmersionId,
    /// Who.
    pub customer_id: CustomerId,
    /// How many seats they want, all or none.
    pub party_size: i64,
}

impl Command for JoinWaiting {
    type Output = WaitingParty;
    const NAME: &'static str = "immersion.join_waiting";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<WaitingParty, Failure> {
        work.concerns(Kind::Immersion, &self.immersion_id);
        check_within("party_size", self.party_size, 1, PARTY_MOST)?;
        let session = open_session(work, &self.immersion_id)?;
        check_customer(work, self.customer_id)?;
        // Seats taken elsewhere never come back by themselves.
        let most = session.max_places - session.external_places;
        if self.party_size > most {
            return Err(Refusal::new(Code::PartyTooLarge).with("max", most).into());
        }
        let stands_already = work.count(
            "SELECT COUNT(*) FROM immersion_waiting WHERE session_id = ?1 AND user_id = ?2 AND status IN ('waiting', 'offered')",
            params![self.immersion_id, self.customer_id],
        )?;
        if stands_already > 0 {
            return Err(Code::AlreadyWaiting.into());
        }
        let id = WaitingId::new(work.chance);
        work.run(
            "INSERT INTO immersion_waiting (id, session_id, user_id, party_size, status, joined_at, changed_by, updated_at)
             VALUES (?1, ?2, ?3, ?4, 'waiting', ?5, ?6, ?5)",
            params![id, self.immersion_id, self.customer_id, self.party_size, work.now(), work.operator()],
        )?;
        work.changed(&[Kind::Immersion]);
        offer_free_seats(work, &self.immersion_id)?;
        party_of(work, &id)
    }
}

/// Loads the party a command is about, after what is due in its session was settled.
fn take(work: &mut Work<'_>, id: &WaitingId) -> Result<WaitingParty, Failure> {
    work.concerns(Kind::Immersion, id);
    let session = party_of(work, id)?.session_id;
    settle_due(work, &session)?;
    party_of(work, id)
}

fn refuse_status(party: &WaitingParty, code: Code) -> Failure {
    Refusal::new(code).with("status", party.status).into()
}

/// Offers seats to a waiting party out of turn.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct OfferSeats {
    /// To which party.
    pub waiting_id: WaitingId,
}

impl Command for OfferSeats {
    type Output = WaitingParty;
    const NAME: &'static str = "immersion.offer";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<WaitingParty, Failure> {
        let party = take(work, &self.waiting_id)?;
        if party.status != WaitingStatus::Waiting {
            return Err(refuse_status(&party, Code::WaitingNotInLine));
        }
        let session = open_session(work, &party.session_id)?;
        check_free(&session, party.party_size)?;
        offer_out_of_turn(work, &session, &party)?;
        party_of(work, &self.waiting_id)
    }
}

/// Books the seats that are offered to a party: paid, they are its own; unpaid, they are held until the deadline of any booking.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct AcceptOffer {
    /// Which party.
    pub waiting_id: WaitingId,
    /// How it is (or will be) paid.
    #[serde(default)]
    #[ts(optional, as = "Option<PaymentMethod>")]
    pub payment_method: Option<PaymentMethod>,
    /// Whether the money is in the till.
    pub paid: bool,
}

impl Command for AcceptOffer {
    type Output = Vec<Booking>;
    const NAME: &'static str = "immersion.accept_offer";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<Vec<Booking>, Failure> {
        check_method(self.payment_method, self.paid)?;
        let party = take(work, &self.waiting_id)?;
        if party.status != WaitingStatus::Offered {
            return Err(refuse_status(&party, Code::WaitingNotOffered));
        }
        let (now, hours) = (work.now(), work.settings()?.immersion_hold_hours);
        let mut booked = Vec::new();
        for mut seat in seats_of_party(work, &self.waiting_id)? {
            if seat.status != BookingStatus::Pending || !seat.holds_at(now) {
                continue;
            }
            match self.payment_method {
                Some(method) if self.paid => pay(work, &mut seat, method, None)?,
                method => {
                    seat.payment_method = method;
                    seat.hold_until = Some(in_hours(now, hours));
                }
            }
            store::save(work, &seat, Some("accepted"))?;
            booked.push(booking_of(work, &seat.id)?);
        }
        set_party(work, &self.waiting_id, WaitingStatus::Accepted, Some(now))?;
        Ok(booked)
    }
}

/// Notes that a party has taken its offer when the last of its seats was paid one by one.
pub(super) fn note_accepted(work: &mut Work<'_>, id: &WaitingId) -> Result<(), Failure> {
    let is_open =
        seats_of_party(work, id)?.iter().any(|seat| seat.status == BookingStatus::Pending && seat.hold_until.is_some());
    if !is_open && party_of(work, id)?.status == WaitingStatus::Offered {
        set_party(work, id, WaitingStatus::Accepted, Some(work.now()))?;
    }
    Ok(())
}

/// Notes that a party has left when the last seat of its offer was given back one by one.
pub(super) fn note_given_back(work: &mut Work<'_>, id: &WaitingId) -> Result<(), Failure> {
    let holds_none = seats_of_party(work, id)?.iter().all(|seat| seat.status == BookingStatus::Cancelled);
    if holds_none && party_of(work, id)?.status == WaitingStatus::Offered {
        set_party(work, id, WaitingStatus::Left, Some(work.now()))?;
    }
    Ok(())
}

/// Takes a party out of the line. Seats that are held for it go to the next.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct LeaveWaiting {
    /// Which party.
    pub waiting_id: WaitingId,
}

impl Command for LeaveWaiting {
    type Output = WaitingParty;
    const NAME: &'static str = "immersion.leave_waiting";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<WaitingParty, Failure> {
        let party = take(work, &self.waiting_id)?;
        if !matches!(party.status, WaitingStatus::Waiting | WaitingStatus::Offered) {
            return Err(refuse_status(&party, Code::WaitingNotInLine));
        }
        let now = work.now();
        give_back_offer(work, &self.waiting_id, now, LEFT)?;
        set_party(work, &self.waiting_id, WaitingStatus::Left, Some(now))?;
        offer_free_seats(work, &party.session_id)?;
        party_of(work, &self.waiting_id)
    }
}
