//! What each act does: the numbers, the rows, and what is done only once.

use super::support::{EUR, code, commit_of, deposit_of, freeze_of, refund_of, withdraw_of};
use crate::support::Venue;
use comptoir_core::base::{Cents, Currency, CustomerId};
use comptoir_core::door::{Caller, Code, RequestId};
use comptoir_core::wallets::model::HoldStatus;
use comptoir_core::wallets::{
    CommitHold, Deposit, FreezeFunds, HoldWaits, HoldsByAge, ListHolds, ListWallets, OperationsChart, RefundHold,
    SweepHolds, WalletHealth, WalletLedger, Withdraw,
};

#[test]
fn freeze_commit_refund_and_expiry_move_what_the_table_says() {
    let venue = Venue::new();
    let awa = venue.saver(1_000);
    let whole = venue.hold(awa, 300, "a");
    assert_eq!((whole.status, whole.committed_cents, venue.purse(awa)), (HoldStatus::Pending, None, (700, 300, "OK")));
    let ended = venue.run(commit_of(whole.hold_id)).unwrap();
    assert_eq!((ended.status, ended.committed_cents), (HoldStatus::Completed, Some(Cents(300))));
    assert_eq!((ended.ended_at, venue.purse(awa)), (Some(venue.now()), (700, 0, "OK")), "balance as it was");

    let part = venue.hold(awa, 200, "b").hold_id;
    let taken = venue.run(CommitHold { amount_cents: Some(Cents(50)), ..commit_of(part) }).unwrap();
    assert_eq!((taken.committed_cents, venue.purse(awa)), (Some(Cents(50)), (650, 0, "OK")), "the rest came back");

    let given_back = venue.run(refund_of(venue.hold(awa, 100, "c").hold_id)).unwrap();
    assert_eq!((given_back.status, given_back.committed_cents), (HoldStatus::Cancelled, Some(Cents(0))));

    let late = venue.hold_for(awa, 150, "d", 60).hold_id;
    assert_eq!(venue.run(HoldWaits { hold_id: late }).unwrap().status, HoldStatus::Waiting);
    assert_eq!(venue.run_as(Caller::System, SweepHolds {}), Ok(0), "not yet");
    venue.seconds_pass(60);
    assert_eq!(venue.refused(commit_of(late)), Code::HoldExpired, "past its deadline, swept or not");
    assert_eq!(venue.run_as(Caller::System, SweepHolds {}), Ok(1));
    assert_eq!(venue.unchanged(|| venue.run_as(Caller::System, SweepHolds {})), Ok(0));
    assert_eq!(
        venue.ledger(awa),
        [
            ("deposit", 1_000, 1_000, 0),
            ("freeze", 300, 700, 300),
            ("commit", 300, 700, 0),
            ("freeze", 200, 500, 200),
            ("commit", 50, 500, 150),
            ("refund", 150, 650, 0),
            ("freeze", 100, 550, 100),
            ("refund", 100, 650, 0),
            ("freeze", 150, 500, 150),
            ("refund", 150, 650, 0),
        ]
    );
    let rows = venue.ask(WalletLedger { customer_id: awa, before: None, limit: Some(2) });
    assert_eq!(rows.len(), 2);
    let before = venue.ask(WalletLedger { customer_id: awa, before: Some(rows[1].operation_id), limit: Some(500) });
    assert_eq!(before.len(), 8);
    assert_eq!(rows[0].reason.as_deref(), Some("deadline"));
}

#[test]
fn all_of_ones_money_can_be_held_and_not_a_hundredth_more() {
    let venue = Venue::new();
    let awa = venue.saver(100);
    assert_eq!(venue.refused(freeze_of(awa, 101, "more")), Code::BalanceShort);
    venue.hold(awa, 100, "all");
    assert_eq!(venue.purse(awa), (0, 100, "OK"));
    let short = venue.unchanged(|| venue.run(freeze_of(awa, 1, "one more"))).unwrap_err();
    assert_eq!((short.args["balance_cents"].as_i64(), short.args["amount_cents"].as_i64()), (Some(0), Some(1)));
    assert_eq!(short.args["currency"], "XOF", "what a screen needs to say it as money");
}

