//! When people come: more on Wednesdays, Fridays and at week's end, most in the late afternoon, and a little more every month.

use super::stage::Dice;
use crate::base::{Millis, Timestamp, Venue};

/// Sales on a day of the week, Monday first, before the venue's growth.
const PER_WEEKDAY: [i64; 7] = [9, 9, 15, 11, 17, 27, 22];

/// How the sales of a day spread over its hours from 10 to 22, in parts of 100.
const PER_HOUR: [u64; 13] = [3, 4, 6, 5, 6, 9, 12, 14, 14, 12, 9, 5, 1];
const OPENS_AT_HOUR: i64 = 10;

const HOUR: Millis = Millis::from_minutes(60);
pub(super) const DAY: Millis = Millis::from_minutes(24 * 60);

/// How many days of history there are.
pub(super) const DAYS: i64 = 90;

/// The instants of the sales of one local day, `days_ago` days before today, in order.
pub(super) fn sales_of_day(venue: Venue, now: Timestamp, days_ago: i64, dice: &Dice) -> Vec<Timestamp> {
    let (midnight, _) = venue.day_around(now - Millis(DAY.0 * days_ago));
    let usual = PER_WEEKDAY.get(weekday(midnight)).copied().unwrap_or(10);
    // From three quarters of today's custom, ninety days ago, to all of it.
    let grown = usual * (3 * DAYS + (DAYS - days_ago)) / (4 * DAYS);
    let sales = (grown + dice.below(7) - 3).max(2);
    let mut instants: Vec<Timestamp> = (0..sales).map(|_| midnight + time_of_day(dice)).collect();
    instants.sort_unstable();
    instants
}

/// Monday is 0. The first of January 1970 was a Thursday; noon is on the right day in every time zone of a venue.
fn weekday(midnight: Timestamp) -> usize {
    let days = (midnight + Millis(12 * HOUR.0)).unix_ms().div_euclid(DAY.0);
    usize::try_from((days + 3).rem_euclid(7)).unwrap_or(0)
}

fn time_of_day(dice: &Dice) -> Millis {
    let hour = i64::try_from(dice.weighted(&PER_HOUR)).unwrap_or(0);
    Millis((OPENS_AT_HOUR + hour) * HOUR.0 + dice.below(HOUR.0))
}
