//! The fields of an assessment: levels, comments, note, decision.

use std::collections::BTreeMap;

use program::{Criterion, PassRule, Refusal, Rubric, Score, Scores};

use crate::pages::assessment::{CriterionForm, Decision, HiddenField, LevelChoice, ScoreView};
use crate::pages::faults::Faults;
use crate::pages::rubric::points;
use crate::pages::wording::sentence;

/// What a coach typed so far.
#[derive(Debug, Default)]
pub(super) struct Judgment {
    levels: BTreeMap<String, String>,
    comments: BTreeMap<String, String>,
    /// The note to the teacher.
    pub(super) note: String,
    /// What was chosen.
    pub(super) decision: Option<Decision>,
}

impl Judgment {
    /// The fields of the form; those of criteria that the rubric does not have are left out.
    pub(super) fn read(rubric: &Rubric, fields: &[(String, String)]) -> Self {
        let typed = |name: &str| {
            fields.iter().find(|(given, _)| given == name).map(|(_, text)| text.as_str()).unwrap_or_default()
        };
        let each = |kind: &str| {
            let text = |criterion: &Criterion| {
                let text = typed(&format!("{kind}-{}", criterion.id));
                (!text.is_empty()).then(|| (criterion.id.clone(), text.to_owned()))
            };
            rubric.criteria.iter().filter_map(text).collect()
        };
        Self {
            levels: each("level"),
            comments: each("comment"),
            note: typed("note").to_owned(),
            decision: Decision::parse(typed("decision")),
        }
    }

    /// The scores as the command takes them.
    pub(super) fn scores(&self) -> Scores {
        let ids = self.levels.keys().chain(self.comments.keys());
        let score = |id: &String| Score {
            level: self.levels.get(id).cloned(),
            comment: self.comments.get(id).cloned().unwrap_or_default(),
        };
        ids.map(|id| (id.clone(), score(id))).collect()
    }

    /// What can be said before the decision is confirmed. The rules have the last word when it is made.
    pub(super) fn faults(&self, rubric: &Rubric) -> Faults {
        let mut faults = Faults::default();
        match self.decision {
            Some(Decision::Approve) => faults = self.below_standard(rubric),
            Some(Decision::Return) if self.note.trim().is_empty() && !self.has_comment() => {
                faults =
                    faults.with("note", "Say what should change: write a note, or a comment on a criterion.");
            }
            Some(Decision::Decline) if self.note.trim().is_empty() => {
                faults = faults.with("note", "Say why the work is declined: the teacher reads your note.");
            }
            Some(Decision::Return | Decision::Decline) => {}
            None => faults = faults.with("decision", "Choose a decision."),
        }
        faults
    }

    fn has_comment(&self) -> bool {
        self.comments.values().any(|comment| !comment.trim().is_empty())
    }

    fn below_standard(&self, rubric: &Rubric) -> Faults {
        let tally = rubric.tally(&self.scores());
        let mut faults = Faults::default();
        for criterion in &rubric.criteria {
            let name = &criterion.name;
            if tally.unscored.contains(&criterion.id) {
                faults = faults.with(level(&criterion.id), format!("Choose a level for “{name}”."));
            } else if tally.below.contains(&criterion.id) {
                let message =
                    format!("“{name}” is below the standard to reach: return the work, or score it again.");
                faults = faults.with(level(&criterion.id), message);
            }
        }
        match rubric.pass_rule {
            PassRule::Points { minimum } if tally.unscored.is_empty() && tally.points < minimum => {
                let given = tally.points;
                faults.with_general(format!(
                    "{given} of the {minimum} points needed are reached: return the work, or score it again."
                ))
            }
            _ => faults,
        }
    }

    /// The form's groups of fields.
    pub(super) fn criteria(&self, rubric: &Rubric) -> Vec<CriterionForm> {
        let group = |criterion: &Criterion| CriterionForm {
            criterion: criterion.id.clone(),
            name: criterion.name.clone(),
            description: criterion.description.clone(),
            levels: criterion
                .levels
                .iter()
                .map(|level| LevelChoice {
                    level: level.id.clone(),
                    name: level.name.clone(),
                    descriptor: level.descriptor.clone(),
                    points: points(rubric, level),
                    required: criterion.required_level.as_ref() == Some(&level.id),
                    chosen: self.levels.get(&criterion.id) == Some(&level.id),
                })
                .collect(),
            comment: self.comments.get(&criterion.id).cloned().unwrap_or_default(),
        };
        rubric.criteria.iter().map(group).collect()
    }

    /// What was chosen, to be read once more.
    pub(super) fn chosen(&self, rubric: &Rubric) -> Vec<ScoreView> {
        let view = |criterion: &Criterion| {
            let id = self.levels.get(&criterion.id);
            let level = criterion.levels.iter().find(|level| Some(&level.id) == id);
            ScoreView {
                criterion: criterion.name.clone(),
                level: level.map_or_else(|| "No level".to_owned(), |level| level.name.clone()),
                comment: self.comments.get(&criterion.id).cloned().unwrap_or_default(),
            }
        };
        rubric.criteria.iter().map(view).collect()
    }

