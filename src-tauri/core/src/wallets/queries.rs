//! What is told of wallets.

use super::health::sick;
use super::model::{
    AgeClass, CurrencyTotal, DayOperations, Health, HealthSummary, Hold, HoldStatus, LedgerRow, Wallet, WalletDetail,
};
use super::store::{HOLD, LEDGER, WALLET, hold, ledger_row, wallet, wallet_of};
use crate::base::{Cents, Currency, CustomerId, Millis, Timestamp, Venue, fold};
use crate::desk::model::Page;
use crate::door::{Failure, Kind, Query, Role, View};
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

const SHOWN: &[Kind] = &[Kind::Wallets, Kind::Customers];

/// Wallets, those with money first, by name.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ListWallets {
    /// A part of a name or of a phone number.
    #[ts(optional, as = "Option<String>")]
    pub search: Option<String>,
    /// Only wallets that own or hold something.
    #[ts(optional, as = "Option<bool>")]
    pub with_money: bool,
    /// Which part of the list.
    #[ts(optional, as = "Option<Page>")]
    pub page: Page,
}

impl Query for ListWallets {
    type Output = Vec<Wallet>;
    const NAME: &'static str = "wallet.list";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = SHOWN;

    fn answer(self, view: &View<'_>) -> Result<Vec<Wallet>, Failure> {
        let (limit, offset) = self.page.bounds();
        let sought = self.search.as_deref().map(fold).filter(|text| !text.is_empty());
        view.all(
            &format!(
                "{WALLET} WHERE (?1 IS NULL OR instr(u.search_text, ?1) > 0)
                   AND (NOT ?2 OR u.balance > 0 OR u.frozen_balance > 0 OR u.wallet_health <> 'OK')
                 ORDER BY u.wallet_health = 'OK', u.balance + u.frozen_balance = 0, u.username, u.id LIMIT ?3 OFFSET ?4"
            ),
            params![sought, self.with_money, limit, offset],
            wallet,
        )
    }
}

/// One wallet with its open holds and the newest rows of its ledger.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ShowWallet {
    /// Whose.
    pub customer_id: CustomerId,
}

impl Query for ShowWallet {
    type Output = WalletDetail;
    const NAME: &'static str = "wallet.show";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = SHOWN;

    fn answer(self, view: &View<'_>) -> Result<WalletDetail, Failure> {
        let wallet = wallet_of(view, self.customer_id)?;
        let holds = view.all(
            &format!("{HOLD} WHERE a.user_id = ?1 AND a.status IN ('pending', 'waiting') ORDER BY a.created_at, a.id"),
            [self.customer_id],
            hold,
        )?;
        let ledger = newest(view, self.customer_id, None, 50)?;
        let count = "SELECT COUNT(*) FROM balance_operations WHERE user_id = ?1";
        Ok(WalletDetail { wallet, holds, ledger, ledger_rows: view.count(count, [self.customer_id])? })
    }
}

/// The ledger of a wallet, the newest first.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct WalletLedger {
    /// Whose.
    pub customer_id: CustomerId,
    /// Only rows before this one.
    #[serde(default)]
    #[ts(optional, as = "Option<i64>")]
    pub before: Option<i64>,
    /// At most this many (1 to 500; 50 when left out).
    #[serde(default)]
    #[ts(optional, as = "Option<i64>")]
    pub limit: Option<i64>,
}

impl Query for WalletLedger {
    type Output = Vec<LedgerRow>;
    const NAME: &'static str = "wallet.ledger";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = SHOWN;

    fn answer(self, view: &View<'_>) -> Result<Vec<LedgerRow>, Failure> {
        wallet_of(view, self.customer_id)?;
        newest(view, self.customer_id, self.before, self.limit.unwrap_or(50).clamp(1, 500))
    }
}

fn newest(view: &View<'_>, customer: CustomerId, before: Option<i64>, limit: i64) -> Result<Vec<LedgerRow>, Failure> {
    view.all(
        &format!("{LEDGER} WHERE o.user_id = ?1 AND o.id < ?2 ORDER BY o.id DESC LIMIT ?3"),
        params![customer, before.unwrap_or(i64::MAX), limit],
        ledger_row,
    )
}

/// Holds, the newest first.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ListHolds {
    /// Only this customer's.
    #[ts(optional, as = "Option<CustomerId>")]
    pub customer_id: Option<CustomerId>,
    /// Only those in this state.
    #[ts(optional, as = "Option<HoldStatus>")]
    pub status: Option<HoldStatus>,
    /// Only open ones.
    #[ts(optional, as = "Option<bool>")]
    pub open: bool,
    /// Which part of the list.
    #[ts(optional, as = "Option<Page>")]
    pub page: Page,
}

impl Query for ListHolds {
    type Output = Vec<Hold>;
    const NAME: &'static str = "wallet.holds";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = SHOWN;

