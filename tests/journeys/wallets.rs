//! Wallets in the window: filled, spent and refunded row by row; and what becomes of one that another program wrote over.

use crate::harness::{ENTER, Venue, Window, say};
use serde_json::{Value, json};

fn shown(venue: &Venue) -> Value {
    venue.call("wallet.show", &json!({ "customer_id": 1 }))
}

/// Free and held, as the books have them, and whether all of it agrees.
fn purse(venue: &Venue) -> (i64, i64, String) {
    let wallet = shown(venue)["wallet"].clone();
    let cents = |name: &str| wallet[name].as_i64().unwrap();
    (cents("balance_cents"), cents("frozen_cents"), wallet["health"].as_str().unwrap().to_owned())
}

/// The rows of the ledger, oldest first: what was done, how much, free and held afterwards. Each continues the one before it.
fn ledger(venue: &Venue) -> Vec<(String, i64, i64, i64)> {
    let rows = shown(venue)["ledger"].clone();
    let rows: Vec<&Value> = rows.as_array().unwrap().iter().rev().collect();
    for pair in rows.windows(2) {
        assert_eq!(pair[1]["balance_before_cents"], pair[0]["balance_after_cents"]);
        assert_eq!(pair[1]["frozen_before_cents"], pair[0]["frozen_after_cents"]);
    }
    let cents = |row: &Value, name: &str| row[name].as_i64().unwrap();
    let said = |row: &&Value| {
        let operation = row["operation"].as_str().unwrap().to_owned();
        (operation, cents(row, "amount_cents"), cents(row, "balance_after_cents"), cents(row, "frozen_after_cents"))
    };
    rows.iter().map(said).collect()
}

fn row(operation: &str, amount: i64, free: i64, held: i64) -> (String, i64, i64, i64) {
    (operation.into(), amount, free, held)
}

/// A venue whose customer has 10 000 F in the wallet, 3 000 F of it held.
fn with_a_hold() -> Venue {
    let venue = Venue::furnished();
    venue.call("wallet.deposit", &json!({ "customer_id": 1, "amount_cents": 1_000_000, "reason": "Espèces" }));
    let hold = json!({ "customer_id": 1, "amount_cents": 300_000, "transaction_id": "caution-1", "reason": "Caution" });
    venue.call("wallet.freeze", &hold);
    venue
}

#[tokio::test]
async fn what_is_deposited_spent_and_refunded_stands_row_by_row_in_the_ledger() {
    let venue = Venue::furnished();
    let desk = Window::desk_signed_in(&venue).await;
    let book = say("wallets.ledger");
    desk.press("button", &say("shared.nav_wallets")).await;
    desk.press("label", &say("wallets.show_all")).await;
    desk.read_in("region", &book, &say("wallets.ledger_empty")).await;
    desk.press("button", &say("wallets.deposit")).await;
    desk.fill(&say("wallets.amount"), "12000").await;
    desk.picture("wallet-deposit").await;
    desk.keys(ENTER).await;
    for text in [&say("wallets.operation_deposit"), "+12 000 F CFA", &say("sales.method_cash")] {
        desk.read_in("region", &book, text).await;
    }
    assert_eq!(ledger(&venue), [row("deposit", 1_200_000, 1_200_000, 0)]);

    desk.press("button", &say("shared.nav_sales")).await;
    desk.press("label", "Découverte").await;
    desk.fill(&say("sales.customer"), "awa").await;
    desk.press("option", "Awa Diop").await;
    desk.read("12 000 F CFA libres, c’est assez").await;
    desk.press("label", &say("sales.method_wallet")).await;
    desk.picture("sale-from-wallet").await;
    desk.press("button", &say("sales.sell_paid")).await;
    desk.see("dialog", &say("sales.sold_title")).await;
    desk.press("button", &say("shared.close")).await;
    desk.press("button", &say("shared.nav_wallets")).await;
    for text in [&say("wallets.operation_withdraw"), "−5 000 F CFA", &say("wallets.reason_purchase")] {
        desk.read_in("region", &book, text).await;
    }
    desk.picture("wallet-spent").await;
    assert_eq!(purse(&venue), (700_000, 0, "ok".into()));

    desk.press("button", &say("shared.nav_sales")).await;
    desk.press("tab", &say("sales.tab_list")).await;
    desk.press("button", &say("sales.refund_action")).await;
    desk.read(&say("sales.refund_always_wallet")).await;
    desk.fill(&say("sales.reason"), "parti avant").await;
    desk.picture("sale-refund").await;
    desk.keys(ENTER).await;
    desk.read("est remboursé dans son portefeuille").await;
    desk.press("button", &say("shared.nav_wallets")).await;
    for text in ["+12 000 F CFA", "−5 000 F CFA", "+5 000 F CFA"] {
        desk.read_in("region", &book, text).await;
    }
    desk.picture("wallet-refunded").await;
    let rows = [
        row("deposit", 1_200_000, 1_200_000, 0),
        row("withdraw", 500_000, 700_000, 0),
        row("deposit", 500_000, 1_200_000, 0),
    ];
    assert_eq!(ledger(&venue), rows);
    assert_eq!(purse(&venue), (1_200_000, 0, "ok".into()));
    desk.close().await;
}

