//! Wallets: what customers left with the venue. So far only deposits, which refunds of play time need; one row each.

use crate::base::{Cents, Currency, CustomerId};
use crate::door::{Code, Failure, Kind, Refusal, Work};
use rusqlite::params;

/// Puts money into a wallet, with its ledger row. The same transaction id deposits once.
pub(crate) fn deposit(
    work: &mut Work<'_>,
    customer: CustomerId,
    amount: Cents,
    currency: Currency,
    transaction: &str,
    reason: &str,
) -> Result<(), Failure> {
    if amount <= Cents(0) || amount > Cents::MAX {
        return Err(Refusal::new(Code::AmountInvalid).with("amount_cents", amount).into());
    }
    if work.count("SELECT COUNT(*) FROM balance_operations WHERE transaction_id = ?1", [transaction])? > 0 {
        return Ok(());
    }
    let (balance, frozen, wallet_currency): (Cents, Cents, Currency) = work
        .one("SELECT balance, frozen_balance, currency FROM users WHERE id = ?1", [customer], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?
        .ok_or(Code::CustomerUnknown)?;
    // An empty wallet takes the currency of the first money that comes into it.
    if wallet_currency != currency && (balance.0, frozen.0) != (0, 0) {
        return Err(Refusal::new(Code::AmountInvalid).with("currency", currency).into());
    }
    let after = Cents(balance.0 + amount.0);
    work.run(
        "UPDATE users SET balance = ?2, currency = ?3, updated_at = ?4 WHERE id = ?1",
        params![customer, after, currency, work.now()],
    )?;
    work.run(
        "INSERT INTO balance_operations (user_id, operation_type, amount, balance_before, balance_after, frozen_before, frozen_after,
             transaction_id, reason, operator_id, created_at)
         VALUES (?1, 'deposit', ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8, ?9)",
        params![customer, amount, balance, after, frozen, transaction, reason, work.operator(), work.now()],
    )?;
    work.changed(&[Kind::Wallets, Kind::Customers]);
    Ok(())
}
