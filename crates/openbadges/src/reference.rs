//! What a credential refers to beyond its claims: schema, refresh service, terms (§1.5).

use crate::Iri;
use crate::class::class;

/// The published schema of `AchievementCredential` (§4.4).
const ACHIEVEMENT_CREDENTIAL_SCHEMA: &str =
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json";
/// The published schema of `EndorsementCredential` (§4.4).
const ENDORSEMENT_CREDENTIAL_SCHEMA: &str =
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_endorsementcredential_schema.json";
/// The type of a JSON Schema reference, from the extensions context (§4.4).
const JSON_SCHEMA_VALIDATOR: &str = "1EdTechJsonSchemaValidator2019";

/// The type of a refresh service, from the extensions context (§4.3).
const CREDENTIAL_REFRESH: &str = "1EdTechCredentialRefresh";

class! {
    /// A schema that the credential conforms to (§1.5, §4.4). Its `type` is one string and a required member.
    pub struct CredentialSchema is open untyped [] {
        /// The schema at an address, and how to validate by it.
        pub fn new {
            /// The schema's address.
            id "id": Iri;
            /// How to validate, such as `1EdTechJsonSchemaValidator2019`.
            kind "type": String;
        }
        optional {}
        many {}
    }
}

impl CredentialSchema {
    /// The published schema of `AchievementCredential`; its type needs the extensions context.
    pub fn achievement_credential() -> Self {
        Self::new(Iri::known(ACHIEVEMENT_CREDENTIAL_SCHEMA), JSON_SCHEMA_VALIDATOR)
    }

    /// The published schema of `EndorsementCredential`; its type needs the extensions context.
    pub fn endorsement_credential() -> Self {
        Self::new(Iri::known(ENDORSEMENT_CREDENTIAL_SCHEMA), JSON_SCHEMA_VALIDATOR)
    }
}

class! {
    /// Where a newer version of the credential can be had (§1.5, §4.3). Its `type` is one string.
    pub struct RefreshService is open untyped [] {
        /// The service at an address, and its kind.
        pub fn new {
            /// The service's address.
            id "id": Iri;
            /// Its kind, such as `1EdTechCredentialRefresh`.
            kind "type": String;
        }
        optional {}
        many {}
    }
}

impl RefreshService {
    /// The service of 1EdTech Credential Refresh 1.0 at an address; its type needs the extensions context.
    pub fn credential_refresh(address: Iri) -> Self {
        Self::new(address, CREDENTIAL_REFRESH)
    }
}

class! {
    /// Terms under which the credential may be used (§1.5). Its `type` is one string.
    pub struct TermsOfUse is open untyped [] {
        /// Terms of a kind.
        pub fn new {
            /// Their kind.
            kind "type": String;
        }
        optional {
            /// Their identifier.
            id "id" with_id: Iri;
        }
        many {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_constants_are_iris() {
        for address in [ACHIEVEMENT_CREDENTIAL_SCHEMA, ENDORSEMENT_CREDENTIAL_SCHEMA] {
            assert_eq!(Iri::new(address).unwrap(), Iri::known(address));
        }
    }
}
