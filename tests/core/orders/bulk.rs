//! Many orders at once: a report per row, progress between steps, and nothing that one refusal takes from the others.

use super::{new_order, payment};
use crate::support::Venue;
use comptoir_core::base::OrderId;
use comptoir_core::door::Code;
use comptoir_core::door::RequestId;
use comptoir_core::orders::report::{BulkOutcome, BulkRow, BulkStep};
use comptoir_core::orders::{BulkCancelOrders, BulkValidateOrders, CancelOrder};
use comptoir_core::sales::model::PaymentMethod;

/// Goes on until the end, as a face does; the rows, and what was left after each step.
fn to_the_end(mut step: impl FnMut(Option<OrderId>) -> BulkStep) -> (Vec<BulkRow>, Vec<i64>) {
    let (mut rows, mut left, mut after) = (Vec::new(), Vec::new(), None);
    loop {
        let done = step(after);
        rows.extend(done.rows);
        left.push(done.left);
        if done.next_after.is_none() {
            return (rows, left);
        }
        after = done.next_after;
    }
}

#[test]
fn wave_payments_are_validated_together_and_the_one_that_cannot_be_says_why() {
    let venue = Venue::new();
    let customer = venue.customer("Awa Diop");
    let order =
        |method, amount| venue.run(new_order(customer, Some(payment(method, amount, false)))).unwrap().order.order_id;
    let waves: Vec<OrderId> = (0..3).map(|_| order(PaymentMethod::Wave, None)).collect();
    let short = order(PaymentMethod::Wave, Some(100_000));
    let cash = order(PaymentMethod::Cash, None);
    let gone = order(PaymentMethod::Wave, None);
    venue.run(CancelOrder { order_id: gone, reason: "x".into() }).unwrap();
    let validate = BulkValidateOrders { method: Some(PaymentMethod::Wave), ..BulkValidateOrders::default() };
    let step = venue.manage(validate).unwrap();
    assert_eq!((step.next_after, step.left), (None, 0));
    let said: Vec<_> = step.rows.iter().map(|row| (row.order_id, row.outcome, row.code)).collect();
    let done = |order: OrderId| (order, BulkOutcome::Done, None);
    let wanted =
        [done(waves[0]), done(waves[1]), done(waves[2]), (short, BulkOutcome::Refused, Some(Code::OrderNotCovered))];
    assert_eq!(said, wanted);
    assert_eq!(step.rows[3].args["covered_cents"], 100_000);
    assert_eq!(venue.both(waves[1]), "pending paid/completed");
    assert_eq!(
        (venue.both(short).as_str(), venue.both(cash).as_str()),
        ("pending pending/pending", "pending pending/pending")
    );
    assert_eq!(venue.both(gone), "cancelled refunded/cancelled");
    assert!(venue.order_findings().is_empty());
}

#[test]
fn a_long_run_goes_step_by_step_and_stops_where_it_is_stopped() {
    let venue = Venue::new();
    let orders: Vec<OrderId> = (0..120).map(|_| venue.waiting_order()).collect();
    let twice = [orders.as_slice(), &[orders[3], OrderId(9_999)]].concat();
    let cancel = |after| BulkCancelOrders { order_ids: twice.clone(), reason: "stock".into(), after };
    let first = venue.manage(cancel(None)).unwrap();
    assert_eq!((first.rows.len(), first.next_after, first.left), (50, Some(orders[49]), 71));
    assert_eq!(venue.both(orders[49]), "cancelled refunded/cancelled");
    assert_eq!(venue.both(orders[50]), "pending pending/pending", "stopped here, the rest is as it was");
    let (rows, left) = to_the_end(|after| venue.manage(cancel(after.or(first.next_after))).unwrap());
    assert_eq!((rows.len(), left), (71, vec![21, 0]));
    assert_eq!(rows.iter().filter(|row| row.outcome == BulkOutcome::Done).count(), 70);
    let unknown = rows.last().unwrap();
    assert_eq!(
        (unknown.order_id, unknown.reference.as_deref(), unknown.code),
        (OrderId(9_999), None, Some(Code::OrderUnknown))
    );
    assert_eq!(venue.value::<i64>("SELECT COUNT(*) FROM orders WHERE status = 'cancelled'"), 120);
}

#[test]
fn a_step_that_refuses_all_changes_nothing_and_one_sent_twice_happens_once() {
    let venue = Venue::new();
    let order = venue.waiting_order();
    let step = || BulkCancelOrders { order_ids: vec![order], reason: "x".into(), after: None };
    let send = |id: &str| venue.desk().run(venue.manager, step(), Some(RequestId(id.into()))).unwrap();
    let first = send("a").output;
    let audited: i64 = venue.value("SELECT COUNT(*) FROM audit_log");
    assert_eq!(send("a").output, first);
    let refused = send("b");
    assert_eq!(refused.output.rows[0].code, Some(Code::OrderIsCancelled));
    assert!(refused.changed.is_empty());
    assert_eq!(venue.value::<i64>("SELECT COUNT(*) FROM audit_log"), audited, "nothing changed, nothing to audit");
}
