//! Windows: a sale may be for a time and a place. Two windows never hold one station.

use super::model::Reservation;
use super::store::{RESERVATION, reservation, reservation_of};
use crate::base::{Millis, PurchaseId, StationId, Timestamp};
use crate::desk::model::Page;
use crate::door::{Code, Command, Failure, Kind, Query, Refusal, Role, View, Work};
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The longest window: a day.
const LONGEST: Millis = Millis::from_minutes(24 * 60);

/// A time and a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// From.
    pub starts_at: Timestamp,
    /// Until; at most a day later.
    pub ends_at: Timestamp,
    /// Where, if that matters.
    pub station_id: Option<StationId>,
}

/// Keeps a window for a sale, or moves the one that is kept.
pub(super) fn keep(work: &mut Work<'_>, purchase: PurchaseId, window: Window) -> Result<(), Failure> {
    let length = window.ends_at - window.starts_at;
    if length <= Millis::ZERO || length > LONGEST || window.ends_at <= work.now() {
        return Err(Code::WindowInvalid.into());
    }
    if let Some(station) = window.station_id {
        refuse_overlap(work, purchase, window, station)?;
    }
    work.run(
        "INSERT INTO game_reservations (purchase_id, station_id, starts_at, ends_at, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)
         ON CONFLICT (purchase_id) DO UPDATE SET station_id = excluded.station_id, starts_at = excluded.starts_at,
             ends_at = excluded.ends_at, status = 'booked', updated_at = excluded.updated_at",
        params![purchase, window.station_id, window.starts_at, window.ends_at, work.now()],
    )?;
    work.changed(&[Kind::Reservations]);
    Ok(())
}

/// The trigger would refuse as well; this says who has it.
fn refuse_overlap(view: &View<'_>, purchase: PurchaseId, window: Window, station: StationId) -> Result<(), Failure> {
    let known = view.one("SELECT is_active FROM stations WHERE id = ?1", [station], |row| row.get::<_, bool>(0))?;
    if !known.ok_or(Code::StationUnknown)? {
        return Err(Code::StationRetired.into());
    }
    let overlapping = view.one(
        &format!(
            "{RESERVATION} WHERE r.station_id = ?1 AND r.status = 'booked' AND r.starts_at < ?2 AND r.ends_at > ?3 AND r.purchase_id <> ?4"
        ),
        params![station, window.ends_at, window.starts_at, purchase],
        reservation,
    )?;
    match overlapping {
        None => Ok(()),
        Some(other) => Err(Refusal::new(Code::WindowTaken)
            .with("customer", other.customer_name)
            .with("station", other.station_name)
            .with("starts_at", other.starts_at)
            .with("ends_at", other.ends_at)
            .into()),
    }
}

/// Moves the window of a sale whose customer has not come yet, or gives it one.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ChangeReservation {
    /// The sale.
    pub purchase_id: PurchaseId,
    /// The new window; nothing: the customer may come at any time.
    pub window: Option<Window>,
}

impl Command for ChangeReservation {
    type Output = Option<Reservation>;
    const NAME: &'static str = "reservation.change";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<Option<Reservation>, Failure> {
        work.concerns(Kind::Purchases, self.purchase_id);
        let purchase = super::store::purchase_of(work, self.purchase_id)?;
        if purchase.session_id.is_some() {
            return Err(Code::InvoiceNotWaiting.into());
        }
        match self.window {
            Some(window) => keep(work, self.purchase_id, window)?,
            None => {
                work.run(
                    "UPDATE game_reservations SET status = 'cancelled', updated_at = ?2 WHERE purchase_id = ?1 AND status = 'booked'",
                    params![self.purchase_id, work.now()],
                )?;
                work.changed(&[Kind::Reservations]);
            }
        }
        reservation_of(work, self.purchase_id)
    }
}

/// The windows that are not over, by their beginning.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ListReservations {
    /// Which part of the list.
    pub page: Page,
}

impl Query for ListReservations {
    type Output = Vec<Reservation>;
    const NAME: &'static str = "reservation.list";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = &[Kind::Reservations, Kind::Customers, Kind::Stations];

    fn answer(self, view: &View<'_>) -> Result<Vec<Reservation>, Failure> {
        let (limit, offset) = self.page.bounds();
        view.all(
            &format!("{RESERVATION} WHERE r.status = 'booked' AND r.ends_at > ?1 ORDER BY r.starts_at, r.id LIMIT ?2 OFFSET ?3"),
            params![view.now(), limit, offset],
            reservation,
        )
    }
}
