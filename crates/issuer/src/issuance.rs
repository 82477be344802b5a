//! What a credential is given beside what was approved.

use openbadges::Timestamp;

/// The id, the status bit, the time and the salt of one credential: everything that comes from a store, a clock or chance.
#[derive(Debug, Clone)]
pub struct Issuance {
    /// The id of the credential: `urn:uuid:…` or an `https` URL.
    pub credential_id: String,
    /// The id of the achievement: `{issuer page}/achievements/{version}`. The ids of criteria and levels are its fragments.
    pub achievement_id: String,
    /// The URL of the status list.
    pub status_list: String,
    /// The bit in that list that is the credential's own for ever.
    pub status_index: u32,
    /// The time of signing. Before the approval it counts as the time of the approval: a clock that goes backwards makes no
    /// credential that was valid before it was earned.
    pub signed_at: Timestamp,
    /// A fresh random text that is hashed with the e-mail address, when that is hashed.
    pub salt: String,
}
