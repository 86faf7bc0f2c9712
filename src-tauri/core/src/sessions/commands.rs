//! What staff do with a session while it lives.

use super::model::{SessionCard, SessionStatus, SessionsChanged};
use super::store::{self, Session};
use crate::base::{Millis, SessionId, StationId};
use crate::door::{Code, Command, Failure, Kind, Refusal, Role, Work, optional_line, required_line};
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Loads the session a command is about. One whose time is up is over, even where the countdown has not been by yet.
pub(super) fn take(work: &mut Work<'_>, id: SessionId) -> Result<Session, Failure> {
    work.concerns(Kind::Sessions, id);
    let session = store::load(work, id)?;
    match session.clockwork.ends_at() {
        Some(end) if session.clockwork.status == SessionStatus::Active && end <= work.now() => {
            Err(Refusal::new(Code::SessionOver).with("status", SessionStatus::Completed).with("ended_at", end).into())
        }
        _ => Ok(session),
    }
}

/// The most characters a reason is kept with.
pub(super) const REASON_MOST: usize = 200;

/// Starts a session that is ready.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct StartSession {
    /// Which.
    pub session_id: SessionId,
    /// Where, if it was not said when the customer was let in.
    #[ts(optional, as = "Option<StationId>")]
    pub station_id: Option<StationId>,
}

impl Command for StartSession {
    type Output = SessionCard;
    const NAME: &'static str = "session.start";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<SessionCard, Failure> {
        let mut session = take(work, self.session_id)?;
        session.clockwork.start(work.now())?;
        if let Some(station) = self.station_id {
            store::claim_station(work, station, session.purchase_id)?;
            session.station_id = Some(station);
        }
        store::save(work, &session, None)?;
        store::card_of(work, session.id)
    }
}

/// Stops the clock of a running session.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PauseSession {
    /// Which.
    pub session_id: SessionId,
    /// Why, if it matters.
    #[ts(optional, as = "Option<String>")]
    pub reason: Option<String>,
}

impl Command for PauseSession {
    type Output = SessionCard;
    const NAME: &'static str = "session.pause";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<SessionCard, Failure> {
        let reason = optional_line("reason", self.reason.as_deref(), REASON_MOST)?;
        let mut session = take(work, self.session_id)?;
        session.clockwork.pause(work.now())?;
        store::save(work, &session, reason.as_deref())?;
        store::card_of(work, session.id)
    }
}

/// Lets the clock of a paused session go on.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ResumeSession {
    /// Which.
    pub session_id: SessionId,
}

impl Command for ResumeSession {
    type Output = SessionCard;
    const NAME: &'static str = "session.resume";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<SessionCard, Failure> {
        let mut session = take(work, self.session_id)?;
        session.clockwork.resume(work.now())?;
        store::save(work, &session, None)?;
        store::card_of(work, session.id)
    }
}

/// Adds minutes to a session that is not over.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ExtendSession {
    /// Which.
    pub session_id: SessionId,
    /// How many minutes, 1 to 1440.
    pub minutes: i64,
    /// Why.
    pub reason: String,
}

impl Command for ExtendSession {
    type Output = SessionCard;
    const NAME: &'static str = "session.extend";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<SessionCard, Failure> {
        let reason = required_line("reason", &self.reason, REASON_MOST)?;
        if !(1..=1440).contains(&self.minutes) {
            return Err(Refusal::new(Code::AmountInvalid).with("minutes", self.minutes).into());
        }
        let span = Millis::from_minutes(self.minutes);
        let mut session = take(work, self.session_id)?;
        session.clockwork.extend(span)?;
        store::save(work, &session, Some(&reason))?;
        store::note_event(work, &session, "extended", Some(span), Some(&reason))?;
        store::card_of(work, session.id)
    }
}

/// Moves a session to another station (or to none).
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct MoveSession {
    /// Which.
    pub session_id: SessionId,
    /// Where to.
    pub station_id: Option<StationId>,
}

impl Command for MoveSession {
    type Output = SessionCard;
    const NAME: &'static str = "session.move";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<SessionCard, Failure> {
        let mut session = take(work, self.session_id)?;
        if session.clockwork.status.is_over() {
            return Err(Refusal::new(Code::SessionOver).with("status", session.clockwork.status).into());
        }
        if let Some(station) = self.station_id {
            store::claim_station(work, station, session.purchase_id)?;
        }
        session.station_id = self.station_id;
        store::save(work, &session, None)?;
        let name: Option<String> =
            work.one("SELECT name FROM stations WHERE id = ?1", [self.station_id], |row| row.get(0))?;
        store::note_event(work, &session, "moved", None, name.as_deref())?;
        store::card_of(work, session.id)
    }
}

/// Stops the clocks of all running sessions (a fire drill, a dead network).
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PauseAllSessions {
    /// Why.
    pub reason: String,
}

impl Command for PauseAllSessions {
    type Output = SessionsChanged;
    const NAME: &'static str = "session.pause_all";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<SessionsChanged, Failure> {
        let reason = required_line("reason", &self.reason, REASON_MOST)?;
        // A session that is up but not yet counted down is over, not paused.
        let running: Vec<SessionId> = work.all(
            "SELECT id FROM active_game_sessions_v2 WHERE status = 'active' AND ends_at > ?1 ORDER BY id",
            [work.now()],
            |row| row.get(0),
        )?;
        for id in &running {
            let mut session = store::load(work, *id)?;
            session.clockwork.pause(work.now())?;
            store::save(work, &session, Some(&format!("{ALL}{reason}")))?;
        }
        Ok(SessionsChanged { session_ids: running })
    }
}

/// Marks the reason of sessions that were paused together, so that they can go on together.
const ALL: &str = "all: ";

/// Lets all those sessions go on that were paused together; a session paused on its own stays so.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ResumeAllSessions {}

impl Command for ResumeAllSessions {
    type Output = SessionsChanged;
    const NAME: &'static str = "session.resume_all";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<SessionsChanged, Failure> {
        let paused: Vec<SessionId> = work.all(
            "SELECT s.id FROM active_game_sessions_v2 s
             WHERE s.status IN ('ready', 'active', 'paused') AND s.status = 'paused' AND substr(
                 (SELECT e.reason FROM session_events e WHERE e.session_id = s.id AND e.event = 'paused' ORDER BY e.id DESC LIMIT 1),
                 1, length(?1)) = ?1 ORDER BY s.id",
            params![ALL],
            |row| row.get(0),
        )?;
        for id in &paused {
            let mut session = store::load(work, *id)?;
            session.clockwork.resume(work.now())?;
            store::save(work, &session, None)?;
        }
        Ok(SessionsChanged { session_ids: paused })
    }
}
