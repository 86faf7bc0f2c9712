//! Events in any order, any number of times, before or after the thing they speak of: one final state.

use crate::inbox::{callback, charge_refunded, checkout, intent, refund};
use crate::support::Venue;
use comptoir_core::base::{CustomerId, PackageId, PurchaseId};
use comptoir_core::immersion::MoveBooking;
use comptoir_core::inbox::model::Outcome;
use comptoir_core::sales::CreatePurchase;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Every order of `count` things.
pub fn permutations(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let shorter = permutations(count - 1);
    let insert = |order: &Vec<usize>, at: usize| {
        let mut order = order.clone();
        order.insert(at, count - 1);
        order
    };
    shorter.iter().flat_map(|order| (0..count).map(move |at| insert(order, at))).collect()
}

/// A venue in which one sale after the other is paid, each by the same events under names of its own.
struct Orders {
    venue: Venue,
    books: rusqlite::Connection,
    customer_id: CustomerId,
    package_id: PackageId,
    round: usize,
}

impl Orders {
    fn new() -> Self {
        let venue = Venue::new();
        let (books, customer_id, package_id) = (venue.outside(), venue.customer("Awa Diop"), venue.package(60));
        Self { venue, books, customer_id, package_id, round: 0 }
    }

    fn sell(&self) -> PurchaseId {
        let (customer_id, package_id) = (self.customer_id, self.package_id);
        let sale = CreatePurchase { customer_id, package_id, payment_method: None, paid: false, window: None };
        self.venue.run(sale).unwrap().purchase.purchase_id
    }

    /// Hands the events in, in this order, and tells how the books stand then, names and times left out.
    fn play(&mut self, provider: &str, sale_comes_last: bool, events: &[Value], order: &[usize]) -> String {
        self.round += 1;
        let round = self.round;
        let id = PurchaseId(i64::try_from(round).unwrap());
        if !sale_comes_last {
            assert_eq!(self.sell(), id);
        }
        for at in order {
            let mut text = events[*at].to_string();
            for name in ["evt", "cb", "cs", "pi", "re", "ch"] {
                text = text.replace(&format!("\"{name}_"), &format!("\"{name}_{round}_"));
            }
            let text = text.replace("purchase:1\"", &format!("purchase:{id}\""));
            let text = text.replace("\"purchaseId\":\"1\"", &format!("\"purchaseId\":\"{id}\""));
            self.venue.hand_in_text(provider, &text).unwrap();
        }
        if sale_comes_last {
            assert_eq!(self.sell(), id);
        }
        self.state(id)
    }

    fn state(&self, id: PurchaseId) -> String {
        let parts = [
            "SELECT payment_status || ' by ' || COALESCE(payment_method, '-') || ' ' || COALESCE(payment_reference, '-') || ' '
                 || COALESCE(session_status, '-') FROM purchases WHERE id = ?1",
            "SELECT COALESCE(group_concat(status), 'no invoice') FROM invoices WHERE purchase_id = ?1",
            "SELECT group_concat(line, char(10)) FROM (SELECT event_id || ' ' || outcome || ' ' || needs_decision || ' '
                 || json_remove(args, '$.reference') || ' ' || target_kind || (COALESCE(target_id, target_ref) = ?1)
                 || COALESCE(credited_to = ?1, '-') AS line
             FROM payment_events WHERE event_id GLOB '*_' || ?1 || '_*' ORDER BY event_id)",
        ];
        let told: Vec<String> =
            parts.iter().map(|sql| self.books.query_row(sql, [id.to_string()], |row| row.get(0)).unwrap()).collect();
        told.join("\n").replace(&format!("_{id}_"), "_")
    }
}

/// Hands the events in, in every order, and compares all final states. Gives back the one there is.
fn one_end(name: &str, provider: &str, sale_comes_last: bool, events: &[Value]) -> String {
    let mut orders = Orders::new();
    let mut ends: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for order in permutations(events.len()) {
        let end = orders.play(provider, sale_comes_last, events, &order);
        ends.entry(end).or_insert(order);
    }
    assert_eq!(ends.len(), 1, "{name}, the sale last: {sale_comes_last}: {ends:#?}");
    orders.venue.unchanged(|| assert_eq!(orders.venue.reconcile(), 0, "{name}"));
    ends.into_keys().next().unwrap()
}

const SALE: PurchaseId = PurchaseId(1);

