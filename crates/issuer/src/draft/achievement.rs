//! A published version of a micro-credential as an achievement.

use openbadges::{
    Achievement, AchievementType, Alignment, Criteria, Image, Iri, LanguageCode, ResultDescription,
    ResultType, RubricCriterionLevel, Url,
};
use program::{AlignmentTo, Criterion, Definition, Level};

use crate::district::District;
use crate::error::{IssueError, member};

/// The achievement; it is the same in every badge of one version, and at the achievement's own address.
pub(crate) fn achievement(
    definition: &Definition,
    version: u32,
    id: &str,
    district: &District<'_>,
) -> Result<Achievement, IssueError> {
    let iri = Iri::new(id).map_err(member("credentialSubject.achievement.id"))?;
    let criteria_id =
        Iri::new(format!("{id}#criteria")).map_err(member("credentialSubject.achievement.criteria.id"))?;
    let criteria = Criteria::narrated(criteria(definition)).with_id(criteria_id);
    let mut achievement =
        Achievement::new(iri, definition.title.as_str(), definition.description.as_str(), criteria)
            .with_achievement_type(AchievementType::MicroCredential)
            .with_creator(district.reference()?)
            .with_image(image(definition, id, district)?)
            .with_version(version.to_string());
    if let Some(language) = &definition.language {
        let code = LanguageCode::new(language.as_str())
            .map_err(member("credentialSubject.achievement.inLanguage"))?;
        achievement = achievement.with_in_language(code);
    }
    for tag in &definition.tags {
        achievement = achievement.with_tag(tag.as_str());
    }
    for (number, aligned) in definition.alignments.iter().enumerate() {
        achievement = achievement.with_alignment(alignment(aligned, number)?);
    }
    for criterion in &definition.rubric.criteria {
        achievement = achievement.with_result_description(result_description(criterion, id)?);
    }
    Ok(achievement)
}

/// The picture of the badge. Its address is made of the achievement's, so that a version has one for ever.
fn image(definition: &Definition, id: &str, district: &District<'_>) -> Result<Image, IssueError> {
    let address = Iri::new(image_address(id)).map_err(member("credentialSubject.achievement.image.id"))?;
    Ok(Image::new(address).with_caption(format!("{}, {}", definition.title, district.name)))
}

/// Where the picture of an achievement is served, as a PNG.
pub fn image_address(achievement: &str) -> String {
    format!("{achievement}/image.png")
}

/// What has to be shown, what is looked at, and how much work it is. A result description has no place for the second, and
/// `creditsAvailable` would pass hours of work off as credits.
fn criteria(definition: &Definition) -> String {
    let hours = definition.hours.map(|hours| format!("About {hours} hours of work."));
    let looked_at = |criterion: &Criterion| format!("- **{}**: {}", criterion.name, criterion.description);
    let assessed: Vec<String> = definition.rubric.criteria.iter().map(looked_at).collect();
    let narrative = Some(definition.criteria_narrative.clone());
    let parts = [narrative, hours, Some("Assessed:".to_owned()), Some(assessed.join("\n"))];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

fn alignment(aligned: &AlignmentTo, number: usize) -> Result<Alignment, IssueError> {
    let url = Url::new(aligned.url.as_str())
        .map_err(member(format!("credentialSubject.achievement.alignment[{number}].targetUrl")))?;
    let mut alignment =
        Alignment::new(aligned.name.as_str(), url).with_target_framework(aligned.framework.as_str());
    if let Some(code) = &aligned.code {
        alignment = alignment.with_target_code(code.as_str());
    }
    if let Some(description) = &aligned.description {
        alignment = alignment.with_target_description(description.as_str());
    }
    Ok(alignment)
}

fn result_description(criterion: &Criterion, achievement: &str) -> Result<ResultDescription, IssueError> {
    let id = Iri::new(criterion_id(achievement, &criterion.id))
        .map_err(member("credentialSubject.achievement.resultDescription.id"))?;
    let mut description =
        ResultDescription::new(id, criterion.name.as_str(), ResultType::RubricCriterionLevel);
    if let Some(required) = &criterion.required_level {
        let url = Url::new(level_id(achievement, &criterion.id, required))
            .map_err(member("credentialSubject.achievement.resultDescription.requiredLevel"))?;
        description = description.with_required_level(url);
    }
    for level in &criterion.levels {
        description =
            description.with_rubric_criterion_level(rubric_level(level, &criterion.id, achievement)?);
    }
    Ok(description)
}

fn rubric_level(
    level: &Level,
    criterion: &str,
    achievement: &str,
) -> Result<RubricCriterionLevel, IssueError> {
    let id = Iri::new(level_id(achievement, criterion, &level.id))
        .map_err(member("credentialSubject.achievement.resultDescription.rubricCriterionLevel.id"))?;
    Ok(RubricCriterionLevel::new(id, level.name.as_str())
        .with_description(level.descriptor.as_str())
        .with_level(level.name.as_str())
        .with_points(level.points.to_string()))
}

/// The id of a criterion: a fragment of the achievement's address, so that it leads to the page that explains it.
pub(super) fn criterion_id(achievement: &str, criterion: &str) -> String {
    format!("{achievement}#{criterion}")
}

/// The id of a level of a criterion. Slugs hold no `/`, so no criterion is taken for a level.
pub(super) fn level_id(achievement: &str, criterion: &str, level: &str) -> String {
    format!("{achievement}#{criterion}/{level}")
}
