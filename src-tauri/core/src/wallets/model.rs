//! Wallets as the desk tells them. Every amount is in hundredths of the wallet's currency.

use crate::base::{Cents, Currency, CustomerId, Day, HoldId, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a hold is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum HoldKind {
    /// A service that is being activated.
    #[default]
    Activation,
    /// Something that is rented.
    Rental,
}

crate::base::stored_as_text!(HoldKind { Activation => "activation", Rental => "rental" });

/// Where a hold stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum HoldStatus {
    /// Held, just made.
    Pending,
    /// Held, the service is under way.
    Waiting,
    /// Taken, wholly or in part.
    Completed,
    /// Given back.
    Cancelled,
    /// Given back since its deadline passed.
    Expired,
}

crate::base::stored_as_text!(HoldStatus {
    Pending => "pending", Waiting => "waiting", Completed => "completed", Cancelled => "cancelled", Expired => "expired",
});

impl HoldStatus {
    /// Whether its money is still held.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Waiting)
    }
}

/// What a row of the ledger did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum OperationType {
    /// Money came in.
    Deposit,
    /// Money went out.
    Withdraw,
    /// Free money became held.
    Freeze,
    /// Held money was taken.
    Commit,
    /// Held money became free.
    Refund,
    /// Held money was set right against the open holds.
    Correction,
}

crate::base::stored_as_text!(OperationType {
    Deposit => "deposit", Withdraw => "withdraw", Freeze => "freeze", Commit => "commit", Refund => "refund",
    Correction => "correction",
});

/// Whether wallet, ledger and holds agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// They do.
    Ok,
    /// Only what is held is off, and it is clear how to set it right.
    Warning,
    /// Money is not where the ledger says: a person decides.
    Critical,
}

crate::base::stored_as_text!(Health { Ok => "OK", Warning => "WARNING", Critical => "CRITICAL" });

/// A customer's wallet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Wallet {
    /// Whose.
    pub customer_id: CustomerId,
    /// Their name.
    pub customer_name: String,
    /// Their phone.
    pub customer_phone: Option<String>,
    /// Whether they are blocked.
    pub is_blocked: bool,
    /// What is free.
    pub balance_cents: Cents,
    /// What is held.
    pub frozen_cents: Cents,
    /// In which currency.
    pub currency: Currency,
    /// What the ledger says is free.
    pub ledger_balance_cents: Cents,
    /// What the ledger says is held.
    pub ledger_frozen_cents: Cents,
    /// The sum of the open holds.
    pub held_cents: Cents,
    /// How many holds are open.
    pub open_holds: i64,
    /// Whether all of that agrees.
    pub health: Health,
    /// When it moved last.
    pub updated_at: Timestamp,
}

/// A hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Hold {
    /// Which.
    pub hold_id: HoldId,
    /// Whose money.
    pub customer_id: CustomerId,
    /// Their name.
    pub customer_name: String,
    /// What it is for.
    pub kind: HoldKind,
    /// The service, as the caller names it.
    pub service: String,
    /// How much is (or was) held.
    pub amount_cents: Cents,
    /// How much of it was taken; `None` while it is open, and where nobody said (one that came from elsewhere already ended).
    pub committed_cents: Option<Cents>,
    /// In which currency.
    pub currency: Currency,
    /// Where it stands.
    pub status: HoldStatus,
    /// Why it was made.
    pub reason: Option<String>,
    /// The caller's name of the freeze.
    pub transaction_id: Option<String>,
    /// Since when.
    pub created_at: Timestamp,
    /// Until when at most.
    pub expires_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

/// A row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct LedgerRow {
    /// Its place in the ledger; greater is later.
    pub operation_id: i64,
    /// What it did.
    pub operation: OperationType,
    /// How much; a correction's may be negative (held money became free) or zero (only the wallet was put back to its ledger).
    pub amount_cents: Cents,
    /// Free before.
    pub balance_before_cents: Cents,
    /// Free after.
    pub balance_after_cents: Cents,
    /// Held before.
    pub frozen_before_cents: Cents,
    /// Held after.
    pub frozen_after_cents: Cents,
    /// In which currency.
    pub currency: Currency,
    /// The hold it belongs to.
    pub hold_id: Option<HoldId>,
    /// The caller's name of it.
    pub transaction_id: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// By whom; nobody when the desk did it by itself or another program wrote it.
    pub operator_name: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// A wallet with its open holds and the newest rows of its ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct WalletDetail {
    /// The wallet.
    pub wallet: Wallet,
    /// Its open holds, the oldest first.
    pub holds: Vec<Hold>,
    /// The newest fifty rows, the newest first.
    pub ledger: Vec<LedgerRow>,
    /// How many rows there are.
    pub ledger_rows: i64,
}

/// What a correction would make of a wallet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Correction {
    /// The wallet as it is.
    pub wallet: Wallet,
    /// What would be free.
    pub balance_after_cents: Cents,
    /// What would be held.
    pub frozen_after_cents: Cents,
    /// Names this very correction.
    pub digest: String,
}

/// What a look at all wallets found and did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct HealthReport {
    /// Wallets that were set right, each with a correction row.
    pub corrected: Vec<CustomerId>,
    /// Wallets that a person must decide about. Not touched.
    pub critical: Vec<CustomerId>,
    /// Holds that had passed their deadline and were given back.
    pub expired: i64,
}

/// A row of a ledger that does not continue the row before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LedgerBreak {
    /// Whose ledger.
    pub customer_id: CustomerId,
    /// Which row.
    pub operation_id: i64,
}

/// What a decision about a wallet rests on: all that the books say of its money, and nothing that must be counted first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purse {
    /// Whose.
    pub customer_id: CustomerId,
    /// Their name.
    pub customer_name: String,
    /// Whether they are blocked.
    pub is_blocked: bool,
    /// What is free.
    pub balance: Cents,
    /// What is held.
    pub frozen: Cents,
    /// In which currency.
    pub currency: Currency,
    /// What the ledger says is free.
    pub ledger_balance: Cents,
    /// What the ledger says is held.
    pub ledger_frozen: Cents,
    /// The sum of the open holds.
    pub held: Cents,
    /// Whether all of that agrees.
    pub health: Health,
}

/// The health of all wallets at a glance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct HealthSummary {
    /// How many wallets there are that ever held money.
    pub wallets: i64,
    /// The sick ones, the critical ones first.
    pub sick: Vec<Wallet>,
    /// What is free, by currency.
    pub totals: Vec<CurrencyTotal>,
}

/// What all wallets of a currency hold together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CurrencyTotal {
    /// Which currency.
    pub currency: Currency,
    /// Free.
    pub balance_cents: Cents,
    /// Held.
    pub frozen_cents: Cents,
    /// In how many open holds.
    pub open_holds: i64,
}

/// Open holds of an age.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct AgeClass {
    /// Younger than this many minutes; `None` for the oldest class.
    pub younger_than_minutes: Option<i64>,
    /// How many holds.
    pub holds: i64,
    /// How much they hold.
    pub amount_cents: Cents,
}

/// What a day's operations of one type came to, in the venue's days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct DayOperations {
    /// Which day.
    pub day: Day,
    /// Of which type.
    pub operation: OperationType,
    /// In which currency.
    pub currency: Currency,
    /// How many.
    pub count: i64,
    /// How much together; a correction counts as what it moved, whichever way.
    pub amount_cents: Cents,
}
