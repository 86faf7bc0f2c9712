//! The forms in which a code can come. Pure: text in, what it says out.

use serde_json::Value;

/// What our own printed codes begin with: `CPT1:<invoice_number>:<validation_code>`.
pub const QR_PREFIX: &str = "CPT1";

/// Longer text is no code of anybody's: a version 40 QR code holds at most 4,296 characters.
const LONGEST: usize = 4_296;

/// What a text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// Our printed code: both parts must belong to one invoice.
    Printed {
        /// The invoice's number.
        invoice_number: String,
        /// Its secret.
        validation_code: String,
    },
    /// A bare validation code, or one out of an older shop's JSON or URL.
    Bare(String),
    /// Somebody else's code; the kind, where it can be told.
    Foreign(&'static str),
    /// Nothing a code could be.
    Malformed,
}

/// Says what a text is. Never fails, whatever it is given.
#[must_use]
pub fn recognise(text: &str) -> Form {
    let text = text.trim_matches(|letter: char| letter.is_whitespace() || letter.is_control() || letter == '\u{feff}');
    if text.is_empty() || text.len() > LONGEST || text.chars().any(char::is_control) {
        return Form::Malformed;
    }
    printed(text)
        .or_else(|| json(text))
        .or_else(|| url(text))
        .or_else(|| foreign(text).map(Form::Foreign))
        .or_else(|| bare(text).map(Form::Bare))
        .unwrap_or(Form::Malformed)
}

fn printed(text: &str) -> Option<Form> {
    let mut parts = text.split(':');
    if !parts.next()?.eq_ignore_ascii_case(QR_PREFIX) {
        return None;
    }
    let (Some(number), Some(code), None) = (parts.next(), parts.next(), parts.next()) else {
        return Some(Form::Malformed);
    };
    let is_number = (1..=24).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_alphanumeric());
    Some(match bare(code) {
        Some(validation_code) if is_number => Form::Printed { invoice_number: number.to_owned(), validation_code },
        _ => Form::Malformed,
    })
}

/// A validation code: 8 to 100 letters, digits, `-`, `_` or `.` (older shops), with at least one digit.
fn bare(text: &str) -> Option<String> {
    let is_code = (8..=100).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        && text.bytes().any(|byte| byte.is_ascii_digit());
    is_code.then(|| text.to_owned())
}

/// `{"validation_code": "…", …}` of the older shops. Any other key (their `invoice_id` held the purchase's) is ignored.
fn json(text: &str) -> Option<Form> {
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let parsed: Value = match serde_json::from_str(text) {
        Ok(parsed) => parsed,
        Err(_) => return Some(Form::Malformed),
    };
    Some(match parsed.get("validation_code") {
        Some(Value::String(code)) => bare(code.trim()).map_or(Form::Malformed, Form::Bare),
        Some(_) => Form::Malformed,
        None => Form::Foreign("other"),
    })
}

/// A web address with `code` or `validation_code`; any other web address is somebody else's.
fn url(text: &str) -> Option<Form> {
    let lower = text.to_ascii_lowercase();
    if !lower.starts_with("http://") && !lower.starts_with("https://") {
        return None;
    }
    let query = text.split_once('?').map_or("", |(_, query)| query.split('#').next().unwrap_or_default());
    let wanted = |name: &str| {
        query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| unescaped(value))
    };
    Some(match wanted("validation_code").or_else(|| wanted("code")) {
        Some(code) => bare(&code).map_or(Form::Malformed, Form::Bare),
        None => Form::Foreign("web_address"),
    })
}

