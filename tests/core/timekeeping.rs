//! Power cuts, clocks that jump, machines that sleep: nobody loses a minute, nobody gains one, and it is written down once.

use crate::lifecycle::{MINUTE, PAUSE, account};
use crate::support::Venue;
use comptoir_core::base::{Millis, OutageId, SessionId};
use comptoir_core::desk::model::OutageDecision;
use comptoir_core::desk::timekeeping::{Beat, Leave, TakeOver};
use comptoir_core::desk::{DecideOutage, ListOutages};
use comptoir_core::door::{Caller, Code};
use comptoir_core::sessions::ReadDisplayBoard;
use comptoir_core::sessions::model::SessionStatus;
use std::sync::Barrier;
use std::thread;

impl Venue {
    /// This desk keeps the time from now on, as the keeper's thread would, but at the played clock's pace.
    fn keep(&self) {
        self.run_as(Caller::System, TakeOver { holder: "desk".into(), keeps: true }).unwrap();
    }

    fn beat(&self) {
        self.run_as(Caller::System, Beat { holder: "desk".into() }).unwrap();
    }

    /// Minutes with a heartbeat in each.
    fn kept_minutes_pass(&self, minutes: i64) {
        for _ in 0..minutes {
            self.minutes_pass(1);
            self.beat();
        }
    }

    fn remaining_minutes(&self, session_id: SessionId) -> f64 {
        account(self, session_id);
        self.card(session_id).remaining_ms.0 as f64 / MINUTE as f64
    }

    fn count(&self, table: &str) -> i64 {
        self.value(&format!("SELECT COUNT(*) FROM {table}"))
    }
}

#[test]
fn an_end_is_dated_right_when_no_program_ran_for_two_hours() {
    let mut venue = Venue::new();
    venue.keep();
    let [short, long] = [30, 180].map(|minutes| venue.running(minutes));
    venue.run_as(Caller::System, Leave { holder: "desk".into() }).unwrap();
    venue.close();
    venue.minutes_pass(120);
    venue.reopen();
    assert_eq!(venue.count_down(), [short.session_id]);
    let ended = venue.card(short.session_id);
    assert_eq!((ended.status, ended.completed_at), (SessionStatus::Completed, short.ends_at));
    assert_eq!(venue.remaining_minutes(long.session_id), 60.0, "closed in good order, time goes on");
    assert_eq!(venue.count("outages"), 0);
}

#[test]
fn a_power_cut_of_37_minutes_under_each_policy() {
    // policy, decision on the question if there is one, minutes left of 60 that had run for 10, and of 20 that had run for 10
    let over = None;
    for (policy, charge, long_left, short_left) in [
        ("give_back", None, 50.0, Some(10.0)),
        ("charge", None, 13.0, over),
        ("ask", None, 50.0, Some(10.0)),
        ("ask", Some(false), 50.0, Some(10.0)),
        ("ask", Some(true), 13.0, over),
    ] {
        let mut venue = Venue::new();
        venue.set("outage.policy", policy).unwrap();
        venue.keep();
        let [long, short, paused, done] = [60, 20, 60, 10].map(|minutes| venue.running(minutes));
        PAUSE(&venue, paused.session_id).unwrap();
        venue.kept_minutes_pass(10);
        venue.close();
        venue.minutes_pass(37);
        venue.reopen();
        venue.count_down();
        let outage = venue.ask(ListOutages::default()).swap_remove(0);
        assert_eq!((venue.count("outages"), outage.gap_ms), (1, Millis::from_minutes(37)), "{policy}");
        assert_eq!(outage.sessions.len(), 2, "{policy}: those that ran");
        if let Some(charge) = charge {
            for session in [long.session_id, short.session_id] {
                let decide = || DecideOutage { outage_id: outage.outage_id, session_id: session, give_back: !charge };
                venue.run(decide()).unwrap();
                assert_eq!(venue.refused(decide()), Code::OutageDecided);
            }
            assert!(venue.ask(ListOutages { undecided_only: true, ..ListOutages::default() }).is_empty());
        }
        assert_eq!(venue.remaining_minutes(long.session_id), long_left, "{policy} {charge:?}");
        let card = venue.card(short.session_id);
        match short_left {
            Some(left) => assert_eq!(venue.remaining_minutes(short.session_id), left, "{policy} {charge:?}"),
            None => assert_eq!(card.status, SessionStatus::Completed, "{policy} {charge:?}"),
        }
        if policy == "charge" {
            assert_eq!(card.completed_at, short.ends_at, "up within the gap");
        }
        assert_eq!(venue.remaining_minutes(paused.session_id), 60.0, "{policy}: a paused one is not concerned");
        let ended = venue.card(done.session_id);
        assert_eq!((ended.status, ended.completed_at), (SessionStatus::Completed, done.ends_at), "{policy}");
        assert_eq!(account(&venue, done.session_id).compensated_ms, Millis::ZERO, "{policy}: up before the cut");
    }
}

