//! The verdict: pure, from what the books say, in a fixed order of precedence.

use super::model::Verdict;
use super::store::Facts;
use crate::base::{Millis, Timestamp};

/// The verdict on an invoice at an instant. Who may not play at all comes first, then money, then use, then time.
pub(crate) fn verdict_on(facts: &Facts, now: Timestamp, grace: Millis) -> Verdict {
    let status = facts.invoice_status.as_str();
    let payment = facts.payment_status.as_str();
    if facts.customer_is_blocked || facts.invoice_is_blocked {
        Verdict::Blocked
    } else if payment == "refunded" {
        Verdict::Refunded
    } else if payment == "cancelled" || status == "cancelled" {
        Verdict::Cancelled
    } else if payment != "completed" {
        Verdict::Unpaid
    } else if status == "used" || facts.session_status.is_some_and(crate::sessions::model::SessionStatus::is_over) {
        Verdict::AlreadyUsed
    } else if status == "active" || facts.session_status.is_some() {
        Verdict::AlreadyActive
    } else if status == "expired" || facts.expires_at.is_some_and(|expires_at| expires_at <= now) {
        Verdict::Expired
    } else {
        match facts.window {
            Some((starts_at, _)) if now < starts_at - grace => Verdict::TooEarly,
            Some((_, ends_at)) if now >= ends_at => Verdict::TooLate,
            _ => Verdict::Ok,
        }
    }
}
