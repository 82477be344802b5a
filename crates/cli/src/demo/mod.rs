//! `countersign demo`: a sample district to look at, or its story told once.

mod build;
mod content;
mod crowd;
mod once;
mod story;

use std::collections::HashSet;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use program::{DistrictId, Role};
use server::ServerSettings;
use service::danger::CommandLine;
use service::{CredentialQuery, PageQuery, PersonView, Service, World, queries};

use crate::arguments::DemoArguments;
use crate::config::{CommonFlags, Sources};
use crate::failure::Failure;
use crate::output;
use crate::verbs::{Signals, until_stopped};

pub(crate) use crowd::{Crowd, crowd};
pub(crate) use once::once;

/// What is logged unless someone set it: the terminal is for the addresses.
const QUIET: &str = "warn";

/// Serves the sample district; it is made when there is none.
///
/// # Errors
/// When the address is taken, or the data cannot be used.
pub(crate) async fn serve(common: &CommonFlags, given: &DemoArguments) -> Result<(), Failure> {
    let sources = Sources::collect(common.config.as_deref(), &[common.settings()])?;
    crate::log::start(&sources, QUIET)?;
    let listen = free(given.listen)?;
    let place = build::Place::new(&given.data, listen.port())?;
    if place.is_empty()? {
        output::line(format!("setting up the sample district in {} …", given.data.display()))?;
        place.build().await?;
    }
    let service = place.open(World::system()).await?;
    let signals = Signals::listen()?;
    let settings = ServerSettings { listen, ..ServerSettings::default() };
    let running = server::start(service.clone(), &settings)
        .map_err(|error| Failure::Listen { error, origin: "set by the flag --listen".to_owned() })?;
    welcome(&service).await?;
    until_stopped(service.clone(), running, signals, print_links(&service)).await
}

/// The address, with a free port in the place of 0. A port that is taken is found out before any work.
fn free(listen: SocketAddr) -> Result<SocketAddr, Failure> {
    let taken = |error: std::io::Error| {
        Failure::InTheWay(format!("--listen {listen}: {error}; use another one, such as 127.0.0.1:8090"))
    };
    TcpListener::bind(listen).and_then(|listener| listener.local_addr()).map_err(taken)
}

/// Prints the addresses to open.
async fn welcome(service: &Service) -> Result<(), Failure> {
    let Some(district) =
        queries::districts::list_public(service, PageQuery::default()).await?.items.into_iter().next()
    else {
        return Err(Failure::Data(
            "the data contains no district; remove the folder and start again".to_owned(),
        ));
    };
    let operator = CommandLine::of_this_machine().operator_of(DistrictId::from_uuid(district.id));
    let query = CredentialQuery { status: Some("active".to_owned()), ..CredentialQuery::default() };
    let badges = queries::credentials::list(service, &operator, query).await?.items;
    let badge = badges.first().map(|badge| ("a sample badge", badge.share_url.clone()));
    let public = [
        ("the start page", service.address("/")),
        ("the catalog", format!("{}/catalog", district.url)),
        ("verify a badge", service.address("/verify")),
        ("the API", service.address("/docs")),
    ];
    output::line(format!("\n{}\n", district.name))?;
    for (what, address) in public.into_iter().chain(badge) {
        output::line(format!("  {what:26}{address}"))?;
    }
    output::line("\nPages after sign-in:\n")?;
    let page = PageQuery { cursor: None, limit: Some(200) };
    let people = queries::people::list(service, &operator, page).await?.items;
    let pages = [
        (Role::ProgramManager, "/manager"),
        (Role::Coach, "/coach"),
        (Role::Assessor, "/coach"),
        (Role::Teacher, "/teacher"),
    ];
    for (role, path) in pages {
        if let Some(person) = people.iter().find(|person| only(person, role)) {
            let (what, address) = (role.as_str().replace('_', " "), service.address(path));
            output::line(format!("  {what:26}{address:34}{}, {}", person.name, person.email))?;
        }
    }
    output::line(format!(
        "\nSign in at {} with one of these email addresses. No email is sent: the link is printed here,\n\
         and you can also read it at {}. Press Ctrl-C to stop the demo; the data is kept.",
        service.address("/sign-in"),
        service.address("/outbox")
    ))
}

fn only(person: &PersonView, role: Role) -> bool {
    person.roles == [role]
}

/// Prints the sign-in links of the mails that are kept from now on.
async fn print_links(service: &Service) {
    let mut shown = HashSet::new();
    let mut first = true;
    loop {
        for mail in queries::outbox::kept_mails(service).await.unwrap_or_default() {
            let link = mail.body.split_whitespace().find(|word| word.contains("/sign-in/"));
            let Some(link) = link.map(str::to_owned) else { continue };
            if shown.insert(link.clone()) && !first {
                // The terminal may be gone; the page shows the mails as well.
                let _ = output::line(format!("sign-in link for {}: {link}", output::tame(&mail.to)));
            }
        }
        first = false;
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}
