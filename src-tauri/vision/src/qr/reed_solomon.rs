//! Reed–Solomon correction of errors and erasures.
//!
//! What it is for: one block of codewords in, the nearest valid block out. An erasure is a codeword whose place is known
//! to be doubtful; it costs half of what an error at an unknown place costs: a block with `c` check codewords bears
//! `e` errors and `f` erasures as long as 2e + f ≤ c. What it must never do: report a block that is not valid; the
//! syndromes are computed again after the correction.
//!
//! The mathematics: syndromes of the received word, the erasure locator as the start of Berlekamp and Massey's
//! recursion, Chien's search for the roots and Forney's formula for the values (Blahut, *Algebraic Codes for Data
//! Transmission*, chapter 7; the QR code's first root is α⁰).

use super::field::{power, product, quotient};

/// The most check codewords of a block that are handled; QR codes have 30 at most.
pub(crate) const MAX_CHECKS: usize = 32;

/// A polynomial over the field, lowest power first.
type Polynomial = [u8; MAX_CHECKS + 1];

/// Corrects `block`, whose last `checks` codewords are check codewords, in place. `erased` holds places in the block.
/// Returns the number of errors at places that were not erased; none when the block cannot be corrected, and then the
/// block may be changed.
pub(crate) fn correct(block: &mut [u8], checks: usize, erased: &[usize]) -> Option<usize> {
    if checks > MAX_CHECKS || checks >= block.len() || block.len() > 255 || erased.len() > checks {
        return None;
    }
    let syndromes = syndromes(block, checks);
    if syndromes.iter().all(|&value| value == 0) {
        return Some(0);
    }
    let last = block.len() - 1;
    let mut locator: Polynomial = [0; MAX_CHECKS + 1];
    put(&mut locator, 0, 1);
    for &place in erased {
        let root = power(last.checked_sub(place)?);
        for index in (1..=checks).rev() {
            let value = at(&locator, index) ^ product(at(&locator, index - 1), root);
            put(&mut locator, index, value);
        }
    }
    let degree = massey(&syndromes, checks, erased.len(), &mut locator);
    if 2 * degree > checks + erased.len() {
        return None;
    }
    let evaluator = evaluator(&syndromes, &locator, checks);
    let mut roots = 0;
    let mut errors = 0;
    for (place, value) in block.iter_mut().enumerate() {
        let exponent = last - place;
        let inverse = power((255 - exponent) % 255);
        if evaluate(&locator, inverse) != 0 {
            continue;
        }
        roots += 1;
        let slope = evaluate_derivative(&locator, inverse);
        if slope == 0 {
            return None;
        }
        let change = product(power(exponent), quotient(evaluate(&evaluator, inverse), slope));
        *value ^= change;
        errors += usize::from(change != 0 && !erased.contains(&place));
    }
    let confirmed = roots == degree && self::syndromes(block, checks).iter().all(|&value| value == 0);
    confirmed.then_some(errors)
}

/// The received word at the code's roots α⁰ … α^(checks − 1).
fn syndromes(block: &[u8], checks: usize) -> [u8; MAX_CHECKS] {
    let mut syndromes = [0; MAX_CHECKS];
    for (exponent, syndrome) in syndromes.iter_mut().enumerate().take(checks) {
        let root = power(exponent);
        *syndrome = block.iter().fold(0, |sum, &value| product(sum, root) ^ value);
    }
    syndromes
}

/// Berlekamp and Massey's recursion from the erasure locator on; returns the degree of the locator.
fn massey(syndromes: &[u8; MAX_CHECKS], checks: usize, erased: usize, locator: &mut Polynomial) -> usize {
    let mut other = *locator;
    let mut length = erased;
    for step in erased..checks {
        let discrepancy =
            (0..=step).fold(0, |sum, index| sum ^ product(at(locator, index), at(syndromes, step - index)));
        other.copy_within(0..MAX_CHECKS, 1);
        put(&mut other, 0, 0);
        if discrepancy == 0 {
            continue;
        }
        let mut next = *locator;
        for (value, &change) in next.iter_mut().zip(&other) {
            *value ^= product(discrepancy, change);
        }
        if 2 * length <= step + erased {
            length = step + 1 + erased - length;
            for (value, &before) in other.iter_mut().zip(locator.iter()) {
                *value = quotient(before, discrepancy);
            }
        }
        *locator = next;
    }
    locator.iter().rposition(|&value| value != 0).unwrap_or(0)
}

