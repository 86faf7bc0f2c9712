//! The statements of the inbox.

use super::model::{Outcome, PaymentEvent, Provider, TargetKind, Via};
use super::told::{self, Content, Reading};
use crate::base::{PaymentEventId, PurchaseId};
use crate::door::{Code, Failure, View, Work};
use rusqlite::types::ValueRef;
use rusqlite::{Row, params};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The columns of an event as it is told, in the order in which [`event`] reads them.
pub(super) const EVENT: &str =
    "SELECT id, provider, event_id, event_type, outcome, args, received_at, processed_at, deliveries,
    target_kind, COALESCE(target_id, target_ref), via, needs_decision FROM payment_events";

pub(super) fn event(row: &Row<'_>) -> rusqlite::Result<PaymentEvent> {
    Ok(PaymentEvent {
        event_id: row.get(0)?,
        provider: row.get(1)?,
        provider_event_id: row.get(2)?,
        event_type: row.get(3)?,
        outcome: row.get(4)?,
        args: args(&row.get::<_, String>(5)?),
        received_at: row.get(6)?,
        processed_at: row.get(7)?,
        deliveries: row.get(8)?,
        target_kind: row.get(9)?,
        target_id: row.get(10)?,
        via: row.get(11)?,
        needs_decision: row.get(12)?,
    })
}

fn args(text: &str) -> Map<String, Value> {
    serde_json::from_str(text).unwrap_or_default()
}

/// An event that must be there.
pub(super) fn event_of(view: &View<'_>, id: PaymentEventId) -> Result<PaymentEvent, Failure> {
    view.one(&format!("{EVENT} WHERE id = ?1"), [id], event)?.ok_or_else(|| Code::PaymentEventUnknown.into())
}

/// The event of that name, and its body.
pub(super) fn known(
    view: &View<'_>,
    provider: Provider,
    name: &str,
) -> Result<Option<(PaymentEventId, Vec<u8>)>, Failure> {
    view.one(
        "SELECT id, raw_body FROM payment_events WHERE provider = ?1 AND event_id = ?2",
        params![provider, name],
        |row| Ok((row.get(0)?, bytes(row.get_ref(1)?))),
    )
}

/// The body of an event as it came.
pub(super) fn body_of(view: &View<'_>, id: PaymentEventId) -> Result<Vec<u8>, Failure> {
    view.one("SELECT raw_body FROM payment_events WHERE id = ?1", [id], |row| Ok(bytes(row.get_ref(0)?)))?
        .ok_or_else(|| Code::PaymentEventUnknown.into())
}

fn bytes(value: ValueRef<'_>) -> Vec<u8> {
    value.as_bytes().map(<[u8]>::to_vec).unwrap_or_default()
}

/// Puts an event into the inbox; it waits until it is settled.
pub(super) fn keep(
    work: &Work<'_>,
    provider: Provider,
    reading: &Reading,
    body: &[u8],
    via: Via,
) -> Result<PaymentEventId, Failure> {
    let told = match &reading.content {
        Content::Told(told) => Some(told),
        Content::Ignored | Content::Malformed(_) => None,
    };
    let aim = told.and_then(|told| told.aim.as_ref());
    let text = std::str::from_utf8(body).ok();
    let id = work.insert(
        "INSERT INTO payment_events (provider, event_id, event_type, raw_body, via, received_at, checkout_id, payment_intent,
             target_kind, target_ref)
         VALUES (?1, ?2, ?3, COALESCE(?4, ?5), ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            provider,
            reading.event_id,
            reading.event_type,
            text,
            text.is_none().then_some(body),
            via,
            work.now(),
            told.and_then(|told| told.checkout_id.as_ref()),
            told.and_then(|told| told.payment_intent.as_ref()),
            aim.map(told::Aim::kind),
            aim.map(told::Aim::text),
        ],
    )?;
    Ok(PaymentEventId(id))
}

