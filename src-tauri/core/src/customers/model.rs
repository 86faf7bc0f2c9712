//! What is told of customers.

use crate::base::{Cents, Currency, CustomerId, InvoiceId, PurchaseId, SessionId, Timestamp};
use crate::sessions::model::SessionStatus;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Customer {
    /// Who.
    pub customer_id: CustomerId,
    /// Their name.
    pub name: String,
    /// Their phone.
    pub phone: Option<String>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Whether they may not play.
    pub is_blocked: bool,
    /// Why not.
    pub blocked_reason: Option<String>,
    /// Free money in the wallet.
    pub balance_cents: Cents,
    /// In which currency.
    pub currency: Currency,
    /// Known since.
    pub created_at: Timestamp,
}

/// A customer found at the counter, with the invoices that wait for them and the session they are in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FoundCustomer {
    /// Who.
    pub customer: Customer,
    /// Invoices that wait, the oldest first.
    pub waiting: Vec<WaitingPaper>,
    /// The live sessions.
    pub live: Vec<LiveSession>,
}

/// An invoice that waits for its customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct WaitingPaper {
    /// Which.
    pub invoice_id: InvoiceId,
    /// Its number.
    pub invoice_number: String,
    /// Its secret, so that picking it is as good as scanning it.
    pub validation_code: String,
    /// The sale behind it.
    pub purchase_id: PurchaseId,
    /// What is played.
    pub game_name: String,
    /// How many minutes.
    pub duration_minutes: i64,
    /// Since when it waits.
    pub issued_at: Timestamp,
}

/// A session that a found customer is in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct LiveSession {
    /// Which.
    pub session_id: SessionId,
    /// What is played.
    pub game_name: String,
    /// Where it stands.
    pub status: SessionStatus,
    /// When it is up.
    pub ends_at: Option<Timestamp>,
}
