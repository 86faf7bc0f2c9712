//! Which refusal is told when several apply: the table of `wallets/rules.rs`, tried with every set of reasons.

use super::support::{EUR, commit_of, deposit_of, freeze_of, withdraw_of};
use crate::support::Venue;
use comptoir_core::base::{Cents, CustomerId, HoldId, Millis};
use comptoir_core::customers::BlockCustomer;
use comptoir_core::door::{Caller, Code, DoorError};
use comptoir_core::wallets::{CommitHold, Deposit, FreezeFunds, RefundHold, SweepHolds, Withdraw};
use std::collections::HashMap;

/// Every set of these reasons. The first of a set, in the order of the table, is what is told.
fn subsets(table: &[Code]) -> Vec<(Vec<Code>, Option<Code>)> {
    let set = |bits: usize| -> Vec<Code> {
        table.iter().enumerate().filter(|(place, _)| bits & (1 << place) != 0).map(|(_, code)| *code).collect()
    };
    (0..1 << table.len()).map(|bits| (set(bits), set(bits).first().copied())).collect()
}

/// A venue with a wallet for each pair of states, each with 1,000 in francs, and a transaction whose name is taken.
struct Room {
    venue: Venue,
    wallets: HashMap<(bool, bool), CustomerId>,
}

impl Room {
    fn new() -> Self {
        let venue = Venue::in_memory();
        let mut wallets = HashMap::new();
        for state @ (blocked, critical) in [(false, false), (false, true), (true, false), (true, true)] {
            let customer = venue.saver(1_000);
            if critical {
                venue.sql(&format!("UPDATE users SET balance = balance + 1 WHERE id = {customer}")).unwrap();
            }
            if blocked {
                venue.manage(BlockCustomer { customer_id: customer, reason: "test".into() }).unwrap();
            }
            wallets.insert(state, customer);
        }
        venue.hold(venue.saver(10), 5, "taken");
        Self { venue, wallets }
    }

    fn customer(&self, reasons: &[Code]) -> CustomerId {
        if reasons.contains(&Code::CustomerUnknown) {
            return CustomerId(999);
        }
        let state = (reasons.contains(&Code::CustomerBlocked), reasons.contains(&Code::WalletNeedsDecision));
        self.wallets[&state]
    }

    /// The code of a refusal; `None` where it was done.
    fn told<T>(&self, outcome: impl FnOnce() -> Result<T, DoorError>) -> Option<Code> {
        outcome().map_err(|error| error.code).err()
    }
}

#[test]
fn freeze_tells_the_first_reason_of_the_table() {
    const TABLE: [Code; 9] = [
        Code::AmountInvalid,
        Code::TextMissing,
        Code::CustomerUnknown,
        Code::TransactionReused,
        Code::CustomerBlocked,
        Code::HoldExpired,
        Code::WalletCurrencyDiffers,
        Code::WalletNeedsDecision,
        Code::BalanceShort,
    ];
    let room = Room::new();
    let mut done = 0;
    for (reasons, wanted) in subsets(&TABLE) {
        let has = |code| reasons.contains(&code);
        let amount = if has(Code::AmountInvalid) {
            0
        } else if has(Code::BalanceShort) {
            1_002
        } else {
            1
        };
        let new = format!("freeze-{done}");
        let freeze = FreezeFunds {
            reason: if has(Code::TextMissing) { " \t".into() } else { "test".into() },
            currency: if has(Code::WalletCurrencyDiffers) { EUR } else { None },
            expires_at: has(Code::HoldExpired).then(|| room.venue.now() - Millis(1)),
            ..freeze_of(room.customer(&reasons), amount, if has(Code::TransactionReused) { "taken" } else { &new })
        };
        assert_eq!(room.told(|| room.venue.run(freeze)), wanted, "{reasons:?}");
        done += 1;
    }
    let held: i64 = room.venue.value("SELECT COUNT(*) FROM activations");
    assert_eq!((done, held), (512, 2), "the empty set alone makes a hold, beside the one whose name was taken");
}

