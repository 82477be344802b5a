//! One file per verb.

mod backup;
mod client;
mod clock;
mod district;
mod keys;
mod migrate;
mod people;
mod restore;
mod serve;
mod vc_api;
mod verify;

use std::io::ErrorKind;
use std::path::Path;
use std::process::ExitCode;

use secrecy::ExposeSecret;
use service::danger::CommandLine;
use service::{Actor, DistrictView, PageQuery, Service, Settings, World};

use crate::arguments::{Arguments, DemoArguments, DistrictVerb, Verb};
use crate::config::{
    CommonFlags, Sources, service_settings, settings_without_address, sqlite_file, start_failure,
};
use crate::demo;
use crate::failure::Failure;

pub(crate) use serve::{Signals, until_stopped};

/// What is logged unless someone set it.
const QUIET: &str = "warn";

/// Does what the command line says.
///
/// # Errors
/// Why it was not done.
pub(crate) fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let Arguments { verb, common } = arguments;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = |()| ExitCode::SUCCESS;
    match verb {
        Verb::Serve(given) => runtime.block_on(serve::run(&common, &given)).map(done),
        Verb::Demo(DemoArguments { once: true, out: Some(out), .. }) => {
            runtime.block_on(demo::once(&common, &out)).map(done)
        }
        Verb::Demo(given) => runtime.block_on(demo::serve(&common, &given)).map(done),
        Verb::Migrate => runtime.block_on(migrate::run(&common)).map(done),
        Verb::Clock(verb) => runtime.block_on(clock::run(&common, &verb)),
        Verb::Keys(verb) => runtime.block_on(keys::run(&common, verb)).map(done),
        Verb::District(DistrictVerb::Add(given)) => runtime.block_on(district::add(&common, given)).map(done),
        Verb::District(DistrictVerb::List) => runtime.block_on(district::list(&common)).map(done),
        Verb::People(verb) => runtime.block_on(people::run(&common, verb)).map(done),
        Verb::Client(verb) => runtime.block_on(client::run(&common, verb)).map(done),
        Verb::VcApi(given) => runtime.block_on(vc_api::run(&common, &given)).map(done),
        Verb::Verify(given) => runtime.block_on(verify::run(&common, given)),
        Verb::Backup { file } => runtime.block_on(backup::run(&common, &file)).map(done),
        Verb::Bench(given) => runtime.block_on(crate::bench::run(given)).map(done),
        Verb::Restore(given) => runtime.block_on(restore::run(&common, &given)).map(done),
    }
}

/// Opens the service for one piece of work on the machine itself.
async fn open(common: &CommonFlags) -> Result<Service, Failure> {
    let (sources, settings) = settings(common)?;
    opened(settings, &sources).await
}

/// The settings of such a piece of work; the log is started.
fn settings(common: &CommonFlags) -> Result<(Sources, Settings), Failure> {
    let sources = Sources::collect(common.config.as_deref(), &[common.settings()])?;
    crate::log::start(&sources, QUIET)?;
    let settings = service_settings(&sources)?;
    Ok((sources, settings))
}

/// Opens the service for a piece of work that makes no address and signs nothing: `public_url` may be unset.
async fn open_without_address(common: &CommonFlags) -> Result<Service, Failure> {
    let sources = Sources::collect(common.config.as_deref(), &[common.settings()])?;
    crate::log::start(&sources, QUIET)?;
    let settings = settings_without_address(&sources)?;
    opened(settings, &sources).await
}

async fn opened(settings: Settings, sources: &Sources) -> Result<Service, Failure> {
    create_database(&settings, sources)?;
    Service::open_to_mend(settings, World::system()).await.map_err(|error| start_failure(error, sources))
}

/// Opens the service to serve: with all keys.
async fn opened_to_serve(settings: Settings, sources: &Sources) -> Result<Service, Failure> {
    create_database(&settings, sources)?;
    Service::open(settings, World::system()).await.map_err(|error| start_failure(error, sources))
}

fn create_database(settings: &Settings, sources: &Sources) -> Result<(), Failure> {
    // SQLite would make a database that others on the machine can read.
    if let Some(file) = sqlite_file(settings.database_url.expose_secret()) {
        create_private(&file).map_err(|error| match error {
            Failure::Output { path, error } => {
                let why = format!("{}: {error}", path.display());
                sources.wrong("database_url", why).into()
            }
            other => other,
        })?;
    }
    Ok(())
}

/// The largest part of a listing, from its beginning.
const ALL: PageQuery = PageQuery { cursor: None, limit: Some(200) };

/// All districts, by name.
async fn districts(service: &Service) -> Result<Vec<DistrictView>, Failure> {
    let mut all = Vec::new();
    let mut query = ALL;
    loop {
        let page = service::queries::districts::list_public(service, query.clone()).await?;
        all.extend(page.items);
        query.cursor = page.next;
        if query.cursor.is_none() {
            return Ok(all);
        }
    }
}

/// The operator who works on a district.
async fn operator(service: &Service, slug: &str) -> Result<Actor, Failure> {
    match service::queries::districts::by_slug(service, slug).await {
        Ok(district) => {
            Ok(CommandLine::of_this_machine().operator_of(program::DistrictId::from_uuid(district.id)))
        }
        Err(service::Error::NotFound { .. }) => Err(Failure::Data(format!(
            "there is no district {slug:?}; `countersign district list` shows those there are, and \
             `countersign district add` sets one up"
        ))),
        Err(other) => Err(other.into()),
    }
}

/// Makes an empty file that only its owner can read, unless there is one.
pub(crate) fn create_private(path: &Path) -> Result<(), Failure> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            Err(Failure::Output { path: path.to_owned(), error })
        }
        _ => Ok(()),
    }
}
