//! A badge as SD-JWT VC.
//!
//! *Decision*: the payload has the members of the credential as they are, `@context` and all, beside the claims `vct`, `iss`,
//! `iat`, `nbf`, `exp` and `cnf`. SD-JWT VC knows no Open Badges, so nothing prescribes how; in this way a badge is one
//! document in every form, a verifier of Open Badges reads it with the same checks, and a wallet that knows SD-JWT VC only
//! sees an ordinary one whose `vct` is the address of the class in the vocabulary of Open Badges.

use serde_json::{Map, Value};

use crate::jose::error::JoseError;
use crate::jose::prepared::PreparedToken;
use crate::jose::token_type::TokenType;
use crate::jose::vc_jwt::{header, seconds};
use crate::{PublicKey, SecretKey, Timestamp};

use super::disclosure::DisclosureError;
use super::issue::prepare;

/// Members without which a badge would be another one: whoever could hide its status, its end or its issuer could make it
/// valid.
const ALWAYS_SHOWN: [&str; 10] = [
    "@context",
    "type",
    "id",
    "issuer",
    "validFrom",
    "validUntil",
    "credentialStatus",
    "credentialSchema",
    "credentialSubject",
    "refreshService",
];

/// Members of the subject that are always shown: what was achieved.
const ALWAYS_SHOWN_OF_SUBJECT: [&str; 2] = ["/credentialSubject/type", "/credentialSubject/achievement"];

/// How a badge is issued as SD-JWT VC.
#[derive(Clone, Debug)]
pub struct IssueOptions<'a> {
    /// The JSON pointers to what is left to disclosure: members of the credential such as `/evidence`, or of its subject
    /// such as `/credentialSubject/identifier/0`.
    pub disclosable: &'a [&'a str],
    /// The key of the holder, if the badge is bound to one.
    pub holder: Option<&'a PublicKey>,
    /// When it is signed.
    pub issued_at: Timestamp,
    /// The URL of the issuer's key.
    pub kid: &'a str,
    /// 32 good random bytes, new for every token.
    pub salt_seed: [u8; 32],
}

/// `vct` of a credential: the address of its class in the vocabulary of Open Badges.
pub fn vct_of(credential: &Value) -> Option<&'static str> {
    let is_a = |name: &str| match credential.get("type") {
        Some(Value::Array(types)) => types.iter().any(|found| *found == name),
        Some(found) => *found == name,
        None => false,
    };
    if is_a("AchievementCredential") || is_a("OpenBadgeCredential") {
        // Both names stand for this address in the context.
        Some("https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential")
    } else if is_a("EndorsementCredential") {
        Some("https://purl.imsglobal.org/spec/vc/ob/vocab.html#EndorsementCredential")
    } else {
        None
    }
}

/// Signs a badge or an endorsement of data model 2.0 as SD-JWT VC (`typ` is `dc+sd-jwt`).
///
/// # Errors
/// When the credential is of another class or lacks `issuer.id` or `validFrom`, has a member with the name of a claim, or
/// something is to be left to disclosure that must be seen, or is not there.
pub fn issue_credential(
    credential: &Value,
    options: &IssueOptions<'_>,
    key: &SecretKey,
) -> Result<String, JoseError> {
    Ok(prepare_credential(credential, options, &key.public())?.signed_by(key))
}

/// As [`issue_credential`], but for the signature.
///
/// # Errors
/// As [`issue_credential`].
pub fn prepare_credential(
    credential: &Value,
    options: &IssueOptions<'_>,
    key: &PublicKey,
) -> Result<PreparedToken, JoseError> {
    let vct = vct_of(credential).ok_or(JoseError::MissingMember { member: "type" })?;
    let members = credential.as_object().ok_or(JoseError::MissingMember { member: "type" })?;
    for pointer in options.disclosable {
        let first = pointer.trim_start_matches('/');
        let hides_what_counts = ALWAYS_SHOWN.contains(&first)
            || ALWAYS_SHOWN.iter().any(|member| {
                *member != "credentialSubject"
                    && first.strip_prefix(member).is_some_and(|rest| rest.starts_with('/'))
            })
            || ALWAYS_SHOWN_OF_SUBJECT.contains(pointer);
        if hides_what_counts {
            return Err(DisclosureError::NotDisclosable { claim: (*pointer).to_owned() }.into());
        }
    }
    let issuer =
        members.get("issuer").and_then(|issuer| issuer.as_str().or_else(|| issuer.get("id")?.as_str()));
    let mut claims = Map::new();
    claims.insert("vct".into(), vct.into());
    claims.insert("iss".into(), issuer.ok_or(JoseError::MissingMember { member: "issuer.id" })?.into());
    claims.insert("iat".into(), options.issued_at.unix().into());
    claims.insert("nbf".into(), seconds(members, "validFrom")?.into());
    if members.contains_key("validUntil") {
        claims.insert("exp".into(), seconds(members, "validUntil")?.into());
    }
    if let Some(holder) = options.holder {
        let cnf = Map::from_iter([("jwk".to_owned(), holder.to_jwk())]);
        claims.insert("cnf".into(), Value::Object(cnf));
    }
    if let Some(member) = members.keys().find(|member| claims.contains_key(member.as_str())) {
        return Err(JoseError::ForbiddenMember { member: member.clone() });
    }
    claims.extend(members.clone());
    let header = header(TokenType::DcSdJwt.name(), options.kid)?;
    prepare(claims, options.disclosable, &header, key, &options.salt_seed)
}
