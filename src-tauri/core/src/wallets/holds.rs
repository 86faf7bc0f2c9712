//! Holds: money set aside, then taken, wholly or in part, or given back. A hold ends once.

use super::commands::{TEXT_MOST, in_order, transaction_of};
use super::model::{Hold, HoldKind, HoldStatus, OperationType};
use super::rules::{affordable, can_end, in_time, movable, same_currency};
use super::store::{hold_of, made_before, purse_of, reused};
use crate::base::{Cents, Currency, CustomerId, HoldId, Timestamp};
use crate::door::{Code, Command, Failure, Kind, Refusal, Role, View, Work, optional_line, required_line};
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Sets money of a wallet aside: it is no longer free, and not yet taken.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct FreezeFunds {
    /// Whose.
    pub customer_id: CustomerId,
    /// How much, in hundredths of the wallet's currency.
    pub amount_cents: Cents,
    /// The caller's name of it: the same name twice freezes once and gives the same answer.
    pub transaction_id: String,
    /// Why.
    pub reason: String,
    /// What it is for.
    #[serde(default)]
    #[ts(optional, as = "Option<HoldKind>")]
    pub kind: HoldKind,
    /// The service, as the caller names it.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub service: Option<String>,
    /// The currency the caller reckons in; the wallet's own when left out.
    #[serde(default)]
    #[ts(optional, as = "Option<Currency>")]
    pub currency: Option<Currency>,
    /// Until when at most; then the money is free again.
    #[serde(default)]
    #[ts(optional, as = "Option<Timestamp>")]
    pub expires_at: Option<Timestamp>,
}

impl Command for FreezeFunds {
    type Output = Hold;
    const NAME: &'static str = "wallet.freeze";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<Hold, Failure> {
        let amount = movable(self.amount_cents)?;
        let transaction = required_line("transaction_id", &self.transaction_id, TEXT_MOST)?;
        transaction_of(Some(&transaction))?;
        let reason = required_line("reason", &self.reason, TEXT_MOST)?;
        let service = optional_line("service", self.service.as_deref(), TEXT_MOST)?.unwrap_or_default();
        work.concerns(Kind::Wallets, self.customer_id);
        let purse = purse_of(work, self.customer_id)?;
        if let Some(made) = frozen_before(work, &transaction, self.customer_id, amount)? {
            return hold_of(work, made);
        }
        if purse.is_blocked {
            return Err(Code::CustomerBlocked.into());
        }
        in_time(self.expires_at, work.now())?;
        let currency = self.currency.unwrap_or(purse.currency);
        same_currency(&purse, currency)?;
        let purse = in_order(work, purse)?;
        affordable(&purse, amount, currency)?;
        let id = HoldId(work.insert(
            "INSERT INTO activations (user_id, kind, service, frozen_amount, currency, status, expires_at, transaction_id, reason,
                 changed_by, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, 'pending', ?6, ?7, ?8, ?9, ?10, ?10)",
            params![
                self.customer_id, self.kind, service, amount, purse.currency, self.expires_at, transaction, reason, work.operator(),
                work.now(),
            ],
        )?);
        work.changed(&[Kind::Wallets, Kind::Customers]);
        hold_of(work, id)
    }
}

/// The hold that this transaction made already.
fn frozen_before(
    view: &View<'_>,
    transaction: &str,
    customer: CustomerId,
    amount: Cents,
) -> Result<Option<HoldId>, Failure> {
    let Some(made) = made_before(view, transaction)? else { return Ok(None) };
    match made.hold {
        Some(hold) if (made.customer, made.operation, made.amount) == (customer, OperationType::Freeze, amount) => {
            Ok(Some(hold))
        }
        _ => Err(reused(transaction)),
    }
}

/// Says that the service of a hold is under way. Its money stays held.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct HoldWaits {
    /// Which.
    pub hold_id: HoldId,
}

impl Command for HoldWaits {
    type Output = Hold;
    const NAME: &'static str = "wallet.hold_waits";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<Hold, Failure> {
        let hold = hold_of(work, self.hold_id)?;
        can_end(hold.status, hold.expires_at, work.now())?;
        if hold.status == HoldStatus::Pending {
            work.run(
                "UPDATE activations SET status = 'waiting', changed_by = ?2, updated_at = ?3 WHERE id = ?1",
                params![self.hold_id, work.operator(), work.now()],
            )?;
            work.concerns(Kind::Wallets, hold.customer_id);
            work.changed(&[Kind::Wallets]);
        }
        hold_of(work, self.hold_id)
    }
}

