//! The plan narrows to one order, conflicts wait for a person's word, and what was shown is what is done.

use super::outside::{id, insert};
use crate::support::Venue;
use comptoir_core::base::OrderId;
use comptoir_core::door::Code;
use comptoir_core::monitor::{PlanRepair, Repair};
use comptoir_core::orders::model::{RefundTo, Side};
use comptoir_core::orders::{ListOrders, RefundOrder};

fn plan(venue: &Venue, order_id: Option<OrderId>, prefer: Option<Side>) -> (Vec<String>, String) {
    let plan = venue.unchanged(|| venue.ask(PlanRepair { order_id, prefer, area: None }));
    let said = |change: &comptoir_core::monitor::PlannedChange| {
        format!("{}: {} {}>{}", change.label, change.field, change.before, change.after)
    };
    (plan.changes.iter().map(said).collect(), plan.digest)
}

#[test]
fn one_order_is_mended_alone() {
    let venue = Venue::new();
    insert(
        &venue,
        &[("A", "pending", "paid", "pending"), ("B", "pending", "paid", "pending"), ("C", "pending", "paid", "failed")],
    );
    let only = |order_id| Repair { order_id: Some(order_id), ..Repair::default() };
    let done = venue.manage(only(id(&venue, "B"))).unwrap();
    assert_eq!((done.changes.len(), done.remaining.len()), (1, 0));
    assert_eq!(venue.both(id(&venue, "B")), "pending paid/completed");
    assert_eq!(venue.both(id(&venue, "A")), "pending paid/pending");
    let left = venue.unchanged(|| venue.manage(only(id(&venue, "C")))).unwrap();
    assert!(left.changes.is_empty(), "a conflict is a person's");
    assert_eq!((left.remaining[0].name.as_str(), left.remaining[0].count), ("order_conflict", 1));
    assert_eq!(left.remaining[0].rows[0].label, "C");
    assert_eq!(venue.manage(only(OrderId(99))).unwrap_err().code, Code::OrderUnknown);
    let elsewhere = Repair { area: Some("sessions".into()), ..only(id(&venue, "A")) };
    assert!(venue.unchanged(|| venue.manage(elsewhere)).unwrap().changes.is_empty());
}

/// Conflicts: the pair, and what it comes to when one side is believed.
const CONFLICTS: [(&str, &str, &str, &str, &str); 8] = [
    ("confirmed", "paid", "failed", "confirmed paid/completed", "confirmed failed/failed"),
    ("confirmed", "paid", "cancelled", "confirmed paid/completed", "confirmed refunded/cancelled"),
    ("confirmed", "failed", "completed", "confirmed failed/failed", "confirmed paid/completed"),
    ("confirmed", "failed", "cancelled", "confirmed failed/failed", "confirmed refunded/cancelled"),
    ("confirmed", "refunded", "completed", "confirmed refunded/cancelled", "confirmed paid/completed"),
    ("confirmed", "refunded", "failed", "confirmed refunded/cancelled", "confirmed failed/failed"),
    ("cancelled", "refunded", "completed", "cancelled refunded/cancelled", "confirmed paid/completed"),
    ("cancelled", "paid", "completed", "cancelled refunded/cancelled", "confirmed paid/completed"),
];

#[test]
fn a_person_says_which_side_to_believe() {
    for (side, place) in [(Side::Order, 3), (Side::Payment, 4)] {
        let venue = Venue::new();
        let names: Vec<String> = (0..CONFLICTS.len()).map(|place| format!("C{place}")).collect();
        let rows: Vec<_> =
            names.iter().zip(CONFLICTS).map(|(name, row)| (name.as_str(), row.0, row.1, row.2)).collect();
        insert(&venue, &rows);
        assert!(plan(&venue, None, None).0.is_empty(), "nobody has said which side to believe");
        let refused = venue.unchanged(|| venue.manage(Repair::default())).unwrap();
        assert_eq!(refused.remaining.iter().map(|check| check.count).sum::<i64>(), 8);
        let (said, digest) = plan(&venue, None, Some(side));
        let believe = |digest| Repair { prefer: Some(side), digest, ..Repair::default() };
        let without_the_word = Repair { digest: Some(digest.clone()), ..Repair::default() };
        assert_eq!(
            venue.manage(without_the_word).unwrap_err().code,
            Code::PlanOutdated,
            "another plan, another digest"
        );
        let done = venue.manage(believe(Some(digest))).unwrap();
        assert_eq!(done.changes.len(), said.len());
        assert!(done.remaining.is_empty(), "{:?}", done.remaining);
        for (name, row) in names.iter().zip(CONFLICTS) {
            let wanted = if place == 3 { row.3 } else { row.4 };
            assert_eq!(venue.both(id(&venue, name)), wanted, "{name} {row:?}, {side:?}");
        }
        assert!(venue.unchanged(|| venue.manage(believe(None))).unwrap().changes.is_empty());
        assert!(venue.order_findings().is_empty());
    }
}