#[test]
fn nobody_decides_twice_or_about_what_was_not() {
    let venue = Venue::new();
    let session_id = venue.running(60).session_id;
    let decide = DecideOutage { outage_id: OutageId(1), session_id, give_back: true };
    assert_eq!(venue.unchanged(|| venue.refused(decide)), Code::OutageUnknown);
}

#[test]
fn time_asked_about_and_played_meanwhile_ends_at_its_own_second() {
    let mut venue = Venue::new();
    venue.set("outage.policy", "ask").unwrap();
    venue.keep();
    let session = venue.running(20);
    venue.kept_minutes_pass(10);
    venue.close();
    venue.minutes_pass(37);
    venue.reopen();
    let due = venue.card(session.session_id).ends_at;
    venue.minutes_pass(11);
    // Nobody has counted down yet, and somebody decides: it was over a minute ago.
    let outage_id = venue.ask(ListOutages::default())[0].outage_id;
    venue.run(DecideOutage { outage_id, session_id: session.session_id, give_back: false }).unwrap();
    let ended = venue.card(session.session_id);
    assert_eq!((ended.status, ended.completed_at), (SessionStatus::Completed, due));
    account(&venue, session.session_id);
}

#[test]
fn a_clock_that_is_set_changes_no_remaining_time() {
    for (name, jump_minutes) in [
        ("two hours back", -120),
        ("a day ahead", 24 * 60),
        ("summer time by hand", 60),
        ("winter time by hand", -60),
        ("asleep for three hours", 180),
        ("a year back", -365 * 24 * 60),
    ] {
        let venue = Venue::new();
        venue.keep();
        let running = venue.running(60);
        let paused = venue.running(60).session_id;
        PAUSE(&venue, paused).unwrap();
        venue.kept_minutes_pass(20);
        venue.seconds_pass(2);
        venue.clock.jump(Millis::from_minutes(jump_minutes));
        venue.seconds_pass(58);
        venue.beat();
        assert_eq!(venue.remaining_minutes(running.session_id), 39.0, "{name}");
        assert_eq!(venue.remaining_minutes(paused), 60.0, "{name}");
        let ends_at = venue.card(running.session_id).ends_at.unwrap();
        assert_eq!(ends_at - running.ends_at.unwrap(), Millis::from_minutes(jump_minutes), "{name}");
        assert_eq!((venue.count("clock_jumps"), venue.count("outages")), (1, 0), "{name}");
        venue.kept_minutes_pass(38);
        assert!(venue.count_down().is_empty(), "{name}");
        venue.minutes_pass(1);
        assert_eq!(venue.count_down(), [running.session_id], "{name}");
        assert_eq!(venue.count("clock_jumps"), 1, "{name}");
    }
}

#[test]
fn any_command_notices_the_jump_before_it_acts() {
    let venue = Venue::new();
    venue.keep();
    let running = venue.running(60).session_id;
    venue.minutes_pass(10);
    venue.clock.jump(Millis::from_minutes(24 * 60));
    assert!(venue.count_down().is_empty(), "a day ahead ends nobody's hour");
    PAUSE(&venue, running).unwrap();
    assert_eq!(venue.remaining_minutes(running), 50.0);
}

#[test]
fn slewing_is_no_jump() {
    let venue = Venue::new();
    venue.keep();
    let running = venue.running(60).session_id;
    for _ in 0..20 {
        venue.seconds_pass(3);
        venue.clock.jump(Millis(2));
        venue.beat();
    }
    assert_eq!(venue.count("clock_jumps"), 0);
    assert!((venue.remaining_minutes(running) - 59.0).abs() < 0.001);
}

#[test]
fn the_law_changes_the_clocks_and_nobody_notices() {
    // A quarter of an hour before each change of the clocks in Paris.
    for instant in ["2026-03-29T00:45:00.000Z", "2026-10-25T00:45:00.000Z"] {
        let venue = Venue::at(instant.parse().unwrap());
        venue.set("venue.timezone", "Europe/Paris").unwrap();
        venue.keep();
        let running = venue.running(60).session_id;
        venue.kept_minutes_pass(30);
        assert_eq!(venue.remaining_minutes(running), 30.0, "{instant}");
        venue.kept_minutes_pass(30);
        assert_eq!(venue.count_down(), [running], "{instant}");
        assert_eq!(venue.count("clock_jumps"), 0, "{instant}");
    }
}

