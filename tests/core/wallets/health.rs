//! The health of wallets: what is set right by the desk, what it only tells, and what a person then decides.

use super::support::{code, commit_of, deposit_of, freeze_of, withdraw_of};
use crate::support::Venue;
use comptoir_core::base::{Cents, CustomerId};
use comptoir_core::door::{Caller, Code};
use comptoir_core::monitor::{PlanRepair, Repair, RunChecks};
use comptoir_core::wallets::model::HealthReport;
use comptoir_core::wallets::{
    Believed, CheckWallets, CorrectWallet, PreviewCorrection, SettleWallet, SweepHolds, WalletHealth,
};

fn set(venue: &Venue, customer: CustomerId, what: &str) {
    venue.sql(&format!("UPDATE users SET {what} WHERE id = {customer}")).unwrap();
}

fn check(venue: &Venue) -> HealthReport {
    venue.run_as(Caller::System, CheckWallets {}).unwrap()
}

fn findings(venue: &Venue, name: &str) -> i64 {
    let checks = venue.ask(RunChecks { area: Some("wallets".into()) });
    checks.iter().find(|check| check.name == name).unwrap().count
}

fn settle(customer_id: CustomerId, believe: Believed) -> SettleWallet {
    SettleWallet { customer_id, believe, reason: "counted".into() }
}

/// 1,000 owned, of which 300 are held.
fn holder(venue: &Venue) -> CustomerId {
    let awa = venue.saver(1_000);
    venue.hold(awa, 300, &format!("hold of {awa}"));
    awa
}

/// What may have been written over a wallet with 700 free and 300 held, and what it makes of its health.
const WRITTEN: [(&str, &str); 10] = [
    ("balance = 700", "OK"),
    ("frozen_balance = 0", "WARNING"),
    ("frozen_balance = 301", "WARNING"),
    ("frozen_balance = 99999", "WARNING"),
    ("balance = 600, frozen_balance = 400", "WARNING"),
    ("balance = 1000, frozen_balance = 0", "WARNING"),
    ("balance = 701", "CRITICAL"),
    ("balance = 0", "CRITICAL"),
    ("balance = 701, frozen_balance = 301", "CRITICAL"),
    ("balance = 0, frozen_balance = 0", "CRITICAL"),
];

#[test]
fn health_follows_the_table() {
    for (written, health) in WRITTEN {
        let venue = Venue::in_memory();
        let awa = holder(&venue);
        set(&venue, awa, written);
        assert_eq!((venue.purse(awa).2, venue.seen_health(awa).as_str()), (health, health), "{written}");
        let (said, rows) = (venue.purse(awa), venue.ledger(awa).len());
        let report = check(&venue);
        match health {
            "WARNING" => {
                assert_eq!(report, HealthReport { corrected: vec![awa], critical: vec![], expired: 0 }, "{written}");
                assert_eq!(
                    (venue.purse(awa), venue.ledger(awa)[rows]),
                    ((700, 300, "OK"), ("correction", 0, 700, 300))
                );
                assert_eq!((venue.logged("wallet_corrected"), venue.logged("wallet_critical")), (1, 0));
            }
            "CRITICAL" => {
                assert_eq!(report, HealthReport { corrected: vec![], critical: vec![awa], expired: 0 }, "{written}");
                assert_eq!((venue.purse(awa), venue.ledger(awa).len()), (said, rows), "not touched: {written}");
                assert_eq!((venue.logged("wallet_corrected"), venue.logged("wallet_critical")), (0, 1));
            }
            _ => assert_eq!(venue.unchanged(|| check(&venue)).corrected, []),
        }
        venue.unchanged(|| check(&venue));
    }
}

#[test]
fn money_moves_in_a_wallet_whose_split_was_off_after_its_correction() {
    let venue = Venue::new();
    let awa = holder(&venue);
    set(&venue, awa, "frozen_balance = 0");
    venue.run(deposit_of(awa, 5)).unwrap();
    assert_eq!(venue.ledger(awa)[2..], [("correction", 0, 700, 300), ("deposit", 5, 705, 300)]);
    set(&venue, awa, "frozen_balance = 7");
    let hold = venue.wallet(awa).holds[0].hold_id;
    venue.run(commit_of(hold)).unwrap();
    assert_eq!((venue.purse(awa), venue.logged("wallet_corrected")), ((705, 0, "OK"), 2));
    set(&venue, awa, "frozen_balance = 7");
    let refused = venue.unchanged(|| venue.run(freeze_of(awa, 706, "short")));
    assert_eq!(code(refused), Code::BalanceShort, "a refusal leaves even the correction out");
}

