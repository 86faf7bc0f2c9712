//! Licences that do not say what the bookings say. The triggers give and take them; foreign data may be without.

use crate::base::{BookingId, CustomerId, Timestamp};
use crate::door::{Failure, Kind, View, Work};
use crate::monitor::{Finding, Findings, Fix};
use rusqlite::params;

/// What a confirmed booking gives.
const LICENCE: &str = "immersion";

/// Customers with a confirmed booking and without the licence.
const MISSING: &str = "SELECT b.user_id, u.username, p.license, MIN(b.id), MIN(COALESCE(b.confirmed_at, b.updated_at))
    FROM immersion_bookings b JOIN users u ON u.id = b.user_id LEFT JOIN profiles p ON p.user_id = b.user_id
    WHERE b.status = 'confirmed' AND p.license IS NOT 'immersion' GROUP BY b.user_id ORDER BY b.user_id";

/// Customers who have the licence that a booking gave, as the log says, and no confirmed booking any more.
const LEFT: &str = "SELECT p.user_id, u.username, p.license_before, l.booking_id, p.updated_at FROM profiles p
    JOIN users u ON u.id = p.user_id
    JOIN license_log l ON l.id = (SELECT MAX(id) FROM license_log WHERE user_id = p.user_id)
    WHERE p.license = 'immersion' AND l.new_license = 'immersion'
      AND NOT EXISTS (SELECT 1 FROM immersion_bookings b WHERE b.user_id = p.user_id AND b.status = 'confirmed') ORDER BY p.user_id";

struct Wrong {
    customer: CustomerId,
    name: String,
    /// The licence they have instead, or had before.
    other: Option<String>,
    booking: Option<BookingId>,
    since: Timestamp,
}

fn wrong(view: &View<'_>, sql: &str) -> Result<Vec<Wrong>, Failure> {
    view.all(sql, [], |row| {
        Ok(Wrong {
            customer: row.get(0)?,
            name: row.get(1)?,
            other: row.get(2)?,
            booking: row.get(3)?,
            since: row.get(4)?,
        })
    })
}

fn findings(view: &View<'_>, sql: &str, limit: usize) -> Result<Findings, Failure> {
    let finding = |row: Wrong| Finding::new(row.customer, row.name).with("licence", row.other).since(Some(row.since));
    Ok(Findings::counted(wrong(view, sql)?.into_iter().map(finding).collect(), limit))
}

pub(super) fn missing(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    findings(view, MISSING, limit)
}

pub(super) fn left(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    findings(view, LEFT, limit)
}

pub(super) fn plan_missing(view: &View<'_>) -> Result<Vec<Fix>, Failure> {
    let fix = |row: Wrong| Fix {
        id: row.customer.to_string(),
        label: row.name,
        field: "profile.license",
        before: row.other.unwrap_or_else(|| "–".into()),
        after: LICENCE.into(),
        apply: Box::new(move |work| give(work, row.customer)),
    };
    Ok(wrong(view, MISSING)?.into_iter().map(fix).collect())
}

pub(super) fn plan_left(view: &View<'_>) -> Result<Vec<Fix>, Failure> {
    let fix = |row: Wrong| Fix {
        id: row.customer.to_string(),
        label: row.name,
        field: "profile.license",
        before: LICENCE.into(),
        after: row.other.unwrap_or_else(|| "–".into()),
        apply: Box::new(move |work| take(work, row.customer)),
    };
    Ok(wrong(view, LEFT)?.into_iter().map(fix).collect())
}

/// As the trigger would have given it. A fix before this one may have cancelled the booking: what holds now counts.
fn give(work: &mut Work<'_>, customer: CustomerId) -> Result<(), Failure> {
    let Some(row) = wrong(work, MISSING)?.into_iter().find(|row| row.customer == customer) else { return Ok(()) };
    log(work, customer, row.other.as_deref(), Some(LICENCE), row.booking.as_ref())?;
    work.run(
        "INSERT INTO profiles (user_id, license, updated_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (user_id) DO UPDATE SET license_before = license, license = excluded.license, updated_at = excluded.updated_at",
        params![customer, LICENCE, work.now()],
    )?;
    Ok(())
}

/// As the trigger would have taken it.
fn take(work: &mut Work<'_>, customer: CustomerId) -> Result<(), Failure> {
    let Some(row) = wrong(work, LEFT)?.into_iter().find(|row| row.customer == customer) else { return Ok(()) };
    log(work, customer, Some(LICENCE), row.other.as_deref(), row.booking.as_ref())?;
    work.run(
        "UPDATE profiles SET license = license_before, license_before = NULL, updated_at = ?2 WHERE user_id = ?1",
        params![customer, work.now()],
    )?;
    Ok(())
}

fn log(
    work: &mut Work<'_>,
    customer: CustomerId,
    old: Option<&str>,
    new: Option<&str>,
    booking: Option<&BookingId>,
) -> Result<(), Failure> {
    work.run(
        "INSERT INTO license_log (user_id, old_license, new_license, booking_id, operator_id, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![customer, old, new, booking, work.operator(), work.now()],
    )?;
    work.changed(&[Kind::Immersion]);
    Ok(())
}
