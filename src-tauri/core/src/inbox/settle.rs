//! From the events of a payment to the books, and what became of each event.
//!
//! All events of the payment are read together and the books are brought to where they say, again whenever one arrives. Doing it
//! twice does nothing more, and an order that could be told apart afterwards would be a fault.

use super::facts::{Folded, fold};
use super::model::{Outcome, Settled, Target};
use super::store::{self, Stored};
use super::told::{Aim, Content, Refund, Told};
use crate::base::{Cents, Currency, PaymentEventId, PurchaseId};
use crate::door::{Code, Failure, Kind, View, Work};
use crate::engine::StoreError;
use crate::{immersion, sales};
use rusqlite::{ErrorCode, params};
use serde_json::{Map, Value, json};

/// Settles the payment that an event belongs to. Whether anything about its events changed.
pub(super) fn settle(work: &mut Work<'_>, id: PaymentEventId) -> Result<bool, Failure> {
    let event = store::stored_of(work, id)?;
    store::read_again(work, &event)?;
    let payment = store::payment_of(work, event)?;
    let told: Vec<(&Stored, &Told)> = payment.iter().filter_map(|event| Some((event, told_by(event)?))).collect();
    let pairs: Vec<(&str, &Told)> = told.iter().map(|(event, told)| (event.name.as_str(), *told)).collect();
    let provider = payment.first().map(|event| event.provider);
    let Some(folded) = provider.and_then(|provider| fold(provider, &pairs)) else {
        // Events that tell nothing about a payment stand alone.
        return payment.iter().try_fold(false, |changed, event| Ok(note(work, event, &alone(event))? || changed));
    };
    let known = credited(&payment);
    let Brought { settled, credited_to, price } = bring_to_the_books(work, &folded, &pairs, known)?;
    let leader = told.get(folded.leader).map(|(event, _)| event.id);
    let was_dismissed = |outcome: Outcome| payment.iter().any(|event| event.dismissed_outcome == Some(outcome));
    let mut has_changed = false;
    let is_about_ours = !matches!(settled.outcome, Outcome::Waiting | Outcome::Ignored | Outcome::Pending);
    for (event, told) in &told {
        let is_part = is_about_ours && folded.part_refunded.is_some() && told.refund.is_some();
        let odd = price.filter(|price| told.paid && !told.pays(price.0, price.1));
        let (outcome, is_marked) = if is_part {
            (part_refunded(&folded, &settled), first(&pairs, &event.name, tells_a_part))
        } else if let (Some(price), Outcome::PurchasePaid) = (odd, settled.outcome) {
            (
                other_sum(told, price, &settled),
                first(&pairs, &event.name, |told| told.paid && !told.pays(price.0, price.1)),
            )
        } else {
            (settled.clone(), Some(event.id) == leader)
        };
        let becomes = Becomes {
            needs_decision: is_marked && outcome.outcome.needs_decision() && !was_dismissed(outcome.outcome),
            settled: outcome,
            aim: folded.aim.clone(),
            credited_to: credited_to.clone(),
        };
        has_changed |= note(work, event, &becomes)?;
    }
    Ok(has_changed)
}

fn told_by(event: &Stored) -> Option<&Told> {
    match &event.content {
        Content::Told(told) => Some(told),
        Content::Ignored | Content::Malformed(_) => None,
    }
}

/// What becomes of an event.
struct Becomes {
    settled: Settled,
    needs_decision: bool,
    aim: Option<Aim>,
    credited_to: Option<String>,
}

fn alone(event: &Stored) -> Becomes {
    let settled = match &event.content {
        Content::Malformed(problem) => Settled::new(Outcome::Malformed).with("problem", *problem),
        Content::Ignored | Content::Told(_) => Settled::new(Outcome::Ignored),
    };
    let needs_decision = settled.outcome.needs_decision() && event.dismissed_outcome.is_none();
    Becomes { settled, needs_decision, aim: None, credited_to: None }
}

