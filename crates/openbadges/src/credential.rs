//! The credential: a district says that someone has earned something (§1.1).

use crate::class::class;
use crate::{
    AchievementSubject, CompactJws, Contexts, CredentialSchema, CredentialStatus, EndorsementCredential,
    Evidence, Image, Iri, ProfileRef, Proof, RefreshService, TermsOfUse, Text, Timestamp,
};

class! {
    /// An Open Badge: an issuer says that someone has earned something (§1.1), in the form of VCDM 2.0.
    ///
    /// The form of VCDM 1.1 is not issued and not read as this type (§1.8).
    pub struct AchievementCredential is open array
        [["VerifiableCredential"], ["AchievementCredential" | "OpenBadgeCredential"]]
    with {
        /// The contexts, in their order.
        contexts "@context": Contexts;
    } {
        /// A credential with what the standard requires of it.
        pub fn new {
            /// The credential's own identifier.
            id "id": Iri;
            /// Who says so. Give the profile a name, verifiers show it.
            issuer "issuer": ProfileRef;
            /// From when it is valid: the time of signing.
            valid_from "validFrom": Timestamp;
            /// Who has earned what.
            credential_subject "credentialSubject": AchievementSubject;
        }
        optional {
            /// The name for a wallet to show.
            name "name" with_name: Text;
            /// What is said of the credential for a wallet to show.
            description "description" with_description: Text;
            /// The picture for a wallet to show.
            image "image" with_image: Image;
            /// When it was earned; stays the same when the credential is issued anew.
            awarded_date "awardedDate" with_awarded_date: Timestamp;
            /// Until when it is valid; not before `validFrom`.
            valid_until "validUntil" with_valid_until: Timestamp;
            /// How to learn whether it still holds; one object, never an array.
            credential_status "credentialStatus" with_credential_status: CredentialStatus;
            /// Where a newer version can be had.
            refresh_service "refreshService" with_refresh_service: RefreshService;
        }
        many {
            /// What shows that the criteria were met.
            evidence "evidence" with_evidence: Evidence;
            /// What others say of it, with embedded proofs.
            endorsement "endorsement" with_endorsement: EndorsementCredential;
            /// What others say of it, as JWTs.
            endorsement_jwt "endorsementJwt" with_endorsement_jwt: CompactJws;
            /// The schemas it conforms to; if any, one is that of the standard.
            credential_schema "credentialSchema" with_credential_schema: CredentialSchema;
            /// Terms under which it may be used.
            terms_of_use "termsOfUse" with_terms_of_use: TermsOfUse;
            /// The proofs.
            proof "proof" with_proof: Proof;
        }
    }
}

impl AchievementCredential {
    /// Adds the context at an address, after those of the standard (§1.9).
    #[must_use]
    pub fn with_context(mut self, address: &Iri) -> Self {
        self.contexts.push(address);
        self
    }

    /// What to call it: its own name, or else that of the achievement.
    pub fn title(&self) -> &Text {
        self.name().unwrap_or_else(|| self.credential_subject.achievement().name())
    }

    /// When it was earned: `awardedDate`, or else `validFrom` (§10, mistake 25).
    pub fn earned_at(&self) -> Timestamp {
        self.awarded_date().copied().unwrap_or(self.valid_from)
    }
}

impl std::fmt::Display for AchievementCredential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.title(), self.id)
    }
}
