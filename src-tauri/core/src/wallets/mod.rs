//! Wallets: money that customers left with the venue, what is held of it, and the ledger that tells both again.
//!
//! The ledger moves the wallet, in the database itself (`migrations/0010_wallets.sql`): a hold that appears freezes, a hold that ends
//! commits or gives back, each with its row, whoever writes. Nothing in here may ever set `balance` or `frozen_balance` beside the
//! ledger, save to put back what somebody else set.

mod checks;
mod commands;
mod health;
mod holds;
pub mod model;
mod queries;
pub mod rules;
mod settle;
mod store;
mod sweep;

pub use commands::{Deposit, Withdraw};
pub use health::{CheckWallets, CorrectWallet, PreviewCorrection};
pub use holds::{CommitHold, FreezeFunds, HoldWaits, RefundHold};
pub use queries::{HoldsByAge, ListHolds, ListWallets, OperationsChart, ShowWallet, WalletHealth, WalletLedger};
pub use settle::{Believed, SettleWallet};
pub use sweep::SweepHolds;

pub(crate) use commands::{deposit, pay};

use crate::door::{CommandEntry, QueryEntry, Subject};

/// What can be done with wallets.
pub const SUBJECT: Subject = Subject {
    name: "wallets",
    commands: &[
        CommandEntry::of::<Deposit>(),
        CommandEntry::of::<Withdraw>(),
        CommandEntry::of::<FreezeFunds>(),
        CommandEntry::of::<HoldWaits>(),
        CommandEntry::of::<CommitHold>(),
        CommandEntry::of::<RefundHold>(),
        CommandEntry::of::<SweepHolds>(),
        CommandEntry::of::<CheckWallets>(),
        CommandEntry::of::<CorrectWallet>(),
        CommandEntry::of::<SettleWallet>(),
    ],
    queries: &[
        QueryEntry::of::<ListWallets>(),
        QueryEntry::of::<ShowWallet>(),
        QueryEntry::of::<WalletLedger>(),
        QueryEntry::of::<ListHolds>(),
        QueryEntry::of::<HoldsByAge>(),
        QueryEntry::of::<WalletHealth>(),
        QueryEntry::of::<PreviewCorrection>(),
        QueryEntry::of::<OperationsChart>(),
    ],
    checks: checks::CHECKS,
};
