//! What other software sends, taken apart. Members that are not known are passed over; known ones must be right.

use issuer::Suite;
use openbadges::{StatusPurpose, V2_CONTEXT};
use serde_json::{Map, Value, json};
use verifier::Expectations;

use crate::Error;

/// How many JSON pointers `mandatoryPointers` and `selectivePointers` may hold.
const MOST_POINTERS: usize = 100;
/// How many status entries one request may set.
const MOST_CHANGES: usize = 10;

/// `POST /credentials/issue`.
#[derive(Debug, Clone)]
pub struct IssueRequest {
    pub(crate) credential: Value,
    /// What was asked for, a proof each; none leaves it to the key.
    pub(crate) suites: Vec<Suite>,
    pub(crate) mandatory_pointers: Vec<String>,
    pub(crate) purposes: Vec<StatusPurpose>,
    pub(crate) credential_id: Option<String>,
}

impl IssueRequest {
    /// Takes a body apart.
    ///
    /// # Errors
    /// `Invalid`, naming the member.
    pub fn read(body: Value) -> Result<Self, Error> {
        let mut body = members(body)?;
        let credential = taken(&mut body, "credential")?;
        let options = Options::of(&body)?;
        let purposes = options.texts("statusPurpose")?.unwrap_or_default();
        let purpose = |name: &String| {
            let unknown = || Options::wrong("statusPurpose", "must be `revocation` or `suspension`");
            StatusPurpose::named(name).ok_or_else(unknown)
        };
        let mut purposes = purposes.iter().map(purpose).collect::<Result<Vec<_>, _>>()?;
        purposes.sort_unstable();
        purposes.dedup();
        Ok(Self {
            suites: options.suites()?,
            mandatory_pointers: options.pointers("mandatoryPointers")?,
            purposes,
            credential_id: options.text("credentialId")?.map(str::to_owned),
            credential,
        })
    }

    /// A credential, and nothing said about how it is to be secured.
    pub fn plain(credential: Value) -> Self {
        Self {
            credential,
            suites: Vec::new(),
            mandatory_pointers: Vec::new(),
            purposes: Vec::new(),
            credential_id: None,
        }
    }

    /// Secured so, a proof each.
    #[must_use]
    pub fn with_suites(mut self, suites: Vec<Suite>) -> Self {
        self.suites = suites;
        self
    }

    /// With a status of these purposes.
    #[must_use]
    pub fn with_status(mut self, purposes: &[StatusPurpose]) -> Self {
        self.purposes = purposes.to_vec();
        self
    }
}

/// `POST /credentials/derive`.
#[derive(Debug, Clone)]
pub struct DeriveRequest {
    pub(crate) credential: Value,
    pub(crate) pointers: Vec<String>,
}

impl DeriveRequest {
    /// Takes a body apart.
    ///
    /// # Errors
    /// `Invalid`, naming the member.
    pub fn read(body: Value) -> Result<Self, Error> {
        let mut body = members(body)?;
        let credential = taken(&mut body, "verifiableCredential")?;
        let pointers = Options::of(&body)?.pointers("selectivePointers")?;
        Ok(Self { credential, pointers })
    }
}

/// `POST /credentials/verify` and `POST /presentations/verify`.
#[derive(Debug, Clone)]
pub struct VerifyRequest {
    /// The document as text.
    pub(crate) text: String,
    pub(crate) expectations: Expectations,
    /// What the proofs must have been made for, if that is asked.
    pub(crate) purpose: Option<String>,
    /// Whether it is to be a presentation.
    pub(crate) presentation: bool,
}

impl VerifyRequest {
    /// Takes the body of `POST /credentials/verify` apart.
    ///
    /// # Errors
    /// `Invalid`, naming the member.
    pub fn of_credential(body: Value) -> Result<Self, Error> {
        Self::read(body, "verifiableCredential", "EnvelopedVerifiableCredential")
    }

    /// Takes the body of `POST /presentations/verify` apart.
    ///
    /// # Errors
    /// `Invalid`, naming the member.
    pub fn of_presentation(body: Value) -> Result<Self, Error> {
        let request = Self::read(body, "verifiablePresentation", "EnvelopedVerifiablePresentation")?;
        Ok(Self { presentation: true, ..request })
    }

