//! Letting a customer in: the invoice becomes active, the session exists, and starts in the same transaction if asked.

use super::model::SessionCard;
use super::rules::Clockwork;
use super::store;
use crate::base::{InvoiceId, Millis, SessionId, StationId};
use crate::door::{Command, Failure, Kind, Role, Work};
use crate::scanning::{Facts, Verdict, verdict_on};
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Lets the customer of an invoice in. Refused with a code of its own for every verdict but `ok`.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ActivateInvoice {
    /// The invoice.
    pub invoice_id: InvoiceId,
    /// Whether the session starts at once.
    #[serde(default)]
    pub start: bool,
    /// Where; the reserved station when left out.
    #[serde(default)]
    #[ts(optional, as = "Option<StationId>")]
    pub station_id: Option<StationId>,
    /// A manager lets in a customer whose window is past.
    #[serde(default)]
    pub let_in_late: bool,
}

impl Command for ActivateInvoice {
    type Output = SessionCard;
    const NAME: &'static str = "invoice.activate";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<SessionCard, Failure> {
        work.concerns(Kind::Invoices, self.invoice_id);
        let facts = Facts::of_invoice(work, self.invoice_id)?;
        let grace = Millis::from_minutes(work.settings()?.reservation_grace_minutes);
        let verdict = verdict_on(&facts, work.now(), grace);
        let is_let_in_late = verdict == Verdict::TooLate && self.let_in_late && work.actor.role >= Role::Manager;
        if verdict != Verdict::Ok && !is_let_in_late {
            return Err(facts.refusal(verdict).into());
        }
        let session = activate(work, &facts, self.station_id, self.start)?;
        store::card_of(work, session)
    }
}

/// Makes the session of an invoice whose verdict was `ok` in this same transaction.
pub(crate) fn activate(
    work: &mut Work<'_>,
    facts: &Facts,
    station: Option<StationId>,
    start: bool,
) -> Result<SessionId, Failure> {
    let station = station.or(facts.reserved_station);
    if let Some(station) = station {
        store::claim_station(work, station, facts.purchase_id)?;
    }
    let now = work.now();
    work.run(
        "UPDATE invoices SET status = 'active', activated_at = ?2, changed_by = ?3, change_reason = NULL, updated_at = ?2,
             revision = revision + 1 WHERE id = ?1",
        params![facts.invoice_id, now, work.operator()],
    )?;
    let bought = Millis::from_minutes(facts.duration_minutes);
    let id = work.insert(
        "INSERT INTO active_game_sessions_v2 (invoice_id, purchase_id, user_id, station_id, game_name, status, bought_ms, total_minutes,
             changed_by, revision, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, 'ready', ?6, ?7, ?8, 1, ?9, ?9)",
        params![
            facts.invoice_id, facts.purchase_id, facts.customer_id, station, facts.game_name, bought, facts.duration_minutes,
            work.operator(), now,
        ],
    )?;
    if facts.window.is_some() {
        work.run(
            "UPDATE game_reservations SET status = 'honoured', updated_at = ?2 WHERE purchase_id = ?1 AND status = 'booked'",
            params![facts.purchase_id, now],
        )?;
        work.changed(&[Kind::Reservations]);
    }
    work.changed(&[Kind::Invoices, Kind::Sessions, Kind::Purchases]);
    let session_id = SessionId(id);
    if start {
        let mut session = store::Session {
            id: session_id,
            invoice_id: facts.invoice_id,
            purchase_id: facts.purchase_id,
            customer_id: facts.customer_id,
            station_id: station,
            clockwork: Clockwork::ready(bought),
        };
        session.clockwork.start(now)?;
        store::save(work, &session, None)?;
    }
    Ok(session_id)
}
