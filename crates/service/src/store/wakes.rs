//! What wakes the workers of this process before their tick.

use std::sync::atomic::{AtomicU64, Ordering};

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
    lists_rung: AtomicU64,
}

impl Wakes {
    /// Rings the bell of a topic.
    pub(crate) fn ring(&self, topic: Topic) {
        if topic == Topic::Lists {
            self.lists_rung.fetch_add(1, Ordering::Relaxed);
        }
        self.bell(topic).notify_one();
    }

    /// How often it was said that status lists changed.
    pub(crate) fn lists_rung(&self) -> u64 {
        self.lists_rung.load(Ordering::Relaxed)
    }

    /// The bell of a topic.
    pub(crate) const fn bell(&self, topic: Topic) -> &Notify {
        match topic {
            Topic::Outbox => &self.outbox,
            Topic::Lists => &self.lists,
        }
    }
}
