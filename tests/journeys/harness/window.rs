//! One of the program's windows, driven over WebDriver: seen by role and name, touched by mouse and keyboard.

use super::command_line::{PIN, PROGRAM, Venue};
use super::{ENTER, PATIENCE, pictures, say};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use image::GrayImage;
use serde_json::{Value, json};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The key that WebDriver knows an element by.
const ELEMENT_KEY: &str = "element-6066-11e4-a52e-4f735466cecf";
/// What an element says; WebDriver's own answer leaves out what is cut short.
const SAYS: &str = "return arguments[0].innerText.replace(/[\\u00a0\\u202f]/g, ' ')";
/// How often a page is looked at while something is waited for.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// See the module's description.
pub(crate) struct Window {
    client: Client,
    driver: Driver,
}

impl Window {
    /// Opens the desk on a venue.
    pub(crate) async fn desk(venue: &Venue) -> Self {
        Self::open(venue, &[]).await
    }

    /// Opens the desk on a furnished venue and signs its manager in.
    pub(crate) async fn desk_signed_in(venue: &Venue) -> Self {
        let desk = Self::desk(venue).await;
        desk.read(&say("sign-in.title_pin")).await;
        desk.keys(&format!("{PIN}{ENTER}")).await;
        desk.see("heading", &say("counter.title")).await;
        desk
    }

    /// Opens the countdown display on a venue.
    pub(crate) async fn display(venue: &Venue) -> Self {
        Self::open(venue, &["display"]).await
    }

    /// Opens the customers' page on a venue.
    pub(crate) async fn customers(venue: &Venue) -> Self {
        Self::open(venue, &["display", "--page", "customers"]).await
    }

    async fn open(venue: &Venue, first: &[&str]) -> Self {
        let driver = Driver::start(venue);
        let data = venue.data().to_string_lossy().into_owned();
        let arguments: Vec<&str> = first.iter().copied().chain(["--data", &data]).collect();
        let capabilities = json!({ "tauri:options": { "application": PROGRAM, "args": arguments } });
        let Value::Object(capabilities) = capabilities else { unreachable!() };
        let client = ClientBuilder::new(HttpConnector::new()).capabilities(capabilities).connect(&driver.address).await;
        Self { client: client.expect("the window opens"), driver }
    }

    /// Waits for something visible of this role and name (a part of it is enough).
    pub(crate) async fn see(&self, role: &str, name: &str) -> Element {
        match self.look_for(role, Some(name), PATIENCE).await {
            Some(element) => element,
            None => {
                self.picture("missing").await;
                panic!("no {role} called {name:?}; the page says: {}", self.text().await);
            }
        }
    }

    /// Whether something of this role and name is visible now.
    pub(crate) async fn sees(&self, role: &str, name: &str) -> bool {
        self.look_for(role, Some(name), Duration::ZERO).await.is_some()
    }

