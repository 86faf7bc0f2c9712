//! Every refusal of the commands about immersion sessions: its code, its numbers, and not a byte changed.

use crate::immersion::{PRICE, day, nothing_to_edit, refused};
use crate::support::Venue;
use comptoir_core::base::{BookingId, Cents, CustomerId, ImmersionId, WaitingId};
use comptoir_core::customers::BlockCustomer;
use comptoir_core::door::{Code, DoorError};
use comptoir_core::immersion::{
    AcceptBooking, AcceptOffer, BookSeats, CancelBooking, CloseImmersion, ConfirmBooking, CreateImmersion,
    DeleteImmersion, DuplicateImmersion, EditImmersion, JoinWaiting, LeaveWaiting, MoveBooking, NoteNoShow, OfferSeats,
    RefundBooking, ReopenImmersion, SettleClaim,
};
use comptoir_core::sales::model::PaymentMethod;
use serde_json::json;

#[test]
fn every_refusal_has_its_code_and_changes_nothing() {
    let venue = Venue::new();
    let (staff, manager) = (venue.staff, venue.manager);
    let (open, full, closed) = (venue.immersion(8), venue.immersion(1), venue.immersion(8));
    let over = venue.immersion_on("2026-03-02", "2026-03-06", 8);
    let (awa, blocked) = (venue.customer("Awa Diop"), venue.customer("Eve"));
    venue.manage(BlockCustomer { customer_id: blocked, reason: "damage".into() }).unwrap();
    venue.manage(CloseImmersion { immersion_id: closed.clone() }).unwrap();
    let confirmed = venue.book(&full, awa, true).unwrap().booking_id;
    let pending = venue.book(&open, awa, false).unwrap().booking_id;
    let cancelled = venue.book(&open, awa, false).unwrap().booking_id;
    venue.cancel(&cancelled).unwrap();
    let refunded = venue.book(&open, awa, true).unwrap().booking_id;
    venue.refund(&refunded).unwrap();
    let waiting = venue.join(&full, awa, 1).unwrap().waiting_id;
    let nowhere = ImmersionId("00000000-0000-4000-a000-000000000000".into());
    let (no_booking, no_party) = (BookingId(nowhere.0.clone()), WaitingId(nowhere.0.clone()));

    let book = |immersion_id: &ImmersionId, customer_id, seats, payment_method, paid| BookSeats {
        immersion_id: immersion_id.clone(),
        customer_id,
        seats,
        payment_method,
        paid,
        amount_cents: None,
        reference: None,
        note: None,
    };
    let cash = Some(PaymentMethod::Cash);
    for (command, code) in [
        (book(&nowhere, awa, 1, cash, true), Code::ImmersionUnknown),
        (book(&closed, awa, 1, cash, true), Code::ImmersionClosed),
        (book(&over, awa, 1, cash, true), Code::ImmersionOver),
        (book(&full, awa, 1, cash, true), Code::ImmersionFull),
        (book(&open, awa, 9, cash, true), Code::ImmersionFull),
        (book(&open, CustomerId(999), 1, cash, true), Code::CustomerUnknown),
        (book(&open, blocked, 1, cash, true), Code::CustomerBlocked),
        (book(&open, awa, 1, None, true), Code::PaymentMethodMissing),
        (book(&open, awa, 1, Some(PaymentMethod::Wallet), true), Code::BalanceShort),
        (book(&open, awa, 0, cash, true), Code::AmountInvalid),
        (book(&open, awa, 101, cash, true), Code::AmountInvalid),
        (BookSeats { amount_cents: Some(Cents(-1)), ..book(&open, awa, 1, cash, true) }, Code::AmountInvalid),
        (BookSeats { note: Some("x".repeat(501)), ..book(&open, awa, 1, cash, true) }, Code::TextTooLong),
    ] {
        let told = format!("{command:?}");
        assert_eq!(refused(&venue, staff, command).code, code, "{told}");
    }
    let args = refused(&venue, staff, book(&open, awa, 9, cash, true)).args;
    assert_eq!((&args["free"], &args["wanted"]), (&json!(7), &json!(9)));

    let create = |change: &dyn Fn(&mut CreateImmersion)| {
        let mut create = CreateImmersion {
            starts_on: day("2026-04-06"),
            ends_on: day("2026-04-10"),
            max_places: 8,
            external_places: 0,
            location: String::new(),
            price_cents: PRICE,
            currency: None,
            description: None,
            is_active: true,
        };
        change(&mut create);
        refused(&venue, manager, create).code
    };
    assert_eq!(create(&|new| new.ends_on = day("2026-04-05")), Code::ImmersionDatesInvalid);
    assert_eq!(create(&|new| new.ends_on = day("2027-04-08")), Code::ImmersionDatesInvalid);
    assert_eq!(create(&|new| new.max_places = 0), Code::AmountInvalid);
    assert_eq!(create(&|new| new.max_places = 1001), Code::AmountInvalid);
    assert_eq!(create(&|new| new.external_places = -1), Code::AmountInvalid);
    assert_eq!(create(&|new| new.external_places = 9), Code::ImmersionSeatsBooked);
    assert_eq!(create(&|new| new.price_cents = Cents(-1)), Code::AmountInvalid);
    assert_eq!(create(&|new| new.location = "x".repeat(201)), Code::TextTooLong);

    let edit = |id: &ImmersionId, change: &dyn Fn(&mut EditImmersion)| {
        let mut edit = nothing_to_edit(id);
        change(&mut edit);
        refused(&venue, manager, edit)
    };
    assert_eq!(edit(&nowhere, &|_| ()).code, Code::ImmersionUnknown);
    assert_eq!(edit(&open, &|edit| edit.revision = Some(77)).code, Code::ImmersionChanged);
    assert_eq!(edit(&open, &|edit| edit.starts_on = Some(day("2026-04-11"))).code, Code::ImmersionDatesInvalid);
    let too_few = edit(&full, &|edit| edit.external_places = Some(1));
    assert_eq!(too_few.code, Code::ImmersionSeatsBooked);
    assert_eq!((&too_few.args["booked"], &too_few.args["max"]), (&json!(2), &json!(1)));

    let full_delete = refused(&venue, manager, DeleteImmersion { immersion_id: full.clone() });
    assert_eq!(full_delete.code, Code::ImmersionHasBookings);
    assert_eq!((&full_delete.args["bookings"], &full_delete.args["waiting"]), (&json!(1), &json!(1)));
    let manage = |outcome: DoorError| outcome.code;
    for (code, wanted) in [
        (manage(refused(&venue, manager, DeleteImmersion { immersion_id: nowhere.clone() })), Code::ImmersionUnknown),
        (manage(refused(&venue, manager, CloseImmersion { immersion_id: closed.clone() })), Code::ImmersionClosed),
        (manage(refused(&venue, manager, CloseImmersion { immersion_id: nowhere.clone() })), Code::ImmersionUnknown),
        (manage(refused(&venue, manager, ReopenImmersion { immersion_id: open.clone() })), Code::ImmersionNotClosed),
        (manage(refused(&venue, manager, ReopenImmersion { immersion_id: over.clone() })), Code::ImmersionOver),
        (
            manage(refused(
                &venue,
                manager,
                DuplicateImmersion { immersion_id: nowhere.clone(), starts_on: day(DAY_X) },
            )),
            Code::ImmersionUnknown,
        ),
        (
            manage(refused(&venue, manager, SettleClaim { immersion_id: open.clone(), accept: true })),
            Code::NothingClaimed,
        ),
    ] {
        assert_eq!(code, wanted);
    }

    let confirm = |id: &BookingId, payment_method| {
        refused(&venue, staff, ConfirmBooking { booking_id: id.clone(), payment_method, reference: None }).code
    };
    assert_eq!(confirm(&no_booking, PaymentMethod::Cash), Code::BookingUnknown);
    assert_eq!(confirm(&confirmed, PaymentMethod::Cash), Code::BookingNotPending);
    assert_eq!(confirm(&cancelled, PaymentMethod::Cash), Code::BookingNotPending);
    assert_eq!(confirm(&pending, PaymentMethod::Wallet), Code::BalanceShort);
    let cancel = |id: &BookingId, reason: &str| {
        refused(&venue, staff, CancelBooking { booking_id: id.clone(), reason: reason.into() }).code
    };
    assert_eq!(cancel(&no_booking, "x"), Code::BookingUnknown);
    assert_eq!(cancel(&confirmed, "x"), Code::BookingPaid);
    assert_eq!(cancel(&cancelled, "x"), Code::BookingNotPending);
    assert_eq!(cancel(&pending, " "), Code::TextMissing);
    let refund = |id: &BookingId, method| {
        refused(&venue, manager, RefundBooking { booking_id: id.clone(), reason: "x".into(), method }).code
    };
    assert_eq!(refund(&no_booking, None), Code::BookingUnknown);
    assert_eq!(refund(&pending, None), Code::BookingNotPaid);
    assert_eq!(refund(&refunded, None), Code::BookingRefunded);
    let to = |id: &BookingId, session: &ImmersionId| {
        refused(&venue, staff, MoveBooking { booking_id: id.clone(), immersion_id: session.clone() }).code
    };
    assert_eq!(to(&no_booking, &open), Code::BookingUnknown);
    assert_eq!(to(&pending, &nowhere), Code::ImmersionUnknown);
    assert_eq!(to(&pending, &full), Code::ImmersionFull);
    assert_eq!(to(&pending, &closed), Code::ImmersionClosed);
    assert_eq!(to(&pending, &over), Code::ImmersionOver);
    assert_eq!(to(&cancelled, &open), Code::BookingNotPending);
    let accept = AcceptBooking { booking_id: confirmed.clone(), reason: "x".into() };
    assert_eq!(refused(&venue, manager, accept).code, Code::BookingNotUndecided);
    let no_show = |id: &BookingId| refused(&venue, staff, NoteNoShow { booking_id: id.clone(), no_show: true }).code;
    assert_eq!(no_show(&confirmed), Code::ImmersionNotBegun);
    assert_eq!(no_show(&pending), Code::BookingNotConfirmed);

    let join = |session: &ImmersionId, customer_id, party_size| {
        refused(&venue, staff, JoinWaiting { immersion_id: session.clone(), customer_id, party_size })
    };
    assert_eq!(join(&nowhere, awa, 1).code, Code::ImmersionUnknown);
    assert_eq!(join(&closed, awa, 1).code, Code::ImmersionClosed);
    assert_eq!(join(&over, awa, 1).code, Code::ImmersionOver);
    assert_eq!(join(&full, awa, 1).code, Code::AlreadyWaiting);
    assert_eq!(join(&open, blocked, 1).code, Code::CustomerBlocked);
    assert_eq!(join(&open, CustomerId(999), 1).code, Code::CustomerUnknown);
    assert_eq!(join(&open, awa, 0).code, Code::AmountInvalid);
    assert_eq!(join(&open, awa, 9).args["max"], json!(8), "party_too_large");
    let offer = |id: &WaitingId| refused(&venue, staff, OfferSeats { waiting_id: id.clone() }).code;
    assert_eq!(offer(&no_party), Code::WaitingUnknown);
    assert_eq!(offer(&waiting), Code::ImmersionFull);
    let take = |id: &WaitingId, payment_method, paid| {
        refused(&venue, staff, AcceptOffer { waiting_id: id.clone(), payment_method, paid }).code
    };
    assert_eq!(take(&no_party, cash, true), Code::WaitingUnknown);
    assert_eq!(take(&waiting, cash, true), Code::WaitingNotOffered);
    assert_eq!(take(&waiting, None, true), Code::PaymentMethodMissing);
    venue.run(LeaveWaiting { waiting_id: waiting.clone() }).unwrap();
    assert_eq!(refused(&venue, staff, LeaveWaiting { waiting_id: waiting.clone() }).code, Code::WaitingNotInLine);
    assert_eq!(offer(&waiting), Code::WaitingNotInLine);
    venue.assert_seats_sound();
}

const DAY_X: &str = "2026-06-01";
