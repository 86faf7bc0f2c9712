//! The sealed trail: one row per change, each carrying the SHA-256 of itself and of the row before it.
//!
//! hash = SHA-256(JSON array [prev_hash, seq, at, operator_id, operator_name, command, request_id, subject_kind, subject_id,
//! details]). A flipped byte anywhere breaks its own row; a removed row breaks the next.

use crate::base::Timestamp;
use crate::door::{Failure, Kind, View, Work};
use rusqlite::params;
use serde_json::Value;
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
    let (at, details) = (work.now().to_string(), details.to_string());
    let kind = subject.and_then(|(kind, _)| serde_json::to_value(kind).ok()?.as_str().map(str::to_owned));
    let row = Row {
        seq: last + 1,
        at: &at,
        operator_id: work.operator().map(|operator| operator.0),
        operator_name: &work.actor.name,
        command,
        request_id,
        subject_kind: kind.as_deref(),
        subject_id: subject.map(|(_, id)| id),
        details: &details,
        prev_hash: &prev_hash,
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
        let sealed = sealed(row)?;
        let stored = row.get_ref(10)?.as_str().unwrap_or_default();
        let problem = if sealed.prev_hash != expected_prev || sealed.seq != verified + 1 {
            Some("link_broken")
        } else if sealed.hash() != stored {
            Some("row_changed")
        } else {
            None
        };
        if let Some(problem) = problem {
            return Ok((verified, Some(Break { seq: sealed.seq, problem })));
        }
        verified += 1;
        expected_prev.clear();
        expected_prev.push_str(stored);
    }
    Ok((verified, None))
}

/// The row as it is stored, borrowed: the walk copies nothing but the seal it expects next.
fn sealed<'a>(row: &'a rusqlite::Row<'_>) -> Result<Row<'a>, Failure> {
    let text = |column| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
    let maybe = |column| row.get_ref(column)?.as_str_or_null().map_err(rusqlite::Error::from);
    Ok(Row {
        prev_hash: text(9)?,
        seq: row.get(0)?,
        at: text(1)?,
        operator_id: row.get(2)?,
        operator_name: text(3)?,
        command: text(4)?,
        request_id: maybe(5)?,
        subject_kind: maybe(6)?,
        subject_id: maybe(7)?,
        details: text(8)?,
    })
}

/// A row as it is sealed: exactly the stored texts, in the order of the JSON array.
struct Row<'a> {
    prev_hash: &'a str,
    seq: i64,
    at: &'a str,
    operator_id: Option<i64>,
    operator_name: &'a str,
    command: &'a str,
    request_id: Option<&'a str>,
    subject_kind: Option<&'a str>,
    subject_id: Option<&'a str>,
    details: &'a str,
}

impl Row<'_> {
    fn hash(&self) -> String {
        let sealed = (
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
        );
        hex(&Sha256::digest(serde_json::to_vec(&sealed).unwrap_or_default()))
    }
}

fn hex(digest: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    digest.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
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
