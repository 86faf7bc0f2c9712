//! The demonstration venue: whole, the same at every run, and never in the way of real work.

use crate::orders::golden;
use comptoir_core::base::{Currency, Day, FixedClock, SeededChance, Timestamp};
use comptoir_core::demo::{self, Filled, Options};
use comptoir_core::desk::{CreateFirstManager, OperatorTiles, SignIn, VerifyChain};
use comptoir_core::door::{Caller, Code, Failure};
use comptoir_core::engine::{DataFolder, OnDamage};
use comptoir_core::immersion::ListImmersion;
use comptoir_core::immersion::model::ImmersionStatus;
use comptoir_core::monitor::{Repair, RunChecks};
use comptoir_core::sales::{ListReservations, qr_modules};
use comptoir_core::scanning::{ReadCode, ScanSource, Verdict};
use comptoir_core::sessions::ListSessions;
use comptoir_core::sessions::model::SessionStatus;
use comptoir_core::wallets::{HoldsByAge, WalletHealth};
use comptoir_core::{Desk, Opening};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tempfile::TempDir;

const NOW: &str = "2026-03-14T17:20:00.000Z";

struct Demo {
    folder: TempDir,
    filled: Filled,
    desk: Arc<Desk>,
}

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

fn folder(dir: &TempDir) -> DataFolder {
    DataFolder::prepare(dir.path()).unwrap()
}

fn open(dir: &TempDir) -> Arc<Desk> {
    let clock = Arc::new(FixedClock::at(now()));
    let chance = Arc::new(SeededChance::new(3));
    Desk::open(Opening { folder: folder(dir), clock, chance, on_damage: OnDamage::SetAsideAndStop }).unwrap()
}

fn filled_at(now: Timestamp) -> Demo {
    let dir = TempDir::new().unwrap();
    let filled = demo::fill(folder(&dir), Options { reset: false, now }).unwrap();
    let desk = open(&dir);
    Demo { folder: dir, filled, desk }
}

impl Demo {
    fn words(&self, sql: &'static str) -> BTreeMap<String, i64> {
        let read = |books: &rusqlite::Connection| {
            let mut statement = books.prepare(sql)?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok::<_, Failure>(rows.collect::<Result<_, _>>()?)
        };
        self.desk.engine().read(read).unwrap()
    }

    fn value(&self, sql: &'static str) -> i64 {
        self.desk.engine().read(|books| Ok::<_, Failure>(books.query_row(sql, [], |row| row.get(0))?)).unwrap()
    }
}

/// One venue serves all looks at it: filling takes seconds.
#[test]
fn the_venue_is_worth_looking_at() {
    let demo = filled_at(now());
    counts(&demo);
    every_state_is_there(&demo);
    today_is_busy(&demo);
    wallets_hold_money_of_every_age(&demo);
    sums_add_up(&demo);
    papers_come_to_their_verdicts(&demo);
    doctor_finds_what_was_planted_and_mends_it(&demo);
    operators_sign_in(&demo);
    immersion_is_as_the_older_system_had_it(&demo);
}

