use openbadges::Timestamp;

use crate::assessment::COMMENT_LIMIT;
use crate::evidence::{ITEMS_LIMIT, TITLE_LIMIT};
use crate::fault::{Faults, escaped};
use crate::{
    Definition, DistrictId, EvidenceContent, EvidenceItem, Fault, MicroCredentialId, PassRule, Recipient,
    Scores, VersionId, text,
};

/// What a district's own system awards, without a submission in this program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectAward {
    /// The district that awards.
    pub district: DistrictId,
    /// The published version that is awarded.
    pub definition: Definition,
    /// The micro-credential.
    pub micro_credential: MicroCredentialId,
    /// The id of the version.
    pub version: VersionId,
    /// The number of the version, 1 for the first.
    pub version_number: u32,
    /// Who is to be given it.
    pub recipient: Recipient,
    /// How it was judged, if it is to be shown: complete and enough for the rubric.
    pub scores: Option<Scores>,
    /// What ties the evidence together.
    pub narrative: Option<String>,
    /// Where the work can be seen.
    pub evidence: Vec<AwardLink>,
    /// When it was decided; now when none.
    pub awarded_at: Option<Timestamp>,
}

/// A piece of evidence of a direct award.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwardLink {
    /// What it is called, one line.
    pub title: String,
    /// Its address.
    pub url: String,
}

impl From<AwardLink> for EvidenceItem {
    fn from(link: AwardLink) -> Self {
        Self { part: String::new(), title: link.title, content: EvidenceContent::Link { url: link.url } }
    }
}

impl DirectAward {
    /// The award with its texts tidied, if it may be made.
    pub(crate) fn checked(self, now: Timestamp) -> Result<Self, Vec<Fault>> {
        let award = self.tidied();
        award.check(now)?;
        Ok(award)
    }

    fn tidied(mut self) -> Self {
        self.recipient.name = text::tidy_line(&self.recipient.name);
        self.recipient.email = self.recipient.email.as_deref().map(|email| email.trim().to_owned());
        self.scores = self.scores.map(Scores::tidied);
        self.narrative = self.narrative.as_deref().map(text::tidy);
        for link in &mut self.evidence {
            link.title = text::tidy_line(&link.title);
            link.url = text::tidy_web_address(&link.url);
        }
        self
    }

    fn check(&self, now: Timestamp) -> Result<(), Vec<Fault>> {
        let mut faults = Faults::default();
        faults.check("/recipient/name", text::line(&self.recipient.name, text::NAME_LIMIT));
        if let Some(email) = &self.recipient.email {
            faults.check("/recipient/email", text::email(email));
        }
        if let Some(id) = &self.recipient.id {
            faults.check("/recipient/id", text::subject_id(id));
        }
        if let Some(narrative) = &self.narrative {
            faults.check("/narrative", text::prose(narrative, COMMENT_LIMIT));
        }
        faults.count("/evidence", "links", self.evidence.len(), 0, ITEMS_LIMIT);
        for (index, link) in self.evidence.iter().take(ITEMS_LIMIT).enumerate() {
            faults.check(format_args!("/evidence/{index}/title"), text::line(&link.title, TITLE_LIMIT));
            faults.check(format_args!("/evidence/{index}/url"), text::web_address(&link.url));
        }
        if let Some(at) = self.awarded_at
            && at > now
        {
            faults.add("/awarded_at", format_args!("lies in the future: it is {now} now"));
        }
        if let Some(scores) = &self.scores {
            self.check_scores(scores, &mut faults);
        }
        faults.result()
    }

    fn check_scores(&self, scores: &Scores, faults: &mut Faults) {
        let rubric = &self.definition.rubric;
        for (id, score) in scores.iter() {
            let at = format!("/scores{}", Scores::pointer(id));
            match (rubric.criterion(id), score.level.as_deref()) {
                (None, _) => faults.add(at, "names no criterion of the rubric"),
                (Some(criterion), Some(level)) if criterion.level(level).is_none() => {
                    let levels: Vec<_> = criterion.levels.iter().map(|level| level.id.as_str()).collect();
                    faults.add(
                        at,
                        format_args!(
                            "names no level of “{}”; its levels are {}",
                            criterion.name,
                            levels.join(", ")
                        ),
                    );
                }
                (Some(_), _) => {}
            }
            let at = format!("/scores/{}/comment", escaped(id));
            faults.check(at, text::optional_prose(&score.comment, COMMENT_LIMIT));
        }
        let tally = rubric.tally(scores);
        for id in &tally.unscored {
            if scores.level(id).is_none() {
                faults.add(
                    format_args!("/scores{}", Scores::pointer(id)),
                    "is missing: every criterion needs a level",
                );
            }
        }
        for id in &tally.below {
            faults.add(
                format_args!("/scores{}", Scores::pointer(id)),
                "is below the required level of the criterion",
            );
        }
        if let PassRule::Points { minimum } = rubric.pass_rule
            && tally.unscored.is_empty()
            && tally.points < minimum
        {
            faults
                .add("/scores", format_args!("{} points are not enough, {minimum} are needed", tally.points));
        }
    }
}
