//! The words of the inbox, and what it knows of a payment once all its events are read together.

use crate::base::{Cents, CustomerId, PaymentEventId, PurchaseId, Timestamp};
use crate::sales::model::PaymentMethod;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

/// Who sends events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    /// Stripe.
    Stripe,
    /// A web shop's own callback.
    Shop,
}

crate::base::stored_as_text!(Provider { Stripe => "stripe", Shop => "shop" });

/// The way an event came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// Through the HTTP listener.
    Http,
    /// From a file or standard input.
    File,
    /// By a call of the command itself.
    Call,
}

crate::base::stored_as_text!(Via { Http => "http", File => "file", Call => "call" });

/// What kind of thing a payment is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum TargetKind {
    /// A seat in an immersion session.
    Immersion,
    /// A sale of play time.
    Purchase,
    /// An order.
    Order,
}

crate::base::stored_as_text!(TargetKind { Immersion => "immersion", Purchase => "purchase", Order => "order" });

/// What became of an event: what the books now say because of the payment it speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A seat is booked and paid.
    Confirmed,
    /// A seat is held until the money comes.
    Held,
    /// Paid, and there is no seat: a person decides.
    PaidWithoutSeat,
    /// The payment came to nothing; the seat is free again.
    Released,
    /// The money went back; the seat is free again.
    Refunded,
    /// The sale is paid.
    PurchasePaid,
    /// The payment of the sale failed.
    PurchaseFailed,
    /// The money of the sale went back.
    PurchaseRefunded,
    /// The order is paid.
    OrderPaid,
    /// The payment of the order failed.
    OrderFailed,
    /// The money of the order went back.
    OrderRefunded,
    /// The payment is under way; nothing changes yet.
    Pending,
    /// An event that says nothing about any of our things.
    Ignored,
    /// The thing it speaks of is not in the books yet.
    Waiting,
    /// The amount is not the price: a person decides.
    AmountDiffers,
    /// The currency is not the price's: a person decides.
    CurrencyDiffers,
    /// Paid for an immersion session that is not in the books: a person decides.
    SessionUnknown,
    /// The event and the books contradict each other: a person decides.
    Conflict,
    /// The body cannot be read: a person looks.
    Malformed,
    /// A person has looked and put it aside.
    Dismissed,
}

crate::base::stored_as_text!(Outcome {
    Confirmed => "confirmed",
    Held => "held",
    PaidWithoutSeat => "paid_without_seat",
    Released => "released",
    Refunded => "refunded",
    PurchasePaid => "purchase_paid",
    PurchaseFailed => "purchase_failed",
    PurchaseRefunded => "purchase_refunded",
    OrderPaid => "order_paid",
    OrderFailed => "order_failed",
    OrderRefunded => "order_refunded",
    Pending => "pending",
    Ignored => "ignored",
    Waiting => "waiting",
    AmountDiffers => "amount_differs",
    CurrencyDiffers => "currency_differs",
    SessionUnknown => "session_unknown",
    Conflict => "conflict",
    Malformed => "malformed",
    Dismissed => "dismissed",
});

impl Outcome {
    /// Whether a person has to look.
    #[must_use]
    pub const fn needs_decision(self) -> bool {
        matches!(
            self,
            Self::PaidWithoutSeat
                | Self::AmountDiffers
                | Self::CurrencyDiffers
                | Self::SessionUnknown
                | Self::Conflict
                | Self::Malformed
        )
    }
}

/// What a payment is for, as its events name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A seat in the immersion session of this id, as it was told (it need not be in the books).
    Immersion {
        /// The id as told.
        session: String,
    },
    /// A sale.
    Purchase(PurchaseId),
    /// The order of this reference.
    Order(String),
}

