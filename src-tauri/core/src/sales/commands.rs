//! Selling, being paid, and taking it back.

use super::catalogue::package_of;
use super::model::{PaymentMethod, PaymentStatus, PurchaseDetail};
use super::queries::detail;
use super::reservations::{self, Window};
use super::store::{purchase_of, set_payment_status};
use crate::base::{Cents, Currency, CustomerId, InvoiceId, Millis, PackageId, PurchaseId, SessionId};
use crate::desk::model::Done;
use crate::door::{Code, Command, Failure, Kind, Refusal, Role, Work, optional_line, required_line};
use crate::{inbox, sessions, wallets};
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Sells a package to a customer; paid at once, or to be paid later; for now, or for a window.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CreatePurchase {
    /// To whom.
    pub customer_id: CustomerId,
    /// What.
    pub package_id: PackageId,
    /// How it is (or will be) paid.
    #[serde(default)]
    #[ts(optional, as = "Option<PaymentMethod>")]
    pub payment_method: Option<PaymentMethod>,
    /// Whether the money is in the till.
    pub paid: bool,
    /// For when and where, if not for now.
    #[serde(default)]
    #[ts(optional, as = "Option<Window>")]
    pub window: Option<Window>,
}

impl Command for CreatePurchase {
    type Output = PurchaseDetail;
    const NAME: &'static str = "purchase.create";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<PurchaseDetail, Failure> {
        let is_blocked: bool = work
            .one("SELECT is_blocked FROM users WHERE id = ?1", [self.customer_id], |row| row.get(0))?
            .ok_or(Code::CustomerUnknown)?;
        if is_blocked {
            return Err(Code::CustomerBlocked.into());
        }
        let package = package_of(work, self.package_id)?;
        if !package.is_active {
            return Err(Refusal::new(Code::PackageRetired).with("package", package.name).into());
        }
        if self.paid && self.payment_method.is_none() {
            return Err(Code::PaymentMethodMissing.into());
        }
        let id = PurchaseId(work.insert(
            "INSERT INTO purchases (user_id, package_id, package_name, game_name, duration_minutes, price_cents, currency, payment_method,
                 payment_status, paid_at, changed_by, revision, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'pending', NULL, ?9, 1, ?10, ?10)",
            params![
                self.customer_id, package.package_id, package.name, package.game_name, package.duration_minutes, package.price_cents,
                package.currency, self.payment_method, work.operator(), work.now(),
            ],
        )?);
        if let Some(window) = self.window {
            reservations::keep(work, id, window)?;
        }
        if self.paid {
            pay_from_wallet(work, id)?;
            set_payment_status(work, id, PaymentStatus::Completed)?;
        }
        // What a provider told of it before it was here.
        inbox::purchase_appeared(work, id)?;
        work.concerns(Kind::Purchases, id);
        work.changed(&[Kind::Purchases]);
        detail(work, id)
    }
}

/// Takes the money for a sale: the invoice with its QR code exists from then on.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct MarkPurchasePaid {
    /// Which.
    pub purchase_id: PurchaseId,
    /// How it was paid.
    pub payment_method: PaymentMethod,
    /// The provider's reference, if there is one.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub reference: Option<String>,
}

impl Command for MarkPurchasePaid {
    type Output = PurchaseDetail;
    const NAME: &'static str = "purchase.mark_paid";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<PurchaseDetail, Failure> {
        pending(work, self.purchase_id)?;
        let reference = optional_line("reference", self.reference.as_deref(), 100)?;
        work.run(
            "UPDATE purchases SET payment_method = ?2, payment_reference = ?3, updated_at = ?4, revision = revision + 1 WHERE id = ?1",
            params![self.purchase_id, self.payment_method, reference, work.now()],
        )?;
        pay_from_wallet(work, self.purchase_id)?;
        set_payment_status(work, self.purchase_id, PaymentStatus::Completed)?;
        detail(work, self.purchase_id)
    }
}

/// What a sale costs, whose it is, and how it is paid.
fn bill(work: &Work<'_>, id: PurchaseId) -> Result<(CustomerId, Cents, Currency, Option<PaymentMethod>), Failure> {
    work.one("SELECT user_id, price_cents, currency, payment_method FROM purchases WHERE id = ?1", [id], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    })?
    .ok_or_else(|| Code::PurchaseUnknown.into())
}

/// A sale that is paid from the wallet takes its price out of it, in the same transaction. What costs nothing takes nothing.
fn pay_from_wallet(work: &mut Work<'_>, id: PurchaseId) -> Result<(), Failure> {
    let (customer, price, currency, method) = bill(work, id)?;
    if method != Some(PaymentMethod::Wallet) || price == Cents(0) {
        return Ok(());
    }
    let transaction = format!("purchase-{id}-payment");
    wallets::pay(work, customer, price, currency, &transaction, &format!("purchase {id}"))?;
    work.concerns(Kind::Purchases, id);
    Ok(())
}

/// Only a sale that is still to be paid can be paid, fail, or be cancelled.
fn pending(work: &mut Work<'_>, id: PurchaseId) -> Result<(), Failure> {
    work.concerns(Kind::Purchases, id);
    let purchase = purchase_of(work, id)?;
    if purchase.payment_status == PaymentStatus::Pending {
        Ok(())
    } else {
        Err(Refusal::new(Code::PurchaseNotPending).with("status", purchase.payment_status).into())
    }
}

