//! Grouping teachers.

use program::Role;
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::json;

use crate::audit::{AuditEvent, record};
use crate::store::{backend, cohort, person};
use crate::{Actor, CohortView, Error, NewCohort, Scope, Service};

/// Makes a cohort.
///
/// # Errors
/// `Forbidden`, `Invalid`, or `Conflict` when the name is taken.
pub async fn create(service: &Service, actor: &Actor, new: NewCohort) -> Result<CohortView, Error> {
    let district = actor.demand(Scope::ProgramWrite, &[Role::ProgramManager])?;
    let name = program::text::tidy_line(&new.name);
    if let Err(fault) = program::text::line(&name, program::text::NAME_LIMIT) {
        return Err(Error::invalid("/name", fault.to_string()));
    }
    let now = service.now();
    let tx = service.backend().begin().await?;
    // Before the first row that refers to the district: two at once must not wait for each other.
    crate::store::district::lock(&tx, district).await?;
    let coach = match new.coach {
        Some(id) => Some(person::with_role(&*tx, district, id, Role::Coach, "/coach").await?),
        None => None,
    };
    let row = cohort::Model {
        id: service.world().id(),
        district_id: district.uuid(),
        name,
        coach_id: new.coach,
        created_at: now.unix(),
    };
    match cohort::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await {
        Err(error) if backend::is_duplicate(&error) => {
            return Err(Error::Conflict { why: format!("there is a cohort {} already", row.name) });
        }
        other => other?,
    };
    let detail = json!({ "coach": row.coach_id });
    let event = AuditEvent { action: "cohort.created", subject: format!("cohort:{}", row.id), detail };
    record(&tx, now, district, actor, event).await?;
    tx.commit().await?;
    Ok(CohortView {
        id: row.id,
        name: row.name,
        coach: row.coach_id,
        coach_name: coach.map(|coach| coach.name),
        created_at: now,
    })
}
