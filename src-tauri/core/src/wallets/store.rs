//! The statements of wallets.

use super::model::{Hold, LedgerBreak, LedgerRow, OperationType, Purse, Wallet};
use crate::base::{Cents, CustomerId, HoldId};
use crate::door::{Code, Failure, Kind, Refusal, View, Work};
use rusqlite::{Row, params};
use std::collections::HashMap;

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

/// A wallet that must be there, as it is shown.
pub(super) fn wallet_of(view: &View<'_>, customer: CustomerId) -> Result<Wallet, Failure> {
    view.one(&format!("{WALLET} WHERE u.id = ?1"), [customer], wallet)?.ok_or_else(|| Code::CustomerUnknown.into())
}

/// A wallet that must be there, as decisions rest on it: one row by its key, whatever is held in it.
pub(super) fn purse_of(view: &View<'_>, customer: CustomerId) -> Result<Purse, Failure> {
    let purse = |row: &Row<'_>| {
        Ok(Purse {
            customer_id: row.get(0)?,
            customer_name: row.get(1)?,
            is_blocked: row.get(2)?,
            balance: row.get(3)?,
            frozen: row.get(4)?,
            currency: row.get(5)?,
            ledger_balance: row.get(6)?,
            ledger_frozen: row.get(7)?,
            held: row.get(8)?,
            health: row.get(9)?,
        })
    };
    view.one(
        "SELECT id, username, is_blocked, balance, frozen_balance, currency, ledger_balance, ledger_frozen, held_amount, wallet_health
         FROM users WHERE id = ?1",
        [customer],
        purse,
    )?
    .ok_or_else(|| Code::CustomerUnknown.into())
}

/// The columns of a hold, in the order in which [`hold`] reads them.
pub(super) const HOLD: &str = "SELECT a.id, a.user_id, u.username, a.kind, a.service, a.frozen_amount,
    CASE WHEN a.status IN ('pending', 'waiting') THEN NULL ELSE a.committed_amount END, COALESCE(a.currency, u.currency), a.status,
    a.reason, a.transaction_id, a.created_at, a.expires_at, a.ended_at FROM activations a JOIN users u ON u.id = a.user_id";

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
    o.frozen_after, COALESCE(o.currency, u.currency), o.activation_id, o.transaction_id, o.reason, p.name, o.created_at
    FROM balance_operations o JOIN users u ON u.id = o.user_id LEFT JOIN operators p ON p.id = o.operator_id";

pub(super) fn ledger_row(row: &Row<'_>) -> rusqlite::Result<LedgerRow> {
    Ok(LedgerRow {
        operation_id: row.get(0)?,
        operation: row.get(1)?,
        amount_cents: row.get(2)?,
        balance_before_cents: row.get(3)?,
        balance_after_cents: row.get(4)?,
        frozen_before_cents: row.get(5)?,
        frozen_after_cents: row.get(6)?,
        currency: row.get(7)?,
        hold_id: row.get(8)?,
        transaction_id: row.get(9)?,
        reason: row.get(10)?,
        operator_name: row.get(11)?,
        at: row.get(12)?,
    })
}

/// What a transaction of some name did.
pub(super) struct Made {
    pub customer: CustomerId,
    pub operation: OperationType,
    pub amount: Cents,
    pub hold: Option<HoldId>,
}

/// What the transaction of that name did, if it was made: every row of the ledger that has a name has it alone.
pub(super) fn made_before(view: &View<'_>, transaction: &str) -> Result<Option<Made>, Failure> {
    view.one(
        "SELECT user_id, operation_type, amount, activation_id FROM balance_operations WHERE transaction_id = ?1",
        [transaction],
        |row| Ok(Made { customer: row.get(0)?, operation: row.get(1)?, amount: row.get(2)?, hold: row.get(3)? }),
    )
}

/// The refusal of a transaction id that stands for something else already.
pub(super) fn reused(transaction: &str) -> Failure {
    Refusal::new(Code::TransactionReused).with("transaction", transaction).into()
}

/// A row that is to be written into the ledger, after the one that the purse tells of.
pub(super) struct Entry<'a> {
    pub operation: OperationType,
    pub amount: Cents,
    pub balance_after: Cents,
    pub frozen_after: Cents,
    pub transaction: Option<&'a str>,
    pub reason: &'a str,
}

/// Writes the row. The trigger behind it moves the wallet.
pub(super) fn write_row(work: &mut Work<'_>, purse: &Purse, entry: &Entry<'_>) -> Result<(), Failure> {
    work.run(
        "INSERT INTO balance_operations (user_id, operation_type, amount, balance_before, balance_after, frozen_before, frozen_after,
             transaction_id, reason, operator_id, currency, created_at)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, currency, ?11 FROM users WHERE id = ?1",
        params![
            purse.customer_id, entry.operation, entry.amount, purse.ledger_balance, entry.balance_after, purse.ledger_frozen,
            entry.frozen_after, entry.transaction, entry.reason, work.operator(), work.now(),
        ],
    )?;
    work.changed(&[Kind::Wallets, Kind::Customers]);
    Ok(())
}

/// Sets what is remembered beside a wallet to what its ledger and its holds say.
pub(super) fn recount(work: &mut Work<'_>, customer: CustomerId) -> Result<(), Failure> {
    work.run(
        "UPDATE users SET updated_at = ?2,
             held_amount = COALESCE((SELECT SUM(frozen_amount) FROM activations
                                     WHERE user_id = ?1 AND status IN ('pending', 'waiting')), 0),
             ledger_balance = COALESCE((SELECT balance_after FROM balance_operations WHERE user_id = ?1 ORDER BY id DESC LIMIT 1), 0),
             ledger_frozen = COALESCE((SELECT frozen_after FROM balance_operations WHERE user_id = ?1 ORDER BY id DESC LIMIT 1), 0)
         WHERE id = ?1",
        params![customer, work.now()],
    )?;
    work.changed(&[Kind::Wallets, Kind::Customers]);
    Ok(())
}

/// Walks along the whole ledger once, in the order in which it was written: every row that does not continue the row before it, save
/// those that a person has decided about. Costs by the ledger's length: about a third of a second for a million rows.
pub(super) fn breaks(view: &View<'_>) -> Result<Vec<LedgerBreak>, Failure> {
    let settled: HashMap<i64, i64> = view
        .all("SELECT id, ledger_settled_to FROM users WHERE ledger_settled_to > 0", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .into_iter()
        .collect();
    let mut left: HashMap<i64, (i64, i64)> = HashMap::new();
    let mut found = Vec::new();
    let mut statement = view.prepare(
        "SELECT id, user_id, balance_before, frozen_before, balance_after, frozen_after FROM balance_operations ORDER BY id",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (operation_id, customer): (i64, i64) = (row.get(0)?, row.get(1)?);
        let before = left.insert(customer, (row.get(4)?, row.get(5)?)).unwrap_or_default();
        let is_settled = settled.get(&customer).is_some_and(|row| operation_id <= *row);
        if before != (row.get(2)?, row.get(3)?) && !is_settled {
            found.push(LedgerBreak { customer_id: CustomerId(customer), operation_id });
        }
    }
    Ok(found)
}
