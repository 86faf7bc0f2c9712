//! The queries of the old guides, run as people run them: by the `sqlite3` program, on the folder of a desk that is open.
//! Where that program is missing, the same statements run through the library.

use crate::support::Venue;
use comptoir_core::base::SessionId;
use comptoir_core::door::Code;
use comptoir_core::monitor::{GUIDES, Guide, MismatchCount};
use comptoir_core::sessions::{PauseSession, TerminateSession, UnusedTime};
use rusqlite::types::ValueRef;
use std::io::Write;
use std::process::{Command, Stdio};

/// A venue with something of everything, its clock beside the machine's own.
struct Eventful {
    venue: Venue,
    running: SessionId,
    overdue: SessionId,
    parameters: [(&'static str, String); 4],
}

fn eventful() -> Eventful {
    let venue = Venue::before_real_now(40);
    let overdue = venue.running(30).session_id;
    venue.minutes_pass(20);
    let invoice = venue.invoice(&venue.sale(60));
    venue.scan(&invoice.qr_text);
    venue.scan(&invoice.qr_text.to_lowercase());
    let running = venue.activate(invoice.invoice_id, true).unwrap().session_id;
    let [paused, ended] = [60, 45].map(|minutes| venue.running(minutes).session_id);
    venue.run(PauseSession { session_id: paused, reason: None }).unwrap();
    venue.run(TerminateSession { session_id: ended, reason: "left".into(), unused: UnusedTime::Forfeit }).unwrap();
    venue.sale(60);
    venue.unpaid(60);
    let stray = venue.running(60).purchase_id;
    venue.sql(&format!("UPDATE purchases SET session_status = 'completed' WHERE id = {stray}")).unwrap();
    venue.minutes_pass(20);
    let parameters = [
        (":session_id", running.to_string()),
        (":invoice_id", invoice.invoice_id.to_string()),
        (":invoice_number", format!("'{}'", invoice.invoice_number)),
        (":code", format!("'{}'", invoice.validation_code)),
    ];
    Eventful { venue, running, overdue, parameters }
}

fn guide(name: &str) -> &'static Guide {
    GUIDES.iter().find(|guide| guide.name == name).unwrap()
}

impl Eventful {
    /// The rows a guide tells, cells joined by `|`; `Err` is what the program complained of.
    fn run(&self, name: &str) -> Result<Vec<String>, String> {
        let database = self.venue.folder.path().join("comptoir.db");
        let child = Command::new("sqlite3")
            .arg("-batch")
            .arg(&database)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let Ok(mut child) = child else { return self.run_in_the_library(name) };
        let mut script = String::from(".bail on\n.timeout 10000\n.parameter init\n");
        for (parameter, value) in &self.parameters {
            script.push_str(&format!(".parameter set {parameter} \"{value}\"\n"));
        }
        script.push_str(guide(name).sql);
        child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
        let done = child.wait_with_output().unwrap();
        let complaint = String::from_utf8_lossy(&done.stderr).into_owned();
        if !complaint.is_empty() {
            return Err(complaint);
        }
        Ok(String::from_utf8_lossy(&done.stdout).lines().map(str::to_owned).collect())
    }

    fn run_in_the_library(&self, name: &str) -> Result<Vec<String>, String> {
        let books = self.venue.outside();
        let mut told = Vec::new();
        for sql in guide(name).sql.split_inclusive(';').filter(|sql| sql.contains(';')) {
            let sql =
                self.parameters.iter().fold(sql.to_owned(), |sql, (parameter, value)| sql.replace(parameter, value));
            let mut statement = books.prepare(&sql).map_err(|error| error.to_string())?;
            let columns = statement.column_count();
            let mut rows = statement.query([]).map_err(|error| error.to_string())?;
            while let Some(row) = rows.next().map_err(|error| error.to_string())? {
                let cell = |at| match row.get_ref(at).unwrap() {
                    ValueRef::Null => String::new(),
                    ValueRef::Integer(number) => number.to_string(),
                    other => other.as_str().unwrap_or_default().to_owned(),
                };
                told.push((0..columns).map(cell).collect::<Vec<_>>().join("|"));
            }
        }
        Ok(told)
    }
}

#[test]
fn every_query_of_the_guides_runs_and_tells_the_truth() {
    let eventful = eventful();
    let Eventful { venue, running, overdue, .. } = &eventful;
    let trigger = "sync_session_to_purchase|active_game_sessions_v2|CREATE TRIGGER sync_session_to_purchase";
    // How many rows, and what one of them begins with.
    let table: [(&str, usize, String); 19] = [
        ("mismatches", 1, "7|7|Awa Diop|".into()),
        ("mismatch_count", 1, "1".into()),
        ("sync_totals", 3, "NO_SESSION|2".into()),
        ("daily_watch", 1, "1|5".into()),
        ("weekly_report", 1, String::new()),
        ("latest_events", 12, String::new()),
        ("latest_invoice_audit", 12, String::new()),
        ("latest_purchases", 7, String::new()),
        ("trigger_exists", 1, trigger.into()),
        ("session_status", 1, format!("{running}|active")),
        ("session_of_invoice", 1, format!("{running}|")),
        ("invoice_status", 1, "2|active|".into()),
        ("session_totals", 3, "terminated|1|45|0".into()),
        ("sessions_past_their_time", 1, format!("{overdue}|active|30|0|4")),
        ("stuck_sessions", 1, "0".into()),
        ("waiting_invoices", 1, String::new()),
        ("session_events", 2, String::new()),
        ("scans_of_code", 2, String::new()),
        ("invoice_audit", 2, String::new()),
    ];
    let reading = GUIDES.iter().filter(|guide| !guide.writes).count();
    assert_eq!(reading, table.len(), "every guide that reads has a row");
    for (name, rows, beginning) in table {
        let told = venue.unchanged(|| eventful.run(name)).unwrap();
        let told: Vec<_> = if name == "trigger_exists" { told.into_iter().take(1).collect() } else { told };
        // A venue that opened before midnight has two days to report.
        assert!(told.len() == rows || name == "weekly_report" && told.len() == 2, "{name}: {told:#?}");
        assert!(told.iter().any(|row| row.starts_with(&beginning)), "{name}: {told:#?}");
    }
    venue.count_down();
    assert!(eventful.run("sessions_past_their_time").unwrap().is_empty(), "the countdown has been by");
}

#[test]
fn a_pause_by_hand_is_followed_at_once() {
    let eventful = eventful();
    assert_eq!(eventful.run("try_the_trigger").unwrap(), ["paused"]);
    let venue = &eventful.venue;
    assert_eq!(venue.ask(MismatchCount {}), 1, "no new one");
    let left = crate::lifecycle::account(venue, eventful.running).remaining_ms;
    assert!((left.0 - 40 * 60_000).abs() < 10_000, "{left:?}");
}

#[test]
fn a_completion_forced_by_hand_ends_everything_and_revives_nothing() {
    let eventful = eventful();
    let venue = &eventful.venue;
    eventful.run("force_completion").unwrap();
    let state: String = venue.value(&format!(
        "SELECT concat_ws(',', s.status, p.session_status, p.sync_status, i.status, s.completed_at LIKE '____-__-__T__:__:__.___Z',
             i.used_at LIKE '____-__-__T__:__:__.___Z') FROM active_game_sessions_v2 s
         JOIN purchases p ON p.id = s.purchase_id JOIN invoices i ON i.id = s.invoice_id WHERE s.id = {}",
        eventful.running
    ));
    assert_eq!(state, "completed,completed,SYNCED,used,1,1");
    assert_eq!(venue.events(eventful.running), ["created", "started", "completed"]);
    crate::lifecycle::account(venue, eventful.running);
    let once_more = eventful.run("force_completion").unwrap();
    assert!(once_more.is_empty() && venue.events(eventful.running).len() == 3, "complete already: nothing happens");

