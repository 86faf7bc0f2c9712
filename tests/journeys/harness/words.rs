//! The interface's own words, by their keys: a journey follows them when they are put better.

use serde_json::Value;

/// The French text of a key such as `counter.start`, up to its first argument.
pub(crate) fn say(key: &str) -> String {
    let (area, name) = key.split_once('.').unwrap();
    let file = format!("{}/ui/src/locales/fr/{area}.json", env!("CARGO_MANIFEST_DIR"));
    let texts: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    let text = texts[name].as_str().unwrap_or_else(|| panic!("{file} has no {name:?}"));
    text.split('{').next().unwrap().replace(['\u{a0}', '\u{202f}'], " ").trim().to_owned()
}
