//! Disks that are full or read-only, files that are damaged, foreign or too new, seals that were broken, settings that make no sense.
//! The desk says what happened; nothing is deleted, nothing is half done.

use crate::support::Venue;
use comptoir_core::base::{FixedClock, SeededChance};
use comptoir_core::desk::{DeskOverview, ReadSettings, VerifyChain};
use comptoir_core::door::{Code, DoorError};
use comptoir_core::engine::{DataFolder, OnDamage};
use comptoir_core::monitor::RunChecks;
use comptoir_core::{Desk, Opening};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use tempfile::TempDir;

fn open(folder: &Path, on_damage: OnDamage) -> Result<Arc<Desk>, DoorError> {
    Desk::open(Opening {
        folder: DataFolder::prepare(folder)?,
        clock: Arc::new(FixedClock::ticking_from(crate::support::NOON.parse().unwrap())),
        chance: Arc::new(SeededChance::new(1)),
        on_damage,
    })
}

fn refusal(folder: &Path) -> DoorError {
    match open(folder, OnDamage::SetAsideAndStop) {
        Err(error) => error,
        Ok(_) => panic!("{} was opened", folder.display()),
    }
}

/// A closed venue with some history: its folder and its database.
fn closed_books() -> (TempDir, PathBuf) {
    let mut venue = Venue::new();
    for _ in 0..40 {
        venue.sale(60);
    }
    venue.running(60);
    venue.close();
    let folder = std::mem::replace(&mut venue.folder, TempDir::new().unwrap());
    let database = folder.path().join("comptoir.db");
    (folder, database)
}

/// Every file that was set aside.
fn set_aside(folder: &Path) -> Vec<PathBuf> {
    let kept = fs::read_dir(folder.join("damaged")).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> =
        kept.flat_map(|kept| fs::read_dir(kept.path()).unwrap().map(|file| file.unwrap().path())).collect();
    files.sort();
    files
}

#[test]
fn a_damaged_database_is_set_aside_said_and_never_deleted() {
    type Harm = fn(&mut Vec<u8>);
    let harms: [(&str, Harm); 5] = [
        ("garbage", |bytes| bytes.iter_mut().enumerate().for_each(|(at, byte)| *byte = (at * 31 % 251) as u8)),
        ("header overwritten", |bytes| bytes[..100].fill(0xFF)),
        ("cut within the header", |bytes| bytes.truncate(60)),
        ("cut in the middle", |bytes| bytes.truncate(bytes.len() / 2)),
        ("schema page torn", |bytes| bytes[100..4096].fill(0xA5)),
    ];
    for (name, harm) in harms {
        let (folder, database) = closed_books();
        let mut bytes = fs::read(&database).unwrap();
        harm(&mut bytes);
        fs::write(&database, &bytes).unwrap();
        let said = refusal(folder.path());
        assert_eq!((said.code, said.is_environment()), (Code::DatabaseSetAside, true), "{name}: {said}");
        let kept = set_aside(folder.path());
        assert!(kept[0].ends_with("comptoir.db") && fs::read(&kept[0]).unwrap() == bytes, "{name}: kept whole");
        assert!(kept[0].starts_with(said.args["path"].as_str().unwrap()), "{name}: and said where");
        assert_eq!(refusal(folder.path()).code, Code::DatabaseSetAside, "{name}: nothing starts over by itself");
        let fresh = open(folder.path(), OnDamage::StartFresh).unwrap();
        let overview = fresh.ask(comptoir_core::door::Caller::Nobody, DeskOverview {}).unwrap();
        assert!(overview.is_first_start, "{name}");
        drop(fresh);
        assert_eq!(fs::read(&kept[0]).unwrap(), bytes, "{name}: still there");
        assert!(open(folder.path(), OnDamage::SetAsideAndStop).is_ok(), "{name}");
    }
}

