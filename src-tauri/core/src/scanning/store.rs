//! What the books say of an invoice, in one statement.

use super::model::{ScannedInvoice, Verdict};
use crate::base::{Cents, Currency, CustomerId, InvoiceId, PurchaseId, SessionId, StationId, Timestamp};
use crate::door::{Code, Failure, Refusal, View};
use crate::sessions::model::SessionStatus;
use rusqlite::{Params, Row};

/// Everything a verdict depends on.
pub(crate) struct Facts {
    pub(crate) invoice_id: InvoiceId,
    pub(crate) invoice_number: String,
    pub(super) validation_code: String,
    pub(crate) purchase_id: PurchaseId,
    pub(crate) customer_id: CustomerId,
    pub(crate) customer_name: String,
    pub(crate) customer_is_blocked: bool,
    pub(crate) package_name: String,
    pub(crate) game_name: String,
    pub(crate) duration_minutes: i64,
    pub(crate) amount: Cents,
    pub(crate) currency: Currency,
    pub(crate) payment_status: String,
    pub(crate) invoice_status: String,
    pub(crate) invoice_is_blocked: bool,
    pub(crate) blocked_reason: Option<String>,
    pub(crate) expires_at: Option<Timestamp>,
    activated_at: Option<Timestamp>,
    used_at: Option<Timestamp>,
    cancelled_at: Option<Timestamp>,
    pub(crate) window: Option<(Timestamp, Timestamp)>,
    pub(crate) reserved_station: Option<StationId>,
    reserved_station_name: Option<String>,
    pub(crate) session_id: Option<SessionId>,
    pub(crate) session_status: Option<SessionStatus>,
    changed_by: Option<String>,
}

const FACTS: &str = "SELECT i.id, i.invoice_number, i.purchase_id, i.user_id, u.username, u.is_blocked, p.package_name, i.game_name,
    i.duration_minutes, i.amount_cents, i.currency, p.payment_status, i.status, i.is_blocked, COALESCE(i.blocked_reason, u.blocked_reason),
    i.expires_at, i.activated_at, i.used_at, i.cancelled_at, r.starts_at, r.ends_at, r.station_id, st.name,
    COALESCE(s.id, a.id), COALESCE(s.status, a.status), o.name, i.validation_code
    FROM invoices i JOIN purchases p ON p.id = i.purchase_id JOIN users u ON u.id = i.user_id
    LEFT JOIN game_reservations r ON r.purchase_id = i.purchase_id AND r.status <> 'cancelled'
    LEFT JOIN stations st ON st.id = r.station_id
    LEFT JOIN active_game_sessions_v2 s ON s.invoice_id = i.id
    LEFT JOIN archived_game_sessions a ON a.invoice_id = i.id
    LEFT JOIN operators o ON o.id = i.changed_by";

impl Facts {
    /// The facts of an invoice by its id.
    pub(crate) fn of_invoice(view: &View<'_>, id: InvoiceId) -> Result<Self, Failure> {
        Self::find(view, "i.id = ?1", [id])?.ok_or_else(|| Code::InvoiceUnknown.into())
    }

    /// The facts of the invoice with this secret; of a printed code, the number must be that invoice's too.
    pub(super) fn of_code(view: &View<'_>, code: &str, number: Option<&str>) -> Result<Option<Self>, Failure> {
        let mut found = Self::find(view, "i.validation_code = ?1", [code])?;
        if found.is_none() {
            // Ours are upper case; a keyboard or an older printer may not be.
            found = Self::find(view, "i.validation_code = ?1", [code.to_ascii_uppercase()])?;
        }
        Ok(found.filter(|facts| number.is_none_or(|number| facts.invoice_number.eq_ignore_ascii_case(number))))
    }

    fn find(view: &View<'_>, by: &str, params: impl Params) -> Result<Option<Self>, Failure> {
        view.one(&format!("{FACTS} WHERE {by}"), params, Self::read)
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let (starts_at, ends_at): (Option<Timestamp>, Option<Timestamp>) = (row.get(19)?, row.get(20)?);
        Ok(Self {
            invoice_id: row.get(0)?,
            invoice_number: row.get(1)?,
            purchase_id: row.get(2)?,
            customer_id: row.get(3)?,
            customer_name: row.get(4)?,
            customer_is_blocked: row.get(5)?,
            package_name: row.get(6)?,
            game_name: row.get(7)?,
            duration_minutes: row.get(8)?,
            amount: row.get(9)?,
            currency: row.get(10)?,
            payment_status: row.get(11)?,
            invoice_status: row.get(12)?,
            invoice_is_blocked: row.get(13)?,
            blocked_reason: row.get(14)?,
            expires_at: row.get(15)?,
            activated_at: row.get(16)?,
            used_at: row.get(17)?,
            cancelled_at: row.get(18)?,
            window: starts_at.zip(ends_at),
            reserved_station: row.get(21)?,
            reserved_station_name: row.get(22)?,
            session_id: row.get(23)?,
            session_status: row.get(24)?,
            changed_by: row.get(25)?,
            validation_code: row.get(26)?,
        })
    }

    /// Since when the verdict holds.
    fn since(&self, verdict: Verdict) -> Option<Timestamp> {
        match verdict {
            Verdict::AlreadyActive => self.activated_at,
            Verdict::AlreadyUsed => self.used_at,
            Verdict::Cancelled | Verdict::Refunded => self.cancelled_at,
            Verdict::Expired => self.expires_at,
            Verdict::TooEarly => self.window.map(|(starts_at, _)| starts_at),
            Verdict::TooLate => self.window.map(|(_, ends_at)| ends_at),
            _ => None,
        }
    }

    /// The refusal of an activation that this verdict forbids, with what its sentence needs.
    pub(crate) fn refusal(&self, verdict: Verdict) -> Refusal {
        Refusal::new(verdict.refusal())
            .with("invoice", &self.invoice_number)
            .with("customer", &self.customer_name)
            .with("since", self.since(verdict))
            .with("reason", &self.blocked_reason)
    }

    /// What staff see of it.
    pub(super) fn told(self, verdict: Verdict) -> ScannedInvoice {
        let since = self.since(verdict);
        ScannedInvoice {
            since,
            by: self.changed_by.filter(|_| {
                matches!(
                    verdict,
                    Verdict::AlreadyActive
                        | Verdict::AlreadyUsed
                        | Verdict::Cancelled
                        | Verdict::Refunded
                        | Verdict::Blocked
                )
            }),
            reason: self.blocked_reason.filter(|_| verdict == Verdict::Blocked),
            invoice_id: self.invoice_id,
            invoice_number: self.invoice_number,
            purchase_id: self.purchase_id,
            customer_id: self.customer_id,
            customer_name: self.customer_name,
            package_name: self.package_name,
            game_name: self.game_name,
            duration_minutes: self.duration_minutes,
            amount_cents: self.amount,
            currency: self.currency,
            window_starts_at: self.window.map(|(starts_at, _)| starts_at),
            window_ends_at: self.window.map(|(_, ends_at)| ends_at),
            reserved_station_id: self.reserved_station,
            reserved_station_name: self.reserved_station_name,
        }
    }
}
