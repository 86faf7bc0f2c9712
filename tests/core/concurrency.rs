//! Many hands at once: exactly one gets in, nobody reads a database error, and every answer is on the disk.

use crate::lifecycle::{MINUTE, account};
use crate::support::Venue;
use comptoir_core::base::{ImmersionId, InvoiceId, OsChance};
use comptoir_core::customers::{CreateCustomer, SearchCustomers};
use comptoir_core::desk::timekeeping::TakeOver;
use comptoir_core::desk::{ReadAudit, SignIn, VerifyChain};
use comptoir_core::door::{Caller, Code, Failure, RequestId};
use comptoir_core::engine::{DataFolder, OnDamage, StoreError};
use comptoir_core::immersion::BookSeats;
use comptoir_core::sales::CreatePurchase;
use comptoir_core::sales::model::PaymentMethod;
use comptoir_core::scanning::{ReadCode, ScanSource, Verdict};
use comptoir_core::sessions::{ActivateInvoice, ExtendSession};
use comptoir_core::{Desk, Opening};
use std::collections::HashMap;
use std::sync::mpsc;
use std::sync::{Arc, Barrier};
use std::thread;

fn request(id: &str) -> Option<RequestId> {
    Some(RequestId(id.into()))
}

#[test]
fn thirty_two_counters_and_one_invoice() {
    const ROUNDS: usize = 200;
    const HANDS: usize = 32;
    let venue = Venue::new();
    let other = venue.open_another().unwrap();
    let (customer_id, package_id) = (venue.customer("Awa Diop"), venue.package(60));
    let texts: Vec<String> = (0..ROUNDS)
        .map(|_| {
            let sale = CreatePurchase {
                customer_id,
                package_id,
                payment_method: Some(PaymentMethod::Cash),
                paid: true,
                window: None,
            };
            venue.invoice(&venue.run(sale).unwrap()).qr_text
        })
        .collect();
    let start = Barrier::new(HANDS);
    let verdicts: Vec<Vec<Verdict>> = thread::scope(|scope| {
        let hands: Vec<_> = (0..HANDS)
            .map(|hand| {
                let desk = if hand % 2 == 0 { venue.desk() } else { &other };
                let (texts, start, staff) = (&texts, &start, venue.staff);
                scope.spawn(move || {
                    let read = |text: &String| {
                        start.wait();
                        let text = text.clone();
                        let scan =
                            ReadCode { text, source: ScanSource::Usb, activate: true, start: true, station_id: None };
                        desk.run(staff, scan, None).unwrap().output.verdict
                    };
                    texts.iter().map(read).collect()
                })
            })
            .collect();
        hands.into_iter().map(|hand| hand.join().unwrap()).collect()
    });
    for round in 0..ROUNDS {
        let of_round: Vec<Verdict> = verdicts.iter().map(|hand| hand[round]).collect();
        assert_eq!(of_round.iter().filter(|verdict| **verdict == Verdict::Ok).count(), 1, "round {round}");
        assert_eq!(of_round.iter().filter(|verdict| **verdict == Verdict::AlreadyActive).count(), HANDS - 1);
    }
    let (scans, sessions): (i64, i64) = (
        venue.value("SELECT COUNT(*) FROM invoice_scans"),
        venue.value("SELECT COUNT(*) FROM active_game_sessions_v2 WHERE status = 'active'"),
    );
    assert_eq!((scans, sessions), ((ROUNDS * HANDS) as i64, ROUNDS as i64));
    assert_eq!(venue.value::<i64>("SELECT COUNT(*) FROM session_events WHERE event = 'started'"), ROUNDS as i64);
    assert_eq!(venue.ask(VerifyChain {}).first_broken_seq, None);
}