#[test]
fn a_torn_page_deep_inside_is_found_by_the_checks() {
    let (folder, database) = closed_books();
    let page: u64 = {
        let books = rusqlite::Connection::open(&database).unwrap();
        let sql = "SELECT rootpage FROM sqlite_master WHERE name = 'purchases_by_user'";
        books.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap().try_into().unwrap()
    };
    let mut bytes = fs::read(&database).unwrap();
    let at = (page as usize - 1) * 4096;
    bytes[at + 2048..at + 4096].fill(0);
    fs::write(&database, &bytes).unwrap();
    match open(folder.path(), OnDamage::SetAsideAndStop) {
        Err(said) => assert_eq!(said.code, Code::DatabaseSetAside),
        Ok(desk) => {
            let found = desk.ask(comptoir_core::door::Caller::System, RunChecks { area: Some("desk".into()) });
            match found {
                Ok(checks) => {
                    assert!(
                        checks.iter().any(|check| check.name == "database_damaged" && check.count > 0),
                        "{checks:?}"
                    );
                }
                Err(said) => assert_eq!(said.code, Code::StorageDamaged),
            }
        }
    }
    assert!(database.exists() || !set_aside(folder.path()).is_empty(), "nothing is deleted");
}

#[test]
fn what_is_not_ours_or_too_new_is_left_untouched() {
    let foreign = "CREATE TABLE songs (name TEXT); INSERT INTO songs VALUES ('x');";
    let table: [(&str, Option<&str>, &str, Code); 3] = [
        ("another program's", Some(foreign), "", Code::DatabaseForeign),
        ("another program's, with a large number", Some(foreign), "PRAGMA user_version = 999", Code::DatabaseForeign),
        ("ours, of a newer program", None, "PRAGMA user_version = 999", Code::DatabaseNewer),
    ];
    for (name, create, also, code) in table {
        let (folder, database) = closed_books();
        if let Some(create) = create {
            fs::remove_file(&database).unwrap();
            rusqlite::Connection::open(&database).unwrap().execute_batch(create).unwrap();
        }
        rusqlite::Connection::open(&database).unwrap().execute_batch(also).unwrap();
        let bytes = fs::read(&database).unwrap();
        let said = refusal(folder.path());
        assert_eq!(said.code, code, "{name}");
        assert!(fs::read(&database).unwrap() == bytes, "{name}: not a byte was changed");
        assert!(set_aside(folder.path()).is_empty(), "{name}");
        if code == Code::DatabaseNewer {
            assert_eq!((said.args["found"].as_i64(), said.args["known"].as_i64().is_some()), (Some(999), true));
        }
    }
}

#[test]
fn a_folder_that_cannot_be_one_is_named() {
    let place = TempDir::new().unwrap();
    let in_the_way = place.path().join("file");
    fs::write(&in_the_way, "not a folder").unwrap();
    for (path, name) in [(in_the_way.clone(), "a file"), (in_the_way.join("deeper"), "below a file")] {
        let said = refusal(&path);
        assert_eq!(said.code, Code::DataFolderUnusable, "{name}: {said}");
        assert!(
            said.is_environment() && said.args["path"].as_str().unwrap().starts_with(in_the_way.to_str().unwrap()),
            "{name}: {said:?}"
        );
    }
    let odd = TempDir::new().unwrap();
    fs::create_dir(odd.path().join("comptoir.db")).unwrap();
    assert_eq!(refusal(odd.path()).code, Code::DataFolderUnusable);
    assert_eq!(fs::read_to_string(&in_the_way).unwrap(), "not a folder");
}

/// A small file system of its own, for what only a real disk can do. Only root may mount one.
struct SmallDisk {
    place: TempDir,
}

impl SmallDisk {
    fn mount(kilobytes: u32) -> Option<Self> {
        let place = TempDir::new().unwrap();
        let size = format!("size={kilobytes}k,mode=700");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(place.path()).output();
        match mounted {
            Ok(output) if output.status.success() => Some(Self { place }),
            other => {
                println!("skipped: a small disk cannot be mounted here ({other:?})");
                None
            }
        }
    }

