//! What a payment provider tells of a sale, brought to the books: along the same states, with the same promises as at the counter.

use super::commands::{end_waiting_session, refuse_second_refund};
use super::model::{PaymentMethod, PaymentStatus, PurchaseRow};
use super::store::{purchase_of, set_payment_status};
use crate::base::{Currency, PurchaseId};
use crate::desk::audit;
use crate::door::{Failure, Kind, Work};
use crate::inbox::model::{Outcome, PaymentFacts, Provider, Settled, Target};
use rusqlite::params;
use serde_json::json;

/// Brings a sale to where the facts of its payment say. `is_credited`: this payment is known to have paid this sale.
/// Gives back what came of it, and whether the payment has paid the sale by now. Doing it again does nothing more.
///
/// # Errors
/// The sale is not there; a failure of the store.
pub(crate) fn settle_payment(
    work: &mut Work<'_>,
    facts: &PaymentFacts,
    is_credited: bool,
) -> Result<(Settled, bool), Failure> {
    let Target::Purchase(id) = facts.target else { return Ok((Settled::new(Outcome::Ignored), is_credited)) };
    let sale = Sale { purchase: purchase_of(work, id)?, reference: reference_of(work, id)? };
    // Somebody at the counter may have noted this very payment, by its reference.
    let is_credited = is_credited || (sale.was_paid() && sale.carries(facts));
    let (settled, is_credited) = if facts.refunded {
        refunded(work, facts, &sale, is_credited)?
    } else if facts.paid {
        paid(work, facts, &sale, is_credited)?
    } else if facts.ended {
        (ended(work, &sale)?, is_credited)
    } else {
        (sale.says(Outcome::Pending), is_credited)
    };
    if is_credited {
        carry_reference(work, facts, id)?;
    }
    Ok((settled, is_credited))
}

struct Sale {
    purchase: PurchaseRow,
    reference: Option<String>,
}

impl Sale {
    fn was_paid(&self) -> bool {
        matches!(self.purchase.payment_status, PaymentStatus::Completed | PaymentStatus::Refunded)
    }

    fn carries(&self, facts: &PaymentFacts) -> bool {
        self.reference.is_some() && (self.reference == facts.payment_intent || self.reference == facts.checkout_id)
    }

    fn says(&self, outcome: Outcome) -> Settled {
        let PurchaseRow { purchase_id, customer_name, price_cents, currency, .. } = &self.purchase;
        Settled::new(outcome)
            .about(purchase_id)
            .with("reference", purchase_id.to_string())
            .with("customer", customer_name)
            .with("amount_cents", price_cents)
            .with("currency", currency)
    }

    fn conflict(&self, problem: &str) -> Settled {
        self.says(Outcome::Conflict).with("problem", problem)
    }
}

fn reference_of(work: &Work<'_>, id: PurchaseId) -> Result<Option<String>, Failure> {
    work.one("SELECT payment_reference FROM purchases WHERE id = ?1", [id], |row| row.get(0)).map(Option::flatten)
}

fn paid(work: &mut Work<'_>, facts: &PaymentFacts, sale: &Sale, is_credited: bool) -> Result<(Settled, bool), Failure> {
    match sale.purchase.payment_status {
        PaymentStatus::Completed if is_credited => Ok((sale.says(Outcome::PurchasePaid), true)),
        // The desk has given the money back since.
        PaymentStatus::Refunded if is_credited => Ok((sale.says(Outcome::PurchaseRefunded), true)),
        PaymentStatus::Completed => Ok((sale.conflict("paid_twice"), false)),
        PaymentStatus::Refunded => Ok((sale.conflict("refunded"), false)),
        PaymentStatus::Cancelled => Ok((sale.conflict("cancelled"), false)),
        PaymentStatus::Pending | PaymentStatus::Failed => match differs(facts, sale) {
            Some(difference) => {
                fail_if_ended(work, facts, sale)?;
                Ok((difference, false))
            }
            None => {
                complete(work, facts, sale)?;
                Ok((sale.says(Outcome::PurchasePaid), true))
            }
        },
    }
}

/// The money came and went: the sale goes the whole way as well. A sale that this payment never paid stays as it is.
fn refunded(
    work: &mut Work<'_>,
    facts: &PaymentFacts,
    sale: &Sale,
    is_credited: bool,
) -> Result<(Settled, bool), Failure> {
    let id = sale.purchase.purchase_id;
    let settled = sale.says(Outcome::PurchaseRefunded);
    match sale.purchase.payment_status {
        PaymentStatus::Pending | PaymentStatus::Failed if !is_known_sum(facts) => {
            fail_if_ended(work, facts, sale)?;
            return Ok((sale.says(Outcome::Pending), is_credited));
        }
        PaymentStatus::Pending | PaymentStatus::Failed if differs(facts, sale).is_none() => {
            complete(work, facts, sale)?
        }
        PaymentStatus::Completed if is_credited => {}
        _ => {
            fail_if_ended(work, facts, sale)?;
            return Ok((settled, is_credited));
        }
    }
    match end_play(work, sale) {
        Ok(()) => {
            set_payment_status(work, id, PaymentStatus::Refunded)?;
            Ok((settled, true))
        }
        // The money is gone and the customer plays, or was given a part back already: somebody must decide.
        Err(Failure::Refused(refusal)) => Ok((sale.conflict(&refusal.code.word()), is_credited)),
        Err(failure) => Err(failure),
    }
}

