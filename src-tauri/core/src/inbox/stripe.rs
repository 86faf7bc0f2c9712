//! Stripe's events: which of them matter, and what they tell.

use super::told::{Aim, Content, Refund, Told, aim, customer, first_text, id, text};
use crate::base::{Cents, PurchaseId, Timestamp};
use crate::sales::model::PaymentMethod;
use serde_json::Value;

/// Currencies whose amounts Stripe tells in whole units.
const WITHOUT_DECIMALS: [&str; 16] =
    ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"];
/// Currencies whose amounts Stripe tells in thousandths.
const WITH_THREE_DECIMALS: [&str; 5] = ["BHD", "JOD", "KWD", "OMR", "TND"];

/// Id, type and content of an event.
pub(super) fn read(event: &Value) -> (Option<String>, String, Content) {
    let event_type = text(event, &["type"]).unwrap_or_default();
    let Some(event_id) = id(event, &["id"]) else {
        return (None, event_type, Content::Malformed("no_id"));
    };
    let content = content(event, &event_type);
    (Some(event_id), event_type, content)
}

fn content(event: &Value, event_type: &str) -> Content {
    if event_type.is_empty() {
        return Content::Malformed("no_type");
    }
    let read = match event_type {
        "checkout.session.created"
        | "checkout.session.completed"
        | "checkout.session.async_payment_succeeded"
        | "checkout.session.async_payment_failed"
        | "checkout.session.expired" => checkout,
        "payment_intent.succeeded" | "payment_intent.payment_failed" | "payment_intent.canceled" => intent,
        "charge.refunded" => charge,
        "refund.created" | "refund.updated" | "refund.failed" | "charge.refund.updated" => refund,
        _ => return Content::Ignored,
    };
    let Some(object) = event.pointer("/data/object").filter(|object| object.is_object()) else {
        return Content::Malformed("no_object");
    };
    match read(object, event_type) {
        // A charge of no payment of ours can never be told apart from any other.
        Ok(told) if told.checkout_id.is_none() && told.payment_intent.is_none() && told.aim.is_none() => {
            Content::Ignored
        }
        Ok(told) => Content::Told(Box::new(told)),
        Err(problem) => Content::Malformed(problem),
    }
}

/// What every object has in the same places.
fn common(object: &Value) -> Told {
    let metadata = object.get("metadata").unwrap_or(&Value::Null);
    let user = first_text(metadata, &["userId", "user_id"]).or_else(|| text(object, &["client_reference_id"]));
    Told {
        aim: aim_of(object, metadata),
        customer_id: user.as_deref().and_then(customer),
        currency: text(object, &["currency"]).map(|currency| currency.to_uppercase()),
        method: Some(PaymentMethod::Card),
        payment_intent: expandable(object, "payment_intent"),
        ..Told::default()
    }
}

fn checkout(object: &Value, event_type: &str) -> Result<Told, &'static str> {
    let checkout_id = id(object, &["id"]).ok_or("no_checkout_id")?;
    let payment = text(object, &["payment_status"]).unwrap_or_default();
    let is_free = payment == "no_payment_required";
    let mut told = common(object);
    told.paid = match event_type {
        "checkout.session.completed" => payment == "paid" || is_free,
        "checkout.session.async_payment_succeeded" => true,
        _ => false,
    };
    told.ended = matches!(event_type, "checkout.session.expired" | "checkout.session.async_payment_failed");
    told.opened = true;
    told.names_its_aim = true;
    told.rank = if told.paid { 40 } else { 20 };
    told.checkout_id = Some(checkout_id);
    // Where nothing is to be paid, the total says nothing about the price.
    told.amount = if is_free { None } else { amount(object, "amount_total", told.currency.as_deref())? };
    told.hold_until = object
        .get("expires_at")
        .and_then(Value::as_i64)
        .map(|at_s| Timestamp::from_unix_ms(at_s.saturating_mul(1_000)))
        .filter(|_| !told.paid);
    told.email = text(object, &["customer_details", "email"]).or_else(|| text(object, &["customer_email"]));
    told.name = text(object, &["customer_details", "name"]);
    Ok(told)
}

