//! Signing and verifying a realistic badge: about 4.5 kB, three contexts, 120 quads, 10 blank nodes.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a bench that meets the unexpected has failed, and says what it measures"
)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use openbadges::json::{self, Limits};
use openbadges::proof::{self, ProofOptions};
use openbadges::{SecretKey, Timestamp, canonical_form};
use serde_json::{Value, json};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const DID: &str = "did:web:countersign.example:issuers:oak-grove";
const URL: &str = "https://countersign.example/issuers/oak-grove";

fn levels(criterion: usize) -> Value {
    ["beginning", "developing", "proficient", "exemplary"]
        .iter()
        .enumerate()
        .map(|(points, name)| {
            json!({
                "id": format!("{URL}/achievements/7#criterion-{criterion}-{name}"), "type": ["RubricCriterionLevel"],
                "name": name, "level": name, "points": (points + 1).to_string(),
            })
        })
        .collect()
}

fn achievement() -> Value {
    let descriptions: Vec<_> = (0..2)
        .map(|n| {
            json!({
                "id": format!("{URL}/achievements/7#criterion-{n}"), "type": ["ResultDescription"],
                "name": format!("Criterion {n}"), "resultType": "RubricCriterionLevel",
                "requiredLevel": format!("{URL}/achievements/7#criterion-{n}-proficient"), "rubricCriterionLevel": levels(n),
            })
        })
        .collect();
    json!({
        "id": format!("{URL}/achievements/7"), "type": ["Achievement"], "achievementType": "MicroCredential",
        "name": "Formative assessment in the classroom", "tag": ["assessment", "feedback"], "inLanguage": "en",
        "description": "Uses evidence of learning, day by day, to adapt instruction to what students need next.",
        "criteria": { "narrative": "Submit two lesson plans, annotated student work and a reflection of 500 words." },
        "creator": { "id": DID, "type": ["Profile"], "name": "Oak Grove School District", "url": URL },
        "alignment": [{
            "type": ["Alignment"], "targetName": "Standard 6: Assessment", "targetFramework": "InTASC",
            "targetUrl": "https://ccsso.org/resource-library/intasc", "targetCode": "6", "targetType": "ceasn:Competency",
        }],
        "resultDescription": descriptions,
    })
}

fn badge() -> Value {
    let results: Vec<_> = (0..2)
        .map(|n| {
            json!({
                "type": ["Result"], "resultDescription": format!("{URL}/achievements/7#criterion-{n}"),
                "achievedLevel": format!("{URL}/achievements/7#criterion-{n}-exemplary"),
            })
        })
        .collect();
    json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        ],
        "id": "urn:uuid:0198f1a2-7c11-7000-8000-5f4dcc3b5aa7",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Formative assessment in the classroom",
        "issuer": {
            "id": DID, "type": ["Profile"], "name": "Oak Grove School District", "url": URL,
            "email": "badges@oakgrove.example", "official": "Office of Professional Learning",
        },
        "validFrom": "2026-11-24T06:31:07Z", "validUntil": "2029-11-24T06:31:07Z", "awardedDate": "2026-11-23T15:02:44Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                { "type": "IdentityObject", "hashed": false, "identityHash": "Ada Okafor", "identityType": "name" },
                {
                    "type": "IdentityObject", "hashed": true, "salt": "k3J9sPq2", "identityType": "emailAddress",
                    "identityHash": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399",
                },
            ],
            "source": { "id": format!("{URL}#assessors"), "type": ["Profile"], "name": "Oak Grove coaching office" },
            "achievement": achievement(), "result": results,
        },
        "evidence": [{
            "id": "https://countersign.example/c/2Zx9/evidence/1", "type": ["Evidence"], "name": "Two lesson plans",
            "narrative": "A unit on fractions, with the changes made after each exit ticket.", "genre": "Lesson plan",
        }],
        "credentialStatus": {
            "id": format!("{URL}/status/1#94567"), "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
            "statusListIndex": "94567", "statusListCredential": format!("{URL}/status/1"),
        },
        "credentialSchema": [{
            "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
            "type": "1EdTechJsonSchemaValidator2019",
        }],
    })
}

fn proofs(criterion: &mut Criterion) {
    let key = SecretKey::from_seed([7; 32]);
    let method = format!("{DID}#{}", key.public());
    let created = Timestamp::parse("2026-11-24T06:31:07Z").expect("a moment");
    let options = ProofOptions::new(method, created);
    let document = badge();
    let mut signed = document.clone();
    signed["proof"] = json!([proof::create(&document, &options, &key).expect("a badge that can be signed")]);
    let text = signed.to_string();
    let form = canonical_form(&document).expect("a canonical form");
    eprintln!("{} bytes signed, {} quads, {} bytes canonical", text.len(), form.lines().count(), form.len());

    criterion.bench_function("create", |b| b.iter(|| proof::create(black_box(&document), &options, &key)));
    criterion.bench_function("parse and verify", |b| {
        b.iter(|| {
            let signed = json::parse(black_box(text.as_bytes()), &Limits::default()).expect("JSON");
            proof::verify(&signed, &signed["proof"][0], &key.public())
        });
    });
    criterion
        .bench_function("parse", |b| b.iter(|| json::parse(black_box(text.as_bytes()), &Limits::default())));
    criterion.bench_function("canonical form", |b| b.iter(|| canonical_form(black_box(&document))));
}

/// Blank nodes of which each leads to every other, so that nothing tells them apart (RDFC-1.0 §7.1).
fn poison(nodes: usize) -> Value {
    let node = |from: usize| {
        let others = (0..nodes).filter(|to| *to != from).map(|to| json!({"id": format!("_:n{to}")}));
        json!({"id": format!("_:n{from}"), "x:to": others.collect::<Vec<_>>()})
    };
    json!({
        "@context": {"id": "@id", "x": "https://x.example/#"},
        "@graph": (0..nodes).map(node).collect::<Vec<_>>(),
    })
}

fn refusals(criterion: &mut Criterion) {
    for nodes in [10, 20, 60] {
        let document = poison(nodes);
        canonical_form(&document).expect_err("a graph that is too intricate");
        criterion.bench_function(&format!("refuse {nodes} equal nodes"), |b| {
            b.iter(|| canonical_form(black_box(&document)));
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(50);
    targets = proofs, refusals
}
criterion_main!(benches);
