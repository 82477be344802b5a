//! `countersign migrate`.

use super::open;
use crate::config::CommonFlags;
use crate::failure::Failure;
use crate::output;

pub(super) async fn run(common: &CommonFlags) -> Result<(), Failure> {
    let service = open(common).await?;
    service.close().await;
    output::line("the schema is up to date")
}
