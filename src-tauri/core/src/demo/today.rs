//! Today's scene: who sits where at this very minute, who waits, who is to pay, who has booked.

use super::cast::{BLOCKED, OFFERS};
use super::guests::{Act, Fate, Stay, Visit};
use super::rhythm::DAY;
use super::stage::{SCENE_STATIONS, Stage};
use super::steps::Step;
use crate::base::{Millis, StationId, Timestamp};
use crate::sales::Window;
use crate::sales::model::PaymentMethod;

/// Someone who plays right now: which offer, how many seconds are left, what was added, and since when they pause.
struct Player {
    offer: usize,
    left_s: i64,
    added_minutes: i64,
    paused_for_minutes: i64,
}

const fn playing(offer: usize, left_s: i64) -> Player {
    Player { offer, left_s, added_minutes: 0, paused_for_minutes: 0 }
}

/// Twelve, one at each of the scene's stations: some end within minutes, two stand still, one was prolonged.
const PLAYERS: [Player; SCENE_STATIONS] = [
    playing(0, 130),
    playing(1, 275),
    playing(1, 860),
    playing(2, 1_390),
    Player { offer: 1, left_s: 2_540, added_minutes: 30, paused_for_minutes: 0 },
    playing(1, 3_480),
    playing(2, 5_290),
    playing(5, 10_250),
    Player { offer: 3, left_s: 1_620, added_minutes: 0, paused_for_minutes: 6 },
    playing(3, 545),
    playing(4, 1_870),
    Player { offer: 4, left_s: 2_215, added_minutes: 0, paused_for_minutes: 3 },
];

/// Paid, not yet here: how many minutes ago, and what.
const WAITING: [(i64, usize); 6] = [(4, 1), (11, 0), (26, 2), (52, 1), (95, 3), (170, 4)];

/// Sold, to be paid: how many minutes ago, and what.
const UNPAID: [(i64, usize); 4] = [(7, 1), (33, 0), (118, 2), (26 * 60, 1)];

/// Windows kept for today, in minutes from now: one past, one that has begun, four to come; by which of the stations beyond the scene's.
const WINDOWS: [(i64, usize, usize); 6] =
    [(-150, 1, 2), (-20, 1, 3), (45, 2, 2), (120, 1, 3), (150, 3, 0), (210, 1, 1)];

/// Announces today's scene.
pub(super) fn announce(stage: &mut Stage<'_, '_>) {
    let mut place = 0;
    for (player, station) in PLAYERS.iter().zip(stage.stations.clone()) {
        play(stage, place, player, station);
        place += 1;
    }
    for (minutes_ago, offer) in WAITING {
        come(stage, place, offer, minutes_ago, None, Fate::Waits);
        place += 1;
    }
    for (minutes_ago, offer) in UNPAID {
        come(stage, place, offer, minutes_ago, None, Fate::Unpaid);
        place += 1;
    }
    // Let in, not begun: one now, and one so long ago that it ended with its paper.
    for minutes_ago in [3, 45 * 24 * 60] {
        let arrives_at = Some(stage.end - Millis::from_minutes(minutes_ago));
        let stay = Stay { arrives_at, waits_at_counter: true, ..Stay::default() };
        come(stage, place, 0, minutes_ago + 5, None, Fate::Stays(stay));
    }
    for (starts_in, offer, beyond) in WINDOWS {
        place += 1;
        let starts_at = quarter(stage.end + Millis::from_minutes(starts_in));
        let ends_at = starts_at + Millis::from_minutes(OFFERS.get(offer).map_or(60, |offer| offer.minutes));
        let window = Window { starts_at, ends_at, station_id: stage.stations.get(SCENE_STATIONS + beyond).copied() };
        come(stage, place, offer, 9 * 60 + place_minutes(place), Some(window), Fate::Waits);
    }
    let (blocked, reason) = BLOCKED;
    come(stage, blocked, 1, 3 * 24 * 60, None, Fate::Waits);
    if let Some(customer) = stage.customers.get(blocked).copied() {
        stage.announce(stage.end - Millis(2 * DAY.0), Step::Block(customer, reason));
    }
}

/// So that not everybody books at the same minute.
fn place_minutes(place: usize) -> i64 {
    i64::try_from(place).unwrap_or(0) * 7
}

/// Windows begin at full quarters of an hour.
fn quarter(at: Timestamp) -> Timestamp {
    let quarter = Millis::from_minutes(15).0;
    Timestamp::from_unix_ms(at.unix_ms().div_euclid(quarter) * quarter)
}

fn come(stage: &mut Stage<'_, '_>, place: usize, offer: usize, minutes_ago: i64, window: Option<Window>, fate: Fate) {
    let (Some(customer), Some(package)) = (stage.customers.get(place), stage.packages.get(offer)) else { return };
    let method = match place % 3 {
        0 => PaymentMethod::Cash,
        1 => PaymentMethod::Wave,
        _ => PaymentMethod::OrangeMoney,
    };
    let visit = Visit { customer: *customer, package: *package, method, window, fate };
    let sold_at = stage.end - Millis::from_minutes(minutes_ago) - Millis(17_000);
    stage.announce(sold_at, Step::Sell(visit));
}

fn play(stage: &mut Stage<'_, '_>, place: usize, player: &Player, station: StationId) {
    let minutes = OFFERS.get(player.offer).map_or(60, |offer| offer.minutes);
    let played = Millis((minutes + player.added_minutes) * 60_000 - player.left_s * 1_000);
    let paused_for = Millis::from_minutes(player.paused_for_minutes);
    let begun = played + paused_for;
    let mut acts = Vec::new();
    if player.added_minutes > 0 {
        acts.push((Millis(played.0 / 2), Act::Extend(player.added_minutes)));
    }
    if paused_for > Millis::ZERO {
        acts.push((played, Act::Pause));
    }
    let stay = Stay { arrives_at: Some(stage.end - begun), station: Some(station), acts, ..Stay::default() };
    come(stage, place, player.offer, begun.whole_minutes() + 7, None, Fate::Stays(stay));
}