#[test]
fn deposit_and_withdrawal_tell_the_first_reason_of_the_table() {
    let deposit = [
        Code::AmountInvalid,
        Code::TextMissing,
        Code::CustomerUnknown,
        Code::TransactionReused,
        Code::WalletCurrencyDiffers,
        Code::WalletNeedsDecision,
    ];
    let withdraw = [
        Code::AmountInvalid,
        Code::TextMissing,
        Code::CustomerUnknown,
        Code::TransactionReused,
        Code::WalletNeedsDecision,
        Code::BalanceShort,
    ];
    let room = Room::new();
    let name = |taken: bool, number: usize| Some(if taken { "taken".to_owned() } else { format!("move-{number}") });
    for (number, (reasons, wanted)) in subsets(&deposit).into_iter().enumerate() {
        let has = |code| reasons.contains(&code);
        let command = Deposit {
            reason: if has(Code::TextMissing) { String::new() } else { "test".into() },
            currency: if has(Code::WalletCurrencyDiffers) { EUR } else { None },
            transaction_id: name(has(Code::TransactionReused), number),
            ..deposit_of(room.customer(&reasons), if has(Code::AmountInvalid) { -5 } else { 5 })
        };
        assert_eq!(room.told(|| room.venue.run(command)), wanted, "deposit {reasons:?}");
    }
    for (number, (reasons, wanted)) in subsets(&withdraw).into_iter().enumerate() {
        let has = |code| reasons.contains(&code);
        let amount = if has(Code::AmountInvalid) {
            1 << 53
        } else if has(Code::BalanceShort) {
            2_000
        } else {
            5
        };
        let command = Withdraw {
            reason: if has(Code::TextMissing) { String::new() } else { "test".into() },
            transaction_id: name(has(Code::TransactionReused), 100 + number),
            ..withdraw_of(room.customer(&reasons), amount)
        };
        assert_eq!(room.told(|| room.venue.manage(command)), wanted, "withdraw {reasons:?}");
    }
    assert_eq!(room.venue.purse(room.wallets[&(false, false)]), (1_000, 0, "OK"), "one came, one went");
    assert_eq!(room.venue.purse(room.wallets[&(true, false)]).0, 1_000, "none of the reasons blocked anybody");
}

#[test]
fn a_blocked_customer_still_gets_their_money() {
    let room = Room::new();
    let blocked = room.wallets[&(true, false)];
    room.venue.run(deposit_of(blocked, 5)).unwrap();
    room.venue.manage(withdraw_of(blocked, 1_005)).unwrap();
    assert_eq!(room.venue.purse(blocked), (0, 0, "OK"));
}

/// Holds of every state, in a wallet that is well and in one that is critical.
fn holds(venue: &Venue) -> HashMap<(bool, Option<Code>), HoldId> {
    let mut holds = HashMap::new();
    for critical in [false, true] {
        let customer = venue.saver(1_000);
        let name = |state: &str| format!("{state}-{critical}");
        let open = venue.hold(customer, 100, &name("open")).hold_id;
        let committed = venue.hold(customer, 100, &name("committed")).hold_id;
        let refunded = venue.hold(customer, 100, &name("refunded")).hold_id;
        let expired = venue.hold_for(customer, 100, &name("expired"), 1).hold_id;
        venue.run(commit_of(committed)).unwrap();
        venue.run(super::support::refund_of(refunded)).unwrap();
        venue.seconds_pass(1);
        venue.run_as(Caller::System, SweepHolds {}).unwrap();
        if critical {
            venue.sql(&format!("UPDATE users SET balance = balance + 1 WHERE id = {customer}")).unwrap();
        }
        for (end, hold) in [
            (None, open),
            (Some(Code::AlreadyCommitted), committed),
            (Some(Code::AlreadyRefunded), refunded),
            (Some(Code::HoldExpired), expired),
        ] {
            holds.insert((critical, end), hold);
        }
    }
    holds
}

#[test]
fn commit_and_refund_tell_the_first_reason_of_the_table() {
    for end in [Code::AlreadyCommitted, Code::AlreadyRefunded, Code::HoldExpired] {
        let table = [
            Code::AmountInvalid,
            Code::TextTooLong,
            Code::HoldUnknown,
            Code::HoldOfAnother,
            Code::TransactionReused,
            end,
            Code::AmountAboveHold,
            Code::WalletNeedsDecision,
        ];
        let venue = Venue::in_memory();
        let holds = holds(&venue);
        venue.hold(venue.saver(10), 5, "taken");
        // The empty set last: it ends the hold.
        for (number, (reasons, wanted)) in subsets(&table).into_iter().enumerate().rev() {
            let has = |code| reasons.contains(&code);
            let state = (has(Code::WalletNeedsDecision), has(end).then_some(end));
            let hold_id = if has(Code::HoldUnknown) { HoldId(999) } else { holds[&state] };
            let part = if has(Code::AmountInvalid) {
                0
            } else if has(Code::AmountAboveHold) {
                101
            } else {
                100
            };
            let customer_id = has(Code::HoldOfAnother).then_some(CustomerId(1_000));
            let reason = Some(if has(Code::TextTooLong) { "x".repeat(201) } else { "test".into() });
            let transaction_id =
                Some(if has(Code::TransactionReused) { "taken".into() } else { format!("end-{number}") });
            // A refund has no part: those two reasons are the commit's alone.
            if !has(Code::AmountInvalid) && !has(Code::AmountAboveHold) && wanted.is_some() {
                let (reason, transaction_id) = (reason.clone(), transaction_id.clone());
                let refund = RefundHold { hold_id, customer_id, transaction_id, reason };
                assert_eq!(venue.run(refund).map_err(|error| error.code).err(), wanted, "refund {reasons:?}");
            }
            let commit = CommitHold { hold_id, amount_cents: Some(Cents(part)), customer_id, transaction_id, reason };
            assert_eq!(venue.run(commit).map_err(|error| error.code).err(), wanted, "commit {reasons:?}");
        }
    }
}
