use serde_json::Value;

use super::{ValueError, checked_text};
use crate::member::{Member, ReadError};

checked_text! {
    /// A JWS in compact form (RFC 7515): header, payload and signature in base64url, joined by full stops.
    CompactJws, not_a_compact_jws
}

impl CompactJws {
    /// `^[a-zA-Z0-9_-]+\.[a-zA-Z0-9_-]*\.[a-zA-Z0-9_-]+$`; the payload of a detached JWS is empty.
    fn admits(text: &str) -> bool {
        let mut parts = text.split('.');
        let (header, payload, signature) = (parts.next(), parts.next(), parts.next());
        let alphabet =
            |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        let full = |part: &str| !part.is_empty() && alphabet(part);
        header.is_some_and(full)
            && payload.is_some_and(alphabet)
            && signature.is_some_and(full)
            && parts.next().is_none()
    }
}

impl Member for CompactJws {
    fn read(value: &Value) -> Result<Self, ReadError> {
        Ok(Self::new(String::read(value)?)?)
    }

    fn write(&self) -> Value {
        self.as_str().into()
    }
}

/// Without the text: a JWS can be long, and says nothing to a reader.
fn not_a_compact_jws(_: String) -> ValueError {
    ValueError::NotACompactJws
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_compact_jws_has_three_parts_of_which_only_the_payload_may_be_empty() {
        for good in ["a.b.c", "eyJ-_.e30.sig", "a..c"] {
            assert!(CompactJws::new(good).is_ok(), "{good}");
        }
        for bad in ["", "a.b", "a.b.", ".b.c", "a.b.c.d", "a.b=.c", "a.b.c\n", "a b.c.d"] {
            assert!(CompactJws::new(bad).is_err(), "{bad}");
        }
    }
}
