//! Every state and every act: what may happen, what follows on the other side, and what is refused and changes nothing.

use super::PRICE;
use crate::support::Venue;
use comptoir_core::base::{Cents, OrderId};
use comptoir_core::door::Code;
use comptoir_core::orders::model::{OrderMoney, OrderPaymentState, OrderPaymentStatus, OrderStatus, RefundTo};
use comptoir_core::orders::{
    CancelOrder, RefundOrder, SetOrderPaymentStatus, SetOrderStatus, SetPaymentStatus, ValidateOrder,
};

/// An act of the manager on an order and its last payment; `Err` is the code of the refusal.
type Act = fn(&Venue, OrderId) -> Result<(), Code>;

fn why() -> Option<String> {
    Some("test".into())
}

fn moved(venue: &Venue, order_id: OrderId, status: OrderStatus) -> Result<(), Code> {
    venue.manage(SetOrderStatus { order_id, status, reason: why() }).map(drop).map_err(|error| error.code)
}

pub fn word(venue: &Venue, order_id: OrderId, payment_status: OrderPaymentStatus) -> Result<(), Code> {
    let set = SetOrderPaymentStatus { order_id, payment_status, payment_method: None, reason: why() };
    venue.manage(set).map(drop).map_err(|error| error.code)
}

fn state(venue: &Venue, order_id: OrderId, status: OrderPaymentState) -> Result<(), Code> {
    let payment_id = venue.shown(order_id).payments.last().unwrap().payment_id;
    let set = SetPaymentStatus { payment_id, status, reason: why(), accept_surplus: false };
    venue.manage(set).map(drop).map_err(|error| error.code)
}

fn confirm(venue: &Venue, order: OrderId) -> Result<(), Code> {
    moved(venue, order, OrderStatus::Confirmed)
}
fn ship(venue: &Venue, order: OrderId) -> Result<(), Code> {
    moved(venue, order, OrderStatus::Shipped)
}
fn deliver(venue: &Venue, order: OrderId) -> Result<(), Code> {
    moved(venue, order, OrderStatus::Delivered)
}
pub fn cancel(venue: &Venue, order_id: OrderId) -> Result<(), Code> {
    venue.manage(CancelOrder { order_id, reason: "test".into() }).map(drop).map_err(|error| error.code)
}
pub fn validate(venue: &Venue, order_id: OrderId) -> Result<(), Code> {
    let validate = ValidateOrder { order_id, payment_method: None, provider_reference: None, reason: None };
    venue.manage(validate).map(drop).map_err(|error| error.code)
}
fn refund(venue: &Venue, order_id: OrderId) -> Result<(), Code> {
    let refund = RefundOrder { order_id, to: RefundTo::Method, reason: "test".into() };
    venue.manage(refund).map(drop).map_err(|error| error.code)
}

const ACTS: [(&str, Act); 14] = [
    ("confirm", confirm),
    ("ship", ship),
    ("deliver", deliver),
    ("cancel", cancel),
    ("validate", validate),
    ("refund", refund),
    ("word pending", |venue, order| word(venue, order, OrderPaymentStatus::Pending)),
    ("word paid", |venue, order| word(venue, order, OrderPaymentStatus::Paid)),
    ("word failed", |venue, order| word(venue, order, OrderPaymentStatus::Failed)),
    ("word refunded", |venue, order| word(venue, order, OrderPaymentStatus::Refunded)),
    ("payment pending", |venue, order| state(venue, order, OrderPaymentState::Pending)),
    ("payment completed", |venue, order| state(venue, order, OrderPaymentState::Completed)),
    ("payment failed", |venue, order| state(venue, order, OrderPaymentState::Failed)),
    ("payment cancelled", |venue, order| state(venue, order, OrderPaymentState::Cancelled)),
];

