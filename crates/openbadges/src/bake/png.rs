//! Baking PNG images: an `iTXt` chunk with the keyword `openbadgecredential` (Open Badges 3.0 §5.3.1).

use std::io::Read;

use flate2::read::ZlibDecoder;

use super::{BakeError, Baked, Credential, Existing, Generation, MOST_TEXT, found, within_limit};

/// The first eight bytes of every PNG.
pub const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";

/// The keyword of Open Badges 3.0.
pub const KEYWORD: &str = "openbadgecredential";

/// The keyword of Open Badges 2.0 and before.
pub const KEYWORD_2: &str = "openbadges";

/// The most chunks a PNG may have. An encoder that writes 8 KiB at a time needs 2048 for [`super::MOST_IMAGE`].
pub const MOST_CHUNKS: usize = 65_536;

/// Puts the text of a credential into a PNG, right before its end. Every other byte stays.
///
/// The text is written as it is: JSON when it begins with `{`, else a compact JWS.
///
/// # Errors
/// When the image is too large, damaged, or already baked (and should not be), or the text is no credential.
pub fn bake(image: &[u8], credential: &str, existing: Existing) -> Result<Vec<u8>, BakeError> {
    let (Credential::Json(text) | Credential::Jws(text)) = Credential::read(credential)?;
    let mut chunks = Chunks::of(image)?;
    let mut baked = Vec::with_capacity(image.len() + text.len() + 64);
    baked.extend(SIGNATURE);
    for chunk in &mut chunks {
        let chunk = chunk?;
        chunk.check()?;
        if chunk.baking().is_some_and(|(generation, _)| generation == Generation::OpenBadges3) {
            match existing {
                Existing::Refuse => return Err(BakeError::AlreadyBaked),
                Existing::Replace => continue,
            }
        }
        if chunk.kind == *b"IEND" {
            baked.extend(text_chunk(text)?);
        }
        baked.extend(chunk.whole);
    }
    baked.extend(chunks.rest);
    Ok(baked)
}

/// Reads what a PNG carries; `None` when it carries no credential.
///
/// A wrong checksum is an error in the chunk that is read and in those a viewer needs (the critical ones).
///
/// # Errors
/// When the image is too large or damaged, or the text in it cannot be read.
pub fn unbake(image: &[u8]) -> Result<Option<Baked>, BakeError> {
    let mut bakings = Vec::new();
    for chunk in Chunks::of(image)? {
        let chunk = chunk?;
        if chunk.is_critical() {
            chunk.check()?;
        }
        if let Some((generation, rest)) = chunk.baking() {
            bakings.push((generation, chunk.kind != *b"iTXt", chunk, rest));
        }
    }
    // The first of several equals is the one that `min_by_key` gives.
    let Some((generation, _, chunk, rest)) = bakings.iter().min_by_key(|(new, plain, ..)| (*new, *plain))
    else {
        return Ok(None);
    };
    chunk.check()?;
    let text = chunk.text(rest)?;
    let others = bakings.iter().filter(|(other, ..)| other == generation).count().saturating_sub(1);
    Ok(Some(Baked { generation: *generation, text: found(&text)?, others }))
}

/// `openbadgecredential` NUL, not compressed (0), method 0, no language NUL, no translated keyword NUL, the text.
fn text_chunk(text: &str) -> Result<Vec<u8>, BakeError> {
    let mut body = Vec::with_capacity(text.len() + 32);
    body.extend(b"iTXt");
    body.extend(KEYWORD.as_bytes());
    body.extend([0; 5]);
    body.extend(text.as_bytes());
    let too_long = |_error| BakeError::TextTooLong { limit: MOST_TEXT };
    let length = u32::try_from(body.len().saturating_sub(4)).map_err(too_long)?;
    let mut chunk = length.to_be_bytes().to_vec();
    let checksum = crc32fast::hash(&body);
    chunk.extend(body);
    chunk.extend(checksum.to_be_bytes());
    Ok(chunk)
}

/// One chunk: length, type, data, checksum over type and data (PNG, third edition, §5.3).
struct Chunk<'a> {
    offset: usize,
    kind: [u8; 4],
    data: &'a [u8],
    checksum: u32,
    whole: &'a [u8],
}

