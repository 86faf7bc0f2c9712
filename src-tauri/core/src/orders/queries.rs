//! What is told of orders and payments.

use super::model::{
    MismatchClass, OrderDetail, OrderListed, OrderMoney, OrderPaymentStatus, OrderRow, OrderStatus, PaymentsListed,
};
use super::report::{ConsistencyClass, ConsistencyReport, OrderStatusTotal, OrderTotals};
use super::rules::{can, remaining};
use super::store::{self, PAYMENT, order, orders_sql, payment};
use crate::base::{Cents, CustomerId, OrderId, fold};
use crate::desk::model::Page;
use crate::door::{Code, Failure, Kind, Query, Role, View};
use crate::sales::model::PaymentMethod;
use rusqlite::{ToSql, params, params_from_iter};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

const SHOWN: &[Kind] = &[Kind::Orders, Kind::Customers];

/// How many orders the consistency report shows.
const REPORT_ROWS: i64 = 100;

/// Orders, the newest first: all, or those that meet every condition given.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ListOrders {
    /// Only those whose goods are there.
    #[ts(optional, as = "Option<OrderStatus>")]
    pub status: Option<OrderStatus>,
    /// Only those that say this of their money.
    #[ts(optional, as = "Option<OrderPaymentStatus>")]
    pub payment_status: Option<OrderPaymentStatus>,
    /// Only those of which so much is paid.
    #[ts(optional, as = "Option<OrderMoney>")]
    pub money: Option<OrderMoney>,
    /// Only those whose sides disagree in this way.
    #[ts(optional, as = "Option<MismatchClass>")]
    pub mismatch: Option<MismatchClass>,
    /// Only those whose sides disagree.
    #[ts(optional, as = "Option<bool>")]
    pub only_mismatched: bool,
    /// Only those with a payment of this way.
    #[ts(optional, as = "Option<PaymentMethod>")]
    pub method: Option<PaymentMethod>,
    /// Only those of this customer.
    #[ts(optional, as = "Option<CustomerId>")]
    pub customer_id: Option<CustomerId>,
    /// A part of the reference, of the customer's name or phone, or a provider's whole reference.
    #[ts(optional, as = "Option<String>")]
    pub search: Option<String>,
    /// Which part of the list.
    #[ts(optional, as = "Option<Page>")]
    pub page: Page,
}

impl Query for ListOrders {
    type Output = OrderListed;
    const NAME: &'static str = "order.list";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = SHOWN;

    fn answer(self, view: &View<'_>) -> Result<OrderListed, Failure> {
        let mut wanted = Wanted::default();
        wanted.equals("o.status", self.status);
        wanted.equals("o.payment_status", self.payment_status);
        wanted.equals("o.money", self.money);
        wanted.equals("o.mismatch", self.mismatch);
        wanted.equals("o.user_id", self.customer_id);
        if let Some(method) = self.method {
            wanted.add("o.id IN (SELECT order_id FROM payments WHERE method = ?)", &[&method]);
        }
        if self.only_mismatched {
            wanted.add("o.mismatch IS NOT NULL", &[]);
        }
        if let Some(text) = self.search.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            wanted.search(text);
        }
        // The few that disagree are found by their own index, whatever else is asked.
        let is_rare = self.only_mismatched || self.mismatch.is_some();
        wanted.page(view, if is_rare { "orders o INDEXED BY orders_mismatched" } else { "orders o" }, &self.page)
    }
}

/// The conditions of a list, each with its values.
#[derive(Default)]
struct Wanted {
    conditions: Vec<String>,
    values: Vec<Box<dyn ToSql>>,
}

impl Wanted {
    fn equals(&mut self, column: &str, value: Option<impl ToSql + 'static>) {
        if let Some(value) = value {
            self.conditions.push(format!("{column} = ?"));
            self.values.push(Box::new(value));
        }
    }

