//! The demonstration venue in a data folder, with the PINs to get in and the papers to show to a camera.

use super::face::{Face, Outcome};
use crate::error::FaceError;
use comptoir_core::demo::{self, DemoOperator, Options};
use comptoir_core::door::Role;
use serde_json::{Map, Value};

/// Fills the folder. A folder that holds real work is refused.
pub(super) fn run(reset: bool, face: &Face) -> Result<Outcome, FaceError> {
    let defaults = Options::default();
    let options = Options { reset, now: face.at.unwrap_or(defaults.now) };
    let filled = demo::fill(face.folder()?, options)?;
    let papers = crate::papers::write(&face.data, &filled.invoices)?;
    let mut document = serde_json::to_value(&filled).unwrap_or_default();
    if let Some(document) = document.as_object_mut() {
        document.insert("papers".into(), papers.display().to_string().into());
    }
    face.answer(&document, |words| {
        let mut lines = vec![words.line("demo_done", &one("path", face.data.display().to_string()))];
        lines.extend(filled.operators.iter().map(|operator| {
            let key = if operator.role == Role::Manager { "demo_operator_manager" } else { "demo_operator_staff" };
            format!("  {}", words.line(key, &fields_of(operator)))
        }));
        lines.push(words.line("demo_papers", &one("path", papers.display().to_string())));
        lines.join("\n")
    });
    Ok(Outcome::Done)
}

fn one(key: &str, value: String) -> Map<String, Value> {
    std::iter::once((key.to_owned(), value.into())).collect()
}

fn fields_of(operator: &DemoOperator) -> Map<String, Value> {
    [("name", &operator.name), ("pin", &operator.pin)]
        .map(|(key, value)| (key.to_owned(), value.clone().into()))
        .into_iter()
        .collect()
}
