//! The claims of a JWT and the members of the document that say the same (Open Badges 3.0 §"JWT Claims", VCDM 1.1 §6.3.1).
//!
//! A reader that looks at the claims and one that looks at the members must see the same credential; so each claim is
//! compared with its member.

use serde_json::{Map, Value};

use crate::Timestamp;

use super::error::cut;
use super::numeric_date;

/// A claim that is not what the document says, or not there at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClaimFault {
    /// The claim is required.
    #[error("the claim “{claim}” is missing; it repeats “{member}”")]
    Missing {
        /// Its name.
        claim: &'static str,
        /// The member that it repeats.
        member: &'static str,
    },
    /// The claim is of the wrong kind.
    #[error("the claim “{claim}” is not {expected}")]
    Malformed {
        /// Its name.
        claim: &'static str,
        /// What it must be.
        expected: &'static str,
    },
    /// The member of the document is of the wrong kind.
    #[error("the claim “{claim}” cannot be compared: “{member}” is not {expected}")]
    MalformedMember {
        /// The claim.
        claim: &'static str,
        /// The member that it repeats.
        member: &'static str,
        /// What it must be.
        expected: &'static str,
    },
    /// The claim says one thing, the member another.
    #[error("the claim “{claim}” is “{claimed}”, but “{member}” is “{found}”")]
    Differs {
        /// The claim.
        claim: &'static str,
        /// What it says, cut after 60 characters.
        claimed: String,
        /// The member that it should repeat.
        member: &'static str,
        /// What that says, cut after 60 characters.
        found: String,
    },
    /// The claim repeats a member that is not there.
    #[error("the claim “{claim}” is “{claimed}”, but “{member}” is missing")]
    Unmatched {
        /// The claim.
        claim: &'static str,
        /// What it says, cut after 60 characters.
        claimed: String,
        /// The missing member.
        member: &'static str,
    },
}

/// Something about the claims that a reader should know, and that does not make the token wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClaimNote {
    /// Open Badges 3.0 requires `sub`; the samples of its own validator have none.
    #[error("the claim “sub” is missing")]
    NoSubject,
    /// The claim `status` leads to a list of another standard (Token Status List), which is not looked into.
    #[error("the claim “status” leads to a token status list, which is not supported")]
    TokenStatus,
}

/// Which claims there must be, and which members they repeat.
#[derive(Clone, Copy)]
pub(super) struct Rules {
    /// The member that names whoever speaks: `issuer` or `holder`.
    pub(super) speaker: &'static str,
    /// The claims without which the token is wrong: `iss` always, the others where the document has what they repeat.
    pub(super) required: &'static [&'static str],
    /// The members that `nbf` and `exp` repeat; nothing where they speak of the signature alone (VC-JOSE-COSE).
    pub(super) dates: Option<[&'static str; 2]>,
    /// Whether a claim stands for a member that is absent (VCDM 1.1).
    pub(super) fills: bool,
}

/// Claims and document side by side.
pub(super) struct Comparison<'a> {
    pub(super) rules: Rules,
    pub(super) claims: &'a Map<String, Value>,
    pub(super) document: &'a mut Map<String, Value>,
    pub(super) faults: Vec<ClaimFault>,
}

