//! Days and words: what is over at the venue's midnight, what customers see, how sessions are found, and the list for a spreadsheet.

use crate::immersion::{day, nothing_to_edit};
use crate::support::Venue;
use comptoir_core::customers::CreateCustomer;
use comptoir_core::door::{Caller, Code};
use comptoir_core::immersion::model::{ImmersionStatus, Upkept};
use comptoir_core::immersion::{
    CloseImmersion, ComingImmersion, EditImmersion, ExportBookings, ListImmersion, ShowImmersion,
};
use comptoir_core::sessions::ReadDisplayBoard;

/// Paris goes to summer time on 2026-03-29: its midnight after that day is 22:00 UTC.
#[test]
fn a_session_is_over_at_the_venues_midnight() {
    let venue = Venue::at("2026-03-29T21:59:58.000Z".parse().unwrap());
    venue.set("venue.timezone", "Europe/Paris").unwrap();
    let id = venue.immersion_on("2026-03-25", "2026-03-29", 8);
    let booking = venue.book(&id, venue.customer("Awa"), true).unwrap();
    assert_eq!(venue.unchanged(|| venue.upkeep()), Upkept::default());
    assert_eq!(venue.seats_of(&id).status, ImmersionStatus::Open);
    venue.seconds_pass(2);
    let shown = venue.seats_of(&id);
    assert_eq!((shown.status, shown.is_over), (ImmersionStatus::Closed, true), "before anybody wrote it down");
    assert_eq!(venue.book(&id, venue.customer("Yao"), true).unwrap_err().code, Code::ImmersionOver);
    assert_eq!(venue.upkeep(), Upkept { over: 1, ..Upkept::default() });
    assert_eq!(venue.unchanged(|| venue.upkeep()), Upkept::default());
    assert_eq!(venue.value::<String>("SELECT status FROM immersion_sessions"), "closed");
    assert!(venue.licence(booking.customer_id).is_some(), "whoever was there keeps what they came for");
    let moved = EditImmersion { ends_on: Some(day("2026-04-03")), ..nothing_to_edit(&id) };
    assert_eq!(venue.manage(moved).unwrap().status, ImmersionStatus::Open);
    assert_eq!(venue.value::<String>("SELECT status FROM immersion_sessions"), "open");
    venue.sql("UPDATE immersion_sessions SET session_date_end = '2026-03-28'").unwrap();
    assert_eq!(venue.upkeep().over, 1);
    venue.sql("UPDATE immersion_sessions SET session_date_end = '2026-03-30'").unwrap();
    assert_eq!(venue.upkeep(), Upkept { reopened: 1, ..Upkept::default() });
    venue.assert_seats_sound();
}

#[test]
fn customers_see_what_is_to_come_and_nobodys_name() {
    let venue = Venue::new();
    let (soon, full) =
        (venue.immersion_on("2026-03-09", "2026-03-13", 8), venue.immersion_on("2026-03-16", "2026-03-20", 1));
    let (later, closed) =
        (venue.immersion_on("2026-05-04", "2026-05-08", 8), venue.immersion_on("2026-05-11", "2026-05-15", 8));
    let hidden = venue.immersion_on("2026-05-18", "2026-05-22", 8);
    venue.immersion_on("2026-03-02", "2026-03-06", 8);
    venue.book(&full, venue.customer("Awa Diop"), true).unwrap();
    venue.book(&later, venue.customer("Yao"), false).unwrap();
    venue.manage(CloseImmersion { immersion_id: closed }).unwrap();
    venue.manage(EditImmersion { is_active: Some(false), ..nothing_to_edit(&hidden) }).unwrap();
    let page = venue.desk().ask(Caller::Nobody, ComingImmersion {}).unwrap();
    let told: Vec<_> = page
        .sessions
        .iter()
        .map(|session| (&session.immersion_id, session.free_places, session.status, session.has_begun))
        .collect();
    assert_eq!(
        told,
        [
            (&soon, 8, ImmersionStatus::Open, true),
            (&full, 0, ImmersionStatus::Full, false),
            (&later, 7, ImmersionStatus::Open, false),
        ]
    );
    let text = serde_json::to_string(&page).unwrap();
    assert!(!text.contains("Awa") && !text.contains("Yao"));
    let board = venue.desk().ask(Caller::Nobody, ReadDisplayBoard {}).unwrap();
    assert_eq!(board.immersion, page.sessions);
    venue.minutes_pass(48 * 60);
    let page = venue.desk().ask(Caller::Nobody, ComingImmersion {}).unwrap();
    assert_eq!(page.sessions[2].free_places, 8, "the hold has run out, swept or not");
}

#[test]
fn the_display_announces_the_next_six() {
    let venue = Venue::new();
    for week in 0..8 {
        let monday = day("2026-04-06").plus(7 * week).to_string();
        venue.immersion_on(&monday, &day(&monday).plus(4).to_string(), 8);
    }
    let board = venue.desk().ask(Caller::Nobody, ReadDisplayBoard {}).unwrap();
    assert_eq!(board.immersion.len(), 6);
    assert_eq!(board.immersion[5].starts_on, day("2026-05-11"));
}

