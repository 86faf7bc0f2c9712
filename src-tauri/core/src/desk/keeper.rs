//! The keeper of a folder's time: a thread with a heartbeat every three seconds and a countdown every second.

use super::timekeeping::{Beat, Leave, TakeOver};
use crate::door::{Caller, DoorError};
use crate::engine::KeeperLock;
use crate::facade::Desk;
use crate::immersion::KeepUp;
use crate::inbox::ReconcilePaymentEvents;
use crate::sessions::CountDown;
use crate::wallets::{CheckWallets, SweepHolds};
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

const TICK: Duration = Duration::from_secs(1);
/// A heartbeat at every third tick: an outage is measured to three seconds.
const TICKS_PER_BEAT: u32 = 3;
/// The health of the wallets is looked at each hour, beside the start.
const TICKS_PER_WALLET_CHECK: u32 = 3_600;

/// Keeps the time until it is dropped; then it leaves in good order.
pub struct Keeper {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    pub(crate) fn start(desk: &Arc<Desk>) -> Result<Option<Self>, DoorError> {
        let Some(lock) = desk.engine().folder().try_keep()? else { return Ok(None) };
        let holder = desk.chance().uuid().to_string();
        desk.run(Caller::System, TakeOver { holder: holder.clone(), keeps: true }, None)?;
        desk.run(Caller::System, CountDown {}, None)?;
        desk.run(Caller::System, KeepUp {}, None)?;
        desk.run(Caller::System, CheckWallets {}, None)?;
        let (stop, stopped) = mpsc::channel();
        let desk = Arc::clone(desk);
        let thread = thread::Builder::new()
            .name("comptoir-keeper".into())
            .spawn(move || {
                for tick in 1_u32.. {
                    match stopped.recv_timeout(TICK) {
                        Err(RecvTimeoutError::Timeout) => keep(&desk, &holder, tick),
                        _ => break,
                    }
                }
                leave(&desk, holder, lock);
            })
            .map_err(|_| crate::engine::StoreError::Setup("the keeper's thread could not be started"))?;
        Ok(Some(Self { stop: Some(stop), thread: Some(thread) }))
    }
}

/// One tick. What fails now is tried again in a second; the disk may be back by then.
fn keep(desk: &Desk, holder: &str, tick: u32) {
    if tick.is_multiple_of(TICKS_PER_BEAT)
        && let Err(error) = desk.run(Caller::System, Beat { holder: holder.to_owned() }, None)
    {
        tracing::error!(%error, "no heartbeat");
    }
    if let Err(error) = desk.run(Caller::System, CountDown {}, None) {
        tracing::error!(%error, "no countdown");
    }
    if let Err(error) = desk.run(Caller::System, KeepUp {}, None) {
        tracing::error!(%error, "immersion sessions were not kept up");
    }
    if let Err(error) = desk.run(Caller::System, ReconcilePaymentEvents {}, None) {
        tracing::error!(%error, "payment events were not looked at");
    }
    if let Err(error) = desk.run(Caller::System, SweepHolds {}, None) {
        tracing::error!(%error, "holds past their deadline are not swept");
    }
    if tick.is_multiple_of(TICKS_PER_WALLET_CHECK)
        && let Err(error) = desk.run(Caller::System, CheckWallets {}, None)
    {
        tracing::error!(%error, "the wallets were not looked at");
    }
}

fn leave(desk: &Desk, holder: String, lock: KeeperLock) {
    if let Err(error) = desk.run(Caller::System, Leave { holder }, None) {
        tracing::error!(%error, "the keeper could not leave in good order");
    }
    drop(lock);
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the keeper's thread had panicked");
        }
    }
}