    fn answer(self, view: &View<'_>) -> Result<Vec<Hold>, Failure> {
        let (limit, offset) = self.page.bounds();
        // Each as a condition of its own, so that the index of a customer's holds is used where there is one customer.
        let whose = if self.customer_id.is_some() { "a.user_id = ?1" } else { "?1 IS NULL" };
        let open = if self.open { "a.status IN ('pending', 'waiting') AND" } else { "" };
        view.all(
            &format!(
                "{HOLD} WHERE {open} {whose} AND (?2 IS NULL OR a.status = ?2) ORDER BY a.id DESC LIMIT ?3 OFFSET ?4"
            ),
            params![self.customer_id, self.status, limit, offset],
            hold,
        )
    }
}

/// The upper bounds of the age classes, in minutes: a quarter of an hour, an hour, six hours, a day, a week.
const AGES: [i64; 5] = [15, 60, 6 * 60, 24 * 60, 7 * 24 * 60];

/// Open holds by how long they have been held: what nobody ends shows.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct HoldsByAge {
    /// In which currency.
    pub currency: Currency,
}

impl Query for HoldsByAge {
    type Output = Vec<AgeClass>;
    const NAME: &'static str = "wallet.holds_by_age";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = SHOWN;

    fn answer(self, view: &View<'_>) -> Result<Vec<AgeClass>, Failure> {
        let open: Vec<(Timestamp, Cents)> = view.all(
            "SELECT a.created_at, a.frozen_amount FROM activations a JOIN users u ON u.id = a.user_id
             WHERE a.status IN ('pending', 'waiting') AND u.currency = ?1",
            [self.currency],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let bounds = AGES.iter().copied().map(Some).chain([None]);
        let mut classes: Vec<AgeClass> = bounds
            .map(|younger_than_minutes| AgeClass { younger_than_minutes, holds: 0, amount_cents: Cents(0) })
            .collect();
        for (since, amount) in open {
            let age = view.now() - since;
            let fits = |class: &&mut AgeClass| {
                class.younger_than_minutes.is_none_or(|minutes| age < Millis::from_minutes(minutes))
            };
            if let Some(class) = classes.iter_mut().find(fits) {
                class.holds += 1;
                class.amount_cents.0 += amount.0;
            }
        }
        Ok(classes)
    }
}

/// The health of all wallets.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct WalletHealth {}

impl Query for WalletHealth {
    type Output = HealthSummary;
    const NAME: &'static str = "wallet.health";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = SHOWN;

    fn answer(self, view: &View<'_>) -> Result<HealthSummary, Failure> {
        let mut sick = sick(view)?;
        sick.sort_by_key(|wallet| (wallet.health != Health::Critical, wallet.customer_id));
        let totals = view.all(
            "SELECT u.currency, SUM(u.balance), SUM(u.frozen_balance),
                 (SELECT COUNT(*) FROM activations a JOIN users o ON o.id = a.user_id
                  WHERE a.status IN ('pending', 'waiting') AND o.currency = u.currency)
             FROM users u WHERE u.balance > 0 OR u.frozen_balance > 0 GROUP BY u.currency ORDER BY u.currency",
            [],
            |row| {
                Ok(CurrencyTotal {
                    currency: row.get(0)?,
                    balance_cents: row.get(1)?,
                    frozen_cents: row.get(2)?,
                    open_holds: row.get(3)?,
                })
            },
        )?;
        let wallets = view.count(
            "SELECT COUNT(*) FROM users u WHERE EXISTS (SELECT 1 FROM balance_operations o WHERE o.user_id = u.id)",
            [],
        )?;
        Ok(HealthSummary { wallets, sick, totals })
    }
}

/// What was moved on each of the last days, by type of operation: the chart of operations.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct OperationsChart {
    /// How many of the venue's days, today included (1 to 92).
    pub days: i64,
}

impl Query for OperationsChart {
    type Output = Vec<DayOperations>;
    const NAME: &'static str = "wallet.operations";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = SHOWN;

    fn answer(self, view: &View<'_>) -> Result<Vec<DayOperations>, Failure> {
        if !(1..=92).contains(&self.days) {
            return Err(Failure::BadInput("days must be 1 to 92".into()));
        }
        let venue = Venue(view.settings()?.venue_timezone());
        // A day before the first one is asked for as well: days have 23 to 25 hours, and what is too old is left out below.
        let since = view.now() - Millis::from_minutes((self.days + 1) * 24 * 60);
        let first = venue.day_of(view.now()).plus(1 - self.days);
        let rows: Vec<(Timestamp, _, Currency, Cents)> = view.all(
            "SELECT o.created_at, o.operation_type, COALESCE(o.currency, u.currency), abs(o.amount) FROM balance_operations o JOIN users u ON u.id = o.user_id
             WHERE o.created_at >= ?1",
            [since],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )?;
        let mut days = BTreeMap::new();
        for (at, operation, currency, amount) in rows {
            let day = venue.day_of(at);
            if day >= first {
                let sum: &mut (i64, i64) = days.entry((day, operation, currency.word())).or_insert((0, 0));
                *sum = (sum.0 + 1, sum.1.saturating_add(amount.0));
            }
        }
        let told = days.into_iter().map(|((day, operation, currency), (count, amount))| DayOperations {
            day,
            operation,
            currency: if currency == Currency::Eur.word() { Currency::Eur } else { Currency::Xof },
            count,
            amount_cents: Cents(amount),
        });
        Ok(told.collect())
    }
}
