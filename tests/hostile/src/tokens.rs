//! Token requests, bearer tokens, headers.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use crate::{Body, Case, Class, Request};

/// Where a district's system asks for a token.
const TOKEN: &str = "/oauth/token";
/// What no one may read without one.
const PEOPLE: &str = "/api/v1/people";

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    [requests(), bearers(), headers()].concat()
}

fn ask(form: impl Into<Body>) -> Request {
    Request::post(TOKEN, "application/x-www-form-urlencoded", form)
}

fn requests() -> Vec<Case> {
    let unknown = |number: usize| {
        let client = format!("00000000-0000-7000-8000-{number:012}");
        ask(format!("grant_type=client_credentials&client_id={client}&client_secret=cs_wrong{number}"))
            .may_wait()
    };
    let sixty: Vec<_> = (0..60).map(unknown).collect();
    let long =
        Body::default().and("grant_type=client_credentials&client_id=a&client_secret=", 1).and("x", 8_000);
    let basic = |text: &[u8]| {
        ask("grant_type=client_credentials".to_owned())
            .with("authorization", format!("Basic {}", STANDARD.encode(text)))
    };
    let case = |name: &str, requests| Case::of(Class::Tokens, name, requests);
    vec![
        case("60 requests of unknown clients of one address", sixty.clone()).of_one_address(),
        case("60 requests of unknown clients of 60 addresses", sixty),
        case("a secret of 8 kB", vec![ask(long); 8]),
        case("a form of 10 MB", vec![ask(Body::default().and("a=b&", 2_500_000))]),
        case(
            "basic authorization that is none",
            vec![basic(b""), basic(b":"), basic(b"\0:\0"), basic(&[0xff; 64])],
        ),
    ]
}

fn bearers() -> Vec<Case> {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let none = format!("{}.{}.", part("{\"alg\":\"none\"}"), part("{\"sub\":\"admin\",\"scope\":\"*\"}"));
    let tokens = [
        none,
        format!("{}.e30.AA", part("{\"alg\":\"HS256\"}")),
        "cst_".to_owned(),
        format!("cst_{}", "A".repeat(7_000)),
        "..".to_owned(),
        "%00".to_owned(),
        "' OR 1=1 --".to_owned(),
        "\u{e9}\u{1f600}".to_owned(),
        String::new(),
    ];
    let request = |token: &String| Request::get(PEOPLE).with("authorization", format!("Bearer {token}"));
    vec![Case::of(Class::Tokens, "bearer tokens that are none", tokens.iter().map(request).collect())]
}

fn headers() -> Vec<Case> {
    let mut many = Request::get("/");
    for number in 0..2_000 {
        many = many.with(format!("x-{number}"), "x");
    }
    let cookies = "a=b; ".repeat(1_500);
    let odd = [
        ("accept", "*/*;q=0.001,".repeat(500)),
        ("accept-encoding", "gzip;q=1,".repeat(700)),
        ("if-none-match", "\"x\",".repeat(1_500)),
        ("range", format!("bytes={}", "0-1,".repeat(1_500))),
        ("content-type", "x".repeat(7_000)),
        ("x-forwarded-for", "1.1.1.1,".repeat(800)),
        ("origin", "https://".repeat(800)),
        ("expect", "100-continue".to_owned()),
        ("transfer-encoding", "gzip, chunked".to_owned()),
    ];
    let with = |(name, value): &(&str, String)| Request::get("/verify").with(*name, value.clone());
    let case = |name: &str, requests| Case::of(Class::Tokens, name, requests);
    vec![
        case("2,000 headers", vec![many]),
        case("a header of 1 MB", vec![Request::get("/").with("x-long", "x".repeat(1 << 20))]),
        case("1,500 cookies", vec![Request::get("/").with("cookie", cookies)]),
        case("headers that say nothing", odd.iter().map(with).collect()),
    ]
}
