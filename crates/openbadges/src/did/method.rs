//! "Retrieve Verification Method" (CID 1.0 §3.3): from a proof's `verificationMethod` to its key.

use serde_json::{Map, Value};
use url::Url;

use super::shortened;
use crate::jwk::JwkError;
use crate::keys::{Algorithm, MultikeyError, PublicKey};
use crate::timestamp::Timestamp;

/// Members that hold the secret half of a key (CID 1.0 §2.2.2, and older suites).
const SECRETS: [&str; 3] = ["secretKeyMultibase", "secretKeyJwk", "privateKeyMultibase"];

/// A verification method as its controller published it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerificationMethod {
    /// Its URL, with the fragment.
    pub id: String,
    /// Who controls it; equal to the document's own id.
    pub controller: String,
    /// The key.
    pub key: PublicKey,
    /// From when on signatures must no longer be made with it.
    pub expires: Option<Timestamp>,
    /// From when on it must not be trusted.
    pub revoked: Option<Timestamp>,
}

/// Why the key of a verification method was not obtained.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MethodError {
    /// The identifier is not a URL with a fragment.
    #[error("the verification method “{method}” is not a URL with a fragment")]
    InvalidUrl {
        /// The identifier, cut after 200 characters.
        method: String,
    },
    /// The document is not a controller document.
    #[error("the controller document is malformed: {problem}")]
    InvalidDocument {
        /// What is wrong.
        problem: &'static str,
    },
    /// The document is of somebody else.
    #[error("the controller document has the id “{found}” instead of “{expected}”")]
    InvalidDocumentId {
        /// The id in the document, cut after 200 characters.
        found: String,
        /// Where it was asked for.
        expected: String,
    },
    /// The document has no such method, or it is malformed.
    #[error("the verification method “{method}” is not usable: {problem}")]
    InvalidMethod {
        /// The identifier, cut after 200 characters.
        method: String,
        /// What is wrong.
        problem: &'static str,
    },
    /// The method is there, but not for this purpose.
    #[error("the verification method “{method}” is not listed in “{relationship}” of its controller")]
    InvalidRelationship {
        /// The identifier, cut after 200 characters.
        method: String,
        /// The purpose asked for, such as `assertionMethod`.
        relationship: String,
    },
    /// The `publicKeyMultibase` cannot be used.
    #[error("publicKeyMultibase: {0}")]
    Multikey(#[from] MultikeyError),
    /// The `publicKeyJwk` cannot be used.
    #[error("publicKeyJwk: {0}")]
    Jwk(#[from] JwkError),
}

impl MethodError {
    /// The name of the error in CID 1.0 §3.3.
    pub fn code(&self) -> &'static str {
        match self {
            Self::InvalidUrl { .. } => "INVALID_VERIFICATION_METHOD_URL",
            Self::InvalidDocument { .. } => "INVALID_CONTROLLED_IDENTIFIER_DOCUMENT",
            Self::InvalidDocumentId { .. } => "INVALID_CONTROLLED_IDENTIFIER_DOCUMENT_ID",
            Self::InvalidMethod { .. } | Self::Multikey(_) | Self::Jwk(_) => "INVALID_VERIFICATION_METHOD",
            Self::InvalidRelationship { .. } => "INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD",
        }
    }
}

/// The key of `method`, from the controller document that was found for `document_url` (the DID, or the
/// URL without fragment), if the controller lists it for the `relationship` (`assertionMethod`).
///
/// # Errors
/// See [`MethodError`].
pub fn retrieve_verification_method(
    document: &Value,
    document_url: &str,
    method: &str,
    relationship: &str,
) -> Result<PublicKey, MethodError> {
    VerificationMethod::retrieve(document, document_url, method, relationship).map(|method| method.key)
}

impl VerificationMethod {
    /// As [`retrieve_verification_method`], with what else the controller says of the method.
    ///
    /// # Errors
    /// See [`MethodError`].
    pub fn retrieve(
        document: &Value,
        document_url: &str,
        method: &str,
        relationship: &str,
    ) -> Result<Self, MethodError> {
        check_url(document_url, method)?;
        let malformed = |problem| MethodError::InvalidDocument { problem };
        let document = document.as_object().ok_or_else(|| malformed("it is not a JSON object"))?;
        let id = text(document, "id").ok_or_else(|| malformed("it has no id"))?;
        if id != document_url {
            let found = shortened(id);
            return Err(MethodError::InvalidDocumentId { found, expected: shortened(document_url) });
        }
        let found = find(document, id, method)?;
        let read = Self::read(found, id, method)?;
        let listed = items(document.get(relationship)).any(|entry| identifier(entry, id) == method);
        if listed {
            Ok(read)
        } else {
            let relationship = relationship.to_owned();
            Err(MethodError::InvalidRelationship { method: shortened(method), relationship })
        }
    }

