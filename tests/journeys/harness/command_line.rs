//! A venue: a data folder of its own, and the command line on it for what a journey prepares or looks up.

use super::processes::{self, Kind};
use image::{GrayImage, Luma};
use qrcodegen::{QrCode, QrCodeEcc};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_comptoir");

/// The PIN of the furnished venue's manager.
pub(super) const PIN: &str = "2468";

/// The camera's frames, in pixels.
const FRAME: (u32, u32) = (640, 480);

/// What the furnished venue sells.
#[derive(Clone, Copy)]
pub(crate) enum Offer {
    /// Thirty minutes of Beat Saber.
    ThirtyMinutes,
}

/// See the module's description.
pub(crate) struct Venue {
    folder: TempDir,
}

impl Venue {
    /// An empty one: the first start is still to come.
    pub(crate) fn new() -> Self {
        let folder = TempDir::with_prefix("comptoir-journey-").unwrap();
        std::fs::create_dir(folder.path().join("camera")).unwrap();
        Self { folder }
    }

    /// The data folder.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The folder whose pictures play the camera.
    pub(crate) fn camera(&self) -> PathBuf {
        self.folder.path().join("camera")
    }

    /// A place for what the web view keeps, so that no journey sees another's.
    pub(crate) fn home(&self) -> &Path {
        self.folder.path()
    }

    /// Calls a command or query on the command line.
    pub(crate) fn call(&self, name: &str, input: &Value) -> Value {
        let output = Command::new(PROGRAM)
            .arg("--data")
            .arg(self.data())
            .args(["--json", "call", name, &input.to_string()])
            .output()
            .unwrap();
        assert!(output.status.success(), "{name} {input}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// One with a manager, a package, a station and a customer.
    pub(crate) fn furnished() -> Self {
        let venue = Self::new();
        venue.call("operator.create_first", &json!({ "name": "Mariam", "pin": PIN }));
        let package = json!({
            "name": "Découverte", "game_name": "Beat Saber", "duration_minutes": 30, "price_cents": 500_000,
            "currency": "XOF", "is_active": true,
        });
        venue.call("package.save", &package);
        venue.call("station.save", &json!({ "name": "Casque 1", "is_active": true }));
        venue.call("customer.create", &json!({ "name": "Awa Diop", "phone": "+225 07 08 09 10 11" }));
        venue
    }

    /// Sells the customer a package for cash, on the command line; the text of the invoice's code.
    pub(crate) fn sell(&self, offer: Offer) -> String {
        let package_id = match offer {
            Offer::ThirtyMinutes => 1,
        };
        let sale = json!({ "customer_id": 1, "package_id": package_id, "payment_method": "cash", "paid": true });
        let invoice = self.call("purchase.create", &sale)["purchase"]["invoice_id"].clone();
        let invoice = self.call("invoice.show", &json!({ "invoice_id": invoice }));
        invoice["qr_text"].as_str().unwrap().to_owned()
    }

    /// Holds a printed code to the camera.
    pub(crate) fn hold_to_the_camera(&self, code: &str) {
        const MODULE_PX: u32 = 8;
        let code = QrCode::encode_text(code, QrCodeEcc::Medium).unwrap();
        let side = u32::try_from(code.size()).unwrap() * MODULE_PX;
        let (left, top) = ((FRAME.0 - side) / 2, (FRAME.1 - side) / 2);
        let frame = GrayImage::from_fn(FRAME.0, FRAME.1, |x, y| {
            let module = |at: u32, from: u32| (i64::from(at) - i64::from(from)).div_euclid(i64::from(MODULE_PX));
            let dark = code.get_module(i32::try_from(module(x, left)).unwrap(), i32::try_from(module(y, top)).unwrap());
            Luma([if dark { 30 } else { 225 }])
        });
        self.show(&frame);
    }

    /// Holds a picture of a code to the camera, as wide as it comes.
    pub(crate) fn hold_picture_to_the_camera(&self, picture: &GrayImage) {
        let mut frame = GrayImage::from_pixel(FRAME.0, FRAME.1, Luma([160]));
        let left = i64::from((FRAME.0 - picture.width()) / 2);
        image::imageops::replace(&mut frame, picture, left, i64::from((FRAME.1 - picture.height()) / 2));
        self.show(&frame);
    }

    fn show(&self, frame: &GrayImage) {
        // Written beside and then renamed: a camera never shows half a picture.
        let unfinished = self.folder.path().join("frame.png");
        frame.save(&unfinished).unwrap();
        std::fs::rename(unfinished, self.camera().join("frame.png")).unwrap();
    }

    /// Takes in events of the payment provider, as a file of them.
    pub(crate) fn ingest(&self, events: &[Value]) {
        let file = self.folder.path().join("events.json");
        std::fs::write(&file, Value::from(events).to_string()).unwrap();
        let output =
            Command::new(PROGRAM).arg("--data").arg(self.data()).args(["events", "ingest"]).arg(&file).output();
        let output = output.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Takes it away again.
    pub(crate) fn take_from_the_camera(&self) {
        std::fs::remove_file(self.camera().join("frame.png")).unwrap();
    }

    /// The states of the live sessions.
    pub(crate) fn sessions(&self) -> Vec<String> {
        let list = self.call("session.list", &json!({}));
        list["sessions"].as_array().unwrap().iter().map(|card| card["status"].as_str().unwrap().to_owned()).collect()
    }

    /// What is left to the only live session, in milliseconds, as its deadline in the books says.
    pub(crate) fn remaining_ms(&self) -> i64 {
        let books = rusqlite::Connection::open(self.data().join("comptoir.db")).unwrap();
        let remaining =
            "SELECT CAST((julianday(ends_at) - julianday('now')) * 86400000 AS INTEGER) FROM active_game_sessions_v2
             WHERE status = 'active'";
        books.query_row(remaining, [], |row| row.get(0)).unwrap()
    }

    /// Writes into the books as another program would: past the desk, with SQL.
    pub(crate) fn write_past_the_desk(&self, sql: &str) {
        let books = rusqlite::Connection::open(self.data().join("comptoir.db")).unwrap();
        books.execute_batch(sql).unwrap();
    }

    /// How many countdown displays are open.
    pub(crate) fn displays(&self) -> usize {
        processes::on(&self.data(), Kind::Display).len()
    }

    /// Ends the desk as a power cut would.
    pub(crate) fn kill_the_desk(&self) {
        self.signal_the_desk("KILL");
    }

    /// Stops the desk where it stands.
    pub(crate) fn freeze_the_desk(&self) {
        self.signal_the_desk("STOP");
    }

    /// Lets it go on.
    pub(crate) fn wake_the_desk(&self) {
        self.signal_the_desk("CONT");
    }

    fn signal_the_desk(&self, name: &str) {
        let desks = processes::on(&self.data(), Kind::Desk);
        assert!(!desks.is_empty(), "no desk is running");
        for desk in desks {
            processes::signal(desk, name);
        }
    }
}

impl Drop for Venue {
    fn drop(&mut self) {
        for kind in [Kind::Desk, Kind::Display] {
            for process in processes::on(&self.data(), kind) {
                processes::signal(process, "KILL");
            }
        }
    }
}

/// Starts the program once more on a venue whose desk is open: its exit status, and what it says.
pub(crate) fn run_a_second_desk(venue: &Venue) -> (Option<i32>, String) {
    let output = Command::new(PROGRAM).arg("--json").arg("--data").arg(venue.data()).output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}
