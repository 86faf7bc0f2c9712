//! What is not possible is refused with its own code, and changes nothing.

use super::{PRICE, line, new_order, payment};
use crate::support::Venue;
use comptoir_core::base::{Cents, Currency, CustomerId, OrderId, PaymentId};
use comptoir_core::customers::BlockCustomer;
use comptoir_core::door::Code;
use comptoir_core::orders::model::{OrderPaymentState, RefundTo};
use comptoir_core::orders::{
    AddPayment, AttachPayment, BulkCancelOrders, BulkValidateOrders, CancelOrder, CreateOrder, NewOrderLine,
    RefundOrder, RefundPayment, SetPaymentStatus, ShowOrder, ValidateOrder,
};
use comptoir_core::sales::model::PaymentMethod;
use serde_json::{Value, json};

#[test]
fn an_order_that_cannot_be_is_not_taken() {
    let venue = Venue::new();
    let customer = venue.customer("Awa Diop");
    let order = || new_order(customer, None);
    let lines = |lines: Vec<NewOrderLine>| CreateOrder { lines, ..order() };
    let named = |reference: &str| CreateOrder { reference: Some(reference.into()), ..order() };
    let label = |label: String| lines(vec![NewOrderLine { label, ..line(1, 100) }]);
    let paid = |payment| CreateOrder { payment: Some(payment), ..order() };
    let blocked = venue.customer("Kofi");
    venue.manage(BlockCustomer { customer_id: blocked, reason: "debts".into() }).unwrap();
    venue.run(named("TEST1014")).unwrap();
    let huge = 9_007_199_254_740_991;
    let table = [
        (lines(vec![]), Code::OrderWithoutLines),
        (lines(vec![line(1, 100); 101]), Code::OrderWithoutLines),
        (lines(vec![line(0, 100)]), Code::AmountInvalid),
        (lines(vec![line(-1, 100)]), Code::AmountInvalid),
        (lines(vec![line(10_001, 100)]), Code::AmountInvalid),
        (lines(vec![line(1, -100)]), Code::AmountInvalid),
        (lines(vec![line(1, 0)]), Code::AmountInvalid),
        (lines(vec![line(1, huge + 1)]), Code::AmountInvalid),
        (lines(vec![line(1, i64::MAX)]), Code::AmountInvalid),
        (lines(vec![line(10_000, i64::MAX)]), Code::AmountInvalid),
        (lines(vec![line(1, huge), line(1, 1)]), Code::AmountInvalid),
        (label(String::new()), Code::TextMissing),
        (label("x".repeat(121)), Code::TextTooLong),
        (named("TEST1014"), Code::OrderReferenceTaken),
        (named(""), Code::OrderReferenceInvalid),
        (named("a b"), Code::OrderReferenceInvalid),
        (named("é"), Code::OrderReferenceInvalid),
        (named(&"x".repeat(41)), Code::OrderReferenceInvalid),
        (new_order(CustomerId(99), None), Code::CustomerUnknown),
        (new_order(blocked, None), Code::CustomerBlocked),
        (paid(payment(PaymentMethod::Wallet, None, true)), Code::BalanceShort),
        (paid(payment(PaymentMethod::Wave, Some(0), true)), Code::AmountInvalid),
        (paid(payment(PaymentMethod::Wave, Some(-1), true)), Code::AmountInvalid),
        (paid(payment(PaymentMethod::Wave, Some(huge + 1), true)), Code::AmountInvalid),
        (paid(payment(PaymentMethod::Wave, Some(PRICE.0 + 1), true)), Code::PaymentExceedsOrder),
    ];
    venue.unchanged(|| {
        for (order, wanted) in table {
            let told = format!("{order:?}");
            assert_eq!(venue.refused(order), wanted, "{told}");
        }
    });
    let euro = CreateOrder { currency: Some(Currency::Eur), ..order() };
    let mixed =
        comptoir_core::orders::NewPayment { currency: Some(Currency::Xof), ..payment(PaymentMethod::Card, None, true) };
    assert_eq!(venue.refused(CreateOrder { payment: Some(mixed), ..euro }), Code::PaymentCurrencyDiffers);
    let biggest = venue.run(lines(vec![line(1, huge)])).unwrap();
    assert_eq!(biggest.order.total_cents, Cents(huge));
    let given = venue.run(order()).unwrap().order.reference;
    assert!(given.starts_with("CMD0"), "{given}");
    venue.run(named("CMD000004")).unwrap();
    assert_eq!(venue.run(order()).unwrap().order.reference, "CMD000005", "a number that is taken is passed over");
}

