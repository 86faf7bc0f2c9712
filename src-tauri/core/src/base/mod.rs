//! What every subject shares: instants, spans, money, ids, the clock and chance that are handed in, and text as people type it.
//!
//! Knows no subject's words and no table.

mod chance;
mod clock;
mod day;
mod ids;
mod money;
mod text;
mod time;

pub use chance::{Chance, OsChance, SeededChance};
pub use clock::{Clock, FixedClock, Reading, SystemClock};
pub use day::{Day, NoDay};
pub use ids::{
    BookingId, CustomerId, HoldId, ImmersionId, InvoiceId, OperatorId, OrderId, OutageId, PackageId, PaymentEventId,
    PaymentId, PurchaseId, ReservationId, ScanId, SessionId, StationId, WaitingId,
};
pub use money::{Cents, Currency};
pub use text::{fold, single_line};
pub use time::{Millis, Timestamp, Venue};

/// Implements the SQLite conversions of an enum whose states are stored as text.
/// The same words stand in the CHECK of its column; a word outside the list is a conversion error, never a guess.
macro_rules! stored_as_text {
    ($type:ty { $($variant:ident => $word:literal),+ $(,)? }) => {
        impl $type {
            /// The word the books use for this state.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Every state, in the order of its declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
        }

        impl rusqlite::ToSql for $type {
            fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
                Ok(self.word().into())
            }
        }

        impl rusqlite::types::FromSql for $type {
            fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
                match value.as_str()? {
                    $($word => Ok(Self::$variant),)+
                    other => Err(rusqlite::types::FromSqlError::Other(format!("{other:?} is no {}", stringify!($type)).into())),
                }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str(self.word())
            }
        }
    };
}
pub(crate) use stored_as_text;
