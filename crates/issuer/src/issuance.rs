//! What a credential is given beside what was approved.

use openbadges::Timestamp;

use crate::endorsement::Endorsements;

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
    /// Where the newest version of this credential is served (1EdTech Credential Refresh 1.0), when the district offers that.
    pub refresh_service: Option<String>,
    /// What others say of the district and of the achievement. Only endorsements that hold at the time of signing: a badge is
    /// verified only as long as every endorsement inside it is (Open Badges 3.0 §"Verification", step 6).
    pub endorsements: Endorsements,
}
