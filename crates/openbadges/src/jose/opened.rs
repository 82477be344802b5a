//! What a token says.

use serde_json::{Map, Value};

use crate::{Timestamp, V2_CONTEXT};

use super::claims::{ClaimFault, ClaimNote, Comparison, Rules};
use super::error::JoseError;
use super::numeric_date;
use super::token_type::TokenType;

/// The first context of version 1.1 of the W3C data model.
pub(super) const V1_CONTEXT: &str = "https://www.w3.org/2018/credentials/v1";

/// The claims of JWTs that are no members of a credential (RFC 7519 §4.1, `nonce` of `OpenID` Connect, RFC 7800 `cnf`).
const REGISTERED: [&str; 9] = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "nonce", "cnf"];

/// The further claims of an SD-JWT VC that are no members of a credential.
const REGISTERED_OF_SD_JWT_VC: [&str; 3] = ["vct", "vct#integrity", "status"];

/// How the payload holds the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// The payload is the credential, with claims beside its members (Open Badges 3.0, VCDM 2.0).
    VcJwt,
    /// The document lies in the claim `vc` or `vp` (VCDM 1.1).
    VcClaim,
    /// The payload is the document (VC-JOSE-COSE).
    VcJoseCose,
    /// Claims with a `vct` (SD-JWT VC).
    SdJwtVc,
}

/// What a token carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Content {
    /// A credential.
    Credential,
    /// A presentation.
    Presentation,
}

/// What a token says: the document, and what its claims say beside it. Whether the signature holds is another question.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Opened {
    /// The credential or presentation, without the claims that only repeat its members.
    pub document: Value,
    /// Which of the two it is.
    pub content: Content,
    /// How the payload holds it.
    pub form: Form,
    /// Every claim that contradicts the document, or is missing. The document may be believed only if there is none.
    pub faults: Vec<ClaimFault>,
    /// What else there is to know about the claims.
    pub notes: Vec<ClaimNote>,
    /// `nbf`: before that moment the token must not be accepted.
    pub not_before: Option<Timestamp>,
    /// `exp`: at that moment the token ends.
    pub expires: Option<Timestamp>,
    /// `aud`: for whom it was made.
    pub audience: Vec<String>,
    /// `nonce`: the challenge that it answers.
    pub nonce: Option<String>,
    /// `vct`: the type of an SD-JWT VC.
    pub vct: Option<String>,
    /// `cnf.jwk`: the key of the holder.
    pub holder_key: Option<Value>,
}

impl Opened {
    /// The same, if every claim agrees with the document.
    ///
    /// # Errors
    /// The first claim that does not.
    pub fn agreed(self) -> Result<Self, ClaimFault> {
        match self.faults.first() {
            Some(fault) => Err(fault.clone()),
            None => Ok(self),
        }
    }
}

/// Finds the document in the claims. `envelope` is the media type of the envelope around the token, if there is one.
pub(super) fn open(
    kind: TokenType,
    envelope: Option<TokenType>,
    mut claims: Map<String, Value>,
) -> Result<Opened, JoseError> {
    let place = Place::of(kind, envelope, &claims)?;
    let mut document = match place.claim {
        None => document(&claims, place.form),
        Some(claim) => match claims.shift_remove(claim) {
            Some(Value::Object(document)) => document,
            _ => {
                return Err(JoseError::Placement {
                    problem: "the claim “vc” or “vp” is not a JSON object"
                });
            }
        },
    };
    let context = first_context(&document);
    place.check_context(context, envelope)?;
    let rules = place.rules(context == Some(V1_CONTEXT), envelope);
    let mut comparison = Comparison { rules, claims: &claims, document: &mut document, faults: Vec::new() };
    comparison.make();
    let mut faults = comparison.faults;
    let (not_before, expires) = (moment(&claims, "nbf", &mut faults), moment(&claims, "exp", &mut faults));
    let text = |name: &str| claims.get(name).and_then(Value::as_str).map(str::to_owned);
    Ok(Opened {
        content: place.content,
        form: place.form,
        notes: notes(&claims, place),
        faults,
        not_before,
        expires,
        audience: audience(&claims),
        nonce: text("nonce"),
        vct: text("vct").filter(|_| place.form == Form::SdJwtVc),
        holder_key: claims.get("cnf").and_then(|cnf| cnf.get("jwk")).cloned(),
        document: Value::Object(document),
    })
}

/// Where in the payload the document is.
#[derive(Clone, Copy)]
struct Place {
    form: Form,
    content: Content,
    /// The claim that holds it; nothing where the payload itself is the document.
    claim: Option<&'static str>,
}

