//! What a USB scanner set for a US keyboard types where the desk's keyboard is French (AZERTY).
//!
//! The scanner sends key positions; AZERTY gives them other letters. Whether the text was mangled cannot be told from the text
//! alone, so this only proposes: a repair counts only where the repaired code is in the books.

/// Pairs of what arrives on AZERTY and what the scanner meant on QWERTY. Digits are typed unshifted, letters in either case.
const AZERTY: &[(char, char)] = &[
    ('&', '1'),
    ('é', '2'),
    ('"', '3'),
    ('\'', '4'),
    ('(', '5'),
    ('-', '6'),
    ('è', '7'),
    ('_', '8'),
    ('ç', '9'),
    ('à', '0'),
    ('a', 'q'),
    ('q', 'a'),
    ('z', 'w'),
    ('w', 'z'),
    ('m', ';'),
    (',', 'm'),
    ('A', 'Q'),
    ('Q', 'A'),
    ('Z', 'W'),
    ('W', 'Z'),
    ('M', ':'),
    ('?', 'M'),
    (';', ','),
    (':', '.'),
    ('!', '/'),
    ('§', '?'),
    (')', '-'),
    ('°', '_'),
    ('^', '['),
    ('$', ']'),
    ('ù', '\''),
    ('%', '"'),
    // with caps lock on, the digit row of many AZERTY layouts gives capitals
    ('É', '2'),
    ('È', '7'),
    ('Ç', '9'),
    ('À', '0'),
];

/// The texts that `typed` may have been meant as, most likely first; never `typed` itself.
#[must_use]
pub fn repairs(typed: &str) -> Vec<String> {
    // Longer input was never typed by a scanner from one of our codes.
    if typed.chars().count() > 200 {
        return Vec::new();
    }
    let unmangled: String = typed.chars().map(meant).collect();
    // A scanner that shifts the digit row types true digits; then only the letters are swapped, and ':' arrives as '/'.
    let letters_only: String = typed
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphabetic() {
                meant(letter)
            } else if letter == '/' {
                ':'
            } else {
                letter
            }
        })
        .collect();
    let mut proposals = Vec::new();
    for proposal in [unmangled, letters_only] {
        for variant in [proposal.clone(), proposal.replace([';', '.'], ":")] {
            if variant != typed && !proposals.contains(&variant) {
                proposals.push(variant);
            }
        }
    }
    proposals
}

fn meant(arrived: char) -> char {
    AZERTY.iter().find(|(azerty, _)| *azerty == arrived).map_or(arrived, |(_, qwerty)| *qwerty)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What an AZERTY desk sees when a US scanner sends `sent` with its digits unshifted.
    fn mangled(sent: &str) -> String {
        sent.chars()
            .map(|key| AZERTY.iter().find(|(_, qwerty)| *qwerty == key).map_or(key, |(azerty, _)| *azerty))
            .collect()
    }

    #[test]
    fn a_mangled_code_is_among_the_repairs() {
        for sent in ["CPT1:F000001:00579FB7C1A64193420A", "QWAZM12345678", "cpt1:f123456:a9b8c7d6e5f4a3b2c1d0"] {
            let arrived = mangled(sent);
            assert_ne!(arrived, sent);
            assert!(repairs(&arrived).contains(&sent.to_owned()), "{arrived} → {:?}", repairs(&arrived));
        }
    }

    #[test]
    fn what_needs_no_repair_gets_few_proposals_and_long_text_none() {
        assert!(repairs("12345678").is_empty());
        assert!(repairs(&"a".repeat(10_000)).is_empty());
    }
}
