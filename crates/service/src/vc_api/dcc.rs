//! What the services of the Digital Credentials Consortium (DCC) offer, so that this one can take their place.

use issuer::Suite;
use openbadges::proof::Cryptosuite;
use serde_json::{Value, json};

use super::{IssueRequest, district};
use crate::store::district as store;
use crate::{Actor, Error, Service};

/// How the caller of the DCC's signing service names suites.
const SUITES: [(&str, Suite); 2] = [
    ("ed25519", Suite::Proof(Cryptosuite::Ed25519Signature2020)),
    ("eddsa2022", Suite::Proof(Cryptosuite::EddsaRdfc2022)),
];

/// The suites of the words `ed25519` and `eddsa2022`; without one, `ed25519`, which today's wallets read.
///
/// # Errors
/// `Invalid` for another word.
pub fn suites<'a>(words: impl IntoIterator<Item = &'a str>) -> Result<Vec<Suite>, Error> {
    let suite = |word: &'a str| {
        let found = SUITES.iter().find(|(name, _)| *name == word);
        found.map(|(_, suite)| *suite).ok_or_else(|| Error::invalid("/suite", "must be ed25519 or eddsa2022"))
    };
    let mut suites = words.into_iter().map(suite).collect::<Result<Vec<_>, _>>()?;
    suites.dedup();
    if suites.is_empty() {
        suites.push(Suite::Proof(Cryptosuite::Ed25519Signature2020));
    }
    Ok(suites)
}

/// `POST /instance/:tenant/credentials/sign`: signs in the name of the tenant, whatever issuer the credential
/// names; a status that it has stays.
///
/// # Errors
/// As [`district::issue`].
pub async fn sign(
    service: &Service,
    actor: &Actor,
    credential: Value,
    suites: Vec<Suite>,
) -> Result<Value, Error> {
    let credential = in_the_tenants_name(service, actor, credential).await?;
    district::issue(service, actor, IssueRequest::plain(credential).with_suites(suites)).await
}

/// `POST /instance/:tenant/credentials/issue`: gives the credential a status, and signs it.
///
/// # Errors
/// As [`district::issue`].
pub async fn issue(service: &Service, actor: &Actor, credential: Value) -> Result<Value, Error> {
    let credential = in_the_tenants_name(service, actor, credential).await?;
    let purposes = district::usual_purposes(&credential);
    let request = IssueRequest::plain(credential).with_suites(suites([])?).with_status(purposes);
    district::issue(service, actor, request).await
}

async fn in_the_tenants_name(service: &Service, actor: &Actor, credential: Value) -> Result<Value, Error> {
    let row = store::one(service.backend().read(), actor.district()?).await?;
    Ok(issued_by(credential, &district::did(service, &row)?, service))
}

/// The credential with this issuer, and an `id` if it had none.
pub(super) fn issued_by(mut credential: Value, did: &str, service: &Service) -> Value {
    let Some(members) = credential.as_object_mut() else { return credential };
    match members.get_mut("issuer") {
        Some(Value::Object(issuer)) => {
            issuer.insert("id".to_owned(), did.into());
        }
        _ => {
            members.insert("issuer".to_owned(), did.into());
        }
    }
    if !members.contains_key("id") {
        members.insert("id".to_owned(), json!(format!("urn:uuid:{}", service.world().id())));
    }
    credential
}
