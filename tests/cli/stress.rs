//! Load on a scratch database: what the older system's load test asked for, and the hard mode with a second process. And a process that
//! is killed in the middle of it.

use crate::support::{PROGRAM, Run, Venue, program};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

fn stress(arguments: &[&str]) -> Run {
    program().args(["--json", "stress", "wallet"]).args(arguments).output().unwrap().into()
}

#[test]
fn a_hundred_clients_at_money_for_fifty() {
    let run = stress(&["--concurrent", "100", "--amount", "5", "--rounds", "3"]);
    assert_eq!(run.status, 0, "{run:?}");
    let report = run.json();
    assert_eq!((&report["coherent"], &report["coherence_percent"]), (&json!(true), &json!(100)));
    assert_eq!(
        (&report["holds"], &report["holds_expected"], &report["refused_short"]),
        (&json!(150), &json!(150), &json!(150))
    );
    assert_eq!(report["freezes"]["refused"], json!({ "balance_short": 150 }));
    assert_eq!((&report["ends"]["done"], &report["ends"]["refused"]), (&json!(150), &json!({})));
    for figure in ["per_second", "p50_ms", "p99_ms", "max_ms"] {
        assert!(report["freezes"][figure].as_f64().unwrap() > 0.0, "{figure}: {report}");
    }
}

#[test]
fn clients_of_two_processes_share_one_wallet() {
    let run = stress(&["--clients", "151", "--processes", "2", "--amount", "1", "--rounds", "2"]);
    assert_eq!(run.status, 0, "{run:?}");
    let report = run.json();
    assert_eq!(
        (&report["holds"], &report["refused_short"], &report["processes"]),
        (&json!(150), &json!(152), &json!(2))
    );
}

#[test]
fn it_is_told_in_words_and_leaves_the_data_folder_alone() {
    let venue = Venue::new();
    let run = venue.run(&["stress", "wallet", "--concurrent", "10", "--rounds", "1"]);
    assert_eq!(run.status, 0, "{run:?}");
    assert!(run.out.contains("rien n’a été vendu deux fois") && !run.out.contains('{'), "{run:?}");
    assert!(!venue.data().exists());
    for wrong in [&["--concurrent", "1"][..], &["--amount", "0"], &["--rounds", "0"], &["--hard", "--processes", "3"]] {
        assert_eq!(stress(wrong).status, 2, "{wrong:?}");
    }
}

/// A process that freezes and ends holds on the books of a venue, as it is told, line by line.
struct Worker {
    child: Child,
    to: ChildStdin,
    from: BufReader<std::process::ChildStdout>,
}

impl Worker {
    fn start(venue: &Venue) -> Self {
        let mut command = Command::new(PROGRAM);
        command.arg("--data").arg(venue.data());
        command.args(["stress", "wallet", "--share", "--concurrent", "8", "--amount", "3"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let (to, from) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut worker = Self { child, to, from };
        assert!(worker.answer().is_some(), "it opened the books");
        worker
    }

    /// What it answered; nothing once it was killed.
    fn answer(&mut self) -> Option<Value> {
        let mut line = String::new();
        self.from.read_line(&mut line).ok().filter(|read| *read > 0)?;
        serde_json::from_str(&line).ok()
    }

    fn told(&mut self, order: &Value) -> Option<Vec<i64>> {
        writeln!(self.to, "{order}").and_then(|()| self.to.flush()).ok()?;
        let holds = self.answer()?["holds"].as_array()?.iter().map(|hold| hold.as_i64().unwrap()).collect();
        Some(holds)
    }
}

/// Killed at any moment, forty times: what was answered is in the books, nothing is there twice, and the ledger is whole.
#[test]
fn a_process_killed_between_freeze_and_commit_leaves_a_whole_ledger() {
    let venue = Venue::new();
    let customer = venue.call("customer.create", &json!({ "name": "Awa Diop" }))["customer_id"].clone();
    let deposit = json!({ "customer_id": customer, "amount_cents": 1_000_000, "reason": "test" });
    venue.call("wallet.deposit", &deposit);
    let (mut frozen, mut ended) = (BTreeSet::new(), BTreeSet::new());
    for kill in 0..40_u64 {
        let mut worker = Worker::start(&venue);
        let pid = worker.child.id();
        // An odd span each time, so that the blow falls everywhere: before, in and after statements and commits.
        let span = Duration::from_micros(1_500 + (kill * 7_919) % 45_000);
        let killer = std::thread::spawn(move || {
            std::thread::sleep(span);
            assert!(Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
        });
        for round in 0.. {
            let round = kill * 10_000 + round;
            let Some(holds) = worker.told(&json!({ "do": "freeze", "wallet": customer, "round": round })) else {
                break;
            };
            frozen.extend(holds);
            let Some(holds) = worker.told(&json!({ "do": "end", "round": round })) else { break };
            ended.extend(holds);
        }
        killer.join().unwrap();
        worker.child.wait().unwrap();
        books_are_whole(&venue, kill);
    }
    assert!(frozen.len() > 40, "it worked between the blows: {}", frozen.len());
    let books = venue.look();
    let status = |hold: &i64| -> String {
        books.query_row("SELECT status FROM activations WHERE id = ?1", [hold], |row| row.get(0)).unwrap()
    };
    assert!(frozen.iter().all(|hold| !status(hold).is_empty()), "every freeze that was answered is there");
    assert!(ended.iter().all(|hold| ["completed", "cancelled"].contains(&&*status(hold))), "and every end");
    for (command, area) in [("doctor", "checks"), ("verify-chain", "audit")] {
        assert_eq!(venue.run(&[command]).status, 0, "{area}");
    }
}

fn books_are_whole(venue: &Venue, kill: u64) {
    let books = venue.look();
    let count = |sql: &str| -> i64 { books.query_row(sql, [], |row| row.get(0)).unwrap() };
    let health = "SELECT COUNT(*) FROM v_frozen_balance_health WHERE health_status <> 'OK'";
    assert_eq!(count(health), 0, "after kill {kill}");
    let without_row = "SELECT COUNT(*) FROM activations a WHERE
         (SELECT COUNT(*) FROM balance_operations o WHERE o.activation_id = a.id AND o.operation_type = 'freeze') <> 1
         OR (a.status IN ('pending', 'waiting')) <> NOT EXISTS (SELECT 1 FROM balance_operations o
             WHERE o.activation_id = a.id AND o.operation_type IN ('commit', 'refund'))";
    assert_eq!(count(without_row), 0, "a hold and its rows, or neither: after kill {kill}");
    let owned = "SELECT (SELECT SUM(balance + frozen_balance) FROM users)
                      + (SELECT COALESCE(SUM(committed_amount), 0) FROM activations)";
    assert_eq!(count(owned), 1_000_000, "after kill {kill}");
}