/// How an order comes to a state, by acts; and what each of [`ACTS`] then comes to.
const TABLE: [(&[Act], &str, [&str; 14]); 9] = [
    (
        &[],
        "pending pending/pending",
        [
            "confirmed pending/pending",
            "order_transition_illegal",
            "order_transition_illegal",
            "cancelled refunded/cancelled",
            "pending paid/completed",
            "order_not_paid",
            "payment_transition_illegal",
            "pending paid/completed",
            "pending failed/failed",
            "pending refunded/cancelled",
            "payment_transition_illegal",
            "pending paid/completed",
            "pending failed/failed",
            "pending refunded/cancelled",
        ],
    ),
    (
        &[validate],
        "pending paid/completed",
        [
            "confirmed paid/completed",
            "order_transition_illegal",
            "order_transition_illegal",
            "cancelled refunded/cancelled",
            "payment_transition_illegal",
            "cancelled refunded/cancelled",
            "pending pending/pending",
            "payment_transition_illegal",
            "pending failed/failed",
            "pending refunded/cancelled",
            "pending pending/pending",
            "payment_transition_illegal",
            "pending failed/failed",
            "pending refunded/cancelled",
        ],
    ),
    (
        &[|venue, order| word(venue, order, OrderPaymentStatus::Failed)],
        "pending failed/failed",
        [
            "confirmed failed/failed",
            "order_transition_illegal",
            "order_transition_illegal",
            "cancelled refunded/cancelled",
            "pending paid/completed",
            "order_not_paid",
            "pending pending/pending",
            "pending paid/completed",
            "payment_transition_illegal",
            "payment_transition_illegal",
            "pending pending/pending",
            "pending paid/completed",
            "payment_transition_illegal",
            "payment_transition_illegal",
        ],
    ),
    (
        &[|venue, order| word(venue, order, OrderPaymentStatus::Refunded)],
        "pending refunded/cancelled",
        [
            "confirmed refunded/cancelled",
            "order_transition_illegal",
            "order_transition_illegal",
            "cancelled refunded/cancelled",
            "payment_transition_illegal",
            "order_not_paid",
            "payment_transition_illegal",
            "payment_transition_illegal",
            "payment_transition_illegal",
            "payment_transition_illegal",
            "payment_transition_illegal",
            "payment_transition_illegal",
            "payment_transition_illegal",
            "payment_transition_illegal",
        ],
    ),
    (
        &[confirm],
        "confirmed pending/pending",
        [
            "order_transition_illegal",
            "shipped pending/pending",
            "order_transition_illegal",
            "cancelled refunded/cancelled",
            "confirmed paid/completed",
            "order_not_paid",
            "payment_transition_illegal",
            "confirmed paid/completed",
            "confirmed failed/failed",
            "confirmed refunded/cancelled",
            "payment_transition_illegal",
            "confirmed paid/completed",
            "confirmed failed/failed",
            "confirmed refunded/cancelled",
        ],
    ),
    (
        &[validate, confirm, ship],
        "shipped paid/completed",
        [
            "order_transition_illegal",
            "order_transition_illegal",
            "delivered paid/completed",
            "cancelled refunded/cancelled",
            "payment_transition_illegal",
            "shipped refunded/cancelled",
            "shipped pending/pending",
            "payment_transition_illegal",
            "shipped failed/failed",
            "shipped refunded/cancelled",
            "shipped pending/pending",
            "payment_transition_illegal",
            "shipped failed/failed",
            "shipped refunded/cancelled",
        ],
    ),
    (
        &[confirm, ship, deliver, validate],
        "delivered paid/completed",
        [
            "order_transition_illegal",
            "order_transition_illegal",
            "order_transition_illegal",
            "order_transition_illegal",
            "payment_transition_illegal",
            "delivered refunded/cancelled",
            "delivered pending/pending",
            "payment_transition_illegal",
            "delivered failed/failed",
            "delivered refunded/cancelled",
            "delivered pending/pending",
            "payment_transition_illegal",
            "delivered failed/failed",
            "delivered refunded/cancelled",
        ],
    ),
    (
        &[validate, refund],
        "cancelled refunded/cancelled",
        [
            "order_transition_illegal",
            "order_transition_illegal",
            "order_transition_illegal",
            "order_is_cancelled",
            "order_is_cancelled",
            "order_not_paid",
            "order_is_cancelled",
            "order_is_cancelled",
            "order_is_cancelled",
            "order_is_cancelled",
            "payment_transition_illegal",
            "payment_transition_illegal",
            "payment_transition_illegal",
            "payment_transition_illegal",
        ],
    ),
    (
        &[cancel],
        "cancelled refunded/cancelled",
        [
            "order_transition_illegal",
            "order_transition_illegal",
            "order_transition_illegal",
            "order_is_cancelled",
            "order_is_cancelled",
            "order_not_paid",
            "order_is_cancelled",
            "order_is_cancelled",
            "order_is_cancelled",
            "order_is_cancelled",
            "payment_transition_illegal",
            "payment_transition_illegal",
            "payment_transition_illegal",
            "payment_transition_illegal",
        ],
    ),
];

