//! A venue that has sold a million times, built by SQL in minutes and kept: every row as the desk and its triggers write it.
//!
//! Triggers and indexes are taken off while the rows go in and put back after; that the result is what they would have made is
//! what the doctor confirms in the run itself (every check, no finding).

use crate::trail;
use crate::venue::{Venue, open};
use comptoir_core::base::{CustomerId, OperatorId, PackageId, Timestamp};
use comptoir_core::door::{Caller, Failure};
use comptoir_core::engine::SCHEMA_VERSION;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};

const CUSTOMERS: i64 = 20_000;
/// Paid and not yet here: what the scan step is measured on.
const WAITING: i64 = 8_000;

/// The built database, from the last run where there is one.
pub fn build(root: &Path, purchases: i64) -> PathBuf {
    let kept = root.join(format!("venue-{purchases}-v{SCHEMA_VERSION}.db"));
    if kept.exists() {
        return kept;
    }
    eprintln!("  building a venue of {purchases} purchases, once …");
    let folder = root.join("building");
    drop(Venue::new(&folder));
    let path = folder.join("comptoir.db");
    let connection = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
    connection
        .execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1048576; PRAGMA foreign_keys = OFF;")
        .unwrap();
    let taken_off = take_off(&connection);
    connection.execute_batch("BEGIN").unwrap();
    rows(&connection, purchases);
    trail::write(&connection);
    connection.execute_batch("COMMIT").unwrap();
    for sql in taken_off {
        connection.execute_batch(&sql).unwrap();
    }
    connection.execute_batch("ANALYZE; PRAGMA journal_mode = WAL;").unwrap();
    connection.close().unwrap();
    std::fs::rename(&path, &kept).unwrap();
    kept
}

/// Drops triggers and plain indexes; returns the statements that bring them back.
fn take_off(connection: &Connection) -> Vec<String> {
    let mut statement = connection
        .prepare("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('trigger', 'index') ORDER BY type")
        .unwrap();
    let all: Vec<(String, String, String)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    drop(statement);
    for (kind, name, _) in &all {
        connection.execute_batch(&format!("DROP {kind} {name}")).unwrap();
    }
    all.into_iter().map(|(_, _, sql)| sql).collect()
}

fn rows(connection: &Connection, purchases: i64) {
    let spacing = 95;
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let first = i64::try_from(now).unwrap() - purchases * spacing - 7_200;
    let played = purchases - WAITING;
    // Every fiftieth fails, is cancelled, or is refunded unplayed; older sessions are in the archive.
    let archived = purchases / 2;
    let at =
        |seconds: &str| format!("strftime('%Y-%m-%dT%H:%M:%fZ', {first} + id * {spacing} + {seconds}, 'unixepoch')");
    let (sold, scanned, over) = (at("0"), at("20"), at("3620"));
    let is_played = format!("id % 50 > 2 AND id <= {played}");
    let numbers =
        |most: i64| format!("WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < {most})");
    let session = "id, id, id, user_id, NULL, game_name, 'completed', 3600000, 0, 0, 3600000, 0, 0, 60, 60";
    let session_columns = "id, invoice_id, purchase_id, user_id, station_id, game_name, status, bought_ms, added_ms, compensated_ms,
        played_ms, refunded_ms, forfeited_ms, total_minutes, used_minutes, started_at, completed_at, changed_by, change_reason, revision,
        created_at, updated_at";
    for sql in [
        format!(
            "{} INSERT INTO users (username, phone, search_text, created_at, updated_at)
             SELECT 'Customer ' || id, '+225' || (7000000000 + id), 'customer ' || id || ' 225' || (7000000000 + id), {sold}, {sold} FROM n",
            numbers(CUSTOMERS)
        ),
        format!(
            "{} INSERT INTO purchases (id, user_id, package_id, package_name, game_name, duration_minutes, price_cents, currency,
                 payment_method, payment_status, session_status, session_truth, paid_at, changed_by, revision, created_at, updated_at)
             SELECT id, id % {CUSTOMERS} + 1, 1, '1 h', 'EA FC 26', 60, 150000, 'XOF', 'cash',
                 CASE id % 50 WHEN 0 THEN 'failed' WHEN 1 THEN 'cancelled' WHEN 2 THEN 'refunded' ELSE 'completed' END,
                 CASE WHEN id % 50 <= 2 THEN NULL WHEN id <= {played} THEN 'completed' ELSE 'pending' END,
                 CASE WHEN {is_played} THEN 'completed' END,
                 CASE WHEN id % 50 >= 2 THEN {sold} END, 1, 4, {sold}, CASE WHEN {is_played} THEN {over} ELSE {sold} END FROM n",
            numbers(purchases)
        ),
        format!(
            "INSERT INTO invoices (id, invoice_number, validation_code, purchase_id, user_id, game_name, duration_minutes, amount_cents, currency,
                 status, issued_at, expires_at, activated_at, used_at, cancelled_at, changed_by, change_reason, revision, created_at, updated_at)
             SELECT id, 'F' || printf('%06d', id), upper(hex(randomblob(10))), id, user_id, game_name, duration_minutes, price_cents, currency,
                 CASE WHEN payment_status = 'refunded' THEN 'cancelled' WHEN session_truth IS NULL THEN 'pending' ELSE 'used' END,
                 {sold}, {}, CASE WHEN session_truth IS NOT NULL THEN {scanned} END, CASE WHEN session_truth IS NOT NULL THEN {over} END,
                 CASE WHEN payment_status = 'refunded' THEN {sold} END, 1, session_truth, 2, {sold}, updated_at
             FROM purchases WHERE payment_status IN ('completed', 'refunded')",
            at("90 * 86400")
        ),
        format!(
            "INSERT INTO archived_game_sessions ({session_columns}, archived_at)
             SELECT {session}, {scanned}, {over}, NULL, 'time is up', 3, {scanned}, {over}, {} FROM purchases
             WHERE session_truth IS NOT NULL AND id <= {archived}",
            at("30 * 86400")
        ),
        format!(
            "INSERT INTO active_game_sessions_v2 ({session_columns})
             SELECT {session}, {scanned}, {over}, NULL, 'time is up', 3, {scanned}, {over} FROM purchases
             WHERE session_truth IS NOT NULL AND id > {archived}"
        ),
        event_rows("created", "NULL", "ready", "1", &scanned),
        event_rows("started", "'ready'", "active", "1", &scanned),
        event_rows("completed", "'active'", "completed", "NULL", &over),
        audit_rows("issued", "NULL", "pending", "1", &sold, "1"),
        audit_rows("activated", "'pending'", "active", "1", &scanned, "status = 'used'"),
        audit_rows("used", "'active'", "used", "NULL", &over, "status = 'used'"),
        audit_rows("cancelled", "'pending'", "cancelled", "1", &sold, "status = 'cancelled'"),
        format!(
            "INSERT INTO invoice_scans (invoice_id, validation_code, source, verdict, operator_id, scanned_at)
             SELECT id, validation_code, 'camera', 'ok', 1, {scanned} FROM invoices WHERE status = 'used'"
        ),
    ] {
        connection.execute_batch(&sql).unwrap_or_else(|error| panic!("{error}: {sql}"));
    }
}

