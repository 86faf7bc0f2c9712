//! What must hold of wallets. The live ones cost by how many are sick; the thorough ones recount everything from the ledger alone.

use super::health::{correct, sick};
use super::model::{Health, Wallet};
use super::rules::corrected;
use super::store::{breaks, purse_of, recount};
use super::sweep::expire;
use crate::base::{CustomerId, HoldId, Millis, Timestamp};
use crate::door::{Code, Failure, View};
use crate::monitor::{Check, Finding, Findings, Fix, Severity};
use rusqlite::Row;

/// The checks of this subject, causes before their effects.
pub const CHECKS: &[Check] = &[
    Check {
        name: "wallet_hold_overdue",
        area: "wallets",
        severity: Severity::Warning,
        find: overdue,
        plan: Some(plan_overdue),
    },
    Check {
        name: "wallet_memory_drifted",
        area: "wallets",
        severity: Severity::Warning,
        find: drifted,
        plan: Some(plan_drifted),
    },
    Check {
        name: "wallet_frozen_off",
        area: "wallets",
        severity: Severity::Warning,
        find: warned,
        plan: Some(plan_warned),
    },
    Check { name: "wallet_critical", area: "wallets", severity: Severity::Critical, find: critical, plan: None },
    Check {
        name: "wallet_ledger_broken",
        area: "wallets",
        severity: Severity::Critical,
        find: ledger_broken,
        plan: None,
    },
];

/// Late by more than this is no longer the ordinary second between two ticks.
const LATE: Millis = Millis(5_000);

/// A hold in a wallet that a person must decide about is told there, and stays.
const OVERDUE: &str = "SELECT a.id, u.username, a.expires_at, u.wallet_health FROM activations a JOIN users u ON u.id = a.user_id
    WHERE a.status IN ('pending', 'waiting') AND a.expires_at IS NOT NULL AND a.expires_at <= ?1 AND u.wallet_health <> 'CRITICAL'
    ORDER BY a.expires_at, a.id";

fn overdue(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    let rows = view.all(OVERDUE, [view.now() - LATE], |row| {
        let until: Timestamp = row.get(2)?;
        let label = format!("#{} {}", row.get::<_, i64>(0)?, row.get::<_, String>(1)?);
        Ok(Finding::new(row.get::<_, i64>(0)?, label).with("until_at", until).since(Some(until)))
    })?;
    Ok(Findings::counted(rows, limit))
}

fn plan_overdue(view: &View<'_>) -> Result<Vec<Fix>, Failure> {
    let due: Vec<(HoldId, String)> = view.all(OVERDUE, [view.now()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let fix = |(id, customer): (HoldId, String)| Fix {
        id: id.to_string(),
        label: format!("#{id} {customer}"),
        field: "hold.status",
        before: "pending".into(),
        after: "expired".into(),
        apply: Box::new(move |work| expire(work, id).map(drop)),
    };
    Ok(due.into_iter().map(fix).collect())
}

/// What is remembered beside the wallet, recounted from the ledger and the holds: so that not even the memory is taken on trust.
const DRIFTED: &str = "SELECT u.id, u.username, u.held_amount, u.ledger_balance, u.ledger_frozen, COALESCE(h.total, 0),
        COALESCE(l.balance_after, 0), COALESCE(l.frozen_after, 0), u.updated_at
    FROM users u
    LEFT JOIN (SELECT user_id, SUM(frozen_amount) AS total FROM activations WHERE status IN ('pending', 'waiting') GROUP BY user_id) h
         ON h.user_id = u.id
    LEFT JOIN balance_operations l ON l.id = (SELECT MAX(id) FROM balance_operations WHERE user_id = u.id)
    WHERE u.held_amount <> COALESCE(h.total, 0) OR u.ledger_balance <> COALESCE(l.balance_after, 0)
       OR u.ledger_frozen <> COALESCE(l.frozen_after, 0) ORDER BY u.id";

fn remembered(row: &Row<'_>, from: usize) -> rusqlite::Result<String> {
    Ok(format!("{}/{}/{}", row.get::<_, i64>(from)?, row.get::<_, i64>(from + 1)?, row.get::<_, i64>(from + 2)?))
}

fn drifted(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    let rows = view.all(DRIFTED, [], |row| {
        Ok(Finding::new(row.get::<_, i64>(0)?, row.get::<_, String>(1)?)
            .with("told", remembered(row, 2)?)
            .with("is", remembered(row, 5)?)
            .since(row.get(8)?))
    })?;
    Ok(Findings::counted(rows, limit))
}

fn plan_drifted(view: &View<'_>) -> Result<Vec<Fix>, Failure> {
    let found: Vec<(CustomerId, String, String, String)> =
        view.all(DRIFTED, [], |row| Ok((row.get(0)?, row.get(1)?, remembered(row, 2)?, remembered(row, 5)?)))?;
    let fix = |(id, customer, before, after): (CustomerId, String, String, String)| Fix {
        id: id.to_string(),
        label: customer,
        field: "wallet.memory",
        before,
        after,
        apply: Box::new(move |work| recount(work, id)),
    };
    Ok(found.into_iter().map(fix).collect())
}

fn warned(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    let rows = of_health(view, Health::Warning)?.into_iter().map(|wallet| {
        Finding::new(wallet.customer_id, wallet.customer_name)
            .with("frozen_cents", wallet.frozen_cents)
            .with("held_cents", wallet.held_cents)
            .with("currency", wallet.currency)
            .since(Some(wallet.updated_at))
    });
    Ok(Findings::counted(rows.collect(), limit))
}

fn plan_warned(view: &View<'_>) -> Result<Vec<Fix>, Failure> {
    let fix = |wallet: Wallet| {
        let id = wallet.customer_id;
        let (balance, frozen) = corrected(&purse_of(view, id)?);
        Ok(Fix {
            id: id.to_string(),
            label: wallet.customer_name,
            field: "wallet.frozen_balance",
            before: format!("{} / {}", wallet.balance_cents.0, wallet.frozen_cents.0),
            after: format!("{} / {}", balance.0, frozen.0),
            apply: Box::new(move |work| correct(work, id).map(drop)),
        })
    };
    of_health(view, Health::Warning)?.into_iter().map(fix).collect()
}

fn of_health(view: &View<'_>, health: Health) -> Result<Vec<Wallet>, Failure> {
    Ok(sick(view)?.into_iter().filter(|wallet| wallet.health == health).collect())
}

fn critical(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    let rows = of_health(view, Health::Critical)?.into_iter().map(|wallet| {
        Finding::new(wallet.customer_id, wallet.customer_name)
            .with("balance_cents", wallet.balance_cents)
            .with("ledger_cents", wallet.ledger_balance_cents)
            .with("currency", wallet.currency)
            .since(Some(wallet.updated_at))
    });
    Ok(Findings::counted(rows.collect(), limit))
}

/// Rows that do not continue the row before them: the trigger refuses such a row, foreign data may hold it all the same.
fn ledger_broken(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    let told = |found: super::model::LedgerBreak| {
        view.one(
            "SELECT u.username, o.created_at FROM balance_operations o JOIN users u ON u.id = o.user_id WHERE o.id = ?1",
            [found.operation_id],
            |row| {
                let id = found.operation_id;
                Ok(Finding::new(id, row.get::<_, String>(0)?).with("row", id).since(row.get(1)?))
            },
        )?
        .ok_or_else(|| Code::CustomerUnknown.into())
    };
    let rows: Vec<Finding> = breaks(view)?.into_iter().map(told).collect::<Result<_, Failure>>()?;
    Ok(Findings::counted(rows, limit))
}
