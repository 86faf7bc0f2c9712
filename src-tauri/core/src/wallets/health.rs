//! The health of wallets: held money that is off, and money that is not where the ledger says.
//!
//! What is off only in its split is set right with a row; what is critical is told, and never touched but by a person
//! ([`super::settle`]).

use super::model::{Correction, Health, HealthReport, OperationType, Purse, Wallet};
use super::rules::{corrected, digest, undisputed};
use super::store::{Entry, WALLET, breaks, purse_of, recount, wallet, wallet_of, write_row};
use super::sweep::sweep;
use crate::base::{CustomerId, Millis};
use crate::desk::audit;
use crate::door::{Code, Command, Failure, Kind, Query, Role, View, Work};
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

/// How long an alert about a wallet is not repeated in the system log.
const ALERTED_FOR: Millis = Millis::from_minutes(24 * 60);

/// A wallet that money is about to move in: where only its split is off, it is set right first, with its row.
pub(super) fn mended(work: &mut Work<'_>, purse: Purse) -> Result<Purse, Failure> {
    if purse.health != Health::Warning {
        return Ok(purse);
    }
    correct(work, purse.customer_id)?;
    purse_of(work, purse.customer_id)
}

/// Writes the correction of a wallet whose health is a warning; says whether there was anything to correct. What is remembered
/// beside the wallet is counted anew first: a correction must rest on holds and rows, not on a memory of them.
pub(super) fn correct(work: &mut Work<'_>, customer: CustomerId) -> Result<bool, Failure> {
    recount(work, customer)?;
    let purse = purse_of(work, customer)?;
    if purse.health != Health::Warning {
        return Ok(false);
    }
    work.run(
        "UPDATE users SET balance = ledger_balance, frozen_balance = ledger_frozen, updated_at = ?2 WHERE id = ?1",
        params![customer, work.now()],
    )?;
    let (balance, frozen) = corrected(&purse);
    let reason = format!("frozen_balance said {}, open holds say {}", purse.frozen.0, purse.held.0);
    let entry = Entry {
        operation: OperationType::Correction,
        amount: crate::base::Cents(frozen.0.saturating_sub(purse.ledger_frozen.0)),
        balance_after: balance,
        frozen_after: frozen,
        transaction: None,
        reason: &reason,
    };
    write_row(work, &purse, &entry)?;
    let data = json!({
        "customer_id": customer, "customer": purse.customer_name, "frozen_before_cents": purse.frozen,
        "frozen_after_cents": frozen, "balance_before_cents": purse.balance, "balance_after_cents": balance,
        "currency": purse.currency,
    });
    audit::log(work, "warning", "wallets", "wallet_corrected", &data, work.now())?;
    work.changed(&[Kind::Log]);
    Ok(true)
}

/// Every wallet that is not well, the critical ones first. Costs by their number.
pub(super) fn sick(view: &View<'_>) -> Result<Vec<Wallet>, Failure> {
    view.all(&format!("{WALLET} WHERE u.wallet_health <> 'OK' ORDER BY u.wallet_health, u.id"), [], wallet)
}

/// Looks at every wallet and walks along the whole ledger: holds past their deadline are given back, what only the split is off of is
/// set right, what is critical is told in the system log (once a day) and not touched.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CheckWallets {}

impl Command for CheckWallets {
    type Output = HealthReport;
    const NAME: &'static str = "wallet.check_health";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<HealthReport, Failure> {
        mark_breaks(work)?;
        let expired = sweep(work)?;
        let mut report = HealthReport { corrected: Vec::new(), critical: Vec::new(), expired };
        for found in sick(work)? {
            if found.health == Health::Warning && correct(work, found.customer_id)? {
                report.corrected.push(found.customer_id);
            }
            let left = wallet_of(work, found.customer_id)?;
            if left.health == Health::Critical {
                alert(work, &left)?;
                report.critical.push(left.customer_id);
            }
        }
        Ok(report)
    }
}

/// A ledger that is broken makes its wallet critical until a person has decided.
fn mark_breaks(work: &mut Work<'_>) -> Result<(), Failure> {
    for found in breaks(work)? {
        let marked = work.run(
            "UPDATE users SET ledger_broken_at = ?2, updated_at = ?3 WHERE id = ?1 AND ledger_broken_at IS NULL",
            params![found.customer_id, found.operation_id, work.now()],
        )?;
        if marked > 0 {
            work.changed(&[Kind::Wallets, Kind::Customers]);
        }
    }
    Ok(())
}

fn alert(work: &mut Work<'_>, wallet: &Wallet) -> Result<(), Failure> {
    let data = json!({
        "customer_id": wallet.customer_id, "customer": wallet.customer_name, "balance_cents": wallet.balance_cents,
        "frozen_cents": wallet.frozen_cents, "ledger_balance_cents": wallet.ledger_balance_cents,
        "ledger_frozen_cents": wallet.ledger_frozen_cents, "held_cents": wallet.held_cents, "currency": wallet.currency,
    });
    let told = work.count(
        "SELECT COUNT(*) FROM system_logs WHERE code = 'wallet_critical' AND data = ?1 AND created_at > ?2",
        params![data.to_string(), work.now() - ALERTED_FOR],
    )?;
    if told == 0 {
        audit::log(work, "critical", "wallets", "wallet_critical", &data, work.now())?;
        work.changed(&[Kind::Log]);
    }
    Ok(())
}

/// What a correction would make of a wallet whose split is off.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PreviewCorrection {
    /// Whose.
    pub customer_id: CustomerId,
}

impl Query for PreviewCorrection {
    type Output = Correction;
    const NAME: &'static str = "wallet.correction";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = &[Kind::Wallets];

    fn answer(self, view: &View<'_>) -> Result<Correction, Failure> {
        let purse = purse_of(view, self.customer_id)?;
        correctable(&purse)?;
        let (balance_after_cents, frozen_after_cents) = corrected(&purse);
        let wallet = wallet_of(view, self.customer_id)?;
        Ok(Correction { wallet, balance_after_cents, frozen_after_cents, digest: digest(&purse) })
    }
}

fn correctable(purse: &Purse) -> Result<(), Failure> {
    match purse.health {
        Health::Warning => Ok(()),
        Health::Ok => Err(Code::WalletSound.into()),
        Health::Critical => undisputed(purse),
    }
}

/// Sets the split of a wallet right, with its correction row: the very correction that was shown, or nothing.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CorrectWallet {
    /// Whose.
    pub customer_id: CustomerId,
    /// Names the correction that was shown.
    pub digest: String,
}

impl Command for CorrectWallet {
    type Output = Wallet;
    const NAME: &'static str = "wallet.correct";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<Wallet, Failure> {
        let purse = purse_of(work, self.customer_id)?;
        correctable(&purse)?;
        if digest(&purse) != self.digest {
            return Err(Code::PlanOutdated.into());
        }
        work.concerns(Kind::Wallets, self.customer_id);
        correct(work, self.customer_id)?;
        wallet_of(work, self.customer_id)
    }
}
