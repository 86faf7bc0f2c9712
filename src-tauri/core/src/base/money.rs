//! Money: whole hundredths of a currency unit, never a float.

use super::stored_as_text;
use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An amount in hundredths of its currency's unit (also for XOF, which people write without decimals).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(transparent)]
#[ts(type = "number")]
pub struct Cents(pub i64);

impl Cents {
    /// The largest amount a screen can show exactly: 2^53 - 1, the bound of a JavaScript number.
    pub const MAX: Self = Self((1 << 53) - 1);

    /// `self * part / whole`, rounded down to the currency's smallest coin. Zero when `whole` is zero.
    #[must_use]
    pub fn share(self, part: i64, whole: i64, currency: Currency) -> Self {
        if whole <= 0 {
            return Self(0);
        }
        let exact = i128::from(self.0) * i128::from(part.clamp(0, whole)) / i128::from(whole);
        let coin = i128::from(currency.smallest_coin_cents());
        Self(i64::try_from(exact / coin * coin).unwrap_or(0))
    }
}

impl ToSql for Cents {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        self.0.to_sql()
    }
}

impl FromSql for Cents {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        i64::column_result(value).map(Self)
    }
}

/// The currencies of the venues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
pub enum Currency {
    /// West African CFA franc, written without decimals.
    #[serde(rename = "XOF")]
    Xof,
    /// Euro.
    #[serde(rename = "EUR")]
    Eur,
}

stored_as_text!(Currency { Xof => "XOF", Eur => "EUR" });

impl Currency {
    /// The smallest amount that can be handed over, in hundredths.
    #[must_use]
    pub const fn smallest_coin_cents(self) -> i64 {
        match self {
            Self::Xof => 100,
            Self::Eur => 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_down_to_a_coin() {
        for (price, part, whole, currency, share) in [
            (100_000, 30, 60, Currency::Xof, 50_000),
            (100_000, 1, 3, Currency::Xof, 33_300),
            (1_000, 1, 3, Currency::Eur, 333),
            (1_000, 9, 3, Currency::Eur, 1_000),
            (1_000, -1, 3, Currency::Eur, 0),
            (1_000, 1, 0, Currency::Eur, 0),
        ] {
            assert_eq!(Cents(price).share(part, whole, currency), Cents(share), "{price} × {part}/{whole}");
        }
    }
}
