//! The live scanner with cameras that are films, folders, and troubles.

use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use comptoir_vision::{
    CameraError, CameraSpec, FolderCamera, GrayFrame, Opener, ScanEvent, ScanState, Scanner, ScannerConfig, Source,
    SourceInfo, scan_once, scan_once_with,
};
use image::{GrayImage, ImageFormat, Luma};

use crate::support::{TEXT, camera_view, encoded, frame};

const PATIENCE: Duration = Duration::from_secs(10);

/// What a film shows next.
#[derive(Clone)]
enum Scene {
    /// A picture for so many frames.
    Shows(GrayFrame, u32),
    /// The camera fails; the rest is played when it is opened again.
    Fails(CameraError),
    /// No frame for so long.
    Hangs(Duration),
}

/// A camera that plays scenes, 50 frames a second, and shows the last picture for ever.
struct Film {
    scenes: Vec<Scene>,
    last: GrayFrame,
}

struct Playing {
    film: std::sync::Arc<std::sync::Mutex<Film>>,
}

impl Source for Playing {
    fn info(&self) -> SourceInfo {
        SourceInfo { name: "Film".to_owned(), format: "TEST".to_owned(), width: 1, height: 1, fps: 50 }
    }

    fn next_frame(&mut self, _spare: Vec<u8>) -> Result<GrayFrame, CameraError> {
        std::thread::sleep(Duration::from_millis(20));
        let mut film = self.film.lock().unwrap();
        match film.scenes.first_mut() {
            None => Ok(film.last.clone().at(Instant::now())),
            Some(Scene::Shows(frame, left)) => {
                *left -= 1;
                let (shown, over) = (frame.clone(), *left == 0);
                if over {
                    film.scenes.remove(0);
                }
                film.last = shown.clone();
                Ok(shown.at(Instant::now()))
            }
            Some(Scene::Fails(error)) => {
                let error = error.clone();
                film.scenes.remove(0);
                Err(error)
            }
            Some(Scene::Hangs(time)) => {
                let time = *time;
                film.scenes.remove(0);
                drop(film);
                std::thread::sleep(time);
                self.next_frame(Vec::new())
            }
        }
    }
}

/// A camera that refuses to open with each of `refusals` in turn, and then plays `scenes`.
fn film(mut refusals: Vec<CameraError>, scenes: Vec<Scene>) -> impl Opener + 'static {
    let film = std::sync::Arc::new(std::sync::Mutex::new(Film { scenes, last: blank() }));
    move || {
        if refusals.is_empty() {
            Ok(Box::new(Playing { film: std::sync::Arc::clone(&film) }) as Box<dyn Source>)
        } else {
            Err(refusals.remove(0))
        }
    }
}

fn blank() -> GrayFrame {
    frame(&GrayImage::from_pixel(640, 480, Luma([128])))
}

fn shows(text: &str, frames: u32) -> Scene {
    Scene::Shows(frame(&camera_view(text, 6)), frames)
}

fn empty(frames: u32) -> Scene {
    Scene::Shows(blank(), frames)
}

fn start(opener: impl Opener + 'static, config: ScannerConfig) -> (Scanner, Receiver<ScanEvent>) {
    let (sender, events) = channel();
    let sink = move |event| {
        let _ = sender.send(event);
    };
    (Scanner::start_with(opener, config, sink).unwrap(), events)
}

/// A short name for what matters of an event; outlines are left out.
fn name(event: &ScanEvent) -> Option<String> {
    Some(match event {
        ScanEvent::State(ScanState::Starting) => "starting".to_owned(),
        ScanEvent::State(ScanState::Running { .. }) => "running".to_owned(),
        ScanEvent::State(ScanState::Recovering) => "recovering".to_owned(),
        ScanEvent::State(ScanState::Failed { error }) => error.code().to_owned(),
        ScanEvent::Seen { text, .. } => format!("seen {text}"),
        ScanEvent::Outline { .. } => return None,
    })
}

/// The names of the events up to and including `last`.
fn names_until(events: &Receiver<ScanEvent>, last: &str) -> Vec<String> {
    let mut names = Vec::new();
    while names.last().is_none_or(|name| name != last) {
        let event = events.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no {last:?} after {names:?}"));
        names.extend(name(&event));
    }
    names
}

