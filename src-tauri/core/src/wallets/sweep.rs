//! Holds whose deadline is past: their money is given back by the desk itself.

use super::health::mended;
use super::model::Health;
use super::store::{hold_of, purse_of};
use crate::base::HoldId;
use crate::door::{Command, Failure, Kind, Role, View, Work};
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Gives back the money of holds whose deadline is past. Costs by what is due; changes nothing when nothing is.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SweepHolds {}

impl Command for SweepHolds {
    type Output = i64;
    const NAME: &'static str = "wallet.sweep";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<i64, Failure> {
        sweep(work)
    }
}

/// Gives back all that is due; returns how many holds that were. One in a wallet that a person must decide about stays as it is: no
/// money moves there.
pub(super) fn sweep(work: &mut Work<'_>) -> Result<i64, Failure> {
    let mut ended = 0;
    for id in due(work)? {
        ended += i64::from(expire(work, id)?);
    }
    Ok(ended)
}

fn due(view: &View<'_>) -> Result<Vec<HoldId>, Failure> {
    view.all(
        "SELECT a.id FROM activations a JOIN users u ON u.id = a.user_id
         WHERE a.status IN ('pending', 'waiting') AND a.expires_at IS NOT NULL AND a.expires_at <= ?1 AND u.wallet_health <> 'CRITICAL'
         ORDER BY a.expires_at, a.id",
        [view.now()],
        |row| row.get(0),
    )
}

/// Gives the money of a hold back since its deadline is past; does nothing, and says so, where it has ended meanwhile or its wallet is
/// critical.
pub(super) fn expire(work: &mut Work<'_>, id: HoldId) -> Result<bool, Failure> {
    let hold = hold_of(work, id)?;
    if !hold.status.is_open() {
        return Ok(false);
    }
    let purse = purse_of(work, hold.customer_id)?;
    if mended(work, purse)?.health == Health::Critical {
        return Ok(false);
    }
    work.run(
        "UPDATE activations SET status = 'expired', committed_amount = 0, ended_at = ?2, end_reason = 'deadline', changed_by = ?3,
             updated_at = ?2 WHERE id = ?1",
        params![id, work.now(), work.operator()],
    )?;
    work.changed(&[Kind::Wallets, Kind::Customers]);
    Ok(true)
}
