//! The states of a sale, and what is told of it.

use crate::base::{
    Cents, Currency, CustomerId, InvoiceId, PackageId, PurchaseId, ReservationId, SessionId, StationId, Timestamp,
};
use crate::sessions::model::SessionStatus;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where the money stands: `pending` → `completed` → `refunded`; `pending` → `failed` or `cancelled`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words of the field")]
pub enum PaymentStatus {
    Pending,
    Completed,
    Failed,
    Cancelled,
    Refunded,
}

crate::base::stored_as_text!(PaymentStatus {
    Pending => "pending",
    Completed => "completed",
    Failed => "failed",
    Cancelled => "cancelled",
    Refunded => "refunded",
});

/// How it is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names of the methods")]
pub enum PaymentMethod {
    Cash,
    Wave,
    OrangeMoney,
    Card,
    Wallet,
}

crate::base::stored_as_text!(PaymentMethod {
    Cash => "cash",
    Wave => "wave",
    OrangeMoney => "orange_money",
    Card => "card",
    Wallet => "wallet",
});

/// Where the paper stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words of the field")]
pub enum InvoiceStatus {
    Pending,
    Active,
    Used,
    Expired,
    Cancelled,
}

crate::base::stored_as_text!(InvoiceStatus {
    Pending => "pending",
    Active => "active",
    Used => "used",
    Expired => "expired",
    Cancelled => "cancelled",
});

/// Whether the purchase's mirror agrees with its session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs, reason = "the words of the overview")]
pub enum SyncStatus {
    Synced,
    NoSession,
    Mismatch,
}

crate::base::stored_as_text!(SyncStatus { Synced => "SYNCED", NoSession => "NO_SESSION", Mismatch => "MISMATCH" });

/// A package on sale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Package {
    /// Which.
    pub package_id: PackageId,
    /// Its name.
    pub name: String,
    /// What is played.
    pub game_name: String,
    /// How many minutes.
    pub duration_minutes: i64,
    /// For how much.
    pub price_cents: Cents,
    /// In which currency.
    pub currency: Currency,
    /// What the tile says besides.
    pub description: String,
    /// Whether it is on sale.
    pub is_active: bool,
    /// Its place among the tiles.
    pub sort_order: i64,
}

/// A place to play.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Station {
    /// Which.
    pub station_id: StationId,
    /// Its name.
    pub name: String,
    /// Its part of the venue.
    pub zone: String,
    /// Whether it is in use.
    pub is_active: bool,
    /// Its place in lists.
    pub sort_order: i64,
    /// Who sits there now.
    pub taken_by: Option<String>,
    /// The session that holds it.
    pub session_id: Option<SessionId>,
    /// For whom it is kept right now.
    pub reserved_for: Option<String>,
    /// When the next window on it begins, today.
    pub next_window_at: Option<Timestamp>,
}

/// A sale with both statuses, as the overview has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PurchaseRow {
    /// Which.
    pub purchase_id: PurchaseId,
    /// Whose.
    pub customer_id: CustomerId,
    /// Their name.
    pub customer_name: String,
    /// What was bought.
    pub package_name: String,
    /// What is played.
    pub game_name: String,
    /// How many minutes.
    pub duration_minutes: i64,
    /// For how much.
    pub price_cents: Cents,
    /// In which currency.
    pub currency: Currency,
    /// How it is paid.
    pub payment_method: Option<PaymentMethod>,
    /// Where the money stands.
    pub payment_status: PaymentStatus,
    /// What the mirror says: `pending`, or the session's status; nothing until paid.
    pub session_status: Option<String>,
    /// What the session itself says.
    pub actual_session_status: Option<SessionStatus>,
    /// Whether the two agree.
    pub sync_status: SyncStatus,
    /// The invoice.
    pub invoice_id: Option<InvoiceId>,
    /// Its number.
    pub invoice_number: Option<String>,
    /// Where it stands.
    pub invoice_status: Option<InvoiceStatus>,
    /// The session.
    pub session_id: Option<SessionId>,
    /// When it was sold.
    pub created_at: Timestamp,
    /// When it was paid.
    pub paid_at: Option<Timestamp>,
}

/// A sale with everything about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PurchaseDetail {
    /// The row.
    pub purchase: PurchaseRow,
    /// The window kept for it.
    pub reservation: Option<Reservation>,
    /// The starting checklist, in order.
    pub checklist: Vec<ChecklistStep>,
}

