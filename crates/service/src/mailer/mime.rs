//! A mail as bytes: `multipart/alternative`, with plain text first and HTML second (RFC 2046 §5.1.4), and the
//! headers by which other programs know what it is.

use std::time::{Duration, SystemTime};

use lettre::Message;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, header::Date};
use openbadges::Timestamp;

use super::Mail;
use crate::Error;

/// `Auto-Submitted: auto-generated` (RFC 3834 §5): no vacation note answers it.
#[derive(Debug, Clone, Copy)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The message, ready to be sent.
///
/// # Errors
/// When an address is none.
pub(super) fn message(mail: &Mail, from: &Mailbox, id: &str, at: Timestamp) -> Result<Message, Error> {
    let address = mail.to.address.parse().map_err(|error| Error::internal(format!("address: {error}")))?;
    let seconds = u64::try_from(at.unix()).unwrap_or_default();
    Message::builder()
        .from(from.clone())
        .to(Mailbox::new(Some(one_line(&mail.to.name)), address))
        .subject(one_line(&mail.subject))
        .header(Date::new(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)))
        .message_id(Some(id.to_owned()))
        .header(AutoSubmitted)
        .multipart(MultiPart::alternative_plain_html(mail.text()?, mail.html()?))
        .map_err(Error::internal)
}

/// A header is one line: line breaks in a name or title become spaces.
fn one_line(text: &str) -> String {
    text.split(char::is_control).filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::mail::tests::sample;
    use super::*;

    fn bytes(mail: &Mail) -> String {
        let at = Timestamp::parse("2026-11-28T16:53:53Z").unwrap();
        let from = "Countersign <badges@maple.example>".parse().unwrap();
        String::from_utf8(message(mail, &from, "<1@badges.example.org>", at).unwrap().formatted()).unwrap()
    }

    #[test]
    fn every_header_that_readers_need_is_there() {
        let text = bytes(&sample());
        let head = text.split("\r\n\r\n").next().unwrap();
        for line in [
            "MIME-Version: 1.0",
            "Content-Type: multipart/alternative;",
            "Date: Sat, 28 Nov 2026 16:53:53 +0000",
            "Message-ID: <1@badges.example.org>",
            "Auto-Submitted: auto-generated",
        ] {
            assert!(head.lines().any(|found| found.starts_with(line)), "{line} in {head}");
        }
        for part in ["Content-Type: text/plain; charset=utf-8", "Content-Type: text/html; charset=utf-8"] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(text.is_ascii(), "no server has to take 8 bits");
        assert!(text.lines().all(|line| line.len() <= 998), "RFC 5322 §2.1.1");
    }

    #[test]
    fn no_name_and_no_title_adds_a_header() {
        let mut mail = sample();
        mail.subject = "Hello\r\nBcc: all@maple.example".to_owned();
        mail.to.name = "Zoë\nBcc: all@maple.example".to_owned();
        let text = bytes(&mail);
        let head = text.split("\r\n\r\n").next().unwrap();
        assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{head}");
    }
}
