//! Scanning from the command line: a camera, picture files or typed text; and the measurement of the decoder.

use super::arguments::Scan;
use super::face::{Face, Outcome, act, ask, columns, fields};
use crate::error::{Class, FaceError};
use comptoir_core::Desk;
use comptoir_vision::bench::{self, BenchError, BenchReport, ClassReport};
use comptoir_vision::decoder::Corner;
use comptoir_vision::{Budget, CameraSpec, picture, scan_once};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

/// A text and where it comes from.
struct Found {
    text: String,
    corners: Option<[Corner; 4]>,
    file: Option<String>,
    source: &'static str,
}

/// Scans, and says what to do with what was found. Done only if every verdict is `ok`.
pub(super) fn run(wish: &Scan, face: &Face) -> Result<Outcome, FaceError> {
    if let Some(folder) = &wish.bench {
        return measure(folder, face);
    }
    let desk = face.desk()?;
    let found = find(wish, &desk)?;
    let mut scans = Vec::new();
    for found in found {
        let input =
            json!({ "text": found.text, "source": found.source, "activate": wish.activate, "start": wish.start });
        let mut scan = fields(&act(&desk, "scan.read", input)?);
        scan.insert("text".into(), found.text.into());
        scan.insert("corners".into(), json!(found.corners));
        if let Some(file) = found.file {
            scan.insert("file".into(), file.into());
        }
        scans.push(Value::Object(scan));
    }
    let all_ok = scans.iter().all(|scan| verdict(scan) == "ok");
    let document = match scans.as_slice() {
        [only] => only.clone(),
        several => json!({ "scans": several }),
    };
    face.answer(&document, |words| {
        let line = |scan: &Value| {
            let args = fields(scan);
            let said = |part: &str| words.verdict(&format!("{}__{part}", verdict(scan)), &args);
            let sentence: Vec<String> = ["title", "next"].into_iter().filter_map(said).collect();
            let file = scan.get("file").and_then(Value::as_str).map_or_else(String::new, |file| format!("{file}: "));
            format!("{file}{} [{}]{}", sentence.join(" · "), verdict(scan), particulars(scan))
        };
        scans.iter().map(line).collect::<Vec<_>>().join("\n")
    });
    Ok(if all_ok { Outcome::Done } else { Outcome::Refused })
}

fn find(wish: &Scan, desk: &Desk) -> Result<Vec<Found>, FaceError> {
    if let Some(text) = &wish.code {
        return Ok(vec![Found { text: text.clone(), corners: None, file: None, source: "command_line" }]);
    }
    if let Some(camera) = &wish.camera {
        let camera = if camera.is_empty() { camera_of_settings(desk)? } else { CameraSpec::from(camera.as_str()) };
        let reading = scan_once(camera, Duration::from_secs(wish.timeout))?;
        let reading = reading.ok_or_else(|| FaceError::new(Class::Refused, "no_code_found"))?;
        return Ok(vec![Found { text: reading.text, corners: Some(reading.corners), file: None, source: "camera" }]);
    }
    let mut found = Vec::new();
    for file in &wish.image {
        let name = file.display().to_string();
        let readings = picture::read_file(file).map_err(|error| FaceError::from(error).with("file", name.clone()))?;
        if readings.is_empty() {
            return Err(FaceError::new(Class::Refused, "no_code_found").with("file", name));
        }
        found.extend(readings.into_iter().map(|reading| Found {
            text: reading.text,
            corners: Some(reading.corners),
            file: Some(name.clone()),
            source: "picture",
        }));
    }
    Ok(found)
}

fn camera_of_settings(desk: &Desk) -> Result<CameraSpec, FaceError> {
    if let Ok(camera) = std::env::var(crate::desktop::CAMERA_VARIABLE) {
        return Ok(CameraSpec::from(camera.as_str()));
    }
    let settings = ask(desk, "setting.all", json!({}))?;
    Ok(CameraSpec::from(settings.get("camera.source").and_then(Value::as_str).unwrap_or_default()))
}

fn verdict(scan: &Value) -> &str {
    scan.get("verdict").and_then(Value::as_str).unwrap_or_default()
}

/// Who and what, where the invoice is known.
fn particulars(scan: &Value) -> String {
    let invoice = scan.get("invoice").unwrap_or(&Value::Null);
    let text = |key: &str| invoice.get(key).and_then(Value::as_str);
    let known: Vec<&str> =
        ["invoice_number", "customer_name", "package_name", "game_name"].into_iter().filter_map(text).collect();
    if known.is_empty() { String::new() } else { format!("\n  {}", known.join(" · ")) }
}

fn measure(folder: &Path, face: &Face) -> Result<Outcome, FaceError> {
    let mut bar = None;
    let report = bench::run(folder, Budget::PICTURE, |done, all| {
        bar.get_or_insert_with(|| face.progress(all)).set_position(u64::try_from(done).unwrap_or(u64::MAX));
    });
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    let report = report.map_err(bench_failed)?;
    face.answer(&serde_json::to_value(&report).unwrap_or_default(), |_| table(&report));
    Ok(Outcome::Done)
}

fn bench_failed(error: BenchError) -> FaceError {
    match error {
        BenchError::Frame { file, error } => FaceError::from(error).with("file", file),
        other => FaceError::new(Class::Environment, "picture_not_found").with("file", "labels.csv").hint(other),
    }
}

fn table(report: &BenchReport) -> String {
    let head = ["class", "frames", "decoded", "decoded_percent", "false_reads", "ms_median", "ms_p95", "ms_max"];
    let row = |class: &ClassReport| {
        vec![
            class.class.clone(),
            class.frames.to_string(),
            class.decoded.to_string(),
            format!("{:.1}", class.decoded_percent),
            class.false_reads.to_string(),
            format!("{:.2}", class.ms_median),
            format!("{:.2}", class.ms_p95),
            format!("{:.2}", class.ms_max),
        ]
    };
    let head = std::iter::once(head.map(str::to_owned).to_vec());
    let rows: Vec<_> =
        head.chain(report.classes.iter().map(row)).chain(std::iter::once(row(&report.overall))).collect();
    columns(&rows)
}
