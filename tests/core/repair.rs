//! The monitor sees, the plan says, the repair does that and no more, and then there is nothing left to do.

use crate::support::Venue;
use comptoir_core::base::SessionId;
use comptoir_core::door::Code;
use comptoir_core::monitor::{CheckResult, MismatchCount, PlanRepair, PlannedChange, Repair, RepairPlan, RunChecks};
use comptoir_core::sales::ShowPurchase;
use comptoir_core::sales::model::SyncStatus;
use comptoir_core::sessions::{CleanUp, CleanUpPreview, PauseSession, TerminateSession, UnusedTime};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

fn plan(venue: &Venue) -> RepairPlan {
    venue.ask(PlanRepair::default())
}

fn wrong(venue: &Venue) -> Vec<CheckResult> {
    venue.ask(RunChecks::default()).into_iter().filter(|check| check.count > 0).collect()
}

fn wrong_names(venue: &Venue) -> Vec<String> {
    wrong(venue).into_iter().map(|check| check.name).collect()
}

#[test]
fn a_healthy_venue_needs_nothing() {
    let venue = Venue::new();
    venue.running(60);
    venue.sale(60);
    venue.unpaid(60);
    assert!(wrong(&venue).is_empty());
    assert!(plan(&venue).changes.is_empty());
    let done = venue.unchanged(|| venue.manage(Repair::default())).unwrap();
    assert!(done.changes.is_empty() && done.remaining.is_empty());
}

#[test]
fn a_direct_change_is_seen_everywhere_at_once_and_mended_as_planned() {
    let mut venue = Venue::new();
    let session = venue.running(60);
    let unopened = venue.sale(60).purchase.purchase_id;
    venue
        .sql(&format!(
            "UPDATE purchases SET session_status = 'terminated' WHERE id = {};
             UPDATE purchases SET session_status = 'active' WHERE id = {unopened}",
            session.purchase_id
        ))
        .unwrap();
    assert_eq!(venue.ask(MismatchCount {}), 2);
    let by_the_guide: i64 =
        venue.value("SELECT COUNT(*) FROM purchase_session_overview WHERE sync_status = 'MISMATCH'");
    assert_eq!(by_the_guide, 2);
    assert_eq!(wrong_names(&venue), ["session_mismatch"]);
    let planned = plan(&venue);
    let change = |id: i64, label: &str, before: &str, after: &str| PlannedChange {
        check: "session_mismatch".into(),
        id: id.to_string(),
        label: label.into(),
        field: "purchase.session_status".into(),
        before: before.into(),
        after: after.into(),
    };
    let wanted = [
        change(session.purchase_id.0, &format!("#{} FIFA 26", session.purchase_id), "terminated", "active"),
        change(unopened.0, &format!("#{unopened} FIFA 26"), "active", "pending"),
    ];
    assert_eq!(planned.changes, wanted);
    venue.unchanged(|| plan(&venue));
    let done = venue.manage(Repair { digest: Some(planned.digest), ..Repair::default() }).unwrap();
    assert_eq!(done.changes, wanted, "exactly what was shown");
    assert!(done.remaining.is_empty() && wrong(&venue).is_empty());
    assert!(
        venue.unchanged(|| venue.manage(Repair::default())).unwrap().changes.is_empty(),
        "the second run does nothing"
    );
    assert_eq!(venue.card(session.session_id), session, "the session is the truth, and stays as it was");
    venue.reopen();
    assert_eq!(venue.ask(MismatchCount {}), 0);
}

#[test]
fn a_plan_that_is_no_longer_true_is_refused() {
    let venue = Venue::new();
    let [one, two] = [venue.running(60), venue.running(60)];
    let damage = |id| venue.sql(&format!("UPDATE purchases SET session_status = 'completed' WHERE id = {id}")).unwrap();
    damage(one.purchase_id);
    let shown = plan(&venue);
    damage(two.purchase_id);
    let outdated = Repair { digest: Some(shown.digest), ..Repair::default() };
    assert_eq!(venue.unchanged(|| venue.manage(outdated)).unwrap_err().code, Code::PlanOutdated);
    let unknown = Repair { area: Some("nowhere".into()), ..Repair::default() };
    assert_eq!(venue.manage(unknown).unwrap_err().code, Code::CheckUnknown);
    let elsewhere = Repair { area: Some("sales".into()), ..Repair::default() };
    assert!(venue.unchanged(|| venue.manage(elsewhere)).unwrap().changes.is_empty(), "another area is left alone");
    assert_eq!(venue.manage(Repair::default()).unwrap().changes.len(), 2);
}

