//! What the desk itself does: operators come, sign in, change; settings are set.

use super::model::{Done, OperatorTile};
use super::{operators, pin, settings::Settings};
use crate::base::OperatorId;
use crate::door::{Code, Command, Failure, Kind, Refusal, RequestId, Role, Work, required_line};
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

/// Creates the first manager. Refused as soon as there is any operator.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CreateFirstManager {
    /// The manager's name.
    pub name: String,
    /// 4 to 8 digits.
    pub pin: String,
}

impl Command for CreateFirstManager {
    type Output = OperatorTile;
    const NAME: &'static str = "operator.create_first";
    const ROLE: Role = Role::Nobody;

    fn execute(self, work: &mut Work<'_>) -> Result<OperatorTile, Failure> {
        if work.count("SELECT COUNT(*) FROM operators", [])? > 0 {
            return Err(Code::FirstOperatorExists.into());
        }
        created(work, &self.name, Role::Manager, &self.pin)
    }

    fn audited(&self) -> Value {
        json!({ "name": self.name })
    }

    fn identity(&self, request: &RequestId) -> Value {
        json!({ "name": self.name, "pin": pin::fingerprint(&self.pin, request) })
    }
}

/// Signs an operator in by PIN. Five wrong ones within ten minutes lock the operator out.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Who.
    pub operator_id: OperatorId,
    /// Their PIN.
    pub pin: String,
}

impl Command for SignIn {
    type Output = OperatorTile;
    const NAME: &'static str = "operator.sign_in";
    const ROLE: Role = Role::Nobody;

    fn execute(self, work: &mut Work<'_>) -> Result<OperatorTile, Failure> {
        work.concerns(Kind::Operators, self.operator_id);
        operators::verify_pin(work, self.operator_id, &self.pin)?;
        work.run(
            "UPDATE operators SET last_sign_in_at = ?2, updated_at = ?2 WHERE id = ?1",
            params![self.operator_id, work.now()],
        )?;
        work.changed(&[Kind::Operators]);
        let (name, role) = operators::active(work, self.operator_id)?.ok_or(Code::OperatorInactive)?;
        Ok(OperatorTile { operator_id: self.operator_id, name, role })
    }

    fn audited(&self) -> Value {
        json!({ "operator_id": self.operator_id })
    }

    fn identity(&self, request: &RequestId) -> Value {
        json!({ "operator_id": self.operator_id, "pin": pin::fingerprint(&self.pin, request) })
    }
}

/// Signs the operator out (or locks the desk).
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SignOut {}

impl Command for SignOut {
    type Output = Done;
    const NAME: &'static str = "operator.sign_out";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<Done, Failure> {
        work.changed(&[Kind::Operators]);
        Ok(Done {})
    }
}

/// Adds an operator.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CreateOperator {
    /// Their name, not yet in use.
    pub name: String,
    /// `staff` or `manager`.
    pub role: Role,
    /// 4 to 8 digits.
    pub pin: String,
}

impl Command for CreateOperator {
    type Output = OperatorTile;
    const NAME: &'static str = "operator.create";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<OperatorTile, Failure> {
        created(work, &self.name, self.role, &self.pin)
    }

    fn audited(&self) -> Value {
        json!({ "name": self.name, "role": self.role })
    }

    fn identity(&self, request: &RequestId) -> Value {
        json!({ "name": self.name, "role": self.role, "pin": pin::fingerprint(&self.pin, request) })
    }
}

fn created(work: &mut Work<'_>, name: &str, role: Role, pin: &str) -> Result<OperatorTile, Failure> {
    let operator_id = operators::create(work, name, role, pin)?;
    work.concerns(Kind::Operators, operator_id);
    work.changed(&[Kind::Operators]);
    Ok(OperatorTile { operator_id, name: name.trim().to_owned(), role })
}

/// Changes an operator's name or role, or whether they may sign in. The last active manager stays one.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ChangeOperator {
    /// Who.
    pub operator_id: OperatorId,
    /// Their name.
    pub name: String,
    /// `staff` or `manager`.
    pub role: Role,
    /// Whether they may sign in.
    pub is_active: bool,
}

