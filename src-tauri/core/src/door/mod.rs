//! The one door: everything the desk can do is a command (it changes) or a query (it reads), by name, behind a role.
//!
//! No face has a rule of its own; none reaches the books any other way. The list is declared once, in [`SUBJECTS`].

mod catalog;
mod changes;
mod error;
mod execute;
mod input;
mod role;
mod typescript;
mod work;

pub use catalog::{CommandEntry, Description, QueryEntry, SUBJECTS, Subject};
pub use changes::{Changes, Kind};
pub use error::{Code, DoorError, Failure, Refusal};
pub use execute::{Reply, RequestId};
pub use role::{Actor, Caller, Role};
pub use typescript::typescript;
pub use work::{View, Work};

pub(crate) use catalog::{command, query};
pub(crate) use execute::{answer, execute, play};
pub(crate) use input::{optional_line, required_line};

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use ts_rs::TS;

/// Something the desk can do. The fields are the input, the doc comment is the help.
pub trait Command: Serialize + DeserializeOwned + JsonSchema + TS + Send + 'static {
    /// What comes back.
    type Output: Serialize + DeserializeOwned + JsonSchema + TS + Send + 'static;
    /// The name by which every face calls it, `subject.verb`.
    const NAME: &'static str;
    /// Who may.
    const ROLE: Role;

    /// Does it, wholly or not at all: an `Err` undoes every statement of it.
    ///
    /// # Errors
    /// A refusal with its stable code, or a failure of the store.
    fn execute(self, work: &mut Work<'_>) -> Result<Self::Output, Failure>;

    /// What the audit trail keeps of the input. Commands that carry a secret leave it out here.
    fn audited(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// What tells this request from another one under the same id: by default all of the input. Commands with a short secret put
    /// it in sealed ([`crate::desk`]'s PINs do), since what comes of this is kept.
    fn identity(&self, _request: &RequestId) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

/// Something the desk can tell.
pub trait Query: Serialize + DeserializeOwned + JsonSchema + TS + Send + 'static {
    /// What comes back.
    type Output: Serialize + DeserializeOwned + JsonSchema + TS + Send + 'static;
    /// The name by which every face asks it, `subject.noun`.
    const NAME: &'static str;
    /// Who may.
    const ROLE: Role;
    /// Which kinds of thing it shows: when one of them changes, the answer may have.
    const SHOWS: &'static [Kind];

    /// Reads the answer from one consistent state of the books.
    ///
    /// # Errors
    /// A refusal with its stable code, or a failure of the store.
    fn answer(self, view: &View<'_>) -> Result<Self::Output, Failure>;
}
