//! What may happen to a session in which state, and what becomes of its time: every state by every act, and many acts in a row.

use crate::support::Venue;
use comptoir_core::base::{Cents, Millis, PurchaseId, SessionId};
use comptoir_core::door::{Caller, Code, DoorError};
use comptoir_core::sales::{CancelPurchase, RefundPurchase};
use comptoir_core::sessions::model::{AccountLines, SessionStatus};
use comptoir_core::sessions::{
    CompleteSession, ExtendSession, MoveSession, PauseAllSessions, PauseSession, ReopenSession, ResumeAllSessions,
    ResumeSession, ShowSession, StartSession, TerminateSession, UnusedTime,
};
use rusqlite::Connection;

pub const MINUTE: i64 = 60_000;

pub fn account(venue: &Venue, session_id: SessionId) -> AccountLines {
    let account = venue.ask(ShowSession { session_id }).account;
    let given = account.bought_ms + account.added_ms + account.compensated_ms;
    let accounted = account.played_ms + account.remaining_ms + account.refunded_ms + account.forfeited_ms;
    assert_eq!(
        given, accounted,
        "bought + added + compensated = played + remaining + refunded + forfeited: {account:?}"
    );
    account
}

fn reason() -> String {
    "test".into()
}

type Act = fn(&Venue, SessionId) -> Result<(), DoorError>;

pub const START: Act = |venue, session_id| venue.run(StartSession { session_id, station_id: None }).map(drop);
pub const PAUSE: Act = |venue, session_id| venue.run(PauseSession { session_id, reason: None }).map(drop);
pub const RESUME: Act = |venue, session_id| venue.run(ResumeSession { session_id }).map(drop);
pub const EXTEND: Act =
    |venue, session_id| venue.run(ExtendSession { session_id, minutes: 5, reason: reason() }).map(drop);
pub const MOVE: Act = |venue, session_id| venue.run(MoveSession { session_id, station_id: None }).map(drop);
pub const FORFEIT: Act = |venue, session_id| {
    venue.run(TerminateSession { session_id, reason: reason(), unused: UnusedTime::Forfeit }).map(drop)
};
pub const REFUND: Act = |venue, session_id| {
    venue.run(TerminateSession { session_id, reason: reason(), unused: UnusedTime::RefundToWallet }).map(drop)
};
pub const COMPLETE: Act = |venue, session_id| venue.run(CompleteSession { session_id, reason: reason() }).map(drop);
pub const REOPEN: Act =
    |venue, session_id| venue.manage(ReopenSession { session_id, reason: reason(), added_minutes: 0 }).map(drop);
const ACTIVATE: Act = |venue, session_id| {
    let invoice = venue.card(session_id).invoice_id;
    venue.activate(invoice, true).map(drop)
};
const REFUND_SALE: Act = |venue, session_id| {
    let purchase_id = venue.card(session_id).purchase_id;
    venue.manage(RefundPurchase { purchase_id, reason: reason(), to_wallet: false }).map(drop)
};
const CANCEL_SALE: Act =
    |venue, session_id| venue.run(CancelPurchase { purchase_id: venue.card(session_id).purchase_id }).map(drop);

/// A session of 60 minutes in a state, ten minutes into it where it has begun.
fn in_state(venue: &Venue, state: SessionStatus) -> SessionId {
    if matches!(state, SessionStatus::Ready | SessionStatus::Expired) {
        let session_id = venue.activate(venue.invoice_id(&venue.sale(60)), false).unwrap().session_id;
        if state == SessionStatus::Expired {
            venue.minutes_pass(91 * 24 * 60);
            venue.count_down();
        }
        return session_id;
    }
    let session_id = venue.running(60).session_id;
    venue.minutes_pass(10);
    match state {
        SessionStatus::Paused => PAUSE(venue, session_id).unwrap(),
        SessionStatus::Completed => COMPLETE(venue, session_id).unwrap(),
        SessionStatus::Terminated => FORFEIT(venue, session_id).unwrap(),
        _ => {}
    }
    session_id
}