impl Command for ChangeOperator {
    type Output = Done;
    const NAME: &'static str = "operator.change";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<Done, Failure> {
        work.concerns(Kind::Operators, self.operator_id);
        let name = required_line("name", &self.name, operators::NAME_MOST)?;
        if work.count("SELECT COUNT(*) FROM operators WHERE name = ?1 AND id <> ?2", params![name, self.operator_id])?
            > 0
        {
            return Err(Refusal::new(Code::OperatorNameTaken).with("name", name).into());
        }
        let changed = work.run(
            "UPDATE operators SET name = ?2, role = ?3, is_active = ?4, updated_at = ?5 WHERE id = ?1",
            params![self.operator_id, name, operators::role_word(self.role)?, self.is_active, work.now()],
        )?;
        if changed == 0 {
            return Err(Code::OperatorUnknown.into());
        }
        if work.count("SELECT COUNT(*) FROM operators WHERE role = 'manager' AND is_active = 1", [])? == 0 {
            return Err(Code::LastManager.into());
        }
        work.changed(&[Kind::Operators]);
        Ok(Done {})
    }
}

/// Gives an operator a new PIN and lifts a lock-out.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SetOperatorPin {
    /// Who.
    pub operator_id: OperatorId,
    /// 4 to 8 digits.
    pub pin: String,
}

impl Command for SetOperatorPin {
    type Output = Done;
    const NAME: &'static str = "operator.set_pin";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<Done, Failure> {
        set_pin(work, self.operator_id, &self.pin)
    }

    fn audited(&self) -> Value {
        json!({ "operator_id": self.operator_id })
    }

    fn identity(&self, request: &RequestId) -> Value {
        json!({ "operator_id": self.operator_id, "pin": pin::fingerprint(&self.pin, request) })
    }
}

/// Changes the caller's own PIN, against the old one.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ChangeOwnPin {
    /// The PIN until now.
    pub old_pin: String,
    /// 4 to 8 digits.
    pub new_pin: String,
}

impl Command for ChangeOwnPin {
    type Output = Done;
    const NAME: &'static str = "operator.change_own_pin";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<Done, Failure> {
        let operator = work.operator().ok_or_else(|| Failure::BadInput("the system has no PIN".into()))?;
        work.concerns(Kind::Operators, operator);
        operators::verify_pin(work, operator, &self.old_pin)?;
        set_pin(work, operator, &self.new_pin)
    }

    fn audited(&self) -> Value {
        json!({})
    }

    fn identity(&self, request: &RequestId) -> Value {
        json!([pin::fingerprint(&self.old_pin, request), pin::fingerprint(&self.new_pin, request)])
    }
}

fn set_pin(work: &mut Work<'_>, operator: OperatorId, pin: &str) -> Result<Done, Failure> {
    work.concerns(Kind::Operators, operator);
    let pin_hash = operators::sealed(work, pin)?;
    let changed = work.run(
        "UPDATE operators SET pin_hash = ?2, updated_at = ?3 WHERE id = ?1",
        params![operator, pin_hash, work.now()],
    )?;
    if changed == 0 {
        return Err(Code::OperatorUnknown.into());
    }
    work.run("DELETE FROM pin_failures WHERE operator_id = ?1", [operator])?;
    work.changed(&[Kind::Operators]);
    Ok(Done {})
}

/// Changes one setting.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SetSetting {
    /// Its key, such as `venue.name`.
    pub key: String,
    /// Its new value.
    #[ts(type = "string | number | boolean")]
    pub value: Value,
}

impl Command for SetSetting {
    type Output = Settings;
    const NAME: &'static str = "setting.set";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<Settings, Failure> {
        let settings = work.settings()?;
        let known = serde_json::to_value(&settings).ok().and_then(|all| all.get(&self.key).cloned());
        if known.is_none() {
            return Err(Refusal::new(Code::SettingUnknown).with("key", self.key).into());
        }
        let changed = settings.with(&self.key, self.value.clone()).map_err(Failure::BadInput)?;
        work.run(
            "INSERT INTO settings (key, value, updated_by, updated_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_by = excluded.updated_by, updated_at = excluded.updated_at",
            params![self.key, self.value.to_string(), work.operator(), work.now()],
        )?;
        work.concerns(Kind::Settings, &self.key);
        work.changed(&[Kind::Settings]);
        Ok(changed)
    }
}
