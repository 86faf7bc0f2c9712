//! What is told of customers.

use super::model::{Customer, FoundCustomer, LiveSession, WaitingPaper};
use super::store::{self, CUSTOMER, customer};
use crate::base::CustomerId;
use crate::desk::model::Page;
use crate::door::{Code, Failure, Kind, Query, Role, View};
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

const SHOWN: &[Kind] = &[Kind::Customers, Kind::Invoices, Kind::Sessions];

/// Customers by name or phone, however they are typed, with what waits for them.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SearchCustomers {
    /// A part of a name or of a phone number.
    pub text: String,
    /// At most this many (1 to 100; 10 when left out).
    #[serde(default)]
    #[ts(optional, as = "Option<i64>")]
    pub limit: Option<i64>,
}

impl Query for SearchCustomers {
    type Output = Vec<FoundCustomer>;
    const NAME: &'static str = "customer.search";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = SHOWN;

    fn answer(self, view: &View<'_>) -> Result<Vec<FoundCustomer>, Failure> {
        let found = store::search(view, &self.text, self.limit.unwrap_or(10))?;
        found.into_iter().map(|customer| with_papers(view, customer)).collect()
    }
}

/// All customers by name.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ListCustomers {
    /// Which part of the list.
    pub page: Page,
}

impl Query for ListCustomers {
    type Output = Vec<Customer>;
    const NAME: &'static str = "customer.list";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = &[Kind::Customers];

    fn answer(self, view: &View<'_>) -> Result<Vec<Customer>, Failure> {
        let (limit, offset) = self.page.bounds();
        view.all(&format!("{CUSTOMER} ORDER BY username, id LIMIT ?1 OFFSET ?2"), params![limit, offset], customer)
    }
}

/// One customer, with what waits for them.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ShowCustomer {
    /// Who.
    pub customer_id: CustomerId,
}

impl Query for ShowCustomer {
    type Output = FoundCustomer;
    const NAME: &'static str = "customer.show";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = SHOWN;

    fn answer(self, view: &View<'_>) -> Result<FoundCustomer, Failure> {
        let found = view.one(&format!("{CUSTOMER} WHERE id = ?1"), [self.customer_id], customer)?;
        with_papers(view, found.ok_or(Code::CustomerUnknown)?)
    }
}

fn with_papers(view: &View<'_>, customer: Customer) -> Result<FoundCustomer, Failure> {
    let waiting = view.all(
        "SELECT id, invoice_number, validation_code, purchase_id, game_name, duration_minutes, issued_at FROM invoices
         WHERE user_id = ?1 AND status = 'pending' ORDER BY issued_at, id LIMIT 20",
        [customer.customer_id],
        |row| {
            Ok(WaitingPaper {
                invoice_id: row.get(0)?,
                invoice_number: row.get(1)?,
                validation_code: row.get(2)?,
                purchase_id: row.get(3)?,
                game_name: row.get(4)?,
                duration_minutes: row.get(5)?,
                issued_at: row.get(6)?,
            })
        },
    )?;
    let live = view.all(
        "SELECT id, game_name, status, ends_at FROM active_game_sessions_v2
         WHERE user_id = ?1 AND status IN ('ready', 'active', 'paused') ORDER BY id LIMIT 20",
        [customer.customer_id],
        |row| {
            Ok(LiveSession {
                session_id: row.get(0)?,
                game_name: row.get(1)?,
                status: row.get(2)?,
                ends_at: row.get(3)?,
            })
        },
    )?;
    Ok(FoundCustomer { customer, waiting, live })
}
