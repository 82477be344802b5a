//! `countersign clock`.

use std::process::ExitCode;

use openbadges::Timestamp;
use service::danger::CommandLine;
use service::{Actor, commands};

use super::open_without_address;
use crate::arguments::ClockVerb;
use crate::config::CommonFlags;
use crate::failure::{Failure, UNAVAILABLE};
use crate::output;

pub(super) async fn run(common: &CommonFlags, verb: &ClockVerb) -> Result<ExitCode, Failure> {
    let service = open_without_address(common).await?;
    let actor = CommandLine::of_this_machine().operator();
    let done = match verb {
        ClockVerb::Show => show(&service, &actor).await?,
        ClockVerb::Mend => mend(&service, &actor).await?,
    };
    service.close().await;
    Ok(done)
}

async fn show(service: &service::Service, actor: &Actor) -> Result<ExitCode, Failure> {
    let view = commands::clock::show(service, actor).await?;
    let or_none = |time: Option<Timestamp>| time.map_or_else(|| "none".to_owned(), |time| time.to_string());
    output::line(format!("this machine's clock       {}", view.clock))?;
    output::line(format!("database server's clock    {}", or_none(view.database_server)))?;
    output::line(format!("newest entry in the log    {}", or_none(view.newest_entry)))?;
    match view.trouble {
        Some(trouble) => {
            output::line(trouble.to_string())?;
            Ok(ExitCode::from(UNAVAILABLE))
        }
        None => Ok(ExitCode::SUCCESS),
    }
}

async fn mend(service: &service::Service, actor: &Actor) -> Result<ExitCode, Failure> {
    let mended = commands::clock::mend(service, actor).await?;
    for slug in &mended.districts {
        output::line(format!("{slug}: its log continues from {}", mended.clock))?;
    }
    if mended.districts.is_empty() {
        output::line(format!("no log is ahead of {}", mended.clock))?;
    }
    if mended.misdated > 0 {
        let count = mended.misdated;
        output::line(format!("{count} badges are dated later than now: revoke them and issue them again"))?;
    }
    output::line("if the service is running, it signs again within ten seconds")?;
    Ok(ExitCode::SUCCESS)
}
