use std::path::Path;

use openbadges::vcdm;
use serde_json::{Value, json};
use sha2::{Digest, Sha256, Sha384};

use crate::{V2, accept, refuse, with};

/// The digests of `https://www.w3.org/ns/credentials/v2` as VCDM 2.0 appendix B.1 gives them.
const SRI: &str = "sha384-l/HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4/Tje8YyzYBM8IhqjHWiWpr8+ZbYU";
const ELSEWHERE: &str = "https://example.org/degree.json";

fn multibase(text: &str) -> String {
    use base64::Engine;
    let hash = [&[0x12, 0x20], Sha256::digest(text).as_slice()].concat();
    format!("u{}", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(hash))
}

fn related(resources: Value) -> Value {
    with("relatedResource", resources)
}

#[test]
fn a_right_digest_is_accepted() {
    accept("digestSRI", &related(json!({ "id": V2, "digestSRI": SRI })));
    accept("an array", &related(json!([{ "id": V2, "digestSRI": SRI, "mediaType": "application/ld+json" }])));
    let badges = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json";
    let text = include_str!("../../../../schemas/contexts/open-badges-3.0.2.json");
    accept("digestMultibase", &related(json!({ "id": badges, "digestMultibase": multibase(text) })));
}

#[test]
fn a_related_resource_that_breaks_a_rule_is_refused() {
    let member = "/relatedResource";
    refuse("a string", &related(json!("https://example.org/1")), member);
    refuse("strings", &related(json!(["https://example.org/1"])), "/relatedResource/0");
    refuse("without id", &related(json!({ "digestSRI": SRI })), member);
    refuse("no url", &related(json!({ "id": "no url", "digestSRI": SRI })), "/relatedResource/id");
    refuse("without digest", &related(json!({ "id": V2 })), member);
    let twice = json!([{ "id": V2, "digestSRI": SRI }, { "id": V2, "digestSRI": SRI }]);
    refuse("a repeated id", &related(twice), "/relatedResource/1/id");
    let other = SRI.replace("l/H", "l/h");
    refuse("a wrong digestSRI", &related(json!({ "id": V2, "digestSRI": other })), member);
    let wrong = json!({ "id": V2, "digestMultibase": multibase("something else") });
    refuse("a wrong digestMultibase", &related(wrong), member);
    let mixed = json!({ "id": V2, "digestSRI": SRI, "digestMultibase": multibase("something else") });
    refuse("one right, one wrong", &related(mixed), member);
    for malformed in ["sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=", "sha256-AAAA", "sha256", "", "nonsense"] {
        let resource = json!({ "id": V2, "digestSRI": malformed });
        refuse(malformed, &related(resource), "/relatedResource/digestSRI");
    }
    for malformed in ["uZTQ0MjM1NiAgcmVwb3J0", "zzzz", "", "uEiAA"] {
        let resource = json!({ "id": V2, "digestMultibase": malformed });
        refuse(malformed, &related(resource), "/relatedResource/digestMultibase");
    }
}

#[test]
fn what_is_not_compiled_in_is_left_to_the_caller() {
    let body = "{}";
    let credential = related(json!([
        { "id": V2, "digestSRI": SRI },
        { "id": ELSEWHERE, "digestMultibase": multibase(body) },
    ]));
    accept("a resource elsewhere", &credential);
    let left = vcdm::related_resources(&credential);
    assert_eq!(left.len(), 1);
    assert_eq!((left[0].id.as_str(), left[0].pointer.as_str()), (ELSEWHERE, "/relatedResource/1"));
    assert!(left[0].matches(body.as_bytes()));
    assert!(!left[0].matches(b"{ }"));
    assert!(left[0].unchecked("it was not found").message.contains(ELSEWHERE));
}

#[test]
fn the_digests_are_those_of_what_the_w3c_publishes() {
    let data = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/contexts/w3c"));
    if !data.is_dir() {
        let test = "the_digests_are_those_of_what_the_w3c_publishes";
        let _ = std::io::Write::write_fmt(
            &mut std::io::stderr().lock(),
            format_args!("skipped: {test}: ../shared is absent\n"),
        );
        return;
    }
    for (url, file) in [
        (V2, "credentials-v2.jsonld"),
        (crate::V1, "credentials-v1.jsonld"),
        (crate::EXAMPLES, "credentials-examples-v2.jsonld"),
        ("https://www.w3.org/ns/credentials/status/v1", "vc-bitstring-status-list/v1.jsonld"),
        ("https://w3id.org/security/data-integrity/v1", "vc-data-integrity/data-integrity-v1.jsonld"),
        ("https://w3id.org/security/data-integrity/v2", "vc-data-integrity/data-integrity-v2.jsonld"),
        ("https://w3id.org/security/multikey/v1", "vc-data-integrity/multikey-v1.jsonld"),
        ("https://w3id.org/security/jwk/v1", "vc-data-integrity/jwk-v1.jsonld"),
        ("https://w3id.org/security/suites/ed25519-2020/v1", "ed25519-2020-v1.json"),
    ] {
        use base64::Engine;
        let text = std::fs::read_to_string(data.join(file)).unwrap();
        let sri = base64::engine::general_purpose::STANDARD.encode(Sha384::digest(&text));
        let digests =
            json!({ "id": url, "digestSRI": format!("sha384-{sri}"), "digestMultibase": multibase(&text) });
        accept(url, &related(digests));
    }
}
