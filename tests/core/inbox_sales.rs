//! Payment events, one at a time: what each becomes, and what it does to a sale.

use crate::inbox::{callback, charge_refunded, checkout, intent, refund};
use crate::support::Venue;
use comptoir_core::base::InvoiceId;
use comptoir_core::inbox::model::Outcome;
use comptoir_core::sales::model::PaymentMethod;
use comptoir_core::sales::{CancelPurchase, MarkPurchasePaid, RefundPurchase};
use comptoir_core::sessions::{TerminateSession, UnusedTime};
use serde_json::{Value, json};

#[test]
fn a_callback_pays_a_sale_and_its_invoice_exists() {
    let venue = Venue::new();
    let id = venue.unpaid(60).purchase.purchase_id;
    let received = venue.hand_in("shop", &callback("cb-1", id, "SUCCESS")).unwrap();
    assert_eq!(received.event.outcome, Outcome::PurchasePaid);
    assert_eq!(received.event.target_id, Some(id.to_string()));
    assert!(!received.duplicate && !received.event.needs_decision && received.event.processed_at.is_some());
    assert_eq!(venue.payment_status(id), "completed");
    assert_eq!(venue.value::<String>("SELECT payment_method FROM purchases"), "wave");
    assert_eq!(venue.value::<i64>("SELECT COUNT(*) FROM invoices WHERE status = 'pending'"), 1);
}

#[test]
fn statuses_are_read_in_the_words_of_the_aggregators() {
    for (status, outcome, payment) in [
        ("completed", Outcome::PurchasePaid, "completed"),
        ("SUCCESSFUL", Outcome::PurchasePaid, "completed"),
        ("paid", Outcome::PurchasePaid, "completed"),
        ("Approved", Outcome::PurchasePaid, "completed"),
        ("failed", Outcome::PurchaseFailed, "failed"),
        ("DECLINED", Outcome::PurchaseFailed, "failed"),
        ("cancelled", Outcome::PurchaseFailed, "failed"),
        ("expired", Outcome::PurchaseFailed, "failed"),
        ("WAITING_FOR_CUSTOMER", Outcome::Pending, "pending"),
        ("waiting-for-customer", Outcome::Pending, "pending"),
        ("initiated", Outcome::Pending, "pending"),
        ("processing", Outcome::Pending, "pending"),
        ("a word nobody knows", Outcome::Pending, "pending"),
    ] {
        let venue = Venue::new();
        let id = venue.unpaid(60).purchase.purchase_id;
        assert_eq!(venue.hand_in("shop", &callback("cb-1", id, status)).unwrap().event.outcome, outcome, "{status}");
        assert_eq!(venue.payment_status(id), payment, "{status}");
    }
}

/// Nobody knows yet what was paid, if anything was: the sale goes the whole way once that is told.
#[test]
fn a_shops_refund_before_its_payment_waits_for_it() {
    for amount in [json!(1200), Value::Null] {
        let venue = Venue::new();
        let id = venue.unpaid(60).purchase.purchase_id;
        let mut back = callback("cb-2", id, "refunded");
        back["amount"] = amount;
        assert_eq!(venue.hand_in("shop", &back).unwrap().event.outcome, Outcome::Pending);
        assert_eq!(venue.payment_status(id), "pending");
        venue.hand_in("shop", &callback("cb-1", id, "completed")).unwrap();
        assert_eq!(venue.payment_status(id), "refunded");
        assert_eq!(
            venue.value::<String>("SELECT group_concat(outcome) FROM payment_events"),
            "purchase_refunded,purchase_refunded"
        );
    }
}

#[test]
fn a_sale_is_named_by_number_or_by_payment_reference() {
    for named in ["purchase:{id}", "{id}", "PURCHASE:{id}", "OM-4471"] {
        let venue = Venue::new();
        let id = venue.unpaid(60).purchase.purchase_id;
        venue.sql("UPDATE purchases SET payment_reference = 'OM-4471'").unwrap();
        let mut body = callback("cb-1", id, "completed");
        body["reference"] = json!(named.replace("{id}", &id.to_string()));
        assert_eq!(venue.hand_in("shop", &body).unwrap().event.outcome, Outcome::PurchasePaid, "{named}");
        assert_eq!(venue.payment_status(id), "completed", "{named}");
    }
}

