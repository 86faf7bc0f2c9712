//! The sealed trail: one row per change, each carrying the SHA-256 of itself and of the row before it.
//!
//! hash = SHA-256(JSON array [prev_hash, seq, at, operator_id, operator_name, command, request_id, subject_kind, subject_id,
//! details]). A flipped byte anywhere breaks its own row; a removed row breaks the next.

use crate::base::Timestamp;
use crate::door::{Failure, Kind, View, Work};
use rusqlite::params;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// What stands before the first row.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Adds the row of a change, in the change's own transaction.
pub(crate) fn append(
    work: &Work<'_>,
    command: &str,
    request_id: Option<&str>,
    subject: Option<(Kind, &str)>,
    details: &Value,
) -> Result<(), Failure> {
    let head = work.one("SELECT seq, hash FROM audit_log ORDER BY seq DESC LIMIT 1", [], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
    })?;
    let (last, prev_hash) = head.unwrap_or((0, GENESIS.to_owned()));
    let row = Row {
        seq: last + 1,
        at: work.now().to_string(),
        operator_id: work.operator().map(|operator| operator.0),
        operator_name: work.actor.name.clone(),
        command: command.to_owned(),
        request_id: request_id.map(str::to_owned),
        subject_kind: subject.and_then(|(kind, _)| serde_json::to_value(kind).ok()?.as_str().map(str::to_owned)),
        subject_id: subject.map(|(_, id)| id.to_owned()),
        details: details.to_string(),
        prev_hash,
    };
    work.run(
        "INSERT INTO audit_log (seq, at, operator_id, operator_name, command, request_id, subject_kind, subject_id, details, prev_hash, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            row.seq, row.at, row.operator_id, row.operator_name, row.command, row.request_id, row.subject_kind, row.subject_id,
            row.details, row.prev_hash, row.hash(),
        ],
    )?;
    Ok(())
}

/// Where the chain is broken first, if it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// The first row that does not fit.
    pub seq: i64,
    /// `row_changed`: its own content; `link_broken`: it does not follow the row before it (one was removed or replaced).
    pub problem: &'static str,
}

/// Walks the whole chain. Returns how many rows hold, and the first break.
///
/// # Errors
/// The database failed.
pub fn verify(view: &View<'_>) -> Result<(i64, Option<Break>), Failure> {
    let mut statement = view.prepare(
        "SELECT seq, at, operator_id, operator_name, command, request_id, subject_kind, subject_id, details, prev_hash, hash
         FROM audit_log ORDER BY seq",
    )?;
    let mut rows = statement.query([])?;
    let mut expected_prev = GENESIS.to_owned();
    let mut verified = 0;
    while let Some(row) = rows.next()? {
        let stored: String = row.get(10)?;
        let row = Row {
            seq: row.get(0)?,
            at: row.get(1)?,
            operator_id: row.get(2)?,
            operator_name: row.get(3)?,
            command: row.get(4)?,
            request_id: row.get(5)?,
            subject_kind: row.get(6)?,
            subject_id: row.get(7)?,
            details: row.get(8)?,
            prev_hash: row.get(9)?,
        };
        let problem = if row.prev_hash != expected_prev || row.seq != verified + 1 {
            Some("link_broken")
        } else if row.hash() != stored {
            Some("row_changed")
        } else {
            None
        };
        if let Some(problem) = problem {
            return Ok((verified, Some(Break { seq: row.seq, problem })));
        }
        verified += 1;
        expected_prev = stored;
    }
    Ok((verified, None))
}

/// A row as it is sealed: exactly the stored texts.
struct Row {
    seq: i64,
    at: String,
    operator_id: Option<i64>,
    operator_name: String,
    command: String,
    request_id: Option<String>,
    subject_kind: Option<String>,
    subject_id: Option<String>,
    details: String,
    prev_hash: String,
}

impl Row {
    fn hash(&self) -> String {
        let sealed = json!([
            self.prev_hash,
            self.seq,
            self.at,
            self.operator_id,
            self.operator_name,
            self.command,
            self.request_id,
            self.subject_kind,
            self.subject_id,
            self.details,
        ]);
        format!("{:x}", Sha256::digest(sealed.to_string()))
    }
}

/// A note for the system log: what the program itself noticed or did.
pub(crate) fn log(
    work: &View<'_>,
    level: &str,
    area: &str,
    code: &str,
    data: &Value,
    at: Timestamp,
) -> Result<(), Failure> {
    work.prepare("INSERT INTO system_logs (level, area, code, data, created_at) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![level, area, code, data.to_string(), at])?;
    Ok(())
}