#[test]
fn every_state_and_every_act() {
    let venue = Venue::new();
    for (way, from, outcomes) in TABLE {
        for ((name, act), wanted) in ACTS.iter().zip(outcomes) {
            let order = venue.waiting_order();
            way.iter().for_each(|step| step(&venue, order).unwrap());
            assert_eq!(venue.both(order), from);
            let logged = venue.shown(order).log.len();
            match act(&venue, order) {
                Ok(()) => assert_eq!(venue.both(order), wanted, "{from}: {name}"),
                Err(code) => {
                    assert_eq!(code.word(), wanted, "{from}: {name}");
                    assert_eq!(venue.both(order), from, "{name}");
                    assert_eq!(venue.shown(order).log.len(), logged);
                }
            }
        }
    }
    assert!(venue.order_findings().is_empty(), "{:?}", venue.order_findings());
    assert!(venue.wrong_orders().is_empty());
}

#[test]
fn each_change_sets_its_dates_and_its_log_rows() {
    let venue = Venue::new();
    let order = venue.waiting_order();
    venue.minutes_pass(5);
    let at = venue.now();
    validate(&venue, order).unwrap();
    let shown = venue.shown(order);
    assert_eq!((shown.order.paid_at, shown.payments[0].completed_at), (Some(at), Some(at)));
    assert_eq!((shown.order.money, shown.order.paid_cents, shown.remaining_cents), (OrderMoney::Full, PRICE, Cents(0)));
    venue.minutes_pass(5);
    let later = venue.now();
    cancel(&venue, order).unwrap();
    let shown = venue.shown(order);
    assert_eq!((shown.order.cancelled_at, shown.order.refunded_at), (Some(later), Some(later)));
    assert_eq!((shown.order.paid_at, shown.payments[0].completed_at), (Some(at), Some(at)), "it was paid, once");
    assert_eq!((shown.payments[0].cancelled_at, shown.payments[0].refunded_to), (Some(later), Some(RefundTo::Method)));
    let lines = [
        "order_created order.payment_status ->pending desk",
        "payment_added payment.status ->pending desk",
        "payment_and_order_validated order.payment_status pending>paid desk",
        "payment_and_order_validated payment.status pending>completed desk",
        "order_and_payment_cancelled payment.status completed>cancelled desk",
        "order_and_payment_cancelled order.status pending>cancelled desk",
        "order_and_payment_cancelled order.payment_status paid>refunded desk",
    ];
    assert_eq!(venue.log_lines(order), lines);
    let newest = &shown.log[0];
    assert_eq!(
        (newest.at, newest.operator_name.as_deref(), newest.reason.as_deref()),
        (later, Some("Mariam"), Some("test"))
    );
}

#[test]
fn the_log_refuses_to_be_rewritten() {
    let venue = Venue::new();
    venue.waiting_order();
    for sql in ["UPDATE payment_logs SET event = 'x'", "DELETE FROM payment_logs"] {
        let refused = venue.unchanged(|| venue.sql(sql)).unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{refused}");
    }
}
