//! The statements of customers.

use super::model::Customer;
use crate::base::fold;
use crate::door::{Code, Failure, View, optional_line, required_line};
use rusqlite::Row;

/// The columns of a customer, in the order in which [`customer`] reads them.
pub(super) const CUSTOMER: &str =
    "SELECT id, username, phone, email, is_blocked, blocked_reason, balance, currency, created_at FROM users";

pub(super) fn customer(row: &Row<'_>) -> rusqlite::Result<Customer> {
    Ok(Customer {
        customer_id: row.get(0)?,
        name: row.get(1)?,
        phone: row.get(2)?,
        email: row.get(3)?,
        is_blocked: row.get(4)?,
        blocked_reason: row.get(5)?,
        balance_cents: row.get(6)?,
        currency: row.get(7)?,
        created_at: row.get(8)?,
    })
}

/// Name, phone and address as they are kept; the folded text that searches compare.
pub(super) struct Written {
    pub(super) name: String,
    pub(super) phone: Option<String>,
    pub(super) email: Option<String>,
    pub(super) search_text: String,
}

impl Written {
    pub(super) fn of(name: &str, phone: Option<&str>, email: Option<&str>) -> Result<Self, Failure> {
        let name = required_line("name", name, 120)?;
        let phone = optional_line("phone", phone, 40)?;
        let email = optional_line("email", email, 200)?;
        if email.as_ref().is_some_and(|email| !email.contains('@')) {
            return Err(Code::EmailInvalid.into());
        }
        let digits: String = phone.iter().flat_map(|phone| phone.chars()).filter(char::is_ascii_digit).collect();
        let search_text = format!("{} {digits}", fold(&name)).trim_end().to_owned();
        Ok(Self { name, phone, email, search_text })
    }
}

/// Customers whose folded name or digits hold every word of `text`. A row written from outside has no folded text; its name counts.
pub(super) fn search(view: &View<'_>, text: &str, limit: i64) -> Result<Vec<Customer>, Failure> {
    let folded = fold(text);
    // A phone number is typed with spaces; it is one word here.
    let is_phone = !folded.is_empty() && folded.chars().all(|letter| letter.is_ascii_digit() || letter == ' ');
    let words: Vec<String> = if is_phone {
        vec![folded.replace(' ', "")]
    } else {
        folded.split(' ').filter(|word| !word.is_empty()).take(6).map(str::to_owned).collect()
    };
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let condition =
        vec!["instr(CASE WHEN search_text = '' THEN lower(username) ELSE search_text END, ?) > 0"; words.len()]
            .join(" AND ");
    let sql = format!("{CUSTOMER} WHERE {condition} ORDER BY username, id LIMIT {}", limit.clamp(1, 100));
    view.all(&sql, rusqlite::params_from_iter(words), customer)
}