#[test]
fn the_same_request_twice_is_done_once() {
    let venue = Venue::new();
    let session_id = venue.running(60).session_id;
    let extend = |minutes| ExtendSession { session_id, minutes, reason: "late start".into() };
    let first = venue.desk().run(venue.staff, extend(5), request("a")).unwrap();
    let again = venue.unchanged(|| venue.desk().run(venue.staff, extend(5), request("a")).unwrap());
    assert_eq!((first.output, first.changed.is_empty()), (again.output, false));
    assert!(again.changed.is_empty());
    for refused in [
        venue.unchanged(|| venue.desk().run(venue.staff, extend(6), request("a"))).map(drop),
        venue
            .unchanged(|| {
                venue.desk().run(
                    venue.staff,
                    CreateCustomer { name: "Eve".into(), phone: None, email: None },
                    request("a"),
                )
            })
            .map(drop),
    ] {
        assert_eq!(refused.unwrap_err().code, Code::RequestIdReused);
    }
    venue.desk().run(venue.staff, extend(5), request("b")).unwrap();
    assert_eq!(account(&venue, session_id).added_ms.0, 10 * MINUTE);
    for bad in ["", &*"x".repeat(101)] {
        assert_eq!(venue.desk().run(venue.staff, extend(5), request(bad)).unwrap_err().code, Code::BadInput);
    }
}

#[test]
fn a_request_is_known_by_all_of_its_input() {
    let venue = Venue::new();
    let Caller::Operator(operator_id) = venue.staff else { unreachable!() };
    let sign_in = |pin: &str| venue.desk().run(Caller::Nobody, SignIn { operator_id, pin: pin.into() }, request("pin"));
    sign_in("7391").unwrap();
    sign_in("7391").unwrap();
    assert_eq!(sign_in("7392").unwrap_err().code, Code::RequestIdReused, "another PIN is another request");
    let kept: String = venue.value("SELECT group_concat(body_sha256 || output) FROM requests");
    assert!(!kept.contains("7391"));
    let codes = [(); 2].map(|()| venue.invoice(&venue.sale(60)).validation_code);
    let scan = |code: &str| {
        let read =
            ReadCode { text: code.into(), source: ScanSource::Usb, activate: false, start: false, station_id: None };
        venue.desk().run(venue.staff, read, request("scan"))
    };
    scan(&codes[0]).unwrap();
    assert_eq!(scan(&codes[1]).unwrap_err().code, Code::RequestIdReused, "another code is another request");
}

#[test]
fn one_request_sent_by_sixteen_threads_is_done_once() {
    let venue = Venue::new();
    let session_id = venue.running(60).session_id;
    let start = Barrier::new(16);
    thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                start.wait();
                let extend = ExtendSession { session_id, minutes: 5, reason: "once".into() };
                venue.desk().run(venue.staff, extend, request("once")).unwrap();
            });
        }
    });
    assert_eq!(account(&venue, session_id).added_ms.0, 5 * MINUTE);
}

/// Jobs that wait together share a commit; a refusal or a fault among them is its own.
#[test]
fn those_that_share_a_commit_are_answered_each_by_itself() {
    let venue = Venue::new();
    let (hold, held) = mpsc::channel::<()>();
    let (entered, inside) = mpsc::channel();
    let desk = Arc::clone(venue.desk());
    let blocking = thread::spawn(move || {
        desk.engine().write(move |_| {
            entered.send(()).unwrap();
            held.recv().unwrap();
            Ok::<_, Failure>(())
        })
    });
    inside.recv().unwrap();
    // The writer stands inside the first job: all these wait, and go into one transaction together.
    let outcomes: Vec<(usize, Result<(), Code>)> = thread::scope(|scope| {
        let waiting: Vec<_> = (0..30)
            .map(|hand| {
                let (desk, staff) = (venue.desk(), venue.staff);
                scope.spawn(move || {
                    let outcome = match hand % 3 {
                        0 => {
                            let name = format!("Guest {hand}");
                            desk.run(staff, CreateCustomer { name, phone: None, email: None }, None)
                                .map(drop)
                                .map_err(|error| error.code)
                        }
                        1 => {
                            let enter = ActivateInvoice {
                                invoice_id: InvoiceId(999),
                                start: true,
                                station_id: None,
                                let_in_late: false,
                            };
                            desk.run(staff, enter, None).map(drop).map_err(|error| error.code)
                        }
                        _ => {
                            let faulty = desk.engine().write::<(), Failure>(|books| {
                                books.execute("INSERT INTO users (username) VALUES ('half')", []).unwrap();
                                panic!("a fault on purpose");
                            });
                            faulty.map_err(|failure| comptoir_core::door::DoorError::from(failure).code)
                        }
                    };
                    (hand, outcome)
                })
            })
            .collect();
        thread::sleep(std::time::Duration::from_millis(100));
        hold.send(()).unwrap();
        waiting.into_iter().map(|waiting| waiting.join().unwrap()).collect()
    });
    blocking.join().unwrap().unwrap();
    let mut tally: HashMap<Result<(), Code>, usize> = HashMap::new();
    for (_, outcome) in outcomes {
        *tally.entry(outcome).or_default() += 1;
    }
    assert_eq!(tally, HashMap::from([(Ok(()), 10), (Err(Code::InvoiceUnknown), 10), (Err(Code::Internal), 10)]));
    let search = |text: &str| venue.ask(SearchCustomers { text: text.into(), limit: Some(50) }).len();
    assert_eq!((search("guest"), search("half")), (10, 0), "every answer is in the books, and no half of a fault");
}

