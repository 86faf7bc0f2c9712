//! PINs: what may be one, how it is kept (argon2id), and when trying ends.

use crate::base::{Chance, Millis};
use crate::door::RequestId;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use sha2::{Digest, Sha256};

/// After this many wrong PINs …
pub(super) const TRIES: i64 = 5;
/// … within this time, the operator is locked out until the oldest of them is that old.
pub(super) const WINDOW: Millis = Millis::from_minutes(10);

/// argon2id with 19 MiB, 2 passes, 1 lane: the first recommendation of the OWASP password storage sheet.
fn argon() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

/// Why a PIN cannot be taken: `length`, `digits`, or `pattern` (all alike, or a run up or down).
pub(super) fn weakness(pin: &str) -> Option<&'static str> {
    let digits: Vec<i16> =
        pin.chars().filter_map(|digit| digit.to_digit(10)).filter_map(|digit| i16::try_from(digit).ok()).collect();
    if digits.len() != pin.chars().count() {
        return Some("digits");
    }
    if !(4..=8).contains(&digits.len()) {
        return Some("length");
    }
    let steps: Vec<i16> = digits.windows(2).filter_map(|pair| Some(pair.last()? - pair.first()?)).collect();
    let is_run = steps.first().is_some_and(|first| first.abs() <= 1 && steps.iter().all(|step| step == first));
    is_run.then_some("pattern")
}

/// The PHC string to be stored.
pub(super) fn hash(pin: &str, chance: &dyn Chance) -> Option<String> {
    let mut salt = [0; 16];
    chance.fill(&mut salt);
    let salt = SaltString::encode_b64(&salt).ok()?;
    Some(argon().hash_password(pin.as_bytes(), &salt).ok()?.to_string())
}

/// A PIN as part of a request that must be known again: as costly to guess from what is kept as from the stored PIN itself.
pub(crate) fn fingerprint(pin: &str, request: &RequestId) -> String {
    let salt = Sha256::digest(request.0.as_bytes());
    let mut sealed = [0; 32];
    match argon().hash_password_into(pin.as_bytes(), &salt, &mut sealed) {
        Ok(()) => sealed.iter().map(|byte| format!("{byte:02x}")).collect(),
        // Too long for argon2 is too long for a PIN: the command will say so.
        Err(error) => error.to_string(),
    }
}

/// Whether this is the PIN. Takes as long either way.
pub(super) fn matches(pin: &str, stored: &str) -> bool {
    PasswordHash::new(stored).is_ok_and(|stored| argon().verify_password(pin.as_bytes(), &stored).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::OsChance;

    #[test]
    fn weak_pins_are_named() {
        for (pin, why) in [
            ("4827", None),
            ("48271593", None),
            ("1122", None),
            ("123", Some("length")),
            ("123456789", Some("length")),
            ("12a4", Some("digits")),
            ("1111", Some("pattern")),
            ("1234", Some("pattern")),
            ("8765", Some("pattern")),
            ("", Some("length")),
            ("١٢٣٤", Some("digits")),
        ] {
            assert_eq!(weakness(pin), why, "{pin}");
        }
    }

    #[test]
    fn a_pin_matches_itself_and_nothing_else() {
        let stored = hash("4827", &OsChance).unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(matches("4827", &stored) && !matches("4828", &stored) && !matches("4827", "nonsense"));
    }
}
