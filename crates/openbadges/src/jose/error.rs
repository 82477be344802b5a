//! Why a token could not be made, read or believed.

use crate::json::JsonError;

use super::claims::ClaimFault;
use super::sd_jwt::DisclosureError;

/// Why a token could not be made, read or believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JoseError {
    /// The text is longer than allowed.
    #[error("the token has {size} bytes, at most {limit} are accepted")]
    TooLarge {
        /// The length of the text.
        size: usize,
        /// The greatest length.
        limit: usize,
    },
    /// The text does not consist of header, payload and signature.
    #[error("the token is no compact JWS: three parts joined by full stops")]
    NotCompact,
    /// A part is not base64url.
    #[error("the {part} of the token is not base64url without padding")]
    NotBase64Url {
        /// `header`, `payload` or `signature`.
        part: &'static str,
    },
    /// A part is not the JSON that every reader reads alike.
    #[error("the {part} of the token cannot be read: {source}")]
    Json {
        /// `header` or `payload`.
        part: &'static str,
        /// Why.
        source: JsonError,
    },
    /// A part is JSON, but no object.
    #[error("the {part} of the token is not a JSON object")]
    NotAnObject {
        /// `header` or `payload`.
        part: &'static str,
    },
    /// A member of the header is missing or no text.
    #[error("“{member}” in the header of the token is missing, or is no text")]
    MalformedHeader {
        /// Its name.
        member: &'static str,
    },
    /// The header has a member that changes what is signed, or how.
    #[error("the header of the token has “{member}”, which is not accepted")]
    ForbiddenHeader {
        /// Its name.
        member: &'static str,
    },
    /// The header holds a private or shared key.
    #[error("“jwk” in the header of the token holds the private member “{member}”")]
    PrivateKey {
        /// The private member.
        member: &'static str,
    },
    /// `alg` is `none`: nobody signed it.
    #[error("“alg” is “none”: the token is not signed")]
    Unsigned,
    /// `alg` is an HMAC, with which whoever can verify can also sign.
    #[error(
        "“alg” is “{algorithm}”, which signs with a shared secret; a credential is signed with a key pair"
    )]
    SharedSecret {
        /// The algorithm, cut after 60 characters.
        algorithm: String,
    },
    /// `alg` is another algorithm than this program knows.
    #[error("signatures with “{algorithm}” are not supported")]
    UnsupportedAlgorithm {
        /// The algorithm, cut after 60 characters.
        algorithm: String,
    },
    /// `typ` is something else than a credential or a presentation.
    #[error("“typ” is “{kind}”, which is no credential and no presentation")]
    UnsupportedType {
        /// The type, cut after 60 characters.
        kind: String,
    },
    /// The key is of another kind than `alg` says.
    #[error("“alg” is “{named}”, but the key is one for “{expected}”")]
    WrongKey {
        /// What the header says.
        named: &'static str,
        /// What the key is for.
        expected: &'static str,
    },
    /// The signature has a length that the algorithm does not have.
    #[error("the signature has {found} bytes instead of {expected}")]
    SignatureLength {
        /// How many there are.
        found: usize,
        /// How many there must be.
        expected: usize,
    },
    /// The token or the key is not the one that was signed with.
    #[error("the signature does not belong to this token and key")]
    SignatureMismatch,
    /// The payload has the credential in a place where its version does not have it.
    #[error("{problem}")]
    Placement {
        /// What is where.
        problem: &'static str,
    },
    /// What is to be signed lacks something that its form requires.
    #[error("the document has no “{member}”, or not in the form that a token needs")]
    MissingMember {
        /// The member.
        member: &'static str,
    },
    /// What is to be signed has something that its form does not allow.
    #[error("the document has “{member}”, which this form of token does not allow")]
    ForbiddenMember {
        /// The member.
        member: String,
    },
    /// `kid` is no URL.
    #[error("the key id “{kid}” is no absolute URL")]
    KeyId {
        /// The key id, cut after 60 characters.
        kid: String,
    },
    /// The object is no envelope of this kind.
    #[error("the enveloped document is malformed: {problem}")]
    Envelope {
        /// What is wrong.
        problem: &'static str,
    },
    /// A claim contradicts the credential.
    #[error(transparent)]
    Claim(#[from] ClaimFault),
    /// The disclosures of an SD-JWT are not what the issuer signed.
    #[error(transparent)]
    Disclosure(#[from] DisclosureError),
}

impl JoseError {
    /// Whether the error says that this program cannot tell, rather than that the token is wrong.
    pub fn leaves_open(&self) -> bool {
        matches!(
            self,
            Self::UnsupportedAlgorithm { .. } | Self::Disclosure(DisclosureError::UnsupportedDigest { .. })
        )
    }
}

/// What a stranger wrote, short enough for a sentence.
pub(super) fn cut(text: &str) -> String {
    text.chars().take(60).collect()
}
