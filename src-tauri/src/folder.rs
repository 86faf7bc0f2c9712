//! Which data folder: the one that was asked for, or the platform's.

use std::path::PathBuf;

/// The platform's data folder for this program; the working directory's `comptoir-data` where the platform has none.
pub(crate) fn default_folder() -> PathBuf {
    directories::ProjectDirs::from("app", "", "comptoir")
        .map_or_else(|| PathBuf::from("comptoir-data"), |folders| folders.data_local_dir().to_owned())
}
