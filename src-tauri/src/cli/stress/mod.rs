//! Load on a scratch database: many clients, of several processes, at one wallet at once; then everything is counted.
//!
//! In each round a new wallet owns enough for half of the clients. All of them freeze at the same time: exactly half must hold
//! something, the others must read `balance_short`. Then every hold is ended, by turns taken, taken in part and given back. What it
//! must never do: touch the books of the data folder, or call a run coherent that has not been counted.

mod figures;
mod hands;
mod team;

use super::arguments::StressWallet;
use super::face::{Face, Outcome};
use crate::error::{Class, FaceError};
use comptoir_core::base::{Cents, CustomerId};
use comptoir_core::customers::CreateCustomer;
use comptoir_core::desk::VerifyChain;
use comptoir_core::door::Caller;
use comptoir_core::engine::DataFolder;
use comptoir_core::monitor::RunChecks;
use comptoir_core::wallets::{Deposit, WalletHealth};
use comptoir_core::{Desk, Opening};
use figures::{Figures, Tally};
use hands::Phase;
use serde_json::{Map, Value, json};
use std::path::Path;
use std::sync::Arc;
use team::Team;

/// What a failure of the surroundings is told as.
fn failed(error: impl ToString) -> FaceError {
    FaceError::new(Class::Environment, "internal").hint(error)
}

fn open(folder: &Path) -> Result<Arc<Desk>, FaceError> {
    Ok(Desk::open(Opening::of(DataFolder::prepare(folder)?))?)
}