/// `%2D` → `-`. What is no valid escape stays as it is, and then is no code.
fn unescaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('%') {
        text.push_str(before);
        let escaped = after.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(u8::is_ascii);
        match escaped {
            Some(byte) => {
                text.push(char::from(byte));
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                text.push('%');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

/// Codes that people hold to a camera by mistake, by what they begin with (compared in upper case).
const FOREIGN: &[(&str, &str)] = &[
    ("F;NIM;", "tax_seal"),
    ("F;", "tax_seal"),
    ("FNE:", "tax_seal"),
    ("WIFI:", "wifi"),
    ("BEGIN:VCARD", "contact"),
    ("MECARD:", "contact"),
    ("TEL:", "contact"),
    ("MAILTO:", "contact"),
    ("MATMSG:", "contact"),
    ("SMSTO:", "contact"),
    ("SMS:", "contact"),
    ("GEO:", "other"),
    ("BCD\n", "payment"),
    ("BCD", "payment"),
    ("SPC", "payment"),
    ("BITCOIN:", "payment"),
    ("UPI:", "mobile_money"),
    ("WAVE:", "mobile_money"),
    ("ORANGEMONEY:", "mobile_money"),
    ("OM:", "mobile_money"),
    ("TEL:*144", "mobile_money"),
    ("*144*", "mobile_money"),
    ("*155*", "mobile_money"),
    ("#144#", "mobile_money"),
    // EMVCo merchant-presented payment codes (mobile money, Wave among them) begin with payload format 01.
    ("000201", "mobile_money"),
    ("M1", "boarding_pass"),
];

fn foreign(text: &str) -> Option<&'static str> {
    let upper = text.to_ascii_uppercase();
    let begins = FOREIGN.iter().find(|(beginning, _)| upper.starts_with(beginning)).map(|(_, kind)| *kind);
    // A boarding pass begins with M1 and is long; `M1` alone begins many a code.
    let begins = begins.filter(|kind| *kind != "boarding_pass" || upper.len() > 50);
    begins.or_else(|| product(text)).or_else(|| other(text))
}

/// A retail bar code: 8, 12, 13 or 14 digits with a right GTIN check digit.
fn product(text: &str) -> Option<&'static str> {
    if !matches!(text.len(), 8 | 12 | 13 | 14) {
        return None;
    }
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(10)).collect();
    let weighted: u32 =
        digits?.iter().rev().enumerate().map(|(place, digit)| if place % 2 == 1 { digit * 3 } else { *digit }).sum();
    weighted.is_multiple_of(10).then_some("product")
}

/// Text with the punctuation of a scheme or of structured data, but none that we know.
fn other(text: &str) -> Option<&'static str> {
    let scheme = text.split_once(':').is_some_and(|(scheme, rest)| {
        !rest.is_empty()
            && (2..=20).contains(&scheme.len())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte))
    });
    (scheme || text.matches(';').count() >= 2).then_some("other")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed_as(number: &str, code: &str) -> Form {
        Form::Printed { invoice_number: number.into(), validation_code: code.into() }
    }

    #[test]
    fn every_form_is_recognised() {
        let code = "00579FB7C1A64193420A";
        for (text, form) in [
            (format!("CPT1:F000001:{code}"), printed_as("F000001", code)),
            (format!("  cpt1:f000001:{}\r\n", code.to_lowercase()), printed_as("f000001", &code.to_lowercase())),
            (code.to_owned(), Form::Bare(code.into())),
            (format!(r#"{{"invoice_id": 12, "validation_code": "{code}"}}"#), Form::Bare(code.into())),
            (format!("https://shop.example/scan?x=1&code={code}#top"), Form::Bare(code.into())),
            (format!("HTTPS://shop.example/?validation_code={code}&code=zzz"), Form::Bare(code.into())),
            ("https://shop.example/?code=GAME%2D123456".into(), Form::Bare("GAME-123456".into())),
            ("https://example.com/".into(), Form::Foreign("web_address")),
            ("F;NIM;ABC123;XYZ".into(), Form::Foreign("tax_seal")),
            ("WIFI:S:net;T:WPA;P:x;;".into(), Form::Foreign("wifi")),
            ("00020101021126".into(), Form::Foreign("mobile_money")),
            ("5901234123457".into(), Form::Foreign("product")),
            ("spotify:track:abc".into(), Form::Foreign("other")),
            (r#"{"id": 4}"#.into(), Form::Foreign("other")),
            (r#"{"validation_code": 4}"#.into(), Form::Malformed),
            ("{nonsense".into(), Form::Malformed),
            ("CPT1:F1".into(), Form::Malformed),
            ("CPT1:F1:ABCD1234:more".into(), Form::Malformed),
            (String::new(), Form::Malformed),
            ("hello world".into(), Form::Malformed),
            ("'; DROP TABLE invoices; --".into(), Form::Foreign("other")),
            ("A1\u{1}B2C3D4E5".into(), Form::Malformed),
            ("x".repeat(10_000), Form::Malformed),
        ] {
            assert_eq!(recognise(&text), form, "{}", text.chars().take(60).collect::<String>());
        }
    }
}
