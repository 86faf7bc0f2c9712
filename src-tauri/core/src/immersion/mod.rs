//! Immersion sessions: dated courses with limited seats, their bookings, the waiting list, and the licence that comes with a seat.
//!
//! `reserved_places` is counted by the database from the bookings and never added to (`migrations/0007_immersion.sql`, decision 0005). A
//! hold whose deadline is past counts as free in every answer, even before it was swept. Nothing in here may promise a seat twice, and
//! no money may arrive without a booking.

mod bookings;
mod checks;
mod closing;
mod coming;
mod csv;
mod drift;
mod editing;
mod giving_back;
mod licences;
pub mod model;
mod payer;
mod payments;
mod purse;
mod queries;
mod rules;
mod search;
mod seat;
mod seats;
mod store;
mod upkeep;
mod waiting;

pub use bookings::{AcceptBooking, BookSeats, ConfirmBooking, MoveBooking, NoteNoShow};
pub use closing::{CloseImmersion, DeleteImmersion, ReopenImmersion, SettleClaim};
pub use coming::ComingImmersion;
pub use csv::ExportBookings;
pub use editing::{CreateImmersion, DuplicateImmersion, EditImmersion};
pub use giving_back::{CancelBooking, RefundBooking};
pub use queries::{
    CheckAvailability, CountUndecided, ListBookings, ListImmersion, PreviewImmersion, ShowBooking, ShowImmersion,
};
pub use upkeep::KeepUp;
pub use waiting::{AcceptOffer, JoinWaiting, LeaveWaiting, OfferSeats};

pub(crate) use coming::coming;
pub(crate) use payments::settle_payment;

use crate::door::{CommandEntry, QueryEntry, Subject};

/// What can be done with immersion sessions.
pub const SUBJECT: Subject = Subject {
    name: "immersion",
    commands: &[
        CommandEntry::of::<CreateImmersion>(),
        CommandEntry::of::<EditImmersion>(),
        CommandEntry::of::<SettleClaim>(),
        CommandEntry::of::<DuplicateImmersion>(),
        CommandEntry::of::<DeleteImmersion>(),
        CommandEntry::of::<CloseImmersion>(),
        CommandEntry::of::<ReopenImmersion>(),
        CommandEntry::of::<BookSeats>(),
        CommandEntry::of::<ConfirmBooking>(),
        CommandEntry::of::<CancelBooking>(),
        CommandEntry::of::<RefundBooking>(),
        CommandEntry::of::<MoveBooking>(),
        CommandEntry::of::<AcceptBooking>(),
        CommandEntry::of::<NoteNoShow>(),
        CommandEntry::of::<JoinWaiting>(),
        CommandEntry::of::<OfferSeats>(),
        CommandEntry::of::<AcceptOffer>(),
        CommandEntry::of::<LeaveWaiting>(),
        CommandEntry::of::<KeepUp>(),
    ],
    queries: &[
        QueryEntry::of::<ListImmersion>(),
        QueryEntry::of::<ComingImmersion>(),
        QueryEntry::of::<ShowImmersion>(),
        QueryEntry::of::<PreviewImmersion>(),
        QueryEntry::of::<CheckAvailability>(),
        QueryEntry::of::<ListBookings>(),
        QueryEntry::of::<ShowBooking>(),
        QueryEntry::of::<CountUndecided>(),
        QueryEntry::of::<ExportBookings>(),
    ],
    checks: checks::CHECKS,
};
