//! `countersign keys`.

use openbadges::Algorithm;
use service::{KeyView, commands, queries};

use super::{districts, open_without_address, opened, operator, settings};
use crate::arguments::KeysVerb;
use crate::config::CommonFlags;
use crate::failure::Failure;
use crate::output;

pub(super) async fn run(common: &CommonFlags, verb: KeysVerb) -> Result<(), Failure> {
    match verb {
        KeysVerb::New { district, algorithm } => new(common, &district, algorithm).await,
        KeysVerb::Forget { district, key } => forget(common, &district, &key).await,
        KeysVerb::List => list(common).await,
    }
}

async fn new(common: &CommonFlags, slug: &str, algorithm: Algorithm) -> Result<(), Failure> {
    let (sources, settings) = settings(common)?;
    super::create_private(&settings.key_file)?;
    let service = opened(settings, &sources).await?;
    let actor = operator(&service, slug).await?;
    let keys = commands::keys::rotate(&service, &actor, algorithm).await?;
    service.close().await;
    for key in &keys {
        output::line(shown(slug, key))?;
    }
    output::line("a running service still signs with the previous key until you restart it or send it SIGHUP")
}

async fn forget(common: &CommonFlags, slug: &str, key: &str) -> Result<(), Failure> {
    let service = open_without_address(common).await?;
    let actor = operator(&service, slug).await?;
    commands::keys::forget(&service, &actor, key).await?;
    service.close().await;
    output::line("a running service still uses it until you restart it or send it SIGHUP")
}

async fn list(common: &CommonFlags) -> Result<(), Failure> {
    let service = open_without_address(common).await?;
    for district in districts(&service).await? {
        let actor = operator(&service, &district.slug).await?;
        match queries::keys::list(&service, &actor).await {
            Ok(keys) => {
                for key in &keys {
                    output::line(shown(&district.slug, key))?;
                }
            }
            Err(service::Error::Conflict { why }) => output::line(format!("{}  {why}", district.slug))?,
            Err(other) => return Err(other.into()),
        }
    }
    service.close().await;
    Ok(())
}

fn shown(slug: &str, key: &KeyView) -> String {
    let what = if key.signs { "signs" } else { "verifies only" };
    format!("{slug}  {}  {:7}  {}  {what}", key.created, key.algorithm, key.public_key_multibase)
}
