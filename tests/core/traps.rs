//! What broke in the designs that this desk replaces, row by row: M1 to M16, S1 and S2 here, W1 to W6 beside it. Each was seen
//! happening; none may happen here.

mod wallets;

use crate::immersion_payments::Checkout;
use crate::support::Venue;
use comptoir_core::base::{Millis, SessionId};
use comptoir_core::door::{Caller, Code};
use comptoir_core::monitor::{MismatchCount, Repair, RunChecks};
use comptoir_core::sales::model::{InvoiceStatus, SyncStatus};
use comptoir_core::sales::{RefundPurchase, ShowPurchase};
use comptoir_core::scanning::{RecentScans, Verdict};
use comptoir_core::sessions::model::SessionStatus;
use comptoir_core::sessions::{CleanUp, CountDown, PauseSession, ResumeSession, TerminateSession, UnusedTime};
use std::thread;

fn terminate(session_id: SessionId) -> TerminateSession {
    TerminateSession { session_id, reason: "test".into(), unused: UnusedTime::Forfeit }
}

/// MySQL refuses a trigger that updates the table it fires on. SQLite allows it: one statement from outside does all.
#[test]
fn m01_payment_invoice_and_mirror_are_one_statement() {
    let venue = Venue::new();
    let purchase_id = venue.unpaid(60).purchase.purchase_id;
    venue.sql(&format!("UPDATE purchases SET payment_status = 'completed' WHERE id = {purchase_id}")).unwrap();
    let shown = venue.ask(ShowPurchase { purchase_id }).purchase;
    assert_eq!(shown.session_status.as_deref(), Some("pending"));
    assert_eq!(shown.invoice_status, Some(InvoiceStatus::Pending));
    assert!(shown.paid_at.is_some());
}

#[test]
fn m02_one_list_of_states_and_no_half_way() {
    let venue = Venue::new();
    let schema: String = venue.value("SELECT group_concat(sql, ' ') FROM sqlite_master WHERE type = 'table'");
    let all: Vec<String> = SessionStatus::ALL.iter().map(|status| format!("'{}'", status.word())).collect();
    let list = all.join(", ");
    let mirrored = schema.matches(&list).count();
    // the sessions themselves, the mirror and its truth
    assert_eq!(mirrored, 3, "every CHECK of a session's status has the whole list");
    for word in ["", "running", "ACTIVE"] {
        let session = venue.running(60).session_id;
        let update = format!("UPDATE active_game_sessions_v2 SET status = '{word}' WHERE id = {session}");
        assert!(venue.unchanged(|| venue.sql(&update)).is_err(), "{word:?}");
    }
    // An activation that fails at its very last step has done nothing at all.
    let invoice_id = venue.invoice_id(&venue.sale(60));
    venue
        .sql("CREATE TRIGGER fails BEFORE INSERT ON session_events WHEN NEW.event = 'started' BEGIN SELECT RAISE(ABORT, 'no'); END")
        .unwrap();
    assert!(venue.unchanged(|| venue.activate(invoice_id, true)).is_err());
    venue.sql("DROP TRIGGER fails").unwrap();
    assert_eq!(venue.activate(invoice_id, true).unwrap().status, SessionStatus::Active);
}

#[test]
fn m03_every_verdict_can_be_stored_and_every_scan_is() {
    let venue = Venue::new();
    for verdict in Verdict::ALL {
        let insert = "INSERT INTO invoice_scans (validation_code, source, verdict) VALUES ('x', 'typed', ?1)";
        venue.outside().execute(insert, [verdict]).unwrap();
    }
    let sale = venue.sale(60);
    let invoice = venue.invoice(&sale);
    venue.activate(invoice.invoice_id, true).unwrap();
    assert_eq!(venue.scan(&invoice.qr_text).verdict, Verdict::AlreadyActive);
    let newest = venue.ask(RecentScans::default()).swap_remove(0);
    assert_eq!((newest.verdict, newest.invoice_number), (Verdict::AlreadyActive, Some(invoice.invoice_number)));
}

