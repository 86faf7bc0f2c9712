//! Keeping time through everything that befalls a counter PC.
//!
//! Remaining time follows from wall-clock anchors. Three things could falsify them, and each is undone here before any command
//! of the same transaction sees the time:
//! - the wall clock is set, or the machine slept: the counter that only runs forward disagrees, and the anchors move along;
//! - the process that kept the time ended uncleanly: the gap since its last heartbeat is given back, charged or asked about;
//! - both at once (power cut, dead clock battery): the anchors move so that what was left at the last heartbeat is left now.

use super::model::Done;
use super::settings::OutagePolicy;
use super::{audit, outages};
use crate::base::{Millis, Reading, Timestamp};
use crate::door::{Caller, Command, DoorError, Failure, Kind, Role, View, Work};
use crate::engine::StoreError;
use crate::facade::Desk;
use crate::sessions;
use rusqlite::{Connection, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use ts_rs::TS;

/// How far wall and counter may drift apart between two heartbeats before it is a jump. NTP slews at most 1.5 ms in that time.
const JUMP: Millis = Millis(500);

/// How long the answer to a request id is remembered: a week.
const REQUESTS_KEPT: Millis = Millis::from_minutes(7 * 24 * 60);

struct Heartbeat {
    is_running: bool,
    holder: String,
    beat_at: Timestamp,
    boot_id: String,
    monotonic_ms: i64,
}

fn heartbeat(view: &View<'_>) -> Result<Option<Heartbeat>, Failure> {
    view.one("SELECT state, holder, beat_at, boot_id, monotonic_ms FROM desk_heartbeat WHERE id = 1", [], |row| {
        Ok(Heartbeat {
            is_running: row.get::<_, String>(0)? == "running",
            holder: row.get(1)?,
            beat_at: row.get(2)?,
            boot_id: row.get(3)?,
            monotonic_ms: row.get(4)?,
        })
    })
}

/// Runs first in every transaction of the writer: has the clock jumped since the last heartbeat of this run of the machine?
pub(crate) fn before_batch(connection: &Connection, reading: &Reading) -> Result<(), StoreError> {
    undo_jump(&View::new(connection, reading), reading).map_err(|failure| match failure {
        Failure::Store(error) => error,
        other => StoreError::Fault(other.to_string()),
    })
}

fn undo_jump(view: &View<'_>, reading: &Reading) -> Result<(), Failure> {
    let (Some(counter), Some(last)) = (reading.monotonic_ms, heartbeat(view)?) else { return Ok(()) };
    if !last.is_running || last.boot_id != reading.boot_id {
        return Ok(());
    }
    let expected = last.beat_at + Millis(counter - last.monotonic_ms);
    let jump = reading.wall - expected;
    if jump.0.abs() < JUMP.0 {
        return Ok(());
    }
    let shifted = sessions::shift_anchors(view, jump)?;
    // The heartbeat moves along, and stays as old as it is: a keeper that died before the jump left a gap still to be settled.
    view.prepare("UPDATE desk_heartbeat SET beat_at = ?1 WHERE id = 1")?.execute([last.beat_at + jump])?;
    note_jump(view, expected, reading.wall, shifted)
}

fn note_jump(view: &View<'_>, expected: Timestamp, found: Timestamp, shifted: usize) -> Result<(), Failure> {
    let jump = found - expected;
    tracing::warn!(jump_ms = jump.0, shifted, "the wall clock jumped; running sessions keep their time");
    view.prepare("INSERT INTO clock_jumps (expected_at, found_at, jump_ms, sessions_shifted) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![expected, found, jump, i64::try_from(shifted).unwrap_or(i64::MAX)])?;
    audit::log(
        view,
        "warning",
        "clock",
        "clock_jumped",
        &json!({ "jump_ms": jump, "sessions_shifted": shifted }),
        found,
    )
}

/// A process takes over the keeping of time, or (with `keeps` false) only settles what a dead keeper left open.
///
/// To be called by whoever holds the folder's keeper lock: the lock proves that the last keeper is gone.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct TakeOver {
    /// Names the new keeper.
    pub holder: String,
    /// Whether it stays to keep the time.
    pub keeps: bool,
}

impl Command for TakeOver {
    type Output = Done;
    const NAME: &'static str = "desk.take_over";
    const ROLE: Role = Role::System;

    fn execute(self, work: &mut Work<'_>) -> Result<Done, Failure> {
        if let Some(last) = heartbeat(work)?
            && last.is_running
            && last.holder != self.holder
        {
            settle_gap(work, &last)?;
        }
        let state = if self.keeps { "running" } else { "stopped" };
        beat(work, &self.holder, state)?;
        // A request is repeated within seconds, if at all; its answer need not be remembered for ever.
        work.run("DELETE FROM requests WHERE answered_at < ?1", [work.now() - REQUESTS_KEPT])?;
        Ok(Done {})
    }
}

/// The last keeper ended without a word: its sessions get what the venue's policy says.
fn settle_gap(work: &mut Work<'_>, last: &Heartbeat) -> Result<(), Failure> {
    let now = work.now();
    let policy = work.settings()?.outage_policy;
    // What was over by the last sign of life was over: only time after it is in question.
    sessions::complete_due(work, last.beat_at)?;
    let running = sessions::running(work)?;
    if now < last.beat_at {
        let shifted = sessions::shift_anchors(work, now - last.beat_at)?;
        note_jump(work, last.beat_at, now, shifted)?;
    }
    let gap = Millis((now - last.beat_at).0.max(0));
    let outage = outages::record(work, last.beat_at, gap, policy, running.len())?;
    if policy != OutagePolicy::Charge {
        outages::give_back(work, outage, last.beat_at, &running, policy == OutagePolicy::Ask)?;
    } else {
        outages::charge_all(work, outage, last.beat_at, &running)?;
    }
    audit::log(
        work,
        "warning",
        "desk",
        "outage",
        &json!({ "gap_ms": gap, "policy": policy, "sessions": running.len() }),
        now,
    )?;
    work.concerns(Kind::Outages, outage);
    work.changed(&[Kind::Outages, Kind::Sessions, Kind::Log]);
    Ok(())
}

/// A sign of life.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Beat {
    /// The keeper.
    pub holder: String,
}

