//! A person's decision about a wallet that is critical: nobody else ever touches one.

use super::commands::TEXT_MOST;
use super::health::mended;
use super::model::{Health, OperationType, Purse, Wallet};
use super::rules::filled;
use super::store::{Entry, purse_of, recount, wallet_of, write_row};
use crate::base::{Cents, CustomerId};
use crate::desk::audit;
use crate::door::{Code, Command, Failure, Kind, Refusal, Role, Work, required_line};
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

/// Which side a person believes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Believed {
    /// The ledger: the wallet is put back to what it says.
    Ledger,
    /// The wallet: the difference gets a row of its own.
    Wallet,
}

/// Decides about a wallet whose money is not where its ledger says. What is held becomes the sum of the open holds either way; a
/// ledger that is broken is taken as it stands from here on.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SettleWallet {
    /// Whose.
    pub customer_id: CustomerId,
    /// Which side is right about what is free.
    pub believe: Believed,
    /// Why.
    pub reason: String,
}

impl Command for SettleWallet {
    type Output = Wallet;
    const NAME: &'static str = "wallet.settle";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<Wallet, Failure> {
        let reason = required_line("reason", &self.reason, TEXT_MOST)?;
        let said = purse_of(work, self.customer_id)?;
        if said.health != Health::Critical {
            return Err(Code::WalletSound.into());
        }
        work.concerns(Kind::Wallets, self.customer_id);
        let ledger = back_to_the_ledger(work, self.customer_id)?;
        let covered = cover_holds(work, ledger, &reason)?;
        let purse = mended(work, covered)?;
        if self.believe == Believed::Wallet {
            level(work, &purse, said.balance, &reason)?;
        }
        let data = json!({
            "customer_id": self.customer_id, "customer": said.customer_name, "believed": self.believe, "reason": reason,
        });
        audit::log(work, "warning", "wallets", "wallet_settled", &data, work.now())?;
        work.changed(&[Kind::Wallets, Kind::Customers, Kind::Log]);
        wallet_of(work, self.customer_id)
    }
}

/// The wallet as its ledger ends, every break of the ledger up to there decided about.
fn back_to_the_ledger(work: &mut Work<'_>, customer: CustomerId) -> Result<Purse, Failure> {
    recount(work, customer)?;
    work.run(
        "UPDATE users SET balance = ledger_balance, frozen_balance = ledger_frozen, updated_at = ?2, ledger_broken_at = NULL,
             ledger_settled_to = CASE WHEN ledger_broken_at IS NULL THEN ledger_settled_to
                                      ELSE (SELECT MAX(id) FROM balance_operations WHERE user_id = ?1) END
         WHERE id = ?1",
        params![customer, work.now()],
    )?;
    purse_of(work, customer)
}

/// Open holds of more than is owned: what is missing comes in as a row, since the holds were promised to somebody.
fn cover_holds(work: &mut Work<'_>, purse: Purse, reason: &str) -> Result<Purse, Failure> {
    let missing = Cents(purse.held.0.saturating_sub(purse.balance.0).saturating_sub(purse.frozen.0));
    if missing <= Cents(0) {
        return Ok(purse);
    }
    move_to(work, &purse, filled(&purse, missing)?, reason)?;
    purse_of(work, purse.customer_id)
}

/// What is free becomes what the wallet said, with a row of its own; what no wallet can own is refused like any such amount.
fn level(work: &mut Work<'_>, purse: &Purse, believed: Cents, reason: &str) -> Result<(), Failure> {
    if believed == purse.balance {
        return Ok(());
    }
    if believed < Cents(0) {
        return Err(Refusal::new(Code::AmountInvalid).with("amount_cents", believed).into());
    }
    filled(&Purse { balance: Cents(0), ..purse.clone() }, believed)?;
    move_to(work, purse, believed, reason)
}

/// The row that makes so much free.
fn move_to(work: &mut Work<'_>, purse: &Purse, balance_after: Cents, reason: &str) -> Result<(), Failure> {
    let difference = balance_after.0.saturating_sub(purse.balance.0);
    let operation = if difference > 0 { OperationType::Deposit } else { OperationType::Withdraw };
    let amount = Cents(difference.saturating_abs());
    let frozen_after = purse.frozen;
    let entry = Entry { operation, amount, balance_after, frozen_after, transaction: None, reason };
    write_row(work, purse, &entry)
}