#[test]
fn the_same_transaction_twice_is_done_once_and_another_under_its_name_is_refused() {
    let venue = Venue::new();
    let (awa, ben) = (venue.saver(1_000), venue.saver(1_000));
    let named = Some("t".to_owned());
    let deposit = |customer, amount| Deposit { transaction_id: named.clone(), ..deposit_of(customer, amount) };
    let first = venue.run(deposit(awa, 10)).unwrap();
    assert_eq!(venue.unchanged(|| venue.run(deposit(awa, 10))).unwrap(), first);
    let withdraw = Withdraw { transaction_id: named.clone(), ..withdraw_of(awa, 10) };
    let commit_named = |hold| CommitHold { transaction_id: named.clone(), ..commit_of(hold) };
    let hold = venue.hold(awa, 100, "h").hold_id;
    venue.unchanged(|| {
        assert_eq!(code(venue.run(deposit(awa, 11))), Code::TransactionReused);
        assert_eq!(code(venue.run(deposit(ben, 10))), Code::TransactionReused);
        assert_eq!(code(venue.manage(withdraw)), Code::TransactionReused);
        assert_eq!(code(venue.run(freeze_of(awa, 10, "t"))), Code::TransactionReused);
        assert_eq!(code(venue.run(commit_named(hold))), Code::TransactionReused);
        assert_eq!(code(venue.run(freeze_of(awa, 99, "h"))), Code::TransactionReused, "another amount");
        assert_eq!(code(venue.run(freeze_of(ben, 100, "h"))), Code::TransactionReused, "another customer");
        assert_eq!(venue.hold(awa, 100, "h").hold_id, hold, "the same");
    });
    let end = |part| CommitHold { transaction_id: Some("e".into()), amount_cents: part, ..commit_of(hold) };
    let ended = venue.run(end(Some(Cents(40)))).unwrap();
    venue.unchanged(|| {
        assert_eq!(venue.run(end(Some(Cents(40)))).unwrap(), ended, "the same end");
        assert_eq!(code(venue.run(end(None))), Code::TransactionReused, "all of it is another end");
        let refund = RefundHold { transaction_id: Some("e".into()), ..refund_of(hold) };
        assert_eq!(code(venue.run(refund)), Code::TransactionReused);
        assert_eq!(code(venue.run(commit_of(hold))), Code::AlreadyCommitted, "without the name it is a second end");
        assert_eq!(venue.hold(awa, 100, "h"), ended, "a freeze repeated later is answered as the hold stands");
    });
}

#[test]
fn the_desks_own_names_are_nobodys_to_take() {
    let venue = Venue::new();
    let awa = venue.saver(100);
    let named = || Some("desk:purchase-1-refund".to_owned());
    assert_eq!(venue.refused(Deposit { transaction_id: named(), ..deposit_of(awa, 5) }), Code::TransactionReused);
    assert_eq!(venue.refused(freeze_of(awa, 5, "desk:x")), Code::TransactionReused);
    let hold = venue.hold(awa, 5, "h").hold_id;
    assert_eq!(venue.refused(CommitHold { transaction_id: named(), ..commit_of(hold) }), Code::TransactionReused);
}

#[test]
fn a_request_id_gives_the_same_answer_and_changes_nothing_more() {
    let venue = Venue::new();
    let awa = venue.saver(1_000);
    let ask = |amount, transaction: &str| {
        venue.desk().run(venue.staff, freeze_of(awa, amount, transaction), Some(RequestId("r".into())))
    };
    let first = ask(10, "a").unwrap();
    let again = venue.unchanged(|| ask(10, "a").unwrap());
    assert_eq!((&first.output, again.changed.is_empty()), (&again.output, true));
    assert_eq!(code(venue.unchanged(|| ask(11, "a")).map(|reply| reply.output)), Code::RequestIdReused);
    assert_eq!(code(venue.unchanged(|| ask(10, "b")).map(|reply| reply.output)), Code::RequestIdReused);
    let paid = || venue.desk().run(venue.staff, deposit_of(awa, 5), Some(RequestId("d".into())));
    assert_eq!(paid().unwrap().output.balance_cents, Cents(995));
    venue.run(deposit_of(awa, 5)).unwrap();
    assert_eq!(venue.unchanged(|| paid().unwrap()).output.balance_cents, Cents(995), "the answer given then");
}

#[test]
fn amounts_have_bounds_and_a_wallet_is_never_overfilled() {
    let venue = Venue::new();
    let awa = venue.saver(0);
    for amount in [0, -1, i64::MIN, 1 << 53, i64::MAX] {
        venue.unchanged(|| {
            assert_eq!(venue.refused(deposit_of(awa, amount)), Code::AmountInvalid, "{amount}");
            assert_eq!(code(venue.manage(withdraw_of(awa, amount))), Code::AmountInvalid, "{amount}");
            assert_eq!(venue.refused(freeze_of(awa, amount, "t")), Code::AmountInvalid, "{amount}");
        });
    }
    let most = (1 << 53) - 1;
    venue.run(deposit_of(awa, most)).unwrap();
    assert_eq!(venue.unchanged(|| venue.refused(deposit_of(awa, 1))), Code::AmountInvalid);
    venue.hold(awa, most, "all");
    assert_eq!(venue.refused(deposit_of(awa, 1)), Code::AmountInvalid, "what is held is owned as well");
    assert!(venue.sql(&format!("UPDATE users SET balance = -1 WHERE id = {awa}")).is_err());
    let hold = venue.ask(ListHolds { customer_id: Some(awa), ..ListHolds::default() })[0].hold_id;
    for part in [0, -1, 1 << 53] {
        let commit = CommitHold { amount_cents: Some(Cents(part)), ..commit_of(hold) };
        assert_eq!(venue.refused(commit), Code::AmountInvalid, "{part}");
    }
    venue.run(commit_of(hold)).unwrap();
    assert_eq!(venue.purse(awa), (0, 0, "OK"));
}

