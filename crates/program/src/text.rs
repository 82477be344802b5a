//! What a good text is: the one place that says so, for this crate and for whoever takes texts from people.
//!
//! `tidy*` functions repair what people cannot see (tabs, line ends, blanks around); the others refuse what is left.
//! Lengths are counted in characters (Unicode scalar values), not in bytes.

use url::Url;

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TextFault {
    /// Nothing but blanks.
    #[error("must not be empty")]
    Empty,
    /// Longer than it may be; both in characters.
    #[error("is too long: {length} characters, at most {limit} are allowed")]
    TooLong {
        /// How long it is.
        length: usize,
        /// How long it may be.
        limit: usize,
    },
    /// A character that cannot be shown or that two programs would sign differently.
    #[error("holds the control character U+{code:04X}, which cannot be shown; remove it")]
    ControlCharacter {
        /// Its code point.
        code: u32,
    },
    /// More than one line where only one is allowed.
    #[error("must be a single line")]
    LineBreak,
    /// Blanks at the beginning or the end.
    #[error("must not begin or end with blanks")]
    Untrimmed,
    /// Not a slug.
    #[error(
        "must be made of lower-case letters a to z, digits and single hyphens, and begin and end with a letter or digit"
    )]
    NotASlug,
    /// Not an e-mail address.
    #[error("is not an e-mail address such as ada@example.org")]
    NotAnEmail,
    /// Not an address of the web.
    #[error("is not a web address; it must begin with https:// or http:// and name a host")]
    NotAWebAddress,
    /// A user name or password inside a web address.
    #[error("must not hold a user name or password")]
    AddressWithPassword,
    /// Not an absolute URI of a kind that can name a person.
    #[error("is not an id of a person; it must be a did:, https:, mailto: or urn: address without blanks")]
    NotASubjectId,
    /// Not a language tag of the form that Open Badges 3.0 allows.
    #[error("is not a language tag such as en, es or en-US")]
    NotALanguage,
    /// Not a SHA-256 hash.
    #[error("is not a SHA-256 hash; it must be 64 hexadecimal digits")]
    NotASha256,
    /// Not a media type.
    #[error("is not a media type such as application/pdf")]
    NotAMediaType,
}

/// The longest web address that is taken, in characters.
pub const WEB_ADDRESS_LIMIT: usize = 2_000;
/// The longest e-mail address that is taken, in characters (RFC 5321, section 4.5.3.1.3).
pub const EMAIL_LIMIT: usize = 254;
/// The longest slug that is taken, in characters: it fits into a DNS label.
pub const SLUG_LIMIT: usize = 63;
/// The longest name of a person or a district, in characters.
pub const NAME_LIMIT: usize = 120;

/// The text with what people cannot see repaired: line ends are line feeds, tabs are blanks, no blanks around.
#[must_use]
pub fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ").trim().to_owned()
}

/// As [`tidy`], and every run of blanks or line ends is one blank.
#[must_use]
pub fn tidy_line(text: &str) -> String {
    text.split(char::is_whitespace).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The web address in the spelling in which it may be signed (ASCII, percent-encoded); other texts only tidied.
#[must_use]
pub fn tidy_web_address(text: &str) -> String {
    let text = text.trim();
    match Url::parse(text) {
        Ok(url) if is_web(&url) && !text.contains(char::is_whitespace) => url.into(),
        Ok(_) | Err(_) => text.to_owned(),
    }
}

/// A text of one line, such as a title or a name.
///
/// # Errors
/// Empty, too long, not trimmed, with a line break, a control character or a character that turns the direction of
/// writing (which can make a name read as another).
pub fn line(text: &str, limit: usize) -> Result<(), TextFault> {
    prose(text, limit)?;
    match text.chars().find(|c| matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')) {
        None => Ok(()),
        Some('\n' | '\r' | '\u{2028}' | '\u{2029}') => Err(TextFault::LineBreak),
        Some(c) => Err(TextFault::ControlCharacter { code: u32::from(c) }),
    }
}

/// A text of one or more paragraphs.
///
/// # Errors
/// Empty, too long, not trimmed, or with a control character other than line feed and carriage return.
pub fn prose(text: &str, limit: usize) -> Result<(), TextFault> {
    if text.trim().is_empty() {
        return Err(TextFault::Empty);
    }
    optional_prose(text, limit)
}

/// As [`prose`], but the text may be empty.
///
/// # Errors
/// As [`prose`], without empty.
pub fn optional_prose(text: &str, limit: usize) -> Result<(), TextFault> {
    let length = text.chars().count();
    if length > limit {
        return Err(TextFault::TooLong { length, limit });
    }
    if let Some(c) = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r')) {
        return Err(TextFault::ControlCharacter { code: u32::from(c) });
    }
    if text.trim().len() != text.len() {
        return Err(TextFault::Untrimmed);
    }
    Ok(())
}

