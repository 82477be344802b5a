//! Addresses of the service itself.

use crate::{Body, Case, Class, Request, Target, Who};

/// What is put in the place of an id, a slug or a name.
const WORDS: [&[u8]; 16] = [
    b"%00",
    b"a%00b",
    b"\0",
    b"%ff%fe",
    b"\xff\xfe",
    b"..",
    b"%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    b"..%5c..%5cwindows",
    b"%",
    b"%zz",
    b"%25%30%30",
    b"99999999999999999999999999",
    b"-1",
    b"%27%20OR%201%3D1--",
    b"%e2%80%ae%f0%9f%98%80",
    b"00000000-0000-0000-0000-000000000000",
];

/// Addresses with places in them.
const PLACES: [&str; 18] = [
    "/c/{}",
    "/c/{}/badge.png",
    "/c/{}/refresh",
    "/issuers/{}",
    "/issuers/{}/did.json",
    "/issuers/{}/status/1",
    "/issuers/DISTRICT/status/{}",
    "/issuers/DISTRICT/achievements/{}",
    "/issuers/DISTRICT/endorsements/{}",
    "/issuers/DISTRICT/keys/{}",
    "/sign-in/{}",
    "/verify?link={}",
    "/sign-in?next={}",
    "/assets/{}",
    "/problems/{}",
    "/files/{}/{}",
    "/{}",
    "/{}/../{}",
];

/// Addresses of the API with places in them.
const OF_THE_API: [&str; 8] = [
    "/api/v1/people/{}",
    "/api/v1/people?cursor={}",
    "/api/v1/credentials/{}",
    "/api/v1/credentials?since={}",
    "/api/v1/assessments?state={}",
    "/api/v1/micro-credentials/{}",
    "/api/v1/submissions/{}/files/{}",
    "/api/v1/{}",
];

/// The cases.
pub(crate) fn cases(target: &Target) -> Vec<Case> {
    let mut cases = vec![
        Case::of(Class::Addresses, "places of public addresses", filled(&PLACES, target, Who::Stranger)),
        Case::of(Class::Addresses, "places of the API", filled(&OF_THE_API, target, Who::Client)),
    ];
    cases.push(long());
    cases.push(methods());
    cases.push(nul());
    cases
}

fn filled(places: &[&str], target: &Target, who: Who) -> Vec<Request> {
    let fill = |place: &str, word: &[u8]| {
        let place = place.replace("DISTRICT", &target.district);
        let parts: Vec<_> = place.split("{}").map(str::as_bytes).collect();
        // Two minutes of looking at sign-in links would be more than one address may.
        Request::get(parts.join(word)).by(who).may_wait()
    };
    places.iter().flat_map(|place| WORDS.iter().map(move |word| fill(place, word))).collect()
}

fn long() -> Case {
    let long = "a".repeat(7_000);
    let paths = [
        format!("/c/{long}"),
        format!("/issuers/{long}"),
        format!("/{}", "a/".repeat(3_500)),
        format!("/{}", "../".repeat(2_000)),
        format!("/?{}", "a=b&".repeat(1_500)),
        format!("/verify?link={}", "%41".repeat(2_000)),
        format!("/{}", "a".repeat(200_000)),
    ];
    Case::of(Class::Addresses, "long addresses", paths.iter().map(Request::get).collect())
}

fn methods() -> Case {
    let methods = ["OPTIONS", "TRACE", "CONNECT", "DELETE", "PATCH", "PROPFIND", "HEAD", "A"];
    let paths = ["/", "/verify", "/api/v1/verify", "/api/v1/people", "*", "http://other.example/"];
    let requests = methods
        .iter()
        .flat_map(|method| paths.iter().map(|path| Request::new(method, path, Body::default())));
    Case::of(Class::Addresses, "other methods", requests.collect())
}

/// A NUL in every text that goes to the database.
fn nul() -> Case {
    let json = "application/json";
    let form = "application/x-www-form-urlencoded";
    let api = |path: &str, body: &str| Request::post(path, json, body.to_owned()).by(Who::Client);
    let requests = vec![
        Request::post(
            "/oauth/token",
            form,
            "grant_type=client_credentials&client_id=%00&client_secret=%00".to_owned(),
        ),
        Request::post("/oauth/token", form, "grant_type=%00".to_owned()),
        Request::post("/sign-in", form, "email=a%00%40example.org".to_owned()).by(Who::Browser),
        Request::post("/sign-in/%00", form, String::new()).by(Who::Browser),
        Request::post("/verify", form, "way=link&link=https%3A%2F%2Fexample.org%2F%00".to_owned())
            .by(Who::Browser),
        Request::post("/verify", form, "way=text&text=%00".to_owned()).by(Who::Browser),
        api(
            "/api/v1/people",
            "{\"name\":\"a\\u0000b\",\"email\":\"nul@example.org\",\"roles\":[\"teacher\"]}",
        ),
        api(
            "/api/v1/people",
            "{\"name\":\"a\",\"email\":\"n\\u0000ul@example.org\",\"roles\":[\"teacher\"]}",
        ),
        api("/api/v1/cohorts", "{\"name\":\"a\\u0000b\"}"),
        api("/api/v1/endorsements", "{\"about\":\"https://example.org/\\u0000\",\"name\":\"a\\u0000\"}"),
        api("/api/v1/people?cursor=%00", "{}"),
    ];
    Case::of(Class::Addresses, "NUL in every text", requests)
}