    /// All fields, to be sent again.
    pub(super) fn fields(&self, rubric: &Rubric) -> Vec<HiddenField> {
        let field = |name: String, value: &str| HiddenField { name, value: value.to_owned() };
        let mut fields = Vec::new();
        for criterion in &rubric.criteria {
            let id = &criterion.id;
            fields.extend(self.levels.get(id).map(|value| field(level(id), value)));
            fields.extend(self.comments.get(id).map(|value| field(comment(id), value)));
        }
        fields.push(field("note".to_owned(), &self.note));
        let decision = self.decision.map(|decision| match decision {
            Decision::Approve => "approve",
            Decision::Return => "return",
            Decision::Decline => "decline",
        });
        fields.extend(decision.map(|value| field("decision".to_owned(), value)));
        fields
    }
}

/// A refusal that the coach can mend in the form, at the fields it is about; none for the others.
pub(super) fn refused(refusal: &Refusal) -> Option<Faults> {
    let faults = Faults::default();
    let message = sentence(&refusal.to_string());
    match refusal {
        Refusal::CriteriaMissing { criteria } => Some(criteria.iter().fold(faults, |faults, criterion| {
            faults.with(level(&criterion.id), format!("Choose a level for {criterion}."))
        })),
        Refusal::BelowStandard { criteria, .. } => {
            let faults = faults.with_general(message);
            Some(criteria.iter().fold(faults, |faults, short| {
                let message =
                    format!("{} is “{}” and must be “{}”.", short.criterion, short.given, short.required);
                faults.with(level(&short.criterion.id), message)
            }))
        }
        Refusal::UnknownLevel { criterion, .. } => Some(faults.with(level(&criterion.id), message)),
        Refusal::CommentInvalid { criterion, .. } => Some(faults.with(comment(&criterion.id), message)),
        Refusal::NoteMissing { .. } | Refusal::NoteInvalid { .. } => Some(faults.with("note", message)),
        Refusal::UnknownCriterion { .. } => Some(faults.with_general(message)),
        _ => None,
    }
}

fn level(criterion: &str) -> String {
    format!("level-{criterion}")
}

fn comment(criterion: &str) -> String {
    format!("comment-{criterion}")
}

#[cfg(test)]
mod tests {
    use program::Level;

    use super::*;

    fn rubric(pass_rule: PassRule) -> Rubric {
        let level = |id: &str, points| Level {
            id: id.to_owned(),
            name: id.to_owned(),
            descriptor: String::new(),
            points,
        };
        let criterion = |id: &str| Criterion {
            id: id.to_owned(),
            name: id.to_owned(),
            description: String::new(),
            levels: vec![level("low", 0), level("high", 2)],
            required_level: Some("high".to_owned()),
        };
        Rubric { criteria: vec![criterion("plan"), criterion("reading")], pass_rule }
    }

    fn judgment(fields: &[(&str, &str)]) -> Judgment {
        let fields: Vec<_> =
            fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        Judgment::read(&rubric(PassRule::EveryCriterion), &fields)
    }

    #[test]
    fn an_approval_names_each_criterion_that_stands_in_its_way() {
        let given = judgment(&[("decision", "approve"), ("level-plan", "low")]);
        let faults = given.faults(&rubric(PassRule::EveryCriterion));
        assert!(faults.of("level-plan").unwrap().contains("below the standard"));
        assert!(faults.of("level-reading").unwrap().starts_with("Choose a level"));
    }

    #[test]
    fn enough_is_enough() {
        let given = judgment(&[("decision", "approve"), ("level-plan", "high"), ("level-reading", "high")]);
        assert!(given.faults(&rubric(PassRule::EveryCriterion)).is_empty());
        let faults = given.faults(&rubric(PassRule::Points { minimum: 5 }));
        assert!(faults.list[0].message.starts_with("4 of the 5 points"));
    }

    #[test]
    fn what_goes_back_says_why() {
        let rubric = rubric(PassRule::EveryCriterion);
        assert!(judgment(&[("decision", "return")]).faults(&rubric).of("note").is_some());
        assert!(judgment(&[("decision", "return"), ("comment-plan", "More.")]).faults(&rubric).is_empty());
        let declined = judgment(&[("decision", "decline"), ("comment-plan", "More."), ("note", " ")]);
        assert!(declined.faults(&rubric).of("note").is_some());
        assert!(judgment(&[]).faults(&rubric).of("decision").is_some());
    }

    #[test]
    fn the_confirmation_sends_everything_again() {
        let sent = [
            ("level-plan", "high"),
            ("comment-plan", "Good."),
            ("level-reading", "low"),
            ("note", "n"),
            ("decision", "return"),
        ];
        let fields = judgment(&sent).fields(&rubric(PassRule::EveryCriterion));
        let fields: Vec<_> = fields.iter().map(|f| (f.name.as_str(), f.value.as_str())).collect();
        assert_eq!(fields, sent);
    }

    #[test]
    fn only_what_the_coach_can_mend_is_shown_in_the_form() {
        assert!(refused(&Refusal::OwnWork).is_none());
        let missing = Refusal::NoteMissing { decision: program::Decision::Return };
        assert!(refused(&missing).unwrap().of("note").is_some());
    }
}
