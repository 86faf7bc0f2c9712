//! What the manager decides about sessions: closed, opened again, taken off the list, and what an older tool claims about their seats.

use super::editing::{Sheet, rewrite, taken};
use super::model::ImmersionSession;
use super::seats::offer_free_seats;
use super::store::session_of;
use crate::base::{ImmersionId, Timestamp};
use crate::desk::model::Done;
use crate::door::{Code, Command, Failure, Kind, Refusal, Role, Work};
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Decides about the seats that an older tool says are taken and no booking bears out.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SettleClaim {
    /// Which session.
    pub immersion_id: ImmersionId,
    /// Yes: what it says beyond the bookings counts as taken elsewhere. No: it is dropped.
    pub accept: bool,
}

impl Command for SettleClaim {
    type Output = ImmersionSession;
    const NAME: &'static str = "immersion.settle_claim";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<ImmersionSession, Failure> {
        let session = taken(work, &self.immersion_id)?;
        let claimed = session.claimed_places.ok_or(Code::NothingClaimed)?;
        if self.accept {
            let bookings = session.confirmed_places + session.held_places;
            let mut sheet = Sheet::of(&session);
            // A claim of fewer seats than are booked cannot take bookings away; it can only take external seats back.
            sheet.external_places = (claimed - bookings).max(0);
            rewrite(work, &session, &sheet)?;
        }
        drop_claim(work, &self.immersion_id)?;
        session_of(work, &self.immersion_id)
    }
}

/// Forgets what an older tool claims.
pub(super) fn drop_claim(work: &mut Work<'_>, id: &ImmersionId) -> Result<(), Failure> {
    work.run(
        "UPDATE immersion_sessions SET claimed_places = NULL, changed_by = ?2, updated_at = ?3, revision = revision + 1
         WHERE id = ?1 AND claimed_places IS NOT NULL",
        params![id, work.operator(), work.now()],
    )?;
    work.changed(&[Kind::Immersion]);
    Ok(())
}

/// Takes a session off every list. Refused while anybody is booked or waits; its cancelled bookings stay in the books.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DeleteImmersion {
    /// Which.
    pub immersion_id: ImmersionId,
}

impl Command for DeleteImmersion {
    type Output = Done;
    const NAME: &'static str = "immersion.delete";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<Done, Failure> {
        let session = taken(work, &self.immersion_id)?;
        let bookings = work.count(
            "SELECT COUNT(*) FROM immersion_bookings WHERE session_id = ?1 AND status <> 'cancelled'",
            [&self.immersion_id],
        )?;
        if bookings + session.waiting > 0 {
            let refusal = Refusal::new(Code::ImmersionHasBookings);
            return Err(refusal.with("bookings", bookings).with("waiting", session.waiting).into());
        }
        set_closed(work, "deleted_at", &self.immersion_id, Some(work.now()))?;
        Ok(Done {})
    }
}

/// Closes a session: nobody can be booked into it any more. Who is booked stays so.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CloseImmersion {
    /// Which.
    pub immersion_id: ImmersionId,
}

impl Command for CloseImmersion {
    type Output = ImmersionSession;
    const NAME: &'static str = "immersion.close";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<ImmersionSession, Failure> {
        let session = taken(work, &self.immersion_id)?;
        if session.closed_at.is_some() {
            return Err(Code::ImmersionClosed.into());
        }
        set_closed(work, "closed_at", &self.immersion_id, Some(work.now()))?;
        session_of(work, &self.immersion_id)
    }
}

/// Opens a session again that the manager closed.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ReopenImmersion {
    /// Which.
    pub immersion_id: ImmersionId,
}

impl Command for ReopenImmersion {
    type Output = ImmersionSession;
    const NAME: &'static str = "immersion.reopen";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<ImmersionSession, Failure> {
        let session = taken(work, &self.immersion_id)?;
        if session.is_over {
            return Err(Refusal::new(Code::ImmersionOver).with("ends_on", session.ends_on).into());
        }
        if session.closed_at.is_none() {
            return Err(Code::ImmersionNotClosed.into());
        }
        set_closed(work, "closed_at", &self.immersion_id, None)?;
        offer_free_seats(work, &self.immersion_id)?;
        session_of(work, &self.immersion_id)
    }
}

fn set_closed(
    work: &mut Work<'_>,
    column: &'static str,
    id: &ImmersionId,
    at: Option<Timestamp>,
) -> Result<(), Failure> {
    let sql = format!(
        "UPDATE immersion_sessions SET {column} = ?2, changed_by = ?3, updated_at = ?4, revision = revision + 1 WHERE id = ?1"
    );
    work.run(&sql, params![id, at, work.operator(), work.now()])?;
    work.changed(&[Kind::Immersion]);
    Ok(())
}
