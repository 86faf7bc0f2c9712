//! Two real processes at one folder, fifty threads in each, and one last seat: the operating system's locks decide, not this program's.
//!
//! The test starts itself a second time; the copy knows by its environment that it is the other counter.

use crate::support::Venue;
use comptoir_core::base::{Clock, Day, OsChance, SystemClock, Venue as Place};
use comptoir_core::base::{CustomerId, ImmersionId, OperatorId};
use comptoir_core::desk::VerifyChain;
use comptoir_core::door::{Caller, Code};
use comptoir_core::engine::{DataFolder, OnDamage};
use comptoir_core::immersion::{BookSeats, ListImmersion};
use comptoir_core::sales::model::PaymentMethod;
use comptoir_core::{Desk, Opening};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

const ROUNDS: usize = 200;
const THREADS: usize = 50;
/// Both processes begin each round at the same instant: so many milliseconds after the one before.
const ROUND_MS: i64 = 25;
/// What tells the copy that it is one: when the first round begins (Unix time in milliseconds), who acts, for whom, and where.
const ROLE: &str = "COMPTOIR_TEST_OTHER_COUNTER";

#[test]
fn a_hundred_threads_of_two_processes_and_the_last_seat() {
    if let Ok(role) = std::env::var(ROLE) {
        return other_counter(&role);
    }
    let venue = Venue::before_real_now(0);
    let customer = venue.customer("Awa Diop");
    let first: Day = Place(chrono_tz::UTC).day_of(venue.now()).plus(30);
    for _ in 0..ROUNDS {
        let session = venue.immersion_on(&first.to_string(), &first.plus(4).to_string(), 8);
        venue.book_seats(&session, customer, 7, true).unwrap();
    }
    let Caller::Operator(staff) = venue.staff else { panic!("staff is an operator") };
    let begin_ms = SystemClock::new().read().wall.unix_ms() + 3_000;
    let folder = venue.folder.path().to_str().unwrap();
    let mut other = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "two_processes::a_hundred_threads_of_two_processes_and_the_last_seat", "--nocapture"])
        .env(ROLE, format!("{begin_ms} {staff} {customer} {folder}"))
        .spawn()
        .unwrap();
    book_every_round(venue.desk(), staff, customer, begin_ms, "first");
    assert!(other.wait().unwrap().success(), "the other counter saw something that may not be");

    let won =
        |note: &str| venue.value::<i64>(&format!("SELECT COUNT(*) FROM immersion_bookings WHERE note = '{note}'"));
    let (first, second) = (won("first"), won("second"));
    assert_eq!(first + second, i64::try_from(ROUNDS).unwrap(), "exactly one in each round");
    assert!(first > 0 && second > 0, "they did race: {first} to {second}");
    assert_eq!(
        venue.value::<i64>("SELECT COUNT(*) FROM immersion_sessions WHERE reserved_places = 8 AND status = 'full'"),
        200
    );
    venue.assert_seats_sound();
    assert_eq!(venue.ask(VerifyChain {}).first_broken_seq, None);
}

fn other_counter(role: &str) {
    let words: Vec<&str> = role.splitn(4, ' ').collect();
    let desk = Desk::open(Opening {
        folder: DataFolder::prepare(Path::new(words[3])).unwrap(),
        clock: Arc::new(SystemClock::new()),
        chance: Arc::new(OsChance),
        on_damage: OnDamage::SetAsideAndStop,
    })
    .unwrap();
    let number = |word: &str| word.parse::<i64>().unwrap();
    book_every_round(&desk, OperatorId(number(words[1])), CustomerId(number(words[2])), number(words[0]), "second");
}

/// Every thread wants the last seat of every round. Whoever does not get it is told that the session is full, and nothing else.
fn book_every_round(desk: &Desk, staff: OperatorId, customer_id: CustomerId, begin_ms: i64, note: &str) {
    let caller = Caller::Operator(staff);
    let listed = desk.ask(caller, ListImmersion::default()).unwrap();
    let sessions: Vec<ImmersionId> = listed.into_iter().map(|session| session.immersion_id).collect();
    assert_eq!(sessions.len(), ROUNDS);
    let book = |immersion_id: &ImmersionId| BookSeats {
        immersion_id: immersion_id.clone(),
        customer_id,
        seats: 1,
        payment_method: Some(PaymentMethod::Cash),
        paid: true,
        amount_cents: None,
        reference: None,
        note: Some(note.into()),
    };
    let clock = SystemClock::new();
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                for (round, session) in (0..).zip(&sessions) {
                    let wait_ms = begin_ms + round * ROUND_MS - clock.read().wall.unix_ms();
                    thread::sleep(Duration::from_millis(u64::try_from(wait_ms).unwrap_or(0)));
                    match desk.run(caller, book(session), None) {
                        Ok(_) => {}
                        Err(error) => assert_eq!(error.code, Code::ImmersionFull, "{error}"),
                    }
                }
            });
        }
    });
}