    let other = self::eventful();
    let session_id = other.running;
    let terminate = TerminateSession { session_id, reason: "test".into(), unused: UnusedTime::Forfeit };
    other.venue.run(terminate).unwrap();
    let refused = other.venue.unchanged(|| other.run("force_completion")).unwrap_err();
    assert!(refused.contains("illegal_session_transition"), "{refused}");
    assert_eq!(other.venue.refused(PauseSession { session_id, reason: None }), Code::SessionOver);
}

#[test]
fn the_weekly_cleanup_by_hand_loses_nothing() {
    let eventful = eventful();
    let venue = &eventful.venue;
    let old =
        "UPDATE active_game_sessions_v2 SET completed_at = '2024-01-01T00:00:00.000Z' WHERE status = 'terminated'";
    venue.sql(old).unwrap();
    eventful.run("weekly_cleanup").unwrap();
    let counts: String = venue.value(
        "SELECT (SELECT COUNT(*) FROM active_game_sessions_v2) || ',' || (SELECT COUNT(*) FROM archived_game_sessions)",
    );
    assert_eq!(counts, "4,1");
    assert_eq!(venue.ask(MismatchCount {}), 1, "no new one");
}

#[test]
fn the_views_tell_the_moment() {
    let eventful = eventful();
    let Eventful { venue, running, overdue, .. } = &eventful;
    let seen = |id: &SessionId| -> String {
        let columns = "status, total_minutes, used_minutes, round(remaining_ms / 60000.0), round(progress_percent), completed_at = ends_at";
        venue.value(&format!("SELECT concat_ws(',', {columns}) FROM session_summary WHERE id = {id}"))
    };
    assert_eq!(seen(running), "active,60,20,40.0,33.0");
    assert_eq!(seen(overdue), "completed,30,30,0.0,100.0,1", "up is up, even before anybody wrote it down");
    let left: i64 = venue.value(&format!("SELECT remaining_minutes FROM active_invoices WHERE session_id = {running}"));
    assert!((39..=40).contains(&left), "{left}");
    let sessions: i64 = venue.value("SELECT COUNT(*) FROM active_invoices WHERE session_id IS NOT NULL");
    assert_eq!(sessions, 4, "running, paused, overdue and the stray one");
}

/// An older tool knows minutes only.
#[test]
fn a_session_inserted_by_hand_has_its_account() {
    for (status, used, played, left) in [
        ("ready", 0, 0, 60),
        ("active", 10, 10, 50),
        ("paused", 70, 60, 0),
        ("completed", 45, 45, 0),
        ("terminated", 0, 0, 0),
    ] {
        let venue = Venue::before_real_now(0);
        let invoice_id = venue.invoice_id(&venue.sale(60));
        venue
            .sql(&format!(
                "INSERT INTO active_game_sessions_v2 (invoice_id, purchase_id, user_id, game_name, status, total_minutes, used_minutes)
                 SELECT id, purchase_id, user_id, game_name, '{status}', 60, {used} FROM invoices WHERE id = {invoice_id}"
            ))
            .unwrap();
        let account = crate::lifecycle::account(&venue, SessionId(1));
        let minutes = |span: comptoir_core::base::Millis| (span.0 as f64 / 60_000.0).round() as i64;
        assert_eq!(
            (minutes(account.played_ms), minutes(account.remaining_ms)),
            (played, left),
            "{status}: {account:?}"
        );
        assert_eq!(venue.ask(MismatchCount {}), 0, "{status}");
    }
}
