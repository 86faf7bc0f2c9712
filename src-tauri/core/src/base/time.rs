//! Instants and spans. All times are UTC, kept to the millisecond; only people see a time zone.

use chrono::{DateTime, Days, NaiveDateTime, SecondsFormat, TimeZone, Utc};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::borrow::Cow;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};
use std::str::FromStr;
use ts_rs::TS;

/// A span in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(transparent)]
#[ts(type = "number")]
pub struct Millis(pub i64);

impl Millis {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// A span of whole minutes.
    #[must_use]
    pub const fn from_minutes(minutes: i64) -> Self {
        Self(minutes * 60_000)
    }

    /// Whole minutes, rounded down.
    #[must_use]
    pub const fn whole_minutes(self) -> i64 {
        self.0 / 60_000
    }
}

impl Add for Millis {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}
impl AddAssign for Millis {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}
impl Sub for Millis {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}
impl SubAssign for Millis {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}
impl Neg for Millis {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}
impl Sum for Millis {
    fn sum<I: Iterator<Item = Self>>(spans: I) -> Self {
        Self(spans.map(|span| span.0).sum())
    }
}
impl ToSql for Millis {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        self.0.to_sql()
    }
}
impl FromSql for Millis {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        i64::column_result(value).map(Self)
    }
}

/// An instant, in milliseconds since 1970 UTC; stored and sent as `YYYY-MM-DDTHH:MM:SS.mmmZ`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, TS)]
#[ts(type = "string")]
pub struct Timestamp(i64);

impl Timestamp {
    /// From milliseconds since 1970 UTC, held within the years 0001 to 9999 that the text form can carry.
    #[must_use]
    pub fn from_unix_ms(unix_ms: i64) -> Self {
        Self(unix_ms.clamp(-62_135_596_800_000, 253_402_300_799_999))
    }

    /// Milliseconds since 1970 UTC.
    #[must_use]
    pub const fn unix_ms(self) -> i64 {
        self.0
    }

    fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0).unwrap_or_default()
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.utc().to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

/// The text was no instant.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no instant (expected YYYY-MM-DDTHH:MM:SS.mmmZ)")]
pub struct NoInstant(String);

impl FromStr for Timestamp {
    type Err = NoInstant;

    /// Reads RFC 3339, and `YYYY-MM-DD HH:MM:SS` (UTC) as older tools write it.
    fn from_str(text: &str) -> Result<Self, NoInstant> {
        if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
            return Ok(Self::from_unix_ms(instant.timestamp_millis()));
        }
        ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]
            .iter()
            .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
            .map(|instant| Self::from_unix_ms(instant.and_utc().timestamp_millis()))
            .ok_or_else(|| NoInstant(text.chars().take(40).collect()))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
impl JsonSchema for Timestamp {
    fn schema_name() -> Cow<'static, str> {
        "Timestamp".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time", "description": "UTC, YYYY-MM-DDTHH:MM:SS.mmmZ" })
    }
}
impl ToSql for Timestamp {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.to_string().into())
    }
}
impl FromSql for Timestamp {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map_err(|error: NoInstant| FromSqlError::Other(error.into()))
    }
}
impl Add<Millis> for Timestamp {
    type Output = Self;
    fn add(self, span: Millis) -> Self {
        Self::from_unix_ms(self.0.saturating_add(span.0))
    }
}
impl Sub<Millis> for Timestamp {
    type Output = Self;
    fn sub(self, span: Millis) -> Self {
        Self::from_unix_ms(self.0.saturating_sub(span.0))
    }
}
impl Sub for Timestamp {
    type Output = Millis;
    fn sub(self, earlier: Self) -> Millis {
        Millis(self.0 - earlier.0)
    }
}

/// Where the venue stands: turns instants into its local days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Venue(pub chrono_tz::Tz);

impl Venue {
    /// The venue's local day around an instant: its first instant and the first of the next day (23, 24 or 25 hours later).
    #[must_use]
    pub fn day_around(self, instant: Timestamp) -> (Timestamp, Timestamp) {
        let date = instant.utc().with_timezone(&self.0).date_naive();
        let next = date.checked_add_days(Days::new(1)).unwrap_or(date);
        (self.midnight(date), self.midnight(next))
    }

    /// The venue's calendar day at an instant.
    #[must_use]
    pub fn day_of(self, instant: Timestamp) -> super::Day {
        instant.utc().with_timezone(&self.0).date_naive().into()
    }

    /// The venue's wall clock at an instant, `YYYY-MM-DD HH:MM`.
    #[must_use]
    pub fn local_minute(self, instant: Timestamp) -> String {
        instant.utc().with_timezone(&self.0).format("%Y-%m-%d %H:%M").to_string()
    }

    /// The first instant of a local date. Where a clock change skips midnight, the first instant that exists.
    fn midnight(self, date: chrono::NaiveDate) -> Timestamp {
        let instant = (0..4)
            .filter_map(|hour| date.and_hms_opt(hour, 0, 0))
            .find_map(|local| self.0.from_local_datetime(&local).earliest());
        Timestamp::from_unix_ms(instant.map_or(0, |instant| instant.timestamp_millis()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_survive_their_text() {
        for text in ["2026-03-29T01:59:59.999Z", "1970-01-01T00:00:00.000Z", "2038-01-19T03:14:08.001Z"] {
            assert_eq!(text.parse::<Timestamp>().unwrap().to_string(), text);
        }
        assert_eq!("2025-01-18 10:00:00".parse::<Timestamp>().unwrap().to_string(), "2025-01-18T10:00:00.000Z");
        assert!("soon".parse::<Timestamp>().is_err());
    }

    #[test]
    fn a_local_day_has_as_many_hours_as_the_law_gives_it() {
        let paris = Venue(chrono_tz::Europe::Paris);
        for (noon, hours) in
            [("2026-03-29T12:00:00.000Z", 23), ("2026-10-25T12:00:00.000Z", 25), ("2026-06-01T12:00:00.000Z", 24)]
        {
            let (from, to) = paris.day_around(noon.parse().unwrap());
            assert_eq!((to - from).0, hours * 3_600_000, "{noon}");
        }
    }
}
