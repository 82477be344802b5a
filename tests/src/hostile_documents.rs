//! Documents that cost as much as a stranger can make them cost, and large ones that are honest. They are built here, so that
//! tests, benches and attacks use the same. This file needs nothing but `openbadges`, so that others can include it by path.

use openbadges::proof::{Cryptosuite, ProofOptions, ProofSet};
use openbadges::{SecretKey, Timestamp};
use serde_json::{Map, Value, json};

/// The first two contexts of every badge.
pub const CONTEXTS: [&str; 2] =
    ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"];

/// A moment at which the honest documents are valid.
pub const NOW: &str = "2026-11-24T12:00:00Z";

/// No one's signature, of the right length.
const SIGNATURE: &str =
    "z4oey5q2M3XKaxup3tmzN4DRFTLVqpLMweBrSxMY2xHX5XTYVQeVbY8nQAVHMrXFkXJpmEcqdoDwLWxaqA3Q1geV6";

fn key(number: usize) -> SecretKey {
    SecretKey::from_seed([u8::try_from(number % 250).unwrap_or_default() + 1; 32])
}

fn method(key: &SecretKey) -> String {
    let did = key.public().did_key();
    format!("{did}#{}", did.trim_start_matches("did:key:"))
}

/// Every attack of this file, by its name.
pub fn attacks() -> Vec<(&'static str, Value)> {
    vec![
        ("cliques: 7 blank nodes x 8 proofs x 16 endorsements", cliques(8, 16)),
        ("twelve badges with cliques in a presentation", presentation_of_cliques(12)),
        ("a context of 400 terms x 4,500 nodes", wide_context(400, 4_500)),
        ("a scoped context of 400 addresses x 100 nodes", scoped_addresses(400, 100)),
        ("20,000 contexts in a list", long_list_of_contexts(20_000)),
        ("200 contexts within, each of 50 addresses", nested_contexts(190, 50)),
        ("an id of 200,000 bytes with 4,000 statements", long_identifier(200_000, 4_000)),
        ("a prefix of 200,000 bytes for 1,500 names", long_prefix(200_000, 1_500)),
        ("an undefined member in 4,000 objects", undefined_members(4_000)),
        ("32 badges with 8 keys of P-384 each", many_signatures(32, 8)),
        ("19,000 statements with 8 proofs", many_statements(19_000)),
        ("450 nodes of an OB type in 32 badges", many_nodes(32, 45)),
        ("lists of objects with types", many_nodes(1, 1_600)),
    ]
}

/// A badge with endorsements; in each of them, seven blank nodes that all point at each other. Telling them apart takes more work
/// than any canonicalization is given, and each document has as many proofs as are looked into. 64 kB for `(8, 16)`.
pub fn cliques(proofs: usize, endorsements: usize) -> Value {
    cliques_named("a", proofs, endorsements)
}

/// Such badges in a presentation; 773 kB for twelve.
pub fn presentation_of_cliques(badges: usize) -> Value {
    let badges: Vec<Value> = (0..badges).map(|number| cliques_named(&format!("a{number}x"), 8, 16)).collect();
    json!({ "@context": [CONTEXTS[0]], "type": ["VerifiablePresentation"], "verifiableCredential": badges })
}

fn cliques_named(name: &str, proofs: usize, endorsements: usize) -> Value {
    let key = key(1);
    let endorsements: Vec<Value> = (0..endorsements)
        .map(|number| {
            let subject = json!({
                "id": "urn:uuid:0d6a1b1e-58a4-4c9c-8f0b-6f9a5c8f7c12", "type": ["EndorsementSubject"],
                "x": clique(&format!("{name}{number}n"), 7),
            });
            let mut endorsement = endorsement(&key, &subject);
            endorsement["@context"] = clique_contexts();
            forged(endorsement, &key, proofs)
        })
        .collect();
    let mut badge = plain_badge(&key, 1);
    badge["@context"] = clique_contexts();
    badge["credentialSubject"]["x"] = clique(&format!("{name}n"), 7);
    badge["endorsement"] = endorsements.into();
    forged(badge, &key, proofs)
}

fn clique_contexts() -> Value {
    json!([CONTEXTS[0], CONTEXTS[1], { "x": "urn:x", "k": { "@id": "urn:k", "@type": "@id" } }])
}

fn clique(name: &str, size: usize) -> Value {
    let label = |number: usize| format!("_:{name}{number}");
    let node = |number: usize| {
        let others: Vec<String> = (0..size).filter(|other| *other != number).map(label).collect();
        json!({ "id": label(number), "k": others })
    };
    (0..size).map(node).collect()
}

