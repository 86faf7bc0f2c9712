//! Secrets shared with providers. They come in and are never told again: not in an answer, the settings, a log or the audit trail.

use super::model::{Provider, SecretName, SecretStatus};
use crate::desk::model::Done;
use crate::desk::sealed;
use crate::door::{Code, Command, Failure, Kind, Query, Refusal, RequestId, Role, View, Work};
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

/// A secret is at least this long, in characters …
const LEAST: usize = 16;
/// … and at most that long.
const MOST: usize = 200;
/// How many of its last characters are shown.
const SHOWN: usize = 4;

/// Sets the secret that a provider signs its events with, or forgets it. It is never told again.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SetSecret {
    /// Which.
    pub name: SecretName,
    /// 16 to 200 characters without spaces; nothing: it is forgotten.
    pub value: Option<String>,
}

impl Command for SetSecret {
    type Output = Done;
    const NAME: &'static str = "secret.set";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<Done, Failure> {
        match self.value.as_deref().map(str::trim) {
            None => {
                work.run("DELETE FROM secrets WHERE name = ?1", [self.name])?;
            }
            Some(value) => {
                let is_sound =
                    (LEAST..=MOST).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_graphic());
                if !is_sound {
                    return Err(Refusal::new(Code::SecretInvalid).with("least", LEAST).with("most", MOST).into());
                }
                work.run(
                    "INSERT INTO secrets (name, value, updated_by, updated_at) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_by = excluded.updated_by,
                         updated_at = excluded.updated_at",
                    params![self.name, value, work.operator(), work.now()],
                )?;
            }
        }
        work.concerns(Kind::Settings, self.name);
        work.changed(&[Kind::Settings]);
        Ok(Done {})
    }

    fn audited(&self) -> Value {
        json!({ "name": self.name, "is_set": self.value.is_some() })
    }

    fn identity(&self, request: &RequestId) -> Value {
        json!({ "name": self.name, "value": self.value.as_deref().map(|value| sealed(value, request)) })
    }
}

/// Which secrets are set, and how they end.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SecretStates {}

impl Query for SecretStates {
    type Output = Vec<SecretStatus>;
    const NAME: &'static str = "secret.status";
    const ROLE: Role = Role::Manager;
    const SHOWS: &'static [Kind] = &[Kind::Settings];

    fn answer(self, view: &View<'_>) -> Result<Vec<SecretStatus>, Failure> {
        let state = |name: &SecretName| {
            let value = read(view, *name)?;
            let ends_with =
                value.as_deref().and_then(|value| value.get(value.len().checked_sub(SHOWN)?..)).map(str::to_owned);
            Ok(SecretStatus { name: *name, is_set: value.is_some(), ends_with })
        };
        SecretName::ALL.iter().map(state).collect()
    }
}

/// The secret that a provider signs with.
pub(super) fn of_provider(view: &View<'_>, provider: Provider) -> Result<Option<String>, Failure> {
    read(view, name_of(provider))
}

/// Which secret a provider signs with.
pub(super) const fn name_of(provider: Provider) -> SecretName {
    match provider {
        Provider::Stripe => SecretName::Stripe,
        Provider::Shop => SecretName::Shop,
    }
}

fn read(view: &View<'_>, name: SecretName) -> Result<Option<String>, Failure> {
    view.one("SELECT value FROM secrets WHERE name = ?1", [name], |row| row.get(0))
}
