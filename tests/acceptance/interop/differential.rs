//! One document, one canonical form: what ours makes of a generated document is compared with what the library
//! `jsonld` of the npm registry makes of it.

use openbadges::canonical_form;
use openbadges::json::{self, Limits};
use serde_json::json as value;

use super::generator;
use super::witness::Witness;

/// How many documents are compared.
const DOCUMENTS: u64 = 6000;

/// What we refuse though `jsonld` does not: words of the refusal, and the clause that it rests on.
///
/// API is "JSON-LD 1.1 Processing Algorithms and API", whose processors must not drop what is signed (VC Data
/// Integrity: undefined terms and relative references are errors).
const REASONS: &[(&str, &str)] = &[
    ("would read the number", "API §8.6: numbers beyond what a double holds do not come through unchanged"),
    (
        "is to be a number",
        "API §8.2.2: only numbers are written in canonical form; jsonld rewrites texts too, as NaN",
    ),
    ("is lost by others", "API §4.1.2: a new context keeps the base direction; jsonld forgets it"),
    ("is not an absolute IRI", "API §8.1.2: what is not well-formed is dropped, and would not be signed"),
    ("is not a language tag", "RDF 1.1 §3.3: a language tag is well-formed by BCP 47"),
    ("is false, which others forget", "API §5.1.2: the context of before holds again in nodes within"),
    ("is defined as nothing", "API §5.1.2: members whose term is null are dropped, and would not be signed"),
    ("is neither a text nor an object", "API §4.2.2: invalid term definition"),
    ("is not defined as JSON-LD 1.1 says", "API §4.2.2: invalid term definition"),
    (
        "looks like a keyword",
        "API §4.2.2: terms that look like keywords are ignored, and would not be signed",
    ),
    ("is another name of a list", "API §5.1.2: a list or set has no other members"),
    (
        "is a reverse property",
        "JSON-LD 1.1 §4.1.11: protected terms are not redefined; the crate does not see it",
    ),
    (
        "is a map by id, type, or of graphs",
        "API §5.1.2: maps by id and type take the context of before; jsonld does not",
    ),
    (
        "is JSON and a map at once",
        "API §5.1.2: a value of type @json is JSON as a whole; to jsonld it is a map",
    ),
    (
        "has a list of contexts with",
        "API §4.1.2: @propagate is that of a context, not of a list; jsonld reads the first",
    ),
    (
        "is defined otherwise in its own context",
        "API §5.1.2: the outer definition says how a value is read; to jsonld the inner",
    ),
    (
        "is a graph here and something else there",
        "API §5.1.2: the definition in the active context says what a value is",
    ),
    ("protected term redefinition", "JSON-LD 1.1 §4.1.11: protected terms are not redefined"),
    ("is not 1.1", "API §4.1.2: invalid @version value"),
    ("says nothing at all", "there is nothing that a signature could cover"),
    (
        "that others write twice",
        "RDFC-1.0 §4: a dataset is a set; jsonld writes lines twice, or drops a text",
    ),
    ("beside an empty list", "API §5.1.2: null is dropped; the crate makes an empty list of it"),
    (
        "is a set, which others read differently",
        "API §5.1.2: the context of before holds in it; to jsonld it does not",
    ),
    (
        "is read in another context by others",
        "API §5.1.2: the context of before holds in it; to jsonld it does not",
    ),
    ("holds an array", "API §5.1.2: an array in a list is not a list; to jsonld it is"),
    ("would not be signed", "API §5.1.2 and §8.1.2: it leaves no quad, and would not be signed"),
    ("has a language but no text", "API §5.1.2: a value object without a value is dropped"),
    ("invalid language tagged string", "API §5.1.2: invalid language-tagged string: a language is a text"),
    ("invalid set or list object", "API §5.1.2: invalid set or list object: a list has no other members"),
    ("invalid `@type` value", "API §5.1.2: invalid type value"),
    ("colliding keywords", "API §5.1.2: colliding keywords"),
    ("a value stands where an object belongs", "API §5.1.2: free-floating values are dropped"),
    (
        "is not known to this program",
        "contexts are never fetched (VC Data Integrity: contexts are validated beforehand)",
    ),
    (
        "is not defined by any context",
        "API §5.1.2: members that no context defines are dropped, and would not be signed",
    ),
];

fn ours(text: &str) -> Result<String, String> {
    let document = json::parse(text.as_bytes(), &Limits::default()).map_err(|error| error.to_string())?;
    canonical_form(&document).map_err(|error| error.to_string())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn generated_documents_have_one_canonical_form() {
    let Some(mut node) = Witness::node(module_path!()).await else { return };
    let (mut same, mut refused, mut surprises) = (0, 0, Vec::new());
    for number in 0..DOCUMENTS {
        let text = generator::document(number);
        let ours = ours(&text);
        let theirs = node.ask("canonize", value!({ "text": text })).await;
        let difference = match (&ours, theirs["quads"].as_str()) {
            (Ok(ours), Some(theirs)) if ours == theirs => {
                same += 1;
                continue;
            }
            (Ok(ours), Some(theirs)) => format!("we say:\n{ours}they say:\n{theirs}"),
            (Ok(ours), None) => format!("they refuse: {}; we say:\n{ours}", theirs["why"]),
            (Err(_both), None) => {
                refused += 1;
                continue;
            }
            (Err(why), Some(_)) if REASONS.iter().any(|(words, _clause)| why.contains(words)) => continue,
            (Err(why), Some(_)) => format!("we refuse, and no clause is listed: {why}"),
        };
        surprises.push(format!("document {number}: {difference}\n{text}"));
    }
    assert!(surprises.is_empty(), "{} of {DOCUMENTS}:\n{}", surprises.len(), surprises.join("\n\n"));
    assert!(same > 3000, "only {same} documents have the same form");
    assert!(refused > 500, "only {refused} documents are refused by both");
}