/// 3, 6, 2, 8 and four times 0 of 8, in date order; Monday to Friday; every seat a real booking or one that the manager entered.
fn immersion_is_as_the_older_system_had_it(demo: &Demo) {
    let sessions = demo.desk.ask(Caller::System, ListImmersion::default()).unwrap();
    let seats: Vec<_> = sessions.iter().map(|session| (session.reserved_places, session.max_places)).collect();
    assert_eq!(seats, [(3, 8), (6, 8), (2, 8), (8, 8), (0, 8), (0, 8), (0, 8), (0, 8)]);
    let days: Vec<_> = sessions.iter().map(|session| session.starts_on.since(sessions[0].starts_on)).collect();
    assert_eq!(days, [0, 14, 28, 42, 63, 77, 91, 105], "as far apart as they were");
    let today: Day = "2026-03-14".parse().unwrap();
    assert!((14..21).contains(&sessions[0].starts_on.since(today)), "in the coming months");
    for session in &sessions {
        assert_eq!(session.ends_on.since(session.starts_on), 4);
        assert_eq!(session.starts_on.date().format("%a").to_string(), "Mon");
        assert_eq!((session.price_cents.0, session.currency.word()), (199_700, "EUR"));
        assert_eq!((session.claimed_places, session.undecided), (None, 0));
    }
    let full = &sessions[3];
    assert_eq!((full.status, full.waiting, full.external_places), (ImmersionStatus::Full, 1, 2));
    assert_eq!((sessions[1].held_places, sessions[1].confirmed_places), (1, 4), "one is held, to be paid");
    assert_eq!(demo.value("SELECT COUNT(*) FROM immersion_bookings WHERE refunded_at IS NOT NULL"), 1);
    assert_eq!(
        demo.value("SELECT COUNT(*) FROM profiles WHERE license = 'immersion'"),
        demo.value("SELECT COUNT(DISTINCT user_id) FROM immersion_bookings WHERE status = 'confirmed'")
    );
    let checks = demo.desk.ask(Caller::System, RunChecks { area: Some("immersion".into()) }).unwrap();
    assert!(checks.iter().all(|check| check.count == 0), "{checks:?}");
}

fn counts(demo: &Demo) {
    let counts = demo.filled.counts;
    assert_eq!((counts.customers, counts.packages, counts.stations), (40, 6, 16));
    assert!((900..2_000).contains(&counts.purchases), "{counts:?}");
    assert_eq!(counts.live_sessions, 12);
    assert!(
        counts.scans > counts.sessions,
        "every session began with a scan, and strangers' codes were read: {counts:?}"
    );
    assert_eq!(demo.value("SELECT COUNT(DISTINCT currency) FROM packages WHERE currency = 'XOF'"), 1);
    let days =
        demo.value("SELECT CAST(julianday(MAX(created_at)) - julianday(MIN(created_at)) AS INTEGER) FROM purchases");
    assert!((88..=91).contains(&days), "{days} days");
    let by_weekday = demo.words("SELECT strftime('%w', created_at), COUNT(*) FROM purchases GROUP BY 1");
    assert!(by_weekday["6"] > 2 * by_weekday["1"], "Saturdays are busier than Mondays: {by_weekday:?}");
    let by_hour = demo.words("SELECT strftime('%H', created_at), COUNT(*) FROM purchases GROUP BY 1");
    assert!(by_hour["18"] > 2 * by_hour["10"], "evenings are busier than mornings: {by_hour:?}");
}

fn every_state_is_there(demo: &Demo) {
    let states = |sql| demo.words(sql).into_keys().collect::<Vec<_>>().join(" ");
    assert_eq!(
        states("SELECT payment_status, COUNT(*) FROM purchases GROUP BY 1"),
        "cancelled completed failed pending refunded"
    );
    assert_eq!(
        states("SELECT COALESCE(session_status, '-'), COUNT(*) FROM purchases GROUP BY 1"),
        "- active completed expired paused pending ready terminated"
    );
    assert_eq!(states("SELECT status, COUNT(*) FROM invoices GROUP BY 1"), "active cancelled expired pending used");
    assert_eq!(states("SELECT status, COUNT(*) FROM game_reservations GROUP BY 1"), "booked cancelled honoured");
    assert_eq!(
        states("SELECT payment_method, COUNT(*) FROM purchases WHERE payment_status = 'completed' GROUP BY 1"),
        "card cash orange_money wallet wave"
    );
    assert_eq!(
        states("SELECT status, COUNT(*) FROM orders GROUP BY 1"),
        "cancelled confirmed delivered pending shipped"
    );
    assert_eq!(states("SELECT payment_status, COUNT(*) FROM orders GROUP BY 1"), "failed paid pending refunded");
    assert_eq!(states("SELECT status, COUNT(*) FROM payments GROUP BY 1"), "cancelled completed failed pending");
    assert_eq!(states("SELECT method, COUNT(*) FROM payments GROUP BY 1"), "card cash orange_money wave");
    assert_eq!(states("SELECT money, COUNT(*) FROM orders GROUP BY 1"), "full none part");
    assert_eq!(states("SELECT sync_status, COUNT(*) FROM orders GROUP BY 1"), "MISMATCH NO_PAYMENT SYNCED");
    assert_eq!(demo.filled.counts.orders, 27);
    let events = demo.words("SELECT event, COUNT(*) FROM session_events GROUP BY 1");
    for event in ["created", "started", "paused", "resumed", "extended", "moved", "completed", "terminated", "reopened"]
    {
        assert!(events.contains_key(event), "{event}: {events:?}");
    }
    let verdicts = demo.words("SELECT verdict, COUNT(*) FROM invoice_scans GROUP BY 1");
    for verdict in ["ok", "already_active", "foreign_qr", "unknown", "malformed"] {
        assert!(verdicts.contains_key(verdict), "{verdict}: {verdicts:?}");
    }
    assert!(demo.value("SELECT COUNT(*) FROM archived_game_sessions") > 100);
    assert!(demo.value("SELECT COUNT(*) FROM users WHERE balance > 0") > 3, "unused time was given back");
}

