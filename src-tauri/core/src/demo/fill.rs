//! The command that fills empty books with the demonstration venue.

use super::cast::{CUSTOMERS, OFFERS, OPERATORS, ZONES, phone, settings};
use super::model::{DemoCounts, DemoInvoice, DemoOperator, Filled};
use super::rhythm::{DAY, DAYS};
use super::stage::Stage;
use super::{courses, folder, guests, orders, purses, slips, today};
use crate::base::{Currency, InvoiceId, Millis, Timestamp, Venue};
use crate::customers::CreateCustomer;
use crate::desk::{CreateFirstManager, CreateOperator, SetSetting, audit};
use crate::door::{Caller, Code, Command, Failure, Kind, Role, View, Work};
use crate::sales::{SavePackage, SaveStation, qr_text};
use crate::scanning::{Facts, Verdict, verdict_on};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

/// Fills empty books with the demonstration venue: 90 days of history, and today. Refused where there is anything already.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct FillDemo {}

impl Command for FillDemo {
    type Output = Filled;
    const NAME: &'static str = "demo.fill";
    /// At the first start nobody can have signed in; books that hold anything are refused.
    const ROLE: Role = Role::Nobody;

    fn execute(self, work: &mut Work<'_>) -> Result<Filled, Failure> {
        if folder::holds_anything(work)? {
            return Err(Code::DataFolderInUse.into());
        }
        let (venue, customers) = {
            let mut stage = Stage::new(work);
            let venue = furnish(&mut stage)?;
            guests::announce(&mut stage, venue);
            today::announce(&mut stage);
            courses::announce(&mut stage);
            orders::announce(&mut stage);
            purses::announce(&mut stage);
            stage.run()?;
            (venue, stage.customers)
        };
        let planted = slips::plant(work)? + orders::plant(work, &customers)?;
        let counts = DemoCounts { planted, ..counts(work)? };
        let (today, _) = venue.day_around(work.now());
        audit::log(
            work,
            "info",
            "demo",
            folder::MARK,
            &json!({ "purchases": counts.purchases, "today": today }),
            work.now(),
        )?;
        work.changed(Kind::ALL);
        Ok(Filled { operators: operators(), counts, invoices: papers(work)? })
    }
}

fn operators() -> Vec<DemoOperator> {
    let operator = |(name, role, pin): (&str, Role, &str)| DemoOperator { name: name.into(), role, pin: pin.into() };
    OPERATORS.map(operator).into()
}

/// People, settings, packages and stations, on the morning of the first day.
fn furnish(stage: &mut Stage<'_, '_>) -> Result<Venue, Failure> {
    let at = stage.end - Millis(DAY.0 * (DAYS + 1));
    hire(stage, at)?;
    for (key, value) in settings() {
        stage.play(at, stage.manager, SetSetting { key: key.to_owned(), value })?;
    }
    for (sort_order, offer) in (1..).zip(&OFFERS) {
        let package = SavePackage {
            package_id: None,
            name: offer.name.to_owned(),
            game_name: offer.game.to_owned(),
            duration_minutes: offer.minutes,
            price_cents: offer.price,
            currency: Currency::Xof,
            description: offer.description.to_owned(),
            is_active: true,
            sort_order,
        };
        let package = stage.play(at, stage.manager, package)?;
        stage.packages.push(package.package_id);
    }
    for (zone, letters, seats) in ZONES {
        for seat in 1..=seats {
            let name = format!("{letters} {seat}");
            let sort_order = i64::try_from(stage.stations.len()).unwrap_or(0);
            let station = SaveStation { station_id: None, name, zone: zone.to_owned(), is_active: true, sort_order };
            let station = stage.play(at, stage.manager, station)?;
            stage.stations.push(station.station_id);
        }
    }
    for (place, name) in CUSTOMERS.iter().enumerate() {
        let customer = CreateCustomer { name: (*name).to_owned(), phone: Some(phone(place)), email: None };
        let customer = stage.play(at, stage.staff, customer)?;
        stage.customers.push(customer.customer_id);
    }
    Ok(Venue(stage.work().settings()?.venue_timezone()))
}

fn hire(stage: &mut Stage<'_, '_>, at: Timestamp) -> Result<(), Failure> {
    for (name, role, pin) in OPERATORS {
        let (name, pin) = (name.to_owned(), pin.to_owned());
        if role == Role::Manager {
            let manager = stage.play(at, Caller::Nobody, CreateFirstManager { name, pin })?;
            stage.manager = Caller::Operator(manager.operator_id);
        } else {
            let staff = stage.play(at, stage.manager, CreateOperator { name, role, pin })?;
            stage.staff = Caller::Operator(staff.operator_id);
        }
    }
    Ok(())
}

fn counts(view: &View<'_>) -> Result<DemoCounts, Failure> {
    let count = |from: &str| view.count(&format!("SELECT COUNT(*) FROM {from}"), []);
    Ok(DemoCounts {
        customers: count("users")?,
        packages: count("packages")?,
        stations: count("stations")?,
        purchases: count("purchases")?,
        invoices: count("invoices")?,
        sessions: count("active_game_sessions_v2")? + count("archived_game_sessions")?,
        live_sessions: count("active_game_sessions_v2 WHERE status IN ('active', 'paused')")?,
        reservations: count("game_reservations")?,
        scans: count("invoice_scans")?,
        orders: count("orders")?,
        planted: 0,
    })
}

/// How many papers that let somebody in are handed out.
const PAPERS_OK: usize = 6;

/// The newest papers that let somebody in, then the newest of every other verdict.
fn papers(view: &View<'_>) -> Result<Vec<DemoInvoice>, Failure> {
    let grace = Millis::from_minutes(view.settings()?.reservation_grace_minutes);
    let ids: Vec<InvoiceId> = view.all("SELECT id FROM invoices ORDER BY id DESC", [], |row| row.get(0))?;
    let mut papers: Vec<DemoInvoice> = Vec::new();
    for id in ids {
        let facts = Facts::of_invoice(view, id)?;
        let verdict = verdict_on(&facts, view.now(), grace);
        let most = if verdict == Verdict::Ok { PAPERS_OK } else { 1 };
        if papers.iter().filter(|paper| paper.verdict == verdict).count() < most {
            papers.push(paper(view, id, &facts, verdict)?);
        }
    }
    papers.sort_by_key(|paper| paper.verdict);
    Ok(papers)
}

fn paper(view: &View<'_>, id: InvoiceId, facts: &Facts, verdict: Verdict) -> Result<DemoInvoice, Failure> {
    let code: String = view
        .one("SELECT validation_code FROM invoices WHERE id = ?1", [id], |row| row.get(0))?
        .ok_or(Code::InvoiceUnknown)?;
    Ok(DemoInvoice {
        qr_text: qr_text(&facts.invoice_number, &code),
        invoice_number: facts.invoice_number.clone(),
        customer_name: facts.customer_name.clone(),
        game_name: facts.game_name.clone(),
        verdict,
    })
}
