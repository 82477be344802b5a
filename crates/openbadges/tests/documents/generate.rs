//! Documents as the builders make them, all optional members now here, now absent.
//!
//! A tape of bytes decides, so that proptest shrinks a document by shortening its tape.

use openbadges::{
    Achievement, AchievementCredential, AchievementResult, AchievementSubject, AchievementType, Address,
    Alignment, AlignmentTargetType, CompactJws, CredentialSchema, CredentialStatus, Criteria, Date, Decimal,
    EndorsementCredential, EndorsementSubject, Evidence, Extension, GeoCoordinates, IdentifierEntry,
    IdentifierType, IdentityObject, Image, Iri, LanguageCode, Profile, Proof, RefreshService, Related,
    ResultDescription, ResultStatus, ResultType, RubricCriterionLevel, StatusPurpose, TermsOfUse, Text,
    Timestamp, Url,
};
use serde_json::json;

/// Decides what is in a document.
pub(crate) struct Tape<'a> {
    bytes: std::slice::Iter<'a, u8>,
    /// What to read when the tape is at its end: 0 for nothing more, 1 for everything.
    after: u8,
    depth: usize,
}

impl<'a> Tape<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes: bytes.iter(), after: 0, depth: 0 }
    }

    /// A tape for the document that has every member.
    pub(crate) fn of_everything() -> Self {
        Self { bytes: [].iter(), after: 1, depth: 0 }
    }

    fn byte(&mut self) -> u8 {
        self.bytes.next().copied().unwrap_or(self.after)
    }

    fn whether(&mut self) -> bool {
        self.byte() % 2 == 1
    }

    /// None, one, two or three; nothing below a certain depth, so that documents end.
    fn how_many(&mut self) -> usize {
        if self.depth > 5 { 0 } else { usize::from(self.byte() % 4) }
    }

    fn one_of<T: Clone>(&mut self, values: &[T]) -> T {
        values[usize::from(self.byte()) % values.len()].clone()
    }

    fn nested<T>(&mut self, make: fn(&mut Self) -> T) -> T {
        self.depth += 1;
        let value = make(self);
        self.depth -= 1;
        value
    }
}

/// Each builder step, taken or not.
macro_rules! optionally {
    ($tape:ident, $built:ident: $($with:ident $make:ident),* $(,)?) => {
        $( if $tape.depth <= 5 && $tape.whether() { $built = $built.$with($tape.nested($make)); } )*
    };
}

/// Each builder step, taken up to three times.
macro_rules! repeatedly {
    ($tape:ident, $built:ident: $($with:ident $make:ident),* $(,)?) => {
        $( for _ in 0..$tape.how_many() { $built = $built.$with($tape.nested($make)); } )*
    };
}

pub(crate) fn credential(tape: &mut Tape<'_>) -> AchievementCredential {
    let mut credential = AchievementCredential::new(iri(tape), profile(tape), time(tape), subject(tape));
    optionally!(tape, credential: with_name text, with_description text, with_image image, with_awarded_date time,
        with_valid_until time, with_credential_status status, with_refresh_service refresh_service, with_type word);
    repeatedly!(tape, credential: with_evidence evidence, with_endorsement endorsement, with_endorsement_jwt jws,
        with_credential_schema schema, with_terms_of_use terms, with_proof proof);
    if tape.whether() {
        credential = credential.with_context(&iri(tape));
    }
    credential
}

pub(crate) fn endorsement(tape: &mut Tape<'_>) -> EndorsementCredential {
    let (id, name, issuer) = (iri(tape), text(tape), tape.nested(profile));
    let mut endorsement = EndorsementCredential::new(id, name, issuer, time(tape), endorsed(tape));
    optionally!(tape, endorsement: with_description text, with_awarded_date time, with_valid_until time,
        with_credential_status status, with_refresh_service refresh_service, with_type word);
    repeatedly!(tape, endorsement: with_credential_schema schema, with_terms_of_use terms, with_proof proof);
    if tape.whether() {
        endorsement = endorsement.with_context(&iri(tape));
    }
    endorsement
}

pub(crate) fn profile(tape: &mut Tape<'_>) -> Profile {
    let mut built = Profile::new(iri(tape));
    optionally!(tape, built: with_name text, with_url url, with_phone text, with_description text, with_image image,
        with_email text, with_address address, with_official text, with_parent_org profile, with_family_name text,
        with_given_name text, with_additional_name text, with_patronymic_name text, with_honorific_prefix text,
        with_honorific_suffix text, with_family_name_prefix text, with_date_of_birth date, with_type word);
    repeatedly!(tape, built: with_endorsement endorsement, with_endorsement_jwt jws,
        with_other_identifier identifier_entry);
    built
}

