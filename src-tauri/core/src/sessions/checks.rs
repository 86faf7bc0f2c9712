//! What must hold of sessions and their mirrors. The session is the truth; the plans make the rest follow.

use super::commands::take;
use super::rules::Unused;
use super::store;
use super::upkeep::complete_due;
use crate::base::{Millis, PurchaseId, SessionId, Timestamp};
use crate::door::{Failure, Kind, View};
use crate::monitor::{Check, Finding, Findings, Fix, Severity};
use rusqlite::params;

/// The checks of this subject, causes before their effects.
pub const CHECKS: &[Check] = &[
    Check {
        name: "session_past_its_time",
        area: "sessions",
        severity: Severity::Warning,
        find: past_time,
        plan: Some(plan_past_time),
    },
    Check {
        name: "void_purchase_with_live_session",
        area: "sessions",
        severity: Severity::Warning,
        find: void_live,
        plan: Some(plan_void_live),
    },
    Check {
        name: "session_truth_drifted",
        area: "sessions",
        severity: Severity::Warning,
        find: drift,
        plan: Some(plan_drift),
    },
    Check {
        name: "session_mismatch",
        area: "sessions",
        severity: Severity::Warning,
        find: mismatch,
        plan: Some(plan_mismatch),
    },
    Check {
        name: "invoice_behind_session",
        area: "sessions",
        severity: Severity::Warning,
        find: invoice_behind,
        plan: Some(plan_invoice),
    },
    Check {
        name: "session_account_off",
        area: "sessions",
        severity: Severity::Critical,
        find: account_off,
        plan: None,
    },
];

/// Late by more than this is no longer the ordinary second between two ticks.
const LATE: Millis = Millis(5_000);

fn past_time(view: &View<'_>, _limit: usize) -> Result<Findings, Failure> {
    let rows = view.all(
        "SELECT s.id, u.username, s.ends_at FROM active_game_sessions_v2 s JOIN users u ON u.id = s.user_id
         WHERE s.status = 'active' AND s.ends_at <= ?1 ORDER BY s.ends_at, s.id",
        [view.now() - LATE],
        |row| {
            let ends_at: Timestamp = row.get(2)?;
            let label = format!("#{} {}", row.get::<_, i64>(0)?, row.get::<_, String>(1)?);
            Ok(Finding::new(row.get::<_, i64>(0)?, label).with("up_at", ends_at).since(Some(ends_at)))
        },
    )?;
    Ok(Findings::of(rows))
}

fn plan_past_time(view: &View<'_>) -> Result<Vec<Fix>, Failure> {
    let due: Vec<(SessionId, String, Timestamp)> = view.all(
        "SELECT s.id, u.username, s.ends_at FROM active_game_sessions_v2 s JOIN users u ON u.id = s.user_id
         WHERE s.status = 'active' AND s.ends_at <= ?1 ORDER BY s.id",
        [view.now()],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let fix = |(id, customer, ends_at): (SessionId, String, Timestamp)| Fix {
        id: id.to_string(),
        label: format!("#{id} {customer}"),
        field: "session.status",
        before: "active".into(),
        after: format!("completed, {ends_at}"),
        apply: Box::new(|work| complete_due(work, work.now()).map(|_| ())),
    };
    Ok(due.into_iter().map(fix).collect())
}

const VOID_LIVE: &str =
    "SELECT s.id, u.username, p.payment_status, s.status, p.updated_at FROM active_game_sessions_v2 s
    JOIN purchases p ON p.id = s.purchase_id JOIN users u ON u.id = s.user_id
    WHERE s.status IN ('ready', 'active', 'paused') AND p.payment_status <> 'completed' ORDER BY s.id";

fn void_live(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    let rows = view.all(VOID_LIVE, [], |row| {
        let label = format!("#{} {}", row.get::<_, i64>(0)?, row.get::<_, String>(1)?);
        Ok(Finding::new(row.get::<_, i64>(0)?, label)
            .with("payment", row.get::<_, String>(2)?)
            .with("session", row.get::<_, String>(3)?)
            .since(row.get(4)?))
    })?;
    Ok(Findings::counted(rows, limit))
}

fn plan_void_live(view: &View<'_>) -> Result<Vec<Fix>, Failure> {
    let live: Vec<(SessionId, String, String)> =
        view.all(VOID_LIVE, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(3)?)))?;
    let fix = |(id, customer, status): (SessionId, String, String)| Fix {
        id: id.to_string(),
        label: format!("#{id} {customer}"),
        field: "session.status",
        before: status,
        after: "terminated".into(),
        apply: Box::new(move |work| {
            // Its time may have come up meanwhile: then it is over already.
            let Ok(mut session) = take(work, id) else { return Ok(()) };
            session.clockwork.terminate(work.now(), Unused::Forfeited)?;
            store::save(work, &session, Some("repair: the purchase is not paid"))
        }),
    };
    Ok(live.into_iter().map(fix).collect())
}

