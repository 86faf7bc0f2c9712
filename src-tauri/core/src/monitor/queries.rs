//! What the monitor tells.

use super::model::{CheckResult, FindingRow, RepairPlan};
use super::repair::{Scope, planned};
use super::{Check, Findings};
use crate::base::OrderId;
use crate::door::{Code, Failure, Kind, Query, Refusal, Role, SUBJECTS, View};
use crate::engine::StoreError;
use crate::orders::model::Side;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use ts_rs::TS;

/// How many rows of a check the overview carries.
const FIRST_ROWS: usize = 20;

/// Every check of the desk, in the order of the subjects; of one area, if named.
pub(super) fn checks(area: Option<&str>) -> impl Iterator<Item = &'static Check> {
    SUBJECTS.iter().flat_map(|subject| subject.checks).filter(move |check| area.is_none_or(|area| check.area == area))
}

/// An area that no check belongs to is a slip, not an empty answer.
pub(super) fn known_area(area: Option<&str>) -> Result<(), Failure> {
    match area {
        Some(name) if checks(area).next().is_none() => Err(Refusal::new(Code::CheckUnknown).with("name", name).into()),
        _ => Ok(()),
    }
}

pub(super) fn run(view: &View<'_>, check: &Check, limit: usize) -> Result<CheckResult, Failure> {
    let Findings { count, oldest, rows } = (check.find)(view, limit)?;
    let rows = rows.into_iter().take(limit).map(|row| FindingRow {
        id: row.id,
        label: row.label,
        args: row.args,
        since: row.since,
    });
    Ok(CheckResult {
        name: check.name.into(),
        area: check.area.into(),
        severity: check.severity,
        count,
        oldest,
        can_repair: check.plan.is_some(),
        rows: rows.collect(),
    })
}

/// Runs every check (of one area, if named) and tells what it found.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct RunChecks {
    /// Only the checks of this area.
    #[ts(optional, as = "Option<String>")]
    pub area: Option<String>,
}

impl Query for RunChecks {
    type Output = Vec<CheckResult>;
    const NAME: &'static str = "monitor.checks";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = Kind::ALL;

    fn answer(self, view: &View<'_>) -> Result<Vec<CheckResult>, Failure> {
        let area = self.area.as_deref();
        known_area(area)?;
        run_together(view, &checks(area).collect::<Vec<_>>())
    }
}

/// The most threads that share the checks: more would only wait for the disk.
const THREADS_MOST: usize = 4;

/// Runs checks on several threads, the first ones (which read the whole file) first. Each check sees one consistent state.
fn run_together(view: &View<'_>, wanted: &[&Check]) -> Result<Vec<CheckResult>, Failure> {
    let next = AtomicUsize::new(0);
    let work = |view: &View<'_>| -> Result<Vec<(usize, CheckResult)>, Failure> {
        let mut done = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(check) = wanted.get(place) else { return Ok(done) };
            done.push((place, run(view, check, FIRST_ROWS)?));
        }
    };
    let beside = view.beside();
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(THREADS_MOST).min(wanted.len());
    let mut results = thread::scope(|scope| {
        let helper =
            |_| thread::Builder::new().name("comptoir-checks".into()).spawn_scoped(scope, || beside.look(work));
        // A machine without a thread to spare does it all here.
        let helpers: Vec<_> = (1..threads).filter_map(|number| helper(number).ok()).collect();
        let mut results = work(view)?;
        for helper in helpers {
            let helped = helper.join().map_err(|_| StoreError::Fault("a check panicked".into()))?;
            results.extend(helped?.unwrap_or_default());
        }
        Ok::<_, Failure>(results)
    })?;
    results.sort_unstable_by_key(|(place, _)| *place);
    Ok(results.into_iter().map(|(_, result)| result).collect())
}

/// The rows of one check.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CheckRows {
    /// The check's stable name.
    pub name: String,
}

impl Query for CheckRows {
    type Output = CheckResult;
    const NAME: &'static str = "monitor.check";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = Kind::ALL;

    fn answer(self, view: &View<'_>) -> Result<CheckResult, Failure> {
        let check = checks(None).find(|check| check.name == self.name);
        let check = check.ok_or_else(|| Refusal::new(Code::CheckUnknown).with("name", self.name))?;
        run(view, check, 500)
    }
}

/// How many purchases disagree with their sessions: live, and cheap however many purchases there are.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct MismatchCount {}

impl Query for MismatchCount {
    type Output = i64;
    const NAME: &'static str = "monitor.mismatches";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = &[Kind::Purchases, Kind::Sessions];

    fn answer(self, view: &View<'_>) -> Result<i64, Failure> {
        view.count("SELECT COUNT(*) FROM purchases WHERE sync_status = 'MISMATCH'", [])
    }
}

/// What a repair would change, and the digest that names this very plan. Writes nothing.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct PlanRepair {
    /// Only the checks of this area.
    #[ts(optional, as = "Option<String>")]
    pub area: Option<String>,
    /// Only this order.
    #[ts(optional, as = "Option<OrderId>")]
    pub order_id: Option<OrderId>,
    /// Which side to believe where an order and its payments contradict each other; left out, they are left for a person.
    #[ts(optional, as = "Option<Side>")]
    pub prefer: Option<Side>,
}

impl Query for PlanRepair {
    type Output = RepairPlan;
    const NAME: &'static str = "monitor.plan";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = Kind::ALL;

    fn answer(self, view: &View<'_>) -> Result<RepairPlan, Failure> {
        let scope = Scope { area: self.area.as_deref(), order: self.order_id, prefer: self.prefer };
        Ok(planned(view, scope)?.plan())
    }
}
