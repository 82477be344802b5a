//! A document that was read, and in which nothing is trusted yet.

use std::collections::BTreeSet;

use openbadges::json::{JsonError, Limits};
use openbadges::{Budget, SignedCredential, cost};
use serde_json::Value;

use crate::carrier::Carrier;
use crate::checks::{contained, endorsements, status};
use crate::claimed::Claimed;
use crate::evidence::{Evidence, Need, fetchable};
use crate::inspection::Kind;
use crate::jose;
use crate::member::{items, reference, text};
use crate::openbadges2;
use crate::rejection::Rejection;
use crate::verify::Nesting;

/// How many documents one credential may ask others for. A real one needs two or three, a record of many somewhat more.
const MOST_NEEDS: usize = 64;
/// In how many status lists the address of a key is looked for; each may have megabytes.
const MOST_LISTS: usize = 8;

/// A document that can be read. Whatever it says is a claim.
#[derive(Debug, Clone)]
pub struct Unverified {
    carrier: Carrier,
    claimed: Claimed,
    /// The text as it was signed, where the document itself is that text.
    signed: Option<SignedCredential>,
    /// The text of a token that came by itself.
    token: Option<String>,
}

impl Unverified {
    fn token(carrier: Carrier, claimed: Claimed) -> Self {
        Self { carrier, claimed, signed: None, token: None }
    }

    /// The form in which it came.
    pub fn carrier(&self) -> Carrier {
        self.carrier
    }

    /// The credential as text and document; `None` for one that is not JSON with its proofs inside.
    pub fn credential(&self) -> Option<&SignedCredential> {
        self.signed.as_ref()
    }

    /// The text of a token that came by itself, not in an image or in another document.
    pub(crate) fn token_text(&self) -> Option<&str> {
        self.token.as_deref().filter(|_| self.carrier == Carrier::Jwt)
    }

    /// What the document says, whatever form it came in.
    pub fn document(&self) -> &Value {
        &self.claimed.document
    }

    pub(crate) fn claimed(&self) -> &Claimed {
        &self.claimed
    }

    /// The issuer that the document names, or the holder of a presentation.
    pub fn unverified_issuer(&self) -> Option<&str> {
        let document = self.document();
        reference(document, Kind::of(document).speaker())
    }

    /// The documents that [`verify`](crate::verify) will look for and that the evidence does not answer yet. What they hold
    /// may lead to more: whoever gathers evidence asks again, a few times, until nothing is left.
    ///
    /// Their addresses were written by a stranger: whoever fetches them keeps to `https`, public addresses, and limits.
    pub fn needs(&self, evidence: &Evidence) -> Vec<Need> {
        self.needs_within(evidence, &Budget::default())
    }

    /// As [`Self::needs`], with what is left of the budget of a request. What cannot be opened for want of budget needs nothing.
    pub fn needs_within(&self, evidence: &Evidence, budget: &Budget) -> Vec<Need> {
        let claimed = &self.claimed;
        let mut needs = BTreeSet::new();
        if openbadges2::is_assertion(&claimed.document) {
            needs.extend(openbadges2::needs(claimed, evidence));
            return needs.into_iter().filter(|need| !evidence.answers(need)).collect();
        }
        needs_of_all(claimed, Nesting::Outer, budget, &mut needs);
        // A list may be signed with a key that lies elsewhere than that of the credential.
        let lists: Vec<Claimed> = status::lists(&needs, evidence, budget).take(MOST_LISTS).collect();
        for list in &lists {
            keys_of(list, &mut needs);
        }
        needs.into_iter().take(MOST_NEEDS).filter(|need| !evidence.answers(need)).collect()
    }
}

impl From<SignedCredential> for Unverified {
    /// A credential that is already at hand, for example one that was signed a moment ago.
    fn from(credential: SignedCredential) -> Self {
        let claimed = Claimed::embedded(credential.document().clone());
        Self { carrier: Carrier::Json, claimed, signed: Some(credential), token: None }
    }
}

/// Reads bytes as a credential: JSON, or JSON baked into a PNG or an SVG; a JWT is recognized, and verifying it says that
/// it could not be checked.
///
/// # Errors
///
/// A [`Rejection`] when the bytes are nothing that could be a credential. [`Rejection::report`] turns it into a report.
pub fn parse(bytes: &[u8]) -> Result<Unverified, Rejection> {
    parse_within(bytes, &Budget::default())
}

