//! Who comes and what becomes of it: the ordinary visits of ninety days.

use super::cast::{CUSTOMERS, OFFERS, STRAY_CODES};
use super::rhythm::{DAY, DAYS, sales_of_day};
use super::stage::Stage;
use super::steps::Step;
use crate::base::{CustomerId, Millis, PackageId, StationId, Timestamp, Venue};
use crate::sales::Window;
use crate::sales::model::PaymentMethod;
use crate::sessions::UnusedTime;

/// A sale and what becomes of it.
pub(super) struct Visit {
    pub(super) customer: CustomerId,
    pub(super) package: PackageId,
    pub(super) method: PaymentMethod,
    pub(super) window: Option<Window>,
    pub(super) fate: Fate,
}

/// What becomes of a sale.
pub(super) enum Fate {
    /// Paid and played.
    Stays(Stay),
    /// Paid; the customer has not come (yet).
    Waits,
    /// Not paid yet.
    Unpaid,
    /// The payment fails.
    Fails,
    /// Cancelled before it was paid.
    Cancels,
    /// Paid and given back.
    Refunded,
}

impl Fate {
    pub(super) fn is_paid(&self) -> bool {
        matches!(self, Self::Stays(_) | Self::Waits | Self::Refunded)
    }
}

/// How a visit goes once it is paid.
#[derive(Default)]
pub(super) struct Stay {
    /// How long after the payment the customer stands at the counter with the paper.
    pub(super) after: Millis,
    /// The instant of that, where it is a part of today's scene.
    pub(super) arrives_at: Option<Timestamp>,
    /// How long it takes at most, from arrival to end.
    pub(super) length: Millis,
    /// A place that is theirs; otherwise any free one.
    pub(super) station: Option<StationId>,
    /// Let in, but not begun.
    pub(super) waits_at_counter: bool,
    /// The paper is shown a second time.
    pub(super) shows_again: bool,
    /// What happens, each at its time after the arrival.
    pub(super) acts: Vec<(Millis, Act)>,
}

/// Something that happens to a session.
pub(super) enum Act {
    Pause,
    Resume,
    Extend(i64),
    Terminate(UnusedTime),
    Complete,
    Reopen,
    Move,
}

/// How many customers of the cast appear in today's scene, and so in no ordinary visit of the last hours.
pub(super) const IN_SCENE: usize = 29;

/// How long these last hours are: longer than the longest stay.
const NEAR: Millis = Millis::from_minutes(7 * 60);

const METHODS: [PaymentMethod; 4] =
    [PaymentMethod::Cash, PaymentMethod::Wave, PaymentMethod::OrangeMoney, PaymentMethod::Card];
const METHOD_WEIGHTS: [u64; 4] = [44, 32, 18, 6];

/// Announces the ordinary visits of all days, the strangers' codes between them, and the manager's cleanup.
pub(super) fn announce(stage: &mut Stage<'_, '_>, venue: Venue) {
    for days_ago in (0..=DAYS).rev() {
        let instants = sales_of_day(venue, stage.end, days_ago, &stage.dice);
        for at in instants {
            if let Some((sold_at, visit)) = ordinary(stage, at) {
                stage.announce(sold_at, Step::Sell(visit));
            }
        }
        let evening = stage.end - Millis(DAY.0 * days_ago) - Millis::from_minutes(150 + 7 * days_ago);
        if let Some(code) = stage.dice.pick(&STRAY_CODES).filter(|_| stage.dice.percent(55)) {
            stage.announce(evening, Step::Stray(code));
        }
    }
    stage.announce(stage.end - Millis(DAY.0 * 30), Step::CleanUp);
}

/// A visit around an instant, and when its sale is: then, or the day before where a window was kept.
fn ordinary(stage: &Stage<'_, '_>, at: Timestamp) -> Option<(Timestamp, Visit)> {
    let dice = &stage.dice;
    let place = dice.weighted(&OFFERS.each_ref().map(|offer| offer.weight));
    let offer = OFFERS.get(place)?;
    let is_recent = stage.end - at < Millis(2 * DAY.0);
    let first = if stage.end - at < NEAR { IN_SCENE } else { 0 };
    let customer = dice.pick(stage.customers.get(first..CUSTOMERS.len() - 1)?)?;
    let method = METHODS.get(dice.weighted(&METHOD_WEIGHTS)).copied().unwrap_or(PaymentMethod::Cash);
    let fate = match dice.below(100) {
        0..=3 => Fate::Fails,
        4..=6 => Fate::Cancels,
        7..=8 => Fate::Refunded,
        // Those who paid within the last two days and have not come are today's scene.
        9..=10 if !is_recent => Fate::Waits,
        _ => Fate::Stays(stay(stage, offer.minutes)),
    };
    // What fails or is cancelled was to come by phone: cash is on the counter or it is not.
    let method = if fate.is_paid() { method } else { PaymentMethod::Wave };
    let visit = Visit { customer, package: *stage.packages.get(place)?, method, window: None, fate };
    Some(if dice.percent(5) { kept(at, offer.minutes, visit) } else { (at, visit) })
}

/// The same visit with a window kept since the day before.
fn kept(at: Timestamp, minutes: i64, mut visit: Visit) -> (Timestamp, Visit) {
    match &mut visit.fate {
        Fate::Stays(stay) => stay.arrives_at = Some(at + Millis::from_minutes(6)),
        Fate::Refunded => {}
        _ => return (at, visit),
    }
    let ends_at = at + Millis::from_minutes(minutes + 60);
    visit.window = Some(Window { starts_at: at, ends_at, station_id: None });
    (at - Millis::from_minutes(20 * 60), visit)
}

/// An ordinary stay: most simply play, some pause, prolong, move, leave early.
fn stay(stage: &Stage<'_, '_>, minutes: i64) -> Stay {
    let dice = &stage.dice;
    let part = |percent: i64| Millis(minutes * 60_000 * percent / 100);
    let (acts, more) = match dice.below(100) {
        0..=6 => {
            let break_of = dice.between(4, 20);
            let begun = part(20 + dice.below(40));
            (vec![(begun, Act::Pause), (begun + break_of, Act::Resume)], break_of)
        }
        7..=13 => (vec![(part(70 + dice.below(20)), Act::Extend(30))], Millis::from_minutes(30)),
        14..=15 => (vec![(part(40 + dice.below(40)), Act::Terminate(UnusedTime::Forfeit))], Millis::ZERO),
        16..=17 => (vec![(part(30 + dice.below(30)), Act::Terminate(UnusedTime::RefundToWallet))], Millis::ZERO),
        18 => (vec![(part(80), Act::Complete)], Millis::ZERO),
        19 => {
            let ended = part(50);
            let soon = Millis::from_minutes(2);
            let acts = vec![
                (ended, Act::Terminate(UnusedTime::Forfeit)),
                (ended + soon, Act::Reopen),
                (ended + soon + soon, Act::Resume),
            ];
            (acts, Millis::from_minutes(5))
        }
        20..=21 => (vec![(part(25), Act::Move)], Millis::ZERO),
        _ => (Vec::new(), Millis::ZERO),
    };
    Stay {
        after: dice.between(1, 25),
        length: Millis::from_minutes(minutes) + more,
        shows_again: dice.percent(4),
        acts,
        ..Stay::default()
    }
}
