//! Orders and payments: through the door, from outside, and mended.

mod bad_input;
mod bulk;
mod events;
pub mod golden;
mod many_acts;
mod money;
mod moves;
pub mod outside;
mod parity;
mod repair;
mod wallet;

use crate::support::Venue;
use comptoir_core::base::{Cents, CustomerId, OrderId, PaymentId};
use comptoir_core::door::Code;
use comptoir_core::monitor::RunChecks;
use comptoir_core::orders::model::{OrderDetail, OrderRow};
use comptoir_core::orders::{AddPayment, CreateOrder, NewOrderLine, NewPayment, OrderConsistency, ShowOrder};
use comptoir_core::sales::model::PaymentMethod;

/// 5 000 F, what the orders of these tests cost.
pub const PRICE: Cents = Cents(500_000);

pub fn line(quantity: i64, unit_price_cents: i64) -> NewOrderLine {
    NewOrderLine { label: "Maillot".into(), quantity, unit_price_cents: Cents(unit_price_cents) }
}

pub fn payment(method: PaymentMethod, amount_cents: Option<i64>, completed: bool) -> NewPayment {
    let amount_cents = amount_cents.map(Cents);
    NewPayment { method, amount_cents, currency: None, completed, provider_reference: None }
}

pub fn new_order(customer_id: CustomerId, payment: Option<NewPayment>) -> CreateOrder {
    CreateOrder { customer_id, reference: None, lines: vec![line(1, PRICE.0)], currency: None, note: None, payment }
}

impl Venue {
    /// An order of a new customer, without a payment.
    pub fn order(&self) -> OrderId {
        self.run(new_order(self.customer("Awa Diop"), None)).unwrap().order.order_id
    }

    /// An order with one pending Wave payment of its whole price.
    pub fn waiting_order(&self) -> OrderId {
        let wave = payment(PaymentMethod::Wave, None, false);
        self.run(new_order(self.customer("Awa Diop"), Some(wave))).unwrap().order.order_id
    }

    pub fn add(&self, order_id: OrderId, amount: i64, completed: bool) -> PaymentId {
        let amount_cents = Some(Cents(amount));
        let add = AddPayment {
            order_id,
            method: PaymentMethod::Cash,
            amount_cents,
            currency: None,
            completed,
            provider_reference: None,
            accept_surplus: false,
        };
        self.run(add).unwrap().payments.last().unwrap().payment_id
    }

    pub fn shown(&self, order_id: OrderId) -> OrderDetail {
        self.ask(ShowOrder { order_id: Some(order_id), reference: None })
    }

    pub fn row(&self, order_id: OrderId) -> OrderRow {
        self.shown(order_id).order
    }

    /// "order status, its word on the money / its payments", such as `pending paid/completed`.
    pub fn both(&self, order_id: OrderId) -> String {
        let order = self.row(order_id);
        let payments = self.shown(order_id).payments;
        let payments: Vec<&str> = payments.iter().map(|payment| payment.status.word()).collect();
        format!("{} {}/{}", order.status, order.payment_status, payments.join("+"))
    }

    /// The disagreements, by reference.
    pub fn wrong_orders(&self) -> Vec<(String, &'static str)> {
        let report = self.ask(OrderConsistency {});
        report.rows.into_iter().map(|row| (row.reference, row.mismatch.unwrap().word())).collect()
    }

    /// The checks of orders that find something.
    pub fn order_findings(&self) -> Vec<(String, i64)> {
        let checks = self.ask(RunChecks { area: Some("orders".into()) });
        checks.into_iter().filter(|check| check.count > 0).map(|check| (check.name, check.count)).collect()
    }

    /// The rows of an order's log, oldest first: `event field old>new origin`.
    pub fn log_lines(&self, order_id: OrderId) -> Vec<String> {
        let said = |word: Option<String>| word.unwrap_or_else(|| "-".into());
        let log = self.shown(order_id).log.into_iter().rev();
        log.map(|row| format!("{} {} {}>{} {}", row.event, row.field, said(row.old), said(row.new), row.origin))
            .collect()
    }
}

pub fn code<T>(outcome: Result<T, comptoir_core::door::DoorError>) -> Option<Code> {
    outcome.err().map(|error| error.code)
}
