//! Wallets, measured: freeze and commit as pairs, each answered after its own commit.

use crate::measure::Report;
use crate::venue::Venue;
use comptoir_core::base::{Cents, CustomerId};
use comptoir_core::customers::CreateCustomer;
use comptoir_core::door::{Caller, Command};
use comptoir_core::wallets::{CommitHold, Deposit, FreezeFunds};
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

const CALLERS: usize = 100;
const PAIRS: usize = 20_000;

/// One caller, a hundred on one wallet, a hundred on a hundred wallets.
pub fn wallets(root: &Path, report: &mut Report) {
    let venue = Venue::new(&root.join("wallets"));
    let purses: Vec<CustomerId> = (0..CALLERS).map(|_| filled(&venue)).collect();
    for number in 0..500 {
        pair(&venue, purses[0], &format!("warm-{number}"));
    }
    let freezes = Freezes::default();
    report.time("freeze + commit pair, 1 caller", 4_000, |number| {
        freezes.note(pair(&venue, purses[0], &format!("one-{number}")));
    });
    freezes.tell("freeze, 1 caller", report);
    report.time_callers("freeze + commit pair, 100 callers, 1 wallet", CALLERS, PAIRS, |number| {
        freezes.note(pair(&venue, purses[0], &format!("same-{number}")));
    });
    freezes.tell("freeze, 100 callers, 1 wallet", report);
    report.time_callers("freeze + commit pair, 100 callers, 100 wallets", CALLERS, PAIRS, |number| {
        freezes.note(pair(&venue, purses[number % CALLERS], &format!("own-{number}")));
    });
    freezes.tell("freeze, 100 callers, 100 wallets", report);
    let sick = venue.ask(comptoir_core::wallets::WalletHealth {}).sick;
    assert!(sick.is_empty(), "{sick:?}");
}

fn run<C: Command>(venue: &Venue, command: C) -> C::Output {
    venue.desk.run(Caller::System, command, None).unwrap().output
}

fn filled(venue: &Venue) -> CustomerId {
    let customer = CreateCustomer { name: "Awa Diop".into(), phone: None, email: None };
    let customer_id = run(venue, customer).customer_id;
    let amount_cents = Cents(1_000_000_000);
    run(venue, Deposit { customer_id, amount_cents, currency: None, transaction_id: None, reason: "bench".into() });
    customer_id
}

/// Freezes and commits; how long the freeze took.
fn pair(venue: &Venue, customer_id: CustomerId, name: &str) -> Duration {
    let freeze = FreezeFunds {
        customer_id,
        amount_cents: Cents(500),
        transaction_id: name.into(),
        reason: "bench".into(),
        kind: Default::default(),
        service: None,
        currency: None,
        expires_at: None,
    };
    let begun = Instant::now();
    let hold_id = run(venue, freeze).hold_id;
    let took = begun.elapsed();
    run(venue, CommitHold { hold_id, amount_cents: None, customer_id: None, transaction_id: None, reason: None });
    took
}

/// How long the freezes of a work took.
#[derive(Default)]
struct Freezes(Mutex<Vec<Duration>>);

impl Freezes {
    fn note(&self, took: Duration) {
        self.0.lock().unwrap().push(took);
    }

    fn tell(&self, work: &str, report: &mut Report) {
        let spans = std::mem::take(&mut *self.0.lock().unwrap());
        let whole = spans.iter().sum();
        report.add(work, spans, whole, Duration::ZERO);
    }
}
