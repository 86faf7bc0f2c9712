//! Errors as the faces tell them: a stable code, what its sentence needs, and a detail for support.

use comptoir_core::door::{Code, DoorError};
use comptoir_core::engine::StoreError;
use comptoir_vision::{CameraError, PictureError};
use serde::Serialize;
use serde_json::{Map, Value};

/// A refusal or failure, whichever part of the program it comes from.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct FaceError {
    /// The stable code; its sentence is in `locales/<language>/errors.json`.
    pub code: String,
    /// What the sentence needs.
    pub args: Map<String, Value>,
    /// Technical detail, never shown as the message.
    pub hint: Option<String>,
    /// What the command line's exit status says about it.
    #[serde(skip)]
    pub class: Class,
}

/// Whose fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// The state of things does not allow it.
    Refused,
    /// The request has not the form it must have.
    Usage,
    /// The surroundings failed: disk, folder, database, camera, screen.
    Environment,
}

impl FaceError {
    /// An error with a code of the faces' own.
    pub fn new(class: Class, code: &str) -> Self {
        Self { code: code.to_owned(), args: Map::new(), hint: None, class }
    }

    /// Adds an argument for the sentence.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.args.insert(name.to_owned(), value.into());
        self
    }

    /// Adds the technical detail.
    pub fn hint(mut self, hint: impl ToString) -> Self {
        self.hint = Some(hint.to_string());
        self
    }
}

impl From<DoorError> for FaceError {
    fn from(error: DoorError) -> Self {
        let class = match error.code {
            _ if error.is_environment() => Class::Environment,
            Code::BadInput | Code::UnknownCommand => Class::Usage,
            _ => Class::Refused,
        };
        Self { code: error.code.word(), args: error.args, hint: error.detail, class }
    }
}

impl From<StoreError> for FaceError {
    fn from(error: StoreError) -> Self {
        DoorError::from(error).into()
    }
}

impl From<CameraError> for FaceError {
    fn from(error: CameraError) -> Self {
        let tried = match &error {
            CameraError::NoUsableFormat { tried } => tried.join("; "),
            _ => String::new(),
        };
        Self::new(Class::Environment, error.code()).with("tried", tried).hint(error)
    }
}

impl From<PictureError> for FaceError {
    fn from(error: PictureError) -> Self {
        let class = if matches!(error, PictureError::File(_)) { Class::Environment } else { Class::Refused };
        Self::new(class, error.code()).hint(error)
    }
}