/// Reads an event's keys where it has none: it came in past the door, or an older program could not read it.
pub(super) fn read_again(work: &Work<'_>, event: &Stored) -> Result<(), Failure> {
    let Content::Told(told) = &event.content else { return Ok(()) };
    work.run(
        "UPDATE payment_events SET checkout_id = ?2, payment_intent = ?3, target_kind = ?4, target_ref = ?5 WHERE id = ?1
             AND checkout_id IS NULL AND payment_intent IS NULL AND target_kind IS NULL",
        params![
            event.id,
            told.checkout_id,
            told.payment_intent,
            told.aim.as_ref().map(told::Aim::kind),
            told.aim.as_ref().map(told::Aim::text),
        ],
    )?;
    Ok(())
}

/// An event of a payment, with what settling must know of it.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub(super) id: PaymentEventId,
    pub(super) provider: Provider,
    pub(super) name: String,
    pub(super) content: Content,
    pub(super) outcome: Outcome,
    pub(super) args: Map<String, Value>,
    pub(super) target_kind: Option<TargetKind>,
    pub(super) target_id: Option<String>,
    pub(super) needs_decision: bool,
    pub(super) credited_to: Option<String>,
    pub(super) dismissed_outcome: Option<Outcome>,
    pub(super) is_processed: bool,
}

const STORED: &str =
    "SELECT id, provider, event_id, raw_body, outcome, args, target_kind, target_id, needs_decision, credited_to,
    dismissed_outcome, processed_at IS NOT NULL FROM payment_events";

fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let provider = row.get(1)?;
    let body = bytes(row.get_ref(3)?);
    Ok(Stored {
        id: row.get(0)?,
        provider,
        name: row.get(2)?,
        content: told::read(provider, &body).content,
        outcome: row.get(4)?,
        args: args(&row.get::<_, String>(5)?),
        target_kind: row.get(6)?,
        target_id: row.get(7)?,
        needs_decision: row.get(8)?,
        credited_to: row.get(9)?,
        dismissed_outcome: row.get(10)?,
        is_processed: row.get(11)?,
    })
}

/// An event with what settling must know of it.
pub(super) fn stored_of(view: &View<'_>, id: PaymentEventId) -> Result<Stored, Failure> {
    view.one(&format!("{STORED} WHERE id = ?1"), [id], stored)?.ok_or_else(|| Code::PaymentEventUnknown.into())
}

/// All events of the payment that this one belongs to, this one included: those of its checkout, those of its intent, and so on.
pub(super) fn payment_of(view: &View<'_>, first: Stored) -> Result<Vec<Stored>, Failure> {
    let mut found = BTreeMap::new();
    let mut open = vec![first];
    while let Some(event) = open.pop() {
        let Content::Told(told) = &event.content else {
            found.insert(event.id, event);
            continue;
        };
        let beside: Vec<PaymentEventId> = view.all(
            "SELECT id FROM payment_events WHERE checkout_id = ?2 AND provider = ?1
             UNION SELECT id FROM payment_events WHERE payment_intent = ?3 AND provider = ?1",
            params![event.provider, told.checkout_id, told.payment_intent],
            |row| row.get(0),
        )?;
        found.insert(event.id, event);
        for id in beside {
            if !found.contains_key(&id) && !open.iter().any(|event| event.id == id) {
                open.push(stored_of(view, id)?);
            }
        }
    }
    Ok(found.into_values().collect())
}

