//! Seats that a wallet pays for, and money that goes back into it: in the same transaction as the booking, by the wallet's own rules.

use super::store::Seat;
use crate::base::{Cents, Currency};
use crate::door::{Code, Failure, Kind, Refusal, Work};
use crate::sales::model::PaymentMethod;
use crate::wallets;

/// Takes the price of a seat that is paid from the wallet out of it. Any other way of paying, and a seat that costs nothing, take nothing.
///
/// # Errors
/// The refusals of a withdrawal; the booking is not made then either.
pub(super) fn pay(work: &mut Work<'_>, seat: &Seat) -> Result<(), Failure> {
    if seat.payment_method != Some(PaymentMethod::Wallet) || amount(seat) == Cents(0) {
        return Ok(());
    }
    let transaction = format!("booking-{}-payment", seat.id);
    wallets::pay(work, seat.customer_id, amount(seat), currency(seat)?, &transaction, &format!("booking {}", seat.id))?;
    work.concerns(Kind::Immersion, &seat.id);
    Ok(())
}

/// Puts the money of a refunded seat into the wallet, where it goes back that way. What came from the wallet always does.
///
/// # Errors
/// The refusals of a deposit; nothing is refunded then.
pub(super) fn give_back(work: &mut Work<'_>, seat: &Seat, reason: &str) -> Result<(), Failure> {
    if seat.refund_method != Some(PaymentMethod::Wallet) || amount(seat) == Cents(0) {
        return Ok(());
    }
    let transaction = format!("booking-{}-refund", seat.id);
    wallets::deposit(work, seat.customer_id, amount(seat), currency(seat)?, &transaction, reason)?;
    work.concerns(Kind::Immersion, &seat.id);
    Ok(())
}

fn amount(seat: &Seat) -> Cents {
    seat.amount.unwrap_or(Cents(0))
}

/// A provider may have told of a currency that no wallet is kept in.
fn currency(seat: &Seat) -> Result<Currency, Failure> {
    let told = seat.currency.as_deref().unwrap_or_default();
    let known = Currency::ALL.iter().copied().find(|currency| currency.word() == told);
    known.ok_or_else(|| Refusal::new(Code::WalletCannotPay).with("currency", told).into())
}