    fn read(found: &Map<String, Value>, document_id: &str, method: &str) -> Result<Self, MethodError> {
        let invalid = |problem| MethodError::InvalidMethod { method: shortened(method), problem };
        let controller = text(found, "controller").ok_or_else(|| invalid("it has no controller"))?;
        if controller != document_id {
            return Err(invalid("its controller is not the document's id"));
        }
        let key = key(found, method)?;
        let moment = |member| match found.get(member) {
            None => Ok(None),
            Some(value) => value
                .as_str()
                .and_then(|text| Timestamp::parse_date_time(text).ok())
                .map(Some)
                .ok_or_else(|| invalid("its expires or revoked is not a date and time")),
        };
        let (expires, revoked) = (moment("expires")?, moment("revoked")?);
        Ok(Self { id: method.to_owned(), controller: controller.to_owned(), key, expires, revoked })
    }
}

/// The key material, in the one form that its type prescribes.
fn key(found: &Map<String, Value>, method: &str) -> Result<PublicKey, MethodError> {
    let invalid = |problem| MethodError::InvalidMethod { method: shortened(method), problem };
    if SECRETS.into_iter().any(|member| found.contains_key(member)) {
        return Err(invalid("it publishes its secret key"));
    }
    let multibase = || {
        let key = text(found, "publicKeyMultibase").ok_or_else(|| invalid("it has no publicKeyMultibase"))?;
        Ok::<_, MethodError>(PublicKey::from_multibase(key)?)
    };
    let of_kind = |algorithm, key: PublicKey| {
        if key.algorithm() == algorithm {
            Ok(key)
        } else {
            Err(invalid("its key is not of the kind of its type"))
        }
    };
    match text(found, "type") {
        Some("Multikey") => multibase(),
        Some("Ed25519VerificationKey2020") => of_kind(Algorithm::Ed25519, multibase()?),
        Some("EcdsaSecp256r1VerificationKey2019") => of_kind(Algorithm::P256, multibase()?),
        Some("JsonWebKey" | "JsonWebKey2020") => {
            let key = found.get("publicKeyJwk").ok_or_else(|| invalid("it has no publicKeyJwk"))?;
            Ok(PublicKey::from_jwk(key)?)
        }
        _ => Err(invalid("its type is not Multikey or JsonWebKey")),
    }
}

/// The identifier must be a URL whose part before the fragment is the document's.
fn check_url(document_url: &str, method: &str) -> Result<(), MethodError> {
    let invalid = || MethodError::InvalidUrl { method: shortened(method) };
    Url::parse(method).map_err(|_reason| invalid())?;
    let (before, fragment) = method.split_once('#').ok_or_else(invalid)?;
    if fragment.is_empty() {
        return Err(invalid());
    }
    if before == document_url {
        Ok(())
    } else {
        let found = shortened(document_url);
        Err(MethodError::InvalidDocumentId { found, expected: shortened(before) })
    }
}

/// The method with that id, among the document's methods or embedded in a relationship.
fn find<'a>(
    document: &'a Map<String, Value>,
    document_id: &str,
    method: &str,
) -> Result<&'a Map<String, Value>, MethodError> {
    const PLACES: [&str; 4] =
        ["verificationMethod", "assertionMethod", "authentication", "capabilityInvocation"];
    PLACES
        .iter()
        .flat_map(|place| items(document.get(*place)))
        .filter(|entry| identifier(entry, document_id) == method)
        .find_map(Value::as_object)
        .ok_or_else(|| MethodError::InvalidMethod {
            method: shortened(method),
            problem: "the controller document has no such method",
        })
}

/// The id of a method, given by reference or embedded. `#key` is meant relative to the document
/// (DID Core §3.2.2).
fn identifier(entry: &Value, document_id: &str) -> String {
    let id = entry.as_str().or_else(|| entry.get("id").and_then(Value::as_str)).unwrap_or_default();
    if id.starts_with('#') { format!("{document_id}{id}") } else { id.to_owned() }
}

/// The entries of an array, or the one value that stands in its place.
fn items(value: Option<&Value>) -> std::slice::Iter<'_, Value> {
    match value {
        None => [].iter(),
        Some(Value::Array(items)) => items.iter(),
        Some(single) => std::slice::from_ref(single).iter(),
    }
}

fn text<'a>(object: &'a Map<String, Value>, member: &str) -> Option<&'a str> {
    object.get(member).and_then(Value::as_str)
}
