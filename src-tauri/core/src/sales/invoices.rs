//! The paper: what is printed, what waits, what happened to it.

use super::model::{Invoice, InvoiceAuditRow, VenueLines};
use super::store::reservation_of;
use super::{model::InvoiceStatus, qr};
use crate::base::InvoiceId;
use crate::desk::model::Page;
use crate::desk::settings::Settings;
use crate::door::{Code, Failure, Kind, Query, Role, View};
use rusqlite::{Params, Row, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

const SHOWN: &[Kind] = &[Kind::Invoices, Kind::Purchases, Kind::Customers, Kind::Reservations, Kind::Settings];

const INVOICE: &str = "SELECT i.id, i.invoice_number, i.validation_code, i.purchase_id, i.user_id, u.username, u.phone, p.package_name,
    i.game_name, i.duration_minutes, i.amount_cents, i.currency, p.payment_method, i.status, i.is_blocked, i.blocked_reason, i.issued_at,
    i.expires_at FROM invoices i JOIN users u ON u.id = i.user_id JOIN purchases p ON p.id = i.purchase_id";

fn invoices(view: &View<'_>, rest: &str, params: impl Params) -> Result<Vec<Invoice>, Failure> {
    let settings = view.settings()?;
    let mut invoices = view.all(&format!("{INVOICE} {rest}"), params, |row| invoice(row, &settings))?;
    for invoice in &mut invoices {
        invoice.reservation = reservation_of(view, invoice.purchase_id)?;
        invoice.qr = qr::svg_path(&invoice.qr_text)?;
    }
    Ok(invoices)
}

fn invoice(row: &Row<'_>, settings: &Settings) -> rusqlite::Result<Invoice> {
    let invoice_number: String = row.get(1)?;
    let validation_code: String = row.get(2)?;
    Ok(Invoice {
        qr_text: qr::text(&invoice_number, &validation_code),
        qr: super::model::QrDrawing { modules: 0, path: String::new() },
        invoice_id: row.get(0)?,
        invoice_number,
        validation_code,
        purchase_id: row.get(3)?,
        customer_id: row.get(4)?,
        customer_name: row.get(5)?,
        customer_phone: row.get(6)?,
        package_name: row.get(7)?,
        game_name: row.get(8)?,
        duration_minutes: row.get(9)?,
        amount_cents: row.get(10)?,
        currency: row.get(11)?,
        payment_method: row.get(12)?,
        status: row.get(13)?,
        is_blocked: row.get(14)?,
        blocked_reason: row.get(15)?,
        issued_at: row.get(16)?,
        expires_at: row.get(17)?,
        reservation: None,
        venue: VenueLines {
            name: settings.venue_name.clone(),
            address: settings.venue_address.clone(),
            phone: settings.venue_phone.clone(),
        },
    })
}

/// One invoice, with everything that is printed.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ShowInvoice {
    /// Which.
    pub invoice_id: InvoiceId,
}

impl Query for ShowInvoice {
    type Output = Invoice;
    const NAME: &'static str = "invoice.show";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = SHOWN;

    fn answer(self, view: &View<'_>) -> Result<Invoice, Failure> {
        invoices(view, "WHERE i.id = ?1", [self.invoice_id])?.pop().ok_or_else(|| Code::InvoiceUnknown.into())
    }
}

/// The invoices that wait for their customers, the newest first.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct WaitingInvoices {
    /// Which part of the list.
    pub page: Page,
}

impl Query for WaitingInvoices {
    type Output = Vec<Invoice>;
    const NAME: &'static str = "invoice.waiting";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = SHOWN;

    fn answer(self, view: &View<'_>) -> Result<Vec<Invoice>, Failure> {
        let (limit, offset) = self.page.bounds();
        invoices(
            view,
            "WHERE i.status = 'pending' ORDER BY i.issued_at DESC, i.id DESC LIMIT ?1 OFFSET ?2",
            params![limit, offset],
        )
    }
}

/// What happened to an invoice, newest first.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct InvoiceAudit {
    /// Which.
    pub invoice_id: InvoiceId,
}

impl Query for InvoiceAudit {
    type Output = Vec<InvoiceAuditRow>;
    const NAME: &'static str = "invoice.audit";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = &[Kind::Invoices];

    fn answer(self, view: &View<'_>) -> Result<Vec<InvoiceAuditRow>, Failure> {
        view.all(
            "SELECT l.action, l.old_status, l.new_status, o.name, l.reason, l.created_at FROM invoice_audit_log l
             LEFT JOIN operators o ON o.id = l.operator_id WHERE l.invoice_id = ?1 ORDER BY l.id DESC LIMIT 500",
            [self.invoice_id],
            |row| {
                Ok(InvoiceAuditRow {
                    action: row.get(0)?,
                    old_status: row.get::<_, Option<InvoiceStatus>>(1)?,
                    new_status: row.get(2)?,
                    operator_name: row.get(3)?,
                    reason: row.get(4)?,
                    created_at: row.get(5)?,
                })
            },
        )
    }
}
