//! A venue in a temporary folder, with a clock that is played.

use comptoir_core::base::{
    Cents, Currency, CustomerId, FixedClock, InvoiceId, Millis, PackageId, SeededChance, SessionId, Timestamp,
};
use comptoir_core::customers::CreateCustomer;
use comptoir_core::desk::{CreateFirstManager, CreateOperator, SignIn};
use comptoir_core::door::{Caller, Code, Command, DoorError, Failure, Query, Role};
use comptoir_core::engine::{DataFolder, OnDamage};
use comptoir_core::sales::model::{Invoice, PaymentMethod, PurchaseDetail};
use comptoir_core::sales::{CreatePurchase, SavePackage, ShowInvoice, ShowPurchase};
use comptoir_core::sessions::model::SessionCard;
use comptoir_core::sessions::{ActivateInvoice, CountDown};
use comptoir_core::{Desk, Opening};
use std::sync::Arc;
use tempfile::TempDir;

pub const NOON: &str = "2026-03-10T12:00:00.000Z";

/// A venue of its own. Reopened, killed, looked beneath; gone with the test.
pub struct Venue {
    desk: Option<Arc<Desk>>,
    pub clock: Arc<FixedClock>,
    pub folder: TempDir,
    pub manager: Caller,
    pub staff: Caller,
}

impl Venue {
    /// With a manager and a member of staff, at noon.
    pub fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let clock = Arc::new(FixedClock::ticking_from(NOON.parse().unwrap()));
        let mut venue = Self { desk: None, clock, folder, manager: Caller::Nobody, staff: Caller::Nobody };
        venue.reopen();
        let manager =
            venue.run_as(Caller::Nobody, CreateFirstManager { name: "Mariam".into(), pin: "4827".into() }).unwrap();
        venue.manager = Caller::Operator(manager.operator_id);
        let staff = venue
            .run_as(venue.manager, CreateOperator { name: "Koffi".into(), role: Role::Staff, pin: "7391".into() })
            .unwrap();
        venue.staff = Caller::Operator(staff.operator_id);
        venue
    }

    pub fn desk(&self) -> &Arc<Desk> {
        self.desk.as_ref().unwrap()
    }

    /// Another desk on the same folder, as another process would open it.
    pub fn open_another(&self) -> Result<Arc<Desk>, DoorError> {
        Desk::open(Opening {
            folder: DataFolder::prepare(self.folder.path()).unwrap(),
            clock: self.clock.clone(),
            chance: Arc::new(SeededChance::new(7)),
            on_damage: OnDamage::SetAsideAndStop,
        })
    }

    /// Closes the desk (in good order, if it kept the time) and opens it again.
    pub fn reopen(&mut self) {
        self.desk = None;
        self.desk = Some(self.open_another().unwrap());
    }

    pub fn close(&mut self) {
        self.desk = None;
    }

    pub fn run_as<C: Command>(&self, caller: Caller, command: C) -> Result<C::Output, DoorError> {
        self.desk().run(caller, command, None).map(|reply| reply.output)
    }

    /// As staff.
    pub fn run<C: Command>(&self, command: C) -> Result<C::Output, DoorError> {
        self.run_as(self.staff, command)
    }

    /// As the manager.
    pub fn manage<C: Command>(&self, command: C) -> Result<C::Output, DoorError> {
        self.run_as(self.manager, command)
    }

    pub fn ask<Q: Query>(&self, query: Q) -> Q::Output {
        self.desk().ask(self.manager, query).unwrap()
    }

    /// As staff; the code of the refusal.
    pub fn refused<C: Command>(&self, command: C) -> Code
    where
        C::Output: std::fmt::Debug,
    {
        self.run(command).unwrap_err().code
    }

    pub fn now(&self) -> Timestamp {
        self.desk().read_clock().wall
    }

    pub fn minutes_pass(&self, minutes: i64) {
        self.clock.advance(Millis::from_minutes(minutes));
    }

    pub fn seconds_pass(&self, seconds: i64) {
        self.clock.advance(Millis(seconds * 1_000));
    }

    /// Beneath the door, as `sqlite3` would: a connection of its own.
    pub fn sql(&self, sql: &str) -> Result<(), rusqlite::Error> {
        self.outside().execute_batch(sql)
    }

    pub fn outside(&self) -> rusqlite::Connection {
        let connection = rusqlite::Connection::open(self.folder.path().join("comptoir.db")).unwrap();
        connection.execute_batch("PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 10000;").unwrap();
        connection
    }

    /// One value, read beneath the door.
    pub fn value<T: rusqlite::types::FromSql + Send + 'static>(&self, sql: &str) -> T {
        self.desk().engine().read(|books| Ok::<_, Failure>(books.query_row(sql, [], |row| row.get(0))?)).unwrap()
    }

    pub fn customer(&self, name: &str) -> CustomerId {
        self.run(CreateCustomer { name: name.into(), phone: None, email: None }).unwrap().customer_id
    }

    pub fn package(&self, minutes: i64) -> PackageId {
        self.manage(SavePackage {
            package_id: None,
            name: format!("{minutes} min"),
            game_name: "FIFA 26".into(),
            duration_minutes: minutes,
            price_cents: Cents(minutes * 2_000),
            currency: Currency::Xof,
            description: String::new(),
            is_active: true,
            sort_order: 0,
        })
        .unwrap()
        .package_id
    }

    /// A paid sale to a new customer.
    pub fn sale(&self, minutes: i64) -> PurchaseDetail {
        let purchase = CreatePurchase {
            customer_id: self.customer("Awa Diop"),
            package_id: self.package(minutes),
            payment_method: Some(PaymentMethod::Cash),
            paid: true,
            window: None,
        };
        self.run(purchase).unwrap()
    }

    pub fn invoice(&self, purchase: &PurchaseDetail) -> Invoice {
        let shown = self.ask(ShowPurchase { purchase_id: purchase.purchase.purchase_id });
        self.ask(ShowInvoice { invoice_id: shown.purchase.invoice_id.unwrap() })
    }

    pub fn invoice_id(&self, purchase: &PurchaseDetail) -> InvoiceId {
        self.invoice(purchase).invoice_id
    }

    /// A session that runs, of a new customer.
    pub fn running(&self, minutes: i64) -> SessionCard {
        let invoice_id = self.invoice_id(&self.sale(minutes));
        self.run(ActivateInvoice { invoice_id, start: true, station_id: None, let_in_late: false }).unwrap()
    }

    pub fn count_down(&self) -> Vec<SessionId> {
        self.run_as(Caller::System, CountDown {}).unwrap().completed
    }

    pub fn sign_in(&self, caller: Caller, pin: &str) -> Result<(), DoorError> {
        let Caller::Operator(operator_id) = caller else { panic!("nobody to sign in") };
        self.run_as(Caller::Nobody, SignIn { operator_id, pin: pin.into() }).map(|_| ())
    }
}