/// Everything the inbox knows of one payment: a join over all its events, so that their order and number do not matter.
/// Of the flags, `refunded` outweighs `paid`, that outweighs `ended`, and that outweighs `opened`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentFacts {
    /// Who told it.
    pub provider: Provider,
    /// The provider's name for the checkout (Stripe: `cs_…`).
    pub checkout_id: Option<String>,
    /// The provider's name for the payment (Stripe: `pi_…`).
    pub payment_intent: Option<String>,
    /// What it is for.
    pub target: Target,
    /// The customer, where the events name one by number. Need not be in the books.
    pub customer_id: Option<CustomerId>,
    /// Their e-mail address, as told.
    pub email: Option<String>,
    /// Their name, as told.
    pub name: Option<String>,
    /// How much was (or is to be) paid, in hundredths of the currency's unit.
    pub amount: Option<Cents>,
    /// The currency as told, in upper case; need not be one of ours.
    pub currency: Option<String>,
    /// How it was paid.
    pub method: Option<PaymentMethod>,
    /// A checkout was opened: hold what it is for.
    pub opened: bool,
    /// Until when the checkout stays open, where that is told.
    pub hold_until: Option<Timestamp>,
    /// The money is there.
    pub paid: bool,
    /// The checkout expired, or the payment failed or was given up.
    pub ended: bool,
    /// All the money went back.
    pub refunded: bool,
}

/// How the books stand after a payment's facts were brought to them.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    /// In one word.
    pub outcome: Outcome,
    /// The thing that was found or made: a booking, a sale, an order.
    pub target_id: Option<String>,
    /// What the outcome's sentence needs: names, numbers, dates.
    pub args: Map<String, Value>,
}

impl Settled {
    /// An outcome without a thing and without values.
    #[must_use]
    pub fn new(outcome: Outcome) -> Self {
        Self { outcome, target_id: None, args: Map::new() }
    }

    /// Names the thing it is about.
    #[must_use]
    pub fn about(mut self, id: impl std::fmt::Display) -> Self {
        self.target_id = Some(id.to_string());
        self
    }

    /// Adds a value for the sentence.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        self.args.insert(name.to_owned(), serde_json::to_value(value).unwrap_or_default());
        self
    }
}

/// An event of a payment provider, as the inbox keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PaymentEvent {
    /// Which.
    pub event_id: PaymentEventId,
    /// Who sent it.
    pub provider: Provider,
    /// The provider's own name for it; of a body that cannot be read, its SHA-256.
    pub provider_event_id: String,
    /// What it says happened, in the provider's word.
    pub event_type: String,
    /// What became of it.
    pub outcome: Outcome,
    /// What the outcome's sentence needs.
    #[ts(type = "Record<string, string | number | boolean | null>")]
    pub args: Map<String, Value>,
    /// When it first came in.
    pub received_at: Timestamp,
    /// When it was last settled; nothing while it waits.
    pub processed_at: Option<Timestamp>,
    /// How often it was delivered.
    pub deliveries: i64,
    /// What kind of thing it speaks of.
    pub target_kind: Option<TargetKind>,
    /// The thing in the books: a booking, a sale, an order; before it is there, the id as told.
    pub target_id: Option<String>,
    /// The way it came in.
    pub via: Via,
    /// Whether a person has to look.
    pub needs_decision: bool,
}

/// What came of handing an event in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Received {
    /// The event as it stands now.
    pub event: PaymentEvent,
    /// Whether it had come before.
    pub duplicate: bool,
}

/// A part of the inbox, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PaymentEventList {
    /// The events.
    pub events: Vec<PaymentEvent>,
    /// How many there are in all.
    pub total: i64,
}

/// An event with its body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PaymentEventDetail {
    /// The event.
    pub event: PaymentEvent,
    /// What was sent, as it came; bytes that are no UTF-8 are shown as replacement characters.
    pub body: String,
}

/// How many events there are of what somebody may have to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PaymentEventCounts {
    /// Of which the thing is not in the books yet.
    pub waiting: i64,
    /// That need a person.
    pub needs_decision: i64,
    /// That came today, in the venue's day.
    pub today: i64,
}

/// How many payments were settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Reconciled {
    /// Payments whose thing had appeared, or that a person had decided.
    pub settled: i64,
}

/// A secret that is shared with a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
pub enum SecretName {
    /// Stripe's signing secret of the endpoint (`whsec_…`).
    #[serde(rename = "events.stripe_secret")]
    Stripe,
    /// The secret that the shops sign their callbacks with.
    #[serde(rename = "events.shop_secret")]
    Shop,
}

crate::base::stored_as_text!(SecretName { Stripe => "events.stripe_secret", Shop => "events.shop_secret" });

/// What may be told of a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SecretStatus {
    /// Which.
    pub name: SecretName,
    /// Whether it is set.
    pub is_set: bool,
    /// Its last four characters, to tell it from an older one.
    pub ends_with: Option<String>,
}
