//! What whoever asks expects of a document beside that it holds.

/// What is asked of a document. The default is what an employer asks: an Open Badge, and every check.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expectations {
    /// Each signature must have been made for this domain (VC Data Integrity 1.0 §2.1 `domain`).
    pub domain: Option<String>,
    /// Each signature must answer this challenge (VC Data Integrity 1.0 §2.1 `challenge`).
    pub challenge: Option<String>,
    /// Any verifiable credential will do, not only an Open Badge: what the VC API asks.
    pub any_credential: bool,
    /// A presentation must be signed; otherwise an unsigned one that names no holder is taken as a mere bundle.
    pub signed_presentation: bool,
    /// Only the signature, its key and whose it is: no dates, status, schema, or what is inside.
    pub proof_only: bool,
}