#[test]
fn a_code_is_seen_once_while_it_is_held() {
    let scenes = vec![empty(5), shows("A", 100), shows("B", 10)];
    let (scanner, events) = start(film(vec![], scenes), ScannerConfig::default());
    assert_eq!(names_until(&events, "seen B"), ["starting", "running", "seen A", "seen B"]);
    scanner.stop();
}

#[test]
fn it_is_seen_again_after_it_was_gone() {
    let scenes = vec![shows("A", 10), empty(100), shows("A", 10), shows("END", 10)];
    let (_scanner, events) = start(film(vec![], scenes), ScannerConfig::default());
    assert_eq!(names_until(&events, "seen END"), ["starting", "running", "seen A", "seen A", "seen END"]);
}

#[test]
fn the_outline_follows_the_code_and_goes_with_it() {
    let (_scanner, events) = start(film(vec![], vec![shows("A", 25), empty(60)]), ScannerConfig::default());
    let mut outlined = 0;
    loop {
        if let ScanEvent::Outline { corners, frame_width, .. } = events.recv_timeout(PATIENCE).unwrap() {
            let Some(corners) = corners else { break };
            assert!(corners.iter().all(|(x, y)| *x > 0.0 && *x < 1_280.0 && *y > 0.0 && *y < 720.0), "{corners:?}");
            assert_eq!(frame_width, 1_280);
            outlined += 1;
        }
    }
    assert!(outlined >= 3, "{outlined} outlines");
}

#[test]
fn unplugging_and_replugging_is_survived() {
    let scenes = vec![shows("A", 10), Scene::Fails(CameraError::Unplugged), shows("B", 10)];
    let (_scanner, events) = start(film(vec![], scenes), ScannerConfig::default());
    let expected = ["starting", "running", "seen A", "camera_unplugged", "recovering", "running", "seen B"];
    assert_eq!(names_until(&events, "seen B"), expected);
}

#[test]
fn a_camera_that_comes_late_is_taken() {
    let refusals = vec![CameraError::NoCamera, CameraError::NoCamera, CameraError::Busy];
    let (_scanner, events) = start(film(refusals, vec![shows("A", 10)]), ScannerConfig::default());
    assert_eq!(names_until(&events, "seen A"), ["starting", "no_camera", "camera_busy", "running", "seen A"]);
}

#[test]
fn a_camera_without_pictures_is_told_and_taken_back() {
    let scenes = vec![empty(10), Scene::Hangs(Duration::from_millis(900)), shows("A", 10)];
    let config = ScannerConfig { silence: Duration::from_millis(400), ..ScannerConfig::default() };
    let (_scanner, events) = start(film(vec![], scenes), config);
    assert_eq!(names_until(&events, "seen A"), ["starting", "running", "camera_silent", "running", "seen A"]);
}

#[test]
fn stopping_is_prompt_even_when_the_camera_hangs() {
    let scenes = vec![empty(3), Scene::Hangs(Duration::from_secs(3))];
    let (scanner, events) = start(film(vec![], scenes), ScannerConfig::default());
    names_until(&events, "running");
    std::thread::sleep(Duration::from_millis(200));
    let begun = Instant::now();
    scanner.stop();
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
    while events.try_recv().is_ok() {}
    let late = events.recv_timeout(Duration::from_secs(4));
    assert!(late.is_err(), "said after the end: {late:?}");
}

#[test]
fn previews_are_small_and_not_made_too_often() {
    let (scanner, events) = start(film(vec![], vec![shows("A", 200)]), ScannerConfig::default());
    assert!(scanner.latest_preview().is_none_or(|preview| preview.seq > 0));
    names_until(&events, "seen A");
    let mut numbers = Vec::new();
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_millis(700) {
        let preview = scanner.latest_preview().unwrap();
        assert_eq!((preview.width, preview.height), (640, 360));
        assert_eq!((preview.frame_width, preview.frame_height), (1_280, 720));
        assert!(preview.jpeg.len() < 60_000, "{} bytes", preview.jpeg.len());
        let shown = image::load_from_memory(&preview.jpeg).unwrap();
        assert_eq!((shown.width(), shown.height()), (640, 360));
        numbers.push(preview.seq);
    }
    numbers.dedup();
    assert!((2..=12).contains(&numbers.len()), "{numbers:?}");
}

