//! What a district is about to sign, and what becomes of it once that is signed. Between the two, the signatures may come from
//! anywhere: a key ring in memory, a hardware module, a service far away.

use std::fmt;

use openbadges::PublicKey;
use openbadges::jose::PreparedToken;

use crate::error::IssueError;
use crate::keys::KeyRing;

/// A document that is drafted and linted and lacks nothing but its signatures.
#[must_use]
pub struct Unsigned<T> {
    messages: Vec<Message>,
    finish: Box<dyn Finish<T>>,
}

/// Puts the signatures where they belong.
trait Finish<T>: Send {
    fn finish(self: Box<Self>, signatures: &[Vec<u8>]) -> Result<T, IssueError>;
}

impl<T, F: FnOnce(&[Vec<u8>]) -> Result<T, IssueError> + Send> Finish<T> for F {
    fn finish(self: Box<Self>, signatures: &[Vec<u8>]) -> Result<T, IssueError> {
        self(signatures)
    }
}

/// One signature that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The key that is to sign: one of those that sign for the district.
    pub key: PublicKey,
    /// What is to be signed, in the way of the key's algorithm (`openbadges::Algorithm`).
    pub bytes: Vec<u8>,
}

impl<T> Unsigned<T> {
    pub(crate) fn new(
        messages: Vec<Message>,
        finish: impl FnOnce(&[Vec<u8>]) -> Result<T, IssueError> + Send + 'static,
    ) -> Self {
        Self { messages, finish: Box::new(finish) }
    }

    /// With one message.
    pub(crate) fn one(
        message: Message,
        finish: impl FnOnce(&[u8]) -> Result<T, IssueError> + Send + 'static,
    ) -> Self {
        // As many signatures come as there are messages.
        Self::new(vec![message], move |signatures| finish(signatures.first().map_or(&[], Vec::as_slice)))
    }

    /// Everything that is to be signed. No message depends on the signature of another: they may be signed at once.
    pub fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// The signed document. `signatures` are those of [`Self::messages`], in their order. Whether they hold is not checked here.
    ///
    /// # Errors
    ///
    /// [`IssueError::Signatures`] when there are not as many as messages; [`IssueError::Proof`] or [`IssueError::Envelope`]
    /// when one has not the length of a signature of its key; [`IssueError::Unreadable`] when the signed text is larger than
    /// what a reader accepts.
    pub fn finish(self, signatures: &[Vec<u8>]) -> Result<T, IssueError> {
        let (expected, found) = (self.messages.len(), signatures.len());
        if expected != found {
            return Err(IssueError::Signatures { expected, found });
        }
        self.finish.finish(signatures)
    }

    /// The signed document, by keys that are at hand.
    ///
    /// # Errors
    ///
    /// As [`Self::finish`]; [`IssueError::KeyGone`] when a key is not in the ring.
    pub fn signed_by(self, ring: &KeyRing) -> Result<T, IssueError> {
        let sign = |message: &Message| {
            let gone = || IssueError::KeyGone { key: message.key.to_multibase() };
            ring.sign(&message.key, &message.bytes).ok_or_else(gone)
        };
        let signatures = self.messages.iter().map(sign).collect::<Result<Vec<_>, _>>()?;
        self.finish(&signatures)
    }

    /// The same with something done to the signed document.
    pub(crate) fn then<U>(self, change: impl FnOnce(T) -> U + Send + 'static) -> Unsigned<U>
    where
        T: 'static,
    {
        let Self { messages, finish } = self;
        Unsigned::new(messages, move |signatures| finish.finish(signatures).map(change))
    }
}

impl Unsigned<String> {
    pub(crate) fn token(prepared: PreparedToken) -> Self {
        let message = Message { key: prepared.key().clone(), bytes: prepared.message().to_vec() };
        Self::one(message, move |signature| Ok(prepared.finish(signature)?))
    }
}

impl<T> fmt::Debug for Unsigned<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unsigned").field("messages", &self.messages.len()).finish_non_exhaustive()
    }
}