/// A step from the sale to the running session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the steps of the guides' checklist")]
pub enum ChecklistName {
    Paid,
    Invoiced,
    Scanned,
    Ready,
    Started,
    Active,
}

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChecklistState {
    /// Done, at its time.
    Done,
    /// To be done now.
    Next,
    /// Waits for the steps before it.
    Waiting,
    /// Will not come: the sale was cancelled, refunded, or the session is over.
    Stopped,
}

/// One line of the starting checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ChecklistStep {
    /// Which.
    pub name: ChecklistName,
    /// How it stands.
    pub state: ChecklistState,
    /// When it was done.
    pub at: Option<Timestamp>,
    /// What to do next, or why it stops, as a key: `take_payment`, `scan_invoice`, `start_session`, `resume_session`, `payment_failed`,
    /// `payment_cancelled`, `payment_refunded`, `invoice_expired`, `invoice_cancelled`, `session_over`, `repair_invoice`.
    pub hint: Option<String>,
}

/// A window kept for a purchase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Reservation {
    /// Which.
    pub reservation_id: ReservationId,
    /// For which sale.
    pub purchase_id: PurchaseId,
    /// For whom.
    pub customer_name: String,
    /// What will be played.
    pub game_name: String,
    /// Where.
    pub station_id: Option<StationId>,
    /// The station's name.
    pub station_name: Option<String>,
    /// From.
    pub starts_at: Timestamp,
    /// Until.
    pub ends_at: Timestamp,
    /// `booked`, `honoured` or `cancelled`.
    pub status: String,
}

/// An invoice with everything that is printed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Invoice {
    /// Which.
    pub invoice_id: InvoiceId,
    /// Its number.
    pub invoice_number: String,
    /// Its secret.
    pub validation_code: String,
    /// The sale behind it.
    pub purchase_id: PurchaseId,
    /// Whose.
    pub customer_id: CustomerId,
    /// Their name.
    pub customer_name: String,
    /// Their phone.
    pub customer_phone: Option<String>,
    /// What was bought.
    pub package_name: String,
    /// What is played.
    pub game_name: String,
    /// How many minutes.
    pub duration_minutes: i64,
    /// For how much.
    pub amount_cents: Cents,
    /// In which currency.
    pub currency: Currency,
    /// How it was paid.
    pub payment_method: Option<PaymentMethod>,
    /// Where it stands.
    pub status: InvoiceStatus,
    /// Whether it is blocked.
    pub is_blocked: bool,
    /// Why.
    pub blocked_reason: Option<String>,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// Until when it may be used.
    pub expires_at: Option<Timestamp>,
    /// The window kept for it.
    pub reservation: Option<Reservation>,
    /// The venue's name, address and phone, as they are printed.
    pub venue: VenueLines,
    /// The text of its QR code.
    pub qr_text: String,
    /// The QR code.
    pub qr: QrDrawing,
}

/// What the head of an invoice says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct VenueLines {
    /// The venue's name.
    pub name: String,
    /// Its address; may be empty.
    pub address: String,
    /// Its phone; may be empty.
    pub phone: String,
}

/// A QR code, to be drawn at any size: dark squares in a square of `modules` × `modules`, quiet zone included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct QrDrawing {
    /// The side, in modules, with the quiet zone of 4 modules on each side.
    pub modules: i64,
    /// The dark modules, as the `d` of an SVG path.
    pub path: String,
}

/// An entry of an invoice's audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct InvoiceAuditRow {
    /// What: `issued`, `activated`, `used`, `expired`, `cancelled`, `reopened`, `blocked`, `unblocked`, `changed`.
    pub action: String,
    /// The state before.
    pub old_status: Option<InvoiceStatus>,
    /// The state after.
    pub new_status: InvoiceStatus,
    /// Who.
    pub operator_name: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// When.
    pub created_at: Timestamp,
}

/// Today at the counter, in the venue's own day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct TodayNumbers {
    /// When the day began.
    pub since: Timestamp,
    /// The core's own time at this reading.
    pub server_now: Timestamp,
    /// Sales made today, paid or not.
    pub sales: i64,
    /// Money taken today, in `currency`.
    pub revenue_cents: Cents,
    /// The venue's currency.
    pub currency: Currency,
    /// Scans today.
    pub scans: i64,
    /// Scans today that were `ok`.
    pub scans_ok: i64,
    /// Sessions running now.
    pub running: i64,
    /// Sessions paused now.
    pub paused: i64,
    /// Sessions completed today.
    pub completed: i64,
    /// Invoices that wait for their customers.
    pub waiting_invoices: i64,
    /// Sales still to be paid.
    pub unpaid: i64,
}
