//! A recursive descent over the text; recursion is bounded by [`Limits::depth`].

use std::borrow::Cow;

use serde_json::map::Entry;
use serde_json::{Map, Value};

use super::{JsonError, Limits, Position, number, pointer_segment};

pub(super) struct Parser<'a> {
    text: &'a str,
    /// The next byte; always at a character boundary between tokens.
    at: usize,
    depth: usize,
    values: usize,
    limits: &'a Limits,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str, limits: &'a Limits) -> Self {
        Self { text, at: 0, depth: 0, values: 0, limits }
    }

    pub(super) fn document(mut self) -> Result<Value, JsonError> {
        let value = self.value()?;
        self.skip_space();
        match self.peek() {
            None => Ok(value),
            Some(_) => Err(self.syntax("there is more text after the end of the document")),
        }
    }

    fn value(&mut self) -> Result<Value, JsonError> {
        self.skip_space();
        self.values += 1;
        if self.values > self.limits.values {
            return Err(JsonError::TooManyValues { limit: self.limits.values });
        }
        match self.peek() {
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'"') => self.string().map(|text| Value::String(text.into_owned())),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            Some(_) => Err(self.syntax("a value was expected")),
            None => Err(self.syntax("the document ends where a value was expected")),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<Value, JsonError>) -> Result<Value, JsonError> {
        self.depth += 1;
        if self.depth > self.limits.depth {
            return Err(JsonError::TooDeep { limit: self.limits.depth, position: self.position() });
        }
        self.at += 1;
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn object(&mut self) -> Result<Value, JsonError> {
        let mut members = Map::new();
        self.skip_space();
        if self.take(b'}') {
            return Ok(Value::Object(members));
        }
        loop {
            self.skip_space();
            if self.peek() != Some(b'"') {
                return Err(self.syntax("a member name in double quotes was expected"));
            }
            let name = self.string()?;
            self.skip_space();
            if !self.take(b':') {
                return Err(self.syntax("a colon was expected after the member name"));
            }
            let value = self.value().map_err(|error| error.within(&name))?;
            match members.entry(name.into_owned()) {
                Entry::Vacant(free) => free.insert(value),
                Entry::Occupied(taken) => {
                    let pointer = format!("/{}", pointer_segment(taken.key()));
                    return Err(JsonError::DuplicateMember { pointer });
                }
            };
            self.skip_space();
            if self.take(b'}') {
                return Ok(Value::Object(members));
            }
            if !self.take(b',') {
                return Err(self.syntax("a comma or the end of the object was expected"));
            }
        }
    }

    fn array(&mut self) -> Result<Value, JsonError> {
        let mut items = Vec::new();
        self.skip_space();
        if self.take(b']') {
            return Ok(Value::Array(items));
        }
        loop {
            let item = self.value().map_err(|error| error.within(&items.len().to_string()))?;
            items.push(item);
            self.skip_space();
            if self.take(b']') {
                return Ok(Value::Array(items));
            }
            if !self.take(b',') {
                return Err(self.syntax("a comma or the end of the array was expected"));
            }
        }
    }

    /// The text between quotes; borrowed when it has no escapes.
    fn string(&mut self) -> Result<Cow<'a, str>, JsonError> {
        self.at += 1;
        let mut owned: Option<String> = None;
        loop {
            let rest = self.rest();
            let end = rest
                .bytes()
                .position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))
                .ok_or_else(|| self.syntax_at(self.text.len(), "the document ends within a text"))?;
            let run = rest.get(..end).unwrap_or_default();
            self.at += end;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(match owned {
                        None => Cow::Borrowed(run),
                        Some(mut text) => {
                            text.push_str(run);
                            Cow::Owned(text)
                        }
                    });
                }
                Some(b'\\') => {
                    let text = owned.get_or_insert_default();
                    text.push_str(run);
                    text.push(self.escape()?);
                }
                _ => return Err(self.syntax("a control character in a text must be escaped")),
            }
        }
    }

    /// One escape sequence, from its backslash on.
    fn escape(&mut self) -> Result<char, JsonError> {
        self.at += 1;
        let letter = self.peek();
        self.at += 1;
        Ok(match letter {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(),
            _ => return Err(self.syntax_at(self.at - 1, "unknown escape sequence")),
        })
    }

    /// The four digits after `\u`, and the second half of a surrogate pair.
    fn unicode_escape(&mut self) -> Result<char, JsonError> {
        let start = self.at;
        let lone = "half of a surrogate pair without the other half";
        let first = self.four_digits()?;
        let code = match first {
            0xd800..=0xdbff => {
                if !(self.take(b'\\') && self.take(b'u')) {
                    return Err(self.syntax_at(start, lone));
                }
                match self.four_digits()? {
                    low @ 0xdc00..=0xdfff => 0x10000 + ((first - 0xd800) << 10) + (low - 0xdc00),
                    _ => return Err(self.syntax_at(start, lone)),
                }
            }
            other => other,
        };
        char::from_u32(code).ok_or_else(|| self.syntax_at(start, lone))
    }

    fn four_digits(&mut self) -> Result<u32, JsonError> {
        let digits = self.text.get(self.at..self.at + 4).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let code = code.ok_or_else(|| self.syntax("four hexadecimal digits were expected"))?;
        self.at += 4;
        Ok(code)
    }

    fn number(&mut self) -> Result<Value, JsonError> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            if !self.take(b'+') {
                self.take(b'-');
            }
            self.digits()?;
        }
        let literal = self.text.get(start..self.at).unwrap_or_default();
        number::exact(literal).ok_or_else(|| JsonError::InexactNumber {
            pointer: String::new(),
            number: literal.chars().take(40).collect(),
        })
    }

    fn digits(&mut self) -> Result<(), JsonError> {
        let count = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        if count == 0 {
            return Err(self.syntax("a digit was expected"));
        }
        self.at += count;
        Ok(())
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, JsonError> {
        if self.rest().starts_with(word) {
            self.at += word.len();
            Ok(value)
        } else {
            Err(self.syntax("a value was expected"))
        }
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn position(&self) -> Position {
        self.position_of(self.at)
    }

    fn position_of(&self, at: usize) -> Position {
        let before = self.text.as_bytes().get(..at).unwrap_or(self.text.as_bytes());
        let line = before.split(|byte| *byte == b'\n').count();
        let column = before.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
        Position { line, column }
    }

    fn syntax(&self, problem: &'static str) -> JsonError {
        self.syntax_at(self.at, problem)
    }

    fn syntax_at(&self, at: usize, problem: &'static str) -> JsonError {
        JsonError::Syntax { position: self.position_of(at), problem }
    }
}

impl JsonError {
    /// The same error seen from the parent: its pointer grows at the front.
    fn within(mut self, segment: &str) -> Self {
        if let Self::DuplicateMember { pointer } | Self::InexactNumber { pointer, .. } = &mut self {
            *pointer = format!("/{}{pointer}", pointer_segment(segment));
        }
        self
    }
}
