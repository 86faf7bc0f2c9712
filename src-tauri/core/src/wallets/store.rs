//! The statements of wallets.

use super::model::{Hold, LedgerRow, OperationType, Wallet};
use crate::base::{Cents, CustomerId, HoldId};
use crate::door::{Code, Failure, Kind, Refusal, View, Work};
use rusqlite::{Row, params};

/// The columns of a wallet, in the order in which [`wallet`] reads them.
pub(super) const WALLET: &str = "SELECT u.id, u.username, u.phone, u.is_blocked, u.balance, u.frozen_balance, u.currency, u.ledger_balance,
    u.ledger_frozen, u.held_amount, (SELECT COUNT(*) FROM activations a WHERE a.user_id = u.id AND a.status IN ('pending', 'waiting')),
    u.wallet_health, u.updated_at FROM users u";

pub(super) fn wallet(row: &Row<'_>) -> rusqlite::Result<Wallet> {
    Ok(Wallet {
        customer_id: row.get(0)?,
        customer_name: row.get(1)?,
        customer_phone: row.get(2)?,
        is_blocked: row.get(3)?,
        balance_cents: row.get(4)?,
        frozen_cents: row.get(5)?,
        currency: row.get(6)?,
        ledger_balance_cents: row.get(7)?,
        ledger_frozen_cents: row.get(8)?,
        held_cents: row.get(9)?,
        open_holds: row.get(10)?,
        health: row.get(11)?,
        updated_at: row.get(12)?,
    })
}

/// A wallet that must be there.
pub(super) fn wallet_of(view: &View<'_>, customer: CustomerId) -> Result<Wallet, Failure> {
    view.one(&format!("{WALLET} WHERE u.id = ?1"), [customer], wallet)?.ok_or_else(|| Code::CustomerUnknown.into())
}

/// The columns of a hold, in the order in which [`hold`] reads them.
pub(super) const HOLD: &str = "SELECT a.id, a.user_id, u.username, a.kind, a.service, a.frozen_amount,
    CASE WHEN a.status IN ('pending', 'waiting') THEN NULL ELSE a.committed_amount END, u.currency, a.status, a.reason, a.transaction_id,
    a.created_at, a.expires_at, a.ended_at, a.end_transaction_id FROM activations a JOIN users u ON u.id = a.user_id";

pub(super) fn hold(row: &Row<'_>) -> rusqlite::Result<Hold> {
    Ok(Hold {
        hold_id: row.get(0)?,
        customer_id: row.get(1)?,
        customer_name: row.get(2)?,
        kind: row.get(3)?,
        service: row.get(4)?,
        amount_cents: row.get(5)?,
        committed_cents: row.get(6)?,
        currency: row.get(7)?,
        status: row.get(8)?,
        reason: row.get(9)?,
        transaction_id: row.get(10)?,
        created_at: row.get(11)?,
        expires_at: row.get(12)?,
        ended_at: row.get(13)?,
    })
}

/// A hold that must be there.
pub(super) fn hold_of(view: &View<'_>, id: HoldId) -> Result<Hold, Failure> {
    view.one(&format!("{HOLD} WHERE a.id = ?1"), [id], hold)?.ok_or_else(|| Code::HoldUnknown.into())
}

/// The columns of a row of the ledger, in the order in which [`ledger_row`] reads them.
pub(super) const LEDGER: &str =
    "SELECT o.id, o.operation_type, o.amount, o.balance_before, o.balance_after, o.frozen_before,
    o.frozen_after, o.activation_id, o.transaction_id, o.reason, p.name, o.created_at
    FROM balance_operations o LEFT JOIN operators p ON p.id = o.operator_id";

pub(super) fn ledger_row(row: &Row<'_>) -> rusqlite::Result<LedgerRow> {
    Ok(LedgerRow {
        operation_id: row.get(0)?,
        operation: row.get(1)?,
        amount_cents: row.get(2)?,
        balance_before_cents: row.get(3)?,
        balance_after_cents: row.get(4)?,
        frozen_before_cents: row.get(5)?,
        frozen_after_cents: row.get(6)?,
        hold_id: row.get(7)?,
        transaction_id: row.get(8)?,
        reason: row.get(9)?,
        operator_name: row.get(10)?,
        at: row.get(11)?,
    })
}

/// Whose transaction of that name it was, of which type and amount, if it was made.
pub(super) fn made_before(
    view: &View<'_>,
    transaction: &str,
) -> Result<Option<(CustomerId, OperationType, Cents)>, Failure> {
    view.one(
        "SELECT user_id, operation_type, amount FROM balance_operations WHERE transaction_id = ?1",
        [transaction],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// The refusal of a transaction id that stands for something else already.
pub(super) fn reused(transaction: &str) -> Failure {
    Refusal::new(Code::TransactionReused).with("transaction", transaction).into()
}

/// A row that moves free money, in or out. The trigger behind it moves the wallet.
pub(super) fn write_row(
    work: &mut Work<'_>,
    wallet: &Wallet,
    operation: OperationType,
    amount: Cents,
    balance_after: Cents,
    frozen_after: Cents,
    transaction: Option<&str>,
    reason: &str,
) -> Result<(), Failure> {
    work.run(
        "INSERT INTO balance_operations (user_id, operation_type, amount, balance_before, balance_after, frozen_before, frozen_after,
             transaction_id, reason, operator_id, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            wallet.customer_id, operation, amount, wallet.ledger_balance_cents, balance_after, wallet.ledger_frozen_cents, frozen_after,
            transaction, reason, work.operator(), work.now(),
        ],
    )?;
    work.changed(&[Kind::Wallets, Kind::Customers]);
    Ok(())
}
