//! What must hold of orders and payments, and how it is mended: the side that is further along wins over `pending`; where two settled
//! sides contradict each other a person says which one to believe.

use super::model::{MismatchClass, OrderPaymentState, OrderPaymentStatus, OrderStatus, RefundTo, Side};
use super::money::send_back;
use super::rules::winner;
use super::store::{self, event};
use crate::base::{Cents, Currency, OrderId, PaymentId};
use crate::door::{Failure, Kind, View, Work};
use crate::monitor::{Check, Finding, Findings, Fix, Severity};

/// The checks of this subject: what is kept wrongly first, then every class of disagreement.
pub const CHECKS: &[Check] = &[
    Check {
        name: "order_sums_drifted",
        area: AREA,
        severity: Severity::Warning,
        find: drifted,
        plan: Some(plan_drifted),
    },
    mended("order_paid_payment_pending", of::<0>, plan::<0>),
    mended("order_failed_payment_pending", of::<1>, plan::<1>),
    mended("order_refunded_payment_pending", of::<2>, plan::<2>),
    mended("order_pending_payment_completed", of::<3>, plan::<3>),
    mended("order_pending_payment_failed", of::<4>, plan::<4>),
    mended("order_pending_payment_cancelled", of::<5>, plan::<5>),
    mended("order_cancelled_payment_pending", of::<6>, plan::<6>),
    decided(CONFLICT, of::<7>),
    decided(CANCELLED_WITH_MONEY, of::<8>),
    decided("order_amount_differs", of::<9>),
    decided("order_overpaid", of::<10>),
    decided("order_currency_differs", of::<11>),
    decided("orphan_payment", orphans),
];

const AREA: &str = "orders";
const CONFLICT: &str = "order_conflict";
const CANCELLED_WITH_MONEY: &str = "order_cancelled_with_money";

