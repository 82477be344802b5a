//! The signed record of the implementation guide of Comprehensive Learner Record 2.0.

use openbadges::{PublicKey, proof};
use serde_json::Value;

use crate::{json, shared};

/// The key that the verification method of the guide spells.
const KEY: &str = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi";

fn verified(document: &Value) -> bool {
    proof::verify(document, &document["proof"][0], &PublicKey::from_multibase(KEY).unwrap()).is_ok()
}

#[test]
fn the_record_of_the_guide_and_the_badge_in_it_verify() {
    let Some(data) = shared("the_record_of_the_guide_and_the_badge_in_it_verify") else { return };
    let mut record = json(&data.join("ob-spec-vectors/clr-signed-credential.json"));
    assert!(verified(&record));
    assert!(verified(&record["credentialSubject"]["verifiableCredential"][0]));
    record["credentialSubject"]["association"][0]["associationType"] = "isChildOf".into();
    assert!(!verified(&record));
}