#[test]
fn another_amount_or_currency_waits_for_a_person() {
    for (field, value, outcome) in [
        ("amount", json!(1100), Outcome::AmountDiffers),
        ("amount", json!("1200.01"), Outcome::AmountDiffers),
        ("currency", json!("EUR"), Outcome::CurrencyDiffers),
        ("currency", json!("GBP"), Outcome::CurrencyDiffers),
    ] {
        let venue = Venue::new();
        let id = venue.unpaid(60).purchase.purchase_id;
        let mut body = callback("cb-1", id, "completed");
        body[field] = value.clone();
        let event = venue.hand_in("shop", &body).unwrap().event;
        assert_eq!((event.outcome, event.needs_decision), (outcome, true), "{field} {value}");
        assert_eq!(event.args["expected_cents"], json!(120_000));
        assert_eq!(venue.payment_status(id), "pending");
        assert_eq!(venue.found("payment_event_undecided"), 1);
        // Somebody takes the money for the sale as it is: the event is settled by that.
        venue.run(MarkPurchasePaid { purchase_id: id, payment_method: PaymentMethod::Wave, reference: None }).unwrap();
        assert_eq!(venue.reconcile(), 1);
        assert_eq!(venue.event(event.event_id).outcome, Outcome::PurchasePaid);
        assert_eq!(venue.found("payment_event_undecided"), 0);
    }
}

/// Paid too little, then rightly: the sale is paid, and somebody decides what the first money was for.
#[test]
fn money_that_is_not_the_price_beside_money_that_is() {
    for right_first in [true, false] {
        let venue = Venue::new();
        let id = venue.unpaid(60).purchase.purchase_id;
        let mut short = callback("cb-1", id, "completed");
        short["amount"] = json!(1100);
        let right = callback("cb-2", id, "completed");
        for body in if right_first { [&right, &short] } else { [&short, &right] } {
            venue.hand_in("shop", body).unwrap();
        }
        assert_eq!(venue.payment_status(id), "completed");
        let told =
            "SELECT group_concat(line, ', ') FROM (SELECT event_id || ' ' || outcome || ' ' || needs_decision AS line
                    FROM payment_events ORDER BY event_id)";
        assert_eq!(venue.value::<String>(told), "cb-1 amount_differs 1, cb-2 purchase_paid 0");
        // It is no longer due to be looked at each second, since only a person can decide.
        venue.unchanged(|| assert_eq!(venue.reconcile(), 0));
        assert_eq!((venue.found("payment_event_unprocessed"), venue.found("payment_event_undecided")), (0, 1));
    }
}

#[test]
fn amounts_are_read_exactly() {
    for (amount, is_paid) in [
        (json!(1200), true),
        (json!(1200.0), true),
        (json!("1200"), true),
        (json!("1200,00"), true),
        (json!("1200.000"), true),
        (Value::Null, true),
        (json!(1200.5), false),
    ] {
        let venue = Venue::new();
        let id = venue.unpaid(60).purchase.purchase_id;
        let mut body = callback("cb-1", id, "completed");
        body["amount"] = amount.clone();
        let outcome = venue.hand_in("shop", &body).unwrap().event.outcome;
        assert_eq!(outcome == Outcome::PurchasePaid, is_paid, "{amount}: {outcome:?}");
    }
}

#[test]
fn a_checkout_is_paid_only_when_it_says_so() {
    for (kind, payment_status, outcome, payment) in [
        ("created", "unpaid", Outcome::Pending, "pending"),
        ("completed", "paid", Outcome::PurchasePaid, "completed"),
        ("completed", "no_payment_required", Outcome::PurchasePaid, "completed"),
        ("completed", "unpaid", Outcome::Pending, "pending"),
        ("async_payment_succeeded", "paid", Outcome::PurchasePaid, "completed"),
        ("async_payment_failed", "unpaid", Outcome::PurchaseFailed, "failed"),
        ("expired", "unpaid", Outcome::PurchaseFailed, "failed"),
    ] {
        let venue = Venue::new();
        let id = venue.unpaid(60).purchase.purchase_id;
        let event = venue.hand_in("stripe", &checkout("evt_1", kind, id, payment_status)).unwrap().event;
        assert_eq!((event.outcome, venue.payment_status(id).as_str()), (outcome, payment), "{kind} {payment_status}");
    }
}

