//! Tokens and images, in both directions.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use openbadges::bake::{Existing, png, svg};
use openbadges::jose::{algorithm_name, enveloped, sd_jwt, vc_jwt};
use openbadges::{Algorithm, SecretKey};
use serde_json::{Value, json};
use verifier::Expectations;

use super::judges::{JOSE, Judges, LIBRARY, OURS, SD_JWT, countersign};
use super::served::Served;
use super::shapes::{self, Common, change};
use super::table::{Row, Table};
use super::witness::Verdict;

const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const SVG: &str =
    r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/></svg>"#;
const SHAPES: [&str; 6] = [
    "plain",
    "Arabic, right to left",
    "emoji with joiners",
    "quotes, backslashes, markup",
    "results of every kind",
    "valid for long",
];

fn badge(issuer: &str, name: &str) -> Value {
    let now = service::World::system().now().plus_seconds(-60);
    let badges = shapes::all(&Common { issuer: issuer.to_owned(), status: None, now });
    badges.into_iter().find(|badge| badge.name == name).unwrap().document
}

/// A badge with nothing but the district's first proof.
pub(super) fn signed_by_district(served: &Served) -> Value {
    served.sign(badge(&served.did(), "plain")).unwrap()
}

fn ours(bytes: &[u8], documents: &Value) -> Verdict {
    countersign(bytes, documents, &Expectations::default())
}

/// Another character in the middle of the payload.
fn changed_token(token: &str) -> String {
    let (header, rest) = token.split_once('.').unwrap();
    let (payload, signature) = rest.split_once('.').unwrap();
    let middle = payload.len() / 2;
    let other = if payload.as_bytes()[middle] == b'A' { 'B' } else { 'A' };
    format!("{header}.{}{other}{}.{signature}", &payload[..middle], &payload[middle + 1..])
}

/// Tokens that Countersign signs, and tokens that others sign.
pub(super) async fn tokens(judges: &mut Judges, table: &mut Table) {
    for (number, algorithm) in
        (1..).zip([Algorithm::Ed25519, Algorithm::P256, Algorithm::P384, Algorithm::Rsa])
    {
        let key = SecretKey::generate(algorithm, [number; 32]);
        let did = key.public().did_key();
        let kid = format!("{did}#{}", key.public().to_multibase());
        let name = algorithm_name(algorithm);
        for shape in SHAPES {
            let document = badge(&did, shape);
            let vc_jwt = vc_jwt::sign(&document, &kid, &key).unwrap();
            let enveloped = enveloped::sign_credential(&document, &kid, &key).unwrap();
            for (carrier, token) in [("VC-JWT", vc_jwt), ("vc+jwt", enveloped)] {
                let about =
                    Token { signer: OURS, algorithm: name, carrier, shape, jwk: key.public().to_jwk() };
                about.read(judges, table, &token).await;
            }
        }
    }
    for algorithm in ["EdDSA", "ES256", "ES384", "RS256"] {
        for shape in SHAPES {
            signed_by_jose(judges, table, algorithm, shape).await;
        }
    }
    for (algorithm, shape) in [
        ("ES256", "plain"),
        ("EdDSA", "plain"),
        ("ES256", "Arabic, right to left"),
        ("EdDSA", "emoji with joiners"),
    ] {
        let question = json!({
            "credential": badge("did:example:placeholder", shape), "algorithm": algorithm, "carrier": "text",
        });
        let signed = judges.python.ask("sign", question).await;
        let Some(text) = signed["text"].as_str() else {
            table.surprise(format!("“{shape}” is not signed by {LIBRARY}: {signed}"));
            continue;
        };
        for (about, text, expected) in
            [("as signed", text.to_owned(), true), ("changed", changed_token(text), false)]
        {
            let row = Row {
                signer: judges.name(LIBRARY),
                reader: OURS.to_owned(),
                proof: algorithm.to_owned(),
                carrier: "VC-JWT",
                about,
            };
            let verdict = ours(text.as_bytes(), &json!({}));
            table.file(&row, shape, expected, verdict.ok, &verdict.why);
        }
    }
}

/// A token of `jose` for an issuer that is a did:jwk.
async fn signed_by_jose(judges: &mut Judges, table: &mut Table, algorithm: &'static str, shape: &str) {
    let credential = badge("did:example:placeholder", shape);
    let seconds = |member: &str| {
        let text = credential.get(member)?.as_str()?;
        Some(openbadges::Timestamp::parse_date_time(text).unwrap().unix())
    };
    let mut claims = json!({ "jti": credential["id"], "nbf": seconds("validFrom") });
    if let Some(until) = seconds("validUntil") {
        claims["exp"] = until.into();
    }
    let question = json!({ "credential": credential, "claims": claims, "algorithm": algorithm });
    let signed = judges.node.ask("signJwt", question).await;
    let Some(token) = signed["token"].as_str() else {
        return table.surprise(format!("“{shape}” is not signed by {JOSE}: {signed}"));
    };
    for (about, token, expected) in
        [("as signed", token.to_owned(), true), ("changed", changed_token(token), false)]
    {
        let row = Row {
            signer: judges.name(JOSE),
            reader: OURS.to_owned(),
            proof: algorithm.to_owned(),
            carrier: "VC-JWT",
            about,
        };
        let verdict = ours(token.as_bytes(), &json!({}));
        table.file(&row, shape, expected, verdict.ok, &verdict.why);
    }
}

struct Token {
    signer: &'static str,
    algorithm: &'static str,
    carrier: &'static str,
    shape: &'static str,
    jwk: Value,
}

