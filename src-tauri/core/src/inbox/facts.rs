//! All events of one payment, read together. A join and not a sum: the same events in any order, any number of times, give the same.

use super::model::{PaymentFacts, Provider, Target};
use super::told::{Aim, Refund, Told};
use crate::base::Cents;
use std::collections::BTreeMap;

/// What all events of a payment come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Folded {
    /// What it is for, as told.
    pub aim: Option<Aim>,
    /// It should have been named by now, and was not: a payment for something that is none of ours.
    pub is_foreign: bool,
    /// How much went back, where that is less than everything.
    pub part_refunded: Option<Option<Cents>>,
    /// The event that speaks loudest, by its place in what was handed in: what needs a person is marked there.
    pub leader: usize,
    facts: PaymentFacts,
}

impl Folded {
    /// The facts, for the thing that they are about.
    #[must_use]
    pub fn facts_of(&self, target: Target) -> PaymentFacts {
        let checkout_id = match (self.facts.provider, &self.aim, &target) {
            (Provider::Stripe, ..) => self.facts.checkout_id.clone(),
            (Provider::Shop, Some(Aim::Reference(reference)), _) => Some(reference.clone()),
            (Provider::Shop, Some(Aim::Purchase(told)), Target::Purchase(found)) if told != found => {
                Some(told.to_string())
            }
            // What shops name otherwise is the thing itself and no payment.
            (Provider::Shop, ..) => None,
        };
        PaymentFacts { target, checkout_id, ..self.facts.clone() }
    }

    /// The facts, for a thing that has a price. Where events tell of different sums and one of them is the price, that one counts:
    /// whichever was told first, the thing is paid.
    #[must_use]
    pub fn facts_at(&self, target: Target, paid_by: Option<&Told>) -> PaymentFacts {
        let facts = self.facts_of(target);
        match paid_by {
            Some(told) => PaymentFacts { amount: told.amount, currency: told.currency.clone(), ..facts },
            None => facts,
        }
    }

    /// Whether anything is known that could change the books.
    #[must_use]
    pub fn says_something(&self) -> bool {
        let PaymentFacts { opened, paid, ended, refunded, .. } = self.facts;
        opened || paid || ended || refunded
    }
}

/// Reads the events of a payment together, each with its id. `None` where there are none.
#[must_use]
pub fn fold(provider: Provider, events: &[(&str, &Told)]) -> Option<Folded> {
    // The loudest first; ids decide where they are equally loud, never the order of arrival.
    let mut order: Vec<usize> = (0..events.len()).collect();
    order.sort_by_key(|at| events.get(*at).map(|(id, told)| (u8::MAX - told.rank, *id)));
    let sorted: Vec<&Told> = order.iter().filter_map(|at| events.get(*at)).map(|(_, told)| *told).collect();
    let leader = *order.first()?;
    let aim = sorted.iter().find_map(|told| told.aim.clone());
    let amount = sorted.iter().find_map(|told| told.amount);
    // What went back is held against what was paid, never against what was only asked for.
    let is_sum = |told: &&&Told| told.paid || told.refund.is_some();
    let paid_sum = sorted.iter().filter(is_sum).find_map(|told| told.amount);
    let (refunded, part_refunded) = refunds(&sorted, paid_sum);
    let any = |is: fn(&Told) -> bool| sorted.iter().any(|told| is(told));
    let facts = PaymentFacts {
        provider,
        checkout_id: sorted.iter().find_map(|told| told.checkout_id.clone()),
        payment_intent: sorted.iter().find_map(|told| told.payment_intent.clone()),
        // Replaced by the thing itself in `facts_of`.
        target: aim.as_ref().and_then(Aim::target).unwrap_or_else(|| Target::Order(String::new())),
        customer_id: sorted.iter().find_map(|told| told.customer_id),
        email: sorted.iter().find_map(|told| told.email.clone()),
        name: sorted.iter().find_map(|told| told.name.clone()),
        amount,
        currency: sorted.iter().find_map(|told| told.currency.clone()),
        method: sorted.iter().find_map(|told| told.method),
        opened: any(|told| told.opened),
        hold_until: sorted.iter().filter_map(|told| told.hold_until).max(),
        paid: any(|told| told.paid),
        ended: any(|told| told.ended),
        refunded,
    };
    let is_foreign = aim.is_none() && any(|told| told.names_its_aim);
    Some(Folded { aim, is_foreign, part_refunded, leader, facts })
}

/// Whether everything went back; else, whether and how much did.
fn refunds(events: &[&Told], amount: Option<Cents>) -> (bool, Option<Option<Cents>>) {
    let mut is_whole = false;
    let mut parts: Vec<Option<Cents>> = Vec::new();
    // A refund that failed has failed, whatever was told of it before or after.
    let mut single: BTreeMap<&str, (Option<Cents>, Option<bool>)> = BTreeMap::new();
    for refund in events.iter().filter_map(|told| told.refund.as_ref()) {
        match refund {
            Refund::Whole => is_whole = true,
            Refund::Part(back) => parts.push(*back),
            Refund::One { id, amount, is_done } => {
                let known = single.entry(id).or_insert((None, None));
                known.0 = known.0.max(*amount);
                known.1 = match (known.1, is_done) {
                    (Some(false), _) | (_, Some(false)) => Some(false),
                    (Some(true), _) | (_, Some(true)) => Some(true),
                    (None, None) => None,
                };
            }
        }
    }
    let done: Vec<Option<Cents>> =
        single.values().filter(|(_, is_done)| *is_done == Some(true)).map(|(back, _)| *back).collect();
    let sum = done.iter().flatten().fold(Cents(0), |sum, back| Cents(sum.0.saturating_add(back.0)));
    let told = parts.iter().flatten().copied().max().unwrap_or_default();
    let back = told.max(sum);
    if is_whole || amount.is_some_and(|all| back >= all && back > Cents(0)) {
        return (true, None);
    }
    // Single refunds are a part of something only once it is known of what.
    let is_part = parts.iter().any(|back| *back != Some(Cents(0))) || (amount.is_some() && !done.is_empty());
    (false, is_part.then_some(Some(back).filter(|back| *back > Cents(0))))
}
