//! What reading a text costs.

use serde_json::Value;

use super::text;
use crate::badges::badge;
use crate::{Body, Case};

pub(super) fn cases() -> Vec<Case> {
    [depths(), numbers(), lengths()].concat()
}

/// A badge with a member whose value is this text, whatever it is.
fn with(value: &str) -> String {
    let mut badge = badge();
    badge.insert("urn:example:value".to_owned(), "VALUE".into());
    Value::Object(badge).to_string().replace("\"VALUE\"", value)
}

fn depths() -> Vec<Case> {
    let objects = Body::default().and("{\"a\":", 9_000).and("1", 1).and("}", 9_000);
    let deep = |levels| format!("{}1{}", "{\"urn:example:a\":".repeat(levels), "}".repeat(levels));
    vec![
        text("arrays, four million deep", Body::default().and("[", 4 << 20)),
        text("objects, 9,000 deep", objects),
        text("objects, 60 deep in a badge", with(&deep(60))),
    ]
}

fn numbers() -> Vec<Case> {
    let decimals = format!("[{}1]", "1.2345678901234567e-300,".repeat(4_000));
    vec![
        text("a number of a million digits", with(&"9".repeat(1_000_000))),
        text("a number of 10^400", with("1e400")),
        text("4,000 decimals", with(&decimals)),
    ]
}

fn lengths() -> Vec<Case> {
    let members: Vec<_> = (0..200_000).map(|number| format!("\"m{number}\":{number}")).collect();
    let list = Body::default().and("[", 1).and("[],", 1_000_000).and("[]]", 1);
    let foreign = Body::default().and("{\"a\":\"", 1).and([0xff, 0xfe, 0xc0], 300_000).and("\"}", 1);
    vec![
        text("10 MB of spaces", Body::default().and(" ", 10 << 20)),
        text("200,000 members", format!("{{{}}}", members.join(","))),
        text("the same member 200,000 times", format!("{{{}\"a\":1}}", "\"a\":1,".repeat(200_000))),
        text("a text of 150,000 escapes", with(&format!("\"{}\"", "\\u00e9".repeat(150_000)))),
        text("a million empty arrays", list),
        text("a text that is not UTF-8", foreign),
    ]
}
