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
//! | 5 | `customer_blocked` | – | – | the same transaction id: the first answer |
//! | 6 | `wallet_currency_differs` | the same | the same | `already_committed`, `already_refunded`, `hold_expired` |
//! | 7 | `wallet_needs_decision` | the same | the same | `amount_above_hold` |
//! | 8 | `balance_short` | `amount_invalid` (the wallet would overflow) | `balance_short` | `wallet_needs_decision` |

use super::model::{Health, HoldStatus, Wallet};
use crate::base::{Cents, Currency, Timestamp};
use crate::door::{Code, Failure, Refusal};
use sha2::{Digest, Sha256};

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
pub fn same_currency(wallet: &Wallet, currency: Currency) -> Result<(), Failure> {
    let is_empty = (wallet.balance_cents, wallet.frozen_cents) == (Cents(0), Cents(0));
    if wallet.currency == currency || is_empty {
        Ok(())
    } else {
        Err(Refusal::new(Code::WalletCurrencyDiffers).with("currency", wallet.currency).into())
    }
}

/// Whether the wallet is as its ledger left it. Moving money in one that is not would hide what happened to it.
///
/// # Errors
/// `wallet_needs_decision`.
pub fn undisputed(wallet: &Wallet) -> Result<(), Failure> {
    if wallet.health == Health::Critical {
        return Err(Refusal::new(Code::WalletNeedsDecision).with("customer", &wallet.customer_name).into());
    }
    Ok(())
}

/// Whether that much is free.
///
/// # Errors
/// `balance_short`, with what is free and what was wanted.
pub fn affordable(wallet: &Wallet, amount: Cents) -> Result<(), Failure> {
    if wallet.balance_cents >= amount {
        return Ok(());
    }
    let refusal = Refusal::new(Code::BalanceShort)
        .with("balance_cents", wallet.balance_cents)
        .with("amount_cents", amount)
        .with("currency", wallet.currency);
    Err(refusal.into())
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
        HoldStatus::Pending | HoldStatus::Waiting if expires_at.is_some_and(|deadline| deadline <= now) => {
            Err(Code::HoldExpired.into())
        }
        HoldStatus::Pending | HoldStatus::Waiting => Ok(()),
    }
}

/// What is free and what is held after a correction: what is owned stays what the ledger says, what is held becomes the sum of the
/// open holds.
#[must_use]
pub fn corrected(wallet: &Wallet) -> (Cents, Cents) {
    let owned = wallet.ledger_balance_cents.0 + wallet.ledger_frozen_cents.0;
    (Cents(owned - wallet.held_cents.0), wallet.held_cents)
}

/// Names a correction by all that it rests on.
#[must_use]
pub fn digest(wallet: &Wallet) -> String {
    let rests_on = [
        wallet.customer_id.0,
        wallet.balance_cents.0,
        wallet.frozen_cents.0,
        wallet.ledger_balance_cents.0,
        wallet.ledger_frozen_cents.0,
        wallet.held_cents.0,
    ];
    format!("{:x}", Sha256::digest(format!("{rests_on:?}")))
}
