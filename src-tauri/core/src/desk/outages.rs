//! Outages: what nobody's clock saw, and what each session got out of it.

use super::model::{Done, OutageDecision, OutageRow, OutageSession, Page};
use super::settings::OutagePolicy;
use crate::base::{Millis, OutageId, SessionId, Timestamp};
use crate::door::{Code, Command, Failure, Kind, Query, Role, View, Work};
use crate::sessions;
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub(super) fn record(
    work: &Work<'_>,
    last_beat_at: Timestamp,
    gap: Millis,
    policy: OutagePolicy,
    running: usize,
) -> Result<OutageId, Failure> {
    let id = work.insert(
        "INSERT INTO outages (last_beat_at, noticed_at, gap_ms, policy, sessions_running, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?2)",
        params![last_beat_at, work.now(), gap, policy, i64::try_from(running).unwrap_or(i64::MAX)],
    )?;
    Ok(OutageId(id))
}

/// Gives every running session the part of the gap that fell into its time.
pub(super) fn give_back(
    work: &mut Work<'_>,
    outage: OutageId,
    last_beat_at: Timestamp,
    running: &[(SessionId, Timestamp)],
    is_provisional: bool,
) -> Result<(), Failure> {
    let decision = if is_provisional { OutageDecision::Undecided } else { OutageDecision::GivenBack };
    for (session, running_since) in running {
        let gap = part_of_gap(work.now(), last_beat_at, *running_since);
        sessions::compensate(work, *session, gap)?;
        note(work, outage, *session, gap, decision)?;
    }
    Ok(())
}

/// Notes for every running session that the gap counts as played.
pub(super) fn charge_all(
    work: &Work<'_>,
    outage: OutageId,
    last_beat_at: Timestamp,
    running: &[(SessionId, Timestamp)],
) -> Result<(), Failure> {
    for (session, running_since) in running {
        let gap = part_of_gap(work.now(), last_beat_at, *running_since);
        note(work, outage, *session, gap, OutageDecision::Charged)?;
    }
    Ok(())
}

/// A session started by another program after the last heartbeat ran through a part of the gap only.
fn part_of_gap(now: Timestamp, last_beat_at: Timestamp, running_since: Timestamp) -> Millis {
    Millis((now - last_beat_at.max(running_since)).0.max(0))
}

fn note(
    work: &Work<'_>,
    outage: OutageId,
    session: SessionId,
    gap: Millis,
    decision: OutageDecision,
) -> Result<(), Failure> {
    work.run(
        "INSERT INTO outage_sessions (outage_id, session_id, gap_ms, decision, decided_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![outage, session, gap, decision, (decision != OutageDecision::Undecided).then_some(work.now())],
    )?;
    Ok(())
}

/// Decides what one session gets out of an outage whose policy was to ask.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DecideOutage {
    /// The outage.
    pub outage_id: OutageId,
    /// The session.
    pub session_id: SessionId,
    /// True: the customer keeps the time. False: it counts as played.
    pub give_back: bool,
}

impl Command for DecideOutage {
    type Output = Done;
    const NAME: &'static str = "outage.decide";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<Done, Failure> {
        let (gap, decision) = work
            .one(
                "SELECT gap_ms, decision FROM outage_sessions WHERE outage_id = ?1 AND session_id = ?2",
                params![self.outage_id, self.session_id],
                |row| Ok((row.get::<_, Millis>(0)?, row.get::<_, OutageDecision>(1)?)),
            )?
            .ok_or(Code::OutageUnknown)?;
        if decision != OutageDecision::Undecided {
            return Err(Code::OutageDecided.into());
        }
        if !self.give_back {
            sessions::charge(work, self.session_id, gap)?;
        }
        let decided = if self.give_back { OutageDecision::GivenBack } else { OutageDecision::Charged };
        work.run(
            "UPDATE outage_sessions SET decision = ?3, decided_by = ?4, decided_at = ?5 WHERE outage_id = ?1 AND session_id = ?2",
            params![self.outage_id, self.session_id, decided, work.operator(), work.now()],
        )?;
        work.concerns(Kind::Outages, self.outage_id);
        work.changed(&[Kind::Outages, Kind::Sessions]);
        Ok(Done {})
    }
}

/// The outages, newest first, with what each session got.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ListOutages {
    /// Only those with a session still to be decided.
    pub undecided_only: bool,
    /// Which part of the list.
    pub page: Page,
}

impl Query for ListOutages {
    type Output = Vec<OutageRow>;
    const NAME: &'static str = "outage.list";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = &[Kind::Outages];

    fn answer(self, view: &View<'_>) -> Result<Vec<OutageRow>, Failure> {
        let (limit, offset) = self.page.bounds();
        let mut outages = view.all(
            "SELECT id, last_beat_at, noticed_at, gap_ms, policy FROM outages o
             WHERE ?1 = 0 OR EXISTS (SELECT 1 FROM outage_sessions s WHERE s.outage_id = o.id AND s.decision = 'undecided')
             ORDER BY id DESC LIMIT ?2 OFFSET ?3",
            params![self.undecided_only, limit, offset],
            |row| {
                Ok(OutageRow {
                    outage_id: row.get(0)?,
                    last_beat_at: row.get(1)?,
                    noticed_at: row.get(2)?,
                    gap_ms: row.get(3)?,
                    policy: row.get(4)?,
                    sessions: Vec::new(),
                })
            },
        )?;
        for outage in &mut outages {
            outage.sessions = sessions_of(view, outage.outage_id)?;
        }
        Ok(outages)
    }
}

fn sessions_of(view: &View<'_>, outage: OutageId) -> Result<Vec<OutageSession>, Failure> {
    view.all(
        "SELECT o.session_id, COALESCE(u.username, ''), o.gap_ms, o.decision FROM outage_sessions o
         LEFT JOIN active_game_sessions_v2 s ON s.id = o.session_id
         LEFT JOIN archived_game_sessions a ON a.id = o.session_id
         LEFT JOIN users u ON u.id = COALESCE(s.user_id, a.user_id)
         WHERE o.outage_id = ?1 ORDER BY o.session_id",
        [outage],
        |row| {
            Ok(OutageSession {
                session_id: row.get(0)?,
                customer_name: row.get(1)?,
                gap_ms: row.get(2)?,
                decision: row.get(3)?,
            })
        },
    )
}
