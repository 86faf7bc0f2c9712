//! The statements of orders and payments. A change is one statement on one side; the triggers bring the other side along, set the
//! dates and write the log.

use super::model::{
    OrderLine, OrderPayment, OrderPaymentState, OrderPaymentStatus, OrderRow, OrderStatus, PaymentLog, RefundTo,
};
use crate::base::{OrderId, PaymentId};
use crate::door::{Code, Failure, Kind, View, Work};
use crate::sales::model::PaymentMethod;
use rusqlite::{Row, params};

/// What happened, as the log names it.
pub(super) mod event {
    pub(crate) const STATUS_SET: &str = "order_status_set";
    pub(crate) const ORDER_PAYMENT_SET: &str = "order_payment_status_set";
    pub(crate) const PAYMENT_SET: &str = "payment_status_set";
    pub(crate) const PAYMENT_ADDED: &str = "payment_added";
    pub(crate) const CANCELLED: &str = "order_and_payment_cancelled";
    pub(crate) const VALIDATED: &str = "payment_and_order_validated";
    pub(crate) const REFUNDED: &str = "payment_refunded";
    pub(crate) const ATTACHED: &str = "payment_attached";
    pub(crate) const SYNCHRONIZED: &str = "status_synchronized";
    pub(crate) const TOLD: &str = "payment_event";
}

const COLUMNS: &str = "o.id, o.reference, o.user_id, COALESCE(u.username, '–'), u.phone, o.status, o.payment_status, o.payments_say, o.payment_state,
    (SELECT group_concat(DISTINCT p.method) FROM payments p WHERE p.order_id = o.id),
    (SELECT COUNT(*) FROM payments p WHERE p.order_id = o.id),
    o.total_cents, o.paid_cents, o.pending_cents, o.currency, o.money, o.sync_status, o.mismatch, o.created_at, o.updated_at, o.paid_at,
    o.cancelled_at, o.refunded_at";

/// The statement that reads orders from `from` (the table as `o`, with an index where it needs one) under a condition.
pub(super) fn orders_sql(from: &str, condition: &str) -> String {
    format!("SELECT {COLUMNS} FROM {from} LEFT JOIN users u ON u.id = o.user_id {condition}")
}

/// Reads one order of [`orders_sql`].
pub(super) fn order(row: &Row<'_>) -> rusqlite::Result<OrderRow> {
    let methods: Option<String> = row.get(9)?;
    let methods = methods.unwrap_or_default();
    let named = |method: &&PaymentMethod| methods.split(',').any(|word| word == method.word());
    Ok(OrderRow {
        order_id: row.get(0)?,
        reference: row.get(1)?,
        customer_id: row.get(2)?,
        customer_name: row.get(3)?,
        customer_phone: row.get(4)?,
        status: row.get(5)?,
        payment_status: row.get(6)?,
        payments_say: row.get(7)?,
        payment_state: row.get(8)?,
        methods: PaymentMethod::ALL.iter().filter(named).copied().collect(),
        payments: row.get(10)?,
        total_cents: row.get(11)?,
        paid_cents: row.get(12)?,
        pending_cents: row.get(13)?,
        currency: row.get(14)?,
        money: row.get(15)?,
        sync_status: row.get(16)?,
        mismatch: row.get(17)?,
        created_at: row.get(18)?,
        updated_at: row.get(19)?,
        paid_at: row.get(20)?,
        cancelled_at: row.get(21)?,
        refunded_at: row.get(22)?,
    })
}

/// Reads an order that must be there.
pub(super) fn load(view: &View<'_>, id: OrderId) -> Result<OrderRow, Failure> {
    let found = view.one(&orders_sql("orders o", "WHERE o.id = ?1"), [id], order)?;
    found.ok_or_else(|| Code::OrderUnknown.into())
}

/// Which order bears a reference.
pub(super) fn by_reference(view: &View<'_>, reference: &str) -> Result<Option<OrderId>, Failure> {
    view.one("SELECT id FROM orders WHERE reference = ?1", [reference], |row| row.get(0))
}

/// The order that a provider means: by its reference, else by its number.
pub(super) fn told(view: &View<'_>, text: &str) -> Result<Option<OrderId>, Failure> {
    if let Some(id) = by_reference(view, text)? {
        return Ok(Some(id));
    }
    let number = text.parse::<i64>().ok().filter(|number| number.to_string() == text);
    view.one("SELECT id FROM orders WHERE id = ?1", [number], |row| row.get(0))
}

/// The order that a command is about, which the audit trail then names.
pub(super) fn take(work: &mut Work<'_>, id: OrderId) -> Result<OrderRow, Failure> {
    work.concerns(Kind::Orders, id);
    load(work, id)
}

/// The columns of a payment, in the order in which [`payment`] reads them.
pub(super) const PAYMENT: &str =
    "SELECT id, order_id, order_reference, method, amount_cents, currency, status, provider_reference, refunded_to,
    created_at, updated_at, completed_at, cancelled_at FROM payments";