/// Takes the money of a hold, all of it or a part; the rest is free again.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CommitHold {
    /// Which.
    pub hold_id: HoldId,
    /// How much of it, in hundredths; all of it when left out.
    #[serde(default)]
    #[ts(optional, as = "Option<Cents>")]
    pub amount_cents: Option<Cents>,
    /// Whose hold the caller takes it to be.
    #[serde(default)]
    #[ts(optional, as = "Option<CustomerId>")]
    pub customer_id: Option<CustomerId>,
    /// The caller's name of the commit: the same name twice commits once and gives the same answer.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub transaction_id: Option<String>,
    /// Why.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub reason: Option<String>,
}

impl Command for CommitHold {
    type Output = Hold;
    const NAME: &'static str = "wallet.commit";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<Hold, Failure> {
        let part = self.amount_cents.map(movable).transpose()?;
        let end = End { to: HoldStatus::Completed, part, customer: self.customer_id };
        end.make(work, self.hold_id, self.transaction_id.as_deref(), self.reason.as_deref())
    }
}

/// Gives the money of a hold back: it is free again.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RefundHold {
    /// Which.
    pub hold_id: HoldId,
    /// Whose hold the caller takes it to be.
    #[serde(default)]
    #[ts(optional, as = "Option<CustomerId>")]
    pub customer_id: Option<CustomerId>,
    /// The caller's name of the refund: the same name twice refunds once and gives the same answer.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub transaction_id: Option<String>,
    /// Why.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub reason: Option<String>,
}

impl Command for RefundHold {
    type Output = Hold;
    const NAME: &'static str = "wallet.refund";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<Hold, Failure> {
        let end = End { to: HoldStatus::Cancelled, part: None, customer: self.customer_id };
        end.make(work, self.hold_id, self.transaction_id.as_deref(), self.reason.as_deref())
    }
}

/// How a hold is to end.
struct End {
    to: HoldStatus,
    part: Option<Cents>,
    customer: Option<CustomerId>,
}

impl End {
    fn make(
        self,
        work: &mut Work<'_>,
        id: HoldId,
        transaction: Option<&str>,
        reason: Option<&str>,
    ) -> Result<Hold, Failure> {
        let transaction = transaction_of(transaction)?;
        let reason = optional_line("reason", reason, TEXT_MOST)?;
        let hold = hold_of(work, id)?;
        if self.customer.is_some_and(|customer| customer != hold.customer_id) {
            return Err(Code::HoldOfAnother.into());
        }
        if let Some(transaction) = &transaction
            && self.made_before(work, transaction, &hold)?
        {
            return Ok(hold);
        }
        can_end(hold.status, hold.expires_at, work.now())?;
        if let Some(part) = self.part.filter(|part| *part > hold.amount_cents) {
            let refusal = Refusal::new(Code::AmountAboveHold).with("amount_cents", part);
            return Err(refusal.with("held_cents", hold.amount_cents).with("currency", hold.currency).into());
        }
        let purse = purse_of(work, hold.customer_id)?;
        in_order(work, purse)?;
        work.run(
            "UPDATE activations SET status = ?2, committed_amount = ?3, ended_at = ?4, end_transaction_id = ?5, end_reason = ?6,
                 changed_by = ?7, updated_at = ?4 WHERE id = ?1",
            params![id, self.to, self.taken_of(&hold), work.now(), transaction, reason, work.operator()],
        )?;
        work.concerns(Kind::Wallets, hold.customer_id);
        work.changed(&[Kind::Wallets, Kind::Customers]);
        hold_of(work, id)
    }

    /// How much of a hold this end takes.
    fn taken_of(&self, hold: &Hold) -> Cents {
        match self.to {
            HoldStatus::Completed => self.part.unwrap_or(hold.amount_cents),
            _ => Cents(0),
        }
    }

    /// Whether the transaction of that name was this very end of this very hold; refused where it was anything else.
    fn made_before(&self, view: &View<'_>, transaction: &str, hold: &Hold) -> Result<bool, Failure> {
        let Some(made) = made_before(view, transaction)? else { return Ok(false) };
        let is_this = made.hold == Some(hold.hold_id)
            && made.operation != OperationType::Freeze
            && hold.status == self.to
            && hold.committed_cents == Some(self.taken_of(hold));
        if is_this { Ok(true) } else { Err(reused(transaction)) }
    }
}