fn intent(object: &Value, event_type: &str) -> Result<Told, &'static str> {
    let payment_intent = id(object, &["id"]).ok_or("no_payment_intent")?;
    let mut told = common(object);
    told.paid = event_type == "payment_intent.succeeded";
    told.ended = !told.paid;
    told.rank = if told.paid { 30 } else { 10 };
    told.payment_intent = Some(payment_intent);
    let key = if told.paid && object.get("amount_received").is_some() { "amount_received" } else { "amount" };
    told.amount = amount(object, key, told.currency.as_deref())?;
    told.email = text(object, &["receipt_email"]);
    Ok(told)
}

fn charge(object: &Value, _: &str) -> Result<Told, &'static str> {
    let mut told = common(object);
    told.rank = 5;
    let currency = told.currency.clone();
    told.amount = amount(object, "amount", currency.as_deref())?;
    let back = amount(object, "amount_refunded", currency.as_deref())?;
    let is_whole = object.get("refunded").and_then(Value::as_bool).unwrap_or_default()
        || matches!((back, told.amount), (Some(back), Some(all)) if back >= all && back.0 > 0);
    told.refund = Some(if is_whole { Refund::Whole } else { Refund::Part(back) });
    told.email = text(object, &["billing_details", "email"]);
    told.name = text(object, &["billing_details", "name"]);
    Ok(told)
}

fn refund(object: &Value, event_type: &str) -> Result<Told, &'static str> {
    let refund_id = id(object, &["id"]).ok_or("no_refund_id")?;
    let mut told = common(object);
    told.rank = 1;
    let back = amount(object, "amount", told.currency.as_deref())?;
    let is_done = match (event_type, text(object, &["status"]).as_deref()) {
        ("refund.failed", _) | (_, Some("failed" | "canceled")) => Some(false),
        (_, Some("succeeded")) => Some(true),
        _ => None,
    };
    told.refund = Some(Refund::One { id: refund_id, amount: back, is_done });
    Ok(told)
}

/// An id, or the object that Stripe puts there when it was asked to expand it.
fn expandable(object: &Value, key: &str) -> Option<String> {
    id(object, &[key]).or_else(|| id(object, &[key, "id"]))
}

fn aim_of(object: &Value, metadata: &Value) -> Option<Aim> {
    let kind = text(metadata, &["type"]).unwrap_or_default().to_lowercase();
    if kind == "immersion" {
        // Paid for an immersion session that it does not name is still paid for an immersion session.
        return Some(Aim::Immersion(first_text(metadata, &["sessionId", "session_id"]).unwrap_or_default()));
    }
    let purchase = first_text(metadata, &["purchaseId", "purchase_id"]).and_then(|text| text.parse().ok());
    let order = || first_text(metadata, &["orderReference", "order_reference", "orderId", "order_id"]);
    purchase
        .filter(|id: &i64| *id > 0)
        .map(|id| Aim::Purchase(PurchaseId(id)))
        .or_else(|| order().map(Aim::Order))
        .or_else(|| text(object, &["client_reference_id"]).filter(|reference| reference.contains(':')).and_then(named))
}

/// Only what says what kind of thing it names: a bare number there is a customer.
fn named(reference: String) -> Option<Aim> {
    aim(&reference).filter(|aim| !matches!(aim, Aim::Reference(_)))
}

/// An amount in hundredths. `Ok(None)` where none is told.
fn amount(object: &Value, key: &str, currency: Option<&str>) -> Result<Option<Cents>, &'static str> {
    let told = match object.get(key) {
        None | Some(Value::Null) => return Ok(None),
        Some(told) => told.as_i64().filter(|told| *told >= 0).ok_or("amount_unreadable")?,
    };
    let cents = match currency.unwrap_or_default() {
        currency if WITHOUT_DECIMALS.contains(&currency) => told.checked_mul(100),
        currency if WITH_THREE_DECIMALS.contains(&currency) => Some(told / 10),
        _ => Some(told),
    };
    cents.filter(|cents| *cents <= Cents::MAX.0).map(|cents| Some(Cents(cents))).ok_or("amount_unreadable")
}
