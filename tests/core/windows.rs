//! Places and windows: one customer at a station, two windows never on one, and who comes when.

use crate::support::Venue;
use comptoir_core::base::{SessionId, StationId};
use comptoir_core::door::{Caller, Code};
use comptoir_core::sales::{ChangeReservation, SaveStation, Window};
use comptoir_core::scanning::Verdict;
use comptoir_core::sessions::{ActivateInvoice, MoveSession, PauseSession, StartSession};

fn retire(venue: &Venue, station: StationId, name: &str) {
    let save = SaveStation {
        station_id: Some(station),
        name: name.into(),
        zone: String::new(),
        is_active: false,
        sort_order: 0,
    };
    venue.manage(save).unwrap();
}

#[test]
fn a_station_holds_one_customer() {
    let venue = Venue::new();
    let [taken, free, retired, kept] = ["PS5-1", "PS5-2", "PS5-3", "PS5-4"].map(|name| venue.station(name));
    retire(&venue, retired, "PS5-3");
    venue.reserved(0, 60, Some(kept)).unwrap();
    let sitting = venue.running(60).session_id;
    let go = |session_id, station| MoveSession { session_id, station_id: Some(station) };
    venue.run(go(sitting, taken)).unwrap();
    for (station, code) in [
        (taken, Some(Code::StationTaken)),
        (retired, Some(Code::StationRetired)),
        (kept, Some(Code::StationReserved)),
        (StationId(999), Some(Code::StationUnknown)),
        (free, None),
    ] {
        let invoice_id = venue.invoice_id(&venue.sale(60));
        let enter = ActivateInvoice { invoice_id, start: true, station_id: Some(station), let_in_late: false };
        let ready = venue.activate(venue.invoice_id(&venue.sale(60)), false).unwrap().session_id;
        let start = StartSession { session_id: ready, station_id: Some(station) };
        if code.is_some() {
            assert_eq!(venue.unchanged(|| venue.run(enter)).err().map(|refused| refused.code), code);
            assert_eq!(venue.unchanged(|| venue.run(start)).err().map(|refused| refused.code), code);
            assert_eq!(venue.unchanged(|| venue.run(go(ready, station))).err().map(|refused| refused.code), code);
        } else {
            assert_eq!(venue.run(enter).unwrap().station_id, Some(station));
            assert_eq!(venue.refused(start), Code::StationTaken);
        }
    }
    // Whoever writes: the index refuses a second one, also while the first is only paused.
    venue.run(PauseSession { session_id: sitting, reason: None }).unwrap();
    let other: i64 =
        venue.value(&format!("SELECT MAX(id) FROM active_game_sessions_v2 WHERE status = 'ready' AND id <> {sitting}"));
    let update = format!("UPDATE active_game_sessions_v2 SET station_id = {taken} WHERE id = {other}");
    assert!(venue.unchanged(|| venue.sql(&update)).is_err());
    assert_eq!(venue.run(go(sitting, taken)).unwrap().station_id, Some(taken), "one's own place is no conflict");
}

#[test]
fn a_window_opens_with_its_grace_and_closes_at_its_end() {
    // Seconds after the sale, and what a scan comes to: a window of 60 to 120 minutes, a grace of 15.
    for (seconds, verdict) in [
        (0, Verdict::TooEarly),
        (45 * 60 - 1, Verdict::TooEarly),
        (45 * 60, Verdict::Ok),
        (60 * 60, Verdict::Ok),
        (120 * 60 - 1, Verdict::Ok),
        (120 * 60, Verdict::TooLate),
        (2_000 * 60, Verdict::TooLate),
    ] {
        let venue = Venue::new();
        let invoice = venue.invoice(&venue.reserved(60, 120, None).unwrap());
        venue.seconds_pass(seconds);
        let answer = venue.scan(&invoice.qr_text);
        assert_eq!(answer.verdict, verdict, "{seconds} s");
        let told = answer.invoice.unwrap();
        let edge = match verdict {
            Verdict::TooEarly => told.window_starts_at,
            Verdict::TooLate => told.window_ends_at,
            _ => None,
        };
        assert_eq!(told.since, edge, "{seconds} s");
    }
    let venue = Venue::new();
    venue.set("reservation.grace_minutes", 0).unwrap();
    let invoice = venue.invoice(&venue.reserved(60, 120, None).unwrap());
    venue.minutes_pass(59);
    assert_eq!(venue.scan(&invoice.qr_text).verdict, Verdict::TooEarly);
}

