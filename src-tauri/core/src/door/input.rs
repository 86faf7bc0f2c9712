//! Text that people type into a command: within bounds, on one line, or refused with a code that has words.

use super::{Code, Failure, Refusal};
use crate::base::single_line;

/// A text that must be there, of at most `most` characters.
///
/// # Errors
/// `text_missing`, `text_too_long`, each naming the field.
pub(crate) fn required_line(field: &str, text: &str, most: usize) -> Result<String, Failure> {
    optional_line(field, Some(text), most)?.ok_or_else(|| Refusal::new(Code::TextMissing).with("field", field).into())
}

/// A text that may be left out or empty, of at most `most` characters.
///
/// # Errors
/// `text_too_long`, naming the field.
pub(crate) fn optional_line(field: &str, text: Option<&str>, most: usize) -> Result<Option<String>, Failure> {
    let Some(text) = text.filter(|text| text.chars().any(|letter| !letter.is_whitespace() && !letter.is_control()))
    else {
        return Ok(None);
    };
    let too_long = || Refusal::new(Code::TextTooLong).with("field", field).with("most", most);
    single_line(text, most).map(Some).ok_or_else(|| too_long().into())
}