#[tokio::test]
async fn a_held_amount_written_over_is_a_warning_that_is_corrected_with_a_row() {
    let venue = with_a_hold();
    let desk = Window::desk_signed_in(&venue).await;
    desk.press("button", &say("shared.nav_wallets")).await;
    desk.press("tab", &say("wallets.tab_health")).await;
    desk.read(&say("wallets.well")).await;
    venue.write_past_the_desk("UPDATE users SET frozen_balance = 0 WHERE id = 1");
    desk.read("1 portefeuille demande votre attention").await;
    for text in [&say("wallets.banner_warning"), &say("wallets.health_warning"), "3 000 F CFA"] {
        desk.read_in("article", "Awa Diop", text).await;
    }
    desk.picture("wallet-warning").await;
    assert_eq!(purse(&venue), (700_000, 0, "warning".into()), "seen, not yet touched");

    desk.press("button", &say("wallets.correct")).await;
    let dialog = say("wallets.correct_title");
    for text in ["10 000 F CFA", "3 000 F CFA", &say("wallets.digest")] {
        desk.read_in("dialog", &dialog, text).await;
    }
    desk.picture("wallet-correction").await;
    assert_eq!(purse(&venue), (700_000, 0, "warning".into()), "a preview changes nothing");
    desk.keys(ENTER).await;
    desk.read(&say("wallets.well")).await;
    desk.press("tab", &say("wallets.tab_wallets")).await;
    desk.read_in("region", &say("wallets.ledger"), &say("wallets.reason_correction")).await;
    desk.picture("wallet-corrected").await;
    let rows = [
        row("deposit", 1_000_000, 1_000_000, 0),
        row("freeze", 300_000, 700_000, 300_000),
        row("correction", 0, 700_000, 300_000),
    ];
    assert_eq!(ledger(&venue), rows);
    assert_eq!(purse(&venue), (700_000, 300_000, "ok".into()));
    desk.close().await;
}

#[tokio::test]
async fn a_balance_written_over_is_alerted_and_left_as_it_is() {
    let venue = with_a_hold();
    let desk = Window::desk_signed_in(&venue).await;
    desk.press("button", &say("shared.nav_wallets")).await;
    desk.press("tab", &say("wallets.tab_health")).await;
    desk.read(&say("wallets.well")).await;
    venue.write_past_the_desk("UPDATE users SET balance = 1500000 WHERE id = 1");
    let broken = (1_500_000, 300_000, "critical".to_owned());
    desk.read("1 portefeuille demande votre attention").await;
    for text in [&say("wallets.banner_critical"), &say("wallets.health_critical"), "15 000 F CFA", "7 000 F CFA"] {
        desk.read_in("article", "Awa Diop", text).await;
    }
    assert!(!desk.sees("button", &say("wallets.correct")).await, "nothing is corrected where a person decides");
    desk.press("button", &say("wallets.check_now")).await;
    desk.read("rien à corriger, aucune réserve échue, 1 à trancher.").await;
    desk.picture("wallet-critical").await;
    assert_eq!(purse(&venue), broken, "a check does not touch it");

    desk.press("link", &say("wallets.open_wallet")).await;
    desk.read_in("region", "Awa Diop", &say("wallets.banner_critical")).await;
    for act in ["wallets.deposit", "wallets.withdraw", "wallets.freeze"] {
        assert!(!desk.see("button", &say(act)).await.is_enabled().await.unwrap(), "{act} waits for the decision");
    }
    desk.picture("wallet-critical-panel").await;

    desk.press("button", &say("shared.nav_monitor")).await;
    desk.read("1 anomalie trouvée").await;
    desk.read(&say("monitor.found_by_hand")).await;
    desk.press("button", &say("monitor.check_wallet_critical")).await;
    desk.read("libre : 15 000 F CFA, grand livre : 7 000 F CFA").await;
    desk.picture("monitor-wallet-critical").await;
    desk.press("button", &say("monitor.preview")).await;
    desk.read(&say("monitor.plan_empty_text")).await;
    desk.press("button", &say("shared.close")).await;
    desk.press("tab", &say("monitor.tab_log")).await;
    desk.read(&say("monitor.log_wallet_critical")).await;
    desk.picture("monitor-log-critical").await;
    assert_eq!(purse(&venue), broken);
    assert_eq!(ledger(&venue).len(), 2, "no row was added");
    desk.close().await;
}