#[test]
fn after_the_window_a_manager_may_let_in() {
    let venue = Venue::new();
    let station = venue.station("PS5-1");
    let invoice_id = venue.invoice_id(&venue.reserved(60, 120, Some(station)).unwrap());
    let enter = |let_in_late| ActivateInvoice { invoice_id, start: true, station_id: None, let_in_late };
    assert_eq!(venue.manage(enter(true)).unwrap_err().code, Code::InvoiceTooEarly, "late is not early");
    venue.minutes_pass(130);
    assert_eq!(venue.unchanged(|| venue.refused(enter(false))), Code::InvoiceTooLate);
    assert_eq!(venue.unchanged(|| venue.refused(enter(true))), Code::InvoiceTooLate, "staff may not");
    assert_eq!(venue.manage(enter(true)).unwrap().station_id, Some(station));
    assert_eq!(venue.value::<String>("SELECT status FROM game_reservations"), "honoured");
}

#[test]
fn two_windows_never_hold_one_station() {
    let venue = Venue::new();
    let [station, other] = ["PS5-1", "PS5-2"].map(|name| venue.station(name));
    let first = venue.reserved(60, 120, Some(station)).unwrap().purchase.purchase_id;
    for (from, until, place, is_free) in [
        (60, 120, Some(station), false),
        (30, 61, Some(station), false),
        (119, 180, Some(station), false),
        (70, 80, Some(station), false),
        (30, 180, Some(station), false),
        (0, 60, Some(station), true),
        (120, 180, Some(station), true),
        (60, 120, Some(other), true),
        (60, 120, None, true),
    ] {
        let kept =
            if is_free { venue.reserved(from, until, place) } else { venue.unchanged_but_customer(from, until, place) };
        assert_eq!(
            kept.map(|_| ()).map_err(|refused| refused.code),
            if is_free { Ok(()) } else { Err(Code::WindowTaken) }
        );
    }
    for outside in [
        format!("UPDATE game_reservations SET station_id = {station} WHERE station_id = {other}"),
        format!(
            "INSERT INTO game_reservations (purchase_id, station_id, starts_at, ends_at)
             SELECT {}, station_id, starts_at, ends_at FROM game_reservations WHERE purchase_id = {first}",
            venue.sale(60).purchase.purchase_id
        ),
    ] {
        let refused = venue.unchanged(|| venue.sql(&outside)).unwrap_err().to_string();
        assert!(refused.contains("station_window_taken"), "{refused}");
    }
    let moved = |from: i64, until: i64| ChangeReservation {
        purchase_id: first,
        window: Some(Window {
            starts_at: venue.now() + comptoir_core::base::Millis::from_minutes(from),
            ends_at: venue.now() + comptoir_core::base::Millis::from_minutes(until),
            station_id: Some(station),
        }),
    };
    assert_eq!(venue.refused(moved(90, 150)), Code::WindowTaken);
    venue.run(moved(70, 110)).unwrap();
    for (from, until) in [(10, 10), (20, 10), (0, 24 * 60 + 1), (-20, -10)] {
        assert_eq!(venue.refused(moved(from, until)), Code::WindowInvalid, "{from} to {until}");
    }
}

#[test]
fn a_window_is_free_again_when_its_sale_is_refunded() {
    let venue = Venue::new();
    let station = venue.station("PS5-1");
    let purchase_id = venue.reserved(60, 120, Some(station)).unwrap().purchase.purchase_id;
    venue
        .manage(comptoir_core::sales::RefundPurchase { purchase_id, reason: "rain".into(), to_wallet: false })
        .unwrap();
    assert!(venue.reserved(60, 120, Some(station)).is_ok());
}

/// A reservation whose customer came late does not lock out the one who sits there since before.
#[test]
fn reopening_where_somebody_sits_comes_back_without_a_place() {
    let venue = Venue::new();
    let station = venue.station("PS5-1");
    let sit = |session_id: SessionId| venue.run(MoveSession { session_id, station_id: Some(station) });
    let first = venue.running(60).session_id;
    sit(first).unwrap();
    crate::lifecycle::FORFEIT(&venue, first).unwrap();
    let second = venue.running(60).session_id;
    sit(second).unwrap();
    crate::lifecycle::REOPEN(&venue, first).unwrap();
    assert_eq!((venue.card(first).station_id, venue.card(second).station_id), (None, Some(station)));
    assert!(venue.run_as(Caller::System, PauseSession { session_id: second, reason: None }).is_ok());
}

impl Venue {
    /// The refused sale leaves nothing of itself; the customer and the package were made before it.
    fn unchanged_but_customer(
        &self,
        from: i64,
        until: i64,
        station: Option<StationId>,
    ) -> Result<comptoir_core::sales::model::PurchaseDetail, comptoir_core::door::DoorError> {
        let purchases = || self.value::<i64>("SELECT COUNT(*) FROM purchases");
        let before = purchases();
        let outcome = self.reserved(from, until, station);
        assert_eq!(before, purchases());
        outcome
    }
}
