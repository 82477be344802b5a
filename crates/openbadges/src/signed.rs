//! A credential with its proof, kept as the very text that was signed or received.

use serde_json::Value;

use crate::json::{self, JsonError, Limits};

/// The text of a secured credential and what it says.
///
/// *Architecture invariant*: the text is kept byte for byte and there is no `Serialize`, because a
/// database or a JSON library that writes it anew may reorder members or rewrite numbers. Serve
/// [`SignedCredential::as_str`].
///
/// The name tells what the text claims to be; whether the proof holds is for the verifier to say.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedCredential {
    text: String,
    document: Value,
}

impl SignedCredential {
    /// Reads the text within the default [`Limits`].
    ///
    /// # Errors
    /// When the text is not the JSON that [`json::parse`] accepts.
    pub fn parse(text: String) -> Result<Self, JsonError> {
        let document = json::parse(text.as_bytes(), &Limits::default())?;
        Ok(Self { text, document })
    }

    /// The text, byte for byte as it was signed or received.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What the text says.
    pub fn document(&self) -> &Value {
        &self.document
    }

    /// Gives the text away.
    pub fn into_string(self) -> String {
        self.text
    }
}
