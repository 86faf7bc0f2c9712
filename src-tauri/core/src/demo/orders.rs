//! The shop of the demonstration venue: orders of the last weeks in every state, played through the door; and what an older shop left,
//! written past it, as it came.

use super::stage::Stage;
use super::steps::Step;
use crate::base::{Cents, CustomerId, Millis, OrderId, Timestamp};
use crate::door::{Failure, Work};
use crate::orders::model::{OrderPaymentStatus, OrderStatus, RefundTo};
use crate::orders::{
    AddPayment, CancelOrder, CreateOrder, NewOrderLine, NewPayment, RefundOrder, SetOrderPaymentStatus, SetOrderStatus,
    ValidateOrder,
};
use crate::sales::model::PaymentMethod;
use rusqlite::params;

/// What the shop sells: name and price in francs.
const SHELF: [(&str, i64); 8] = [
    ("Maillot Éléphants domicile", 15_000),
    ("Maillot Éléphants extérieur", 15_000),
    ("Maillot ASEC", 12_000),
    ("Short d’entraînement", 6_000),
    ("Manette sans fil", 32_500),
    ("Casque micro", 18_000),
    ("Écharpe du club", 4_500),
    ("Carte cadeau 10 000", 10_000),
];

/// What becomes of an order of the demonstration.
#[derive(Clone, Copy)]
pub(super) enum Fortune {
    /// Nobody has paid yet.
    Waits,
    /// Paid, and on its way: so many steps along.
    Goes(usize),
    /// Half of it is paid.
    PaidInPart,
    /// The transfer failed.
    Fails,
    /// It failed, and was paid in another way.
    FailsThenPaid,
    /// Cancelled before anything was paid.
    Cancelled,
    /// Paid, then given back.
    Refunded(RefundTo),
    /// Ordered, and no word yet of how it is paid.
    Unspoken,
}

/// The orders: how many hours ago, by which method, and what becomes of them.
const ORDERS: [(i64, PaymentMethod, Fortune); 24] = [
    (2, PaymentMethod::Wave, Fortune::Waits),
    (3, PaymentMethod::Wave, Fortune::Waits),
    (5, PaymentMethod::OrangeMoney, Fortune::Waits),
    (7, PaymentMethod::Cash, Fortune::Unspoken),
    (9, PaymentMethod::Wave, Fortune::Goes(0)),
    (22, PaymentMethod::Card, Fortune::Goes(1)),
    (26, PaymentMethod::Wave, Fortune::PaidInPart),
    (30, PaymentMethod::OrangeMoney, Fortune::Fails),
    (47, PaymentMethod::Wave, Fortune::Goes(2)),
    (52, PaymentMethod::Cash, Fortune::Goes(3)),
    (70, PaymentMethod::Wave, Fortune::FailsThenPaid),
    (75, PaymentMethod::OrangeMoney, Fortune::Cancelled),
    (97, PaymentMethod::Card, Fortune::Goes(2)),
    (121, PaymentMethod::Wave, Fortune::Refunded(RefundTo::Method)),
    (144, PaymentMethod::Wave, Fortune::Goes(3)),
    (168, PaymentMethod::Cash, Fortune::Goes(3)),
    (200, PaymentMethod::OrangeMoney, Fortune::Goes(3)),
    (240, PaymentMethod::Card, Fortune::Refunded(RefundTo::Wallet)),
    (290, PaymentMethod::Wave, Fortune::Goes(3)),
    (310, PaymentMethod::Wave, Fortune::Fails),
    (380, PaymentMethod::Cash, Fortune::Goes(3)),
    (430, PaymentMethod::OrangeMoney, Fortune::Cancelled),
    (520, PaymentMethod::Wave, Fortune::Goes(3)),
    (600, PaymentMethod::Card, Fortune::Goes(3)),
];

/// A transfer's number: any nine digits. The stage's dice are left to the visits.
fn number(place: usize) -> usize {
    (place + 7) * 48_271_913 % 1_000_000_000
}

const fn minutes(minutes: i64) -> Millis {
    Millis::from_minutes(minutes)
}

/// Announces the orders of the last weeks.
pub(super) fn announce(stage: &mut Stage<'_, '_>) {
    for (place, (hours_ago, method, fortune)) in ORDERS.iter().enumerate() {
        let Some(customer) = stage.customers.get(place * 5 % 38).copied() else { continue };
        let at = stage.end - minutes(hours_ago * 60 + i64::try_from(place).unwrap_or(0) * 7 % 60);
        stage.announce(at, Step::Order(customer, place, *method, *fortune));
    }
}

/// A customer orders.
pub(super) fn take(
    stage: &mut Stage<'_, '_>,
    at: Timestamp,
    (customer_id, place, method, fortune): (CustomerId, usize, PaymentMethod, Fortune),
) -> Result<(), Failure> {
    let article = |place: usize, quantity| {
        let (label, francs) = SHELF.get(place % SHELF.len()).copied().unwrap_or(("Article", 1_000));
        NewOrderLine { label: label.to_owned(), quantity, unit_price_cents: Cents(francs * 100) }
    };
    let mut lines = vec![article(place, if place % 5 == 4 { 2 } else { 1 })];
    if place % 3 == 0 {
        lines.push(article(place + 3, 1));
    }
    let pays = !matches!(fortune, Fortune::Unspoken | Fortune::PaidInPart);
    let provider_reference = match method {
        PaymentMethod::Wave => Some(format!("WV{:09}", number(place))),
        PaymentMethod::OrangeMoney => Some(format!("OM{:09}", number(place))),
        _ => None,
    };
    let payment = NewPayment { method, amount_cents: None, currency: None, completed: false, provider_reference };
    let order = CreateOrder {
        customer_id,
        reference: None,
        lines,
        currency: None,
        note: (place % 7 == 0).then(|| "À retirer au comptoir".to_owned()),
        payment: pays.then_some(payment),
    };
    let order_id = stage.play(at, stage.staff, order)?.order.order_id;
    // The next step: a while later, but not later than now.
    stage.announce(
        (at + minutes(6 + order_id.0 * 37 % 80)).min(stage.end),
        Step::OrderGoesOn(order_id, method, fortune, 0),
    );
    Ok(())
}

