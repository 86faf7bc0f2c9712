//! A room full of players, made through the door.

use comptoir_core::base::{CustomerId, PackageId};
use comptoir_core::door::Caller;
use comptoir_core::engine::DataFolder;
use comptoir_core::sales::CreatePurchase;
use comptoir_core::sales::model::PaymentMethod;
use comptoir_core::sessions::ActivateInvoice;
use comptoir_core::{Desk, Opening};
use std::path::Path;

/// Sells and starts that many sessions of the venue's first package.
pub(crate) fn fill(folder: &Path, sessions: usize) {
    let desk = Desk::open(Opening::of(DataFolder::prepare(folder).unwrap())).unwrap();
    for _ in 0..sessions {
        let sale = CreatePurchase {
            customer_id: CustomerId(1),
            package_id: PackageId(1),
            payment_method: Some(PaymentMethod::Cash),
            paid: true,
            window: None,
        };
        let sale = desk.run(Caller::System, sale, None).unwrap().output;
        let invoice_id = sale.purchase.invoice_id.unwrap();
        let activate = ActivateInvoice { invoice_id, start: true, station_id: None, let_in_late: false };
        desk.run(Caller::System, activate, None).unwrap();
    }
}