    fn add(&mut self, condition: &str, values: &[&(dyn ToSql + '_)]) {
        self.conditions.push(condition.into());
        for value in values {
            let owned: Box<dyn ToSql> = match value.to_sql() {
                Ok(rusqlite::types::ToSqlOutput::Borrowed(value)) => Box::new(rusqlite::types::Value::from(value)),
                Ok(rusqlite::types::ToSqlOutput::Owned(value)) => Box::new(value),
                _ => Box::new(rusqlite::types::Null),
            };
            self.values.push(owned);
        }
    }

    fn search(&mut self, text: &str) {
        let escaped = |text: &str| text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let (as_typed, folded) = (format!("%{}%", escaped(text)), fold(text));
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let name = if folded.is_empty() { as_typed.clone() } else { format!("%{}%", escaped(&folded)) };
        let phone = if digits.len() < 4 { name.clone() } else { format!("%{digits}%") };
        self.add(
            "(o.reference LIKE ? ESCAPE '\\' OR o.user_id IN (SELECT id FROM users WHERE search_text LIKE ? ESCAPE '\\'
                 OR replace(search_text, ' ', '') LIKE ? ESCAPE '\\')
             OR o.id IN (SELECT order_id FROM payments WHERE provider_reference = ?))",
            &[&as_typed, &name, &phone, &text],
        );
    }

    fn page(&self, view: &View<'_>, from: &str, page: &Page) -> Result<OrderListed, Failure> {
        let condition = match self.conditions.as_slice() {
            [] => String::new(),
            conditions => format!("WHERE {}", conditions.join(" AND ")),
        };
        let (limit, offset) = page.bounds();
        let sql = orders_sql(
            from,
            &format!("{condition} ORDER BY o.created_at DESC, o.id DESC LIMIT {limit} OFFSET {offset}"),
        );
        let values = || params_from_iter(self.values.iter());
        let orders = view.all(&sql, values(), order)?;
        let total = view.count(&format!("SELECT COUNT(*) FROM {from} {condition}"), values())?;
        Ok(OrderListed { orders, total })
    }
}

/// One order with its lines, its payments, its sums and everything that happened to it.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ShowOrder {
    /// Which, by its number
    #[ts(optional, as = "Option<OrderId>")]
    pub order_id: Option<OrderId>,
    /// or by its reference.
    #[ts(optional, as = "Option<String>")]
    pub reference: Option<String>,
}

impl Query for ShowOrder {
    type Output = OrderDetail;
    const NAME: &'static str = "order.show";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = &[Kind::Orders, Kind::Customers, Kind::Operators];

    fn answer(self, view: &View<'_>) -> Result<OrderDetail, Failure> {
        let id = match (self.order_id, &self.reference) {
            (Some(id), _) => Some(id),
            (None, Some(reference)) => store::by_reference(view, reference.trim())?,
            (None, None) => None,
        };
        detail(view, id.ok_or(Code::OrderUnknown)?)
    }
}

/// An order with all that belongs to it.
pub(super) fn detail(view: &View<'_>, id: OrderId) -> Result<OrderDetail, Failure> {
    let order: OrderRow = store::load(view, id)?;
    let note = view.one("SELECT note FROM orders WHERE id = ?1", [id], |row| row.get(0))?.flatten();
    let lines = store::lines_of(view, id)?;
    Ok(OrderDetail {
        note,
        lines_cents: Cents(lines.iter().fold(0, |sum, line| sum.saturating_add(line.amount_cents.0))),
        lines,
        payments: store::payments_of(view, id)?,
        remaining_cents: remaining(&order),
        surplus_cents: Cents((order.paid_cents.0 - order.total_cents.0).max(0)),
        log: store::log_of(view, id)?,
        can: can(&order),
        order,
    })
}

/// How many orders stand where, what they come to, and how many are in trouble.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SumOrders {}

impl Query for SumOrders {
    type Output = OrderTotals;
    const NAME: &'static str = "order.totals";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = &[Kind::Orders];

