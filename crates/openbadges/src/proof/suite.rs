//! The ways in which proofs are made.

use serde_json::Value;

use crate::keys::Algorithm;

/// How a proof is made (`vc-di-eddsa` and `vc-di-ecdsa` 1.0).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cryptosuite {
    /// RDFC-1.0, SHA-256, Ed25519; what the Open Badges certification demands. Proofs of the older name
    /// `eddsa-2022` are made in the same way.
    #[default]
    EddsaRdfc2022,
    /// JCS (RFC 8785), SHA-256, Ed25519.
    EddsaJcs2022,
    /// RDFC-1.0, ECDSA: P-256 with SHA-256 or P-384 with SHA-384.
    EcdsaRdfc2019,
    /// JCS (RFC 8785), ECDSA: P-256 with SHA-256 or P-384 with SHA-384.
    EcdsaJcs2019,
    /// RDFC-1.0, P-256, each statement signed by itself, so that the holder can leave some out; see
    /// [`sd`](super::sd).
    EcdsaSd2023,
    /// As `eddsa-rdfc-2022`, in the form that proofs had before `DataIntegrityProof`.
    Ed25519Signature2020,
}

impl Cryptosuite {
    /// The value of the member `cryptosuite`; for `Ed25519Signature2020`, which has none, that of `type`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EddsaRdfc2022 => "eddsa-rdfc-2022",
            Self::EddsaJcs2022 => "eddsa-jcs-2022",
            Self::EcdsaRdfc2019 => "ecdsa-rdfc-2019",
            Self::EcdsaJcs2019 => "ecdsa-jcs-2019",
            Self::EcdsaSd2023 => "ecdsa-sd-2023",
            Self::Ed25519Signature2020 => "Ed25519Signature2020",
        }
    }

    /// The value of the member `type`.
    pub fn proof_type(self) -> &'static str {
        match self {
            Self::Ed25519Signature2020 => "Ed25519Signature2020",
            _ => "DataIntegrityProof",
        }
    }

    /// The suite of a proof with these members, if it is known here.
    pub fn named(proof_type: &str, cryptosuite: Option<&str>) -> Option<Self> {
        match (proof_type, cryptosuite) {
            ("DataIntegrityProof", Some("eddsa-rdfc-2022" | "eddsa-2022")) => Some(Self::EddsaRdfc2022),
            ("DataIntegrityProof", Some("eddsa-jcs-2022")) => Some(Self::EddsaJcs2022),
            ("DataIntegrityProof", Some("ecdsa-rdfc-2019")) => Some(Self::EcdsaRdfc2019),
            ("DataIntegrityProof", Some("ecdsa-jcs-2019")) => Some(Self::EcdsaJcs2019),
            ("DataIntegrityProof", Some("ecdsa-sd-2023")) => Some(Self::EcdsaSd2023),
            ("Ed25519Signature2020", None) => Some(Self::Ed25519Signature2020),
            _ => None,
        }
    }

    /// The suite of a proof object, if it is known here.
    pub fn of_proof(proof: &Value) -> Option<Self> {
        let cryptosuite = match proof.get("cryptosuite") {
            None => None,
            Some(name) => Some(name.as_str()?),
        };
        Self::named(proof.get("type")?.as_str()?, cryptosuite)
    }

    /// Whether keys of this kind make such proofs.
    pub fn signs_with(self, algorithm: Algorithm) -> bool {
        match self {
            Self::EddsaRdfc2022 | Self::EddsaJcs2022 | Self::Ed25519Signature2020 => {
                algorithm == Algorithm::Ed25519
            }
            Self::EcdsaRdfc2019 | Self::EcdsaJcs2019 => {
                matches!(algorithm, Algorithm::P256 | Algorithm::P384)
            }
            Self::EcdsaSd2023 => algorithm == Algorithm::P256,
        }
    }

    /// Whether such a proof signs what the document means as JSON-LD, so that it cannot be made or hold
    /// unless the document passes safe mode. The others sign the JSON as it stands, whether defined or not.
    pub fn signs_meaning(self) -> bool {
        !self.is_jcs()
    }

    pub(super) fn is_jcs(self) -> bool {
        matches!(self, Self::EddsaJcs2022 | Self::EcdsaJcs2019)
    }
}