/// As [`parse`], with what is left of the budget of a request.
///
/// # Errors
///
/// As [`parse`].
pub fn parse_within(bytes: &[u8], budget: &Budget) -> Result<Unverified, Rejection> {
    budget.spend_each(bytes.len(), cost::BYTE)?;
    let carrier = Carrier::recognize(bytes);
    match carrier.unbake(bytes)? {
        Some(text) if is_address(&text) => {
            let assertion = Claimed::embedded(openbadges2::at_address(text.trim()));
            Ok(Unverified::token(carrier, assertion))
        }
        Some(text) => Ok(Unverified { carrier, ..parse_text(text.as_bytes(), budget)? }),
        None => parse_text(bytes, budget),
    }
}

/// What comes without an image around it. (An image inside an image is no JSON.)
fn parse_text(bytes: &[u8], budget: &Budget) -> Result<Unverified, Rejection> {
    budget.spend_json(bytes)?;
    if bytes.trim_ascii().is_empty() {
        return Err(Rejection::Empty);
    }
    let text =
        std::str::from_utf8(bytes).map_err(|error| JsonError::NotUtf8 { offset: error.valid_up_to() })?;
    if Carrier::recognize(bytes) == Carrier::Jwt {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let token = Unverified::token(Carrier::Jwt, jose::of_text(text, &Limits::default())?);
        return Ok(Unverified { token: Some(text.trim().to_owned()), ..token });
    }
    let credential = SignedCredential::parse(text.to_owned())?;
    match (kind_of(credential.document()), jose::of_object(credential.document())) {
        (Some(found), _) => Err(Rejection::NotAnObject { found }),
        (None, Some(enveloped)) => Ok(Unverified::token(Carrier::Json, enveloped?)),
        (None, None) => Ok(credential.into()),
    }
}

/// Images of Open Badges 2.0 may hold no more than the address at which the assertion is hosted.
fn is_address(text: &str) -> bool {
    let text = text.trim();
    (text.starts_with("https://") || text.starts_with("http://")) && !text.contains(char::is_whitespace)
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

/// What a document needs, and all that it holds.
fn needs_of_all(claimed: &Claimed, nesting: Nesting, budget: &Budget, needs: &mut BTreeSet<Need>) {
    needs_of(claimed, needs);
    if nesting == Nesting::Endorsement {
        return;
    }
    for endorsement in endorsements::claimed(&claimed.document, budget).filter_map(Result::ok) {
        needs_of_all(&endorsement, Nesting::Endorsement, budget, needs);
    }
    if nesting == Nesting::Outer {
        for inside in contained::credentials(&claimed.document, budget).filter_map(Result::ok) {
            needs_of_all(&inside, Nesting::Contained, budget, needs);
        }
    }
}

fn needs_of(claimed: &Claimed, needs: &mut BTreeSet<Need>) {
    keys_of(claimed, needs);
    needs.extend(status::needs(&claimed.document));
}

/// Where the keys of its signatures and those of its issuer are to be had.
fn keys_of(claimed: &Claimed, needs: &mut BTreeSet<Need>) {
    let unverified = &claimed.document;
    let issuer = reference(unverified, Kind::of(unverified).speaker());
    let methods = items(unverified, "proof").filter_map(|proof| text(proof, "verificationMethod"));
    for controller in methods.chain(issuer) {
        let controller = controller.split('#').next().unwrap_or(controller);
        if controller.starts_with("did:web:") || fetchable(controller).is_some() {
            needs.insert(Need::Controller(controller.into()));
        }
    }
    needs.extend(issuer.and_then(jwks_url).map(Need::Jwks));
    needs.extend(claimed.token().and_then(|secured| jose::needs(secured.token.jws())));
}

/// Where an issuer with an `https:` id publishes its keys as a JWK set (Open Badges 3.0 implementation guide).
pub(crate) fn jwks_url(issuer: &str) -> Option<String> {
    let mut url = fetchable(issuer)?;
    url.set_path("/.well-known/jwks.json");
    url.set_query(None);
    url.set_fragment(None);
    Some(url.into())
}
