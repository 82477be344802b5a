use openbadges::Timestamp;

use crate::refusal::{CriterionName, PointsShortfall, Shortfall};
use crate::text;
use crate::{
    Approval, AssessmentId, Decided, Decision, Definition, DistrictId, EvidenceItem, MicroCredentialId,
    PassRule, Person, PersonId, Policy, Refusal, Scores, State, SubmissionId, VersionId,
};

/// The assessment of one submission, with everything that a decision depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// Its id.
    pub id: AssessmentId,
    /// The district to which it belongs.
    pub district: DistrictId,
    /// What is assessed.
    pub submission: SubmissionId,
    /// Whose work it is.
    pub teacher: Person,
    /// Who coaches the teacher in this enrollment.
    pub coach: Option<PersonId>,
    /// The version of the micro-credential that the teacher works on.
    pub definition: Definition,
    /// The id of that version.
    pub version: VersionId,
    /// The micro-credential.
    pub micro_credential: MicroCredentialId,
    /// The number of the version, 1 for the first.
    pub version_number: u32,
    /// The number of the attempt, 1 for the first.
    pub attempt: u32,
    /// What was handed in.
    pub evidence: Vec<EvidenceItem>,
    /// How far it came.
    pub state: State,
    /// What was scored so far.
    pub scores: Scores,
}

/// The longest note or comment, in characters.
pub(crate) const COMMENT_LIMIT: usize = 4_000;

