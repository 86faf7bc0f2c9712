//! Calendar days: what is written on a wall calendar, in no time zone.

use chrono::{Days, NaiveDate};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use ts_rs::TS;

/// A day, written `YYYY-MM-DD`; years 2000 to 2199.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, TS)]
#[ts(type = "string")]
pub struct Day(NaiveDate);

/// A text that is no day.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no day of the form YYYY-MM-DD between 2000 and 2199")]
pub struct NoDay(String);

impl Day {
    /// This day moved by whole days; the same day where the calendar ends.
    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        let span = Days::new(days.unsigned_abs());
        let moved = if days < 0 { self.0.checked_sub_days(span) } else { self.0.checked_add_days(span) };
        Self(moved.unwrap_or(self.0))
    }

    /// How many days from `earlier` to this one; negative where it comes before.
    #[must_use]
    pub fn since(self, earlier: Self) -> i64 {
        self.0.signed_duration_since(earlier.0).num_days()
    }

    /// The calendar's own date.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        self.0
    }
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Self {
        Self(date)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl FromStr for Day {
    type Err = NoDay;
    fn from_str(text: &str) -> Result<Self, NoDay> {
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map(Self).map_err(|_| NoDay(text.into()))?;
        // What is written must be what is read: no signs, no short months, no year that sorts wrongly.
        if day.to_string() == text && ("2000-01-01".."2200-01-01").contains(&text) {
            Ok(day)
        } else {
            Err(NoDay(text.into()))
        }
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for Day {
    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date", "description": "a calendar day, YYYY-MM-DD" })
    }
}

impl ToSql for Day {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.to_string().into())
    }
}

impl FromSql for Day {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map_err(|error: NoDay| FromSqlError::Other(error.into()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;

    #[test]
    fn days_are_read_only_as_they_are_written() {
        for text in
            ["2025-02-30", "2025-2-03", "25-02-03", "+2025-02-03", "2025-02-03T00:00", "", "1999-12-31", "2200-01-01"]
        {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
        assert_eq!("2024-02-29".parse::<Day>().unwrap().to_string(), "2024-02-29");
    }

    #[test]
    fn days_move_and_are_counted() {
        let day: Day = "2025-03-31".parse().unwrap();
        assert_eq!(day.plus(4).to_string(), "2025-04-04");
        assert_eq!(day.plus(-31).to_string(), "2025-02-28");
        assert_eq!(day.plus(4).since(day), 4);
    }
}