/// A slug: what may stand in an address and names one thing in its list.
///
/// # Errors
/// Empty, too long, or with other characters than `a`–`z`, `0`–`9` and single hyphens between them.
pub fn slug(text: &str) -> Result<(), TextFault> {
    let length = text.chars().count();
    if length == 0 {
        return Err(TextFault::Empty);
    }
    if length > SLUG_LIMIT {
        return Err(TextFault::TooLong { length, limit: SLUG_LIMIT });
    }
    let sound =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if text.split('-').all(sound) { Ok(()) } else { Err(TextFault::NotASlug) }
}

/// An e-mail address: enough of a check to catch slips, since only a delivered mail proves an address.
///
/// # Errors
/// Empty, too long, or not of the form `local@domain.tld` in printable ASCII without blanks, quotes or brackets.
pub fn email(text: &str) -> Result<(), TextFault> {
    line(text, EMAIL_LIMIT)?;
    let (local, domain) = text.rsplit_once('@').ok_or(TextFault::NotAnEmail)?;
    let local_is_sound = !local.is_empty()
        && local.len() <= 64
        && local.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(is_atom_byte));
    let label_is_sound = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    if local_is_sound && domain.contains('.') && domain.split('.').all(label_is_sound) {
        Ok(())
    } else {
        Err(TextFault::NotAnEmail)
    }
}

/// An address of the web, as it may be signed and shown as a link.
///
/// # Errors
/// Empty, too long, not `http` or `https`, without a host, with a user name or password, or with characters that a
/// URI must percent-encode (RFC 3986; [`tidy_web_address`] does so).
pub fn web_address(text: &str) -> Result<(), TextFault> {
    line(text, WEB_ADDRESS_LIMIT)?;
    let url = match Url::parse(text) {
        Ok(url) if is_web(&url) && text.bytes().all(is_uri_byte) => url,
        Ok(_) | Err(_) => return Err(TextFault::NotAWebAddress),
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err(TextFault::AddressWithPassword);
    }
    Ok(())
}

/// The id of the subject of a credential: an absolute URI that can name a person.
///
/// # Errors
/// Empty, too long, of another scheme than `did`, `https`, `mailto` or `urn`, or not a URI.
pub fn subject_id(text: &str) -> Result<(), TextFault> {
    line(text, WEB_ADDRESS_LIMIT)?;
    let is_named_by = |scheme: &str| text.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty());
    let is_person = ["did:", "mailto:", "urn:"].into_iter().any(is_named_by) && text.bytes().all(is_uri_byte);
    if is_person || (text.starts_with("https://") && web_address(text).is_ok()) {
        Ok(())
    } else {
        Err(TextFault::NotASubjectId)
    }
}

/// A language tag as Open Badges 3.0 takes it for `inLanguage`:
/// `^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`.
///
/// # Errors
/// Of another form.
pub fn language(text: &str) -> Result<(), TextFault> {
    let is_language =
        |part: &str| (2..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_lowercase());
    let is_script = |part: &str| {
        part.len() == 4
            && part.bytes().take(1).all(|b| b.is_ascii_uppercase())
            && part.bytes().skip(1).all(|b| b.is_ascii_lowercase())
    };
    let is_region = |part: &str| {
        (part.len() == 2 && part.bytes().all(|b| b.is_ascii_uppercase()))
            || (part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit()))
    };
    let parts: Vec<&str> = text.split('-').collect();
    let sound = match parts.as_slice() {
        [tag] => is_language(tag),
        [tag, next] => is_language(tag) && (is_script(next) || is_region(next)),
        [tag, script, region] => is_language(tag) && is_script(script) && is_region(region),
        _ => false,
    };
    if sound { Ok(()) } else { Err(TextFault::NotALanguage) }
}

/// A SHA-256 hash in hexadecimal digits of either case.
///
/// # Errors
/// Not 64 hexadecimal digits.
pub fn sha256(text: &str) -> Result<(), TextFault> {
    if text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) {
        Ok(())
    } else {
        Err(TextFault::NotASha256)
    }
}

/// A media type without parameters, such as `application/pdf` (RFC 6838, section 4.2).
///
/// # Errors
/// Of another form.
pub fn media_type(text: &str) -> Result<(), TextFault> {
    let is_name = |part: &str| {
        (1..=127).contains(&part.len())
            && part.bytes().take(1).all(|b| b.is_ascii_alphanumeric())
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b))
    };
    match text.split_once('/') {
        Some((kind, subtype)) if is_name(kind) && is_name(subtype) => Ok(()),
        Some(_) | None => Err(TextFault::NotAMediaType),
    }
}

/// How many words a text has: what stands between blanks.
pub fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "https" | "http") && url.host_str().is_some_and(|host| !host.is_empty())
}

/// The characters of RFC 3986, section 2, and `%`.
fn is_uri_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte)
}

/// The characters of an atom of RFC 5322, section 3.2.3.
fn is_atom_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
}
