//! Sales: packages and stations on offer, purchases, the windows kept for them, and the invoices that prove them.

mod catalogue;
mod checklist;
mod checks;
mod commands;
mod invoices;
pub mod model;
mod payments;
mod qr;
mod queries;
mod reservations;
pub(crate) mod store;

pub use catalogue::{ListPackages, ListStations, SavePackage, SaveStation};
pub use commands::{
    BlockInvoice, CancelPurchase, CreatePurchase, FailPurchase, MarkPurchasePaid, RefundPurchase, UnblockInvoice,
};
pub use invoices::{InvoiceAudit, ShowInvoice, WaitingInvoices};
pub(crate) use payments::settle_payment;
pub(crate) use qr::text as qr_text;
pub use qr::{qr_modules, svg_path};
pub use queries::{CounterToday, ListPurchases, ShowPurchase};
pub use reservations::{ChangeReservation, ListReservations, Window};

use crate::door::{CommandEntry, QueryEntry, Subject};

/// What can be done about sales.
pub const SUBJECT: Subject = Subject {
    name: "sales",
    commands: &[
        CommandEntry::of::<SavePackage>(),
        CommandEntry::of::<SaveStation>(),
        CommandEntry::of::<CreatePurchase>(),
        CommandEntry::of::<MarkPurchasePaid>(),
        CommandEntry::of::<FailPurchase>(),
        CommandEntry::of::<CancelPurchase>(),
        CommandEntry::of::<RefundPurchase>(),
        CommandEntry::of::<BlockInvoice>(),
        CommandEntry::of::<UnblockInvoice>(),
        CommandEntry::of::<ChangeReservation>(),
    ],
    queries: &[
        QueryEntry::of::<ListPackages>(),
        QueryEntry::of::<ListStations>(),
        QueryEntry::of::<ListPurchases>(),
        QueryEntry::of::<ShowPurchase>(),
        QueryEntry::of::<WaitingInvoices>(),
        QueryEntry::of::<ShowInvoice>(),
        QueryEntry::of::<InvoiceAudit>(),
        QueryEntry::of::<ListReservations>(),
        QueryEntry::of::<CounterToday>(),
    ],
    checks: checks::CHECKS,
};
