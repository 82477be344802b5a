//! Writing and publishing micro-credentials.

use program::{Definition, DistrictId, Role};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::json;
use uuid::Uuid;

use crate::audit::{AuditEvent, record};
use crate::store::{Tx, artwork, backend, micro_credential, to_json, version};
use crate::{Actor, Error, MicroCredentialView, NewMicroCredential, Scope, Service};

/// Begins a micro-credential, as a draft.
///
/// # Errors
/// `Forbidden`, `Invalid`, or `Conflict` when the slug is taken.
pub async fn create(
    service: &Service,
    actor: &Actor,
    new: NewMicroCredential,
) -> Result<MicroCredentialView, Error> {
    let district = actor.demand(Scope::ProgramWrite, &[Role::ProgramManager])?;
    if let Err(fault) = program::text::slug(&new.slug) {
        return Err(Error::invalid("/slug", fault.to_string()));
    }
    let definition = checked(new.definition)?;
    let now = service.now().unix();
    let row = micro_credential::Model {
        id: service.world().id(),
        district_id: district.uuid(),
        slug: new.slug,
        created_at: now,
    };
    let tx = service.backend().begin().await?;
    // Before the first row that refers to the district: two at once must not wait for each other.
    crate::store::district::lock(&tx, district).await?;
    match micro_credential::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await
    {
        Err(error) if backend::is_duplicate(&error) => {
            return Err(Error::Conflict { why: format!("there is a micro-credential {} already", row.slug) });
        }
        other => other?,
    };
    insert_version(service, &tx, &row, 1, &definition, None).await?;
    note(service, &tx, district, actor, "micro_credential.created", row.id, 1).await?;
    tx.commit().await?;
    crate::queries::micro_credentials::one(service, actor, row.id).await
}

/// Writes the draft, or begins the next version when the newest is published.
///
/// # Errors
/// `Forbidden`, `NotFound`, or `Invalid`.
pub async fn save_draft(
    service: &Service,
    actor: &Actor,
    id: Uuid,
    definition: Definition,
) -> Result<MicroCredentialView, Error> {
    let district = actor.demand(Scope::ProgramWrite, &[Role::ProgramManager])?;
    let definition = checked(definition)?;
    let tx = service.backend().begin().await?;
    crate::store::district::lock(&tx, district).await?;
    let row = micro_credential::one(&*tx, district, id).await?;
    let newest = version::of(&*tx, district, [id]).await?.into_iter().next();
    let number = match newest {
        Some(draft) if draft.published_at.is_none() => {
            let active = version::ActiveModel {
                id: Set(draft.id),
                definition: Set(to_json(&definition)?),
                ..Default::default()
            };
            active.update(&*tx).await?;
            draft.number
        }
        newest => {
            let number = newest.as_ref().map_or(1, |version| version.number + 1);
            // A picture of its own stays; a drawn one is drawn anew, since the title may be another.
            let picture = newest.and_then(|version| version.artwork_id);
            let picture = artwork::uploaded(&*tx, district, picture).await?.first().copied();
            insert_version(service, &tx, &row, number, &definition, picture).await?;
            number
        }
    };
    note(service, &tx, district, actor, "micro_credential.drafted", id, number).await?;
    tx.commit().await?;
    crate::queries::micro_credentials::one(service, actor, id).await
}

/// Publishes the draft. From now on it never changes, and new enrollments work on it.
///
/// # Errors
/// `Forbidden`, `NotFound`, or `Conflict` when there is no draft.
pub async fn publish(service: &Service, actor: &Actor, id: Uuid) -> Result<MicroCredentialView, Error> {
    let district = actor.demand(Scope::ProgramWrite, &[Role::ProgramManager])?;
    let tx = service.backend().begin().await?;
    let locked = crate::store::district::lock(&tx, district).await?;
    micro_credential::one(&*tx, district, id).await?;
    let newest = version::of(&*tx, district, [id]).await?.into_iter().next();
    let Some(draft) = newest.filter(|version| version.published_at.is_none()) else {
        return Err(Error::Conflict { why: "there is no draft to publish".to_owned() });
    };
    super::artworks::settle(service, &tx, &locked, &draft).await?;
    let active = version::ActiveModel {
        id: Set(draft.id),
        published_at: Set(Some(service.now().unix())),
        ..Default::default()
    };
    active.update(&*tx).await?;
    note(service, &tx, district, actor, "micro_credential.published", id, draft.number).await?;
    tx.commit().await?;
    crate::queries::micro_credentials::one(service, actor, id).await
}

fn checked(definition: Definition) -> Result<Definition, Error> {
    let definition = definition.tidied();
    definition.check().map_err(|faults| {
        let prefixed = faults.into_iter().map(|fault| crate::Fault {
            pointer: format!("/definition{}", fault.pointer),
            message: fault.message,
        });
        Error::Invalid { faults: prefixed.collect() }
    })?;
    Ok(definition)
}

async fn insert_version(
    service: &Service,
    tx: &Tx,
    of: &micro_credential::Model,
    number: i32,
    definition: &Definition,
    artwork_id: Option<Uuid>,
) -> Result<(), Error> {
    let row = version::Model {
        id: service.world().id(),
        district_id: of.district_id,
        micro_credential_id: of.id,
        number,
        definition: to_json(definition)?,
        published_at: None,
        created_at: service.now().unix(),
        artwork_id,
    };
    version::Entity::insert(row.into_active_model()).exec_without_returning(&**tx).await?;
    Ok(())
}

async fn note(
    service: &Service,
    tx: &Tx,
    district: DistrictId,
    actor: &Actor,
    action: &'static str,
    id: Uuid,
    version: i32,
) -> Result<(), Error> {
    let event = AuditEvent {
        action,
        subject: format!("micro_credential:{id}"),
        detail: json!({ "version": version }),
    };
    record(tx, service.now(), district, actor, event).await
}