/// The thing that this payment is known to have paid.
fn credited(payment: &[Stored]) -> Option<String> {
    payment.iter().find_map(|event| event.credited_to.clone())
}

/// What came of bringing the books to where a payment's facts say.
struct Brought {
    settled: Settled,
    /// What the payment has paid by now.
    credited_to: Option<String>,
    /// The price of what it was for, where one event that tells of money fits it.
    price: Option<(Cents, Currency)>,
}

/// Brings the books to where the facts say.
fn bring_to_the_books(
    work: &mut Work<'_>,
    folded: &Folded,
    events: &[(&str, &Told)],
    credited_to: Option<String>,
) -> Result<Brought, Failure> {
    let only = |settled, credited_to| Ok(Brought { settled, credited_to, price: None });
    let Some(aim) = &folded.aim else {
        let outcome = if folded.is_foreign { Outcome::Ignored } else { Outcome::Waiting };
        return only(Settled::new(outcome), credited_to);
    };
    let Some(target) = target_of(work, aim)? else {
        return only(Settled::new(Outcome::Waiting).with("reference", aim.text()), credited_to);
    };
    if !folded.says_something() {
        return only(Settled::new(Outcome::Pending), credited_to);
    }
    let price = price_of(work, &target)?;
    // Those that fit are alike; the first by name stands for all.
    let fitting = |(price, currency)| {
        events.iter().filter(move |(_, told)| told.pays(price, currency)).min_by_key(|(name, _)| *name)
    };
    let paid_by = price.and_then(fitting).map(|(_, told)| *told);
    let facts = folded.facts_at(target, paid_by);
    let known = credited_to.clone();
    let settled = guarded(work, |work| match &facts.target {
        Target::Immersion { .. } => immersion::settle_payment(work, &facts).map(|settled| (settled, known)),
        Target::Purchase(id) => {
            let is_credited = known.as_deref() == Some(id.to_string().as_str());
            let (settled, is_credited) = sales::settle_payment(work, &facts, is_credited)?;
            Ok((settled, if is_credited { Some(id.to_string()) } else { known }))
        }
        // Orders are not in the books yet.
        Target::Order(reference) => Ok((Settled::new(Outcome::Waiting).with("reference", reference), known)),
    })?;
    let (settled, credited_to) = settled.unwrap_or_else(|problem| (problem, credited_to));
    Ok(Brought { settled, credited_to, price: price.filter(|_| paid_by.is_some()) })
}

