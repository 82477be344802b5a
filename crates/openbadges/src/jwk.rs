//! Keys as JSON Web Keys (RFC 7517, RFC 7518 §6, RFC 8037) and sets of them.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::keys::{Kind, MultikeyError, PublicKey, RsaPublic};

/// Why a JWK or a JWK set does not give a public key that this program uses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JwkError {
    /// The value is not a JSON object.
    #[error("the JWK is not a JSON object")]
    NotAnObject,
    /// `kty` and `crv` name another kind of key.
    #[error("the JWK is none of the known keys: Ed25519 (kty OKP), P-256 or P-384 (kty EC), RSA")]
    OtherKind,
    /// A private key was published.
    #[error("the JWK holds the private member “{member}”; a key that was published so must not be trusted")]
    Private {
        /// The member.
        member: &'static str,
    },
    /// A member is missing, not base64url, or far too long.
    #[error("the member “{member}” of the JWK is not a number in base64url")]
    Malformed {
        /// The member.
        member: &'static str,
    },
    /// A member has more or fewer bytes than the curve demands.
    #[error("the member “{member}” of the JWK has {found} bytes instead of {expected}")]
    WrongLength {
        /// The member.
        member: &'static str,
        /// How many bytes it has.
        found: usize,
        /// How many it must have.
        expected: usize,
    },
    /// `use` or `key_ops` keep the key for something else.
    #[error("the JWK is not meant for checking signatures (its “use” or “key_ops”)")]
    NotForSignatures,
    /// The numbers are no usable public key.
    #[error(transparent)]
    Key(#[from] MultikeyError),
    /// The document is not a JWK set.
    #[error("the document is not a JWK set: it has no array “keys”")]
    NotASet,
    /// The set has no key with the wanted `kid`.
    #[error("the JWK set has no key with the kid “{kid}”")]
    NotFound {
        /// The wanted `kid`, cut after 200 characters.
        kid: String,
    },
}

/// What the longest number of a key needs: the modulus of an RSA key of 8,192 bits.
const LONGEST_NUMBER: usize = 1366;
/// The members of RFC 7518 §6.2.2 and §6.3.2 that only the owner of a key may know.
const PRIVATE: [&str; 7] = ["d", "p", "q", "dp", "dq", "qi", "oth"];

impl PublicKey {
    /// The key as a JWK with the required members alone (RFC 7518 §6, RFC 8037 §2).
    pub fn to_jwk(&self) -> Value {
        Value::Object(
            self.required_members().into_iter().map(|(name, text)| (name.to_owned(), text.into())).collect(),
        )
    }

    /// Reads a JWK: `OKP` with Ed25519, `EC` with P-256 or P-384, `RSA` of 2,048 to 8,192 bits.
    ///
    /// # Errors
    /// When it is another kind of key, not meant for signatures, of no use, or holds private members.
    pub fn from_jwk(jwk: &Value) -> Result<Self, JwkError> {
        let jwk = jwk.as_object().ok_or(JwkError::NotAnObject)?;
        if let Some(member) = PRIVATE.into_iter().find(|member| jwk.contains_key(*member)) {
            return Err(JwkError::Private { member });
        }
        let key = match (text(jwk, "kty"), text(jwk, "crv")) {
            (Some("OKP"), Some("Ed25519")) => Self::from_ed25519(exactly(jwk, "x")?)?,
            (Some("EC"), Some("P-256")) => Self::from_p256(&point::<32>(jwk)?)?,
            (Some("EC"), Some("P-384")) => Self::from_p384(&point::<48>(jwk)?)?,
            (Some("RSA"), _) => {
                let rsa = RsaPublic::from_numbers(&number(jwk, "n")?, &number(jwk, "e")?)?;
                Self::of(Kind::Rsa(Arc::new(rsa)))
            }
            _ => return Err(JwkError::OtherKind),
        };
        check_use(jwk)?;
        Ok(key)
    }

