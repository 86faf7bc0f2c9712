//! The surroundings fail: folders that cannot be written, databases that are damaged, newer, or another program's.

use crate::support::{PROGRAM, Run, Venue};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

#[test]
fn a_damaged_database_is_set_aside_whole_and_never_deleted() {
    let venue = Venue::new();
    fs::create_dir(venue.data()).unwrap();
    let damaged = "this was a database once".repeat(500);
    fs::write(venue.database(), &damaged).unwrap();
    for _ in 0..2 {
        let run = venue.json(&["doctor"]);
        assert_eq!((run.status, run.error_code().as_str()), (3, "database_set_aside"), "{run:?}");
    }
    assert!(!venue.database().exists(), "nothing takes its place by itself");
    let kept: Vec<_> = fs::read_dir(venue.data().join("damaged")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(kept.len(), 1);
    assert_eq!(fs::read_to_string(kept[0].join("comptoir.db")).unwrap(), damaged);
}

#[test]
fn a_database_of_a_newer_program_is_left_alone() {
    let venue = Venue::new();
    venue.call("customer.create", &serde_json::json!({ "name": "Awa" }));
    venue.look().pragma_update(None, "user_version", 9_999).unwrap();
    let before = fs::read(venue.database()).unwrap();
    let run = venue.json(&["doctor"]);
    assert_eq!((run.status, run.error_code().as_str()), (3, "database_newer"), "{run:?}");
    assert_eq!(fs::read(venue.database()).unwrap(), before);
}

#[test]
fn a_database_of_another_program_is_left_alone() {
    let venue = Venue::new();
    fs::create_dir(venue.data()).unwrap();
    venue.look().execute_batch("CREATE TABLE bookmarks (id INTEGER); INSERT INTO bookmarks VALUES (1)").unwrap();
    let run = venue.json(&["doctor"]);
    assert_eq!((run.status, run.error_code().as_str()), (3, "database_foreign"), "{run:?}");
    let tables: i64 = venue.look().query_row("SELECT COUNT(*) FROM sqlite_master", [], |row| row.get(0)).unwrap();
    assert_eq!(tables, 1);
}

#[test]
fn a_folder_that_is_a_file_is_said_plainly() {
    let venue = Venue::new();
    fs::write(venue.data(), "a file").unwrap();
    let run = venue.json(&["doctor"]);
    assert_eq!((run.status, run.error_code().as_str()), (3, "data_folder_unusable"), "{run:?}");
    assert_eq!(fs::read_to_string(venue.data()).unwrap(), "a file");
}

#[test]
fn a_folder_that_cannot_be_written_is_said_plainly() {
    let venue = Venue::new();
    venue.call("customer.create", &serde_json::json!({ "name": "Awa" }));
    let files = || [venue.data(), venue.database()];
    for path in files() {
        let mode = if path.is_dir() { 0o555 } else { 0o444 };
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    }
    let run = as_somebody(&venue, &["--json", "call", "customer.create", r#"{"name": "Binta"}"#]);
    assert_eq!((run.status, run.error_code().as_str()), (3, "storage_read_only"), "{run:?}");
    for path in files() {
        fs::set_permissions(&path, fs::Permissions::from_mode(if path.is_dir() { 0o755 } else { 0o644 })).unwrap();
    }
    let customers: i64 = venue.look().query_row("SELECT COUNT(*) FROM users", [], |row| row.get(0)).unwrap();
    assert_eq!(customers, 1);
}

#[test]
fn what_only_the_venue_may_read_nobody_else_can() {
    let venue = Venue::new();
    venue.call("customer.create", &serde_json::json!({ "name": "Awa" }));
    for (path, mode) in [(venue.data(), 0o700), (venue.database(), 0o600)] {
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, mode, "{}", path.display());
    }
    let logs: Vec<_> = fs::read_dir(venue.data().join("logs")).unwrap().collect();
    assert_eq!(logs.len(), 1, "one log a day");
}

/// Permissions bind everybody but root: as root, the program runs as nobody, from a place where nobody may run it.
fn as_somebody(venue: &Venue, arguments: &[&str]) -> Run {
    let uid = Command::new("id").arg("-u").output().unwrap();
    if uid.stdout != b"0\n" {
        return venue.run(arguments);
    }
    fs::set_permissions(venue.beside(""), fs::Permissions::from_mode(0o755)).unwrap();
    let copy = venue.beside("comptoir");
    fs::copy(PROGRAM, &copy).unwrap();
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
        .arg(copy)
        .arg("--data")
        .arg(venue.data())
        .args(arguments);
    command.output().unwrap().into()
}