#[test]
fn nothing_moves_in_a_critical_wallet_not_even_by_a_deadline() {
    let venue = Venue::new();
    let awa = venue.saver(1_000);
    let hold = venue.hold_for(awa, 300, "h", 10).hold_id;
    let open = venue.hold(awa, 100, "open").hold_id;
    set(&venue, awa, "balance = 1");
    venue.seconds_pass(60);
    venue.unchanged(|| {
        assert_eq!(venue.refused(deposit_of(awa, 5)), Code::WalletNeedsDecision);
        assert_eq!(code(venue.manage(withdraw_of(awa, 1))), Code::WalletNeedsDecision);
        assert_eq!(venue.refused(freeze_of(awa, 1, "t")), Code::WalletNeedsDecision);
        assert_eq!(venue.refused(commit_of(open)), Code::WalletNeedsDecision);
        assert_eq!(venue.refused(commit_of(hold)), Code::HoldExpired);
        assert_eq!(venue.run_as(Caller::System, SweepHolds {}), Ok(0));
    });
    assert_eq!((findings(&venue, "wallet_critical"), findings(&venue, "wallet_hold_overdue")), (1, 0));
    venue.manage(settle(awa, Believed::Ledger)).unwrap();
    assert_eq!(venue.run_as(Caller::System, SweepHolds {}), Ok(1));
    assert_eq!(venue.purse(awa), (900, 100, "OK"));
}

#[test]
fn an_alert_is_told_once_a_day_and_again_when_the_numbers_change() {
    let venue = Venue::new();
    let awa = holder(&venue);
    set(&venue, awa, "balance = 5000");
    for _ in 0..3 {
        check(&venue);
        venue.minutes_pass(60);
    }
    assert_eq!(venue.logged("wallet_critical"), 1);
    set(&venue, awa, "balance = 6000");
    check(&venue);
    assert_eq!(venue.logged("wallet_critical"), 2);
    venue.minutes_pass(25 * 60);
    check(&venue);
    assert_eq!(venue.logged("wallet_critical"), 3);
    let level: String = venue.value("SELECT level || area FROM system_logs WHERE code = 'wallet_critical' LIMIT 1");
    assert_eq!(level, "criticalwallets");
}

#[test]
fn a_correction_is_the_one_that_was_shown_or_none() {
    let venue = Venue::new();
    let awa = holder(&venue);
    let preview = |venue: &Venue| venue.desk().ask(venue.staff, PreviewCorrection { customer_id: awa });
    assert_eq!(code(preview(&venue)), Code::WalletSound);
    set(&venue, awa, "balance = 500, frozen_balance = 500");
    let shown = preview(&venue).unwrap();
    assert_eq!((shown.balance_after_cents, shown.frozen_after_cents), (Cents(700), Cents(300)));
    assert_eq!((shown.wallet.balance_cents, shown.wallet.held_cents), (Cents(500), Cents(300)));
    set(&venue, awa, "balance = 400, frozen_balance = 600");
    let correct = || CorrectWallet { customer_id: awa, digest: shown.digest.clone() };
    assert_eq!(code(venue.unchanged(|| venue.manage(correct()))), Code::PlanOutdated);
    assert_eq!(venue.refused(correct()), Code::NotAllowed, "staff may look");
    let digest = preview(&venue).unwrap().digest;
    let corrected = venue.manage(CorrectWallet { customer_id: awa, digest }).unwrap();
    assert_eq!((corrected.balance_cents, corrected.frozen_cents), (Cents(700), Cents(300)));
    assert_eq!(code(venue.manage(correct())), Code::WalletSound);
    set(&venue, awa, "balance = 1");
    assert_eq!(code(preview(&venue)), Code::WalletNeedsDecision);
    assert_eq!(code(venue.manage(correct())), Code::WalletNeedsDecision);
}

