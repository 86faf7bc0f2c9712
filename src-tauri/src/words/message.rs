//! Fills a message with its arguments: `{name}`, and `{count, plural, =0 {none} one {# session} other {# sessions}}`.
//!
//! The same messages are filled by the interface; both understand the same form, one level deep.

use super::Language;
use serde_json::{Map, Value};

/// The message with every argument in its place; one that nobody gave stays visible as `{name}`.
pub(super) fn fill(message: &str, args: &Map<String, Value>, language: Language) -> String {
    let mut filled = String::with_capacity(message.len());
    let mut rest = message;
    while let Some((before, from_brace)) = split_at(rest, '{') {
        filled.push_str(before);
        let Some((inside, after)) = group(from_brace) else {
            filled.push_str(from_brace);
            return filled;
        };
        filled.push_str(&placeholder(inside, args, language));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

fn placeholder(inside: &str, args: &Map<String, Value>, language: Language) -> String {
    match inside.split_once(", plural,") {
        Some((name, branches)) => {
            let count = args.get(name.trim()).and_then(Value::as_i64).unwrap_or_default();
            let text = branch(branches, count, language).replace('#', &count.to_string());
            fill(&text, args, language)
        }
        None => match args.get(inside.trim()) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Null) => String::new(),
            Some(Value::Number(cents)) if inside.trim().ends_with("_cents") => {
                money(cents.as_i64().unwrap_or_default(), args.get("currency").and_then(Value::as_str))
            }
            Some(other) => other.to_string(),
            None => format!("{{{inside}}}"),
        },
    }
}

/// Hundredths as people write money: `150050` EUR is "1500.50 EUR", francs have no decimals.
fn money(cents: i64, currency: Option<&str>) -> String {
    let (sign, cents) = (if cents < 0 { "-" } else { "" }, cents.unsigned_abs());
    let (whole, rest) = (cents / 100, cents % 100);
    let amount = if currency == Some("XOF") || rest == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{rest:02}")
    };
    currency.map_or_else(|| amount.clone(), |currency| format!("{amount} {currency}"))
}

/// The text of the branch for this number: the exact one, else its category's, else `other`.
fn branch(branches: &str, count: i64, language: Language) -> String {
    let category = match language {
        Language::Fr if (0..2).contains(&count) => "one",
        Language::En if count == 1 => "one",
        _ => "other",
    };
    let wanted = [format!("={count}"), category.to_owned(), "other".to_owned()];
    let mut found = [None, None, None];
    let mut rest = branches;
    while let Some((selector, from_brace)) = split_at(rest, '{') {
        let Some((text, after)) = group(from_brace) else { break };
        for (slot, wanted) in found.iter_mut().zip(&wanted) {
            if selector.trim() == wanted {
                *slot = Some(text);
            }
        }
        rest = after;
    }
    found.into_iter().flatten().next().unwrap_or_default().to_owned()
}

/// What stands before the first `mark`, and the rest from it on.
fn split_at(text: &str, mark: char) -> Option<(&str, &str)> {
    text.find(mark).and_then(|at| text.split_at_checked(at))
}

/// The inside of the group that `text` begins with, braces balanced, and what follows it.
fn group(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    for (at, character) in text.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 1 => return Some((text.get(1..at)?, text.get(at + 1..)?)),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn messages_are_filled() {
        let plural = "{count, plural, =0 {rien} one {# session de {who}} other {# sessions}} !";
        for (message, args, expected) in [
            ("{a} et {b}", json!({"a": "x", "b": 3}), "x et 3"),
            ("{missing}", json!({}), "{missing}"),
            ("{open", json!({"open": 1}), "{open"),
            ("}", json!({}), "}"),
            ("{a_cents}", json!({"a_cents": 150_050, "currency": "EUR"}), "1500.50 EUR"),
            ("{a_cents}", json!({"a_cents": -500_000, "currency": "XOF"}), "-5000 XOF"),
            ("{a_cents}", json!({"a_cents": 50}), "0.50"),
            (plural, json!({"count": 0}), "rien !"),
            (plural, json!({"count": 1, "who": "Awa"}), "1 session de Awa !"),
            (plural, json!({"count": 5}), "5 sessions !"),
        ] {
            let args = args.as_object().cloned().unwrap_or_default();
            assert_eq!(fill(message, &args, Language::Fr), expected, "{message}");
        }
    }

    #[test]
    fn zero_is_singular_in_french_only() {
        let message = "{n, plural, one {# minute} other {# minutes}}";
        let args = json!({"n": 0}).as_object().cloned().unwrap_or_default();
        assert_eq!(fill(message, &args, Language::Fr), "0 minute");
        assert_eq!(fill(message, &args, Language::En), "0 minutes");
    }
}
