//! Newtype ids, whole numbers or UUIDs: a purchase's id can never be handed over where an invoice's is meant (the QR code of an older shop did just that).

use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
        #[serde(transparent)]
        #[ts(type = "number")]
        pub struct $name(pub i64);

        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                self.0.to_sql()
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                i64::column_result(value).map(Self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(out)
            }
        }
    )+};
}

ids! {
    /// A person who works at the desk.
    OperatorId,
    /// A customer (`users.id`).
    CustomerId,
    /// A package on sale.
    PackageId,
    /// A place to play.
    StationId,
    /// A sale (`purchases.id`).
    PurchaseId,
    /// A window kept for a purchase.
    ReservationId,
    /// The paper with the QR code.
    InvoiceId,
    /// Play time of one invoice (`active_game_sessions_v2.id`).
    SessionId,
    /// One reading of one code.
    ScanId,
    /// A stretch of time nobody kept the clock.
    OutageId,
    /// A hold of a wallet (`activations.id`).
    HoldId,
    /// An event of a payment provider (`payment_events.id`).
    PaymentEventId,
    /// An order (`orders.id`).
    OrderId,
    /// A payment of an order (`payments.id`).
    PaymentId,
}

macro_rules! uuids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
        #[serde(transparent)]
        #[ts(type = "string")]
        pub struct $name(pub String);

        impl $name {
            /// A new one.
            #[must_use]
            pub fn new(chance: &dyn super::Chance) -> Self {
                Self(chance.uuid().to_string())
            }
        }

        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                self.0.to_sql()
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                String::column_result(value).map(Self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(out)
            }
        }
    )+};
}

uuids! {
    /// An immersion session (`immersion_sessions.id`, a UUID).
    ImmersionId,
    /// A booking of one seat in an immersion session (`immersion_bookings.id`, a UUID).
    BookingId,
    /// A party on the waiting list of an immersion session, a UUID.
    WaitingId,
}