fn subject(tape: &mut Tape<'_>) -> AchievementSubject {
    let mut subject = if tape.whether() {
        AchievementSubject::with_the_id(iri(tape), achievement(tape))
    } else {
        AchievementSubject::identified_by(identity(tape), achievement(tape))
    };
    optionally!(tape, subject: with_id iri, with_activity_start_date time, with_activity_end_date time,
        with_credits_earned decimal, with_image image, with_license_number text, with_narrative text, with_role text,
        with_source profile, with_term text, with_type word);
    repeatedly!(tape, subject: with_identifier identity, with_result result);
    subject
}

fn achievement(tape: &mut Tape<'_>) -> Achievement {
    let mut achievement = Achievement::new(iri(tape), text(tape), text(tape), criteria(tape));
    optionally!(tape, achievement: with_achievement_type achievement_type, with_creator profile,
        with_credits_available decimal, with_field_of_study text, with_human_code text, with_image image,
        with_in_language language, with_specialization text, with_version text, with_type word);
    repeatedly!(tape, achievement: with_alignment alignment, with_endorsement endorsement, with_endorsement_jwt jws,
        with_other_identifier identifier_entry, with_related related, with_result_description result_description,
        with_tag text);
    achievement
}

fn criteria(tape: &mut Tape<'_>) -> Criteria {
    let mut criteria = if tape.whether() { Criteria::at(iri(tape)) } else { Criteria::narrated(text(tape)) };
    optionally!(tape, criteria: with_id iri, with_narrative text);
    criteria
}

fn alignment(tape: &mut Tape<'_>) -> Alignment {
    let mut alignment = Alignment::new(text(tape), url(tape));
    optionally!(tape, alignment: with_target_code text, with_target_description text, with_target_framework text,
        with_target_type target_type, with_type word);
    alignment
}

fn evidence(tape: &mut Tape<'_>) -> Evidence {
    let mut evidence = Evidence::new();
    optionally!(tape, evidence: with_id iri, with_narrative text, with_name text, with_description text,
        with_genre text, with_audience text, with_type word);
    evidence
}

fn image(tape: &mut Tape<'_>) -> Image {
    let mut image = Image::new(iri(tape));
    optionally!(tape, image: with_caption text);
    image
}

fn related(tape: &mut Tape<'_>) -> Related {
    let mut related = Related::new(iri(tape));
    optionally!(tape, related: with_in_language language, with_version text, with_type word);
    related
}

fn address(tape: &mut Tape<'_>) -> Address {
    let mut address = Address::new();
    optionally!(tape, address: with_address_country text, with_address_country_code text, with_address_region text,
        with_address_locality text, with_street_address text, with_post_office_box_number text, with_postal_code text,
        with_geo geo, with_type word);
    address
}

fn result(tape: &mut Tape<'_>) -> AchievementResult {
    let mut result = AchievementResult::new();
    optionally!(tape, result: with_result_description iri, with_achieved_level url, with_value text,
        with_status result_status, with_type word);
    repeatedly!(tape, result: with_alignment alignment);
    result
}

fn result_description(tape: &mut Tape<'_>) -> ResultDescription {
    let mut description = ResultDescription::new(iri(tape), text(tape), result_type(tape));
    optionally!(tape, description: with_required_level iri, with_required_value text, with_value_max text,
        with_value_min text, with_type word);
    repeatedly!(tape, description: with_alignment alignment, with_allowed_value text,
        with_rubric_criterion_level level);
    description
}

fn level(tape: &mut Tape<'_>) -> RubricCriterionLevel {
    let mut level = RubricCriterionLevel::new(iri(tape), text(tape));
    optionally!(tape, level: with_description text, with_level text, with_points text, with_type word);
    repeatedly!(tape, level: with_alignment alignment);
    level
}

fn endorsed(tape: &mut Tape<'_>) -> EndorsementSubject {
    let mut subject = EndorsementSubject::new(iri(tape));
    optionally!(tape, subject: with_endorsement_comment text, with_type word);
    subject
}

fn identity(tape: &mut Tape<'_>) -> IdentityObject {
    if tape.whether() {
        IdentityObject::hashed_with(text(tape), identifier_type(tape), text(tape))
    } else {
        IdentityObject::plain(identifier_type(tape), text(tape))
    }
}

fn terms(tape: &mut Tape<'_>) -> TermsOfUse {
    let mut terms = TermsOfUse::new(word(tape));
    optionally!(tape, terms: with_id iri);
    terms
}

