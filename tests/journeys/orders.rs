//! Orders in the window: cancelled on both sides, validated many at a time, and mended when another program left them at odds.

use crate::harness::{ENTER, Venue, Window, say};
use serde_json::{Value, json};

/// 5 000 F, what every order here costs.
const PRICE_CENTS: i64 = 500_000;

/// An order with one pending payment of this way, of its whole price unless another amount is told.
fn order(venue: &Venue, reference: &str, method: &str, amount_cents: i64) -> i64 {
    let input = json!({
        "customer_id": 1, "reference": reference,
        "lines": [{ "label": "Maillot", "quantity": 1, "unit_price_cents": PRICE_CENTS }],
        "payment": { "method": method, "amount_cents": amount_cents },
    });
    venue.call("order.create", &input)["order"]["order_id"].as_i64().unwrap()
}

fn shown(venue: &Venue, reference: &str) -> Value {
    venue.call("order.show", &json!({ "reference": reference }))
}

/// Where the goods are, the order's word on its money, and its payment's: as the books have them.
fn sides(venue: &Venue, reference: &str) -> [String; 3] {
    let detail = shown(venue, reference);
    let words = [&detail["order"]["status"], &detail["order"]["payment_status"], &detail["payments"][0]["status"]];
    words.map(|word| word.as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_cancelled_order_is_cancelled_on_both_sides_and_its_log_tells_who_and_why() {
    let venue = Venue::furnished();
    order(&venue, "MAILLOT-1", "wave", PRICE_CENTS);
    let desk = Window::desk_signed_in(&venue).await;
    desk.press("button", &say("shared.nav_orders")).await;
    desk.press("any", "MAILLOT-1").await;
    let panel = say("orders.panel");
    for word in ["orders.status_pending", "orders.said_pending", "orders.event_order_created"] {
        desk.read_in("region", &panel, &say(word)).await;
    }
    desk.picture("order-open").await;

    desk.press("button", &say("orders.act_cancel")).await;
    desk.fill(&say("sales.reason"), "stock épuisé").await;
    desk.picture("order-cancel").await;
    desk.keys(ENTER).await;
    desk.read_in("region", &panel, &say("orders.event_order_and_payment_cancelled")).await;
    for word in ["orders.status_cancelled", "orders.said_refunded", "orders.state_cancelled"] {
        desk.read_in("region", &panel, &say(word)).await;
    }
    desk.read_in("region", &panel, "Mariam · stock épuisé").await;
    desk.picture("order-cancelled").await;
    desk.script("document.querySelector('[data-testid=order-panel] ol').scrollIntoView()").await;
    desk.picture("order-cancelled-log").await;

    assert_eq!(sides(&venue, "MAILLOT-1"), ["cancelled", "refunded", "cancelled"]);
    let log = shown(&venue, "MAILLOT-1")["log"].clone();
    let of_this_act = |row: &&Value| row["event"] == "order_and_payment_cancelled";
    let rows: Vec<&Value> = log.as_array().unwrap().iter().filter(of_this_act).collect();
    let mut told: Vec<String> =
        rows.iter().map(|row| format!("{} {} {}", row["field"], row["old"], row["new"])).collect();
    told.sort();
    let wanted = [
        r#""order.payment_status" "pending" "refunded""#,
        r#""order.status" "pending" "cancelled""#,
        r#""payment.status" "pending" "cancelled""#,
    ];
    assert_eq!(told, wanted);
    assert!(rows.iter().all(|row| row["operator_name"] == "Mariam" && row["reason"] == "stock épuisé"), "{rows:?}");
    desk.close().await;
}

#[tokio::test]
async fn wave_payments_are_validated_together_and_what_cannot_be_says_why_in_its_row() {
    let venue = Venue::furnished();
    for reference in ["W-1", "W-2"] {
        order(&venue, reference, "wave", PRICE_CENTS);
    }
    order(&venue, "W-COURT", "wave", 100_000);
    order(&venue, "P-1", "orange_money", PRICE_CENTS);
    let gone = order(&venue, "P-2", "orange_money", PRICE_CENTS);
    let desk = Window::desk_signed_in(&venue).await;
    desk.press("button", &say("shared.nav_orders")).await;
    desk.press("button", &say("orders.bulk_wave")).await;
    desk.see("dialog", &say("orders.bulk_method_title")).await;
    desk.picture("bulk-asked").await;
    desk.keys(ENTER).await;
    desk.read("2 faites, 1 refusée.").await;
    desk.read_in("listitem", "W-COURT", &say("errors.order_not_covered")).await;
    desk.read_in("listitem", "W-COURT", "1 000 F CFA pour un total de 5 000 F CFA").await;
    for reference in ["W-1", "W-2"] {
        desk.read_in("listitem", reference, &say("orders.bulk_row_validate")).await;
    }
    desk.picture("bulk-report").await;
    desk.press("button", &say("shared.close")).await;
    for reference in ["W-1", "W-2"] {
        assert_eq!(sides(&venue, reference), ["pending", "paid", "completed"], "{reference}");
    }
    for reference in ["W-COURT", "P-1", "P-2"] {
        assert_eq!(sides(&venue, reference), ["pending", "pending", "pending"], "{reference} is as it was");
    }

    // One of those that are ticked is cancelled by somebody else before the validation is confirmed.
    for reference in ["P-1", "P-2"] {
        desk.press("any", &format!("{} {reference}", say("orders.tick"))).await;
    }
    desk.press("button", &say("orders.bulk_validate")).await;
    desk.see("dialog", "Valider 2 commandes").await;
    venue.call("order.cancel", &json!({ "order_id": gone, "reason": "doublon" }));
    desk.keys(ENTER).await;
    desk.read("1 faite, 1 refusée.").await;
    desk.read_in("listitem", "P-2", &say("errors.order_is_cancelled")).await;
    desk.read_in("listitem", "P-1", &say("orders.bulk_row_validate")).await;
    desk.picture("bulk-report-ticked").await;
    assert_eq!(sides(&venue, "P-1"), ["pending", "paid", "completed"]);
    assert_eq!(sides(&venue, "P-2"), ["cancelled", "refunded", "cancelled"]);
    desk.close().await;
}

#[tokio::test]
async fn an_order_that_another_program_left_at_odds_is_mended_from_the_monitor() {
    let venue = Venue::furnished();
    let desk = Window::desk_signed_in(&venue).await;
    desk.press("button", &say("shared.nav_orders")).await;
    desk.read(&say("orders.empty")).await;
    venue.write_past_the_desk(
        "INSERT INTO orders (reference, user_id, status, payment_status, total_cents, currency)
             VALUES ('TEST1014', 1, 'pending', 'paid', 500000, 'XOF');
         INSERT INTO payments (order_id, method, amount_cents, currency, status)
             SELECT id, 'wave', 500000, 'XOF', 'pending' FROM orders WHERE reference = 'TEST1014';",
    );
    assert_eq!(sides(&venue, "TEST1014"), ["pending", "paid", "pending"]);
    desk.read(&say("orders.mismatch_order_paid_payment_pending")).await;
    desk.picture("order-at-odds").await;

    desk.press("button", &say("shared.nav_monitor")).await;
    desk.read("1 anomalie trouvée").await;
    desk.press("button", &say("monitor.check_order_paid_payment_pending")).await;
    desk.read("commande : payé, paiement : en attente").await;
    desk.picture("monitor-order").await;
    desk.press("button", &say("monitor.preview")).await;
    let plan = say("monitor.plan_title");
    for text in ["1 changement. Rien n’est encore modifié.", "TEST1014", "en attente", "encaissé"] {
        desk.read_in("dialog", &plan, text).await;
    }
    desk.picture("repair-preview").await;
    assert_eq!(sides(&venue, "TEST1014"), ["pending", "paid", "pending"], "a preview changes nothing");

    desk.press("button", "Faire ce changement").await;
    let done = say("monitor.report_title");
    for text in ["1 changement fait.", &say("monitor.report_nothing_left")] {
        desk.read_in("dialog", &done, text).await;
    }
    desk.picture("repair-done").await;
    assert_eq!(sides(&venue, "TEST1014"), ["pending", "paid", "completed"]);
    desk.press("button", &say("shared.close")).await;
    desk.read(&say("monitor.all_well")).await;
    assert_eq!(venue.call("monitor.plan", &json!({}))["changes"], json!([]));
    desk.press("button", &say("shared.nav_orders")).await;
    desk.press("any", "TEST1014").await;
    desk.read_in("region", &say("orders.panel"), &say("orders.by_outside")).await;
    desk.picture("order-mended").await;
    desk.close().await;
}
