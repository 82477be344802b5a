//! Valid badges that other programs refuse. The test requires that each refusal happens as described here.

use super::judges::{CREDENTIALS, DIGITAL_BAZAAR, LIBRARY, OURS, VERIFIER_CORE};
use super::table::Row;

/// A known refusal.
pub(super) struct Exception {
    /// The package.
    pub(super) package: &'static str,
    /// A part of the name of the proof.
    proof: &'static str,
    /// The shapes of the badges.
    shapes: &'static [&'static str],
    /// Text that the refusal contains.
    pub(super) words: &'static str,
    /// Why the badge is valid all the same.
    pub(super) why: &'static str,
}

const OWN_CONTEXTS: &[&str] =
    &["a context of its own", "a JSON literal", "a list and a language map of its own", "terms of use"];
const REPEATED: &[&str] = &["a list that repeats itself"];
const WORK_LIMIT: &str = "`rdf-canonize` stops where neighbors in a list are equal (`maxWorkFactor`)";

const EXCEPTIONS: &[Exception] = &[
    refusal(DIGITAL_BAZAAR, "", REPEATED, "Maximum deep iterations exceeded", WORK_LIMIT),
    refusal(CREDENTIALS, "", REPEATED, "Maximum deep iterations exceeded", WORK_LIMIT),
    refusal(VERIFIER_CORE, "", REPEATED, "signature is not valid", WORK_LIMIT),
    refusal(
        DIGITAL_BAZAAR,
        "-jcs-",
        OWN_CONTEXTS,
        "does not start with proof.@context",
        "with JCS it compares contexts by identity, so it rejects contexts that are objects",
    ),
    refusal(
        LIBRARY,
        "",
        OWN_CONTEXTS,
        "inline @context object",
        "it supports only contexts that it knows, and none inside a badge",
    ),
    refusal(
        LIBRARY,
        "",
        REPEATED,
        "inline @context object",
        "it supports only contexts that it knows, and none inside a badge",
    ),
    refusal(
        LIBRARY,
        "",
        &["another context version: 3.0.1"],
        "issuanceDate",
        "it rejects dates of data model 1.1 with an embedded proof",
    ),
    refusal(
        LIBRARY,
        "",
        &["data model 1.1"],
        "expirationDate",
        "it rejects dates of data model 1.1 with an embedded proof",
    ),
    refusal(
        LIBRARY,
        "",
        &["issued by a coach's approval", "another badge of the same list"],
        "ed25519-2020",
        "it does not know the context of `Ed25519Signature2020`, the second proof of badges unless a district \
         chooses `eddsa-rdfc-2022` alone",
    ),
    refusal(OURS, "", &["names in several languages"], "/name", "the name of an Open Badge is one text"),
    refusal(OURS, "", &["several subjects"], "subject_not_one", "an Open Badge is about one subject"),
];

const fn refusal(
    package: &'static str,
    proof: &'static str,
    shapes: &'static [&'static str],
    words: &'static str,
    why: &'static str,
) -> Exception {
    Exception { package, proof, shapes, words, why }
}

/// The known refusal of a badge of this shape, if there is one.
pub(super) fn known(row: &Row, shape: &str) -> Option<&'static Exception> {
    let fits = |known: &&Exception| {
        row.carrier == "JSON"
            && row.reader.contains(known.package)
            && row.proof.contains(known.proof)
            && known.shapes.contains(&shape)
    };
    EXCEPTIONS.iter().find(fits)
}