/// Runs the load, or one process's share of it.
pub(super) fn wallet(wish: &StressWallet, face: &Face) -> Result<Outcome, FaceError> {
    if wish.share {
        let desk = open(&face.data)?;
        return hands::serve(&desk, wish).map(|()| Outcome::Done);
    }
    let scratch = tempfile::Builder::new().prefix("comptoir-stress-").tempdir().map_err(failed)?;
    let desk = open(scratch.path())?;
    let mut team = Team::gather(wish, scratch.path(), &desk)?;
    let bar = face.progress(usize::try_from(wish.rounds).unwrap_or(usize::MAX));
    let mut figures = Figures::default();
    for round in 0..wish.rounds {
        let wallet = filled_wallet(&desk, wish, round)?;
        figures.freezes.add(team.phase(&Phase::Freeze { wallet, round })?);
        figures.ends.add(team.phase(&Phase::End { round })?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    team.dismiss()?;
    let report = counted(&desk, wish, figures)?;
    let is_coherent = report.get("coherent") == Some(&Value::Bool(true));
    face.answer(&report, |words| {
        let args = report.as_object().cloned().unwrap_or_default();
        let lines = ["stress_load", "stress_freezes", "stress_ends", "stress_books"];
        let mut lines: Vec<String> = lines.iter().map(|line| words.line(line, &flat(&args))).collect();
        let verdict = if is_coherent { "stress_coherent" } else { "stress_incoherent" };
        lines.push(words.line(verdict, &flat(&args)));
        lines.join("\n")
    });
    Ok(if is_coherent { Outcome::Done } else { Outcome::Refused })
}

/// A wallet that owns enough for half of the clients.
fn filled_wallet(desk: &Desk, wish: &StressWallet, round: u64) -> Result<CustomerId, FaceError> {
    let customer = CreateCustomer { name: format!("Stress {round}"), phone: None, email: None };
    let customer_id = desk.run(Caller::System, customer, None)?.output.customer_id;
    let deposit = Deposit {
        customer_id,
        amount_cents: Cents(wish.amount.saturating_mul(wish.winners())),
        currency: None,
        transaction_id: None,
        reason: "stress".into(),
    };
    desk.run(Caller::System, deposit, None)?;
    Ok(customer_id)
}

/// What came of it, by the clients' answers and by the books; coherent only if both are exactly what the load must come to.
fn counted(desk: &Desk, wish: &StressWallet, figures: Figures) -> Result<Value, FaceError> {
    let rounds = i64::try_from(wish.rounds).unwrap_or(i64::MAX);
    let (clients, winners) = (i64::from(wish.concurrent), wish.winners());
    let health = desk.ask(Caller::System, WalletHealth {})?;
    let chain = desk.ask(Caller::System, VerifyChain {})?;
    let findings: i64 =
        desk.ask(Caller::System, RunChecks { area: Some("wallets".into()) })?.iter().map(|check| check.count).sum();
    let books = desk.engine().read(|books| {
        let count = |sql: &str| books.query_row(sql, [], |row| row.get::<_, i64>(0));
        Ok::<_, comptoir_core::door::Failure>(Books {
            holds: count("SELECT COUNT(*) FROM activations")?,
            open_holds: count("SELECT COUNT(*) FROM activations WHERE status IN ('pending', 'waiting')")?,
            ledger_rows: count("SELECT COUNT(*) FROM balance_operations")?,
            sick: count("SELECT COUNT(*) FROM v_frozen_balance_health WHERE health_status <> 'OK'")?,
            owned: count("SELECT COALESCE(SUM(balance + frozen_balance), 0) FROM users")?,
            taken: count("SELECT COALESCE(SUM(committed_amount), 0) FROM activations")?,
            exact_rounds: books.query_row(
                "SELECT COUNT(*) FROM (SELECT user_id FROM activations GROUP BY user_id HAVING COUNT(*) = ?1)",
                [winners],
                |row| row.get(0),
            )?,
        })
    });
    let books = books.map_err(comptoir_core::door::DoorError::from)?;
    let Figures { freezes, ends } = figures;
    let short = freezes.refused("balance_short");
    let parts = i64::try_from(ends.in_part).unwrap_or(i64::MAX);
    let demands = [
        freezes.done == rounds * winners,
        short == rounds * (clients - winners),
        freezes.refusals() == short,
        ends.done == freezes.done && ends.refusals() == 0,
        books.holds == freezes.done && books.open_holds == 0,
        books.exact_rounds == rounds,
        // a deposit, a freeze and an end each; an end in part has two rows
        books.ledger_rows == rounds + 2 * freezes.done + parts,
        books.owned + books.taken == rounds * winners * wish.amount,
        books.sick == 0 && health.sick.is_empty(),
        findings == 0,
        chain.first_broken_seq.is_none(),
    ];
    let wallets = rounds.max(1);
    let well = wallets - books.sick - (wallets - books.exact_rounds);
    Ok(json!({
        "coherent": demands.iter().all(|demand| *demand),
        "coherence_percent": 100 * well.clamp(0, wallets) / wallets,
        "concurrent": clients, "processes": wish.processes, "rounds": rounds, "amount_cents": wish.amount,
        "holds": books.holds, "holds_expected": rounds * winners, "open_holds": books.open_holds,
        "refused_short": short, "ledger_rows": books.ledger_rows, "audit_rows": chain.rows_verified, "findings": findings,
        "freezes": freezes.told(), "ends": ends.told(),
    }))
}

/// What the books say after the load.
struct Books {
    holds: i64,
    open_holds: i64,
    ledger_rows: i64,
    sick: i64,
    owned: i64,
    taken: i64,
    exact_rounds: i64,
}

/// Nested fields by their path, for a sentence: `freezes.p50_ms` becomes `freezes_p50_ms`.
fn flat(report: &Map<String, Value>) -> Map<String, Value> {
    let mut flat = Map::new();
    for (name, value) in report {
        match value.as_object() {
            Some(inner) => flat.extend(inner.iter().map(|(field, value)| (format!("{name}_{field}"), value.clone()))),
            None => {
                flat.insert(name.clone(), value.clone());
            }
        }
    }
    flat
}

/// One process's part of a phase: how long each call took, what was done and what was refused.
fn tally_of(line: &str) -> Result<Tally, FaceError> {
    serde_json::from_str(line).map_err(failed)
}
