//! Several processes on one data folder: exactly one wins, nothing is lost.

use crate::support::Venue;
use std::process::{Child, Stdio};

#[test]
fn of_many_processes_that_scan_one_invoice_exactly_one_gets_ok() {
    let venue = Venue::new();
    let offer = venue.open(30);
    for round in 0..4 {
        let code = venue.sell(offer);
        let start = |_| -> Child {
            let mut command = venue.command();
            command
                .args(["--json", "scan", "--code", &code, "--activate", "--start"])
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            command.spawn().unwrap()
        };
        let children: Vec<Child> = (0..8).map(start).collect();
        let statuses: Vec<i32> = children.into_iter().map(|mut child| child.wait().unwrap().code().unwrap()).collect();
        assert_eq!(statuses.iter().filter(|status| **status == 0).count(), 1, "round {round}: {statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 1).count(), 7, "round {round}: {statuses:?}");
    }
    let books = venue.look();
    let count = |sql: &str| -> i64 { books.query_row(sql, [], |row| row.get(0)).unwrap() };
    assert_eq!(count("SELECT COUNT(*) FROM active_game_sessions_v2"), 4);
    assert_eq!(count("SELECT COUNT(*) FROM invoice_scans"), 32);
    assert_eq!(count("SELECT COUNT(*) FROM invoice_scans WHERE verdict = 'ok'"), 4);
    assert_eq!(count("SELECT COUNT(*) FROM purchase_session_overview WHERE sync_status = 'MISMATCH'"), 0);
    assert_eq!(venue.run(&["verify-chain"]).status, 0);
    assert_eq!(venue.run(&["doctor"]).status, 0);
}