#[test]
fn a_wallet_keeps_its_currency_until_it_is_empty() {
    let venue = Venue::new();
    let awa = venue.saver(100);
    let euros = |amount| Deposit { currency: EUR, ..deposit_of(awa, amount) };
    let refused = venue.unchanged(|| venue.run(euros(5))).unwrap_err();
    assert_eq!((refused.code, &refused.args["currency"]), (Code::WalletCurrencyDiffers, &"XOF".into()));
    let hold = venue.hold(awa, 100, "h").hold_id;
    assert_eq!(venue.refused(euros(5)), Code::WalletCurrencyDiffers, "nothing is free, but something is held");
    assert!(venue.sql(&format!("UPDATE users SET currency = 'EUR' WHERE id = {awa}")).is_err());
    venue.run(commit_of(hold)).unwrap();
    assert_eq!(venue.run(euros(5)).unwrap().currency, Currency::Eur);
    let francs = FreezeFunds { currency: Some(Currency::Xof), ..freeze_of(awa, 5, "f") };
    assert_eq!(venue.refused(francs), Code::WalletCurrencyDiffers);
    let of_rows: Vec<Currency> = venue.wallet(awa).ledger.iter().rev().map(|row| row.currency).collect();
    assert_eq!(of_rows, [Currency::Xof, Currency::Xof, Currency::Xof, Currency::Eur], "each as it was written");
    assert_eq!(venue.ask(ListHolds::default())[0].currency, Currency::Xof);
}

#[test]
fn unknown_customers_and_holds_are_told_as_such() {
    let venue = Venue::new();
    let nobody = CustomerId(77);
    assert_eq!(venue.refused(deposit_of(nobody, 5)), Code::CustomerUnknown);
    let ask = venue.desk().ask(venue.staff, WalletLedger { customer_id: nobody, before: None, limit: None });
    assert_eq!(ask.unwrap_err().code, Code::CustomerUnknown);
    assert_eq!(venue.refused(HoldWaits { hold_id: comptoir_core::base::HoldId(5) }), Code::HoldUnknown);
}

#[test]
fn lists_ages_and_the_chart_tell_what_is_held_and_moved() {
    let venue = Venue::new();
    let awa = venue.saver(10_000);
    let old = venue.hold(awa, 700, "old").hold_id;
    venue.minutes_pass(8 * 24 * 60);
    venue.hold(awa, 20, "day");
    venue.minutes_pass(7 * 60);
    venue.hold(awa, 1, "now");
    let ages = venue.ask(HoldsByAge { currency: Currency::Xof });
    let told: Vec<_> = ages.iter().map(|age| (age.younger_than_minutes, age.holds, age.amount_cents.0)).collect();
    let empty = |minutes| (Some(minutes), 0, 0);
    assert_eq!(told, [(Some(15), 1, 1), empty(60), empty(360), (Some(1_440), 1, 20), empty(10_080), (None, 1, 700)]);
    assert!(venue.ask(HoldsByAge { currency: Currency::Eur }).iter().all(|age| age.holds == 0));
    assert_eq!(venue.ask(ListHolds { open: true, ..ListHolds::default() }).len(), 3);
    venue.run(refund_of(old)).unwrap();
    let cancelled = ListHolds { status: Some(HoldStatus::Cancelled), ..ListHolds::default() };
    assert_eq!(venue.ask(cancelled).len(), 1);
    let chart = venue.ask(OperationsChart { days: 2 });
    let told: Vec<_> = chart.iter().map(|day| (day.operation.word(), day.count, day.amount_cents.0)).collect();
    assert_eq!(told, [("freeze", 2, 21), ("refund", 1, 700)], "the deposit is nine days ago: {chart:?}");
    let all: i64 = venue.ask(OperationsChart { days: 92 }).iter().map(|day| day.count).sum();
    assert_eq!(all, 5);
    for days in [0, 93] {
        assert_eq!(code(venue.desk().ask(venue.staff, OperationsChart { days })), Code::BadInput);
    }
    venue.customer("Ben");
    assert_eq!(venue.ask(ListWallets { with_money: true, ..ListWallets::default() }).len(), 1);
    let health = venue.ask(WalletHealth {});
    assert_eq!((health.wallets, health.sick.len(), health.totals[0].open_holds), (1, 0, 2));
}
