//! Reading a body no further than it may be long, no longer than it may take, and only while there is room
//! for it in memory.

use std::ops::Deref;
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_LENGTH;
use futures_util::StreamExt;
use serde_json::Value;

use crate::budget::Share;
use crate::{Kind, Problem, Wrong};

/// What is said of a text with U+0000, which a database cannot store.
pub(crate) const NUL: &str = "contains the character U+0000, which cannot be stored; remove it";
/// How long a body may take.
const TIME: Duration = Duration::from_secs(90);
/// How long a client may send nothing in the middle of it.
const SILENCE: Duration = Duration::from_secs(20);

/// A body in memory, and the room that it takes there.
#[derive(Debug)]
pub struct Body {
    bytes: Vec<u8>,
    room: Share,
}

impl Deref for Body {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Body {
    /// The bytes, for a function that wants to own them, and the room that they take.
    pub fn into_parts(self) -> (Vec<u8>, Share) {
        (self.bytes, self.room)
    }

    /// The room alone, for what was made of the bytes.
    pub fn into_room(self) -> Share {
        self.room
    }
}

/// All bytes of a body of at most `most` bytes.
///
/// # Errors
/// `too-large`, before anything is read when the client says so, else as soon as there is one byte more;
/// `malformed` when the client stops in the middle; `unavailable` when there is no room.
pub async fn bytes_up_to(request: &HttpRequest, payload: Payload, most: usize) -> Result<Body, Problem> {
    announced(request, most)?;
    in_time(read(payload, most, Share::of_memory(request))).await
}

/// Refuses a body that is said to be too long.
pub(crate) fn announced(request: &HttpRequest, most: usize) -> Result<(), Problem> {
    let length = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    match length.and_then(|length| length.parse::<u64>().ok()) {
        Some(length) if usize::try_from(length).map_or(true, |length| length > most) => {
            Err(too_large("the body", most))
        }
        _ => Ok(()),
    }
}

/// What reads a body, given up when the client takes longer than a minute and a half: enough for a form
/// with files over a slow line, too little to hold connections for nothing.
pub(crate) async fn in_time<T>(reading: impl Future<Output = Result<T, Problem>>) -> Result<T, Problem> {
    tokio::time::timeout(TIME, reading).await.map_err(|_late| late())?
}

/// The next piece of something, given up when the client has been silent for a while.
pub(crate) async fn next<T>(pieces: &mut (impl StreamExt<Item = T> + Unpin)) -> Result<Option<T>, Problem> {
    tokio::time::timeout(SILENCE, pieces.next()).await.map_err(|_late| late())
}

fn late() -> Problem {
    Problem::new(Kind::Malformed, "the body did not arrive in time")
}

async fn read(mut payload: Payload, most: usize, mut room: Share) -> Result<Body, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = next(&mut payload).await? {
        let chunk = chunk
            .map_err(|error| Problem::new(Kind::Malformed, format!("the body is incomplete: {error}")))?;
        append(&mut bytes, &chunk, most, &mut room, "the body").await?;
    }
    Ok(Body { bytes, room })
}

/// Appends a piece of something that may have `most` bytes, when there is room for it. `what` is named when
/// it is too long.
pub(crate) async fn append(
    bytes: &mut Vec<u8>,
    piece: &[u8],
    most: usize,
    room: &mut Share,
    what: &str,
) -> Result<(), Problem> {
    let needed = bytes.len().saturating_add(piece.len());
    if needed > most {
        return Err(too_large(what, most));
    }
    if needed > bytes.capacity() {
        let capacity = needed.max(bytes.capacity().saturating_mul(2).min(most));
        room.hold(capacity).await?;
        bytes.reserve_exact(capacity.saturating_sub(bytes.len()));
    }
    bytes.extend_from_slice(piece);
    Ok(())
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

    async fn read(body: &'static str, most: usize) -> Result<Body, Problem> {
        let (request, mut payload) = TestRequest::post().set_payload(body).to_http_parts();
        let payload = actix_web::web::Payload::from_request(&request, &mut payload).await.unwrap();
        bytes_up_to(&request, payload.into_inner(), most).await
    }

    #[actix_web::test]
    async fn the_limit_itself_is_allowed_and_one_more_is_not() {
        assert_eq!(&*read("12345", 5).await.unwrap(), b"12345");
        let problem = read("123456", 5).await.unwrap_err();
        assert_eq!(problem.kind, Kind::TooLarge);
        assert_eq!(problem.detail, "the body is larger than 5 bytes");
    }

    #[actix_web::test]
    async fn what_is_said_to_be_too_long_is_not_read() {
        let request = TestRequest::post().insert_header((CONTENT_LENGTH, "6")).to_http_request();
        let problem = bytes_up_to(&request, Payload::None, 5).await.unwrap_err();
        assert_eq!(problem.kind, Kind::TooLarge);
    }
}