/// A term whose own context makes the whole active context be copied for each of its values; 36 kB for `(400, 4500)`.
pub fn wide_context(terms: usize, nodes: usize) -> Value {
    let mut context: Map<String, Value> =
        (0..terms).map(|number| (format!("t{number}"), format!("urn:example:{number}").into())).collect();
    context.insert("p".into(), json!({ "@id": "urn:p", "@context": {} }));
    with_context(&context.into(), "p", vec![json!({}); nodes].into())
}

/// A term whose own context names bundled contexts, again and again, for each of its values.
pub fn scoped_addresses(addresses: usize, nodes: usize) -> Value {
    let scoped: Vec<&str> = CONTEXTS.into_iter().cycle().take(addresses).collect();
    let context = json!({ "p": { "@id": "urn:p", "@context": scoped } });
    with_context(&context, "p", vec![json!({}); nodes].into())
}

/// Bundled contexts in turn, so that each is processed again.
pub fn long_list_of_contexts(length: usize) -> Value {
    let mut badge = plain_badge(&key(1), 1);
    badge["@context"] = CONTEXTS.into_iter().cycle().take(length).collect();
    forged(badge, &key(1), 1)
}

/// Objects with contexts of their own.
pub fn nested_contexts(objects: usize, addresses: usize) -> Value {
    let context: Vec<&str> = CONTEXTS.into_iter().cycle().take(addresses).collect();
    let object = json!({ "@context": context, "type": ["Profile"], "id": "urn:x" });
    with_context(&json!({ "p": "urn:p" }), "p", vec![object; objects].into())
}

/// A subject whose id is repeated in each statement about it.
pub fn long_identifier(bytes: usize, statements: usize) -> Value {
    let object =
        json!({ "id": format!("urn:x:{}", "a".repeat(bytes)), "p": (0..statements).collect::<Vec<_>>() });
    with_context(&json!({ "p": "urn:p" }), "p", object)
}

/// A prefix that each name is made longer by.
pub fn long_prefix(bytes: usize, names: usize) -> Value {
    let context = json!({ "p": "urn:p", "x": format!("https://x.example/{}/", "a".repeat(bytes)) });
    let objects = (0..names).map(|number| json!({ "id": format!("x:{number}"), "p": 1 })).collect();
    with_context(&context, "p", objects)
}

/// A member that is defined in none of many objects: which one is meant is found by trying.
pub fn undefined_members(objects: usize) -> Value {
    let object = json!({ "type": ["Profile"], "nowhere": 1 });
    let mut badge = plain_badge(&key(1), 1);
    badge["credentialSubject"]["achievement"]["related"] = vec![object; objects].into();
    forged(badge, &key(1), 8)
}

/// Badges with the costliest signatures.
pub fn many_signatures(badges: usize, proofs: usize) -> Value {
    let signer = SecretKey::generate(openbadges::Algorithm::P384, [7; 32]);
    let badges: Vec<Value> = (0..badges)
        .map(|number| {
            let badge = plain_badge(&signer, number);
            sign(badge, &vec![(signer.clone(), Cryptosuite::EcdsaJcs2019); proofs])
        })
        .collect();
    json!({ "@context": [CONTEXTS[0]], "type": ["VerifiablePresentation"], "verifiableCredential": badges })
}

/// As many statements as a document may have, with as many proofs as are looked into.
pub fn many_statements(statements: usize) -> Value {
    let mut badge = plain_badge(&key(1), 1);
    badge["credentialSubject"]["achievement"]["tag"] =
        (0..statements).map(|number| Value::from(format!("t{number}"))).collect();
    forged(badge, &key(1), 8)
}

/// Badges with many objects of types that have contexts of their own.
pub fn many_nodes(badges: usize, nodes: usize) -> Value {
    let alignment = json!({ "type": ["Alignment"], "targetName": "A", "targetUrl": "https://x.example/" });
    let badges: Vec<Value> = (0..badges)
        .map(|number| {
            let mut badge = plain_badge(&key(1), number);
            badge["credentialSubject"]["achievement"]["alignment"] = vec![alignment.clone(); nodes].into();
            sign(badge, &[(key(1), Cryptosuite::EddsaRdfc2022)])
        })
        .collect();
    json!({ "@context": [CONTEXTS[0]], "type": ["VerifiablePresentation"], "verifiableCredential": badges })
}

fn with_context(context: &Value, member: &str, value: Value) -> Value {
    let mut badge = plain_badge(&key(1), 1);
    badge["@context"] = json!([CONTEXTS[0], CONTEXTS[1], context]);
    badge[member] = value;
    forged(badge, &key(1), 1)
}

