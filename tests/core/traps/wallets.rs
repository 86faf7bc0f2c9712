//! What broke in the design of the wallets that this desk replaces: W1 to W6.

use crate::support::Venue;
use crate::wallets::support::{code, commit_of, freeze_of};
use comptoir_core::base::CustomerId;
use comptoir_core::door::{Caller, Code, Failure, SUBJECTS};
use comptoir_core::wallets::CheckWallets;
use std::thread;

/// `frozen ≤ balance` with deduction at freeze let at most half of one's money be held: 25 of 41.84 was refused.
#[test]
fn w1_all_of_ones_money_can_be_held() {
    let venue = Venue::new();
    let awa = venue.saver(4_184);
    venue.hold(awa, 2_500, "25 of 41.84");
    assert_eq!(venue.purse(awa), (1_684, 2_500, "OK"));
    let ben = venue.saver(200);
    for hold in 0..40 {
        venue.hold(ben, 5, &format!("hold {hold} of 40"));
    }
    assert_eq!((venue.purse(ben), venue.wallet(ben).wallet.open_holds), ((0, 200, "OK"), 40));
}

/// The CHECK left the held part and the sign of the amount free: false rows and negative freezes were accepted.
#[test]
fn w2_every_number_of_a_row_is_checked() {
    let venue = Venue::new();
    let awa = venue.saver(1_000);
    venue.hold(awa, 100, "h");
    let rows = [
        // kind, amount, balance, frozen: 900 and 100 stand in the ledger
        ("freeze", -50, 900, 950, 100, 50),
        ("freeze", 50, 900, 850, 100, 100),
        ("freeze", 50, 900, 900, 100, 150),
        ("commit", 50, 900, 900, 100, 100),
        ("commit", 50, 900, 950, 100, 50),
        ("refund", 50, 900, 950, 100, 100),
        ("refund", -50, 900, 850, 100, 150),
        ("deposit", 50, 900, 950, 100, 99),
        ("deposit", 0, 900, 900, 100, 100),
        ("deposit", -5, 900, 895, 100, 100),
        ("withdraw", 50, 900, 950, 100, 100),
        ("withdraw", 901, 900, -1, 100, 100),
        ("correction", 5, 900, 905, 100, 105),
        ("correction", 5, 900, 900, 100, 100),
        ("gift", 5, 900, 905, 100, 100),
    ];
    for (kind, amount, balance_before, balance_after, frozen_before, frozen_after) in rows {
        let sql = format!(
            "INSERT INTO balance_operations
                 (user_id, operation_type, amount, balance_before, balance_after, frozen_before, frozen_after)
             VALUES ({awa}, '{kind}', {amount}, {balance_before}, {balance_after}, {frozen_before}, {frozen_after})"
        );
        assert!(venue.unchanged(|| venue.sql(&sql)).is_err(), "{sql}");
        // The arithmetic is a CHECK of the table itself: it holds with every trigger gone as well.
        assert!(venue.unchanged(|| venue.damage(&sql)).is_err(), "without triggers: {sql}");
    }
}

/// The view joined holds of two kinds and multiplied them: the truth was 17, it showed 24.
#[test]
fn w3_sums_come_before_joins() {
    let venue = Venue::before_real_now(5);
    let awa = venue.saver(100);
    for (kind, amount) in [("activation", 5), ("activation", 5), ("rental", 7)] {
        venue
            .sql(&format!("INSERT INTO activations (user_id, kind, frozen_amount) VALUES ({awa}, '{kind}', {amount})"))
            .unwrap();
    }
    let row: String = venue.value(
        "SELECT frozen_balance || ',' || calculated_frozen || ',' || difference || ',' || open_holds || ',' || health_status
         FROM v_frozen_balance_health",
    );
    assert_eq!(row, "17,17,0,3,OK");
}