    fn remount(&self, option: &str) {
        let option = format!("remount,{option}");
        assert!(Command::new("mount").args(["-o", &option]).arg(self.place.path()).status().unwrap().success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg(self.place.path()).status();
        assert!(std::thread::panicking() || unmounted.is_ok_and(|status| status.success()));
    }
}

#[test]
fn a_full_disk_is_said_and_loses_nothing() {
    let Some(disk) = SmallDisk::mount(3_000) else { return };
    let folder = disk.place.path().join("venue");
    let desk = open(&folder, OnDamage::SetAsideAndStop).unwrap();
    let system = comptoir_core::door::Caller::System;
    let add = |name: String| {
        let customer = comptoir_core::customers::CreateCustomer { name, phone: None, email: None };
        desk.run(system, customer, None)
    };
    let mut added = 0;
    let said = loop {
        match add(format!("Guest {added} {}", "x".repeat(90))) {
            Ok(_) => added += 1,
            Err(error) => break error,
        }
        assert!(added < 20_000, "the disk never fills");
    };
    assert_eq!((said.code, said.is_environment()), (Code::StorageFull, true), "{said}");
    assert_eq!(add("One more".into()).unwrap_err().code, Code::StorageFull);
    let customers = |desk: &Desk| -> i64 {
        desk.engine()
            .read(|books| {
                Ok::<_, comptoir_core::engine::StoreError>(books.query_row(
                    "SELECT COUNT(*) FROM users",
                    [],
                    |row| row.get(0),
                )?)
            })
            .unwrap()
    };
    assert_eq!(customers(&desk), added, "what was answered is there, and nothing else");
    disk.remount("size=20000k");
    add("After the cleaning".into()).unwrap();
    let chain = desk.ask(system, VerifyChain {}).unwrap();
    assert_eq!((chain.rows_verified, chain.first_broken_seq), (added + 1, None));
    drop(desk);
    let desk = open(&folder, OnDamage::SetAsideAndStop).unwrap();
    assert_eq!(customers(&desk), added + 1);
}

#[test]
fn a_read_only_disk_is_said() {
    let Some(disk) = SmallDisk::mount(20_000) else { return };
    let folder = disk.place.path().join("venue");
    drop(open(&folder, OnDamage::SetAsideAndStop).unwrap());
    let bytes = fs::read(folder.join("comptoir.db")).unwrap();
    disk.remount("ro");
    let said = refusal(&folder);
    assert_eq!((said.code, said.is_environment()), (Code::StorageReadOnly, true), "{said}");
    assert_eq!(refusal(&disk.place.path().join("new")).code, Code::StorageReadOnly);
    assert!(fs::read(folder.join("comptoir.db")).unwrap() == bytes && !folder.join("damaged").exists());
}

#[cfg(unix)]
#[test]
fn the_books_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let place = TempDir::new().unwrap();
    let folder = place.path().join("venue");
    let desk = open(&folder, OnDamage::SetAsideAndStop).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    for file in fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()) {
        let is_books = file.file_name().unwrap().to_string_lossy().starts_with("comptoir.db");
        assert!(!is_books || mode(&file) == 0o600, "{} {:o}", file.display(), mode(&file));
    }
    drop(desk);
}

