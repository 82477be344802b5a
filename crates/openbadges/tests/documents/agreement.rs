//! Our schemas accept and refuse what the published ones accept and refuse.

use openbadges::schema::{Schema, violations};

use crate::{mutations, published, samples};

/// Where our schema and the published one differ, with the clause that says why. A pair that is here and
/// does not differ fails the test too.
const DIFFERENCES: &[(&str, &str)] = &[];

#[test]
fn our_schemas_agree_with_the_published_ones_on_every_mutation() {
    let Some(data) = published::shared("our_schemas_agree_with_the_published_ones_on_every_mutation") else {
        return;
    };
    let (mut accepted, mut refused, mut differences) = (0, 0, Vec::new());
    for (sample, schema, document) in samples::all() {
        let theirs = published::current(&data, schema);
        for mutation in mutations::of(&document) {
            let ours = violations(schema, &mutation.document);
            match (ours.is_empty(), theirs.is_valid(&mutation.document)) {
                (true, true) => accepted += 1,
                (false, false) => refused += 1,
                (_, by_them) => differences.push((format!("{sample}: {}", mutation.name), by_them, ours)),
            }
        }
    }
    println!("{accepted} accepted by both, {refused} refused by both");
    let names: Vec<_> = differences.iter().map(|(name, ..)| name.as_str()).collect();
    let expected: Vec<_> = DIFFERENCES.iter().map(|(name, _clause)| *name).collect();
    assert_eq!(names, expected, "{:#?}", differences.iter().take(20).collect::<Vec<_>>());
    assert!(accepted > 1_000 && refused > 1_000, "a corpus with both kinds: {accepted}, {refused}");
}

#[test]
fn the_published_samples_are_judged_alike() {
    let Some(data) = published::shared("the_published_samples_are_judged_alike") else { return };
    let theirs = published::current(&data, Schema::AchievementCredential);
    for path in published::documents(&data) {
        let document = published::json(&path);
        let ours = violations(Schema::AchievementCredential, &document);
        assert_eq!(ours.is_empty(), theirs.is_valid(&document), "{}: {ours:?}", path.display());
    }
}
