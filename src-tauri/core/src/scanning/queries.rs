//! The scan log, told.

use super::model::ScanRow;
use crate::desk::model::Page;
use crate::door::{Failure, Kind, Query, Role, View};
use rusqlite::{Row, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

const SCAN: &str =
    "SELECT c.id, c.scanned_at, c.verdict, c.source, c.repaired, i.invoice_number, i.purchase_id, u.username, o.name,
    c.validation_code
    FROM invoice_scans c LEFT JOIN invoices i ON i.id = c.invoice_id LEFT JOIN users u ON u.id = i.user_id
    LEFT JOIN operators o ON o.id = c.operator_id";

fn scan(row: &Row<'_>) -> rusqlite::Result<ScanRow> {
    Ok(ScanRow {
        scan_id: row.get(0)?,
        scanned_at: row.get(1)?,
        verdict: row.get(2)?,
        source: row.get(3)?,
        repaired: row.get(4)?,
        invoice_number: row.get(5)?,
        purchase_id: row.get(6)?,
        customer_name: row.get(7)?,
        operator_name: row.get(8)?,
        read: row.get(9)?,
    })
}

/// The last scans, newest first, the failed ones too.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct RecentScans {
    /// Which part of the list.
    pub page: Page,
}

impl Query for RecentScans {
    type Output = Vec<ScanRow>;
    const NAME: &'static str = "scan.recent";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = &[Kind::Scans];

    fn answer(self, view: &View<'_>) -> Result<Vec<ScanRow>, Failure> {
        let (limit, offset) = self.page.bounds();
        view.all(&format!("{SCAN} ORDER BY c.id DESC LIMIT ?1 OFFSET ?2"), params![limit, offset], scan)
    }
}

/// Every scan of one code, newest first.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ScansOfCode {
    /// The validation code.
    pub validation_code: String,
}

impl Query for ScansOfCode {
    type Output = Vec<ScanRow>;
    const NAME: &'static str = "scan.of_code";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = &[Kind::Scans];

    fn answer(self, view: &View<'_>) -> Result<Vec<ScanRow>, Failure> {
        view.all(
            &format!("{SCAN} WHERE c.validation_code = ?1 ORDER BY c.id DESC LIMIT 500"),
            [self.validation_code],
            scan,
        )
    }
}
