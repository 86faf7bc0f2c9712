//! The listener on its address: a runtime of its own, limits on everything a caller can take, and an end in good order.

use super::routes::routes;
use comptoir_core::Desk;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

/// How many callers are heard at once; the others wait in the system's queue.
const CALLERS_MOST: usize = 128;
/// How long a caller may take for its headers.
const HEADER_PATIENCE: Duration = Duration::from_secs(5);
/// How long a caller may take for everything.
const CALL_PATIENCE: Duration = Duration::from_secs(30);
/// How much header a caller may send, in bytes.
const HEADERS_MOST_BYTES: usize = 16 << 10;
/// How long callers that are being answered may take when the listener ends.
const FAREWELL: Duration = Duration::from_secs(3);
/// How long to wait after the system had no socket to give.
const OUT_OF_SOCKETS: Duration = Duration::from_millis(200);

/// An address that is ours, before anybody is heard on it.
pub(crate) struct Bound {
    socket: std::net::TcpListener,
    address: SocketAddr,
}

impl Bound {
    /// Takes the address.
    ///
    /// # Errors
    /// It is taken, not this machine's, or not allowed.
    pub(crate) fn to(address: SocketAddr) -> io::Result<Self> {
        let socket = std::net::TcpListener::bind(address)?;
        socket.set_nonblocking(true)?;
        let address = socket.local_addr()?;
        Ok(Self { socket, address })
    }
}

/// A listener that listens until it is dropped.
pub(crate) struct Server {
    runtime: Option<Runtime>,
    stop: watch::Sender<bool>,
    serving: Option<tokio::task::JoinHandle<()>>,
    address: SocketAddr,
}

impl Server {
    /// Hears callers on the address, on threads of its own.
    ///
    /// # Errors
    /// The system gives no threads.
    pub(crate) fn start(bound: Bound, desk: Arc<Desk>) -> io::Result<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .max_blocking_threads(40)
            .thread_name("comptoir-listener")
            .enable_io()
            .enable_time()
            .build()?;
        let (stop, stopped) = watch::channel(false);
        let Bound { socket, address } = bound;
        let listener = runtime.block_on(async { TcpListener::from_std(socket) })?;
        let serving = Some(runtime.spawn(serve(listener, desk, stopped)));
        if !address.ip().is_loopback() {
            tracing::warn!(%address, "payment events are heard beyond this machine, unencrypted: put a proxy with TLS before it");
        }
        tracing::info!(%address, "listening for payment events");
        Ok(Self { runtime: Some(runtime), stop, serving, address })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _gone = self.stop.send(true);
        let Some(runtime) = self.runtime.take() else { return };
        if let Some(serving) = self.serving.take() {
            // Whoever is being answered is answered.
            let _late = runtime.block_on(async { tokio::time::timeout(FAREWELL, serving).await });
        }
        runtime.shutdown_timeout(FAREWELL);
        tracing::info!(address = %self.address, "payment events are not heard any more");
    }
}

async fn serve(listener: TcpListener, desk: Arc<Desk>, mut stopped: watch::Receiver<bool>) {
    let service = TowerToHyperService::new(routes(desk));
    let places = Arc::new(Semaphore::new(CALLERS_MOST));
    let mut callers = JoinSet::new();
    loop {
        while callers.try_join_next().is_some() {}
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.changed() => break,
        };
        match accepted {
            Ok((stream, _)) => {
                let service = service.clone();
                callers.spawn(async move {
                    let call = hear(stream, service);
                    let _slow = tokio::time::timeout(CALL_PATIENCE, call).await;
                    drop(place);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a caller was not heard");
                tokio::time::sleep(OUT_OF_SOCKETS).await;
            }
        }
    }
    // The address is free again before the last caller has gone.
    drop(listener);
    while callers.join_next().await.is_some() {}
}

async fn hear(stream: TcpStream, service: TowerToHyperService<axum::Router>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEADER_PATIENCE)
        .max_buf_size(HEADERS_MOST_BYTES)
        // Events are rare: a connection is for one of them, and an idle one takes nobody's place.
        .keep_alive(false);
    if let Err(error) = http.serve_connection(TokioIo::new(stream), service).await {
        tracing::debug!(%error, "a caller went away");
    }
}
