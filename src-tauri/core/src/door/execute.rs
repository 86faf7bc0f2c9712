//! How a command is carried out and a query answered: role, request id, savepoint, audit row, change notice.

use super::{Actor, Caller, Changes, Command, DoorError, Failure, Query, Refusal, Role, View, Work};
use crate::base::{Chance, Clock, OperatorId, Timestamp};
use crate::desk::{audit, operators};
use crate::engine::Engine;
use rusqlite::Connection;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Names a request, so that sending it twice does it once. 1 to 100 characters, chosen by the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(pub String);

/// What a command answered, and which kinds of thing it changed.
#[derive(Clone, Debug, Serialize)]
pub struct Reply<T> {
    /// The command's answer.
    pub output: T,
    /// The kinds that changed. Empty when the answer is a repeated one.
    pub changed: Changes,
}

/// Carries out a command on the writer's thread and answers after the commit.
pub(crate) fn execute<C: Command>(
    engine: &Engine,
    clock: &Arc<dyn Clock>,
    chance: &Arc<dyn Chance>,
    caller: Caller,
    command: C,
    request: Option<RequestId>,
) -> Result<Reply<C::Output>, DoorError> {
    let clock = Arc::clone(clock);
    let chance = Arc::clone(chance);
    let outcome: Result<Result<Reply<C::Output>, Refusal>, Failure> = engine
        .write(move |connection| in_transaction(connection, clock.as_ref(), chance.as_ref(), caller, command, request));
    match outcome {
        Ok(Ok(reply)) => Ok(reply),
        Ok(Err(kept)) => Err(Failure::Refused(kept).into()),
        Err(failure) => Err(failure.into()),
    }
}

/// Inside the savepoint. A refusal that keeps what was written comes back as `Ok(Err(…))`, so that it is committed.
fn in_transaction<C: Command>(
    connection: &Connection,
    clock: &dyn Clock,
    chance: &dyn Chance,
    caller: Caller,
    command: C,
    request: Option<RequestId>,
) -> Result<Result<Reply<C::Output>, Refusal>, Failure> {
    let view = View::new(connection, &clock.read());
    let actor = admit(&view, caller, C::ROLE)?;
    let body = command.audited();
    let request = request.map(|request| requests::Known::of(&command, request)).transpose()?;
    if let Some(output) = request.as_ref().map(|request| request.answer(&view)).transpose()?.flatten() {
        let output = serde_json::from_str(&output).map_err(|error| Failure::BadInput(error.to_string()))?;
        return Ok(Ok(Reply { output, changed: Changes::default() }));
    }
    let mut work = Work::new(view, &actor, chance);
    match command.execute(&mut work) {
        Ok(output) => {
            if !work.changes.is_empty() {
                let request_id = request.as_ref().map(requests::Known::id);
                let subject = work.subject.as_ref().map(|(kind, id)| (*kind, id.as_str()));
                audit::append(&work, C::NAME, request_id, subject, &body)?;
            }
            if let Some(request) = &request {
                request.keep(&work, &output)?;
            }
            Ok(Ok(Reply { output, changed: work.changes }))
        }
        Err(Failure::Refused(refusal)) if refusal.keeps => {
            audit::append(&work, C::NAME, None, work.subject.as_ref().map(|(kind, id)| (*kind, id.as_str())), &body)?;
            Ok(Err(refusal))
        }
        Err(failure) => Err(failure),
    }
}

/// Carries out a command inside another one's transaction, in somebody's name and at an instant of its own, with its role check and
/// its audit row: how the demonstration's history is played. A failure fails the whole transaction.
pub(crate) fn play<C: Command>(
    stage: &View<'_>,
    chance: &dyn Chance,
    at: Timestamp,
    caller: Caller,
    command: C,
) -> Result<C::Output, Failure> {
    let view = stage.at(at);
    let actor = admit(&view, caller, C::ROLE)?;
    let body = command.audited();
    let mut work = Work::new(view, &actor, chance);
    let output = command.execute(&mut work)?;
    if !work.changes.is_empty() {
        let subject = work.subject.as_ref().map(|(kind, id)| (*kind, id.as_str()));
        audit::append(&work, C::NAME, None, subject, &body)?;
    }
    Ok(output)
}

/// Answers a query from one consistent state of the books.
pub(crate) fn answer<Q: Query>(
    books: &Connection,
    clock: &dyn Clock,
    caller: Caller,
    query: Q,
) -> Result<Q::Output, Failure> {
    let view = View::new(books, &clock.read());
    admit(&view, caller, Q::ROLE)?;
    query.answer(&view)
}

/// Who the caller is, if that is enough.
fn admit(view: &View<'_>, caller: Caller, needed: Role) -> Result<Actor, Failure> {
    let actor = match caller {
        Caller::System => Actor { operator: None, name: "system".into(), role: Role::System },
        Caller::Operator(id) => known_operator(view, id)?,
        Caller::Nobody => nobody(),
    };
    if actor.role < needed { Err(Failure::Denied { needed, has: actor.role }) } else { Ok(actor) }
}

/// An operator who was deactivated meanwhile is nobody, from that instant on.
fn known_operator(view: &View<'_>, id: OperatorId) -> Result<Actor, Failure> {
    let known = operators::active(view, id)?;
    Ok(known.map_or_else(nobody, |(name, role)| Actor { operator: Some(id), name, role }))
}

fn nobody() -> Actor {
    Actor { operator: None, name: "nobody".into(), role: Role::Nobody }
}

mod requests {
    //! The memory of answers given.

    use super::{Command, Digest, Failure, RequestId, Serialize, Sha256, View, Work};
    use crate::door::{Code, Refusal};
    use rusqlite::params;

    /// A request that can be known again.
    pub(super) struct Known {
        id: RequestId,
        command: &'static str,
        body_sha256: String,
    }

    impl Known {
        pub(super) fn of<C: Command>(command: &C, id: RequestId) -> Result<Self, Failure> {
            if id.0.is_empty() || id.0.chars().count() > 100 {
                return Err(Failure::BadInput("a request id has 1 to 100 characters".into()));
            }
            let body_sha256 = format!("{:x}", Sha256::digest(command.identity(&id).to_string()));
            Ok(Self { id, command: C::NAME, body_sha256 })
        }

        pub(super) fn id(&self) -> &str {
            &self.id.0
        }

        /// The answer given to this request before; a refusal where the id was used for something else.
        pub(super) fn answer(&self, view: &View<'_>) -> Result<Option<String>, Failure> {
            let known =
                view.one("SELECT command, body_sha256, output FROM requests WHERE id = ?1", [self.id()], |row| {
                    Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
                })?;
            match known {
                None => Ok(None),
                Some((command, body, output)) if command == self.command && body == self.body_sha256 => {
                    Ok(Some(output))
                }
                Some((command, ..)) => Err(Refusal::new(Code::RequestIdReused).with("command", command).into()),
            }
        }

        pub(super) fn keep(&self, work: &Work<'_>, output: &impl Serialize) -> Result<(), Failure> {
            let output = serde_json::to_string(output).map_err(|error| Failure::BadInput(error.to_string()))?;
            work.run(
                "INSERT INTO requests (id, command, body_sha256, output, answered_at) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![self.id(), self.command, self.body_sha256, output, work.now()],
            )?;
            Ok(())
        }
    }
}
