//! The demonstration venue: filled, looked at, filled anew; and never over real work.

use crate::support::Venue;
use serde_json::{Value, json};

#[test]
fn the_demonstration_is_worth_looking_at_and_its_papers_say_what_their_names_say() {
    let venue = Venue::new();
    let filled = venue.json(&["demo"]);
    assert_eq!(filled.status, 0, "{filled:?}");
    let filled = filled.json();
    assert_eq!((filled["counts"]["customers"].as_i64(), filled["counts"]["packages"].as_i64()), (Some(40), Some(6)));
    assert_eq!(filled["counts"]["live_sessions"], 12);
    assert_eq!(filled["operators"].as_array().unwrap().len(), 2);

    let mut papers: Vec<_> =
        std::fs::read_dir(venue.data().join("invoices")).unwrap().map(|entry| entry.unwrap().path()).collect();
    papers.sort();
    assert!(papers.len() >= 8, "{papers:?}");
    for paper in papers {
        let name = paper.file_name().unwrap().to_str().unwrap().to_owned();
        let wanted = name.split('-').nth(1).unwrap();
        let scan = venue.json(&["scan", "--image", paper.to_str().unwrap()]);
        assert_eq!((scan.json()["verdict"].as_str(), scan.status), (Some(wanted), i32::from(wanted != "ok")), "{name}");
    }
    assert_eq!(venue.run(&["doctor"]).status, 1, "a few things are off, for the monitor to find");
    assert_eq!(venue.run(&["verify-chain"]).status, 0);
}

#[test]
fn a_demonstration_is_replaced_only_when_asked_and_real_work_never() {
    let demo = Venue::new();
    assert_eq!(demo.run(&["demo"]).status, 0);
    let again = demo.json(&["demo"]);
    assert_eq!((again.status, again.error_code().as_str()), (1, "data_folder_in_use"));
    assert_eq!(demo.run(&["demo", "--reset"]).status, 0);

    let real = Venue::new();
    real.call("operator.create_first", &json!({ "name": "Mariam", "pin": "2580" }));
    for arguments in [&["demo"][..], &["demo", "--reset"]] {
        let run = real.json(arguments);
        assert_eq!((run.status, run.error_code().as_str()), (1, "data_folder_in_use"), "{arguments:?}");
    }
    assert_eq!(real.call("operator.list", &Value::Object(serde_json::Map::new())).as_array().unwrap().len(), 1);
}
