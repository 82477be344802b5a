use std::io;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use actix_http::error::DispatchError;
use actix_http::{HttpService, KeepAlive, Protocol};
use actix_server::ServerBuilder;
use actix_service::{IntoServiceFactory, ServiceFactoryExt, fn_service, map_config};
use actix_web::body::MessageBody;
use actix_web::dev::{AppConfig, Server, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::{App, Error};
use tokio::net::TcpStream;

use super::{Connections, Guarded, Patience};

/// How long a connection is kept for another request.
const KEEP_ALIVE: Duration = Duration::from_secs(5);
/// What is told to whom there is no room for. It needs no memory of ours.
const FULL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 2\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
/// Connections beyond those that there is room for that may be open while others are being ended, a thread.
const ENDING: usize = 8;

/// How a server listens.
pub(crate) struct Listening {
    pub(crate) workers: Option<usize>,
    pub(crate) shutdown_seconds: u64,
    pub(crate) connections: Connections,
    pub(crate) patience: Patience,
}

/// Answers what comes in at a listener by an app. It is what `actix_web::HttpServer` does, around connections that
/// are guarded: that one has no bound for a client that reads nothing, and stops accepting when it is full.
pub(crate) fn listen<T, B>(
    listener: TcpListener,
    how: Listening,
    app: impl Fn() -> App<T> + Send + Clone + 'static,
) -> io::Result<Server>
where
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<B>,
            Error = Error,
            InitError = (),
        > + 'static,
    B: MessageBody + 'static,
{
    let workers = how.workers.unwrap_or_else(|| std::thread::available_parallelism().map_or(2, usize::from));
    let workers = workers.clamp(1, 512);
    let builder = ServerBuilder::default()
        .workers(workers)
        .max_concurrent_connections(how.connections.most() / workers + ENDING)
        .shutdown_timeout(how.shutdown_seconds)
        .disable_signals();
    let stopping = builder.graceful_shutdown_signal();
    let (connections, patience) = (how.connections, how.patience);
    let builder = builder.listen("countersign", listener, move || {
        let stopping = stopping.clone();
        let connections = connections.clone();
        let factory = app().into_factory().map_err(|error: Error| error.error_response());
        let http = HttpService::build()
            .graceful_shutdown_signal(move || {
                let stopping = stopping.clone();
                async move { stopping.notified().await }
            })
            .keep_alive(KeepAlive::Timeout(KEEP_ALIVE))
            .client_request_timeout(patience.head)
            .client_disconnect_timeout(Duration::from_secs(1))
            .on_connect_ext(|io: &Guarded, data| {
                data.insert(io.connection().clone());
            })
            .finish(map_config(factory, |()| AppConfig::default()));
        fn_service(move |stream: TcpStream| {
            let taken = take(stream, &connections, patience);
            async move { taken }
        })
        .and_then(http)
    })?;
    Ok(builder.run())
}

/// Takes a connection in, or tells the client that there is no room.
fn take(
    stream: TcpStream,
    connections: &Connections,
    patience: Patience,
) -> Result<(Guarded, Protocol, Option<SocketAddr>), DispatchError> {
    let peer = stream.peer_addr().map_err(DispatchError::Io)?;
    let Some(place) = connections.admit(peer.ip()) else {
        // As much as goes out at once: waiting for this client is what there is no room for.
        let _ = stream.try_write(FULL);
        return Err(DispatchError::Io(io::Error::other("there is no room for another connection")));
    };
    // Answers are written whole, so waiting for more of them only takes time.
    let _ = stream.set_nodelay(true);
    Ok((Guarded::new(stream, place, patience), Protocol::Http1, Some(peer)))
}
