//! The health of wallets: holds whose deadline is past, held money that is off, and money that is not where the ledger says.
//!
//! What is off only in `frozen_balance` is set right with a row; what is critical is told, and never touched but by a person.

use super::commands::TEXT_MOST;
use super::model::{Correction, Health, HealthReport, OperationType, Wallet};
use super::rules::{corrected, digest};
use super::store::{WALLET, hold_of, wallet, wallet_of, write_row};
use crate::base::{Cents, CustomerId, HoldId, Millis};
use crate::desk::audit;
use crate::door::{Code, Command, Failure, Kind, Query, Role, View, Work, required_line};
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

/// How long an alert about a wallet is not repeated in the system log.
const ALERTED_FOR: Millis = Millis::from_minutes(24 * 60);

/// A wallet that money is about to move in: where only its held part is off, it is set right first, with its row.
pub(super) fn mended(work: &mut Work<'_>, wallet: Wallet) -> Result<Wallet, Failure> {
    if wallet.health != Health::Warning {
        return Ok(wallet);
    }
    correct(work, &wallet)?;
    wallet_of(work, wallet.customer_id)
}

/// Writes the correction of a wallet whose health is a warning.
pub(super) fn correct(work: &mut Work<'_>, wallet: &Wallet) -> Result<(), Failure> {
    let (balance, frozen) = corrected(wallet);
    let amount = Cents(frozen.0 - wallet.ledger_frozen_cents.0);
    let reason = format!("frozen_balance said {}, open holds say {}", wallet.frozen_cents.0, wallet.held_cents.0);
    write_row(work, wallet, OperationType::Correction, amount, balance, frozen, None, &reason)?;
    let data = json!({
        "customer_id": wallet.customer_id, "customer": wallet.customer_name, "frozen_before_cents": wallet.frozen_cents,
        "frozen_after_cents": frozen, "balance_before_cents": wallet.balance_cents, "balance_after_cents": balance,
    });
    audit::log(work, "warning", "wallets", "wallet_corrected", &data, work.now())
}

pub(super) fn sick(view: &View<'_>) -> Result<Vec<Wallet>, Failure> {
    view.all(&format!("{WALLET} WHERE u.wallet_health <> 'OK' ORDER BY u.wallet_health, u.id"), [], wallet)
}

/// Gives back the money of holds whose deadline is past. Costs by what is due; changes nothing when nothing is.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SweepHolds {}

impl Command for SweepHolds {
    type Output = i64;
    const NAME: &'static str = "wallet.sweep";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<i64, Failure> {
        sweep(work)
    }
}

/// A hold in a wallet that a person must decide about stays as it is: its end would be refused.
fn sweep(work: &mut Work<'_>) -> Result<i64, Failure> {
    let due: Vec<HoldId> = work.all(
        "SELECT a.id FROM activations a JOIN users u ON u.id = a.user_id
         WHERE a.status IN ('pending', 'waiting') AND a.expires_at IS NOT NULL AND a.expires_at <= ?1 AND u.wallet_health <> 'CRITICAL'
         ORDER BY a.expires_at, a.id",
        [work.now()],
        |row| row.get(0),
    )?;
    for id in &due {
        expire(work, *id)?;
    }
    Ok(i64::try_from(due.len()).unwrap_or(i64::MAX))
}

/// Gives the money of a hold back since its deadline is past; does nothing where it has ended meanwhile.
pub(super) fn expire(work: &mut Work<'_>, id: HoldId) -> Result<(), Failure> {
    let hold = hold_of(work, id)?;
    let wallet = mended(work, wallet_of(work, hold.customer_id)?)?;
    if !hold.status.is_open() || wallet.health == Health::Critical {
        return Ok(());
    }
    work.run(
        "UPDATE activations SET status = 'expired', ended_at = ?2, end_reason = 'deadline', changed_by = ?3, updated_at = ?2 WHERE id = ?1",
        params![id, work.now(), work.operator()],
    )?;
    work.changed(&[Kind::Wallets, Kind::Customers]);
    Ok(())
}

/// Looks at every wallet: holds past their deadline are given back, what only held money is off is set right, what is critical is
/// told in the system log (once a day) and not touched.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CheckWallets {}