#[test]
fn m04_invoice_numbers_grow_past_every_padding() {
    let venue = Venue::new();
    for (last, numbers) in [(99_998, ["F099999", "F100000", "F100001"]), (999_998, ["F999999", "F1000000", "F1000001"])]
    {
        let filler = venue.sale(60).purchase.purchase_id;
        let code = format!("FILLER{last}");
        // The filler's paper stands for all those before it.
        venue
            .sql(&format!(
                "INSERT INTO purchases (user_id, game_name, duration_minutes, price_cents, currency)
                 SELECT user_id, game_name, 60, 0, 'XOF' FROM purchases WHERE id = {filler};
                 INSERT INTO invoices (id, invoice_number, validation_code, purchase_id, user_id, game_name, duration_minutes, amount_cents, currency)
                 SELECT {last}, '{code}', '{code}', MAX(id), MAX(user_id), 'x', 60, 0, 'XOF' FROM purchases"
            ))
            .unwrap();
        let issued = [(); 3].map(|()| venue.invoice(&venue.sale(60)));
        assert_eq!(issued.each_ref().map(|invoice| invoice.invoice_number.as_str()), numbers);
        for invoice in issued {
            assert_eq!(venue.scan(&invoice.qr_text).verdict, Verdict::Ok, "{}", invoice.qr_text);
        }
    }
}

/// Whoever takes old sessions away: the cleanup, or the weekly DELETE of the guides.
#[test]
fn m05_old_sessions_are_archived_and_stay_in_agreement() {
    const WEEKLY: &str = "DELETE FROM active_game_sessions_v2 WHERE status IN ('completed', 'terminated')";
    type Sweep = fn(&Venue);
    let sweeps: [(&str, Sweep); 2] = [
        ("cleanup", |venue| assert_eq!(venue.manage(CleanUp { older_than_days: Some(30) }).unwrap().sessions, 1)),
        ("weekly delete", |venue| venue.sql(WEEKLY).unwrap()),
    ];
    for (name, sweep) in sweeps {
        let venue = Venue::new();
        let session = venue.running(60);
        venue.minutes_pass(31 * 24 * 60);
        venue.count_down();
        let events = venue.events(session.session_id);
        sweep(&venue);
        assert_eq!(venue.value::<i64>("SELECT COUNT(*) FROM active_game_sessions_v2"), 0, "{name}");
        assert!(venue.manage(Repair::default()).unwrap().changes.is_empty(), "{name}");
        let shown = venue.ask(ShowPurchase { purchase_id: session.purchase_id }).purchase;
        assert_eq!(
            (shown.session_status.as_deref(), shown.sync_status),
            (Some("completed"), SyncStatus::Synced),
            "{name}"
        );
        assert_eq!(venue.events(session.session_id), events, "{name}");
    }
}

#[test]
fn m06_a_countdown_at_any_rate_gives_the_same_minutes() {
    for (every_seconds, ticks) in [(1, 1_900), (7, 300), (90, 21), (3_600, 1)] {
        let venue = Venue::new();
        let session = venue.running(30);
        for _ in 0..ticks {
            venue.seconds_pass(every_seconds);
            venue.count_down();
        }
        let ended = venue.card(session.session_id);
        assert_eq!(
            (ended.status, ended.completed_at),
            (SessionStatus::Completed, session.ends_at),
            "{every_seconds} s"
        );
        assert_eq!(ended.played_ms, Millis::from_minutes(30), "{every_seconds} s");
        assert_eq!(venue.events(session.session_id), ["created", "started", "completed"]);
    }
}