#[test]
fn every_order_of_stripes_events_ends_alike() {
    let created = checkout("evt_1", "created", SALE, "unpaid");
    let completed = checkout("evt_2", "completed", SALE, "paid");
    let succeeded = intent("evt_3", "succeeded");
    let expired = checkout("evt_4", "expired", SALE, "unpaid");
    let refunded = charge_refunded("evt_5", 1200);
    let failed = intent("evt_6", "payment_failed");
    let part = charge_refunded("evt_7", 500);
    for (name, events, end) in [
        ("paid", vec![created.clone(), completed.clone(), succeeded.clone(), completed.clone()], "completed"),
        (
            "paid after it expired",
            vec![created.clone(), expired.clone(), completed.clone(), expired.clone()],
            "completed",
        ),
        ("never paid", vec![created.clone(), failed.clone(), expired.clone(), created.clone()], "failed"),
        (
            "paid and given back",
            vec![created.clone(), completed.clone(), refunded.clone(), refunded.clone()],
            "refunded",
        ),
        ("a part given back", vec![completed.clone(), part.clone(), succeeded.clone(), failed.clone()], "completed"),
        (
            "in two parts",
            vec![
                completed.clone(),
                refund("evt_8", "re_1", 700, "succeeded"),
                refund("evt_9", "re_2", 500, "succeeded"),
            ],
            "refunded",
        ),
    ] {
        for sale_comes_last in [false, true] {
            let found = one_end(name, "stripe", sale_comes_last, &events);
            assert!(found.starts_with(&format!("{end} by ")), "{name}: {found}");
        }
    }
}

/// All of it: opened, failed, expired, paid, given back, one of them twice, in all 720 orders.
#[test]
fn seven_hundred_and_twenty_orders_of_six_events() {
    let events = [
        checkout("evt_1", "created", SALE, "unpaid"),
        checkout("evt_2", "completed", SALE, "paid"),
        intent("evt_3", "succeeded"),
        checkout("evt_4", "expired", SALE, "unpaid"),
        charge_refunded("evt_5", 1200),
        checkout("evt_2", "completed", SALE, "paid"),
    ];
    for sale_comes_last in [false, true] {
        let end = one_end("all", "stripe", sale_comes_last, &events);
        assert!(end.starts_with("refunded by card pi_1 -\ncancelled"), "{end}");
        assert_eq!(end.matches(" purchase_refunded 0 ").count(), 5, "{end}");
    }
}

#[test]
fn every_order_of_a_shops_callbacks_ends_alike() {
    let mut back = callback("cb_4", SALE, "refunded");
    back["amount"] = json!(1200);
    let mut other = callback("cb_5", SALE, "completed");
    other["amount"] = json!(1100);
    for (name, events) in [
        (
            "paid",
            vec![
                callback("cb_1", SALE, "WAITING_FOR_CUSTOMER"),
                callback("cb_2", SALE, "success"),
                callback("cb_3", SALE, "expired"),
            ],
        ),
        (
            "given back",
            vec![
                callback("cb_1", SALE, "initiated"),
                callback("cb_2", SALE, "paid"),
                back.clone(),
                callback("cb_2", SALE, "paid"),
            ],
        ),
        (
            "another amount",
            vec![callback("cb_1", SALE, "pending"), other.clone(), other.clone(), callback("cb_3", SALE, "failed")],
        ),
        (
            "another amount, given back",
            vec![callback("cb_2", SALE, "failed"), other.clone(), callback("cb_3", SALE, "refunded")],
        ),
    ] {
        for sale_comes_last in [false, true] {
            one_end(name, "shop", sale_comes_last, &events);
        }
    }
}

/// Two checkouts for one sale: the one that expired takes nothing from the one that was paid.
#[test]
fn an_expired_try_takes_nothing_from_the_paid_one() {
    let other = |event: Value| -> Value {
        serde_json::from_str(&event.to_string().replace("cs_test_1", "cs_test_2").replace("pi_1", "pi_2")).unwrap()
    };
    let mut orders = Orders::new();
    let events = [
        checkout("evt_1", "created", SALE, "unpaid"),
        checkout("evt_2", "expired", SALE, "unpaid"),
        other(checkout("evt_3", "created", SALE, "unpaid")),
        other(checkout("evt_4", "completed", SALE, "paid")),
    ];
    for order in permutations(events.len()) {
        let end = orders.play("stripe", false, &events, &order);
        assert!(end.starts_with("completed by card pi_2 pending\npending\n"), "{order:?}: {end}");
    }
    assert_eq!(orders.venue.found("payment_event_undecided"), 0);
}

