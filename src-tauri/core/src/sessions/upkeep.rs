//! What happens to sessions by itself: time that is up is written down, old sessions go to the archive.

use super::model::{CleanedUp, CountedDown};
use crate::base::{Millis, SessionId, Timestamp};
use crate::door::{Command, Failure, Kind, Query, Role, View, Work};
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Completes the sessions whose time is up, each at the second when it was up, and lets waiting invoices expire.
/// Costs by what is due; changes nothing when nothing is.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CountDown {}

impl Command for CountDown {
    type Output = CountedDown;
    const NAME: &'static str = "session.countdown";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<CountedDown, Failure> {
        let completed = complete_due(work, work.now())?;
        let expired = expire_ready(work)?;
        let invoices_expired = expire_invoices(work)?;
        Ok(CountedDown { completed, expired, invoices_expired })
    }
}

/// Completes what was up by `until`. The time is written as up at `ends_at`, however late this runs.
pub(crate) fn complete_due(work: &mut Work<'_>, until: Timestamp) -> Result<Vec<SessionId>, Failure> {
    let mut completed: Vec<SessionId> = work.all(
        "UPDATE active_game_sessions_v2 SET status = 'completed', completed_at = ends_at,
             played_ms = bought_ms + added_ms + compensated_ms - refunded_ms - forfeited_ms,
             used_minutes = (bought_ms + added_ms + compensated_ms - refunded_ms - forfeited_ms) / 60000,
             running_since = NULL, paused_at = NULL, ends_at = NULL, changed_by = ?2, change_reason = 'time is up',
             updated_at = ?3, revision = revision + 1
         WHERE status = 'active' AND ends_at <= ?1 RETURNING id",
        params![until, work.operator(), work.now()],
        |row| row.get(0),
    )?;
    completed.sort_unstable();
    if !completed.is_empty() {
        work.changed(&[Kind::Sessions, Kind::Purchases, Kind::Invoices]);
    }
    Ok(completed)
}

/// A session that was let in but never begun ends with its invoice. The list of live states is there for its index: SQLite takes a
/// partial index only where the query repeats its condition.
fn expire_ready(work: &mut Work<'_>) -> Result<Vec<SessionId>, Failure> {
    let mut expired: Vec<SessionId> = work.all(
        "UPDATE active_game_sessions_v2 SET status = 'expired', completed_at = ?1,
             forfeited_ms = bought_ms + added_ms + compensated_ms - played_ms - refunded_ms,
             changed_by = ?2, change_reason = 'never begun', updated_at = ?1, revision = revision + 1
         WHERE status IN ('ready', 'active', 'paused') AND status = 'ready' AND EXISTS
             (SELECT 1 FROM invoices i WHERE i.id = invoice_id AND i.expires_at IS NOT NULL AND i.expires_at <= ?1) RETURNING id",
        params![work.now(), work.operator()],
        |row| row.get(0),
    )?;
    expired.sort_unstable();
    if !expired.is_empty() {
        work.changed(&[Kind::Sessions, Kind::Purchases, Kind::Invoices]);
    }
    Ok(expired)
}

fn expire_invoices(work: &mut Work<'_>) -> Result<i64, Failure> {
    let expired = work.run(
        "UPDATE invoices SET status = 'expired', changed_by = ?2, change_reason = 'waited too long', updated_at = ?1,
             revision = revision + 1
         WHERE status = 'pending' AND expires_at IS NOT NULL AND expires_at <= ?1",
        params![work.now(), work.operator()],
    )?;
    if expired > 0 {
        work.changed(&[Kind::Invoices]);
    }
    Ok(i64::try_from(expired).unwrap_or(i64::MAX))
}

/// Moves sessions that have been over for long to the archive, whole. Nothing is lost; the overview knows them there.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CleanUp {
    /// Over for more than this many days; the setting `cleanup.after_days` when left out.
    #[serde(default)]
    #[ts(optional, as = "Option<i64>")]
    pub older_than_days: Option<i64>,
}

impl Command for CleanUp {
    type Output = CleanedUp;
    const NAME: &'static str = "session.cleanup";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<CleanedUp, Failure> {
        let ended_before = limit(work, self.older_than_days)?;
        let moved = work.run(
            "INSERT INTO archived_game_sessions (id, invoice_id, purchase_id, user_id, station_id, game_name, status, bought_ms,
                 added_ms, compensated_ms, played_ms, refunded_ms, forfeited_ms, total_minutes, used_minutes, started_at,
                 completed_at, reopened_at, changed_by, change_reason, revision, created_at, updated_at, archived_at)
             SELECT id, invoice_id, purchase_id, user_id, station_id, game_name, status, bought_ms, added_ms, compensated_ms,
                 played_ms, refunded_ms, forfeited_ms, total_minutes, used_minutes, started_at, completed_at, reopened_at,
                 changed_by, change_reason, revision, created_at, updated_at, ?2
             FROM active_game_sessions_v2
             WHERE status IN ('completed', 'terminated', 'expired') AND completed_at < ?1",
            params![ended_before, work.now()],
        )?;
        work.run(
            "DELETE FROM active_game_sessions_v2
             WHERE status IN ('completed', 'terminated', 'expired') AND completed_at < ?1
               AND EXISTS (SELECT 1 FROM archived_game_sessions a WHERE a.id = active_game_sessions_v2.id)",
            [ended_before],
        )?;
        if moved > 0 {
            work.changed(&[Kind::Sessions]);
        }
        Ok(CleanedUp { ended_before, sessions: i64::try_from(moved).unwrap_or(i64::MAX) })
    }
}

/// What a cleanup would move.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CleanUpPreview {
    /// Over for more than this many days; the setting `cleanup.after_days` when left out.
    #[serde(default)]
    #[ts(optional, as = "Option<i64>")]
    pub older_than_days: Option<i64>,
}

impl Query for CleanUpPreview {
    type Output = CleanedUp;
    const NAME: &'static str = "session.cleanup_preview";
    const ROLE: Role = Role::Manager;
    const SHOWS: &'static [Kind] = &[Kind::Sessions, Kind::Settings];

    fn answer(self, view: &View<'_>) -> Result<CleanedUp, Failure> {
        let ended_before = limit(view, self.older_than_days)?;
        let sessions = view.count(
            "SELECT COUNT(*) FROM active_game_sessions_v2
             WHERE status IN ('completed', 'terminated', 'expired') AND completed_at < ?1",
            [ended_before],
        )?;
        Ok(CleanedUp { ended_before, sessions })
    }
}

fn limit(view: &View<'_>, older_than_days: Option<i64>) -> Result<Timestamp, Failure> {
    let days = match older_than_days {
        Some(days) if (0..=3650).contains(&days) => days,
        Some(_) => return Err(Failure::BadInput("older_than_days must be 0 to 3650".into())),
        None => view.settings()?.cleanup_after_days,
    };
    Ok(view.now() - Millis::from_minutes(days * 24 * 60))
}
