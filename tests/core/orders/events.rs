//! What payment providers tell reaches its order: in any order, any number of times, before or after the order is in the books.

use super::outside::{id, insert};
use super::{PRICE, new_order};
use crate::support::Venue;
use comptoir_core::base::OrderId;
use comptoir_core::inbox::model::{Outcome, PaymentEvent};
use comptoir_core::orders::model::RefundTo;
use comptoir_core::orders::{CancelOrder, CreateOrder, RefundOrder};
use serde_json::{Value, json};

fn callback(event: &str, order: &str, status: &str) -> Value {
    json!({ "event_id": event, "reference": format!("order:{order}"), "status": status, "amount": 5000, "currency": "XOF",
            "method": "wave" })
}

fn hand_in(venue: &Venue, body: &Value) -> PaymentEvent {
    venue.hand_in("shop", body).unwrap().event
}

fn order(venue: &Venue, reference: &str) -> OrderId {
    let order = CreateOrder { reference: Some(reference.into()), ..new_order(venue.customer("Awa Diop"), None) };
    venue.run(order).unwrap().order.order_id
}

#[test]
fn a_callback_pays_the_payment_that_waits_for_it() {
    let venue = Venue::new();
    insert(&venue, &[("TEST2001", "pending", "pending", "pending")]);
    let order = id(&venue, "TEST2001");
    let waiting = hand_in(&venue, &callback("e1", "TEST2001", "WAITING_FOR_CUSTOMER"));
    assert_eq!(waiting.outcome, Outcome::Pending);
    assert_eq!(venue.both(order), "pending pending/pending", "waiting is not failed, and changes nothing");
    assert_eq!(venue.shown(order).log.len(), 2);
    let paid = hand_in(&venue, &callback("e2", "TEST2001", "SUCCESS"));
    assert_eq!(
        (paid.outcome, paid.target_id, paid.needs_decision),
        (Outcome::OrderPaid, Some(order.to_string()), false)
    );
    assert_eq!(venue.both(order), "pending paid/completed", "the noted payment, not a second one");
    let log = venue.log_lines(order);
    let wanted = [
        "payment_event payment.status pending>completed desk",
        "status_synchronized order.payment_status pending>paid desk",
    ];
    assert_eq!(log[2..], wanted);
    let late = hand_in(&venue, &callback("e3", "TEST2001", "FAILED"));
    assert_eq!(late.outcome, Outcome::OrderPaid, "a failure does not undo money that came");
    let back = json!({ "event_id": "e4", "reference": "order:TEST2001", "status": "refunded" });
    assert_eq!(hand_in(&venue, &back).outcome, Outcome::OrderRefunded);
    assert_eq!(venue.both(order), "pending refunded/cancelled");
    assert!(venue.order_findings().is_empty());
}

#[test]
fn any_order_of_events_ends_alike() {
    let sets: [(&[&str], &str); 4] = [
        (&["FAILED", "SUCCESS", "PENDING"], "pending paid/completed"),
        (&["SUCCESS", "SUCCESS", "EXPIRED"], "pending paid/completed"),
        (&["SUCCESS", "refunded", "FAILED"], "pending refunded/cancelled"),
        (&["FAILED", "WAITING_FOR_CUSTOMER", "FAILED"], "pending failed/failed"),
    ];
    let venue = Venue::new();
    let mut number = 0;
    for (statuses, wanted) in sets {
        for way in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            for comes_last in [false, true] {
                number += 1;
                let reference = format!("EV{number}");
                let mut made = (!comes_last).then(|| order(&venue, &reference));
                for place in way {
                    let body = callback(&format!("{reference}-{place}"), &reference, statuses[place]);
                    hand_in(&venue, &body);
                    hand_in(&venue, &body);
                }
                let order = *made.get_or_insert_with(|| order(&venue, &reference));
                assert_eq!(venue.both(order), wanted, "{statuses:?} {way:?} {comes_last}");
            }
        }
    }
    assert!(venue.order_findings().is_empty(), "{:?}", venue.order_findings());
    venue.unchanged(|| assert_eq!(venue.reconcile(), 0));
}

