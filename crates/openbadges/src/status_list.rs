//! Bitstring Status List 1.0: one bit a credential, compressed.

use std::io::{Read, Write};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;

/// The gzip level: 9 takes ten times as long for at most a tenth fewer bytes.
const LEVEL: u32 = 6;

/// The bits of a status list; index 0 is the most significant bit of the first byte (§4.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusList {
    bytes: Vec<u8>,
}

/// Why a status list cannot be read or asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatusListError {
    /// The index is outside the list.
    #[error("status index {index} is outside the list of {length} entries")]
    OutOfRange {
        /// The index asked for.
        index: usize,
        /// How many entries the list has.
        length: usize,
    },
    /// The text does not begin with the multibase prefix of base64url.
    #[error("encodedList does not begin with “u”, the multibase prefix of base64url")]
    NotMultibase,
    /// The text is not base64url without padding.
    #[error("encodedList is not base64url without padding")]
    NotBase64Url,
    /// The bytes are not gzip, or are cut off.
    #[error("encodedList is not intact gzip data")]
    NotGzip,
    /// Entries have no bits, or more than a number holds.
    #[error("entries of {size} bits cannot be read")]
    Size {
        /// How many bits an entry has.
        size: u8,
    },
    /// The list is larger than the reader allows.
    #[error("the status list has more than {limit} entries")]
    TooLong {
        /// The largest number of bits accepted.
        limit: usize,
    },
    /// The list has fewer entries than the standard demands.
    #[error("the status list has {length} entries, the standard demands {minimum}")]
    TooShort {
        /// How many entries the list has.
        length: usize,
        /// [`StatusList::MINIMUM`].
        minimum: usize,
    },
}

impl StatusListError {
    /// The name of the error in Bitstring Status List 1.0 §3.5 (or VCDM 2.0 for the first two kinds).
    pub fn code(&self) -> &'static str {
        match self {
            Self::OutOfRange { .. } => "RANGE_ERROR",
            Self::NotMultibase | Self::NotBase64Url | Self::NotGzip | Self::Size { .. } => {
                "MALFORMED_VALUE_ERROR"
            }
            Self::TooLong { .. } => "STATUS_VERIFICATION_ERROR",
            Self::TooShort { .. } => "STATUS_LIST_LENGTH_ERROR",
        }
    }
}

impl StatusList {
    /// The smallest number of entries the standard allows, so that one entry hides among many.
    pub const MINIMUM: usize = 131_072;

    /// A list with every bit 0, with at least `bits` and at least [`StatusList::MINIMUM`] entries.
    pub fn new(bits: usize) -> Self {
        Self { bytes: vec![0; bits.max(Self::MINIMUM).div_ceil(8)] }
    }

    /// Sets the bit of one entry.
    ///
    /// # Errors
    /// When the list has no such entry.
    pub fn set(&mut self, index: usize, value: bool) -> Result<(), StatusListError> {
        let out_of_range = StatusListError::OutOfRange { index, length: self.len() };
        let byte = self.bytes.get_mut(index / 8).ok_or(out_of_range)?;
        if value {
            *byte |= mask(index);
        } else {
            *byte &= !mask(index);
        }
        Ok(())
    }

    /// The bit of one entry.
    ///
    /// # Errors
    /// When the list has no such entry.
    pub fn get(&self, index: usize) -> Result<bool, StatusListError> {
        let out_of_range = StatusListError::OutOfRange { index, length: self.len() };
        self.bytes.get(index / 8).map(|byte| byte & mask(index) != 0).ok_or(out_of_range)
    }

    /// The value of one entry of `size` bits, at most 64, the first of which is the most significant (§3.2).
    ///
    /// # Errors
    /// When the list has fewer entries of this size than the standard demands, or not this one.
    pub fn value(&self, index: usize, size: u8) -> Result<u64, StatusListError> {
        let bits = usize::from(size);
        let length =
            self.len().checked_div(bits).filter(|_| size <= 64).ok_or(StatusListError::Size { size })?;
        if length < Self::MINIMUM {
            return Err(StatusListError::TooShort { length, minimum: Self::MINIMUM });
        }
        if index >= length {
            return Err(StatusListError::OutOfRange { index, length });
        }
        let first = index.saturating_mul(bits);
        (first..first.saturating_add(bits))
            .try_fold(0, |value, bit| Ok(value << 1 | u64::from(self.get(bit)?)))
    }