#[test]
fn m07_every_end_takes_session_invoice_purchase_and_event_along() {
    type End = fn(&Venue, SessionId);
    let ends: [(&str, &str, End); 6] = [
        ("time is up", "completed", |venue, _| {
            venue.minutes_pass(61);
            venue.count_down();
        }),
        ("up past its validity", "completed", |venue, _| {
            venue.minutes_pass(400 * 24 * 60);
            venue.count_down();
        }),
        ("paused past its validity, then played", "completed", |venue, session_id| {
            venue.run(PauseSession { session_id, reason: None }).unwrap();
            venue.minutes_pass(400 * 24 * 60);
            venue.count_down();
            assert_eq!(venue.status(session_id), "paused", "paid time waits");
            venue.run(ResumeSession { session_id }).unwrap();
            venue.minutes_pass(61);
            venue.count_down();
        }),
        ("terminated", "terminated", |venue, session_id| {
            venue.run(terminate(session_id)).unwrap();
        }),
        ("ended from outside", "completed", |venue, session_id| {
            venue
                .sql(&format!("UPDATE active_game_sessions_v2 SET status = 'completed' WHERE id = {session_id}"))
                .unwrap();
        }),
        ("terminated from outside while paused", "terminated", |venue, session_id| {
            venue.run(PauseSession { session_id, reason: None }).unwrap();
            venue
                .sql(&format!("UPDATE active_game_sessions_v2 SET status = 'terminated' WHERE id = {session_id}"))
                .unwrap();
        }),
    ];
    for (name, status, end) in ends {
        let venue = Venue::new();
        let session = venue.running(60);
        end(&venue, session.session_id);
        assert_over(&venue, session.session_id, status, name);
    }
    // Let in, never begun, past its validity.
    let venue = Venue::new();
    let session = venue.activate(venue.invoice_id(&venue.sale(60)), false).unwrap();
    venue.minutes_pass(91 * 24 * 60);
    assert_eq!(venue.run_as(Caller::System, CountDown {}).unwrap().expired, [session.session_id]);
    assert_over(&venue, session.session_id, "expired", "never begun");
}

fn assert_over(venue: &Venue, session_id: SessionId, status: &str, name: &str) {
    let card = venue.card(session_id);
    let purchase = venue.ask(ShowPurchase { purchase_id: card.purchase_id }).purchase;
    assert_eq!(card.status.word(), status, "{name}");
    assert_eq!(purchase.session_status.as_deref(), Some(status), "{name}");
    assert_eq!(
        (purchase.sync_status, purchase.invoice_status),
        (SyncStatus::Synced, Some(InvoiceStatus::Used)),
        "{name}"
    );
    let events = venue.events(session_id);
    assert_eq!(events.last().map(String::as_str), Some(status), "{name}");
    assert_eq!(events.iter().filter(|event| *event == status).count(), 1, "{name}");
    let wrong: Vec<_> = venue.ask(RunChecks::default()).into_iter().filter(|check| check.count > 0).collect();
    assert!(wrong.is_empty(), "{name}: {wrong:?}");
}

#[test]
fn m08_a_purchase_inserted_already_paid_has_its_invoice() {
    let venue = Venue::new();
    let customer = venue.customer("Awa Diop");
    venue
        .sql(&format!(
            "INSERT INTO purchases (user_id, game_name, duration_minutes, price_cents, currency, payment_method, payment_status)
             VALUES ({customer}, 'FIFA 26', 30, 60000, 'XOF', 'cash', 'completed')"
        ))
        .unwrap();
    let code: String = venue.value("SELECT validation_code FROM invoices");
    assert_eq!(venue.scan(&code).verdict, Verdict::Ok);
    assert_eq!(venue.value::<String>("SELECT session_status FROM purchases"), "pending");
}

#[test]
fn m09_a_refunded_purchase_lets_nobody_in() {
    let venue = Venue::new();
    let sale = venue.sale(60);
    let invoice = venue.invoice(&sale);
    venue
        .manage(RefundPurchase { purchase_id: sale.purchase.purchase_id, reason: "test".into(), to_wallet: false })
        .unwrap();
    assert_eq!(venue.scan(&invoice.qr_text).verdict, Verdict::Refunded);
    let refused = venue.unchanged(|| venue.activate(invoice.invoice_id, true)).unwrap_err();
    assert_eq!(refused.code, Code::InvoiceRefunded);
}

