//! Wallets and sales in one transaction: what is bought with a wallet, and what comes back into it.

use super::support::{EUR, code, deposit_of};
use crate::support::Venue;
use comptoir_core::base::{Cents, Currency, CustomerId, Millis, PurchaseId};
use comptoir_core::door::Code;
use comptoir_core::sales::model::{PaymentMethod, PaymentStatus, PurchaseDetail};
use comptoir_core::sales::{CreatePurchase, MarkPurchasePaid, RefundPurchase};
use comptoir_core::sessions::{TerminateSession, UnusedTime};
use comptoir_core::wallets::Deposit;

impl Venue {
    fn buy(
        &self,
        customer_id: CustomerId,
        minutes: i64,
        method: PaymentMethod,
        paid: bool,
    ) -> Result<PurchaseDetail, comptoir_core::door::DoorError> {
        let package_id = self.package(minutes);
        self.run(CreatePurchase { customer_id, package_id, payment_method: Some(method), paid, window: None })
    }
}

fn refund(purchase: &PurchaseDetail, to_wallet: bool) -> RefundPurchase {
    RefundPurchase { purchase_id: purchase.purchase.purchase_id, reason: "left".into(), to_wallet }
}

/// 60 minutes cost 120,000 in these tests.
const PRICE: i64 = 120_000;

#[test]
fn a_package_bought_with_the_wallet_takes_its_price_and_a_refund_brings_it_back() {
    let venue = Venue::new();
    let awa = venue.saver(200_000);
    let bought = venue.buy(awa, 60, PaymentMethod::Wallet, true).unwrap();
    assert_eq!(bought.purchase.payment_status, PaymentStatus::Completed);
    assert!(bought.purchase.invoice_id.is_some());
    assert_eq!(venue.ledger(awa)[1..], [("withdraw", PRICE, 80_000, 0)]);
    // Even without being asked to: what came from the wallet goes back there.
    venue.manage(refund(&bought, false)).unwrap();
    assert_eq!(venue.ledger(awa)[2..], [("deposit", PRICE, 200_000, 0)]);
    assert_eq!(code(venue.unchanged(|| venue.manage(refund(&bought, true)))), Code::PurchaseNotPaid, "once");
    let about: String = venue.value("SELECT subject_kind || command FROM audit_log ORDER BY seq DESC LIMIT 1");
    assert_eq!(about, "purchasespurchase.refund", "the trail tells of the sale");
}

#[test]
fn a_wallet_that_is_short_buys_nothing_at_all() {
    let venue = Venue::new();
    let awa = venue.saver(PRICE - 1);
    venue.package(60);
    let sold = |venue: &Venue| venue.value::<i64>("SELECT COUNT(*) FROM purchases");
    let refused = venue.buy(awa, 60, PaymentMethod::Wallet, true).unwrap_err();
    assert_eq!((refused.code, &refused.args["currency"]), (Code::BalanceShort, &"XOF".into()));
    assert_eq!((sold(&venue), venue.purse(awa)), (0, (PRICE - 1, 0, "OK")));
    let later = venue.buy(awa, 60, PaymentMethod::Wallet, false).unwrap().purchase;
    assert_eq!((later.payment_status, venue.purse(awa).0), (PaymentStatus::Pending, PRICE - 1), "to be paid later");
    let pay = |purchase_id: PurchaseId| {
        venue.run(MarkPurchasePaid { purchase_id, payment_method: PaymentMethod::Wallet, reference: None })
    };
    assert_eq!(code(venue.unchanged(|| pay(later.purchase_id))), Code::BalanceShort);
    venue.run(deposit_of(awa, 1)).unwrap();
    assert_eq!(pay(later.purchase_id).unwrap().purchase.payment_status, PaymentStatus::Completed);
    assert_eq!(venue.purse(awa), (0, 0, "OK"));
    assert_eq!(code(venue.unchanged(|| pay(later.purchase_id))), Code::PurchaseNotPending, "once");
}

