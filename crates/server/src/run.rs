//! Starting and stopping.

use std::net::SocketAddr;

use actix_web::dev::{Server, ServerHandle};
use actix_web::web::Data;
use actix_web::{App, HttpServer};
use service::Service;
use tokio::task::JoinHandle;

use crate::{ServerSettings, Site, routes};

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Nobody can listen there.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address in the settings.
        address: SocketAddr,
        /// What the operating system says.
        source: std::io::Error,
    },
    /// A schema of the OpenAPI document is wrong, which is a fault of ours.
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
    task: JoinHandle<std::io::Result<()>>,
}

/// Binds and begins to answer. The workers of the service are the caller's to start.
///
/// # Errors
/// When the address cannot be bound.
pub fn start(service: Service, settings: &ServerSettings) -> Result<Running, StartError> {
    let site = Data::new(Site::new(service, settings)?);
    let failed = |source| StartError::Listen { address: settings.listen, source };
    let mut server = HttpServer::new(move || {
        let site = site.clone();
        routes::wrapped(App::new().configure(move |config| routes::configure(config, &site)))
    })
    .shutdown_timeout(settings.shutdown_seconds)
    .disable_signals();
    if let Some(workers) = settings.workers {
        server = server.workers(workers.max(1));
    }
    let server = server.bind(settings.listen).map_err(failed)?;
    let address = server.addrs().first().copied().unwrap_or(settings.listen);
    Ok(Running::of(address, server.run()))
}

impl Running {
    /// Lets a server run.
    pub(crate) fn of(address: SocketAddr, server: Server) -> Self {
        let handle = server.handle();
        Self { address, handle, task: tokio::spawn(server) }
    }

    /// Where it listens, with the port that it got.
    pub fn address(&self) -> SocketAddr {
        self.address
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
