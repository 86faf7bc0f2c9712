//! The inbox of payment events: what is kept, counted, listed, put aside, and told to nobody.

use crate::support::{Venue, tables};
use comptoir_core::base::{PaymentEventId, PurchaseId};
use comptoir_core::door::{Caller, Code, DoorError};
use comptoir_core::inbox::model::{Outcome, PaymentEvent, Received, SecretName, Via};
use comptoir_core::inbox::{
    CountPaymentEvents, DismissPaymentEvent, ListPaymentEvents, ReceivePaymentEvent, ReconcilePaymentEvents,
    RetryPaymentEvent, SecretStates, SetSecret, ShowPaymentEvent,
};
use comptoir_core::monitor::RunChecks;
use comptoir_core::sales::CancelPurchase;
use serde_json::{Value, json};

pub const SHOP_SECRET: &str = "shop-secret-of-the-venue-1";
pub const STRIPE_SECRET: &str = "whsec_9f8e7d6c5b4a39281706";

impl Venue {
    /// Hands an event in as a manager does with a file.
    pub fn hand_in(&self, provider: &str, body: &Value) -> Result<Received, DoorError> {
        self.hand_in_text(provider, &body.to_string())
    }

    pub fn hand_in_text(&self, provider: &str, body: &str) -> Result<Received, DoorError> {
        self.manage(ReceivePaymentEvent::of_bytes(provider, body.as_bytes(), None, Via::File))
    }

    pub fn event(&self, event_id: PaymentEventId) -> PaymentEvent {
        self.ask(ShowPaymentEvent { event_id }).event
    }

    pub fn payment_status(&self, id: PurchaseId) -> String {
        self.value(&format!("SELECT payment_status FROM purchases WHERE id = {id}"))
    }

    /// How many rows a check of the monitor finds.
    pub fn found(&self, check: &str) -> i64 {
        let checks = self.ask(RunChecks { area: None });
        checks.iter().find(|result| result.name == check).unwrap_or_else(|| panic!("no check {check}")).count
    }

    pub fn reconcile(&self) -> i64 {
        self.run_as(Caller::System, ReconcilePaymentEvents {}).unwrap().settled
    }

    pub fn set_secret(&self, name: SecretName, value: &str) {
        self.manage(SetSecret { name, value: Some(value.into()) }).unwrap();
    }
}

/// A shop's callback about a sale.
pub fn callback(event_id: &str, purchase: impl std::fmt::Display, status: &str) -> Value {
    json!({ "event_id": event_id, "reference": format!("purchase:{purchase}"), "status": status, "amount": 1200,
            "currency": "XOF", "method": "wave" })
}

/// Stripe's event about a checkout of a sale of 1 200 francs.
pub fn checkout(event_id: &str, kind: &str, purchase: PurchaseId, payment_status: &str) -> Value {
    json!({ "id": event_id, "object": "event", "type": format!("checkout.session.{kind}"), "data": { "object": {
        "id": "cs_test_1", "object": "checkout.session", "payment_intent": "pi_1", "payment_status": payment_status,
        "amount_total": 1200, "currency": "xof", "customer_details": { "email": "awa@example.org", "name": "Awa Diop" },
        "metadata": { "purchaseId": purchase.to_string() } } } })
}

pub fn intent(event_id: &str, kind: &str) -> Value {
    json!({ "id": event_id, "type": format!("payment_intent.{kind}"), "data": { "object": {
        "id": "pi_1", "amount": 1200, "amount_received": 1200, "currency": "xof", "metadata": {} } } })
}

pub fn charge_refunded(event_id: &str, back: i64) -> Value {
    json!({ "id": event_id, "type": "charge.refunded", "data": { "object": { "id": "ch_1", "payment_intent": "pi_1",
        "amount": 1200, "amount_refunded": back, "refunded": back == 1200, "currency": "xof", "metadata": {} } } })
}

