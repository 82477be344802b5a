//! `countersign district`.

use service::danger::CommandLine;
use service::{NewDistrict, commands};

use super::{districts, open, opened, settings};
use crate::arguments::DistrictArguments;
use crate::config::CommonFlags;
use crate::failure::Failure;
use crate::output;

pub(super) async fn add(common: &CommonFlags, given: DistrictArguments) -> Result<(), Failure> {
    let (sources, settings) = settings(common)?;
    // The first district on a machine brings the key file into being.
    super::create_private(&settings.key_file)?;
    let service = opened(settings, &sources).await?;
    let DistrictArguments { slug, name, website, email, description } = given;
    let new = NewDistrict { slug, name, website, email, description, policy: None };
    let district =
        commands::districts::create(&service, &CommandLine::of_this_machine().operator(), new).await?;
    service.close().await;
    output::line(format!("{}  {}  {}", district.slug, district.did, district.url))
}

pub(super) async fn list(common: &CommonFlags) -> Result<(), Failure> {
    let service = open(common).await?;
    for district in districts(&service).await? {
        output::line(format!("{}  {}  {}", district.slug, district.name, district.url))?;
    }
    service.close().await;
    Ok(())
}
