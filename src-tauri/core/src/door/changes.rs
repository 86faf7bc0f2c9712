//! Which kinds of thing a change touched, and a query shows: the interface refreshes by that and never guesses.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use ts_rs::TS;

/// A kind of thing in the books.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are the subjects' own")]
pub enum Kind {
    Operators,
    Settings,
    Outages,
    Log,
    Customers,
    Wallets,
    Packages,
    Stations,
    Purchases,
    Reservations,
    Invoices,
    Scans,
    Sessions,
    Immersion,
    PaymentEvents,
    Orders,
}

impl Kind {
    /// Every kind: what a change from outside may have touched.
    pub const ALL: &'static [Self] = &[
        Self::Operators,
        Self::Settings,
        Self::Outages,
        Self::Log,
        Self::Customers,
        Self::Wallets,
        Self::Packages,
        Self::Stations,
        Self::Purchases,
        Self::Reservations,
        Self::Invoices,
        Self::Scans,
        Self::Sessions,
        Self::Immersion,
        Self::PaymentEvents,
        Self::Orders,
    ];
}

/// The kinds that changed, each once, in a stable order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Changes(BTreeSet<Kind>);

impl Changes {
    /// All kinds: something changed, and nobody can say what.
    #[must_use]
    pub fn everything() -> Self {
        Self(Kind::ALL.iter().copied().collect())
    }

    /// Notes a kind.
    pub fn note(&mut self, kind: Kind) {
        self.0.insert(kind);
    }

    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The kinds.
    pub fn kinds(&self) -> impl Iterator<Item = Kind> + '_ {
        self.0.iter().copied()
    }
}