#[test]
fn a_person_believes_the_ledger_or_the_wallet() {
    let venue = Venue::new();
    for (believe, written, row, after) in [
        (Believed::Ledger, "balance = 5", None, (700, 300, "OK")),
        (Believed::Wallet, "balance = 5", Some(("withdraw", 695, 5, 300)), (5, 300, "OK")),
        (Believed::Wallet, "balance = 900, frozen_balance = 7", Some(("deposit", 200, 900, 300)), (900, 300, "OK")),
        (Believed::Ledger, "balance = 900, frozen_balance = 7", None, (700, 300, "OK")),
    ] {
        let awa = holder(&venue);
        let rows = venue.ledger(awa).len();
        set(&venue, awa, written);
        assert_eq!(venue.refused(settle(awa, believe)), Code::NotAllowed);
        venue.manage(settle(awa, believe)).unwrap();
        assert_eq!((venue.purse(awa), venue.ledger(awa).get(rows).copied()), (after, row), "{believe:?} {written}");
        assert_eq!(venue.seen_health(awa), "OK");
        assert_eq!(code(venue.manage(settle(awa, believe))), Code::WalletSound);
    }
    assert_eq!(venue.logged("wallet_settled"), 4);
    let awa = holder(&venue);
    set(&venue, awa, &format!("balance = {}", 1_i64 << 53));
    let refused = venue.unchanged(|| venue.manage(settle(awa, Believed::Wallet)));
    assert_eq!(code(refused), Code::AmountInvalid, "no wallet owns that much");
    venue.manage(settle(awa, Believed::Ledger)).unwrap();
}

#[test]
fn a_broken_ledger_is_critical_until_a_person_has_decided() {
    let venue = Venue::new();
    let (awa, ben) = (holder(&venue), holder(&venue));
    // The middle row of three tells another story than its neighbours.
    venue.run(deposit_of(awa, 50)).unwrap();
    venue
        .damage(&format!(
            "UPDATE balance_operations SET balance_before = 990, balance_after = 690
             WHERE user_id = {awa} AND operation_type = 'freeze'"
        ))
        .unwrap();
    assert_eq!((findings(&venue, "wallet_ledger_broken"), venue.seen_health(awa).as_str()), (2, "CRITICAL"));
    assert_eq!(check(&venue).critical, [awa]);
    assert_eq!(venue.purse(awa), (750, 300, "CRITICAL"));
    assert_eq!(venue.refused(deposit_of(awa, 5)), Code::WalletNeedsDecision);
    venue.run(deposit_of(ben, 5)).unwrap();
    venue.manage(settle(awa, Believed::Ledger)).unwrap();
    assert_eq!(venue.purse(awa), (750, 300, "OK"));
    assert_eq!((check(&venue).critical.len(), venue.seen_health(awa).as_str()), (0, "OK"), "decided, and stays so");
    assert_eq!(findings(&venue, "wallet_ledger_broken"), 0);
    venue.run(deposit_of(awa, 5)).unwrap();
    venue
        .damage(&format!("DELETE FROM balance_operations WHERE user_id = {ben} AND operation_type = 'freeze'"))
        .unwrap();
    assert_eq!(check(&venue).critical, [ben], "a row that is gone is a break as well");
}

#[test]
fn holds_that_the_triggers_never_saw_are_found_and_the_split_is_mended_from_the_holds() {
    let venue = Venue::new();
    let awa = holder(&venue);
    venue.damage(&format!("UPDATE activations SET status = 'cancelled' WHERE user_id = {awa}")).unwrap();
    assert_eq!((venue.purse(awa).2, venue.seen_health(awa).as_str()), ("OK", "WARNING"), "the view recounts");
    assert_eq!(findings(&venue, "wallet_memory_drifted"), 1);
    let plan = venue.ask(PlanRepair { area: Some("wallets".into()), ..PlanRepair::default() });
    venue.manage(Repair { area: Some("wallets".into()), digest: Some(plan.digest), ..Repair::default() }).unwrap();
    assert_eq!(check(&venue).corrected, [awa], "once the memory is right, the split is seen to be off");
    assert_eq!(venue.ledger(awa)[2..], [("correction", -300, 1_000, 0)], "what is given back has its row");
    assert_eq!((venue.purse(awa), venue.seen_health(awa).as_str()), ((1_000, 0, "OK"), "OK"));
    for check in venue.ask(RunChecks { area: Some("wallets".into()) }) {
        assert_eq!(check.count, 0, "{}", check.name);
    }
}

#[test]
fn a_correction_rests_on_holds_and_not_on_a_memory_of_them() {
    let venue = Venue::new();
    let awa = holder(&venue);
    set(&venue, awa, "held_amount = 900");
    assert_eq!((venue.purse(awa).2, venue.seen_health(awa).as_str()), ("WARNING", "OK"));
    assert_eq!(check(&venue).corrected, [], "there was nothing to correct but the memory");
    assert_eq!((venue.purse(awa), venue.ledger(awa).len()), ((700, 300, "OK"), 2));
}