/// Notes that the payment of a sale failed.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct FailPurchase {
    /// Which.
    pub purchase_id: PurchaseId,
}

impl Command for FailPurchase {
    type Output = PurchaseDetail;
    const NAME: &'static str = "purchase.fail";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<PurchaseDetail, Failure> {
        pending(work, self.purchase_id)?;
        set_payment_status(work, self.purchase_id, PaymentStatus::Failed)?;
        detail(work, self.purchase_id)
    }
}

/// Cancels a sale that was not paid.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CancelPurchase {
    /// Which.
    pub purchase_id: PurchaseId,
}

impl Command for CancelPurchase {
    type Output = PurchaseDetail;
    const NAME: &'static str = "purchase.cancel";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<PurchaseDetail, Failure> {
        pending(work, self.purchase_id)?;
        set_payment_status(work, self.purchase_id, PaymentStatus::Cancelled)?;
        detail(work, self.purchase_id)
    }
}

/// Gives the money of a paid sale back. A session that runs must be ended first; one that only waits ends with it.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RefundPurchase {
    /// Which.
    pub purchase_id: PurchaseId,
    /// Why.
    pub reason: String,
    /// Whether the money goes into the customer's wallet; what was paid from the wallet always does.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub to_wallet: bool,
}

impl Command for RefundPurchase {
    type Output = PurchaseDetail;
    const NAME: &'static str = "purchase.refund";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<PurchaseDetail, Failure> {
        let reason = required_line("reason", &self.reason, 200)?;
        work.concerns(Kind::Purchases, self.purchase_id);
        let purchase = purchase_of(work, self.purchase_id)?;
        if purchase.payment_status != PaymentStatus::Completed {
            return Err(Refusal::new(Code::PurchaseNotPaid).with("status", purchase.payment_status).into());
        }
        if let Some(session) = purchase.session_id {
            refuse_second_refund(work, session)?;
            end_waiting_session(work, session, &reason)?;
        }
        set_payment_status(work, self.purchase_id, PaymentStatus::Refunded)?;
        let (customer, price, currency, method) = bill(work, self.purchase_id)?;
        if (self.to_wallet || method == Some(PaymentMethod::Wallet)) && price > Cents(0) {
            let transaction = format!("purchase-{}-refund", self.purchase_id);
            wallets::deposit(work, customer, price, currency, &transaction, &reason)?;
            work.concerns(Kind::Purchases, self.purchase_id);
        }
        detail(work, self.purchase_id)
    }
}

/// Time of this sale that went to the wallet as money must not be given back a second time with the whole price.
pub(super) fn refuse_second_refund(work: &Work<'_>, session: SessionId) -> Result<(), Failure> {
    let refunded: Option<Millis> = work.one(
        "SELECT refunded_ms FROM active_game_sessions_v2 WHERE id = ?1
         UNION ALL SELECT refunded_ms FROM archived_game_sessions WHERE id = ?1",
        [session],
        |row| row.get(0),
    )?;
    match refunded {
        Some(span) if span > Millis::ZERO => {
            Err(Refusal::new(Code::PurchaseRefundedInPart).with("minutes", span.whole_minutes()).into())
        }
        _ => Ok(()),
    }
}

pub(super) fn end_waiting_session(work: &mut Work<'_>, id: SessionId, reason: &str) -> Result<(), Failure> {
    let Some(mut session) = sessions::store::find(work, id)? else { return Ok(()) };
    match session.clockwork.status {
        status if status.is_over() => Ok(()),
        sessions::model::SessionStatus::Ready => {
            session.clockwork.terminate(work.now(), sessions::rules::Unused::Forfeited)?;
            sessions::store::save(work, &session, Some(reason))
        }
        status => Err(Refusal::new(Code::PurchaseHasLiveSession).with("status", status).into()),
    }
}

/// Blocks an invoice: it lets nobody in until it is unblocked.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct BlockInvoice {
    /// Which.
    pub invoice_id: InvoiceId,
    /// Why, as staff will read it.
    pub reason: String,
}

impl Command for BlockInvoice {
    type Output = Done;
    const NAME: &'static str = "invoice.block";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<Done, Failure> {
        let reason = required_line("reason", &self.reason, 200)?;
        set_blocked(work, self.invoice_id, Some(reason))
    }
}

/// Lets a blocked invoice be used again.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct UnblockInvoice {
    /// Which.
    pub invoice_id: InvoiceId,
}

impl Command for UnblockInvoice {
    type Output = Done;
    const NAME: &'static str = "invoice.unblock";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<Done, Failure> {
        set_blocked(work, self.invoice_id, None)
    }
}

fn set_blocked(work: &mut Work<'_>, invoice: InvoiceId, reason: Option<String>) -> Result<Done, Failure> {
    let changed = work.run(
        "UPDATE invoices SET is_blocked = ?2, blocked_reason = ?3, changed_by = ?4, change_reason = ?3, updated_at = ?5,
             revision = revision + 1 WHERE id = ?1",
        params![invoice, reason.is_some(), reason, work.operator(), work.now()],
    )?;
    if changed == 0 {
        return Err(Code::InvoiceUnknown.into());
    }
    work.concerns(Kind::Invoices, invoice);
    work.changed(&[Kind::Invoices]);
    Ok(Done {})
}
