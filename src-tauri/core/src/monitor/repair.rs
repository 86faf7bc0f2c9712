//! The repair: a plan, shown, then applied as that very plan or not at all.

use super::model::{PlannedChange, RepairPlan, RepairReport};
use super::queries::{checks, known_area, run};
use super::{Check, Fix};
use crate::door::{Code, Command, Failure, Kind, Role, View, Work};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use ts_rs::TS;

/// More rounds than any chain of causes is long: a repair that has not come to rest by then is a fault.
const ROUNDS: usize = 5;

/// The fixes of one round, each with the check it mends.
pub(super) struct Planned(Vec<(&'static Check, Fix)>);

/// Plans what would mend the findings of an area (or all).
pub(super) fn planned(view: &View<'_>, area: Option<&str>) -> Result<Planned, Failure> {
    known_area(area)?;
    let mut fixes = Vec::new();
    for check in checks(area) {
        if let Some(plan) = check.plan {
            fixes.extend(plan(view)?.into_iter().map(|fix| (check, fix)));
        }
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
    /// The plan that was shown.
    #[ts(optional, as = "Option<String>")]
    pub digest: Option<String>,
}

impl Command for Repair {
    type Output = RepairReport;
    const NAME: &'static str = "monitor.repair";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<RepairReport, Failure> {
        let area = self.area.as_deref();
        let mut changes = Vec::new();
        for round in 0..ROUNDS {
            let planned = planned(work, area)?;
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
            work.changed(&[Kind::Purchases, Kind::Invoices, Kind::Sessions]);
        }
        // The slow checks of the whole file belong to the doctor; here only what a repair could have touched is looked at again.
        let looked_at = checks(area).filter(|check| check.plan.is_some());
        let remaining = looked_at
            .map(|check| run(work, check, 20))
            .filter(|result| result.as_ref().map_or(true, |result| result.count > 0));
        Ok(RepairReport { remaining: remaining.collect::<Result<_, _>>()?, changes })
    }
}
