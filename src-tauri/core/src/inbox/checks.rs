//! What must hold of the inbox.

use super::{settle::settle, store};
use crate::base::{Millis, PaymentEventId};
use crate::door::{Failure, View};
use crate::monitor::{Check, Finding, Findings, Fix, Severity};
use rusqlite::{Row, params};
use serde_json::{Map, Value};

/// The checks of this subject, causes before their effects.
pub const CHECKS: &[Check] = &[
    Check {
        name: "payment_event_unprocessed",
        area: "inbox",
        severity: Severity::Warning,
        find: unprocessed,
        plan: Some(plan_unprocessed),
    },
    Check { name: "payment_event_undecided", area: "inbox", severity: Severity::Critical, find: undecided, plan: None },
    Check {
        name: "payment_event_waiting_long",
        area: "inbox",
        severity: Severity::Warning,
        find: waiting_long,
        plan: None,
    },
];

/// What waits longer than this will hardly come by itself.
const LONG: Millis = Millis::from_minutes(24 * 60);

const ROW: &str = "SELECT id, provider, event_type, event_id, outcome, received_at, args FROM payment_events";

fn finding(row: &Row<'_>) -> rusqlite::Result<Finding> {
    let (provider, event_type): (String, String) = (row.get(1)?, row.get(2)?);
    let args: Map<String, Value> = serde_json::from_str(&row.get::<_, String>(6)?).unwrap_or_default();
    let label = format!("#{} {provider} {event_type}", row.get::<_, i64>(0)?);
    Ok(Finding::new(row.get::<_, i64>(0)?, label.trim_end())
        .with("provider_event_id", row.get::<_, String>(3)?)
        .with("outcome", row.get::<_, String>(4)?)
        .with("problem", args.get("problem"))
        .since(Some(row.get(5)?)))
}

fn undecided(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    let rows = view.all(&format!("{ROW} WHERE needs_decision = 1 ORDER BY received_at, id"), [], finding)?;
    Ok(Findings::counted(rows, limit))
}

fn waiting_long(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    let rows = view.all(
        &format!("{ROW} WHERE outcome = 'waiting' AND received_at < ?1 ORDER BY received_at, id"),
        params![view.now() - LONG],
        finding,
    )?;
    Ok(Findings::counted(rows, limit))
}

/// Cannot come from the desk's own work, which settles in the transaction that takes in; a row written from outside can.
fn unprocessed(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    let mut rows = Vec::new();
    for id in store::due(view)? {
        rows.extend(view.one(&format!("{ROW} WHERE id = ?1"), [id], finding)?);
    }
    Ok(Findings::counted(rows, limit))
}

fn plan_unprocessed(view: &View<'_>) -> Result<Vec<Fix>, Failure> {
    let fix = |id: PaymentEventId| {
        let event = store::event_of(view, id)?;
        Ok(Fix {
            id: id.to_string(),
            label: format!("#{id} {} {}", event.provider, event.event_type).trim_end().to_owned(),
            field: "payment_event.outcome",
            before: event.outcome.to_string(),
            after: "settled".into(),
            apply: Box::new(move |work| {
                store::credit_as_decided(work, id)?;
                settle(work, id).map(|_| ())
            }),
        })
    };
    store::due(view)?.into_iter().map(fix).collect()
}
