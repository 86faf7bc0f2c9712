//! The list of everything the desk can do, declared once.

use super::typescript::Declarations;
use super::{Caller, Command, DoorError, Failure, Kind, Query, Reply, RequestId, Role};
use crate::facade::{Desk, Look};
use crate::monitor::Check;
use crate::{customers, demo, desk, immersion, inbox, monitor, orders, sales, scanning, sessions, wallets};
use schemars::{Schema, schema_for};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The subjects of the desk. What is not in here does not exist for any face.
pub const SUBJECTS: &[&Subject] = &[
    &desk::SUBJECT,
    &customers::SUBJECT,
    &sales::SUBJECT,
    &scanning::SUBJECT,
    &sessions::SUBJECT,
    &immersion::SUBJECT,
    &inbox::SUBJECT,
    &orders::SUBJECT,
    &wallets::SUBJECT,
    &monitor::SUBJECT,
    &demo::SUBJECT,
];

/// One subject: what it can do, tell, and check.
pub struct Subject {
    /// Its name, as its folder is called.
    pub name: &'static str,
    /// What changes.
    pub commands: &'static [CommandEntry],
    /// What reads.
    pub queries: &'static [QueryEntry],
    /// What must hold, and how it is mended.
    pub checks: &'static [Check],
}

type Execute = fn(&Desk, Caller, Value, Option<RequestId>) -> Result<Reply<Value>, DoorError>;

/// A command of the list.
pub struct CommandEntry {
    /// Its name.
    pub name: &'static str,
    /// Who may.
    pub role: Role,
    /// Help and schemas.
    pub describe: fn() -> Description,
    pub(crate) execute: Execute,
    pub(super) types: fn(&mut Declarations) -> (String, String),
}

/// A query of the list.
pub struct QueryEntry {
    /// Its name.
    pub name: &'static str,
    /// Who may.
    pub role: Role,
    /// Which kinds of thing it shows.
    pub shows: &'static [Kind],
    /// Help and schemas.
    pub describe: fn() -> Description,
    pub(crate) answer: fn(&Look<'_>, Caller, Value) -> Result<Value, DoorError>,
    pub(super) types: fn(&mut Declarations) -> (String, String),
}

/// What people and programs need to know to call it.
#[derive(Clone, Debug, Serialize)]
pub struct Description {
    /// The doc comment.
    pub help: String,
    /// JSON schema of the input.
    pub input: Schema,
    /// JSON schema of the output.
    pub output: Schema,
}

impl CommandEntry {
    /// Puts a command on the list.
    pub(crate) const fn of<C: Command>() -> Self {
        Self {
            name: C::NAME,
            role: C::ROLE,
            describe: || describe(schema_for!(C), schema_for!(C::Output)),
            execute: |desk, caller, input, request| {
                let reply = desk.run(caller, parse::<C>(input)?, request)?;
                Ok(Reply { output: write(&reply.output)?, changed: reply.changed })
            },
            types: |types| (types.declare::<C>(), types.declare::<C::Output>()),
        }
    }
}

impl QueryEntry {
    /// Puts a query on the list.
    pub(crate) const fn of<Q: Query>() -> Self {
        Self {
            name: Q::NAME,
            role: Q::ROLE,
            shows: Q::SHOWS,
            describe: || describe(schema_for!(Q), schema_for!(Q::Output)),
            answer: |look, caller, input| write(&look.ask(caller, parse::<Q>(input)?)?),
            types: |types| (types.declare::<Q>(), types.declare::<Q::Output>()),
        }
    }
}

/// The command of that name.
pub(crate) fn command(name: &str) -> Result<&'static CommandEntry, DoorError> {
    let found = SUBJECTS.iter().flat_map(|subject| subject.commands).find(|entry| entry.name == name);
    found.ok_or_else(|| Failure::UnknownName(name.into()).into())
}

/// The query of that name.
pub(crate) fn query(name: &str) -> Result<&'static QueryEntry, DoorError> {
    let found = SUBJECTS.iter().flat_map(|subject| subject.queries).find(|entry| entry.name == name);
    found.ok_or_else(|| Failure::UnknownName(name.into()).into())
}

fn describe(input: Schema, output: Schema) -> Description {
    let help = input.get("description").and_then(Value::as_str).unwrap_or_default().to_owned();
    Description { help, input, output }
}

/// An input that is left out is an empty one.
fn parse<T: DeserializeOwned>(input: Value) -> Result<T, DoorError> {
    let input = if input.is_null() { Value::Object(serde_json::Map::new()) } else { input };
    serde_json::from_value(input).map_err(|error| Failure::BadInput(error.to_string()).into())
}

fn write(output: &impl Serialize) -> Result<Value, DoorError> {
    serde_json::to_value(output).map_err(|error| Failure::BadInput(error.to_string()).into())
}