#[test]
fn every_state_by_every_act() {
    use SessionStatus::{Active, Completed, Expired, Paused, Ready, Terminated};
    let states = [Ready, Active, Paused, Completed, Terminated, Expired];
    let over = "session_over";
    // What becomes of it: the new state, or the code of the refusal.
    let table: [(&str, Act, [&str; 6]); 12] = [
        ("start", START, ["active", "session_already_running", "session_not_ready", over, over, over]),
        ("pause", PAUSE, ["session_not_running", "paused", "session_not_running", over, over, over]),
        ("resume", RESUME, ["session_not_paused", "session_not_paused", "active", over, over, over]),
        ("extend", EXTEND, ["ready", "active", "paused", over, over, over]),
        ("move", MOVE, ["ready", "active", "paused", over, over, over]),
        ("forfeit", FORFEIT, ["terminated", "terminated", "terminated", over, over, over]),
        ("refund", REFUND, ["terminated", "terminated", "terminated", over, over, over]),
        ("complete", COMPLETE, ["session_not_started", "completed", "completed", over, over, over]),
        (
            "reopen",
            REOPEN,
            ["session_not_over", "session_not_over", "session_not_over", "paused", "paused", "session_not_over"],
        ),
        (
            "activate again",
            ACTIVATE,
            [
                "invoice_already_active",
                "invoice_already_active",
                "invoice_already_active",
                "invoice_already_used",
                "invoice_already_used",
                "invoice_already_used",
            ],
        ),
        (
            "refund the sale",
            REFUND_SALE,
            [
                "terminated",
                "purchase_has_live_session",
                "purchase_has_live_session",
                "completed",
                "terminated",
                "expired",
            ],
        ),
        ("cancel the sale", CANCEL_SALE, ["purchase_not_pending"; 6]),
    ];
    let venue = Venue::new();
    for (name, act, outcomes) in table {
        for (state, wanted) in states.into_iter().zip(outcomes) {
            let session_id = in_state(&venue, state);
            let before = venue.dump();
            let reached = match act(&venue, session_id) {
                Ok(()) => venue.status(session_id),
                Err(refused) => {
                    assert_eq!(before, venue.dump(), "{name} of {state}: a refusal has written");
                    refused.code.word()
                }
            };
            assert_eq!(reached, wanted, "{name} of {state}");
            account(&venue, session_id);
        }
    }
    for act in [START, PAUSE, RESUME, EXTEND, MOVE, FORFEIT, COMPLETE, REOPEN] {
        assert_eq!(act(&venue, SessionId(999_999)).unwrap_err().code, Code::SessionUnknown);
    }
}

#[test]
fn time_that_is_up_is_over_before_any_countdown() {
    let venue = Venue::new();
    for act in [START, PAUSE, RESUME, EXTEND, MOVE, FORFEIT, REFUND, COMPLETE] {
        let session_id = venue.running(10).session_id;
        venue.clock.advance(Millis::from_minutes(10));
        assert_eq!(venue.unchanged(|| act(&venue, session_id)).unwrap_err().code, Code::SessionOver);
        assert_eq!(venue.card(session_id).status, SessionStatus::Completed, "it cannot be seen active");
    }
}

#[test]
fn a_change_from_outside_settles_the_account_as_the_command_does() {
    let table: [(SessionStatus, &str, Act); 8] = [
        (SessionStatus::Ready, "active", START),
        (SessionStatus::Ready, "terminated", FORFEIT),
        (SessionStatus::Active, "paused", PAUSE),
        (SessionStatus::Active, "completed", COMPLETE),
        (SessionStatus::Active, "terminated", FORFEIT),
        (SessionStatus::Paused, "active", RESUME),
        (SessionStatus::Paused, "completed", COMPLETE),
        (SessionStatus::Paused, "terminated", FORFEIT),
    ];
    for (from, to, act) in table {
        // Ten minutes before now: `in_state` plays ten minutes, so that both clocks show now.
        let ours = Venue::before_real_now(if from == SessionStatus::Ready { 0 } else { 10 });
        let by_command = in_state(&ours, from);
        act(&ours, by_command).unwrap();
        let theirs = Venue::before_real_now(if from == SessionStatus::Ready { 0 } else { 10 });
        let by_hand = in_state(&theirs, from);
        theirs.sql(&format!("UPDATE active_game_sessions_v2 SET status = '{to}' WHERE id = {by_hand}")).unwrap();
        let (one, two) = (account(&ours, by_command), account(&theirs, by_hand));
        for (one, two) in
            [(one.played_ms, two.played_ms), (one.remaining_ms, two.remaining_ms), (one.forfeited_ms, two.forfeited_ms)]
        {
            assert!((one - two).0.abs() < 5_000, "{from} to {to}: {one:?} and {two:?}");
        }
        assert_eq!(ours.events(by_command), theirs.events(by_hand), "{from} to {to}");
        let shape = |venue: &Venue| -> String {
            venue.value(
                "SELECT concat_ws(',', s.status, p.session_status, p.sync_status, i.status, s.used_minutes, s.running_since IS NULL,
                     s.ends_at IS NULL, s.started_at IS NULL, s.paused_at IS NULL, s.completed_at IS NULL, i.used_at IS NULL)
                 FROM active_game_sessions_v2 s JOIN purchases p ON p.id = s.purchase_id JOIN invoices i ON i.id = s.invoice_id",
            )
        };
        assert_eq!(shape(&ours), shape(&theirs), "{from} to {to}");
        let origin: String = theirs.value("SELECT origin FROM session_events ORDER BY id DESC LIMIT 1");
        assert_eq!(origin, "outside");
    }
}

