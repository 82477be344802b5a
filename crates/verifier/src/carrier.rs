//! What kind of file or text a credential came in (Open Badges 3.0 §5).

use openbadges::bake::{png, svg};
use serde::Serialize;

use crate::Rejection;

/// The form in which a credential was handed over, told by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Carrier {
    /// A JSON document with an embedded proof.
    Json,
    /// A compact JWS (`header.payload.signature`), an SD-JWT (the same and disclosures), or a data URL with one of them.
    Jwt,
    /// A PNG image into which a credential may be baked.
    Png,
    /// An SVG image into which a credential may be baked.
    Svg,
}

impl Carrier {
    /// Recognizes a carrier; anything unknown is taken for JSON, so that the JSON reader says what is wrong with it.
    pub fn recognize(bytes: &[u8]) -> Self {
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            return Self::Png;
        }
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii();
        if text.starts_with(b"<") {
            Self::Svg
        } else if is_token(text) {
            Self::Jwt
        } else {
            Self::Json
        }
    }

    /// The text that an image carries, or `None` for a carrier that is itself the text.
    ///
    /// What is inside is as little trusted as if it had come alone.
    pub(crate) fn unbake(self, bytes: &[u8]) -> Result<Option<String>, Rejection> {
        let baked = match self {
            Self::Png => png::unbake(bytes)?,
            Self::Svg => svg::unbake(bytes)?,
            Self::Json | Self::Jwt => return Ok(None),
        };
        let Some(baked) = baked else { return Err(Rejection::NoCredential { carrier: self.name() }) };
        Ok(Some(baked.text))
    }

    /// The name of the carrier, for a sentence.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Json => "JSON document",
            Self::Jwt => "JWT",
            Self::Png => "PNG image",
            Self::Svg => "SVG image",
        }
    }
}

fn is_token(text: &[u8]) -> bool {
    let is_data_url = text.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"data:"));
    is_data_url || text.split(|byte| *byte == b'~').next().is_some_and(is_compact_jws)
}

/// `CompactJws` of Open Badges 3.0: `^[a-zA-Z0-9_-]+\.[a-zA-Z0-9_-]*\.[a-zA-Z0-9_-]+$`.
fn is_compact_jws(text: &[u8]) -> bool {
    // Not more parts than it takes to know: a text can be ten million full stops.
    let mut parts = text.split(|byte| *byte == b'.');
    let (Some(header), Some(payload), Some(signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let base64url =
        |part: &[u8]| part.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    !header.is_empty() && !signature.is_empty() && [header, payload, signature].into_iter().all(base64url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_carrier_is_told_by_its_first_bytes() {
        assert_eq!(Carrier::recognize(b" {\"id\": 1}"), Carrier::Json);
        assert_eq!(Carrier::recognize(b"\x89PNG\r\n\x1a\nIHDR"), Carrier::Png);
        assert_eq!(Carrier::recognize(b"<?xml version=\"1.0\"?><svg/>"), Carrier::Svg);
        assert_eq!(Carrier::recognize(b"eyJhbGciOiJFUzI1NiJ9.e30.c2ln\n"), Carrier::Jwt);
        assert_eq!(Carrier::recognize(b"eyJhbGciOiJFUzI1NiJ9.e30.c2ln~WyJzIiwxXQ~"), Carrier::Jwt);
        assert_eq!(Carrier::recognize(b"data:application/vc+jwt,eyJ"), Carrier::Jwt);
        assert_eq!(Carrier::recognize(b"1.2"), Carrier::Json);
    }
}