pub fn refund(event_id: &str, name: &str, amount: i64, status: &str) -> Value {
    json!({ "id": event_id, "type": "refund.updated", "data": { "object": { "id": name, "payment_intent": "pi_1",
        "amount": amount, "status": status, "currency": "xof", "charge": "ch_1" } } })
}

/// S1: the same event again is counted, and changes nothing else.
#[test]
fn the_same_event_again_is_counted() {
    let venue = Venue::new();
    let id = venue.unpaid(60).purchase.purchase_id;
    let body = callback("cb-1", id, "completed");
    let first = venue.hand_in("shop", &body).unwrap();
    let before: String =
        venue.value("SELECT group_concat(id || payment_status || revision || updated_at) FROM purchases");
    for round in 2..5 {
        let again = venue.hand_in("shop", &body).unwrap();
        assert!(again.duplicate);
        assert_eq!(again.event, PaymentEvent { deliveries: round, ..first.event.clone() });
    }
    assert_eq!(
        before,
        venue.value::<String>("SELECT group_concat(id || payment_status || revision || updated_at) FROM purchases")
    );
    let counts: (i64, i64) =
        (venue.value("SELECT COUNT(*) FROM payment_events"), venue.value("SELECT COUNT(*) FROM invoices"));
    assert_eq!(counts, (1, 1));
}

#[test]
fn the_same_name_with_another_body_keeps_the_first_and_warns() {
    let venue = Venue::new();
    let id = venue.unpaid(60).purchase.purchase_id;
    let waiting = callback("cb-1", id, "pending");
    venue.hand_in("shop", &waiting).unwrap();
    let other = venue.hand_in("shop", &callback("cb-1", id, "completed")).unwrap();
    assert!(other.duplicate);
    assert_eq!((other.event.outcome, venue.payment_status(id).as_str()), (Outcome::Pending, "pending"));
    let warned = "SELECT COUNT(*) FROM system_logs WHERE code = 'payment_event_differs' AND level = 'warning'";
    assert_eq!(venue.value::<i64>(warned), 1);
    assert_eq!(venue.ask(ShowPaymentEvent { event_id: other.event.event_id }).body, waiting.to_string());
    // Providers count their tries in the body: that is the same event.
    let mut retried = waiting.clone();
    retried["attempt"] = json!(2);
    venue.hand_in("shop", &retried).unwrap();
    assert_eq!(venue.value::<i64>(warned), 1);
}

#[test]
fn an_event_before_its_sale_waits_and_is_settled_when_the_sale_comes() {
    let venue = Venue::new();
    let event = venue.hand_in("shop", &callback("cb-1", 1, "completed")).unwrap().event;
    assert_eq!((event.outcome, event.processed_at), (Outcome::Waiting, None));
    assert_eq!((venue.found("payment_event_waiting_long"), venue.found("payment_event_undecided")), (0, 0));
    // At once, when the desk makes it …
    let sale = venue.unpaid(60).purchase;
    assert_eq!((sale.purchase_id, venue.payment_status(sale.purchase_id).as_str()), (PurchaseId(1), "completed"));
    // … and with the next tick, when it comes from outside.
    venue.hand_in("shop", &callback("cb-2", 7, "completed")).unwrap();
    venue.sql("INSERT INTO purchases (id, user_id, game_name, duration_minutes, price_cents, currency) SELECT 7, user_id, game_name, 60, 120000, 'XOF' FROM purchases").unwrap();
    assert_eq!(venue.found("payment_event_unprocessed"), 1);
    assert_eq!((venue.reconcile(), venue.payment_status(PurchaseId(7)).as_str()), (1, "completed"));
    assert_eq!(venue.found("payment_event_unprocessed"), 0);
}

#[test]
fn looking_again_writes_nothing_when_nothing_has_come() {
    let venue = Venue::new();
    venue.hand_in("shop", &callback("cb-1", 99, "completed")).unwrap();
    venue.hand_in("stripe", &intent("evt_1", "succeeded")).unwrap();
    venue.unchanged(|| assert_eq!(venue.reconcile(), 0));
    venue.minutes_pass(24 * 60 + 1);
    assert_eq!(venue.found("payment_event_waiting_long"), 2);
}

