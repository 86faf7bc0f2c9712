//! The invoice's QR code: upper-case letters, digits and `:` only, so that it stays small (version 3 or less, level M).

use super::model::QrDrawing;
use crate::door::Failure;
use crate::scanning::QR_PREFIX;
use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};
use std::fmt::Write;

/// The quiet zone that ISO/IEC 18004 asks for, in modules.
const QUIET: i32 = 4;

/// The text of an invoice's code.
pub(crate) fn text(invoice_number: &str, validation_code: &str) -> String {
    format!("{QR_PREFIX}:{invoice_number}:{validation_code}")
}

/// The code of a text, level M.
fn encode(text: &str) -> Result<QrCode, Failure> {
    let segments = QrSegment::make_segments(text);
    QrCode::encode_segments_advanced(&segments, QrCodeEcc::Medium, Version::new(1), Version::new(40), None, false)
        .map_err(|error| Failure::BadInput(format!("no QR code holds this: {error}")))
}

/// The dark modules of a text's code as an SVG path, and the side in modules, quiet zone included.
///
/// # Errors
/// The text is too long for any QR code.
pub fn svg_path(text: &str) -> Result<QrDrawing, Failure> {
    let code = encode(text)?;
    Ok(QrDrawing { modules: i64::from(code.size() + 2 * QUIET), path: path(&code) })
}

/// The modules of a text's code row by row, dark ones `true`, with the quiet zone around: for faces that draw pictures.
///
/// # Errors
/// The text is too long for any QR code.
pub fn qr_modules(text: &str) -> Result<Vec<Vec<bool>>, Failure> {
    let code = encode(text)?;
    let side = -QUIET..code.size() + QUIET;
    // Outside the code, `get_module` says light.
    Ok(side.clone().map(|y| side.clone().map(|x| code.get_module(x, y)).collect()).collect())
}

/// One rectangle for each run of dark modules in a row.
fn path(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count();
            let width = i32::try_from(run).unwrap_or(0);
            if width > 0 {
                // Writing to a String cannot fail.
                let _infallible = write!(path, "M{} {}h{width}v1h-{width}z", x + QUIET, y + QUIET);
            }
            x += width.max(1);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_codes_stay_small_however_far_the_numbers_grow() {
        for (number, most) in [("F000001", 25), ("F999999", 25), ("F1000000", 25), ("F123456789012", 29)] {
            let text = text(number, "00579FB7C1A64193420A");
            assert!(text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b':'));
            assert!(encode(&text).unwrap().size() <= most, "{number}");
        }
    }

    #[test]
    fn the_path_draws_every_dark_module_and_no_other() {
        let text = text("F000001", "00579FB7C1A64193420A");
        let (code, drawing) = (encode(&text).unwrap(), svg_path(&text).unwrap());
        let mut dark = std::collections::BTreeSet::new();
        for run in drawing.path.split_terminator('z') {
            let (start, shape) = run.strip_prefix('M').unwrap().split_once('h').unwrap();
            let (x, y) = start.split_once(' ').unwrap();
            let width: i32 = shape.split_once('v').unwrap().0.parse().unwrap();
            let (x, y): (i32, i32) = (x.parse().unwrap(), y.parse().unwrap());
            assert_eq!(shape, format!("{width}v1h-{width}"));
            dark.extend((x..x + width).map(|x| (x - QUIET, y - QUIET)));
        }
        let wanted = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
        assert!(
            dark.iter()
                .copied()
                .eq(wanted.filter(|(x, y)| code.get_module(*x, *y)).collect::<std::collections::BTreeSet<_>>())
        );
        assert_eq!(drawing.modules, i64::from(code.size() + 2 * QUIET));
    }
}
