//! A venue in a temporary folder, with a clock that is played.

use comptoir_core::base::{
    Cents, Clock, Currency, CustomerId, FixedClock, InvoiceId, Millis, PackageId, SeededChance, SessionId, StationId,
    SystemClock, Timestamp,
};
use comptoir_core::customers::CreateCustomer;
use comptoir_core::desk::{CreateFirstManager, CreateOperator, SetSetting, SignIn};
use comptoir_core::door::{Caller, Code, Command, DoorError, Failure, Query, Role};
use comptoir_core::engine::{DataFolder, OnDamage};
use comptoir_core::sales::model::{Invoice, PaymentMethod, PurchaseDetail};
use comptoir_core::sales::{CreatePurchase, SavePackage, SaveStation, ShowInvoice, ShowPurchase, Window};
use comptoir_core::scanning::{ReadCode, ScanAnswer, ScanSource};
use comptoir_core::sessions::model::SessionCard;
use comptoir_core::sessions::{ActivateInvoice, CountDown, SessionEvents, ShowSession};
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
        Self::at(NOON.parse().unwrap())
    }

    /// With a clock that begins `minutes` before the machine's own: SQL from outside is dated by SQLite's `now`.
    pub fn before_real_now(minutes: i64) -> Self {
        Self::at(SystemClock::new().read().wall - Millis::from_minutes(minutes))
    }

    /// With a manager and a member of staff, at an instant.
    pub fn at(instant: Timestamp) -> Self {
        Self::within(TempDir::new().unwrap(), instant)
    }

    /// In memory where the machine has a folder there: for what takes hundreds of thousands of commits and asks nothing of the disk.
    pub fn in_memory() -> Self {
        let memory = std::path::Path::new("/dev/shm");
        let folder = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
        Self::within(folder.unwrap(), NOON.parse().unwrap())
    }

    fn within(folder: TempDir, instant: Timestamp) -> Self {
        let clock = Arc::new(FixedClock::ticking_from(instant));
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

    /// Everything in the books, row by row: two of these are equal when nothing was changed.
    pub fn dump(&self) -> String {
        let books = self.outside();
        let mut text = String::new();
        for table in tables(&books) {
            let mut statement = books.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2")).unwrap();
            let columns = statement.column_count();
            let mut rows = statement.query([]).unwrap();
            while let Some(row) = rows.next().unwrap() {
                let cells: Vec<String> = (0..columns).map(|at| format!("{:?}", row.get_ref(at).unwrap())).collect();
                text.push_str(&format!("{table}: {}\n", cells.join(" | ")));
            }
        }
        text
    }

    /// Runs `job`, which must leave every byte of the books alone.
    pub fn unchanged<T>(&self, job: impl FnOnce() -> T) -> T {
        let before = self.dump();
        let outcome = job();
        assert_eq!(before, self.dump());
        outcome
    }

    /// A reading of a text that lets nobody in.
    pub fn scan(&self, text: &str) -> ScanAnswer {
        let text = text.to_owned();
        self.run(ReadCode { text, source: ScanSource::Typed, activate: false, start: false, station_id: None }).unwrap()
    }

    pub fn activate(&self, invoice_id: InvoiceId, start: bool) -> Result<SessionCard, DoorError> {
        self.run(ActivateInvoice { invoice_id, start, station_id: None, let_in_late: false })
    }

    pub fn card(&self, session_id: SessionId) -> SessionCard {
        self.ask(ShowSession { session_id }).card
    }

    pub fn status(&self, session_id: SessionId) -> String {
        self.value(&format!("SELECT status FROM active_game_sessions_v2 WHERE id = {session_id}"))
    }

    /// The kinds of event of a session, oldest first.
    pub fn events(&self, session_id: SessionId) -> Vec<String> {
        self.ask(SessionEvents { session_id }).into_iter().rev().map(|event| event.event).collect()
    }

    pub fn station(&self, name: &str) -> StationId {
        let name = name.to_owned();
        let save = SaveStation { station_id: None, name, zone: String::new(), is_active: true, sort_order: 0 };
        self.manage(save).unwrap().station_id
    }

    /// A sale to be paid later.
    pub fn unpaid(&self, minutes: i64) -> PurchaseDetail {
        self.run(CreatePurchase {
            customer_id: self.customer("Awa Diop"),
            package_id: self.package(minutes),
            payment_method: None,
            paid: false,
            window: None,
        })
        .unwrap()
    }

    /// A paid sale with a window, its edges told in minutes from now.
    pub fn reserved(&self, from: i64, until: i64, station_id: Option<StationId>) -> Result<PurchaseDetail, DoorError> {
        let at = |minutes| self.now() + Millis::from_minutes(minutes);
        self.run(CreatePurchase {
            customer_id: self.customer("Awa Diop"),
            package_id: self.package(60),
            payment_method: Some(PaymentMethod::Cash),
            paid: true,
            window: Some(Window { starts_at: at(from), ends_at: at(until), station_id }),
        })
    }

    pub fn set(&self, key: &str, value: impl Into<serde_json::Value>) -> Result<(), DoorError> {
        self.manage(SetSetting { key: key.into(), value: value.into() }).map(|_| ())
    }

    /// Writes what the triggers forbid, as a damaged disk or an older program would have left it; the triggers come back after.
    pub fn damage(&self, sql: &str) -> Result<(), rusqlite::Error> {
        let books = self.outside();
        let triggers: Vec<(String, String)> = books
            .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        books.execute_batch("BEGIN IMMEDIATE")?;
        for (name, _) in &triggers {
            books.execute_batch(&format!("DROP TRIGGER {name}"))?;
        }
        let outcome = books.execute_batch(sql);
        for (_, create) in &triggers {
            books.execute_batch(create)?;
        }
        books.execute_batch("COMMIT")?;
        outcome
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

/// The tables of the books, by name.
pub fn tables(books: &rusqlite::Connection) -> Vec<String> {
    let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    let mut statement = books.prepare(sql).unwrap();
    let names = statement.query_map([], |row| row.get(0)).unwrap();
    names.map(Result::unwrap).collect()
}
