use serde::{Deserialize, Serialize};

use crate::fault::Faults;
use crate::{Fault, text};

/// What a district says about itself: the issuer of its credentials.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DistrictProfile {
    /// The part of its addresses that names it, such as `maple-ridge`. It never changes: credentials hold it.
    pub slug: String,
    /// The name as it stands on a credential.
    pub name: String,
    /// Where to ask about credentials.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// What the district is, in a few sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its own web site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
}

/// The longest description of a district, in characters.
const DESCRIPTION_LIMIT: usize = 2_000;

impl DistrictProfile {
    /// # Errors
    /// Every member that is not as it must be.
    pub fn check(&self) -> Result<(), Vec<Fault>> {
        let mut faults = Faults::default();
        faults.check("/slug", text::slug(&self.slug));
        faults.check("/name", text::line(&self.name, text::NAME_LIMIT));
        if let Some(email) = &self.email {
            faults.check("/email", text::email(email));
        }
        if let Some(description) = &self.description {
            faults.check("/description", text::prose(description, DESCRIPTION_LIMIT));
        }
        if let Some(website) = &self.website {
            faults.check("/website", text::web_address(website));
        }
        faults.result()
    }
}
