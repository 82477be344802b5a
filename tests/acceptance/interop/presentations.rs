//! Presentations, in both directions: for the right verifier and its challenge, and for no other.

use openbadges::SecretKey;
use openbadges::proof::{self, ProofOptions};
use serde_json::{Value, json};
use verifier::Expectations;

use super::judges::{DIGITAL_BAZAAR, Judges, OURS, countersign};
use super::table::{Row, Table};

const PROOF: &str = "eddsa-rdfc-2022";
const DOMAIN: &str = "employer.example";
const CHALLENGE: &str = "0b51e5c6-8a5e-4b6f-9b0f-2f6d6a6a9d11";

/// Each side presents a badge of the district, each side reads the presentation.
pub(super) async fn both_ways(judges: &mut Judges, table: &mut Table, badge: &Value, documents: &Value) {
    let key = SecretKey::from_seed([77; 32]);
    let did = key.public().did_key();
    let mut ours = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiablePresentation"],
        "holder": did, "verifiableCredential": [badge],
    });
    let method = format!("{did}#{}", key.public().to_multibase());
    let options = ProofOptions::new(method, service::World::system().now().plus_seconds(-30))
        .with_purpose("authentication")
        .with_domain(DOMAIN)
        .with_challenge(CHALLENGE);
    ours["proof"] = proof::create(&ours, &options, &key).unwrap();
    judges.node.ask("key", json!({ "name": "holder", "curve": "Ed25519" })).await;
    let question = json!({
        "name": "holder", "proof": PROOF, "credential": badge, "documents": documents,
        "challenge": CHALLENGE, "domain": DOMAIN,
    });
    let signed = judges.node.ask("present", question).await;
    if signed["ok"] != true {
        return table.surprise(format!("they do not present the badge: {}", signed["why"]));
    }
    for (signer, presentation) in [(OURS, &ours), (DIGITAL_BAZAAR, &signed["presentation"])] {
        for (about, challenge, expected) in
            [("as signed", CHALLENGE, true), ("changed", "another challenge", false)]
        {
            for reader in [OURS, DIGITAL_BAZAAR] {
                let verdict = if reader == OURS {
                    let expectations = Expectations {
                        domain: Some(DOMAIN.to_owned()),
                        challenge: Some(challenge.to_owned()),
                        ..Expectations::default()
                    };
                    countersign(presentation.to_string().as_bytes(), documents, &expectations)
                } else {
                    let question = json!({
                        "presentation": presentation, "proof": PROOF, "documents": documents,
                        "challenge": challenge, "domain": DOMAIN,
                    });
                    judges.node.judge("verifyPresentation", question).await
                };
                let row = Row {
                    signer: judges.name(signer),
                    reader: judges.name(reader),
                    proof: PROOF.to_owned(),
                    carrier: "presentation",
                    about,
                };
                table.file(&row, "plain", expected, verdict.ok, &verdict.why);
            }
        }
    }
}