impl Assessment {
    /// Decides that the work meets the standard.
    ///
    /// # Errors
    /// The person may not decide, somebody decided before, or the scores are incomplete or below the standard.
    pub fn approve(
        self,
        by: &Person,
        scores: Scores,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<(Decided, Approval), Refusal> {
        let (at, scores) = self.begin(by, scores, policy, now)?;
        self.meets_standard(&scores)?;
        let approval = Approval::of(&self, by, &scores, at);
        Ok((self.decided(Decision::Approve, State::Approved { by: by.id, at }, scores, by.id, at), approval))
    }

    /// Asks the teacher to revise the work. Criteria may stay without a level.
    ///
    /// # Errors
    /// The person may not decide, somebody decided before, or neither note nor comment says what should change.
    pub fn return_for_revision(
        self,
        by: &Person,
        scores: Scores,
        note: &str,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Decided, Refusal> {
        let (at, scores) = self.begin(by, scores, policy, now)?;
        let note = checked_note(note)?;
        if note.is_empty() && scores.iter().all(|(_, score)| score.comment.is_empty()) {
            return Err(Refusal::NoteMissing { decision: Decision::Return });
        }
        Ok(self.decided(Decision::Return, State::Returned { by: by.id, at, note }, scores, by.id, at))
    }

    /// Decides that the work does not meet the standard, for good. Criteria may stay without a level.
    ///
    /// # Errors
    /// The person may not decide, somebody decided before, or no note says why.
    pub fn decline(
        self,
        by: &Person,
        scores: Scores,
        note: &str,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Decided, Refusal> {
        let (at, scores) = self.begin(by, scores, policy, now)?;
        let note = checked_note(note)?;
        if note.is_empty() {
            return Err(Refusal::NoteMissing { decision: Decision::Decline });
        }
        Ok(self.decided(Decision::Decline, State::Declined { by: by.id, at, note }, scores, by.id, at))
    }

    /// Whether this person could decide now, so that a page shows no form that will be refused.
    ///
    /// # Errors
    /// The person may not decide, or somebody decided before.
    pub fn may_decide(&self, by: &Person, policy: &Policy) -> Result<(), Refusal> {
        self.submitted_at(by, policy).map(|_| ())
    }

    /// What every decision begins with: may this person decide, and are the scores such as the rubric knows?
    fn begin(
        &self,
        by: &Person,
        scores: Scores,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<(Timestamp, Scores), Refusal> {
        let submitted = self.submitted_at(by, policy)?;
        let scores = scores.tidied();
        self.check_scores(&scores)?;
        // A clock that went backwards must not date a decision before the submission.
        Ok((now.max(submitted), scores))
    }

    /// Authority comes first: who may not decide does not learn what was decided.
    fn submitted_at(&self, by: &Person, policy: &Policy) -> Result<Timestamp, Refusal> {
        if by.district != self.district || self.teacher.district != self.district {
            return Err(Refusal::OtherDistrict);
        }
        if by.is_same_as(&self.teacher) {
            return Err(Refusal::OwnWork);
        }
        if !by.is_assessor() {
            return Err(Refusal::NotAnAssessor);
        }
        if !policy.coach_may_assess_coachee && self.coach == Some(by.id) {
            return Err(Refusal::CoachOfTeacher);
        }
        match self.state {
            State::Submitted { at } => Ok(at),
            State::Returned { by, at, .. } => {
                Err(Refusal::AlreadyDecided { decision: Decision::Return, by, at })
            }
            State::Approved { by, at } => {
                Err(Refusal::AlreadyDecided { decision: Decision::Approve, by, at })
            }
            State::Declined { by, at, .. } => {
                Err(Refusal::AlreadyDecided { decision: Decision::Decline, by, at })
            }
        }
    }

    fn check_scores(&self, scores: &Scores) -> Result<(), Refusal> {
        for (id, score) in scores.iter() {
            let Some(criterion) = self.definition.rubric.criterion(id) else {
                return Err(Refusal::UnknownCriterion {
                    criterion: id.chars().take(text::SLUG_LIMIT).collect(),
                });
            };
            if let Some(level) = &score.level
                && criterion.level(level).is_none()
            {
                let level = level.chars().take(text::SLUG_LIMIT).collect();
                return Err(Refusal::UnknownLevel { criterion: self.named(id), level });
            }
            text::optional_prose(&score.comment, COMMENT_LIMIT)
                .map_err(|fault| Refusal::CommentInvalid { criterion: self.named(id), fault })?;
        }
        Ok(())
    }

    fn meets_standard(&self, scores: &Scores) -> Result<(), Refusal> {
        let rubric = &self.definition.rubric;
        let tally = rubric.tally(scores);
        if !tally.unscored.is_empty() {
            return Err(Refusal::CriteriaMissing {
                criteria: tally.unscored.iter().map(|id| self.named(id)).collect(),
            });
        }
        if tally.passed {
            return Ok(());
        }
        let shortfall = |id: &String| {
            let criterion = rubric.criterion(id)?;
            let given = scores.level(id).and_then(|level| criterion.level(level))?.name.clone();
            let required = criterion.required().map(|level| level.name.clone()).unwrap_or_default();
            Some(Shortfall { criterion: self.named(id), given, required })
        };
        let points = match rubric.pass_rule {
            PassRule::Points { minimum } if tally.points < minimum => {
                Some(PointsShortfall { given: tally.points, required: minimum })
            }
            PassRule::Points { .. } | PassRule::EveryCriterion => None,
        };
        Err(Refusal::BelowStandard { criteria: tally.below.iter().filter_map(shortfall).collect(), points })
    }

    fn named(&self, id: &str) -> CriterionName {
        let name = self.definition.rubric.criterion(id).map_or(id, |criterion| &criterion.name);
        CriterionName { id: id.to_owned(), name: name.to_owned() }
    }

    fn decided(
        mut self,
        decision: Decision,
        state: State,
        scores: Scores,
        by: PersonId,
        at: Timestamp,
    ) -> Decided {
        self.state = state;
        self.scores = scores;
        Decided { assessment: self, decision, by, at }
    }
}

fn checked_note(note: &str) -> Result<String, Refusal> {
    let note = text::tidy(note);
    text::optional_prose(&note, COMMENT_LIMIT).map_err(|fault| Refusal::NoteInvalid { fault })?;
    Ok(note)
}