impl Command for CheckWallets {
    type Output = HealthReport;
    const NAME: &'static str = "wallet.check_health";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<HealthReport, Failure> {
        let expired = sweep(work)?;
        let mut report = HealthReport { corrected: Vec::new(), critical: Vec::new(), expired };
        for wallet in sick(work)? {
            if wallet.health == Health::Warning {
                correct(work, &wallet)?;
                report.corrected.push(wallet.customer_id);
            } else {
                alert(work, &wallet)?;
                report.critical.push(wallet.customer_id);
            }
        }
        Ok(report)
    }
}

fn alert(work: &mut Work<'_>, wallet: &Wallet) -> Result<(), Failure> {
    let data = json!({
        "customer_id": wallet.customer_id, "customer": wallet.customer_name, "balance_cents": wallet.balance_cents,
        "frozen_cents": wallet.frozen_cents, "ledger_balance_cents": wallet.ledger_balance_cents,
        "ledger_frozen_cents": wallet.ledger_frozen_cents, "held_cents": wallet.held_cents,
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

/// What a correction would make of a wallet whose held money is off.
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
        let wallet = wallet_of(view, self.customer_id)?;
        correctable(&wallet)?;
        let (balance_after_cents, frozen_after_cents) = corrected(&wallet);
        let digest = digest(&wallet);
        Ok(Correction { wallet, balance_after_cents, frozen_after_cents, digest })
    }
}

fn correctable(wallet: &Wallet) -> Result<(), Failure> {
    match wallet.health {
        Health::Warning => Ok(()),
        Health::Ok => Err(Code::WalletSound.into()),
        Health::Critical => super::rules::undisputed(wallet),
    }
}

/// Sets the held money of a wallet right, with its correction row: the very correction that was shown, or nothing.
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
        let wallet = wallet_of(work, self.customer_id)?;
        correctable(&wallet)?;
        if digest(&wallet) != self.digest {
            return Err(Code::PlanOutdated.into());
        }
        work.concerns(Kind::Wallets, self.customer_id);
        correct(work, &wallet)?;
        wallet_of(work, self.customer_id)
    }
}

/// Which side a person believes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Believed {
    /// The ledger: the wallet is put back to what it says.
    Ledger,
    /// The wallet: the difference gets a row of its own.
    Wallet,
}

/// Decides about a wallet whose money is not where its ledger says.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SettleWallet {
    /// Whose.
    pub customer_id: CustomerId,
    /// Which side is right.
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
        let said = wallet_of(work, self.customer_id)?;
        if said.health != Health::Critical {
            return Err(Code::WalletSound.into());
        }
        work.concerns(Kind::Wallets, self.customer_id);
        // First back to the ledger, and what is held to the open holds; then, if the wallet is believed, the difference as a row.
        work.run(
            "UPDATE users SET balance = ledger_balance, frozen_balance = ledger_frozen, updated_at = ?2 WHERE id = ?1",
            params![self.customer_id, work.now()],
        )?;
        let wallet = wallet_of(work, self.customer_id)?;
        let owned = wallet.balance_cents.0 + wallet.frozen_cents.0;
        if wallet.held_cents.0 > owned {
            cover_holds(work, &wallet, owned, &reason)?;
        }
        let wallet = wallet_of(work, self.customer_id)?;
        let wallet = mended(work, wallet)?;
        if self.believe == Believed::Wallet {
            level(work, &wallet, said.balance_cents, &reason)?;
        }
        let data = json!({ "customer_id": self.customer_id, "customer": said.customer_name, "believed": self.believe, "reason": reason });
        audit::log(work, "warning", "wallets", "wallet_settled", &data, work.now())?;
        work.changed(&[Kind::Wallets, Kind::Customers, Kind::Log]);
        wallet_of(work, self.customer_id)
    }
}

/// Open holds of more than is owned: what is missing comes in as a row, since the holds were promised to somebody.
fn cover_holds(work: &mut Work<'_>, wallet: &Wallet, owned: i64, reason: &str) -> Result<(), Failure> {
    let missing = Cents(wallet.held_cents.0 - owned);
    let after = Cents(wallet.balance_cents.0 + missing.0);
    write_row(work, wallet, OperationType::Deposit, missing, after, wallet.frozen_cents, None, reason)
}

fn level(work: &mut Work<'_>, wallet: &Wallet, believed: Cents, reason: &str) -> Result<(), Failure> {
    let difference = believed.0 - wallet.balance_cents.0;
    let operation = if difference > 0 { OperationType::Deposit } else { OperationType::Withdraw };
    if difference == 0 {
        return Ok(());
    }
    write_row(work, wallet, operation, Cents(difference.abs()), believed, wallet.frozen_cents, None, reason)
}
