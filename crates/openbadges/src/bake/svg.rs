//! Baking SVG images: an element `credential` of the namespace of Open Badges (Open Badges 3.0 §5.3.2).

use std::fmt::Write;

use super::{BakeError, Baked, Credential, Existing, Generation, found, within_limit};

mod walk;

use walk::{Found, Picture};

/// The namespace of Open Badges 3.0. (No `/spec/` in it, unlike the contexts.)
pub const NAMESPACE: &str = "https://purl.imsglobal.org/ob/v3p0";

/// The namespace of Open Badges 2.0.
pub const NAMESPACE_2: &str = "http://openbadges.org";

/// Puts the text of a credential into an SVG, directly after the opening tag. Every other byte stays.
///
/// JSON goes into a CDATA section; what XML would not let stand there (`]]>`, U+FFFE, U+FFFF) is written as a JSON
/// escape, which is the same value with the same signature. A compact JWS goes into the attribute `verify`.
///
/// # Errors
/// When the image is too large, not UTF-8, no well-formed SVG, or already baked (and should not be), or the text is no
/// credential.
pub fn bake(image: &[u8], credential: &str, existing: Existing) -> Result<Vec<u8>, BakeError> {
    let credential = Credential::read(credential)?;
    let picture = Picture::read(text_of(image)?)?;
    let baked: Vec<&Found> =
        picture.found.iter().filter(|found| found.generation == Generation::OpenBadges3).collect();
    if existing == Existing::Refuse && !baked.is_empty() {
        return Err(BakeError::AlreadyBaked);
    }
    let root = &picture.root;
    let mut written = String::with_capacity(image.len() + 256);
    // Up to the end of the opening tag, and through it.
    written.push_str(slice(picture.text, 0, root.tag_ends));
    if root.prefix.is_none() {
        declare(&mut written);
    }
    written.push('>');
    element(&mut written, &credential, root.prefix.as_deref().is_some_and(|bound| bound != NAMESPACE));
    // The rest, without what was baked before.
    let mut from = root.content_begins;
    for old in baked {
        written.push_str(slice(picture.text, from, old.begins));
        from = old.ends;
    }
    written.push_str(slice(picture.text, from, picture.text.len()));
    if let Some(name) = &root.closed_at_once {
        // `<svg …/>` became `<svg …>`, so it needs an end; what follows it stays behind it.
        let rest = written.split_off(written.len() - (picture.text.len() - root.content_begins));
        write!(written, "</{name}>{rest}").unwrap_or_default();
    }
    Ok(written.into_bytes())
}

/// Reads what an SVG carries; `None` when it carries no credential.
///
/// Elements are known by their namespace, whatever their prefix. Entities that a document type declares are not
/// expanded: text that needs them is an error.
///
/// # Errors
/// When the image is too large, not UTF-8 or no well-formed SVG, or the text in it cannot be read.
pub fn unbake(image: &[u8]) -> Result<Option<Baked>, BakeError> {
    let picture = Picture::read(text_of(image)?)?;
    let Some(first) = picture.found.iter().min_by_key(|found| found.generation) else {
        return Ok(None);
    };
    let others = picture.found.iter().filter(|other| other.generation == first.generation).count();
    let text = found(first.text()?)?;
    Ok(Some(Baked { generation: first.generation, text, others: others.saturating_sub(1) }))
}

fn text_of(image: &[u8]) -> Result<&str, BakeError> {
    within_limit(image)?;
    std::str::from_utf8(image)
        .map_err(|error| BakeError::NotUtf8 { problem: format!("byte {} is wrong", error.valid_up_to()) })
}

fn declare(written: &mut String) {
    write!(written, " xmlns:openbadges=\"{NAMESPACE}\"").unwrap_or_default();
}

/// The element; it declares the prefix itself where the image uses that prefix for something else.
fn element(written: &mut String, credential: &Credential<'_>, declares: bool) {
    written.push_str("<openbadges:credential");
    if declares {
        declare(written);
    }
    match credential {
        Credential::Jws(jws) => {
            write!(written, " verify=\"{jws}\">").unwrap_or_default();
        }
        Credential::Json(json) => {
            let json = json
                .replace("]]>", "]]\\u003e")
                .replace('\u{fffe}', "\\ufffe")
                .replace('\u{ffff}', "\\uffff");
            write!(written, "><![CDATA[{json}]]>").unwrap_or_default();
        }
    }
    written.push_str("</openbadges:credential>");
}

fn slice(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or_default()
}