fn plain_badge(key: &SecretKey, number: usize) -> Value {
    json!({
        "@context": CONTEXTS,
        "id": format!("urn:uuid:6f6b2a0e-3c1f-4b7e-9f5e-{number:012}"),
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": "Checking for Understanding",
        "issuer": {"id": key.public().did_key(), "type": ["Profile"], "name": "Riverside"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "did:example:teacher",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:uuid:0d6a1b1e-58a4-4c9c-8f0b-6f9a5c8f7c12",
                "type": ["Achievement"],
                "name": "Checking for Understanding",
                "description": "Finds out what a class has understood.",
                "criteria": {"narrative": "Shows it in a lesson."},
            },
        },
    })
}

fn endorsement(key: &SecretKey, subject: &Value) -> Value {
    json!({
        "@context": CONTEXTS,
        "id": "urn:uuid:0198c0de-0000-7000-8000-0000000000ee",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "In good standing",
        "issuer": {"id": key.public().did_key(), "type": ["Profile"], "name": "State Board of Education"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": subject,
    })
}

/// The document with proofs that no one made.
fn forged(mut document: Value, key: &SecretKey, proofs: usize) -> Value {
    let proof = json!({
        "type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "created": "2026-01-01T00:00:00Z",
        "verificationMethod": method(key), "proofPurpose": "assertionMethod", "proofValue": SIGNATURE,
    });
    document["proof"] = vec![proof; proofs].into();
    document
}

/// The document, signed in each of these ways.
pub fn sign(mut document: Value, signers: &[(SecretKey, Cryptosuite)]) -> Value {
    let created = Timestamp::parse("2026-01-01T00:00:00Z").unwrap();
    let set = ProofSet::of(&document);
    let proof = |(key, suite): &(SecretKey, Cryptosuite)| {
        let options = ProofOptions::new(method(key), created).with_cryptosuite(*suite);
        set.create(&options, key).unwrap()
    };
    let proofs: Vec<Value> = signers.iter().map(proof).collect();
    document["proof"] = proofs.into();
    document
}

/// An honest badge of about 14 kB that verifies without any evidence: criteria, a rubric, results, and three endorsements, each with
/// two proofs.
pub fn honest_badge(number: usize) -> Value {
    let (issuer, state) = (key(number), key(100 + number % 50));
    let both = |key: &SecretKey| {
        vec![(key.clone(), Cryptosuite::EddsaRdfc2022), (key.clone(), Cryptosuite::Ed25519Signature2020)]
    };
    let mut badge = plain_badge(&issuer, number);
    badge["@context"] = honest_contexts();
    let achievement = "urn:uuid:0d6a1b1e-58a4-4c9c-8f0b-6f9a5c8f7c12";
    let rubric = |criterion: usize| {
        let level = |level: usize| {
            json!({
                "id": format!("urn:level:{criterion}:{level}"), "type": ["RubricCriterionLevel"],
                "name": format!("Level {level}"), "level": level.to_string(),
                "description": "Asks questions that show what each student has understood, and acts on the answers.",
            })
        };
        json!({
            "id": format!("urn:result:{criterion}"), "type": ["ResultDescription"],
            "name": format!("Criterion {criterion}"), "resultType": "RubricCriterionLevel",
            "rubricCriterionLevel": (1..=4).map(level).collect::<Vec<_>>(), "requiredLevel": format!("urn:level:{criterion}:3"),
        })
    };
    let result = |criterion: usize| {
        json!({ "type": ["Result"], "resultDescription": format!("urn:result:{criterion}"),
                "achievedLevel": format!("urn:level:{criterion}:4") })
    };
    badge["credentialSubject"]["achievement"]["criteria"]["narrative"] =
        "Shows it in a lesson. ".repeat(60).into();
    badge["credentialSubject"]["achievement"]["resultDescription"] = (1..=4).map(rubric).collect();
    badge["credentialSubject"]["result"] = (1..=4).map(result).collect();
    let endorsements = (0..3).map(|_| {
        let subject = json!({
            "id": achievement, "type": ["EndorsementSubject"],
            "endorsementComment": "We have reviewed this micro-credential. ".repeat(8),
        });
        let mut endorsement = endorsement(&state, &subject);
        endorsement["@context"] = honest_contexts();
        sign(endorsement, &both(&state))
    });
    badge["credentialSubject"]["achievement"]["endorsement"] = endorsements.collect();
    sign(badge, &both(&issuer))
}

fn honest_contexts() -> Value {
    json!([CONTEXTS[0], CONTEXTS[1], "https://w3id.org/security/suites/ed25519-2020/v1"])
}

/// Honest badges in an unsigned presentation.
pub fn honest_presentation(badges: usize) -> Value {
    let badges: Vec<Value> = (0..badges).map(honest_badge).collect();
    json!({ "@context": [CONTEXTS[0]], "type": ["VerifiablePresentation"], "verifiableCredential": badges })
}
