//! The field GF(256) of QR codes.
//!
//! What it is for: products and quotients for the error correction, by logarithm tables over the polynomial
//! x⁸+x⁴+x³+x²+1 (ISO/IEC 18004, annex A). What it must never do: divide by zero; such a quotient is zero.

/// Powers of two, twice over, so that a sum of two logarithms needs no remainder.
const POWERS: [u8; 512] = powers();
/// The logarithm of each value; that of zero means nothing.
const LOGARITHMS: [u8; 256] = logarithms();

#[expect(clippy::indexing_slicing, reason = "runs in the compiler, which checks each index")]
const fn powers() -> [u8; 512] {
    let mut table = [0u8; 512];
    let (mut value, mut index) = (1u16, 0usize);
    while index < 512 {
        #[expect(clippy::cast_possible_truncation, reason = "values of the field are below 256")]
        let byte = value as u8;
        table[index] = byte;
        value <<= 1;
        if value > 255 {
            value ^= 0x11D;
        }
        index += 1;
    }
    table
}

#[expect(clippy::indexing_slicing, reason = "runs in the compiler, which checks each index")]
const fn logarithms() -> [u8; 256] {
    let mut table = [0u8; 256];
    let mut index = 0u8;
    while index < 255 {
        table[POWERS[index as usize] as usize] = index;
        index += 1;
    }
    table
}

/// Two to the `exponent`, for exponents below 512.
pub(crate) fn power(exponent: usize) -> u8 {
    POWERS.get(exponent).copied().unwrap_or(0)
}

/// The logarithm of `value`, which must not be zero.
pub(crate) fn logarithm(value: u8) -> usize {
    LOGARITHMS.get(usize::from(value)).copied().map_or(0, usize::from)
}

/// The product.
pub(crate) fn product(a: u8, b: u8) -> u8 {
    if a == 0 || b == 0 { 0 } else { power(logarithm(a) + logarithm(b)) }
}

/// The quotient; zero when `b` is zero.
pub(crate) fn quotient(a: u8, b: u8) -> u8 {
    if a == 0 || b == 0 { 0 } else { power(logarithm(a) + 255 - logarithm(b)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_field() {
        for a in 1..=255u8 {
            assert_eq!(product(a, quotient(1, a)), 1, "{a} times its inverse");
            assert_eq!(power(logarithm(a)), a);
            for b in 1..=255u8 {
                assert_eq!(product(a, b), product(b, a));
                assert_eq!(quotient(product(a, b), b), a);
            }
        }
        assert_eq!(product(0, 7), 0);
        assert_eq!(quotient(7, 0), 0);
    }

    #[test]
    fn doubling_reduces_by_the_polynomial() {
        assert_eq!(product(0x80, 2), 0x1D);
    }
}
