//! One desk, one display and one customers' page per data folder: the first one answers on a local socket, later ones find it there.
//!
//! What it is for: a second copy tells the first to come forward and ends; the desk tells its display to move or to close.
//! What it must never do: decide anything about the books (two processes on one folder are safe without it).

use interprocess::local_socket::{GenericNamespaced, Listener, ListenerOptions, Name, Stream, prelude::*};
use sha2::{Digest, Sha256};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The longest order, in bytes.
const MAX_ORDER_BYTES: u64 = 1_024;
/// How long a caller may take to say its order.
const PATIENCE: Duration = Duration::from_secs(1);

/// Which of the program's windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Face {
    /// The desk.
    Desk,
    /// The countdown display.
    Display,
    /// The customers' page.
    Customers,
}

/// What one process asks of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// Come to the front.
    Show,
    /// Go to this monitor; empty: to the default one.
    Move(String),
    /// End.
    Close,
}

/// Whether this process is the first.
pub(crate) enum Claim {
    /// It is, and answers here.
    First(Listener),
    /// Another one is.
    Taken,
    /// The system gives no socket: nobody can be found, and nobody finds us.
    Unguarded,
}

/// Tries to be the first one of this kind on a folder. The claim ends with the process, however it ends.
pub(crate) fn claim(folder: &Path, face: Face) -> Claim {
    let listener = address(folder, face).and_then(|name| ListenerOptions::new().name(name).create_sync());
    match listener {
        Ok(listener) => Claim::First(listener),
        Err(error) if matches!(error.kind(), io::ErrorKind::AddrInUse | io::ErrorKind::PermissionDenied) => {
            Claim::Taken
        }
        Err(error) => {
            tracing::warn!(%error, "a second copy on this folder would not be noticed");
            Claim::Unguarded
        }
    }
}

/// Obeys the orders of later copies, on a thread of its own, as long as the process lives.
pub(crate) fn obey(listener: Listener, on_order: impl Fn(Order) + Send + 'static) {
    let listen = move || {
        for stream in listener.incoming().filter_map(Result::ok) {
            if let Some(order) = heard(stream) {
                on_order(order);
            }
        }
    };
    if let Err(error) = std::thread::Builder::new().name("orders".into()).spawn(listen) {
        tracing::warn!(%error, "no thread to listen to a second copy");
    }
}

/// Gives an order to the process that is the first on this folder; false when there is none.
pub(crate) fn order(folder: &Path, face: Face, order: &Order) -> bool {
    let sent =
        address(folder, face).and_then(Stream::connect).and_then(|mut stream| writeln!(stream, "{}", written(order)));
    sent.is_ok()
}

/// The same name for every way to write the same folder.
fn address(folder: &Path, face: Face) -> io::Result<Name<'static>> {
    let folder: PathBuf = folder.canonicalize().or_else(|_| std::path::absolute(folder))?;
    let digest = format!("{:x}", Sha256::digest(folder.as_os_str().as_encoded_bytes()));
    let face = match face {
        Face::Desk => "desk",
        Face::Display => "display",
        Face::Customers => "customers",
    };
    format!("comptoir-{face}-{}", digest.get(..24).unwrap_or_default()).to_ns_name::<GenericNamespaced>()
}

fn heard(stream: Stream) -> Option<Order> {
    stream.set_recv_timeout(Some(PATIENCE)).ok()?;
    let mut line = String::new();
    BufReader::new(stream.take(MAX_ORDER_BYTES)).read_line(&mut line).ok()?;
    read(line.trim_end_matches(['\r', '\n']))
}

fn written(order: &Order) -> String {
    match order {
        Order::Show => "show".into(),
        Order::Move(monitor) => format!("move {}", monitor.replace(['\r', '\n'], " ")),
        Order::Close => "close".into(),
    }
}

fn read(line: &str) -> Option<Order> {
    match line.split_once(' ') {
        None if line == "show" => Some(Order::Show),
        None if line == "close" => Some(Order::Close),
        Some(("move", monitor)) => Some(Order::Move(monitor.to_owned())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn orders_survive_the_wire() {
        for order in [Order::Show, Order::Close, Order::Move(String::new()), Order::Move("HDMI-1 (left)".into())] {
            assert_eq!(read(&written(&order)), Some(order));
        }
        assert_eq!(read("rm -rf"), None);
    }

    #[test]
    fn the_first_of_a_folder_hears_the_second() {
        let folder = tempfile::tempdir().unwrap();
        let other = tempfile::tempdir().unwrap();
        let Claim::First(listener) = claim(folder.path(), Face::Desk) else { panic!("nobody else is there") };
        let (sender, orders) = mpsc::channel();
        obey(listener, move |order| sender.send(order).unwrap());
        assert!(matches!(claim(&folder.path().join("."), Face::Desk), Claim::Taken));
        assert!(matches!(claim(folder.path(), Face::Display), Claim::First(_)));
        assert!(matches!(claim(folder.path(), Face::Customers), Claim::First(_)));
        assert!(matches!(claim(other.path(), Face::Desk), Claim::First(_)));
        assert!(order(folder.path(), Face::Desk, &Order::Show));
        assert_eq!(orders.recv_timeout(PATIENCE * 5).unwrap(), Order::Show);
        assert!(!order(other.path(), Face::Display, &Order::Close));
    }
}
