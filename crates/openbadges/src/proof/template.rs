//! The canonical form of ordinary proof options without JSON-LD processing.
//!
//! Nearly all proofs have the same members and differ in `created` and `verificationMethod` alone. For a
//! context array and kind of proof the general path is taken once, with two marks in the place of these
//! values; later the marks are replaced. What does not fit takes the general path. A test compares the two.
//! There is one blank node, so the hash function that numbers blank nodes makes no difference.

use std::sync::{PoisonError, RwLock};

use serde_json::{Map, Value};
use url::Url;

use crate::CanonicalError;
use crate::budget::Budget;
use crate::canonical::canonical_form_of;
use crate::jsonld::{Edition, Members};
use crate::rdf::Hash;
use crate::timestamp::Timestamp;

/// Stands for `created`: a date that no proof has, in the only form that is filled in.
const CREATED: &str = "0001-01-01T00:00:01Z";
/// Stands for the rest of `verificationMethod` after its scheme.
const METHOD: &str = "countersign.invalid#mark";
/// How many templates are kept; the oldest goes first.
const KEPT: usize = 64;
/// Those of longer context arrays are not.
const LONGEST_KEPT: usize = 16;

static CACHE: RwLock<Vec<Template>> = RwLock::new(Vec::new());

#[derive(Clone)]
struct Template {
    context: Option<Value>,
    edition: Edition,
    /// `type`, `cryptosuite`, `proofPurpose` and the scheme of `verificationMethod`.
    kind: [String; 4],
    /// Nothing when the marks do not come out as they went in.
    pieces: Option<[String; 3]>,
}

/// The filled-in template for these options, if they are ordinary.
pub(super) fn filled(
    context: Option<&Value>,
    proof: &Map<String, Value>,
    edition: Edition,
    budget: &Budget,
) -> Option<String> {
    let ordinary = Ordinary::of(proof)?;
    if !context.is_some_and(names_contexts_alone) {
        return None;
    }
    let known = {
        let cache = CACHE.read().unwrap_or_else(PoisonError::into_inner);
        let found = cache.iter().find(|known| {
            known.edition == edition && known.kind == ordinary.kind() && known.context.as_ref() == context
        });
        found.map(|template| template.pieces.as_ref().map(|pieces| ordinary.fill(pieces)))
    };
    if let Some(known) = known {
        return known;
    }
    // What could not be paid for is not known; the general path will say so.
    let template = Template::learn(context, &ordinary, edition, budget)?;
    let filled = template.pieces.as_ref().map(|pieces| ordinary.fill(pieces));
    let mut cache = CACHE.write().unwrap_or_else(PoisonError::into_inner);
    if cache.len() >= KEPT {
        cache.remove(0);
    }
    cache.push(template);
    filled
}

impl Template {
    fn learn(
        context: Option<&Value>,
        ordinary: &Ordinary<'_>,
        edition: Edition,
        budget: &Budget,
    ) -> Option<Self> {
        let method = format!("{}{METHOD}", ordinary.scheme);
        let marked = Ordinary { created: CREATED, method: &method, ..*ordinary };
        let marked = marked.to_members();
        let members = Members { context, ..Members::without(&marked, &[]) };
        let form = match canonical_form_of(&members, edition, Hash::Sha256, budget) {
            Err(CanonicalError::TooMuchWork) => return None,
            form => form.ok(),
        };
        let pieces = form.and_then(|form| {
            let (before, rest) = form.split_once(CREATED)?;
            let (between, after) = rest.split_once(&method)?;
            let once = !before.contains(&method) && !after.contains(&method) && !after.contains(CREATED);
            once.then(|| [before, between, after].map(str::to_owned))
        });
        Some(Self { context: context.cloned(), edition, kind: ordinary.kind().map(str::to_owned), pieces })
    }
}

/// Proof options with the usual members, all of them in their usual form.
#[derive(Clone, Copy)]
struct Ordinary<'a> {
    proof_type: &'a str,
    suite: &'a str,
    purpose: &'a str,
    created: &'a str,
    method: &'a str,
    scheme: &'static str,
}

impl<'a> Ordinary<'a> {
    fn of(proof: &'a Map<String, Value>) -> Option<Self> {
        let text = |name| proof.get(name).and_then(Value::as_str);
        let suite = text("cryptosuite").unwrap_or_default();
        let expected = 4 + usize::from(!suite.is_empty()) + usize::from(proof.contains_key("proofValue"));
        if proof.len() != expected {
            return None;
        }
        let (created, method) = (text("created")?, text("verificationMethod")?);
        let canonical_date = Timestamp::parse(created).is_ok_and(|read| read.to_string() == created);
        let scheme =
            ["https://", "did:web:", "did:key:"].into_iter().find(|scheme| method.starts_with(scheme))?;
        (canonical_date && is_plain_iri(method)).then_some(Self {
            proof_type: text("type")?,
            suite,
            purpose: text("proofPurpose")?,
            created,
            method,
            scheme,
        })
    }

    fn kind(&self) -> [&'a str; 4] {
        [self.proof_type, self.suite, self.purpose, self.scheme]
    }

    fn fill(&self, [before, between, after]: &[String; 3]) -> String {
        [before, self.created, between, self.method, after].concat()
    }

    fn to_members(self) -> Map<String, Value> {
        let mut members = Map::new();
        members.insert("type".into(), self.proof_type.into());
        if !self.suite.is_empty() {
            members.insert("cryptosuite".into(), self.suite.into());
        }
        members.insert("created".into(), self.created.into());
        members.insert("verificationMethod".into(), self.method.into());
        members.insert("proofPurpose".into(), self.purpose.into());
        members
    }
}

/// An IRI of unreserved characters, the usual delimiters and whole percent escapes: RFC 3987 leaves no
/// doubt about it, and it stands in N-Quads as it is.
fn is_plain_iri(iri: &str) -> bool {
    let plain = |b: u8| {
        b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~' | b':' | b'/' | b'#' | b'%')
    };
    let whole_escapes =
        iri.split('%').skip(1).all(|rest| rest.bytes().take_while(u8::is_ascii_hexdigit).count() >= 2);
    iri.bytes().all(plain) && whole_escapes && iri.matches('#').count() <= 1 && Url::parse(iri).is_ok()
}

fn names_contexts_alone(context: &Value) -> bool {
    let short = |items: &Vec<Value>| items.len() <= LONGEST_KEPT && items.iter().all(Value::is_string);
    context.is_string() || context.as_array().is_some_and(short)
}
