//! Wallets in a venue: filled, held, asked; and what SQLite itself says of them.

use crate::support::Venue;
use comptoir_core::base::{Cents, Currency, CustomerId, HoldId, Millis};
use comptoir_core::door::{Code, DoorError};
use comptoir_core::wallets::model::{Hold, LedgerRow, Wallet, WalletDetail};
use comptoir_core::wallets::{CommitHold, Deposit, FreezeFunds, RefundHold, ShowWallet, WalletLedger, Withdraw};

pub fn deposit_of(customer_id: CustomerId, amount: i64) -> Deposit {
    Deposit { customer_id, amount_cents: Cents(amount), currency: None, transaction_id: None, reason: "test".into() }
}

pub fn withdraw_of(customer_id: CustomerId, amount: i64) -> Withdraw {
    Withdraw { customer_id, amount_cents: Cents(amount), transaction_id: None, reason: "test".into() }
}

pub fn freeze_of(customer_id: CustomerId, amount: i64, transaction: &str) -> FreezeFunds {
    FreezeFunds {
        customer_id,
        amount_cents: Cents(amount),
        transaction_id: transaction.into(),
        reason: "test".into(),
        kind: Default::default(),
        service: None,
        currency: None,
        expires_at: None,
    }
}

pub fn commit_of(hold_id: HoldId) -> CommitHold {
    CommitHold { hold_id, amount_cents: None, customer_id: None, transaction_id: None, reason: None }
}

pub fn refund_of(hold_id: HoldId) -> RefundHold {
    RefundHold { hold_id, customer_id: None, transaction_id: None, reason: None }
}

impl Venue {
    /// A customer who owns so much.
    pub fn saver(&self, amount: i64) -> CustomerId {
        let customer = self.customer("Awa Diop");
        if amount > 0 {
            self.run(deposit_of(customer, amount)).unwrap();
        }
        customer
    }

    pub fn hold(&self, customer: CustomerId, amount: i64, transaction: &str) -> Hold {
        self.run(freeze_of(customer, amount, transaction)).unwrap()
    }

    /// A hold that lasts so many seconds.
    pub fn hold_for(&self, customer: CustomerId, amount: i64, transaction: &str, seconds: i64) -> Hold {
        let expires_at = Some(self.now() + Millis(seconds * 1_000));
        self.run(FreezeFunds { expires_at, ..freeze_of(customer, amount, transaction) }).unwrap()
    }

    pub fn wallet(&self, customer_id: CustomerId) -> WalletDetail {
        self.ask(ShowWallet { customer_id })
    }

    /// Free, held, and how well the wallet is.
    pub fn purse(&self, customer: CustomerId) -> (i64, i64, &'static str) {
        let Wallet { balance_cents, frozen_cents, health, .. } = self.wallet(customer).wallet;
        (balance_cents.0, frozen_cents.0, health.word())
    }

    /// The ledger, oldest first: what, how much, free after, held after.
    pub fn ledger(&self, customer_id: CustomerId) -> Vec<(&'static str, i64, i64, i64)> {
        let rows = self.ask(WalletLedger { customer_id, before: None, limit: Some(500) });
        let told = |row: &LedgerRow| {
            (row.operation.word(), row.amount_cents.0, row.balance_after_cents.0, row.frozen_after_cents.0)
        };
        rows.iter().rev().map(told).collect()
    }

    /// The health of a wallet by the view of the older console.
    pub fn seen_health(&self, customer: CustomerId) -> String {
        self.value(&format!("SELECT health_status FROM v_frozen_balance_health WHERE user_id = {customer}"))
    }

    pub fn logged(&self, code: &str) -> i64 {
        self.value(&format!("SELECT COUNT(*) FROM system_logs WHERE code = '{code}'"))
    }
}

/// The code of a refusal.
pub fn code<T: std::fmt::Debug>(outcome: Result<T, DoorError>) -> Code {
    outcome.unwrap_err().code
}

pub const EUR: Option<Currency> = Some(Currency::Eur);
