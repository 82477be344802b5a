//! Every proof, in both directions: what Countersign's suites sign is verified by others, what others sign by
//! Countersign; and what was changed is refused by all.

use openbadges::proof::{self, Cryptosuite, ProofOptions};
use openbadges::{Algorithm, SecretKey};
use serde_json::{Value, json};
use verifier::Expectations;

use super::judges::{DIGITAL_BAZAAR, Judges, OURS, countersign};
use super::shapes::{self, Common, Shape, change};
use super::table::{Row, Table};

const ED25519_CONTEXT: &str = "https://w3id.org/security/suites/ed25519-2020/v1";

const SUITES: [(Cryptosuite, Algorithm, &str); 7] = [
    (Cryptosuite::EddsaRdfc2022, Algorithm::Ed25519, "Ed25519"),
    (Cryptosuite::EddsaJcs2022, Algorithm::Ed25519, "Ed25519"),
    (Cryptosuite::EcdsaRdfc2019, Algorithm::P256, "P-256"),
    (Cryptosuite::EcdsaRdfc2019, Algorithm::P384, "P-384"),
    (Cryptosuite::EcdsaJcs2019, Algorithm::P256, "P-256"),
    (Cryptosuite::EcdsaJcs2019, Algorithm::P384, "P-384"),
    (Cryptosuite::Ed25519Signature2020, Algorithm::Ed25519, "Ed25519"),
];

/// What their canonicalizer gives up on, and what Open Badges has no form for.
const LEFT_OUT: [&str; 2] = ["a list that repeats itself", "several subjects"];

/// The badges of an issuer, as they are before they are signed.
fn badges(issuer: &str, suite: Cryptosuite) -> Vec<Shape> {
    let now = service::World::system().now().plus_seconds(-60);
    let mut badges = shapes::all(&Common { issuer: issuer.to_owned(), status: None, now });
    badges.retain(|badge| !LEFT_OUT.contains(&badge.name));
    for badge in &mut badges {
        if suite == Cryptosuite::Ed25519Signature2020 {
            badge.document["@context"].as_array_mut().unwrap().push(ED25519_CONTEXT.into());
        }
    }
    badges
}

fn described(suite: Cryptosuite, curve: &str) -> String {
    if curve == "Ed25519" { suite.as_str().to_owned() } else { format!("{}, {curve}", suite.as_str()) }
}

/// Every suite but the selective one.
pub(super) async fn both_ways(judges: &mut Judges, table: &mut Table) {
    for (number, (suite, algorithm, curve)) in (1..).zip(SUITES) {
        let key = SecretKey::generate(algorithm, [number; 32]);
        let did = key.public().did_key();
        for (place, badge) in badges(&did, suite).into_iter().enumerate() {
            match sign(&badge.document, suite, &key) {
                Ok(signed) => {
                    let read =
                        Read { suite, curve, signer: OURS, shape: badge.name, also_changed: place % 4 == 0 };
                    read.by_both(judges, table, &signed, &json!({})).await;
                }
                Err(why) => table.surprise(format!("“{}” is not signed by {suite:?}: {why}", badge.name)),
            }
        }
        their_proofs(judges, table, suite, curve).await;
    }
}

async fn their_proofs(judges: &mut Judges, table: &mut Table, suite: Cryptosuite, curve: &str) {
    let name = described(suite, curve);
    // One of them signs as a web site.
    let web = suite == Cryptosuite::EddsaRdfc2022;
    let did = web.then_some("did:web:signer.example:issuers:1");
    let made = judges.node.ask("key", json!({ "name": name, "curve": curve, "did": did })).await;
    let document = &made["document"];
    let mut documents = json!({});
    documents["https://signer.example/issuers/1/did.json"] = document.clone();
    for (place, badge) in badges(document["id"].as_str().unwrap(), suite).into_iter().enumerate() {
        let question = json!({
            "name": name, "proof": suite.as_str(), "credential": badge.document, "documents": documents,
        });
        let signed = judges.node.ask("issue", question).await;
        if signed["ok"] == true {
            let read = Read {
                suite,
                curve,
                signer: DIGITAL_BAZAAR,
                shape: badge.name,
                also_changed: place % 4 == 0,
            };
            read.by_both(judges, table, &signed["credential"], &documents).await;
        } else {
            table.surprise(format!("“{}” is not signed by their {suite:?}: {}", badge.name, signed["why"]));
        }
    }
}

fn sign(document: &Value, suite: Cryptosuite, key: &SecretKey) -> Result<Value, String> {
    let method = format!("{}#{}", key.public().did_key(), key.public().to_multibase());
    let created = service::World::system().now().plus_seconds(-30);
    let options = ProofOptions::new(method, created).with_cryptosuite(suite);
    let mut signed = document.clone();
    signed["proof"] = proof::create(document, &options, key).map_err(|error| error.to_string())?;
    Ok(signed)
}