#[test]
fn sessions_are_found_as_people_write_their_dates() {
    let venue = Venue::new();
    let spring = venue.immersion_on("2026-03-31", "2026-04-04", 8);
    let summer = venue.immersion_on("2026-08-03", "2026-08-07", 8);
    venue.manage(EditImmersion { location: Some("Thiès".into()), ..nothing_to_edit(&summer) }).unwrap();
    venue.manage(EditImmersion { description: Some("Élite avancée".into()), ..nothing_to_edit(&spring) }).unwrap();
    venue.book(&summer, venue.customer("Aïssatou N'Diaye"), true).unwrap();
    let found = |search: &str| {
        let list = ListImmersion { search: Some(search.into()), ..ListImmersion::default() };
        venue.ask(list).into_iter().map(|session| session.immersion_id).collect::<Vec<_>>()
    };
    for text in ["31 mars", "31 mars – 4 avril 2026", "March 31", "avril", "2026-04-04", "elite", "abidjan", "4 AVRIL"]
    {
        assert_eq!(found(text), std::slice::from_ref(&spring), "{text}");
    }
    for text in ["3 – 7 août 2026", "aout", "August", "thies", "aissatou", "n'diaye", "7 août"] {
        assert_eq!(found(text), std::slice::from_ref(&summer), "{text}");
    }
    assert_eq!(found("2026").len(), 2);
    assert_eq!(found("  ").len(), 2);
    assert_eq!(found("1 avril"), [], "1 is not 31");
}

#[test]
fn lists_leave_out_what_is_past_or_outside_their_days() {
    let venue = Venue::new();
    for (from, to) in [
        ("2026-02-02", "2026-02-06"),
        ("2026-03-09", "2026-03-10"),
        ("2026-04-06", "2026-04-10"),
        ("2026-05-04", "2026-05-08"),
    ] {
        venue.immersion_on(from, to, 8);
    }
    let starts = |list: ListImmersion| {
        venue.ask(list).into_iter().map(|session| session.starts_on.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(starts(ListImmersion::default()), ["2026-03-09", "2026-04-06", "2026-05-04"]);
    assert_eq!(starts(ListImmersion { include_past: true, ..ListImmersion::default() }).len(), 4);
    let april =
        ListImmersion { from: Some(day("2026-04-01")), to: Some(day("2026-04-30")), ..ListImmersion::default() };
    assert_eq!(starts(april), ["2026-04-06"]);
    let february =
        ListImmersion { from: Some(day("2026-02-01")), to: Some(day("2026-02-28")), ..ListImmersion::default() };
    assert_eq!(starts(february), Vec::<String>::new(), "past, and not asked for");
}

#[test]
fn a_spreadsheet_opens_the_list_and_runs_none_of_it() {
    let venue = Venue::new();
    venue.set("venue.timezone", "Europe/Paris").unwrap();
    let id = venue.immersion(8);
    let evil = CreateCustomer {
        name: "=HYPERLINK(\"http://evil\";\"Awa\")".into(),
        phone: Some("+225 07 00".into()),
        email: Some("awa@example.org".into()),
    };
    let evil = venue.run(evil).unwrap().customer_id;
    let booking = venue.book(&id, evil, true).unwrap();
    venue.book(&id, venue.customer("Yao"), false).unwrap();
    venue.refund(&booking.booking_id).unwrap();
    let export = || venue.ask(ExportBookings { immersion_id: Some(id.clone()) });
    let file = export();
    assert_eq!(file.file_name, "immersion-2026-04-06.csv");
    let lines: Vec<&str> = file.text.strip_prefix('\u{feff}').unwrap().split("\r\n").collect();
    assert!(lines[0].starts_with("Début;Fin;Lieu;Client;Téléphone"), "{}", lines[0]);
    assert!(
        lines[1].contains(";Yao;") && lines[1].contains(";en attente;2026-03-10 13:00;2026-03-12 13:00;"),
        "{}",
        lines[1]
    );
    assert!(
        lines[2].contains("\"'=HYPERLINK(\"\"http://evil\"\";\"\"Awa\"\")\";'+225 07 00;awa@example.org;remboursée")
    );
    assert!(lines[2].contains(";espèces;\"1997,00\";EUR;"), "{}", lines[2]);
    assert_eq!((lines.len(), lines[3]), (4, ""));
    venue.set("venue.language", "en").unwrap();
    let english = export().text;
    assert!(english.contains("Start;End;Place;Customer") && english.contains(";cash;1997.00;EUR;"), "{english}");
    assert_eq!(venue.ask(ExportBookings::default()).file_name, "immersion.csv");
    assert_eq!(venue.ask(ShowImmersion { immersion_id: id.clone() }).bookings.len(), 2);
}