type Find = fn(&View<'_>, usize) -> Result<Findings, Failure>;

/// A class that a repair mends.
const fn mended(name: &'static str, find: Find, plan: crate::monitor::Plan) -> Check {
    Check { name, area: AREA, severity: Severity::Warning, find, plan: Some(plan) }
}

/// A class that a person decides.
const fn decided(name: &'static str, find: Find) -> Check {
    Check { name, area: AREA, severity: Severity::Critical, find, plan: None }
}

/// The class at a place of the one list of classes.
fn class_at(place: usize) -> Result<MismatchClass, Failure> {
    let unknown = || Failure::Store(crate::engine::StoreError::Fault("a check without a class".into()));
    MismatchClass::ALL.get(place).copied().ok_or_else(unknown)
}

fn of<const PLACE: usize>(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    let class = class_at(PLACE)?;
    let (count, oldest) = view
        .one("SELECT COUNT(*), MIN(updated_at) FROM orders WHERE mismatch = ?1", [class], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .unwrap_or((0, None));
    let rows = view.all(
        "SELECT id, reference, status, payment_status, payment_state, paid_cents, total_cents, currency, updated_at
         FROM orders WHERE mismatch = ?1 ORDER BY id LIMIT ?2",
        rusqlite::params![class, i64::try_from(limit).unwrap_or(i64::MAX)],
        |row| {
            Ok(Finding::new(row.get::<_, i64>(0)?, row.get::<_, String>(1)?)
                .with("status", row.get::<_, OrderStatus>(2)?)
                .with("order", row.get::<_, OrderPaymentStatus>(3)?)
                .with("payment", row.get::<_, Option<OrderPaymentState>>(4)?)
                .with("side", side_word(row.get(4)?))
                .with("paid_cents", row.get::<_, Cents>(5)?)
                .with("total_cents", row.get::<_, Cents>(6)?)
                .with("currency", row.get::<_, Currency>(7)?)
                .since(row.get(8)?))
        },
    )?;
    Ok(Findings { count, oldest, rows })
}

/// The payment's state as a word of its own: sentences say it otherwise than an order's.
fn side_word(state: Option<OrderPaymentState>) -> String {
    state.map_or_else(|| "–".into(), |state| format!("payment_{state}"))
}

fn plan<const PLACE: usize>(view: &View<'_>) -> Result<Vec<Fix>, Failure> {
    let class = class_at(PLACE)?;
    winner(class).map_or_else(|| Ok(Vec::new()), |side| fixes(view, class, side))
}

/// Plans what mends a class once a side is believed.
pub(crate) type Decide = fn(&View<'_>, Side) -> Result<Vec<Fix>, Failure>;

/// What a person's word mends, where a program alone may not: the check's name, and the plan once a side is believed.
pub(crate) fn decision(check: &str) -> Option<Decide> {
    match check {
        CONFLICT => Some(|view, side| fixes(view, MismatchClass::Conflict, side)),
        CANCELLED_WITH_MONEY => Some(|view, side| fixes(view, MismatchClass::CancelledWithMoney, side)),
        _ => None,
    }
}

/// Whether an order is in the books.
pub(crate) fn knows_order(view: &View<'_>, id: OrderId) -> Result<bool, Failure> {
    Ok(view.count("SELECT EXISTS (SELECT 1 FROM orders WHERE id = ?1)", [id])? > 0)
}

/// An order whose sides disagree.
struct Wrong {
    id: OrderId,
    reference: String,
    status: OrderStatus,
    word: OrderPaymentStatus,
    payments_say: Option<OrderPaymentStatus>,
}

/// What makes the orders of a class follow one side, one line for each row that changes.
fn fixes(view: &View<'_>, class: MismatchClass, side: Side) -> Result<Vec<Fix>, Failure> {
    let wrong: Vec<Wrong> = view.all(
        "SELECT id, reference, status, payment_status, payments_say FROM orders WHERE mismatch = ?1 ORDER BY id",
        [class],
        |row| {
            Ok(Wrong {
                id: row.get(0)?,
                reference: row.get(1)?,
                status: row.get(2)?,
                word: row.get(3)?,
                payments_say: row.get(4)?,
            })
        },
    )?;
    let mut fixes = Vec::new();
    for order in &wrong {
        match side {
            Side::Order => follow_order(view, order, &mut fixes)?,
            Side::Payment => follow_payments(order, &mut fixes),
        }
    }
    Ok(fixes)
}

/// The order is believed: its payments follow its word. A cancelled order's word is `refunded`.
fn follow_order(view: &View<'_>, order: &Wrong, fixes: &mut Vec<Fix>) -> Result<(), Failure> {
    let is_cancelled = order.status == OrderStatus::Cancelled;
    let word = if is_cancelled { OrderPaymentStatus::Refunded } else { order.word };
    if word != order.word {
        fixes.push(order.becomes(None, Some(word)));
    }
    for (payment, before, after) in store::targets(view, order.id, word)? {
        let id = order.id;
        fixes.push(Fix {
            id: id.to_string(),
            label: order.reference.clone(),
            field: "payment.status",
            before: before.to_string(),
            after: after.to_string(),
            apply: Box::new(move |work| set_payment(work, id, payment, (before, after))),
        });
    }
    Ok(())
}

fn set_payment(
    work: &mut Work<'_>,
    order: OrderId,
    payment: PaymentId,
    (before, after): (OrderPaymentState, OrderPaymentState),
) -> Result<(), Failure> {
    store::holding(work, order, |work| {
        store::set_payment(work, payment, after, event::SYNCHRONIZED, Some(REPAIR))?;
        if (before, after) == (OrderPaymentState::Completed, OrderPaymentState::Cancelled) {
            let order = store::load(work, order)?;
            let payment = store::load_payment(work, payment)?;
            send_back(work, Some(&order), &payment, RefundTo::Method, REPAIR)?;
        }
        Ok(())
    })
}

/// The payments are believed: the order says what they say. Money for a cancelled order revives it.
fn follow_payments(order: &Wrong, fixes: &mut Vec<Fix>) {
    let Some(say) = order.payments_say else { return };
    let has_money = matches!(say, OrderPaymentStatus::Paid | OrderPaymentStatus::Pending);
    if order.status == OrderStatus::Cancelled && has_money {
        fixes.push(order.becomes(Some(OrderStatus::Confirmed), None));
    }
    if order.word != say {
        fixes.push(order.becomes(None, Some(say)));
    }
}

const REPAIR: &str = "repair";

impl Wrong {
    /// The fix that sets one of the order's own statuses; its payments do not answer.
    fn becomes(&self, status: Option<OrderStatus>, word: Option<OrderPaymentStatus>) -> Fix {
        let id = self.id;
        let (field, before, after) = match (status, word) {
            (Some(status), _) => ("order.status", self.status.to_string(), status.to_string()),
            (None, word) => ("order.payment_status", self.word.to_string(), word.unwrap_or(self.word).to_string()),
        };
        let apply: crate::monitor::Apply = Box::new(move |work| {
            store::holding(work, id, |work| store::set_order(work, id, status, word, event::SYNCHRONIZED, Some(REPAIR)))
        });
        Fix { id: id.to_string(), label: self.reference.clone(), field, before, after, apply }
    }
}

/// The kept word and sums against the payments themselves, for the case that somebody dropped the triggers.
const DRIFTED: &str =
    "SELECT o.id, o.reference, o.payment_state, o.paid_cents, s.payment_state, s.paid_cents, o.currency, o.updated_at
    FROM orders o JOIN order_payment_sums s ON s.order_id = o.id
    WHERE (o.payment_state, o.paid_cents, o.pending_cents, o.paid_otherwise)
          IS NOT (s.payment_state, s.paid_cents, s.pending_cents, s.paid_otherwise) ORDER BY o.id";

fn drifted(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    let rows = view.all(DRIFTED, [], |row| {
        Ok(Finding::new(row.get::<_, i64>(0)?, row.get::<_, String>(1)?)
            .with("kept_cents", row.get::<_, Cents>(3)?)
            .with("real_cents", row.get::<_, Cents>(5)?)
            .with("currency", row.get::<_, Currency>(6)?)
            .since(row.get(7)?))
    })?;
    Ok(Findings::counted(rows, limit))
}

fn plan_drifted(view: &View<'_>) -> Result<Vec<Fix>, Failure> {
    let said = |row: &rusqlite::Row<'_>, column: usize| -> rusqlite::Result<String> {
        let state: Option<OrderPaymentState> = row.get(column)?;
        let cents: i64 = row.get(column + 1)?;
        Ok(format!("{}, {cents}", state.map_or("–", OrderPaymentState::word)))
    };
    let found: Vec<(OrderId, String, String, String)> =
        view.all(DRIFTED, [], |row| Ok((row.get(0)?, row.get(1)?, said(row, 2)?, said(row, 4)?)))?;
    let fix = |(id, reference, before, after): (OrderId, String, String, String)| Fix {
        id: id.to_string(),
        label: reference,
        field: "order.payment_state",
        before,
        after,
        apply: Box::new(move |work| {
            work.run(
                "UPDATE orders SET (payment_state, paid_cents, pending_cents, paid_otherwise) =
                     (SELECT payment_state, paid_cents, pending_cents, paid_otherwise FROM order_payment_sums WHERE order_id = ?1)
                 WHERE id = ?1",
                [id],
            )?;
            work.changed(&[Kind::Orders]);
            Ok(())
        }),
    };
    Ok(found.into_iter().map(fix).collect())
}

fn orphans(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    let (count, oldest) = view
        .one("SELECT COUNT(*), MIN(created_at) FROM payments WHERE is_orphan = 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .unwrap_or((0, None));
    let rows = view.all(
        "SELECT id, COALESCE(order_reference, provider_reference, '#' || id), status, amount_cents, currency, created_at
         FROM payments WHERE is_orphan = 1 ORDER BY created_at, id LIMIT ?1",
        [i64::try_from(limit).unwrap_or(i64::MAX)],
        |row| {
            Ok(Finding::new(row.get::<_, i64>(0)?, row.get::<_, String>(1)?)
                .with("payment", row.get::<_, OrderPaymentState>(2)?)
                .with("side", side_word(row.get(2)?))
                .with("amount_cents", row.get::<_, Cents>(3)?)
                .with("currency", row.get::<_, Currency>(4)?)
                .since(row.get(5)?))
        },
    )?;
    Ok(Findings { count, oldest, rows })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;

    #[test]
    fn every_class_has_the_check_of_its_name() {
        for (place, class) in MismatchClass::ALL.iter().enumerate() {
            let check = CHECKS.get(place + 1).unwrap();
            let name = class.word();
            let wanted = if name.starts_with("order_") { name.to_owned() } else { format!("order_{name}") };
            assert_eq!(check.name, wanted);
            assert_eq!(check.plan.is_some(), class.is_repairable(), "{name}");
            assert_eq!(check.plan.is_some(), winner(*class).is_some(), "{name}");
            assert_eq!(decision(check.name).is_some(), class.is_decidable(), "{name}");
        }
    }
}
