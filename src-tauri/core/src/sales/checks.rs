//! What must hold of sales and their papers.

use crate::base::{PurchaseId, Timestamp};
use crate::door::{Failure, Kind, View};
use crate::monitor::{Check, Finding, Findings, Fix, Severity};
use rusqlite::params;

/// The checks of this subject.
pub const CHECKS: &[Check] = &[
    Check {
        name: "paid_without_invoice",
        area: "sales",
        severity: Severity::Warning,
        find: unpapered,
        plan: Some(plan_unpapered),
    },
    Check {
        name: "void_purchase_with_valid_invoice",
        area: "sales",
        severity: Severity::Warning,
        find: void_valid,
        plan: Some(plan_void_valid),
    },
    Check {
        name: "stations_double_booked",
        area: "sales",
        severity: Severity::Critical,
        find: double_booked,
        plan: None,
    },
];

const UNPAPERED: &str = "SELECT p.id, p.game_name, p.paid_at FROM purchases p
    WHERE p.payment_status = 'completed' AND NOT EXISTS (SELECT 1 FROM invoices i WHERE i.purchase_id = p.id) ORDER BY p.id";

fn unpapered(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    let rows = view.all(UNPAPERED, [], |row| {
        let label = format!("#{} {}", row.get::<_, i64>(0)?, row.get::<_, String>(1)?);
        Ok(Finding::new(row.get::<_, i64>(0)?, label).since(row.get(2)?))
    })?;
    Ok(Findings::counted(rows, limit))
}

fn plan_unpapered(view: &View<'_>) -> Result<Vec<Fix>, Failure> {
    let found: Vec<(PurchaseId, String)> = view.all(UNPAPERED, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let fix = |(id, game): (PurchaseId, String)| Fix {
        id: id.to_string(),
        label: format!("#{id} {game}"),
        field: "invoice",
        before: "–".into(),
        after: "pending".into(),
        apply: Box::new(move |work| {
            let mut secret = [0; 10];
            work.chance.fill(&mut secret);
            let code: String = secret.iter().map(|byte| format!("{byte:02X}")).collect();
            let expires_at =
                work.now() + crate::base::Millis::from_minutes(work.settings()?.invoice_validity_days * 24 * 60);
            work.run(
                "INSERT INTO invoices (id, invoice_number, validation_code, purchase_id, user_id, game_name, duration_minutes, amount_cents,
                     currency, issued_at, expires_at, changed_by, created_at, updated_at)
                 SELECT n.id, 'F' || printf('%06d', n.id), ?2, p.id, p.user_id, p.game_name, p.duration_minutes, p.price_cents, p.currency,
                     ?3, ?4, ?5, ?3, ?3
                 FROM purchases p, (SELECT COALESCE(MAX(id), 0) + 1 AS id FROM invoices) n WHERE p.id = ?1",
                params![id, code, work.now(), expires_at, work.operator()],
            )?;
            work.run(
                "UPDATE purchases SET session_status = 'pending', updated_at = ?2, revision = revision + 1
                 WHERE id = ?1 AND session_truth IS NULL",
                params![id, work.now()],
            )?;
            work.changed(&[Kind::Invoices, Kind::Purchases]);
            Ok(())
        }),
    };
    Ok(found.into_iter().map(fix).collect())
}

const VOID_VALID: &str = "SELECT i.id, i.invoice_number, p.payment_status, i.status, i.updated_at FROM invoices i
    JOIN purchases p ON p.id = i.purchase_id
    WHERE p.payment_status <> 'completed' AND i.status IN ('pending', 'active', 'expired') ORDER BY i.id";

fn void_valid(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    let rows = view.all(VOID_VALID, [], |row| {
        Ok(Finding::new(row.get::<_, i64>(0)?, row.get::<_, String>(1)?)
            .with("payment", row.get::<_, String>(2)?)
            .with("invoice", row.get::<_, String>(3)?)
            .since(row.get(4)?))
    })?;
    Ok(Findings::counted(rows, limit))
}

fn plan_void_valid(view: &View<'_>) -> Result<Vec<Fix>, Failure> {
    let found: Vec<(i64, String, String)> =
        view.all(VOID_VALID, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(3)?)))?;
    let fix = |(id, number, status): (i64, String, String)| Fix {
        id: id.to_string(),
        label: number,
        field: "invoice.status",
        before: status,
        after: "cancelled".into(),
        apply: Box::new(move |work| {
            work.run(
                "UPDATE invoices SET status = 'cancelled', cancelled_at = ?2, changed_by = ?3, change_reason = 'repair', updated_at = ?2,
                     revision = revision + 1 WHERE id = ?1 AND status <> 'cancelled'",
                params![id, work.now(), work.operator()],
            )?;
            work.changed(&[Kind::Invoices]);
            Ok(())
        }),
    };
    Ok(found.into_iter().map(fix).collect())
}

/// The triggers refuse overlapping windows; foreign data may hold them all the same.
fn double_booked(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    let rows = view.all(
        "SELECT a.id, st.name, a.starts_at FROM game_reservations a
         JOIN game_reservations b ON b.station_id = a.station_id AND b.id > a.id AND b.status = 'booked'
              AND b.starts_at < a.ends_at AND b.ends_at > a.starts_at
         JOIN stations st ON st.id = a.station_id WHERE a.status = 'booked' ORDER BY a.id",
        [],
        |row| {
            let since: Timestamp = row.get(2)?;
            Ok(Finding::new(row.get::<_, i64>(0)?, row.get::<_, String>(1)?)
                .with("begins_at", since)
                .since(Some(since)))
        },
    )?;
    Ok(Findings::counted(rows, limit))
}
