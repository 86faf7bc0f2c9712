//! The sealed trail of the built venue: the rows the desk would have written, with their hashes.

use comptoir_core::desk::audit::GENESIS;
use rusqlite::{Connection, params};
use serde_json::json;
use sha2::{Digest, Sha256};

/// One row a change: the sale, the scan that let the customer in, the countdown that ended it.
pub fn write(connection: &Connection) {
    let mut read = connection
        .prepare(
            "SELECT created_at, 'purchase.create', 'purchases', id, user_id, package_id FROM purchases
             UNION ALL SELECT scanned_at, 'scan.read', 'scans', id, invoice_id, 0 FROM invoice_scans
             UNION ALL SELECT created_at, 'session.countdown', NULL, session_id, 0, 0 FROM session_events WHERE event = 'completed'
             ORDER BY 1",
        )
        .unwrap();
    let mut insert = connection
        .prepare(
            "INSERT INTO audit_log (seq, at, operator_id, operator_name, command, request_id, subject_kind, subject_id, details, prev_hash, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, NULL, ?6, ?7, ?8, ?9, ?10)",
        )
        .unwrap();
    let head = connection.query_row("SELECT seq, hash FROM audit_log ORDER BY seq DESC LIMIT 1", [], |row| {
        Ok((row.get(0)?, row.get(1)?))
    });
    let (mut seq, mut prev_hash): (i64, String) = head.unwrap_or((0, GENESIS.to_owned()));
    let mut rows = read.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let (at, command): (String, String) = (row.get(0).unwrap(), row.get(1).unwrap());
        let (kind, id): (Option<String>, i64) = (row.get(2).unwrap(), row.get(3).unwrap());
        let (first, second): (i64, i64) = (row.get(4).unwrap(), row.get(5).unwrap());
        let details = match command.as_str() {
            "purchase.create" => json!({ "customer_id": first, "package_id": second, "paid": true, "payment_method": "cash", "window": null }),
            "scan.read" => json!({ "read": format!("printed F{first:06}"), "source": "camera", "activate": true, "start": true, "station_id": null, "length": 33 }),
            _ => json!({}),
        }
        .to_string();
        let (operator, name) = if kind.is_some() { (Some(1), "Mariam") } else { (None, "system") };
        let subject = kind.as_ref().map(|_| id.to_string());
        seq += 1;
        let sealed = json!([prev_hash, seq, at, operator, name, command, null, kind, subject, details]);
        let hash = format!("{:x}", Sha256::digest(sealed.to_string()));
        insert.execute(params![seq, at, operator, name, command, kind, subject, details, prev_hash, hash]).unwrap();
        prev_hash = hash;
    }
}
