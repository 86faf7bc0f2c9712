//! The two ways from the page to the desk, `execute` and `query`, and what can be done when there is no desk.

use super::desk::{DeskHolder, StartupState};
use crate::error::{Class, FaceError};
use comptoir_core::base::OperatorId;
use comptoir_core::demo::{DemoOperator, FillDemo};
use comptoir_core::door::RequestId;
use comptoir_core::engine::OnDamage;
use serde_json::Value;
use std::sync::Arc;
use tauri::{AppHandle, State};

/// Commands after which the operator whom they answer has signed in at this window.
const SIGNING_IN: [&str; 2] = ["operator.sign_in", "operator.create_first"];
/// The command after which nobody has.
const SIGNING_OUT: &str = "operator.sign_out";

type Holder<'a> = State<'a, Arc<DeskHolder>>;

/// Carries out a command as the operator of this window.
#[tauri::command]
pub(super) async fn execute(
    holder: Holder<'_>,
    name: String,
    input: Value,
    request_id: Option<String>,
) -> Result<Value, FaceError> {
    let holder = Arc::clone(&holder);
    off_the_loop(move || {
        let desk = holder.desk()?;
        let caller = holder.caller();
        if name == SIGNING_OUT {
            holder.set_operator(None);
        }
        let reply = desk.execute(caller, &name, input, request_id.map(RequestId))?;
        if SIGNING_IN.contains(&name.as_str()) {
            holder.set_operator(reply.output.get("operator_id").and_then(Value::as_i64).map(OperatorId));
        }
        Ok(reply.output)
    })
    .await
}

/// Answers a query as the operator of this window.
#[tauri::command]
pub(super) async fn query(holder: Holder<'_>, name: String, input: Value) -> Result<Value, FaceError> {
    let holder = Arc::clone(&holder);
    off_the_loop(move || Ok(holder.desk()?.query(holder.caller(), &name, input)?)).await
}

/// How far the desk has come.
#[tauri::command]
pub(super) fn startup_state(holder: Holder<'_>) -> StartupState {
    holder.startup_state()
}

/// Tries to open the desk once more.
#[tauri::command]
pub(super) async fn startup_retry(app: AppHandle, holder: Holder<'_>) -> Result<(), FaceError> {
    let holder = Arc::clone(&holder);
    off_the_loop(move || holder.open(&app, OnDamage::SetAsideAndStop)).await
}

/// Opens the desk with empty books, after damaged ones were set aside and somebody has read so.
#[tauri::command]
pub(super) async fn startup_fresh(app: AppHandle, holder: Holder<'_>) -> Result<(), FaceError> {
    let holder = Arc::clone(&holder);
    off_the_loop(move || holder.open(&app, OnDamage::StartFresh)).await
}

/// Fills empty books with the demonstration venue; the papers to show to a camera lie in the data folder afterwards.
#[tauri::command]
pub(super) async fn demo_fill(holder: Holder<'_>) -> Result<Vec<DemoOperator>, FaceError> {
    let holder = Arc::clone(&holder);
    off_the_loop(move || {
        let filled = holder.desk()?.run(holder.caller(), FillDemo {}, None)?.output;
        crate::papers::write(holder.data(), &filled.invoices)?;
        Ok(filled.operators)
    })
    .await
}

/// Closes the program.
#[tauri::command]
pub(super) fn quit(app: AppHandle) {
    app.exit(0);
}

/// Does what may block away from the window's own threads.
pub(crate) async fn off_the_loop<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, FaceError> + Send + 'static,
) -> Result<T, FaceError> {
    let done = tauri::async_runtime::spawn_blocking(work).await;
    done.unwrap_or_else(|error| Err(FaceError::new(Class::Environment, "internal").hint(error)))
}