    fn answer(self, view: &View<'_>) -> Result<OrderTotals, Failure> {
        let by_status = view.all(
            "SELECT status, payment_status, currency, COUNT(*), SUM(total_cents) FROM orders GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
            [],
            |row| {
                Ok(OrderStatusTotal {
                    status: row.get(0)?,
                    payment_status: row.get(1)?,
                    currency: row.get(2)?,
                    orders: row.get(3)?,
                    total_cents: row.get(4)?,
                })
            },
        )?;
        Ok(OrderTotals {
            by_status,
            mismatches: view.count("SELECT COUNT(*) FROM orders WHERE mismatch IS NOT NULL", [])?,
            overpaid: view.count("SELECT COUNT(*) FROM orders WHERE mismatch = 'overpaid'", [])?,
            orphan_payments: view.count("SELECT COUNT(*) FROM payments WHERE is_orphan = 1", [])?,
        })
    }
}

/// Every order whose two sides disagree, by class: live, whoever wrote, and cheap however many orders there are.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct OrderConsistency {}

impl Query for OrderConsistency {
    type Output = ConsistencyReport;
    const NAME: &'static str = "order.consistency";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = SHOWN;

    fn answer(self, view: &View<'_>) -> Result<ConsistencyReport, Failure> {
        let classes: Vec<ConsistencyClass> = view.all(
            "SELECT mismatch, COUNT(*), MIN(updated_at) FROM orders WHERE mismatch IS NOT NULL GROUP BY mismatch ORDER BY mismatch",
            [],
            |row| {
                let class: MismatchClass = row.get(0)?;
                Ok(ConsistencyClass {
                    class,
                    count: row.get(1)?,
                    oldest: row.get(2)?,
                    can_repair: class.is_repairable(),
                    can_prefer: class.is_decidable(),
                })
            },
        )?;
        let newest = format!("WHERE o.mismatch IS NOT NULL ORDER BY o.created_at DESC, o.id DESC LIMIT {REPORT_ROWS}");
        Ok(ConsistencyReport {
            orders: classes.iter().map(|class| class.count).sum(),
            classes,
            rows: view.all(&orders_sql("orders o INDEXED BY orders_mismatched", &newest), [], order)?,
            orphan_payments: view.count("SELECT COUNT(*) FROM payments WHERE is_orphan = 1", [])?,
            orders_without_payment: view.count("SELECT COUNT(*) FROM orders WHERE payment_state IS NULL", [])?,
        })
    }
}

/// Orders whose completed payments are more than they cost, the newest first: a refund of one of them mends it.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ListOverpaidOrders {
    /// Which part of the list.
    #[ts(optional, as = "Option<Page>")]
    pub page: Page,
}

impl Query for ListOverpaidOrders {
    type Output = OrderListed;
    const NAME: &'static str = "order.overpaid";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = SHOWN;

    fn answer(self, view: &View<'_>) -> Result<OrderListed, Failure> {
        ListOrders { mismatch: Some(MismatchClass::Overpaid), page: self.page, ..ListOrders::default() }.answer(view)
    }
}

/// Payments whose order is not in the books, the newest first.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ListOrphanPayments {
    /// Which part of the list.
    #[ts(optional, as = "Option<Page>")]
    pub page: Page,
}

impl Query for ListOrphanPayments {
    type Output = PaymentsListed;
    const NAME: &'static str = "payment.orphans";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = &[Kind::Orders];

    fn answer(self, view: &View<'_>) -> Result<PaymentsListed, Failure> {
        let (limit, offset) = self.page.bounds();
        let sql = format!("{PAYMENT} WHERE is_orphan = 1 ORDER BY created_at DESC, id DESC LIMIT ?1 OFFSET ?2");
        Ok(PaymentsListed {
            payments: view.all(&sql, params![limit, offset], payment)?,
            total: view.count("SELECT COUNT(*) FROM payments WHERE is_orphan = 1", [])?,
        })
    }
}
