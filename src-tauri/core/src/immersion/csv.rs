//! The bookings as a list that a spreadsheet opens: semicolons, a byte order mark, and no cell that runs as a formula.

use super::model::{Booking, BookingSource, BookingStatus, CsvFile};
use super::store::{BOOKING, booking, session_of};
use crate::base::{Cents, Currency, ImmersionId, Timestamp, Venue};
use crate::desk::settings::Language;
use crate::door::{Failure, Kind, Query, Role, View};
use crate::sales::model::PaymentMethod;
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The bookings of a session, or of all, as CSV in the venue's language and local time.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ExportBookings {
    /// Which session; all of them when left out.
    #[ts(optional, as = "Option<ImmersionId>")]
    pub immersion_id: Option<ImmersionId>,
}

impl Query for ExportBookings {
    type Output = CsvFile;
    const NAME: &'static str = "immersion.csv";
    const ROLE: Role = Role::Staff;
    const SHOWS: &'static [Kind] = &[Kind::Immersion, Kind::Customers, Kind::Settings];

    fn answer(self, view: &View<'_>) -> Result<CsvFile, Failure> {
        let file_name = match &self.immersion_id {
            Some(id) => format!("immersion-{}.csv", session_of(view, id)?.starts_on),
            None => "immersion.csv".to_owned(),
        };
        let (now, settings) = (view.now(), view.settings()?);
        let pen = Pen { language: settings.venue_language, venue: Venue(settings.venue_timezone()) };
        let sql = format!(
            "{BOOKING} WHERE (?1 IS NULL OR b.session_id = ?1)
             ORDER BY s.session_date_start IS NULL, s.session_date_start, s.id, b.status = 'cancelled', b.booking_date, b.id"
        );
        let bookings = view.all(&sql, params![self.immersion_id], |row| booking(row, now))?;
        let mut text = String::from('\u{feff}');
        line(&mut text, &pen.headings().map(str::to_owned));
        for booking in &bookings {
            line(&mut text, &pen.cells(booking));
        }
        Ok(CsvFile { file_name, text })
    }
}

const COLUMNS: usize = 18;

fn line(text: &mut String, cells: &[String; COLUMNS]) {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(&harmless(cell))).collect();
    text.push_str(&cells.join(";"));
    text.push_str("\r\n");
}

/// A cell that begins like a formula is text to the spreadsheet: it gets an apostrophe before it.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{cell}") } else { cell.to_owned() }
}

/// Quoted where the separator, a quote or a line break would end the cell.
fn quoted(cell: &str) -> String {
    if cell.contains([';', '"', '\n', '\r', ',']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// Writes cells in a language and a place's time.
struct Pen {
    language: Language,
    venue: Venue,
}

impl Pen {
    const fn say(&self, french: &'static str, english: &'static str) -> &'static str {
        match self.language {
            Language::Fr => french,
            Language::En => english,
        }
    }

    const fn headings(&self) -> [&'static str; COLUMNS] {
        [
            self.say("Début", "Start"),
            self.say("Fin", "End"),
            self.say("Lieu", "Place"),
            self.say("Client", "Customer"),
            self.say("Téléphone", "Phone"),
            self.say("E-mail", "E-mail"),
            self.say("État", "Status"),
            self.say("Réservé le", "Booked"),
            self.say("Retenu jusqu’au", "Held until"),
            self.say("Payé le", "Paid"),
            self.say("Mode de paiement", "Paid by"),
            self.say("Montant", "Amount"),
            self.say("Devise", "Currency"),
            self.say("Référence", "Reference"),
            self.say("Remboursé le", "Refunded"),
            self.say("Absent", "No-show"),
            self.say("Origine", "Source"),
            self.say("Note", "Note"),
        ]
    }

    fn cells(&self, booking: &Booking) -> [String; COLUMNS] {
        let day = |day: Option<crate::base::Day>| day.map(|day| day.to_string()).unwrap_or_default();
        [
            day(booking.starts_on),
            day(booking.ends_on),
            booking.location.clone().unwrap_or_default(),
            booking.customer_name.clone(),
            booking.customer_phone.clone().unwrap_or_default(),
            booking.email.clone().unwrap_or_default(),
            self.status(booking).to_owned(),
            self.time(Some(booking.booked_at)),
            self.time(booking.hold_until),
            self.time(booking.paid_at),
            booking.payment_method.map(|method| self.method(method)).unwrap_or_default().to_owned(),
            booking.amount_cents.map(|amount| self.amount(amount, booking.currency.as_deref())).unwrap_or_default(),
            booking.currency.clone().unwrap_or_default(),
            booking.payment_reference.clone().or_else(|| booking.stripe_payment_intent_id.clone()).unwrap_or_default(),
            self.time(booking.refunded_at),
            booking.no_show_at.map(|_| self.say("oui", "yes")).unwrap_or_default().to_owned(),
            self.source(booking.source).to_owned(),
            booking.note.clone().unwrap_or_default(),
        ]
    }

    const fn status(&self, booking: &Booking) -> &'static str {
        match booking.status {
            BookingStatus::Confirmed => self.say("confirmée", "confirmed"),
            BookingStatus::Cancelled if booking.refunded_at.is_some() => self.say("remboursée", "refunded"),
            BookingStatus::Cancelled => self.say("annulée", "cancelled"),
            BookingStatus::Pending if booking.paid_at.is_some() => self.say("payée, sans place", "paid, no seat"),
            BookingStatus::Pending => self.say("en attente", "pending"),
        }
    }

    const fn method(&self, method: PaymentMethod) -> &'static str {
        match method {
            PaymentMethod::Cash => self.say("espèces", "cash"),
            PaymentMethod::Wave => "Wave",
            PaymentMethod::OrangeMoney => "Orange Money",
            PaymentMethod::Card => self.say("carte", "card"),
            PaymentMethod::Wallet => self.say("portefeuille", "wallet"),
        }
    }

    const fn source(&self, source: BookingSource) -> &'static str {
        match source {
            BookingSource::Counter => self.say("comptoir", "counter"),
            BookingSource::Payment => self.say("paiement en ligne", "online payment"),
            BookingSource::WaitingList => self.say("liste d’attente", "waiting list"),
            BookingSource::Outside => self.say("extérieur", "outside"),
        }
    }

    /// The venue's local time, as spreadsheets read it.
    fn time(&self, instant: Option<Timestamp>) -> String {
        instant.map(|instant| self.venue.local_minute(instant)).unwrap_or_default()
    }

    /// A plain number with the decimal sign of the language; francs have no decimals.
    fn amount(&self, amount: Cents, currency: Option<&str>) -> String {
        if currency == Some(Currency::Xof.word()) && amount.0 % 100 == 0 {
            return (amount.0 / 100).to_string();
        }
        format!("{}{}{:02}", amount.0 / 100, self.say(",", "."), amount.0.rem_euclid(100))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_runs_as_a_formula_or_breaks_its_line() {
        for (cell, written) in [
            ("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\""),
            ("+225 07 00", "'+225 07 00"),
            ("-1+1", "'-1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("a;b", "\"a;b\""),
            ("Awa \"la reine\"", "\"Awa \"\"la reine\"\"\""),
            ("Awa Diop", "Awa Diop"),
            ("", ""),
        ] {
            assert_eq!(quoted(&harmless(cell)), written);
        }
    }
}
