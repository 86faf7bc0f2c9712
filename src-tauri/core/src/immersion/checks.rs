//! What must hold of seats, holds and paid bookings. The bookings are the truth; the plans make the numbers follow.

use super::closing::drop_claim;
use super::drift::{plan_seats, plan_status, seats_drifted, status_drifted};
use super::licences;
use super::seats::{expire_offers, release_overdue};
use crate::base::{Day, ImmersionId, Millis, Timestamp};
use crate::door::{Failure, Kind, View};
use crate::monitor::{Check, Finding, Findings, Fix, Severity};
use rusqlite::{Row, params};

const AREA: &str = "immersion";

/// The checks of this subject, causes before their effects.
pub const CHECKS: &[Check] = &[
    Check {
        name: "immersion_seats_drifted",
        area: AREA,
        severity: Severity::Warning,
        find: seats_drifted,
        plan: Some(plan_seats),
    },
    Check {
        name: "immersion_hold_overdue",
        area: AREA,
        severity: Severity::Warning,
        find: hold_overdue,
        plan: Some(plan_overdue),
    },
    Check {
        name: "immersion_status_drifted",
        area: AREA,
        severity: Severity::Warning,
        find: status_drifted,
        plan: Some(plan_status),
    },
    Check {
        name: "immersion_seats_claimed",
        area: AREA,
        severity: Severity::Warning,
        find: seats_claimed,
        plan: Some(plan_claimed),
    },
    Check {
        name: "immersion_paid_without_seat",
        area: AREA,
        severity: Severity::Critical,
        find: paid_without_seat,
        plan: None,
    },
    Check {
        name: "immersion_cancelled_with_money",
        area: AREA,
        severity: Severity::Critical,
        find: cancelled_with_money,
        plan: None,
    },
    Check {
        name: "immersion_licence_missing",
        area: AREA,
        severity: Severity::Warning,
        find: licences::missing,
        plan: Some(licences::plan_missing),
    },
    Check {
        name: "immersion_licence_left",
        area: AREA,
        severity: Severity::Warning,
        find: licences::left,
        plan: Some(licences::plan_left),
    },
];

/// Late by more than this is no longer the ordinary second between two ticks.
pub(super) const LATE: Millis = Millis(5_000);

/// How people call a session: its days and its place.
pub(super) fn session_label(starts_on: Day, ends_on: Day, location: &str) -> String {
    format!("{starts_on} – {ends_on} {location}").trim_end().to_owned()
}

const OVERDUE: &str = "SELECT b.id, u.username, s.session_date_start, s.session_date_end, s.location, b.hold_until
    FROM immersion_bookings b JOIN users u ON u.id = b.user_id JOIN immersion_sessions s ON s.id = b.session_id
    WHERE b.status = 'pending' AND b.hold_until IS NOT NULL AND b.hold_until <= ?1 ORDER BY b.hold_until, b.id";

/// A customer and the session they are booked in, in the order of the columns above.
fn booked(row: &Row<'_>) -> rusqlite::Result<String> {
    let days: (Option<Day>, Option<Day>) = (row.get(2)?, row.get(3)?);
    let name: String = row.get(1)?;
    Ok(match days {
        (Some(starts_on), Some(ends_on)) => {
            let location: Option<String> = row.get(4)?;
            format!("{name} · {}", session_label(starts_on, ends_on, location.as_deref().unwrap_or_default()))
        }
        _ => name,
    })
}

fn hold_overdue(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    let rows = view.all(OVERDUE, [view.now() - LATE], |row| {
        let until: Timestamp = row.get(5)?;
        Ok(Finding::new(row.get::<_, String>(0)?, booked(row)?).with("ended_at", until).since(Some(until)))
    })?;
    Ok(Findings::counted(rows, limit))
}

fn plan_overdue(view: &View<'_>) -> Result<Vec<Fix>, Failure> {
    let overdue: Vec<(String, String, Timestamp)> =
        view.all(OVERDUE, [view.now()], |row| Ok((row.get(0)?, booked(row)?, row.get(5)?)))?;
    let fix = |(id, label, until): (String, String, Timestamp)| Fix {
        id,
        label,
        field: "booking.status",
        before: "pending".into(),
        after: format!("cancelled, {until}"),
        apply: Box::new(|work| {
            expire_offers(work, None)?;
            release_overdue(work, None).map(|_| ())
        }),
    };
    Ok(overdue.into_iter().map(fix).collect())
}

/// What an older tool wrote into `reserved_places`: its claim, what the bookings bear out, and how many seats there are.
struct Claim {
    id: ImmersionId,
    label: String,
    claimed: i64,
    counted: i64,
    external: i64,
    max: i64,
    since: Timestamp,
}

