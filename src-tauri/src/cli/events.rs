//! Payment events from a file or standard input, each through the door, with what became of it.

use super::arguments::Ingest;
use super::face::{Face, Outcome, columns, fields};
use crate::error::{Class, FaceError};
use crate::words::Words;
use comptoir_core::Desk;
use comptoir_core::door::Caller;
use comptoir_core::inbox::model::{Outcome as Became, Received, Via};
use comptoir_core::inbox::{BODY_MOST_BYTES, ReceivePaymentEvent};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};
use std::io::Read;
use std::path::Path;

/// The longest input, in bytes: some hundred thousand events.
const INPUT_MOST_BYTES: u64 = 1 << 30;
/// From so many on, a bar shows how far it is.
const MANY: usize = 20;

/// Takes in all events of the input, in their order. Refused where any was refused or cannot be read.
pub(super) fn ingest(wish: &Ingest, face: &Face) -> Result<Outcome, FaceError> {
    let input = read(&wish.from)?;
    let bodies = if wish.signature.is_some() { vec![input.as_slice()] } else { bodies(&input) };
    let desk = face.desk()?;
    let bar = (bodies.len() >= MANY && !face.json).then(|| face.progress(bodies.len()));
    let mut rows = Vec::with_capacity(bodies.len());
    for body in bodies {
        rows.push(take_in(&desk, wish, body)?);
        if let Some(bar) = &bar {
            bar.inc(1);
        }
    }
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    let summary = Summary::of(&rows);
    let document = json!({
        "events": rows.iter().map(Row::document).collect::<Vec<_>>(), "received": summary.received,
        "duplicates": summary.duplicates, "refused": summary.refused, "undecided": summary.undecided,
    });
    face.answer(&document, |words| {
        let lines: Vec<Vec<String>> = rows.iter().map(|row| row.line(words)).collect();
        let counted = json!({ "count": summary.received, "duplicates": summary.duplicates, "refused": summary.refused,
                              "undecided": summary.undecided });
        format!("{}\n{}", columns(&lines), words.line("events_done", &fields(&counted)).trim_end())
    });
    Ok(if summary.refused + summary.malformed == 0 { Outcome::Done } else { Outcome::Refused })
}

/// What became of one event of the input.
enum Row {
    Received(Box<Received>),
    Refused(FaceError),
}

/// A refusal is told with the event, and the next one is taken. What the surroundings fail at ends it all.
fn take_in(desk: &Desk, wish: &Ingest, body: &[u8]) -> Result<Row, FaceError> {
    let event = ReceivePaymentEvent::of_bytes(&wish.provider, body, wish.signature.clone(), Via::File);
    match desk.run(Caller::System, event, None) {
        Ok(reply) => Ok(Row::Received(Box::new(reply.output))),
        Err(error) if error.is_environment() => Err(error.into()),
        Err(error) => Ok(Row::Refused(error.into())),
    }
}

impl Row {
    fn document(&self) -> Value {
        match self {
            Self::Received(received) => json!(received),
            Self::Refused(error) => json!({ "error": { "code": error.code, "args": error.args } }),
        }
    }

    fn line(&self, words: &Words) -> Vec<String> {
        match self {
            Self::Received(received) => {
                let event = &received.event;
                let outcome = words.line(&format!("outcome_{}", event.outcome), &Map::new());
                let about = event.target_id.clone().unwrap_or_default();
                vec![event.provider_event_id.clone(), event.event_type.clone(), outcome, about]
            }
            Self::Refused(error) => vec![String::new(), String::new(), words.error(error)],
        }
    }
}

#[derive(Default)]
struct Summary {
    received: usize,
    duplicates: usize,
    malformed: usize,
    refused: usize,
    undecided: usize,
}

impl Summary {
    fn of(rows: &[Row]) -> Self {
        let mut summary = Self::default();
        for row in rows {
            match row {
                Row::Received(received) => {
                    summary.received += 1;
                    summary.duplicates += usize::from(received.duplicate);
                    summary.malformed += usize::from(received.event.outcome == Became::Malformed);
                    summary.undecided += usize::from(received.event.needs_decision);
                }
                Row::Refused(_) => summary.refused += 1,
            }
        }
        summary
    }
}

fn read(from: &Path) -> Result<Vec<u8>, FaceError> {
    let failed = |error: std::io::Error| {
        FaceError::new(Class::Environment, "file_unreadable").with("path", from.display().to_string()).hint(error)
    };
    let mut input = Vec::new();
    if from == Path::new("-") {
        std::io::stdin().lock().take(INPUT_MOST_BYTES).read_to_end(&mut input).map_err(failed)?;
    } else {
        std::fs::File::open(from)
            .and_then(|file| file.take(INPUT_MOST_BYTES).read_to_end(&mut input))
            .map_err(failed)?;
    }
    Ok(input)
}

/// The events of an input, each as it was written: of a list its entries, of one document that document, else the lines that are
/// not empty. What cannot be read is handed on as it is: the inbox keeps it for a person.
fn bodies(input: &[u8]) -> Vec<&[u8]> {
    let trimmed = input.trim_ascii();
    if trimmed.starts_with(b"[")
        && let Ok(list) = serde_json::from_slice::<Vec<&RawValue>>(trimmed)
    {
        return list.into_iter().map(|entry| entry.get().as_bytes()).collect();
    }
    if trimmed.len() <= BODY_MOST_BYTES && serde_json::from_slice::<&RawValue>(trimmed).is_ok() {
        return vec![trimmed];
    }
    trimmed.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_is_one_event_a_list_or_lines() {
        let cases: [(&str, &[&str]); 8] = [
            ("", &[]),
            (" \n ", &[]),
            ("{\n \"id\": 1\n}\n", &["{\n \"id\": 1\n}"]),
            ("[{\"id\": 1}, {\"id\":2}]", &["{\"id\": 1}", "{\"id\":2}"]),
            ("{\"id\":1}\n{\"id\":2}\r\n\n{\"id\":3}", &["{\"id\":1}", "{\"id\":2}", "{\"id\":3}"]),
            ("{\"id\":1}\nnonsense\n", &["{\"id\":1}", "nonsense"]),
            ("[{\"id\":1}", &["[{\"id\":1}"]),
            ("[]", &[]),
        ];
        for (input, expected) in cases {
            let found: Vec<&str> =
                bodies(input.as_bytes()).into_iter().filter_map(|body| std::str::from_utf8(body).ok()).collect();
            assert_eq!(found, expected, "{input:?}");
        }
    }
}
