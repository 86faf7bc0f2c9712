//! Payment events reach their order: what a provider tells of a payment becomes a payment of the books, and the order follows.

use super::model::{MismatchClass, OrderPaymentState, OrderPaymentStatus, OrderRow, OrderStatus, RefundTo};
use super::rules::remaining;
use super::store::{self, event};
use crate::base::{Cents, Currency, PaymentId};
use crate::door::{Code, Failure, Kind, View, Work};
use crate::inbox::model::{Outcome, PaymentFacts, Settled, Target};
use crate::sales::model::PaymentMethod;
use rusqlite::params;

/// Brings an order to where the facts of one payment say, however often and in whatever order they were told. An order that is not in
/// the books yet is waited for; money that does not fit is written down all the same and shown: it is there.
///
/// # Errors
/// The store failed.
pub(crate) fn settle_payment(work: &mut Work<'_>, facts: &PaymentFacts) -> Result<Settled, Failure> {
    let Target::Order(told) = &facts.target else { return Ok(Settled::new(Outcome::Ignored)) };
    let reference = told.strip_prefix("order:").unwrap_or(told).trim();
    let Some(id) = store::told(work, reference)? else {
        return Ok(Settled::new(Outcome::Waiting).with("reference", reference));
    };
    work.concerns(Kind::Orders, id);
    let order = store::load(work, id)?;
    let said = |outcome| Settled::new(outcome).about(id).with("reference", &order.reference);
    let Some(wanted) = wanted(facts) else { return Ok(said(Outcome::Pending)) };
    let Some(currency) = currency_of(facts, &order) else {
        let told = facts.currency.as_deref().unwrap_or_default();
        return Ok(said(Outcome::CurrencyDiffers).with("currency", told).with("order_currency", order.currency));
    };
    let name = name(facts, &order);
    let payment = match known_payment(work, &order, facts, &name)? {
        Some(payment) => payment,
        // A failed attempt at what is settled already changes nothing.
        None if wanted == OrderPaymentState::Failed && !is_open(&order) => return Ok(said(Outcome::OrderFailed)),
        None if facts.amount.is_none() && remaining(&order) == Cents(0) => {
            return Ok(said(Outcome::Conflict).with("problem", Code::PaymentExceedsOrder));
        }
        None => begin(work, &order, facts, currency)?,
    };
    note_particulars(work, payment, facts, &name)?;
    move_to(work, payment, wanted)?;
    outcome(work, facts, &order)
}

fn is_open(order: &OrderRow) -> bool {
    let is_unpaid = matches!(order.payment_status, OrderPaymentStatus::Pending | OrderPaymentStatus::Failed);
    is_unpaid && order.status != OrderStatus::Cancelled
}

/// Where the facts say the payment stands; `None` while nothing has come of it.
fn wanted(facts: &PaymentFacts) -> Option<OrderPaymentState> {
    match facts {
        PaymentFacts { refunded: true, .. } => Some(OrderPaymentState::Cancelled),
        PaymentFacts { paid: true, .. } => Some(OrderPaymentState::Completed),
        PaymentFacts { ended: true, .. } => Some(OrderPaymentState::Failed),
        _ => None,
    }
}

/// The currency of the money: the order's where none was told. `None` for one that the books do not know, or not the order's.
fn currency_of(facts: &PaymentFacts, order: &OrderRow) -> Option<Currency> {
    match facts.currency.as_deref() {
        None => Some(order.currency),
        Some(told) => (told.eq_ignore_ascii_case(order.currency.word())).then_some(order.currency),
    }
}

/// The provider's name for the payment: the one that stays, else the checkout's. A shop that has none speaks of the order's payment
/// through it.
fn name(facts: &PaymentFacts, order: &OrderRow) -> String {
    let told = facts.payment_intent.as_ref().or(facts.checkout_id.as_ref());
    told.cloned().unwrap_or_else(|| format!("{}:{}", facts.provider, order.reference))
}

/// The payment that these facts speak of: the one that bears a name the provider gave it, else one of the order that waits for just
/// such money and bears no name yet.
fn known_payment(
    view: &View<'_>,
    order: &OrderRow,
    facts: &PaymentFacts,
    name: &str,
) -> Result<Option<PaymentId>, Failure> {
    for name in [Some(name), facts.checkout_id.as_deref()].into_iter().flatten() {
        let named = view.one(
            "SELECT id FROM payments WHERE provider_reference = ?1 AND order_id = ?2 ORDER BY id LIMIT 1",
            params![name, order.order_id],
            |row| row.get(0),
        )?;
        if named.is_some() {
            return Ok(named);
        }
    }
    let waiting = store::payments_of(view, order.order_id)?.into_iter().find(|payment| {
        payment.status == OrderPaymentState::Pending
            && payment.provider_reference.is_none()
            && facts.method.is_none_or(|method| method == payment.method)
            && facts.amount.is_none_or(|amount| amount == payment.amount_cents)
    });
    Ok(waiting.map(|payment| payment.payment_id))
}

