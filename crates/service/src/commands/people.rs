//! Who belongs to a district.

use program::{DistrictId, Person, PersonId, Role};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::json;

use crate::audit::{AuditEvent, record};
use crate::store::{backend, person};
use crate::{Actor, Error, NewPerson, PersonChange, PersonView, Scope, Service};

/// Adds a person.
///
/// # Errors
/// `Forbidden`, `Invalid`, or `Conflict` when the address is somebody's already.
pub async fn add(service: &Service, actor: &Actor, new: NewPerson) -> Result<PersonView, Error> {
    let district = actor.demand(Scope::ProgramWrite, &[Role::ProgramManager])?;
    let now = service.now();
    let person = Person {
        id: PersonId::from_uuid(service.world().id()),
        district,
        name: program::text::tidy_line(&new.name),
        email: normal_email(&new.email),
        roles: new.roles.into_iter().collect(),
        publish_email: new.publish_email,
    };
    person.check().map_err(|faults| Error::Invalid { faults })?;
    let row = row(&person, now.unix());
    let tx = service.backend().begin().await?;
    // Before the first row that refers to the district: two at once must not wait for each other.
    crate::store::district::lock(&tx, district).await?;
    match person::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await {
        Err(error) if backend::is_duplicate(&error) => {
            return Err(Error::Conflict {
                why: "somebody in this district has this e-mail address".to_owned(),
            });
        }
        other => other?,
    };
    record(&tx, now, district, actor, event("person.added", &row)).await?;
    tx.commit().await?;
    row.view()
}

/// Changes a person. Badges already signed stay as they are.
///
/// # Errors
/// `Forbidden`, `NotFound`, or `Invalid`.
pub async fn change(
    service: &Service,
    actor: &Actor,
    id: uuid::Uuid,
    change: PersonChange,
) -> Result<PersonView, Error> {
    let district = own_or_managed(actor, id, &change)?;
    let tx = service.backend().begin().await?;
    // Before the first row that refers to the district: two at once must not wait for each other.
    crate::store::district::lock(&tx, district).await?;
    let before = person::one(&*tx, district, id).await?;
    let mut person = before.person()?;
    if let Some(name) = &change.name {
        person.name = program::text::tidy_line(name);
    }
    if let Some(roles) = change.roles {
        person.roles = roles.into_iter().collect();
    }
    person.publish_email = change.publish_email.unwrap_or(person.publish_email);
    person.check().map_err(|faults| Error::Invalid { faults })?;
    let after = row(&person, before.created_at);
    let active = person::ActiveModel {
        id: Set(after.id),
        name: Set(after.name.clone()),
        roles: Set(after.roles.clone()),
        publish_email: Set(after.publish_email),
        ..Default::default()
    };
    active.update(&*tx).await?;
    record(&tx, service.now(), district, actor, event("person.changed", &after)).await?;
    tx.commit().await?;
    after.view()
}

/// Managers change people; everybody decides for themselves whether their address is shown.
fn own_or_managed(actor: &Actor, id: uuid::Uuid, change: &PersonChange) -> Result<DistrictId, Error> {
    let consent_only = change.name.is_none() && change.roles.is_none();
    match actor.person() {
        Some(person) if person.id.uuid() == id && consent_only => {
            actor.demand_self(Scope::ProgramWrite).map(|person| person.district)
        }
        _ => actor.demand(Scope::ProgramWrite, &[Role::ProgramManager]),
    }
}

/// Addresses are compared without case, and badges hash this form.
pub(super) fn normal_email(email: &str) -> String {
    email.trim().to_lowercase()
}

fn row(person: &Person, created_at: i64) -> person::Model {
    person::Model {
        id: person.id.uuid(),
        district_id: person.district.uuid(),
        email: person.email.clone(),
        name: person.name.clone(),
        roles: person::roles_text(&person.roles),
        publish_email: person.publish_email,
        created_at,
    }
}

fn event(action: &'static str, row: &person::Model) -> AuditEvent<'static> {
    let detail = json!({ "roles": row.roles, "publish_email": row.publish_email });
    AuditEvent { action, subject: format!("person:{}", row.id), detail }
}
