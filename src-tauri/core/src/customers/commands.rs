//! What changes about customers.

use super::model::Customer;
use super::store::{CUSTOMER, Written, customer};
use crate::base::CustomerId;
use crate::desk::model::Done;
use crate::door::{Code, Command, Failure, Kind, Role, View, Work, required_line};
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Adds a customer.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CreateCustomer {
    /// Their name, 1 to 120 characters.
    pub name: String,
    /// Their phone, as they say it.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub phone: Option<String>,
    /// Their e-mail address.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub email: Option<String>,
}

impl Command for CreateCustomer {
    type Output = Customer;
    const NAME: &'static str = "customer.create";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<Customer, Failure> {
        let id = add(work, &self.name, self.phone.as_deref(), self.email.as_deref())?;
        work.concerns(Kind::Customers, id);
        read(work, id)
    }
}

/// Adds a customer, for this and for other subjects' commands: a payment may be the first thing that is heard of somebody.
pub(crate) fn add(
    work: &mut Work<'_>,
    name: &str,
    phone: Option<&str>,
    email: Option<&str>,
) -> Result<CustomerId, Failure> {
    let written = Written::of(name, phone, email)?;
    let currency = work.settings()?.venue_currency;
    let id = work.insert(
        "INSERT INTO users (username, phone, email, search_text, currency, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
        params![written.name, written.phone, written.email, written.search_text, currency, work.now()],
    )?;
    work.changed(&[Kind::Customers]);
    Ok(CustomerId(id))
}

fn read(view: &View<'_>, id: CustomerId) -> Result<Customer, Failure> {
    view.one(&format!("{CUSTOMER} WHERE id = ?1"), [id], customer)?.ok_or_else(|| Code::CustomerUnknown.into())
}

/// Changes a customer's name, phone or address.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ChangeCustomer {
    /// Who.
    pub customer_id: CustomerId,
    /// Their name.
    pub name: String,
    /// Their phone.
    pub phone: Option<String>,
    /// Their e-mail address.
    pub email: Option<String>,
}

impl Command for ChangeCustomer {
    type Output = Customer;
    const NAME: &'static str = "customer.change";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<Customer, Failure> {
        work.concerns(Kind::Customers, self.customer_id);
        let written = Written::of(&self.name, self.phone.as_deref(), self.email.as_deref())?;
        work.run(
            "UPDATE users SET username = ?2, phone = ?3, email = ?4, search_text = ?5, updated_at = ?6 WHERE id = ?1",
            params![self.customer_id, written.name, written.phone, written.email, written.search_text, work.now()],
        )?;
        work.changed(&[Kind::Customers]);
        read(work, self.customer_id)
    }
}

/// Blocks a customer: none of their invoices lets anybody in until they are unblocked.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct BlockCustomer {
    /// Who.
    pub customer_id: CustomerId,
    /// Why, as staff will read it.
    pub reason: String,
}

impl Command for BlockCustomer {
    type Output = Done;
    const NAME: &'static str = "customer.block";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<Done, Failure> {
        let reason = required_line("reason", &self.reason, 200)?;
        set_blocked(work, self.customer_id, Some(reason))
    }
}

/// Lets a blocked customer play again.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct UnblockCustomer {
    /// Who.
    pub customer_id: CustomerId,
}

impl Command for UnblockCustomer {
    type Output = Done;
    const NAME: &'static str = "customer.unblock";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<Done, Failure> {
        set_blocked(work, self.customer_id, None)
    }
}

fn set_blocked(work: &mut Work<'_>, customer: CustomerId, reason: Option<String>) -> Result<Done, Failure> {
    let changed = work.run(
        "UPDATE users SET is_blocked = ?2, blocked_reason = ?3, updated_at = ?4 WHERE id = ?1",
        params![customer, reason.is_some(), reason, work.now()],
    )?;
    if changed == 0 {
        return Err(Code::CustomerUnknown.into());
    }
    work.concerns(Kind::Customers, customer);
    work.changed(&[Kind::Customers]);
    Ok(Done {})
}
