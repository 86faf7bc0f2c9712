//! What the dry run says is what the fix does, row by row, for every class of disagreement; and clean books are left alone.

use crate::support::Venue;
use comptoir_core::monitor::{PlanRepair, PlannedChange, Repair};
use comptoir_core::orders::OrderConsistency;
use comptoir_core::orders::model::MismatchClass;
use std::collections::{BTreeMap, BTreeSet};

/// Orders of every pair of words, with one to three payments of many amounts, made by arithmetic alone.
fn generate(venue: &Venue, orders: i64, clean: bool) {
    let customer = venue.customer("Awa Diop");
    let word = "CASE n % 4 WHEN 0 THEN 'pending' WHEN 1 THEN 'paid' WHEN 2 THEN 'failed' ELSE 'refunded' END";
    // A clean order's payments are of the one state that its word stands for; any other order's are of any.
    let state = if clean {
        "CASE o.payment_status WHEN 'paid' THEN 'completed' WHEN 'refunded' THEN 'cancelled' ELSE o.payment_status END"
    } else {
        "CASE (o.id / 4 + k.k * 3 + o.id / 97) % 4 WHEN 0 THEN 'pending' WHEN 1 THEN 'completed' WHEN 2 THEN 'failed' ELSE 'cancelled' END"
    };
    let status = if clean {
        "CASE WHEN n % 4 = 3 AND n % 8 > 3 THEN 'cancelled' WHEN n % 3 = 0 THEN 'confirmed' WHEN n % 3 = 1 THEN 'shipped' ELSE 'pending' END"
    } else {
        "CASE n / 4 % 7 WHEN 0 THEN 'cancelled' WHEN 1 THEN 'pending' WHEN 2 THEN 'shipped' ELSE 'confirmed' END"
    };
    let amount = if clean {
        "60000 / m.m"
    } else {
        "CASE WHEN o.id % 11 = 0 THEN 70000 WHEN o.id % 13 = 0 THEN 10000 ELSE 60000 / m.m END"
    };
    let currency = if clean { "'XOF'" } else { "CASE WHEN o.id % 101 = 0 THEN 'EUR' ELSE 'XOF' END" };
    venue
        .sql(&format!(
            "BEGIN;
             INSERT INTO orders (reference, user_id, status, payment_status, total_cents, currency)
             WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {orders})
             SELECT 'GEN' || n, {customer}, {status}, {word}, 60000, 'XOF' FROM numbers;
             INSERT INTO payments (order_id, method, amount_cents, currency, status)
             SELECT o.id, CASE o.id % 4 WHEN 0 THEN 'wave' WHEN 1 THEN 'orange_money' WHEN 2 THEN 'card' ELSE 'cash' END,
                    {amount}, {currency}, {state}
             FROM orders o JOIN (SELECT id, id / 5 % 3 + 1 AS m FROM orders) m ON m.id = o.id
             JOIN (SELECT 1 AS k UNION SELECT 2 UNION SELECT 3) k ON k.k <= m.m;
             COMMIT;"
        ))
        .unwrap();
}

/// Every status there is: (row, field) → word.
fn statuses(venue: &Venue) -> BTreeMap<(String, &'static str, i64), String> {
    let books = venue.outside();
    let mut all = BTreeMap::new();
    for (field, sql) in [
        ("order.status", "SELECT reference, 0, status FROM orders"),
        ("order.payment_status", "SELECT reference, 0, payment_status FROM orders"),
        ("payment.status", "SELECT o.reference, p.id, p.status FROM payments p JOIN orders o ON o.id = p.order_id"),
    ] {
        let mut statement = books.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| Ok(((row.get(0)?, field, row.get(1)?), row.get(2)?))).unwrap();
        all.extend(rows.map(Result::unwrap));
    }
    all
}

/// What changed between two states, in the plan's form but without its check and id, sorted.
fn differences(
    before: &BTreeMap<(String, &'static str, i64), String>,
    after: &BTreeMap<(String, &'static str, i64), String>,
) -> Vec<String> {
    let moved = before.iter().filter(|(key, was)| after[key] != **was);
    let mut said: Vec<String> = moved.map(|(key, was)| format!("{} {} {was}>{}", key.0, key.1, after[key])).collect();
    said.sort();
    said
}

fn planned(changes: &[PlannedChange]) -> Vec<String> {
    let mut said: Vec<String> = changes
        .iter()
        .map(|change| format!("{} {} {}>{}", change.label, change.field, change.before, change.after))
        .collect();
    said.sort();
    said
}

#[test]
fn the_dry_run_is_the_fix_row_by_row_on_ten_thousand_orders() {
    let venue = Venue::new();
    generate(&venue, 10_000, false);
    let report = venue.ask(OrderConsistency {});
    let found: BTreeSet<MismatchClass> = report.classes.iter().map(|class| class.class).collect();
    assert_eq!(found, MismatchClass::ALL.iter().copied().collect(), "every class is there");
    let before = statuses(&venue);
    let plan = venue.unchanged(|| venue.ask(PlanRepair::default()));
    let done = venue.manage(Repair { digest: Some(plan.digest), ..Repair::default() }).unwrap();
    assert_eq!(done.changes, plan.changes);
    let after = statuses(&venue);
    assert_eq!(differences(&before, &after), planned(&plan.changes), "this, and nothing else");
    let classes = venue.ask(OrderConsistency {}).classes;
    assert!(classes.iter().all(|class| !class.can_repair), "only a person's are left: {classes:?}");
    let logged: i64 = venue.value("SELECT COUNT(*) FROM payment_logs WHERE reason = 'repair'");
    assert_eq!(logged, i64::try_from(plan.changes.len()).unwrap(), "each has its log row");
    assert!(
        venue.unchanged(|| venue.manage(Repair::default())).unwrap().changes.is_empty(),
        "the second run does nothing"
    );
    assert!(venue.order_findings().iter().all(|(name, _)| name != "order_sums_drifted"));
}

#[test]
fn a_hundred_thousand_clean_orders_raise_no_alarm() {
    let venue = Venue::new();
    generate(&venue, 100_000, true);
    let report = venue.ask(OrderConsistency {});
    assert_eq!(
        (report.orders, report.orphan_payments, report.orders_without_payment),
        (0, 0, 0),
        "{:?}",
        report.classes
    );
    assert_eq!(venue.order_findings(), []);
    assert!(venue.ask(PlanRepair::default()).changes.is_empty());
    assert_eq!(venue.value::<i64>("SELECT COUNT(*) FROM orders WHERE sync_status = 'SYNCED'"), 100_000);
}
