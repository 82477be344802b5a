//! Terms in the canonical form of N-Quads (RDF 1.2 N-Quads §3, RDFC-1.0 §5).

use std::fmt::Write;

/// `<iri>`. The characters that an IRI cannot hold were refused when it was read.
pub(crate) fn quoted_iri(iri: &str) -> String {
    ["<", iri, ">"].concat()
}

/// `"text"`, with exactly the characters escaped that the canonical form escapes.
pub(crate) fn quoted_literal(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\u{8}' => quoted.push_str("\\b"),
            '\u{c}' => quoted.push_str("\\f"),
            '\0'..='\u{1f}' | '\u{7f}' => {
                // Writing to a String does not fail.
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped_as_the_canonical_form_says() {
        let text = "\0\u{7}\u{8}\t\n\u{b}\u{c}\r\u{e}\u{1f} \"\\\u{7f}\u{80}\u{2028}é😀";
        let quoted =
            r#""\u0000\u0007\b\t\n\u000B\f\r\u000E\u001F \"\\\u007F"#.to_owned() + "\u{80}\u{2028}é😀\"";
        assert_eq!(quoted_literal(text), quoted);
    }
}