    /// Waits for a text anywhere on the page.
    pub(crate) async fn read(&self, text: &str) {
        let until = Instant::now() + PATIENCE;
        while !self.text().await.contains(text) {
            if Instant::now() > until {
                self.picture("missing").await;
                panic!("the page never says {text:?}; it says: {}", self.text().await);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Waits until a text is gone from the page.
    pub(crate) async fn read_no_more(&self, text: &str) {
        let until = Instant::now() + PATIENCE;
        while self.text().await.contains(text) {
            assert!(Instant::now() < until, "the page still says {text:?}");
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Waits for a text in what is of this role and name.
    pub(crate) async fn read_in(&self, role: &str, name: &str, text: &str) {
        let until = Instant::now() + PATIENCE;
        loop {
            let element = self.see(role, name).await;
            // Drawn anew between the look and the reading, it is looked for again.
            let said = self.client.execute(SAYS, vec![serde_json::to_value(&element).unwrap()]).await;
            let said = said.ok().and_then(|said| said.as_str().map(str::to_owned)).unwrap_or_default();
            if said.contains(text) {
                return;
            }
            if Instant::now() > until {
                self.picture("missing").await;
                panic!("the {role} called {name:?} never says {text:?}; it says: {said}");
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    async fn look_for(&self, role: &str, name: Option<&str>, patience: Duration) -> Option<Element> {
        let until = Instant::now() + patience;
        loop {
            let found = self.client.execute(include_str!("find.js"), vec![json!(role), json!(name)]).await;
            if let Ok(found) = found
                && let Some(id) = found.get(ELEMENT_KEY).and_then(Value::as_str)
            {
                return Some(Element::from_element_id(self.client.clone(), ElementRef::from(id.to_owned())));
            }
            if Instant::now() >= until {
                return None;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Presses a button, link or tile.
    pub(crate) async fn press(&self, role: &str, name: &str) {
        let until = Instant::now() + PATIENCE;
        loop {
            let pressed = self.see(role, name).await.click().await;
            match pressed {
                Ok(()) => return,
                // It moved or was drawn anew between the look and the touch.
                Err(error) if Instant::now() > until => panic!("{role} {name:?} cannot be pressed: {error}"),
                Err(_) => tokio::time::sleep(LOOK_EVERY).await,
            }
        }
    }

    /// Types into a field, after emptying it.
    pub(crate) async fn fill(&self, name: &str, text: &str) {
        let field = self.see("textbox", name).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Types wherever the focus is. Keys without a character are WebDriver's own, such as `\u{e007}` for Enter.
    pub(crate) async fn keys(&self, keys: &str) {
        self.client.active_element().await.unwrap().send_keys(keys).await.unwrap();
    }

    /// A picture of one thing in the window.
    pub(crate) async fn picture_of(&self, role: &str, name: &str) -> GrayImage {
        let (x, y, width, height) = self.see(role, name).await.rectangle().await.unwrap();
        let whole = image::load_from_memory(&self.screenshot().await.unwrap()).unwrap().into_luma8();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pixels of a screen")]
        let [x, y, width, height] = [x, y, width, height].map(|pixels| pixels.round() as u32);
        image::imageops::crop_imm(&whole, x, y, width, height).to_image()
    }

    /// What the first clock of this test id shows, in seconds.
    pub(crate) async fn clock(&self, test_id: &str) -> i64 {
        let script = format!("return document.querySelector('[data-testid={test_id}]')?.textContent ?? ''");
        let until = Instant::now() + PATIENCE;
        loop {
            let shown = self.script(&script).await;
            match shown.as_str().and_then(seconds) {
                Some(clock) => return clock,
                None if Instant::now() > until => panic!("no clock; the page says: {}", self.text().await),
                None => tokio::time::sleep(LOOK_EVERY).await,
            }
        }
    }

    /// Everything that the page says.
    pub(crate) async fn text(&self) -> String {
        let said =
            self.client.execute("return document.body.innerText.replace(/[\\u00a0\\u202f]/g, ' ')", vec![]).await;
        said.ok().and_then(|said| said.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Runs a script in the page.
    pub(crate) async fn script(&self, script: &str) -> Value {
        self.client.execute(script, vec![]).await.unwrap()
    }

    /// Calls a function of the program past the page: `done`, the code of a refusal, or `refused` where the window may not.
    pub(crate) async fn invoke(&self, name: &str, arguments: &str) -> String {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             window.__TAURI_INTERNALS__.invoke('{name}', {arguments}).then(() => done('done'), (error) => done(error?.code ?? 'refused'));"
        );
        let outcome = self.client.execute_async(&script, vec![]).await.unwrap();
        outcome.as_str().unwrap_or_default().to_owned()
    }

    /// Keeps a picture of the window.
    pub(crate) async fn picture(&self, name: &str) {
        if let Some(picture) = self.screenshot().await {
            std::fs::write(pictures().join(format!("{name}.png")), picture).unwrap();
        }
    }

    /// WebKit hands a picture over with the next one that it paints: a page at rest is made to paint.
    async fn screenshot(&self) -> Option<Vec<u8>> {
        self.client.execute(include_str!("pulse.js"), vec![]).await.ok()?;
        self.client.screenshot().await.ok()
    }

    /// Closes the window and its driver.
    pub(crate) async fn close(self) {
        let _ = self.client.close().await;
        drop(self.driver);
    }
}

/// tauri-driver on a port of its own, with its own WebKitWebDriver.
struct Driver {
    process: Child,
    address: String,
}

impl Driver {
    fn start(venue: &Venue) -> Self {
        assert!(std::env::var_os("DISPLAY").is_some(), "journeys need a screen: run them with `make test-journeys`");
        let (port, native_port) = (free_port(), free_port());
        let program = std::env::var("COMPTOIR_TAURI_DRIVER").unwrap_or_else(|_| "tauri-driver".into());
        let process = Command::new(program)
            .args(["--port", &port.to_string(), "--native-port", &native_port.to_string()])
            .env_remove("WAYLAND_DISPLAY")
            .env("XDG_DATA_HOME", venue.home().join("share"))
            .env("XDG_CACHE_HOME", venue.home().join("cache"))
            .env("XDG_CONFIG_HOME", venue.home().join("config"))
            .env("COMPTOIR_CAMERA", format!("folder:{}", venue.camera().display()))
            .env("NO_AT_BRIDGE", "1")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .env("LANG", "C.UTF-8")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("tauri-driver is installed");
        for port in [port, native_port] {
            let until = Instant::now() + PATIENCE;
            while TcpStream::connect(("127.0.0.1", port)).is_err() {
                assert!(Instant::now() < until, "no driver on port {port}");
                std::thread::sleep(LOOK_EVERY);
            }
        }
        Self { process, address: format!("http://127.0.0.1:{port}") }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // tauri-driver ends its WebKitWebDriver when it is asked to end, not when it is killed.
        let _ = Command::new("kill").arg(self.process.id().to_string()).status();
        let _ = self.process.wait();
    }
}

/// `29:58` or `1:02:03` in seconds.
fn seconds(word: &str) -> Option<i64> {
    let parts: Vec<i64> = word.trim().split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    (parts.len() >= 2).then(|| parts.iter().fold(0, |sum, part| sum * 60 + part))
}

fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .unwrap()
}
