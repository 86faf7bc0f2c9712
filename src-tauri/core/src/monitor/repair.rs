//! The repair: a plan, shown, then applied as that very plan or not at all.

use super::model::{PlannedChange, RepairPlan, RepairReport};
use super::queries::{checks, known_area, run};
use super::{Check, CheckResult, Fix};
use crate::base::OrderId;
use crate::door::{Code, Command, Failure, Kind, Role, View, Work};
use crate::orders::{self, model::Side};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use ts_rs::TS;

/// More rounds than any chain of causes is long: a repair that has not come to rest by then is a fault.
const ROUNDS: usize = 5;

/// The fixes of one round, each with the check it mends.
pub(super) struct Planned(Vec<(&'static Check, Fix)>);

/// What a repair is about: everything, or a part of it.
#[derive(Clone, Copy, Default)]
pub(super) struct Scope<'a> {
    /// Only the checks of this area.
    pub(super) area: Option<&'a str>,
    /// Only this order.
    pub(super) order: Option<OrderId>,
    /// Which side to believe where two settled sides contradict each other; such orders are left alone otherwise.
    pub(super) prefer: Option<Side>,
}

impl Scope<'_> {
    /// An area or an order that is not there is a slip, not an empty plan.
    fn check(self, view: &View<'_>) -> Result<(), Failure> {
        known_area(self.area)?;
        match self.order {
            Some(order) if !orders::knows_order(view, order)? => Err(Code::OrderUnknown.into()),
            _ => Ok(()),
        }
    }

    /// The checks it is about: an order is spoken of by the checks of the orders only.
    fn checks(self) -> impl Iterator<Item = &'static Check> {
        checks(self.area).filter(move |check| self.order.is_none() || check.area == orders::SUBJECT.name)
    }

    fn concerns(self, id: &str) -> bool {
        self.order.is_none_or(|order| order.to_string() == id)
    }

    fn fixes(self, view: &View<'_>, check: &Check) -> Result<Vec<Fix>, Failure> {
        let fixes = match (check.plan, self.prefer.zip(orders::decision(check.name))) {
            (Some(plan), _) => plan(view)?,
            (None, Some((side, decide))) => decide(view, side)?,
            (None, None) => Vec::new(),
        };
        Ok(fixes.into_iter().filter(|fix| self.concerns(&fix.id)).collect())
    }

    /// What a check still finds of it.
    fn remaining(self, view: &View<'_>, check: &Check) -> Result<CheckResult, Failure> {
        if self.order.is_none() {
            return run(view, check, REMAINING_ROWS);
        }
        let mut result = run(view, check, usize::MAX)?;
        result.rows.retain(|row| self.concerns(&row.id));
        result.count = i64::try_from(result.rows.len()).unwrap_or(i64::MAX);
        result.oldest = result.rows.iter().filter_map(|row| row.since).min();
        Ok(result)
    }
}

/// How many rows of what is left a report shows.
const REMAINING_ROWS: usize = 20;

/// Plans what would mend the findings that a repair is about.
pub(super) fn planned(view: &View<'_>, scope: Scope<'_>) -> Result<Planned, Failure> {
    scope.check(view)?;
    let mut fixes = Vec::new();
    for check in scope.checks() {
        fixes.extend(scope.fixes(view, check)?.into_iter().map(|fix| (check, fix)));
    }
    Ok(Planned(fixes))
}

impl Planned {
    fn changes(&self) -> Vec<PlannedChange> {
        let change = |(check, fix): &(&'static Check, Fix)| PlannedChange {
            check: check.name.into(),
            id: fix.id.clone(),
            label: fix.label.clone(),
            field: fix.field.into(),
            before: fix.before.clone(),
            after: fix.after.clone(),
        };
        self.0.iter().map(change).collect()
    }

    pub(super) fn plan(&self) -> RepairPlan {
        let changes = self.changes();
        let digest = format!("{:x}", Sha256::digest(serde_json::to_string(&changes).unwrap_or_default()));
        RepairPlan { changes, digest }
    }
}

/// Mends what a program may mend: time that is up is completed, mirrors and papers follow their sessions. Given the digest of a
/// plan, it applies that very plan or refuses.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct Repair {
    /// Only the checks of this area.
    #[ts(optional, as = "Option<String>")]
    pub area: Option<String>,
    /// Only this order.
    #[ts(optional, as = "Option<OrderId>")]
    pub order_id: Option<OrderId>,
    /// Which side to believe where an order and its payments contradict each other; left out, they are left for a person.
    #[ts(optional, as = "Option<Side>")]
    pub prefer: Option<Side>,
    /// The plan that was shown.
    #[ts(optional, as = "Option<String>")]
    pub digest: Option<String>,
}

impl Command for Repair {
    type Output = RepairReport;
    const NAME: &'static str = "monitor.repair";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<RepairReport, Failure> {
        let scope = Scope { area: self.area.as_deref(), order: self.order_id, prefer: self.prefer };
        let mut changes = Vec::new();
        for round in 0..ROUNDS {
            let planned = planned(work, scope)?;
            let plan = planned.plan();
            if round == 0 && self.digest.as_ref().is_some_and(|digest| *digest != plan.digest) {
                return Err(Code::PlanOutdated.into());
            }
            if plan.changes.is_empty() {
                break;
            }
            for (_, fix) in &planned.0 {
                (fix.apply)(work)?;
            }
            changes.extend(plan.changes);
            // A plan that was shown is applied as shown: what it uncovers is shown first, too.
            if self.digest.is_some() {
                break;
            }
        }
        if !changes.is_empty() {
            work.changed(&[Kind::Purchases, Kind::Invoices, Kind::Sessions, Kind::Orders]);
        }
        // The slow checks of the whole file belong to the doctor; here only what a repair could have touched is looked at again.
        let looked_at = scope.checks().filter(|check| check.plan.is_some() || orders::decision(check.name).is_some());
        let remaining = looked_at
            .map(|check| scope.remaining(work, check))
            .filter(|result| result.as_ref().map_or(true, |result| result.count > 0));
        Ok(RepairReport { remaining: remaining.collect::<Result<_, _>>()?, changes })
    }
}
