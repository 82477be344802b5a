//! Starting and stopping.

use std::net::{SocketAddr, TcpListener};

use actix_web::App;
use actix_web::dev::{Server, ServerHandle};
use actix_web::web::Data;
use service::Service;
use tokio::net::TcpSocket;
use tokio::task::JoinHandle;

use crate::connections::{self, Connections, Listening};
use crate::{ServerSettings, Site, routes};

/// How many connections the operating system keeps until they are taken.
const BACKLOG: u32 = 1024;

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// No one can listen there.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address in the settings.
        address: SocketAddr,
        /// What the operating system says.
        source: std::io::Error,
    },
    /// A schema of the OpenAPI document is wrong, which is an internal error.
    #[error("the schema {name} of the OpenAPI document is wrong: {reason}")]
    Schema {
        /// Its name.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// A server that answers. Dropped without [`Running::stop`] it goes on until the process ends.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    handle: ServerHandle,
    connections: Option<Connections>,
    task: JoinHandle<std::io::Result<()>>,
}

/// Binds and begins to answer. The workers of the service are the caller's to start.
///
/// # Errors
/// When the address cannot be bound.
pub fn start(service: Service, settings: &ServerSettings) -> Result<Running, StartError> {
    let site = Data::new(Site::new(service, settings)?);
    let failed = |source| StartError::Listen { address: settings.listen, source };
    let listener = bind(settings.listen).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let most = connections::raise_limit(settings.max_connections);
    // Behind a proxy all connections come from the proxy.
    let of_each = if settings.trust_proxy { most } else { (most / 2).max(1) };
    let how = Listening {
        workers: settings.workers,
        shutdown_seconds: settings.shutdown_seconds,
        connections: Connections::new(most, of_each),
        patience: settings.patience,
    };
    let open = how.connections.clone();
    let server = connections::listen(listener, how, move || {
        let site = site.clone();
        routes::wrapped(App::new().configure(move |config| routes::configure(config, &site)))
    });
    Ok(Running { connections: Some(open), ..Running::of(address, server.map_err(failed)?) })
}

/// Listens at an address, also when a connection of the process before is still being closed there.
fn bind(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)?.into_std()
}

impl Running {
    /// Lets a server run.
    pub(crate) fn of(address: SocketAddr, server: Server) -> Self {
        let handle = server.handle();
        Self { address, handle, connections: None, task: tokio::spawn(server) }
    }

    /// Where it listens, with the port that it got.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many connections of clients are open.
    pub fn open_connections(&self) -> usize {
        self.connections.as_ref().map_or(0, Connections::len)
    }

    /// Takes no new requests, waits for those under way (see [`ServerSettings::shutdown_seconds`]), ends.
    ///
    /// # Errors
    /// When the server ended with an error.
    pub async fn stop(self) -> std::io::Result<()> {
        self.handle.stop(true).await;
        self.wait().await
    }

    /// Waits until the server ends by itself, which it does only by an error.
    ///
    /// # Errors
    /// That error.
    pub async fn wait(self) -> std::io::Result<()> {
        self.task.await.map_err(std::io::Error::other)?
    }
}