fn status(tape: &mut Tape<'_>) -> CredentialStatus {
    let purpose = tape.one_of(&[StatusPurpose::Revocation, StatusPurpose::Suspension]);
    if tape.whether() {
        let list = Iri::new("https://badges.example/status/1").unwrap();
        CredentialStatus::bitstring(&list, tape.byte().into(), purpose).unwrap()
    } else {
        CredentialStatus::new(iri(tape), "1EdTechRevocationList")
    }
}

fn proof(tape: &mut Tape<'_>) -> Proof {
    let proof =
        json!({"type": word(tape), "created": time(tape).to_string(), "proofValue": "z", "own": [1.5, null]});
    Proof::from_value(&proof).unwrap()
}

fn schema(tape: &mut Tape<'_>) -> CredentialSchema {
    match tape.byte() % 3 {
        0 => CredentialSchema::achievement_credential(),
        1 => CredentialSchema::new(iri(tape), word(tape)),
        _ => CredentialSchema::endorsement_credential(),
    }
}

fn refresh_service(tape: &mut Tape<'_>) -> RefreshService {
    RefreshService::new(iri(tape), word(tape))
}

fn identifier_entry(tape: &mut Tape<'_>) -> IdentifierEntry {
    IdentifierEntry::new(text(tape), identifier_type(tape))
}

fn geo(tape: &mut Tape<'_>) -> GeoCoordinates {
    GeoCoordinates::new(decimal(tape), decimal(tape))
}

fn identifier_type(tape: &mut Tape<'_>) -> IdentifierType {
    if tape.byte() % 4 == 3 {
        extension(tape).into()
    } else {
        tape.one_of(IdentifierType::WORDS).parse().unwrap()
    }
}

fn achievement_type(tape: &mut Tape<'_>) -> AchievementType {
    if tape.byte() % 4 == 3 {
        extension(tape).into()
    } else {
        tape.one_of(AchievementType::WORDS).parse().unwrap()
    }
}

fn target_type(tape: &mut Tape<'_>) -> AlignmentTargetType {
    if tape.byte() % 4 == 3 {
        extension(tape).into()
    } else {
        tape.one_of(AlignmentTargetType::WORDS).parse().unwrap()
    }
}

fn result_type(tape: &mut Tape<'_>) -> ResultType {
    if tape.byte() % 4 == 3 {
        extension(tape).into()
    } else {
        tape.one_of(ResultType::WORDS).parse().unwrap()
    }
}

fn result_status(tape: &mut Tape<'_>) -> ResultStatus {
    tape.one_of(ResultStatus::WORDS).parse().unwrap()
}

fn extension(tape: &mut Tape<'_>) -> Extension {
    let word = tape.one_of(&["ext:Own", "ext:own.word-2", "ext:_"]);
    Extension::new(word).unwrap()
}

fn text(tape: &mut Tape<'_>) -> Text {
    tape.one_of(&["", "words", "Größe „q\"", "🎓\n* list", "{}", "null", "a/b~c"]).into()
}

fn word(tape: &mut Tape<'_>) -> String {
    tape.one_of(&["Own", "https://lakeside.example/terms#Own", "Profile"]).to_owned()
}

fn iri(tape: &mut Tape<'_>) -> Iri {
    let iri = tape.one_of(&[
        "urn:uuid:1",
        "https://a.example/ä?b#c",
        "did:web:a.example%3A8443",
        "data:text/plain,x",
    ]);
    Iri::new(iri).unwrap()
}

fn url(tape: &mut Tape<'_>) -> Url {
    Url::from(iri(tape))
}

fn jws(tape: &mut Tape<'_>) -> CompactJws {
    CompactJws::new(tape.one_of(&["a.b.c", "a..c", "e-_.Z0.9"])).unwrap()
}

fn language(tape: &mut Tape<'_>) -> LanguageCode {
    LanguageCode::new(tape.one_of(&["en", "es-419", "zh-Hant-TW", "abcd"])).unwrap()
}

fn date(tape: &mut Tape<'_>) -> Date {
    Date::new(tape.one_of(&["1970-01-01", "2000-02-29", "9999-12-31"])).unwrap()
}

fn decimal(tape: &mut Tape<'_>) -> Decimal {
    match tape.byte() {
        small @ 0..=99 => u32::from(small).into(),
        other => Decimal::new(f64::from(other) / 8.0 - 20.0).unwrap(),
    }
}

/// From year 1 to year 9999.
fn time(tape: &mut Tape<'_>) -> Timestamp {
    Timestamp::from_unix(tape.one_of(&[0, 1_795_502_467, -1, 253_402_300_799, -62_135_596_800])).unwrap()
}
