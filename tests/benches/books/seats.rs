//! Seats of immersion sessions: a hundred callers for eight of them, reservations a second, and the upkeep when nothing is due.

use crate::measure::{Report, cpu_used};
use crate::venue::{Venue, open};
use comptoir_core::base::{Cents, Currency, Day, ImmersionId};
use comptoir_core::door::{Caller, Code};
use comptoir_core::immersion::model::Upkept;
use comptoir_core::immersion::{BookSeats, CreateImmersion, KeepUp, ListImmersion};
use comptoir_core::sales::model::PaymentMethod;
use rusqlite::Connection;
use std::path::Path;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

const CALLERS: usize = 100;
const ROUNDS: usize = 300;

pub fn seats(root: &Path, report: &mut Report) {
    let venue = Venue::new(&root.join("seats"));
    rounds(&venue, report);
    let sessions: Vec<ImmersionId> = (0..1_125).map(|_| session(&venue, 8)).collect();
    report.time("reservation, 1 caller", 1_000, |number| assert_eq!(book(&venue, &sessions[number / 8]), Ok(())));
    report.time_callers("reservation, 16 callers", 16, 8_000, |number| {
        assert_eq!(book(&venue, &sessions[125 + number / 8]), Ok(()));
    });
    nothing_due(&venue, root, report);
}

fn session(venue: &Venue, max_places: i64) -> ImmersionId {
    let day: Day = "2099-03-02".parse().unwrap();
    let create = CreateImmersion {
        starts_on: day,
        ends_on: day.plus(4),
        max_places,
        external_places: 0,
        location: "Abidjan".into(),
        price_cents: Cents(199_700),
        currency: Some(Currency::Eur),
        description: None,
        is_active: true,
    };
    venue.run(create).immersion_id
}

fn book(venue: &Venue, immersion_id: &ImmersionId) -> Result<(), Code> {
    let book = BookSeats {
        immersion_id: immersion_id.clone(),
        customer_id: venue.customer,
        seats: 1,
        payment_method: Some(PaymentMethod::Card),
        paid: true,
        amount_cents: None,
        reference: None,
        note: None,
    };
    venue.desk.run(venue.operator, book, None).map(drop).map_err(|error| error.code)
}

/// A round is over when all hundred are answered.
fn rounds(venue: &Venue, report: &mut Report) {
    let sessions: Vec<ImmersionId> = (0..ROUNDS).map(|_| session(venue, 8)).collect();
    let (start, end) = (Barrier::new(CALLERS + 1), Barrier::new(CALLERS + 1));
    let cpu = cpu_used();
    let spans: Vec<Duration> = thread::scope(|scope| {
        let callers: Vec<_> = (0..CALLERS)
            .map(|_| {
                scope.spawn(|| {
                    let mut won = 0;
                    for immersion_id in &sessions {
                        start.wait();
                        won += usize::from(book(venue, immersion_id).is_ok());
                        end.wait();
                    }
                    won
                })
            })
            .collect();
        let round = |_| {
            start.wait();
            let begun = Instant::now();
            end.wait();
            begun.elapsed()
        };
        let spans = (0..ROUNDS).map(round).collect();
        let won: usize = callers.into_iter().map(|caller| caller.join().unwrap()).sum();
        assert_eq!(won, 8 * ROUNDS, "eight of a hundred in each round");
        spans
    });
    let whole = spans.iter().sum();
    report.add("100 callers for 8 seats, a round", spans, whole, cpu_used() - cpu);
}

/// Ten thousand sessions to come, each with a seat held and one confirmed, some with somebody in line.
fn nothing_due(venue: &Venue, root: &Path, report: &mut Report) {
    let outside = Connection::open(&venue.database).unwrap();
    outside
        .execute_batch(
            "BEGIN IMMEDIATE;
             WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 10000)
             INSERT INTO immersion_sessions (session_date_start, session_date_end, max_places)
             SELECT date('2030-01-01', '+' || n || ' days'), date('2030-01-01', '+' || (n + 4) || ' days'), 2 FROM n;
             INSERT INTO immersion_bookings (session_id, user_id, status) SELECT id, 1, 'confirmed' FROM immersion_sessions WHERE max_places = 2;
             INSERT INTO immersion_bookings (session_id, user_id, status, hold_until)
             SELECT id, 1, 'pending', '2098-01-01T00:00:00.000Z' FROM immersion_sessions WHERE max_places = 2;
             INSERT INTO immersion_waiting (id, session_id, user_id, party_size, joined_at, updated_at)
             SELECT id, id, 1, 1, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z' FROM immersion_sessions WHERE max_places = 2 LIMIT 20;
             COMMIT;",
        )
        .unwrap();
    drop(outside);
    let desk = open(&root.join("seats"));
    let keep_up = || assert_eq!(desk.run(Caller::System, KeepUp {}, None).unwrap().output, Upkept::default());
    let size = || std::fs::metadata(root.join("seats/comptoir.db-wal")).unwrap().len();
    keep_up();
    let before = size();
    report.time("upkeep, 10,000 sessions, 20,000 bookings, 0 due", 5_000, |_| keep_up());
    assert_eq!(size(), before, "nothing due: nothing written");
    report.time("list of 10,000 sessions", 20, |_| assert!(venue.ask(ListImmersion::default()).len() >= 10_000));
}
