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