#[test]
fn m10_repair_of_a_refunded_purchase_comes_to_rest() {
    let venue = Venue::new();
    let sale = venue.sale(60);
    let purchase_id = sale.purchase.purchase_id;
    venue.manage(RefundPurchase { purchase_id, reason: "test".into(), to_wallet: false }).unwrap();
    venue.sql(&format!("UPDATE purchases SET session_status = 'active' WHERE id = {purchase_id}")).unwrap();
    let mended = venue.manage(Repair::default()).unwrap();
    assert_eq!((mended.changes.len(), mended.remaining.len()), (1, 0), "{mended:?}");
    assert!(venue.unchanged(|| venue.manage(Repair::default())).unwrap().changes.is_empty());
    assert_eq!(venue.ask(ShowPurchase { purchase_id }).purchase.sync_status, SyncStatus::NoSession);
}

#[test]
fn m11_a_direct_change_of_the_mirror_is_seen_at_once() {
    let venue = Venue::new();
    let session = venue.running(60);
    assert_eq!(venue.ask(MismatchCount {}), 0);
    venue
        .sql(&format!("UPDATE purchases SET session_status = 'completed' WHERE id = {}", session.purchase_id))
        .unwrap();
    assert_eq!(venue.ask(MismatchCount {}), 1);
    let seen: String = venue.value("SELECT sync_status FROM purchase_session_overview");
    assert_eq!(seen, "MISMATCH");
}

#[test]
fn m12_forced_completion_revives_nothing() {
    let venue = Venue::new();
    let force = |id| {
        format!(
            "UPDATE active_game_sessions_v2 SET status = 'completed', used_minutes = total_minutes, completed_at = datetime('now') WHERE id = {id}"
        )
    };
    let terminated = venue.running(60).session_id;
    venue.run(terminate(terminated)).unwrap();
    let refused = venue.unchanged(|| venue.sql(&force(terminated))).unwrap_err();
    assert!(refused.to_string().contains("illegal_session_transition"), "{refused}");
    let running = venue.running(60).session_id;
    venue.sql(&force(running)).unwrap();
    assert_over(&venue, running, "completed", "forced");
}