fn today_is_busy(demo: &Demo) {
    let live = demo.desk.ask(Caller::System, ListSessions {}).unwrap().sessions;
    let of = |status| live.iter().filter(move |card| card.status == status);
    assert_eq!((of(SessionStatus::Active).count(), of(SessionStatus::Paused).count()), (10, 2));
    assert_eq!(of(SessionStatus::Ready).count(), 1);
    let left: BTreeSet<i64> = of(SessionStatus::Active).map(|card| card.remaining_ms.0).collect();
    assert_eq!(left.len(), 10, "each has another time left");
    assert!(left.iter().filter(|left| **left < 5 * 60_000).count() >= 2, "some end within minutes: {left:?}");
    assert!(left.iter().any(|left| *left > 2 * 3_600_000));
    let stations: BTreeSet<_> = of(SessionStatus::Active).filter_map(|card| card.station_id).collect();
    assert_eq!(stations.len(), 10);
    let windows = demo.desk.ask(Caller::System, ListReservations::default()).unwrap();
    assert!(windows.iter().filter(|window| window.station_name.is_some()).count() >= 4, "{windows:?}");
    assert!(demo.value("SELECT COUNT(*) FROM purchases WHERE payment_status = 'pending'") >= 4);
    assert!(demo.value("SELECT COUNT(*) FROM invoices WHERE status = 'pending'") >= 10);
}

fn wallets_hold_money_of_every_age(demo: &Demo) {
    let states = |sql| demo.words(sql).into_keys().collect::<Vec<_>>().join(" ");
    assert_eq!(
        states("SELECT status, COUNT(*) FROM activations GROUP BY 1"),
        "cancelled completed expired pending waiting"
    );
    assert_eq!(states("SELECT kind, COUNT(*) FROM activations GROUP BY 1"), "activation rental");
    assert_eq!(
        states("SELECT operation_type, COUNT(*) FROM balance_operations GROUP BY 1"),
        "commit deposit freeze refund withdraw"
    );
    let ages = demo.desk.ask(Caller::System, HoldsByAge { currency: Currency::Xof }).unwrap();
    assert!(ages.iter().all(|age| age.holds > 0), "the chart of ages has no gap: {ages:?}");
    let in_part = "SELECT COUNT(*) FROM activations WHERE status = 'completed' AND committed_amount < frozen_amount";
    assert_eq!(demo.value(in_part), 1);
    let bought = "SELECT COUNT(*) FROM purchases WHERE payment_method = 'wallet' AND payment_status = 'completed'";
    assert_eq!(demo.value(bought), 1);
    assert_eq!(demo.value("SELECT COUNT(*) FROM balance_operations WHERE reason = 'Le simulateur était en panne'"), 1);
    let health = demo.desk.ask(Caller::System, WalletHealth {}).unwrap();
    assert!(health.sick.is_empty() && health.wallets >= 8, "{health:?}");
    assert_eq!(demo.value("SELECT COUNT(*) FROM v_frozen_balance_health WHERE health_status <> 'OK'"), 0);
}

