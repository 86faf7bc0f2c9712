//! The states of sessions, bookings and waiting parties, and what is told of them.

use crate::base::{BookingId, Cents, Currency, CustomerId, Day, ImmersionId, Timestamp, WaitingId};
use crate::door::Code;
use crate::sales::model::PaymentMethod;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whether a session can be booked: full at max, closed when its dates are past or the manager closed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words of the field")]
pub enum ImmersionStatus {
    Open,
    Full,
    Closed,
}

crate::base::stored_as_text!(ImmersionStatus { Open => "open", Full => "full", Closed => "closed" });

/// Where a booking stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words of the field")]
pub enum BookingStatus {
    Pending,
    Confirmed,
    Cancelled,
}

crate::base::stored_as_text!(BookingStatus { Pending => "pending", Confirmed => "confirmed", Cancelled => "cancelled" });

/// How a booking came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum BookingSource {
    /// Staff booked it.
    Counter,
    /// An event of a payment provider booked it.
    Payment,
    /// An offer to a waiting party.
    WaitingList,
    /// Written past the desk.
    Outside,
}

crate::base::stored_as_text!(BookingSource {
    Counter => "counter",
    Payment => "payment",
    WaitingList => "waiting_list",
    Outside => "outside",
});

/// Why a paid booking has no seat and waits for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum BookingProblem {
    /// The session was full when the money came.
    NoSeat,
    /// The session that was paid for is not in the books.
    SessionUnknown,
    /// The session was closed, over or deleted when the money came.
    SessionClosed,
    /// What was paid is not the price.
    AmountDiffers,
    /// What was paid is not in the currency of the price.
    CurrencyDiffers,
}

crate::base::stored_as_text!(BookingProblem {
    NoSeat => "no_seat",
    SessionUnknown => "session_unknown",
    SessionClosed => "session_closed",
    AmountDiffers => "amount_differs",
    CurrencyDiffers => "currency_differs",
});

/// Where a waiting party stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum WaitingStatus {
    /// In line.
    Waiting,
    /// Seats are held for it until a deadline.
    Offered,
    /// It took the seats.
    Accepted,
    /// It let the deadline pass.
    Expired,
    /// It does not want to come any more.
    Left,
}

crate::base::stored_as_text!(WaitingStatus {
    Waiting => "waiting",
    Offered => "offered",
    Accepted => "accepted",
    Expired => "expired",
    Left => "left",
});

/// An immersion session as the desk shows it. Holds whose deadline is past no longer count, even before they were swept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ImmersionSession {
    /// Which.
    pub immersion_id: ImmersionId,
    /// Its first day.
    pub starts_on: Day,
    /// Its last day.
    pub ends_on: Day,
    /// How many seats there are.
    pub max_places: i64,
    /// Seats that are taken now: confirmed, held, and taken elsewhere.
    pub reserved_places: i64,
    /// Seats of confirmed bookings.
    pub confirmed_places: i64,
    /// Seats that unpaid bookings and offers hold until a deadline.
    pub held_places: i64,
    /// Seats that the manager entered as taken elsewhere.
    pub external_places: i64,
    /// Seats that can be booked.
    pub free_places: i64,
    /// What an older tool wrote as taken and the bookings do not bear out.
    pub claimed_places: Option<i64>,
    /// Paid bookings of this session that have no seat and wait for a person.
    pub undecided: i64,
    /// Parties in line, those with an offer among them.
    pub waiting: i64,
    /// Whether it can be booked.
    pub status: ImmersionStatus,
    /// Whether its last day is past, in the venue's days.
    pub is_over: bool,
    /// When the manager closed it.
    pub closed_at: Option<Timestamp>,
    /// Where it takes place; may be empty.
    pub location: String,
    /// The price of a seat, in hundredths of the currency's unit.
    pub price_cents: Cents,
    /// In which currency.
    pub currency: Currency,
    /// What it is about.
    pub description: Option<String>,
    /// Whether customers see it.
    pub is_active: bool,
    /// When it was entered.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Moves with every edit, and with nothing else.
    pub revision: i64,
}

/// One seat booked for one customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Booking {
    /// Which.
    pub booking_id: BookingId,
    /// In which session; nothing while a payment for an unknown session waits.
    pub session_id: Option<ImmersionId>,
    /// The session's first day.
    pub starts_on: Option<Day>,
    /// The session's last day.
    pub ends_on: Option<Day>,
    /// Where the session takes place.
    pub location: Option<String>,
    /// For whom.
    pub customer_id: CustomerId,
    /// Their name.
    pub customer_name: String,
    /// Their phone.
    pub customer_phone: Option<String>,
    /// The e-mail address of the booking, else the customer's.
    pub email: Option<String>,
    /// Where it stands. A hold whose deadline is past is cancelled, even before it was swept.
    pub status: BookingStatus,
    /// Whether it takes a seat now.
    pub holds_seat: bool,
    /// Until when it holds its seat unpaid.
    pub hold_until: Option<Timestamp>,
    /// Why a paid one waits for a person.
    pub problem: Option<BookingProblem>,
    /// The session that a payment named, where that is none of ours.
    pub wanted_session: Option<String>,
    /// How it was paid.
    pub payment_method: Option<PaymentMethod>,
    /// What was paid, or is to be paid, in hundredths.
    pub amount_cents: Option<Cents>,
    /// The currency as it was told; need not be one of ours.
    pub currency: Option<String>,
    /// The provider's reference, as staff typed it.
    pub payment_reference: Option<String>,
    /// How it came about.
    pub source: BookingSource,
    /// The waiting party it belongs to.
    pub waiting_id: Option<WaitingId>,
    /// When it was booked.
    pub booked_at: Timestamp,
    /// When the money came.
    pub paid_at: Option<Timestamp>,
    /// When the seat became the customer's.
    pub confirmed_at: Option<Timestamp>,
    /// When it ended.
    pub cancelled_at: Option<Timestamp>,
    /// Why: a person's words, or `deadline`, `expired`, `offer_expired`, `offer_ended`, `refunded`, `outside`.
    pub cancel_reason: Option<String>,
    /// When the money went back.
    pub refunded_at: Option<Timestamp>,
    /// When staff noted that the customer did not come.
    pub no_show_at: Option<Timestamp>,
    /// What staff, or the desk itself, noted.
    pub note: Option<String>,
    /// Stripe's name for the checkout.
    pub stripe_session_id: Option<String>,
    /// Stripe's name for the payment.
    pub stripe_payment_intent_id: Option<String>,
}

