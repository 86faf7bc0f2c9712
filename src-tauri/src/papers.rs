//! Invoices of the demonstration as pictures: to be printed, or shown to a camera.
//!
//! What it must never do: write outside the data folder's `invoices/`, or leave an older demonstration's papers among the new.

use crate::error::{Class, FaceError};
use comptoir_core::demo::DemoInvoice;
use image::{GrayImage, Luma};
use qrcodegen::{QrCode, QrCodeEcc};
use std::io;
use std::path::{Path, PathBuf};

/// The side of a module, in pixels: a code of 37 modules with its quiet zone is 3 cm wide at 300 dots per inch.
const MODULE_PX: u32 = 10;
/// The quiet zone that ISO/IEC 18004 asks for, in modules.
const QUIET: i32 = 4;

/// Writes one PNG for each paper, named by its order, its verdict and its number. The folder they are in.
///
/// # Errors
/// The folder cannot be written.
pub(crate) fn write(data: &Path, invoices: &[DemoInvoice]) -> Result<PathBuf, FaceError> {
    let folder = data.join("invoices");
    write_all(&folder, invoices).map_err(|error| {
        let code = if error.kind() == io::ErrorKind::StorageFull { "storage_full" } else { "storage_read_only" };
        FaceError::new(Class::Environment, code).with("path", folder.display().to_string()).hint(error)
    })?;
    Ok(folder)
}

fn write_all(folder: &Path, invoices: &[DemoInvoice]) -> io::Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder)?;
    for (order, invoice) in (1..).zip(invoices) {
        let name = format!("{order:02}-{}-{}.png", invoice.verdict, invoice.invoice_number);
        let picture = picture(&invoice.qr_text).map_err(io::Error::other)?;
        picture.save(folder.join(name)).map_err(io::Error::other)?;
    }
    Ok(())
}

/// A code as people print it: dark on white, with its quiet zone.
fn picture(text: &str) -> Result<GrayImage, qrcodegen::DataTooLong> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium)?;
    let side = u32::try_from(code.size() + 2 * QUIET).unwrap_or_default() * MODULE_PX;
    let module = |pixel: u32| i32::try_from(pixel / MODULE_PX).unwrap_or_default() - QUIET;
    Ok(GrayImage::from_fn(side, side, |x, y| Luma([if code.get_module(module(x), module(y)) { 0 } else { 255 }])))
}