#[test]
fn settings_are_kept_within_sense() {
    let venue = Venue::new();
    let long = "x".repeat(201);
    let table: [(&str, Value, Option<Code>); 22] = [
        ("invoice.validity_days", json!(1), None),
        ("invoice.validity_days", json!(3650), None),
        ("invoice.validity_days", json!(0), Some(Code::BadInput)),
        ("invoice.validity_days", json!(3651), Some(Code::BadInput)),
        ("invoice.validity_days", json!("ninety"), Some(Code::BadInput)),
        ("invoice.validity_days", json!(null), Some(Code::BadInput)),
        ("reservation.grace_minutes", json!(0), None),
        ("reservation.grace_minutes", json!(-1), Some(Code::BadInput)),
        ("reservation.grace_minutes", json!(241), Some(Code::BadInput)),
        ("desk.lock_after_minutes", json!(0), None),
        ("desk.lock_after_minutes", json!(241), Some(Code::BadInput)),
        ("cleanup.after_days", json!(0), Some(Code::BadInput)),
        ("cleanup.after_days", json!(1.5), Some(Code::BadInput)),
        ("venue.timezone", json!("Europe/Paris"), None),
        ("venue.timezone", json!("Mars/Olympus"), Some(Code::BadInput)),
        ("venue.name", json!("  "), Some(Code::BadInput)),
        ("venue.name", json!(long), Some(Code::BadInput)),
        ("venue.currency", json!("EUR"), None),
        ("venue.currency", json!("DOGE"), Some(Code::BadInput)),
        ("outage.policy", json!("forget"), Some(Code::BadInput)),
        ("no.such.setting", json!(1), Some(Code::SettingUnknown)),
        ("", json!(1), Some(Code::SettingUnknown)),
    ];
    for (key, value, code) in table {
        let outcome = if code.is_some() {
            venue.unchanged(|| venue.set(key, value.clone()))
        } else {
            venue.set(key, value.clone())
        };
        assert_eq!(outcome.err().map(|refused| refused.code), code, "{key} = {value}");
    }
    // What an older tool wrote there and nobody can read counts as never set.
    venue.sql("UPDATE settings SET value = '\"soon\"' WHERE key = 'invoice.validity_days'; INSERT INTO settings (key, value, updated_at) VALUES ('x', '1', 'now')").unwrap();
    assert_eq!(venue.ask(ReadSettings {}).invoice_validity_days, 90);
    let invoice = venue.invoice(&venue.sale(60));
    assert!(invoice.expires_at.is_some_and(|expires_at| expires_at > venue.now()), "{:?}", invoice.expires_at);
}

#[test]
fn a_broken_seal_is_named() {
    let third = "FROM audit_log WHERE seq = 3";
    let table: [(&str, String, Option<i64>, &str); 9] = [
        ("untouched", String::new(), None, ""),
        (
            "details",
            format!("UPDATE audit_log SET details = replace(details, 'a', 'b') {}", &third[15..]),
            Some(3),
            "row_changed",
        ),
        ("operator", "UPDATE audit_log SET operator_name = 'Eve' WHERE seq = 3".into(), Some(3), "row_changed"),
        ("time", "UPDATE audit_log SET at = '2026-03-10T12:00:00.001Z' WHERE seq = 3".into(), Some(3), "row_changed"),
        ("hash", "UPDATE audit_log SET hash = substr(hash, 2) || '0' WHERE seq = 3".into(), Some(3), "row_changed"),
        (
            "link",
            "UPDATE audit_log SET prev_hash = substr(prev_hash, 2) || '0' WHERE seq = 3".into(),
            Some(3),
            "link_broken",
        ),
        ("dropped", format!("DELETE {third}"), Some(4), "link_broken"),
        ("first dropped", "DELETE FROM audit_log WHERE seq = 1".into(), Some(2), "link_broken"),
        (
            "dropped and renumbered",
            format!("DELETE {third}; UPDATE audit_log SET seq = seq - 1 WHERE seq > 3"),
            Some(3),
            "link_broken",
        ),
    ];
    for (name, sql, seq, problem) in table {
        let venue = Venue::new();
        venue.sale(60);
        venue.sale(60);
        for refused in ["UPDATE audit_log SET operator_name = 'Eve'", "DELETE FROM audit_log"] {
            assert!(venue.unchanged(|| venue.sql(refused)).is_err(), "the log refuses by itself");
        }
        venue.damage(&sql).unwrap();
        let report = venue.ask(VerifyChain {});
        assert_eq!((report.first_broken_seq, report.problem.as_deref().unwrap_or_default()), (seq, problem), "{name}");
        assert_eq!(
            report.rows_verified,
            seq.map_or(8, |seq| if name.ends_with("dropped") { seq - 2 } else { seq - 1 }),
            "{name}"
        );
        let found = venue.ask(RunChecks { area: Some("desk".into()) });
        let chain = found.iter().find(|check| check.name == "audit_chain_broken").unwrap();
        assert_eq!((chain.count > 0, chain.can_repair), (seq.is_some(), false), "{name}");
    }
}
