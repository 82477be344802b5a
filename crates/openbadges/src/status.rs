//! How to learn whether a credential still holds (§1.5, §4).

use serde_json::{Map, Value};

use crate::class::class;
use crate::member::{Member, ReadError};
use crate::{Iri, ValueError};

class! {
    /// How to learn whether a credential still holds (§1.5). Its `type` is one string; a credential has one.
    pub struct CredentialStatus is open untyped [] {
        /// A status of a kind; the 2024 schema asks for an `id` too, hence [`new`](Self::new).
        fn of {
            /// Its kind, such as `BitstringStatusListEntry`.
            kind "type": String;
        }
        optional {
            /// Its identifier.
            id "id" with_id: Iri;
        }
        many {}
    }
}

/// The type of an entry of a bitstring status list.
const BITSTRING_ENTRY: &str = "BitstringStatusListEntry";

impl CredentialStatus {
    /// A status of a kind, with its identifier.
    pub fn new(id: impl Into<Iri>, kind: impl Into<String>) -> Self {
        Self::of(kind).with_id(id)
    }

    /// The entry at `index` of the bitstring status list at an address (§4.1).
    ///
    /// The identifier is the list's address with the index as fragment, and the index is a string, as
    /// the W3C recommendation has it.
    ///
    /// # Errors
    ///
    /// The address has a fragment already, so that the entry's identifier would be none.
    pub fn bitstring(list: &Iri, index: u32, purpose: StatusPurpose) -> Result<Self, ValueError> {
        let id = format!("{list}#{index}");
        if list.as_str().contains('#') {
            return Err(ValueError::NotAnIri { found: id });
        }
        let members = [
            ("statusPurpose", purpose.as_str().into()),
            ("statusListIndex", Value::from(index.to_string())),
            ("statusListCredential", list.write()),
        ];
        let mut status = Self::new(Iri::new(id)?, BITSTRING_ENTRY);
        status.extra = members.map(|(key, value)| (key.to_owned(), value)).into_iter().collect();
        Ok(status)
    }

    /// The entry of a bitstring status list that this is; `None` for a status of another kind.
    ///
    /// # Errors
    ///
    /// The entry lacks a member, or has a malformed one (`MALFORMED_VALUE_ERROR` of the recommendation).
    pub fn bitstring_entry(&self) -> Option<Result<BitstringStatusListEntry, ReadError>> {
        (self.kind == BITSTRING_ENTRY).then(|| BitstringStatusListEntry::read(&self.extra))
    }
}

/// What an entry of a bitstring status list is for (§4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusPurpose {
    /// Withdrawn for good.
    Revocation,
    /// Withdrawn for now.
    Suspension,
}

impl StatusPurpose {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Revocation, Self::Suspension];

    /// The purpose of a word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == word)
    }

    /// The word of the recommendation.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Revocation => "revocation",
            Self::Suspension => "suspension",
        }
    }
}

/// A bitstring status list entry that was read (§4.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BitstringStatusListEntry {
    /// `revocation`, `suspension`, or another purpose.
    pub purpose: String,
    /// The position in the list. A string in the document; a number is accepted, as OB's own examples have it.
    pub index: u64,
    /// The address of the list credential.
    pub list: Iri,
    /// The number of bits of an entry; 1 where the document does not say.
    pub size: u64,
}

impl BitstringStatusListEntry {
    fn read(members: &Map<String, Value>) -> Result<Self, ReadError> {
        let member = |key: &'static str| members.get(key).ok_or_else(|| ReadError::missing(key));
        let size = members.get("statusSize").map_or(Ok(1), whole_number);
        Ok(Self {
            purpose: String::read(member("statusPurpose")?).map_err(|error| error.under("statusPurpose"))?,
            index: whole_number(member("statusListIndex")?)
                .map_err(|error| error.under("statusListIndex"))?,
            list: Iri::read(member("statusListCredential")?)
                .map_err(|error| error.under("statusListCredential"))?,
            size: size.map_err(|error| error.under("statusSize"))?,
        })
    }
}

/// Digits only: `u64::from_str` would take a plus sign too.
fn whole_number(value: &Value) -> Result<u64, ReadError> {
    let number = match value {
        Value::String(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok(),
        other => other.as_u64(),
    };
    number.ok_or_else(|| ReadError::kind("a whole number in decimal digits", value))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn list() -> Iri {
        Iri::new("https://a.example/status/1").unwrap()
    }

    #[test]
    fn an_entry_has_its_index_as_a_string_and_reads_back() {
        let status = CredentialStatus::bitstring(&list(), 94_567, StatusPurpose::Revocation).unwrap();
        let expected = json!({
            "id": "https://a.example/status/1#94567",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "94567",
            "statusListCredential": "https://a.example/status/1",
        });
        assert_eq!(status.to_value(), expected);
        let entry = BitstringStatusListEntry {
            purpose: "revocation".to_owned(),
            index: 94_567,
            list: list(),
            size: 1,
        };
        assert_eq!(status.bitstring_entry(), Some(Ok(entry)));
    }

    #[test]
    fn an_index_may_be_a_number_but_nothing_else() {
        let read = |index: Value| {
            let status = json!({"type": BITSTRING_ENTRY, "statusPurpose": "x", "statusListIndex": index, "statusListCredential": "a:b"});
            CredentialStatus::from_value(&status).unwrap().bitstring_entry().unwrap().map(|entry| entry.index)
        };
        assert_eq!((read(json!("23")), read(json!(23))), (Ok(23), Ok(23)));
        for bad in [
            json!(""),
            json!("-1"),
            json!("+1"),
            json!("1.0"),
            json!(1.5),
            json!(-1),
            json!(null),
            json!(["1"]),
        ] {
            assert_eq!(read(bad.clone()).unwrap_err().pointer, "/statusListIndex", "{bad}");
        }
    }

    #[test]
    fn a_status_of_another_kind_is_no_entry() {
        let status = json!({"id": "https://a.example/revoked", "type": "1EdTechRevocationList"});
        assert_eq!(CredentialStatus::from_value(&status).unwrap().bitstring_entry(), None);
    }

    #[test]
    fn a_list_with_a_fragment_has_no_entries() {
        let list = Iri::new("https://a.example/status#1").unwrap();
        assert!(CredentialStatus::bitstring(&list, 0, StatusPurpose::Suspension).is_err());
    }
}