#[test]
fn illegal_changes_from_outside_are_refused() {
    let venue = Venue::new();
    for (from, to) in [
        (SessionStatus::Ready, "paused"),
        (SessionStatus::Ready, "completed"),
        (SessionStatus::Active, "ready"),
        (SessionStatus::Active, "expired"),
        (SessionStatus::Paused, "ready"),
        (SessionStatus::Completed, "active"),
        (SessionStatus::Completed, "terminated"),
        (SessionStatus::Terminated, "completed"),
        (SessionStatus::Terminated, "paused"),
        (SessionStatus::Expired, "ready"),
    ] {
        let id = in_state(&venue, from);
        let update = format!("UPDATE active_game_sessions_v2 SET status = '{to}' WHERE id = {id}");
        assert!(venue.unchanged(|| venue.sql(&update)).is_err(), "{from} to {to}");
    }
    let id = in_state(&venue, SessionStatus::Active);
    for log in ["session_events", "invoice_scans", "invoice_audit_log", "audit_log", "balance_operations"] {
        venue.scan("x");
        let gone = venue.unchanged(|| venue.sql(&format!("DELETE FROM {log}")));
        let wanted = log != "balance_operations";
        assert_eq!(gone.is_err(), wanted, "{log} (nothing is in the ledger yet)");
    }
    let columns: Result<(), rusqlite::Error> = Connection::execute_batch(
        &venue.outside(),
        &format!("UPDATE active_game_sessions_v2 SET played_ms = bought_ms + 1 WHERE id = {id}"),
    );
    assert!(columns.is_err(), "nobody plays more than there is");
}

#[test]
fn a_manager_takes_an_end_back_within_fifteen_minutes() {
    let reopen = |session_id, added_minutes| ReopenSession { session_id, reason: reason(), added_minutes };
    let late = Some(Code::ReopenTooLate);
    // How it ended, seconds until the reopening, minutes added, and what becomes of it.
    let table: [(&str, Act, i64, i64, Option<Code>); 8] = [
        ("forfeited", FORFEIT, 0, 0, None),
        ("forfeited", FORFEIT, 15 * 60, 0, None),
        ("forfeited", FORFEIT, 15 * 60 + 1, 0, late),
        ("completed", COMPLETE, 60, 0, None),
        ("refunded", REFUND, 60, 0, Some(Code::NothingToReopen)),
        ("refunded", REFUND, 60, 10, None),
        ("forfeited", FORFEIT, 60, 1441, Some(Code::AmountInvalid)),
        ("forfeited", FORFEIT, 60, -1, Some(Code::AmountInvalid)),
    ];
    let venue = Venue::new();
    for (name, end, seconds, added, refusal) in table {
        let session_id = in_state(&venue, SessionStatus::Active);
        end(&venue, session_id).unwrap();
        venue.seconds_pass(seconds);
        let outcome = venue.manage(reopen(session_id, added));
        assert_eq!(outcome.as_ref().err().map(|refused| refused.code), refusal, "{name} {seconds} s, + {added}");
        let lines = account(&venue, session_id);
        if refusal.is_none() {
            let refunded = lines.refunded_ms.0;
            assert_eq!(lines.remaining_ms.0, 50 * MINUTE - refunded + added * MINUTE, "{name} {seconds} s, + {added}");
            assert_eq!(outcome.unwrap().status, SessionStatus::Paused);
            let invoice: String = venue.value(&format!(
                "SELECT i.status || p.session_status FROM active_game_sessions_v2 s JOIN invoices i ON i.id = s.invoice_id
                 JOIN purchases p ON p.id = s.purchase_id WHERE s.id = {session_id}"
            ));
            assert_eq!(invoice, "activepaused");
            assert_eq!(venue.events(session_id).iter().filter(|event| *event == "reopened").count(), 1);
        }
    }
    let session_id = in_state(&venue, SessionStatus::Completed);
    assert_eq!(venue.refused(reopen(session_id, 0)), Code::NotAllowed, "staff may not");
    REFUND_SALE(&venue, session_id).unwrap();
    assert_eq!(venue.manage(reopen(session_id, 5)).unwrap_err().code, Code::PurchaseNotPaid);
}

