use program::text::{self, TextFault};

#[test]
fn paragraphs_may_have_line_ends_but_no_other_control_character() {
    assert_eq!(text::prose("one\n\ntwo\r\nthree", 100), Ok(()));
    for code in (0..0x20).chain([0x7f, 0x85]).filter(|code| ![0x0a, 0x0d].contains(code)) {
        let sample = format!("a{}b", char::from_u32(code).unwrap());
        assert_eq!(text::prose(&sample, 100), Err(TextFault::ControlCharacter { code }));
    }
}

#[test]
fn a_line_is_one_line() {
    for sample in ["a\nb", "a\rb", "a\u{2028}b"] {
        assert_eq!(text::line(sample, 100), Err(TextFault::LineBreak));
    }
}

#[test]
fn names_in_any_script_are_names() {
    for name in
        ["Zoë Müller-O’Neil", "محمد علي", "李小龍", "Nguyễn Thị Minh", "<b>Bobby</b>'; DROP TABLE people;--"]
    {
        assert_eq!(text::line(name, 120), Ok(()), "{name}");
    }
}

#[test]
fn slugs_fit_into_an_address() {
    for good in ["a", "maple-ridge", "k-12"] {
        assert_eq!(text::slug(good), Ok(()), "{good}");
    }
    for bad in ["", "-a", "a-", "a--b", "A", "a b", "a/b", "é", &"x".repeat(64)] {
        assert!(text::slug(bad).is_err(), "{bad}");
    }
}

#[test]
fn addresses_of_mail_are_told_from_slips() {
    for good in ["ada@example.org", "ada.l+badge@mail.example.org", "o'neil@k12.ny.us"] {
        assert_eq!(text::email(good), Ok(()), "{good}");
    }
    let bad = [
        "ada",
        "ada@",
        "@example.org",
        "ada@localhost",
        "a b@example.org",
        "ada@exam ple.org",
        "ada@-x.org",
        "ada..l@example.org",
        "ada@example.org\nBcc: eve@example.org",
        "<ada@example.org>",
    ];
    for bad in bad {
        assert!(text::email(bad).is_err(), "{bad}");
    }
}

#[test]
fn language_tags_have_the_form_that_open_badges_allow() {
    for good in ["en", "es", "en-US", "zh-Hant", "zh-Hant-TW", "es-419"] {
        assert_eq!(text::language(good), Ok(()), "{good}");
    }
    for bad in ["", "e", "EN", "en-us", "en_US", "en-US-x", "English", "en-"] {
        assert_eq!(text::language(bad), Err(TextFault::NotALanguage), "{bad}");
    }
}

#[test]
fn a_subject_is_named_by_a_uri_of_a_person() {
    for good in [
        "did:key:z6Mk",
        "did:web:example.org",
        "https://example.org/ada",
        "mailto:ada@example.org",
        "urn:uuid:1",
    ] {
        assert_eq!(text::subject_id(good), Ok(()), "{good}");
    }
    for bad in ["ada", "javascript:alert(1)", "did:", "http://example.org/ada", "did:key:a b", "_:b0", ""] {
        assert!(text::subject_id(bad).is_err(), "{bad}");
    }
}

#[test]
fn words_stand_between_blanks() {
    assert_eq!(text::words("  one two\nthree\u{a0}four "), 4);
    assert_eq!(text::words(" \n"), 0);
}
