//! What one event tells, whoever sent it, in the desk's own words.

use super::model::{Provider, Target, TargetKind};
use super::{shop, stripe};
use crate::base::{Cents, Currency, CustomerId, PurchaseId, Timestamp};
use crate::sales::model::PaymentMethod;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The longest id that is kept as an id, in bytes.
const ID_MOST: usize = 255;
/// The longest text that is taken over from an event, in characters.
const TEXT_MOST: usize = 200;

/// An event, read. There is no body that cannot be read as one of these.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The provider's name for it; the body's SHA-256 where it has none.
    pub event_id: String,
    /// What it says happened, in the provider's word; empty where it says nothing.
    pub event_type: String,
    /// What it tells.
    pub content: Content,
}

/// What an event tells.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Something about a payment.
    Told(Box<Told>),
    /// Nothing about payments.
    Ignored,
    /// It cannot be read; why, in a word.
    Malformed(&'static str),
}

/// What a payment is for, as told: a sale may be named by its number or by its payment reference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aim {
    /// A seat in this immersion session.
    Immersion(String),
    /// The sale of this number.
    Purchase(PurchaseId),
    /// The sale that carries this payment reference.
    Reference(String),
    /// The order of this reference.
    Order(String),
}

impl Aim {
    /// The kind of thing.
    pub fn kind(&self) -> TargetKind {
        match self {
            Self::Immersion(_) => TargetKind::Immersion,
            Self::Purchase(_) | Self::Reference(_) => TargetKind::Purchase,
            Self::Order(_) => TargetKind::Order,
        }
    }

    /// As the books keep it, beside the kind.
    pub fn text(&self) -> String {
        match self {
            Self::Immersion(id) | Self::Order(id) => id.clone(),
            Self::Purchase(id) => id.to_string(),
            Self::Reference(reference) => format!("ref:{reference}"),
        }
    }

    /// The thing itself; `None` for a sale that must be looked up first.
    pub fn target(&self) -> Option<Target> {
        match self {
            Self::Immersion(session) => Some(Target::Immersion { session: session.clone() }),
            Self::Purchase(id) => Some(Target::Purchase(*id)),
            Self::Order(reference) => Some(Target::Order(reference.clone())),
            Self::Reference(_) => None,
        }
    }
}

/// Money that went back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refund {
    /// All of it.
    Whole,
    /// A part; this much so far.
    Part(Option<Cents>),
    /// One refund among possibly several, by its name.
    One {
        /// The provider's name for the refund.
        id: String,
        /// How much.
        amount: Option<Cents>,
        /// Whether it went through; `None` while it is under way.
        is_done: Option<bool>,
    },
}

/// What one event tells of one payment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// How much its particulars are worth beside those of other events of the same payment; the highest are taken.
    pub rank: u8,
    /// It should name what it is for: if it does not, the payment is none of ours.
    pub names_its_aim: bool,
    /// The provider's name for the checkout.
    pub checkout_id: Option<String>,
    /// The provider's name for the payment.
    pub payment_intent: Option<String>,
    /// What it is for.
    pub aim: Option<Aim>,
    /// The customer's number.
    pub customer_id: Option<CustomerId>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Their name.
    pub name: Option<String>,
    /// How much.
    pub amount: Option<Cents>,
    /// In which currency, upper case.
    pub currency: Option<String>,
    /// How.
    pub method: Option<PaymentMethod>,
    /// A checkout was opened.
    pub opened: bool,
    /// Until when it stays open.
    pub hold_until: Option<Timestamp>,
    /// The money is there.
    pub paid: bool,
    /// It expired, failed, or was given up.
    pub ended: bool,
    /// Money went back.
    pub refund: Option<Refund>,
}

impl Told {
    /// Whether it tells of money that is there and could be this price: what it does not tell differs from nothing.
    #[must_use]
    pub fn pays(&self, price: Cents, currency: Currency) -> bool {
        self.paid
            && self.amount.is_none_or(|amount| amount == price)
            && self.currency.as_deref().is_none_or(|told| told == currency.word())
    }
}

/// Reads an event. Never fails, whatever the bytes.
#[must_use]
pub fn read(provider: Provider, body: &[u8]) -> Reading {
    let unnamed = || format!("sha256:{:x}", Sha256::digest(body));
    let malformed =
        |problem| Reading { event_id: unnamed(), event_type: String::new(), content: Content::Malformed(problem) };
    let Ok(text) = std::str::from_utf8(body) else { return malformed("no_utf8") };
    // Nested deeper than 128 levels is refused by the parser.
    let Ok(event) = serde_json::from_str::<Value>(text) else { return malformed("no_json") };
    if !event.is_object() {
        return malformed("no_object");
    }
    let (event_id, event_type, content) = match provider {
        Provider::Stripe => stripe::read(&event),
        Provider::Shop => shop::read(&event),
    };
    Reading { event_id: event_id.unwrap_or_else(unnamed), event_type, content }
}

/// A text at a path of keys, trimmed, on one line, not empty, not longer than what is taken over.
pub(super) fn text(value: &Value, path: &[&str]) -> Option<String> {
    let found = path.iter().try_fold(value, |at, key| at.get(key))?;
    let text = match found {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) if number.is_i64() || number.is_u64() => number.to_string(),
        _ => return None,
    };
    let is_sound = !text.is_empty() && text.chars().count() <= TEXT_MOST && !text.chars().any(char::is_control);
    is_sound.then_some(text)
}

/// The first of several keys that has a text.
pub(super) fn first_text(value: &Value, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| text(value, &[key]))
}

/// A text that can name something in the books.
pub(super) fn id(value: &Value, path: &[&str]) -> Option<String> {
    text(value, path).filter(|id| id.len() <= ID_MOST)
}

/// A customer's number.
pub(super) fn customer(text: &str) -> Option<CustomerId> {
    text.parse().ok().filter(|number| *number > 0).map(CustomerId)
}

/// A sale's number, an order's reference, or a sale's payment reference, as people and shops write them.
pub(super) fn aim(reference: &str) -> Option<Aim> {
    let purchase = |text: &str| text.trim().parse().ok().filter(|id| *id > 0).map(|id| Aim::Purchase(PurchaseId(id)));
    match reference.split_once(':') {
        Some((kind, rest)) if kind.eq_ignore_ascii_case("purchase") => purchase(rest),
        Some((kind, rest)) if kind.eq_ignore_ascii_case("order") => {
            Some(rest.trim()).filter(|rest| !rest.is_empty()).map(|rest| Aim::Order(rest.to_owned()))
        }
        Some((kind, rest)) if kind.eq_ignore_ascii_case("immersion") => {
            Some(rest.trim()).filter(|rest| !rest.is_empty()).map(|rest| Aim::Immersion(rest.to_owned()))
        }
        _ => purchase(reference).or_else(|| Some(Aim::Reference(reference.to_owned()))),
    }
}
