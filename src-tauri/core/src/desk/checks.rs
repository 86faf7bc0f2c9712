//! What must hold of the desk itself.

use super::audit;
use crate::door::{Failure, View};
use crate::monitor::{Check, Finding, Findings, Severity};

/// The desk's checks. None has a plan: a broken seal or a damaged file is for a person to judge.
pub const CHECKS: &[Check] = &[
    Check { name: "audit_chain_broken", area: "desk", severity: Severity::Critical, find: chain, plan: None },
    Check { name: "foreign_keys_broken", area: "desk", severity: Severity::Critical, find: foreign_keys, plan: None },
    Check { name: "database_damaged", area: "desk", severity: Severity::Critical, find: integrity, plan: None },
];

fn chain(view: &View<'_>, _limit: usize) -> Result<Findings, Failure> {
    let (_, broken) = audit::verify(view)?;
    let rows =
        broken.map(|broken| Finding::new(broken.seq, format!("audit #{}", broken.seq)).with("problem", broken.problem));
    Ok(Findings::of(rows.into_iter().collect()))
}

fn foreign_keys(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    let rows = view.all("PRAGMA foreign_key_check", [], |row| {
        let table: String = row.get(0)?;
        let id: Option<i64> = row.get(1)?;
        let parent: String = row.get(2)?;
        Ok(Finding::new(id.unwrap_or(0), format!("{table} → {parent}")))
    })?;
    Ok(Findings::counted(rows, limit))
}

fn integrity(view: &View<'_>, limit: usize) -> Result<Findings, Failure> {
    let said = view.all("PRAGMA quick_check(100)", [], |row| row.get::<_, String>(0))?;
    let rows = said.into_iter().filter(|line| line != "ok").map(|line| Finding::new(0, line)).collect();
    Ok(Findings::counted(rows, limit))
}