    /// How many entries of one bit there are.
    #[expect(clippy::len_without_is_empty, reason = "a list is never empty: it has at least MINIMUM entries")]
    pub fn len(&self) -> usize {
        self.bytes.len().saturating_mul(8)
    }

    /// The text of `encodedList`: `u` and base64url of the gzipped bits.
    pub fn encode(&self) -> String {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::new(LEVEL));
        // Writing to memory does not fail.
        let compressed = encoder.write_all(&self.bytes).and_then(|()| encoder.finish()).unwrap_or_default();
        format!("u{}", URL_SAFE_NO_PAD.encode(compressed))
    }

    /// Reads the text of `encodedList`; decompression stops at `max_bits`, whatever the text promises.
    ///
    /// # Errors
    /// When the text is malformed, the list longer than `max_bits` or shorter than the standard allows.
    pub fn decode(text: &str, max_bits: usize) -> Result<Self, StatusListError> {
        Self::unpack(text.strip_prefix('u').ok_or(StatusListError::NotMultibase)?, max_bits)
    }

    /// Reads the text of `encodedList` as the drafts of 2021 have it (Status List 2021 §3.2): base64, in either alphabet,
    /// without a multibase prefix.
    ///
    /// # Errors
    /// As [`decode`](Self::decode).
    pub fn decode_2021(text: &str, max_bits: usize) -> Result<Self, StatusListError> {
        let url_safe: String = text
            .chars()
            .map(|c| {
                if c == '+' {
                    '-'
                } else if c == '/' {
                    '_'
                } else {
                    c
                }
            })
            .collect();
        Self::unpack(url_safe.trim_end_matches('='), max_bits)
    }

    fn unpack(encoded: &str, max_bits: usize) -> Result<Self, StatusListError> {
        let compressed = URL_SAFE_NO_PAD.decode(encoded).map_err(|_reason| StatusListError::NotBase64Url)?;
        let max_bytes = max_bits / 8;
        let limit = u64::try_from(max_bytes).unwrap_or(u64::MAX).saturating_add(1);
        let mut bytes = Vec::new();
        MultiGzDecoder::new(compressed.as_slice())
            .take(limit)
            .read_to_end(&mut bytes)
            .map_err(|_reason| StatusListError::NotGzip)?;
        if bytes.len() > max_bytes {
            return Err(StatusListError::TooLong { limit: max_bits });
        }
        let list = Self { bytes };
        if list.len() < Self::MINIMUM {
            return Err(StatusListError::TooShort { length: list.len(), minimum: Self::MINIMUM });
        }
        Ok(list)
    }
}