#[test]
fn a_dead_battery_sets_the_clock_back_before_the_last_heartbeat() {
    for back_days in [1, 9_000] {
        let mut venue = Venue::new();
        venue.keep();
        let running = venue.running(60).session_id;
        venue.kept_minutes_pass(20);
        venue.close();
        venue.minutes_pass(37);
        venue.clock.reboot("next");
        venue.clock.jump(Millis::from_minutes(-back_days * 24 * 60));
        venue.reopen();
        assert_eq!(venue.remaining_minutes(running), 40.0, "what was left at the last heartbeat is left");
        assert_eq!((venue.count("outages"), venue.count("clock_jumps")), (1, 1));
        venue.keep();
        venue.kept_minutes_pass(5);
        venue.clock.jump(Millis::from_minutes(back_days * 24 * 60));
        venue.kept_minutes_pass(5);
        assert_eq!(venue.remaining_minutes(running), 30.0, "and the network setting it right changes nothing");
        assert_eq!((venue.count("outages"), venue.count("clock_jumps")), (1, 2));
    }
}

#[test]
fn a_keeper_that_died_before_the_machine_slept_still_left_a_gap() {
    let mut venue = Venue::new();
    venue.keep();
    let running = venue.running(60).session_id;
    venue.kept_minutes_pass(20);
    venue.close();
    venue.minutes_pass(10);
    venue.clock.jump(Millis::from_minutes(180));
    venue.minutes_pass(15);
    venue.reopen();
    assert_eq!(venue.remaining_minutes(running), 40.0);
    let outage = venue.ask(ListOutages::default()).swap_remove(0);
    assert_eq!(outage.gap_ms, Millis::from_minutes(25), "awake, and nobody there");
    assert_eq!(outage.sessions[0].decision, OutageDecision::GivenBack);
}

#[test]
fn many_programs_that_open_at_once_compensate_once() {
    let mut venue = Venue::new();
    venue.keep();
    let running = venue.running(60).session_id;
    venue.kept_minutes_pass(20);
    venue.close();
    venue.minutes_pass(37);
    let start = Barrier::new(6);
    thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                start.wait();
                drop(venue.open_another().unwrap());
            });
        }
    });
    venue.reopen();
    assert_eq!(venue.remaining_minutes(running), 40.0);
    assert_eq!((venue.count("outages"), venue.count("outage_sessions")), (1, 1));
    assert_eq!(venue.events(running).iter().filter(|event| *event == "compensated").count(), 1);
}

#[test]
fn one_process_keeps_the_time_and_others_leave_it_alone() {
    let venue = Venue::new();
    let keeper = venue.desk().keep_time().unwrap().unwrap();
    let running = venue.running(60).session_id;
    // The keeper has been quiet for a while, and yet holds its lock: a program that opens beside it settles nothing.
    venue.minutes_pass(20);
    let other = venue.open_another().unwrap();
    assert!(other.keep_time().unwrap().is_none());
    assert_eq!((venue.count("outages"), venue.remaining_minutes(running)), (0, 40.0));
    drop(keeper);
    let state: String = venue.value("SELECT state FROM desk_heartbeat");
    assert_eq!(state, "stopped");
    let successor = other.keep_time().unwrap().unwrap();
    assert_eq!(venue.count("outages"), 0, "left in good order");
    drop(successor);
}

#[test]
fn an_outage_of_no_session_is_still_an_outage() {
    let mut venue = Venue::new();
    venue.keep();
    venue.close();
    venue.minutes_pass(37);
    venue.reopen();
    venue.reopen();
    assert_eq!((venue.count("outages"), venue.count("outage_sessions")), (1, 0));
    let logged: i64 = venue.value("SELECT COUNT(*) FROM system_logs WHERE code = 'outage'");
    assert_eq!(logged, 1);
}

#[test]
fn the_display_counts_with_the_keeper_while_the_wall_clock_jumps() {
    let venue = Venue::new();
    venue.keep();
    let running = venue.running(60).session_id;
    venue.minutes_pass(10);
    venue.clock.jump(Millis::from_minutes(300));
    let board = venue.ask(ReadDisplayBoard {});
    let place = board.places.iter().find(|place| place.session_id == running).unwrap();
    assert_eq!((place.status, place.remaining_ms), (SessionStatus::Active, Millis::from_minutes(50)));
}
