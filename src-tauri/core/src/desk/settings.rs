//! How the venue is set. Every setting has a default; the books hold only what was changed.

use crate::base::Currency;
use crate::door::{Failure, View};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::net::SocketAddr;
use ts_rs::TS;

/// What happens to the minutes of a power cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum OutagePolicy {
    /// Every session that was running gets the gap back.
    GiveBack,
    /// The gap counts as played.
    Charge,
    /// Given back until somebody decides, session by session.
    Ask,
}

crate::base::stored_as_text!(OutagePolicy { GiveBack => "give_back", Charge => "charge", Ask => "ask" });

/// The language of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// French.
    Fr,
    /// English.
    En,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system is set.
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// All settings, by their keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The name on invoices and screens.
    #[serde(rename = "venue.name")]
    pub venue_name: String,
    /// Address line on invoices; may be empty.
    #[serde(rename = "venue.address")]
    pub venue_address: String,
    /// Phone on invoices; may be empty.
    #[serde(rename = "venue.phone")]
    pub venue_phone: String,
    /// IANA time zone; the venue's days begin at its midnight.
    #[serde(rename = "venue.timezone")]
    pub venue_timezone: String,
    /// The currency of new packages.
    #[serde(rename = "venue.currency")]
    pub venue_currency: Currency,
    /// The language of a face that was not set otherwise.
    #[serde(rename = "venue.language")]
    pub venue_language: Language,
    /// Light or dark.
    #[serde(rename = "venue.theme")]
    pub venue_theme: Theme,
    /// How long an invoice may wait for its customer, in days (1 to 3650).
    #[serde(rename = "invoice.validity_days")]
    pub invoice_validity_days: i64,
    /// Whether a scan that is `ok` starts the session at once.
    #[serde(rename = "scan.start_on_scan")]
    pub start_on_scan: bool,
    /// How many minutes before its window a reservation is let in (0 to 240).
    #[serde(rename = "reservation.grace_minutes")]
    pub reservation_grace_minutes: i64,
    /// What happens to the minutes of a power cut.
    #[serde(rename = "outage.policy")]
    pub outage_policy: OutagePolicy,
    /// Minutes without a touch until the desk locks; 0: never (0 to 240).
    #[serde(rename = "desk.lock_after_minutes")]
    pub lock_after_minutes: i64,
    /// Whether the desk makes sounds.
    #[serde(rename = "desk.sound")]
    pub sound: bool,
    /// Which camera: empty for the first one, an index, a name, or `folder:PATH` (pictures played as a camera).
    #[serde(rename = "camera.source")]
    pub camera_source: String,
    /// Whether names on the display are cut to "Awa D.".
    #[serde(rename = "display.mask_names")]
    pub display_mask_names: bool,
    /// The monitor of the countdown display, by its name; empty: the second one, or the only one.
    #[serde(rename = "display.monitor")]
    pub display_monitor: String,
    /// Whether the display opens with the desk.
    #[serde(rename = "display.open_at_start")]
    pub display_open_at_start: bool,
    /// The monitor of the customers' page, by its name; empty: one that is free, else the second one, or the only one.
    #[serde(rename = "customers.monitor")]
    pub customers_monitor: String,
    /// Whether the customers' page opens with the desk.
    #[serde(rename = "customers.open_at_start")]
    pub customers_open_at_start: bool,
    /// How many hours an unpaid booking holds its seat (1 to 720).
    #[serde(rename = "immersion.hold_hours")]
    pub immersion_hold_hours: i64,
    /// How many hours seats that came free are held for the next in line; 0: nobody is offered any by itself (0 to 720).
    #[serde(rename = "immersion.offer_hours")]
    pub immersion_offer_hours: i64,
    /// Days after which ended sessions move to the archive (1 to 3650).
    #[serde(rename = "cleanup.after_days")]
    pub cleanup_after_days: i64,
    /// Whether this machine listens for events of payment providers.
    #[serde(rename = "events.listen")]
    pub events_listen: bool,
    /// Where it listens: an IP address and a port; 127.0.0.1 is this machine only.
    #[serde(rename = "events.address")]
    pub events_address: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            venue_name: "Comptoir".into(),
            venue_address: String::new(),
            venue_phone: String::new(),
            venue_timezone: "Africa/Abidjan".into(),
            venue_currency: Currency::Xof,
            venue_language: Language::Fr,
            venue_theme: Theme::System,
            invoice_validity_days: 90,
            start_on_scan: false,
            reservation_grace_minutes: 15,
            outage_policy: OutagePolicy::GiveBack,
            lock_after_minutes: 15,
            sound: true,
            camera_source: String::new(),
            display_mask_names: true,
            display_monitor: String::new(),
            display_open_at_start: false,
            customers_monitor: String::new(),
            customers_open_at_start: false,
            immersion_hold_hours: 48,
            immersion_offer_hours: 24,
            cleanup_after_days: 30,
            events_listen: false,
            events_address: "127.0.0.1:8787".into(),
        }
    }
}

