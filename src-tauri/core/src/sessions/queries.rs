//! What is told of sessions.

use super::model::{SessionCard, SessionDetail, SessionEvent, SessionList, SessionStatus, StatusTotal};
use super::rules::REOPEN_WITHIN;
use super::store::{self, CARD, card, card_of};
use crate::base::SessionId;
use crate::desk::model::Page;
use crate::door::{Code, Failure, Kind, Query, Role, View};
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

const SHOWN: &[Kind] = &[Kind::Sessions, Kind::Customers, Kind::Stations];

/// The live sessions: ready, running and paused.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ListSessions {}

impl Query for ListSessions {
    type Output = SessionList;
    const NAME: &'static str = "session.list";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = SHOWN;

    fn answer(self, view: &View<'_>) -> Result<SessionList, Failure> {
        Ok(SessionList { server_now: view.now(), sessions: live_cards(view)? })
    }
}

/// The cards of all live sessions: those that run by their end, then the paused by what is left, then the ready.
pub(super) fn live_cards(view: &View<'_>) -> Result<Vec<SessionCard>, Failure> {
    let sql = format!("{CARD} WHERE s.status IN ('ready', 'active', 'paused')");
    let mut cards = view.all(&sql, [], |row| card(view, row))?;
    cards.sort_by_key(|card| {
        let rank = match card.status {
            SessionStatus::Active => 0,
            SessionStatus::Paused => 1,
            SessionStatus::Ready => 2,
            _ => 3,
        };
        (rank, card.remaining_ms, card.session_id)
    });
    Ok(cards)
}

/// Sessions that are over, the newest end first.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ListEndedSessions {
    /// Which part of the list.
    pub page: Page,
}

impl Query for ListEndedSessions {
    type Output = Vec<SessionCard>;
    const NAME: &'static str = "session.ended";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = SHOWN;

    fn answer(self, view: &View<'_>) -> Result<Vec<SessionCard>, Failure> {
        let (limit, offset) = self.page.bounds();
        let sql = format!(
            "{CARD} WHERE s.status IN ('completed', 'terminated', 'expired') ORDER BY s.completed_at DESC, s.id DESC LIMIT ?1 OFFSET ?2"
        );
        view.all(&sql, params![limit, offset], |row| card(view, row))
    }
}

/// One session with its whole account.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ShowSession {
    /// Which.
    pub session_id: SessionId,
}

impl Query for ShowSession {
    type Output = SessionDetail;
    const NAME: &'static str = "session.show";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = SHOWN;

    fn answer(self, view: &View<'_>) -> Result<SessionDetail, Failure> {
        let session = store::find(view, self.session_id)?.ok_or(Code::SessionUnknown)?;
        let can_reopen = matches!(session.clockwork.status, SessionStatus::Completed | SessionStatus::Terminated);
        let until = session.clockwork.completed_at.map(|ended| ended + REOPEN_WITHIN);
        Ok(SessionDetail {
            card: card_of(view, self.session_id)?,
            account: session.clockwork.account_at(view.now()),
            reopenable_until: until.filter(|until| can_reopen && *until >= view.now()),
        })
    }
}

/// What happened to a session, newest first. Its events outlive its move to the archive.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SessionEvents {
    /// Which.
    pub session_id: SessionId,
}

impl Query for SessionEvents {
    type Output = Vec<SessionEvent>;
    const NAME: &'static str = "session.events";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = &[Kind::Sessions];

    fn answer(self, view: &View<'_>) -> Result<Vec<SessionEvent>, Failure> {
        view.all(
            "SELECT e.id, e.event, e.from_status, e.to_status, e.amount_ms, e.origin, o.name, e.reason, e.created_at
             FROM session_events e LEFT JOIN operators o ON o.id = e.operator_id
             WHERE e.session_id = ?1 ORDER BY e.id DESC LIMIT 500",
            [self.session_id],
            |row| {
                Ok(SessionEvent {
                    id: row.get(0)?,
                    event: row.get(1)?,
                    from_status: row.get(2)?,
                    to_status: row.get(3)?,
                    amount_ms: row.get(4)?,
                    origin: row.get(5)?,
                    operator_name: row.get(6)?,
                    reason: row.get(7)?,
                    created_at: row.get(8)?,
                })
            },
        )
    }
}

/// How many sessions stand where, with their minutes as they are now.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SessionTotals {}

impl Query for SessionTotals {
    type Output = Vec<StatusTotal>;
    const NAME: &'static str = "session.totals";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = &[Kind::Sessions];

    fn answer(self, view: &View<'_>) -> Result<Vec<StatusTotal>, Failure> {
        view.all(
            "SELECT status, COUNT(*), SUM(total_minutes), SUM(used_minutes) FROM session_summary GROUP BY status ORDER BY status",
            [],
            |row| Ok(StatusTotal { status: row.get(0)?, sessions: row.get(1)?, total_minutes: row.get(2)?, used_minutes: row.get(3)? }),
        )
    }
}