#[test]
fn m13_the_code_carries_number_and_secret_only() {
    let venue = Venue::new();
    venue.unpaid(30);
    let invoice = venue.invoice(&venue.sale(60));
    assert_ne!(invoice.invoice_id.0, invoice.purchase_id.0, "the two ids must differ for this test");
    assert_eq!(invoice.qr_text, format!("CPT1:{}:{}", invoice.invoice_number, invoice.validation_code));
    // An older shop's code says the purchase's id where the invoice's should be; only the secret counts.
    let old = format!(r#"{{"invoice_id": {}, "validation_code": "{}"}}"#, invoice.purchase_id, invoice.validation_code);
    assert_eq!(venue.scan(&old).invoice.unwrap().invoice_id, invoice.invoice_id);
}

#[test]
fn m14_the_loser_of_two_scans_reads_already_active() {
    let venue = Venue::new();
    let other = venue.open_another().unwrap();
    let invoice_id = venue.invoice_id(&venue.sale(60));
    let activate =
        || comptoir_core::sessions::ActivateInvoice { invoice_id, start: true, station_id: None, let_in_late: false };
    let (one, two) = thread::scope(|scope| {
        let one = scope.spawn(|| venue.run(activate()).map(|card| card.session_id).map_err(|error| error.code));
        let two = scope.spawn(|| {
            other.run(venue.staff, activate(), None).map(|reply| reply.output.session_id).map_err(|error| error.code)
        });
        (one.join().unwrap(), two.join().unwrap())
    });
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    assert_eq!(one.err().or(two.err()), Some(Code::InvoiceAlreadyActive));
}

#[test]
fn m15_ends_are_final_while_a_countdown_runs() {
    let venue = Venue::new();
    let sessions: Vec<SessionId> = (0..30).map(|_| venue.running(10).session_id).collect();
    venue.clock.advance(Millis::from_minutes(10) - Millis(1));
    let terminated: Vec<SessionId> = thread::scope(|scope| {
        let counting = scope.spawn(|| {
            for _ in 0..40 {
                venue.clock.advance(Millis(1));
                venue.count_down();
            }
        });
        let ended = sessions.iter().filter(|id| venue.run(terminate(**id)).is_ok()).copied().collect();
        counting.join().unwrap();
        ended
    });
    for id in &sessions {
        let wanted = if terminated.contains(id) { "terminated" } else { "completed" };
        assert_over(&venue, *id, wanted, "raced");
    }
}

#[test]
fn m16_two_countdowns_write_one_event_each() {
    let venue = Venue::new();
    let other = venue.open_another().unwrap();
    let sessions: Vec<SessionId> = (0..20).map(|_| venue.running(10).session_id).collect();
    venue.minutes_pass(11);
    let counted: usize = thread::scope(|scope| {
        let runs: Vec<_> = (0..8)
            .map(|at| {
                let desk = if at % 2 == 0 { venue.desk() } else { &other };
                scope.spawn(move || desk.run(Caller::System, CountDown {}, None).unwrap().output.completed.len())
            })
            .collect();
        runs.into_iter().map(|run| run.join().unwrap()).sum()
    });
    assert_eq!(counted, sessions.len());
    let events: i64 = venue.value("SELECT COUNT(*) FROM session_events WHERE event = 'completed'");
    assert_eq!(events, 20);
}

/// The same webhook twice, and the provider's other event of the same payment: one booking, one seat.
#[test]
fn s01_the_same_payment_told_again_is_one_booking() {
    let venue = Venue::new();
    let id = venue.immersion(8);
    let checkout = Checkout::of(&id.0, "cs_1");
    for _ in 0..3 {
        venue.stripe(&checkout.event("evt_1", "completed"));
    }
    // The provider may also tell of it under another name: the checkout is the same one.
    venue.stripe(&checkout.event("evt_2", "completed"));
    venue.stripe(&checkout.event("evt_3", "async_payment_succeeded"));
    assert_eq!(venue.all_bookings().len(), 1);
    assert_eq!(venue.taken(&id).0, 1);
    assert_eq!(venue.value::<i64>("SELECT COUNT(*) FROM license_log"), 1);
    let twice = "INSERT INTO immersion_bookings (session_id, user_id, stripe_session_id, status)
                 SELECT session_id, user_id, stripe_session_id, status FROM immersion_bookings";
    assert!(venue.unchanged(|| venue.sql(twice)).unwrap_err().to_string().contains("UNIQUE"), "nor past the inbox");
    venue.assert_seats_sound();
}

/// A hundred payments for eight seats: eight confirmed, ninety-two wait for a person, visibly; and nobody is confirmed before the seat.
#[test]
fn s02_the_seat_decides_and_the_unlucky_payer_waits_visibly() {
    let venue = Venue::new();
    let id = venue.immersion(8);
    for number in 0..100 {
        let (name, email) = (format!("cs_{number}"), format!("payer{number}@example.org"));
        let checkout = Checkout { email: Some(&email), ..Checkout::of(&id.0, &name) };
        venue.stripe(&checkout.event(&format!("evt_{number}"), "completed"));
        venue.assert_seats_sound();
    }
    let session = venue.seats_of(&id);
    assert_eq!((session.confirmed_places, session.undecided, session.free_places), (8, 92, 0));
    let checks = venue.ask(RunChecks { area: Some("immersion".into()) });
    let found = checks.iter().find(|check| check.name == "immersion_paid_without_seat").unwrap();
    assert_eq!((found.count, found.can_repair), (92, false));
    let confirmed =
        "INSERT INTO immersion_bookings (session_id, user_id, status) SELECT session_id, user_id, 'confirmed'
                     FROM immersion_bookings LIMIT 1";
    assert!(venue.unchanged(|| venue.sql(confirmed)).is_err(), "the database knows no ninth");
}
