use openbadges::SecretKey;

use super::*;

const DATE: &str = "2026-11-24";

fn line(slug: &str, seed: u8) -> String {
    let key = SecretKey::from_seed([seed; 32]);
    format!("{slug}  {DATE}  {}  {}", key.public().to_multibase(), key.to_multibase().as_str())
}

fn public(seed: u8) -> PublicKey {
    SecretKey::from_seed([seed; 32]).public()
}

fn problem(text: &str) -> (usize, KeyFileProblem) {
    let error = parse_key_file(text).unwrap_err();
    (error.line, error.problem)
}

#[test]
fn the_first_key_of_a_district_signs_and_the_rest_verify() {
    let text =
        format!("# keys\n\n{}\n{}\n{}\n", line("riverside", 1), line("maple", 3), line("riverside", 2));
    let file = parse_key_file(&text).unwrap();
    assert_eq!(file.slugs().collect::<Vec<_>>(), ["riverside", "maple"]);
    assert_eq!(file.ring("riverside").unwrap().public_keys(), [public(1), public(2)]);
    assert_eq!(file.ring("maple").unwrap().public_keys(), [public(3)]);
    assert!(file.ring("nowhere").is_none());
}

#[test]
fn each_malformed_line_is_named_with_what_is_wrong() {
    let good = line("riverside", 1);
    let [slug, date, key, secret] = good.split_whitespace().collect::<Vec<_>>()[..] else { panic!() };
    let after = |text: String| problem(&format!("# a comment\n{text}"));
    assert_eq!(after("riverside".into()), (2, KeyFileProblem::Columns { found: 1 }));
    assert_eq!(after(format!("{good} more")), (2, KeyFileProblem::Columns { found: 5 }));
    assert_eq!(after(format!("River {date} {key} {secret}")), (2, KeyFileProblem::Slug));
    assert_eq!(after(format!("{slug} 2026-02-30 {key} {secret}")), (2, KeyFileProblem::Date));
    assert!(matches!(after(format!("{slug} {date} {secret} {secret}")), (2, KeyFileProblem::Public(_))));
    assert!(matches!(after(format!("{slug} {date} {key} {key}")), (2, KeyFileProblem::Secret(_))));
    let other = line("x", 2).split_whitespace().last().unwrap().to_owned();
    assert_eq!(after(format!("{slug} {date} {key} {other}")), (2, KeyFileProblem::Mismatch));
    assert_eq!(after(format!("{good}\n{good}")), (3, KeyFileProblem::Repeated { first: 2 }));
    let nothing = KeyFileProblem::NothingSigns { slug: slug.into(), kind: "ed25519" };
    assert_eq!(after(format!("{slug} {date} {key} -")), (2, nothing));
    assert_eq!(problem(&"#\n".repeat(LONGEST_FILE)), (0, KeyFileProblem::TooLarge));
}

#[test]
fn neither_errors_nor_debug_hold_a_secret() {
    let good = line("riverside", 1);
    let secret = good.split_whitespace().last().unwrap().to_owned();
    let broken = [good.replace(&secret, &secret[..40]), format!("{good} more"), good.replace("2026", "26")];
    for text in broken {
        let error = parse_key_file(&text).unwrap_err();
        assert!(!format!("{error} {error:?}").contains(&secret[5..35]), "{error:?}");
    }
    let file = parse_key_file(&good).unwrap();
    let shown = format!("{file:?} {:?}", file.ring("riverside").unwrap());
    assert!(!shown.contains(&secret[1..]) && shown.contains("z6Mk"), "{shown}");
}

#[test]
fn a_new_key_signs_and_the_old_one_loses_its_secret() {
    let text = format!("# ours\n{}\n{}\n", line("maple", 3), line("riverside", 1));
    let text = add(&text, "riverside", Algorithm::Ed25519, [2; 32], "2027-01-01").unwrap();
    let file = parse_key_file(&text).unwrap();
    assert_eq!(file.ring("riverside").unwrap().public_keys(), [public(2), public(1)]);
    assert_eq!(file.ring("maple").unwrap().public_keys(), [public(3)]);
    assert!(text.starts_with("# ours\nmaple"), "{}", text.as_str());
    assert!(text.trim_end().ends_with("  -"), "the old key has no secret any more");
}

