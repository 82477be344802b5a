//! The JSON itself as what is signed (RFC 8785): `eddsa-jcs-2022` and `ecdsa-jcs-2019`.

use serde_json::{Map, Value};

use super::error::{Part, ProofError};

type Object = Map<String, Value>;

/// The canonical forms of the document and of the proof options.
///
/// The context in the proof, if there is one, is that of the document when it was signed. Since then others
/// may have been appended: what was signed is the document with the contexts of the proof (`vc-di-eddsa`
/// §3.3.2).
pub(super) fn forms(
    document: &Object,
    earlier: Option<&Value>,
    proof: &Object,
) -> Result<(Vec<u8>, Vec<u8>), ProofError> {
    let mut signed = document.clone();
    signed.shift_remove("proof");
    if let Some(earlier) = earlier {
        signed.insert("proof".into(), earlier.clone());
    }
    if let Some(context) = proof.get("@context") {
        if !begins_with(document.get("@context"), context) {
            return Err(ProofError::OtherContext);
        }
        signed.insert("@context".into(), context.clone());
    }
    let mut options = proof.clone();
    options.shift_remove("proofValue");
    Ok((form(&signed, Part::Document)?, form(&options, Part::ProofOptions)?))
}

fn begins_with(found: Option<&Value>, wanted: &Value) -> bool {
    found.is_some_and(|found| items(found).starts_with(items(wanted)))
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice)
}

fn form(object: &Object, part: Part) -> Result<Vec<u8>, ProofError> {
    serde_json_canonicalizer::to_vec(object).map_err(|_reason| ProofError::NoJcsForm { part })
}