/// Each kind of damage by itself: what sees it, and what the books say after the repair.
#[test]
fn every_kind_of_damage_has_its_name_and_its_cure() {
    let of_session = "WHERE id = (SELECT MIN(id) FROM active_game_sessions_v2)";
    let table: [(&str, String, &str); 8] = [
        ("session_mismatch", "UPDATE purchases SET session_status = NULL".into(), "active,active,SYNCED,active"),
        (
            "session_truth_drifted",
            "UPDATE purchases SET session_truth = 'ready', session_status = 'ready'".into(),
            "active,active,SYNCED,active",
        ),
        (
            "session_truth_drifted",
            "UPDATE purchases SET session_truth = NULL, session_status = 'pending'".into(),
            "active,active,SYNCED,active",
        ),
        ("invoice_behind_session", "UPDATE invoices SET status = 'pending'".into(), "active,active,SYNCED,active"),
        ("invoice_behind_session", "UPDATE invoices SET status = 'cancelled'".into(), "active,active,SYNCED,active"),
        (
            "void_purchase_with_live_session",
            "UPDATE purchases SET payment_status = 'refunded'".into(),
            "terminated,terminated,SYNCED,cancelled",
        ),
        (
            "session_past_its_time",
            format!(
                "UPDATE active_game_sessions_v2 SET running_since = '2026-03-10T10:00:00.000Z', ends_at = '2026-03-10T11:00:00.000Z' {of_session}"
            ),
            "completed,completed,SYNCED,used",
        ),
        (
            "void_purchase_with_valid_invoice",
            "UPDATE purchases SET payment_status = 'cancelled'; UPDATE invoices SET status = 'expired'".into(),
            "terminated,terminated,SYNCED,cancelled",
        ),
    ];
    for (name, sql, after) in table {
        let venue = Venue::new();
        let session = venue.running(60);
        venue.damage(&sql).unwrap();
        assert!(wrong_names(&venue).iter().any(|seen| seen == name), "{sql}: {:?}", wrong_names(&venue));
        venue.manage(Repair::default()).unwrap();
        let state: String = venue.value(&format!(
            "SELECT concat_ws(',', s.status, p.session_status, p.sync_status, i.status) FROM active_game_sessions_v2 s
             JOIN purchases p ON p.id = s.purchase_id JOIN invoices i ON i.id = s.invoice_id WHERE s.id = {}",
            session.session_id
        ));
        assert_eq!(state, after, "{sql}");
        assert!(wrong(&venue).is_empty(), "{sql}: {:?}", wrong(&venue));
        assert!(venue.unchanged(|| venue.manage(Repair::default())).unwrap().changes.is_empty(), "{sql}");
    }
}

#[test]
fn a_paid_purchase_without_a_paper_gets_one() {
    let venue = Venue::new();
    let purchase_id = venue.unpaid(60).purchase.purchase_id;
    venue.damage(&format!("UPDATE purchases SET payment_status = 'completed' WHERE id = {purchase_id}")).unwrap();
    assert_eq!(wrong_names(&venue), ["paid_without_invoice"]);
    venue.manage(Repair::default()).unwrap();
    let code: String = venue.value("SELECT validation_code FROM invoices");
    assert_eq!(venue.scan(&code).verdict.word(), "ok");
    assert!(wrong(&venue).is_empty());
}

#[test]
fn a_deleted_session_shows() {
    let venue = Venue::new();
    let session = venue.running(60);
    venue.sql(&format!("DELETE FROM active_game_sessions_v2 WHERE id = {}", session.session_id)).unwrap();
    assert_eq!(venue.ask(MismatchCount {}), 1);
    let shown = venue.ask(ShowPurchase { purchase_id: session.purchase_id }).purchase;
    assert_eq!((shown.sync_status, shown.session_id), (SyncStatus::Mismatch, None));
    assert_eq!(venue.events(session.session_id), ["created", "started"], "its events are still there");
    assert_eq!(wrong_names(&venue), ["session_mismatch", "invoice_behind_session"]);
    venue.manage(Repair::default()).unwrap();
    assert!(wrong(&venue).is_empty(), "{:?}", wrong(&venue));
    let code: String = venue.value("SELECT validation_code FROM invoices");
    assert_eq!(venue.scan(&code).verdict.word(), "ok", "the customer is not locked out");
}