impl Claim {
    /// The seats taken elsewhere if the claim is believed: none where it says fewer than are booked, or more than there are.
    fn external_if_true(&self) -> Option<i64> {
        (self.claimed > self.counted && self.claimed <= self.max).then_some(self.external + self.claimed - self.counted)
    }
}

const CLAIMED: &str = "SELECT s.id, s.session_date_start, s.session_date_end, s.location, s.claimed_places, s.external_places +
        (SELECT COUNT(*) FROM immersion_bookings b WHERE b.session_id = s.id AND b.holds_seat = 1), s.external_places, s.max_places,
        s.updated_at
    FROM immersion_sessions s WHERE s.claimed_places IS NOT NULL AND s.deleted_at IS NULL ORDER BY s.session_date_start, s.id";

fn claims(view: &View<'_>) -> Result<Vec<Claim>, Failure> {
    view.all(CLAIMED, [], |row| {
        Ok(Claim {
            id: row.get(0)?,
            label: session_label(row.get(1)?, row.get(2)?, &row.get::<_, String>(3)?),
            claimed: row.get(4)?,
            counted: row.get(5)?,
            external: row.get(6)?,
            max: row.get(7)?,
            since: row.get(8)?,
        })
    })
}

fn seats_claimed(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    let finding = |claim: Claim| {
        Finding::new(claim.id, claim.label)
            .with("claimed", claim.claimed)
            .with("counted", claim.counted)
            .since(Some(claim.since))
    };
    Ok(Findings::counted(claims(view)?.into_iter().map(finding).collect(), limit))
}

/// A claim of more seats than are booked is believed where it fits: a seat too many kept free harms nobody, one too few is sold twice.
/// Any other claim is dropped.
fn plan_claimed(view: &View<'_>) -> Result<Vec<Fix>, Failure> {
    let fix = |claim: Claim| {
        let external = claim.external_if_true();
        Fix {
            id: claim.id.to_string(),
            label: claim.label.clone(),
            field: if external.is_some() { "immersion.external_places" } else { "immersion.claimed_places" },
            before: if external.is_some() { claim.external } else { claim.claimed }.to_string(),
            after: external.map_or_else(|| "–".into(), |external| external.to_string()),
            apply: Box::new(move |work| {
                // A fix before this one may have freed or taken seats: what is claimed now counts.
                let Some(claim) = claims(work)?.into_iter().find(|now| now.id == claim.id) else { return Ok(()) };
                if let Some(external) = claim.external_if_true() {
                    work.run(
                        "UPDATE immersion_sessions SET external_places = ?2, reserved_places = ?3, changed_by = ?4, updated_at = ?5,
                             revision = revision + 1 WHERE id = ?1",
                        params![claim.id, external, claim.claimed, work.operator(), work.now()],
                    )?;
                }
                work.changed(&[Kind::Immersion]);
                drop_claim(work, &claim.id)
            }),
        }
    };
    Ok(claims(view)?.into_iter().map(fix).collect())
}

/// Money without a seat. Nobody but a person can say whether the customer wants another session or the money back.
fn paid_without_seat(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    paid(view, "b.status = 'pending' AND b.paid_at IS NOT NULL", limit)
}

/// Money of a booking that somebody cancelled before it came, or past the desk: it was neither used nor given back.
fn cancelled_with_money(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    paid(view, "b.status = 'cancelled' AND b.paid_at IS NOT NULL AND b.refunded_at IS NULL", limit)
}

fn paid(view: &View<'_>, condition: &'static str, limit: usize) -> Result<Findings, Failure> {
    let sql = format!(
        "SELECT b.id, u.username, s.session_date_start, s.session_date_end, s.location, b.paid_at, b.problem, b.amount_cents, b.currency
         FROM immersion_bookings b JOIN users u ON u.id = b.user_id LEFT JOIN immersion_sessions s ON s.id = b.session_id
         WHERE {condition} ORDER BY b.paid_at, b.id"
    );
    let rows = view.all(&sql, [], |row| {
        let paid_at: Timestamp = row.get(5)?;
        Ok(Finding::new(row.get::<_, String>(0)?, booked(row)?)
            .with("paid_at", paid_at)
            .with("problem", row.get::<_, Option<String>>(6)?)
            .with("amount_cents", row.get::<_, Option<i64>>(7)?)
            .with("currency", row.get::<_, Option<String>>(8)?)
            .since(Some(paid_at)))
    })?;
    Ok(Findings::counted(rows, limit))
}
