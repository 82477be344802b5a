//! `countersign serve`.

use server::Running;
use service::Service;

use super::opened;
use crate::arguments::ServeArguments;
use crate::config::{CommonFlags, Sources, server_settings, service_settings};
use crate::failure::Failure;
use crate::output;

/// What is logged unless somebody set it.
const LOGGED: &str = "info,actix_server=warn,sea_orm_migration=warn";

pub(super) async fn run(common: &CommonFlags, given: &ServeArguments) -> Result<(), Failure> {
    let flags = [common.settings(), given.server.settings(), given.mail.settings()];
    let sources = Sources::collect(common.config.as_deref(), &flags)?;
    crate::log::start(&sources, LOGGED)?;
    let (settings, http) = (service_settings(&sources)?, server_settings(&sources)?);
    let service = opened(settings, &sources).await?;
    if service.keeps_mails() {
        tracing::warn!("mail_host is not set: mails stay in the database, and nobody can sign in");
    }
    let origin = sources.origin("listen").to_string();
    let running = server::start(service.clone(), &http).map_err(|error| Failure::Listen { error, origin })?;
    output::line(format!("serving {} on {}", service.public_url(), running.address()))?;
    until_stopped(service, running).await
}

/// Works until the process is told to stop (SIGTERM, SIGINT), then ends what is under way in order. SIGHUP
/// reads the key file again.
pub(crate) async fn until_stopped(service: Service, running: Running) -> Result<(), Failure> {
    let workers = service.start_workers();
    told_to_stop(&service).await?;
    running.stop().await?;
    drop(workers);
    service.close().await;
    Ok(())
}

#[cfg(unix)]
async fn told_to_stop(service: &Service) -> Result<(), Failure> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut hang_up = signal(SignalKind::hangup())?;
    let mut terminate = signal(SignalKind::terminate())?;
    loop {
        tokio::select! {
            _ = terminate.recv() => return Ok(()),
            interrupted = tokio::signal::ctrl_c() => return Ok(interrupted?),
            _ = hang_up.recv() => match service::commands::keys::reload(service) {
                Ok(()) => tracing::info!("the key file was read again"),
                Err(error) => tracing::error!(%error, "the key file cannot be used; the keys stay as they were"),
            },
        }
    }
}

#[cfg(not(unix))]
async fn told_to_stop(_service: &Service) -> Result<(), Failure> {
    Ok(tokio::signal::ctrl_c().await?)
}
