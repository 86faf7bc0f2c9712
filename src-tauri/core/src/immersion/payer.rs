//! Who paid: a customer of the books by number or e-mail address, else a new one.

use super::model::BookingSource;
use super::store::{self, Seat};
use crate::base::{CustomerId, single_line};
use crate::customers;
use crate::door::{Failure, Kind, Work};
use crate::inbox::model::PaymentFacts;

/// Whose payment it is: by number, else by e-mail address, else a new customer of that address. `None` where nobody is named.
pub(super) fn identify(work: &mut Work<'_>, facts: &PaymentFacts) -> Result<Option<CustomerId>, Failure> {
    if let Some(customer) = numbered(work, facts)? {
        return Ok(Some(customer));
    }
    let Some(email) =
        facts.email.as_deref().and_then(|email| single_line(email, 200)).filter(|email| email.contains('@'))
    else {
        return Ok(None);
    };
    let known = work.one(
        "SELECT id FROM users WHERE email IS NOT NULL AND email = ?1 COLLATE NOCASE ORDER BY id LIMIT 1",
        [&email],
        |row| row.get(0),
    )?;
    if known.is_some() {
        return Ok(known);
    }
    let local = email.split('@').next().unwrap_or_default();
    let name =
        facts.name.as_deref().and_then(shortened).or_else(|| shortened(local)).unwrap_or_else(|| nameless(facts));
    customers::add(work, &name, None, Some(&email)).map(Some)
}

/// The customer that the facts name by number, if the number is in the books.
fn numbered(work: &Work<'_>, facts: &PaymentFacts) -> Result<Option<CustomerId>, Failure> {
    match facts.customer_id {
        Some(customer) => work.one("SELECT id FROM users WHERE id = ?1", [customer], |row| row.get(0)),
        None => Ok(None),
    }
}

fn shortened(name: &str) -> Option<String> {
    let short: String = name.chars().take(100).collect();
    single_line(&short, 120)
}

/// A name for who paid and was not named: the payment's own, by its end.
pub(super) fn nameless(facts: &PaymentFacts) -> String {
    let id = facts.checkout_id.as_deref().or(facts.payment_intent.as_deref()).unwrap_or_default();
    let from = id.chars().count().saturating_sub(8);
    let end: String = id.chars().skip(from).filter(|letter| !letter.is_control()).collect();
    format!("{} …{end}", facts.provider.word())
}

/// A booking learns the names by which its payment is known; and one made by an event that named only an address goes to the customer
/// whom a later one names by number.
pub(super) fn complete_identity(work: &mut Work<'_>, seat: &mut Seat, facts: &PaymentFacts) -> Result<(), Failure> {
    let before = seat.clone();
    seat.checkout_id = seat.checkout_id.take().or_else(|| facts.checkout_id.clone());
    seat.payment_intent = seat.payment_intent.take().or_else(|| facts.payment_intent.clone());
    seat.email = seat.email.take().or_else(|| facts.email.clone());
    if seat.source == BookingSource::Payment
        && let Some(customer) = numbered(work, facts)?
        && customer != seat.customer_id
    {
        seat.customer_id = customer;
        work.changed(&[Kind::Customers]);
    }
    if before != *seat {
        store::save(work, seat, Some("named"))?;
    }
    Ok(())
}
