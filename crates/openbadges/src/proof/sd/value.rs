//! The values of `ecdsa-sd-2023` proofs: base64url of a header and CBOR (`vc-di-ecdsa` §3.5).

use std::collections::BTreeMap;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ciborium::Value;
use zeroize::Zeroizing;

use super::MOST_STATEMENTS;
use super::create::fixed;
use crate::proof::error::ProofError;

const BASE_HEADER: [u8; 3] = [0xd9, 0x5d, 0x00];
const DERIVED_HEADER: [u8; 3] = [0xd9, 0x5d, 0x01];
/// Two thousand signatures and as many labels have about 280,000 characters.
const LONGEST: usize = 400_000;
/// Arrays within an array.
const DEEPEST: usize = 8;
/// A Multikey header and a compressed point.
const PUBLIC_KEY: usize = 35;

/// What the issuer gives to the holder.
pub(in crate::proof) struct BaseValue {
    pub(super) signature: [u8; 64],
    /// The key of the single statements, as the bytes of a Multikey.
    pub(super) public_key: [u8; PUBLIC_KEY],
    pub(super) hmac_key: Zeroizing<[u8; 32]>,
    pub(super) signatures: Vec<[u8; 64]>,
    pub(super) pointers: Vec<String>,
}

/// What the holder shows.
pub(super) struct DerivedValue {
    pub(super) signature: [u8; 64],
    pub(super) public_key: [u8; PUBLIC_KEY],
    pub(super) signatures: Vec<[u8; 64]>,
    /// From the canonical numbers of the blank nodes to what their labels were when signed.
    pub(super) labels: BTreeMap<usize, [u8; 32]>,
    /// Which of the sorted statements had to be shown.
    pub(super) mandatory: Vec<usize>,
}

impl BaseValue {
    /// The same with the issuer's signature.
    pub(in crate::proof) fn signed(self, signature: &[u8]) -> Result<Self, ProofError> {
        Ok(Self { signature: fixed(signature)?, ..self })
    }

    pub(in crate::proof) fn to_text(&self) -> Result<Zeroizing<String>, ProofError> {
        encode(
            BASE_HEADER,
            vec![
                bytes(&self.signature),
                bytes(&self.public_key),
                bytes(self.hmac_key.as_slice()),
                Value::Array(self.signatures.iter().map(|signature| bytes(signature)).collect()),
                Value::Array(self.pointers.iter().map(|pointer| Value::Text(pointer.clone())).collect()),
            ],
        )
        .map(Zeroizing::new)
    }

    pub(super) fn parse(text: &str) -> Result<Self, ProofError> {
        let (header, [signature, public_key, hmac_key, signatures, pointers]) = decode(text)?;
        if header != BASE_HEADER {
            return Err(malformed("it is not that of a base proof"));
        }
        let text = |value: Value| value.into_text().map_err(|_other| malformed("a pointer is no text"));
        Ok(Self {
            signature: exactly(signature)?,
            public_key: exactly(public_key)?,
            hmac_key: Zeroizing::new(exactly(hmac_key)?),
            signatures: list(signatures)?.into_iter().map(exactly).collect::<Result<_, _>>()?,
            pointers: list(pointers)?.into_iter().map(text).collect::<Result<_, _>>()?,
        })
    }
}

/// The key that renames blank nodes would tell apart what is disclosed elsewhere.
impl fmt::Debug for BaseValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BaseValue").field("pointers", &self.pointers).finish_non_exhaustive()
    }
}

impl DerivedValue {
    pub(super) fn to_text(&self) -> Result<String, ProofError> {
        let number = |number: &usize| Value::from(u64::try_from(*number).unwrap_or(u64::MAX));
        encode(
            DERIVED_HEADER,
            vec![
                bytes(&self.signature),
                bytes(&self.public_key),
                Value::Array(self.signatures.iter().map(|signature| bytes(signature)).collect()),
                Value::Map(self.labels.iter().map(|(key, label)| (number(key), bytes(label))).collect()),
                Value::Array(self.mandatory.iter().map(number).collect()),
            ],
        )
    }

