//! Numbers and messages in words.

use openbadges::Timestamp;

use super::moment::Moment;

/// A message of the program as a sentence: it begins with a capital and ends with a full stop.
pub fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let Some(first) = letters.next() else { return String::new() };
    let end = if message.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{}{}{end}", first.to_uppercase(), letters.as_str())
}

/// `1 badge`, `3 badges`.
pub fn count(number: u64, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// A number of hours: `about 15 hours`.
pub fn hours(hours: u32) -> String {
    if hours == 1 { "about 1 hour".to_owned() } else { format!("about {hours} hours") }
}

/// A number of months: `3 years`, `18 months`.
pub fn months(months: u32) -> String {
    match (months / 12, months % 12) {
        (1, 0) => "1 year".to_owned(),
        (years @ 2.., 0) => format!("{years} years"),
        _ if months == 1 => "1 month".to_owned(),
        _ => format!("{months} months"),
    }
}

/// A size in bytes: `12 kB`, `1.2 MB`.
pub fn size(bytes: u64) -> String {
    if bytes < 1_000 {
        return format!("{bytes} bytes");
    }
    if bytes < 1_000_000 {
        return format!("{} kB", bytes.div_ceil(1_000));
    }
    let tenths = bytes / 100_000;
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

/// The day of a time, in words.
pub fn day(time: Timestamp) -> String {
    Moment::day(&time.to_string()).text
}

/// What is worth saying, with commas between.
pub fn listed(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_becomes_a_sentence() {
        assert_eq!(sentence("this is your own work"), "This is your own work.");
        assert_eq!(sentence("Done."), "Done.");
        assert_eq!(sentence(""), "");
        assert_eq!(sentence("“Plan” is too long"), "“Plan” is too long.");
    }

    #[test]
    fn numbers_read_as_people_say_them() {
        assert_eq!(
            (months(36), months(12), months(18), months(1)),
            ("3 years".to_owned(), "1 year".to_owned(), "18 months".to_owned(), "1 month".to_owned())
        );
        assert_eq!(
            (size(999), size(1_001), size(1_250_000)),
            ("999 bytes".to_owned(), "2 kB".to_owned(), "1.2 MB".to_owned())
        );
        assert_eq!((count(1, "badge"), count(0, "badge")), ("1 badge".to_owned(), "0 badges".to_owned()));
    }
}
