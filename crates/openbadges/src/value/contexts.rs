use serde_json::Value;

use super::{Iri, ValueError};
use crate::member::{Member, ReadError, serde_by_value};

/// The context of the Verifiable Credentials Data Model 2.0, always first.
pub const V2_CONTEXT: &str = "https://www.w3.org/ns/credentials/v2";
/// The context of Open Badges 3.0, always second.
pub const OPEN_BADGES_CONTEXT: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
/// The context that defines the types `1EdTechJsonSchemaValidator2019`, `1EdTechRevocationList` and
/// `1EdTechCredentialRefresh` (§0.1, trap 10).
pub const EXTENSIONS_CONTEXT: &str = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";

/// The `@context` of a credential (§1.1): the two fixed ones in their order, then any others.
///
/// Made by us: VCDM 2.0, Open Badges 3.0.3 and its extensions. One that was read may have another
/// Open Badges context of 3.0, and inline contexts.
#[derive(Clone, Debug, PartialEq)]
pub struct Contexts(Vec<Value>);

impl Contexts {
    /// Adds the context at an address, once.
    pub(crate) fn push(&mut self, address: &Iri) {
        if !self.0.iter().any(|known| *known == *address.as_str()) {
            self.0.push(address.as_str().into());
        }
    }

    /// The contexts in their order: addresses, or inline contexts.
    pub fn as_slice(&self) -> &[Value] {
        &self.0
    }
}

impl Default for Contexts {
    fn default() -> Self {
        Self([V2_CONTEXT, OPEN_BADGES_CONTEXT, EXTENSIONS_CONTEXT].map(Value::from).to_vec())
    }
}

impl Member for Contexts {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let Value::Array(contexts) = value else {
            return Err(ReadError::kind("an array of contexts", value));
        };
        if contexts.first().and_then(Value::as_str) != Some(V2_CONTEXT) {
            return Err(ReadError::from(ValueError::Context { expected: V2_CONTEXT }).under("0"));
        }
        if !contexts.get(1).and_then(Value::as_str).is_some_and(is_open_badges) {
            return Err(ReadError::from(ValueError::Context { expected: OPEN_BADGES_CONTEXT }).under("1"));
        }
        match contexts.iter().enumerate().find(|(_, context)| !context.is_string() && !context.is_object()) {
            Some((index, other)) => Err(ReadError::kind("a context", other).under(&index.to_string())),
            None => Ok(Self(contexts.clone())),
        }
    }

    fn write(&self) -> Value {
        self.0.clone().into()
    }
}

serde_by_value!(Contexts);

/// `^https://purl.imsglobal.org/spec/ob/v3p0/context(-3.\d.\d)*.json$`
fn is_open_badges(address: &str) -> bool {
    let versions = address
        .strip_prefix("https://purl.imsglobal.org/spec/ob/v3p0/context")
        .and_then(|rest| rest.strip_suffix(".json"));
    versions.is_some_and(|mut rest| {
        while let Some([b'-', b'3', b'.', minor, b'.', patch]) = rest.as_bytes().first_chunk::<6>() {
            if !minor.is_ascii_digit() || !patch.is_ascii_digit() {
                return false;
            }
            rest = rest.get(6..).unwrap_or_default();
        }
        rest.is_empty()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_context_is_any_of_open_badges_3_0() {
        let of = |name: &str| is_open_badges(&format!("https://purl.imsglobal.org/spec/ob/v3p0/{name}"));
        for good in ["context.json", "context-3.0.1.json", "context-3.0.3.json"] {
            assert!(of(good), "{good}");
        }
        for bad in [
            "context-2.0.1.json",
            "context-3.0.json",
            "context-3.0.3",
            "extensions.json",
            "context-3.0.3.json.json",
        ] {
            assert!(!of(bad), "{bad}");
        }
    }
}