impl Settings {
    /// Reads the settings; what was never changed has its default.
    ///
    /// # Errors
    /// The database failed. A value that this program cannot read counts as never changed, and is logged.
    pub fn load(view: &View<'_>) -> Result<Self, Failure> {
        let rows = view.all("SELECT key, value FROM settings", [], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })?;
        if rows.is_empty() {
            return Ok(Self::default());
        }
        let changed: Map<String, Value> =
            rows.into_iter().map(|(key, text)| (key, serde_json::from_str(&text).unwrap_or(Value::Null))).collect();
        // Keys left out have their defaults. All at once, since this is read with every scan; one by one only where one is wrong.
        let together = serde_json::from_value::<Self>(Value::Object(changed.clone())).ok();
        Ok(match together.filter(|settings| settings.check().is_ok()) {
            Some(settings) => settings,
            None => Self::without_the_wrong_ones(changed),
        })
    }

    fn without_the_wrong_ones(changed: Map<String, Value>) -> Self {
        let mut settings = Self::default();
        for (key, value) in changed {
            match settings.with(&key, value) {
                Ok(changed) => settings = changed,
                Err(problem) => tracing::warn!(key, problem, "a setting is ignored"),
            }
        }
        settings
    }

    /// These settings with one of them changed.
    ///
    /// # Errors
    /// What is wrong with the key or the value, in English, for the log and for programs.
    pub fn with(&self, key: &str, value: Value) -> Result<Self, String> {
        let mut all = match serde_json::to_value(self) {
            Ok(Value::Object(all)) => all,
            _ => Map::new(),
        };
        if all.insert(key.to_owned(), value).is_none() {
            return Err(format!("there is no setting {key:?}"));
        }
        let changed: Self = serde_json::from_value(Value::Object(all)).map_err(|error| error.to_string())?;
        changed.check().map(|()| changed)
    }

    fn check(&self) -> Result<(), String> {
        let within = |name: &str, value: i64, from: i64, to: i64| {
            if (from..=to).contains(&value) { Ok(()) } else { Err(format!("{name} must be {from} to {to}")) }
        };
        within("invoice.validity_days", self.invoice_validity_days, 1, 3650)?;
        within("reservation.grace_minutes", self.reservation_grace_minutes, 0, 240)?;
        within("desk.lock_after_minutes", self.lock_after_minutes, 0, 240)?;
        within("immersion.hold_hours", self.immersion_hold_hours, 1, 720)?;
        within("immersion.offer_hours", self.immersion_offer_hours, 0, 720)?;
        within("cleanup.after_days", self.cleanup_after_days, 1, 3650)?;
        if self.venue_timezone.parse::<chrono_tz::Tz>().is_err() {
            return Err(format!("{:?} is no IANA time zone", self.venue_timezone));
        }
        if self.events_address.parse::<SocketAddr>().map_or(true, |address| address.port() == 0) {
            return Err(format!("{:?} is no IP address with a port, such as 127.0.0.1:8787", self.events_address));
        }
        let texts = [
            &self.venue_name,
            &self.venue_address,
            &self.venue_phone,
            &self.display_monitor,
            &self.customers_monitor,
            &self.camera_source,
        ];
        if self.venue_name.trim().is_empty() || texts.iter().any(|text| text.chars().count() > 200) {
            return Err("a name must not be empty, a text not longer than 200 characters".into());
        }
        Ok(())
    }

    /// The venue's time zone.
    #[must_use]
    pub fn venue_timezone(&self) -> chrono_tz::Tz {
        self.venue_timezone.parse().unwrap_or(chrono_tz::UTC)
    }
}
