//! The header of a JWS, and what it may not say (RFC 7515 §4, Open Badges 3.0 §"JOSE Header").

use serde_json::{Map, Value};

use crate::Algorithm;
use crate::json::{self, Limits};

use super::algorithm::algorithm_named;
use super::error::JoseError;

/// Headers are small; a chain of certificates is the largest thing in use.
const LIMITS: Limits = Limits { bytes: 32 << 10, depth: 8, values: 256 };

/// Members that change what is signed or what the payload is. Nobody needs them for credentials, and a reader that does
/// not know them would see another document.
const FORBIDDEN: [&str; 3] = ["crit", "zip", "enc"];

/// The members of a JWK that are not public (RFC 7518 §6).
const PRIVATE: [&str; 8] = ["d", "k", "p", "q", "dp", "dq", "qi", "oth"];

/// Reads a header, and the algorithm that it names.
pub(super) fn read(bytes: &[u8]) -> Result<(Map<String, Value>, Algorithm), JoseError> {
    let part = "header";
    let header = json::parse(bytes, &LIMITS).map_err(|source| JoseError::Json { part, source })?;
    let Value::Object(header) = header else {
        return Err(JoseError::NotAnObject { part });
    };
    let name = header.get("alg").and_then(Value::as_str);
    let algorithm = algorithm_named(name.ok_or(JoseError::MalformedHeader { member: "alg" })?)?;
    if let Some(member) = FORBIDDEN.into_iter().find(|member| header.contains_key(*member)) {
        return Err(JoseError::ForbiddenHeader { member });
    }
    // RFC 7797: without base64url the same text would have two readings.
    if header.get("b64").is_some_and(|b64| *b64 != Value::Bool(true)) {
        return Err(JoseError::ForbiddenHeader { member: "b64" });
    }
    for member in ["typ", "cty", "kid"] {
        if header.get(member).is_some_and(|value| !value.is_string()) {
            return Err(JoseError::MalformedHeader { member });
        }
    }
    if let Some(jwk) = header.get("jwk")
        && let Some(member) = PRIVATE.into_iter().find(|member| jwk.get(*member).is_some())
    {
        return Err(JoseError::PrivateKey { member });
    }
    Ok((header, algorithm))
}