fn mask(index: usize) -> u8 {
    0x80 >> (index % 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The list of 16,384 zero bytes that the standard prints.
    const EMPTY: &str = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA";

    fn gzip(bytes: &[u8]) -> String {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::new(LEVEL));
        encoder.write_all(bytes).unwrap();
        format!("u{}", URL_SAFE_NO_PAD.encode(encoder.finish().unwrap()))
    }

    #[test]
    fn the_printed_empty_list_has_131072_zero_bits() {
        let list = StatusList::decode(EMPTY, 1 << 20).unwrap();
        assert_eq!(list, StatusList::new(0));
        assert_eq!(list.len(), 131_072);
    }

    #[test]
    fn index_0_is_the_most_significant_bit_of_the_first_byte() {
        let mut bytes = vec![0; 16_384];
        bytes[0] = 0b1000_0000;
        bytes[1] = 0b0000_0001;
        let list = StatusList::decode(&gzip(&bytes), StatusList::MINIMUM).unwrap();
        let set: Vec<_> = (0..list.len()).filter(|i| list.get(*i).unwrap()).collect();
        assert_eq!(set, [0, 15]);
    }

    #[test]
    fn bits_survive_encoding_and_can_be_cleared() {
        let mut list = StatusList::new(200_001);
        assert_eq!(list.len(), 200_008);
        for index in [0, 7, 8, 94_567, 200_007] {
            list.set(index, true).unwrap();
        }
        list.set(8, false).unwrap();
        let read = StatusList::decode(&list.encode(), 1 << 20).unwrap();
        assert_eq!(read, list);
        assert!(read.get(94_567).unwrap() && !read.get(8).unwrap() && !read.get(94_566).unwrap());
    }

    #[test]
    fn an_index_outside_is_a_range_error() {
        let mut list = StatusList::new(0);
        let error = list.get(131_072).unwrap_err();
        assert_eq!(error, StatusListError::OutOfRange { index: 131_072, length: 131_072 });
        assert_eq!(error.code(), "RANGE_ERROR");
        assert!(list.set(usize::MAX, true).is_err());
    }

    #[test]
    fn an_entry_of_several_bits_begins_with_the_most_significant() {
        let mut list = StatusList::new(4 * StatusList::MINIMUM);
        // Entry 3 of three bits: bits 9, 10 and 11.
        list.set(9, true).unwrap();
        list.set(10, true).unwrap();
        assert_eq!((list.value(3, 3), list.value(2, 3), list.value(4, 3)), (Ok(0b110), Ok(0), Ok(0)));
        assert_eq!((list.value(9, 1), list.value(2, 4), list.value(11, 1)), (Ok(1), Ok(0b0110), Ok(0)));
    }

    #[test]
    fn a_list_has_fewer_entries_the_more_bits_they_have() {
        let list = StatusList::new(2 * StatusList::MINIMUM);
        assert_eq!(list.value(131_071, 2), Ok(0));
        assert_eq!(
            list.value(131_072, 2),
            Err(StatusListError::OutOfRange { index: 131_072, length: 131_072 })
        );
        assert_eq!(list.value(usize::MAX, 1).unwrap_err().code(), "RANGE_ERROR");
        let short = StatusListError::TooShort { length: 87_381, minimum: 131_072 };
        assert_eq!(list.value(0, 3), Err(short));
        assert_eq!(list.value(0, 0), Err(StatusListError::Size { size: 0 }));
        assert_eq!(StatusList::new(1 << 24).value(0, 65), Err(StatusListError::Size { size: 65 }));
    }

    #[test]
    fn lists_of_2021_have_no_prefix_and_either_alphabet() {
        let mut list = StatusList::new(0);
        (0..1000).for_each(|index| list.set(index * index % 131_072, true).unwrap());
        let text = list.encode().strip_prefix('u').unwrap().to_owned();
        let other = text.replace('-', "+").replace('_', "/");
        assert!(text != other, "both alphabets differ here");
        let padded = format!("{other}{}", "=".repeat((4 - other.len() % 4) % 4));
        for text in [&text, &other, &padded] {
            assert_eq!(StatusList::decode_2021(text, 1 << 20).as_ref(), Ok(&list));
            assert_eq!(StatusList::decode(text, 1 << 20), Err(StatusListError::NotMultibase));
        }
        assert!(StatusList::decode_2021(&list.encode(), 1 << 20).is_err());
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let bomb = gzip(&vec![0; 8 << 20]);
        assert!(bomb.len() < 100_000);
        let answer = StatusList::decode(&bomb, 1 << 20);
        assert_eq!(answer, Err(StatusListError::TooLong { limit: 1 << 20 }));
    }

    #[test]
    fn malformed_texts_say_what_is_wrong() {
        let decode = |text: &str| StatusList::decode(text, 1 << 20).unwrap_err();
        assert_eq!(decode(&EMPTY[1..]), StatusListError::NotMultibase);
        assert_eq!(decode(&format!("{EMPTY}=")), StatusListError::NotBase64Url);
        assert_eq!(decode(&EMPTY[..40]), StatusListError::NotGzip);
        assert_eq!(decode("u"), StatusListError::NotGzip);
        let short = decode(&gzip(&[0; 100]));
        assert_eq!(short, StatusListError::TooShort { length: 800, minimum: 131_072 });
        assert_eq!(short.code(), "STATUS_LIST_LENGTH_ERROR");
    }
}
