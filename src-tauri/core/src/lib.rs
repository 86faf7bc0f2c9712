//! The desk itself: one door, one writer, the books and their rules. Knows nothing of windows, cameras or terminals.
//!
//! [`door`] is the way in: commands and queries by name. [`engine`] keeps the books on disk. Each subject has a folder:
//! [`sessions`] is the one to imitate.

pub mod base;
pub mod customers;
pub mod demo;
pub mod desk;
pub mod door;
pub mod engine;
mod facade;
pub mod immersion;
pub mod inbox;
pub mod monitor;
pub mod orders;
pub mod sales;
pub mod scanning;
pub mod sessions;
pub mod wallets;

pub use facade::{Desk, Opening, Viewer};
