//! Credentials and presentations as whole JWTs (VC-JOSE-COSE), and the JSON objects that wrap such tokens (VCDM 2.0 §4.13,
//! `EnvelopedVerifiableCredential` and `EnvelopedVerifiablePresentation`).

use serde_json::{Map, Value, json};

use crate::{PublicKey, SecretKey, V2_CONTEXT};

use super::error::JoseError;
use super::jws::prepare;
use super::opened::{Content, Opened, content, first_context};
use super::prepared::PreparedToken;
use super::token::Token;
use super::token_type::TokenType;
use super::vc_jwt::header;

const CREDENTIAL: &str = "EnvelopedVerifiableCredential";
const PRESENTATION: &str = "EnvelopedVerifiablePresentation";

/// An object that wraps a token.
#[derive(Clone, Debug, PartialEq)]
pub struct Enveloped {
    /// What the envelope says is inside; nothing, where it is a mere data URL of the media type `application/jwt`.
    pub content: Option<Content>,
    /// The media type of its data URL.
    pub media_type: TokenType,
    /// The token.
    pub token: Token,
}

impl Enveloped {
    /// Opens the token, and compares what it is with what the envelope says.
    ///
    /// # Errors
    /// As [`Token::open`]; and when the envelope says that it holds something else.
    pub fn open(&self) -> Result<Opened, JoseError> {
        let opened = self.token.open_within(Some(self.media_type))?;
        if self.content.is_some_and(|content| content != opened.content) {
            return Err(JoseError::Envelope { problem: "its type is not that of what is inside" });
        }
        Ok(opened)
    }
}

/// Signs a credential of data model 2.0: `typ` is `vc+jwt`, `cty` is `vc`, the payload is the credential (VC-JOSE-COSE
/// §3.1.1).
///
/// # Errors
/// When the document is no credential of data model 2.0, or `kid` is no absolute URL.
pub fn sign_credential(credential: &Value, kid: &str, key: &SecretKey) -> Result<String, JoseError> {
    Ok(prepare_credential(credential, kid, &key.public())?.signed_by(key))
}

/// As [`sign_credential`], but for the signature.
///
/// # Errors
/// As [`sign_credential`].
pub fn prepare_credential(
    credential: &Value,
    kid: &str,
    key: &PublicKey,
) -> Result<PreparedToken, JoseError> {
    prepare_document(credential, Content::Credential, Map::new(), kid, key)
}

/// Signs a presentation of data model 2.0: `typ` is `vp+jwt`, `cty` is `vp`, the payload is the presentation (VC-JOSE-COSE
/// §3.1.2). `claims` says for whom (`aud`) and in answer to what (`nonce`) it is made.
///
/// # Errors
/// As [`sign_credential`]; and when a claim would replace a member of the presentation.
pub fn sign_presentation(
    presentation: &Value,
    claims: Map<String, Value>,
    kid: &str,
    key: &SecretKey,
) -> Result<String, JoseError> {
    let prepared = prepare_document(presentation, Content::Presentation, claims, kid, &key.public())?;
    Ok(prepared.signed_by(key))
}

fn prepare_document(
    document: &Value,
    expected: Content,
    claims: Map<String, Value>,
    kid: &str,
    key: &PublicKey,
) -> Result<PreparedToken, JoseError> {
    let mut payload = document.as_object().cloned().unwrap_or_default();
    if first_context(&payload) != Some(V2_CONTEXT) {
        return Err(JoseError::MissingMember { member: "@context" });
    }
    if content(&payload) != expected {
        return Err(JoseError::MissingMember { member: "type" });
    }
    let taken = claims.keys().find(|claim| payload.contains_key(claim.as_str())).cloned();
    let forbidden = ["vc", "vp"].into_iter().find(|member| payload.contains_key(*member)).map(str::to_owned);
    if let Some(member) = taken.or(forbidden) {
        return Err(JoseError::ForbiddenMember { member });
    }
    payload.extend(claims);
    let (token_type, inside) = match expected {
        Content::Credential => (TokenType::VcJwt, "vc"),
        Content::Presentation => (TokenType::VpJwt, "vp"),
    };
    let mut header = header(token_type.name(), kid)?;
    header.insert("cty".into(), inside.into());
    Ok(prepare(&header, Value::Object(payload).to_string().as_bytes(), key))
}

/// Wraps a token. `kind` is what the token is, and becomes the media type of the data URL.
pub fn envelope(token: &str, content: Content, kind: TokenType) -> Value {
    let name = match content {
        Content::Credential => CREDENTIAL,
        Content::Presentation => PRESENTATION,
    };
    json!({ "@context": [V2_CONTEXT], "type": name, "id": format!("data:{},{token}", kind.media_type()) })
}

/// Reads an object that wraps a token; nothing, if the object is of another type.
///
/// # Errors
/// When it is an envelope, but its `id` is no data URL with a token that [`Token::parse`] reads.
pub fn open(value: &Value) -> Option<Result<Enveloped, JoseError>> {
    let is_a = |name: &str| match value.get("type") {
        Some(Value::Array(types)) => types.iter().any(|found| *found == name),
        Some(found) => *found == name,
        None => false,
    };
    let content = match (is_a(CREDENTIAL), is_a(PRESENTATION)) {
        (false, false) => return None,
        (true, false) => Content::Credential,
        (false, true) => Content::Presentation,
        (true, true) => {
            return Some(Err(JoseError::Envelope { problem: "it is of both types of envelopes" }));
        }
    };
    Some(read(value, content))
}

fn read(value: &Value, content: Content) -> Result<Enveloped, JoseError> {
    let wrong = |problem| JoseError::Envelope { problem };
    let has_context = match value.get("@context") {
        Some(Value::Array(several)) => several.iter().any(|context| *context == V2_CONTEXT),
        single => single.is_some_and(|context| *context == V2_CONTEXT),
    };
    if !has_context {
        return Err(wrong("its “@context” does not hold that of data model 2.0, which defines envelopes"));
    }
    let id = value.get("id").and_then(Value::as_str).ok_or_else(|| wrong("it has no “id”"))?;
    Ok(Enveloped { content: Some(content), ..open_url(id)? })
}

/// Reads the data URL of an envelope by itself: what it holds, its media type says.
///
/// # Errors
/// When it is no data URL with a token that [`Token::parse`] reads.
pub fn open_url(id: &str) -> Result<Enveloped, JoseError> {
    let wrong = |problem| JoseError::Envelope { problem };
    let data = id.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("data:")).and_then(|_| id.get(5..));
    let data = data.ok_or_else(|| wrong("its “id” is no data URL"))?;
    let (media_type, token) = data.split_once(',').ok_or_else(|| wrong("its data URL has no comma"))?;
    // RFC 2397 allows parameters; with `;base64` the data would be something else than the token.
    let (media_type, parameters) = media_type.split_once(';').unwrap_or((media_type, ""));
    if parameters.split(';').any(|parameter| parameter.trim().eq_ignore_ascii_case("base64")) {
        return Err(wrong("its data URL is base64, but a token is not encoded again"));
    }
    let media_type = match TokenType::named(Some(media_type.trim())) {
        Ok(found) if media_type.contains('/') => found,
        _ => return Err(wrong("the media type of its data URL is not one of tokens")),
    };
    let content = match media_type {
        TokenType::Jwt => None,
        TokenType::VcJwt | TokenType::VcSdJwt | TokenType::DcSdJwt => Some(Content::Credential),
        TokenType::VpJwt | TokenType::VpSdJwt => Some(Content::Presentation),
    };
    Ok(Enveloped { content, media_type, token: Token::parse(token)? })
}
