//! Sums, surpluses, refunds, and orders or payments that lack the other.

use super::moves::{cancel, validate, word};
use super::{PRICE, code, new_order, payment};
use crate::support::Venue;
use comptoir_core::base::Cents;
use comptoir_core::door::{Caller, Code};
use comptoir_core::orders::model::{OrderMoney, OrderPaymentState, OrderPaymentStatus, RefundTo};
use comptoir_core::orders::{
    AddPayment, AttachPayment, CancelOrder, ListOrphanPayments, ListOverpaidOrders, RefundOrder, RefundPayment,
    SetOrderPaymentStatus, SetPaymentStatus, SumOrders, ValidateOrder,
};
use comptoir_core::sales::model::PaymentMethod;

#[test]
fn sums_decide_none_part_full() {
    let venue = Venue::new();
    let order = venue.order();
    let money = |venue: &Venue| {
        let row = venue.row(order);
        (row.money.word(), row.payment_status.word(), row.sync_status.word())
    };
    assert_eq!(money(&venue), ("none", "pending", "NO_PAYMENT"));
    venue.add(order, 200_000, true);
    assert_eq!(money(&venue), ("part", "pending", "SYNCED"));
    assert_eq!(venue.shown(order).remaining_cents, Cents(300_000));
    let rest = venue.add(order, 300_000, false);
    assert_eq!(money(&venue), ("part", "pending", "SYNCED"));
    let complete = |accept_surplus| SetPaymentStatus {
        payment_id: rest,
        status: OrderPaymentState::Completed,
        reason: None,
        accept_surplus,
    };
    venue.run(complete(false)).unwrap();
    assert_eq!(money(&venue), ("full", "paid", "SYNCED"));
    assert!(venue.order_findings().is_empty());
    let again = AddPayment {
        order_id: order,
        method: PaymentMethod::Cash,
        amount_cents: Some(Cents(100_000)),
        currency: None,
        completed: true,
        provider_reference: None,
        accept_surplus: false,
    };
    assert_eq!(code(venue.run(again)), Some(Code::PaymentExceedsOrder));
}

#[test]
fn a_surplus_is_a_managers_word_and_has_a_list_and_a_way_back() {
    let venue = Venue::new();
    let order = venue.waiting_order();
    venue.add(order, PRICE.0, true);
    assert_eq!(venue.both(order), "pending paid/pending+completed");
    let wave = venue.shown(order).payments[0].payment_id;
    let complete = |accept_surplus| SetPaymentStatus {
        payment_id: wave,
        status: OrderPaymentState::Completed,
        reason: None,
        accept_surplus,
    };
    assert_eq!(venue.refused(complete(false)), Code::PaymentExceedsOrder);
    assert_eq!(venue.refused(complete(true)), Code::NotAllowed, "staff may not accept a surplus");
    venue.manage(complete(true)).unwrap();
    let shown = venue.shown(order);
    assert_eq!((shown.order.money, shown.surplus_cents), (OrderMoney::Over, PRICE));
    assert_eq!(venue.ask(ListOverpaidOrders::default()).total, 1);
    assert_eq!(venue.ask(SumOrders {}).overpaid, 1);
    assert_eq!(venue.order_findings(), [("order_overpaid".to_owned(), 1)]);
    let refund = RefundPayment { payment_id: wave, to: RefundTo::Wallet, reason: "paid twice".into() };
    assert_eq!(venue.manage(refund).unwrap().refunded_to, Some(RefundTo::Wallet));
    assert_eq!(venue.both(order), "pending paid/cancelled+completed");
    assert!(venue.order_findings().is_empty());
    assert_eq!(venue.value::<i64>("SELECT SUM(balance) FROM users"), PRICE.0, "it is in the wallet");
}

#[test]
fn money_goes_back_the_way_it_came_or_into_the_wallet() {
    let venue = Venue::new();
    for (to, balance) in [(RefundTo::Method, 0), (RefundTo::Wallet, PRICE.0)] {
        let order = venue.waiting_order();
        validate(&venue, order).unwrap();
        let refund = RefundOrder { order_id: order, to, reason: "out of stock".into() };
        assert_eq!(venue.refused(RefundOrder { order_id: order, to, reason: "x".into() }), Code::NotAllowed);
        let shown = venue.manage(refund).unwrap();
        assert_eq!(shown.payments[0].refunded_to, Some(to));
        let customer = shown.order.customer_id;
        assert_eq!(venue.value::<i64>(&format!("SELECT balance FROM users WHERE id = {customer}")), balance);
        assert_eq!(venue.both(order), "cancelled refunded/cancelled");
    }
    let paid_by_wallet = venue.waiting_order();
    venue
        .sql(&format!("UPDATE payments SET method = 'wallet', status = 'completed' WHERE order_id = {paid_by_wallet}"))
        .unwrap();
    cancel(&venue, paid_by_wallet).unwrap();
    let shown = venue.shown(paid_by_wallet);
    assert_eq!(shown.payments[0].refunded_to, Some(RefundTo::Wallet), "what came out of a wallet goes back into it");
    assert_eq!(
        venue.value::<i64>(&format!("SELECT balance FROM users WHERE id = {}", shown.order.customer_id)),
        PRICE.0
    );
}

