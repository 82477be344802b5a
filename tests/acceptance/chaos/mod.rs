//! What goes wrong around the service, with processes of its own: afterwards nothing is lost, nothing happened twice, and it
//! is back within ten seconds.

mod clock;
mod database_gone;
mod full_disk;
mod killed;
mod mail_hangs;
mod register;
mod replicas;

use std::time::Duration;

/// How long the service may take until it is back.
const BACK: Duration = Duration::from_secs(10);
