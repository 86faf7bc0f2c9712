//! The shops' own callback: one flat object, statuses in the words of the mobile-money aggregators.

use super::told::{Aim, Content, Refund, Told, aim, customer, first_text, id};
use crate::base::Cents;
use crate::sales::model::PaymentMethod;
use serde_json::Value;

/// The money is there.
const PAID: [&str; 13] = [
    "completed",
    "complete",
    "success",
    "successful",
    "succeeded",
    "paid",
    "approved",
    "accepted",
    "confirmed",
    "settled",
    "captured",
    "validated",
    "payment_success",
];
/// It will not come by this payment.
const ENDED: [&str; 13] = [
    "failed",
    "failure",
    "fail",
    "declined",
    "refused",
    "rejected",
    "cancelled",
    "canceled",
    "expired",
    "aborted",
    "voided",
    "abandoned",
    "payment_failed",
];
/// It went back, all of it.
const REFUNDED: [&str; 3] = ["refunded", "reversed", "refund_completed"];
/// Some of it went back.
const REFUNDED_IN_PART: [&str; 3] = ["partially_refunded", "partial_refund", "refunded_partially"];

/// Id, type (the status as told) and content of a callback.
pub(super) fn read(event: &Value) -> (Option<String>, String, Content) {
    let event_id = id(event, &["event_id"]).or_else(|| id(event, &["id"]));
    let status = first_text(event, &["status"]).unwrap_or_default();
    let content = match told(event, event_id.as_deref().unwrap_or_default(), &status) {
        Ok(told) => Content::Told(Box::new(told)),
        Err(problem) => Content::Malformed(problem),
    };
    (event_id, status, content)
}

fn told(event: &Value, event_id: &str, status: &str) -> Result<Told, &'static str> {
    if status.is_empty() {
        return Err("no_status");
    }
    let reference = first_text(event, &["reference", "payment_reference"]).ok_or("no_reference")?;
    // Seats are sold through a checkout that Stripe tells of; a shop names sales and orders.
    let aim = aim(&reference).filter(|aim| !matches!(aim, Aim::Immersion(_))).ok_or("reference_unreadable")?;
    let status = word(status);
    let (paid, ended) = (PAID.contains(&status.as_str()), ENDED.contains(&status.as_str()));
    let amount = amount(event)?;
    let refund = refund(&status, event_id, amount);
    Ok(Told {
        rank: if paid { 40 } else { 20 },
        names_its_aim: true,
        checkout_id: Some(format!("{}:{}", aim.kind(), aim.text())),
        aim: Some(aim),
        customer_id: first_text(event, &["customer_id", "user_id"]).as_deref().and_then(customer),
        email: first_text(event, &["email"]),
        name: first_text(event, &["name"]),
        // What went back need not be what was paid.
        amount: amount.filter(|_| refund.is_none()),
        currency: first_text(event, &["currency"]).map(|text| text.to_uppercase()).map(franc),
        method: first_text(event, &["method", "payment_method"]).and_then(|text| method(&text)),
        paid,
        ended,
        refund,
        ..Told::default()
    })
}

/// Without an amount, all of it. With one, it is held against what was paid, once that is known.
fn refund(status: &str, event_id: &str, amount: Option<Cents>) -> Option<Refund> {
    if REFUNDED_IN_PART.contains(&status) {
        return Some(Refund::Part(amount));
    }
    REFUNDED.contains(&status).then(|| match amount {
        None => Refund::Whole,
        Some(_) => Refund::One { id: event_id.to_owned(), amount, is_done: Some(true) },
    })
}

/// A status as one word: lower case, `_` between its parts.
fn word(status: &str) -> String {
    let plain = |letter: char| if letter.is_alphanumeric() { letter } else { '_' };
    status.to_lowercase().chars().map(plain).collect()
}

/// The franc as people write it.
fn franc(currency: String) -> String {
    if matches!(currency.as_str(), "FCFA" | "CFA" | "F CFA" | "F") { "XOF".into() } else { currency }
}

fn method(told: &str) -> Option<PaymentMethod> {
    match word(told).as_str() {
        "wave" => Some(PaymentMethod::Wave),
        "orange_money" | "orangemoney" | "orange" | "om" => Some(PaymentMethod::OrangeMoney),
        "card" | "credit_card" | "visa" | "mastercard" | "carte" => Some(PaymentMethod::Card),
        "cash" | "especes" | "espèces" => Some(PaymentMethod::Cash),
        _ => None,
    }
}

/// `amount_cents` in hundredths, or `amount` in units of the currency, as a number or a text with at most two decimals.
fn amount(event: &Value) -> Result<Option<Cents>, &'static str> {
    let unreadable = "amount_unreadable";
    let within =
        |cents: i64| if (0..=Cents::MAX.0).contains(&cents) { Ok(Some(Cents(cents))) } else { Err(unreadable) };
    if let Some(cents) = event.get("amount_cents").filter(|told| !told.is_null()) {
        return within(cents.as_i64().ok_or(unreadable)?);
    }
    match event.get("amount") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Number(number)) => within(hundredths(&number.to_string()).ok_or(unreadable)?),
        Some(Value::String(text)) => within(hundredths(text.trim()).ok_or(unreadable)?),
        Some(_) => Err(unreadable),
    }
}

/// `5000`, `19.9`, `19,90`: exactly, never through a float.
fn hundredths(text: &str) -> Option<i64> {
    let (units, decimals) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let is_plain = |part: &str| part.bytes().all(|digit| digit.is_ascii_digit());
    // Trailing zeros beyond the hundredths change nothing: `5000.000`.
    let decimals = decimals.trim_end_matches('0');
    if units.is_empty() || !is_plain(units) || !is_plain(decimals) || decimals.len() > 2 {
        return None;
    }
    let units: i64 = units.parse().ok()?;
    let hundredths: i64 = format!("{decimals:0<2}").parse().ok()?;
    units.checked_mul(100)?.checked_add(hundredths)
}