fn sums_add_up(demo: &Demo) {
    let off = "SELECT COUNT(*) FROM (SELECT * FROM active_game_sessions_v2 WHERE status IN ('completed', 'terminated', 'expired'))
               WHERE bought_ms + added_ms + compensated_ms <> played_ms + refunded_ms + forfeited_ms";
    assert_eq!(demo.value(off), 0);
    let ledger = "SELECT COUNT(*) FROM users u WHERE u.balance + u.frozen_balance <>
        (SELECT COALESCE(SUM(o.balance_after - o.balance_before + o.frozen_after - o.frozen_before), 0) FROM balance_operations o WHERE o.user_id = u.id)";
    assert_eq!(demo.value(ledger), 0);
    let papers = "SELECT COUNT(*) FROM purchases p WHERE (p.payment_status IN ('completed', 'refunded')) <>
        EXISTS (SELECT 1 FROM invoices i WHERE i.purchase_id = p.id)";
    assert_eq!(demo.value(papers), 0);
    let late = "SELECT COUNT(*) FROM active_game_sessions_v2 WHERE status = 'completed' AND completed_at > '2026-03-14T17:20:00.000Z'";
    assert_eq!(demo.value(late), 0);
    // Every change has its row in the trail, at its own instant and in the name of who made it.
    let chain = demo.desk.ask(Caller::System, VerifyChain {}).unwrap();
    assert!(chain.first_broken_seq.is_none(), "{chain:?}");
    let sold = demo
        .value("SELECT COUNT(*) FROM audit_log WHERE command = 'purchase.create' AND operator_name = 'Koffi Mensah'");
    assert_eq!(sold, demo.filled.counts.purchases);
    assert_eq!(
        demo.value("SELECT COUNT(*) FROM audit_log a JOIN audit_log b ON b.seq = a.seq + 1 WHERE b.at < a.at"),
        0
    );
}

fn papers_come_to_their_verdicts(demo: &Demo) {
    let verdicts: BTreeSet<Verdict> = demo.filled.invoices.iter().map(|paper| paper.verdict).collect();
    for verdict in [
        Verdict::Ok,
        Verdict::AlreadyActive,
        Verdict::AlreadyUsed,
        Verdict::Refunded,
        Verdict::Expired,
        Verdict::TooEarly,
        Verdict::TooLate,
        Verdict::Blocked,
    ] {
        assert!(verdicts.contains(&verdict), "no paper for {verdict}");
    }
    assert_eq!(demo.filled.invoices.iter().filter(|paper| paper.verdict == Verdict::Ok).count(), 6);
    for paper in &demo.filled.invoices {
        let text = paper.qr_text.clone();
        let scan = ReadCode { text, source: ScanSource::Picture, activate: false, start: false, station_id: None };
        let answer = demo.desk.run(Caller::System, scan, None).unwrap().output;
        assert_eq!(answer.verdict, paper.verdict, "{paper:?}");
        let modules = qr_modules(&paper.qr_text).unwrap();
        assert!(modules.len() <= 29 + 8 && modules.iter().all(|row| row.len() == modules.len()));
        assert!(!modules[0].contains(&true), "a quiet zone");
    }
}

fn doctor_finds_what_was_planted_and_mends_it(demo: &Demo) {
    let found = |desk: &Desk| -> BTreeMap<String, i64> {
        let checks = desk.ask(Caller::System, RunChecks::default()).unwrap();
        checks.into_iter().filter(|check| check.count > 0).map(|check| (check.name, check.count)).collect()
    };
    let planted = [
        ("invoice_behind_session", 1),
        ("session_mismatch", 3),
        ("order_paid_payment_pending", 1),
        ("order_failed_payment_pending", 1),
        ("order_pending_payment_completed", 1),
    ];
    assert_eq!(found(&demo.desk), planted.map(|(name, count)| (name.to_owned(), count)).into());
    assert_eq!(demo.filled.counts.planted, 7);
    assert_eq!(golden::told(&demo.desk), golden::BEFORE);
    demo.desk.run(Caller::System, Repair::default(), None).unwrap();
    assert_eq!(found(&demo.desk), BTreeMap::new());
    assert_eq!(golden::told(&demo.desk), golden::AFTER);
}

