//! Any history of clocks: time that passes, hands that set the clock, machines that sleep, lose power and start again. With the
//! minutes of power cuts given back, a session loses exactly the time for which somebody kept the desk.

use crate::lifecycle::{MINUTE, account};
use crate::support::Venue;
use comptoir_core::base::Millis;
use comptoir_core::desk::timekeeping::{Beat, Leave, TakeOver};
use comptoir_core::door::Caller;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

#[derive(Clone, Copy, Debug)]
enum Turn {
    /// The desk is there, and beats at the end of it.
    Kept(i64),
    /// The desk is there; its next heartbeat comes later.
    Quiet(i64),
    /// The wall clock is set, or the machine slept.
    Jump(i64),
    /// The program is killed and started again.
    Killed(i64),
    /// The power goes; the machine comes back with its clock moved by the second number.
    PowerCut(i64, i64),
    /// Closed in good order: time goes on.
    Closed(i64),
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let span = || 0_i64..10 * MINUTE;
    let jump = || prop_oneof![1_000_i64..40_000 * MINUTE, -40_000 * MINUTE..-1_000];
    let turn = prop_oneof![
        4 => span().prop_map(Turn::Kept),
        2 => span().prop_map(Turn::Quiet),
        3 => jump().prop_map(Turn::Jump),
        2 => span().prop_map(Turn::Killed),
        2 => (span(), jump()).prop_map(|(off, moved)| Turn::PowerCut(off, moved)),
        1 => span().prop_map(Turn::Closed),
    ];
    prop::collection::vec(turn, 1..20)
}

fn take_over(venue: &Venue, run: usize) {
    venue.run_as(Caller::System, TakeOver { holder: format!("run {run}"), keeps: true }).unwrap();
}

#[test]
fn only_kept_time_is_played() {
    let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&turns(), |turns| {
        let mut venue = Venue::new();
        take_over(&venue, 0);
        let session_id = venue.running(1440).session_id;
        let (mut left, mut outages) = (1440 * MINUTE, 0);
        for (run, turn) in turns.into_iter().enumerate() {
            let beat = Beat { holder: format!("run {run}") };
            match turn {
                Turn::Kept(span) => {
                    venue.clock.advance(Millis(span));
                    venue.run_as(Caller::System, beat).unwrap();
                    left -= span;
                }
                Turn::Quiet(span) => {
                    venue.clock.advance(Millis(span));
                    left -= span;
                }
                Turn::Jump(jump) => venue.clock.jump(Millis(jump)),
                Turn::Killed(off) => {
                    venue.run_as(Caller::System, beat).unwrap();
                    venue.close();
                    venue.clock.advance(Millis(off));
                    venue.reopen();
                    outages += 1;
                }
                Turn::PowerCut(off, moved) => {
                    venue.run_as(Caller::System, beat).unwrap();
                    venue.close();
                    venue.clock.advance(Millis(off));
                    venue.clock.reboot(&format!("boot {run}"));
                    venue.clock.jump(Millis(moved));
                    venue.reopen();
                    outages += 1;
                }
                Turn::Closed(span) => {
                    venue.run_as(Caller::System, Leave { holder: format!("run {run}") }).unwrap();
                    venue.close();
                    venue.clock.advance(Millis(span));
                    left -= span;
                    venue.reopen();
                }
            }
            // Whoever has just opened keeps the time from here on; who kept it already goes on under another name.
            if !matches!(turn, Turn::Jump(_) | Turn::Quiet(_)) {
                venue.run_as(Caller::System, Leave { holder: "before".into() }).unwrap();
                take_over(&venue, run + 1);
                prop_assert_eq!(account(&venue, session_id).remaining_ms.0, left, "{:?}", turn);
            }
        }
        take_over_after_quiet(&venue);
        prop_assert_eq!(account(&venue, session_id).remaining_ms.0, left);
        prop_assert_eq!(venue.value::<i64>("SELECT COUNT(*) FROM outages"), outages);
        Ok(())
    });
    outcome.unwrap();
}

/// A last jump is noticed by the next change, whatever it is.
fn take_over_after_quiet(venue: &Venue) {
    venue.customer("Anybody");
}
