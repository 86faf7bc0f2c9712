//! One scan: text in, verdict out, kept in the log.

use super::forms::{Form, recognise};
use super::keyboard::repairs;
use super::model::{ScanAnswer, ScanSource, Verdict};
use super::rules::verdict_on;
use super::store::Facts;
use crate::base::{InvoiceId, Millis, ScanId, StationId};
use crate::door::{Command, Failure, Kind, Role, View, Work};
use crate::sessions::{self, store::find_card};
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

/// How much of an unreadable text the log keeps, in characters.
const EXCERPT: usize = 80;

/// Reads one code and gives the verdict. Changes nothing but the scan log, unless the verdict is `ok` and activation was asked for.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ReadCode {
    /// What was read or typed.
    pub text: String,
    /// How it came in.
    pub source: ScanSource,
    /// Whether the customer is let in at once if the verdict is `ok`.
    #[serde(default)]
    pub activate: bool,
    /// Whether the session is started at once, too.
    #[serde(default)]
    pub start: bool,
    /// Where, if activated.
    #[serde(default)]
    #[ts(optional, as = "Option<StationId>")]
    pub station_id: Option<StationId>,
}

impl Command for ReadCode {
    type Output = ScanAnswer;
    const NAME: &'static str = "scan.read";
    const ROLE: Role = Role::Staff;

    fn execute(self, work: &mut Work<'_>) -> Result<ScanAnswer, Failure> {
        let look_up = look_up(work, &self.text)?;
        let settings = work.settings()?;
        let grace = Millis::from_minutes(settings.reservation_grace_minutes);
        let verdict = match (&look_up.form, &look_up.facts) {
            (_, Some(facts)) => verdict_on(facts, work.now(), grace),
            (Form::Printed { .. } | Form::Bare(_), None) => Verdict::Unknown,
            (Form::Foreign(_), None) => Verdict::ForeignQr,
            (Form::Malformed, None) => Verdict::Malformed,
        };
        let scan_id = self.log(work, &look_up, verdict)?;
        let mut session_id = look_up.facts.as_ref().and_then(|facts| facts.session_id);
        if let (Verdict::Ok, Some(facts)) = (verdict, &look_up.facts)
            && (self.activate || self.start || settings.start_on_scan)
        {
            let start = self.start || settings.start_on_scan;
            session_id = Some(sessions::activate(work, facts, self.station_id, start).map_err(keeping_the_scan)?);
        }
        let session = session_id.map(|id| find_card(work, id)).transpose()?.flatten();
        Ok(ScanAnswer {
            scan_id,
            verdict,
            repaired: look_up.repaired,
            read: look_up.read,
            foreign_kind: if let Form::Foreign(kind) = look_up.form { Some(kind.to_owned()) } else { None },
            invoice: look_up.facts.map(|facts| facts.told(verdict)),
            session,
        })
    }

    /// The code is a secret until it is used: the trail keeps which scan it was, not what opens the door.
    fn audited(&self) -> Value {
        let text: String = self.text.chars().take(EXCERPT).collect();
        let form = match recognise(&self.text) {
            Form::Printed { invoice_number, .. } => format!("printed {invoice_number}"),
            Form::Bare(_) => "validation code".to_owned(),
            Form::Foreign(_) | Form::Malformed => text,
        };
        json!({ "read": form, "source": self.source, "activate": self.activate, "start": self.start, "station_id": self.station_id,
                "length": self.text.len() })
    }
}

impl ReadCode {
    fn log(&self, work: &mut Work<'_>, look_up: &LookUp, verdict: Verdict) -> Result<ScanId, Failure> {
        let invoice: Option<InvoiceId> = look_up.facts.as_ref().map(|facts| facts.invoice_id);
        let id = work.insert(
            "INSERT INTO invoice_scans (invoice_id, validation_code, source, verdict, repaired, operator_id, scanned_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![invoice, look_up.read, self.source, verdict, look_up.repaired, work.operator(), work.now()],
        )?;
        work.concerns(Kind::Scans, id);
        work.changed(&[Kind::Scans]);
        Ok(ScanId(id))
    }
}

/// The station may be refused after the verdict was `ok`: the scan stays in the log all the same.
fn keeping_the_scan(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(refusal) => Failure::Refused(refusal.keeping()),
        other => other,
    }
}

/// What a text turned out to be.
struct LookUp {
    form: Form,
    facts: Option<Facts>,
    repaired: bool,
    /// The code that was looked up, or an excerpt of the text.
    read: String,
}

/// Looks the text up as it is; then, only if it is in nobody's books, as what a mangled keyboard may have made of it.
fn look_up(view: &View<'_>, text: &str) -> Result<LookUp, Failure> {
    let form = recognise(text);
    let facts = facts_of(view, &form)?;
    if facts.is_none() {
        for repaired in repairs(text.trim()) {
            let repaired_form = recognise(&repaired);
            if let Some(facts) = facts_of(view, &repaired_form)? {
                let read = facts.validation_code.clone();
                return Ok(LookUp { form: repaired_form, facts: Some(facts), repaired: true, read });
            }
        }
    }
    // A code of ours is kept as the books have it, however it was typed: all scans of one code are found under it.
    let read = facts.as_ref().map_or_else(|| read_as(&form, text), |facts| facts.validation_code.clone());
    Ok(LookUp { form, facts, repaired: false, read })
}

fn facts_of(view: &View<'_>, form: &Form) -> Result<Option<Facts>, Failure> {
    match form {
        Form::Printed { invoice_number, validation_code } => {
            Facts::of_code(view, validation_code, Some(invoice_number))
        }
        Form::Bare(code) => Facts::of_code(view, code, None),
        Form::Foreign(_) | Form::Malformed => Ok(None),
    }
}

fn read_as(form: &Form, text: &str) -> String {
    match form {
        Form::Printed { validation_code, .. } | Form::Bare(validation_code) => validation_code.clone(),
        Form::Foreign(_) | Form::Malformed => {
            text.chars().map(|letter| if letter.is_control() { '␣' } else { letter }).take(EXCERPT).collect()
        }
    }
}
