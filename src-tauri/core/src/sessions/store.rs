//! The statements of sessions. Everything that changes one session goes through [`save`].

use super::model::{SessionCard, SessionStatus};
use super::rules::Clockwork;
use crate::base::{CustomerId, InvoiceId, Millis, PurchaseId, SessionId, StationId};
use crate::door::{Code, Failure, Kind, Refusal, View, Work};
use rusqlite::{Row, params};

/// A session as it stands in the books.
pub(crate) struct Session {
    pub(crate) id: SessionId,
    pub(crate) invoice_id: InvoiceId,
    pub(crate) purchase_id: PurchaseId,
    pub(crate) customer_id: CustomerId,
    pub(crate) station_id: Option<StationId>,
    pub(crate) clockwork: Clockwork,
}

const SESSION: &str =
    "SELECT id, invoice_id, purchase_id, user_id, station_id, status, bought_ms, added_ms, compensated_ms, played_ms,
    refunded_ms, forfeited_ms, running_since, started_at, paused_at, completed_at, reopened_at
    FROM active_game_sessions_v2 WHERE id = ?1";

/// Reads a session.
pub(crate) fn find(view: &View<'_>, id: SessionId) -> Result<Option<Session>, Failure> {
    view.one(SESSION, [id], session)
}

/// Reads a session that must be there. One in the archive is over; one nowhere is unknown.
pub(crate) fn load(view: &View<'_>, id: SessionId) -> Result<Session, Failure> {
    if let Some(session) = find(view, id)? {
        return Ok(session);
    }
    let archived: Option<SessionStatus> =
        view.one("SELECT status FROM archived_game_sessions WHERE id = ?1", [id], |row| row.get(0))?;
    Err(archived
        .map_or(Refusal::new(Code::SessionUnknown), |status| Refusal::new(Code::SessionOver).with("status", status))
        .into())
}

fn session(row: &Row<'_>) -> rusqlite::Result<Session> {
    Ok(Session {
        id: row.get(0)?,
        invoice_id: row.get(1)?,
        purchase_id: row.get(2)?,
        customer_id: row.get(3)?,
        station_id: row.get(4)?,
        clockwork: Clockwork {
            status: row.get(5)?,
            bought: row.get(6)?,
            added: row.get(7)?,
            compensated: row.get(8)?,
            played: row.get(9)?,
            refunded: row.get(10)?,
            forfeited: row.get(11)?,
            running_since: row.get(12)?,
            started_at: row.get(13)?,
            paused_at: row.get(14)?,
            completed_at: row.get(15)?,
            reopened_at: row.get(16)?,
        },
    })
}

/// Writes a session back whole. The triggers do the rest: purchase, invoice, event.
pub(crate) fn save(work: &mut Work<'_>, session: &Session, reason: Option<&str>) -> Result<(), Failure> {
    let clockwork = &session.clockwork;
    work.run(
        "UPDATE active_game_sessions_v2 SET station_id = ?2, status = ?3, added_ms = ?4, compensated_ms = ?5, played_ms = ?6,
             refunded_ms = ?7, forfeited_ms = ?8, total_minutes = ?9, used_minutes = ?10, running_since = ?11, ends_at = ?12,
             started_at = ?13, paused_at = ?14, completed_at = ?15, reopened_at = ?16, changed_by = ?17, change_reason = ?18,
             updated_at = ?19, revision = revision + 1
         WHERE id = ?1",
        params![
            session.id,
            session.station_id,
            clockwork.status,
            clockwork.added,
            clockwork.compensated,
            clockwork.played,
            clockwork.refunded,
            clockwork.forfeited,
            clockwork.total().whole_minutes(),
            clockwork.played.whole_minutes(),
            clockwork.running_since,
            clockwork.ends_at(),
            clockwork.started_at,
            clockwork.paused_at,
            clockwork.completed_at,
            clockwork.reopened_at,
            work.operator(),
            reason,
            work.now(),
        ],
    )?;
    work.changed(&[Kind::Sessions, Kind::Purchases, Kind::Invoices]);
    Ok(())
}