#[test]
fn a_payment_without_its_checkout_waits_for_it() {
    let venue = Venue::new();
    let id = venue.unpaid(60).purchase.purchase_id;
    let paid = venue.hand_in("stripe", &intent("evt_2", "succeeded")).unwrap().event;
    let back = venue.hand_in("stripe", &charge_refunded("evt_3", 1200)).unwrap().event;
    assert_eq!((paid.outcome, back.outcome), (Outcome::Waiting, Outcome::Waiting));
    assert_eq!(venue.reconcile(), 0, "nothing has come");
    venue.hand_in("stripe", &checkout("evt_1", "created", id, "unpaid")).unwrap();
    assert_eq!(venue.payment_status(id), "refunded");
    assert_eq!(venue.event(paid.event_id).outcome, Outcome::PurchaseRefunded);
    assert_eq!(venue.value::<String>("SELECT payment_reference FROM purchases"), "pi_1");
}

#[test]
fn a_part_of_the_money_back_is_for_a_person() {
    let venue = Venue::new();
    let id = venue.unpaid(60).purchase.purchase_id;
    venue.hand_in("stripe", &checkout("evt_1", "completed", id, "paid")).unwrap();
    let part = venue.hand_in("stripe", &charge_refunded("evt_2", 500)).unwrap().event;
    assert_eq!((part.outcome, part.needs_decision), (Outcome::Conflict, true));
    assert_eq!(
        (part.args["problem"].clone(), part.args["refunded_cents"].clone()),
        (json!("partial_refund"), json!(50_000))
    );
    assert_eq!(venue.payment_status(id), "completed");
    // The rest follows: then all of it is back.
    venue.hand_in("stripe", &charge_refunded("evt_3", 1200)).unwrap();
    assert_eq!(venue.payment_status(id), "refunded");
    assert_eq!(venue.found("payment_event_undecided"), 0);
}

#[test]
fn refunds_add_up_and_a_failed_one_does_not_count() {
    let venue = Venue::new();
    let id = venue.unpaid(60).purchase.purchase_id;
    venue.hand_in("stripe", &checkout("evt_1", "completed", id, "paid")).unwrap();
    venue.hand_in("stripe", &refund("evt_2", "re_1", 700, "succeeded")).unwrap();
    venue.hand_in("stripe", &refund("evt_3", "re_2", 500, "failed")).unwrap();
    venue.hand_in("stripe", &refund("evt_4", "re_2", 500, "succeeded")).unwrap();
    assert_eq!(venue.payment_status(id), "completed", "700 of 1200 are back");
    venue.hand_in("stripe", &refund("evt_5", "re_3", 500, "succeeded")).unwrap();
    assert_eq!(venue.payment_status(id), "refunded");
}

#[test]
fn money_for_a_cancelled_sale_is_never_taken_silently() {
    let venue = Venue::new();
    let id = venue.unpaid(60).purchase.purchase_id;
    venue.run(CancelPurchase { purchase_id: id }).unwrap();
    let event = venue.hand_in("shop", &callback("cb-1", id, "completed")).unwrap().event;
    assert_eq!((event.outcome, event.needs_decision), (Outcome::Conflict, true));
    assert_eq!(event.args["problem"], json!("cancelled"));
    assert_eq!((venue.payment_status(id).as_str(), venue.found("payment_event_undecided")), ("cancelled", 1));
    // The provider gives it back: nothing is left to decide.
    let mut back = callback("cb-2", id, "refunded");
    back.as_object_mut().unwrap().remove("amount");
    venue.hand_in("shop", &back).unwrap();
    assert_eq!((venue.payment_status(id).as_str(), venue.found("payment_event_undecided")), ("cancelled", 0));
}

