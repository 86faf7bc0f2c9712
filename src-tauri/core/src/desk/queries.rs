//! What the desk tells about itself.

use super::model::{AuditRow, ChainReport, OperatorRow, OperatorTile, Overview, Page, SystemLogRow};
use super::{audit, operators, pin, settings::Settings};
use crate::base::Timestamp;
use crate::door::{Failure, Kind, Query, Role, View};
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What every screen needs to know first.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DeskOverview {}

impl Query for DeskOverview {
    type Output = Overview;
    const NAME: &'static str = "desk.overview";
    const ROLE: Role = Role::Nobody;
    const SHOWS: &'static [Kind] = &[Kind::Settings, Kind::Operators];

    fn answer(self, view: &View<'_>) -> Result<Overview, Failure> {
        let settings = view.settings()?;
        Ok(Overview {
            venue_name: settings.venue_name,
            timezone: settings.venue_timezone,
            currency: settings.venue_currency,
            language: settings.venue_language,
            theme: settings.venue_theme,
            is_first_start: view.count("SELECT COUNT(*) FROM operators", [])? == 0,
            lock_after_minutes: settings.lock_after_minutes,
            sound: settings.sound,
            server_now: view.now(),
            version: env!("CARGO_PKG_VERSION").into(),
        })
    }
}

/// Who can sign in: the tiles of the sign-in screen.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct OperatorTiles {}

impl Query for OperatorTiles {
    type Output = Vec<OperatorTile>;
    const NAME: &'static str = "operator.tiles";
    const ROLE: Role = Role::Nobody;
    const SHOWS: &'static [Kind] = &[Kind::Operators];

    fn answer(self, view: &View<'_>) -> Result<Vec<OperatorTile>, Failure> {
        view.all("SELECT id, name, role FROM operators WHERE is_active = 1 ORDER BY name", [], |row| {
            Ok(OperatorTile {
                operator_id: row.get(0)?,
                name: row.get(1)?,
                role: operators::role(&row.get::<_, String>(2)?),
            })
        })
    }
}

/// All operators, with what only a manager should see.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ListOperators {}

impl Query for ListOperators {
    type Output = Vec<OperatorRow>;
    const NAME: &'static str = "operator.list";
    const ROLE: Role = Role::Manager;
    const SHOWS: &'static [Kind] = &[Kind::Operators];

    fn answer(self, view: &View<'_>) -> Result<Vec<OperatorRow>, Failure> {
        let since = view.now() - pin::WINDOW;
        view.all(
            "SELECT o.id, o.name, o.role, o.is_active, o.last_sign_in_at, COUNT(f.id), MIN(f.failed_at)
             FROM operators o LEFT JOIN pin_failures f ON f.operator_id = o.id AND f.failed_at > ?1 AND f.failed_at <= ?2
             GROUP BY o.id ORDER BY o.is_active DESC, o.name",
            [since, view.now()],
            |row| {
                let oldest: Option<Timestamp> = row.get(6)?;
                let is_locked = row.get::<_, i64>(5)? >= pin::TRIES;
                Ok(OperatorRow {
                    operator_id: row.get(0)?,
                    name: row.get(1)?,
                    role: operators::role(&row.get::<_, String>(2)?),
                    is_active: row.get(3)?,
                    last_sign_in_at: row.get(4)?,
                    locked_until: oldest.filter(|_| is_locked).map(|oldest| oldest + pin::WINDOW),
                })
            },
        )
    }
}

/// How the venue is set.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ReadSettings {}

impl Query for ReadSettings {
    type Output = Settings;
    const NAME: &'static str = "setting.all";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = &[Kind::Settings];

    fn answer(self, view: &View<'_>) -> Result<Settings, Failure> {
        view.settings()
    }
}

/// The audit trail, newest first; of one thing, if named.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ReadAudit {
    /// Only rows about this kind of thing.
    #[ts(optional, as = "Option<String>")]
    pub subject_kind: Option<String>,
    /// Only rows about this one.
    #[ts(optional, as = "Option<String>")]
    pub subject_id: Option<String>,
    /// Which part of the list.
    pub page: Page,
}

impl Query for ReadAudit {
    type Output = Vec<AuditRow>;
    const NAME: &'static str = "audit.list";
    const ROLE: Role = Role::Manager;
    const SHOWS: &'static [Kind] = Kind::ALL;

    fn answer(self, view: &View<'_>) -> Result<Vec<AuditRow>, Failure> {
        let (limit, offset) = self.page.bounds();
        view.all(
            "SELECT seq, at, operator_name, command, subject_kind, subject_id, details FROM audit_log
             WHERE (?1 IS NULL OR subject_kind = ?1) AND (?2 IS NULL OR subject_id = ?2)
             ORDER BY seq DESC LIMIT ?3 OFFSET ?4",
            params![self.subject_kind, self.subject_id, limit, offset],
            |row| {
                Ok(AuditRow {
                    seq: row.get(0)?,
                    at: row.get(1)?,
                    operator_name: row.get(2)?,
                    command: row.get(3)?,
                    subject_kind: row.get(4)?,
                    subject_id: row.get(5)?,
                    details: row.get(6)?,
                })
            },
        )
    }
}

/// Walks the audit chain and names the first row that does not fit.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct VerifyChain {}

impl Query for VerifyChain {
    type Output = ChainReport;
    const NAME: &'static str = "audit.verify";
    const ROLE: Role = Role::Manager;
    const SHOWS: &'static [Kind] = Kind::ALL;

    fn answer(self, view: &View<'_>) -> Result<ChainReport, Failure> {
        let (rows_verified, broken) = audit::verify(view)?;
        Ok(ChainReport {
            rows_verified,
            first_broken_seq: broken.as_ref().map(|broken| broken.seq),
            problem: broken.map(|broken| broken.problem.to_owned()),
        })
    }
}

/// What the program itself noticed or did, newest first.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ReadSystemLog {
    /// Which part of the list.
    pub page: Page,
}

impl Query for ReadSystemLog {
    type Output = Vec<SystemLogRow>;
    const NAME: &'static str = "log.list";
    const ROLE: Role = Role::Manager;
    const SHOWS: &'static [Kind] = &[Kind::Log];

    fn answer(self, view: &View<'_>) -> Result<Vec<SystemLogRow>, Failure> {
        let (limit, offset) = self.page.bounds();
        view.all(
            "SELECT id, level, area, code, data, created_at FROM system_logs ORDER BY id DESC LIMIT ?1 OFFSET ?2",
            params![limit, offset],
            |row| {
                Ok(SystemLogRow {
                    id: row.get(0)?,
                    level: row.get(1)?,
                    area: row.get(2)?,
                    code: row.get(3)?,
                    data: row.get(4)?,
                    created_at: row.get(5)?,
                })
            },
        )
    }
}