/// A payment nobody had noted: it begins as pending, so that its log tells the way it went.
fn begin(
    work: &mut Work<'_>,
    order: &OrderRow,
    facts: &PaymentFacts,
    currency: Currency,
) -> Result<PaymentId, Failure> {
    let amount = facts.amount.unwrap_or_else(|| remaining(order));
    if amount <= Cents(0) || amount > Cents::MAX {
        return Err(Code::AmountInvalid.into());
    }
    let id = work.insert(
        "INSERT INTO payments (order_id, method, amount_cents, currency, status, provider_reference, changed_by, change_event, revision,
             created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, 'pending', NULL, ?5, ?6, 1, ?7, ?7)",
        params![
            order.order_id,
            facts.method.unwrap_or(PaymentMethod::Card),
            amount,
            currency,
            work.operator(),
            event::TOLD,
            work.now(),
        ],
    )?;
    work.changed(&[Kind::Orders]);
    Ok(PaymentId(id))
}

/// Writes what the provider tells of its payment beside it: what it calls it, how much it is, and how it came.
fn note_particulars(work: &mut Work<'_>, id: PaymentId, facts: &PaymentFacts, name: &str) -> Result<(), Failure> {
    let told = facts.amount.filter(|amount| *amount > Cents(0) && *amount <= Cents::MAX);
    let changed = work.run(
        "UPDATE payments SET provider_reference = ?2, amount_cents = COALESCE(?3, amount_cents), method = COALESCE(?4, method),
             changed_by = ?5, updated_at = ?6, revision = revision + 1
         WHERE id = ?1 AND (provider_reference IS NOT ?2 OR amount_cents <> COALESCE(?3, amount_cents) OR method <> COALESCE(?4, method))",
        params![id, name, told, facts.method, work.operator(), work.now()],
    )?;
    if changed > 0 {
        work.changed(&[Kind::Orders]);
    }
    Ok(())
}

/// Moves a payment along. What was given back stays so, and a failure does not undo money that came. Money that comes for a payment
/// somebody had cancelled is there all the same.
fn move_to(work: &mut Work<'_>, id: PaymentId, wanted: OrderPaymentState) -> Result<(), Failure> {
    let payment = store::load_payment(work, id)?;
    let may_move = match wanted {
        OrderPaymentState::Completed => {
            payment.status != OrderPaymentState::Cancelled || payment.completed_at.is_none()
        }
        OrderPaymentState::Cancelled => true,
        _ => payment.status == OrderPaymentState::Pending,
    };
    if !may_move || payment.status == wanted {
        return Ok(());
    }
    store::set_payment(work, id, wanted, event::TOLD, None)?;
    if wanted == OrderPaymentState::Cancelled {
        store::note_refund(work, id, RefundTo::Method)?;
    }
    Ok(())
}

/// What came of it for the order, as the books now say.
fn outcome(view: &View<'_>, facts: &PaymentFacts, before: &OrderRow) -> Result<Settled, Failure> {
    let order = store::load(view, before.order_id)?;
    let money = |outcome| {
        Settled::new(outcome)
            .with("reference", &order.reference)
            .with("paid_cents", order.paid_cents)
            .with("total_cents", order.total_cents)
            .with("currency", order.currency)
            .about(order.order_id)
    };
    Ok(match (order.mismatch, order.payment_status) {
        (Some(MismatchClass::Overpaid | MismatchClass::AmountDiffers), _) => money(Outcome::AmountDiffers),
        (Some(_), _) => money(Outcome::Conflict),
        _ if facts.refunded => money(Outcome::OrderRefunded),
        (_, OrderPaymentStatus::Paid) => money(Outcome::OrderPaid),
        // Money came, and the order is not covered: the rest is still to be paid, or a person decides.
        (_, OrderPaymentStatus::Pending) if facts.paid => money(Outcome::AmountDiffers),
        (_, OrderPaymentStatus::Pending) => money(Outcome::Pending),
        (_, OrderPaymentStatus::Failed) => money(Outcome::OrderFailed),
        (_, OrderPaymentStatus::Refunded) => money(Outcome::OrderRefunded),
    })
}