/// A signed badge that is to be read.
struct Read<'a> {
    suite: Cryptosuite,
    curve: &'a str,
    signer: &'static str,
    shape: &'a str,
    /// Whether it is tried with something changed, too: with every fourth shape.
    also_changed: bool,
}

impl Read<'_> {
    /// By the other side and by ours.
    async fn by_both(&self, judges: &mut Judges, table: &mut Table, signed: &Value, documents: &Value) {
        let mut changed = signed.clone();
        change(&mut changed);
        for reader in [OURS, DIGITAL_BAZAAR] {
            for (about, document, expected) in [("as signed", signed, true), ("changed", &changed, false)] {
                if !expected && !self.also_changed {
                    continue;
                }
                let row = Row {
                    signer: judges.name(self.signer),
                    reader: judges.name(reader),
                    proof: described(self.suite, self.curve),
                    carrier: "JSON",
                    about,
                };
                let verdict = judges.judge(reader, self.suite.as_str(), document, documents).await;
                table.file(&row, self.shape, expected, verdict.ok, &verdict.why);
            }
        }
    }
}

/// `ecdsa-sd-2023`: each side signs, each side shows a part, each side reads it.
pub(super) async fn selective(judges: &mut Judges, table: &mut Table) {
    let mandatory = json!(["/issuer", "/validFrom", "/credentialSubject/achievement/id"]);
    let shown = json!(["/credentialSubject/achievement/name", "/credentialSubject/achievement/criteria"]);
    let key = SecretKey::generate(Algorithm::P256, [42; 32]);
    let did = key.public().did_key();
    let made = judges.node.ask("key", json!({ "name": "selective", "curve": "P-256" })).await;
    let theirs = made["document"]["id"].as_str().unwrap().to_owned();
    for name in [
        "plain",
        "Arabic, right to left",
        "results of every kind",
        "a micro-credential",
        "decimals",
        "an issuer within another",
    ] {
        let of = |issuer: &str| {
            let badges = badges(issuer, Cryptosuite::EcdsaSd2023);
            badges.into_iter().find(|badge| badge.name == name).unwrap().document
        };
        let document = of(&did);
        let method = format!("{did}#{}", key.public().to_multibase());
        let created = service::World::system().now().plus_seconds(-30);
        let options = ProofOptions::new(method, created).with_cryptosuite(Cryptosuite::EcdsaSd2023);
        let mut our_base = document.clone();
        our_base["proof"] =
            proof::sd::create(&document, &options, &pointers(&mandatory), &key, [1; 32], [2; 32]).unwrap();
        let question = json!({
            "name": "selective", "proof": "ecdsa-sd-2023", "credential": of(&theirs), "documents": {},
            "mandatoryPointers": mandatory,
        });
        let their_base = judges.node.ask("issue", question).await["credential"].clone();
        for (signer, base) in [(OURS, &our_base), (DIGITAL_BAZAAR, &their_base)] {
            let ours = proof::sd::derive(base, &pointers(&shown)).map_err(|error| error.to_string());
            let question = json!({ "credential": base, "documents": {}, "selectivePointers": shown });
            let theirs = judges.node.ask("disclose", question).await;
            let theirs = if theirs["ok"] == true {
                Ok(theirs["credential"].clone())
            } else {
                Err(theirs["why"].to_string())
            };
            for (holder, part) in
                [("shown in part by Countersign", ours), ("shown in part by the other", theirs)]
            {
                match part {
                    Ok(part) => read_part(judges, table, signer, holder, (name, &part)).await,
                    Err(why) => table.surprise(format!("{name}, signed by {signer}, is not {holder}: {why}")),
                }
            }
        }
    }
}

fn pointers(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|pointer| pointer.as_str().unwrap().to_owned()).collect()
}

async fn read_part(
    judges: &mut Judges,
    table: &mut Table,
    signer: &str,
    holder: &'static str,
    (shape, part): (&str, &Value),
) {
    let mut changed = part.clone();
    change(&mut changed);
    // A part is no complete badge any more: what is asked is whether the signature holds.
    let expectations = Expectations { any_credential: true, proof_only: true, ..Expectations::default() };
    for reader in [OURS, DIGITAL_BAZAAR] {
        for (document, expected) in [(part, true), (&changed, false)] {
            let verdict = if reader == OURS {
                countersign(document.to_string().as_bytes(), &json!({}), &expectations)
            } else {
                judges.judge(reader, "ecdsa-sd-2023", document, &json!({})).await
            };
            let row = Row {
                signer: judges.name(signer),
                reader: judges.name(reader),
                proof: "ecdsa-sd-2023".to_owned(),
                carrier: "JSON",
                about: if expected { holder } else { "shown in part, changed" },
            };
            table.file(&row, shape, expected, verdict.ok, &verdict.why);
        }
    }
}
