//! The people who work here, in the books.

use super::pin;
use crate::base::{OperatorId, Timestamp};
use crate::door::{Code, Failure, Refusal, Role, View, Work, required_line};
use rusqlite::params;

/// The most characters an operator's name has.
pub(super) const NAME_MOST: usize = 60;

/// Name and role of an operator who may still work here.
pub(crate) fn active(view: &View<'_>, id: OperatorId) -> Result<Option<(String, Role)>, Failure> {
    view.one("SELECT name, role FROM operators WHERE id = ?1 AND is_active = 1", [id], |row| {
        Ok((row.get(0)?, role(&row.get::<_, String>(1)?)))
    })
}

/// The role a stored word stands for; an unknown word gives no rights.
pub(super) fn role(word: &str) -> Role {
    match word {
        "manager" => Role::Manager,
        "staff" => Role::Staff,
        _ => Role::Nobody,
    }
}

/// The word a role is stored as. Only people are stored.
pub(super) fn role_word(role: Role) -> Result<&'static str, Failure> {
    match role {
        Role::Staff => Ok("staff"),
        Role::Manager => Ok("manager"),
        Role::Nobody | Role::System => Err(Failure::BadInput("an operator is staff or manager".into())),
    }
}

/// Adds an operator. The PIN must be strong enough and the name free.
pub(super) fn create(work: &Work<'_>, name: &str, role: Role, new_pin: &str) -> Result<OperatorId, Failure> {
    let name = required_line("name", name, NAME_MOST)?;
    if work.count("SELECT COUNT(*) FROM operators WHERE name = ?1", [&name])? > 0 {
        return Err(Refusal::new(Code::OperatorNameTaken).with("name", name).into());
    }
    let pin_hash = sealed(work, new_pin)?;
    let id = work.insert(
        "INSERT INTO operators (name, role, pin_hash, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?4)",
        params![name, role_word(role)?, pin_hash, work.now()],
    )?;
    Ok(OperatorId(id))
}

/// The stored form of a new PIN, if it is strong enough.
pub(super) fn sealed(work: &Work<'_>, new_pin: &str) -> Result<String, Failure> {
    if let Some(why) = pin::weakness(new_pin) {
        return Err(Refusal::new(Code::PinTooWeak).with("why", why).into());
    }
    pin::hash(new_pin, work.chance).ok_or_else(|| Failure::BadInput("the PIN could not be sealed".into()))
}

/// Lets an operator in whose PIN is right. A wrong one is counted, and the count stays although the door refuses.
pub(super) fn verify_pin(work: &mut Work<'_>, id: OperatorId, given: &str) -> Result<(), Failure> {
    let (stored, is_active) = work
        .one("SELECT pin_hash, is_active FROM operators WHERE id = ?1", [id], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?))
        })?
        .ok_or(Code::OperatorUnknown)?;
    if !is_active {
        return Err(Code::OperatorInactive.into());
    }
    let (failures, oldest) = recent_failures(work, id)?;
    if let (true, Some(oldest)) = (failures >= pin::TRIES, oldest) {
        return Err(Refusal::new(Code::PinLocked).with("until", oldest + pin::WINDOW).into());
    }
    if pin::matches(given, &stored) {
        work.run("DELETE FROM pin_failures WHERE operator_id = ?1", [id])?;
        return Ok(());
    }
    work.run("INSERT INTO pin_failures (operator_id, failed_at) VALUES (?1, ?2)", params![id, work.now()])?;
    let left = pin::TRIES - failures - 1;
    Err(Refusal::new(Code::WrongPin).with("tries_left", left).keeping().into())
}

fn recent_failures(work: &Work<'_>, id: OperatorId) -> Result<(i64, Option<Timestamp>), Failure> {
    let since = work.now() - pin::WINDOW;
    // What lies ahead was written under a clock that has been set back since: it must not lock anybody out until then.
    let found = work.one(
        "SELECT COUNT(*), MIN(failed_at) FROM pin_failures WHERE operator_id = ?1 AND failed_at > ?2 AND failed_at <= ?3",
        params![id, since, work.now()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(found.unwrap_or((0, None)))
}