/// Whether it was told what had been paid: Stripe's refunds say so themselves, a shop's only together with the payment. Until then
/// nobody knows whether the money that went back was for this sale's price.
fn is_known_sum(facts: &PaymentFacts) -> bool {
    facts.paid || facts.provider == Provider::Stripe
}

fn end_play(work: &mut Work<'_>, sale: &Sale) -> Result<(), Failure> {
    let Some(session) = sale.purchase.session_id else { return Ok(()) };
    refuse_second_refund(work, session)?;
    end_waiting_session(work, session, "refunded by the provider")
}

fn ended(work: &mut Work<'_>, sale: &Sale) -> Result<Settled, Failure> {
    match sale.purchase.payment_status {
        PaymentStatus::Pending => set_payment_status(work, sale.purchase.purchase_id, PaymentStatus::Failed)?,
        PaymentStatus::Failed => {}
        // Paid otherwise, or given up at the desk: that this payment came to nothing changes nothing.
        PaymentStatus::Completed | PaymentStatus::Cancelled | PaymentStatus::Refunded => {
            return Ok(sale.says(Outcome::Ignored));
        }
    }
    Ok(sale.says(Outcome::PurchaseFailed))
}

/// Money that does not count for the sale leaves its failure as it would have been without: whichever was told first.
fn fail_if_ended(work: &mut Work<'_>, facts: &PaymentFacts, sale: &Sale) -> Result<(), Failure> {
    if facts.ended { ended(work, sale).map(|_| ()) } else { Ok(()) }
}

/// What differs from the price, of what was told.
fn differs(facts: &PaymentFacts, sale: &Sale) -> Option<Settled> {
    let PurchaseRow { price_cents, currency, .. } = &sale.purchase;
    let told = |outcome| {
        sale.says(outcome)
            .with("expected_cents", price_cents)
            .with("expected_currency", currency)
            .with("amount_cents", facts.amount)
            .with("currency", facts.currency.as_deref().unwrap_or(currency.word()))
    };
    if facts.currency.as_deref().is_some_and(|told| told != Currency::word(*currency)) {
        Some(told(Outcome::CurrencyDiffers))
    } else {
        facts.amount.filter(|amount| amount != price_cents).map(|_| told(Outcome::AmountDiffers))
    }
}

/// Takes the money. A window that went when the payment seemed to fail comes back, where nobody else holds it.
fn complete(work: &mut Work<'_>, facts: &PaymentFacts, sale: &Sale) -> Result<(), Failure> {
    let id = sale.purchase.purchase_id;
    let method = facts.method.filter(|method| *method != PaymentMethod::Wallet);
    work.run(
        "UPDATE purchases SET payment_method = COALESCE(?2, payment_method), updated_at = ?3, revision = revision + 1 WHERE id = ?1",
        params![id, method, work.now()],
    )?;
    let had_failed = sale.purchase.payment_status == PaymentStatus::Failed;
    set_payment_status(work, id, PaymentStatus::Completed)?;
    if had_failed {
        keep_window_again(work, id)?;
    }
    Ok(())
}

fn keep_window_again(work: &mut Work<'_>, id: PurchaseId) -> Result<(), Failure> {
    work.run(
        "UPDATE game_reservations SET status = 'booked', updated_at = ?2 WHERE purchase_id = ?1 AND status = 'cancelled'
             AND NOT EXISTS (SELECT 1 FROM game_reservations r WHERE r.station_id = game_reservations.station_id
                             AND r.status = 'booked' AND r.starts_at < game_reservations.ends_at
                             AND r.ends_at > game_reservations.starts_at)",
        params![id, work.now()],
    )?;
    let is_lost =
        work.count("SELECT COUNT(*) FROM game_reservations WHERE purchase_id = ?1 AND status = 'cancelled'", [id])? > 0;
    if is_lost {
        let data = json!({ "purchase_id": id });
        audit::log(work, "warning", "inbox", "window_lost", &data, work.now())?;
        work.changed(&[Kind::Log]);
    }
    Ok(())
}

/// The sale carries the name of its payment: the one that refunds know, as soon as it is told.
fn carry_reference(work: &mut Work<'_>, facts: &PaymentFacts, id: PurchaseId) -> Result<(), Failure> {
    let name = facts.payment_intent.as_ref().or(facts.checkout_id.as_ref());
    let renamed = work.run(
        "UPDATE purchases SET payment_reference = ?2, updated_at = ?4, revision = revision + 1 WHERE id = ?1
             AND payment_reference IS NOT ?2 AND ?2 IS NOT NULL AND (payment_reference IS NULL OR payment_reference = ?3)",
        params![id, name, facts.checkout_id, work.now()],
    )?;
    if renamed > 0 {
        work.changed(&[Kind::Purchases]);
    }
    Ok(())
}
