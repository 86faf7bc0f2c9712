//! Many hands at one wallet: nothing sells twice.

use super::support::{commit_of, freeze_of, refund_of};
use crate::support::Venue;
use comptoir_core::door::Code;
use std::collections::HashMap;
use std::sync::Barrier;
use std::thread;

/// The load test of the older system: 100 freezes of 5 at once against 250 leave exactly 50 holds.
#[test]
fn a_hundred_freezes_of_five_against_two_hundred_and_fifty_leave_fifty_holds() {
    let venue = Venue::new();
    let other = venue.open_another().unwrap();
    let awa = venue.saver(250);
    let start = Barrier::new(100);
    let mut tally: HashMap<Result<(), Code>, usize> = HashMap::new();
    let outcomes: Vec<Result<(), Code>> = thread::scope(|scope| {
        let hands: Vec<_> = (0..100)
            .map(|hand| {
                let desk = if hand % 2 == 0 { venue.desk() } else { &other };
                let (start, staff) = (&start, venue.staff);
                scope.spawn(move || {
                    start.wait();
                    let freeze = freeze_of(awa, 5, &format!("hand-{hand}"));
                    desk.run(staff, freeze, None).map(drop).map_err(|error| error.code)
                })
            })
            .collect();
        hands.into_iter().map(|hand| hand.join().unwrap()).collect()
    });
    for outcome in outcomes {
        *tally.entry(outcome).or_default() += 1;
    }
    assert_eq!(tally, HashMap::from([(Ok(()), 50), (Err(Code::BalanceShort), 50)]));
    assert_eq!((venue.purse(awa), venue.wallet(awa).wallet.open_holds), ((0, 250, "OK"), 50));
    assert_eq!((venue.seen_health(awa).as_str(), venue.ledger(awa).len()), ("OK", 51));
}

/// The last money, 200 times: of 16 hands at two desks exactly one holds it, and of those who end the hold exactly one does.
#[test]
fn the_last_money_is_held_once_and_a_hold_ends_once() {
    const ROUNDS: usize = 200;
    const HANDS: usize = 16;
    let venue = Venue::in_memory();
    let other = venue.open_another().unwrap();
    let wallets: Vec<_> = (0..ROUNDS).map(|_| venue.saver(5)).collect();
    let start = Barrier::new(HANDS);
    let won: Vec<(usize, usize)> = thread::scope(|scope| {
        let hands: Vec<_> = (0..HANDS)
            .map(|hand| {
                let desk = if hand % 2 == 0 { venue.desk() } else { &other };
                let (wallets, start, staff) = (&wallets, &start, venue.staff);
                scope.spawn(move || {
                    let mut won = (0, 0);
                    for (round, wallet) in wallets.iter().enumerate() {
                        start.wait();
                        let freeze = desk.run(staff, freeze_of(*wallet, 5, &format!("{round}-{hand}")), None);
                        won.0 += usize::from(freeze.is_ok());
                        start.wait();
                        let hold = comptoir_core::base::HoldId(i64::try_from(round).unwrap() + 1);
                        let ended = if hand % 3 == 0 {
                            desk.run(staff, commit_of(hold), None)
                        } else {
                            desk.run(staff, refund_of(hold), None)
                        };
                        match ended {
                            Ok(_) => won.1 += 1,
                            Err(error) => {
                                assert!(
                                    matches!(error.code, Code::AlreadyCommitted | Code::AlreadyRefunded),
                                    "{error}"
                                );
                            }
                        }
                    }
                    won
                })
            })
            .collect();
        hands.into_iter().map(|hand| hand.join().unwrap()).collect()
    });
    let (held, ended) = won.iter().fold((0, 0), |sum, hand| (sum.0 + hand.0, sum.1 + hand.1));
    assert_eq!((held, ended), (ROUNDS, ROUNDS));
    assert_eq!(venue.value::<i64>("SELECT COUNT(*) FROM v_frozen_balance_health WHERE health_status <> 'OK'"), 0);
}
