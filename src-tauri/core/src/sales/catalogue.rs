//! What is on offer: packages, and the stations to play them on.

use super::model::{Package, Station};
use crate::base::{Cents, Currency, PackageId, StationId};
use crate::door::{Code, Command, Failure, Kind, Query, Refusal, Role, View, Work, optional_line, required_line};
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Adds a package, or changes one. What was sold before keeps its price and its minutes.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SavePackage {
    /// Which; a new one when left out.
    #[serde(default)]
    #[ts(optional, as = "Option<PackageId>")]
    pub package_id: Option<PackageId>,
    /// Its name.
    pub name: String,
    /// What is played.
    pub game_name: String,
    /// How many minutes, 1 to 1440.
    pub duration_minutes: i64,
    /// For how much.
    pub price_cents: Cents,
    /// In which currency.
    pub currency: Currency,
    /// What the tile says besides, at most 200 characters.
    #[serde(default)]
    pub description: String,
    /// Whether it is on sale.
    pub is_active: bool,
    /// Its place among the tiles.
    #[serde(default)]
    pub sort_order: i64,
}

impl Command for SavePackage {
    type Output = Package;
    const NAME: &'static str = "package.save";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<Package, Failure> {
        let name = required_line("name", &self.name, 80)?;
        let game_name = required_line("game_name", &self.game_name, 80)?;
        let description = optional_line("description", Some(&self.description), 200)?.unwrap_or_default();
        if !(1..=1440).contains(&self.duration_minutes) {
            return Err(Refusal::new(Code::AmountInvalid).with("minutes", self.duration_minutes).into());
        }
        // Nothing sold here costs more than ten million units; a price beyond is a slip of the keyboard.
        if !(0..=1_000_000_000).contains(&self.price_cents.0)
            || self.price_cents.0 % self.currency.smallest_coin_cents() != 0
        {
            return Err(Refusal::new(Code::AmountInvalid).with("amount_cents", self.price_cents).into());
        }
        let values = params![
            self.package_id,
            name,
            game_name,
            self.duration_minutes,
            self.price_cents,
            self.currency,
            description,
            self.is_active,
            self.sort_order,
            work.now(),
        ];
        let id = match self.package_id {
            None => PackageId(work.insert(
                "INSERT INTO packages (id, name, game_name, duration_minutes, price_cents, currency, description, is_active, sort_order,
                     created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10)",
                values,
            )?),
            Some(id) => {
                let changed = work.run(
                    "UPDATE packages SET name = ?2, game_name = ?3, duration_minutes = ?4, price_cents = ?5, currency = ?6,
                         description = ?7, is_active = ?8, sort_order = ?9, updated_at = ?10 WHERE id = ?1",
                    values,
                )?;
                if changed == 0 {
                    return Err(Code::PackageUnknown.into());
                }
                id
            }
        };
        work.concerns(Kind::Packages, id);
        work.changed(&[Kind::Packages]);
        package_of(work, id)
    }
}

const PACKAGE: &str = "SELECT id, name, game_name, duration_minutes, price_cents, currency, description, is_active, sort_order FROM packages";

fn package(row: &rusqlite::Row<'_>) -> rusqlite::Result<Package> {
    Ok(Package {
        package_id: row.get(0)?,
        name: row.get(1)?,
        game_name: row.get(2)?,
        duration_minutes: row.get(3)?,
        price_cents: row.get(4)?,
        currency: row.get(5)?,
        description: row.get(6)?,
        is_active: row.get(7)?,
        sort_order: row.get(8)?,
    })
}

/// A package that must be there.
pub(super) fn package_of(view: &View<'_>, id: PackageId) -> Result<Package, Failure> {
    view.one(&format!("{PACKAGE} WHERE id = ?1"), [id], package)?.ok_or_else(|| Code::PackageUnknown.into())
}

/// The packages, in the order of their tiles.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ListPackages {
    /// Those that are off sale, too.
    pub include_retired: bool,
}

impl Query for ListPackages {
    type Output = Vec<Package>;
    const NAME: &'static str = "package.list";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = &[Kind::Packages];