    /// The JWK thumbprint, base64url of SHA-256 (RFC 7638, RFC 8037 §2).
    pub fn jwk_thumbprint(&self) -> String {
        // The members are in the order of their names, and their values need no escapes.
        let members: Vec<String> =
            self.required_members().iter().map(|(name, text)| format!(r#""{name}":"{text}""#)).collect();
        URL_SAFE_NO_PAD.encode(Sha256::digest(format!("{{{}}}", members.join(","))))
    }

    /// The DID that is this key as a JWK: `did:jwk:eyJ…`.
    pub fn did_jwk(&self) -> String {
        format!("did:jwk:{}", URL_SAFE_NO_PAD.encode(self.to_jwk().to_string()))
    }

    /// The members that say which key it is, in the order of their names.
    fn required_members(&self) -> Vec<(&'static str, String)> {
        let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let curve = |name: &str, point: &[u8]| {
            // 0x04, x, y (SEC 1 §2.3.3).
            let coordinates = point.get(1..).unwrap_or_default();
            let (x, y) = coordinates.split_at(coordinates.len() / 2);
            vec![("crv", name.to_owned()), ("kty", "EC".to_owned()), ("x", encode(x)), ("y", encode(y))]
        };
        match self.kind() {
            Kind::Ed25519(key) => {
                vec![("crv", "Ed25519".to_owned()), ("kty", "OKP".to_owned()), ("x", encode(key.as_bytes()))]
            }
            Kind::P256(key) => curve("P-256", key.to_sec1_point(false).as_bytes()),
            Kind::P384(key) => curve("P-384", key.to_sec1_point(false).as_bytes()),
            Kind::Rsa(key) => {
                vec![("e", encode(&key.exponent())), ("kty", "RSA".to_owned()), ("n", encode(&key.modulus()))]
            }
        }
    }
}

/// The uncompressed point of SEC 1 §2.3.3 that the members `x` and `y` spell.
fn point<const N: usize>(jwk: &Map<String, Value>) -> Result<Vec<u8>, JwkError> {
    let (x, y) = (exactly::<N>(jwk, "x")?, exactly::<N>(jwk, "y")?);
    Ok([[4].as_slice(), &x, &y].concat())
}

fn exactly<const N: usize>(jwk: &Map<String, Value>, member: &'static str) -> Result<[u8; N], JwkError> {
    let bytes = number(jwk, member)?;
    let wrong_length = JwkError::WrongLength { member, found: bytes.len(), expected: N };
    <[u8; N]>::try_from(bytes).map_err(|_bytes| wrong_length)
}

fn number(jwk: &Map<String, Value>, member: &'static str) -> Result<Vec<u8>, JwkError> {
    text(jwk, member)
        .filter(|text| text.len() <= LONGEST_NUMBER)
        .and_then(|text| URL_SAFE_NO_PAD.decode(text).ok())
        .filter(|bytes| !bytes.is_empty())
        .ok_or(JwkError::Malformed { member })
}

/// `use` and `key_ops` (RFC 7517 §4.2, §4.3), where they are there, must allow to check signatures.
fn check_use(jwk: &Map<String, Value>) -> Result<(), JwkError> {
    let meant = jwk.get("use").is_none_or(|purpose| purpose == "sig");
    let verifies =
        |names: &Value| names.as_array().is_some_and(|names| names.iter().any(|name| name == "verify"));
    if meant && jwk.get("key_ops").is_none_or(verifies) { Ok(()) } else { Err(JwkError::NotForSignatures) }
}

/// The JWK set of an issuer: each key with its Multikey text as `kid`, `use` and `alg` set, and the
/// issuer's id as `iss` (OB 3.0 implementation guide, key discovery).
pub fn set(issuer: &str, keys: &[PublicKey]) -> Value {
    let keys: Vec<_> = keys
        .iter()
        .map(|key| {
            let mut jwk = key.to_jwk();
            if let Some(members) = jwk.as_object_mut() {
                members.insert("kid".into(), key.to_multibase().into());
                members.insert("use".into(), "sig".into());
                members.insert("alg".into(), key.algorithm().jose_name().into());
                members.insert("iss".into(), issuer.into());
            }
            jwk
        })
        .collect();
    json!({ "keys": keys })
}

/// The key of a JWK set whose `kid` is the given one.
///
/// # Errors
/// When the document is no JWK set, has no such key, or the key is not one that [`PublicKey::from_jwk`] reads.
pub fn find(set: &Value, kid: &str) -> Result<PublicKey, JwkError> {
    let keys = set.get("keys").and_then(Value::as_array).ok_or(JwkError::NotASet)?;
    let jwk = keys
        .iter()
        .find(|jwk| jwk.get("kid").and_then(Value::as_str) == Some(kid))
        .ok_or_else(|| JwkError::NotFound { kid: kid.chars().take(200).collect() })?;
    PublicKey::from_jwk(jwk)
}

fn text<'a>(jwk: &'a Map<String, Value>, member: &str) -> Option<&'a str> {
    jwk.get(member).and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SecretKey;

    /// The key of RFC 8037, appendix A.1 to A.3.
    const X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

    #[test]
    fn the_example_of_rfc_8037_is_reproduced() {
        let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": X });
        let key = PublicKey::from_jwk(&jwk).unwrap();
        assert_eq!(key.to_jwk(), jwk);
        assert_eq!(key.jwk_thumbprint(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    #[test]
    fn private_and_foreign_keys_are_refused() {
        let read = |jwk: Value| PublicKey::from_jwk(&jwk).unwrap_err();
        assert_eq!(read(json!("x")), JwkError::NotAnObject);
        assert_eq!(read(json!({ "kty": "EC", "crv": "secp256k1", "x": X, "y": X })), JwkError::OtherKind);
        assert_eq!(read(json!({ "kty": "oct", "k": "AA" })), JwkError::OtherKind);
        let private = json!({ "kty": "OKP", "crv": "Ed25519", "x": X, "d": "AA" });
        assert_eq!(read(private), JwkError::Private { member: "d" });
        let short = JwkError::WrongLength { member: "x", found: 1, expected: 32 };
        assert_eq!(read(json!({ "kty": "OKP", "crv": "Ed25519", "x": "AA" })), short);
        for x in [json!(null), json!(5), json!("=="), json!(""), "A".repeat(100_000).into()] {
            let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": x });
            assert_eq!(read(jwk), JwkError::Malformed { member: "x" });
        }
        for (member, value) in [("use", json!("enc")), ("key_ops", json!(["sign"])), ("key_ops", json!(1))] {
            let mut jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": X });
            jwk[member] = value;
            assert_eq!(read(jwk), JwkError::NotForSignatures);
        }
        let zero = json!({ "kty": "OKP", "crv": "Ed25519", "x": "A".repeat(43) });
        assert_eq!(read(zero), JwkError::Key(MultikeyError::NotAPoint));
    }

    #[test]
    fn a_key_is_found_in_a_set_by_its_kid() {
        let keys = [SecretKey::from_seed([1; 32]).public(), SecretKey::from_seed([2; 32]).public()];
        let set = set("https://example.edu/issuers/1", &keys);
        assert_eq!(find(&set, &keys[1].to_multibase()).unwrap(), keys[1]);
        assert_eq!(set["keys"][0]["iss"], "https://example.edu/issuers/1");
        assert!(set["keys"][0].get("d").is_none());
        assert_eq!(find(&set, "other"), Err(JwkError::NotFound { kid: "other".into() }));
        assert_eq!(find(&json!([]), "other"), Err(JwkError::NotASet));
    }
}
