//! The display's way in: looks, never writes, and goes on when the desk is gone.

use crate::support::Venue;
use comptoir_core::Viewer;
use comptoir_core::door::Code;
use comptoir_core::engine::DataFolder;
use serde_json::{Value, json};

fn board(viewer: &Viewer) -> Value {
    viewer.query("display.board", json!({})).unwrap()
}

#[test]
fn the_display_sees_changes_and_outlives_the_desk() {
    let mut venue = Venue::new();
    let folder = DataFolder::prepare(venue.folder.path()).unwrap();
    let viewer = Viewer::open(&folder).unwrap();
    assert!(viewer.has_changed().unwrap() && !viewer.has_changed().unwrap());
    venue.running(60);
    assert!(viewer.has_changed().unwrap());
    assert_eq!(board(&viewer)["places"].as_array().unwrap().len(), 1);
    assert_eq!(board(&viewer)["places"][0]["name"], "Awa D.");

    venue.close();
    assert_eq!(board(&viewer)["places"].as_array().unwrap().len(), 1, "the books are still there to be read");
    let late = Viewer::open(&folder).unwrap();
    assert_eq!(board(&late)["venue_name"], "Comptoir", "a display may be opened while no desk is");
    venue.reopen();
    assert_eq!(board(&late)["places"].as_array().unwrap().len(), 1);
}

#[test]
fn the_display_is_nobody() {
    let venue = Venue::new();
    let viewer = Viewer::open(&DataFolder::prepare(venue.folder.path()).unwrap()).unwrap();
    assert_eq!(viewer.query("session.list", json!({})).unwrap_err().code, Code::NotSignedIn);
    assert_eq!(viewer.query("session.start", json!({})).unwrap_err().code, Code::UnknownCommand);
}

#[test]
fn there_must_be_books_to_look_at() {
    let empty = tempfile::TempDir::new().unwrap();
    let error = Viewer::open(&DataFolder::prepare(empty.path()).unwrap()).err().unwrap();
    assert!(error.is_environment(), "{error}");
    assert!(!empty.path().join("comptoir.db").exists(), "looking makes nothing");
}
