//! The crate's own eyes.
//!
//! What it is for: finding codes in a grey picture and measuring their modules. The steps, in the order of the files: levels
//! between dark and light (`levels`), finder patterns (`finders`, in several ways: `passes`), threes of them (`triples`), a
//! grid over the code (`fit` on `warp`, over curled paper `track`), module values (`grid`, with the blur undone:
//! `equalise`), and what to try when (`attempts`, `reader`). What it must never do: binarise a picture and forget what it
//! looked like, or trust a text that `crate::qr` did not confirm.

mod attempts;
mod candidates;
mod equalise;
mod finder;
mod finders;
mod fit;
mod grid;
mod levels;
mod memory;
mod missing;
mod passes;
mod rays;
mod reader;
mod runs;
mod solve;
mod source;
mod track;
mod triples;
mod warp;

pub(crate) use reader::{Depth, Reader};
pub(crate) use source::Source;
