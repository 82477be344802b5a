use proptest::prelude::*;
use serde_json::json;

use super::*;

fn read(text: &str) -> Result<Value, JsonError> {
    parse(text.as_bytes(), &Limits::default())
}

#[test]
fn every_kind_of_value_is_read_in_order() {
    let text = r#" {"b": [1, -2.5, 3e2, true, false, null, ""], "a": {"x~/y": "\u00e9\ud83d\ude00\n\\\"\/\b\f\r\t"}} "#;
    let value = read(text).unwrap();
    assert_eq!(value, serde_json::from_str::<Value>(text).unwrap());
    assert_eq!(value.as_object().unwrap().keys().collect::<Vec<_>>(), ["b", "a"]);
}

#[test]
fn a_truncated_document_says_where_it_ends() {
    let text = "{\n \"name\": \"Ada";
    assert_eq!(
        read(text).unwrap_err().to_string(),
        "not JSON at line 2, column 14: the document ends within a text"
    );
    let whole = r#"{"a": [1, {"b": "c\u0041"}, true], "d": null}"#;
    for end in 0..whole.len() {
        assert!(matches!(read(&whole[..end]), Err(JsonError::Syntax { .. })), "{}", &whole[..end]);
    }
}

#[test]
fn ten_megabytes_are_too_large() {
    let text = format!("\"{}\"", "x".repeat(10 << 20));
    assert_eq!(read(&text), Err(JsonError::TooLarge { size: (10 << 20) + 2, limit: 1 << 20 }));
}

#[test]
fn ten_thousand_levels_are_too_deep() {
    for (open, position) in [("[", 65), ("{\"a\":", 321)] {
        let error = read(&open.repeat(10_000)).unwrap_err();
        let position = Position { line: 1, column: position };
        assert_eq!(error, JsonError::TooDeep { limit: 64, position });
    }
    let fits = format!("{}{}", "[".repeat(64), "]".repeat(64));
    assert!(read(&fits).is_ok());
    assert!(read("[[1],[2],[3]]").is_ok());
}

#[test]
fn values_are_counted() {
    let text = format!("[{}1]", "1,".repeat(50_000));
    assert_eq!(read(&text), Err(JsonError::TooManyValues { limit: 50_000 }));
}

#[test]
fn a_duplicate_member_is_named() {
    let error = read(r#"{"a": [0, {"b/c": 1, "b\u002fc": 2}]}"#).unwrap_err();
    assert_eq!(error, JsonError::DuplicateMember { pointer: "/a/1/b~1c".into() });
}

#[test]
fn what_is_not_utf_8_is_refused() {
    assert_eq!(parse(b"{\"a\": \"\xff\"}", &Limits::default()), Err(JsonError::NotUtf8 { offset: 7 }));
    assert!(matches!(read(r#""\ud800""#), Err(JsonError::Syntax { .. })));
    assert!(matches!(read(r#""\udc00\ud800""#), Err(JsonError::Syntax { .. })));
    assert!(matches!(read(r#""\ud800\u0041""#), Err(JsonError::Syntax { .. })));
    assert!(matches!(read("\u{feff}{}"), Err(JsonError::Syntax { .. })));
}

#[test]
fn numbers_that_readers_read_differently_are_refused() {
    for number in [
        "1e400",
        "-1e400",
        "1e-400",
        "9007199254740993",
        "-9007199254740993",
        "1e20",
        "9007199254740993.0",
        "0.30000000000000004",
        "5e-324",
        "1e-7",
        "123456789.123456789",
        "18446744073709551616",
    ] {
        let error = read(&format!(r#"{{"n": [{number}]}}"#)).unwrap_err();
        assert_eq!(error, JsonError::InexactNumber { pointer: "/n/0".into(), number: number.into() });
    }
}

#[test]
fn exact_numbers_are_kept() {
    for (number, value) in [
        ("9007199254740992", json!(9_007_199_254_740_992_i64)),
        ("-9007199254740992", json!(-9_007_199_254_740_992_i64)),
        ("0.3", json!(0.3)),
        ("42.0", json!(42.0)),
        ("-0", json!(0)),
        ("0e5", json!(0.0)),
        ("1.5E+3", json!(1500.0)),
        ("0.1", json!(0.1)),
    ] {
        assert_eq!(read(number).unwrap(), value, "{number}");
    }
}

#[test]
fn sloppy_json_is_refused() {
    for text in [
        "",
        " ",
        "01",
        "1.",
        ".5",
        "+1",
        "1e",
        "NaN",
        "'a'",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "[1 2]",
        "tru",
        "\"\t\"",
        "\"\\x\"",
        "\"\\u12\"",
        "1 1",
        "{\"a\" 1}",
        "//",
        "nulls",
    ] {
        assert!(matches!(read(text), Err(JsonError::Syntax { .. })), "{text}");
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        (any::<i16>(), 1..100_u8).prop_map(|(n, d)| json!(f64::from(n) + f64::from(d % 4) / 4.0)),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn reads_what_serde_json_writes(value in any_json()) {
        prop_assert_eq!(&read(&value.to_string()).unwrap(), &value);
        prop_assert_eq!(&read(&serde_json::to_string_pretty(&value).unwrap()).unwrap(), &value);
    }

    #[test]
    fn never_accepts_what_serde_json_refuses(text in r#"[\[\]{}:,"\\0-9eE.a-z \u{0}-\u{20}é+-]{0,40}"#) {
        if let Ok(value) = read(&text) {
            // serde_json reads `-0` as a double with a sign.
            prop_assume!(!text.contains("-0"));
            prop_assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        }
    }
}