/// `session_truth` against the sessions themselves: a full join, so that not even the mirror's own bookkeeping is taken on trust.
const DRIFT: &str = "SELECT p.id, p.session_truth, COALESCE(s.status, a.status), p.updated_at FROM purchases p
    LEFT JOIN active_game_sessions_v2 s ON s.purchase_id = p.id LEFT JOIN archived_game_sessions a ON a.purchase_id = p.id
    WHERE p.session_truth IS NOT COALESCE(s.status, a.status)";

fn drift(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    let rows = view.all(DRIFT, [], |row| {
        let said = |column| -> rusqlite::Result<String> {
            Ok(row.get::<_, Option<String>>(column)?.unwrap_or_else(|| "–".into()))
        };
        let id: i64 = row.get(0)?;
        Ok(Finding::new(id, format!("#{id}")).with("told", said(1)?).with("is", said(2)?).since(row.get(3)?))
    })?;
    Ok(Findings::counted(rows, limit))
}

fn plan_drift(view: &View<'_>) -> Result<Vec<Fix>, Failure> {
    let drifted: Vec<(PurchaseId, Option<String>, Option<String>)> =
        view.all(DRIFT, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let fix = |(id, told, is): (PurchaseId, Option<String>, Option<String>)| Fix {
        id: id.to_string(),
        label: format!("#{id}"),
        field: "purchase.session_truth",
        before: told.unwrap_or_else(|| "–".into()),
        after: is.unwrap_or_else(|| "–".into()),
        apply: Box::new(move |work| {
            // A fix before this one in the same plan may have ended the session: its word counts, as it is now.
            work.run(
                "UPDATE purchases SET updated_at = ?2, revision = revision + 1, session_truth = COALESCE(
                     (SELECT status FROM active_game_sessions_v2 WHERE purchase_id = ?1),
                     (SELECT status FROM archived_game_sessions WHERE purchase_id = ?1)) WHERE id = ?1",
                params![id, work.now()],
            )?;
            work.changed(&[Kind::Purchases]);
            Ok(())
        }),
    };
    Ok(drifted.into_iter().map(fix).collect())
}

/// What the mirror should say: the session's word; without a session `pending` once paid, and nothing before.
const MISMATCHED: &str =
    "SELECT id, session_status, COALESCE(session_truth, CASE WHEN payment_status = 'completed' THEN 'pending' END),
    game_name, updated_at FROM purchases WHERE sync_status = 'MISMATCH' ORDER BY id";

fn mismatch(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    let count = view.count("SELECT COUNT(*) FROM purchases WHERE sync_status = 'MISMATCH'", [])?;
    let oldest: Option<Timestamp> = view
        .one("SELECT MIN(updated_at) FROM purchases WHERE sync_status = 'MISMATCH'", [], |row| row.get(0))?
        .flatten();
    let rows = view.all(&format!("{MISMATCHED} LIMIT ?1"), [i64::try_from(limit).unwrap_or(i64::MAX)], |row| {
        let says = row.get::<_, Option<String>>(1)?.unwrap_or_else(|| "–".into());
        let is = row.get::<_, Option<String>>(2)?.unwrap_or_else(|| "–".into());
        let label = format!("#{} {}", row.get::<_, i64>(0)?, row.get::<_, String>(3)?);
        Ok(Finding::new(row.get::<_, i64>(0)?, label).with("purchase", says).with("session", is).since(row.get(4)?))
    })?;
    Ok(Findings { count, oldest, rows })
}