#[test]
fn what_is_none_of_ours_is_kept_and_ignored() {
    let venue = Venue::new();
    for (name, body) in [
        ("another type", json!({ "id": "evt_1", "type": "customer.created", "data": { "object": { "id": "cus_1" } } })),
        (
            "another checkout",
            json!({ "id": "evt_2", "type": "checkout.session.completed", "data": { "object": {
            "id": "cs_9", "payment_intent": "pi_9", "payment_status": "paid", "metadata": { "type": "t-shirt" } } } }),
        ),
        (
            "its payment",
            json!({ "id": "evt_3", "type": "payment_intent.succeeded", "data": { "object": { "id": "pi_9" } } }),
        ),
        (
            "a charge of nothing",
            json!({ "id": "evt_4", "type": "charge.refunded", "data": { "object": { "id": "ch_9" } } }),
        ),
    ] {
        assert_eq!(venue.hand_in("stripe", &body).unwrap().event.outcome, Outcome::Ignored, "{name}");
    }
    assert_eq!(venue.found("payment_event_undecided"), 0);
}

#[test]
fn an_order_waits_for_its_subject() {
    let venue = Venue::new();
    let body = json!({ "event_id": "cb-1", "reference": "order:TEST1014", "status": "paid" });
    let event = venue.hand_in("shop", &body).unwrap().event;
    assert_eq!((event.outcome, event.target_id.as_deref()), (Outcome::Waiting, Some("TEST1014")));
}

#[test]
fn a_person_puts_an_event_aside_and_takes_it_back() {
    let venue = Venue::new();
    let id = venue.unpaid(60).purchase.purchase_id;
    venue.run(CancelPurchase { purchase_id: id }).unwrap();
    let event_id = venue.hand_in("shop", &callback("cb-1", id, "completed")).unwrap().event.event_id;
    let dismiss = |reason: &str| DismissPaymentEvent { event_id, reason: reason.into() };
    assert_eq!(venue.manage(dismiss(" ")).unwrap_err().code, Code::TextMissing);
    let aside = venue.manage(dismiss("refunded by telephone")).unwrap();
    assert_eq!((aside.outcome, aside.needs_decision), (Outcome::Dismissed, false));
    assert_eq!(aside.args["reason"], json!("refunded by telephone"));
    assert_eq!(venue.manage(dismiss("again")).unwrap_err().code, Code::PaymentEventSettled);
    // More of the same payment says nothing new about it.
    venue.hand_in("shop", &callback("cb-2", id, "success")).unwrap();
    assert_eq!(venue.found("payment_event_undecided"), 0);
    let back = venue.manage(RetryPaymentEvent { event_id }).unwrap();
    assert_eq!(back.outcome, Outcome::Conflict);
    assert_eq!(venue.found("payment_event_undecided"), 1);
    assert_eq!(
        venue.manage(RetryPaymentEvent { event_id: PaymentEventId(99) }).unwrap_err().code,
        Code::PaymentEventUnknown
    );
}

#[test]
fn what_came_is_kept_whoever_writes() {
    let venue = Venue::new();
    venue.hand_in("shop", &callback("cb-1", 1, "completed")).unwrap();
    for sql in [
        "UPDATE payment_events SET raw_body = '{}'",
        "UPDATE payment_events SET event_id = 'cb-2'",
        "UPDATE payment_events SET provider = 'stripe'",
        "UPDATE payment_events SET received_at = '2020-01-01T00:00:00.000Z'",
        "DELETE FROM payment_events",
        "INSERT INTO payment_events (provider, event_id, raw_body) VALUES ('shop', 'cb-1', '{}')",
    ] {
        assert!(venue.unchanged(|| venue.sql(sql)).is_err(), "{sql}");
    }
}