fn put(folder: &Path, name: &str, picture: &GrayImage) {
    let format = if name.ends_with("png") { ImageFormat::Png } else { ImageFormat::Jpeg };
    let hidden = folder.join(format!(".{name}"));
    std::fs::write(&hidden, encoded(picture, format)).unwrap();
    std::fs::rename(hidden, folder.join(name)).unwrap();
}

#[test]
fn a_folder_plays_a_camera_and_may_change_while_it_plays() {
    let folder = tempfile::tempdir().unwrap();
    let camera = folder.path().join("camera");
    std::fs::create_dir(&camera).unwrap();
    let spec = CameraSpec::from(format!("folder:{}", camera.display()).as_str());
    let (_scanner, events) = start(spec, ScannerConfig::default());
    assert_eq!(names_until(&events, "running"), ["starting", "running"]);
    std::fs::write(camera.join("a.png"), b"half a picture").unwrap();
    std::fs::write(camera.join("notes.txt"), b"no picture").unwrap();
    put(&camera, "b.jpg", &camera_view("FIRST", 6));
    assert_eq!(names_until(&events, "seen FIRST"), ["seen FIRST"]);
    put(&camera, "b.jpg", &camera_view("SECOND", 6));
    assert_eq!(names_until(&events, "seen SECOND"), ["seen SECOND"]);
    let away = folder.path().join("away");
    std::fs::rename(&camera, &away).unwrap();
    assert_eq!(names_until(&events, "recovering"), ["camera_unplugged", "recovering"]);
    put(&away, "b.jpg", &camera_view("THIRD", 6));
    std::fs::rename(&away, &camera).unwrap();
    assert_eq!(names_until(&events, "seen THIRD"), ["running", "seen THIRD"]);
}

#[test]
fn a_folder_plays_its_pictures_in_order() {
    let folder = tempfile::tempdir().unwrap();
    for (name, grey) in [("2.png", 20), ("1.png", 10), ("3.png", 30)] {
        put(folder.path(), name, &GrayImage::from_pixel(64, 48, Luma([grey])));
    }
    let mut camera = FolderCamera::open(folder.path().to_owned(), 100).unwrap();
    let greys: Vec<u8> = (0..7).map(|_| camera.next_frame(Vec::new()).unwrap().luma()[0]).collect();
    assert_eq!(greys, [10, 20, 30, 10, 20, 30, 10]);
}

#[test]
fn one_scan_waits_for_the_code() {
    let found = scan_once_with(film(vec![], vec![empty(20), shows(TEXT, 50)]), PATIENCE).unwrap();
    assert_eq!(found.unwrap().text, TEXT);
}

#[test]
fn one_scan_ends_at_its_time() {
    let begun = Instant::now();
    assert_eq!(scan_once_with(film(vec![], vec![]), Duration::from_millis(500)), Ok(None));
    assert!(begun.elapsed() < Duration::from_secs(2));
}

#[test]
fn one_scan_tells_at_once_why_there_is_no_camera() {
    let cases = [
        CameraError::NoCamera,
        CameraError::Busy,
        CameraError::Refused,
        CameraError::NoUsableFormat { tried: vec!["YUYV 640x480 at 30/s: rejected".to_owned()] },
    ];
    for refusal in cases {
        let begun = Instant::now();
        assert_eq!(scan_once_with(film(vec![refusal.clone()], vec![]), PATIENCE), Err(refusal));
        assert!(begun.elapsed() < Duration::from_secs(2));
    }
    let nowhere = CameraSpec::from("folder:/no/such/folder");
    assert_eq!(scan_once(nowhere, PATIENCE), Err(CameraError::NoCamera));
}

#[test]
fn one_scan_gives_an_unplugged_camera_a_moment() {
    let back = vec![empty(10), Scene::Fails(CameraError::Unplugged), shows(TEXT, 50)];
    assert_eq!(scan_once_with(film(vec![], back), PATIENCE).unwrap().unwrap().text, TEXT);
    let film = film(vec![], vec![empty(10), Scene::Fails(CameraError::Unplugged)]);
    let mut film = film;
    let mut opened = false;
    let gone = move || {
        let first = !std::mem::replace(&mut opened, true);
        if first { film.open() } else { Err(CameraError::NoCamera) }
    };
    let begun = Instant::now();
    assert_eq!(scan_once_with(gone, Duration::from_secs(30)), Err(CameraError::Unplugged));
    assert!(begun.elapsed() < PATIENCE);
}