#[test]
fn a_sale_that_was_paid_at_the_counter_is_paid_twice() {
    let venue = Venue::new();
    let sale = venue.sale(60).purchase;
    let event = venue.hand_in("shop", &callback("cb-1", sale.purchase_id, "completed")).unwrap().event;
    assert_eq!((event.outcome, event.args["problem"].clone()), (Outcome::Conflict, json!("paid_twice")));
    // Unless it was this very payment that somebody noted at the counter.
    let id = venue.unpaid(60).purchase.purchase_id;
    let reference = Some("pi_1".into());
    venue.run(MarkPurchasePaid { purchase_id: id, payment_method: PaymentMethod::Card, reference }).unwrap();
    let event = venue.hand_in("stripe", &checkout("evt_1", "completed", id, "paid")).unwrap().event;
    assert_eq!(event.outcome, Outcome::PurchasePaid);
}

#[test]
fn money_after_a_failure_completes_the_sale_and_gives_its_window_back() {
    let venue = Venue::new();
    let station = venue.station("PC 1");
    let id = venue.reserved(60, 120, Some(station)).unwrap().purchase.purchase_id;
    venue.damage("UPDATE purchases SET payment_status = 'pending', paid_at = NULL, session_status = NULL; DELETE FROM invoice_audit_log; DELETE FROM invoices").unwrap();
    venue.hand_in("stripe", &checkout("evt_1", "expired", id, "unpaid")).unwrap();
    let window = || venue.value::<String>("SELECT status FROM game_reservations");
    assert_eq!((venue.payment_status(id).as_str(), window().as_str()), ("failed", "cancelled"));
    venue.hand_in("stripe", &checkout("evt_2", "completed", id, "paid")).unwrap();
    assert_eq!((venue.payment_status(id).as_str(), window().as_str()), ("completed", "booked"));
    assert_eq!(venue.value::<i64>("SELECT COUNT(*) FROM invoices"), 1);
}

#[test]
fn a_failure_stays_final_from_outside() {
    let venue = Venue::new();
    let id = venue.unpaid(60).purchase.purchase_id;
    venue.hand_in("shop", &callback("cb-1", id, "failed")).unwrap();
    let refused = venue.sql("UPDATE purchases SET payment_status = 'completed'").unwrap_err();
    assert!(refused.to_string().contains("illegal_payment_transition"));
}

#[test]
fn money_back_while_the_customer_plays_waits_for_the_end_of_play() {
    let venue = Venue::new();
    let id = venue.unpaid(60).purchase.purchase_id;
    venue.hand_in("stripe", &checkout("evt_1", "completed", id, "paid")).unwrap();
    let invoice: i64 = venue.value("SELECT id FROM invoices");
    let session_id = venue.activate(InvoiceId(invoice), true).unwrap().session_id;
    let event = venue.hand_in("stripe", &charge_refunded("evt_2", 1200)).unwrap().event;
    let paid = venue.value::<String>("SELECT outcome FROM payment_events WHERE event_id = 'evt_1'");
    assert_eq!(
        (event.outcome, paid.as_str(), venue.payment_status(id).as_str()),
        (Outcome::Conflict, "conflict", "completed")
    );
    assert_eq!(venue.found("payment_event_undecided"), 1, "one payment, one decision");
    assert_eq!(venue.reconcile(), 0);
    venue.run(TerminateSession { session_id, reason: "money is gone".into(), unused: UnusedTime::Forfeit }).unwrap();
    assert_eq!((venue.reconcile(), venue.payment_status(id).as_str()), (1, "refunded"));
}

#[test]
fn money_given_back_at_the_desk_stays_given_back() {
    let venue = Venue::new();
    let id = venue.unpaid(60).purchase.purchase_id;
    venue.hand_in("stripe", &checkout("evt_1", "completed", id, "paid")).unwrap();
    venue.manage(RefundPurchase { purchase_id: id, reason: "the customer was ill".into(), to_wallet: false }).unwrap();
    let late = venue.hand_in("stripe", &intent("evt_2", "succeeded")).unwrap().event;
    assert_eq!((late.outcome, late.needs_decision), (Outcome::PurchaseRefunded, false));
    assert_eq!(venue.payment_status(id), "refunded");
}
