//! What the manager writes about sessions: entered, changed, repeated.

use super::model::ImmersionSession;
use super::rules::{PLACES_MOST, check_days, check_seats, check_within, is_over};
use super::seats::{offer_free_seats, settle_due};
use super::store::{session_of, today};
use crate::base::{Cents, Currency, Day, ImmersionId};
use crate::door::{Code, Command, Failure, Kind, Refusal, Role, Work, optional_line};
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The most characters of a place, and of a description.
const LOCATION_MOST: usize = 200;
const DESCRIPTION_MOST: usize = 1_000;

/// Enters a session.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CreateImmersion {
    /// Its first day.
    pub starts_on: Day,
    /// Its last day, the same or a later one.
    pub ends_on: Day,
    /// How many seats there are, 1 to 1000.
    pub max_places: i64,
    /// How many of them are taken elsewhere.
    #[serde(default)]
    #[ts(optional, as = "Option<i64>")]
    pub external_places: i64,
    /// Where it takes place.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub location: String,
    /// The price of a seat, in hundredths of the currency's unit.
    pub price_cents: Cents,
    /// In which currency; the venue's when left out.
    #[serde(default)]
    #[ts(optional, as = "Option<Currency>")]
    pub currency: Option<Currency>,
    /// What it is about.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub description: Option<String>,
    /// Whether customers see it; yes when left out.
    #[serde(default = "yes")]
    #[ts(optional, as = "Option<bool>")]
    pub is_active: bool,
}

const fn yes() -> bool {
    true
}

impl Command for CreateImmersion {
    type Output = ImmersionSession;
    const NAME: &'static str = "immersion.create";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<ImmersionSession, Failure> {
        let sheet = Sheet {
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            max_places: self.max_places,
            external_places: self.external_places,
            location: optional_line("location", Some(&self.location), LOCATION_MOST)?.unwrap_or_default(),
            price_cents: self.price_cents,
            currency: self.currency.map_or_else(|| work.settings().map(|settings| settings.venue_currency), Ok)?,
            description: optional_line("description", self.description.as_deref(), DESCRIPTION_MOST)?,
            is_active: self.is_active,
        };
        enter(work, &sheet)
    }
}

/// What the manager writes about a session.
pub(super) struct Sheet {
    starts_on: Day,
    ends_on: Day,
    max_places: i64,
    pub(super) external_places: i64,
    location: String,
    price_cents: Cents,
    currency: Currency,
    description: Option<String>,
    is_active: bool,
}

impl Sheet {
    pub(super) fn of(session: &ImmersionSession) -> Self {
        Self {
            starts_on: session.starts_on,
            ends_on: session.ends_on,
            max_places: session.max_places,
            external_places: session.external_places,
            location: session.location.clone(),
            price_cents: session.price_cents,
            currency: session.currency,
            description: session.description.clone(),
            is_active: session.is_active,
        }
    }

    fn check(&self) -> Result<(), Refusal> {
        check_days(self.starts_on, self.ends_on)?;
        check_within("max_places", self.max_places, 1, PLACES_MOST)?;
        check_within("external_places", self.external_places, 0, PLACES_MOST)?;
        check_within("price_cents", self.price_cents.0, 0, Cents::MAX.0)
    }
}

fn enter(work: &mut Work<'_>, sheet: &Sheet) -> Result<ImmersionSession, Failure> {
    sheet.check()?;
    check_seats(sheet.external_places, sheet.max_places)?;
    let over_at = is_over(sheet.ends_on, today(work)?).then(|| work.now());
    let id = ImmersionId::new(work.chance);
    work.run(
        "INSERT INTO immersion_sessions (id, session_date_start, session_date_end, max_places, reserved_places, external_places, location,
             price_cents, currency, description, is_active, over_at, changed_by, revision, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 1, ?13, ?13)",
        params![
            id,
            sheet.starts_on,
            sheet.ends_on,
            sheet.max_places,
            sheet.external_places,
            sheet.location,
            sheet.price_cents,
            sheet.currency,
            sheet.description,
            sheet.is_active,
            over_at,
            work.operator(),
            work.now(),
        ],
    )?;
    work.concerns(Kind::Immersion, &id);
    work.changed(&[Kind::Immersion]);
    session_of(work, &id)
}