#[test]
fn an_event_waits_for_its_order() {
    let venue = Venue::new();
    let event = hand_in(&venue, &callback("e1", "TEST2002", "paid"));
    assert_eq!((event.outcome, event.target_id.as_deref()), (Outcome::Waiting, Some("TEST2002")));
    let came = order(&venue, "TEST2002");
    assert_eq!(venue.both(came), "pending paid/completed", "at once");
    assert_eq!(venue.event(event.event_id).outcome, Outcome::OrderPaid);
    let other = hand_in(&venue, &callback("e2", "TEST2003", "paid"));
    insert(&venue, &[("TEST2003", "pending", "pending", "pending")]);
    assert_eq!(venue.reconcile(), 1, "written past the desk: the next look finds it");
    assert_eq!(venue.both(id(&venue, "TEST2003")), "pending paid/completed");
    assert_eq!(venue.event(other.event_id).outcome, Outcome::OrderPaid);
    venue.unchanged(|| assert_eq!(venue.reconcile(), 0));
}

#[test]
fn money_that_does_not_fit_is_written_down_and_shown() {
    let venue = Venue::new();
    let short = order(&venue, "SHORT");
    let body = json!({ "event_id": "e1", "reference": "order:SHORT", "status": "paid", "amount": 3000, "currency": "XOF", "method": "wave" });
    let event = hand_in(&venue, &body);
    assert_eq!((event.outcome, event.needs_decision), (Outcome::AmountDiffers, true));
    assert_eq!((venue.both(short).as_str(), venue.row(short).money.word()), ("pending pending/completed", "part"));
    venue.add(short, 200_000, true);
    assert_eq!(venue.reconcile(), 1, "the rest came: nothing is left to decide");
    assert!(!venue.event(event.event_id).needs_decision);

    let foreign = order(&venue, "FOREIGN");
    let body =
        json!({ "event_id": "e2", "reference": "order:FOREIGN", "status": "paid", "amount": 8, "currency": "EUR" });
    assert_eq!(hand_in(&venue, &body).outcome, Outcome::CurrencyDiffers);
    assert_eq!(venue.both(foreign), "pending pending/");
    venue.unchanged(|| assert_eq!(venue.reconcile(), 0));

    let gone = order(&venue, "GONE");
    venue.run(CancelOrder { order_id: gone, reason: "changed their mind".into() }).unwrap();
    let event = hand_in(&venue, &callback("e3", "GONE", "paid"));
    assert_eq!((event.outcome, event.needs_decision), (Outcome::Conflict, true));
    assert_eq!(venue.order_findings(), [("order_cancelled_with_money".to_owned(), 1)]);
    let refund = RefundOrder { order_id: gone, to: RefundTo::Wallet, reason: "came too late".into() };
    venue.manage(refund).unwrap();
    assert_eq!(venue.reconcile(), 1);
    assert_eq!(venue.event(event.event_id).outcome, Outcome::OrderRefunded);
    assert_eq!(venue.value::<i64>("SELECT SUM(balance) FROM users"), PRICE.0);
    hand_in(&venue, &callback("e3", "GONE", "paid"));
    assert_eq!(venue.both(gone), "cancelled refunded/cancelled", "what a person gave back stays so");
}

#[test]
fn a_checkout_of_stripe_pays_an_order() {
    let venue = Venue::new();
    let order = order(&venue, "TEST2004");
    let event = |event: &str, kind: &str, status: &str| {
        json!({ "id": event, "object": "event", "type": format!("checkout.session.{kind}"), "data": { "object": {
            "id": "cs_9", "object": "checkout.session", "payment_intent": "pi_9", "payment_status": status, "amount_total": 5000,
            "currency": "xof", "metadata": { "type": "order", "orderReference": "TEST2004" } } } })
    };
    let paid = event("evt_1", "completed", "paid");
    for _ in 0..2 {
        assert_eq!(venue.hand_in("stripe", &paid).unwrap().event.outcome, Outcome::OrderPaid);
    }
    let shown = venue.shown(order);
    assert_eq!((venue.both(order).as_str(), shown.payments[0].method.word()), ("pending paid/completed", "card"));
    assert_eq!(shown.payments[0].provider_reference.as_deref(), Some("pi_9"));
    assert_eq!(shown.payments[0].amount_cents, PRICE);
    assert!(venue.order_findings().is_empty());
}
