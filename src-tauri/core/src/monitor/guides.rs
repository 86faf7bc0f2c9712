//! The queries of the venues' old guides, ready to run: the same SQL, with nothing but the date functions translated.
//!
//! Parameters are named: `:session_id`, `:invoice_id`, `:invoice_number`, `:code`. Those that write are for the `sqlite3` program in
//! an emergency; the desk's own console reads only.

/// One query of the guides.
#[derive(Clone, Copy, Debug)]
pub struct Guide {
    /// Its stable name: that of its file.
    pub name: &'static str,
    /// What it shows or does, in French.
    pub title_fr: &'static str,
    /// What it shows or does, in English.
    pub title_en: &'static str,
    /// Whether it changes the books.
    pub writes: bool,
    /// The statements.
    pub sql: &'static str,
}

macro_rules! guide {
    ($name:literal, $title_fr:literal, $title_en:literal, $writes:literal) => {
        Guide {
            name: $name,
            title_fr: $title_fr,
            title_en: $title_en,
            writes: $writes,
            sql: include_str!(concat!("guides/", $name, ".sql")),
        }
    };
}

/// Every query of the guides, in their order.
pub const GUIDES: &[Guide] = &[
    guide!("mismatches", "Achats et sessions qui se contredisent", "Purchases and sessions that disagree", false),
    guide!("mismatch_count", "Nombre d'incohérences", "How many disagree", false),
    guide!("sync_totals", "Achats par état de synchronisation", "Purchases by state of synchronisation", false),
    guide!(
        "daily_watch",
        "Surveillance du jour : incohérences et sessions",
        "Daily watch: disagreements and sessions",
        false
    ),
    guide!("weekly_report", "Statistiques de la semaine", "Figures of the week", false),
    guide!("latest_events", "Derniers événements de session", "Latest session events", false),
    guide!(
        "latest_invoice_audit",
        "Dernières écritures d'audit des factures",
        "Latest audit entries of invoices",
        false
    ),
    guide!("latest_purchases", "Vue d'ensemble des achats", "Overview of purchases", false),
    guide!(
        "trigger_exists",
        "Le déclencheur de synchronisation existe-t-il ?",
        "Does the synchronising trigger exist?",
        false
    ),
    guide!("session_status", "État d'une session", "State of a session", false),
    guide!("session_of_invoice", "Session d'une facture", "Session of an invoice", false),
    guide!("invoice_status", "État d'une facture, par son numéro", "State of an invoice, by its number", false),
    guide!("session_totals", "Sessions par état", "Sessions by state", false),
    guide!(
        "sessions_past_their_time",
        "Sessions problématiques : le temps écoulé dépasse le temps acheté",
        "Sessions in trouble: more time has passed than was bought",
        false
    ),
    guide!("stuck_sessions", "Sessions bloquées à 100 %", "Sessions stuck at 100 %", false),
    guide!("waiting_invoices", "Factures en attente", "Invoices that wait", false),
    guide!("session_events", "Événements d'une session", "Events of a session", false),
    guide!("scans_of_code", "Lectures d'un code", "Scans of a code", false),
    guide!("invoice_audit", "Audit d'une facture", "Audit of an invoice", false),
    guide!(
        "try_the_trigger",
        "Essayer le déclencheur : mettre une session en pause",
        "Try the trigger: pause a session",
        true
    ),
    guide!("force_completion", "Forcer la fin d'une session bloquée", "Force the end of a stuck session", true),
    guide!("weekly_cleanup", "Nettoyage hebdomadaire des vieilles sessions", "Weekly cleanup of old sessions", true),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_begins_with_its_two_titles() {
        for guide in GUIDES {
            let titles = format!("-- {}\n-- {}\n", guide.title_fr, guide.title_en);
            assert!(guide.sql.starts_with(&titles), "{}", guide.name);
        }
    }
}
