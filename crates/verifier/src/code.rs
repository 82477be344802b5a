//! What a check found, as codes that never change their meaning, with the facts that belong to them.

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value, json};

/// Makes the enum of the codes, their names and the list of all.
macro_rules! codes {
    ($($(#[$doc:meta])* $code:ident = $name:literal,)*) => {
        /// What a check found. Each code has one meaning; the facts beside it say to what it applies. Sentences for them
        /// are the business of whoever shows the report.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $code,)*
        }

        impl Code {
            /// All codes.
            pub const ALL: &'static [Self] = &[$(Self::$code,)*];

            /// The name of the code in a report.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$code => $name,)*
                }
            }
        }
    };
}

codes! {
    /// All checks passed.
    EveryCheckPassed = "every_check_passed",
    /// Nothing could be checked.
    NothingChecked = "nothing_checked",
    /// Not checked, because the signature does not hold.
    NotLookedAt = "not_looked_at",
    /// The document asks for more work than one verification may cost.
    TooMuchWork = "too_much_work",
    /// The document can be read.
    DocumentReadable = "document_readable",
    /// There is nothing in it.
    DocumentEmpty = "document_empty",
    /// It is not the JSON that two programs would read alike.
    DocumentUnreadable = "document_unreadable",
    /// It is JSON, but not an object.
    DocumentNotAnObject = "document_not_an_object",
    /// A token that cannot be opened.
    TokenUnreadable = "token_unreadable",
    /// An image that is damaged, or whose badge cannot be read.
    ImageUnreadable = "image_unreadable",
    /// An image without a badge.
    ImageWithoutBadge = "image_without_badge",
    /// Neither an object nor a text.
    NotACredential = "not_a_credential",
    /// Open Badges 3.0.
    ContextOpenBadges = "context_open_badges",
    /// Open Badges 2.0.
    ContextOpenBadges2 = "context_open_badges_2",
    /// CLR 2.0.
    ContextLearnerRecord = "context_learner_record",
    /// The data model of the W3C.
    ContextDataModel = "context_data_model",
    /// The first context is not that of the W3C data model.
    ContextNotDataModel = "context_not_data_model",
    /// The second context is not that of Open Badges 3.0.
    ContextNotOpenBadges = "context_not_open_badges",
    /// A context that this program does not hold.
    ContextUnknown = "context_unknown",
    /// A class of Open Badges 3.0.
    TypeBadge = "type_badge",
    /// An assertion of Open Badges 2.0.
    TypeAssertion = "type_assertion",
    /// A verifiable credential.
    TypeCredential = "type_credential",
    /// A comprehensive learner record.
    TypeLearnerRecord = "type_learner_record",
    /// A presentation.
    TypePresentation = "type_presentation",
    /// Not a verifiable credential.
    TypeNotCredential = "type_not_credential",
    /// Not a class of Open Badges.
    TypeNotBadge = "type_not_badge",
    /// Every member has the right form.
    FormRight = "form_right",
    /// A member does not have the form of the standard.
    FormWrong = "form_wrong",
    /// The document as a whole does not have the form of the standard.
    DocumentFormWrong = "document_form_wrong",
    /// A required member is missing.
    MemberMissing = "member_missing",
    /// A JSON-LD keyword where the standard has a name.
    KeywordForName = "keyword_for_name",
    /// There is no schema for this kind of document.
    NoSchema = "no_schema",
    /// Not a presentation.
    NotAPresentation = "not_a_presentation",
    /// The presentation has the right form.
    PresentationForm = "presentation_form",
    /// `holder` has the wrong form.
    HolderMalformed = "holder_malformed",
    /// Every term is defined.
    TermsDefined = "terms_defined",
    /// A term that the signature does not cover.
    TermsNotCovered = "terms_not_covered",
    /// A token is signed as it is, whatever its terms mean.
    TermsOfTokenUnread = "terms_of_token_unread",
    /// It says who earned it.
    SubjectNamed = "subject_named",
    /// Only a badge must say who earned it.
    SubjectNotNeeded = "subject_not_needed",
    /// Not exactly one subject.
    SubjectNotOne = "subject_not_one",
    /// It does not say who earned it.
    SubjectMissing = "subject_missing",
    /// The key was found where its owner publishes it.
    KeyFound = "key_found",
    /// The key was revoked by its owner.
    KeyRevoked = "key_revoked",
    /// The key expired.
    KeyExpired = "key_expired",
    /// The key may not be used, or cannot be read.
    KeyNotUsable = "key_not_usable",
    /// The key could not be fetched.
    KeyUnreachable = "key_unreachable",
    /// The document with the keys could not be fetched.
    KeysUnreachable = "keys_unreachable",
    /// The key set could not be fetched.
    KeySetUnreachable = "key_set_unreachable",
    /// The key set does not hold the key.
    KeySetWithoutKey = "key_set_without_key",
    /// The key set gives the key to someone else.
    KeySetOtherOwner = "key_set_other_owner",
    /// The key in the key set cannot be read.
    KeySetUnusableKey = "key_set_unusable_key",
    /// The assertion does not name its key.
    KeyNotNamed = "key_not_named",
    /// The key belongs to someone other than the issuer.
    KeyOfAnotherOwner = "key_of_another_owner",
    /// Whose key it is could not be checked.
    KeyOwnerUnknown = "key_owner_unknown",
    /// The document lists no keys.
    ControllerWithoutKeys = "controller_without_keys",
    /// A DID method that is not supported.
    DidMethodUnsupported = "did_method_unsupported",
    /// The DID does not hold a usable key.
    DidKeyInvalid = "did_key_invalid",
    /// The verification method is not a DID or https URL.
    MethodNotAUrl = "method_not_a_url",
    /// The token names neither a key nor an issuer.
    TokenNamesNobody = "token_names_nobody",
    /// The token brings a key that its issuer does not publish.
    TokenBringsOwnKey = "token_brings_own_key",
    /// The issuer does not publish the key.
    IssuerWithoutKey = "issuer_without_key",
    /// None of the issuer's keys fits.
    NoKeyFits = "no_key_fits",
    /// Every signature holds.
    SignatureHolds = "signature_holds",
    /// There is no signature.
    SignatureMissing = "signature_missing",
    /// The signature does not fit the document and the key.
    SignatureMismatch = "signature_mismatch",
    /// The signature could not be confirmed.
    SignatureUnconfirmed = "signature_unconfirmed",
    /// The signature could not be checked without its key.
    SignatureWithoutKey = "signature_without_key",
    /// The signature holds only under the context as it was until 2025.
    SignatureUnderOlderContext = "signature_under_older_context",
    /// The signature was made for another purpose.
    SignaturePurpose = "signature_purpose",
    /// `proof` is not an object.
    ProofNotAnObject = "proof_not_an_object",
    /// A member of the proof is missing.
    ProofMemberMissing = "proof_member_missing",
    /// More signatures than are checked.
    TooManySignatures = "too_many_signatures",
    /// The presentation itself is not signed.
    PresentationUnsigned = "presentation_unsigned",
    /// Signed, but says that it is hosted.
    SignedButHosted = "signed_but_hosted",
    /// It does not say how it is verified.
    VerificationMissing = "verification_missing",
    /// The key belongs to the issuer.
    KeyOfIssuer = "key_of_issuer",
    /// The document names no issuer.
    IssuerMissing = "issuer_missing",
    /// The signature does not say that it is the issuer's.
    IssuerNotBound = "issuer_not_bound",
    /// Whose key it is could not be checked without the key.
    IssuerUnknownWithoutKey = "issuer_unknown_without_key",
    /// The issuer is not known without the badge class.
    IssuerUnknownWithoutClass = "issuer_unknown_without_class",
    /// Signed by someone other than the issuer.
    SignedByAnother = "signed_by_another",
    /// It is not a token.
    NotAToken = "not_a_token",
    /// The claims of the token agree with the document.
    ClaimsAgree = "claims_agree",
    /// A claim contradicts the document, or is malformed.
    ClaimsContradict = "claims_contradict",
    /// A status method of tokens that is not supported.
    TokenStatusUnsupported = "token_status_unsupported",
    /// The token is not valid yet.
    TokenNotYetValid = "token_not_yet_valid",
    /// The token has expired.
    TokenExpired = "token_expired",
    /// The holder's signature is dated in the future.
    HolderSignedInFuture = "holder_signed_in_future",
    /// The holder's signature does not hold.
    HolderSignatureInvalid = "holder_signature_invalid",
    /// The validity has begun.
    Begun = "begun",
    /// The validity has not begun.
    NotYetValid = "not_yet_valid",
    /// There is no start date.
    NoStart = "no_start",
    /// The validity has not ended.
    NotExpired = "not_expired",
    /// The validity has ended.
    Expired = "expired",
    /// There is no end date.
    NoEnd = "no_end",
    /// The validity ends before it begins.
    EndsBeforeItBegins = "ends_before_it_begins",
    /// A member is not a date and time.
    NotADate = "not_a_date",
    /// No signature has expired.
    SignatureNotExpired = "signature_not_expired",
    /// A signature has expired.
    SignatureExpired = "signature_expired",
    /// No signature has an expiry date.
    SignatureWithoutEnd = "signature_without_end",
    /// Not revoked or suspended.
    NotRevoked = "not_revoked",
    /// Revoked by its issuer.
    Revoked = "revoked",
    /// Suspended by its issuer.
    Suspended = "suspended",
    /// It names no status list.
    StatusNone = "status_none",
    /// No status entry is about revocation.
    StatusNotAboutRevocation = "status_not_about_revocation",
    /// Whether it was revoked is unknown.
    StatusUnknown = "status_unknown",
    /// Whether it was revoked is unknown without its issuer.
    StatusUnknownWithoutIssuer = "status_unknown_without_issuer",
    /// More status entries than are checked.
    StatusTooMany = "status_too_many",
    /// A status entry of several types.
    StatusOfSeveralTypes = "status_of_several_types",
    /// A type of status entry that is not supported.
    StatusTypeUnsupported = "status_type_unsupported",
    /// A purpose of status entry that is not supported.
    StatusPurposeUnsupported = "status_purpose_unsupported",
    /// A status entry with too many bits.
    StatusSizeUnsupported = "status_size_unsupported",
    /// A member of the status entry is missing or malformed.
    StatusEntryMalformed = "status_entry_malformed",
    /// A credential without `id` cannot be looked up.
    StatusWithoutId = "status_without_id",
    /// The index is not in the list.
    StatusIndexOutside = "status_index_outside",
    /// The status list could not be fetched.
    StatusListUnreachable = "status_list_unreachable",
    /// The status list cannot be read.
    StatusListUnreadable = "status_list_unreadable",
    /// The status list does not have the form of one.
    StatusListForm = "status_list_form",
    /// Another list answered at the address.
    StatusListOther = "status_list_other",
    /// The status list is of another issuer.
    StatusListOtherIssuer = "status_list_other_issuer",
    /// The status list is about something else.
    StatusListOtherPurpose = "status_list_other_purpose",
    /// The entries of the status list have another size.
    StatusListOtherSize = "status_list_other_size",
    /// The status list is not signed.
    StatusListUnsigned = "status_list_unsigned",
    /// The status list itself is not verified.
    StatusListNotVerified = "status_list_not_verified",
    /// It names the schema of its standard.
    SchemaOfStandard = "schema_of_standard",
    /// It names no schema that Open Badges knows.
    SchemaNotNamed = "schema_not_named",
    /// A schema that this program does not hold.
    SchemaUnknown = "schema_unknown",
    /// Each result belongs to a criterion.
    ResultsBelong = "results_belong",
    /// It holds no results.
    ResultsNone = "results_none",
    /// A result names a description that is not there.
    ResultDescriptionUnknown = "result_description_unknown",
    /// A result names a level that is not there.
    ResultLevelUnknown = "result_level_unknown",
    /// A result has no `status`.
    ResultStatusMissing = "result_status_missing",
    /// Every endorsement inside it is verified.
    EndorsementsVerified = "endorsements_verified",
    /// It holds no endorsements.
    EndorsementsNone = "endorsements_none",
    /// More endorsements than are checked.
    EndorsementsTooMany = "endorsements_too_many",
    /// An endorsement is about something else.
    EndorsementMisplaced = "endorsement_misplaced",
    /// An endorsement is not verified.
    EndorsementNotVerified = "endorsement_not_verified",
    /// An endorsement could not be checked.
    EndorsementUnchecked = "endorsement_unchecked",
    /// Every credential inside it is verified.
    ContainedVerified = "contained_verified",
    /// A credential inside it is not verified.
    ContainedNotVerified = "contained_not_verified",
    /// A credential inside it could not be checked.
    ContainedUnchecked = "contained_unchecked",
    /// More credentials than are checked.
    ContainedTooMany = "contained_too_many",
    /// Credentials inside credentials are not followed so deep.
    ContainedTooDeep = "contained_too_deep",
    /// It holds no credentials.
    ContainsNone = "contains_none",
    /// No credentials belong inside it.
    ContainsNoCredentials = "contains_no_credentials",
    /// The holder signed it.
    HolderSigned = "holder_signed",
    /// It names a holder, but no one signed that.
    HolderUnsigned = "holder_unsigned",
    /// It does not say who shows the credentials.
    HolderNotNamed = "holder_not_named",
    /// Whether the holder signed it could not be checked.
    HolderWithoutKey = "holder_without_key",
    /// Someone other than the holder signed it.
    HolderIsAnother = "holder_is_another",
    /// A badge inside was awarded to someone else.
    AwardedToAnother = "awarded_to_another",
    /// Nothing is expected here.
    NotExpected = "not_expected",
    /// Signed for what is expected.
    SignedForExpected = "signed_for_expected",
    /// Signed for something else.
    SignedForAnother = "signed_for_another",
    /// Not signed for what is expected.
    SignedForNothing = "signed_for_nothing",
    /// The issuer has a newer version; the report is about that.
    NewerVersion = "newer_version",
    /// This is the newest version.
    NewestVersion = "newest_version",
    /// The newest version could not be fetched.
    VersionUnknown = "version_unknown",
    /// It is the badge that its issuer hosts.
    HostedSame = "hosted_same",
    /// The issuer answers that the badge is gone.
    HostedGone = "hosted_gone",
    /// It differs from what its issuer hosts.
    HostedDiffers = "hosted_differs",
    /// It has no address.
    HostedNowhere = "hosted_nowhere",
    /// It is hosted where its issuer publishes badges.
    HostedByIssuer = "hosted_by_issuer",
    /// It is hosted where its issuer does not publish badges.
    HostedElsewhere = "hosted_elsewhere",
    /// Unknown without the hosted badge.
    UnknownWithoutHosted = "unknown_without_hosted",
    /// The document at an address has another id.
    OtherIdAtAddress = "other_id_at_address",
    /// It does not name its badge class or issuer.
    LinkMissing = "link_missing",
    /// Its badge class or issuer has no id.
    LinkWithoutId = "link_without_id",
    /// Its badge class or issuer has no address.
    LinkNotAnAddress = "link_not_an_address",
    /// Its badge class or issuer could not be fetched.
    LinkUnreachable = "link_unreachable",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A code with its facts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// What was found.
    pub code: Code,
    /// The values that the sentence for it names. A fact `because` is another finding, from which this one follows.
    pub facts: Map<String, Value>,
}