#[test]
fn staff_take_no_money_out_of_the_books() {
    let venue = Venue::new();
    let order = venue.waiting_order();
    let cancel = |order_id| CancelOrder { order_id, reason: "changed their mind".into() };
    venue.run(cancel(venue.waiting_order())).unwrap();
    validate(&venue, order).unwrap();
    let payment_id = venue.shown(order).payments[0].payment_id;
    let reason = || Some("mistake".to_owned());
    venue.unchanged(|| {
        assert_eq!(venue.refused(cancel(order)), Code::NotAllowed);
        for payment_status in [OrderPaymentStatus::Pending, OrderPaymentStatus::Failed, OrderPaymentStatus::Refunded] {
            let set = SetOrderPaymentStatus { order_id: order, payment_status, payment_method: None, reason: reason() };
            assert_eq!(venue.refused(set), Code::NotAllowed);
        }
        for status in [OrderPaymentState::Pending, OrderPaymentState::Failed, OrderPaymentState::Cancelled] {
            let set = SetPaymentStatus { payment_id, status, reason: reason(), accept_surplus: false };
            assert_eq!(venue.refused(set), Code::NotAllowed);
        }
        let set =
            SetPaymentStatus { payment_id, status: OrderPaymentState::Pending, reason: None, accept_surplus: false };
        assert_eq!(venue.manage(set).unwrap_err().code, Code::TextMissing, "and a manager says why");
    });
}

#[test]
fn an_order_without_a_payment_is_handled() {
    let venue = Venue::new();
    let [paid, noted, failed, cancelled, validated] = [(); 5].map(|()| venue.order());
    word(&venue, paid, OrderPaymentStatus::Paid).unwrap();
    assert_eq!(venue.both(paid), "pending paid/");
    let set = SetOrderPaymentStatus {
        order_id: noted,
        payment_status: OrderPaymentStatus::Paid,
        payment_method: Some(PaymentMethod::OrangeMoney),
        reason: None,
    };
    venue.run(set).unwrap();
    assert_eq!(venue.both(noted), "pending paid/completed");
    word(&venue, failed, OrderPaymentStatus::Failed).unwrap();
    cancel(&venue, cancelled).unwrap();
    assert_eq!(venue.both(cancelled), "cancelled refunded/");
    assert_eq!(validate(&venue, validated), Err(Code::OrderWithoutPayment));
    let with = |payment_method| ValidateOrder {
        order_id: validated,
        payment_method: Some(payment_method),
        provider_reference: Some("WV1".into()),
        reason: None,
    };
    assert_eq!(venue.refused(with(PaymentMethod::Wallet)), Code::BalanceShort);
    venue.run(with(PaymentMethod::Wave)).unwrap();
    assert_eq!(venue.both(validated), "pending paid/completed");
    assert!(venue.order_findings().is_empty());
    let report = venue.ask(comptoir_core::orders::OrderConsistency {});
    assert_eq!((report.orders, report.orders_without_payment), (0, 3), "told, and no disagreement");
}

#[test]
fn a_second_attempt_pays_after_a_first_that_failed() {
    let venue = Venue::new();
    let order = venue.waiting_order();
    word(&venue, order, OrderPaymentStatus::Failed).unwrap();
    venue.add(order, PRICE.0, false);
    assert_eq!(venue.both(order), "pending pending/failed+pending");
    validate(&venue, order).unwrap();
    assert_eq!(venue.both(order), "pending paid/failed+completed");
    assert!(venue.order_findings().is_empty());
}

#[test]
fn money_without_an_order_is_listed_and_finds_its_order() {
    let venue = Venue::new();
    venue
        .sql("INSERT INTO payments (order_id, order_reference, method, amount_cents, currency, status)
              VALUES (NULL, 'CMD-LOST', 'wave', 500000, 'XOF', 'completed'), (4711, NULL, 'cash', 100, 'XOF', 'completed')")
        .unwrap();
    let orphans = venue.ask(ListOrphanPayments::default());
    assert_eq!(orphans.total, 2);
    assert_eq!(venue.order_findings(), [("orphan_payment".to_owned(), 2)]);
    let payment_id = orphans.payments.iter().find(|found| found.order_reference.is_some()).unwrap().payment_id;
    let order_id = venue.order();
    let attach = |payment_id, order_id| AttachPayment { payment_id, order_id, reason: None, accept_surplus: false };
    venue.manage(attach(payment_id, order_id)).unwrap();
    assert_eq!(venue.both(order_id), "pending paid/completed");
    assert_eq!(venue.manage(attach(payment_id, order_id)).unwrap_err().code, Code::PaymentNotOrphan);
    let other = orphans.payments.iter().find(|found| found.payment_id != payment_id).unwrap().payment_id;
    let refund = |to| RefundPayment { payment_id: other, to, reason: "nobody's".into() };
    assert_eq!(venue.manage(refund(RefundTo::Wallet)).unwrap_err().code, Code::CustomerUnknown);
    venue.manage(refund(RefundTo::Method)).unwrap();
    assert_eq!(venue.ask(ListOrphanPayments::default()).total, 1, "it still has no order");
}

#[test]
fn totals_are_told_by_both_statuses() {
    let venue = Venue::new();
    let wave = || Some(payment(PaymentMethod::Wave, None, true));
    let customer = venue.customer("Awa Diop");
    for _ in 0..2 {
        venue.run(new_order(customer, wave())).unwrap();
    }
    venue.order();
    let totals = venue.ask(SumOrders {});
    let said: Vec<_> =
        totals.by_status.iter().map(|line| (line.payment_status.word(), line.orders, line.total_cents)).collect();
    assert_eq!(said, [("paid", 2, Cents(1_000_000)), ("pending", 1, PRICE)]);
    assert_eq!((totals.mismatches, totals.overpaid, totals.orphan_payments), (0, 0, 0));
    assert_eq!(venue.desk().ask(Caller::Nobody, SumOrders {}).unwrap_err().code, Code::NotSignedIn);
}
