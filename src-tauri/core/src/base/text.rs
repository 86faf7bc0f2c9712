//! Text as people type it.

/// Folds text for searching: lower case, the accents of French and its neighbours taken off, everything but letters and
/// digits turned into single spaces.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'à' | 'á' | 'â' | 'ä' | 'ã' | 'å' => folded.push('a'),
            'ç' => folded.push('c'),
            'è' | 'é' | 'ê' | 'ë' => folded.push('e'),
            'ì' | 'í' | 'î' | 'ï' => folded.push('i'),
            'ñ' => folded.push('n'),
            'ò' | 'ó' | 'ô' | 'ö' | 'õ' => folded.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            letter if letter.is_alphanumeric() => folded.push(letter),
            _ if folded.ends_with(' ') || folded.is_empty() => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// One line of text within bounds: control characters become spaces, ends are trimmed, runs of spaces shrink to one.
/// `None` where nothing is left or more than `most` characters are.
#[must_use]
pub fn single_line(text: &str, most: usize) -> Option<String> {
    let spaced: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let line = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty() && line.chars().count() <= most).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_finds_names_however_they_are_typed() {
        for (typed, folded) in [
            ("Aïssatou N'Diaye", "aissatou n diaye"),
            ("  KOFFI   Œuvrard-Né ", "koffi oeuvrard ne"),
            ("+225 07 00 11 22 33", "225 07 00 11 22 33"),
            ("", ""),
        ] {
            assert_eq!(fold(typed), folded);
        }
    }

    #[test]
    fn a_line_is_one_line() {
        assert_eq!(single_line(" a\tb\u{0}c\n", 10).as_deref(), Some("a b c"));
        assert_eq!(single_line(" \n ", 10), None);
        assert_eq!(single_line("too long", 4), None);
    }
}
