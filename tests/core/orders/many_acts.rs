//! Any acts in any order, through the door and past it: the two sides stay one truth.

use crate::support::Venue;
use comptoir_core::base::{Cents, OrderId, PaymentId};
use comptoir_core::door::DoorError;
use comptoir_core::monitor::Repair;
use comptoir_core::orders::model::{OrderPaymentState, OrderPaymentStatus, OrderStatus, RefundTo};
use comptoir_core::orders::{
    AddPayment, CancelOrder, RefundOrder, RefundPayment, SetOrderPaymentStatus, SetOrderStatus, SetPaymentStatus,
    ValidateOrder,
};
use comptoir_core::sales::model::PaymentMethod;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};

#[derive(Clone, Debug)]
enum Act {
    Status(OrderStatus),
    Word(OrderPaymentStatus),
    Payment(usize, OrderPaymentState),
    Add(i64, bool),
    Cancel,
    Validate,
    Refund(RefundTo),
    RefundOne(usize),
    /// Past the door: one statement on the order, or on one of its payments.
    OutsideStatus(OrderStatus),
    OutsideWord(OrderPaymentStatus),
    OutsidePayment(usize, OrderPaymentState),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let status = || select(OrderStatus::ALL);
    let word = || select(OrderPaymentStatus::ALL);
    let state = || select(OrderPaymentState::ALL);
    let act = prop_oneof![
        2 => status().prop_map(Act::Status),
        3 => word().prop_map(Act::Word),
        3 => (0_usize..3, state()).prop_map(|(place, state)| Act::Payment(place, state)),
        4 => (select(&[100_000_i64, 200_000, 300_000, 500_000][..]), any::<bool>()).prop_map(|(cents, completed)| Act::Add(cents, completed)),
        1 => Just(Act::Cancel),
        2 => Just(Act::Validate),
        1 => select(RefundTo::ALL).prop_map(Act::Refund),
        1 => (0_usize..3).prop_map(Act::RefundOne),
        1 => status().prop_map(Act::OutsideStatus),
        3 => word().prop_map(Act::OutsideWord),
        3 => (0_usize..3, state()).prop_map(|(place, state)| Act::OutsidePayment(place, state)),
    ];
    prop::collection::vec(act, 1..14)
}

fn perform(venue: &Venue, order_id: OrderId, act: &Act) -> Result<(), DoorError> {
    let reason = || "test".to_owned();
    let payments = venue.shown(order_id).payments;
    let one = |place: usize| payments.get(place).map_or(PaymentId(-1), |payment| payment.payment_id);
    match act.clone() {
        Act::Status(status) => venue.manage(SetOrderStatus { order_id, status, reason: Some(reason()) }).map(drop),
        Act::Word(payment_status) => {
            let set = SetOrderPaymentStatus { order_id, payment_status, payment_method: None, reason: Some(reason()) };
            venue.manage(set).map(drop)
        }
        Act::Payment(place, status) => {
            let set =
                SetPaymentStatus { payment_id: one(place), status, reason: Some(reason()), accept_surplus: false };
            venue.manage(set).map(drop)
        }
        Act::Add(amount, completed) => venue
            .run(AddPayment {
                order_id,
                method: PaymentMethod::Cash,
                amount_cents: Some(Cents(amount)),
                currency: None,
                completed,
                provider_reference: None,
                accept_surplus: false,
            })
            .map(drop),
        Act::Cancel => venue.manage(CancelOrder { order_id, reason: reason() }).map(drop),
        Act::Validate => venue
            .run(ValidateOrder { order_id, payment_method: None, provider_reference: None, reason: None })
            .map(drop),
        Act::Refund(to) => venue.manage(RefundOrder { order_id, to, reason: reason() }).map(drop),
        Act::RefundOne(place) => {
            venue.manage(RefundPayment { payment_id: one(place), to: RefundTo::Method, reason: reason() }).map(drop)
        }
        Act::OutsideStatus(status) => {
            outside(venue, &format!("UPDATE orders SET status = '{status}' WHERE id = {order_id}"))
        }
        Act::OutsideWord(word) => {
            outside(venue, &format!("UPDATE orders SET payment_status = '{word}' WHERE id = {order_id}"))
        }
        Act::OutsidePayment(place, state) => {
            outside(venue, &format!("UPDATE payments SET status = '{state}' WHERE id = {}", one(place)))
        }
    }
}

fn outside(venue: &Venue, sql: &str) -> Result<(), DoorError> {
    venue.sql(sql).unwrap();
    Ok(())
}

impl Act {
    fn is_from_outside(&self) -> bool {
        matches!(self, Self::OutsideStatus(_) | Self::OutsideWord(_) | Self::OutsidePayment(..))
    }
}

#[test]
fn any_acts_in_any_order_keep_one_truth() {
    let venue = Venue::before_real_now(60);
    let mut runner = TestRunner::new(Config { cases: 60, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&acts(), |acts| {
        let order_id = venue.order();
        let mut was_outside = false;
        for act in acts {
            let before = (venue.both(order_id), venue.shown(order_id).log.len());
            let outcome = perform(&venue, order_id, &act);
            let shown = venue.shown(order_id);
            was_outside |= act.is_from_outside();
            if let Err(refusal) = outcome {
                prop_assert_eq!((venue.both(order_id), shown.log.len()), before, "{:?} {:?}", act, refusal.code);
                continue;
            }
            let order = &shown.order;
            // The desk's own work never leaves the two sides apart; from outside only money can be off, never the words.
            let class = order.mismatch.map(|class| class.word());
            let is_money = matches!(
                class,
                None | Some("amount_differs" | "overpaid" | "cancelled_with_money" | "order_cancelled_payment_pending")
            );
            prop_assert!(was_outside || class.is_none(), "{:?}: {:?}", act, shown);
            prop_assert!(is_money, "{:?}: {:?}", act, shown);
            let paid: i64 = shown
                .payments
                .iter()
                .filter(|payment| payment.status == OrderPaymentState::Completed)
                .map(|payment| payment.amount_cents.0)
                .sum();
            prop_assert_eq!(order.paid_cents.0, paid);
            prop_assert_eq!(
                order.paid_at.is_some(),
                order.paid_at.is_some() && order.payment_status != OrderPaymentStatus::Pending
            );
            // The log tells how the present came about: its last word on each status is that status.
            let last = |field: &str, payment| {
                shown
                    .log
                    .iter()
                    .find(|row| row.field == field && row.payment_id == payment)
                    .and_then(|row| row.new.clone())
            };
            prop_assert_eq!(last("order.payment_status", None), Some(order.payment_status.word().to_owned()));
            for payment in &shown.payments {
                prop_assert_eq!(
                    last("payment.status", Some(payment.payment_id)),
                    Some(payment.status.word().to_owned())
                );
            }
        }
        venue.manage(Repair::default()).unwrap();
        let again = venue.unchanged(|| venue.manage(Repair::default())).unwrap();
        prop_assert!(again.changes.is_empty());
        Ok(())
    });
    outcome.unwrap();
    assert_eq!(venue.value::<i64>("SELECT COUNT(*) FROM orders WHERE is_settling = 1"), 0);
    let findings = venue.order_findings();
    assert!(findings.iter().all(|(name, _)| name != "order_sums_drifted" && name != "order_conflict"), "{findings:?}");
}