    fn read(body: Value, member: &'static str, envelope: &str) -> Result<Self, Error> {
        let mut body = members(body)?;
        let text = match taken(&mut body, member)? {
            Value::String(text) if text.starts_with("data:") => {
                json!({ "@context": [V2_CONTEXT], "type": envelope, "id": text }).to_string()
            }
            Value::String(text) if is_token(&text) => text,
            document @ Value::Object(_) => document.to_string(),
            _ => return Err(Error::invalid(format!("/{member}"), "must be an object, a JWT or a data: URL")),
        };
        let options = Options::of(&body)?;
        // Without the word "proof" alone, everything is checked: less was not asked for.
        let checks = options.texts("checks")?.unwrap_or_default();
        let expectations = Expectations {
            domain: options.one("domain")?,
            challenge: options.one("challenge")?,
            any_credential: true,
            proof_only: !checks.is_empty() && checks.iter().all(|check| check == "proof"),
            ..Expectations::default()
        };
        let purpose = options.text("expectedProofPurpose")?.map(str::to_owned);
        Ok(Self { text, expectations, purpose, presentation: false })
    }
}

/// One status of a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusChange {
    /// Which status.
    pub purpose: StatusPurpose,
    /// Whether it applies from now on.
    pub set: bool,
}

/// `POST /credentials/status`.
#[derive(Debug, Clone)]
pub struct StatusRequest {
    pub(crate) credential_id: String,
    pub(crate) changes: Vec<StatusChange>,
}

impl StatusRequest {
    /// Takes a body apart: `credentialStatus` is one entry or several, each with `statusPurpose` and `status`. Left out,
    /// the status is to apply.
    ///
    /// # Errors
    /// `Invalid`, naming the member.
    pub fn read(body: Value) -> Result<Self, Error> {
        let mut body = members(body)?;
        let Value::String(credential_id) = taken(&mut body, "credentialId")? else {
            return Err(Error::invalid("/credentialId", "must be text"));
        };
        let outer = body.get("status").cloned();
        let entries = match taken(&mut body, "credentialStatus")? {
            Value::Array(entries) if (1..=MOST_CHANGES).contains(&entries.len()) => entries,
            entry @ Value::Object(_) => vec![entry],
            _ => {
                let what = format!("must be an entry, or 1 to {MOST_CHANGES} of them");
                return Err(Error::invalid("/credentialStatus", what));
            }
        };
        let change = |(index, entry): (usize, &Value)| {
            change(entry, outer.as_ref(), &format!("/credentialStatus/{index}"))
        };
        let changes = entries.iter().enumerate().map(change).collect::<Result<_, _>>()?;
        Ok(Self { credential_id, changes })
    }
}

fn change(entry: &Value, outer: Option<&Value>, pointer: &str) -> Result<StatusChange, Error> {
    let known = ["BitstringStatusListEntry", "BitstringStatusListCredential", "StatusList2021Credential"];
    let kind = entry.get("type").and_then(Value::as_str);
    if !kind.is_some_and(|kind| known.contains(&kind)) {
        return Err(Error::invalid(format!("{pointer}/type"), "must be `BitstringStatusListEntry`"));
    }
    let purpose = entry.get("statusPurpose").map_or(Some("revocation"), Value::as_str);
    let Some(purpose) = purpose.and_then(StatusPurpose::named) else {
        let what = "must be `revocation` or `suspension`";
        return Err(Error::invalid(format!("{pointer}/statusPurpose"), what));
    };
    let named = |purpose, set| Ok(StatusChange { purpose, set });
    match entry.get("status").or(outer) {
        None => named(purpose, true),
        Some(Value::Bool(set)) => named(purpose, *set),
        Some(Value::Number(number)) if matches!(number.as_u64(), Some(0 | 1)) => {
            named(purpose, number.as_u64() == Some(1))
        }
        Some(Value::String(word)) => match word.as_str() {
            "1" | "true" | "0x1" => named(purpose, true),
            "0" | "false" | "0x0" => named(purpose, false),
            // The words of the DCC, which say which status they mean.
            "revoked" => named(StatusPurpose::Revocation, true),
            "suspended" => named(StatusPurpose::Suspension, true),
            "unsuspended" => named(StatusPurpose::Suspension, false),
            _ => Err(unknown_status(pointer)),
        },
        Some(_) => Err(unknown_status(pointer)),
    }
}

