//! What outages and clock jumps do to running sessions. Called by the keeping of time, never by a face.

use super::model::SessionStatus;
use super::store;
use crate::base::{Millis, SessionId, Timestamp};
use crate::door::{Code, Failure, Refusal, View, Work};
use rusqlite::params;

/// The sessions that run, each with the instant since when.
pub(crate) fn running(view: &View<'_>) -> Result<Vec<(SessionId, Timestamp)>, Failure> {
    view.all(
        "SELECT id, running_since FROM active_game_sessions_v2 WHERE status = 'active' AND running_since IS NOT NULL ORDER BY id",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Moves the anchors of all running sessions along with a wall clock that was moved. Returns how many there were.
pub(crate) fn shift_anchors(view: &View<'_>, jump: Millis) -> Result<usize, Failure> {
    let anchored: Vec<(SessionId, Timestamp, Option<Timestamp>)> = view.all(
        "SELECT id, running_since, ends_at FROM active_game_sessions_v2 WHERE status = 'active' AND running_since IS NOT NULL",
        [],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let mut update = view.prepare(
        "UPDATE active_game_sessions_v2 SET running_since = ?2, ends_at = ?3, updated_at = ?4, revision = revision + 1 WHERE id = ?1",
    )?;
    for (id, since, ends_at) in &anchored {
        update.execute(params![id, *since + jump, ends_at.map(|end| end + jump), view.now()])?;
    }
    Ok(anchored.len())
}

/// Gives a running session the time of a gap back.
pub(crate) fn compensate(work: &mut Work<'_>, id: SessionId, gap: Millis) -> Result<(), Failure> {
    if gap <= Millis::ZERO {
        return Ok(());
    }
    let mut session = store::load(work, id)?;
    session.clockwork.compensate(gap);
    store::save(work, &session, Some("outage"))?;
    store::note_event(work, &session, "compensated", Some(gap), Some("outage"))
}

/// Takes back the time that an outage had given, as far as it is still there. A session with none left is completed.
pub(crate) fn charge(work: &mut Work<'_>, id: SessionId, gap: Millis) -> Result<(), Failure> {
    let mut session = store::load(work, id)?;
    if session.clockwork.status.is_over() {
        return Err(Refusal::new(Code::SessionOver).with("status", session.clockwork.status).into());
    }
    let now = work.now();
    let taken = session.clockwork.charge(now, gap);
    let is_up = session.clockwork.remaining_at(now) <= Millis::ZERO;
    if is_up && session.clockwork.status != SessionStatus::Ready {
        // Its time may have been up before anybody decided: then it ended at that second.
        let end = session.clockwork.ends_at().map_or(now, |end| end.min(now));
        session.clockwork.complete(end)?;
    }
    store::save(work, &session, Some("outage"))?;
    store::note_event(work, &session, "charged", Some(-taken), Some("outage"))
}
