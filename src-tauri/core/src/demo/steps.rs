//! The steps of a visit, each one command of the desk: sold, paid, let in, and what happens during play.

use super::courses::Turn;
use super::guests::{Act, Fate, Stay, Visit};
use super::orders::{self, Fortune};
use super::purses::{self, Move};
use super::stage::Stage;
use crate::base::{CustomerId, Millis, OrderId, PurchaseId, SessionId, StationId, Timestamp};
use crate::customers::BlockCustomer;
use crate::door::{Caller, Failure};
use crate::sales::model::PaymentMethod;
use crate::sales::{CancelPurchase, CreatePurchase, FailPurchase, MarkPurchasePaid, RefundPurchase, qr_text};
use crate::scanning::{ReadCode, ScanSource};
use crate::sessions::model::SessionCard;
use crate::sessions::{
    CleanUp, CompleteSession, CountDown, ExtendSession, MoveSession, PauseSession, ReopenSession, ResumeSession,
    TerminateSession, UnusedTime,
};

/// Something that is going to happen.
pub(super) enum Step {
    /// A customer buys.
    Sell(Visit),
    /// The money comes.
    Pay(PurchaseId, Visit),
    /// The customer shows the paper; the number says how often they were asked to wait for a place.
    Arrive(PurchaseId, Stay, u8),
    /// Something happens to a session.
    Act(SessionId, Act),
    /// The paper is shown once more.
    ShowAgain(PurchaseId),
    /// The money of a sale does not come, or goes back.
    Void(PurchaseId, Fate),
    /// Somebody holds another code before the camera.
    Stray(&'static str),
    /// A session's time is up.
    CountDown,
    /// The manager blocks a customer.
    Block(CustomerId, &'static str),
    /// Something about the immersion sessions.
    Course(Turn),
    /// The manager moves what is long over to the archive.
    CleanUp,
    /// A customer orders from the shelf of that place; how it is paid, and what becomes of it.
    Order(CustomerId, usize, PaymentMethod, Fortune),
    /// The next thing happens to an order; the number says which.
    OrderGoesOn(OrderId, PaymentMethod, Fortune, usize),
    /// Money moves in a wallet.
    Purse(CustomerId, Move),
    /// A sale that a wallet paid for goes back into it.
    GiveBack(PurchaseId),
}

/// Nobody who came for an ordinary visit is still there when the curtain falls.
const BEFORE_THE_END: Millis = Millis::from_minutes(45);

/// After how many attempts a customer goes home without having found a place.
const PATIENCE: u8 = 6;

impl Step {
    pub(super) fn happen(self, stage: &mut Stage<'_, '_>, at: Timestamp) -> Result<(), Failure> {
        match self {
            Self::Sell(visit) => sell(stage, at, visit),
            Self::Pay(purchase, visit) => pay(stage, at, purchase, visit),
            Self::Arrive(purchase, stay, attempt) => arrive(stage, at, purchase, stay, attempt),
            Self::Act(session, act) => happens_to(stage, at, session, act),
            Self::ShowAgain(purchase) => show_paper(stage, at, purchase, None).map(|_| ()),
            Self::Void(purchase, fate) => void(stage, at, purchase, &fate),
            Self::Stray(text) => scan(stage, at, text.to_owned(), None).map(|_| ()),
            Self::CountDown => stage.play(at, Caller::System, CountDown {}).map(|_| ()),
            Self::Course(turn) => turn.happen(stage, at),
            Self::Block(customer_id, reason) => {
                stage.play(at, stage.manager, BlockCustomer { customer_id, reason: reason.to_owned() }).map(|_| ())
            }
            Self::Order(customer, place, method, fortune) => {
                orders::take(stage, at, (customer, place, method, fortune))
            }
            Self::OrderGoesOn(order, method, fortune, step) => orders::go_on(stage, at, (order, method, fortune, step)),
            Self::Purse(customer, what) => what.happen(stage, at, customer),
            Self::GiveBack(purchase) => purses::give_back(stage, at, purchase),
            Self::CleanUp => stage.play(at, stage.manager, CleanUp { older_than_days: None }).map(|_| ()),
        }
    }
}

fn sell(stage: &mut Stage<'_, '_>, at: Timestamp, visit: Visit) -> Result<(), Failure> {
    let paid = visit.method == PaymentMethod::Cash && visit.fate.is_paid();
    let sale = CreatePurchase {
        customer_id: visit.customer,
        package_id: visit.package,
        payment_method: Some(visit.method),
        paid,
        window: visit.window,
    };
    let purchase = stage.play(at, stage.staff, sale)?.purchase.purchase_id;
    if paid {
        after_payment(stage, at, purchase, visit);
        return Ok(());
    }
    match visit.fate {
        Fate::Unpaid => {}
        Fate::Fails => stage.announce(at + Millis::from_minutes(3), Step::Void(purchase, Fate::Fails)),
        Fate::Cancels => stage.announce(at + Millis::from_minutes(40), Step::Void(purchase, Fate::Cancels)),
        _ => {
            // The phone has to be found, unlocked, and confirmed.
            let seconds = 20 + stage.dice.below(120);
            stage.announce(at + Millis(seconds * 1_000), Step::Pay(purchase, visit));
        }
    }
    Ok(())
}

fn pay(stage: &mut Stage<'_, '_>, at: Timestamp, purchase: PurchaseId, visit: Visit) -> Result<(), Failure> {
    let reference = match visit.method {
        PaymentMethod::Wave => Some(format!("WV{:09}", stage.dice.below(1_000_000_000))),
        PaymentMethod::OrangeMoney => Some(format!("OM{:09}", stage.dice.below(1_000_000_000))),
        _ => None,
    };
    let payment = MarkPurchasePaid { purchase_id: purchase, payment_method: visit.method, reference };
    stage.play(at, stage.staff, payment)?;
    after_payment(stage, at, purchase, visit);
    Ok(())
}

fn after_payment(stage: &mut Stage<'_, '_>, at: Timestamp, purchase: PurchaseId, visit: Visit) {
    match visit.fate {
        Fate::Stays(stay) => {
            stage.announce(stay.arrives_at.unwrap_or(at + stay.after), Step::Arrive(purchase, stay, 0))
        }
        Fate::Refunded => stage.announce(at + stage.dice.between(10, 120), Step::Void(purchase, Fate::Refunded)),
        _ => {}
    }
}

fn void(stage: &mut Stage<'_, '_>, at: Timestamp, purchase_id: PurchaseId, fate: &Fate) -> Result<(), Failure> {
    match fate {
        Fate::Fails => stage.play(at, stage.staff, FailPurchase { purchase_id }).map(|_| ()),
        Fate::Cancels => stage.play(at, stage.staff, CancelPurchase { purchase_id }).map(|_| ()),
        _ => {
            let reason = "Le client ne peut plus venir".to_owned();
            stage.play(at, stage.manager, RefundPurchase { purchase_id, reason, to_wallet: false }).map(|_| ())
        }
    }
}

fn arrive(
    stage: &mut Stage<'_, '_>,
    at: Timestamp,
    purchase: PurchaseId,
    stay: Stay,
    attempt: u8,
) -> Result<(), Failure> {
    let until = at + stay.length + BEFORE_THE_END;
    if stay.station.is_none() && !stay.waits_at_counter && until > stage.end {
        return Ok(());
    }
    let station = match stay.station {
        Some(station) => Some(station),
        None if stay.waits_at_counter => None,
        None => match stage.dice.pick(&stage.free_stations(at, until)?) {
            Some(station) => Some(station),
            None if attempt < PATIENCE => {
                stage.announce(at + Millis::from_minutes(10), Step::Arrive(purchase, stay, attempt + 1));
                return Ok(());
            }
            None => return Ok(()),
        },
    };
    let start = !stay.waits_at_counter;
    let Some(card) = show_paper(stage, at, purchase, Some((station, start)))? else { return Ok(()) };
    expect_the_end(stage, &card);
    for (after, act) in stay.acts {
        stage.announce(at + after, Step::Act(card.session_id, act));
    }
    if stay.shows_again {
        stage.announce(at + Millis::from_minutes(8), Step::ShowAgain(purchase));
    }
    Ok(())
}

/// Somebody looks a moment after a session's time is up.
fn expect_the_end(stage: &mut Stage<'_, '_>, card: &SessionCard) {
    if let Some(ends_at) = card.ends_at {
        stage.announce(ends_at + Millis(400), Step::CountDown);
    }
}

/// Holds the paper of a sale before the camera; lets the customer in if a place is given.
fn show_paper(
    stage: &Stage<'_, '_>,
    at: Timestamp,
    purchase: PurchaseId,
    let_in: Option<(Option<StationId>, bool)>,
) -> Result<Option<SessionCard>, Failure> {
    let paper = stage.work().one(
        "SELECT invoice_number, validation_code FROM invoices WHERE purchase_id = ?1",
        [purchase],
        |row| Ok(qr_text(&row.get::<_, String>(0)?, &row.get::<_, String>(1)?)),
    )?;
    match paper {
        Some(text) => scan(stage, at, text, let_in),
        None => Ok(None),
    }
}

fn scan(
    stage: &Stage<'_, '_>,
    at: Timestamp,
    text: String,
    let_in: Option<(Option<StationId>, bool)>,
) -> Result<Option<SessionCard>, Failure> {
    let source = if stage.dice.percent(80) { ScanSource::Camera } else { ScanSource::Usb };
    let (station_id, start) = let_in.unwrap_or((None, false));
    let scan = ReadCode { text, source, activate: let_in.is_some(), start, station_id };
    Ok(stage.play(at, stage.staff, scan)?.session)
}

fn happens_to(stage: &mut Stage<'_, '_>, at: Timestamp, session_id: SessionId, act: Act) -> Result<(), Failure> {
    let staff = stage.staff;
    let why = |text: &str| text.to_owned();
    let card = match act {
        Act::Pause => stage.play(at, staff, PauseSession { session_id, reason: Some(why("Pause repas")) })?,
        Act::Resume => stage.play(at, staff, ResumeSession { session_id })?,
        Act::Extend(minutes) => stage.play(
            at,
            staff,
            ExtendSession { session_id, minutes, reason: why("Prolongation payée au comptoir") },
        )?,
        Act::Terminate(unused) => {
            let reason = if unused == UnusedTime::Forfeit { "Départ anticipé" } else { "Panne de la console" };
            stage.play(at, staff, TerminateSession { session_id, reason: why(reason), unused })?
        }
        Act::Complete => stage.play(at, staff, CompleteSession { session_id, reason: why("Fin du tournoi") })?,
        Act::Reopen => {
            let again = ReopenSession { session_id, reason: why("Terminée par erreur"), added_minutes: 0 };
            stage.play(at, stage.manager, again)?
        }
        Act::Move => match stage.free_stations(at, at + BEFORE_THE_END)?.first() {
            Some(station) => stage.play(at, staff, MoveSession { session_id, station_id: Some(*station) })?,
            None => return Ok(()),
        },
    };
    expect_the_end(stage, &card);
    Ok(())
}
