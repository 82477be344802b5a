use program::{EvidenceContent, EvidenceItem, check_evidence, tidy_evidence};

use crate::given::{definition, link, shown, text};

fn faults(items: &[EvidenceItem]) -> Vec<String> {
    shown(check_evidence(&definition(), items))
}

fn file(name: &str, media_type: &str, sha256: &str, size: u64) -> EvidenceItem {
    let content = EvidenceContent::File {
        name: name.into(),
        media_type: media_type.into(),
        sha256: sha256.into(),
        size,
    };
    EvidenceItem { part: "film".into(), title: "Film".into(), content }
}

#[test]
fn what_the_parts_ask_for_is_enough() {
    let hash = "0aF".repeat(21) + "9";
    let items = [
        text("plan", "my plan"),
        link("film", "https://video.example/1"),
        file("a.mp4", "video/mp4", &hash, 1),
    ];
    assert_eq!(check_evidence(&definition(), &items), Ok(()));
}

#[test]
fn a_required_part_may_not_be_left_out() {
    let found = faults(&[link("film", "https://video.example/1")]);
    assert_eq!(found, ["the part “Part plan” (plan) is required and has no evidence yet"]);
}

#[test]
fn a_part_takes_only_its_kinds() {
    let found = faults(&[text("plan", "x"), text("film", "I described the film")]);
    assert_eq!(found, ["/1/content/kind: “Part film” takes link or file, not text"]);
}

#[test]
fn evidence_belongs_to_a_part() {
    let found = faults(&[text("plan", "x"), text("essay", "x")]);
    assert_eq!(found, ["/1/part: names no evidence part of this micro-credential"]);
}

#[test]
fn the_word_limit_holds_for_a_part_as_a_whole() {
    assert!(faults(&[text("plan", "1 2 3 4 5 6 7 8 9 10")]).is_empty());
    let found = faults(&[text("plan", "1 2 3 4 5 6"), text("plan", "7 8 9 10 11")]);
    assert_eq!(found, ["/1/content/text: “Part plan” has 11 words, at most 10 are allowed; shorten it by 1"]);
}

#[test]
fn links_lead_to_the_web_and_hold_no_password() {
    let refused = [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "www.example.org",
        "http://",
        "https://a b/",
        "data:,x",
    ];
    for url in refused {
        let found = faults(&[text("plan", "x"), link("film", url)]);
        assert!(found[0].starts_with("/1/content/url: is not a web address"), "{url}: {found:?}");
    }
    let found = faults(&[text("plan", "x"), link("film", "https://me:secret@example.org/")]);
    assert_eq!(found, ["/1/content/url: must not hold a user name or password"]);
}

#[test]
fn a_file_is_named_by_what_it_is() {
    let found = faults(&[text("plan", "x"), file("../etc/passwd", "film", "abc", 0)]);
    assert_eq!(
        found,
        [
            "/1/content/name: must be the name of a file, without folders",
            "/1/content/media_type: is not a media type such as application/pdf",
            "/1/content/sha256: is not a SHA-256 hash; it must be 64 hexadecimal digits",
            "/1/content/size: must lie between 1 and 52428800, it is 0",
        ]
    );
}

#[test]
fn evidence_is_bounded() {
    let found = faults(&vec![text("plan", "x"); 5_000]);
    assert!(
        found.iter().any(|f| f.contains("at most 40 items of evidence allowed, there are 5000")),
        "{found:?}"
    );
    assert!(found.iter().any(|f| f.contains("has 5000 items, at most 10 are allowed")), "{found:?}");
    assert!(faults(&[text("plan", &"x".repeat(50_001))])[0].contains("too long"));
}

#[test]
fn control_characters_are_refused_with_their_code() {
    let found = faults(&[text("plan", "bell \u{7}")]);
    assert_eq!(
        found,
        ["/0/content/text: holds the control character U+0007, which cannot be shown; remove it"]
    );
}

#[test]
fn nothing_is_no_evidence() {
    assert_eq!(faults(&[])[0], "at least 1 items of evidence needed, there are 0");
}

#[test]
fn tidying_names_an_item_after_its_part_and_encodes_its_link() {
    let mut item = link("film", "  https://video.example/Ünterricht  ");
    item.title = " ".into();
    let tidied = tidy_evidence(&definition(), vec![item]);
    let expected =
        EvidenceItem { title: "Part film".into(), ..link("film", "https://video.example/%C3%9Cnterricht") };
    assert_eq!(tidied, [expected]);
}
