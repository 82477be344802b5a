//! What someone says of an issuer, an achievement or a credential (§1.2).

use crate::class::class;
use crate::{
    Contexts, CredentialSchema, CredentialStatus, Iri, ProfileRef, Proof, RefreshService, TermsOfUse, Text,
    Timestamp,
};

class! {
    /// A credential in which someone endorses an issuer, an achievement or a credential (§1.2).
    pub struct EndorsementCredential is open array [["VerifiableCredential"], ["EndorsementCredential"]]
    with {
        /// The contexts, in their order.
        contexts "@context": Contexts;
    } {
        /// An endorsement with what the standard requires of it. It needs a proof of its own.
        pub fn new {
            /// The endorsement's own identifier.
            id "id": Iri;
            /// Its name.
            name "name": Text;
            /// Who endorses.
            issuer "issuer": ProfileRef;
            /// From when it is valid: the time of signing.
            valid_from "validFrom": Timestamp;
            /// What is endorsed.
            credential_subject "credentialSubject": EndorsementSubject;
        }
        optional {
            /// What is said of the endorsement for a wallet to show.
            description "description" with_description: Text;
            /// When it was given; stays the same when it is issued anew.
            awarded_date "awardedDate" with_awarded_date: Timestamp;
            /// Until when it is valid; not before `validFrom`.
            valid_until "validUntil" with_valid_until: Timestamp;
            /// How to learn whether it still holds; one object, never an array.
            credential_status "credentialStatus" with_credential_status: CredentialStatus;
            /// Where a newer version can be had.
            refresh_service "refreshService" with_refresh_service: RefreshService;
        }
        many {
            /// The schemas it conforms to; if any, one is that of the standard.
            credential_schema "credentialSchema" with_credential_schema: CredentialSchema;
            /// Terms under which it may be used.
            terms_of_use "termsOfUse" with_terms_of_use: TermsOfUse;
            /// The proofs.
            proof "proof" with_proof: Proof;
        }
    }
}

impl EndorsementCredential {
    /// Adds the context at an address, after those of the standard (§1.9).
    #[must_use]
    pub fn with_context(mut self, address: &Iri) -> Self {
        self.contexts.push(address);
        self
    }
}

class! {
    /// What is endorsed, and the words of endorsement (§1.2).
    pub struct EndorsementSubject is open array [["EndorsementSubject"]] {
        /// What is endorsed.
        pub fn new {
            /// The identifier of the issuer, achievement or credential.
            id "id": Iri;
        }
        optional {
            /// The words of endorsement, in Markdown.
            endorsement_comment "endorsementComment" with_endorsement_comment: Text;
        }
        many {}
    }
}
