//! Wallets: nothing sells twice, every cent has a row.

mod acts;
mod dice;
mod hands;
mod health;
mod outside;
mod paying;
mod precedence;
mod random;
mod reference;
pub mod support;
