//! Writes past the desk: the database itself keeps both sides together, and shows at once what was born apart.

use crate::support::Venue;
use comptoir_core::base::OrderId;
use comptoir_core::orders::OrderConsistency;
use comptoir_core::orders::rules::PAIRS;

/// Orders inserted as another program would, one payment each: (reference, status, word, payment).
pub fn insert(venue: &Venue, rows: &[(&str, &str, &str, &str)]) {
    let customer = venue.customer("Awa Diop");
    let mut sql = String::new();
    for (reference, status, word, payment) in rows {
        sql.push_str(&format!(
            "INSERT INTO orders (reference, user_id, status, payment_status, total_cents, currency)
                 VALUES ('{reference}', {customer}, '{status}', '{word}', 500000, 'XOF');
             INSERT INTO payments (order_id, method, amount_cents, currency, status)
                 SELECT id, 'wave', 500000, 'XOF', '{payment}' FROM orders WHERE reference = '{reference}';"
        ));
    }
    venue.sql(&sql).unwrap();
}

pub fn id(venue: &Venue, reference: &str) -> OrderId {
    OrderId(venue.value(&format!("SELECT id FROM orders WHERE reference = '{reference}'")))
}

#[test]
fn the_mapping_holds_both_ways_whoever_writes() {
    let venue = Venue::before_real_now(10);
    for (from, _) in PAIRS {
        for (word, state) in PAIRS {
            if from == word {
                continue;
            }
            let both = format!("pending {word}/{state}");
            for statement in [
                format!("UPDATE orders SET payment_status = '{word}' WHERE id = "),
                format!("UPDATE payments SET status = '{state}' WHERE order_id = "),
            ] {
                let order = venue.waiting_order();
                venue.sql(&format!("UPDATE orders SET payment_status = '{from}' WHERE id = {order}")).unwrap();
                let before = venue.shown(order).log.len();
                venue.sql(&format!("{statement}{order}")).unwrap();
                assert_eq!(venue.both(order), both, "{from}: {statement}");
                let shown = venue.shown(order);
                let log = &shown.log[..shown.log.len() - before];
                assert_eq!(log.len(), 2, "{log:?}");
                assert_eq!(log[0].event, "status_synchronized", "{log:?}");
                assert!(log.iter().all(|row| row.origin == "outside" && row.operator_name.is_none()), "{log:?}");
                let (paid, completed) = (shown.order.paid_at, shown.payments[0].completed_at);
                let is_paid = word.word() == "paid";
                assert!(!is_paid || (paid.is_some() && completed.is_some()), "{shown:?}");
                assert!(is_paid || word.word() == "refunded" || (paid.is_none() && completed.is_none()), "{shown:?}");
                assert_eq!(shown.order.refunded_at.is_some(), word.word() == "refunded");
            }
        }
    }
    assert!(venue.order_findings().is_empty(), "{:?}", venue.order_findings());
}

#[test]
fn a_cancellation_from_outside_takes_the_payments_along() {
    let venue = Venue::before_real_now(10);
    let order = venue.waiting_order();
    venue.sql(&format!("UPDATE orders SET status = 'cancelled' WHERE id = {order}")).unwrap();
    assert_eq!(venue.both(order), "cancelled refunded/cancelled");
    let lines = venue.log_lines(order);
    let wanted = [
        "order_and_payment_cancelled order.status pending>cancelled outside",
        "order_and_payment_cancelled order.payment_status pending>refunded outside",
        "order_and_payment_cancelled payment.status pending>cancelled outside",
    ];
    assert_eq!(lines[2..], wanted);
    let many = [venue.waiting_order(), venue.waiting_order()];
    venue.sql("UPDATE payments SET status = 'completed' WHERE method = 'wave' AND status = 'pending'").unwrap();
    for order in many {
        assert_eq!(venue.both(order), "pending paid/completed", "one statement, many rows");
    }
}

