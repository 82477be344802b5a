//! Reading a body no further than it may be long, and no longer than it may take.

use std::time::Duration;

use actix_web::dev::Payload;
use futures_util::StreamExt;
use serde_json::Value;

use crate::{Kind, Problem, Wrong};

/// What is said of a text with U+0000, which a database cannot store.
pub(crate) const NUL: &str = "holds the character U+0000, which cannot be stored; remove it";
/// How long a body may take.
const TIME: Duration = Duration::from_secs(90);

/// All bytes of a body of at most `most` bytes.
///
/// # Errors
/// `too-large`, as soon as there is one byte more; `malformed` when the client stops in the middle.
pub async fn bytes_up_to(payload: Payload, most: usize) -> Result<Vec<u8>, Problem> {
    in_time(read(payload, most)).await
}

/// What reads a body, given up when the client takes longer than a minute and a half: enough for a form
/// with files over a slow line, too little to hold connections for nothing.
pub(crate) async fn in_time<T>(reading: impl Future<Output = Result<T, Problem>>) -> Result<T, Problem> {
    let late = |_| Problem::new(Kind::Malformed, "the body did not arrive in time");
    tokio::time::timeout(TIME, reading).await.map_err(late)?
}

async fn read(mut payload: Payload, most: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| {
            Problem::new(Kind::Malformed, format!("the body did not arrive whole: {error}"))
        })?;
        if bytes.len() + chunk.len() > most {
            return Err(too_large("the body", most));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// The members of a document whose text, or name, holds U+0000.
pub(crate) fn members_with_nul(value: &Value) -> Vec<Wrong> {
    let mut found = Vec::new();
    // The depth of a document is bounded by its parser.
    let mut open = vec![(String::new(), value)];
    while let Some((pointer, value)) = open.pop() {
        match value {
            Value::String(text) if text.contains('\0') => found.push(Wrong::member(pointer, NUL)),
            Value::Array(items) => {
                open.extend(
                    items.iter().enumerate().map(|(index, item)| (format!("{pointer}/{index}"), item)),
                );
            }
            Value::Object(members) => {
                for (name, member) in members {
                    // RFC 6901, section 3
                    let pointer = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
                    if name.contains('\0') {
                        found.push(Wrong::member(pointer.clone(), NUL));
                    }
                    open.push((pointer, member));
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    found
}

/// That something is longer than it may be.
pub(crate) fn too_large(what: &str, most: usize) -> Problem {
    Problem::new(Kind::TooLarge, format!("{what} is larger than {}", size(most)))
}

/// A number of bytes for people.
fn size(bytes: usize) -> String {
    if bytes >= 1024 * 1024 { format!("{} MB", bytes / (1024 * 1024)) } else { format!("{bytes} bytes") }
}

#[cfg(test)]
mod tests {
    use actix_web::FromRequest;
    use actix_web::test::TestRequest;

    use super::*;

    async fn read(body: &'static str, most: usize) -> Result<Vec<u8>, Problem> {
        let (request, mut payload) = TestRequest::post().set_payload(body).to_http_parts();
        let payload = actix_web::web::Payload::from_request(&request, &mut payload).await.unwrap();
        bytes_up_to(payload.into_inner(), most).await
    }

    #[actix_web::test]
    async fn the_limit_itself_is_allowed_and_one_more_is_not() {
        assert_eq!(read("12345", 5).await.unwrap(), b"12345");
        let problem = read("123456", 5).await.unwrap_err();
        assert_eq!(problem.kind, Kind::TooLarge);
        assert_eq!(problem.detail, "the body is larger than 5 bytes");
    }
}