/// For logs and tests: the code and the facts as JSON. The sentences for people are in the crate `words`.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code.as_str(), Value::Object(self.facts.clone()))
    }
}

impl Finding {
    pub(crate) fn of(code: Code) -> Self {
        Self { code, facts: Map::new() }
    }

    /// The finding as a fact of another one.
    pub(crate) fn as_value(&self) -> Value {
        json!({ "code": self.code.as_str(), "facts": self.facts })
    }

    /// The finding from which this one follows at the end: this one itself where it has no `because`.
    pub fn root(&self) -> (&str, &Map<String, Value>) {
        let mut root = (self.code.as_str(), &self.facts);
        while let Some((code, facts)) = because(root.1) {
            root = (code, facts);
        }
        root
    }
}

fn because(facts: &Map<String, Value>) -> Option<(&str, &Map<String, Value>)> {
    let because = facts.get("because")?;
    Some((because.get("code")?.as_str()?, because.get("facts")?.as_object()?))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_codes_have_one_name() {
        let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(names.len(), Code::ALL.len());
    }

    #[test]
    fn the_root_of_a_finding_is_where_it_comes_from() {
        let revoked = Finding::of(Code::Revoked);
        let mut endorsement = Finding::of(Code::EndorsementNotVerified);
        endorsement.facts.insert("because".to_owned(), revoked.as_value());
        let mut outer = Finding::of(Code::ContainedNotVerified);
        outer.facts.insert("because".to_owned(), endorsement.as_value());
        assert_eq!((revoked.root().0, outer.root().0), ("revoked", "revoked"));
    }
}