#[test]
fn of_several_payments_as_many_are_completed_as_are_needed() {
    let venue = Venue::before_real_now(10);
    let order = venue.order();
    for amount in [200_000, 300_000, 500_000] {
        venue.add(order, amount, false);
    }
    venue.sql(&format!("UPDATE orders SET payment_status = 'paid' WHERE id = {order}")).unwrap();
    assert_eq!(venue.both(order), "pending paid/completed+completed+pending");
    venue.sql(&format!("UPDATE orders SET payment_status = 'pending' WHERE id = {order}")).unwrap();
    assert_eq!(venue.both(order), "pending pending/pending+pending+pending");
    venue
        .sql(&format!("UPDATE payments SET status = 'completed' WHERE order_id = {order} AND amount_cents < 300000"))
        .unwrap();
    assert_eq!(venue.both(order), "pending pending/completed+pending+pending", "paid in part is still to be paid");
    venue
        .sql(&format!("UPDATE payments SET status = 'failed' WHERE order_id = {order} AND status = 'pending'"))
        .unwrap();
    assert_eq!(venue.both(order), "pending pending/completed+failed+failed");
    venue.sql(&format!("UPDATE payments SET status = 'completed' WHERE order_id = {order}")).unwrap();
    assert_eq!(venue.wrong_orders(), [(venue.row(order).reference, "overpaid")]);
}

#[test]
fn pairs_that_came_apart_are_seen_at_once_each_by_its_name() {
    let venue = Venue::new();
    let mut rows = Vec::new();
    let mut wanted: Vec<(String, &str)> = Vec::new();
    for status in ["pending", "cancelled"] {
        for (word, _) in PAIRS {
            for (pair, state) in PAIRS {
                let class = match (status, word.word(), state.word()) {
                    ("cancelled", _, "completed") => Some("cancelled_with_money"),
                    ("cancelled", _, "pending") => Some("order_cancelled_payment_pending"),
                    _ if word == pair => None,
                    (_, "paid", "pending") => Some("order_paid_payment_pending"),
                    (_, "failed", "pending") => Some("order_failed_payment_pending"),
                    (_, "refunded", "pending") => Some("order_refunded_payment_pending"),
                    (_, "pending", "completed") => Some("order_pending_payment_completed"),
                    (_, "pending", "failed") => Some("order_pending_payment_failed"),
                    (_, "pending", "cancelled") => Some("order_pending_payment_cancelled"),
                    _ => Some("conflict"),
                };
                let reference = format!("{status}-{word}-{state}");
                wanted.extend(class.map(|class| (reference.clone(), class)));
                rows.push((reference, status, word, state));
            }
        }
    }
    let rows: Vec<_> =
        rows.iter().map(|(name, status, word, state)| (name.as_str(), *status, word.word(), state.word())).collect();
    insert(&venue, &rows);
    let mut found = venue.wrong_orders();
    found.sort();
    wanted.sort();
    assert_eq!(found, wanted);
}

#[test]
fn sums_that_do_not_fit_are_named() {
    let venue = Venue::new();
    insert(
        &venue,
        &[
            ("short", "confirmed", "paid", "completed"),
            ("over", "confirmed", "paid", "completed"),
            ("foreign", "confirmed", "paid", "completed"),
            ("rest", "confirmed", "paid", "completed"),
        ],
    );
    let change = |reference: &str, set: &str| {
        venue.sql(&format!("UPDATE payments SET {set} WHERE order_id = {}", id(&venue, reference))).unwrap();
    };
    change("short", "amount_cents = 499999");
    change("over", "amount_cents = 500001");
    change("foreign", "currency = 'EUR'");
    change("rest", "amount_cents = 200000");
    venue
        .sql(&format!(
            "INSERT INTO payments (order_id, method, amount_cents, currency, status) VALUES ({}, 'cash', 300000, 'XOF', 'pending')",
            id(&venue, "rest")
        ))
        .unwrap();
    let mut found = venue.wrong_orders();
    found.sort();
    let named = [
        ("foreign", "currency_differs"),
        ("over", "overpaid"),
        ("rest", "order_paid_payment_pending"),
        ("short", "amount_differs"),
    ];
    assert_eq!(found, named.map(|(reference, class)| (reference.to_owned(), class)));
    venue.sql("UPDATE orders SET total_cents = 499999 WHERE reference = 'short'").unwrap();
    venue.sql("UPDATE orders SET currency = 'EUR' WHERE reference = 'foreign'").unwrap();
    let left: Vec<_> = venue.wrong_orders().into_iter().map(|(reference, _)| reference).collect();
    assert_eq!(left.len(), 2, "the order's own side counts as well: {left:?}");
}