#[test]
fn a_fault_in_a_job_is_undone_and_the_desk_goes_on() {
    let venue = Venue::new();
    let outcome = venue.unchanged(|| {
        venue.desk().engine().write::<(), StoreError>(|books| {
            books.execute("DELETE FROM settings", []).unwrap();
            books.execute("INSERT INTO users (username) VALUES ('half')", []).unwrap();
            panic!("a fault on purpose");
        })
    });
    assert!(matches!(outcome, Err(StoreError::Fault(text)) if text.contains("on purpose")));
    venue.customer("Awa Diop");
}

#[test]
fn sixteen_desks_on_one_folder_never_tell_anybody_that_it_is_busy() {
    let venue = Venue::new();
    let desks: Vec<_> = (0..4).map(|_| venue.open_another().unwrap()).collect();
    thread::scope(|scope| {
        for hand in 0..16_usize {
            let (desk, staff) = (&desks[hand % 4], venue.staff);
            scope.spawn(move || {
                for turn in 0..10 {
                    let name = format!("Hand {hand} turn {turn}");
                    desk.run(staff, CreateCustomer { name, phone: None, email: None }, None).unwrap();
                }
            });
        }
    });
    assert_eq!(venue.value::<i64>("SELECT COUNT(*) FROM users"), 160);
    let audited = venue.ask(ReadAudit {
        page: comptoir_core::desk::model::Page { limit: Some(500), offset: None },
        ..ReadAudit::default()
    });
    assert_eq!(audited.iter().filter(|row| row.command == "customer.create").count(), 160);
    let chain = venue.ask(VerifyChain {});
    assert_eq!((chain.first_broken_seq, chain.rows_verified), (None, audited.len() as i64));
}

#[test]
fn a_desk_is_told_what_changed_and_that_others_wrote() {
    let venue = Venue::new();
    let (told, heard) = mpsc::channel();
    venue.desk().subscribe(Box::new(move |changes| told.send(changes.kinds().count()).unwrap()));
    venue.customer("Awa Diop");
    assert_eq!(heard.recv_timeout(std::time::Duration::from_secs(5)), Ok(1), "customers");
    venue.sql("INSERT INTO users (username) VALUES ('from outside')").unwrap();
    let everything = comptoir_core::door::Kind::ALL.len();
    assert_eq!(heard.recv_timeout(std::time::Duration::from_secs(5)), Ok(everything), "nobody can say what");
}

