//! Time: rehearsals with `--at`, the countdown, cleanup, the checks and what they mend.

use crate::support::Venue;
use serde_json::json;

const NOON: &str = "2026-03-10T12:00:00.000Z";

#[test]
fn a_session_ends_at_the_second_when_its_time_was_up() {
    let venue = Venue::new();
    let offer = at_noon(&venue);
    assert_eq!(
        venue.json(&["--at", "2026-03-10T12:29:59Z", "countdown"]).json()["completed"],
        json!([]),
        "not yet: {offer}"
    );
    let done = venue.json(&["--at", "2026-03-10T14:00:00Z", "countdown"]);
    assert_eq!(done.status, 0);
    let (session, purchase, completed_at): (String, String, String) = venue
        .look()
        .query_row(
            "SELECT s.status, p.session_status, s.completed_at FROM active_game_sessions_v2 s JOIN purchases p ON p.id = s.purchase_id",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .unwrap();
    assert_eq!(
        (session.as_str(), purchase.as_str(), completed_at.as_str()),
        ("completed", "completed", "2026-03-10T12:30:00.000Z")
    );
    let again = venue.json(&["--at", "2026-03-10T14:00:00Z", "countdown"]);
    assert_eq!((again.status, &again.json()["completed"]), (0, &json!([])));
}

#[test]
fn cleanup_previews_and_then_archives() {
    let venue = Venue::new();
    at_noon(&venue);
    let later = ["--at", "2026-06-01T12:00:00Z"];
    let run = |rest: &[&str]| venue.json(&[&later, rest].concat());
    assert_eq!(run(&["countdown"]).status, 0);
    assert_eq!(run(&["cleanup", "--dry-run"]).json()["sessions"], 1);
    assert_eq!(run(&["cleanup", "--older-than", "3650d"]).json()["sessions"], 0);
    assert_eq!(run(&["cleanup", "--older-than", "30d"]).json()["sessions"], 1);
    assert_eq!(run(&["cleanup"]).json()["sessions"], 0);
    let archived: i64 =
        venue.look().query_row("SELECT COUNT(*) FROM archived_game_sessions", [], |row| row.get(0)).unwrap();
    assert_eq!(archived, 1);
}

#[test]
fn a_mismatch_is_found_planned_and_mended_once() {
    let venue = Venue::new();
    at_noon(&venue);
    let at = ["--at", "2026-03-10T12:05:00Z"];
    let run = |rest: &[&str]| venue.json(&[&at, rest].concat());
    assert_eq!(run(&["doctor"]).status, 0, "{:?}", run(&["doctor"]));
    venue.look().execute("UPDATE purchases SET session_status = 'completed'", []).unwrap();
    assert_eq!(run(&["doctor"]).status, 1);

    let mirror =
        || -> String { venue.look().query_row("SELECT session_status FROM purchases", [], |row| row.get(0)).unwrap() };
    let planned = run(&["repair", "--dry-run"]);
    assert_eq!((planned.status, mirror().as_str()), (0, "completed"), "a dry run writes nothing: {planned:?}");
    let fixed = run(&["repair", "--fix"]);
    assert_eq!((fixed.status, mirror().as_str()), (0, "active"), "{fixed:?}");
    assert_eq!(run(&["doctor"]).status, 0);
    let rows = |venue: &Venue| -> i64 {
        venue.look().query_row("SELECT COUNT(*) FROM audit_log", [], |row| row.get(0)).unwrap()
    };
    let before = rows(&venue);
    assert_eq!(run(&["repair", "--fix"]).status, 0);
    assert_eq!(rows(&venue), before, "mending what is whole changes nothing");
}

#[test]
fn a_broken_audit_trail_is_named() {
    let venue = Venue::new();
    at_noon(&venue);
    let whole = venue.json(&["verify-chain"]);
    assert_eq!(whole.status, 0);
    assert!(whole.json()["rows_verified"].as_i64().unwrap() > 3, "{whole:?}");
    let books = venue.look();
    // Whoever tampers takes the guard away first.
    let guards: Vec<String> = books
        .prepare("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_log'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert!(!guards.is_empty());
    for guard in guards {
        books.execute(&format!("DROP TRIGGER \"{guard}\""), []).unwrap();
    }
    books.execute("UPDATE audit_log SET details = '{}' WHERE seq = 2", []).unwrap();
    let broken = venue.json(&["verify-chain"]);
    assert_eq!((broken.status, &broken.json()["first_broken_seq"]), (1, &json!(2)));
    assert!(venue.run(&["verify-chain"]).out.contains('2'));
}

/// A session of 30 minutes that began at noon; the text of its code.
fn at_noon(venue: &Venue) -> String {
    let call = |name: &str, input: serde_json::Value| {
        let run = venue.json(&["--at", NOON, "call", name, &input.to_string()]);
        assert_eq!(run.status, 0, "{run:?}");
        run.json()
    };
    let package = json!({
        "name": "Découverte", "game_name": "Beat Saber", "duration_minutes": 30, "price_cents": 500_000, "currency": "XOF", "is_active": true,
    });
    let package = call("package.save", package)["package_id"].clone();
    let customer = call("customer.create", json!({ "name": "Awa Diop" }))["customer_id"].clone();
    let sale = json!({ "customer_id": customer, "package_id": package, "payment_method": "cash", "paid": true });
    let invoice = call("purchase.create", sale)["purchase"]["invoice_id"].clone();
    let code = call("invoice.show", json!({ "invoice_id": invoice }))["qr_text"].as_str().unwrap().to_owned();
    let started = venue.json(&["--at", NOON, "scan", "--code", &code, "--activate", "--start"]);
    assert_eq!(started.status, 0, "{started:?}");
    code
}