#[test]
fn a_sale_and_its_wallet_speak_one_currency() {
    let venue = Venue::new();
    let awa = venue.customer("Awa Diop");
    let empty = venue.buy(awa, 60, PaymentMethod::Wallet, true).unwrap_err();
    assert_eq!((empty.code, empty.args["amount_cents"].as_i64()), (Code::BalanceShort, Some(PRICE)));
    venue.run(Deposit { currency: EUR, ..deposit_of(awa, 500_000) }).unwrap();
    assert_eq!(code(venue.buy(awa, 60, PaymentMethod::Wallet, true)), Code::WalletCurrencyDiffers);
    let cash = venue.buy(awa, 60, PaymentMethod::Cash, true).unwrap();
    assert_eq!(code(venue.unchanged(|| venue.manage(refund(&cash, true)))), Code::WalletCurrencyDiffers);
    venue.manage(refund(&cash, false)).unwrap();
    assert_eq!((venue.purse(awa), venue.wallet(awa).wallet.currency), ((500_000, 0, "OK"), Currency::Eur));
}

#[test]
fn cash_comes_back_into_the_wallet_when_the_customer_wants_it_there() {
    let venue = Venue::new();
    let awa = venue.customer("Awa Diop");
    let bought = venue.buy(awa, 60, PaymentMethod::Cash, true).unwrap();
    assert_eq!(venue.ledger(awa), []);
    venue.manage(refund(&bought, true)).unwrap();
    assert_eq!(venue.ledger(awa), [("deposit", PRICE, PRICE, 0)]);
    let refunds: i64 = venue.value("SELECT COUNT(*) FROM purchases WHERE payment_status = 'refunded'");
    assert_eq!(refunds, 1);
}

#[test]
fn unused_time_comes_back_into_the_wallet_that_paid_for_it() {
    let venue = Venue::new();
    let awa = venue.saver(PRICE);
    let bought = venue.buy(awa, 60, PaymentMethod::Wallet, true).unwrap();
    let session_id = venue.activate(venue.invoice_id(&bought), true).unwrap().session_id;
    venue.clock.advance(Millis::from_minutes(45));
    let terminate = TerminateSession { session_id, reason: "left".into(), unused: UnusedTime::RefundToWallet };
    venue.run(terminate).unwrap();
    assert_eq!(venue.ledger(awa)[2..], [("deposit", PRICE / 4, PRICE / 4, 0)]);
    assert_eq!(code(venue.unchanged(|| venue.manage(refund(&bought, true)))), Code::PurchaseRefundedInPart);
}

#[test]
fn a_wallet_that_needs_a_decision_stops_the_refund_and_not_the_customer() {
    let venue = Venue::new();
    let awa = venue.customer("Awa Diop");
    let bought = venue.buy(awa, 60, PaymentMethod::Cash, true).unwrap();
    venue.sql(&format!("UPDATE users SET balance = 5 WHERE id = {awa}")).unwrap();
    assert_eq!(code(venue.unchanged(|| venue.manage(refund(&bought, true)))), Code::WalletNeedsDecision);
    venue.manage(refund(&bought, false)).unwrap();
}

#[test]
fn what_costs_nothing_takes_nothing() {
    let venue = Venue::new();
    let awa = venue.customer("Awa Diop");
    let free = venue.buy(awa, 60, PaymentMethod::Wallet, false).unwrap().purchase.purchase_id;
    venue.sql(&format!("UPDATE purchases SET price_cents = 0, revision = revision + 1 WHERE id = {free}")).unwrap();
    let pay = MarkPurchasePaid { purchase_id: free, payment_method: PaymentMethod::Wallet, reference: None };
    let paid = venue.run(pay).unwrap();
    assert_eq!((paid.purchase.price_cents, venue.ledger(awa).len()), (Cents(0), 0));
}