#[test]
fn the_kept_sums_cannot_be_made_to_lie() {
    let venue = Venue::new();
    venue.waiting_order();
    for set in ["paid_cents = 1", "payment_state = 'completed'", "pending_cents = 0", "paid_otherwise = 1"] {
        let refused = venue.unchanged(|| venue.sql(&format!("UPDATE orders SET {set}"))).unwrap_err();
        assert!(refused.to_string().contains("payment_state follows the payments"), "{refused}");
    }
    venue.damage("UPDATE orders SET paid_cents = 500000, payment_state = 'completed'").unwrap();
    let found = venue.order_findings();
    assert_eq!(
        found[0],
        ("order_sums_drifted".to_owned(), 1),
        "without the triggers the check still sees it: {found:?}"
    );
    venue.manage(comptoir_core::monitor::Repair::default()).unwrap();
    assert!(venue.order_findings().is_empty(), "{:?}", venue.order_findings());
}

#[test]
fn what_is_deleted_or_comes_late_is_kept_track_of() {
    let venue = Venue::new();
    venue
        .sql(
            "PRAGMA foreign_keys = OFF; INSERT INTO payments (order_id, method, amount_cents, currency, status)
              VALUES (77, 'wave', 500000, 'XOF', 'completed')",
        )
        .unwrap();
    assert_eq!(venue.order_findings(), [("orphan_payment".to_owned(), 1)]);
    let customer = venue.customer("Awa Diop");
    venue
        .sql(&format!(
            "INSERT INTO orders (id, reference, user_id, payment_status, total_cents, currency) VALUES (77, 'LATE', {customer}, 'paid', 500000, 'XOF')"
        ))
        .unwrap();
    assert!(venue.order_findings().is_empty());
    assert_eq!(venue.both(OrderId(77)), "pending paid/completed");
    venue.sql("DELETE FROM orders WHERE id = 77").unwrap();
    let orphans = venue.ask(comptoir_core::orders::ListOrphanPayments::default()).payments;
    assert_eq!(orphans[0].order_reference.as_deref(), Some("LATE"));
    let order = venue.waiting_order();
    venue.sql(&format!("DELETE FROM payments WHERE order_id = {order}")).unwrap();
    assert_eq!(venue.row(order).sync_status.word(), "NO_PAYMENT");
    assert_eq!(venue.log_lines(order).last().unwrap(), "payment_deleted payment.status pending>- outside");
    let report = venue.ask(OrderConsistency {});
    assert_eq!((report.orders, report.orphan_payments, report.orders_without_payment), (0, 1, 1));
}

#[test]
fn a_state_outside_the_table_is_refused_by_the_books_themselves() {
    let venue = Venue::new();
    let order = venue.waiting_order();
    for sql in [
        "UPDATE orders SET status = 'lost'",
        "UPDATE orders SET payment_status = 'completed'",
        "UPDATE payments SET status = 'paid'",
        "UPDATE payments SET method = 'cheque'",
        "UPDATE payments SET amount_cents = 0",
        "UPDATE payments SET amount_cents = -1",
        "UPDATE orders SET total_cents = -1",
        "UPDATE orders SET total_cents = 9007199254740992",
        "UPDATE orders SET currency = 'USD'",
        "UPDATE orders SET reference = ' '",
    ] {
        assert!(venue.unchanged(|| venue.sql(sql)).is_err(), "{sql}");
    }
    assert_eq!(venue.both(order), "pending pending/pending");
}
