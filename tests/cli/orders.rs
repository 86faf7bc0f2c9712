//! Orders on the command line: the repair by order and by side, and long runs to their end.

use crate::support::Venue;
use serde_json::{Value, json};

/// Orders as an older system left them: (reference, the order's word, its payment).
fn insert(venue: &Venue, rows: &[(&str, &str, &str)]) {
    let customer = venue.call("customer.create", &json!({ "name": "Awa Diop" }))["customer_id"].clone();
    for (reference, word, payment) in rows {
        let sql = format!(
            "INSERT INTO orders (reference, user_id, status, payment_status, total_cents, currency)
                 VALUES ('{reference}', {customer}, 'confirmed', '{word}', 500000, 'XOF');
             INSERT INTO payments (order_id, method, amount_cents, currency, status)
                 SELECT id, 'wave', 500000, 'XOF', '{payment}' FROM orders WHERE reference = '{reference}'"
        );
        venue.look().execute_batch(&sql).unwrap();
    }
}

fn both(venue: &Venue, reference: &str) -> String {
    let shown = venue.call("order.show", &json!({ "reference": reference }));
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    format!("{}/{}", word(&shown["order"]["payment_status"]), word(&shown["payments"][0]["status"]))
}

#[test]
fn the_three_orders_are_shown_and_mended_one_alone_or_all() {
    let venue = Venue::new();
    insert(
        &venue,
        &[("TEST1001", "pending", "completed"), ("TEST1008", "failed", "pending"), ("TEST1014", "paid", "pending")],
    );
    assert_eq!(venue.run(&["doctor"]).status, 1);
    let plan = venue.run(&["--lang", "fr", "repair", "--dry-run", "--only", "orders"]);
    assert_eq!(plan.status, 0, "{plan:?}");
    for line in [
        "TEST1014  payment.status        pending → completed",
        "TEST1008",
        "TEST1001  order.payment_status  pending → paid",
    ] {
        assert!(plan.out.contains(line), "{line}: {plan:?}");
    }
    let id = venue.call("order.show", &json!({ "reference": "TEST1008" }))["order"]["order_id"].to_string();
    let one = venue.json(&["repair", "--dry-run", "--order-id", &id]).json();
    assert_eq!(one["changes"].as_array().unwrap().len(), 1, "{one}");
    assert_eq!(venue.json(&["repair", "--fix", "--order-id", &id]).status, 0);
    assert_eq!(
        (both(&venue, "TEST1008").as_str(), both(&venue, "TEST1014").as_str()),
        ("failed/failed", "paid/pending")
    );
    let fixed = venue.json(&["repair", "--fix"]);
    assert_eq!((fixed.status, fixed.json()["changes"].as_array().unwrap().len()), (0, 2), "{fixed:?}");
    assert_eq!(venue.run(&["doctor"]).status, 0);
    assert_eq!(venue.json(&["repair", "--fix"]).json()["changes"], json!([]));
}

#[test]
fn a_conflict_waits_for_a_persons_word() {
    let venue = Venue::new();
    insert(&venue, &[("C", "paid", "failed")]);
    let left = venue.json(&["repair", "--fix"]);
    assert_eq!(left.status, 1, "a person must decide: {left:?}");
    assert_eq!(both(&venue, "C"), "paid/failed");
    let shown = venue.json(&["repair", "--dry-run", "--prefer", "payment"]).json();
    assert_eq!(shown["changes"][0]["after"], "failed");
    assert_eq!(venue.json(&["repair", "--fix", "--prefer", "order"]).status, 0);
    assert_eq!(both(&venue, "C"), "paid/completed");
    assert_eq!(venue.json(&["repair", "--fix", "--prefer", "both"]).status, 2);
    let unknown = venue.json(&["repair", "--fix", "--order-id", "99"]);
    assert_eq!((unknown.status, unknown.error_code().as_str()), (1, "order_unknown"));
}

#[test]
fn a_long_run_goes_to_its_end_and_can_be_sent_again() {
    let venue = Venue::new();
    insert(&venue, &[("X", "pending", "pending")]);
    venue
        .look()
        .execute_batch(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 70)
             INSERT INTO orders (reference, user_id, total_cents, currency) SELECT 'L' || i, 1, 500000, 'XOF' FROM n;
             INSERT INTO payments (order_id, method, amount_cents, currency) SELECT id, 'wave', 500000, 'XOF' FROM orders WHERE reference <> 'X'",
        )
        .unwrap();
    let input = json!({ "method": "wave" }).to_string();
    let step = venue.json(&["call", "order.bulk_validate", &input]).json();
    assert_eq!((step["rows"].as_array().unwrap().len(), &step["left"]), (50, &json!(21)));
    let run = || venue.json(&["call", "order.bulk_validate", &input, "--all-steps", "--request-id", "night"]).json();
    let rest = run();
    assert_eq!(
        (rest["rows"].as_array().unwrap().len(), &rest["left"], &rest["next_after"]),
        (21, &json!(0), &Value::Null)
    );
    assert_eq!(run(), rest, "sent again: the same answer, and nothing more");
    let cancel = json!({ "order_ids": (1..=71).collect::<Vec<_>>(), "reason": "essai" }).to_string();
    let all = venue.json(&["call", "order.bulk_cancel", &cancel, "--all-steps"]).json();
    assert_eq!(all["rows"].as_array().unwrap().len(), 71);
    assert_eq!(both(&venue, "L70"), "refunded/cancelled");
}
