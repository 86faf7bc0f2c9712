//! Frames in, code out.
//!
//! What it is for: everything between a webcam (or a picture file) and the text of a QR code. It knows nothing of the
//! desk: what a text means is decided elsewhere. What it must never do: hang, crash, or hand on a text that the code's
//! own error correction did not confirm.
//!
//! # What others use
//!
//! ```text
//! camera   list() -> Result<Vec<CameraInfo{index, name}>, CameraError>
//!          CameraSpec::from("") | from("2") | from("folder:PATH") | from("part of a name") | from(Option<u32>)
//!          CameraError: NoCamera | Busy | Refused | NoUsableFormat{tried} | Unplugged | Silent | Other{message};  .code()
//! live     Scanner::start(ScannerConfig{camera, ..}, |event: ScanEvent| …) -> Result<Scanner, CameraError>
//!          scanner.latest_preview() -> Option<Preview{seq, width, height, frame_width, frame_height, jpeg}>
//!          scanner.stop()                                        // or drop it
//!          ScanEvent: State(ScanState) | Seen{text, corners, frame_width, frame_height, captured_at}
//!                   | Outline{corners: Option<_>, frame_width, frame_height}
//!          ScanState: Starting | Running{camera: SourceInfo{name, format, width, height, fps}}
//!                   | Failed{error} | Recovering
//! once     scan_once(CameraSpec, timeout) -> Result<Option<Reading{text, corners}>, CameraError>
//! picture  picture::read_file(&Path) | picture::read_bytes(&[u8]) -> Result<Vec<Reading>, PictureError>;  .code()
//! frame    Decoder::new().read(&GrayFrame, Budget::LIVE) -> Vec<Reading>;  .read_live(..) for a camera's frames
//! measure  bench::run(&Path, Budget, |done, all| …) -> Result<BenchReport{classes, overall}, BenchError>
//! ```
//!
//! Corners are pixels of the frame, in the order of the code's own upper left, upper right, lower right, lower left.
//! `ScanEvent`, `ScanState`, `CameraError`, `Reading` and the reports are serialisable as they are.

pub mod bench;
pub mod camera;
pub mod decoder;
pub mod frame;
pub mod picture;
mod plane;
mod qr;
pub mod scanner;
mod sight;
mod threads;

pub use camera::{CameraError, CameraInfo, CameraSpec, FolderCamera, Opener, Source, SourceInfo};
pub use decoder::{Budget, Corner, Decoder, Reading};
pub use frame::{FrameError, GrayFrame, PixelFormat};
pub use picture::PictureError;
pub use scanner::{Preview, ScanEvent, ScanState, Scanner, ScannerConfig, scan_once, scan_once_with};