fn unknown_status(pointer: &str) -> Error {
    let what = "must be true or false, or `revoked`, `suspended` or `unsuspended`";
    Error::invalid(format!("{pointer}/status"), what)
}

/// A compact JWS, or an SD-JWT: base64url parts, full stops and tildes.
fn is_token(text: &str) -> bool {
    let jws = text.split('~').next().unwrap_or_default();
    let part = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    jws.split('.').count() == 3 && text.split(['.', '~']).all(part)
}

fn members(body: Value) -> Result<Map<String, Value>, Error> {
    match body {
        Value::Object(members) => Ok(members),
        _ => Err(Error::invalid("", "the body must be a JSON object")),
    }
}

fn taken(body: &mut Map<String, Value>, member: &'static str) -> Result<Value, Error> {
    body.shift_remove(member)
        .ok_or_else(|| Error::invalid(format!("/{member}"), format!("`{member}` is missing")))
}

/// The member `options`, which may be absent.
struct Options<'a>(Option<&'a Map<String, Value>>);

impl<'a> Options<'a> {
    fn of(body: &'a Map<String, Value>) -> Result<Self, Error> {
        match body.get("options") {
            None | Some(Value::Null) => Ok(Self(None)),
            Some(Value::Object(options)) => Ok(Self(Some(options))),
            Some(_) => Err(Error::invalid("/options", "must be an object")),
        }
    }

    fn get(&self, member: &str) -> Option<&'a Value> {
        self.0?.get(member).filter(|value| !value.is_null())
    }

    fn wrong(member: &str, what: &str) -> Error {
        Error::invalid(format!("/options/{member}"), format!("`{member}` {what}"))
    }

    fn text(&self, member: &str) -> Result<Option<&'a str>, Error> {
        match self.get(member) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Self::wrong(member, "must be text")),
        }
    }

    /// A text, or the only one of an array.
    fn one(&self, member: &str) -> Result<Option<String>, Error> {
        match self.texts(member)?.as_deref() {
            None => Ok(None),
            Some([text]) => Ok(Some(text.clone())),
            Some(_) => Err(Self::wrong(member, "must be one text")),
        }
    }

    /// A text, or several.
    fn texts(&self, member: &str) -> Result<Option<Vec<String>>, Error> {
        let Some(value) = self.get(member) else { return Ok(None) };
        let items = value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice);
        let texts: Option<Vec<_>> = items.iter().map(|item| item.as_str().map(str::to_owned)).collect();
        match texts.filter(|texts| texts.len() <= MOST_POINTERS) {
            Some(texts) => Ok(Some(texts)),
            None => Err(Self::wrong(member, "must be text, or a list of texts")),
        }
    }

    /// JSON pointers (RFC 6901).
    fn pointers(&self, member: &str) -> Result<Vec<String>, Error> {
        let pointers = self.texts(member)?.unwrap_or_default();
        if pointers.iter().all(|pointer| pointer.is_empty() || pointer.starts_with('/')) {
            Ok(pointers)
        } else {
            Err(Self::wrong(member, "must be a list of JSON pointers"))
        }
    }

    /// `cryptosuite`, one or several, or the `type` of a proof that has none.
    fn suites(&self) -> Result<Vec<Suite>, Error> {
        let kind = self.text("type")?.filter(|kind| *kind != "DataIntegrityProof");
        let mut names = self.texts("cryptosuite")?.unwrap_or_default();
        match kind {
            Some(kind) if names.is_empty() => names.push(kind.to_owned()),
            Some(kind) if names.iter().any(|name| name != kind) => {
                return Err(Self::wrong("type", "does not go with the cryptosuite"));
            }
            _ => {}
        }
        let unknown = || {
            let known: Vec<_> = Suite::ALL.iter().map(|suite| suite.as_str()).collect();
            Self::wrong("cryptosuite", &format!("must be one of {}", known.join(", ")))
        };
        let mut suites = Vec::new();
        for name in names {
            let suite = Suite::named(&name).ok_or_else(unknown)?;
            if !suites.contains(&suite) {
                suites.push(suite);
            }
        }
        if suites.len() > 1 && suites.contains(&Suite::Envelope) {
            return Err(Self::wrong("cryptosuite", "cannot ask for an envelope beside a proof"));
        }
        Ok(suites)
    }
}

#[cfg(test)]
mod tests;
