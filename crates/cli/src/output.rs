//! The two streams of the process. A reader that goes away early (`| head`) ends the output, not the work.

use std::io::{ErrorKind, Write};

use crate::failure::Failure;

/// Writes a line to standard output.
///
/// # Errors
/// When it cannot be written, such as to a full disk; a reader that went away is none.
pub(crate) fn line(text: impl AsRef<str>) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out
        .write_all(text.as_ref().as_bytes())
        .and_then(|()| out.write_all(b"\n"))
        .and_then(|()| out.flush())
    {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

/// Writes a line to standard error, as best it can: there is no one else to tell.
pub(crate) fn complain(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "countersign: {text}");
}

/// The text without control characters: what strangers wrote must not steer a terminal.
pub(crate) fn tame(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}
