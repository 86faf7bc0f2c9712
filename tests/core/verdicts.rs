//! Thirteen verdicts, every form a code can come in, and what is no code at all. Every scan ends in one verdict and one row.

use crate::support::Venue;
use comptoir_core::base::{Millis, StationId};
use comptoir_core::customers::BlockCustomer;
use comptoir_core::desk::DeskOverview;
use comptoir_core::door::Code;
use comptoir_core::sales::model::Invoice;
use comptoir_core::sales::{BlockInvoice, RefundPurchase, svg_path};
use comptoir_core::scanning::{ReadCode, RecentScans, ScanSource, ScansOfCode, Verdict, recognise, repairs};
use comptoir_core::sessions::{TerminateSession, UnusedTime};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

type Prepare = fn(&Venue) -> String;

fn issued(venue: &Venue) -> Invoice {
    venue.invoice(&venue.sale(60))
}

fn window(venue: &Venue, from: i64, until: i64) -> String {
    venue.invoice(&venue.reserved(from, until, None).unwrap()).qr_text
}

#[test]
fn every_verdict_is_reached_and_kept() {
    let reached: [(Verdict, Prepare); 15] = [
        (Verdict::Ok, |venue| issued(venue).qr_text),
        (Verdict::AlreadyActive, |venue| {
            let invoice = issued(venue);
            venue.activate(invoice.invoice_id, false).unwrap();
            invoice.qr_text
        }),
        (Verdict::AlreadyUsed, |venue| {
            let invoice = issued(venue);
            let session_id = venue.activate(invoice.invoice_id, true).unwrap().session_id;
            venue.run(TerminateSession { session_id, reason: "test".into(), unused: UnusedTime::Forfeit }).unwrap();
            invoice.qr_text
        }),
        (Verdict::Unpaid, |venue| {
            // Only damage leaves a paper for a sale that is not paid.
            let invoice = issued(venue);
            let undo = format!("UPDATE purchases SET payment_status = 'pending' WHERE id = {}", invoice.purchase_id);
            venue.damage(&undo).unwrap();
            invoice.qr_text
        }),
        (Verdict::Cancelled, |venue| {
            let invoice = issued(venue);
            venue.sql(&format!("UPDATE invoices SET status = 'cancelled' WHERE id = {}", invoice.invoice_id)).unwrap();
            invoice.qr_text
        }),
        (Verdict::Refunded, |venue| {
            let invoice = issued(venue);
            venue
                .manage(RefundPurchase { purchase_id: invoice.purchase_id, reason: "test".into(), to_wallet: false })
                .unwrap();
            invoice.qr_text
        }),
        (Verdict::Expired, |venue| {
            let invoice = issued(venue);
            venue.minutes_pass(90 * 24 * 60);
            invoice.qr_text
        }),
        (Verdict::Expired, |venue| {
            let invoice = issued(venue);
            venue.minutes_pass(90 * 24 * 60);
            venue.count_down();
            invoice.qr_text
        }),
        (Verdict::TooEarly, |venue| window(venue, 60, 120)),
        (Verdict::TooLate, |venue| {
            let text = window(venue, 60, 120);
            venue.minutes_pass(120);
            text
        }),
        (Verdict::Blocked, |venue| {
            let invoice = issued(venue);
            venue.manage(BlockInvoice { invoice_id: invoice.invoice_id, reason: "disputed".into() }).unwrap();
            invoice.qr_text
        }),
        (Verdict::Blocked, |venue| {
            let invoice = issued(venue);
            venue.manage(BlockCustomer { customer_id: invoice.customer_id, reason: "banned".into() }).unwrap();
            invoice.qr_text
        }),
        (Verdict::ForeignQr, |_| "F;NIM;TEST01;1234567890".into()),
        (Verdict::Unknown, |_| "CPT1:F000001:00000000000000000000".into()),
        (Verdict::Malformed, |_| "hello".into()),
    ];
    for verdict in Verdict::ALL {
        assert!(reached.iter().any(|(wanted, _)| wanted == verdict), "{verdict} has no row");
    }
    for (wanted, prepare) in reached {
        let venue = Venue::new();
        let text = prepare(&venue);
        let answer = venue.scan(&text);
        assert_eq!(answer.verdict, wanted, "{text}");
        let kept = venue.ask(RecentScans::default());
        let row = (kept.len(), kept[0].verdict, kept[0].scan_id, kept[0].source, kept[0].operator_name.as_deref());
        assert_eq!(row, (1, wanted, answer.scan_id, ScanSource::Typed, Some("Koffi")), "{text}");
        let is_ours = !matches!(wanted, Verdict::ForeignQr | Verdict::Unknown | Verdict::Malformed);
        assert_eq!(answer.invoice.is_some(), is_ours, "{text}");
    }
}

