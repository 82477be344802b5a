//! The entry in a credential that points into a list (Bitstring Status List 1.0 §2.1, Status List 2021 §3.1).

use serde_json::Value;

use super::list::Generation;
use crate::code::Code;
use crate::flaw::Flaw;
use crate::member::{items, only, text, texts};

/// The most bits that an entry may have here: with more, it would need more than 65,536 messages.
const MOST_BITS: u64 = 16;
/// How many addresses of further material are passed on.
const MOST_REFERENCES: usize = 8;

/// An entry that can be read.
pub(super) struct Entry<'a> {
    pub(super) generation: Generation,
    pub(super) purpose: &'a str,
    pub(super) index: usize,
    /// The address of the list.
    pub(super) list: &'a str,
    /// How many bits the entry has in the list.
    pub(super) size: u8,
    value: &'a Value,
}

impl<'a> Entry<'a> {
    pub(super) fn read(value: &'a Value, generation: Generation) -> Result<Self, Flaw> {
        let purpose = only(value, "statusPurpose").ok_or_else(|| malformed("statusPurpose"))?;
        let index = index(value).ok_or_else(|| malformed("statusListIndex"))?;
        let list = only(value, "statusListCredential").ok_or_else(|| malformed("statusListCredential"))?;
        let size = if generation == Generation::Bitstring { size(value)? } else { 1 };
        Ok(Self { generation, purpose, index, list, size, value })
    }

    /// The text that the entry has for a value (§2.1 `statusMessage`).
    pub(super) fn message(&self, value: u64) -> Option<&'a str> {
        items(self.value, "statusMessage")
            .find(|message| text(message, "status").and_then(number) == Some(value))
            .and_then(|message| text(message, "message"))
    }

    /// Where more is said about what the values mean (§2.1 `statusReference`).
    pub(super) fn references(&self) -> Vec<Value> {
        texts(self.value, "statusReference").take(MOST_REFERENCES).map(Value::from).collect()
    }
}

fn malformed(member: &'static str) -> Flaw {
    Flaw::wrong(Code::StatusEntryMalformed).fact("member", member).standard("MALFORMED_VALUE_ERROR")
}

/// The index is a decimal text; Open Badges samples also write it as a number.
fn index(entry: &Value) -> Option<usize> {
    match entry.get("statusListIndex")? {
        Value::String(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok(),
        Value::Number(number) => number.as_u64().and_then(|index| usize::try_from(index).ok()),
        _ => None,
    }
}

/// How many bits; with more than one, there is a message for each value, or no one knows what they mean.
fn size(entry: &Value) -> Result<u8, Flaw> {
    let Some(size) = entry.get("statusSize") else {
        return Ok(1);
    };
    let size = size.as_u64().filter(|size| *size > 0).ok_or_else(|| malformed("statusSize"))?;
    if size > MOST_BITS {
        return Err(Flaw::open(Code::StatusSizeUnsupported).fact("most", MOST_BITS));
    }
    let messages = items(entry, "statusMessage").count();
    if messages == 0 && size == 1 {
        return Ok(1);
    }
    if u64::try_from(messages).ok() != 1_u64.checked_shl(u32::try_from(size).unwrap_or(0)) {
        return Err(malformed("statusMessage").fact("messages", messages).fact("size", size));
    }
    u8::try_from(size).map_err(|_too_large| malformed("statusSize"))
}

/// A value such as `0x2`.
fn number(status: &str) -> Option<u64> {
    u64::from_str_radix(status.strip_prefix("0x")?, 16).ok()
}
