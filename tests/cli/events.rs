//! `comptoir events ingest`: files of payment events, and what became of each.

use crate::support::Venue;
use serde_json::{Value, json};
use std::io::Write;
use std::process::Stdio;

fn unpaid(venue: &Venue) -> i64 {
    let (package, customer) = venue.open(60);
    let sale = json!({ "customer_id": customer, "package_id": package, "paid": false });
    venue.call("purchase.create", &sale)["purchase"]["purchase_id"].as_i64().unwrap()
}

fn checkout(event: &str, kind: &str, purchase: i64) -> Value {
    json!({ "id": event, "type": format!("checkout.session.{kind}"), "data": { "object": { "id": "cs_1", "payment_intent": "pi_1",
        "payment_status": if kind == "completed" { "paid" } else { "unpaid" }, "amount_total": 5000, "currency": "xof",
        "metadata": { "purchaseId": purchase } } } })
}

#[test]
fn a_file_is_one_event_a_list_or_lines() {
    let venue = Venue::new();
    let purchase = unpaid(&venue);
    let (created, completed) = (checkout("evt_1", "created", purchase), checkout("evt_2", "completed", purchase));
    let one = venue.beside("one.json");
    std::fs::write(&one, serde_json::to_string_pretty(&created).unwrap()).unwrap();
    let list = venue.beside("list.json");
    std::fs::write(&list, json!([created, completed]).to_string()).unwrap();
    let lines = venue.beside("lines.json");
    std::fs::write(&lines, format!("{created}\n\n{completed}\r\n")).unwrap();
    for (file, received, duplicates) in [(&one, 1, 0), (&list, 2, 1), (&lines, 2, 2)] {
        let run = venue.json(&["events", "ingest", file.to_str().unwrap()]);
        assert_eq!(run.status, 0, "{run:?}");
        let told = run.json();
        assert_eq!((told["received"].clone(), told["duplicates"].clone()), (json!(received), json!(duplicates)));
        assert_eq!(told["events"].as_array().unwrap().len(), received);
    }
    let shown = venue.call("purchase.show", &json!({ "purchase_id": purchase }));
    assert_eq!(shown["purchase"]["payment_status"], json!("completed"));
    let run = venue.run(&["events", "ingest", list.to_str().unwrap()]);
    assert!(
        run.out.contains("evt_2") && run.out.contains("vente payée") && run.out.contains("2 événements reçus"),
        "{run:?}"
    );
}

#[test]
fn standard_input_and_the_shops_callback() {
    let venue = Venue::new();
    let purchase = unpaid(&venue);
    let mut command = venue.command();
    command
        .args(["--json", "events", "ingest", "-", "--provider", "shop"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let body = json!({ "event_id": "cb-1", "reference": purchase.to_string(), "status": "SUCCESS", "amount": "5000" });
    child.stdin.take().unwrap().write_all(body.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["events"][0]["event"]["outcome"], json!("purchase_paid"));
    assert_eq!(told["events"][0]["event"]["via"], json!("file"));
}

#[test]
fn what_is_refused_or_cannot_be_read_makes_the_exit_status_1() {
    let venue = Venue::new();
    let file = venue.beside("events.json");
    let good = json!({ "id": "evt_1", "type": "customer.created" });
    std::fs::write(&file, format!("{good}\nnonsense\n{}\n", json!({ "id": "evt_2", "type": "customer.created" })))
        .unwrap();
    let path = file.to_str().unwrap();
    let run = venue.json(&["events", "ingest", path]);
    let told = run.json();
    assert_eq!(
        (run.status, told["received"].clone(), told["undecided"].clone()),
        (1, json!(3), json!(1)),
        "the others are taken in"
    );
    let run = venue.json(&["events", "ingest", path, "--provider", "paypal"]);
    assert_eq!((run.status, run.json()["refused"].clone()), (1, json!(3)));
    let run = venue.json(&["events", "ingest", path, "--signature", "t=1,v1=00"]);
    assert_eq!(run.status, 1);
    assert_eq!(run.json()["events"][0]["error"]["code"], json!("event_secret_missing"));
    let run = venue.json(&["events", "ingest", "/nowhere/at/all.json"]);
    assert_eq!((run.status, run.error_code().as_str()), (3, "file_unreadable"));
    assert_eq!(venue.run(&["events"]).status, 2);
    std::fs::write(&file, "").unwrap();
    assert_eq!(venue.run(&["events", "ingest", path]).status, 0, "nothing is nothing wrong");
}