/// What a sale costs; of seats, their own subject knows.
fn price_of(view: &View<'_>, target: &Target) -> Result<Option<(Cents, Currency)>, Failure> {
    let Target::Purchase(id) = target else { return Ok(None) };
    view.one("SELECT price_cents, currency FROM purchases WHERE id = ?1", [id], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The thing in the books; `None` while it is not there.
fn target_of(view: &View<'_>, aim: &Aim) -> Result<Option<Target>, Failure> {
    match aim {
        Aim::Purchase(id) => {
            let by_id = view.count("SELECT EXISTS (SELECT 1 FROM purchases WHERE id = ?1)", [id])? > 0;
            Ok(if by_id { Some(*id) } else { by_reference(view, &id.to_string())? }.map(Target::Purchase))
        }
        Aim::Reference(reference) => Ok(by_reference(view, reference)?.map(Target::Purchase)),
        Aim::Immersion(_) | Aim::Order(_) => Ok(aim.target()),
    }
}

fn by_reference(view: &View<'_>, reference: &str) -> Result<Option<PurchaseId>, Failure> {
    view.one("SELECT MIN(id) FROM purchases WHERE payment_reference = ?1", [reference], |row| row.get(0))
        .map(Option::flatten)
}

/// Runs what changes the books so that a refusal leaves them as they were, and the event in the inbox for a person to look at.
/// Only a failing store fails the whole.
fn guarded<T>(
    work: &mut Work<'_>,
    change: impl FnOnce(&mut Work<'_>) -> Result<T, Failure>,
) -> Result<Result<T, Settled>, Failure> {
    work.run("SAVEPOINT payment_event", [])?;
    let conflict = |code: &str| Settled::new(Outcome::Conflict).with("problem", code);
    let outcome = match change(work) {
        Ok(done) => Ok(done),
        Err(Failure::Refused(refusal)) => Err(conflict(&refusal.code.word())),
        Err(Failure::BadInput(_)) => Err(conflict(&Code::BadInput.word())),
        Err(Failure::Store(StoreError::Sqlite(error)))
            if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) =>
        {
            tracing::warn!(%error, "a payment event goes against the books");
            Err(conflict("constraint"))
        }
        Err(failure) => return Err(failure),
    };
    if outcome.is_err() {
        work.run("ROLLBACK TO payment_event", [])?;
    }
    work.run("RELEASE payment_event", [])?;
    Ok(outcome)
}

/// A part of the money went back: nothing in the books is for a part, so a person decides.
fn part_refunded(folded: &Folded, settled: &Settled) -> Settled {
    let mut conflict = Settled::new(Outcome::Conflict).with("problem", "partial_refund");
    if let Some(Some(back)) = folded.part_refunded {
        conflict = conflict.with("refunded_cents", back);
    }
    for key in ["amount_cents", "currency"] {
        if let Some(value) = settled.args.get(key) {
            conflict.args.insert(key.to_owned(), value.clone());
        }
    }
    conflict.target_id.clone_from(&settled.target_id);
    conflict
}

/// Money that is not the price came beside money that is: a person decides what it was for.
fn other_sum(told: &Told, (price, currency): (Cents, Currency), settled: &Settled) -> Settled {
    let is_other_currency = told.currency.as_deref().is_some_and(|told| told != currency.word());
    let outcome = if is_other_currency { Outcome::CurrencyDiffers } else { Outcome::AmountDiffers };
    let mut odd =
        Settled { outcome, ..settled.clone() }.with("expected_cents", price).with("expected_currency", currency);
    odd = odd.with("amount_cents", told.amount);
    odd.with("currency", told.currency.as_deref().unwrap_or(currency.word()))
}

fn tells_a_part(told: &Told) -> bool {
    matches!(told.refund, Some(Refund::Part(_) | Refund::One { .. }))
}

/// Whether this is the first, by name, of the events of which that is true.
fn first(events: &[(&str, &Told)], name: &str, is_one: impl Fn(&Told) -> bool) -> bool {
    events.iter().filter(|(_, told)| is_one(told)).map(|(name, _)| *name).min() == Some(name)
}

/// Writes down what became of an event, where that is anything new. What a person has put aside stays aside.
fn note(work: &mut Work<'_>, event: &Stored, becomes: &Becomes) -> Result<bool, Failure> {
    let Settled { outcome, target_id, args } = &becomes.settled;
    let kind = becomes.aim.as_ref().map(Aim::kind);
    let is_aside = event.outcome == Outcome::Dismissed;
    let outcome = if is_aside { Outcome::Dismissed } else { *outcome };
    let args: &Map<String, Value> = if is_aside { &event.args } else { args };
    let is_open = outcome == Outcome::Waiting;
    let needs_decision = becomes.needs_decision && !is_aside;
    let stays = event.outcome == outcome
        && event.args == *args
        && event.target_kind == kind
        && event.target_id == *target_id
        && event.needs_decision == needs_decision
        && event.credited_to == becomes.credited_to
        && event.is_processed != is_open;
    if stays {
        return Ok(false);
    }
    work.run(
        "UPDATE payment_events SET outcome = ?2, args = ?3, target_kind = ?4, target_ref = ?5, target_id = ?6, needs_decision = ?7,
             credited_to = ?8, processed_at = ?9 WHERE id = ?1",
        params![
            event.id,
            outcome,
            json!(args).to_string(),
            kind,
            becomes.aim.as_ref().map(Aim::text),
            target_id,
            needs_decision,
            becomes.credited_to,
            (!is_open).then(|| work.now()),
        ],
    )?;
    work.changed(&[Kind::PaymentEvents]);
    Ok(true)
}