#[test]
fn a_payment_that_cannot_be_is_not_noted() {
    let venue = Venue::new();
    let order_id = venue.order();
    let cancelled = venue.order();
    venue.run(CancelOrder { order_id: cancelled, reason: "x".into() }).unwrap();
    let add = |order_id| AddPayment {
        order_id,
        method: PaymentMethod::Wave,
        amount_cents: Some(Cents(100_000)),
        currency: None,
        completed: true,
        provider_reference: Some("WV1".into()),
        accept_surplus: false,
    };
    venue.run(add(order_id)).unwrap();
    let amount = |amount| AddPayment { amount_cents: Some(Cents(amount)), provider_reference: None, ..add(order_id) };
    let table = [
        (add(OrderId(99)), Code::OrderUnknown),
        (add(cancelled), Code::OrderIsCancelled),
        (add(order_id), Code::PaymentReferenceTaken),
        (AddPayment { currency: Some(Currency::Eur), ..amount(1) }, Code::PaymentCurrencyDiffers),
        (AddPayment { method: PaymentMethod::Wallet, ..amount(1) }, Code::BalanceShort),
        (AddPayment { accept_surplus: true, ..amount(PRICE.0) }, Code::NotAllowed),
        (amount(0), Code::AmountInvalid),
        (amount(-1), Code::AmountInvalid),
        (amount(i64::MAX), Code::AmountInvalid),
        (amount(400_001), Code::PaymentExceedsOrder),
    ];
    venue.unchanged(|| {
        for (payment, wanted) in table {
            let told = format!("{payment:?}");
            assert_eq!(venue.refused(payment), wanted, "{told}");
        }
    });
    let rest = AddPayment { amount_cents: None, provider_reference: None, ..add(order_id) };
    assert_eq!(venue.run(rest).unwrap().payments[1].amount_cents, Cents(400_000), "what remains");
    let nothing_left = AddPayment { amount_cents: None, provider_reference: None, ..add(order_id) };
    assert_eq!(venue.refused(nothing_left), Code::PaymentExceedsOrder);
}

#[test]
fn what_is_not_there_is_unknown_and_what_does_not_cover_is_not_paid() {
    let venue = Venue::new();
    let order_id = OrderId(99);
    let reason = || "x".to_owned();
    let validate = |order_id| ValidateOrder { order_id, payment_method: None, provider_reference: None, reason: None };
    assert_eq!(venue.refused(CancelOrder { order_id, reason: reason() }), Code::OrderUnknown);
    assert_eq!(venue.refused(CancelOrder { order_id, reason: " ".into() }), Code::TextMissing);
    assert_eq!(venue.refused(validate(order_id)), Code::OrderUnknown);
    let refund = RefundOrder { order_id, to: RefundTo::Method, reason: reason() };
    assert_eq!(venue.manage(refund).unwrap_err().code, Code::OrderUnknown);
    let payment_id = PaymentId(99);
    let refund = RefundPayment { payment_id, to: RefundTo::Method, reason: reason() };
    assert_eq!(venue.manage(refund).unwrap_err().code, Code::PaymentUnknown);
    let set = SetPaymentStatus { payment_id, status: OrderPaymentState::Failed, reason: None, accept_surplus: false };
    assert_eq!(venue.refused(set), Code::PaymentUnknown);
    let attach = AttachPayment { payment_id, order_id, reason: None, accept_surplus: false };
    assert_eq!(venue.manage(attach).unwrap_err().code, Code::PaymentUnknown);
    for show in [
        ShowOrder { order_id: Some(order_id), reference: None },
        ShowOrder { order_id: None, reference: Some("TEST9".into()) },
        ShowOrder::default(),
    ] {
        assert_eq!(venue.desk().ask(venue.staff, show).unwrap_err().code, Code::OrderUnknown);
    }
    let short = venue.order();
    venue.add(short, 200_000, false);
    let refused = venue.unchanged(|| venue.run(validate(short))).unwrap_err();
    assert_eq!(refused.code, Code::OrderNotCovered);
    assert_eq!(
        (refused.args["covered_cents"].as_i64(), refused.args["total_cents"].as_i64()),
        (Some(200_000), Some(PRICE.0))
    );
    venue.add(short, 300_000, false);
    venue.run(validate(short)).unwrap();
    assert_eq!(venue.both(short), "pending paid/completed+completed", "two payments for one order");
}

#[test]
fn a_state_outside_the_table_does_not_reach_the_books() {
    let venue = Venue::new();
    let order = venue.waiting_order();
    let refused = |name: &str, input: Value| {
        let outcome = venue.unchanged(|| venue.desk().execute(venue.manager, name, input, None));
        assert_eq!(outcome.unwrap_err().code, Code::BadInput, "{name}");
    };
    refused("order.set_status", json!({ "order_id": order, "status": "lost" }));
    refused("order.set_payment_status", json!({ "order_id": order, "payment_status": "completed" }));
    refused("payment.set_status", json!({ "payment_id": 1, "status": "paid" }));
    refused("order.add_payment", json!({ "order_id": order, "method": "cheque" }));
    refused("order.add_payment", json!({ "order_id": order, "method": "cash", "amount_cents": 1.5 }));
    refused("order.create", json!({ "customer_id": 1, "lines": [], "currency": "USD" }));
    refused("order.refund", json!({ "order_id": order, "to": "charity", "reason": "x" }));
    refused("monitor.repair", json!({ "prefer": "both" }));
}

#[test]
fn many_at_once_have_their_bounds() {
    let venue = Venue::new();
    let cancel = |order_ids| BulkCancelOrders { order_ids, reason: "x".into(), after: None };
    let too_many = (1..=10_001).map(OrderId).collect();
    assert_eq!(venue.manage(cancel(vec![])).unwrap_err().code, Code::BulkEmpty);
    assert_eq!(venue.manage(cancel(too_many)).unwrap_err().code, Code::BulkTooLarge);
    assert_eq!(venue.manage(BulkValidateOrders::default()).unwrap_err().code, Code::BulkEmpty);
    assert_eq!(venue.refused(cancel(vec![OrderId(1)])), Code::NotAllowed);
}
