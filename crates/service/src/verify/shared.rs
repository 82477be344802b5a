//! The report of our own badges at their share links. A badge that everybody looks at costs one verification a
//! minute, not one a view.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use quick_cache::sync::Cache;
use uuid::Uuid;
use verifier::Report;

use crate::commands::status_list;
use crate::status_board::Version;
use crate::{Error, Service, SharedCredential};

/// Reports that are kept at once.
const REPORTS: usize = 500;

/// What a report depends on: the badge and its status, the state of its list and of the other lists here (those of
/// its endorsements may be among them), and the minute, after which everything else, such as the keys of whoever
/// endorses it, is looked at again.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    credential: Uuid,
    changed_at: i64,
    is_active: bool,
    list: Option<Version>,
    changes: (u64, u64),
    minute: i64,
}

/// The reports that are kept.
#[derive(Debug)]
pub(crate) struct Reports {
    kept: Cache<Key, Arc<Report>>,
    made: AtomicU64,
}

impl Default for Reports {
    fn default() -> Self {
        Self { kept: Cache::new(REPORTS), made: AtomicU64::new(0) }
    }
}

impl Reports {
    /// How many were made.
    pub(crate) fn made(&self) -> u64 {
        self.made.load(Ordering::Relaxed)
    }
}

/// The report of a shared badge, at most a minute old. Whoever asks while it is being made waits for it.
///
/// # Errors
/// As [`super::credential`].
pub async fn shared(service: &Service, shared: &SharedCredential) -> Result<Arc<Report>, Error> {
    let credential = &shared.credential;
    let district = program::DistrictId::from_uuid(shared.district.id);
    let number = credential.status_list.rsplit('/').next().and_then(|number| number.parse().ok());
    let list = match number {
        None => None,
        Some(number) => match service.board().posted(district, number) {
            Some(posted) => Some(posted.version),
            None => Some(status_list::refresh(service, district, number).await?.version),
        },
    };
    let key = Key {
        credential: credential.id,
        changed_at: credential.changed_at.unix(),
        is_active: credential.state == program::CredentialState::Active,
        list,
        changes: (service.board().changes(), service.backend().wakes().lists_rung()),
        minute: service.now().unix().div_euclid(60),
    };
    let reports = service.reports();
    let making = async {
        reports.made.fetch_add(1, Ordering::Relaxed);
        super::credential(service, shared.text.as_bytes()).await.map(Arc::new)
    };
    reports.kept.get_or_insert_async(&key, making).await
}