/// The next thing that happens to an order.
pub(super) fn go_on(
    stage: &mut Stage<'_, '_>,
    at: Timestamp,
    (order_id, method, fortune, step): (OrderId, PaymentMethod, Fortune, usize),
) -> Result<(), Failure> {
    let goes_on = match (fortune, step) {
        (Fortune::Goes(_) | Fortune::Refunded(_), 0) | (Fortune::FailsThenPaid, 2) => {
            let validate = ValidateOrder { order_id, payment_method: None, provider_reference: None, reason: None };
            stage.play(at, stage.staff, validate)?;
            !matches!(fortune, Fortune::FailsThenPaid)
        }
        (Fortune::Goes(steps), step) if step <= steps => {
            let status = [OrderStatus::Confirmed, OrderStatus::Shipped, OrderStatus::Delivered];
            let Some(status) = status.get(step - 1).copied() else { return Ok(()) };
            stage.play(at, stage.staff, SetOrderStatus { order_id, status, reason: None })?;
            step < steps
        }
        (Fortune::Refunded(to), 1) => {
            let reason = "Taille non disponible".to_owned();
            stage.play(at, stage.manager, RefundOrder { order_id, to, reason })?;
            false
        }
        (Fortune::Fails | Fortune::FailsThenPaid, 0) => {
            let reason = Some("Transfert refusé".to_owned());
            let payment_status = OrderPaymentStatus::Failed;
            let fail = SetOrderPaymentStatus { order_id, payment_status, payment_method: None, reason };
            stage.play(at, stage.staff, fail)?;
            matches!(fortune, Fortune::FailsThenPaid)
        }
        (Fortune::FailsThenPaid, 1) => {
            pay(stage, at, order_id, (PaymentMethod::Cash, None, false))?;
            true
        }
        (Fortune::PaidInPart, 0) => {
            pay(stage, at, order_id, (method, Some(Cents(500_000)), true))?;
            false
        }
        (Fortune::Cancelled, 0) => {
            let reason = "Le client a changé d’avis".to_owned();
            stage.play(at, stage.staff, CancelOrder { order_id, reason })?;
            false
        }
        _ => false,
    };
    if goes_on {
        let at = at + minutes(60 + order_id.0 * 101 % 500);
        stage.announce(at.min(stage.end), Step::OrderGoesOn(order_id, method, fortune, step + 1));
    }
    Ok(())
}

fn pay(
    stage: &Stage<'_, '_>,
    at: Timestamp,
    order_id: OrderId,
    (method, amount_cents, completed): (PaymentMethod, Option<Cents>, bool),
) -> Result<(), Failure> {
    let add = AddPayment {
        order_id,
        method,
        amount_cents,
        currency: None,
        completed,
        provider_reference: None,
        accept_surplus: false,
    };
    stage.play(at, stage.staff, add).map(|_| ())
}

/// The orders of an older shop whose two statuses came apart: reference, the order's word, its payment's, and which article.
const CAME_APART: [(&str, &str, &str, usize); 3] =
    [("TEST1001", "pending", "completed", 0), ("TEST1008", "failed", "pending", 2), ("TEST1014", "paid", "pending", 4)];

/// Writes them past the door, with the dates they had; returns how many disagree.
pub(super) fn plant(work: &Work<'_>, customers: &[CustomerId]) -> Result<i64, Failure> {
    let mut planted = 0;
    for ((reference, word, state, article), days_ago) in CAME_APART.into_iter().zip([12, 9, 4]) {
        let (Some(customer), Some((label, francs))) = (customers.get(article * 3), SHELF.get(article)) else {
            continue;
        };
        let (at, price) = (work.now() - minutes(days_ago * 24 * 60 + 95), Cents(francs * 100));
        let later = at + minutes(12);
        let at_payment = |is_paid: bool| is_paid.then_some(later);
        let order = work.insert(
            "INSERT INTO orders (reference, user_id, status, payment_status, total_cents, currency, paid_at, created_at, updated_at)
             VALUES (?1, ?2, CASE ?3 WHEN 'paid' THEN 'confirmed' ELSE 'pending' END, ?3, ?4, 'XOF', ?5, ?6, ?7)",
            params![reference, customer, word, price, at_payment(word == "paid"), at, later],
        )?;
        work.insert(
            "INSERT INTO order_lines (order_id, label, quantity, unit_price_cents) VALUES (?1, ?2, 1, ?3)",
            params![order, label, price],
        )?;
        work.insert(
            "INSERT INTO payments (order_id, method, amount_cents, currency, status, provider_reference, completed_at, created_at, updated_at)
             VALUES (?1, 'wave', ?2, 'XOF', ?3, ?4, ?5, ?6, ?7)",
            params![order, price, state, format!("WV-{reference}"), at_payment(state == "completed"), at, later],
        )?;
        planted += 1;
    }
    Ok(planted)
}
