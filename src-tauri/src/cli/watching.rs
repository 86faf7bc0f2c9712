//! What watches over the books: the countdown, the checks, and the repair.

use super::arguments::Repair;
use super::face::{Face, Outcome, act, ask, columns, fields};
use crate::error::FaceError;
use crate::words::Words;
use serde_json::{Map, Value, json};
use std::time::Duration;

/// How often `countdown --watch` looks.
const TICK: Duration = Duration::from_secs(1);

/// What happens to immersion sessions by itself, as the words of the command line need it.
const KEPT_UP: [&str; 6] = ["released", "offered", "expired_offers", "over", "reopened", "attached"];

/// Completes what is due, of sessions and of immersion bookings: once, or each second until the process is interrupted.
pub(super) fn countdown(watch: bool, face: &Face) -> Result<Outcome, FaceError> {
    let desk = face.desk()?;
    loop {
        let mut done = act(&desk, "session.countdown", json!({}))?;
        let kept_up = act(&desk, "immersion.upkeep", json!({}))?;
        let is_kept_up = KEPT_UP.iter().any(|key| counted(&kept_up, key) > 0);
        let happened = ["completed", "expired", "invoices_expired"].iter().any(|key| counted(&done, key) > 0);
        if let Value::Object(fields) = &mut done {
            fields.insert("immersion".into(), kept_up.clone());
        }
        if happened || is_kept_up || !watch {
            face.answer(&done, |words| {
                let line = words.line("countdown_done", &numbers(&done, &["completed", "expired", "invoices_expired"]));
                if is_kept_up {
                    format!("{}\n{}", line.trim_end(), words.line("kept_up", &numbers(&kept_up, &KEPT_UP)))
                } else {
                    line
                }
            });
        }
        if !watch {
            return Ok(Outcome::Done);
        }
        std::thread::sleep(TICK);
    }
}

/// Runs every check; refused if there are findings.
pub(super) fn doctor(face: &Face) -> Result<Outcome, FaceError> {
    let checks = ask(&*face.desk()?, "monitor.checks", json!({}))?;
    let found: i64 = list(&checks).iter().map(|check| counted(check, "count")).sum();
    face.answer(&checks, |words| {
        let rows: Vec<Vec<String>> = list(&checks).iter().map(|check| check_line(check, words)).collect();
        let line = if found == 0 { "checks_clean" } else { "checks_found" };
        let mut text = vec![columns(&rows)];
        text.extend(
            list(&checks).iter().filter(|check| counted(check, "count") > 0).map(|check| finding_lines(check, words)),
        );
        text.push(words.line(line, &args(&[("count", found)])));
        text.join("\n")
    });
    Ok(if found == 0 { Outcome::Done } else { Outcome::Refused })
}

fn check_line(check: &Value, words: &Words) -> Vec<String> {
    let count = counted(check, "count");
    let state = if count == 0 { words.line("check_clean", &Map::new()) } else { count.to_string() };
    vec![text(check, "area"), text(check, "name"), text(check, "severity"), state, text(check, "oldest")]
}

fn finding_lines(check: &Value, words: &Words) -> String {
    let name = text(check, "name");
    let said = |row: &Value| row.get("args").map(|args| words.finding(&name, &fields(args))).unwrap_or_default();
    let rows = check.get("rows").map(list).unwrap_or_default();
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| vec![text(row, "label"), said(row), text(row, "since")]).collect();
    let indented: Vec<String> = columns(&rows).lines().map(|line| format!("  {line}")).collect();
    format!("\n{name}\n{}\n", indented.join("\n"))
}

/// Shows the plan, or applies that very plan. What a person must decide is left, and said.
pub(super) fn repair(wish: &Repair, face: &Face) -> Result<Outcome, FaceError> {
    let desk = face.desk()?;
    if wish.dry_run {
        let plan = ask(&desk, "monitor.plan", json!({ "area": wish.only }))?;
        face.answer(&plan, |words| changes(&plan, "plan_would", words));
        return Ok(Outcome::Done);
    }
    let report = act(&desk, "monitor.repair", json!({ "area": wish.only }))?;
    let left: i64 =
        report.get("remaining").map(list).unwrap_or_default().iter().map(|check| counted(check, "count")).sum();
    face.answer(&report, |words| {
        let mut lines = vec![changes(&report, "plan_did", words)];
        if left > 0 {
            lines.push(words.line("plan_left", &args(&[("count", left)])));
        }
        lines.join("\n")
    });
    Ok(if left == 0 { Outcome::Done } else { Outcome::Refused })
}

fn changes(plan: &Value, head: &str, words: &Words) -> String {
    let changes = plan.get("changes").map(list).unwrap_or_default();
    if changes.is_empty() {
        return words.line("plan_empty", &Map::new());
    }
    let row = |change: &Value| {
        let arrow = format!("{} → {}", text(change, "before"), text(change, "after"));
        vec![text(change, "check"), text(change, "label"), text(change, "field"), arrow]
    };
    let rows: Vec<Vec<String>> = changes.iter().map(row).collect();
    let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    format!("{}\n{}", words.line(head, &args(&[("count", count)])), columns(&rows))
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// A number, or the length of a list.
fn counted(value: &Value, key: &str) -> i64 {
    let found = value.get(key).unwrap_or(&Value::Null);
    found
        .as_array()
        .map_or_else(|| found.as_i64().unwrap_or_default(), |list| i64::try_from(list.len()).unwrap_or(i64::MAX))
}

/// The fields with the named lists as their lengths, for a sentence.
fn numbers(value: &Value, keys: &[&str]) -> Map<String, Value> {
    let mut all = fields(value);
    for key in keys {
        all.insert((*key).to_owned(), counted(value, key).into());
    }
    all
}

fn args(pairs: &[(&str, i64)]) -> Map<String, Value> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), Value::from(*value))).collect()
}
