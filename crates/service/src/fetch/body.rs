//! The bytes of an answer, never more than a document may have.

use std::io::Read;

use flate2::read::MultiGzDecoder;
use futures_util::StreamExt;
use reqwest::Response;
use reqwest::header::{CONTENT_ENCODING, HeaderMap};

use super::FetchError;

/// How the bytes of an answer are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Identity,
    Gzip,
}

/// Reads the body, and unpacks it. We ask for the document as it is; but some stores keep it packed, and know nothing else.
pub(super) async fn read(response: Response, most: usize) -> Result<Vec<u8>, FetchError> {
    let encoding = encoding(response.headers())?;
    let promised = response.content_length().and_then(|length| usize::try_from(length).ok());
    if promised.is_some_and(|promised| promised > most) {
        return Err(FetchError::TooLong { most });
    }
    let mut bytes = Vec::new();
    let mut stream = response.bytes_stream();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|error| super::reason(&error))?;
        if bytes.len().saturating_add(chunk.len()) > most {
            return Err(FetchError::TooLong { most });
        }
        bytes.extend_from_slice(&chunk);
    }
    match encoding {
        Encoding::Identity => Ok(bytes),
        Encoding::Gzip => unpack(&bytes, most),
    }
}

/// One encoding at most: each further one would multiply what a few bytes become.
fn encoding(headers: &HeaderMap) -> Result<Encoding, FetchError> {
    let mut found = Encoding::Identity;
    for value in headers.get_all(CONTENT_ENCODING) {
        let named = value.to_str().map_err(|_error| FetchError::Encoded)?.trim().to_ascii_lowercase();
        found = match (named.as_str(), found) {
            ("" | "identity", found) => found,
            ("gzip" | "x-gzip", Encoding::Identity) => Encoding::Gzip,
            _ => return Err(FetchError::Encoded),
        };
    }
    Ok(found)
}

/// Unpacks until there is more than a document may have, however much more the bytes promise.
fn unpack(packed: &[u8], most: usize) -> Result<Vec<u8>, FetchError> {
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    MultiGzDecoder::new(packed).take(limit).read_to_end(&mut bytes).map_err(|_error| FetchError::Garbled)?;
    if bytes.len() > most { Err(FetchError::TooLong { most }) } else { Ok(bytes) }
}
