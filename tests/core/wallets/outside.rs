//! Writes of other programs, straight into the tables: what the database refuses, what it does with them, and what it is then told.

use super::support::{code, commit_of, deposit_of, freeze_of, refund_of};
use crate::support::Venue;
use comptoir_core::base::{Cents, HoldId};
use comptoir_core::door::Code;
use comptoir_core::wallets::ListHolds;

/// What SQLite said of a statement that must be refused.
fn refusal(venue: &Venue, sql: &str) -> String {
    venue.unchanged(|| venue.sql(sql)).expect_err(sql).to_string()
}

#[test]
fn a_hold_from_outside_freezes_or_is_refused() {
    let venue = Venue::before_real_now(5);
    let awa = venue.saver(100);
    let insert = |amount: i64| {
        format!("INSERT INTO activations (user_id, service, frozen_amount) VALUES ({awa}, 'sms', {amount})")
    };
    assert!(refusal(&venue, &insert(101)).contains("balance_short"));
    for amount in [0, -5] {
        assert!(refusal(&venue, &insert(amount)).contains("CHECK"));
    }
    venue.sql(&insert(60)).unwrap();
    assert_eq!(venue.purse(awa), (40, 60, "OK"));
    assert_eq!(venue.ledger(awa)[1], ("freeze", 60, 40, 60));
    let hold = venue.wallet(awa).holds[0].clone();
    assert_eq!((hold.service.as_str(), hold.transaction_id), ("sms", None));
    venue.run(commit_of(hold.hold_id)).unwrap();
    assert_eq!(venue.purse(awa), (40, 0, "OK"));
}

#[test]
fn a_hold_ended_from_outside_moves_its_money_once() {
    let venue = Venue::before_real_now(5);
    let awa = venue.saver(1_000);
    let set = |hold: HoldId, to: &str| format!("UPDATE activations SET {to} WHERE id = {hold}");
    for (place, (to, after)) in [
        ("status = 'completed'", (900, 0)),
        ("status = 'completed', committed_amount = 30", (870, 0)),
        ("status = 'completed', committed_amount = 0", (870, 0)),
        ("status = 'cancelled'", (870, 0)),
        ("status = 'expired'", (870, 0)),
    ]
    .into_iter()
    .enumerate()
    {
        let hold = venue.hold(awa, 100, &format!("h{place}")).hold_id;
        venue.sql(&set(hold, to)).unwrap();
        assert_eq!(venue.purse(awa), (after.0, after.1, "OK"), "{to}");
        for again in ["status = 'completed'", "status = 'cancelled'", "status = 'pending'", "committed_amount = 7"] {
            if to.split(',').next() != Some(again) {
                assert!(refusal(&venue, &set(hold, again)).contains("illegal_hold_transition"), "{to}, then {again}");
            }
        }
        let ended = venue.ask(ListHolds { customer_id: Some(awa), ..ListHolds::default() })[0].clone();
        assert!(ended.ended_at.is_some() && ended.committed_cents.is_some(), "{ended:?}");
        assert_ne!(code(venue.run(refund_of(hold))), Code::StorageFailed);
    }
}

#[test]
fn nobody_rewrites_a_hold_or_the_ledger() {
    let venue = Venue::before_real_now(5);
    let (awa, ben) = (venue.saver(1_000), venue.saver(1_000));
    let hold = venue.hold(awa, 100, "h").hold_id;
    for sql in [
        format!("UPDATE activations SET frozen_amount = 1 WHERE id = {hold}"),
        format!("UPDATE activations SET user_id = {ben} WHERE id = {hold}"),
        format!("UPDATE activations SET status = 'cancelled', committed_amount = 5 WHERE id = {hold}"),
        format!("UPDATE activations SET status = 'stolen' WHERE id = {hold}"),
        format!("UPDATE activations SET expires_at = 'tomorrow' WHERE id = {hold}"),
        format!("DELETE FROM activations WHERE id = {hold}"),
        format!("INSERT OR REPLACE INTO activations (id, user_id, frozen_amount) VALUES ({hold}, {awa}, 1)"),
        "UPDATE balance_operations SET amount = 1".into(),
        "DELETE FROM balance_operations".into(),
        "INSERT OR REPLACE INTO balance_operations SELECT * FROM balance_operations WHERE id = 1".into(),
        format!("UPDATE users SET ledger_balance = 5000 WHERE id = {awa}"),
        format!("UPDATE users SET balance = -1 WHERE id = {awa}"),
    ] {
        refusal(&venue, &sql);
    }
}

