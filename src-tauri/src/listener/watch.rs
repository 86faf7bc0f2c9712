//! Keeps the listener as the settings say: starts it, stops it, moves it, and tries again where the address was taken.

use super::{ADDRESS, Bound, LISTEN, Server, problem_of};
use comptoir_core::Desk;
use comptoir_core::door::{Caller, Kind};
use serde::Serialize;
use serde_json::Value;
use std::net::SocketAddr;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How often an address that could not be had is tried again.
const RETRY_EVERY: Duration = Duration::from_secs(5);

/// How the listener is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ListenerStatus {
    /// Whether it listens.
    pub is_on: bool,
    /// Where it listens, or would.
    pub address: String,
    /// Why it does not although it should, as a code.
    pub problem: Option<&'static str>,
}

/// Watches the settings until it is dropped.
pub(crate) struct ListenerWatch {
    status: Arc<Mutex<ListenerStatus>>,
    wishes: SyncSender<Wish>,
    thread: Option<JoinHandle<()>>,
}

enum Wish {
    Look,
    End,
}

impl ListenerWatch {
    /// Begins to watch over an open desk's settings.
    pub(crate) fn start(desk: &Arc<Desk>) -> Self {
        let (wishes, received) = sync_channel(8);
        let look = wishes.clone();
        desk.subscribe(Box::new(move |changes| {
            if changes.kinds().any(|kind| kind == Kind::Settings) {
                // A full queue holds a look already.
                let _full = look.try_send(Wish::Look);
            }
        }));
        let status = Arc::new(Mutex::new(wished(desk).map(|(_, address)| off(address)).unwrap_or_default()));
        let (weak, told) = (Arc::downgrade(desk), Arc::clone(&status));
        let thread = thread::Builder::new().name("listener".into()).spawn(move || watch(&weak, &received, &told));
        if let Err(error) = &thread {
            tracing::error!(%error, "no thread for the listener");
        }
        Self { status, wishes, thread: thread.ok() }
    }

    /// How the listener is at this moment.
    pub(crate) fn status(&self) -> ListenerStatus {
        self.status.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for ListenerWatch {
    fn drop(&mut self) {
        let _gone = self.wishes.send(Wish::End);
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the listener's thread had panicked");
        }
    }
}

fn watch(desk: &Weak<Desk>, wishes: &Receiver<Wish>, status: &Mutex<ListenerStatus>) {
    let mut server: Option<Server> = None;
    loop {
        let Some(open) = desk.upgrade() else { return };
        let now = settle(&open, &mut server);
        drop(open);
        let has_problem = now.problem.is_some() && !now.is_on;
        *status.lock().unwrap_or_else(PoisonError::into_inner) = now;
        let wish = if has_problem {
            wishes.recv_timeout(RETRY_EVERY)
        } else {
            wishes.recv().map_err(|_| RecvTimeoutError::Disconnected)
        };
        match wish {
            Ok(Wish::Look) | Err(RecvTimeoutError::Timeout) => {}
            Ok(Wish::End) | Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// Brings the listener to where the settings say.
fn settle(desk: &Arc<Desk>, server: &mut Option<Server>) -> ListenerStatus {
    let Some((is_wished, address)) = wished(desk) else {
        // The books cannot be read at this moment: what listens goes on, and says so with each 503.
        return server.as_ref().map_or_else(ListenerStatus::default, on);
    };
    if server.as_ref().is_some_and(|server| !is_wished || server.address() != address) {
        drop(server.take());
    }
    if !is_wished {
        return off(address);
    }
    if server.is_none() {
        match Bound::to(address).and_then(|bound| Server::start(bound, Arc::clone(desk))) {
            Ok(started) => *server = Some(started),
            Err(error) => {
                tracing::warn!(%error, %address, "payment events cannot be heard here; it is tried again");
                return ListenerStatus { problem: Some(problem_of(&error)), ..off(address) };
            }
        }
    }
    server.as_ref().map_or_else(|| off(address), on)
}

fn off(address: SocketAddr) -> ListenerStatus {
    ListenerStatus { is_on: false, address: address.to_string(), problem: None }
}

fn on(server: &Server) -> ListenerStatus {
    ListenerStatus { is_on: true, address: server.address().to_string(), problem: None }
}

/// Whether it shall listen, and where.
fn wished(desk: &Desk) -> Option<(bool, SocketAddr)> {
    let settings = desk.query(Caller::System, "setting.all", Value::Null).ok()?;
    let address = settings.get(ADDRESS)?.as_str()?.parse().ok()?;
    Some((settings.get(LISTEN)?.as_bool()?, address))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;
    use comptoir_core::Opening;
    use comptoir_core::desk::SetSetting;
    use comptoir_core::engine::DataFolder;
    use std::net::{TcpListener, TcpStream};
    use std::time::Instant;

    struct Venue {
        desk: Arc<Desk>,
        _folder: tempfile::TempDir,
    }

    impl Venue {
        fn new() -> Self {
            let folder = tempfile::TempDir::new().unwrap();
            let desk = Desk::open(Opening::of(DataFolder::prepare(folder.path()).unwrap())).unwrap();
            Self { desk, _folder: folder }
        }

        fn set(&self, key: &str, value: impl Into<Value>) {
            let set = SetSetting { key: key.into(), value: value.into() };
            self.desk.run(Caller::System, set, None).unwrap();
        }
    }

    fn a_free_address() -> String {
        TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
    }

    /// Waits until the listener is as expected.
    fn comes_to(watch: &ListenerWatch, is_on: bool, problem: Option<&str>, address: &str) {
        let begun = Instant::now();
        loop {
            let status = watch.status();
            if status.is_on == is_on && status.problem == problem && status.address == address {
                return;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "{status:?}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    #[test]
    fn it_follows_the_settings_at_once() {
        let venue = Venue::new();
        let (first, second) = (a_free_address(), a_free_address());
        let watch = ListenerWatch::start(&venue.desk);
        comes_to(&watch, false, None, "127.0.0.1:8787");
        venue.set(ADDRESS, first.as_str());
        venue.set(LISTEN, true);
        comes_to(&watch, true, None, &first);
        assert!(TcpStream::connect(&first).is_ok());
        venue.set(ADDRESS, second.as_str());
        comes_to(&watch, true, None, &second);
        assert!(TcpStream::connect(&first).is_err() && TcpStream::connect(&second).is_ok());
        venue.set(LISTEN, false);
        comes_to(&watch, false, None, &second);
        assert!(TcpStream::connect(&second).is_err());
        venue.set(LISTEN, true);
        comes_to(&watch, true, None, &second);
        drop(watch);
        assert!(TcpStream::connect(&second).is_err(), "it ends with the desk");
    }

    #[test]
    fn an_address_that_was_taken_is_had_when_it_is_free() {
        let venue = Venue::new();
        let other = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = other.local_addr().unwrap().to_string();
        venue.set(ADDRESS, address.as_str());
        venue.set(LISTEN, true);
        let watch = ListenerWatch::start(&venue.desk);
        comes_to(&watch, false, Some("listener_address_taken"), &address);
        drop(other);
        comes_to(&watch, true, None, &address);
    }
}
