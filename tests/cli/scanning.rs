//! Scanning: typed text, pictures, the camera that is a folder of pictures; every way it can go wrong.

use crate::support::{Venue, draw};
use serde_json::{Value, json};
use std::time::Instant;

#[test]
fn a_printed_code_is_read_activated_and_started() {
    let venue = Venue::new();
    let code = venue.sell(venue.open(30));
    let picture = venue.beside("invoice.png");
    draw(&code, &picture);
    let picture = picture.to_str().unwrap();

    let look = venue.json(&["scan", "--image", picture]);
    assert_eq!(look.status, 0, "{look:?}");
    let scan = look.json();
    assert_eq!((scan["verdict"].as_str(), scan["text"].as_str()), (Some("ok"), Some(code.as_str())));
    assert_eq!(scan["corners"].as_array().unwrap().len(), 4);
    assert_eq!(scan["invoice"]["customer_name"], "Awa Diop");
    assert_eq!(sessions(&venue), 0, "a look changes nothing but the scan log");

    let started = venue.json(&["scan", "--image", picture, "--activate", "--start"]);
    assert_eq!((started.status, started.json()["session"]["status"].as_str()), (0, Some("active")), "{started:?}");
    let again = venue.json(&["scan", "--code", &code, "--activate", "--start"]);
    assert_eq!((again.status, again.json()["verdict"].as_str()), (1, Some("already_active")));
    assert_eq!(sessions(&venue), 1);
    let kept: i64 = venue.look().query_row("SELECT COUNT(*) FROM invoice_scans", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 3);
}

#[test]
fn people_read_a_sentence() {
    let venue = Venue::new();
    let code = venue.sell(venue.open(30));
    let run = venue.run(&["scan", "--code", &code]);
    assert_eq!(run.status, 0);
    assert!(run.out.contains("Entrée") && run.out.contains("Awa Diop"), "{run:?}");
    let english = venue.run(&["--lang", "en", "scan", "--code", "F;NIM;TEST;1"]);
    assert_eq!(english.status, 1);
    assert!(english.out.contains("[foreign_qr]"), "{english:?}");
}

#[test]
fn whatever_is_typed_ends_in_one_verdict_at_once() {
    let venue = Venue::new();
    let code = venue.sell(venue.open(30));
    let long = "A".repeat(10_240);
    let (known, _) = code.split_at(code.len() - 4);
    let unknown = format!("{known}ZZZZ");
    let in_json = json!({ "validation_code": code.rsplit(':').next().unwrap() }).to_string();
    for (text, verdict) in [
        (code.as_str(), "ok"),
        (in_json.as_str(), "ok"),
        (long.as_str(), "malformed"),
        ("'; DROP TABLE invoices; --", "foreign_qr"),
        ("\u{1}\u{7}\u{1b}[2J", "malformed"),
        (unknown.as_str(), "unknown"),
        ("https://example.org/menu", "foreign_qr"),
        ("WIFI:S:venue;T:WPA;P:secret;;", "foreign_qr"),
        ("F;NIM;5001234;2025", "foreign_qr"),
    ] {
        let begun = Instant::now();
        let run = venue.json(&["scan", "--code", text]);
        let shown: String = text.chars().take(30).collect();
        assert_eq!(run.json()["verdict"], verdict, "{shown:?}: {run:?}");
        assert_eq!(run.status, i32::from(verdict != "ok"), "{shown:?}");
        assert!(begun.elapsed().as_secs() < 5, "{shown:?} took {:?}", begun.elapsed());
    }
    assert_eq!(venue.call("invoice.show", &json!({ "invoice_id": 1 }))["invoice_id"], 1, "the tables are still there");
}

#[test]
fn pictures_that_cannot_be_used_say_why() {
    let venue = Venue::new();
    let [missing, text, empty, blank] =
        ["missing.png", "text.png", "empty.png", "blank.png"].map(|name| venue.beside(name));
    std::fs::write(&text, "this is no picture").unwrap();
    std::fs::write(&empty, "").unwrap();
    image::GrayImage::from_pixel(64, 64, image::Luma([255])).save(&blank).unwrap();
    for (file, status, code) in [
        (missing, 3, "picture_not_found"),
        (text, 1, "picture_unreadable"),
        (empty, 1, "picture_unreadable"),
        (blank, 1, "no_code_found"),
    ] {
        let run = venue.json(&["scan", "--image", file.to_str().unwrap()]);
        assert_eq!((run.status, run.error_code().as_str()), (status, code), "{}", file.display());
    }
}

#[test]
fn several_pictures_make_one_document() {
    let venue = Venue::new();
    let offer = venue.open(30);
    let (good, foreign) = (venue.beside("good.png"), venue.beside("foreign.png"));
    draw(&venue.sell(offer), &good);
    draw("https://example.org", &foreign);
    let run = venue.json(&["scan", "--image", good.to_str().unwrap(), foreign.to_str().unwrap()]);
    let scans = run.json();
    let verdicts: Vec<&Value> = scans["scans"].as_array().unwrap().iter().map(|scan| &scan["verdict"]).collect();
    assert_eq!((run.status, verdicts), (1, vec![&json!("ok"), &json!("foreign_qr")]));
}

#[test]
fn a_folder_of_pictures_plays_the_camera() {
    let venue = Venue::new();
    let code = venue.sell(venue.open(30));
    let folder = venue.beside("camera");
    std::fs::create_dir(&folder).unwrap();
    let camera = format!("folder:{}", folder.display());
    let nothing = venue.json(&["scan", "--camera", &camera, "--timeout", "1"]);
    assert_eq!((nothing.status, nothing.error_code().as_str()), (1, "no_code_found"));
    draw(&code, &folder.join("1.png"));
    let run = venue.json(&["scan", "--camera", &camera, "--timeout", "10"]);
    assert_eq!((run.status, run.json()["verdict"].as_str()), (0, Some("ok")), "{run:?}");
    let gone = venue.json(&["scan", "--camera", "folder:/nowhere/at/all", "--timeout", "1"]);
    assert_eq!((gone.status, gone.error_code().as_str()), (3, "no_camera"));
}

#[test]
fn the_decoder_is_measured_on_labelled_frames() {
    let venue = Venue::new();
    let frames = venue.beside("frames");
    std::fs::create_dir(&frames).unwrap();
    draw("CPT1:INV-0001:ABCDEFGH", &frames.join("a.png"));
    image::GrayImage::from_pixel(320, 240, image::Luma([200])).save(frames.join("b.png")).unwrap();
    std::fs::write(
        frames.join("labels.csv"),
        "file,class,payload\na.png,clean,CPT1:INV-0001:ABCDEFGH\nb.png,negative,\n",
    )
    .unwrap();
    let run = venue.json(&["scan", "--bench", frames.to_str().unwrap()]);
    let report = run.json();
    assert_eq!(run.status, 0);
    assert_eq!(
        (report["overall"]["frames"].as_i64(), report["overall"]["decoded_percent"].as_f64()),
        (Some(2), Some(100.0)),
        "{report}"
    );
    assert_eq!(report["overall"]["false_reads"], 0);
    assert!(venue.run(&["scan", "--bench", frames.to_str().unwrap()]).out.contains("decoded_percent"));
}

fn sessions(venue: &Venue) -> i64 {
    venue.look().query_row("SELECT COUNT(*) FROM active_game_sessions_v2", [], |row| row.get(0)).unwrap()
}
