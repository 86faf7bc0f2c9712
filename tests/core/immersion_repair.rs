//! Foreign data in which seats, states or licences drifted: it is found, named, mended, and mended once.

use crate::support::Venue;
use comptoir_core::base::ImmersionId;
use comptoir_core::immersion::model::{BookingProblem, BookingStatus, ImmersionStatus};
use comptoir_core::immersion::{CountUndecided, ListBookings};
use comptoir_core::monitor::{PlanRepair, Repair, RunChecks};

impl Venue {
    /// The checks of immersion sessions that found something, with how much.
    pub fn immersion_findings(&self) -> Vec<(String, i64)> {
        let checks = self.ask(RunChecks { area: Some("immersion".into()) });
        checks.into_iter().filter(|check| check.count > 0).map(|check| (check.name, check.count)).collect()
    }

    /// Repairs, and checks that a second time would change nothing.
    fn repair_immersion(&self) -> Vec<String> {
        let area = || Some("immersion".to_owned());
        let plan = self.unchanged(|| self.ask(PlanRepair { area: area() }));
        let report = self.manage(Repair { area: area(), digest: Some(plan.digest) }).unwrap();
        assert_eq!(report.changes, plan.changes, "what was shown is what was done");
        let again = self.ask(PlanRepair { area: area() });
        assert_eq!(again.changes, [], "a fixed point");
        self.unchanged(|| self.manage(Repair { area: area(), digest: None }).unwrap());
        self.assert_seats_sound();
        report
            .changes
            .into_iter()
            .map(|change| format!("{}: {} → {}", change.field, change.before, change.after))
            .collect()
    }
}

fn session(venue: &Venue, max: i64) -> ImmersionId {
    venue.immersion_on("2099-03-02", "2099-03-06", max)
}

#[test]
fn a_drifted_count_is_counted_again() {
    let venue = Venue::before_real_now(0);
    let id = session(&venue, 8);
    venue.book_seats(&id, venue.customer("Awa"), 2, true).unwrap();
    venue.damage("UPDATE immersion_sessions SET reserved_places = 7, status = 'full'").unwrap();
    assert_eq!(
        venue.immersion_findings(),
        [("immersion_seats_drifted".to_owned(), 1), ("immersion_status_drifted".to_owned(), 1)]
    );
    let changes = venue.repair_immersion();
    assert_eq!(changes[0], "immersion.reserved_places: 7 → 2");
    assert_eq!(venue.immersion_findings(), []);
    assert_eq!(venue.taken(&id), (2, ImmersionStatus::Open));
}

#[test]
fn of_more_bookings_than_seats_the_last_wait_for_a_person() {
    let venue = Venue::before_real_now(0);
    let id = session(&venue, 2);
    venue.customer("Awa");
    let inserts: String = (0..4)
        .map(|number| {
            let hold = if number == 0 { "'2099-01-01T00:00:00.000Z', 'pending'" } else { "NULL, 'confirmed'" };
            format!(
                "INSERT INTO immersion_bookings (id, session_id, user_id, booking_date, hold_until, status)
                 VALUES ('0000000{number}-0000-4000-a000-000000000000', '{id}', 1, '2026-01-0{}T00:00:00.000Z', {hold});",
                number + 1
            )
        })
        .collect();
    venue.damage(&inserts).unwrap();
    let found = venue.immersion_findings();
    assert!(found.contains(&("immersion_seats_drifted".to_owned(), 1)), "{found:?}");
    assert!(found.contains(&("immersion_licence_missing".to_owned(), 1)), "{found:?}");
    venue.repair_immersion();
    assert_eq!(venue.taken(&id), (2, ImmersionStatus::Full));
    let undecided = venue.ask(ListBookings { customer_id: None, undecided: true });
    assert_eq!(undecided.len(), 1, "{undecided:?}");
    assert_eq!(undecided[0].problem, Some(BookingProblem::NoSeat));
    assert_eq!(undecided[0].booked_at.to_string(), "2026-01-04T00:00:00.000Z", "the last to book");
    let pending: String =
        venue.value("SELECT status || cancel_reason FROM immersion_bookings WHERE id LIKE '00000000%'");
    assert_eq!(pending, "cancelledrepair: sold over", "unpaid ones first");
    assert_eq!(venue.immersion_findings(), [("immersion_paid_without_seat".to_owned(), 1)], "for a person");
}

#[test]
fn claims_become_seats_taken_elsewhere_where_they_fit() {
    let venue = Venue::before_real_now(0);
    let (more, fewer, too_many) = (session(&venue, 8), session(&venue, 8), session(&venue, 8));
    let awa = venue.customer("Awa");
    for id in [&more, &fewer, &too_many] {
        venue.book_seats(id, awa, 2, true).unwrap();
    }
    venue.sql(&format!("UPDATE immersion_sessions SET reserved_places = 5 WHERE id = '{more}'")).unwrap();
    venue.sql(&format!("UPDATE immersion_sessions SET reserved_places = 1 WHERE id = '{fewer}'")).unwrap();
    venue.sql(&format!("UPDATE immersion_sessions SET reserved_places = 8 WHERE id = '{too_many}'")).unwrap();
    venue.sql(&format!("UPDATE immersion_sessions SET max_places = 7 WHERE id = '{too_many}'")).unwrap();
    assert_eq!(venue.immersion_findings(), [("immersion_seats_claimed".to_owned(), 3)]);
    venue.repair_immersion();
    assert_eq!(venue.immersion_findings(), []);
    let seats = |id| {
        let session = venue.seats_of(id);
        (session.external_places, session.reserved_places)
    };
    assert_eq!((seats(&more), seats(&fewer), seats(&too_many)), ((3, 5), (0, 2), (0, 2)));
}

