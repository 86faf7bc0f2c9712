//! Orders that a wallet pays for: whatever becomes of the payment at the desk, its money is in one place and in the ledger.

use super::{PRICE, new_order, payment};
use crate::support::Venue;
use comptoir_core::base::{Cents, CustomerId, OrderId, PaymentId};
use comptoir_core::door::Code;
use comptoir_core::orders::model::{OrderPaymentState, OrderPaymentStatus, RefundTo};
use comptoir_core::orders::{CancelOrder, RefundOrder, SetOrderPaymentStatus, SetPaymentStatus, ValidateOrder};
use comptoir_core::sales::model::PaymentMethod;
use comptoir_core::wallets::{Deposit, ShowWallet};

fn customer_with(venue: &Venue, amount: i64) -> CustomerId {
    let customer_id = venue.customer("Awa Diop");
    let reason = "cash".into();
    let deposit = Deposit { customer_id, amount_cents: Cents(amount), currency: None, transaction_id: None, reason };
    venue.run(deposit).unwrap();
    customer_id
}

fn balance(venue: &Venue, customer_id: CustomerId) -> i64 {
    let wallet = venue.ask(ShowWallet { customer_id }).wallet;
    assert_eq!(wallet.health.word(), "OK");
    wallet.balance_cents.0
}

fn ordered(venue: &Venue, customer_id: CustomerId, completed: bool) -> (OrderId, PaymentId) {
    let wallet = payment(PaymentMethod::Wallet, None, completed);
    let made = venue.run(new_order(customer_id, Some(wallet))).unwrap();
    (made.order.order_id, made.payments[0].payment_id)
}

fn word(venue: &Venue, order_id: OrderId, payment_status: OrderPaymentStatus) -> Result<(), Code> {
    let reason = Some("test".into());
    let set = SetOrderPaymentStatus { order_id, payment_status, payment_method: None, reason };
    venue.manage(set).map(drop).map_err(|error| error.code)
}

fn state(venue: &Venue, payment_id: PaymentId, status: OrderPaymentState) -> Result<(), Code> {
    let set = SetPaymentStatus { payment_id, status, reason: Some("test".into()), accept_surplus: false };
    venue.manage(set).map(drop).map_err(|error| error.code)
}

#[test]
fn paid_at_once_and_cancelled_the_money_is_where_it_was() {
    let venue = Venue::new();
    let awa = customer_with(&venue, PRICE.0 + 7);
    let (order, _) = ordered(&venue, awa, true);
    assert_eq!((venue.both(order).as_str(), balance(&venue, awa)), ("pending paid/completed", 7));
    venue.manage(CancelOrder { order_id: order, reason: "test".into() }).unwrap();
    assert_eq!((venue.both(order).as_str(), balance(&venue, awa)), ("cancelled refunded/cancelled", PRICE.0 + 7));
}

#[test]
fn a_payment_to_come_takes_nothing_until_the_order_is_validated() {
    let venue = Venue::new();
    let awa = customer_with(&venue, PRICE.0 - 1);
    let (order, _) = ordered(&venue, awa, false);
    assert_eq!(balance(&venue, awa), PRICE.0 - 1);
    let validate = || ValidateOrder { order_id: order, payment_method: None, provider_reference: None, reason: None };
    assert_eq!(venue.refused(validate()), Code::BalanceShort);
    assert_eq!((venue.both(order).as_str(), balance(&venue, awa)), ("pending pending/pending", PRICE.0 - 1));
    let reason = "one franc more".into();
    venue
        .run(Deposit { customer_id: awa, amount_cents: Cents(1), currency: None, transaction_id: None, reason })
        .unwrap();
    venue.run(validate()).unwrap();
    assert_eq!((venue.both(order).as_str(), balance(&venue, awa)), ("pending paid/completed", 0));
    assert_eq!(venue.refused(validate()), Code::PaymentTransitionIllegal);
    assert_eq!(balance(&venue, awa), 0, "once");
}

#[test]
fn taken_back_and_paid_again_from_either_side_every_turn_has_its_row() {
    let venue = Venue::new();
    let awa = customer_with(&venue, PRICE.0);
    let (order, payment) = ordered(&venue, awa, true);
    word(&venue, order, OrderPaymentStatus::Failed).unwrap();
    assert_eq!((venue.both(order).as_str(), balance(&venue, awa)), ("pending failed/failed", PRICE.0));
    word(&venue, order, OrderPaymentStatus::Paid).unwrap();
    assert_eq!((venue.both(order).as_str(), balance(&venue, awa)), ("pending paid/completed", 0));
    state(&venue, payment, OrderPaymentState::Pending).unwrap();
    assert_eq!((venue.both(order).as_str(), balance(&venue, awa)), ("pending pending/pending", PRICE.0));
    state(&venue, payment, OrderPaymentState::Completed).unwrap();
    assert_eq!((venue.both(order).as_str(), balance(&venue, awa)), ("pending paid/completed", 0));
    // Whichever way is asked for: what came out of the wallet goes back into it.
    venue.manage(RefundOrder { order_id: order, to: RefundTo::Method, reason: "test".into() }).unwrap();
    assert_eq!(balance(&venue, awa), PRICE.0);
    let rows: String =
        venue.value("SELECT group_concat(operation_type, ' ') FROM (SELECT * FROM balance_operations ORDER BY id)");
    assert_eq!(rows, "deposit withdraw deposit withdraw deposit withdraw deposit");
}