/// Syndromes times locator, up to the power that the syndromes know.
fn evaluator(syndromes: &[u8; MAX_CHECKS], locator: &Polynomial, checks: usize) -> Polynomial {
    let mut result = [0; MAX_CHECKS + 1];
    for (power, value) in result.iter_mut().enumerate().take(checks) {
        *value = (0..=power).fold(0, |sum, index| sum ^ product(at(locator, index), at(syndromes, power - index)));
    }
    result
}

fn evaluate(polynomial: &Polynomial, at: u8) -> u8 {
    polynomial.iter().rev().fold(0, |sum, &value| product(sum, at) ^ value)
}

/// The formal derivative: in characteristic two only the odd powers stay.
fn evaluate_derivative(polynomial: &Polynomial, at: u8) -> u8 {
    let square = product(at, at);
    polynomial.iter().skip(1).step_by(2).rev().fold(0, |sum, &value| product(sum, square) ^ value)
}

fn at(values: &[u8], index: usize) -> u8 {
    values.get(index).copied().unwrap_or(0)
}

fn put(values: &mut [u8], index: usize, value: u8) {
    if let Some(slot) = values.get_mut(index) {
        *slot = value;
    }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    fn random(state: &mut u64) -> usize {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        usize::try_from(*state >> 33).unwrap()
    }

    /// A valid block: data, then the remainder of its division by the generator polynomial.
    fn encoded(data: &[u8], checks: usize) -> Vec<u8> {
        let mut generator = vec![1u8];
        for exponent in 0..checks {
            let mut next = generator.clone();
            next.push(0);
            for (index, &value) in generator.iter().enumerate() {
                next[index + 1] ^= product(value, power(exponent));
            }
            generator = next;
        }
        let mut block = data.to_vec();
        block.resize(data.len() + checks, 0);
        for index in 0..data.len() {
            let factor = block[index];
            for (offset, &value) in generator.iter().enumerate() {
                block[index + offset] ^= product(factor, value);
            }
        }
        block[..data.len()].copy_from_slice(data);
        block
    }

    #[test]
    fn every_mix_of_errors_and_erasures_within_the_limit_is_corrected() {
        let mut state = 7;
        for checks in [7, 10, 18, 24, 26, 30] {
            for errors in 0..=checks / 2 {
                let erasures = checks - 2 * errors;
                let data: Vec<u8> = (0..40).map(|_| random(&mut state) as u8).collect();
                let clean = encoded(&data, checks);
                let mut places: Vec<usize> = (0..clean.len()).collect();
                for index in 0..errors + erasures {
                    let other = index + random(&mut state) % (places.len() - index);
                    places.swap(index, other);
                }
                let mut block = clean.clone();
                for &place in &places[..errors + erasures] {
                    block[place] ^= 1 + (random(&mut state) % 255) as u8;
                }
                let erased = &places[errors..errors + erasures];
                assert_eq!(correct(&mut block, checks, erased), Some(errors), "{checks} checks, {errors} errors");
                assert_eq!(block, clean);
            }
        }
    }

    #[test]
    fn a_clean_block_stays_and_an_erased_but_right_codeword_is_no_error() {
        let clean = encoded(&[1, 2, 3, 4, 5], 10);
        let mut block = clean.clone();
        assert_eq!(correct(&mut block, 10, &[0, 3]), Some(0));
        block[1] ^= 9;
        assert_eq!(correct(&mut block, 10, &[0, 3]), Some(1));
        assert_eq!(block, clean);
    }

    #[test]
    fn random_words_are_refused() {
        let mut state = 99;
        let refused = (0..2_000)
            .filter(|_| {
                let mut block: Vec<u8> = (0..44).map(|_| random(&mut state) as u8).collect();
                correct(&mut block, 18, &[]).is_none()
            })
            .count();
        assert_eq!(refused, 2_000);
    }

    #[test]
    fn nonsense_is_refused() {
        assert_eq!(correct(&mut [], 0, &[]), None);
        assert_eq!(correct(&mut [1, 2], 2, &[]), None);
        assert_eq!(correct(&mut [1; 60], 40, &[]), None);
        assert_eq!(correct(&mut [1; 20], 4, &[0, 1, 2, 3, 4]), None);
        assert_eq!(correct(&mut [1; 20], 4, &[77]), None);
    }
}
