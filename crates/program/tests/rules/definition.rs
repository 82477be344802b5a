use program::{AlignmentTo, Definition, EvidenceKind, PassRule};

use crate::given::{criterion, definition, shown};

/// The faults of the sample definition after a change.
fn faults(change: impl FnOnce(&mut Definition)) -> Vec<String> {
    let mut changed = definition();
    change(&mut changed);
    shown(changed.check())
}

#[test]
fn the_sample_is_sound() {
    assert_eq!(definition().check(), Ok(()));
}

#[test]
fn every_invalid_member_is_named_not_only_the_first() {
    let found = faults(|d| {
        d.title = "  ".into();
        d.description = "a\u{0}b".into();
        d.hours = Some(0);
        d.language = Some("English".into());
        d.rubric.criteria[1].levels[2].name = "two\nlines".into();
    });
    assert_eq!(
        found,
        [
            "/title: must not be empty",
            "/description: holds the control character U+0000, which cannot be shown; remove it",
            "/hours: must lie between 1 and 1000, it is 0",
            "/language: is not a language tag such as en, es or en-US",
            "/rubric/criteria/1/levels/2/name: must be a single line",
        ]
    );
}

#[test]
fn texts_are_bounded() {
    assert_eq!(
        faults(|d| d.title = "é".repeat(121)),
        ["/title: is too long: 121 characters, at most 120 are allowed"]
    );
    assert!(faults(|d| d.title = "é".repeat(120)).is_empty());
}

#[test]
fn lists_are_bounded_and_a_huge_one_does_not_make_a_huge_answer() {
    assert_eq!(
        faults(|d| d.tags = (0..1_000).map(|n| n.to_string()).collect()),
        ["/tags: at most 20 tags allowed, there are 1000"]
    );
    let found = faults(|d| d.rubric.criteria = vec![criterion(""); 50_000]);
    assert!(found.len() <= 100, "{}", found.len());
}

#[test]
fn a_rubric_needs_a_criterion_and_a_criterion_two_levels() {
    assert_eq!(
        faults(|d| d.rubric.criteria.clear()),
        ["/rubric/criteria: at least 1 criterion needed, there are 0"]
    );
    assert_eq!(
        faults(|d| d.rubric.criteria[0].levels.truncate(1)),
        [
            "/rubric/criteria/0/levels: at least 2 levels needed, there are 1",
            "/rubric/criteria/0/required_level: names no level of this criterion"
        ]
    );
}

#[test]
fn ids_are_slugs_and_unique() {
    assert_eq!(faults(|d| d.rubric.criteria[0].id = "Depth!".into()).len(), 1);
    assert_eq!(
        faults(|d| d.rubric.criteria[1].id = "depth".into()),
        ["/rubric/criteria/1/id: \"depth\" is used twice in the rubric"]
    );
    assert_eq!(
        faults(|d| d.rubric.criteria[0].levels[1].id = "high".into())[0],
        "/rubric/criteria/0/levels/2/id: \"high\" is used twice in the criterion"
    );
    assert_eq!(
        faults(|d| d.evidence_parts[1].id = "plan".into()),
        ["/evidence_parts/1/id: \"plan\" is used twice in the evidence parts"]
    );
}

#[test]
fn levels_go_from_low_to_high() {
    assert_eq!(
        faults(|d| d.rubric.criteria[0].levels[2].points = 1),
        [
            "/rubric/criteria/0/levels/2/points: levels go from low to high: 1 is less than the 2 of the level below"
        ]
    );
}

#[test]
fn when_every_criterion_counts_each_names_its_required_level() {
    assert_eq!(
        faults(|d| d.rubric.criteria[1].required_level = None),
        [
            "/rubric/criteria/1/required_level: is needed, because the pass rule asks a required level of every criterion"
        ]
    );
    assert!(
        faults(|d| {
            d.rubric.criteria[1].required_level = None;
            d.rubric.pass_rule = PassRule::Points { minimum: 4 };
        })
        .is_empty()
    );
}

#[test]
fn the_points_that_are_needed_can_be_reached() {
    assert_eq!(
        faults(|d| d.rubric.pass_rule = PassRule::Points { minimum: 7 }),
        ["/rubric/pass_rule/minimum: must lie between 1 and 6, it is 7"]
    );
}

#[test]
fn an_evidence_part_takes_something() {
    assert_eq!(
        faults(|d| d.evidence_parts[0].kinds.clear())[0],
        "/evidence_parts/0/kinds: must name at least one of text, link and file"
    );
    assert_eq!(
        faults(|d| d.evidence_parts[1].kinds = vec![EvidenceKind::Link, EvidenceKind::Link]),
        ["/evidence_parts/1/kinds: names a kind twice"]
    );
    assert_eq!(
        faults(|d| d.evidence_parts[1].word_limit = Some(5)),
        ["/evidence_parts/1/word_limit: has no meaning for a part that takes no text"]
    );
    assert_eq!(
        faults(|d| d.evidence_parts.clear()),
        ["/evidence_parts: at least 1 part needed, there are 0"]
    );
}

#[test]
fn an_alignment_leads_to_the_web() {
    let alignment = |url: &str| AlignmentTo {
        framework: "InTASC".into(),
        name: "Assessment".into(),
        code: Some("6".into()),
        url: url.into(),
        description: None,
    };
    assert!(faults(|d| d.alignments = vec![alignment("https://ccsso.org/")]).is_empty());
    let found = faults(|d| d.alignments = vec![alignment("javascript:alert(1)"), alignment("ccsso.org")]);
    assert_eq!(found.len(), 2);
    assert!(found[0].starts_with("/alignments/0/url: is not a web address"), "{found:?}");
}

#[test]
fn tidying_repairs_what_people_cannot_see() {
    let mut pasted = definition();
    pasted.title = "  Facilitating\tdiscussion ".into();
    pasted.criteria_narrative = "one\r\n\r\ntwo\tthree\n".into();
    pasted.rubric.criteria[0].levels[0].descriptor = "\tnot yet".into();
    assert!(pasted.check().is_err());
    let tidy = pasted.tidied();
    assert_eq!(tidy.check(), Ok(()));
    assert_eq!(tidy.title, "Facilitating discussion");
    assert_eq!(tidy.criteria_narrative, "one\n\ntwo three");
}
