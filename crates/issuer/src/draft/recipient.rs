//! The teacher, as the district chose to name teachers.

use openbadges::{Achievement, AchievementSubject, IdentifierType, IdentityObject, Iri, identity_hash};
use program::{HashEmail, Policy, Recipient, RecipientIdentity};

use crate::error::{IssueError, member};

/// The subject: an `id` where the recipient has one, and the identifiers that the district's policy asks for.
pub(super) fn subject(
    recipient: &Recipient,
    achievement: Achievement,
    policy: &Policy,
    salt: &str,
) -> Result<AchievementSubject, IssueError> {
    let mut identifiers = identifiers(recipient, policy, salt).into_iter();
    let subject = if let Some(id) = &recipient.id {
        let id = Iri::new(id.as_str()).map_err(member("credentialSubject.id"))?;
        AchievementSubject::with_the_id(id, achievement)
    } else {
        let first = identifiers.next().ok_or(IssueError::NobodyNamed)?;
        AchievementSubject::identified_by(first, achievement)
    };
    Ok(identifiers.fold(subject, AchievementSubject::with_identifier))
}

/// A hash keeps an address from being read off the badge, not from being guessed (Open Badges 3.0 §"`IdentityHash`").
pub(crate) fn identifiers(recipient: &Recipient, policy: &Policy, salt: &str) -> Vec<IdentityObject> {
    let email = recipient.email.as_deref().map(|email| {
        if recipient.publish_email && policy.hash_email == HashEmail::WhenNotAgreed {
            IdentityObject::plain(IdentifierType::EmailAddress, email)
        } else {
            IdentityObject::hashed_with(salt, IdentifierType::EmailAddress, identity_hash(email, salt))
        }
    });
    let name = Some(recipient.name.as_str())
        .filter(|name| !name.is_empty())
        .map(|name| IdentityObject::plain(IdentifierType::Name, name));
    match policy.recipient {
        RecipientIdentity::NameAndEmail => name.into_iter().chain(email).collect(),
        RecipientIdentity::Email => email.or(name).into_iter().collect(),
        RecipientIdentity::Name => name.or(email).into_iter().collect(),
    }
}