#[test]
fn answers_are_remembered_for_a_week() {
    let venue = Venue::new();
    let session_id = venue.running(60).session_id;
    let extend = || {
        let extend = ExtendSession { session_id, minutes: 5, reason: "late start".into() };
        venue
            .desk()
            .run(venue.staff, extend, request("a"))
            .map(|reply| reply.changed.is_empty())
            .map_err(|error| error.code)
    };
    assert_eq!(extend(), Ok(false));
    let next_keeper = || TakeOver { holder: "next".into(), keeps: true };
    venue.minutes_pass(7 * 24 * 60);
    venue.run_as(Caller::System, next_keeper()).unwrap();
    assert_eq!(extend(), Ok(true), "the answer of a week ago");
    venue.minutes_pass(1);
    venue.run_as(Caller::System, next_keeper()).unwrap();
    assert_eq!(extend(), Err(Code::SessionOver), "forgotten: tried anew");
}

#[test]
fn thirty_two_guesses_at_once_are_five() {
    let venue = Venue::new();
    let start = Barrier::new(32);
    let codes: Vec<Code> = thread::scope(|scope| {
        let guesses: Vec<_> = (0..32)
            .map(|guess| {
                let (venue, start) = (&venue, &start);
                scope.spawn(move || {
                    start.wait();
                    venue.sign_in(venue.staff, &format!("{:04}", 2000 + guess * 7)).unwrap_err().code
                })
            })
            .collect();
        guesses.into_iter().map(|guess| guess.join().unwrap()).collect()
    });
    let wrong = codes.iter().filter(|code| **code == Code::WrongPin).count();
    let locked = codes.iter().filter(|code| **code == Code::PinLocked).count();
    assert_eq!((wrong, locked), (5, 27));
}

/// The last seat, two hundred times: a hundred counters at two desks of one folder, every one of them at once. One gets it.
#[test]
fn a_hundred_counters_and_the_last_seat() {
    const ROUNDS: usize = 200;
    const HANDS: usize = 100;
    let venue = Venue::new();
    // Another process draws other ids.
    let other = Desk::open(Opening {
        folder: DataFolder::prepare(venue.folder.path()).unwrap(),
        clock: venue.clock.clone(),
        chance: Arc::new(OsChance),
        on_damage: OnDamage::SetAsideAndStop,
    })
    .unwrap();
    let customer_id = venue.customer("Awa Diop");
    let sessions: Vec<_> = (0..ROUNDS)
        .map(|_| {
            let id = venue.immersion(8);
            venue.book_seats(&id, customer_id, 7, true).unwrap();
            id
        })
        .collect();
    let start = Barrier::new(HANDS);
    let outcomes: Vec<Vec<Result<(), Code>>> = thread::scope(|scope| {
        let hands: Vec<_> = (0..HANDS)
            .map(|hand| {
                let desk = if hand % 2 == 0 { venue.desk() } else { &other };
                let (sessions, start, staff) = (&sessions, &start, venue.staff);
                scope.spawn(move || {
                    let book = |immersion_id: &ImmersionId| {
                        start.wait();
                        let book = BookSeats {
                            immersion_id: immersion_id.clone(),
                            customer_id,
                            seats: 1,
                            payment_method: Some(PaymentMethod::Cash),
                            // Half of them pay, half of them only hold: it is one seat all the same.
                            paid: hand % 3 != 0,
                            amount_cents: None,
                            reference: None,
                            note: None,
                        };
                        desk.run(staff, book, None).map(drop).map_err(|error| error.code)
                    };
                    sessions.iter().map(book).collect()
                })
            })
            .collect();
        hands.into_iter().map(|hand| hand.join().unwrap()).collect()
    });
    for round in 0..ROUNDS {
        let won = outcomes.iter().filter(|hand| hand[round].is_ok()).count();
        let full = outcomes.iter().filter(|hand| hand[round] == Err(Code::ImmersionFull)).count();
        assert_eq!((won, full), (1, HANDS - 1), "round {round}");
    }
    assert_eq!(
        venue.value::<i64>("SELECT COUNT(*) FROM immersion_sessions WHERE reserved_places = 8 AND status = 'full'"),
        200
    );
    venue.assert_seats_sound();
    assert_eq!(venue.ask(VerifyChain {}).first_broken_seq, None);
}
