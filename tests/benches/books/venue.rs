//! A desk to measure: the machine's own clock and randomness, and one of everything a sale needs.

use comptoir_core::base::{Cents, Currency, CustomerId, PackageId};
use comptoir_core::customers::CreateCustomer;
use comptoir_core::desk::CreateFirstManager;
use comptoir_core::door::{Caller, Command, Query};
use comptoir_core::engine::DataFolder;
use comptoir_core::sales::model::PaymentMethod;
use comptoir_core::sales::{CreatePurchase, MarkPurchasePaid, SavePackage, ShowInvoice};
use comptoir_core::scanning::{ReadCode, ScanAnswer, ScanSource, Verdict};
use comptoir_core::sessions::CompleteSession;
use comptoir_core::{Desk, Opening};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub struct Venue {
    pub desk: Arc<Desk>,
    pub operator: Caller,
    pub customer: CustomerId,
    pub package: PackageId,
    pub database: PathBuf,
}

pub fn open(folder: &Path) -> Arc<Desk> {
    Desk::open(Opening::of(DataFolder::prepare(folder).unwrap())).unwrap()
}

pub fn anew(folder: &Path) {
    let _nothing_there = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder).unwrap();
}

impl Venue {
    /// In an empty folder.
    pub fn new(folder: &Path) -> Self {
        anew(folder);
        let desk = open(folder);
        let first = CreateFirstManager { name: "Mariam".into(), pin: "4827".into() };
        let manager = desk.run(Caller::Nobody, first, None).unwrap().output;
        let operator = Caller::Operator(manager.operator_id);
        let customer = CreateCustomer { name: "Awa Diop".into(), phone: None, email: None };
        let customer = desk.run(operator, customer, None).unwrap().output.customer_id;
        let package = SavePackage {
            package_id: None,
            name: "1 h".into(),
            game_name: "EA FC 26".into(),
            duration_minutes: 60,
            price_cents: Cents(150_000),
            currency: Currency::Xof,
            description: String::new(),
            is_active: true,
            sort_order: 0,
        };
        let package = desk.run(operator, package, None).unwrap().output.package_id;
        Self { desk, operator, customer, package, database: folder.join("comptoir.db") }
    }

    pub fn run<C: Command>(&self, command: C) -> C::Output {
        self.desk.run(self.operator, command, None).unwrap().output
    }

    pub fn ask<Q: Query>(&self, query: Q) -> Q::Output {
        self.desk.ask(self.operator, query).unwrap()
    }

    fn sale(&self, paid: bool) -> CreatePurchase {
        CreatePurchase {
            customer_id: self.customer,
            package_id: self.package,
            payment_method: Some(PaymentMethod::Cash),
            paid,
            window: None,
        }
    }

    /// A paid sale; the text of its code.
    pub fn sold(&self) -> String {
        let sale = self.run(self.sale(true)).purchase;
        self.ask(ShowInvoice { invoice_id: sale.invoice_id.unwrap() }).qr_text
    }

    /// The scan step: verdict, activation and start in one transaction.
    pub fn scan(&self, text: &str) -> ScanAnswer {
        let scan =
            ReadCode { text: text.into(), source: ScanSource::Camera, activate: true, start: true, station_id: None };
        let answer = self.run(scan);
        assert_eq!(answer.verdict, Verdict::Ok);
        answer
    }

    /// Sale, payment, activation with start, end: four commands, each answered after its commit.
    pub fn whole_flow(&self) {
        let sale = self.run(self.sale(false)).purchase.purchase_id;
        let paid =
            MarkPurchasePaid { purchase_id: sale, payment_method: PaymentMethod::Wave, reference: Some("W1".into()) };
        let invoice_id = self.run(paid).purchase.invoice_id.unwrap();
        let activate =
            comptoir_core::sessions::ActivateInvoice { invoice_id, start: true, station_id: None, let_in_late: false };
        let session_id = self.run(activate).session_id;
        self.run(CompleteSession { session_id, reason: "end".into() });
    }
}