/// What an AZERTY desk types for what a US scanner sends.
fn on_azerty(sent: &str) -> String {
    let keys = [("1234567890", "&é\"'(-è_çà"), ("AQZWM:", "QAWZ?M"), ("aqzwm", "qawz,")];
    let typed = |letter| {
        keys.iter()
            .find_map(|(us, french)| us.chars().zip(french.chars()).find(|(us, _)| *us == letter))
            .map(|pair| pair.1)
    };
    sent.chars().map(|letter| typed(letter).unwrap_or(letter)).collect()
}

#[test]
fn every_form_of_one_code_means_the_same_invoice() {
    let venue = Venue::new();
    let invoice = issued(&venue);
    let (number, code) = (&invoice.invoice_number, &invoice.validation_code);
    for (text, is_repaired) in [
        (invoice.qr_text.clone(), false),
        (invoice.qr_text.to_lowercase(), false),
        (format!("  {}\r\n", invoice.qr_text), false),
        (format!("\u{feff}{}\u{1b}", invoice.qr_text), false),
        (code.clone(), false),
        (code.to_lowercase(), false),
        (format!(r#"{{"validation_code":"{code}"}}"#), false),
        (format!(r#" {{"invoice_id": 999, "shop": {{}}, "validation_code": " {code} "}} "#), false),
        (format!("https://shop.example/scan?code={code}"), false),
        (format!("http://shop.example/?a=b&validation_code={code}&code=OTHER123#x"), false),
        (on_azerty(&invoice.qr_text), true),
        (on_azerty(&invoice.qr_text.to_lowercase()), true),
        (on_azerty(code), true),
        (on_azerty(&format!("cpt1:{number}:{code}")), true),
    ] {
        let answer = venue.scan(&text);
        assert_eq!((answer.verdict, answer.repaired), (Verdict::Ok, is_repaired), "{text:?}");
        assert_eq!(answer.invoice.unwrap().invoice_id, invoice.invoice_id, "{text:?}");
    }
    assert_eq!(venue.ask(RecentScans::default()).len(), 14);
    let by_code = venue.ask(ScansOfCode { validation_code: code.clone() });
    assert_eq!(by_code.len(), 14, "however it was typed, the log has it under the code of the books");
}

#[test]
fn codes_of_the_older_shops_are_read() {
    let venue = Venue::new();
    let invoice = issued(&venue);
    venue
        .sql(&format!("UPDATE invoices SET validation_code = 'Game-2024_a1.b2' WHERE id = {}", invoice.invoice_id))
        .unwrap();
    for text in
        ["Game-2024_a1.b2", r#"{"validation_code":"Game-2024_a1.b2"}"#, "https://x.example/?code=Game%2D2024_a1.b2"]
    {
        assert_eq!(venue.scan(text).verdict, Verdict::Ok, "{text}");
    }
}

#[test]
fn a_mangled_text_is_repaired_only_into_what_the_books_hold() {
    let venue = Venue::new();
    let elsewhere = "CPT1:F000001:0123456789ABCDEF0123";
    let answer = venue.scan(&on_azerty(elsewhere));
    assert!(!answer.repaired && answer.verdict != Verdict::Ok && answer.invoice.is_none(), "{answer:?}");
    // The code of one invoice under the number of another is nobody's.
    let (one, two) = (issued(&venue), issued(&venue));
    let mixed = format!("CPT1:{}:{}", one.invoice_number, two.validation_code);
    for text in [mixed.clone(), on_azerty(&mixed)] {
        assert!(venue.scan(&text).invoice.is_none(), "{text}");
    }
}

#[test]
fn hostile_texts_end_in_a_verdict_and_harm_nothing() {
    let another_venue = Venue::new();
    let foreign_code = issued(&another_venue).qr_text;
    let venue = Venue::new();
    issued(&venue);
    let invoices = venue.value::<String>("SELECT group_concat(status || validation_code) FROM invoices");
    let ten_kilobytes = "A1".repeat(5_000);
    let texts: [(&str, Verdict); 16] = [
        ("", Verdict::Malformed),
        ("   \t\r\n", Verdict::Malformed),
        ("\u{0}", Verdict::Malformed),
        ("CPT1:F000001:\u{7}0123456789", Verdict::Malformed),
        (&ten_kilobytes, Verdict::Malformed),
        ("'; DROP TABLE invoices; --", Verdict::ForeignQr),
        ("' OR '1'='1", Verdict::Malformed),
        ("CPT1:F000001:' OR 1=1 --", Verdict::Malformed),
        ("%00%00%00%00", Verdict::Malformed),
        ("CPT1::::", Verdict::Malformed),
        ("{\"validation_code\":", Verdict::Malformed),
        ("https://example.com/?code=", Verdict::Malformed),
        ("https://example.com/", Verdict::ForeignQr),
        ("WIFI:S:venue;T:WPA;P:secret;;", Verdict::ForeignQr),
        ("🎮🎮🎮🎮🎮🎮🎮🎮", Verdict::Malformed),
        (&foreign_code, Verdict::Unknown),
    ];
    for (text, verdict) in texts {
        let answer = venue.scan(text);
        assert_eq!(answer.verdict, verdict, "{:?}", text.chars().take(40).collect::<String>());
        assert!(answer.read.chars().count() <= 80 && !answer.read.chars().any(char::is_control), "{:?}", answer.read);
    }
    assert_eq!(venue.ask(RecentScans::default()).len(), 16, "every one is kept");
    assert_eq!(venue.value::<String>("SELECT group_concat(status || validation_code) FROM invoices"), invoices);
    assert!(!venue.ask(DeskOverview {}).is_first_start);
}

/// Anything: text of any kind, and true codes with some of their letters changed, doubled or lost.
fn anything(code: &str) -> impl Strategy<Value = String> + use<> {
    let code: Vec<char> = code.chars().collect();
    let mangled = prop::collection::vec((0..code.len(), any::<char>(), 0_u8..3), 0..4).prop_map(move |slips| {
        let mut code = code.clone();
        for (at, letter, kind) in slips {
            match kind {
                0 => code[at] = letter,
                1 => code.insert(at, letter),
                _ => code[at] = ' ',
            }
        }
        code.into_iter().collect()
    });
    prop_oneof![
        any::<String>(),
        mangled,
        "[ -~]{0,200}",
        "CPT1:[A-Z0-9]{0,30}:[A-Z0-9]{0,30}",
        "\\{\"validation_code\": ?\".{0,30}\"\\}"
    ]
}

#[test]
fn any_text_ends_in_one_verdict_and_one_row() {
    let venue = Venue::new();
    let invoice = issued(&venue);
    let mut runner = TestRunner::new(Config { cases: 300, failure_persistence: None, ..Config::default() });
    let mut read = 0;
    let scanned = std::cell::RefCell::new(&mut read);
    let outcome = runner.run(&anything(&invoice.qr_text), |text| {
        let answer = venue.scan(&text);
        **scanned.borrow_mut() += 1;
        prop_assert_eq!(answer.invoice.is_some(), answer.verdict == Verdict::Ok, "{:?}", text);
        prop_assert!(answer.read.chars().count() <= 100);
        Ok(())
    });
    outcome.unwrap();
    assert_eq!(venue.value::<i64>("SELECT COUNT(*) FROM invoice_scans"), read);
    let mut runner = TestRunner::new(Config { cases: 5_000, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&anything(&invoice.qr_text), |text| {
        // Neither may ever fail, whatever a camera or a keyboard sends.
        let _form = recognise(&text);
        prop_assert!(repairs(&text).len() <= 4 && !repairs(&text).contains(&text));
        Ok(())
    });
    outcome.unwrap();
}

#[test]
fn the_first_reason_wins() {
    let past = "'2026-01-01T00:00:00.000Z'";
    let window = |from: &str, until: &str| {
        format!(
            "INSERT INTO game_reservations (purchase_id, starts_at, ends_at) SELECT id, '{from}', '{until}' FROM purchases"
        )
    };
    // Verdict, the column it is written in (two of one column exclude each other), and how it comes about. The order is the precedence.
    let reasons = [
        (Verdict::Blocked, "user", "UPDATE users SET is_blocked = 1".to_owned()),
        (Verdict::Blocked, "block", "UPDATE invoices SET is_blocked = 1".to_owned()),
        (Verdict::Refunded, "payment", "UPDATE purchases SET payment_status = 'refunded'".to_owned()),
        (Verdict::Cancelled, "payment", "UPDATE purchases SET payment_status = 'cancelled'".to_owned()),
        (Verdict::Cancelled, "invoice", "UPDATE invoices SET status = 'cancelled'".to_owned()),
        (Verdict::Unpaid, "payment", "UPDATE purchases SET payment_status = 'pending'".to_owned()),
        (Verdict::Unpaid, "payment", "UPDATE purchases SET payment_status = 'failed'".to_owned()),
        (Verdict::AlreadyUsed, "invoice", "UPDATE invoices SET status = 'used'".to_owned()),
        (Verdict::AlreadyActive, "invoice", "UPDATE invoices SET status = 'active'".to_owned()),
        (Verdict::Expired, "invoice", "UPDATE invoices SET status = 'expired'".to_owned()),
        (Verdict::Expired, "expiry", format!("UPDATE invoices SET expires_at = {past}")),
        (Verdict::TooEarly, "window", window("2026-03-10T13:00:00.000Z", "2026-03-10T14:00:00.000Z")),
        (Verdict::TooLate, "window", window("2026-03-10T10:00:00.000Z", "2026-03-10T11:00:00.000Z")),
    ];
    let venue = Venue::new();
    let invoice = issued(&venue);
    let afresh = "UPDATE users SET is_blocked = 0; UPDATE purchases SET payment_status = 'completed'; DELETE FROM game_reservations;
        UPDATE invoices SET is_blocked = 0, status = 'pending', expires_at = NULL;";
    for (place, (verdict, column, sql)) in reasons.iter().enumerate() {
        for (_, other_column, other_sql) in &reasons[place..] {
            let both = if column == other_column { String::new() } else { other_sql.clone() };
            venue.damage(&format!("{afresh} {sql}; {both}")).unwrap();
            assert_eq!(venue.scan(&invoice.qr_text).verdict, *verdict, "{sql} + {both}");
        }
    }
}

#[test]
fn staff_are_told_who_what_since_when_and_by_whom() {
    let venue = Venue::new();
    let invoice = issued(&venue);
    let activated_at = venue.now();
    venue.activate(invoice.invoice_id, true).unwrap();
    venue.minutes_pass(20);
    let answer = venue.scan(&invoice.qr_text);
    let told = answer.invoice.unwrap();
    assert_eq!((told.customer_name.as_str(), told.duration_minutes, told.since), ("Awa Diop", 60, Some(activated_at)));
    assert_eq!(told.by.as_deref(), Some("Koffi"));
    assert_eq!(answer.session.unwrap().remaining_ms, Millis::from_minutes(40));
}

#[test]
fn a_scan_alone_lets_nobody_in_unless_the_setting_says_so() {
    let venue = Venue::new();
    let invoice = issued(&venue);
    assert!(venue.scan(&invoice.qr_text).session.is_none());
    assert_eq!(venue.value::<i64>("SELECT COUNT(*) FROM active_game_sessions_v2"), 0);
    venue.set("scan.start_on_scan", true).unwrap();
    let session = venue.scan(&invoice.qr_text).session.unwrap();
    assert_eq!(session.status.word(), "active");
}

#[test]
fn a_scan_stays_in_the_log_though_its_place_is_refused() {
    let venue = Venue::new();
    let invoice = issued(&venue);
    let station_id = Some(StationId(999));
    let read =
        ReadCode { text: invoice.qr_text.clone(), source: ScanSource::Camera, activate: true, start: true, station_id };
    assert_eq!(venue.refused(read), Code::StationUnknown);
    let kept = venue.ask(RecentScans::default());
    assert_eq!((kept.len(), kept[0].verdict), (1, Verdict::Ok));
    assert_eq!(venue.scan(&invoice.qr_text).verdict, Verdict::Ok, "nobody was let in");
}

#[test]
fn the_drawn_code_is_that_of_its_text_and_small() {
    let venue = Venue::new();
    let invoice = issued(&venue);
    assert_eq!(svg_path(&invoice.qr_text).unwrap(), invoice.qr);
    let modules_of_version_3 = 29 + 8;
    assert!(invoice.qr.modules <= modules_of_version_3, "{}", invoice.qr.modules);
}
