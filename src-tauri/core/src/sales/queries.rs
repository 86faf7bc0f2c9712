//! What is told of sales.

use super::checklist::checklist;
use super::model::{PaymentStatus, PurchaseDetail, PurchaseRow, SyncStatus, TodayNumbers};
use super::store::{PURCHASE, purchase, purchase_of, reservation_of};
use crate::base::{CustomerId, PurchaseId};
use crate::desk::model::Page;
use crate::door::{Failure, Kind, Query, Role, View};
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Sales, the newest first.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ListPurchases {
    /// Only those whose money stands like this.
    #[ts(optional, as = "Option<PaymentStatus>")]
    pub payment_status: Option<PaymentStatus>,
    /// Only those whose mirror stands like this.
    #[ts(optional, as = "Option<SyncStatus>")]
    pub sync_status: Option<SyncStatus>,
    /// Only those of one customer.
    #[ts(optional, as = "Option<CustomerId>")]
    pub customer_id: Option<CustomerId>,
    /// Which part of the list.
    pub page: Page,
}

impl Query for ListPurchases {
    type Output = Vec<PurchaseRow>;
    const NAME: &'static str = "purchase.list";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = &[Kind::Purchases, Kind::Sessions, Kind::Invoices, Kind::Customers];

    fn answer(self, view: &View<'_>) -> Result<Vec<PurchaseRow>, Failure> {
        let (limit, offset) = self.page.bounds();
        // A condition is written out only where it is asked for, so that each has its index: as constants, never as user text.
        let mut conditions = vec!["1 = 1".to_owned()];
        conditions.extend(self.sync_status.map(|status| format!("sync_status = '{}'", status.word())));
        conditions.extend(self.payment_status.map(|status| format!("payment_status = '{}'", status.word())));
        conditions.extend(self.customer_id.map(|id| format!("user_id = {}", id.0)));
        let sql = format!(
            "{PURCHASE} WHERE {} ORDER BY created_at DESC, purchase_id DESC LIMIT ?1 OFFSET ?2",
            conditions.join(" AND ")
        );
        view.all(&sql, params![limit, offset], purchase)
    }
}

/// One sale with its window and its starting checklist.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ShowPurchase {
    /// Which.
    pub purchase_id: PurchaseId,
}

impl Query for ShowPurchase {
    type Output = PurchaseDetail;
    const NAME: &'static str = "purchase.show";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] =
        &[Kind::Purchases, Kind::Sessions, Kind::Invoices, Kind::Reservations, Kind::Scans, Kind::Customers];

    fn answer(self, view: &View<'_>) -> Result<PurchaseDetail, Failure> {
        detail(view, self.purchase_id)
    }
}

pub(super) fn detail(view: &View<'_>, id: PurchaseId) -> Result<PurchaseDetail, Failure> {
    let purchase = purchase_of(view, id)?;
    let reservation = reservation_of(view, id)?;
    let checklist = checklist(view, &purchase)?;
    Ok(PurchaseDetail { purchase, reservation, checklist })
}

/// Today at the counter, in the venue's own day.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CounterToday {}

impl Query for CounterToday {
    type Output = TodayNumbers;
    const NAME: &'static str = "counter.today";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = &[Kind::Purchases, Kind::Scans, Kind::Sessions, Kind::Invoices, Kind::Settings];

    fn answer(self, view: &View<'_>) -> Result<TodayNumbers, Failure> {
        let (since, until) = view.today()?;
        let currency = view.settings()?.venue_currency;
        let count = |sql: &str| view.count(sql, []);
        let of_today = |sql: &str| view.count(sql, params![since, until]);
        let (scans, scans_ok) = view
            .one(
                "SELECT COUNT(*), COUNT(CASE WHEN verdict = 'ok' THEN 1 END) FROM invoice_scans WHERE scanned_at >= ?1 AND scanned_at < ?2",
                params![since, until],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?
            .unwrap_or((0, 0));
        // Paid today, whenever it was sold; an unpaid sale is paid within the ninety days that the index is asked for.
        let revenue = view.count(
            "SELECT COALESCE(SUM(price_cents), 0) FROM purchases
             WHERE created_at >= ?3 AND paid_at >= ?1 AND paid_at < ?2 AND currency = ?4 AND payment_status = 'completed'",
            params![since, until, since - crate::base::Millis::from_minutes(90 * 24 * 60), currency],
        )?;
        Ok(TodayNumbers {
            since,
            server_now: view.now(),
            sales: of_today("SELECT COUNT(*) FROM purchases WHERE created_at >= ?1 AND created_at < ?2")?,
            revenue_cents: crate::base::Cents(revenue),
            currency,
            scans,
            scans_ok,
            running: count("SELECT COUNT(*) FROM active_game_sessions_v2 WHERE status = 'active'")?,
            // The list of live states is there for its partial index.
            paused: count(
                "SELECT COUNT(*) FROM active_game_sessions_v2 WHERE status IN ('ready', 'active', 'paused') AND status = 'paused'",
            )?,
            completed: of_today(
                "SELECT COUNT(*) FROM active_game_sessions_v2 WHERE status IN ('completed', 'terminated', 'expired')
                     AND completed_at >= ?1 AND completed_at < ?2 AND status = 'completed'",
            )?,
            waiting_invoices: count("SELECT COUNT(*) FROM invoices WHERE status = 'pending'")?,
            unpaid: count("SELECT COUNT(*) FROM purchases WHERE payment_status = 'pending'")?,
        })
    }
}
