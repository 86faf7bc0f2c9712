//! Finding sessions by what people type: dates as they are written in French and English, places, descriptions, names of customers.

use super::model::ImmersionSession;
use crate::base::{Day, ImmersionId, fold};
use crate::door::{Failure, View};
use chrono::Datelike;
use std::collections::HashMap;

/// The months, folded: French and English.
const MONTHS: [(&str, &str); 12] = [
    ("janvier", "january"),
    ("fevrier", "february"),
    ("mars", "march"),
    ("avril", "april"),
    ("mai", "may"),
    ("juin", "june"),
    ("juillet", "july"),
    ("aout", "august"),
    ("septembre", "september"),
    ("octobre", "october"),
    ("novembre", "november"),
    ("decembre", "december"),
];

/// The sessions that hold every word of `folded`. A number is found whole ("3" is not 31), a word by its beginning.
pub(super) fn matching(
    view: &View<'_>,
    sessions: Vec<ImmersionSession>,
    folded: &str,
) -> Result<Vec<ImmersionSession>, Failure> {
    let words: Vec<&str> = folded.split(' ').collect();
    let names = names(view)?;
    let mut found = Vec::new();
    for session in sessions {
        let mut told = dates(session.starts_on, session.ends_on);
        told.push_str(&fold(&session.location));
        told.push(' ');
        told.push_str(&fold(session.description.as_deref().unwrap_or_default()));
        told.push_str(names.get(&session.immersion_id).map(String::as_str).unwrap_or_default());
        if words.iter().all(|word| told.split(' ').any(|said| says(said, word))) {
            found.push(session);
        }
    }
    Ok(found)
}

fn says(said: &str, word: &str) -> bool {
    if word.chars().all(|letter| letter.is_ascii_digit()) { said == word } else { said.starts_with(word) }
}

/// Both days in every way in which people write them, each word once or more, ending with a space.
fn dates(starts_on: Day, ends_on: Day) -> String {
    let mut told = String::new();
    for day in [starts_on.date(), ends_on.date()] {
        let month = usize::try_from(day.month0()).unwrap_or(0);
        let (french, english) = MONTHS.get(month).copied().unwrap_or_default();
        let first = if day.day() == 1 { "1er " } else { "" };
        told.push_str(&format!(
            "{0} {0:02} {first}{french} {english} {1} {1:02} {2} ",
            day.day(),
            day.month(),
            day.year()
        ));
    }
    told
}

/// The customers of each session, folded, each name after a space.
fn names(view: &View<'_>) -> Result<HashMap<ImmersionId, String>, Failure> {
    let mut names: HashMap<ImmersionId, String> = HashMap::new();
    let booked: Vec<(ImmersionId, String)> = view.all(
        "SELECT b.session_id, u.username FROM immersion_bookings b JOIN users u ON u.id = b.user_id
         WHERE b.session_id IS NOT NULL AND b.status <> 'cancelled'
         UNION SELECT w.session_id, u.username FROM immersion_waiting w JOIN users u ON u.id = w.user_id
         WHERE w.status IN ('waiting', 'offered')",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    for (session, name) in booked {
        let told = names.entry(session).or_default();
        told.push(' ');
        told.push_str(&fold(&name));
    }
    Ok(names)
}