fn plan_mismatch(view: &View<'_>) -> Result<Vec<Fix>, Failure> {
    let found: Vec<(PurchaseId, Option<String>, Option<String>, String)> =
        view.all(MISMATCHED, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let fix = |(id, says, is, game): (PurchaseId, Option<String>, Option<String>, String)| Fix {
        id: id.to_string(),
        label: format!("#{id} {game}"),
        field: "purchase.session_status",
        before: says.unwrap_or_else(|| "–".into()),
        after: is.clone().unwrap_or_else(|| "–".into()),
        apply: Box::new(move |work| {
            // A fix before this one in the same plan may have moved the session: its word counts, as it is now.
            work.run(
                "UPDATE purchases SET session_status = COALESCE(session_truth, CASE WHEN payment_status = 'completed' THEN 'pending' END),
                     changed_by = ?2, updated_at = ?3, revision = revision + 1 WHERE id = ?1",
                params![id, work.operator(), work.now()],
            )?;
            work.changed(&[Kind::Purchases]);
            Ok(())
        }),
    };
    Ok(found.into_iter().map(fix).collect())
}

/// An invoice must be `active` while its session lives, `used` when it is over, and only a refund may have cancelled it. One that is
/// `active` without any session (somebody deleted it) would lock its customer out: it waits again.
const INVOICE_BEHIND: &str = "SELECT i.id, i.invoice_number, i.status, CASE WHEN s.status IN ('ready', 'active', 'paused') THEN 'active' ELSE 'used' END,
    i.updated_at
    FROM active_game_sessions_v2 s JOIN invoices i ON i.id = s.invoice_id JOIN purchases p ON p.id = s.purchase_id
    WHERE p.payment_status = 'completed'
      AND i.status <> CASE WHEN s.status IN ('ready', 'active', 'paused') THEN 'active' ELSE 'used' END
    UNION ALL
    SELECT i.id, i.invoice_number, i.status, CASE WHEN a.id IS NULL THEN 'pending' ELSE 'used' END, i.updated_at
    FROM invoices i JOIN purchases p ON p.id = i.purchase_id LEFT JOIN archived_game_sessions a ON a.invoice_id = i.id
    WHERE i.status = 'active' AND p.payment_status = 'completed'
      AND NOT EXISTS (SELECT 1 FROM active_game_sessions_v2 s WHERE s.invoice_id = i.id)
    ORDER BY 1";

fn invoice_behind(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    let rows = view.all(INVOICE_BEHIND, [], |row| {
        Ok(Finding::new(row.get::<_, i64>(0)?, row.get::<_, String>(1)?)
            .with("is", row.get::<_, String>(2)?)
            .with("should", row.get::<_, String>(3)?)
            .since(row.get(4)?))
    })?;
    Ok(Findings::counted(rows, limit))
}

fn plan_invoice(view: &View<'_>) -> Result<Vec<Fix>, Failure> {
    let behind: Vec<(i64, String, String, String)> =
        view.all(INVOICE_BEHIND, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let fix = |(id, number, is, should): (i64, String, String, String)| Fix {
        id: id.to_string(),
        label: number,
        field: "invoice.status",
        before: is,
        after: should,
        apply: Box::new(move |work| {
            // As above: what the session says now.
            work.run(
                "UPDATE invoices SET status = t.should, used_at = CASE t.should WHEN 'used' THEN COALESCE(used_at, t.ended_at, ?3) END,
                     activated_at = CASE WHEN t.should <> 'pending' THEN COALESCE(activated_at, t.began_at, ?3) END,
                     changed_by = ?2, change_reason = 'repair', updated_at = ?3, revision = revision + 1
                 FROM (SELECT CASE WHEN COALESCE(s.status, a.status) IS NULL THEN 'pending'
                                   WHEN s.status IN ('ready', 'active', 'paused') THEN 'active' ELSE 'used' END AS should,
                              COALESCE(s.completed_at, a.completed_at) AS ended_at, COALESCE(s.created_at, a.created_at) AS began_at
                       FROM (SELECT 1) LEFT JOIN active_game_sessions_v2 s ON s.invoice_id = ?1
                       LEFT JOIN archived_game_sessions a ON a.invoice_id = ?1) t
                 WHERE id = ?1 AND status <> t.should",
                params![id, work.operator(), work.now()],
            )?;
            work.changed(&[Kind::Invoices]);
            Ok(())
        }),
    };
    Ok(behind.into_iter().map(fix).collect())
}

/// Ended sessions whose account does not close, and running ones without an anchor: nobody can say what became of the time.
fn account_off(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    let rows = view.all(
        "SELECT id, status, bought_ms + added_ms + compensated_ms, played_ms + refunded_ms + forfeited_ms, updated_at
         FROM active_game_sessions_v2
         WHERE (status IN ('completed', 'terminated', 'expired')
                AND bought_ms + added_ms + compensated_ms <> played_ms + refunded_ms + forfeited_ms)
            OR (status = 'active') <> (running_since IS NOT NULL) OR (status = 'active') <> (ends_at IS NOT NULL)
         ORDER BY id",
        [],
        |row| {
            let id: i64 = row.get(0)?;
            Ok(Finding::new(id, format!("#{id}"))
                .with("status", row.get::<_, String>(1)?)
                .with("given_ms", row.get::<_, i64>(2)?)
                .with("accounted_ms", row.get::<_, i64>(3)?)
                .since(row.get(4)?))
        },
    )?;
    Ok(Findings::counted(rows, limit))
}