/// The seat as it stands, and what became of each event of its payment.
fn seat_state(books: &rusqlite::Connection, session: &str, round: usize) -> String {
    let parts = [
        "SELECT reserved_places || ' ' || status FROM immersion_sessions WHERE id = ?1",
        "SELECT COALESCE(group_concat(?1 = b.session_id || ' ' || b.status || ' ' || COALESCE(b.problem, '-') || ' ' || COALESCE(b.cancel_reason, '-') || ' '
             || (b.paid_at IS NOT NULL) || (b.refunded_at IS NOT NULL) || ' ' || b.stripe_session_id || ' ' || b.stripe_payment_intent_id
             || ' ' || b.amount_cents || b.currency || ' ' || u.email || ' ' || COALESCE(p.license, '-')), 'no booking')
         FROM immersion_bookings b JOIN users u ON u.id = b.user_id LEFT JOIN profiles p ON p.user_id = b.user_id
         WHERE b.stripe_session_id = 'cs_' || ?2",
        "SELECT group_concat(line, char(10)) FROM (SELECT event_id || ' ' || outcome || ' ' || needs_decision || ' ' || target_kind AS line
         FROM payment_events WHERE event_id GLOB '*_' || ?2 || '_*' ORDER BY event_id)",
    ];
    let told: Vec<String> = parts
        .iter()
        .map(|sql| {
            let wanted = [session.to_owned(), round.to_string()];
            let count = books.prepare(sql).unwrap().parameter_count();
            books.query_row(sql, rusqlite::params_from_iter(&wanted[..count]), |row| row.get(0)).unwrap()
        })
        .collect();
    let names = [format!("_{round}_"), format!("cs_{round}"), format!("pi_{round}"), format!("payer{round}@")];
    names.iter().fold(told.join("\n"), |text, name| text.replace(name.as_str(), "_"))
}

/// One seat, one payment, six events of which one comes twice, in all 720 orders: one booking, one seat, one licence.
#[test]
fn seven_hundred_and_twenty_orders_of_a_seats_events() {
    let venue = Venue::new();
    let books = venue.outside();
    let all: [&[&str]; 2] = [
        &["created", "completed", "succeeded", "expired", "refunded", "completed"],
        &["created", "completed", "succeeded", "expired", "payment_failed", "completed"],
    ];
    for (set, (kinds, seats)) in all.into_iter().zip([0, 1]).enumerate() {
        let mut ends: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (number, order) in permutations(kinds.len()).into_iter().enumerate() {
            let round = set * 1_000 + number;
            let session = venue.immersion(1).0;
            let (checkout, pay, payer) =
                (format!("cs_{round}"), format!("pi_{round}"), format!("payer{round}@example.org"));
            for at in &order {
                let (kind, id) = (kinds[*at], format!("evt_{round}_{}", kinds[*at]));
                let event = match kind {
                    "refunded" => json!({ "id": id, "type": "charge.refunded", "data": { "object": {
                        "id": "ch_1", "payment_intent": pay, "amount": 199_700, "amount_refunded": 199_700, "refunded": true,
                        "currency": "eur", "metadata": {} } } }),
                    "succeeded" | "payment_failed" => {
                        json!({ "id": id, "type": format!("payment_intent.{kind}"), "data": {
                        "object": { "id": pay, "amount": 199_700, "amount_received": 199_700, "currency": "eur" } } })
                    }
                    _ => {
                        json!({ "id": id, "type": format!("checkout.session.{kind}"), "data": { "object": { "id": checkout,
                        "payment_intent": pay, "payment_status": if kind == "completed" { "paid" } else { "unpaid" },
                        "amount_total": 199_700, "currency": "eur", "customer_details": { "email": payer, "name": "Awa Diop" },
                        "metadata": { "type": "immersion", "sessionId": session } } } })
                    }
                };
                venue.hand_in("stripe", &event).unwrap();
            }
            ends.entry(seat_state(&books, &session, round)).or_insert(order);
        }
        assert_eq!(ends.len(), 1, "{kinds:?}: {ends:#?}");
        let end = ends.into_keys().next().unwrap();
        assert!(end.starts_with(&format!("{seats} ")), "{end}");
        assert_eq!(venue.reconcile(), 0);
    }
}

/// Somebody gives the unlucky payer another seat, or the money back: the event is decided with the next tick.
#[test]
fn what_a_person_decides_about_a_seat_decides_the_event() {
    for gives_a_seat in [true, false] {
        let venue = Venue::new();
        let (full, other) = (venue.immersion(1), venue.immersion(1));
        venue.book(&full, venue.customer("Yao"), true).unwrap();
        let checkout = crate::immersion_payments::Checkout::of(&full.0, "cs_1");
        let event = venue.hand_in("stripe", &checkout.event("evt_1", "completed")).unwrap().event;
        assert_eq!((event.outcome, event.needs_decision, venue.reconcile()), (Outcome::PaidWithoutSeat, true, 0));
        assert_eq!(venue.found("payment_event_undecided"), 1);
        let booking_id = comptoir_core::base::BookingId(event.target_id.unwrap());
        let outcome = if gives_a_seat {
            venue.run(MoveBooking { booking_id, immersion_id: other }).unwrap();
            Outcome::Confirmed
        } else {
            venue.refund(&booking_id).unwrap();
            Outcome::Refunded
        };
        assert_eq!((venue.reconcile(), venue.event(event.event_id).outcome), (1, outcome));
        assert_eq!((venue.reconcile(), venue.found("payment_event_undecided")), (0, 0));
    }
}
