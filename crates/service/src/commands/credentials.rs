//! Direct issue, and the status of what was issued.

use openbadges::Timestamp;
use program::{
    Approval, CredentialState, DirectAward, DistrictId, MicroCredentialId, Recipient, Role, StatusRefusal,
    VersionId,
};
use sea_orm::{ActiveModelTrait, Set};
use serde_json::json;
use uuid::Uuid;

use super::{idempotency, issuing};
use crate::audit::{AuditEvent, append, record};
use crate::store::{client, credential, status_list, version};
use crate::{Actor, CredentialView, DirectIssue, Error, Scope, Service, StatusReason, outbox};

/// Issues a badge that a district's own system awards. With an idempotency key, asking again gives the same
/// badge (the second value is then `true`) instead of a second one.
///
/// # Errors
/// `Forbidden` for people, `Invalid`, `Conflict` when the key was used for something else.
pub async fn issue_directly(
    service: &Service,
    actor: &Actor,
    input: DirectIssue,
    key: Option<String>,
) -> Result<(CredentialView, bool), Error> {
    let district = actor.demand(Scope::CredentialsIssue, &[])?;
    let now = service.now();
    let request = crate::secret::digest(&crate::store::to_json(&input)?);
    if let Some(key) = &key
        && let Some(id) = idempotency::replayed(service.backend().read(), actor, key, &request, now).await?
    {
        return Ok((crate::queries::credentials::of_district(service, district, id).await?, true));
    }
    for _ in 0..issuing::ATTEMPTS {
        let issued = Box::pin(attempt(service, actor, district, &input, key.as_deref(), &request)).await?;
        // The answer needs a connection of its own: those who wait for this one may hold all others.
        if let Some((id, replayed)) = issued {
            return Ok((crate::queries::credentials::of_district(service, district, id).await?, replayed));
        }
    }
    Err(issuing::too_busy())
}

/// Signs and stores; none when what that rests on changed meanwhile. The badge, and whether it is an earlier one.
async fn attempt(
    service: &Service,
    actor: &Actor,
    district: DistrictId,
    input: &DirectIssue,
    key: Option<&str>,
    request: &str,
) -> Result<Option<(Uuid, bool)>, Error> {
    let (db, now) = (service.backend().read(), service.now());
    let version = version::published(db, district, input.micro_credential).await?.ok_or_else(|| {
        Error::invalid("/micro_credential", "there is no published micro-credential of this id")
    })?;
    let approval = Approval::direct(award(district, input.clone(), &version)?, now)
        .map_err(|faults| Error::Invalid { faults })?;
    let origin = issuing::Origin { assessment: None, teacher: None };
    let row = crate::store::district::one(db, district).await?;
    let badge = issuing::prepare(service, row, version, approval, origin).await?;
    let tx = service.backend().begin().await?;
    if let Some(key) = key {
        client::lock(&tx, &idempotency::key_owner(actor)?).await?;
        if let Some(id) = idempotency::replayed(&*tx, actor, key, request, now).await? {
            return Ok(Some((id, true)));
        }
    }
    let locked = crate::store::district::lock(&tx, district).await?;
    let newest = version::published(&*tx, district, input.micro_credential).await?;
    if newest.is_none_or(|newest| newest.id != badge.version()) {
        return Ok(None);
    }
    let Some(event) = badge.store(service, &tx, &locked).await? else { return Ok(None) };
    append(&tx, service.now(), district, actor, vec![event]).await?;
    if let Some(key) = key {
        idempotency::remember(&tx, actor, key.to_owned(), request.to_owned(), badge.id(), now).await?;
    }
    tx.commit().await?;
    Ok(Some((badge.id(), false)))
}

fn award(district: DistrictId, input: DirectIssue, version: &version::Model) -> Result<DirectAward, Error> {
    Ok(DirectAward {
        district,
        definition: version.definition()?,
        micro_credential: MicroCredentialId::from_uuid(version.micro_credential_id),
        version: VersionId::from_uuid(version.id),
        version_number: version.number(),
        recipient: Recipient {
            name: input.recipient.name,
            email: input.recipient.email.map(|email| super::people::normal_email(&email)),
            publish_email: input.recipient.publish_email,
            id: input.recipient.id,
        },
        scores: input.scores,
        narrative: input.narrative,
        evidence: Vec::new(),
        awarded_at: input.awarded_at,
    })
}

/// One change of the state of a badge.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Change {
    Revoke,
    Suspend,
    Reinstate,
}

impl Change {
    fn of(self, state: CredentialState, why: &str, at: Timestamp) -> Result<CredentialState, StatusRefusal> {
        match self {
            Self::Revoke => state.revoke(why, at),
            Self::Suspend => state.suspend(why, at),
            Self::Reinstate => state.reinstate(why, at),
        }
    }

    fn action(self) -> &'static str {
        match self {
            Self::Revoke => "credential.revoked",
            Self::Suspend => "credential.suspended",
            Self::Reinstate => "credential.reinstated",
        }
    }
}

/// Revokes a badge, for good.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` reason, `Conflict` when it was revoked before.
pub async fn revoke(
    service: &Service,
    actor: &Actor,
    id: Uuid,
    reason: StatusReason,
) -> Result<CredentialView, Error> {
    change(service, actor, id, &reason.reason, &[Change::Revoke]).await
}

/// Suspends a badge.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` reason, `Conflict` when it is suspended or revoked.
pub async fn suspend(
    service: &Service,
    actor: &Actor,
    id: Uuid,
    reason: StatusReason,
) -> Result<CredentialView, Error> {
    change(service, actor, id, &reason.reason, &[Change::Suspend]).await
}

/// Ends a suspension.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` reason, `Conflict` when it is not suspended.
pub async fn reinstate(
    service: &Service,
    actor: &Actor,
    id: Uuid,
    reason: StatusReason,
) -> Result<CredentialView, Error> {
    change(service, actor, id, &reason.reason, &[Change::Reinstate]).await
}

/// Makes all changes, one after the other, or none of them.
pub(crate) async fn change(
    service: &Service,
    actor: &Actor,
    id: Uuid,
    reason: &str,
    changes: &[Change],
) -> Result<CredentialView, Error> {
    let district = actor.demand(Scope::CredentialsRevoke, &[Role::ProgramManager])?;
    let tx = service.backend().begin().await?;
    let row = credential::lock(&tx, district, id).await?;
    crate::store::district::lock(&tx, district).await?;
    // After the locks: whoever asks for changes `since` a time must not miss one that waited.
    let now = service.now();
    let mut state = row.status()?;
    for change in changes {
        state = change.of(state, reason, now)?;
        let detail =
            json!({ "reason": reason, "status_list": row.list_number, "status_index": row.status_index });
        let event = AuditEvent { action: change.action(), subject: format!("credential:{id}"), detail };
        record(&tx, now, district, actor, event).await?;
    }
    let (name, state_reason, state_at) = credential::state_columns(&state);
    let active = credential::ActiveModel {
        id: Set(row.id),
        state: Set(name.to_owned()),
        state_reason: Set(state_reason),
        state_at: Set(state_at),
        changed_at: Set(now.unix()),
        ..Default::default()
    };
    active.update(&*tx).await?;
    status_list::note_change(&tx, district, row.list_number).await?;
    outbox::mail(service, &tx, outbox::Kind::StatusChanged, (district, row.teacher_id), row.id).await?;
    tx.commit().await?;
    crate::queries::credentials::of_district(service, district, id).await
}