#[test]
fn the_first_key_of_each_kind_signs() {
    let text = format!("{}\n{}\n", line("riverside", 1), line("riverside", 2));
    let text = add(&text, "riverside", Algorithm::P256, [3; 32], DATE).unwrap();
    let text = add(&text, "riverside", Algorithm::P256, [4; 32], DATE).unwrap();
    let file = parse_key_file(&text).unwrap();
    let p256 = |seed| SecretKey::generate(Algorithm::P256, [seed; 32]).public();
    let ring = file.ring("riverside").unwrap();
    assert_eq!(ring.public_keys(), [public(1), p256(4), public(2), p256(3)]);
    assert_eq!(file.entries().map(|entry| entry.signs).collect::<Vec<_>>(), [true, false, true, false]);
    assert_eq!(file.slugs().collect::<Vec<_>>(), ["riverside"]);
    let secrets = text.lines().filter(|line| line.ends_with("  -")).count();
    assert_eq!(secrets, 1, "the key of another kind keeps its secret: {}", text.as_str());
}

#[test]
fn a_district_may_give_up_a_kind_of_key_but_not_every_one() {
    let p256 = SecretKey::generate(Algorithm::P256, [3; 32]);
    let without = format!("riverside {DATE} {} -", p256.public());
    let file = parse_key_file(&format!("{without}\n{}", line("riverside", 1))).unwrap();
    assert_eq!(file.ring("riverside").unwrap().public_keys(), [public(1), p256.public()]);
    let nothing = KeyFileProblem::NothingSigns { slug: "riverside".into(), kind: "p256" };
    assert_eq!(problem(&format!("{}\n{without}", line("maple", 1))), (2, nothing.clone()));
    let below = format!(
        "{without}\nriverside {DATE} {} {}",
        SecretKey::generate(Algorithm::P256, [4; 32]).public(),
        SecretKey::generate(Algorithm::P256, [4; 32]).to_multibase().as_str()
    );
    assert_eq!(
        problem(&format!("{}\n{below}", line("riverside", 1))),
        (2, nothing),
        "the order of the lines is wrong"
    );
}

#[test]
fn a_key_of_rsa_stands_in_the_file_and_is_read_back() {
    let text = add("", "riverside", Algorithm::Rsa, [5; 32], DATE).unwrap();
    let ring = parse_key_file(&text).unwrap().ring("riverside").unwrap();
    assert!(ring.signing_key(Algorithm::Rsa).is_some());
    assert_eq!(ring.self_test([9; 32]), Ok(()));
}

#[test]
fn the_first_key_of_a_district_is_added_at_the_end() {
    let text = add("", "riverside", Algorithm::Ed25519, [1; 32], DATE).unwrap();
    assert_eq!(text.as_str(), format!("{}\n", line("riverside", 1)));
}

#[test]
fn nothing_is_added_that_would_spoil_the_file() {
    assert_eq!(
        add("", "River Side", Algorithm::Ed25519, [1; 32], DATE).unwrap_err().problem,
        KeyFileProblem::Columns { found: 5 }
    );
    let text = line("riverside", 1);
    let repeated = add(&text, "maple", Algorithm::Ed25519, [1; 32], DATE).unwrap_err();
    assert_eq!(repeated.problem, KeyFileProblem::Repeated { first: 1 });
    assert!(add("nonsense", "maple", Algorithm::Ed25519, [1; 32], DATE).is_err());
}

#[test]
fn the_example_has_the_right_form_and_is_refused_all_the_same() {
    let example = include_str!("../../../../../keys.example");
    let lines: Vec<&str> = example.lines().filter(|line| !is_comment(line)).collect();
    assert_eq!(lines.len(), EXAMPLE_KEYS.len());
    for (line, known) in lines.into_iter().zip(EXAMPLE_KEYS) {
        let [slug, date, public, secret] = line.split_whitespace().collect::<Vec<_>>()[..] else { panic!() };
        assert!(program::text::slug(slug).is_ok() && is_date(date) && public == known);
        let public = PublicKey::from_multibase(public).unwrap();
        assert!(read_secret(secret, &public).unwrap().is_some());
        assert_eq!(parse_key_file(line).unwrap_err().problem, KeyFileProblem::Example);
    }
}
