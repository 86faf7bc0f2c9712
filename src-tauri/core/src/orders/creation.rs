//! An order that is made, and payments that are added to it.

use super::model::{OrderDetail, OrderPaymentState, OrderRow, OrderStatus};
use super::money::take_from_wallet;
use super::queries::detail;
use super::rules::remaining;
use super::store::{self, event};
use crate::base::{Cents, Currency, CustomerId, OrderId, PaymentId};
use crate::door::{Code, Command, Failure, Kind, Refusal, Role, View, Work, optional_line, required_line};
use crate::inbox;
use crate::sales::model::PaymentMethod;
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The most lines of one order.
const LINES_MOST: usize = 100;

/// A line to be ordered.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct NewOrderLine {
    /// What, 1 to 120 characters.
    pub label: String,
    /// How many, 1 to 10 000.
    pub quantity: i64,
    /// For how much each, in hundredths.
    pub unit_price_cents: Cents,
}

/// A payment to be noted.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct NewPayment {
    /// How it is paid.
    pub method: PaymentMethod,
    /// How much, in hundredths; what remains to be paid when left out.
    #[serde(default)]
    #[ts(optional, as = "Option<Cents>")]
    pub amount_cents: Option<Cents>,
    /// In which currency; the order's when left out. Another one is refused.
    #[serde(default)]
    #[ts(optional, as = "Option<Currency>")]
    pub currency: Option<Currency>,
    /// Whether the money is there already.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub completed: bool,
    /// The provider's reference, if there is one.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub provider_reference: Option<String>,
}

/// Takes an order of a customer, with its lines; with a first payment, if there is one.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CreateOrder {
    /// Whose.
    pub customer_id: CustomerId,
    /// Its reference: 1 to 40 letters, digits and `. - _ /`; one is made when left out.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub reference: Option<String>,
    /// What is ordered, 1 to 100 lines.
    pub lines: Vec<NewOrderLine>,
    /// In which currency; the venue's when left out.
    #[serde(default)]
    #[ts(optional, as = "Option<Currency>")]
    pub currency: Option<Currency>,
    /// What is noted about it.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub note: Option<String>,
    /// Its first payment.
    #[serde(default)]
    #[ts(optional, as = "Option<NewPayment>")]
    pub payment: Option<NewPayment>,
}

impl Command for CreateOrder {
    type Output = OrderDetail;
    const NAME: &'static str = "order.create";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<OrderDetail, Failure> {
        let is_blocked: bool = work
            .one("SELECT is_blocked FROM users WHERE id = ?1", [self.customer_id], |row| row.get(0))?
            .ok_or(Code::CustomerUnknown)?;
        if is_blocked {
            return Err(Code::CustomerBlocked.into());
        }
        let (lines, total) = priced(&self.lines)?;
        let reference = match &self.reference {
            Some(reference) => free_reference(work, reference)?,
            None => next_reference(work)?,
        };
        let currency = self.currency.map_or_else(|| work.settings().map(|settings| settings.venue_currency), Ok)?;
        let note = optional_line("note", self.note.as_deref(), 500)?;
        let id = OrderId(work.insert(
            "INSERT INTO orders (reference, user_id, total_cents, currency, note, changed_by, change_event, revision, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'order_created', 1, ?7, ?7)",
            params![reference, self.customer_id, total, currency, note, work.operator(), work.now()],
        )?);
        for (label, line) in lines.iter().zip(&self.lines) {
            work.insert(
                "INSERT INTO order_lines (order_id, label, quantity, unit_price_cents) VALUES (?1, ?2, ?3, ?4)",
                params![id, label, line.quantity, line.unit_price_cents],
            )?;
        }
        if let Some(payment) = &self.payment {
            let order = store::load(work, id)?;
            add(work, &order, payment, false)?;
        }
        inbox::order_appeared(work, &reference)?;
        work.concerns(Kind::Orders, id);
        work.changed(&[Kind::Orders]);
        detail(work, id)
    }
}

/// The labels of lines that may be ordered, and what they come to.
fn priced(lines: &[NewOrderLine]) -> Result<(Vec<String>, Cents), Failure> {
    if lines.is_empty() || lines.len() > LINES_MOST {
        return Err(Refusal::new(Code::OrderWithoutLines).with("most", LINES_MOST).into());
    }
    let mut total = Cents(0);
    let mut labels = Vec::new();
    for line in lines {
        labels.push(required_line("label", &line.label, 120)?);
        if !(1..=10_000).contains(&line.quantity) {
            return Err(Refusal::new(Code::AmountInvalid).with("quantity", line.quantity).into());
        }
        let price = line.unit_price_cents;
        let amount = price.0.checked_mul(line.quantity).filter(|_| price >= Cents(0));
        let sum = amount.and_then(|amount| total.0.checked_add(amount)).map(Cents).filter(|sum| *sum <= Cents::MAX);
        total = sum.ok_or_else(|| Refusal::new(Code::AmountInvalid).with("unit_price_cents", price))?;
    }
    if total == Cents(0) {
        return Err(Refusal::new(Code::AmountInvalid).with("total_cents", total).into());
    }
    Ok((labels, total))
}

fn free_reference(view: &View<'_>, text: &str) -> Result<String, Failure> {
    let reference = text.trim();
    let is_fit = |letter: char| letter.is_ascii_alphanumeric() || ".-_/".contains(letter);
    if reference.is_empty() || reference.len() > 40 || !reference.chars().all(is_fit) {
        return Err(Code::OrderReferenceInvalid.into());
    }
    match store::by_reference(view, reference)? {
        Some(_) => Err(Refusal::new(Code::OrderReferenceTaken).with("reference", reference).into()),
        None => Ok(reference.to_owned()),
    }
}

