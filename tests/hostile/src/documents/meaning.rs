//! What the meaning of a document costs.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openbadges::proof::Cryptosuite;
use serde_json::{Map, Value, json};

use super::graphs::{clique, presentation, repeated, ring};
use super::{VERIFY, document};
use crate::badges::{badge, forged, p256, p384, signed_by};
use crate::{Case, Class, Request};

/// A suite that signs the canonical form of a document's meaning.
const RDFC: &str = "eddsa-rdfc-2022";

pub(super) fn cases() -> Vec<Case> {
    [cliques(), rings(), proofs()].concat()
}

fn cliques() -> Vec<Case> {
    let worst = repeated(&clique(7, "c"), 8, 16, RDFC);
    let twelve = presentation(&vec![worst.clone(); 12]);
    let wide: Vec<_> = (0..30).map(|number| clique(6, &format!("w{number}x"))).collect();
    let at_once = vec![Request::post(VERIFY, "application/json", &twelve); 8];
    vec![
        document("clique of 7 × 8 proofs × 16 endorsements", &worst),
        document("a presentation of twelve of cliques", &twelve),
        Case::of(Class::Documents, "eight presentations of cliques at once", at_once),
        document("clique of 20", &repeated(&clique(20, "c"), 1, 0, RDFC)),
        document("30 cliques of 6 × 8 proofs", &repeated(&wide.into(), 8, 0, RDFC)),
        document("clique × older proofs", &repeated(&clique(7, "c"), 8, 16, "eddsa-2022")),
    ]
}

fn rings() -> Vec<Case> {
    let many: Vec<_> = (0..200).map(|number| ring(7, &format!("r{number}x"))).collect();
    let records = vec![repeated(&ring(40, "r"), 8, 16, RDFC); 32];
    vec![
        document("ring of 400 × 8 proofs", &repeated(&ring(400, "r"), 8, 0, RDFC)),
        document("200 rings × 8 proofs × 4 endorsements", &repeated(&many.into(), 8, 4, RDFC)),
        document("a presentation of 32 of rings", &presentation(&records)),
    ]
}

fn proofs() -> Vec<Case> {
    let long = json!("x".repeat(30_000));
    vec![
        document("20,000 proofs", &with_proof(vec![forged(0, RDFC); 20_000].into())),
        document("a long text × 8 proofs × 16 endorsements", &repeated(&long, 8, 16, "eddsa-jcs-2022")),
        document("selective disclosure of a nested value", &Value::Object(disclosing(selective(&nested())))),
        document("32 badges × 8 genuine proofs by ECDSA", &presentation(&vec![genuine(8); 32])),
        document("selective disclosure × 8 proofs of 2,000 signatures", &many_signatures()),
    ]
}

/// A badge with so many proofs of which each has to be looked into, and holds.
fn genuine(proofs: usize) -> Value {
    let mut document = badge();
    let signed = signed_by(&p384(), Cryptosuite::EcdsaJcs2019, document.clone());
    let proof = signed.get("proof").cloned().unwrap_or_default();
    document.insert("proof".to_owned(), vec![proof; proofs].into());
    Value::Object(document)
}

fn with_proof(proof: Value) -> Value {
    let mut document = badge();
    document.insert("proof".to_owned(), proof);
    Value::Object(document)
}

/// A badge of the issuer whose key is for selective disclosure.
fn disclosing(proof: Value) -> Map<String, Value> {
    let mut document = badge();
    let issuer = json!({ "id": p256().public().did_key(), "type": ["Profile"] });
    document.insert("issuer".to_owned(), issuer);
    document.insert("proof".to_owned(), proof);
    document
}

/// A proof of `ecdsa-sd-2023` with such a value.
fn selective(bytes: &[u8]) -> Value {
    let mut proof = forged(0, "ecdsa-sd-2023");
    if let Some(value) = proof.get_mut("proofValue") {
        *value = format!("u{}", URL_SAFE_NO_PAD.encode(bytes)).into();
    }
    proof
}

/// A derived proof of arrays in arrays, in CBOR.
fn nested() -> Vec<u8> {
    let mut bytes = vec![0xd9, 0x5d, 0x01];
    bytes.resize(290_000, 0x81);
    bytes
}

/// A document of 1,500 statements, with derived proofs that bring a signature for each of 2,000.
fn many_signatures() -> Value {
    let signature = p256().sign(b"another document");
    // CBOR of the components of a derived proof (`vc-di-ecdsa` §3.5.7): an array of five, the first a signature of 64
    // bytes, the second a public key of 35.
    let mut bytes = vec![0xd9, 0x5d, 0x01, 0x85, 0x58, 64];
    bytes.extend_from_slice(&signature);
    bytes.extend_from_slice(&[0x58, 35, 0x80, 0x24]);
    bytes.extend_from_slice(&[2; 33]);
    bytes.extend_from_slice(&[0x99, 0x07, 0xd0]);
    for _ in 0..2_000 {
        bytes.extend_from_slice(&[0x58, 64]);
        bytes.extend_from_slice(&signature);
    }
    // No labels, no mandatory statements.
    bytes.extend_from_slice(&[0xa0, 0x80]);
    let statements: Vec<_> = (0..1_500).map(|number| json!(format!("statement {number}"))).collect();
    let mut document = disclosing(vec![selective(&bytes); 8].into());
    document.insert("urn:example:says".to_owned(), statements.into());
    Value::Object(document)
}