#[test]
fn money_of_a_cancelled_order_goes_back_by_a_refund() {
    let venue = Venue::new();
    insert(&venue, &[("X", "cancelled", "refunded", "completed"), ("Y", "cancelled", "paid", "completed")]);
    for name in ["X", "Y"] {
        let refund = RefundOrder { order_id: id(&venue, name), to: RefundTo::Wallet, reason: "was cancelled".into() };
        venue.manage(refund).unwrap();
        assert_eq!(venue.both(id(&venue, name)), "cancelled refunded/cancelled");
    }
    assert!(venue.order_findings().is_empty());
    assert_eq!(venue.value::<i64>("SELECT SUM(balance) FROM users"), 1_000_000);
}

#[test]
fn a_plan_that_is_no_longer_true_is_refused() {
    let venue = Venue::new();
    insert(&venue, &[("A", "pending", "paid", "pending")]);
    let (said, digest) = plan(&venue, None, None);
    assert_eq!(said, ["A: payment.status pending>completed"]);
    insert(&venue, &[("B", "pending", "failed", "pending")]);
    let outdated = Repair { digest: Some(digest), ..Repair::default() };
    assert_eq!(venue.unchanged(|| venue.manage(outdated)).unwrap_err().code, Code::PlanOutdated);
}

#[test]
fn the_list_narrows_by_every_condition() {
    let venue = Venue::new();
    insert(
        &venue,
        &[
            ("AB_1", "confirmed", "paid", "pending"),
            ("ABX1", "pending", "pending", "pending"),
            ("C", "pending", "failed", "completed"),
        ],
    );
    let found = |list: ListOrders| {
        let listed = venue.ask(list);
        assert_eq!(listed.total, i64::try_from(listed.orders.len()).unwrap());
        listed.orders.into_iter().map(|order| order.reference).collect::<Vec<_>>()
    };
    let search = |text: &str| found(ListOrders { search: Some(text.into()), ..ListOrders::default() });
    assert_eq!(found(ListOrders::default()), ["C", "ABX1", "AB_1"], "newest first");
    assert_eq!(search("ab_"), ["AB_1"], "signs of LIKE are letters");
    assert_eq!(search("awa").len(), 3);
    assert_eq!(search("nobody").len(), 0);
    assert_eq!(found(ListOrders { only_mismatched: true, ..ListOrders::default() }), ["C", "AB_1"]);
    let class = Some(comptoir_core::orders::model::MismatchClass::Conflict);
    assert_eq!(found(ListOrders { mismatch: class, ..ListOrders::default() }), ["C"]);
    let wave = Some(comptoir_core::sales::model::PaymentMethod::Wave);
    let word = Some(comptoir_core::orders::model::OrderPaymentStatus::Paid);
    assert_eq!(found(ListOrders { method: wave, payment_status: word, ..ListOrders::default() }), ["AB_1"]);
    let money = Some(comptoir_core::orders::model::OrderMoney::Full);
    assert_eq!(found(ListOrders { money, search: Some("C".into()), ..ListOrders::default() }), ["C"]);
    let page = comptoir_core::desk::model::Page { limit: Some(1), offset: Some(1) };
    let second = venue.ask(ListOrders { page, ..ListOrders::default() });
    assert_eq!((second.orders[0].reference.as_str(), second.total), ("ABX1", 3));
}