#[test]
fn all_are_paused_together_and_go_on_together() {
    let venue = Venue::new();
    let [alone, one, two] = [(); 3].map(|()| in_state(&venue, SessionStatus::Active));
    let ready = in_state(&venue, SessionStatus::Ready);
    PAUSE(&venue, alone).unwrap();
    let before = [one, two].map(|id| venue.card(id).remaining_ms);
    assert_eq!(venue.run(PauseAllSessions { reason: "fire drill".into() }).unwrap().session_ids, [one, two]);
    venue.minutes_pass(45);
    RESUME(&venue, two).unwrap();
    PAUSE(&venue, two).unwrap();
    assert_eq!(venue.run(ResumeAllSessions {}).unwrap().session_ids, [one], "what was paused on its own stays so");
    assert_eq!([one, two].map(|id| venue.card(id).remaining_ms), before);
    let states = [alone, one, two, ready].map(|id| venue.status(id));
    assert_eq!(states, ["paused", "active", "paused", "ready"]);
    assert_eq!(venue.refused(PauseAllSessions { reason: " ".into() }), Code::TextMissing);
}

#[test]
fn minutes_are_added_within_bounds() {
    let venue = Venue::new();
    let session_id = in_state(&venue, SessionStatus::Active);
    let extend = |minutes, reason: &str| ExtendSession { session_id, minutes, reason: reason.into() };
    for (minutes, why, code) in [
        (0, "x", Code::AmountInvalid),
        (-5, "x", Code::AmountInvalid),
        (1441, "x", Code::AmountInvalid),
        (i64::MAX, "x", Code::AmountInvalid),
        (5, "", Code::TextMissing),
        (5, &*"x".repeat(201), Code::TextTooLong),
    ] {
        assert_eq!(venue.unchanged(|| venue.refused(extend(minutes, why))), code, "{minutes} {why}");
    }
    for _ in 0..6 {
        venue.run(extend(1440, "long night")).unwrap();
    }
    assert_eq!(venue.refused(extend(1440, "more than a week")), Code::AmountInvalid);
    assert_eq!(account(&venue, session_id).added_ms, Millis::from_minutes(6 * 1440));
}

#[test]
fn unused_minutes_come_back_as_money_once() {
    let venue = Venue::new();
    let session_id = in_state(&venue, SessionStatus::Active);
    EXTEND(&venue, session_id).unwrap();
    venue.minutes_pass(10);
    REFUND(&venue, session_id).unwrap();
    // 60 bought and 5 given, 20 played: 45 left, all of them paid for, at 20 XOF a minute.
    let lines = account(&venue, session_id);
    assert_eq!((lines.refunded_ms.0, lines.forfeited_ms.0), (45 * MINUTE, 0));
    let wallet = || -> i64 { venue.value("SELECT balance FROM users") };
    assert_eq!(wallet(), 90_000);
    let row: String = venue.value(
        "SELECT concat_ws(',', operation_type, amount, balance_before, balance_after, frozen_after, transaction_id, reason, operator_id)
         FROM balance_operations",
    );
    let Caller::Operator(staff) = venue.staff else { unreachable!() };
    assert_eq!(row, format!("deposit,90000,0,90000,0,desk:session-{session_id}-refund-1,test,{staff}"));
    // Reopened with a gift and ended again: of the 60 that were paid for, 15 are left to refund at most.
    venue.manage(ReopenSession { session_id, reason: reason(), added_minutes: 40 }).unwrap();
    REFUND(&venue, session_id).unwrap();
    let lines = account(&venue, session_id);
    assert_eq!((lines.refunded_ms.0, lines.forfeited_ms.0), (60 * MINUTE, 25 * MINUTE));
    assert_eq!(wallet(), 120_000, "never more than the price");
    let purchase_id = PurchaseId(venue.value("SELECT purchase_id FROM active_game_sessions_v2"));
    let whole_price =
        || venue.manage(RefundPurchase { purchase_id, reason: reason(), to_wallet: false }).unwrap_err().code;
    assert_eq!(venue.unchanged(whole_price), Code::PurchaseRefundedInPart, "nor the price on top of it");
    let odd = Cents(100_000).share(1, 3, comptoir_core::base::Currency::Xof);
    assert_eq!(odd, Cents(33_300), "down to a whole franc");
    assert!(venue.sql("DELETE FROM balance_operations").is_err());
}