#[test]
fn the_cleanup_archives_what_is_long_over_and_the_overview_agrees() {
    let venue = Venue::new();
    let ended: Vec<_> = (0..3).map(|_| venue.running(60)).collect();
    let terminate = |session_id| TerminateSession { session_id, reason: "left".into(), unused: UnusedTime::Forfeit };
    venue.run(terminate(ended[0].session_id)).unwrap();
    let paused = venue.running(60).session_id;
    venue.run(PauseSession { session_id: paused, reason: None }).unwrap();
    venue.minutes_pass(30 * 24 * 60);
    venue.count_down();
    assert_eq!(venue.ask(CleanUpPreview { older_than_days: None }).sessions, 0, "not more than 30 days");
    venue.minutes_pass(61);
    let recent = venue.running(60).session_id;
    venue.run(terminate(recent)).unwrap();
    assert_eq!(venue.ask(CleanUpPreview { older_than_days: None }).sessions, 3);
    let kept = |table: &str| -> String {
        venue.value(&format!(
            "SELECT group_concat(concat_ws(',', id, status, bought_ms, played_ms, forfeited_ms, started_at, completed_at), ';')
             FROM {table} WHERE id IN ({}, {}, {}) ORDER BY id",
            ended[0].session_id, ended[1].session_id, ended[2].session_id
        ))
    };
    let before = kept("active_game_sessions_v2");
    assert_eq!(venue.manage(CleanUp { older_than_days: None }).unwrap().sessions, 3);
    assert_eq!(kept("archived_game_sessions"), before, "nothing is lost");
    assert_eq!(venue.value::<i64>("SELECT COUNT(*) FROM active_game_sessions_v2"), 2);
    assert_eq!(venue.ask(MismatchCount {}), 0);
    assert!(wrong(&venue).is_empty(), "{:?}", wrong(&venue));
    assert!(venue.unchanged(|| venue.manage(Repair::default())).unwrap().changes.is_empty());
    assert_eq!(venue.manage(CleanUp { older_than_days: None }).unwrap().sessions, 0);
    assert_eq!(
        venue.refused(terminate(ended[0].session_id)),
        Code::SessionOver,
        "an archived one is over, not unknown"
    );
    assert_eq!(venue.manage(CleanUp { older_than_days: Some(-1) }).unwrap_err().code, Code::BadInput);
    assert!(venue.sql("DELETE FROM archived_game_sessions").is_err());
}

/// Statuses set at random in all three tables, the triggers away.
#[derive(Clone, Debug)]
struct Damage {
    session: Option<&'static str>,
    mirror: Option<&'static str>,
    truth: Option<&'static str>,
    payment: Option<&'static str>,
    invoice: Option<&'static str>,
}

fn damage() -> impl Strategy<Value = Vec<Damage>> {
    let sessions = prop::option::of(prop::sample::select(vec![
        "'ready'",
        "'active'",
        "'paused'",
        "'completed'",
        "'terminated'",
        "'expired'",
    ]));
    let mirrors = prop::sample::select(vec!["NULL", "'pending'", "'ready'", "'active'", "'completed'", "'expired'"]);
    let truths = prop::sample::select(vec!["NULL", "'ready'", "'paused'", "'completed'"]);
    let payments = prop::sample::select(vec!["'pending'", "'completed'", "'failed'", "'cancelled'", "'refunded'"]);
    let invoices = prop::sample::select(vec!["'pending'", "'active'", "'used'", "'expired'", "'cancelled'"]);
    let one = (
        sessions,
        prop::option::of(mirrors),
        prop::option::of(truths),
        prop::option::of(payments),
        prop::option::of(invoices),
    )
        .prop_map(|(session, mirror, truth, payment, invoice)| Damage { session, mirror, truth, payment, invoice });
    prop::collection::vec(one, 1..6)
}

#[test]
fn repair_comes_to_rest_from_any_state() {
    let venue = Venue::new();
    let mut runner = TestRunner::new(Config { cases: 40, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&damage(), |damage| {
        let mut script = String::new();
        for one in &damage {
            let session = if one.session.is_some() { Some(venue.running(60)) } else { None };
            let purchase = match &session {
                Some(session) => session.purchase_id,
                None => venue.sale(60).purchase.purchase_id,
            };
            if let (Some(status), Some(session)) = (one.session, session) {
                script.push_str(&of_session(session.session_id, status));
            }
            for (column, value) in
                [("session_status", one.mirror), ("session_truth", one.truth), ("payment_status", one.payment)]
            {
                if let Some(value) = value {
                    script.push_str(&format!("UPDATE purchases SET {column} = {value} WHERE id = {purchase};"));
                }
            }
            if let Some(value) = one.invoice {
                script.push_str(&format!("UPDATE invoices SET status = {value} WHERE purchase_id = {purchase};"));
            }
        }
        venue.damage(&script).unwrap();
        let shown = plan(&venue);
        let done = venue.manage(Repair { digest: Some(shown.digest), ..Repair::default() }).unwrap();
        prop_assert_eq!(done.changes, shown.changes);
        venue.manage(Repair::default()).unwrap();
        let after = venue.dump();
        let again = venue.manage(Repair::default()).unwrap();
        prop_assert!(again.changes.is_empty(), "{:?}", again.changes);
        prop_assert_eq!(&after, &venue.dump());
        prop_assert_eq!(venue.ask(MismatchCount {}), 0);
        let left = wrong(&venue);
        prop_assert!(left.is_empty(), "{:?}", left);
        Ok(())
    });
    outcome.unwrap();
}

/// A session that stands in a state, with an account that closes: only the papers about it lie.
fn of_session(id: SessionId, status: &str) -> String {
    let over = matches!(status, "'completed'" | "'terminated'" | "'expired'");
    let forfeited = if over { "bought_ms" } else { "0" };
    let anchors = if status == "'active'" { "" } else { "running_since = NULL, ends_at = NULL," };
    let ended = if over { "completed_at = updated_at," } else { "" };
    format!(
        "UPDATE active_game_sessions_v2 SET {anchors} {ended} forfeited_ms = {forfeited}, status = {status} WHERE id = {id};"
    )
}
