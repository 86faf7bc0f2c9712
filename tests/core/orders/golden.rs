//! The three orders of the older system, before and after, in its own words.

use super::outside::{id, insert};
use crate::support::Venue;
use comptoir_core::monitor::{PlanRepair, Repair};
use comptoir_core::orders::OrderConsistency;

pub const BEFORE: &str = "\
⚠3 incohérence(s) trouvée(s):
- Commande TEST1014: Order=paid, Payment=pending
- Commande TEST1008: Order=failed, Payment=pending
- Commande TEST1001: Order=pending, Payment=completed";

pub const AFTER: &str = "✅ Aucune incohérence trouvée! Tous les statuts sont synchronisés.";

/// The report, told as the older system told it.
pub fn told(venue: &comptoir_core::Desk) -> String {
    let report = venue.ask(comptoir_core::door::Caller::System, OrderConsistency {}).unwrap();
    if report.orders == 0 {
        return AFTER.into();
    }
    let mut lines = vec![format!("⚠{} incohérence(s) trouvée(s):", report.orders)];
    for row in report.rows {
        let payment = row.payment_state.map_or("-", |state| state.word());
        lines.push(format!("- Commande {}: Order={}, Payment={payment}", row.reference, row.payment_status));
    }
    lines.join("\n")
}

#[test]
fn the_three_orders_of_the_older_system() {
    let venue = Venue::new();
    insert(
        &venue,
        &[
            ("TEST1001", "pending", "pending", "completed"),
            ("TEST1002", "confirmed", "paid", "completed"),
            ("TEST1008", "pending", "failed", "pending"),
            ("TEST1014", "confirmed", "paid", "pending"),
        ],
    );
    assert_eq!(told(venue.desk()), BEFORE);
    let plan = venue.unchanged(|| venue.ask(PlanRepair::default()));
    let said: Vec<String> = plan
        .changes
        .iter()
        .map(|change| format!("{} {} {} > {}", change.label, change.field, change.before, change.after))
        .collect();
    let wanted = [
        "TEST1014 payment.status pending > completed",
        "TEST1008 payment.status pending > failed",
        "TEST1001 order.payment_status pending > paid",
    ];
    assert_eq!(said, wanted);
    let done = venue.manage(Repair { digest: Some(plan.digest), ..Repair::default() }).unwrap();
    assert_eq!(done.changes, plan.changes);
    assert!(done.remaining.is_empty());
    assert_eq!(told(venue.desk()), AFTER);
    let logged = venue.log_lines(id(&venue, "TEST1014"));
    assert_eq!(logged.last().unwrap(), "status_synchronized payment.status pending>completed desk");
    let shown = venue.shown(id(&venue, "TEST1001"));
    assert_eq!(
        (shown.log[0].operator_name.as_deref(), shown.log[0].reason.as_deref()),
        (Some("Mariam"), Some("repair"))
    );
    assert!(shown.order.paid_at.is_some(), "with its date");
    assert!(venue.unchanged(|| venue.manage(Repair::default())).unwrap().changes.is_empty());
}