impl Token {
    async fn read(&self, judges: &mut Judges, table: &mut Table, token: &str) {
        let mut readers = vec![OURS, JOSE];
        // It reads what Open Badges 3.0 itself defines, with these algorithms.
        if self.carrier == "VC-JWT" && self.algorithm != "ES384" {
            readers.push(LIBRARY);
        }
        for reader in readers {
            for (about, token, expected) in
                [("as signed", token.to_owned(), true), ("changed", changed_token(token), false)]
            {
                let question = json!({ "token": token, "jwk": self.jwk, "algorithm": self.algorithm });
                let verdict = match reader {
                    OURS => ours(token.as_bytes(), &json!({})),
                    JOSE => judges.node.judge("jwt", question).await,
                    _ => judges.python.judge("jwt", question).await,
                };
                let row = Row {
                    signer: judges.name(self.signer),
                    reader: judges.name(reader),
                    proof: self.algorithm.to_owned(),
                    carrier: self.carrier,
                    about,
                };
                table.file(&row, self.shape, expected, verdict.ok, &verdict.why);
            }
        }
    }
}

/// SD-JWT VC that Countersign signs.
pub(super) async fn selective_tokens(judges: &mut Judges, table: &mut Table) {
    let key = SecretKey::generate(Algorithm::P256, [9; 32]);
    let did = key.public().did_key();
    let kid = format!("{did}#{}", key.public().to_multibase());
    for shape in SHAPES {
        let options = sd_jwt::IssueOptions {
            disclosable: &["/credentialSubject/identifier/0"],
            holder: None,
            issued_at: service::World::system().now().plus_seconds(-30),
            kid: &kid,
            salt_seed: [3; 32],
        };
        let token = sd_jwt::issue_credential(&badge(&did, shape), &options, &key).unwrap();
        for (about, token, expected) in
            [("as signed", token.clone(), true), ("changed", changed_token(&token), false)]
        {
            for reader in [OURS, SD_JWT] {
                let verdict = if reader == OURS {
                    ours(token.as_bytes(), &json!({}))
                } else {
                    judges.node.judge("sdJwt", json!({ "token": token, "jwk": key.public().to_jwk() })).await
                };
                let row = Row {
                    signer: OURS.to_owned(),
                    reader: judges.name(reader),
                    proof: "ES256".to_owned(),
                    carrier: "SD-JWT VC",
                    about,
                };
                table.file(&row, shape, expected, verdict.ok, &verdict.why);
            }
        }
    }
}

fn bake(carrier: &str, text: &str) -> Vec<u8> {
    match carrier {
        "PNG" => png::bake(&STANDARD.decode(PNG).unwrap(), text, Existing::Refuse).unwrap(),
        _ => svg::bake(SVG.as_bytes(), text, Existing::Refuse).unwrap(),
    }
}

/// Images that Countersign bakes, and images that others bake.
pub(super) async fn images(judges: &mut Judges, table: &mut Table, served: &Served, documents: &Value) {
    let key = SecretKey::generate(Algorithm::P256, [8; 32]);
    let did = key.public().did_key();
    let kid = format!("{did}#{}", key.public().to_multibase());
    for shape in SHAPES {
        let signed = served.sign(badge(&served.did(), shape)).unwrap();
        let mut altered = signed.clone();
        change(&mut altered);
        let token = vc_jwt::sign(&badge(&did, shape), &kid, &key).unwrap();
        for carrier in ["PNG", "SVG"] {
            for (proof, about, text, expected) in [
                ("eddsa-rdfc-2022", "as signed", signed.to_string(), true),
                ("eddsa-rdfc-2022", "changed", altered.to_string(), false),
                ("ES256", "as signed", token.clone(), true),
                ("ES256", "changed", changed_token(&token), false),
            ] {
                let image = bake(carrier, &text);
                for reader in [OURS, LIBRARY] {
                    let verdict = if reader == OURS {
                        ours(&image, documents)
                    } else {
                        let question = json!({ "image": STANDARD.encode(&image), "documents": documents });
                        judges.python.judge("image", question).await
                    };
                    let row = Row {
                        signer: OURS.to_owned(),
                        reader: judges.name(reader),
                        proof: proof.to_owned(),
                        carrier,
                        about,
                    };
                    table.file(&row, shape, expected, verdict.ok, &verdict.why);
                }
            }
        }
    }
    // The library drops rubrics, to which results refer.
    for shape in SHAPES.into_iter().filter(|shape| *shape != "results of every kind") {
        for (carrier, image) in
            [("PNG", PNG.to_owned()), ("SVG", STANDARD.encode(SVG)), ("JSON", String::new())]
        {
            let question = json!({
                "credential": badge("did:example:placeholder", shape), "algorithm": null, "image": image,
                "carrier": if carrier == "JSON" { "text" } else { carrier },
            });
            let signed = judges.python.ask("sign", question).await;
            let bytes = match (signed["text"].as_str(), signed["image"].as_str()) {
                (Some(text), _) => text.as_bytes().to_vec(),
                (_, Some(image)) => STANDARD.decode(image).unwrap(),
                _ => {
                    table.surprise(format!("“{shape}” is not signed by {LIBRARY} into {carrier}: {signed}"));
                    continue;
                }
            };
            let row = Row {
                signer: judges.name(LIBRARY),
                reader: OURS.to_owned(),
                proof: "eddsa-rdfc-2022".to_owned(),
                carrier,
                about: "as signed",
            };
            let verdict = ours(&bytes, &json!({}));
            table.file(&row, shape, true, verdict.ok, &verdict.why);
        }
    }
}
