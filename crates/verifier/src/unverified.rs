//! A document that was read, and in which nothing is believed yet.

use std::collections::BTreeSet;

use openbadges::SignedCredential;
use openbadges::json::JsonError;
use serde_json::Value;

use crate::carrier::Carrier;
use crate::checks::{endorsements, status};
use crate::evidence::{Need, fetchable};
use crate::member::{items, reference, text};
use crate::rejection::Rejection;

/// How many documents one credential may ask others for. A real one needs two or three.
const MOST_NEEDS: usize = 24;

/// A credential that can be read. Whatever it says is a claim.
#[derive(Debug, Clone)]
pub struct Unverified {
    carrier: Carrier,
    credential: Option<SignedCredential>,
}

impl Unverified {
    pub(crate) fn carried(carrier: Carrier) -> Self {
        Self { carrier, credential: None }
    }

    /// The form in which it came.
    pub fn carrier(&self) -> Carrier {
        self.carrier
    }

    /// The credential as text and document; `None` for a carrier that this version cannot open.
    pub fn credential(&self) -> Option<&SignedCredential> {
        self.credential.as_ref()
    }

    /// The issuer that the document names.
    pub fn unverified_issuer(&self) -> Option<&str> {
        self.credential.as_ref().and_then(|credential| reference(credential.document(), "issuer"))
    }

    /// The documents that [`verify`](crate::verify) will look for in the evidence.
    ///
    /// Their addresses were written by a stranger: whoever fetches them keeps to `https`, public addresses, and limits.
    pub fn needs(&self) -> Vec<Need> {
        let Some(credential) = &self.credential else {
            return Vec::new();
        };
        let mut needs = BTreeSet::new();
        let document = credential.document();
        for unverified in std::iter::once(document).chain(endorsements::embedded(document)) {
            needs_of(unverified, &mut needs);
        }
        needs.into_iter().take(MOST_NEEDS).collect()
    }
}

impl From<SignedCredential> for Unverified {
    /// A credential that is already at hand, for example one that was signed a moment ago.
    fn from(credential: SignedCredential) -> Self {
        Self { carrier: Carrier::Json, credential: Some(credential) }
    }
}

/// Reads bytes as a credential: JSON now; a JWT, a PNG or an SVG is recognised, and verifying it says that it could not
/// be checked.
///
/// # Errors
///
/// A [`Rejection`] when the bytes are nothing that could be a credential. [`Rejection::report`] turns it into a report.
pub fn parse(bytes: &[u8]) -> Result<Unverified, Rejection> {
    let carrier = Carrier::recognise(bytes);
    if carrier != Carrier::Json {
        return Ok(Unverified::carried(carrier));
    }
    if bytes.trim_ascii().is_empty() {
        return Err(Rejection::Empty);
    }
    let text =
        std::str::from_utf8(bytes).map_err(|error| JsonError::NotUtf8 { offset: error.valid_up_to() })?;
    let credential = SignedCredential::parse(text.to_owned())?;
    match kind_of(credential.document()) {
        Some(found) => Err(Rejection::NotAnObject { found }),
        None => Ok(credential.into()),
    }
}

fn kind_of(value: &Value) -> Option<&'static str> {
    match value {
        Value::Object(_) => None,
        Value::Array(_) => Some("a list"),
        Value::String(_) => Some("a text"),
        Value::Number(_) => Some("a number"),
        Value::Bool(_) => Some("true or false"),
        Value::Null => Some("null"),
    }
}

fn needs_of(unverified: &Value, needs: &mut BTreeSet<Need>) {
    let issuer = reference(unverified, "issuer");
    let methods = items(unverified, "proof").filter_map(|proof| text(proof, "verificationMethod"));
    for controller in methods.chain(issuer) {
        let controller = controller.split('#').next().unwrap_or(controller);
        if controller.starts_with("did:web:") || fetchable(controller).is_some() {
            needs.insert(Need::Controller(controller.into()));
        }
    }
    needs.extend(issuer.and_then(jwks_url).map(Need::Jwks));
    needs.extend(status::needs(unverified));
}

/// Where an issuer with an `https:` id publishes its keys as a JWK set (Open Badges 3.0 implementation guide).
pub(crate) fn jwks_url(issuer: &str) -> Option<String> {
    let mut url = fetchable(issuer)?;
    url.set_path("/.well-known/jwks.json");
    url.set_query(None);
    url.set_fragment(None);
    Some(url.into())
}
