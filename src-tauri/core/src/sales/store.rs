//! The statements of sales.

use super::model::{PaymentStatus, PurchaseRow, Reservation};
use crate::base::PurchaseId;
use crate::door::{Code, Failure, Kind, View, Work};
use rusqlite::{Row, params};

/// The columns of a sale, in the order in which [`purchase`] reads them.
pub(super) const PURCHASE: &str = "SELECT purchase_id, user_id, username, package_name, game_name, duration_minutes, price_cents, currency,
    payment_method, payment_status, session_status, actual_session_status, sync_status, invoice_id, invoice_number, invoice_status,
    session_id, created_at, paid_at FROM purchase_session_overview";

pub(super) fn purchase(row: &Row<'_>) -> rusqlite::Result<PurchaseRow> {
    Ok(PurchaseRow {
        purchase_id: row.get(0)?,
        customer_id: row.get(1)?,
        customer_name: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
        package_name: row.get(3)?,
        game_name: row.get(4)?,
        duration_minutes: row.get(5)?,
        price_cents: row.get(6)?,
        currency: row.get(7)?,
        payment_method: row.get(8)?,
        payment_status: row.get(9)?,
        session_status: row.get(10)?,
        actual_session_status: row.get(11)?,
        sync_status: row.get(12)?,
        invoice_id: row.get(13)?,
        invoice_number: row.get(14)?,
        invoice_status: row.get(15)?,
        session_id: row.get(16)?,
        created_at: row.get(17)?,
        paid_at: row.get(18)?,
    })
}

/// A sale that must be there.
pub(super) fn purchase_of(view: &View<'_>, id: PurchaseId) -> Result<PurchaseRow, Failure> {
    view.one(&format!("{PURCHASE} WHERE purchase_id = ?1"), [id], purchase)?.ok_or_else(|| Code::PurchaseUnknown.into())
}

/// Moves the money of a sale to another state. The triggers do the rest: invoice, mirror, window.
pub(super) fn set_payment_status(work: &mut Work<'_>, id: PurchaseId, status: PaymentStatus) -> Result<(), Failure> {
    work.run(
        "UPDATE purchases SET payment_status = ?2, paid_at = CASE WHEN ?2 = 'completed' THEN ?4 ELSE paid_at END, changed_by = ?3,
             updated_at = ?4, revision = revision + 1 WHERE id = ?1",
        params![id, status, work.operator(), work.now()],
    )?;
    work.changed(&[Kind::Purchases, Kind::Invoices, Kind::Reservations]);
    Ok(())
}

/// The columns of a window, in the order in which [`reservation`] reads them.
pub(super) const RESERVATION: &str =
    "SELECT r.id, r.purchase_id, u.username, p.game_name, r.station_id, st.name, r.starts_at, r.ends_at, r.status
    FROM game_reservations r JOIN purchases p ON p.id = r.purchase_id JOIN users u ON u.id = p.user_id
    LEFT JOIN stations st ON st.id = r.station_id";

pub(super) fn reservation(row: &Row<'_>) -> rusqlite::Result<Reservation> {
    Ok(Reservation {
        reservation_id: row.get(0)?,
        purchase_id: row.get(1)?,
        customer_name: row.get(2)?,
        game_name: row.get(3)?,
        station_id: row.get(4)?,
        station_name: row.get(5)?,
        starts_at: row.get(6)?,
        ends_at: row.get(7)?,
        status: row.get(8)?,
    })
}

/// The window kept for a sale, whatever became of it.
pub(super) fn reservation_of(view: &View<'_>, id: PurchaseId) -> Result<Option<Reservation>, Failure> {
    view.one(&format!("{RESERVATION} WHERE r.purchase_id = ?1"), [id], reservation)
}