/// Reads one payment of [`PAYMENT`].
pub(super) fn payment(row: &Row<'_>) -> rusqlite::Result<OrderPayment> {
    Ok(OrderPayment {
        payment_id: row.get(0)?,
        order_id: row.get(1)?,
        order_reference: row.get(2)?,
        method: row.get(3)?,
        amount_cents: row.get(4)?,
        currency: row.get(5)?,
        status: row.get(6)?,
        provider_reference: row.get(7)?,
        refunded_to: row.get(8)?,
        created_at: row.get(9)?,
        updated_at: row.get(10)?,
        completed_at: row.get(11)?,
        cancelled_at: row.get(12)?,
    })
}

/// Reads a payment that must be there.
pub(super) fn load_payment(view: &View<'_>, id: PaymentId) -> Result<OrderPayment, Failure> {
    let found = view.one(&format!("{PAYMENT} WHERE id = ?1"), [id], payment)?;
    found.ok_or_else(|| Code::PaymentUnknown.into())
}

/// The payments of an order, oldest first.
pub(super) fn payments_of(view: &View<'_>, id: OrderId) -> Result<Vec<OrderPayment>, Failure> {
    view.all(&format!("{PAYMENT} WHERE order_id = ?1 ORDER BY id"), [id], payment)
}

/// The payments that change, and into what, if the order's word is to be this one. The triggers read the same view.
pub(super) fn targets(
    view: &View<'_>,
    id: OrderId,
    word: OrderPaymentStatus,
) -> Result<Vec<(PaymentId, OrderPaymentState, OrderPaymentState)>, Failure> {
    view.all(
        "SELECT payment_id, status, target FROM (SELECT payment_id, status,
             CASE ?2 WHEN 'paid' THEN if_paid WHEN 'pending' THEN if_pending WHEN 'failed' THEN if_failed ELSE if_refunded END AS target
             FROM payment_targets WHERE order_id = ?1) WHERE status <> target ORDER BY payment_id",
        params![id, word],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// The lines of an order.
pub(super) fn lines_of(view: &View<'_>, id: OrderId) -> Result<Vec<OrderLine>, Failure> {
    view.all(
        "SELECT id, label, quantity, unit_price_cents, amount_cents FROM order_lines WHERE order_id = ?1 ORDER BY id",
        [id],
        |row| {
            Ok(OrderLine {
                line_id: row.get(0)?,
                label: row.get(1)?,
                quantity: row.get(2)?,
                unit_price_cents: row.get(3)?,
                amount_cents: row.get(4)?,
            })
        },
    )
}

/// What happened to an order and its payments, newest first.
pub(super) fn log_of(view: &View<'_>, id: OrderId) -> Result<Vec<PaymentLog>, Failure> {
    view.all(
        "SELECT l.id, l.created_at, l.event, l.field, l.payment_id, l.old_status, l.new_status, l.origin, op.name, l.reason
         FROM payment_logs l LEFT JOIN operators op ON op.id = l.operator_id WHERE l.order_id = ?1 ORDER BY l.id DESC LIMIT 500",
        [id],
        |row| {
            Ok(PaymentLog {
                log_id: row.get(0)?,
                at: row.get(1)?,
                event: row.get(2)?,
                field: row.get(3)?,
                payment_id: row.get(4)?,
                old: row.get(5)?,
                new: row.get(6)?,
                origin: row.get(7)?,
                operator_name: row.get(8)?,
                reason: row.get(9)?,
            })
        },
    )
}

/// Sets an order's statuses. The payments follow its word, a cancellation gives the money back.
pub(super) fn set_order(
    work: &mut Work<'_>,
    id: OrderId,
    status: Option<OrderStatus>,
    payment_status: Option<OrderPaymentStatus>,
    event: &str,
    reason: Option<&str>,
) -> Result<(), Failure> {
    work.run(
        "UPDATE orders SET status = COALESCE(?2, status), payment_status = COALESCE(?3, payment_status), changed_by = ?4, change_event = ?5,
             change_reason = ?6, updated_at = ?7, revision = revision + 1 WHERE id = ?1",
        params![id, status, payment_status, work.operator(), event, reason, work.now()],
    )?;
    work.changed(&[Kind::Orders]);
    Ok(())
}

/// Sets a payment's status. Its order follows.
pub(super) fn set_payment(
    work: &mut Work<'_>,
    id: PaymentId,
    status: OrderPaymentState,
    event: &str,
    reason: Option<&str>,
) -> Result<(), Failure> {
    work.run(
        "UPDATE payments SET status = ?2, changed_by = ?3, change_event = ?4, change_reason = ?5, updated_at = ?6, revision = revision + 1
         WHERE id = ?1 AND status <> ?2",
        params![id, status, work.operator(), event, reason, work.now()],
    )?;
    work.changed(&[Kind::Orders]);
    Ok(())
}

/// Changes payments without their order answering: what was asked of the order is being carried out.
pub(super) fn holding(
    work: &mut Work<'_>,
    id: OrderId,
    job: impl FnOnce(&mut Work<'_>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    work.run("UPDATE orders SET is_settling = 1 WHERE id = ?1", [id])?;
    job(work)?;
    work.run("UPDATE orders SET is_settling = 0 WHERE id = ?1", [id])?;
    Ok(())
}

/// Notes where the money of cancelled payments went.
pub(super) fn note_refund(work: &Work<'_>, id: PaymentId, to: RefundTo) -> Result<(), Failure> {
    work.run("UPDATE payments SET refunded_to = ?2 WHERE id = ?1", params![id, to])?;
    Ok(())
}
