//! The door as it is: any command or query by name, the list of them, and those that are one call with a line of text.

use super::arguments::{Call, Cleanup};
use super::face::{Face, Outcome, act, ask, columns, fields};
use crate::error::{Class, FaceError};
use comptoir_core::Desk;
use comptoir_core::door::{Caller, Description, RequestId, Role, SUBJECTS};
use serde_json::{Value, json};
use std::io::Read;

/// The longest input that is read from standard input, in bytes.
const MAX_INPUT_BYTES: u64 = 16 * 1024 * 1024;

/// Calls by name, as the machine's owner.
pub(super) fn call(wish: &Call, face: &Face) -> Result<Outcome, FaceError> {
    let input = input(wish.input.as_deref())?;
    let desk = face.desk()?;
    let is_query = SUBJECTS.iter().flat_map(|subject| subject.queries).any(|query| query.name == wish.name);
    let output = if is_query { ask(&desk, &wish.name, input)? } else { carry_out(wish, input, &desk, face)? };
    face.answer(&output, |_| serde_json::to_string_pretty(&output).unwrap_or_default());
    Ok(Outcome::Done)
}

/// Carries a command out; one that works step by step to its end, if that is asked, with the rows of all its steps in one answer. An
/// interruption loses nothing: each step is committed whole.
fn carry_out(wish: &Call, mut input: Value, desk: &Desk, face: &Face) -> Result<Value, FaceError> {
    let bar = face.progress(0);
    let mut all: Option<Value> = None;
    for number in 0_usize.. {
        let step_id = |id: &String| RequestId(if number == 0 { id.clone() } else { format!("{id}/{number}") });
        let request = wish.request_id.as_ref().map(step_id);
        let step = desk.execute(Caller::System, &wish.name, input.clone(), request)?.output;
        let next = step.get("next_after").cloned().filter(|next| wish.all_steps && !next.is_null());
        let whole = joined(all.take(), step);
        let done = whole.get("rows").and_then(Value::as_array).map_or(0, Vec::len);
        let left = whole.get("left").and_then(Value::as_u64).unwrap_or_default();
        bar.set_length(left.saturating_add(u64::try_from(done).unwrap_or(u64::MAX)));
        bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
        let (Some(next), Some(fields)) = (next, input.as_object_mut()) else {
            bar.finish_and_clear();
            return Ok(whole);
        };
        fields.insert("after".into(), next);
        all = Some(whole);
    }
    Err(FaceError::new(Class::Environment, "internal"))
}

/// The last step, with the rows of all steps before its own.
fn joined(before: Option<Value>, mut step: Value) -> Value {
    let rows = |value: &Value| value.get("rows").and_then(Value::as_array).cloned().unwrap_or_default();
    if let Some(before) = before {
        let all: Vec<Value> = rows(&before).into_iter().chain(rows(&step)).collect();
        if let Some(fields) = step.as_object_mut() {
            fields.insert("rows".into(), all.into());
        }
    }
    step
}

fn input(text: Option<&str>) -> Result<Value, FaceError> {
    let text = match text {
        None => return Ok(json!({})),
        Some("-") => {
            let mut text = String::new();
            let read = std::io::stdin().lock().take(MAX_INPUT_BYTES).read_to_string(&mut text);
            read.map_err(|error| FaceError::new(Class::Environment, "internal").hint(error))?;
            text
        }
        Some(text) => text.to_owned(),
    };
    serde_json::from_str(&text)
        .map_err(|error| FaceError::new(Class::Usage, "bad_json").with("problem", error.to_string()))
}

/// Lists what can be called.
pub(super) fn commands(face: &Face) -> Result<Outcome, FaceError> {
    let mut list = Vec::new();
    for subject in SUBJECTS {
        list.extend(
            subject
                .commands
                .iter()
                .map(|entry| described(subject.name, "command", entry.name, entry.role, &(entry.describe)())),
        );
        list.extend(
            subject
                .queries
                .iter()
                .map(|entry| described(subject.name, "query", entry.name, entry.role, &(entry.describe)())),
        );
    }
    face.answer(&Value::Array(list.clone()), |_| {
        let rows: Vec<Vec<String>> = list
            .iter()
            .map(|entry| {
                let text = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
                let help = text("help").lines().next().unwrap_or_default().to_owned();
                vec![text("name"), text("kind"), text("role"), properties(entry), help]
            })
            .collect();
        columns(&rows)
    });
    Ok(Outcome::Done)
}

fn described(subject: &str, kind: &str, name: &str, role: Role, description: &Description) -> Value {
    json!({
        "name": name, "subject": subject, "kind": kind, "role": role,
        "help": description.help, "input": description.input, "output": description.output,
    })
}

/// The input's fields; those that may be left out in brackets.
fn properties(entry: &Value) -> String {
    let schema = entry.get("input").cloned().unwrap_or_default();
    let required: Vec<&str> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let properties = schema.get("properties").map(fields).unwrap_or_default();
    let named = properties
        .keys()
        .map(|name| if required.contains(&name.as_str()) { name.clone() } else { format!("[{name}]") });
    named.collect::<Vec<_>>().join(" ")
}

/// Moves old sessions to the archive, or counts them.
pub(super) fn cleanup(wish: &Cleanup, face: &Face) -> Result<Outcome, FaceError> {
    let input = json!({ "older_than_days": wish.older_than });
    let desk = face.desk()?;
    let moved = if wish.dry_run {
        ask(&desk, "session.cleanup_preview", input)?
    } else {
        act(&desk, "session.cleanup", input)?
    };
    let line = if wish.dry_run { "cleanup_preview" } else { "cleanup_done" };
    face.answer(&moved, |words| words.line(line, &fields(&moved)));
    Ok(Outcome::Done)
}

/// Checks the seal of the audit trail.
pub(super) fn verify_chain(face: &Face) -> Result<Outcome, FaceError> {
    let report = ask(&*face.desk()?, "audit.verify", json!({}))?;
    let is_whole = report.get("first_broken_seq").is_none_or(Value::is_null);
    let line = if is_whole { "chain_whole" } else { "chain_broken" };
    face.answer(&report, |words| words.line(line, &fields(&report)));
    Ok(if is_whole { Outcome::Done } else { Outcome::Refused })
}
