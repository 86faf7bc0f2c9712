//! Whether a body really comes from who it says: `t=<unix seconds>,v1=<hex>[,v1=<hex>…]`, each `v1` an HMAC-SHA256 over
//! `<t>.<body>` with the secret both sides share. Stripe's scheme; the shops use it as well.
//!
//! Must never compare digests other than in constant time, and never let an old message in again.

use crate::base::Timestamp;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// How far the sender's clock and ours may be apart, in seconds, in either direction.
pub const TOLERANCE_S: i64 = 300;
/// No honest header is longer, in bytes.
const HEADER_MOST: usize = 4_096;

/// Why a signature does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsigned {
    /// The header has not the form, or no digest of it fits.
    Wrong,
    /// It fits, but was made too long ago, or too far ahead.
    OutOfTime {
        /// How many seconds it is off: negative where it is from the future.
        age_s: i64,
    },
}

/// Checks the signature of a body against the secret.
///
/// # Errors
/// Why it does not hold.
pub fn verify(header: &str, body: &[u8], secret: &str, now: Timestamp) -> Result<(), Unsigned> {
    let Header { t, digests } = Header::parse(header).ok_or(Unsigned::Wrong)?;
    // An HMAC takes a key of any length.
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(|_| Unsigned::Wrong)?;
    mac.update(t.as_bytes());
    mac.update(b".");
    mac.update(body);
    // All are compared, so that the time tells nothing about which one fits.
    let fitting = digests.iter().filter(|digest| mac.clone().verify_slice(digest).is_ok()).count();
    if fitting == 0 {
        return Err(Unsigned::Wrong);
    }
    let made_at_s: i64 = t.parse().map_err(|_| Unsigned::Wrong)?;
    let age_s = now.unix_ms().div_euclid(1_000).saturating_sub(made_at_s);
    if age_s.saturating_abs() > TOLERANCE_S { Err(Unsigned::OutOfTime { age_s }) } else { Ok(()) }
}

struct Header<'a> {
    t: &'a str,
    digests: Vec<Vec<u8>>,
}

impl<'a> Header<'a> {
    /// One `t` of digits and at least one `v1` of hex; whatever else is in there belongs to other schemes.
    fn parse(text: &'a str) -> Option<Self> {
        if text.len() > HEADER_MOST {
            return None;
        }
        let mut found_t = None;
        let mut digests = Vec::new();
        for part in text.split(',') {
            match part.trim().split_once('=') {
                Some(("t", t)) if found_t.is_none_or(|known| known == t) => found_t = Some(t),
                Some(("t", _)) => return None,
                Some(("v1", digest)) => digests.extend(hex::decode(digest).ok()),
                _ => {}
            }
        }
        let t = found_t.filter(|t| !t.is_empty() && t.bytes().all(|digit| digit.is_ascii_digit()))?;
        (!digests.is_empty()).then_some(Self { t, digests })
    }
}