/// The first event of each payment whose thing is there by now, or that a person has settled, or that was never read.
/// Looks at what waits or needs a decision, and at nothing else.
pub(super) fn due(view: &View<'_>) -> Result<Vec<PaymentEventId>, Failure> {
    view.all(
        "SELECT e.id FROM payment_events e WHERE e.outcome = 'waiting' AND e.target_kind = 'purchase' AND (
             EXISTS (SELECT 1 FROM purchases p WHERE p.id = CAST(e.target_ref AS INTEGER) AND e.target_ref NOT LIKE 'ref:%')
             OR EXISTS (SELECT 1 FROM purchases p WHERE p.payment_reference =
                            CASE WHEN e.target_ref LIKE 'ref:%' THEN substr(e.target_ref, 5) ELSE e.target_ref END))
         UNION SELECT e.id FROM payment_events e
             WHERE e.outcome = 'waiting' AND e.target_kind IS NULL AND e.checkout_id IS NULL AND e.payment_intent IS NULL
         UNION SELECT e.id FROM payment_events e JOIN purchases p ON p.id = CAST(e.target_id AS INTEGER)
             WHERE e.needs_decision = 1 AND e.target_kind = 'purchase' AND e.outcome IN ('amount_differs', 'currency_differs')
               AND e.credited_to IS NULL AND p.payment_status NOT IN ('pending', 'failed')
         UNION SELECT e.id FROM payment_events e
             WHERE e.needs_decision = 1 AND e.outcome = 'conflict' AND e.target_kind = 'purchase'
               AND e.args ->> 'problem' = 'purchase_has_live_session'
               AND NOT EXISTS (SELECT 1 FROM active_game_sessions_v2 s WHERE s.purchase_id = CAST(e.target_id AS INTEGER)
                               AND s.status IN ('ready', 'active', 'paused'))
         UNION SELECT e.id FROM payment_events e JOIN immersion_bookings b ON b.id = e.target_id
             WHERE e.needs_decision = 1 AND e.target_kind = 'immersion'
               AND e.outcome IN ('paid_without_seat', 'amount_differs', 'currency_differs', 'session_unknown')
               AND (b.status = 'confirmed' OR b.refunded_at IS NOT NULL)
         ORDER BY 1",
        [],
        |row| row.get(0),
    )
}

/// The waiting events that speak of this sale.
pub(super) fn waiting_for_purchase(view: &View<'_>, id: PurchaseId) -> Result<Vec<PaymentEventId>, Failure> {
    view.all(
        "SELECT id FROM payment_events WHERE outcome = 'waiting' AND target_kind = 'purchase' AND target_ref = ?1 ORDER BY id",
        [id.to_string()],
        |row| row.get(0),
    )
}

/// Notes that somebody has taken the money for what it was to pay, although it differs.
pub(super) fn credit_as_decided(work: &Work<'_>, id: PaymentEventId) -> Result<(), Failure> {
    work.run(
        "UPDATE payment_events SET credited_to = target_id WHERE id = ?1 AND needs_decision = 1 AND target_kind = 'purchase'
             AND outcome IN ('amount_differs', 'currency_differs') AND EXISTS
             (SELECT 1 FROM purchases p WHERE p.id = CAST(payment_events.target_id AS INTEGER) AND p.payment_status = 'completed')",
        [id],
    )?;
    Ok(())
}

/// Puts an event aside, with who did so and why.
pub(super) fn put_aside(work: &Work<'_>, event: &PaymentEvent, reason: &str) -> Result<(), Failure> {
    work.run(
        "UPDATE payment_events SET outcome = 'dismissed', needs_decision = 0, processed_at = ?4, dismissed_outcome = ?2,
             dismissed_by = ?3, dismissed_at = ?4, dismissed_reason = ?5, args = json_set(args, '$.reason', ?5) WHERE id = ?1",
        params![event.event_id, event.outcome, work.operator(), work.now(), reason],
    )?;
    Ok(())
}

/// Takes an event that was put aside back: it is settled like any other.
pub(super) fn take_back(work: &Work<'_>, id: PaymentEventId) -> Result<(), Failure> {
    work.run(
        "UPDATE payment_events SET outcome = 'waiting', processed_at = NULL, dismissed_outcome = NULL, dismissed_by = NULL,
             dismissed_at = NULL, dismissed_reason = NULL WHERE id = ?1 AND outcome = 'dismissed'",
        [id],
    )?;
    Ok(())
}

/// Counts another delivery of an event.
pub(super) fn count_delivery(work: &Work<'_>, id: PaymentEventId) -> Result<(), Failure> {
    work.run("UPDATE payment_events SET deliveries = deliveries + 1 WHERE id = ?1", [id])?;
    Ok(())
}
