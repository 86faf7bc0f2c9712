//! The log: one file a day in the data folder's `logs/`.
//!
//! What it must never do: hold a secret (the door's own types keep PINs and codes out), or keep the program from working when
//! it cannot be written.

use comptoir_core::engine::DataFolder;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;

/// How many days of logs are kept.
const DAYS_KEPT: usize = 30;
/// The variable that sets how much is logged, such as `debug` or `comptoir_core=trace`.
const LEVEL_VARIABLE: &str = "COMPTOIR_LOG";

/// Starts logging into the folder. Where that is impossible the program works without a log.
pub(crate) fn start(folder: &DataFolder) {
    // Made first: the appender would say on standard error that it is missing.
    if std::fs::create_dir_all(folder.logs()).is_err() {
        return;
    }
    let appender = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("comptoir")
        .filename_suffix("log")
        .max_log_files(DAYS_KEPT)
        .build(folder.logs());
    let Ok(appender) = appender else { return };
    let filter = EnvFilter::builder()
        .with_default_directive(tracing::Level::INFO.into())
        .with_env_var(LEVEL_VARIABLE)
        .from_env_lossy();
    let log =
        tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(std::sync::Mutex::new(appender));
    // A second start in one process (tests) keeps the first log.
    let _ = log.try_init();
}
