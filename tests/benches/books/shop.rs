//! Many orders: what disagrees is counted by its number, not by theirs.

use crate::measure::Report;
use crate::venue::Venue;
use comptoir_core::base::Cents;
use comptoir_core::monitor::{PlanRepair, RunChecks};
use comptoir_core::orders::model::{OrderDetail, OrderPaymentStatus};
use comptoir_core::orders::{
    CreateOrder, ListOrders, NewOrderLine, NewPayment, OrderConsistency, SumOrders, ValidateOrder,
};
use comptoir_core::sales::model::PaymentMethod;
use rusqlite::Connection;
use std::path::Path;

/// One order in so many disagrees with its payment.
const WRONG_EVERY: i64 = 10_000;

/// Orders in the books of a shop: lists, counts, the report, and one order taken and paid.
pub fn orders(root: &Path, orders: i64, report: &mut Report) {
    let venue = Venue::new(&root.join("orders"));
    fill(&venue, orders);
    let outside = Connection::open(&venue.database).unwrap();
    outside.execute_batch("PRAGMA busy_timeout = 10000").unwrap();
    report.time("orders: consistency report, after a write from outside", 200, |number| {
        let word = if number % 2 == 0 { "failed" } else { "paid" };
        outside.execute("UPDATE orders SET payment_status = ?1 WHERE id = 2", [word]).unwrap();
        assert_eq!(venue.ask(OrderConsistency {}).orders, orders / WRONG_EVERY);
    });
    report.time("orders: totals", 20, |_| drop(venue.ask(SumOrders {})));
    report.time("orders: newest 50", 200, |_| drop(venue.ask(ListOrders::default())));
    let failed = || ListOrders { payment_status: Some(OrderPaymentStatus::Failed), ..ListOrders::default() };
    report.time("orders: those that failed", 20, |_| drop(venue.ask(failed())));
    let search = || ListOrders { search: Some("BULK4711".into()), ..ListOrders::default() };
    report.time("orders: search by reference", 20, |_| drop(venue.ask(search())));
    let wave = || ListOrders { method: Some(PaymentMethod::Wave), ..ListOrders::default() };
    report.time("orders: those by Wave", 20, |_| drop(venue.ask(wave())));
    report.time("orders: plan of the repair", 20, |_| {
        let plan = venue.ask(PlanRepair { area: Some("orders".into()), ..PlanRepair::default() });
        assert!(!plan.changes.is_empty());
    });
    report.time("orders: every check", 5, |_| drop(venue.ask(RunChecks { area: Some("orders".into()) })));
    report.time("orders: taken and validated", 500, |_| drop(taken(&venue)));
}

fn taken(venue: &Venue) -> OrderDetail {
    let line = NewOrderLine { label: "Maillot".into(), quantity: 1, unit_price_cents: Cents(500_000) };
    let payment = NewPayment {
        method: PaymentMethod::Wave,
        amount_cents: None,
        currency: None,
        completed: false,
        provider_reference: None,
    };
    let order = CreateOrder {
        customer_id: venue.customer,
        reference: None,
        lines: vec![line],
        currency: None,
        note: None,
        payment: Some(payment),
    };
    let order_id = venue.run(order).order.order_id;
    venue.run(ValidateOrder { order_id, payment_method: None, provider_reference: None, reason: None })
}

/// Written past the desk, as an import would.
fn fill(venue: &Venue, orders: i64) {
    let books = Connection::open(&venue.database).unwrap();
    books
        .execute_batch(&format!(
            "PRAGMA synchronous = OFF; PRAGMA busy_timeout = 10000; BEGIN;
             WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {orders})
             INSERT INTO orders (reference, user_id, status, payment_status, total_cents, currency, created_at)
             SELECT 'BULK' || n, {}, 'confirmed', CASE n % 50 WHEN 0 THEN 'failed' WHEN 1 THEN 'pending' ELSE 'paid' END, 500000, 'XOF',
                    strftime('%Y-%m-%dT%H:%M:%fZ', 1700000000 + n, 'unixepoch') FROM numbers;
             INSERT INTO payments (order_id, method, amount_cents, currency, status)
             SELECT id, CASE id % 3 WHEN 0 THEN 'wave' WHEN 1 THEN 'cash' ELSE 'card' END, 500000, 'XOF',
                    CASE WHEN id % {WRONG_EVERY} = 3 THEN 'pending' WHEN payment_status = 'paid' THEN 'completed' ELSE payment_status END
             FROM orders;
             COMMIT; PRAGMA wal_checkpoint(TRUNCATE);",
            venue.customer
        ))
        .unwrap();
}