impl<'a> Chunk<'a> {
    /// Takes the first chunk of `rest`, which begins at `offset` of the image.
    fn split(rest: &'a [u8], offset: usize) -> Result<(Self, &'a [u8]), BakeError> {
        let truncated = || BakeError::Truncated { offset };
        let (length, after) = rest.split_first_chunk::<4>().ok_or_else(truncated)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_error| truncated())?;
        let (kind, after) = after.split_first_chunk::<4>().ok_or_else(truncated)?;
        if !kind.iter().all(u8::is_ascii_alphabetic) {
            return Err(BakeError::Chunk { offset, problem: "this is not the type of a chunk" });
        }
        let (data, after) = after.split_at_checked(length).ok_or_else(truncated)?;
        let (checksum, after) = after.split_first_chunk::<4>().ok_or_else(truncated)?;
        let whole = rest.get(..rest.len() - after.len()).ok_or_else(truncated)?;
        Ok((Self { offset, kind: *kind, data, checksum: u32::from_be_bytes(*checksum), whole }, after))
    }

    fn check(&self) -> Result<(), BakeError> {
        let mut hasher = crc32fast::Hasher::new();
        hasher.update(&self.kind);
        hasher.update(self.data);
        if hasher.finalize() == self.checksum {
            return Ok(());
        }
        let kind = String::from_utf8_lossy(&self.kind).into_owned();
        Err(BakeError::Checksum { kind, offset: self.offset })
    }

    /// A viewer that does not know a chunk whose type begins with a capital letter must give up.
    fn is_critical(&self) -> bool {
        self.kind.first().is_some_and(u8::is_ascii_uppercase)
    }

    /// Whether it is a text chunk with a keyword of Open Badges, and what follows the keyword.
    fn baking(&self) -> Option<(Generation, &'a [u8])> {
        if !matches!(&self.kind, b"iTXt" | b"tEXt" | b"zTXt") {
            return None;
        }
        let (keyword, rest) = split_nul(self.data)?;
        match keyword {
            word if word == KEYWORD.as_bytes() => Some((Generation::OpenBadges3, rest)),
            word if word == KEYWORD_2.as_bytes() => Some((Generation::OpenBadges2, rest)),
            _ => None,
        }
    }

    /// The text that follows the keyword.
    fn text(&self, rest: &[u8]) -> Result<String, BakeError> {
        let wrong = |problem: &str| BakeError::Text { problem: problem.to_owned() };
        match (&self.kind, rest) {
            (b"iTXt", [compressed, method, after @ ..]) => {
                let after = split_nul(after).and_then(|(_, after)| split_nul(after));
                let (_, text) = after.ok_or_else(|| wrong("its chunk is cut off"))?;
                let text = match (compressed, method) {
                    (0, _) => text.to_vec(),
                    (1, 0) => inflate(text)?,
                    _ => return Err(wrong("it is compressed in an unknown way")),
                };
                String::from_utf8(text).map_err(|_error| wrong("it is not UTF-8 text"))
            }
            (b"zTXt", [0, text @ ..]) => Ok(latin_1(inflate(text)?)),
            (b"tEXt", text) => Ok(latin_1(text.to_vec())),
            _ => Err(wrong("its chunk is cut off")),
        }
    }
}

/// The text of `tEXt` and `zTXt`, which is Latin-1 by its standard, and UTF-8 where bakers did not know.
fn latin_1(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes)
        .unwrap_or_else(|error| error.as_bytes().iter().map(|byte| char::from(*byte)).collect())
}

fn inflate(compressed: &[u8]) -> Result<Vec<u8>, BakeError> {
    let limit = u64::try_from(MOST_TEXT).unwrap_or(u64::MAX);
    let mut text = Vec::new();
    let read = ZlibDecoder::new(compressed).take(limit.saturating_add(1)).read_to_end(&mut text);
    read.map_err(|_error| BakeError::Text { problem: "its compressed text is damaged".to_owned() })?;
    if text.len() > MOST_TEXT {
        return Err(BakeError::TextTooLong { limit: MOST_TEXT });
    }
    Ok(text)
}

fn split_nul(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let nul = bytes.iter().position(|byte| *byte == 0)?;
    Some((bytes.get(..nul)?, bytes.get(nul + 1..)?))
}

/// The chunks of an image, from `IHDR` to `IEND`; after that, `rest` is what follows the image.
struct Chunks<'a> {
    rest: &'a [u8],
    length: usize,
    count: usize,
    ended: bool,
}

impl<'a> Chunks<'a> {
    fn of(image: &'a [u8]) -> Result<Self, BakeError> {
        within_limit(image)?;
        let rest = image.strip_prefix(&SIGNATURE).ok_or(BakeError::NotPng)?;
        Ok(Self { rest, length: image.len(), count: 0, ended: false })
    }

    fn take(&mut self) -> Result<Chunk<'a>, BakeError> {
        let offset = self.length.saturating_sub(self.rest.len());
        let (chunk, rest) = Chunk::split(self.rest, offset)?;
        if (self.count == 0) != (chunk.kind == *b"IHDR") {
            let problem = "an image begins with its one header (IHDR)";
            return Err(BakeError::Chunk { offset, problem });
        }
        if self.count >= MOST_CHUNKS {
            return Err(BakeError::TooManyChunks { limit: MOST_CHUNKS });
        }
        self.count += 1;
        self.rest = rest;
        self.ended = chunk.kind == *b"IEND";
        Ok(chunk)
    }
}

impl<'a> Iterator for Chunks<'a> {
    type Item = Result<Chunk<'a>, BakeError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let taken = self.take();
        self.ended |= taken.is_err();
        Some(taken)
    }
}
