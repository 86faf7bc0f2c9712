//! Seats that a wallet pays for: the seat and its money move together or not at all, and what came from the wallet goes back into it.

use crate::support::Venue;
use comptoir_core::base::{BookingId, Cents, Currency, CustomerId, ImmersionId};
use comptoir_core::door::{Code, DoorError};
use comptoir_core::immersion::model::Booking;
use comptoir_core::immersion::{AcceptOffer, BookSeats, ConfirmBooking, JoinWaiting, RefundBooking};
use comptoir_core::sales::model::PaymentMethod;
use comptoir_core::wallets::{Deposit, ShowWallet};

/// The price of a seat of the test's sessions, in hundredths of a euro.
const PRICE: i64 = 199_700;

fn fill(venue: &Venue, customer_id: CustomerId, amount: i64) {
    let reason = "cash".into();
    let deposit = Deposit {
        customer_id,
        amount_cents: Cents(amount),
        currency: Some(Currency::Eur),
        transaction_id: None,
        reason,
    };
    venue.run(deposit).unwrap();
}

fn balance(venue: &Venue, customer_id: CustomerId) -> i64 {
    venue.ask(ShowWallet { customer_id }).wallet.balance_cents.0
}

fn book(venue: &Venue, session: &ImmersionId, customer_id: CustomerId, seats: i64) -> Result<Vec<Booking>, DoorError> {
    venue.run(BookSeats {
        immersion_id: session.clone(),
        customer_id,
        seats,
        payment_method: Some(PaymentMethod::Wallet),
        paid: true,
        amount_cents: None,
        reference: None,
        note: None,
    })
}

fn refund(venue: &Venue, id: &BookingId, method: Option<PaymentMethod>) -> Booking {
    venue.manage(RefundBooking { booking_id: id.clone(), reason: "ill".into(), method }).unwrap()
}

#[test]
fn seats_are_paid_from_the_wallet_all_or_none_and_the_money_goes_back_there() {
    let venue = Venue::new();
    let awa = venue.customer("Awa Diop");
    let session = venue.immersion(8);
    fill(&venue, awa, 2 * PRICE + 50);

    assert_eq!(book(&venue, &session, awa, 3).unwrap_err().code, Code::BalanceShort, "three seats, money for two");
    assert_eq!(balance(&venue, awa), 2 * PRICE + 50, "none is paid where not all are");
    assert_eq!(venue.value::<i64>("SELECT reserved_places FROM immersion_sessions"), 0);

    let booked = book(&venue, &session, awa, 2).unwrap();
    assert_eq!(balance(&venue, awa), 50);
    assert_eq!(venue.value::<i64>("SELECT reserved_places FROM immersion_sessions"), 2);

    // Asked for in cash, it goes back to where it came from all the same.
    let refunded = refund(&venue, &booked[0].booking_id, Some(PaymentMethod::Cash));
    assert!(refunded.refunded_at.is_some());
    assert_eq!(balance(&venue, awa), PRICE + 50);
    let rows: String = venue.value(
        "SELECT group_concat(operation_type || ':' || amount, ' ') FROM (SELECT * FROM balance_operations ORDER BY id)",
    );
    assert_eq!(rows, "deposit:399450 withdraw:199700 withdraw:199700 deposit:199700");
    venue.assert_seats_sound();
}

#[test]
fn a_seat_paid_in_cash_may_be_refunded_into_the_wallet() {
    let venue = Venue::new();
    let awa = venue.customer("Awa Diop");
    let session = venue.immersion(8);
    let booked = venue.book_seats(&session, awa, 1, true).unwrap();
    refund(&venue, &booked[0].booking_id, Some(PaymentMethod::Wallet));
    assert_eq!(balance(&venue, awa), PRICE);
    let again = RefundBooking { booking_id: booked[0].booking_id.clone(), reason: "again".into(), method: None };
    assert_eq!(venue.manage(again).unwrap_err().code, Code::BookingRefunded);
    assert_eq!(balance(&venue, awa), PRICE, "once");
}

#[test]
fn a_held_seat_and_an_offer_are_paid_from_the_wallet_when_they_are_taken() {
    let venue = Venue::new();
    let (awa, kofi) = (venue.customer("Awa Diop"), venue.customer("Kofi Annan"));
    let session = venue.immersion(1);
    fill(&venue, awa, PRICE);
    fill(&venue, kofi, PRICE - 1);
    let held = venue.book_seats(&session, awa, 1, false).unwrap();
    assert_eq!(balance(&venue, awa), PRICE, "a hold costs nothing");
    let confirm = ConfirmBooking {
        booking_id: held[0].booking_id.clone(),
        payment_method: PaymentMethod::Wallet,
        reference: None,
    };
    venue.run(confirm).unwrap();
    assert_eq!(balance(&venue, awa), 0);

    let party = venue.run(JoinWaiting { immersion_id: session.clone(), customer_id: kofi, party_size: 1 }).unwrap();
    refund(&venue, &held[0].booking_id, None);
    assert_eq!(balance(&venue, awa), PRICE);
    let accept = || AcceptOffer {
        waiting_id: party.waiting_id.clone(),
        payment_method: Some(PaymentMethod::Wallet),
        paid: true,
    };
    assert_eq!(venue.run(accept()).unwrap_err().code, Code::BalanceShort);
    fill(&venue, kofi, 1);
    venue.run(accept()).unwrap();
    assert_eq!(balance(&venue, kofi), 0);
    assert_eq!(venue.value::<String>("SELECT status FROM immersion_sessions"), "full");
    venue.assert_seats_sound();
}
