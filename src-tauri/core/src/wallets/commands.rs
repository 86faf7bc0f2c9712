//! Money that comes into a wallet and goes out of it.

use super::model::{OperationType, Purse, Wallet};
use super::rules::{OWN_TRANSACTION, affordable, filled, movable, same_currency, undisputed};
use super::store::{Entry, made_before, purse_of, reused, wallet_of, write_row};
use crate::base::{Cents, Currency, CustomerId};
use crate::door::{Command, Failure, Kind, Role, Work, optional_line, required_line};
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The longest name of a transaction and the longest reason, in characters.
pub(super) const TEXT_MOST: usize = 200;

/// Puts money into a wallet.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Deposit {
    /// Whose.
    pub customer_id: CustomerId,
    /// How much, in hundredths.
    pub amount_cents: Cents,
    /// In which currency; the wallet's own when left out.
    #[serde(default)]
    #[ts(optional, as = "Option<Currency>")]
    pub currency: Option<Currency>,
    /// The caller's name of it: the same name twice deposits once.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub transaction_id: Option<String>,
    /// Why, or from where.
    pub reason: String,
}

impl Command for Deposit {
    type Output = Wallet;
    const NAME: &'static str = "wallet.deposit";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<Wallet, Failure> {
        let amount = movable(self.amount_cents)?;
        let reason = required_line("reason", &self.reason, TEXT_MOST)?;
        let transaction = transaction_of(self.transaction_id.as_deref())?;
        put_in(work, self.customer_id, amount, self.currency, transaction.as_deref(), &reason)?;
        wallet_of(work, self.customer_id)
    }
}

/// Pays free money of a wallet out.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Withdraw {
    /// Whose.
    pub customer_id: CustomerId,
    /// How much, in hundredths of the wallet's currency.
    pub amount_cents: Cents,
    /// The caller's name of it: the same name twice pays out once.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub transaction_id: Option<String>,
    /// Why.
    pub reason: String,
}

impl Command for Withdraw {
    type Output = Wallet;
    const NAME: &'static str = "wallet.withdraw";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<Wallet, Failure> {
        let amount = movable(self.amount_cents)?;
        let reason = required_line("reason", &self.reason, TEXT_MOST)?;
        let transaction = transaction_of(self.transaction_id.as_deref())?;
        take_out(work, self.customer_id, amount, None, transaction.as_deref(), &reason)?;
        wallet_of(work, self.customer_id)
    }
}

/// The name that a caller gave a transaction. What the desk names itself is nobody else's to use.
///
/// # Errors
/// `text_too_long`, `transaction_reused`.
pub(super) fn transaction_of(named: Option<&str>) -> Result<Option<String>, Failure> {
    let transaction = optional_line("transaction_id", named, TEXT_MOST)?;
    match transaction {
        Some(own) if own.starts_with(OWN_TRANSACTION) => Err(reused(&own)),
        transaction => Ok(transaction),
    }
}

/// Puts money into a wallet as part of another act, in its transaction: time or money that is given back.
///
/// `transaction` names this very movement among the desk's own (`purchase-7-refund`): the same name with the same amount moves
/// nothing a second time. The audit row is then about the wallet: whoever calls says afterwards what the act is really about
/// ([`Work::concerns`]).
///
/// # Errors
/// The refusals of a deposit, see [`super::rules`].
pub(crate) fn deposit(
    work: &mut Work<'_>,
    customer: CustomerId,
    amount: Cents,
    currency: Currency,
    transaction: &str,
    reason: &str,
) -> Result<(), Failure> {
    let transaction = format!("{OWN_TRANSACTION}{transaction}");
    put_in(work, customer, movable(amount)?, Some(currency), Some(&transaction), reason)
}

/// Pays for something with free money of a wallet, in the same transaction as what is bought: if it is refused, let the refusal go
/// on up (`?`), and nothing is bought either. An amount of zero is refused; what costs nothing needs no payment.
///
/// `transaction` as for [`deposit`] (`purchase-7-payment`).
///
/// # Errors
/// The refusals of a withdrawal, see [`super::rules`].
pub(crate) fn pay(
    work: &mut Work<'_>,
    customer: CustomerId,
    amount: Cents,
    currency: Currency,
    transaction: &str,
    reason: &str,
) -> Result<(), Failure> {
    let transaction = format!("{OWN_TRANSACTION}{transaction}");
    take_out(work, customer, movable(amount)?, Some(currency), Some(&transaction), reason)
}

fn put_in(
    work: &mut Work<'_>,
    customer: CustomerId,
    amount: Cents,
    currency: Option<Currency>,
    transaction: Option<&str>,
    reason: &str,
) -> Result<(), Failure> {
    let Some(purse) = to_move(work, customer, OperationType::Deposit, amount, transaction)? else { return Ok(()) };
    let currency = currency.unwrap_or(purse.currency);
    same_currency(&purse, currency)?;
    let purse = in_order(work, purse)?;
    let balance_after = filled(&purse, amount)?;
    if purse.currency != currency {
        work.run("UPDATE users SET currency = ?2 WHERE id = ?1", params![customer, currency])?;
    }
    let (operation, frozen_after) = (OperationType::Deposit, purse.frozen);
    write_row(work, &purse, &Entry { operation, amount, balance_after, frozen_after, transaction, reason })
}

fn take_out(
    work: &mut Work<'_>,
    customer: CustomerId,
    amount: Cents,
    currency: Option<Currency>,
    transaction: Option<&str>,
    reason: &str,
) -> Result<(), Failure> {
    let Some(purse) = to_move(work, customer, OperationType::Withdraw, amount, transaction)? else { return Ok(()) };
    let currency = currency.unwrap_or(purse.currency);
    same_currency(&purse, currency)?;
    let purse = in_order(work, purse)?;
    affordable(&purse, amount, currency)?;
    let balance_after = Cents(purse.balance.0 - amount.0);
    let (operation, frozen_after) = (OperationType::Withdraw, purse.frozen);
    write_row(work, &purse, &Entry { operation, amount, balance_after, frozen_after, transaction, reason })
}

/// The wallet that money is to move in; `None` where this very transaction was made.
fn to_move(
    work: &mut Work<'_>,
    customer: CustomerId,
    operation: OperationType,
    amount: Cents,
    transaction: Option<&str>,
) -> Result<Option<Purse>, Failure> {
    work.concerns(Kind::Wallets, customer);
    let purse = purse_of(work, customer)?;
    let made = transaction.map(|transaction| made_before(work, transaction)).transpose()?.flatten();
    match made {
        None => Ok(Some(purse)),
        Some(made) if (made.customer, made.operation, made.amount) == (customer, operation, amount) => Ok(None),
        Some(_) => Err(reused(transaction.unwrap_or_default())),
    }
}

/// The same wallet, set right where only its split was off.
///
/// # Errors
/// `wallet_needs_decision`.
pub(super) fn in_order(work: &mut Work<'_>, purse: Purse) -> Result<Purse, Failure> {
    let purse = super::health::mended(work, purse)?;
    undisputed(&purse)?;
    Ok(purse)
}