/// The next number of the venue's own; numbers that a foreign order bears already are passed over.
fn next_reference(view: &View<'_>) -> Result<String, Failure> {
    let mut number = view.count("SELECT COALESCE(MAX(id), 0) + 1 FROM orders", [])?;
    loop {
        let reference = format!("CMD{number:06}");
        if store::by_reference(view, &reference)?.is_none() {
            return Ok(reference);
        }
        number += 1;
    }
}

/// Adds a payment to an order: still to come, or with the money there already. The order follows.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct AddPayment {
    /// Of which order.
    pub order_id: OrderId,
    /// How it is paid.
    pub method: PaymentMethod,
    /// How much, in hundredths; what remains to be paid when left out.
    #[serde(default)]
    #[ts(optional, as = "Option<Cents>")]
    pub amount_cents: Option<Cents>,
    /// In which currency; the order's when left out. Another one is refused.
    #[serde(default)]
    #[ts(optional, as = "Option<Currency>")]
    pub currency: Option<Currency>,
    /// Whether the money is there already.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub completed: bool,
    /// The provider's reference, if there is one.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub provider_reference: Option<String>,
    /// Whether more than what remains may be paid (managers only): the order is overpaid then.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub accept_surplus: bool,
}

impl Command for AddPayment {
    type Output = OrderDetail;
    const NAME: &'static str = "order.add_payment";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<OrderDetail, Failure> {
        let order = store::take(work, self.order_id)?;
        let Self { method, amount_cents, currency, completed, provider_reference, .. } = self;
        let payment = NewPayment { method, amount_cents, currency, completed, provider_reference };
        add(work, &order, &payment, may_exceed(work, self.accept_surplus)?)?;
        detail(work, self.order_id)
    }
}

/// Taking more than is owed is a manager's word.
pub(super) fn may_exceed(work: &Work<'_>, is_asked: bool) -> Result<bool, Failure> {
    if is_asked && work.actor.role < Role::Manager {
        return Err(Failure::Denied { needed: Role::Manager, has: work.actor.role });
    }
    Ok(is_asked)
}

/// Refuses an amount beyond what remains, unless that was accepted.
pub(super) fn check_amount(order: &OrderRow, amount: Cents, may_exceed: bool) -> Result<(), Failure> {
    let left = remaining(order);
    if amount > left && !may_exceed {
        let refusal = Refusal::new(Code::PaymentExceedsOrder).with("remaining_cents", left);
        return Err(refusal.with("currency", order.currency).into());
    }
    Ok(())
}

/// Refuses a payment in another currency than its order's.
pub(super) fn check_currency(order: &OrderRow, currency: Currency) -> Result<(), Failure> {
    if currency == order.currency {
        return Ok(());
    }
    let refusal = Refusal::new(Code::PaymentCurrencyDiffers).with("currency", currency);
    Err(refusal.with("order_currency", order.currency).into())
}

pub(super) fn add(
    work: &mut Work<'_>,
    order: &OrderRow,
    payment: &NewPayment,
    may_exceed: bool,
) -> Result<PaymentId, Failure> {
    if order.status == OrderStatus::Cancelled {
        return Err(Code::OrderIsCancelled.into());
    }
    check_currency(order, payment.currency.unwrap_or(order.currency))?;
    let amount = payment.amount_cents.unwrap_or_else(|| remaining(order));
    if payment.amount_cents.is_some() && (amount <= Cents(0) || amount > Cents::MAX) {
        return Err(Refusal::new(Code::AmountInvalid).with("amount_cents", amount).into());
    }
    if amount == Cents(0) {
        // Nothing remains, and no amount was said.
        check_amount(order, Cents(1), false)?;
    }
    check_amount(order, amount, may_exceed)?;
    let reference = optional_line("provider_reference", payment.provider_reference.as_deref(), 100)?;
    if let Some(reference) = &reference {
        check_reference(work, payment.method, reference)?;
    }
    let state = if payment.completed { OrderPaymentState::Completed } else { OrderPaymentState::Pending };
    let id = insert(work, order, payment.method, amount, state, reference.as_deref(), event::PAYMENT_ADDED)?;
    take_from_wallet(work, order, id)?;
    Ok(id)
}

/// One transfer pays once.
fn check_reference(view: &View<'_>, method: PaymentMethod, reference: &str) -> Result<(), Failure> {
    let taken: Option<Option<String>> = view.one(
        "SELECT o.reference FROM payments p LEFT JOIN orders o ON o.id = p.order_id
         WHERE p.provider_reference = ?1 AND p.method = ?2 AND p.status IN ('pending', 'completed')",
        params![reference, method],
        |row| row.get(0),
    )?;
    match taken {
        Some(order) => {
            Err(Refusal::new(Code::PaymentReferenceTaken).with("order", order.unwrap_or_else(|| "–".into())).into())
        }
        None => Ok(()),
    }
}

pub(super) fn insert(
    work: &mut Work<'_>,
    order: &OrderRow,
    method: PaymentMethod,
    amount: Cents,
    state: OrderPaymentState,
    reference: Option<&str>,
    event: &str,
) -> Result<PaymentId, Failure> {
    let completed_at = (state == OrderPaymentState::Completed).then(|| work.now());
    let id = work.insert(
        "INSERT INTO payments (order_id, method, amount_cents, currency, status, provider_reference, completed_at, changed_by, change_event,
             revision, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1, ?10, ?10)",
        params![
            order.order_id, method, amount, order.currency, state, reference, completed_at, work.operator(), event, work.now(),
        ],
    )?;
    work.changed(&[Kind::Orders]);
    Ok(PaymentId(id))
}
