//! A data folder of its own for each test, and the program run on it.

use qrcodegen::{QrCode, QrCodeEcc};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_comptoir");

/// A data folder, and what is sold in it.
pub(crate) struct Venue {
    folder: TempDir,
}

/// What a run of the program came to.
pub(crate) struct Run {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    /// The document on standard output.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The code of the error on standard error.
    pub(crate) fn error_code(&self) -> String {
        let error: Value = serde_json::from_str(&self.err).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        assert!(!error["error"]["message"].as_str().unwrap().is_empty());
        error["error"]["code"].as_str().unwrap().to_owned()
    }
}

impl std::fmt::Debug for Run {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "status {}\nout: {}\nerr: {}", self.status, self.out, self.err)
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { status: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// The program with nothing of this machine's surroundings that would change what it says.
pub(crate) fn program() -> Command {
    let mut command = Command::new(PROGRAM);
    for name in
        ["COMPTOIR_DATA", "COMPTOIR_CAMERA", "COMPTOIR_LOG", "DISPLAY", "WAYLAND_DISPLAY", "LC_ALL", "LC_MESSAGES"]
    {
        command.env_remove(name);
    }
    command.env("LANG", "fr_FR.UTF-8").stdin(Stdio::null());
    command
}

impl Venue {
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::with_prefix("comptoir-cli-").unwrap() }
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.data().join("comptoir.db")
    }

    /// A path beside the data.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program on this data folder, ready for arguments.
    pub(crate) fn command(&self) -> Command {
        let mut command = program();
        command.arg("--data").arg(self.data());
        command
    }

    /// Runs it.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.command().args(arguments).output().unwrap().into()
    }

    /// Runs it with `--json`.
    pub(crate) fn json(&self, arguments: &[&str]) -> Run {
        self.command().arg("--json").args(arguments).output().unwrap().into()
    }

    /// Calls by name; it must succeed.
    pub(crate) fn call(&self, name: &str, input: &Value) -> Value {
        let run = self.json(&["call", name, &input.to_string()]);
        assert_eq!(run.status, 0, "{name} {input}: {run:?}");
        run.json()
    }

    /// A package of so many minutes, and a customer.
    pub(crate) fn open(&self, minutes: i64) -> (i64, i64) {
        let package = json!({
            "name": "Découverte", "game_name": "Beat Saber", "duration_minutes": minutes, "price_cents": 500_000,
            "currency": "XOF", "is_active": true,
        });
        let package = self.call("package.save", &package)["package_id"].as_i64().unwrap();
        let customer = self.call("customer.create", &json!({ "name": "Awa Diop", "phone": "+225 07 00 00 00" }));
        (package, customer["customer_id"].as_i64().unwrap())
    }

    /// Sells the package for cash; the text of the invoice's code.
    pub(crate) fn sell(&self, (package, customer): (i64, i64)) -> String {
        let sale = json!({ "customer_id": customer, "package_id": package, "payment_method": "cash", "paid": true });
        let invoice = self.call("purchase.create", &sale)["purchase"]["invoice_id"].clone();
        let invoice = self.call("invoice.show", &json!({ "invoice_id": invoice }));
        invoice["qr_text"].as_str().unwrap().to_owned()
    }

    /// The database, for a look past the program.
    pub(crate) fn look(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.database()).unwrap()
    }
}

/// Draws a code as people print it.
pub(crate) fn draw(text: &str, file: &Path) {
    const MODULE_PX: u32 = 8;
    const QUIET: i32 = 4;
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).unwrap();
    let side = u32::try_from(code.size() + 2 * QUIET).unwrap() * MODULE_PX;
    let module = |pixel: u32| i32::try_from(pixel / MODULE_PX).unwrap() - QUIET;
    let picture = image::GrayImage::from_fn(side, side, |x, y| {
        image::Luma([if code.get_module(module(x), module(y)) { 0 } else { 255 }])
    });
    picture.save(file).unwrap();
}
