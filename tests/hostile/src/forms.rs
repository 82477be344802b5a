//! Bodies of forms and of the API: many, large, slow, with parts that no one asked for.

use crate::{Body, Case, Class, Manner, Request, Who};

/// What separates the parts.
const BOUNDARY: &str = "----hostile";

/// Bytes of a large file.
const NINE_MB: usize = 9 << 20;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for path in ["/verify", "/sign-in"] {
        let at = |what: &str| format!("{what} at {path}");
        let files = repeated(&part("file", Some("")), NINE_MB, 60);
        cases.push(one(at("60 files of 9 MB without a name"), path, files));
        let unknown = repeated(&part("unknown", Some("x.bin")), NINE_MB, 60);
        cases.push(one(at("60 files of 9 MB in unknown fields"), path, unknown));
        cases.push(one(at("60 texts of 9 MB"), path, repeated(&part("text", None), NINE_MB, 60)));
        cases.push(one(at("100,000 empty parts"), path, repeated(&part("a", None), 0, 100_000)));
    }
    cases.push(one(
        "a part with a header of 5 MB",
        "/verify",
        repeated(&part(&"n".repeat(5 << 20), None), 1, 1),
    ));
    cases.push(one(
        "a form without an end",
        "/verify",
        Body::default().and(part("file", Some("x")), 1).and("x", NINE_MB),
    ));
    cases.push(urlencoded());
    cases.extend(many());
    cases
}

fn one(name: impl Into<String>, path: &str, body: Body) -> Case {
    Case::one(Class::Forms, name, form(path, body))
}

fn form(path: &str, body: Body) -> Request {
    Request::post(path, &format!("multipart/form-data; boundary={BOUNDARY}"), body).by(Who::Browser)
}

fn part(field: &str, file: Option<&str>) -> String {
    let file = file.map_or_else(String::new, |name| format!("; filename=\"{name}\""));
    format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"{file}\r\n\r\n")
}

/// So many parts of so many bytes each.
fn repeated(head: &str, bytes: usize, parts: usize) -> Body {
    const RUN: usize = 1 << 16;
    let mut body = Body::default();
    if bytes < RUN {
        body = body.and(format!("{head}{}\r\n", "x".repeat(bytes)), parts);
    } else {
        for _ in 0..parts {
            body = body.and(head, 1).and(vec![b'x'; RUN], bytes / RUN).and("\r\n", 1);
        }
    }
    body.and(format!("--{BOUNDARY}--\r\n"), 1)
}

fn urlencoded() -> Case {
    let body = Body::default().and("a=b&", 250_000).and("link=x", 1);
    let request = Request::post("/verify", "application/x-www-form-urlencoded", body).by(Who::Browser);
    Case::one(Class::Forms, "250,000 fields", request)
}

/// Many bodies at once.
fn many() -> Vec<Case> {
    let large = || {
        let body = Body::default().and("{\"a\":\"", 1).and(vec![b'x'; 1 << 16], 160).and("\"}", 1);
        Request::post("/api/v1/verify", "application/json", body).may_wait()
    };
    let files = || form("/verify", repeated(&part("file", Some("badge.png")), NINE_MB, 1)).may_wait();
    let small =
        || Request::post("/api/v1/verify", "application/json", Body::default().and(" ", 4_000)).may_wait();
    let of = |name: &str, request: Request| Case::of(Class::Forms, name, vec![request; 60]);
    vec![
        of("60 open bodies of 10 MB of one address", large()).sent(Manner::HoldTheLastByte).of_one_address(),
        of("60 open bodies of 10 MB of 60 addresses", large()).sent(Manner::HoldTheLastByte),
        of("60 open forms of 9 MB of 60 addresses", files()).sent(Manner::HoldTheLastByte),
        of("60 slow bodies", small()).sent(Manner::Drip),
    ]
}