/// Adds an event that is no change of state: an extension, a move, a compensation.
pub(crate) fn note_event(
    work: &Work<'_>,
    session: &Session,
    event: &str,
    amount: Option<Millis>,
    reason: Option<&str>,
) -> Result<(), Failure> {
    let status = session.clockwork.status;
    work.run(
        "INSERT INTO session_events (session_id, event, from_status, to_status, amount_ms, origin, operator_id, reason, created_at)
         VALUES (?1, ?2, ?3, ?3, ?4, 'desk', ?5, ?6, ?7)",
        params![session.id, event, status, amount, work.operator(), reason, work.now()],
    )?;
    Ok(())
}

/// Refuses a station that is not there, out of use, taken by another live session, or kept for somebody else right now.
pub(crate) fn claim_station(work: &Work<'_>, station: StationId, purchase: PurchaseId) -> Result<(), Failure> {
    let (name, is_active) = work
        .one("SELECT name, is_active FROM stations WHERE id = ?1", [station], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?))
        })?
        .ok_or(Code::StationUnknown)?;
    if !is_active {
        return Err(Refusal::new(Code::StationRetired).with("station", name).into());
    }
    let taken_by: Option<String> = work.one(
        "SELECT u.username FROM active_game_sessions_v2 s JOIN users u ON u.id = s.user_id
         WHERE s.station_id = ?1 AND s.status IN ('ready', 'active', 'paused') AND s.purchase_id <> ?2",
        params![station, purchase],
        |row| row.get(0),
    )?;
    if let Some(customer) = taken_by {
        return Err(Refusal::new(Code::StationTaken).with("station", name).with("customer", customer).into());
    }
    let kept_for: Option<String> = work.one(
        "SELECT u.username FROM game_reservations r JOIN purchases p ON p.id = r.purchase_id JOIN users u ON u.id = p.user_id
         WHERE r.station_id = ?1 AND r.status = 'booked' AND r.starts_at <= ?2 AND r.ends_at > ?2 AND r.purchase_id <> ?3",
        params![station, work.now(), purchase],
        |row| row.get(0),
    )?;
    match kept_for {
        Some(customer) => {
            Err(Refusal::new(Code::StationReserved).with("station", name).with("customer", customer).into())
        }
        None => Ok(()),
    }
}

/// The columns of a card, in the order in which [`card`] reads them.
pub(super) const CARD: &str = "SELECT s.id, s.invoice_id, s.purchase_id, s.user_id, s.station_id, s.status, s.bought_ms, s.added_ms,
    s.compensated_ms, s.played_ms, s.refunded_ms, s.forfeited_ms, s.running_since, s.started_at, s.paused_at, s.completed_at,
    s.reopened_at, i.invoice_number, u.username, s.game_name, st.name
    FROM active_game_sessions_v2 s JOIN invoices i ON i.id = s.invoice_id JOIN users u ON u.id = s.user_id
    LEFT JOIN stations st ON st.id = s.station_id";

/// Reads a card as it stands at the view's instant. Time that is up is up, even before the countdown wrote it down.
pub(super) fn card(view: &View<'_>, row: &Row<'_>) -> rusqlite::Result<SessionCard> {
    let now = view.now();
    let session = session(row)?;
    let clockwork = session.clockwork;
    let ends_at = clockwork.ends_at();
    let is_up = clockwork.status == SessionStatus::Active && ends_at.is_some_and(|end| end <= now);
    Ok(SessionCard {
        session_id: session.id,
        purchase_id: session.purchase_id,
        invoice_id: session.invoice_id,
        invoice_number: row.get(17)?,
        customer_id: session.customer_id,
        customer_name: row.get(18)?,
        game_name: row.get(19)?,
        station_id: session.station_id,
        station_name: row.get(20)?,
        status: if is_up { SessionStatus::Completed } else { clockwork.status },
        total_ms: clockwork.total(),
        played_ms: clockwork.played_at(now),
        remaining_ms: clockwork.remaining_at(now),
        ends_at: ends_at.filter(|_| !is_up),
        started_at: clockwork.started_at,
        paused_at: clockwork.paused_at,
        completed_at: if is_up { ends_at } else { clockwork.completed_at },
    })
}

/// The card of one session that must be there.
pub(crate) fn card_of(view: &View<'_>, id: SessionId) -> Result<SessionCard, Failure> {
    find_card(view, id)?.ok_or_else(|| Code::SessionUnknown.into())
}

/// The card of one session; none for one in the archive.
pub(crate) fn find_card(view: &View<'_>, id: SessionId) -> Result<Option<SessionCard>, Failure> {
    view.one(&format!("{CARD} WHERE s.id = ?1"), [id], |row| card(view, row))
}
