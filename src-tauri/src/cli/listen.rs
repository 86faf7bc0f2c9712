//! The listener for payment events on a machine without a window.

use super::arguments::Listen;
use super::face::{Face, Outcome, ask, fields};
use crate::error::{Class, FaceError};
use crate::listener::{Bound, Server, problem_of};
use serde_json::{Value, json};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::channel;

/// Listens until it is interrupted; keeps the folder's time as well where nobody else does, so that what waits is looked at.
pub(super) fn run(wish: &Listen, face: &Face) -> Result<Outcome, FaceError> {
    let desk = face.desk()?;
    let address = match wish.address {
        Some(address) => address,
        None => address_of_settings(&ask(&desk, "setting.all", json!({}))?)?,
    };
    let failed = |error: io::Error| {
        FaceError::new(Class::Environment, problem_of(&error)).with("address", address.to_string()).hint(error)
    };
    let (interrupt, interrupted) = channel();
    let handler = ctrlc::set_handler(move || {
        // A second interrupt finds nobody: the first one is being obeyed.
        let _again = interrupt.send(());
    });
    handler.map_err(|error| FaceError::new(Class::Environment, "internal").hint(error))?;
    let bound = Bound::to(address).map_err(failed)?;
    let _keeper = desk.keep_time()?;
    let server = Server::start(bound, Arc::clone(&desk)).map_err(failed)?;
    let told = json!({ "address": server.address().to_string() });
    face.answer(&told, |words| words.line("listening", &fields(&told)));
    for secret in unset(&ask(&desk, "secret.status", json!({}))?) {
        face.warn("listening_without_secret", &fields(&json!({ "secret": secret })));
    }
    let _interrupted = interrupted.recv();
    drop(server);
    Ok(Outcome::Done)
}

fn address_of_settings(settings: &Value) -> Result<SocketAddr, FaceError> {
    let told = settings.get("events.address").and_then(Value::as_str).unwrap_or_default();
    told.parse().map_err(|error| {
        FaceError::new(Class::Environment, "listener_address_unusable").with("address", told).hint(error)
    })
}

fn unset(secrets: &Value) -> Vec<String> {
    let is_unset = |secret: &&Value| secret.get("is_set").and_then(Value::as_bool) == Some(false);
    let name = |secret: &Value| secret.get("name").and_then(Value::as_str).map(str::to_owned);
    secrets.as_array().into_iter().flatten().filter(is_unset).filter_map(name).collect()
}