fn event_rows(event: &str, from: &str, to: &str, operator: &str, at: &str) -> String {
    format!(
        "INSERT INTO session_events (session_id, event, from_status, to_status, origin, operator_id, created_at)
         SELECT id, '{event}', {from}, '{to}', 'desk', {operator}, {at} FROM purchases WHERE session_truth IS NOT NULL"
    )
}

fn audit_rows(action: &str, from: &str, to: &str, operator: &str, at: &str, only: &str) -> String {
    format!(
        "INSERT INTO invoice_audit_log (invoice_id, action, old_status, new_status, operator_id, created_at)
         SELECT id, '{action}', {from}, '{to}', {operator}, {at} FROM invoices WHERE {only}"
    )
}

/// The built venue, opened.
pub fn venue(folder: &Path) -> Venue {
    Venue {
        desk: open(folder),
        operator: Caller::Operator(OperatorId(1)),
        customer: CustomerId(1),
        package: PackageId(1),
        database: folder.join("comptoir.db"),
    }
}

/// The codes of its waiting invoices.
pub fn waiting_codes(venue: &Venue) -> Vec<String> {
    let read = |books: &Connection| {
        let mut statement = books.prepare(
            "SELECT 'CPT1:' || invoice_number || ':' || validation_code FROM invoices WHERE status = 'pending' ORDER BY random()",
        )?;
        let codes = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        Ok::<_, Failure>(codes)
    };
    venue.desk.engine().read(read).unwrap()
}

/// Puts running sessions of an hour into a venue: begun at `begun`, a hundred ending in each second from then on.
pub fn running(folder: &Path, begun: Timestamp, sessions: i64) {
    let connection = Connection::open(folder.join("comptoir.db")).unwrap();
    let second = |offset: i64| {
        format!("strftime('%Y-%m-%dT%H:%M:%fZ', {} + {offset} + (id - 1) / 100, 'unixepoch')", begun.unix_ms() / 1_000)
    };
    let (starts, ends) = (second(0), second(3_600));
    connection
        .execute_batch(&format!(
            "BEGIN;
             WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < {sessions})
             INSERT INTO purchases (id, user_id, package_id, package_name, game_name, duration_minutes, price_cents, currency, payment_method,
                 payment_status, created_at, updated_at)
             SELECT id, 1, 1, '1 h', 'EA FC 26', 60, 150000, 'XOF', 'cash', 'completed', {starts}, {starts} FROM n;
             UPDATE invoices SET status = 'active', activated_at = issued_at, updated_at = issued_at, revision = revision + 1;
             INSERT INTO active_game_sessions_v2 (invoice_id, purchase_id, user_id, game_name, status, bought_ms, total_minutes, changed_by,
                 revision, created_at, updated_at)
             SELECT id, purchase_id, 1, game_name, 'ready', 3600000, 60, 1, 1, issued_at, issued_at FROM invoices;
             UPDATE active_game_sessions_v2 SET status = 'active', running_since = {starts}, started_at = {starts}, ends_at = {ends},
                 updated_at = {starts}, revision = revision + 1;
             COMMIT;"
        ))
        .unwrap();
}