#[test]
fn a_row_of_the_ledger_from_outside_moves_the_wallet_or_is_refused() {
    let venue = Venue::before_real_now(5);
    let awa = venue.saver(1_000);
    let hold = venue.hold(awa, 100, "h").hold_id;
    let insert = |kind: &str, amount: i64, balance: (i64, i64), frozen: (i64, i64), hold: &str| {
        format!(
            "INSERT INTO balance_operations (user_id, operation_type, amount, balance_before, balance_after, frozen_before, frozen_after,
                 activation_id) VALUES ({awa}, '{kind}', {amount}, {}, {}, {}, {}, {hold})",
            balance.0, balance.1, frozen.0, frozen.1
        )
    };
    let of_hold = hold.to_string();
    for (sql, why) in [
        (insert("deposit", 5, (0, 5), (100, 100), "NULL"), "ledger_not_continued"),
        (insert("deposit", 5, (900, 905), (0, 0), "NULL"), "ledger_not_continued"),
        (insert("deposit", 5, (900, 906), (100, 100), "NULL"), "CHECK"),
        (insert("freeze", 5, (900, 895), (100, 105), "NULL"), "no hold moved this money"),
        (insert("freeze", 100, (900, 800), (100, 200), &of_hold), "this hold has moved its money"),
        (insert("commit", 100, (900, 900), (100, 0), &of_hold), "no hold moved this money"),
        (insert("refund", 100, (900, 1_000), (100, 0), &of_hold), "no hold moved this money"),
    ] {
        assert!(refusal(&venue, &sql).contains(why), "{sql}");
    }
    venue.sql(&insert("deposit", 5, (900, 905), (100, 100), "NULL")).unwrap();
    assert_eq!(venue.purse(awa), (905, 100, "OK"));
    let taken = "INSERT OR REPLACE INTO balance_operations (user_id, operation_type, amount, balance_before, balance_after, frozen_before,
         frozen_after, transaction_id) VALUES (1, 'deposit', 1, 905, 906, 100, 100, 'h')";
    assert!(refusal(&venue, taken).contains("transaction_id stands for another row"));
}

#[test]
fn an_ended_hold_from_elsewhere_is_history() {
    let venue = Venue::before_real_now(5);
    let awa = venue.saver(100);
    venue
        .sql(&format!("INSERT INTO activations (user_id, frozen_amount, status) VALUES ({awa}, 70, 'completed')"))
        .unwrap();
    assert_eq!((venue.purse(awa), venue.ledger(awa).len()), ((100, 0, "OK"), 1));
    let hold = venue.ask(ListHolds { customer_id: Some(awa), ..ListHolds::default() })[0].hold_id;
    assert_eq!(venue.refused(commit_of(hold)), Code::AlreadyCommitted);
    let row = format!(
        "INSERT INTO balance_operations (user_id, operation_type, amount, balance_before, balance_after, frozen_before, frozen_after,
             activation_id) VALUES ({awa}, 'commit', 70, 100, 100, 70, 0, {hold})"
    );
    refusal(&venue, &row);
    assert!(
        refusal(&venue, &format!("UPDATE activations SET status = 'pending' WHERE id = {hold}")).contains("illegal")
    );
    let begun_ended =
        format!("INSERT INTO activations (user_id, frozen_amount, committed_amount) VALUES ({awa}, 70, 10)");
    assert!(refusal(&venue, &begun_ended).contains("an open hold has not ended"));
}

/// Another program holds the database: everybody waits, nobody is told that it is busy, and the money moves once.
#[test]
fn a_locked_database_is_waited_for() {
    let venue = Venue::new();
    let awa = venue.saver(100);
    let other = venue.outside();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let freeze = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| venue.run(freeze_of(awa, 60, "locked")));
        std::thread::sleep(std::time::Duration::from_millis(400));
        assert!(!waiting.is_finished(), "it waits");
        other.execute_batch("ROLLBACK").unwrap();
        waiting.join().unwrap()
    });
    assert_eq!(freeze.unwrap().amount_cents, Cents(60));
    assert_eq!(venue.purse(awa), (40, 60, "OK"));
    venue.run(deposit_of(awa, 1)).unwrap();
}
