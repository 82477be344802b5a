//! The clocks of this machine.

use super::Clock;

/// Seconds since 1970.
#[expect(clippy::disallowed_methods, reason = "this is the door to time")]
pub(super) fn wall() -> i64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

/// Seconds since the machine was started, those in which it slept among them.
#[cfg(target_os = "linux")]
pub(super) fn steady() -> Clock {
    Box::new(|| rustix::time::clock_gettime(rustix::time::ClockId::Boottime).tv_sec)
}

/// Seconds since this was called.
#[cfg(not(target_os = "linux"))]
pub(super) fn steady() -> Clock {
    let begin = std::time::Instant::now();
    Box::new(move || i64::try_from(begin.elapsed().as_secs()).unwrap_or(i64::MAX))
}

/// The name that Linux gives to each start of a machine.
#[cfg(target_os = "linux")]
pub(super) fn boot() -> Option<String> {
    let name = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty() && name.len() <= 64)
}

/// Here a clock that was read by another process says nothing.
#[cfg(not(target_os = "linux"))]
pub(super) fn boot() -> Option<String> {
    None
}
