//! What the page asks of the machine, beside camera and screens: a picture read, the page printed, a table kept as a file, the
//! program's particulars. Must never write over a file, nor anywhere but in the downloads folder.

use super::desk::DeskHolder;
use super::ipc::off_the_loop;
use crate::error::{Class, FaceError};
use crate::listener::ListenerStatus;
use comptoir_vision::picture;
use serde::Serialize;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tauri::ipc::{InvokeBody, Request};
use tauri::{AppHandle, Manager, State, WebviewWindow};

/// The texts of the codes on a picture; none when it shows none. The picture is the request's body, as it is.
#[tauri::command]
pub(super) async fn read_picture(request: Request<'_>) -> Result<Vec<String>, FaceError> {
    let InvokeBody::Raw(bytes) = request.body() else {
        return Err(FaceError::new(Class::Usage, "picture_unreadable").hint("the body is no picture"));
    };
    let bytes = bytes.clone();
    off_the_loop(move || Ok(picture::read_bytes(&bytes)?.into_iter().map(|reading| reading.text).collect())).await
}

/// Opens the system's print dialog.
#[tauri::command]
pub(super) fn print_page(window: WebviewWindow) -> Result<(), FaceError> {
    window.print().map_err(|error| FaceError::new(Class::Environment, "print_failed").hint(error))
}

/// How many files of one name are told apart before giving up.
const MOST_OF_A_NAME: u32 = 1000;

/// Keeps a text as a file in the downloads folder (else the home folder, else with the data), and tells where it is.
#[tauri::command]
pub(super) async fn save_text_file(
    app: AppHandle,
    holder: State<'_, Arc<DeskHolder>>,
    name: String,
    text: String,
) -> Result<String, FaceError> {
    let folder = app.path().download_dir().or_else(|_| app.path().home_dir());
    let folder = folder.unwrap_or_else(|_| holder.data().to_path_buf());
    off_the_loop(move || {
        let path = save_beside(&folder, &name, &text)
            .map_err(|error| FaceError::new(Class::Environment, "file_not_saved").hint(error))?;
        Ok(path.display().to_string())
    })
    .await
}

/// Writes the text beside what is there: "a.csv", "a (2).csv" …; a file that is there is never written over.
fn save_beside(folder: &Path, name: &str, text: &str) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let safe = safe_name(name);
    let (stem, ending) =
        safe.rsplit_once('.').map_or((safe.as_str(), String::new()), |(stem, end)| (stem, format!(".{end}")));
    for nth in 1..=MOST_OF_A_NAME {
        let path = folder.join(if nth == 1 { safe.clone() } else { format!("{stem} ({nth}){ending}") });
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => {
                // What could not be written whole is not left behind as if it were.
                let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
                return written.map(|()| path.clone()).inspect_err(|_| drop(fs::remove_file(&path)));
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::from(io::ErrorKind::AlreadyExists))
}

/// A file name that names a file here and nowhere else: no folders, no control or reserved characters, not hidden, never empty.
fn safe_name(name: &str) -> String {
    let kept: String = name.chars().map(|letter| if is_plain(letter) { letter } else { '-' }).take(120).collect();
    let kept = kept.trim_matches([' ', '.']);
    if kept.is_empty() { "comptoir.txt".to_owned() } else { kept.to_owned() }
}

fn is_plain(letter: char) -> bool {
    !letter.is_control() && !matches!(letter, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
}

/// How the listener for payment events is, at this moment.
#[tauri::command]
pub(super) fn listener_status(holder: State<'_, Arc<DeskHolder>>) -> ListenerStatus {
    holder.listener_status()
}

/// The program's particulars.
#[derive(Debug, Serialize)]
pub(super) struct AppInfo {
    version: &'static str,
    data_dir: String,
}

/// Version, and where the data is.
#[tauri::command]
pub(super) fn app_info(holder: State<'_, Arc<DeskHolder>>) -> AppInfo {
    AppInfo { version: env!("CARGO_PKG_VERSION"), data_dir: holder.data().display().to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_in_their_folder() {
        for (name, expected) in [
            ("réservations.csv", "réservations.csv"),
            ("../../etc/passwd", "-..-etc-passwd"),
            ("a\\b:c.csv", "a-b-c.csv"),
            (".hidden", "hidden"),
            ("line\nbreak.csv", "line-break.csv"),
            ("", "comptoir.txt"),
            (" .. ", "comptoir.txt"),
        ] {
            assert_eq!(safe_name(name), expected, "{name:?}");
        }
    }

    #[test]
    fn a_file_that_is_there_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let names: Vec<PathBuf> = ["one", "two", "three"]
            .into_iter()
            .map(|text| save_beside(folder.path(), "a.csv", text).unwrap())
            .collect();
        let told: Vec<&str> = names.iter().filter_map(|path| path.file_name()?.to_str()).collect();
        assert_eq!(told, ["a.csv", "a (2).csv", "a (3).csv"]);
        assert_eq!(fs::read_to_string(&names[0]).unwrap(), "one");
        assert_eq!(fs::read_to_string(&names[2]).unwrap(), "three");
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        assert!(save_beside(&file, "a.csv", "text").is_err());
    }
}
