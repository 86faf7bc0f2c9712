//! Scenarios of the core: real SQLite, real files, real threads; the clock is the only thing that is played.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod bad_luck;
mod concurrency;
mod demo;
mod generated;
mod guides;
mod immersion;
mod immersion_any_order;
mod immersion_days;
mod immersion_outside;
mod immersion_payments;
mod immersion_refused;
mod immersion_repair;
mod immersion_waiting;
mod immersion_wallet;
mod inbox;
mod inbox_order;
mod inbox_refused;
mod inbox_sales;
mod inbox_signature;
mod lifecycle;
mod main_job;
mod many_acts;
mod many_clocks;
mod orders;
mod repair;
mod roles;
mod support;
mod timekeeping;
mod traps;
mod two_processes;
mod verdicts;
mod viewer;
mod wallets;
mod windows;
