use std::path::Path;

use openbadges::canonical_form;
use serde_json::Value;

use crate::{json, proof_config, sha256, shared, split, text};

/// The first context of Comprehensive Learner Record 2.0 is not bundled; in a vector it is put in the place of its
/// URL, which does not change what the document says.
fn with_clr_inline(document: &mut Value, data: &Path) {
    for entry in document["@context"].as_array_mut().into_iter().flatten() {
        let file = match entry.as_str().unwrap_or_default() {
            "https://purl.imsglobal.org/spec/clr/v2p0/context.json" => "clr-v2p0.json",
            _ => continue,
        };
        *entry = json(&data.join("contexts/validator-pinned").join(file))["@context"].clone();
    }
}

#[test]
fn every_derived_canonical_form_is_reproduced() {
    let Some(data) = shared("every_derived_canonical_form_is_reproduced") else { return };
    let summary = json(&data.join("derived-canonical/summary.json"));
    let mut compared = 0;
    for (file, facts) in summary.as_object().unwrap() {
        let name = file.replace('/', "__");
        let expected = data.join(format!("derived-canonical/{name}.document.nq"));
        if !expected.exists() {
            continue;
        }
        let (mut document, proofs) = split(&json(&data.join(file)));
        with_clr_inline(&mut document, &data);
        let form = canonical_form(&document).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert_eq!(form, text(&expected), "{file}");
        assert_eq!(sha256(&form), facts["documentHash"], "{file}");
        let config = canonical_form(&proof_config(&document, &proofs[0])).unwrap();
        assert_eq!(config, text(&data.join(format!("derived-canonical/{name}.proof.nq"))), "{file}");
        assert_eq!(sha256(&config), facts["proofConfigHash"], "{file}");
        compared += 1;
    }
    assert_eq!(compared, 12);
}

#[test]
fn the_forms_printed_in_the_ob_guide_are_reproduced() {
    let Some(data) = shared("the_forms_printed_in_the_ob_guide_are_reproduced") else { return };
    for (file, folder) in [("ob-signed-credential.json", "obv3p0"), ("clr-signed-credential.json", "clrv2p0")]
    {
        let (mut document, proofs) = split(&json(&data.join("ob-spec-vectors").join(file)));
        with_clr_inline(&mut document, &data);
        let printed = data.join("ob-spec-vectors/test-vectors").join(folder);
        let config = canonical_form(&proof_config(&document, &proofs[0])).unwrap();
        assert_eq!(canonical_form(&document).unwrap(), text(&printed.join("document-canon.txt")), "{file}");
        assert_eq!(config, text(&printed.join("proof-canon.txt")), "{file}");
    }
}

#[test]
fn the_worked_example_is_reproduced() {
    let Some(data) = shared("the_worked_example_is_reproduced") else { return };
    let folder = data.join("worked-example");
    let hashes = json(&folder.join("hashes.json"));
    for (file, form) in [("credential.json", "credential"), ("status-list-revoked-94567.json", "status-list")]
    {
        let (document, proofs) = split(&json(&folder.join(file)));
        let canonical = canonical_form(&document).unwrap();
        assert_eq!(canonical, text(&folder.join(format!("{form}.document.nq"))), "{file}");
        assert_eq!(sha256(&canonical), hashes[file]["documentHash"], "{file}");
        let config = canonical_form(&proof_config(&document, &proofs[0])).unwrap();
        assert_eq!(sha256(&config), hashes[file]["proofConfigHash"], "{file}");
    }
}
