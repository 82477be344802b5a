//! `countersign serve`.

use server::Running;
use service::Service;
#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::opened_to_serve;
use crate::arguments::ServeArguments;
use crate::config::{CommonFlags, Sources, server_settings, service_settings};
use crate::failure::Failure;
use crate::output;

/// What is logged unless someone set it.
const LOGGED: &str = "info,actix_server=warn,sea_orm_migration=warn";

pub(super) async fn run(common: &CommonFlags, given: &ServeArguments) -> Result<(), Failure> {
    let flags = [common.settings(), given.server.settings(), given.mail.settings()];
    let sources = Sources::collect(common.config.as_deref(), &flags)?;
    crate::log::start(&sources, LOGGED)?;
    let (settings, http) = (service_settings(&sources)?, server_settings(&sources)?);
    let service = opened_to_serve(settings, &sources).await?;
    if service.keeps_mails() {
        tracing::warn!("mail_host is not set: emails stay in the database, and no one can sign in");
    }
    let signals = Signals::listen()?;
    let origin = sources.origin("listen").to_string();
    let running = server::start(service.clone(), &http).map_err(|error| Failure::Listen { error, origin })?;
    output::line(format!("serving {} on {}", service.public_url(), running.address()))?;
    until_stopped(service, running, signals, std::future::pending()).await
}

/// Works until the process is told to stop (SIGTERM, SIGINT), then ends what is under way in order. SIGHUP
/// reads the key file again. What is to be done `beside` ends before the database is closed.
pub(crate) async fn until_stopped(
    service: Service,
    running: Running,
    mut signals: Signals,
    beside: impl Future<Output = ()>,
) -> Result<(), Failure> {
    let workers = service.start_workers();
    tokio::select! {
        () = signals.stop(&service) => {}
        () = beside => {}
    }
    let (ended, ()) = tokio::join!(running.stop(), workers.stop());
    ended?;
    service.close().await;
    Ok(())
}

/// What the process is told by its operator. Made before anyone is told that it serves, so that no signal
/// meets a process that does not know it.
#[cfg(unix)]
pub(crate) struct Signals {
    hang_up: Signal,
    terminate: Signal,
    interrupt: Signal,
}

#[cfg(unix)]
impl Signals {
    pub(crate) fn listen() -> Result<Self, Failure> {
        Ok(Self {
            hang_up: signal(SignalKind::hangup())?,
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    /// Waits until the process is told to stop; there is nothing to be read again.
    pub(super) async fn ended(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }

    async fn stop(&mut self, service: &Service) {
        loop {
            tokio::select! {
                _ = self.terminate.recv() => return,
                _ = self.interrupt.recv() => return,
                _ = self.hang_up.recv() => {
                    // What is wrong was said where it was found.
                    if service::commands::keys::reload(service).await.is_ok() {
                        tracing::info!("reloaded the key file");
                    }
                }
            }
        }
    }
}

/// What the process is told by its operator.
#[cfg(not(unix))]
pub(crate) struct Signals;

#[cfg(not(unix))]
impl Signals {
    pub(crate) fn listen() -> Result<Self, Failure> {
        Ok(Self)
    }

    /// Waits until the process is told to stop.
    pub(super) async fn ended(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    async fn stop(&mut self, _service: &Service) {
        self.ended().await;
    }
}