impl Place {
    fn of(
        kind: TokenType,
        envelope: Option<TokenType>,
        claims: &Map<String, Value>,
    ) -> Result<Self, JoseError> {
        let wrong = |problem| Err(JoseError::Placement { problem });
        let (vc, vp) = (claims.contains_key("vc"), claims.contains_key("vp"));
        // A token without `typ` is what its envelope says (`typ` is only recommended by VC-JOSE-COSE). Only the claims `vc`
        // and `vp` tell more: the W3C's own tests have them in envelopes of every media type.
        let kind = if kind == TokenType::Jwt && !vc && !vp { envelope.unwrap_or(kind) } else { kind };
        let whole = |form, content| Ok(Self { form, content, claim: None });
        match kind {
            TokenType::Jwt if vc && vp => wrong("the token has both claims “vc” and “vp”"),
            TokenType::Jwt if vc => {
                Ok(Self { form: Form::VcClaim, content: Content::Credential, claim: Some("vc") })
            }
            TokenType::Jwt if vp => {
                Ok(Self { form: Form::VcClaim, content: Content::Presentation, claim: Some("vp") })
            }
            TokenType::Jwt if !claims.contains_key("@context") => {
                wrong("the payload of the token is neither a credential nor a presentation")
            }
            TokenType::Jwt => whole(Form::VcJwt, content(claims)),
            _ if vc || vp => {
                wrong("the payload of the token is the document, but it has a claim “vc” or “vp”")
            }
            TokenType::DcSdJwt if !claims.contains_key("vct") => wrong("the SD-JWT VC has no claim “vct”"),
            TokenType::DcSdJwt => whole(Form::SdJwtVc, Content::Credential),
            TokenType::VcSdJwt if claims.contains_key("vct") => whole(Form::SdJwtVc, Content::Credential),
            TokenType::VcJwt | TokenType::VcSdJwt if content(claims) == Content::Credential => {
                whole(Form::VcJoseCose, Content::Credential)
            }
            TokenType::VpJwt | TokenType::VpSdJwt if content(claims) == Content::Presentation => {
                whole(Form::VcJoseCose, Content::Presentation)
            }
            TokenType::VcJwt | TokenType::VcSdJwt => {
                wrong("“typ” says that it is a credential, but the payload is a presentation")
            }
            TokenType::VpJwt | TokenType::VpSdJwt => {
                wrong("“typ” says that it is a presentation, but the payload is none")
            }
        }
    }

    /// The version of the data model decides where the document is (Open Badges 3.0, VCDM 1.1 §6.3.1): a reader of the
    /// other version would not find it there.
    fn check_context(&self, context: Option<&str>, envelope: Option<TokenType>) -> Result<(), JoseError> {
        let wrong = |problem| Err(JoseError::Placement { problem });
        match self.form {
            // The VC API wraps credentials of 2.0 so, in envelopes of the type `application/jwt`.
            Form::VcClaim if envelope.is_some() => Ok(()),
            Form::VcClaim if self.content == Content::Credential && context != Some(V1_CONTEXT) => {
                wrong("the claim “vc” is for credentials of data model 1.1, but this one has another context")
            }
            Form::VcJwt | Form::VcJoseCose if context == Some(V1_CONTEXT) => wrong(
                "a credential of data model 1.1 belongs into the claim “vc”, but the payload itself is one",
            ),
            Form::VcJoseCose if context != Some(V2_CONTEXT) => {
                wrong("the payload has not the context of data model 2.0 as its first")
            }
            _ => Ok(()),
        }
    }

    fn rules(&self, is_version_1: bool, envelope: Option<TokenType>) -> Rules {
        let dates =
            if is_version_1 { ["issuanceDate", "expirationDate"] } else { ["validFrom", "validUntil"] };
        let fills = self.form == Form::VcClaim;
        if self.content == Content::Presentation {
            // A presentation may leave it to `iss` to say who the holder is.
            return Rules { speaker: "holder", required: &[], dates: None, fills: true };
        }
        let (required, dates): (&[&str], _) = match self.form {
            Form::VcClaim if envelope.is_some() => (&["iss"], Some(dates)),
            Form::VcJwt | Form::VcClaim => (&["iss", "jti", "nbf", "exp"], Some(dates)),
            Form::SdJwtVc => (&["iss"], Some(dates)),
            Form::VcJoseCose => (&[], None),
        };
        Rules { speaker: "issuer", required, dates, fills }
    }
}

pub(super) fn content(document: &Map<String, Value>) -> Content {
    let is_presentation = match document.get("type") {
        Some(Value::Array(types)) => types.iter().any(|name| *name == "VerifiablePresentation"),
        Some(name) => *name == "VerifiablePresentation",
        None => false,
    };
    if is_presentation { Content::Presentation } else { Content::Credential }
}

fn document(claims: &Map<String, Value>, form: Form) -> Map<String, Value> {
    let is_claim = |name: &str| {
        REGISTERED.contains(&name) || (form == Form::SdJwtVc && REGISTERED_OF_SD_JWT_VC.contains(&name))
    };
    claims
        .iter()
        .filter(|(name, _)| !is_claim(name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

pub(super) fn first_context(document: &Map<String, Value>) -> Option<&str> {
    match document.get("@context")? {
        Value::Array(contexts) => contexts.first()?.as_str(),
        context => context.as_str(),
    }
}

fn notes(claims: &Map<String, Value>, place: Place) -> Vec<ClaimNote> {
    let asks_for_subject = matches!(place.form, Form::VcJwt | Form::VcClaim);
    let no_subject = asks_for_subject && place.content == Content::Credential && !claims.contains_key("sub");
    let token_status = place.claim.is_none() && claims.contains_key("status");
    [(no_subject, ClaimNote::NoSubject), (token_status, ClaimNote::TokenStatus)]
        .into_iter()
        .filter_map(|(applies, note)| applies.then_some(note))
        .collect()
}

/// A date claim; one that is no date is a fault, which the comparison may have found already.
fn moment(
    claims: &Map<String, Value>,
    claim: &'static str,
    faults: &mut Vec<ClaimFault>,
) -> Option<Timestamp> {
    let found = claims.get(claim)?;
    let moment = numeric_date::read(found);
    let fault = ClaimFault::Malformed { claim, expected: "a number of seconds since 1970" };
    if moment.is_none() && !faults.contains(&fault) {
        faults.push(fault);
    }
    moment
}

/// `aud` is one text or an array of them (RFC 7519 §4.1.3).
fn audience(claims: &Map<String, Value>) -> Vec<String> {
    let texts = match claims.get("aud") {
        Some(Value::Array(texts)) => texts.as_slice(),
        Some(text) => std::slice::from_ref(text),
        None => &[],
    };
    texts.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
