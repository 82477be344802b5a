use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Files that the process needs for other things than connections of clients: the database, mails, fetches.
const OTHERS: usize = 64;
/// One more for other things for every so many files.
const SHARE: usize = 8;

/// Raises the limit of open files as far as the process may (`RLIMIT_NOFILE`), and gives how many connections of
/// clients there is room for.
pub fn raise_limit(wanted: usize) -> usize {
    let limit = getrlimit(Resource::Nofile);
    if limit.current != limit.maximum {
        let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
        if let Err(error) = setrlimit(Resource::Nofile, raised) {
            tracing::warn!(%error, "the limit of open files cannot be raised");
        }
    }
    let files = getrlimit(Resource::Nofile)
        .current
        .map_or(usize::MAX, |files| usize::try_from(files).unwrap_or(usize::MAX));
    let room = connections(files).min(wanted);
    if room < wanted {
        tracing::warn!(files, connections = room, "few files may be open, so fewer clients can connect");
    }
    room
}

/// How many connections there is room for among so many files.
fn connections(files: usize) -> usize {
    files.saturating_sub(OTHERS).saturating_sub(files / SHARE).max(16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn others_keep_room_for_their_files() {
        assert_eq!(connections(160), 76);
        assert_eq!(connections(1024), 832);
        assert_eq!(connections(20), 16);
    }
}