/// Changes a session. What is left out stays as it is.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct EditImmersion {
    /// Which.
    pub immersion_id: ImmersionId,
    /// Its first day.
    #[serde(default)]
    #[ts(optional, as = "Option<Day>")]
    pub starts_on: Option<Day>,
    /// Its last day.
    #[serde(default)]
    #[ts(optional, as = "Option<Day>")]
    pub ends_on: Option<Day>,
    /// How many seats there are; not fewer than are booked.
    #[serde(default)]
    #[ts(optional, as = "Option<i64>")]
    pub max_places: Option<i64>,
    /// How many of them are taken elsewhere.
    #[serde(default)]
    #[ts(optional, as = "Option<i64>")]
    pub external_places: Option<i64>,
    /// Where it takes place; empty: nowhere in particular.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub location: Option<String>,
    /// The price of a seat, in hundredths of the currency's unit.
    #[serde(default)]
    #[ts(optional, as = "Option<Cents>")]
    pub price_cents: Option<Cents>,
    /// In which currency.
    #[serde(default)]
    #[ts(optional, as = "Option<Currency>")]
    pub currency: Option<Currency>,
    /// What it is about; empty takes it away.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub description: Option<String>,
    /// Whether customers see it.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub is_active: Option<bool>,
    /// The revision that was edited: refused where somebody changed the session meanwhile.
    #[serde(default)]
    #[ts(optional, as = "Option<i64>")]
    pub revision: Option<i64>,
}

impl Command for EditImmersion {
    type Output = ImmersionSession;
    const NAME: &'static str = "immersion.edit";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<ImmersionSession, Failure> {
        let session = taken(work, &self.immersion_id)?;
        if self.revision.is_some_and(|revision| revision != session.revision) {
            return Err(Code::ImmersionChanged.into());
        }
        let mut sheet = Sheet::of(&session);
        sheet.starts_on = self.starts_on.unwrap_or(sheet.starts_on);
        sheet.ends_on = self.ends_on.unwrap_or(sheet.ends_on);
        sheet.max_places = self.max_places.unwrap_or(sheet.max_places);
        sheet.external_places = self.external_places.unwrap_or(sheet.external_places);
        sheet.price_cents = self.price_cents.unwrap_or(sheet.price_cents);
        sheet.currency = self.currency.unwrap_or(sheet.currency);
        sheet.is_active = self.is_active.unwrap_or(sheet.is_active);
        if let Some(location) = &self.location {
            sheet.location = optional_line("location", Some(location), LOCATION_MOST)?.unwrap_or_default();
        }
        if let Some(description) = &self.description {
            sheet.description = optional_line("description", Some(description), DESCRIPTION_MOST)?;
        }
        rewrite(work, &session, &sheet)
    }
}

/// Loads the session that a command is about, with what is due in it settled.
pub(super) fn taken(work: &mut Work<'_>, id: &ImmersionId) -> Result<ImmersionSession, Failure> {
    work.concerns(Kind::Immersion, id);
    settle_due(work, id)?;
    session_of(work, id)
}

/// Writes a session anew; seats that come free go to who waits. A claim that the new numbers bear out is none any more.
pub(super) fn rewrite(
    work: &mut Work<'_>,
    session: &ImmersionSession,
    sheet: &Sheet,
) -> Result<ImmersionSession, Failure> {
    sheet.check()?;
    let booked = session.confirmed_places + session.held_places + sheet.external_places;
    check_seats(booked, sheet.max_places)?;
    let over_at = is_over(sheet.ends_on, today(work)?).then(|| work.now());
    work.run(
        "UPDATE immersion_sessions SET session_date_start = ?2, session_date_end = ?3, max_places = ?4, reserved_places = ?5,
             external_places = ?6, location = ?7, price_cents = ?8, currency = ?9, description = ?10, is_active = ?11,
             over_at = CASE WHEN ?12 IS NOT NULL THEN COALESCE(over_at, ?12) END, changed_by = ?13, updated_at = ?14,
             revision = revision + 1
         WHERE id = ?1",
        params![
            session.immersion_id,
            sheet.starts_on,
            sheet.ends_on,
            sheet.max_places,
            booked,
            sheet.external_places,
            sheet.location,
            sheet.price_cents,
            sheet.currency,
            sheet.description,
            sheet.is_active,
            over_at,
            work.operator(),
            work.now(),
        ],
    )?;
    work.changed(&[Kind::Immersion]);
    offer_free_seats(work, &session.immersion_id)?;
    session_of(work, &session.immersion_id)
}

/// Repeats a session on other days: as long, as many seats, the same price; without its bookings and its seats taken elsewhere.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DuplicateImmersion {
    /// Which.
    pub immersion_id: ImmersionId,
    /// The first day of the new one.
    pub starts_on: Day,
}

impl Command for DuplicateImmersion {
    type Output = ImmersionSession;
    const NAME: &'static str = "immersion.duplicate";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<ImmersionSession, Failure> {
        let session = session_of(work, &self.immersion_id)?;
        let mut sheet = Sheet::of(&session);
        sheet.starts_on = self.starts_on;
        sheet.ends_on = self.starts_on.plus(session.ends_on.since(session.starts_on));
        sheet.external_places = 0;
        enter(work, &sheet)
    }
}
