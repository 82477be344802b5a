use actix_web::HttpRequest;
use actix_web::dev::Payload;

use super::Fields;
use super::shape::Outline;
use crate::body::bytes_up_to;
use crate::{Kind, Problem};

/// Reads an `application/x-www-form-urlencoded` body.
pub(super) async fn read(
    request: &HttpRequest,
    payload: Payload,
    outline: Outline,
) -> Result<Fields, Problem> {
    let body = bytes_up_to(request, payload, outline.text_bytes).await?;
    let mut form = parse(&body)?;
    for (name, _) in &form.texts {
        outline.check_text(name)?;
    }
    form.memory = Some(body.into_room());
    Ok(form)
}

/// The pairs of a body. Unlike browsers' own parser, bytes that are not UTF-8 are refused instead of
/// replaced: no one signs what the sender did not write.
pub(crate) fn parse(body: &[u8]) -> Result<Fields, Problem> {
    let mut form = Fields::default();
    for pair in body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        let mut halves = pair.splitn(2, |byte| *byte == b'=');
        let name = decode(halves.next().unwrap_or_default(), "a field's name")?;
        let text = decode(halves.next().unwrap_or_default(), &format!("the field {name:?}"))?;
        form.push(name, text)?;
    }
    Ok(form)
}

fn decode(encoded: &[u8], what: &str) -> Result<String, Problem> {
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match (byte, tail) {
            (b'+', _) => bytes.push(b' '),
            (b'%', [high, low, after @ ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high * 16 + low);
                    rest = after;
                }
                _ => bytes.push(b'%'),
            },
            (other, _) => bytes.push(other),
        }
    }
    String::from_utf8(bytes).map_err(|error| {
        Problem::new(Kind::Malformed, format!("{what} is not UTF-8: {}", error.utf8_error()))
    })
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_decoded_in_order() {
        let form = parse(b"a=1+%2B+1&b=%C3%BC&&c&a=%zz%4").unwrap();
        let expected = [("a", "1 + 1"), ("b", "ü"), ("c", ""), ("a", "%zz%4")];
        let expected: Vec<_> = expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        assert_eq!(form.texts, expected);
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_refused_by_name() {
        let problem = parse(b"note=%FF%FE").unwrap_err();
        assert!(problem.detail.contains("\"note\""), "{problem}");
        assert_eq!(problem.kind, Kind::Malformed);
    }

    #[test]
    fn too_many_fields_are_refused() {
        let body = "a=1&".repeat(super::super::FIELDS + 1);
        assert_eq!(parse(body.as_bytes()).unwrap_err().kind, Kind::TooLarge);
    }
}
