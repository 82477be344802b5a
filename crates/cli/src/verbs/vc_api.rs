//! `countersign vc-api`: the VC API without a database, for conformance runs.

use openbadges::Algorithm;
use serde_json::json;
use service::World;

use super::Signals;
use crate::arguments::VcApiArguments;
use crate::config::{CommonFlags, Sources};
use crate::failure::Failure;
use crate::output;

pub(super) async fn run(common: &CommonFlags, given: &VcApiArguments) -> Result<(), Failure> {
    let sources = Sources::collect(common.config.as_deref(), &[common.settings()])?;
    crate::log::start(&sources, super::QUIET)?;
    let mut signals = Signals::listen()?;
    let started = server::vc_api::standalone::start(given.port, given.verified_false_is_200, World::system());
    let origin = "--port".to_owned();
    let (running, instance) = started.map_err(|error| Failure::Listen { error, origin })?;
    // Programs that run conformance suites wait for this line.
    let said = json!({
        "url": format!("http://{}", running.address()),
        "issuer": instance.did(Algorithm::Ed25519),
        "issuerP256": instance.did(Algorithm::P256),
        "issuerP384": instance.did(Algorithm::P384),
    });
    output::line(said.to_string())?;
    signals.ended().await;
    Ok(running.stop().await?)
}
