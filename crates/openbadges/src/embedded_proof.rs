//! The proof object inside a credential (§1.5).

use serde_json::{Map, Value};

use crate::Timestamp;
use crate::member::{Member, ReadError, serde_by_value};

/// The proof inside a credential, kept member for member as it was made: a changed text of `created` would
/// no longer be what was signed.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof(Map<String, Value>);

/// The members that are strings wherever they occur (§1.5).
const STRINGS: [&str; 7] =
    ["cryptosuite", "challenge", "domain", "nonce", "proofPurpose", "proofValue", "verificationMethod"];

impl Proof {
    /// Reads a proof object, such as [`proof::create`](crate::proof::create) makes.
    ///
    /// # Errors
    ///
    /// [`ReadError`], naming the member that §1.5 has otherwise.
    pub fn from_value(value: &Value) -> Result<Self, ReadError> {
        Self::read(value)
    }

    /// The proof object.
    pub fn to_value(&self) -> Value {
        self.write()
    }

    /// `DataIntegrityProof`, or the name of an older suite.
    pub fn kind(&self) -> &str {
        self.text("type").unwrap_or_default()
    }

    /// The suite of a `DataIntegrityProof`.
    pub fn cryptosuite(&self) -> Option<&str> {
        self.text("cryptosuite")
    }

    /// When it was made.
    pub fn created(&self) -> Option<Timestamp> {
        self.text("created").and_then(|text| Timestamp::parse(text).ok())
    }

    /// The address of the key.
    pub fn verification_method(&self) -> Option<&str> {
        self.text("verificationMethod")
    }

    /// What it was made for.
    pub fn proof_purpose(&self) -> Option<&str> {
        self.text("proofPurpose")
    }

    fn text(&self, member: &str) -> Option<&str> {
        self.0.get(member).and_then(Value::as_str)
    }
}

impl Member for Proof {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let Value::Object(members) = value else { return Err(ReadError::kind("Proof", value)) };
        let kind = members.get("type").ok_or_else(|| ReadError::missing("type"))?;
        String::read(kind).map_err(|error| error.under("type"))?;
        if let Some(created) = members.get("created") {
            Timestamp::read(created).map_err(|error| error.under("created"))?;
        }
        for (member, value) in STRINGS.into_iter().filter_map(|member| Some((member, members.get(member)?))) {
            String::read(value).map_err(|error| error.under(member))?;
        }
        Ok(Self(members.clone()))
    }

    fn write(&self) -> Value {
        Value::Object(self.0.clone())
    }
}

serde_by_value!(Proof);

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_proof_is_kept_as_it_was_made() {
        let made = json!({"type": "DataIntegrityProof", "created": "2010-01-01T19:23:24.000Z", "proofValue": "z", "x": [1]});
        let proof = Proof::from_value(&made).unwrap();
        assert_eq!(proof.to_value(), made);
        assert_eq!(proof.created().unwrap().to_string(), "2010-01-01T19:23:24Z");
    }

    #[test]
    fn a_proof_without_a_type_or_with_a_wrong_member_is_refused_by_the_member() {
        for (bad, pointer) in [
            (json!({}), ""),
            (json!({"type": ["x"]}), "/type"),
            (json!({"type": "x", "created": "yesterday"}), "/created"),
            (json!({"type": "x", "proofValue": 1}), "/proofValue"),
            (json!("x"), ""),
        ] {
            assert_eq!(Proof::from_value(&bad).unwrap_err().pointer, pointer, "{bad}");
        }
    }
}
