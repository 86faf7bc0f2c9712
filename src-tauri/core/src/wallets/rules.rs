//! What may be done to a wallet and to a hold, and in which order refusals are told. Pure: no SQL, no clock of its own.
//!
//! Precedence of refusals, from first to last; the first that applies is told (the table is tested as a table):
//!
//! | step | freeze | deposit | withdraw, pay | commit, refund |
//! | --- | --- | --- | --- | --- |
//! | 1 | `amount_invalid` | `amount_invalid` | `amount_invalid` | `amount_invalid` (a part ≤ 0 or above 2^53 - 1) |
//! | 2 | `text_missing`, `text_too_long` | the same | the same | the same |
//! | 3 | `customer_unknown` | the same | the same | `hold_unknown` |
//! | 4 | the same transaction id: the first answer, or `transaction_reused` | the same | the same | `hold_of_another` |
//! | 5 | `customer_blocked` | – | – | the same transaction id: the first answer, or `transaction_reused` |
//! | 6 | `hold_expired` (a deadline that is past already) | – | – | `already_committed`, `already_refunded`, `hold_expired` |
//! | 7 | `wallet_currency_differs` | the same | the same | `amount_above_hold` |
//! | 8 | `wallet_needs_decision` | the same | the same | the same |
//! | 9 | `balance_short` | `amount_invalid` (more than 2^53 - 1 would be owned) | `balance_short` | – |
//!
//! A wallet whose split alone is off (health `WARNING`) is in nobody's way: it is set right first, in the same transaction.

use super::model::{Health, HoldStatus, Purse};
use crate::base::{Cents, Currency, Timestamp};
use crate::door::{Code, Failure, Refusal};
use sha2::{Digest, Sha256};

/// The desk's own transaction ids begin like this, and nobody else's may: a name that a caller took could otherwise pass for a
/// refund that was never made.
pub const OWN_TRANSACTION: &str = "desk:";

/// An amount that can be moved: 1 to 2^53 - 1 hundredths.
///
/// # Errors
/// `amount_invalid`.
pub fn movable(amount: Cents) -> Result<Cents, Failure> {
    if amount > Cents(0) && amount <= Cents::MAX {
        Ok(amount)
    } else {
        Err(Refusal::new(Code::AmountInvalid).with("amount_cents", amount).into())
    }
}

/// Whether money of this currency can move in this wallet. A wallet that owns nothing takes the currency of what comes.
///
/// # Errors
/// `wallet_currency_differs`, with the wallet's own.
pub fn same_currency(purse: &Purse, currency: Currency) -> Result<(), Failure> {
    // By every account of it: what a wallet is said to own and what its ledger says may differ.
    let owned = [purse.balance, purse.frozen, purse.ledger_balance, purse.ledger_frozen, purse.held];
    let is_empty = owned.iter().all(|amount| *amount == Cents(0));
    if purse.currency == currency || is_empty {
        Ok(())
    } else {
        Err(Refusal::new(Code::WalletCurrencyDiffers).with("currency", purse.currency).into())
    }
}

/// Whether the wallet is as its ledger left it. Moving money in one that is not would hide what happened to it.
///
/// # Errors
/// `wallet_needs_decision`.
pub fn undisputed(purse: &Purse) -> Result<(), Failure> {
    if purse.health == Health::Critical {
        return Err(Refusal::new(Code::WalletNeedsDecision).with("customer", &purse.customer_name).into());
    }
    Ok(())
}

/// Whether that much is free. `currency` is the one the caller reckons in, and the refusal speaks in.
///
/// # Errors
/// `balance_short`, with what is free and what was wanted.
pub fn affordable(purse: &Purse, amount: Cents, currency: Currency) -> Result<(), Failure> {
    if purse.balance >= amount {
        return Ok(());
    }
    let refusal = Refusal::new(Code::BalanceShort)
        .with("balance_cents", purse.balance)
        .with("amount_cents", amount)
        .with("currency", currency);
    Err(refusal.into())
}

/// What is free once that much has come in.
///
/// # Errors
/// `amount_invalid` where more would be owned than can be shown exactly.
pub fn filled(purse: &Purse, amount: Cents) -> Result<Cents, Failure> {
    let after = Cents(purse.balance.0.saturating_add(amount.0));
    if after.0.saturating_add(purse.frozen.0) > Cents::MAX.0 {
        return Err(Refusal::new(Code::AmountInvalid).with("amount_cents", amount).into());
    }
    Ok(after)
}

/// Whether a hold can still end. A deadline that is past has ended it, swept or not.
///
/// # Errors
/// `already_committed`, `already_refunded`, `hold_expired`.
pub fn can_end(status: HoldStatus, expires_at: Option<Timestamp>, now: Timestamp) -> Result<(), Failure> {
    match status {
        HoldStatus::Completed => Err(Code::AlreadyCommitted.into()),
        HoldStatus::Cancelled => Err(Code::AlreadyRefunded.into()),
        HoldStatus::Expired => Err(Code::HoldExpired.into()),
        HoldStatus::Pending | HoldStatus::Waiting => in_time(expires_at, now),
    }
}

/// Whether a deadline, if there is one, lies ahead.
///
/// # Errors
/// `hold_expired`.
pub fn in_time(expires_at: Option<Timestamp>, now: Timestamp) -> Result<(), Failure> {
    if expires_at.is_some_and(|deadline| deadline <= now) { Err(Code::HoldExpired.into()) } else { Ok(()) }
}

/// What is free and what is held after a correction: what is owned stays what the ledger says, what is held becomes the sum of the
/// open holds.
#[must_use]
pub fn corrected(purse: &Purse) -> (Cents, Cents) {
    let owned = purse.ledger_balance.0.saturating_add(purse.ledger_frozen.0);
    (Cents(owned.saturating_sub(purse.held.0)), purse.held)
}

/// Names a correction by all that it rests on.
#[must_use]
pub fn digest(purse: &Purse) -> String {
    let rests_on = [
        purse.customer_id.0,
        purse.balance.0,
        purse.frozen.0,
        purse.ledger_balance.0,
        purse.ledger_frozen.0,
        purse.held.0,
    ];
    format!("{:x}", Sha256::digest(format!("{rests_on:?}")))
}
