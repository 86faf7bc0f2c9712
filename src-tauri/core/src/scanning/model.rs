//! What a scan can come to, and what is told of it.

use crate::base::{Cents, Currency, CustomerId, InvoiceId, PurchaseId, ScanId, StationId, Timestamp};
use crate::door::Code;
use crate::sessions::model::SessionCard;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Exactly one of these ends every scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Let them in.
    Ok,
    /// Somebody is playing on it.
    AlreadyActive,
    /// It has been played.
    AlreadyUsed,
    /// The purchase is not paid.
    Unpaid,
    /// The purchase or the invoice was cancelled.
    Cancelled,
    /// The money was given back.
    Refunded,
    /// It waited too long.
    Expired,
    /// Its window has not come.
    TooEarly,
    /// Its window is past; a manager may still let it in.
    TooLate,
    /// The customer or the invoice is blocked.
    Blocked,
    /// A code, but none of ours.
    ForeignQr,
    /// Our form, not in the books.
    Unknown,
    /// Neither.
    Malformed,
}

crate::base::stored_as_text!(Verdict {
    Ok => "ok",
    AlreadyActive => "already_active",
    AlreadyUsed => "already_used",
    Unpaid => "unpaid",
    Cancelled => "cancelled",
    Refunded => "refunded",
    Expired => "expired",
    TooEarly => "too_early",
    TooLate => "too_late",
    Blocked => "blocked",
    ForeignQr => "foreign_qr",
    Unknown => "unknown",
    Malformed => "malformed",
});

impl Verdict {
    /// The refusal code of an activation that this verdict forbids.
    #[must_use]
    pub const fn refusal(self) -> Code {
        match self {
            Self::Ok | Self::AlreadyActive => Code::InvoiceAlreadyActive,
            Self::AlreadyUsed => Code::InvoiceAlreadyUsed,
            Self::Unpaid => Code::InvoiceUnpaid,
            Self::Cancelled => Code::InvoiceCancelled,
            Self::Refunded => Code::InvoiceRefunded,
            Self::Expired => Code::InvoiceExpired,
            Self::TooEarly => Code::InvoiceTooEarly,
            Self::TooLate => Code::InvoiceTooLate,
            Self::Blocked => Code::InvoiceBlocked,
            Self::ForeignQr | Self::Unknown | Self::Malformed => Code::InvoiceUnknown,
        }
    }
}

/// How a code came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ScanSource {
    /// Seen by the webcam.
    Camera,
    /// Typed by a USB scanner.
    Usb,
    /// Typed by a person.
    Typed,
    /// Read from a picture file or a pasted picture.
    Picture,
    /// Picked from the results of a search.
    Search,
    /// Given to the command line.
    CommandLine,
}

crate::base::stored_as_text!(ScanSource {
    Camera => "camera",
    Usb => "usb",
    Typed => "typed",
    Picture => "picture",
    Search => "search",
    CommandLine => "command_line",
});

/// What a scan came to, with what staff need to know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ScanAnswer {
    /// The row of the scan log.
    pub scan_id: ScanId,
    /// What to do.
    pub verdict: Verdict,
    /// Whether the text was mangled by a keyboard layout and repaired.
    pub repaired: bool,
    /// What was read: the code that was looked up, or an excerpt.
    pub read: String,
    /// What kind of foreign code it is, where that can be told: `tax_seal`, `mobile_money`, `web_address`, `wifi`, `contact`, `payment`,
    /// `boarding_pass`, `product`, `other`.
    pub foreign_kind: Option<String>,
    /// The invoice, where there is one.
    pub invoice: Option<ScannedInvoice>,
    /// Its session, where there is one.
    pub session: Option<SessionCard>,
}

/// What staff need to know of a scanned invoice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ScannedInvoice {
    /// Which.
    pub invoice_id: InvoiceId,
    /// Its number.
    pub invoice_number: String,
    /// The sale behind it.
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
    pub amount_cents: Cents,
    /// In which currency.
    pub currency: Currency,
    /// Since when the verdict holds, where that is an instant: activated, used, cancelled, expired, or the window's edge.
    pub since: Option<Timestamp>,
    /// Who did it, where somebody did.
    pub by: Option<String>,
    /// Why, where somebody said.
    pub reason: Option<String>,
    /// The reserved window: from.
    pub window_starts_at: Option<Timestamp>,
    /// The reserved window: until.
    pub window_ends_at: Option<Timestamp>,
    /// The reserved station.
    pub reserved_station_id: Option<StationId>,
    /// Its name.
    pub reserved_station_name: Option<String>,
}

/// One row of the scan log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ScanRow {
    /// Its number.
    pub scan_id: ScanId,
    /// When.
    pub scanned_at: Timestamp,
    /// What it came to.
    pub verdict: Verdict,
    /// How it came in.
    pub source: ScanSource,
    /// Whether it was repaired.
    pub repaired: bool,
    /// The invoice's number, where there is one.
    pub invoice_number: Option<String>,
    /// Its purchase.
    pub purchase_id: Option<PurchaseId>,
    /// The customer's name.
    pub customer_name: Option<String>,
    /// Who scanned.
    pub operator_name: Option<String>,
    /// The code that was looked up, or an excerpt of what was read.
    pub read: String,
}