impl Command for Beat {
    type Output = Done;
    const NAME: &'static str = "desk.beat";
    const ROLE: Role = Role::System;

    fn execute(self, work: &mut Work<'_>) -> Result<Done, Failure> {
        beat(work, &self.holder, "running")?;
        Ok(Done {})
    }
}

/// The keeper leaves in good order: time goes on, and no gap is settled later.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Leave {
    /// The keeper.
    pub holder: String,
}

impl Command for Leave {
    type Output = Done;
    const NAME: &'static str = "desk.leave";
    const ROLE: Role = Role::System;

    fn execute(self, work: &mut Work<'_>) -> Result<Done, Failure> {
        beat(work, &self.holder, "stopped")?;
        Ok(Done {})
    }
}

/// Not a change of the books: no audit row, no notice.
fn beat(work: &Work<'_>, holder: &str, state: &str) -> Result<(), Failure> {
    let counter = work.monotonic().unwrap_or_default();
    work.run(
        "INSERT INTO desk_heartbeat (id, state, holder, started_at, beat_at, boot_id, monotonic_ms) VALUES (1, ?1, ?2, ?3, ?3, ?4, ?5)
         ON CONFLICT (id) DO UPDATE SET
             state = excluded.state, beat_at = excluded.beat_at, boot_id = excluded.boot_id, monotonic_ms = excluded.monotonic_ms,
             started_at = CASE WHEN holder = excluded.holder THEN started_at ELSE excluded.started_at END, holder = excluded.holder",
        params![state, holder, work.now(), work.boot_id(), counter],
    )?;
    Ok(())
}

/// When a folder is opened: if its keeper is gone without having left, settle the gap now, before anything else happens.
pub(crate) fn settle_if_abandoned(desk: &Arc<Desk>) -> Result<(), DoorError> {
    let reading = desk.read_clock();
    let seems_running = desk
        .engine()
        .read(|books| Ok::<_, Failure>(heartbeat(&View::new(books, &reading))?.is_some_and(|last| last.is_running)))?;
    if !seems_running {
        return Ok(());
    }
    let Some(_lock) = desk.engine().folder().try_keep()? else { return Ok(()) };
    desk.run(Caller::System, TakeOver { holder: "passer-by".into(), keeps: false }, None)?;
    Ok(())
}
