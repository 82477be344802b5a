//! A record of several badges of one person: a Comprehensive Learner Record (CLR 2.0 `ClrCredential`).

use openbadges::{
    EXTENSIONS_CONTEXT, Iri, OPEN_BADGES_CONTEXT, SignedCredential, Timestamp, V2_CONTEXT, check_text,
};
use program::{Policy, Recipient};
use serde_json::{Map, Value, json};

use crate::district::District;
use crate::draft::identifiers;
use crate::error::{IssueError, member};
use crate::keys::{KeyRing, PublicKeys};
use crate::sign::prepare;
use crate::unsigned::Unsigned;

/// The context of CLR 2.0: second, before that of Open Badges, as the implementation guide of CLR has it.
const CLR_CONTEXT: &str = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json";

/// What a record is made of.
#[derive(Debug, Clone)]
pub struct Record<'a> {
    /// The id of the record.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Whose badges they are.
    pub recipient: &'a Recipient,
    /// The signed badges, and endorsements of them, in the order in which they are to be read.
    pub credentials: &'a [Value],
    /// The time of signing.
    pub signed_at: Timestamp,
    /// A fresh random text that is hashed with the e-mail address, when that is hashed.
    pub salt: &'a str,
}

/// Puts signed badges into one record and signs it with the district's first key.
///
/// Each badge stays as it was signed, with its own proof and its own status: the record says that they belong to one
/// person, and nothing new about any of them. It has no status of its own, for the same reason: whatever is taken back is
/// taken back in the badge.
///
/// # Errors
///
/// [`IssueError::NoCredentials`] for an empty record, [`IssueError::NobodyNamed`] when nothing says whose it is,
/// [`IssueError::Value`] when the id has a wrong form, [`IssueError::Canonical`] and [`IssueError::Proof`] as for a badge,
/// [`IssueError::Unreadable`] when it is larger than a reader accepts.
pub fn record(
    record: &Record<'_>,
    district: &District<'_>,
    policy: &Policy,
    keys: &KeyRing,
) -> Result<SignedCredential, IssueError> {
    prepare_record(record, district, policy, keys)?.signed_by(keys)
}

/// As [`record`], but for the signatures.
///
/// # Errors
///
/// As [`record`].
pub fn prepare_record(
    record: &Record<'_>,
    district: &District<'_>,
    policy: &Policy,
    keys: &PublicKeys,
) -> Result<Unsigned<SignedCredential>, IssueError> {
    if record.credentials.is_empty() {
        return Err(IssueError::NoCredentials);
    }
    let id = Iri::new(record.id).map_err(member("id"))?;
    let document = json!({
        "@context": [V2_CONTEXT, CLR_CONTEXT, OPEN_BADGES_CONTEXT, EXTENSIONS_CONTEXT],
        "id": id.as_str(),
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": record.name,
        "issuer": district.profile()?.to_value(),
        "validFrom": record.signed_at.to_string(),
        "credentialSubject": subject(record, policy)?,
    });
    check_text(&document)?;
    prepare(document, district, record.signed_at, keys)
}

/// The person, named as in the badges (CLR 2.0 `ClrSubject`), and what they hold.
fn subject(record: &Record<'_>, policy: &Policy) -> Result<Value, IssueError> {
    let mut subject = Map::new();
    if let Some(id) = &record.recipient.id {
        let id = Iri::new(id.as_str()).map_err(member("credentialSubject.id"))?;
        subject.insert("id".into(), id.as_str().into());
    }
    subject.insert("type".into(), json!(["ClrSubject"]));
    let named = identifiers(record.recipient, policy, record.salt);
    if named.is_empty() && record.recipient.id.is_none() {
        return Err(IssueError::NobodyNamed);
    }
    if !named.is_empty() {
        let named: Vec<Value> = named.iter().map(openbadges::IdentityObject::to_value).collect();
        subject.insert("identifier".into(), named.into());
    }
    subject.insert("verifiableCredential".into(), record.credentials.into());
    Ok(Value::Object(subject))
}
