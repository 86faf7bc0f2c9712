//! What the command line says, in French or English, from the same message files as the interface.
//!
//! What it must never do: glue a sentence together from pieces, or choose words by anything but a code or a key.

mod message;

use crate::error::FaceError;
use clap::ValueEnum;
use message::fill;
use serde_json::{Map, Value};

/// A language of the messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// French.
    Fr,
    /// English.
    En,
}

impl Language {
    /// The system's language; French where it says nothing, English where it says a third one.
    pub fn of_the_system() -> Self {
        let said = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .filter_map(|name| std::env::var(name).ok())
            .find(|value| !value.is_empty());
        Self::of_locale(&said.unwrap_or_default())
    }

    fn of_locale(locale: &str) -> Self {
        let says_nothing = ["", "C", "POSIX"].contains(&locale.split('.').next().unwrap_or_default());
        if says_nothing || locale.to_lowercase().starts_with("fr") { Self::Fr } else { Self::En }
    }
}

/// The message files of one language.
#[derive(Debug)]
pub(crate) struct Words {
    language: Language,
    errors: Map<String, Value>,
    verdicts: Map<String, Value>,
    monitor: Map<String, Value>,
    command_line: Map<String, Value>,
}

impl Words {
    /// Reads the files of a language; they are part of the program.
    pub fn of(language: Language) -> Self {
        let [errors, verdicts, monitor, command_line] = match language {
            Language::Fr => [
                include_str!("../../../ui/src/locales/fr/errors.json"),
                include_str!("../../../ui/src/locales/fr/verdicts.json"),
                include_str!("../../../ui/src/locales/fr/monitor.json"),
                include_str!("fr.json"),
            ],
            Language::En => [
                include_str!("../../../ui/src/locales/en/errors.json"),
                include_str!("../../../ui/src/locales/en/verdicts.json"),
                include_str!("../../../ui/src/locales/en/monitor.json"),
                include_str!("en.json"),
            ],
        }
        .map(|text| serde_json::from_str(text).unwrap_or_default());
        Self { language, errors, verdicts, monitor, command_line }
    }

    /// What happened, and the next step where there is one.
    pub fn error(&self, error: &FaceError) -> String {
        let said = self.errors.get(&error.code).and_then(Value::as_str);
        let Some(said) = said else {
            let mut args = error.args.clone();
            args.insert("code".into(), error.code.clone().into());
            return self.line("error_unknown", &args);
        };
        let next = self.errors.get(&format!("{}__next", error.code)).and_then(Value::as_str);
        [Some(said), next]
            .into_iter()
            .flatten()
            .map(|text| fill(text, &error.args, self.language))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// A verdict's title or sentence.
    pub fn verdict(&self, key: &str, args: &Map<String, Value>) -> Option<String> {
        self.verdicts.get(key).and_then(Value::as_str).map(|text| fill(text, args, self.language))
    }

    /// What a check's finding says; empty where its label says it all. Stored states are said as the interface says them.
    pub fn finding(&self, check: &str, args: &Map<String, Value>) -> String {
        let Some(text) = self.monitor.get(&format!("finding_{check}")).and_then(Value::as_str) else {
            return String::new();
        };
        let said = |value: &Value| {
            let state = value.as_str().and_then(|word| self.monitor.get(&format!("state_{word}")));
            state.unwrap_or(value).clone()
        };
        fill(text, &args.iter().map(|(name, value)| (name.clone(), said(value))).collect(), self.language)
    }

    /// A line of the command line's own; the key itself if there is none, which a test excludes.
    pub fn line(&self, key: &str, args: &Map<String, Value>) -> String {
        self.command_line
            .get(key)
            .and_then(Value::as_str)
            .map_or_else(|| key.to_owned(), |text| fill(text, args, self.language))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;
    use crate::error::Class;
    use std::collections::BTreeSet;

    #[test]
    fn the_language_follows_the_system() {
        for (locale, expected) in [
            ("fr_FR.UTF-8", Language::Fr),
            ("fr", Language::Fr),
            ("", Language::Fr),
            ("C.UTF-8", Language::Fr),
            ("POSIX", Language::Fr),
            ("en_GB.UTF-8", Language::En),
            ("de_DE", Language::En),
        ] {
            assert_eq!(Language::of_locale(locale), expected, "{locale:?}");
        }
    }

    #[test]
    fn both_languages_say_the_same_things() {
        let [french, english] = [Language::Fr, Language::En].map(Words::of);
        let pairs = [
            (&french.errors, &english.errors),
            (&french.verdicts, &english.verdicts),
            (&french.monitor, &english.monitor),
            (&french.command_line, &english.command_line),
        ];
        for (french, english) in pairs {
            let keys = |texts: &Map<String, Value>| texts.keys().cloned().collect::<BTreeSet<_>>();
            assert!(!french.is_empty());
            assert_eq!(keys(french), keys(english));
        }
    }

    #[test]
    fn every_code_of_the_door_and_of_the_faces_has_its_sentence() {
        let words = Words::of(Language::Fr);
        let schema = serde_json::to_value(schemars::schema_for!(comptoir_core::door::Code)).unwrap();
        let listed = schema.pointer("/enum").and_then(Value::as_array).unwrap();
        let faces = [
            "no_camera",
            "camera_busy",
            "camera_refused",
            "camera_no_usable_format",
            "camera_unplugged",
            "camera_silent",
            "camera_failed",
            "picture_not_found",
            "picture_too_large",
            "picture_unreadable",
            "no_code_found",
            "already_open",
            "no_screen",
            "monitor_unknown",
            "print_failed",
            "file_not_saved",
            "listener_address_taken",
            "listener_address_unusable",
            "listener_not_allowed",
            "listener_failed",
            "file_unreadable",
            "bad_json",
            "usage",
        ];
        let missing: Vec<_> = listed
            .iter()
            .filter_map(Value::as_str)
            .chain(faces)
            .filter(|code| !words.errors.contains_key(*code) && !words.command_line.contains_key(*code))
            .collect();
        assert!(missing.is_empty(), "no sentence for {missing:?}");
    }

    #[test]
    fn an_unknown_code_is_named() {
        let error = FaceError::new(Class::Refused, "from_the_future");
        assert!(Words::of(Language::En).error(&error).contains("from_the_future"));
    }
}
