//! Every published sample, with the outcome that follows from what it is. Their issuers are nowhere to be reached from
//! here: a sample whose key lies at one of them is never verified, whatever it says. (Whether the signatures hold under
//! the keys that are known is told by `crates/openbadges/tests/vectors`.)

use std::io::Write;
use std::path::Path;

use serde_json::Value;

use crate::run;

const NOT_VERIFIED: (&str, i32) = ("not_verified", 1);
const COULD_NOT_BE_CHECKED: (&str, i32) = ("could_not_be_checked", 2);

/// A file, its outcome, the checks that fail.
type Sample = (&'static str, (&'static str, i32), &'static [&'static str]);

/// Samples of the public validator of 1EdTech, of the specification, and the worked example.
const OPEN_BADGES: &[Sample] = &[
    ("ob30-validator/simple.json", COULD_NOT_BE_CHECKED, &[]),
    ("ob30-validator/simple_v1.json", COULD_NOT_BE_CHECKED, &[]),
    ("ob30-validator/simple-json.svg", COULD_NOT_BE_CHECKED, &[]),
    ("ob30-validator/simple-jwt.png", COULD_NOT_BE_CHECKED, &[]),
    ("ob30-validator/endorsement-valid.json", COULD_NOT_BE_CHECKED, &[]),
    // Its signature is wrong; without the key no one can tell.
    ("ob30-validator/simple-err-proof-value.json", COULD_NOT_BE_CHECKED, &[]),
    ("ob30-validator/simple-err-type.json", NOT_VERIFIED, &["types", "safe_mode"]),
    ("ob30-validator/simple-err-expired.json", NOT_VERIFIED, &["valid_until"]),
    // The key is its own issuer's, who is not the issuer of the badge.
    ("ob30-validator/simple-did-key-method.json", NOT_VERIFIED, &["issuer_binding"]),
    ("ob30-validator/bit-string-list/credential-status-revoked.json", COULD_NOT_BE_CHECKED, &[]),
    ("ob30-validator/bit-string-list/credential-status-revoked-blank-nodes.json", COULD_NOT_BE_CHECKED, &[]),
    ("ob30-validator/bit-string-list/testlist", NOT_VERIFIED, &["context", "types"]),
    ("ob30-validator/sd/derivedcredential.json", COULD_NOT_BE_CHECKED, &[]),
    ("ob-spec-vectors/ob-signed-credential.json", COULD_NOT_BE_CHECKED, &[]),
    ("ob-spec-vectors/clr-signed-credential.json", COULD_NOT_BE_CHECKED, &[]),
    ("worked-example/credential.json", COULD_NOT_BE_CHECKED, &[]),
    ("worked-example/status-list-revoked-94567.json", NOT_VERIFIED, &["context", "types"]),
];

/// What the W3C signed with keys of did:key, for an issuer that is another: proofs hold, and nothing is a badge.
const NO_BADGES: &[Sample] = &[
    ("vc-di-eddsa/TestVectors/eddsa-rdfc-2022/signedDataInt.json", NOT_VERIFIED, NO_BADGE),
    ("vc-di-eddsa/TestVectors/eddsa-rdfc-2022/employ/signedDataInt.json", NOT_VERIFIED, NO_BADGE),
    ("vc-di-eddsa/TestVectors/Ed25519Signature2020/signedEdSig.json", NOT_VERIFIED, NO_BADGE),
    ("vc-di-eddsa/TestVectors/proof-set-chain/signedProofSet1.json", NOT_VERIFIED, NO_BADGE),
    ("vc-di-eddsa/TestVectors/proof-set-chain/signedProofSet2.json", NOT_VERIFIED, NO_BADGE),
    ("vc-di-eddsa/TestVectors/proof-set-chain/signedProofChain1.json", NOT_VERIFIED, NO_BADGE),
    ("vc-di-eddsa/TestVectors/proof-set-chain/signedProofChain2.json", NOT_VERIFIED, NO_BADGE),
    ("vc-di-ecdsa/TestVectors/ecdsa-rdfc-2019-p256/signedECDSAP256.json", NOT_VERIFIED, NO_BADGE),
    ("vc-di-ecdsa/TestVectors/ecdsa-rdfc-2019-p256/employ/signedECDSAP256.json", NOT_VERIFIED, NO_BADGE),
    // A base proof is the holder's alone.
    (
        "vc-di-ecdsa/TestVectors/ecdsa-sd-2023/prc/addSignedSDBase.json",
        NOT_VERIFIED,
        &["context", "types", "proof", "issuer_binding"],
    ),
    (
        "vc-di-ecdsa/TestVectors/ecdsa-sd-2023/employ/addSignedSDBase.json",
        NOT_VERIFIED,
        &["context", "types", "proof", "issuer_binding"],
    ),
    (
        "vc-di-ecdsa/TestVectors/ecdsa-sd-2023/prc/derivedRevealDocument.json",
        NOT_VERIFIED,
        &["context", "types", "issuer_binding", "valid_until"],
    ),
    ("vc-di-ecdsa/TestVectors/ecdsa-sd-2023/employ/derivedRevealDocument.json", NOT_VERIFIED, NO_BADGE),
];
const NO_BADGE: &[&str] = &["context", "types", "issuer_binding"];

/// Whether every sample comes out as its row says.
fn check(test: &str, folder: &str, samples: &[Sample]) {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(folder);
    if !data.is_dir() {
        // Not `eprintln!`, which the test harness keeps to itself when a test passes.
        let _ = writeln!(std::io::stderr().lock(), "skipped: {test}: ../shared is absent");
        return;
    }
    let mut wrong = Vec::new();
    for (file, (outcome, status), failing) in samples {
        let output = run(&["verify", "--json", data.join(file).to_str().unwrap()]);
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let checks = report["checks"].as_array().unwrap();
        let failed: Vec<&str> = checks
            .iter()
            .filter(|check| check["result"] == "failed")
            .map(|check| check["name"].as_str().unwrap())
            .collect();
        if report["outcome"] != *outcome || output.status.code() != Some(*status) || failed != *failing {
            wrong.push(format!(
                "{file}: {} ({:?}), failed: {failed:?}",
                report["outcome"],
                output.status.code()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn published_badges_have_the_outcome_that_they_deserve() {
    check("published_badges_have_the_outcome_that_they_deserve", ".", OPEN_BADGES);
}

#[test]
fn credentials_that_are_no_badges_are_not_verified_whatever_their_proofs() {
    check("credentials_that_are_no_badges_are_not_verified_whatever_their_proofs", "w3c", NO_BADGES);
}