    fn answer(self, view: &View<'_>) -> Result<Vec<Package>, Failure> {
        view.all(
            &format!("{PACKAGE} WHERE is_active = 1 OR ?1 ORDER BY is_active DESC, sort_order, name, id"),
            [self.include_retired],
            package,
        )
    }
}

/// Adds a station, or changes one.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SaveStation {
    /// Which; a new one when left out.
    #[serde(default)]
    #[ts(optional, as = "Option<StationId>")]
    pub station_id: Option<StationId>,
    /// Its name, not yet in use.
    pub name: String,
    /// Its part of the venue; may be empty.
    #[serde(default)]
    pub zone: String,
    /// Whether it is in use.
    pub is_active: bool,
    /// Its place in lists.
    #[serde(default)]
    pub sort_order: i64,
}

impl Command for SaveStation {
    type Output = Station;
    const NAME: &'static str = "station.save";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<Station, Failure> {
        let name = required_line("name", &self.name, 40)?;
        let zone = optional_line("zone", Some(&self.zone), 40)?.unwrap_or_default();
        if work
            .count("SELECT COUNT(*) FROM stations WHERE name = ?1 AND id IS NOT ?2", params![name, self.station_id])?
            > 0
        {
            return Err(Refusal::new(Code::StationNameTaken).with("station", name).into());
        }
        let values = params![self.station_id, name, zone, self.is_active, self.sort_order, work.now()];
        let id = match self.station_id {
            None => StationId(work.insert(
                "INSERT INTO stations (id, name, zone, is_active, sort_order, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
                values,
            )?),
            Some(id) => {
                let changed = work.run(
                    "UPDATE stations SET name = ?2, zone = ?3, is_active = ?4, sort_order = ?5, updated_at = ?6 WHERE id = ?1",
                    values,
                )?;
                if changed == 0 {
                    return Err(Code::StationUnknown.into());
                }
                id
            }
        };
        work.concerns(Kind::Stations, id);
        work.changed(&[Kind::Stations]);
        let mut all = stations(work, true)?;
        let position = all.iter().position(|station| station.station_id == id).ok_or(Code::StationUnknown)?;
        Ok(all.swap_remove(position))
    }
}

/// The stations: who sits there, for whom they are kept, when the next window begins.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ListStations {
    /// Those out of use, too.
    pub include_retired: bool,
}

impl Query for ListStations {
    type Output = Vec<Station>;
    const NAME: &'static str = "station.list";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = &[Kind::Stations, Kind::Sessions, Kind::Reservations, Kind::Customers];

    fn answer(self, view: &View<'_>) -> Result<Vec<Station>, Failure> {
        stations(view, self.include_retired)
    }
}

fn stations(view: &View<'_>, include_retired: bool) -> Result<Vec<Station>, Failure> {
    let (_, midnight) = view.today()?;
    view.all(
        "SELECT st.id, st.name, st.zone, st.is_active, st.sort_order, su.username, s.id,
             (SELECT u.username FROM game_reservations r JOIN purchases p ON p.id = r.purchase_id JOIN users u ON u.id = p.user_id
              WHERE r.station_id = st.id AND r.status = 'booked' AND r.starts_at <= ?1 AND r.ends_at > ?1),
             (SELECT MIN(r.starts_at) FROM game_reservations r
              WHERE r.station_id = st.id AND r.status = 'booked' AND r.starts_at > ?1 AND r.starts_at < ?2)
         FROM stations st
         LEFT JOIN active_game_sessions_v2 s ON s.station_id = st.id AND s.status IN ('ready', 'active', 'paused')
         LEFT JOIN users su ON su.id = s.user_id
         WHERE st.is_active = 1 OR ?3 ORDER BY st.is_active DESC, st.sort_order, st.name, st.id",
        params![view.now(), midnight, include_retired],
        |row| {
            Ok(Station {
                station_id: row.get(0)?,
                name: row.get(1)?,
                zone: row.get(2)?,
                is_active: row.get(3)?,
                sort_order: row.get(4)?,
                taken_by: row.get(5)?,
                session_id: row.get(6)?,
                reserved_for: row.get(7)?,
                next_window_at: row.get(8)?,
            })
        },
    )
}
