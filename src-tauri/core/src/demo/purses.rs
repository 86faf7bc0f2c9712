//! Money that customers left with the venue: deposits, holds of every age, one taken in part, one that ran out, and purchases paid
//! from the wallet.

use super::stage::Stage;
use super::steps::Step;
use crate::base::{Cents, CustomerId, HoldId, Millis, Timestamp};
use crate::door::{Caller, Code, Failure};
use crate::sales::model::PaymentMethod;
use crate::sales::{CreatePurchase, RefundPurchase};
use crate::wallets::model::HoldKind;
use crate::wallets::{CommitHold, Deposit, FreezeFunds, HoldWaits, RefundHold, SweepHolds, Withdraw};

/// One movement: the place of the customer in the cast, how many minutes before now, and what. Nobody of these sits at a station today.
struct Movement(usize, i64, Move);

/// What happens to a wallet. Amounts in whole francs.
#[derive(Clone, Copy)]
pub(super) enum Move {
    Deposit(i64, &'static str),
    Withdraw(i64, &'static str),
    /// How much, what for, its service, and after how many minutes it runs out.
    Freeze(i64, HoldKind, &'static str, Option<i64>),
    /// The service of the customer's newest open hold has begun.
    Waits,
    /// The customer's newest open hold is taken: all of it, or so much.
    Commit(Option<i64>),
    Refund(&'static str),
    Sweep,
    /// The package of that place is bought and paid from the wallet; given back an hour later, or not.
    Buy(usize, bool),
}

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

const MOVEMENTS: [Movement; 31] = [
    Movement(31, 45 * DAY, Move::Deposit(40_000, "Espèces")),
    Movement(31, 44 * DAY, Move::Freeze(15_000, HoldKind::Rental, "Volant Logitech, semaine", None)),
    Movement(31, 37 * DAY, Move::Commit(None)),
    Movement(30, 20 * DAY, Move::Deposit(25_000, "Espèces")),
    Movement(30, 19 * DAY, Move::Freeze(2_500, HoldKind::Activation, "Compte EA Play", Some(30))),
    Movement(30, 19 * DAY - 6, Move::Commit(None)),
    Movement(35, 15 * DAY, Move::Deposit(20_000, "Wave")),
    Movement(35, 10 * DAY, Move::Buy(3, true)),
    Movement(32, 9 * DAY, Move::Deposit(10_000, "Orange Money")),
    // Forgotten: what nobody ends shows by its age.
    Movement(32, 8 * DAY, Move::Freeze(4_000, HoldKind::Activation, "Code PSN", None)),
    Movement(33, 6 * DAY, Move::Deposit(30_000, "Espèces")),
    Movement(33, 5 * DAY, Move::Freeze(12_000, HoldKind::Rental, "Manette pro, trois jours", None)),
    Movement(33, 5 * DAY - 20, Move::Waits),
    // Brought back a day early: the rest of the money is free again.
    Movement(33, 3 * DAY, Move::Commit(Some(9_000))),
    Movement(37, 4 * DAY, Move::Deposit(5_000, "Espèces")),
    Movement(37, 3 * DAY, Move::Withdraw(2_000, "Reprise par le client")),
    Movement(34, 2 * DAY, Move::Deposit(8_000, "Wave")),
    Movement(36, 2 * DAY, Move::Deposit(6_000, "Espèces")),
    Movement(33, 26 * HOUR, Move::Freeze(3_000, HoldKind::Rental, "Chargeur double", Some(3 * DAY))),
    Movement(34, 25 * HOUR, Move::Freeze(2_000, HoldKind::Activation, "Code Xbox", Some(30))),
    Movement(34, 25 * HOUR - 30, Move::Sweep),
    Movement(36, 22 * HOUR, Move::Freeze(2_500, HoldKind::Activation, "Compte Steam", Some(45))),
    Movement(36, 22 * HOUR - 9, Move::Refund("Le service n’a pas répondu")),
    Movement(37, 10 * HOUR, Move::Freeze(1_000, HoldKind::Activation, "Code Roblox", Some(DAY))),
    Movement(31, 3 * HOUR, Move::Freeze(15_000, HoldKind::Rental, "Casque VR, week-end", None)),
    Movement(31, 3 * HOUR - 5, Move::Waits),
    Movement(35, 2 * HOUR, Move::Buy(1, false)),
    Movement(32, 70, Move::Deposit(2_000, "Espèces")),
    Movement(36, 40, Move::Freeze(1_500, HoldKind::Activation, "Pass mensuel", Some(2 * HOUR))),
    Movement(30, 12, Move::Freeze(3_500, HoldKind::Activation, "Compte EA Play", Some(HOUR))),
    Movement(30, 6, Move::Waits),
];

/// Announces all of it.
pub(super) fn announce(stage: &mut Stage<'_, '_>) {
    for Movement(place, minutes_ago, what) in MOVEMENTS {
        let Some(customer) = stage.customers.get(place).copied() else { continue };
        stage.announce(stage.end - Millis::from_minutes(minutes_ago), Step::Purse(customer, what));
    }
}

impl Move {
    pub(super) fn happen(
        self,
        stage: &mut Stage<'_, '_>,
        at: Timestamp,
        customer_id: CustomerId,
    ) -> Result<(), Failure> {
        let newest = |stage: &Stage<'_, '_>| newest_hold(stage, customer_id);
        match self {
            Self::Deposit(amount, reason) => {
                let (amount_cents, reason) = (francs(amount), reason.to_owned());
                let deposit = Deposit { customer_id, amount_cents, currency: None, transaction_id: None, reason };
                stage.play(at, stage.staff, deposit).map(drop)
            }
            Self::Withdraw(amount, reason) => {
                let (amount_cents, reason) = (francs(amount), reason.to_owned());
                stage
                    .play(at, stage.manager, Withdraw { customer_id, amount_cents, transaction_id: None, reason })
                    .map(drop)
            }
            Self::Freeze(amount, kind, service, lasts) => {
                let freeze = FreezeFunds {
                    customer_id,
                    amount_cents: francs(amount),
                    transaction_id: format!("demo-{customer_id}-{at}"),
                    reason: service.to_owned(),
                    kind,
                    service: Some(service.to_owned()),
                    currency: None,
                    expires_at: lasts.map(|minutes| at + Millis::from_minutes(minutes)),
                };
                stage.play(at, stage.staff, freeze).map(drop)
            }
            Self::Waits => stage.play(at, stage.staff, HoldWaits { hold_id: newest(stage)? }).map(drop),
            Self::Commit(part) => {
                let (hold_id, amount_cents) = (newest(stage)?, part.map(francs));
                let commit =
                    CommitHold { hold_id, amount_cents, customer_id: None, transaction_id: None, reason: None };
                stage.play(at, stage.staff, commit).map(drop)
            }
            Self::Refund(reason) => {
                let (hold_id, reason) = (newest(stage)?, Some(reason.to_owned()));
                let refund = RefundHold { hold_id, customer_id: None, transaction_id: None, reason };
                stage.play(at, stage.staff, refund).map(drop)
            }
            Self::Sweep => stage.play(at, Caller::System, SweepHolds {}).map(drop),
            Self::Buy(package, given_back) => buy(stage, at, customer_id, package, given_back),
        }
    }
}

fn buy(
    stage: &mut Stage<'_, '_>,
    at: Timestamp,
    customer_id: CustomerId,
    package: usize,
    given_back: bool,
) -> Result<(), Failure> {
    let package_id = stage.packages.get(package).copied().ok_or(Code::PackageUnknown)?;
    let payment_method = Some(PaymentMethod::Wallet);
    let sale = CreatePurchase { customer_id, package_id, payment_method, paid: true, window: None };
    let purchase_id = stage.play(at, stage.staff, sale)?.purchase.purchase_id;
    if given_back {
        stage.announce(at + Millis::from_minutes(HOUR), Step::GiveBack(purchase_id));
    }
    Ok(())
}

/// The refund of a sale that was paid from a wallet: the money goes back there.
pub(super) fn give_back(
    stage: &Stage<'_, '_>,
    at: Timestamp,
    purchase_id: crate::base::PurchaseId,
) -> Result<(), Failure> {
    let reason = "Le simulateur était en panne".to_owned();
    stage.play(at, stage.manager, RefundPurchase { purchase_id, reason, to_wallet: true }).map(drop)
}

const fn francs(amount: i64) -> Cents {
    Cents(amount * 100)
}

fn newest_hold(stage: &Stage<'_, '_>, customer: CustomerId) -> Result<HoldId, Failure> {
    let sql =
        "SELECT id FROM activations WHERE user_id = ?1 AND status IN ('pending', 'waiting') ORDER BY id DESC LIMIT 1";
    stage.work().one(sql, [customer], |row| row.get(0))?.ok_or_else(|| Code::HoldUnknown.into())
}