    /// # Errors
    /// [`ProofError::BaseProof`] for the value of a base proof, else that the value is malformed.
    pub(super) fn parse(text: &str) -> Result<Self, ProofError> {
        let (header, [signature, public_key, signatures, labels, mandatory]) = decode(text)?;
        match header {
            DERIVED_HEADER => {}
            BASE_HEADER => return Err(ProofError::BaseProof),
            _ => return Err(malformed("it begins with an unknown header")),
        }
        let Value::Map(entries) = labels else { return Err(malformed("its labels are no map")) };
        let count = entries.len();
        let label = |(key, label)| Ok::<_, ProofError>((number(&key)?, exactly(label)?));
        let labels: BTreeMap<_, _> = entries.into_iter().map(label).collect::<Result<_, _>>()?;
        if labels.len() != count {
            return Err(malformed("it labels a blank node twice"));
        }
        Ok(Self {
            signature: exactly(signature)?,
            public_key: exactly(public_key)?,
            signatures: list(signatures)?.into_iter().map(exactly).collect::<Result<_, _>>()?,
            labels,
            mandatory: list(mandatory)?.iter().map(number).collect::<Result<_, _>>()?,
        })
    }
}

fn encode(header: [u8; 3], items: Vec<Value>) -> Result<String, ProofError> {
    let mut encoded = header.to_vec();
    ciborium::into_writer(&Value::Array(items), &mut encoded)
        .map_err(|_reason| malformed("it cannot be written as CBOR"))?;
    Ok(format!("u{}", URL_SAFE_NO_PAD.encode(encoded)))
}

/// The header and the five items. The parser reads texts and bytes piece by piece and reserves nothing by
/// the lengths that the value claims, so what it takes is bounded by [`LONGEST`].
fn decode(text: &str) -> Result<([u8; 3], [Value; 5]), ProofError> {
    let encoded = text.strip_prefix('u').ok_or_else(|| malformed("it does not begin with “u”"))?;
    if encoded.len() > LONGEST {
        return Err(malformed("it is too long"));
    }
    let decoded = URL_SAFE_NO_PAD.decode(encoded).map_err(|_reason| malformed("it is not base64url"))?;
    let (header, mut rest) = decoded.split_first_chunk::<3>().ok_or_else(|| malformed("it is too short"))?;
    let value: Value = ciborium::de::from_reader_with_recursion_limit(&mut rest, DEEPEST)
        .map_err(|_reason| malformed("it is not CBOR"))?;
    if !rest.is_empty() {
        return Err(malformed("something comes after its CBOR"));
    }
    let items = value.into_array().ok().and_then(|items| <[Value; 5]>::try_from(items).ok());
    Ok((*header, items.ok_or_else(|| malformed("it is not an array of five"))?))
}

fn list(value: Value) -> Result<Vec<Value>, ProofError> {
    let items = value.into_array().map_err(|_other| malformed("it holds no list where one belongs"))?;
    if items.len() > MOST_STATEMENTS { Err(malformed("one of its lists is too long")) } else { Ok(items) }
}

fn exactly<const N: usize>(value: Value) -> Result<[u8; N], ProofError> {
    let bytes = value.into_bytes().ok().and_then(|bytes| <[u8; N]>::try_from(bytes).ok());
    bytes.ok_or_else(|| malformed("a key, label or signature in it has the wrong length"))
}

fn number(value: &Value) -> Result<usize, ProofError> {
    let number = value.as_integer().and_then(|number| usize::try_from(number).ok());
    number.ok_or_else(|| malformed("it holds something else where a number belongs"))
}

fn bytes(bytes: &[u8]) -> Value {
    Value::Bytes(bytes.to_vec())
}

fn malformed(problem: &'static str) -> ProofError {
    ProofError::MalformedMember { member: "proofValue", problem }
}
