//! The starting checklist: each step from the sale to the running session, with its time or with what to do next.

use super::model::{ChecklistName, ChecklistState, ChecklistStep, InvoiceStatus, PaymentStatus, PurchaseRow};
use crate::base::{InvoiceId, SessionId, Timestamp};
use crate::door::{Failure, View};
use crate::sessions::model::SessionStatus;

/// What the checklist is made from.
struct Known {
    issued_at: Option<Timestamp>,
    activated_at: Option<Timestamp>,
    scanned_at: Option<Timestamp>,
    ready_at: Option<Timestamp>,
    started_at: Option<Timestamp>,
}

/// The checklist of a sale.
pub(super) fn checklist(view: &View<'_>, purchase: &PurchaseRow) -> Result<Vec<ChecklistStep>, Failure> {
    let known = known(view, purchase.invoice_id, purchase.session_id)?;
    Ok(steps(purchase, &known))
}

fn known(view: &View<'_>, invoice: Option<InvoiceId>, session: Option<SessionId>) -> Result<Known, Failure> {
    let paper = view.one("SELECT issued_at, activated_at FROM invoices WHERE id = ?1", [invoice], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    // By the code and not by the invoice: that index is there already.
    let scanned_at = view.one(
        "SELECT MIN(c.scanned_at) FROM invoices i JOIN invoice_scans c ON c.validation_code = i.validation_code WHERE i.id = ?1",
        [invoice],
        |row| row.get(0),
    )?;
    let play = view.one(
        "SELECT created_at, started_at FROM active_game_sessions_v2 WHERE id = ?1
         UNION ALL SELECT created_at, started_at FROM archived_game_sessions WHERE id = ?1",
        [session],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let (issued_at, activated_at) = paper.unwrap_or((None, None));
    let (ready_at, started_at) = play.unwrap_or((None, None));
    Ok(Known { issued_at, activated_at, scanned_at: scanned_at.flatten(), ready_at, started_at })
}

fn steps(purchase: &PurchaseRow, known: &Known) -> Vec<ChecklistStep> {
    use ChecklistName::{Active, Invoiced, Paid, Ready, Scanned, Started};
    let session = purchase.actual_session_status;
    let is_active = session == Some(SessionStatus::Active);
    let done = [
        (
            Paid,
            purchase.payment_status == PaymentStatus::Completed || purchase.payment_status == PaymentStatus::Refunded,
            purchase.paid_at,
        ),
        (Invoiced, known.issued_at.is_some(), known.issued_at),
        // A customer can be let in from the list, without a scan.
        (Scanned, known.scanned_at.is_some() || known.activated_at.is_some(), known.scanned_at.or(known.activated_at)),
        (Ready, known.ready_at.is_some(), known.ready_at),
        (Started, known.started_at.is_some(), known.started_at),
        (Active, is_active, known.started_at.filter(|_| is_active)),
    ];
    let stop = stop_reason(purchase);
    let mut is_next_given = false;
    done.into_iter()
        .map(|(name, is_done, at)| {
            if is_done {
                return ChecklistStep { name, state: ChecklistState::Done, at, hint: None };
            }
            let is_first_open = !is_next_given;
            is_next_given = true;
            let (state, hint) = match (&stop, is_first_open) {
                (Some(reason), true) => (ChecklistState::Stopped, Some(*reason)),
                (Some(_), false) => (ChecklistState::Stopped, None),
                (None, true) => (ChecklistState::Next, Some(next_hint(name))),
                (None, false) => (ChecklistState::Waiting, None),
            };
            ChecklistStep { name, state, at: None, hint: hint.map(str::to_owned) }
        })
        .collect()
}

fn next_hint(step: ChecklistName) -> &'static str {
    match step {
        ChecklistName::Paid => "take_payment",
        ChecklistName::Invoiced => "repair_invoice",
        ChecklistName::Scanned => "scan_invoice",
        ChecklistName::Ready | ChecklistName::Started => "start_session",
        ChecklistName::Active => "resume_session",
    }
}

fn stop_reason(purchase: &PurchaseRow) -> Option<&'static str> {
    match purchase.payment_status {
        PaymentStatus::Failed => return Some("payment_failed"),
        PaymentStatus::Cancelled => return Some("payment_cancelled"),
        PaymentStatus::Refunded => return Some("payment_refunded"),
        PaymentStatus::Pending | PaymentStatus::Completed => {}
    }
    if purchase.actual_session_status.is_some_and(SessionStatus::is_over) {
        return Some("session_over");
    }
    match purchase.invoice_status {
        Some(InvoiceStatus::Expired) => Some("invoice_expired"),
        Some(InvoiceStatus::Cancelled) => Some("invoice_cancelled"),
        _ => None,
    }
}
