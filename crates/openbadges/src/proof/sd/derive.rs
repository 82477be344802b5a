//! "Create Derived Proof" (`vc-di-ecdsa` §3.6.3).

use serde_json::{Map, Value};

use super::no_previous;
use super::select::select;
use super::statements::Statements;
use super::value::{BaseValue, DerivedValue};
use crate::proof::error::ProofError;
use crate::proof::{Cryptosuite, members};

/// The part of a document that its holder shows: what the issuer made mandatory and what the pointers
/// select, with the `id` and `type` of the objects around it, and a derived proof. Other proofs of the
/// document are left out, since they do not hold for a part.
///
/// # Errors
/// When the document has no base proof of `ecdsa-sd-2023` or several, it is malformed, a pointer leads
/// nowhere or cuts a list in pieces, or nothing would be shown.
pub fn derive(signed_document: &Value, selective_pointers: &[String]) -> Result<Value, ProofError> {
    let document = signed_document.as_object().ok_or(ProofError::DocumentNotAnObject)?;
    let proof = base_proof(document)?;
    let base = BaseValue::parse(members::required(proof, "proofValue")?)?;
    let statements = Statements::of(document, &base.hmac_key)?;
    let mandatory = statements.group(&base.pointers)?.places;
    let pointers = [base.pointers.as_slice(), selective_pointers].concat();
    let shown = statements.group(&pointers)?;
    // The base proof has a signature for each statement that is not mandatory, in their order.
    let optional = (0..statements.lines.len()).filter(|place| !mandatory.contains(place));
    if optional.clone().count() != base.signatures.len() {
        let problem = "it has more or fewer signatures than the document has statements";
        return Err(ProofError::MalformedMember { member: "proofValue", problem });
    }
    let signatures =
        optional.zip(&base.signatures).filter(|(place, _signature)| shown.places.contains(place));
    let derived = DerivedValue {
        signature: base.signature,
        public_key: base.public_key,
        signatures: signatures.map(|(_place, signature)| *signature).collect(),
        labels: shown.labels.iter().copied().enumerate().collect(),
        mandatory: (0..)
            .zip(&shown.places)
            .filter_map(|(relative, place)| mandatory.contains(place).then_some(relative))
            .collect(),
    };
    let mut plain = document.clone();
    plain.shift_remove("proof");
    let mut revealed = select(&plain, &pointers)?.ok_or(ProofError::NothingSelected)?;
    let mut proof = proof.clone();
    proof.insert("proofValue".into(), derived.to_text()?.into());
    let listed = document.get("proof").is_some_and(Value::is_array);
    let proof = Value::Object(proof);
    revealed.insert("proof".into(), if listed { Value::Array(vec![proof]) } else { proof });
    Ok(Value::Object(revealed))
}

/// The one proof of the suite.
fn base_proof(document: &Map<String, Value>) -> Result<&Map<String, Value>, ProofError> {
    let proofs = match document.get("proof") {
        Some(Value::Array(proofs)) => proofs.as_slice(),
        Some(single) => std::slice::from_ref(single),
        None => &[],
    };
    let of_suite = |proof: &&Value| Cryptosuite::of_proof(proof) == Some(Cryptosuite::EcdsaSd2023);
    let mut found = proofs.iter().filter(of_suite).filter_map(Value::as_object);
    match (found.next(), found.next()) {
        (Some(proof), None) => {
            members::check(proof)?;
            no_previous(proof)?;
            Ok(proof)
        }
        _ => Err(ProofError::NoBaseProof),
    }
}