impl Comparison<'_> {
    /// Compares every claim; where the rules say so, a claim becomes the member that it stands for.
    pub(super) fn make(&mut self) {
        self.speaker();
        self.identifier();
        if self.rules.speaker == "issuer" {
            self.subject();
        }
        if let Some([from, until]) = self.rules.dates {
            self.date("nbf", from, self.rules.fills);
            // Open Badges 3.0: `exp` sets `validUntil`, also where the credential has none.
            self.date("exp", until, true);
        }
    }

    fn speaker(&mut self) {
        let name = self.rules.speaker;
        let member = if name == "issuer" { "issuer.id" } else { "holder.id" };
        let Some(claimed) = self.text("iss", member) else {
            return;
        };
        match self.document.get_mut(name) {
            None if self.rules.fills => {
                self.document.insert(name.to_owned(), claimed.into());
            }
            Some(Value::Object(speaker)) if self.rules.fills && !speaker.contains_key("id") => {
                speaker.insert("id".into(), claimed.into());
            }
            found => {
                let found = found.map(|speaker| speaker.get("id").unwrap_or(speaker).clone());
                self.compare("iss", &claimed, member, found.as_ref());
            }
        }
    }

    fn identifier(&mut self) {
        if !self.claims.contains_key("jti") && !self.document.contains_key("id") {
            // There is nothing that it could repeat.
            return;
        }
        if let Some(claimed) = self.text("jti", "id") {
            if self.rules.fills && !self.document.contains_key("id") {
                self.document.insert("id".into(), claimed.into());
            } else {
                let found = self.document.get("id").cloned();
                self.compare("jti", &claimed, "id", found.as_ref());
            }
        }
    }

    fn subject(&mut self) {
        let member = "credentialSubject.id";
        let Some(claimed) = self.text("sub", member) else {
            return;
        };
        let fills = self.rules.fills;
        let subjects = match self.document.get_mut("credentialSubject") {
            Some(Value::Array(subjects)) => subjects.as_mut_slice(),
            Some(subject) => std::slice::from_mut(subject),
            None => &mut [],
        };
        if let [Value::Object(only)] = subjects
            && fills
            && !only.contains_key("id")
        {
            only.insert("id".into(), claimed.into());
            return;
        }
        // With several subjects, a reader of the claims would take each for the one that `sub` names.
        let other =
            subjects.iter().map(|subject| subject.get("id")).find(|id| id != &Some(&claimed.as_str().into()));
        let found = match other {
            None if subjects.is_empty() => None,
            None => Some(Value::from(claimed.as_str())),
            Some(id) => id.cloned(),
        };
        self.compare("sub", &claimed, member, found.as_ref());
    }

    fn date(&mut self, claim: &'static str, member: &'static str, fills: bool) {
        let found = self.document.get(member).cloned();
        let Some(claimed) = self.claims.get(claim) else {
            if self.rules.required.contains(&claim) && found.is_some() {
                self.faults.push(ClaimFault::Missing { claim, member });
            }
            return;
        };
        let Some(claimed) = numeric_date::read(claimed) else {
            self.faults.push(ClaimFault::Malformed { claim, expected: "a number of seconds since 1970" });
            return;
        };
        let Some(found) = found else {
            if fills {
                self.document.insert(member.to_owned(), claimed.to_string().into());
            } else {
                self.faults.push(ClaimFault::Unmatched { claim, claimed: claimed.to_string(), member });
            }
            return;
        };
        match found.as_str().and_then(|text| Timestamp::parse_date_time(text).ok()) {
            None => {
                self.faults.push(ClaimFault::MalformedMember { claim, member, expected: "a date and time" });
            }
            Some(found) if found == claimed => {}
            Some(found) => {
                let (claimed, found) = (claimed.to_string(), found.to_string());
                self.faults.push(ClaimFault::Differs { claim, claimed, member, found });
            }
        }
    }

    /// A claim that is a text, if it is there.
    fn text(&mut self, claim: &'static str, member: &'static str) -> Option<String> {
        match self.claims.get(claim) {
            Some(Value::String(text)) => return Some(text.clone()),
            Some(_) => self.faults.push(ClaimFault::Malformed { claim, expected: "a text" }),
            None if self.rules.required.contains(&claim) => {
                self.faults.push(ClaimFault::Missing { claim, member });
            }
            None => {}
        }
        None
    }

    fn compare(&mut self, claim: &'static str, claimed: &str, member: &'static str, found: Option<&Value>) {
        match found {
            Some(Value::String(found)) if found == claimed => {}
            Some(Value::String(found)) => {
                let (claimed, found) = (cut(claimed), cut(found));
                self.faults.push(ClaimFault::Differs { claim, claimed, member, found });
            }
            Some(_) => self.faults.push(ClaimFault::MalformedMember { claim, member, expected: "a text" }),
            None => self.faults.push(ClaimFault::Unmatched { claim, claimed: cut(claimed), member }),
        }
    }
}
