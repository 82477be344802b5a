//! `countersign migrate`.

use super::open_without_address;
use crate::config::CommonFlags;
use crate::failure::Failure;
use crate::output;

pub(super) async fn run(common: &CommonFlags) -> Result<(), Failure> {
    let service = open_without_address(common).await?;
    service.close().await;
    output::line("the schema is up to date")
}
