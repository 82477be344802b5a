//! Names that pages show beside the ids of enrollments and assessments.

use std::collections::{HashMap, HashSet};

use program::DistrictId;
use service::{Actor, EnrollmentView, Error, PageQuery, queries};
use uuid::Uuid;

use crate::auth::Session;
use crate::{Problem, Site};

/// As many as a listing gives at once.
const MOST: PageQuery = PageQuery { cursor: None, limit: Some(200) };

/// What the district calls its people and cohorts. Teachers may not list people, but they may know who coaches
/// them, so the pages look names up in the district's own name.
#[derive(Debug, Default)]
pub(super) struct Names {
    people: HashMap<Uuid, String>,
    cohorts: HashMap<Uuid, String>,
}

impl Names {
    /// The names of these people, and of all cohorts, of one district.
    pub(super) async fn of(
        site: &Site,
        district: Uuid,
        people: impl IntoIterator<Item = Uuid>,
    ) -> Result<Self, Problem> {
        let operator = Actor::Operator { district: Some(DistrictId::from_uuid(district)) };
        let mut names = Self::default();
        for cohort in queries::cohorts::list(&site.service, &operator, MOST).await?.items {
            names.people.extend(cohort.coach.zip(cohort.coach_name));
            names.cohorts.insert(cohort.id, cohort.name);
        }
        let unknown: HashSet<Uuid> = people.into_iter().filter(|id| !names.people.contains_key(id)).collect();
        for id in unknown {
            match queries::people::one(&site.service, &operator, id).await {
                Ok(person) => names.people.insert(id, person.name),
                Err(Error::NotFound { .. }) => None,
                Err(other) => return Err(other.into()),
            };
        }
        Ok(names)
    }

    /// The name of a person; `somebody` when there is none.
    pub(super) fn person(&self, id: Uuid) -> &str {
        self.people.get(&id).map_or("somebody", String::as_str)
    }

    /// Where an enrollment belongs: cohort, coach.
    pub(super) fn belonging(&self, enrollment: &EnrollmentView) -> Vec<String> {
        let cohort = enrollment.cohort.and_then(|id| self.cohorts.get(&id).cloned());
        let coach = enrollment.coach.map(|id| format!("coach {}", self.person(id)));
        cohort.into_iter().chain(coach).collect()
    }
}

/// All enrollments of the person signed in, oldest first.
pub(super) async fn own_enrollments(site: &Site, session: &Session) -> Result<Vec<EnrollmentView>, Problem> {
    let mut query = MOST;
    let mut all = Vec::new();
    loop {
        let page = queries::enrollments::own(&site.service, session.actor(), query.clone()).await?;
        all.extend(page.items);
        match page.next {
            Some(next) => query.cursor = Some(next),
            None => return Ok(all),
        }
    }
}