fn operators_sign_in(demo: &Demo) {
    let tiles = demo.desk.ask(Caller::Nobody, OperatorTiles {}).unwrap();
    assert_eq!(demo.filled.operators.len(), 2);
    for operator in &demo.filled.operators {
        let tile = tiles.iter().find(|tile| tile.name == operator.name).unwrap();
        assert_eq!(tile.role, operator.role);
        let sign_in = SignIn { operator_id: tile.operator_id, pin: operator.pin.clone() };
        demo.desk.run(Caller::Nobody, sign_in, None).unwrap();
    }
}

/// Whatever the hour, and whatever the weekday: the scene stands, and it is the same venue but for the dates.
#[test]
fn a_demonstration_is_the_same_at_every_run_and_hour() {
    let facts = |demo: &Demo| {
        let sales = "SELECT id || ' ' || user_id || ' ' || package_name || ' ' || payment_status || ' ' || COALESCE(session_status, '-'), price_cents
                     FROM purchases";
        (demo.words(sales), demo.filled.counts)
    };
    let week = |days: &str| format!("2026-03-{days}T17:20:00.000Z").parse().unwrap();
    assert_eq!(facts(&filled_at(week("14"))), facts(&filled_at(week("21"))), "a week later: the same weekdays");
    for at in ["2026-03-15T00:03:00.000Z", "2026-03-16T05:45:00.000Z", "2026-12-31T23:58:30.000Z"] {
        let demo = filled_at(at.parse().unwrap());
        assert_eq!(demo.filled.counts.live_sessions, 12, "{at}");
        assert_eq!(demo.filled.counts.planted, 7, "{at}");
    }
}

fn refused(dir: &TempDir, reset: bool) -> Code {
    demo::fill(folder(dir), Options { reset, now: now() }).unwrap_err().code
}

#[test]
fn real_work_is_never_overwritten() {
    let dir = TempDir::new().unwrap();
    let desk = open(&dir);
    desk.run(Caller::Nobody, CreateFirstManager { name: "Mariam".into(), pin: "4827".into() }, None).unwrap();
    let refusal = desk.run(Caller::System, demo::FillDemo {}, None).unwrap_err();
    assert_eq!(refusal.code, Code::DataFolderInUse);
    drop(desk);
    let before = std::fs::read(dir.path().join("comptoir.db")).unwrap();
    assert_eq!(refused(&dir, false), Code::DataFolderInUse);
    assert_eq!(refused(&dir, true), Code::DataFolderInUse, "--reset replaces demonstrations only");
    assert_eq!(std::fs::read(dir.path().join("comptoir.db")).unwrap(), before);
}

#[test]
fn a_demonstration_is_replaced_only_when_asked_even_under_an_open_desk() {
    let demo = filled_at(now());
    assert_eq!(refused(&demo.folder, false), Code::DataFolderInUse);
    demo.desk.run(Caller::Nobody, CreateFirstManager { name: "Another".into(), pin: "4827".into() }, None).unwrap_err();
    let live = |desk: &Desk| desk.ask(Caller::System, ListSessions {}).unwrap().sessions.len();
    let reason = "drill".to_owned();
    let all = comptoir_core::sessions::PauseAllSessions { reason };
    demo.desk.run(Caller::System, all, None).unwrap();
    let again = demo::fill(folder(&demo.folder), Options { reset: true, now: now() }).unwrap();
    assert_eq!(again.counts, demo.filled.counts);
    assert_eq!(live(&demo.desk), 13, "the open desk sees the new venue");
    assert_eq!(demo.value("SELECT COUNT(*) FROM active_game_sessions_v2 WHERE status = 'active'"), 10);
    assert!(!demo.folder.path().join("demo-anew").exists());
}

#[test]
fn an_open_empty_desk_is_filled_by_the_command() {
    let dir = TempDir::new().unwrap();
    let desk = open(&dir);
    let filled = desk.run(Caller::Nobody, demo::FillDemo {}, None).unwrap().output;
    assert_eq!(filled.counts.live_sessions, 12);
    assert_eq!(desk.run(Caller::Nobody, demo::FillDemo {}, None).unwrap_err().code, Code::DataFolderInUse);
}