/// The same transaction id froze twice.
#[test]
fn w4_one_transaction_freezes_once() {
    let venue = Venue::new();
    let awa = venue.saver(1_000);
    let first = venue.hold(awa, 100, "one");
    assert_eq!(venue.unchanged(|| venue.hold(awa, 100, "one")), first);
    let holds: Vec<_> = thread::scope(|scope| {
        let hands: Vec<_> = (0..16).map(|_| scope.spawn(|| venue.hold(awa, 50, "two").hold_id)).collect();
        hands.into_iter().map(|hand| hand.join().unwrap()).collect()
    });
    assert!(holds.iter().all(|hold| *hold == holds[0]));
    assert_eq!(venue.purse(awa), (850, 150, "OK"));
    let again = format!("INSERT INTO activations (user_id, frozen_amount, transaction_id) VALUES ({awa}, 5, 'one')");
    assert!(venue.unchanged(|| venue.sql(&again)).is_err(), "nor does another program freeze it twice");
}

/// Money was frozen and the hold never written: one correction left it lost, the other destroyed it without a row.
#[test]
fn w5_money_and_hold_are_one_statement_and_a_correction_has_its_row() {
    let venue = Venue::new();
    let awa = venue.saver(1_000);
    // Whatever breaks after the freeze undoes all of it: there is no instant between money and hold.
    let undone = venue.unchanged(|| {
        venue.desk().engine().write(move |books| {
            books.execute("INSERT INTO activations (user_id, frozen_amount) VALUES (?1, 100)", [awa.0])?;
            Err::<(), _>(Failure::from(Code::Internal))
        })
    });
    assert!(undone.is_err());
    // An older program left exactly that behind: the money comes back, and the ledger says so.
    venue.sql(&format!("UPDATE users SET balance = 900, frozen_balance = 100 WHERE id = {awa}")).unwrap();
    assert_eq!(venue.purse(awa), (900, 100, "WARNING"));
    assert_eq!(venue.run_as(Caller::System, CheckWallets {}).unwrap().corrected, [awa]);
    assert_eq!((venue.purse(awa), venue.ledger(awa)[1]), ((1_000, 0, "OK"), ("correction", 0, 1_000, 0)));
    let reason: String = venue.value("SELECT reason FROM balance_operations ORDER BY id DESC LIMIT 1");
    assert_eq!(reason, "frozen_balance said 100, open holds say 0");
    assert_eq!(venue.logged("wallet_corrected"), 1);
}

/// "Lock the wallet" was a call of its own: the lock was gone on return. Here nothing can be locked, and nothing needs to be.
#[test]
fn w6_what_was_checked_still_holds_when_the_money_moves() {
    let venue = Venue::new();
    let commands: Vec<&str> = SUBJECTS.iter().flat_map(|subject| subject.commands).map(|entry| entry.name).collect();
    assert!(commands.contains(&"wallet.freeze") && !commands.iter().any(|name| name.ends_with("lock_wallet")));
    let last: Vec<CustomerId> = (0..20).map(|_| venue.saver(5)).collect();
    let other = venue.open_another().unwrap();
    for (round, awa) in last.into_iter().enumerate() {
        let outcomes: Vec<_> = thread::scope(|scope| {
            let hands: Vec<_> = (0..4)
                .map(|hand| {
                    let desk = if hand % 2 == 0 { venue.desk() } else { &other };
                    let freeze = freeze_of(awa, 5, &format!("{round} {hand}"));
                    scope.spawn(move || desk.run(Caller::System, freeze, None).map(|reply| reply.output))
                })
                .collect();
            hands.into_iter().map(|hand| hand.join().unwrap()).collect()
        });
        let (held, refused): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
        assert_eq!((held.len(), refused.len()), (1, 3), "read and written in one transaction");
        assert!(refused.into_iter().all(|outcome| code(outcome) == Code::BalanceShort));
        venue.run(commit_of(held.into_iter().next().unwrap().unwrap().hold_id)).unwrap();
    }
}