/// A party that waits for seats.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct WaitingParty {
    /// Which.
    pub waiting_id: WaitingId,
    /// For which session.
    pub session_id: ImmersionId,
    /// Who stands in line for it.
    pub customer_id: CustomerId,
    /// Their name.
    pub customer_name: String,
    /// Their phone.
    pub customer_phone: Option<String>,
    /// How many seats it wants, all or none.
    pub party_size: i64,
    /// Where it stands.
    pub status: WaitingStatus,
    /// Its place in line, 1 being the next; nothing for who waits no more.
    pub place: Option<i64>,
    /// When it joined.
    pub joined_at: Timestamp,
    /// When seats were offered.
    pub offered_at: Option<Timestamp>,
    /// Until when they are held for it.
    pub offer_until: Option<Timestamp>,
}

/// What happened to a booking.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BookingEvent {
    /// `booked`, `confirmed`, `seat_lost`, `moved`, `cancelled`, `refunded`, `no_show` or `changed`.
    pub event: String,
    /// Where it stood before.
    pub from_status: Option<BookingStatus>,
    /// Where it stood after.
    pub to_status: BookingStatus,
    /// In which session it was after.
    pub session_id: Option<ImmersionId>,
    /// `desk`, or `outside` for what was written past it.
    pub origin: String,
    /// Who did it; nothing for the program itself.
    pub operator_name: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// A session with everything about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ImmersionDetail {
    /// The session.
    pub session: ImmersionSession,
    /// Its bookings: the live ones first, then the cancelled, each in the order of their making.
    pub bookings: Vec<Booking>,
    /// The parties in line, those with an offer first, then those that wait, then those that did.
    pub waiting: Vec<WaitingParty>,
}

/// Whom a change of a session concerns, and whether it would be refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ImmersionImpact {
    /// The session as it is.
    pub session: ImmersionSession,
    /// Everybody who holds a seat or waits undecided: who must be told.
    pub bookings: Vec<Booking>,
    /// The parties in line.
    pub waiting: Vec<WaitingParty>,
    /// Seats that are taken: bookings and elsewhere, the latter as they would be.
    pub booked_places: i64,
    /// What the change would be refused with.
    pub refusal: Option<Code>,
    /// The fewest seats that the session can be given.
    pub max_places_least: i64,
}

/// A coming session as customers see it: no names, no numbers but seats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ComingSession {
    /// Which.
    pub immersion_id: ImmersionId,
    /// Its first day.
    pub starts_on: Day,
    /// Its last day.
    pub ends_on: Day,
    /// Where it takes place; may be empty.
    pub location: String,
    /// The price of a seat, in hundredths of the currency's unit.
    pub price_cents: Cents,
    /// In which currency.
    pub currency: Currency,
    /// What it is about.
    pub description: Option<String>,
    /// Seats that can be booked.
    pub free_places: i64,
    /// How many seats there are.
    pub max_places: i64,
    /// Open or full.
    pub status: ImmersionStatus,
    /// Whether its first day has come.
    pub has_begun: bool,
}

/// The customers' page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CustomersPage {
    /// The venue's name.
    pub venue_name: String,
    /// IANA time zone.
    pub timezone: String,
    /// The language of the page.
    pub language: crate::desk::settings::Language,
    /// Light or dark.
    pub theme: crate::desk::settings::Theme,
    /// The core's own time at this reading.
    pub server_now: Timestamp,
    /// The coming sessions, by their first day.
    pub sessions: Vec<ComingSession>,
}

/// The seats of a session, in short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Availability {
    /// Seats that can be booked.
    pub free_places: i64,
    /// How many seats there are.
    pub max_places: i64,
    /// Whether it can be booked.
    pub status: ImmersionStatus,
}

/// A booking with its history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BookingDetail {
    /// The booking.
    pub booking: Booking,
    /// What happened to it, oldest first.
    pub events: Vec<BookingEvent>,
    /// The licence of its customer.
    pub licence: Option<String>,
}

/// What happened by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Upkept {
    /// Holds whose deadline was past: their seats are free again.
    pub released: i64,
    /// Parties that were offered seats.
    pub offered: i64,
    /// Offers that nobody took.
    pub expired_offers: i64,
    /// Sessions whose last day is past.
    pub over: i64,
    /// Sessions that were over and whose days were moved.
    pub reopened: i64,
    /// Payments for unknown sessions whose session has appeared.
    pub attached: i64,
}

/// A list to be kept as a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CsvFile {
    /// A name for the file.
    pub file_name: String,
    /// Its text, byte order mark included.
    pub text: String,
}