#[test]
fn holds_of_more_than_is_owned_are_covered_by_who_decides() {
    let venue = Venue::new();
    let awa = holder(&venue);
    venue.damage(&format!("INSERT INTO activations (user_id, frozen_amount) VALUES ({awa}, 5000)")).unwrap();
    set(&venue, awa, "held_amount = 5300");
    assert_eq!((venue.purse(awa).2, check(&venue).critical), ("CRITICAL", vec![awa]));
    venue.manage(settle(awa, Believed::Ledger)).unwrap();
    assert_eq!(venue.purse(awa), (0, 5_300, "OK"));
    assert_eq!(venue.ledger(awa)[2..], [("deposit", 4_300, 5_000, 300), ("correction", 5_000, 0, 5_300)]);
}

#[test]
fn doctor_and_repair_see_what_the_hourly_look_sees() {
    let venue = Venue::new();
    let (awa, ben) = (holder(&venue), holder(&venue));
    set(&venue, awa, "frozen_balance = 0");
    set(&venue, ben, "balance = 0");
    let late = venue.saver(10);
    venue.hold_for(late, 10, "late", 1);
    venue.minutes_pass(1);
    let told = |name| findings(&venue, name);
    assert_eq!((told("wallet_frozen_off"), told("wallet_critical"), told("wallet_hold_overdue")), (1, 1, 1));
    let health = venue.ask(WalletHealth {});
    let sick: Vec<_> = health.sick.iter().map(|wallet| (wallet.customer_id, wallet.health.word())).collect();
    assert_eq!(sick, [(ben, "CRITICAL"), (awa, "WARNING")]);
    let plan = venue.ask(PlanRepair { area: Some("wallets".into()), ..PlanRepair::default() });
    venue.manage(Repair { area: Some("wallets".into()), digest: Some(plan.digest), ..Repair::default() }).unwrap();
    assert_eq!((told("wallet_frozen_off"), told("wallet_critical"), told("wallet_hold_overdue")), (0, 1, 0));
    assert_eq!((venue.purse(awa), venue.purse(ben).0, venue.purse(late)), ((700, 300, "OK"), 0, (10, 0, "OK")));
}

/// Who keeps the time looks at the wallets when it starts, and gives back what runs out while it is there.
#[test]
fn the_keeper_looks_at_its_start_and_sweeps_each_second() {
    let venue = Venue::new();
    let (awa, ben) = (holder(&venue), holder(&venue));
    set(&venue, awa, "frozen_balance = 0");
    set(&venue, ben, "balance = 0");
    let keeper = venue.desk().keep_time().unwrap().unwrap();
    assert_eq!((venue.purse(awa), venue.purse(ben).2), ((700, 300, "OK"), "CRITICAL"));
    assert_eq!((venue.logged("wallet_corrected"), venue.logged("wallet_critical")), (1, 1));
    let late = venue.saver(10);
    venue.hold_for(late, 10, "late", 1);
    venue.seconds_pass(2);
    let swept = (0..200).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        venue.purse(late) == (10, 0, "OK")
    });
    assert!(swept, "within a tick or two");
    drop(keeper);
}

/// The console of the older system, as its guide has it (`AS` between a table and its other name is SQLite's way).
#[test]
fn the_queries_of_the_older_guide_run_as_they_stand() {
    let venue = Venue::new();
    let awa = holder(&venue);
    set(&venue, awa, "frozen_balance = 24");
    let rows: i64 = venue.value("SELECT COUNT(*) FROM (SELECT * FROM v_frozen_balance_health)");
    assert_eq!(rows, 1);
    let off: i64 = venue.value("SELECT difference FROM v_frozen_balance_health");
    assert_eq!(off, -276);
    let newest: i64 = venue.value(&format!(
        "SELECT COUNT(*) FROM (SELECT * FROM balance_operations WHERE user_id = '{awa}' ORDER BY created_at DESC LIMIT 50)"
    ));
    assert_eq!(newest, 2);
    venue
        .sql(
            "WITH correct_frozen AS (
               SELECT user_id, COALESCE(SUM(frozen_amount), 0) as frozen
               FROM activations
               WHERE status IN ('pending', 'waiting')
               GROUP BY user_id
             )
             UPDATE users AS u
             SET frozen_balance = cf.frozen
             FROM correct_frozen cf
             WHERE u.id = cf.user_id;",
        )
        .unwrap();
    assert_eq!(venue.purse(awa), (700, 300, "OK"));
}
