//! What was reached, criterion by criterion.

use openbadges::{AchievementResult, Url};
use program::Approval;

use super::achievement::{criterion_id, level_id};
use crate::error::{IssueError, member};

/// One result a criterion, in the order of the rubric. The coach's comments are for the teacher and stay in the district.
pub(super) fn results(approval: &Approval, achievement: &str) -> Result<Vec<AchievementResult>, IssueError> {
    approval
        .achieved()
        .map(|achieved| {
            let criterion = &achieved.criterion.id;
            let description = Url::new(criterion_id(achievement, criterion))
                .map_err(member("credentialSubject.result.resultDescription"))?;
            let level = Url::new(level_id(achievement, criterion, &achieved.level.id))
                .map_err(member("credentialSubject.result.achievedLevel"))?;
            Ok(AchievementResult::new().with_result_description(description).with_achieved_level(level))
        })
        .collect()
}
