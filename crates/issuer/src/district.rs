//! The district as the issuer of credentials.

use openbadges::{Iri, Profile, Url};
use program::Proofs;

use crate::error::{IssueError, member};

/// What a credential says about the district that issues it.
#[derive(Debug, Clone, Copy)]
pub struct District<'a> {
    /// Its DID (`did:web:HOST:issuers:slug`), the controller of its keys.
    pub did: &'a str,
    /// Its page, `https://HOST/issuers/slug`; the addresses of what it publishes begin with it.
    pub url: &'a str,
    /// Its name.
    pub name: &'a str,
    /// An address for questions about its credentials.
    pub email: Option<&'a str>,
    /// Who it is, in a sentence or two.
    pub description: Option<&'a str>,
    /// Its own web site; `None` shows the page at [`District::url`] instead.
    pub website: Option<&'a str>,
    /// The proofs of everything that it signs, as its policy has them.
    pub proofs: &'a Proofs,
}

impl District<'_> {
    /// The profile, as it stands in every credential of the district.
    pub(crate) fn profile(&self) -> Result<Profile, IssueError> {
        let url = Url::new(self.website.unwrap_or(self.url)).map_err(member("issuer.url"))?;
        let mut profile = Profile::new(self.id()?).with_name(self.name).with_url(url);
        if let Some(email) = self.email {
            profile = profile.with_email(email);
        }
        if let Some(description) = self.description {
            profile = profile.with_description(description);
        }
        Ok(profile)
    }

    /// The district as the creator of an achievement: only its id. Issuer and creator are one node of the graph
    /// that is signed; what both said could be taken from either without the signature noticing.
    pub(crate) fn reference(&self) -> Result<Profile, IssueError> {
        Ok(Profile::new(self.id()?))
    }

    pub(crate) fn id(&self) -> Result<Iri, IssueError> {
        Iri::new(self.did).map_err(member("issuer.id"))
    }
}
