//! What is measured.

use crate::measure::{Report, cpu_used};
use crate::million;
use crate::venue::{Venue, anew, open};
use comptoir_core::base::{FixedClock, Millis, Timestamp};
use comptoir_core::door::Caller;
use comptoir_core::engine::{DataFolder, OnDamage};
use comptoir_core::monitor::{CheckRows, MismatchCount, RunChecks};
use comptoir_core::sales::ListPurchases;
use comptoir_core::sessions::CountDown;
use comptoir_core::{Desk, Opening};
use rusqlite::Connection;
use std::fs::{File, copy};
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::Arc;

/// What the disk itself takes: the floor under everything that is answered after a commit.
pub fn baselines(root: &Path, report: &mut Report) {
    let folder = root.join("baseline");
    anew(&folder);
    let mut file = File::create(folder.join("block")).unwrap();
    let block = [7; 4096];
    report.time("fdatasync of 4 KiB", 2_000, |_| {
        file.seek(SeekFrom::Start(0)).unwrap();
        file.write_all(&block).unwrap();
        file.sync_data().unwrap();
    });
    let bare = Connection::open(folder.join("bare.db")).unwrap();
    bare.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT);",
    )
    .unwrap();
    let mut insert = bare.prepare("INSERT INTO t (x) VALUES ('one row')").unwrap();
    report.time("bare SQLite commit, one row", 2_000, |_| {
        insert.execute([]).unwrap();
    });
}

/// The scan step and the whole flow in new books.
pub fn empty_venue(root: &Path, report: &mut Report) {
    let venue = Venue::new(&root.join("empty"));
    let codes: Vec<String> = (0..6_000).map(|_| venue.sold()).collect();
    report.time("scan step, empty, 1 caller", 2_000, |number| drop(venue.scan(&codes[number])));
    report.time_callers("scan step, empty, 16 callers", 16, 4_000, |number| drop(venue.scan(&codes[2_000 + number])));
    report.time("whole flow, 1 caller", 2_000, |_| venue.whole_flow());
    report.time_callers("whole flow, 16 callers", 16, 16_000, |_| venue.whole_flow());
}

/// Ten thousand running sessions; the clock is played.
pub fn countdown(root: &Path, report: &mut Report) {
    let folder = root.join("countdown");
    drop(Venue::new(&folder));
    let begun: Timestamp = "2026-03-10T12:00:00.000Z".parse().unwrap();
    million::running(&folder, begun, 10_000);
    let clock = Arc::new(FixedClock::at(begun + Millis::from_minutes(1)));
    let opening = Opening {
        clock: clock.clone(),
        on_damage: OnDamage::SetAsideAndStop,
        ..Opening::of(DataFolder::prepare(&folder).unwrap())
    };
    let desk = Desk::open(opening).unwrap();
    let count = |due: usize| {
        let done = desk.run(Caller::System, CountDown {}, None).unwrap().output.completed.len();
        assert_eq!(done, due);
    };
    let size = || std::fs::metadata(folder.join("comptoir.db-wal")).unwrap().len();
    count(0);
    let before = size();
    report.time("countdown, 10,000 active, 0 due", 5_000, |_| count(0));
    assert_eq!(size(), before, "nothing due: nothing written");
    // A hundred of them end each second from the first hour on.
    clock.advance(Millis::from_minutes(59) - Millis(500));
    count(0);
    report.time("countdown, 10,000 active, 100 due", 60, |_| {
        clock.advance(Millis(1_000));
        count(100);
    });
}

/// Everything that must not grow with the books.
pub fn large_venue(root: &Path, million: &Path, purchases: i64, report: &mut Report) {
    let folder = root.join("large");
    anew(&folder);
    copy(million, folder.join("comptoir.db")).unwrap();
    report.time("desk opened", 5, |_| drop(open(&folder)));
    let venue = million::venue(&folder);
    let codes = million::waiting_codes(&venue);
    report.time("scan step, large, 1 caller", 2_000, |number| drop(venue.scan(&codes[number])));
    report.time_callers("scan step, large, 16 callers", 16, 4_000, |number| drop(venue.scan(&codes[2_000 + number])));
    mismatches(&venue, purchases, report);
    report.time("newest 20 of the overview", 500, |_| {
        let mut newest = ListPurchases::default();
        newest.page.limit = Some(20);
        assert_eq!(venue.ask(newest).len(), 20);
    });
    let mut slow = Vec::new();
    for check in venue.ask(RunChecks::default()) {
        assert_eq!(check.count, 0, "{check:?}");
        slow.push(check.name);
    }
    report.time("doctor, every check", 3, |_| drop(venue.ask(RunChecks::default())));
    for name in slow {
        let work = format!("  of it: {name}");
        report.time(&work, 1, |_| drop(venue.ask(CheckRows { name: name.clone() })));
    }
}

fn mismatches(venue: &Venue, purchases: i64, report: &mut Report) {
    let (begun, cpu) = (std::time::Instant::now(), cpu_used());
    let mut spans = Vec::new();
    for number in 0..300 {
        // A sale is written first, then the count is asked for: the reader meets pages that have just changed.
        drop(venue.sold());
        let asked = std::time::Instant::now();
        assert_eq!(venue.ask(MismatchCount {}), 0, "{number}");
        spans.push(asked.elapsed());
    }
    report.add("mismatch count, after a write of ours", spans, begun.elapsed(), cpu_used() - cpu);
    let outside = Connection::open(&venue.database).unwrap();
    outside.execute_batch("PRAGMA busy_timeout = 10000;").unwrap();
    let mut wrong = 0;
    let mut spans = Vec::new();
    let (begun, cpu) = (std::time::Instant::now(), cpu_used());
    for number in 0..100 {
        let id = purchases / 2 + number * 50 + 10;
        wrong += outside
            .execute(
                "UPDATE purchases SET session_status = 'active' WHERE id = ?1 AND session_status = 'completed'",
                [id],
            )
            .unwrap();
        let asked = std::time::Instant::now();
        let found = venue.ask(MismatchCount {});
        spans.push(asked.elapsed());
        assert_eq!(found, i64::try_from(wrong).unwrap());
    }
    assert!(wrong > 50);
    report.add("mismatch count, after a write from outside", spans, begun.elapsed(), cpu_used() - cpu);
    outside.execute("UPDATE purchases SET session_status = session_truth WHERE sync_status = 'MISMATCH'", []).unwrap();
}
