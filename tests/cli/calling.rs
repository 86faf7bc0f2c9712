//! Calling by name, the list of names, usage, languages, and what the shell gets.

use crate::support::{Venue, program};
use serde_json::{Value, json};

#[test]
fn wrong_usage_ends_with_2_and_says_so_in_json() {
    let venue = Venue::new();
    for arguments in [
        &["fly"][..],
        &["scan"],
        &["scan", "--code", "X", "--bench", "."],
        &["scan", "--code", "X", "--start"],
        &["repair"],
        &["repair", "--fix", "--dry-run"],
        &["cleanup", "--older-than", "soon"],
        &["--at", "tomorrow", "doctor"],
        &["call"],
    ] {
        let run = venue.json(arguments);
        assert_eq!((run.status, run.error_code().as_str()), (2, "usage"), "{arguments:?}");
        assert_eq!(venue.run(arguments).status, 2);
        assert!(!venue.data().exists(), "{arguments:?} made a data folder");
    }
}

#[test]
fn calls_that_have_not_the_right_form_end_with_2() {
    let venue = Venue::new();
    for (arguments, code) in [
        (&["call", "desk.fly"][..], "unknown_command"),
        (&["call", "desk.overview", "{"], "bad_json"),
        (&["call", "desk.overview", "[1]"], "bad_input"),
        (&["call", "session.pause", "{\"session\": 1}"], "bad_input"),
    ] {
        let run = venue.json(arguments);
        assert_eq!((run.status, run.error_code().as_str(), run.out.as_str()), (2, code, ""), "{arguments:?}");
    }
}

#[test]
fn a_refusal_ends_with_1_and_a_stable_code() {
    let run = Venue::new().json(&["call", "session.pause", "{\"session_id\": 7}"]);
    assert_eq!((run.status, run.error_code().as_str()), (1, "session_unknown"), "{run:?}");
}

#[test]
fn everything_on_the_list_has_a_role_a_help_and_both_schemas() {
    let run = Venue::new().json(&["commands"]);
    let list = run.json();
    let list = list.as_array().unwrap();
    assert!(list.len() > 40, "{} entries", list.len());
    for entry in list {
        assert!(["nobody", "staff", "manager", "system"].contains(&entry["role"].as_str().unwrap()), "{entry}");
        assert!(["command", "query"].contains(&entry["kind"].as_str().unwrap()), "{entry}");
        assert!(!entry["help"].as_str().unwrap().is_empty(), "{} has no help", entry["name"]);
        assert!(entry["input"].is_object() && entry["output"].is_object(), "{}", entry["name"]);
    }
    let lines = Venue::new().run(&["commands"]).out;
    assert_eq!(lines.lines().count(), list.len());
    assert!(lines.lines().any(|line| line.starts_with("session.pause ") && line.contains("session_id")), "{lines}");
}

#[test]
fn the_same_request_is_answered_the_same_and_done_once() {
    let venue = Venue::new();
    let create = |name: &str| {
        venue.json(&["call", "customer.create", &json!({ "name": name }).to_string(), "--request-id", "r-1"])
    };
    let (first, second) = (create("Awa"), create("Awa"));
    assert_eq!((first.status, &first.out), (0, &second.out));
    let customers: i64 = venue.look().query_row("SELECT COUNT(*) FROM users", [], |row| row.get(0)).unwrap();
    assert_eq!(customers, 1);
    let other = create("Binta");
    assert_eq!((other.status, other.error_code().as_str()), (1, "request_id_reused"));
}

#[test]
fn the_input_may_come_from_standard_input() {
    use std::io::Write;
    use std::process::Stdio;
    let venue = Venue::new();
    let mut command = venue.command();
    let mut child = command
        .args(["--json", "call", "customer.create", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(br#"{"name": "Koffi"}"#).unwrap();
    let output = child.wait_with_output().unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["name"], "Koffi");
}

#[test]
fn messages_are_french_first_and_english_where_the_system_is() {
    let venue = Venue::new();
    let say = |language: &[&str], locale: &str| {
        let output = venue
            .command()
            .args(language)
            .args(["call", "session.pause", "{\"session_id\": 7}"])
            .env("LANG", locale)
            .output();
        String::from_utf8(output.unwrap().stderr).unwrap()
    };
    let french = say(&[], "C.UTF-8");
    let english = say(&[], "en_GB.UTF-8");
    assert_ne!(french, english);
    assert_eq!(french, say(&["--lang", "fr"], "en_GB.UTF-8"));
    assert_eq!(english, say(&["--lang", "en"], "fr_FR.UTF-8"));
    assert!(french.contains("[session_unknown]") && english.contains("[session_unknown]"), "{french}{english}");
}

#[test]
fn the_shell_gets_completions_and_a_man_page() {
    for (arguments, expected) in [
        (&["completions", "bash"][..], "comptoir"),
        (&["completions", "fish"], "verify-chain"),
        (&["man"], ".TH comptoir"),
    ] {
        let output = program().args(arguments).output().unwrap();
        assert!(output.status.success());
        assert!(String::from_utf8(output.stdout).unwrap().contains(expected), "{arguments:?}");
    }
}

#[test]
fn without_a_screen_the_windows_say_so_and_end_with_3() {
    let venue = Venue::new();
    for arguments in [&[][..], &["display"]] {
        let run = venue.json(arguments);
        assert_eq!((run.status, run.error_code().as_str()), (3, "no_screen"), "{arguments:?}");
    }
}