#[test]
fn a_row_from_outside_is_read_with_the_next_tick() {
    let venue = Venue::new();
    let id = venue.unpaid(60).purchase.purchase_id;
    let body = callback("cb-1", id, "completed").to_string();
    let insert = "INSERT INTO payment_events (provider, event_id, raw_body) VALUES ('shop', 'cb-1', ?1)";
    venue.outside().execute(insert, [body]).unwrap();
    assert_eq!((venue.reconcile(), venue.payment_status(id).as_str()), (1, "completed"));
    venue
        .outside()
        .execute("INSERT INTO payment_events (provider, event_id, raw_body) VALUES ('shop', 'x', 'no')", [])
        .unwrap();
    assert_eq!((venue.reconcile(), venue.reconcile(), venue.found("payment_event_undecided")), (1, 0, 1));
}

#[test]
fn the_list_and_its_counts() {
    let venue = Venue::new();
    let id = venue.unpaid(60).purchase.purchase_id;
    for (name, status) in [("cb-1", "pending"), ("cb-2", "completed")] {
        venue.hand_in("shop", &callback(name, id, status)).unwrap();
    }
    venue.hand_in_text("shop", "no json").unwrap();
    venue.hand_in("shop", &callback("cb-4", 99, "completed")).unwrap();
    let counts = venue.ask(CountPaymentEvents {});
    assert_eq!((counts.waiting, counts.needs_decision, counts.today), (1, 1, 4));
    let list = |outcome, needs_decision, before, limit| {
        let list = venue.ask(ListPaymentEvents { outcome, needs_decision, before, limit });
        (list.events.iter().map(|event| event.event_id.0).collect::<Vec<_>>(), list.total)
    };
    assert_eq!(list(None, None, None, None), (vec![4, 3, 2, 1], 4));
    assert_eq!(list(Some(Outcome::PurchasePaid), None, None, None), (vec![2, 1], 2));
    assert_eq!(list(None, Some(true), None, None), (vec![3], 1));
    assert_eq!(list(None, Some(false), None, None), (vec![4, 2, 1], 3));
    assert_eq!(list(Some(Outcome::Malformed), Some(false), None, None), (vec![], 0));
    assert_eq!(list(None, None, Some(PaymentEventId(3)), Some(1)), (vec![2], 4));
}

/// The tables in which a text stands, anywhere.
fn tables_with(venue: &Venue, text: &str) -> Vec<String> {
    let books = venue.outside();
    let holds = |table: &String| {
        let mut statement = books.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        let mut is_there = false;
        while let Some(row) = rows.next().unwrap() {
            is_there |= (0..columns).any(|at| row.get_ref(at).unwrap().as_str().is_ok_and(|cell| cell.contains(text)));
        }
        is_there
    };
    tables(&books).into_iter().filter(holds).collect()
}

#[test]
fn a_secret_is_told_to_nobody() {
    let venue = Venue::new();
    let request = Some(comptoir_core::door::RequestId("once".into()));
    let set = SetSecret { name: SecretName::Stripe, value: Some(STRIPE_SECRET.into()) };
    venue.desk().run(venue.manager, set, request).unwrap();
    assert_eq!(tables_with(&venue, STRIPE_SECRET), ["secrets"], "it stands in its own table only");
    let states = venue.ask(SecretStates {});
    assert_eq!(
        states.iter().map(|state| (state.is_set, state.ends_with.as_deref())).collect::<Vec<_>>(),
        [(true, Some("1706")), (false, None)]
    );
    for value in ["short", "with spaces in the middle of it", "é".repeat(20).as_str(), "x".repeat(201).as_str()] {
        let set = SetSecret { name: SecretName::Shop, value: Some(value.into()) };
        assert_eq!(venue.manage(set).unwrap_err().code, Code::SecretInvalid, "{value}");
    }
    venue.manage(SetSecret { name: SecretName::Stripe, value: None }).unwrap();
    assert!(venue.ask(SecretStates {}).iter().all(|state| !state.is_set));
}
