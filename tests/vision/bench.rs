//! The measure itself must be right: rates, false reads, and a list that is damaged.

use std::path::Path;

use comptoir_vision::Budget;
use comptoir_vision::bench::{self, BenchError};
use image::{GrayImage, ImageFormat, Luma};

use crate::support::{camera_view, encoded};

fn put(folder: &Path, name: &str, picture: &GrayImage) {
    std::fs::write(folder.join(name), encoded(picture, ImageFormat::Png)).unwrap();
}

#[test]
fn rates_are_counted_by_class_and_in_all() {
    let folder = tempfile::tempdir().unwrap();
    let blank = GrayImage::from_pixel(1_280, 720, Luma([150]));
    put(folder.path(), "1.png", &camera_view("ONE", 6));
    put(folder.path(), "2.png", &camera_view("SOMETHING ELSE", 6));
    put(folder.path(), "3.png", &blank);
    let list =
        "version,file,class,payload\n4,1.png,clean,ONE\n4,2.png,clean,TWO\n4,3.png,clean,THREE\n4,3.png,negative,\n";
    std::fs::write(folder.path().join("labels.csv"), list).unwrap();
    let mut steps = Vec::new();
    let report = bench::run(folder.path(), Budget::PICTURE, |done, all| steps.push((done, all))).unwrap();
    assert_eq!(steps, [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]);
    let rows: Vec<_> = report
        .classes
        .iter()
        .chain([&report.overall])
        .map(|row| (row.class.as_str(), row.frames, row.with_code, row.decoded, row.false_reads))
        .collect();
    assert_eq!(rows, [("clean", 3, 3, 1, 1), ("negative", 1, 0, 0, 0), ("all", 4, 3, 1, 1)]);
    assert!((report.overall.decoded_percent - 100.0 / 3.0).abs() < 0.01);
    assert!(report.overall.ms_median > 0.0 && report.overall.ms_p95 >= report.overall.ms_median);
    assert!(report.overall.ms_max >= report.overall.ms_p95);
}

#[test]
fn a_list_that_cannot_be_used_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let run = || bench::run(folder.path(), Budget::LIVE, |_, _| {}).unwrap_err();
    assert!(matches!(run(), BenchError::Labels(_)), "no list");
    std::fs::write(folder.path().join("labels.csv"), "file,class,payload\n").unwrap();
    assert!(matches!(run(), BenchError::NoFrames));
    std::fs::write(folder.path().join("labels.csv"), "file,payload\n1.png,X\n").unwrap();
    assert!(matches!(run(), BenchError::Labels(_)), "no class");
    std::fs::write(folder.path().join("labels.csv"), "file,class,payload\n1.png,clean,X\n").unwrap();
    assert!(matches!(run(), BenchError::Frame { file, .. } if file == "1.png"));
}
