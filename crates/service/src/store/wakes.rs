//! What wakes the workers of this process before their tick.

use tokio::sync::Notify;

/// What a transaction can make work for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Topic {
    /// Messages were written.
    Outbox,
    /// Bits of status lists changed, or lists were signed.
    Lists,
}

/// One bell for each topic. It rings when the transaction has committed ([`super::Tx::wake`]), so that whoever
/// wakes up finds what was written.
#[derive(Debug, Default)]
pub(crate) struct Wakes {
    outbox: Notify,
    lists: Notify,
}

impl Wakes {
    /// The bell of a topic.
    pub(crate) const fn bell(&self, topic: Topic) -> &Notify {
        match topic {
            Topic::Outbox => &self.outbox,
            Topic::Lists => &self.lists,
        }
    }
}
