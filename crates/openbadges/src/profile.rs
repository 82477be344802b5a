//! A person or an organization (§1.5).

use serde_json::Value;

use crate::class::class;
use crate::member::{Member, ReadError, serde_by_value};
use crate::{Address, CompactJws, Date, EndorsementCredential, IdentifierEntry, Image, Iri, Text, Url};

class! {
    /// A person or an organization: issuer, creator, assessor (§1.5).
    pub struct Profile is open array [["Profile"]] {
        /// The profile of whom this identifier names.
        pub fn new {
            /// Their identifier: a DID or an address.
            id "id": Iri;
        }
        optional {
            /// Their name. The standard does not require it; of an issuer, give it always (§1.1).
            name "name" with_name: Text;
            /// Their homepage.
            url "url" with_url: Url;
            /// Telephone number.
            phone "phone" with_phone: Text;
            /// A short description.
            description "description" with_description: Text;
            /// A picture or logo; of an issuer PNG or SVG.
            image "image" with_image: Image;
            /// E-mail address.
            email "email" with_email: Text;
            /// Postal address.
            address "address" with_address: Address;
            /// The official of an organization.
            official "official" with_official: Text;
            /// The organization it is part of.
            parent_org "parentOrg" with_parent_org: Profile;
            /// Family name.
            family_name "familyName" with_family_name: Text;
            /// Given name.
            given_name "givenName" with_given_name: Text;
            /// Additional name.
            additional_name "additionalName" with_additional_name: Text;
            /// Patronymic name.
            patronymic_name "patronymicName" with_patronymic_name: Text;
            /// Before the name: `Dr`, `Ms`.
            honorific_prefix "honorificPrefix" with_honorific_prefix: Text;
            /// After the name: `M.D.`, `MSW`.
            honorific_suffix "honorificSuffix" with_honorific_suffix: Text;
            /// Before the family name: `de`, `van der`.
            family_name_prefix "familyNamePrefix" with_family_name_prefix: Text;
            /// Date of birth.
            date_of_birth "dateOfBirth" with_date_of_birth: Date;
        }
        many {
            /// What others say of them, with embedded proofs.
            endorsement "endorsement" with_endorsement: EndorsementCredential;
            /// What others say of them, as JWTs.
            endorsement_jwt "endorsementJwt" with_endorsement_jwt: CompactJws;
            /// Their identifiers elsewhere.
            other_identifier "otherIdentifier" with_other_identifier: IdentifierEntry;
        }
    }
}

/// The issuer of a credential. We give a [`Profile`]; one that was read may be an identifier alone (§1.1).
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileRef(Form);

#[derive(Clone, Debug, PartialEq)]
enum Form {
    Id(Iri),
    Profile(Box<Profile>),
}

impl ProfileRef {
    /// The issuer's identifier.
    pub fn id(&self) -> &Iri {
        match &self.0 {
            Form::Id(id) => id,
            Form::Profile(profile) => profile.id(),
        }
    }

    /// The issuer's profile, unless the document has the identifier alone.
    pub fn profile(&self) -> Option<&Profile> {
        match &self.0 {
            Form::Id(_) => None,
            Form::Profile(profile) => Some(profile),
        }
    }

    /// The issuer's name, if the document has one.
    pub fn name(&self) -> Option<&Text> {
        self.profile().and_then(Profile::name)
    }
}

impl From<Profile> for ProfileRef {
    fn from(profile: Profile) -> Self {
        Self(Form::Profile(Box::new(profile)))
    }
}

impl Member for ProfileRef {
    fn read(value: &Value) -> Result<Self, ReadError> {
        if value.is_string() {
            Iri::read(value).map(Form::Id)
        } else {
            Profile::read(value).map(Box::new).map(Form::Profile)
        }
        .map(Self)
    }

    fn write(&self) -> Value {
        match &self.0 {
            Form::Id(id) => id.write(),
            Form::Profile(profile) => profile.write(),
        }
    }
}

serde_by_value!(ProfileRef);
