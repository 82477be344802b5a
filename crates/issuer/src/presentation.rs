//! Several badges shown at once (Verifiable Credentials Data Model 2.0 §4.13, Verifiable Presentations).

use openbadges::V2_CONTEXT;
use serde_json::{Map, Value, json};

use crate::error::IssueError;

/// Puts signed credentials into one presentation. It is not signed: a teacher has no key here, and the district does not
/// speak in the teacher's name. Whoever holds a key may sign it elsewhere, with purpose `authentication`.
///
/// # Errors
///
/// [`IssueError::NoCredentials`] for an empty presentation.
pub fn presentation(id: &str, holder: Option<&str>, credentials: &[Value]) -> Result<Value, IssueError> {
    if credentials.is_empty() {
        return Err(IssueError::NoCredentials);
    }
    let mut members = Map::new();
    members.insert("@context".into(), json!([V2_CONTEXT]));
    members.insert("id".into(), id.into());
    members.insert("type".into(), json!(["VerifiablePresentation"]));
    if let Some(holder) = holder {
        members.insert("holder".into(), holder.into());
    }
    members.insert("verifiableCredential".into(), credentials.into());
    Ok(Value::Object(members))
}
