//! Money that comes into a wallet and goes out of it.

use super::model::{OperationType, Wallet};
use super::rules::{affordable, movable, same_currency, undisputed};
use super::store::{made_before, reused, wallet_of, write_row};
use crate::base::{Cents, Currency, CustomerId};
use crate::door::{Code, Command, Failure, Kind, Refusal, Role, Work, optional_line, required_line};
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
        let transaction = optional_line("transaction_id", self.transaction_id.as_deref(), TEXT_MOST)?;
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
        let transaction = optional_line("transaction_id", self.transaction_id.as_deref(), TEXT_MOST)?;
        take_out(work, self.customer_id, amount, None, transaction.as_deref(), &reason)?;
        wallet_of(work, self.customer_id)
    }
}

/// Puts money into a wallet as part of another act, in its transaction: time or money that is given back.
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
    put_in(work, customer, movable(amount)?, Some(currency), Some(transaction), reason)
}

/// Pays for something with free money of a wallet, in the same transaction as what is bought.
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
    take_out(work, customer, movable(amount)?, Some(currency), Some(transaction), reason)
}

fn put_in(
    work: &mut Work<'_>,
    customer: CustomerId,
    amount: Cents,
    currency: Option<Currency>,
    transaction: Option<&str>,
    reason: &str,
) -> Result<(), Failure> {
    let Some(wallet) = to_move(work, customer, OperationType::Deposit, amount, transaction)? else { return Ok(()) };
    let currency = currency.unwrap_or(wallet.currency);
    same_currency(&wallet, currency)?;
    undisputed(&wallet)?;
    let after = Cents(wallet.balance_cents.0 + amount.0);
    if Cents(after.0 + wallet.frozen_cents.0) > Cents::MAX {
        return Err(Refusal::new(Code::AmountInvalid).with("amount_cents", amount).into());
    }
    if wallet.currency != currency {
        work.run("UPDATE users SET currency = ?2 WHERE id = ?1", params![customer, currency])?;
    }
    write_row(work, &wallet, OperationType::Deposit, amount, after, wallet.frozen_cents, transaction, reason)
}

fn take_out(
    work: &mut Work<'_>,
    customer: CustomerId,
    amount: Cents,
    currency: Option<Currency>,
    transaction: Option<&str>,
    reason: &str,
) -> Result<(), Failure> {
    let Some(wallet) = to_move(work, customer, OperationType::Withdraw, amount, transaction)? else { return Ok(()) };
    same_currency(&wallet, currency.unwrap_or(wallet.currency))?;
    undisputed(&wallet)?;
    affordable(&wallet, amount)?;
    let after = Cents(wallet.balance_cents.0 - amount.0);
    write_row(work, &wallet, OperationType::Withdraw, amount, after, wallet.frozen_cents, transaction, reason)
}

/// The wallet that money is to move in, set right first where only its held part was off; `None` where this very transaction was made.
fn to_move(
    work: &mut Work<'_>,
    customer: CustomerId,
    operation: OperationType,
    amount: Cents,
    transaction: Option<&str>,
) -> Result<Option<Wallet>, Failure> {
    work.concerns(Kind::Wallets, customer);
    let wallet = wallet_of(work, customer)?;
    if let Some(transaction) = transaction
        && let Some(made) = made_before(work, transaction)?
    {
        return if made == (customer, operation, amount) { Ok(None) } else { Err(reused(transaction)) };
    }
    super::health::mended(work, wallet).map(Some)
}