#[test]
fn holds_past_their_deadline_are_swept_where_no_desk_did() {
    let venue = Venue::before_real_now(0);
    let id = session(&venue, 2);
    let held = venue.book(&id, venue.customer("Awa"), false).unwrap();
    venue.minutes_pass(48 * 60);
    venue.seconds_pass(4);
    assert_eq!(venue.immersion_findings(), [], "the ordinary second between two ticks is no finding");
    venue.seconds_pass(1);
    assert_eq!(venue.immersion_findings(), [("immersion_hold_overdue".to_owned(), 1)]);
    let changes = venue.repair_immersion();
    assert_eq!(changes.len(), 1);
    assert_eq!(venue.immersion_findings(), []);
    assert_eq!(venue.booking(&held.booking_id).status, BookingStatus::Cancelled);
}

#[test]
fn a_status_that_lies_and_a_session_long_over_are_put_right() {
    let venue = Venue::before_real_now(0);
    let id = session(&venue, 2);
    venue.damage("UPDATE immersion_sessions SET status = 'closed'").unwrap();
    assert_eq!(venue.immersion_findings(), [("immersion_status_drifted".to_owned(), 1)]);
    venue.repair_immersion();
    assert_eq!(venue.taken(&id).1, ImmersionStatus::Open);
    venue
        .sql("UPDATE immersion_sessions SET session_date_start = '2020-03-02', session_date_end = '2020-03-06'")
        .unwrap();
    assert_eq!(
        venue.immersion_findings(),
        [("immersion_status_drifted".to_owned(), 1)],
        "no desk was there at midnight"
    );
    venue.repair_immersion();
    assert_eq!(venue.value::<String>("SELECT status FROM immersion_sessions"), "closed");
    assert_eq!(venue.immersion_findings(), []);
}

#[test]
fn licences_follow_the_bookings() {
    let venue = Venue::before_real_now(0);
    let id = session(&venue, 8);
    let (awa, yao) = (venue.customer("Awa"), venue.customer("Yao"));
    venue.sql(&format!("INSERT INTO profiles (user_id, license) VALUES ({yao}, 'basic')")).unwrap();
    let bookings = [awa, yao].map(|who| venue.book(&id, who, true).unwrap());
    venue.damage(&format!("UPDATE profiles SET license = NULL WHERE user_id = {awa}")).unwrap();
    venue
        .damage(&format!(
            "UPDATE immersion_bookings SET status = 'cancelled' WHERE id = '{}'; UPDATE immersion_sessions SET reserved_places = 1",
            bookings[1].booking_id
        ))
        .unwrap();
    let found: Vec<String> = venue.immersion_findings().into_iter().map(|(name, _)| name).collect();
    assert_eq!(found, ["immersion_cancelled_with_money", "immersion_licence_missing", "immersion_licence_left"]);
    venue.repair_immersion();
    assert_eq!((venue.licence(awa).as_deref(), venue.licence(yao).as_deref()), (Some("immersion"), Some("basic")));
    assert_eq!(venue.value::<i64>("SELECT COUNT(*) FROM license_log"), 4, "each change is logged");
    assert_eq!(venue.ask(CountUndecided {}), 0);
    venue.refund(&bookings[1].booking_id).unwrap();
    assert_eq!(venue.immersion_findings(), [], "the money went back: nothing is left to decide");
}

/// Several kinds of damage at once: the repair comes to rest.
#[test]
fn everything_at_once_comes_to_rest() {
    let venue = Venue::before_real_now(0);
    let ids = [session(&venue, 3), session(&venue, 3)];
    let awa = venue.customer("Awa");
    for id in &ids {
        venue.book_seats(id, awa, 2, true).unwrap();
        venue.book(id, venue.customer("Yao"), false).unwrap();
    }
    venue.sql("UPDATE immersion_sessions SET reserved_places = 2").unwrap();
    venue
        .damage(
            "UPDATE immersion_sessions SET max_places = 1, reserved_places = 0, status = 'closed';
             UPDATE profiles SET license = 'other'; UPDATE immersion_bookings SET hold_until = '2020-01-01T00:00:00.000Z' WHERE status = 'pending'",
        )
        .unwrap();
    let report = venue.manage(Repair { area: Some("immersion".into()), digest: None }).unwrap();
    assert_eq!(report.remaining.iter().map(|check| check.name.as_str()).collect::<Vec<_>>(), Vec::<&str>::new());
    assert_eq!(venue.immersion_findings(), [("immersion_paid_without_seat".to_owned(), 2)]);
    venue.unchanged(|| venue.manage(Repair { area: Some("immersion".into()), digest: None }).unwrap());
    venue.assert_seats_sound();
}
