//! What a QR code is, apart from any picture.
//!
//! What it is for: where each version has its fixed patterns and its codewords (`layout`), what its format information
//! says (`format`), its error correction (`reed_solomon` over `field`), and how module values become a confirmed text
//! (`confirm`). What it must never do: look at pixels.

pub(crate) mod confirm;
mod field;
pub(crate) mod format;
pub(crate) mod layout;
mod reed_solomon;
