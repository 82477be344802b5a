//! What a district says of others (here), what others say of it (`offers`), and how that gets into badges (`Embedding`).

mod embedding;
mod offers;
mod subject;

use openbadges::{SignedCredential, Timestamp};
use program::{CredentialState, DistrictId, EndorsementWords, OfferState, Role};
use sea_orm::{ActiveModelTrait, Set};
use serde_json::json;
use uuid::Uuid;
use verifier::VerifiedCredential;

use self::subject::Subject;
use super::issuing::{self, Identity};
use super::refusals;
use super::status_list::{self, Slot};
use crate::audit::{AuditEvent, record};
use crate::store::offered_endorsement::Verified;
use crate::store::{Tx, credential, district, endorsement, offered_endorsement};
use crate::{Actor, EndorsementView, Error, Fault, NewEndorsement, Scope, Service, StatusReason};

pub(crate) use self::embedding::{Embedding, MOST_EMBEDDED};
pub use self::offers::{LARGEST_ENDORSEMENT, accept, decline, submit};

/// Endorses a district, a micro-credential or a badge: signed by the actor's district, verified, and stored; if it is about
/// something of a district of this service, that district is offered it.
///
/// # Errors
/// `Forbidden`, `Invalid`, or `Conflict` when the district endorses the same thing already.
pub async fn make(service: &Service, actor: &Actor, new: NewEndorsement) -> Result<EndorsementView, Error> {
    let id = actor.demand(Scope::EndorsementsWrite, &[Role::ProgramManager])?;
    let words = EndorsementWords { name: new.name, comment: new.comment }.tidied();
    let subject = checked(service, id, &words, &new.about, new.valid_until).await?;
    let tx = service.backend().begin().await?;
    lock_both(&tx, id, &subject).await?;
    if let Some(earlier) = endorsement::standing_about(&tx, id, &subject.id).await? {
        let why = format!("this is endorsed already, as “{}”; revoke that first", earlier.name);
        return Err(Error::Conflict { why });
    }
    let district = district::one(&*tx, id).await?;
    let slot = status_list::reserve(service, &tx, &district).await?;
    let now = service.now();
    let row = row(service, &district, &subject, words, &slot, new.valid_until, now)?;
    tracing::info!(target: "audit", endorsement = %row.id, status_index = slot.index, "signing");
    let (endorser, draft) = (district.clone(), row.clone());
    let verified = service.compute(move |service| {
        let signed = sign(service, &endorser, &draft, &slot)?;
        issuing::verify(service, &endorser, signed, &slot, verifier::Evidence::default(), now)
    });
    let verified = verified.await??;
    endorsement::insert(&tx, &verified, row.clone()).await?;
    let offered = offer(service, &tx, &district, &subject, &row, verified).await?;
    let detail = json!({
        "about": row.about, "offered": offered, "status_list": row.list_number, "status_index": row.status_index,
    });
    let event =
        AuditEvent { action: "endorsement.signed", subject: format!("endorsement:{}", row.id), detail };
    record(&tx, now, id, actor, event).await?;
    tx.commit().await?;
    crate::queries::endorsements::of_district(service, id, row.id).await
}

/// Takes an endorsement back for good. Whatever holds it stops verifying as soon as the status list says so.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` reason, `Conflict` when it was revoked before.
pub async fn revoke(
    service: &Service,
    actor: &Actor,
    id: Uuid,
    reason: StatusReason,
) -> Result<EndorsementView, Error> {
    let district = actor.demand(Scope::EndorsementsWrite, &[Role::ProgramManager])?;
    let tx = service.backend().begin().await?;
    let row = endorsement::lock(&tx, district, id).await?;
    district::lock(&tx, district).await?;
    let now = service.now();
    let state = row.status()?.revoke(&reason.reason, now)?;
    let (name, state_reason, state_at) = credential::state_columns(&state);
    let active = endorsement::ActiveModel {
        id: Set(row.id),
        state: Set(name.to_owned()),
        state_reason: Set(state_reason),
        state_at: Set(state_at),
        ..Default::default()
    };
    active.update(&*tx).await?;
    crate::store::status_list::note_change(&tx, district, row.list_number).await?;
    let detail = json!({
        "reason": reason.reason, "status_list": row.list_number, "status_index": row.status_index,
    });
    let event = AuditEvent { action: "endorsement.revoked", subject: format!("endorsement:{id}"), detail };
    record(&tx, now, district, actor, event).await?;
    tx.commit().await?;
    crate::queries::endorsements::of_district(service, district, id).await
}

/// Checks every member, so that all faults are named, and finds what is meant.
async fn checked(
    service: &Service,
    own: DistrictId,
    words: &EndorsementWords,
    about: &str,
    valid_until: Option<Timestamp>,
) -> Result<Subject, Error> {
    let mut faults = words.check().err().unwrap_or_default();
    if valid_until.is_some_and(|until| until <= service.now()) {
        let message = "must be in the future, or left out".to_owned();
        faults.push(Fault { pointer: "/valid_until".to_owned(), message });
    }
    let found = match subject::find(service, about).await {
        Ok(subject) if subject.home.is_some_and(|home| home.district == own) => {
            Err(vec![fault("this is the district's own; others endorse it")])
        }
        Ok(subject) => Ok(subject),
        Err(Error::Invalid { faults }) => Err(faults),
        Err(other) => return Err(other),
    };
    match found {
        Ok(subject) if faults.is_empty() => Ok(subject),
        found => {
            faults.extend(found.err().unwrap_or_default());
            Err(Error::Invalid { faults })
        }
    }
}

fn fault(message: &str) -> Fault {
    Fault { pointer: "/about".to_owned(), message: message.to_owned() }
}

/// Both districts, the lesser id first, and before them the badge: two that endorse each other at once, and whoever revokes
/// the badge meanwhile, must not wait for each other.
async fn lock_both(tx: &Tx, own: DistrictId, subject: &Subject) -> Result<(), Error> {
    let mut districts = vec![own];
    if let Some(home) = subject.home {
        if let Some(badge) = home.credential {
            credential::lock(tx, home.district, badge).await?;
        }
        districts.push(home.district);
    }
    districts.sort_by_key(|district| district.uuid());
    for id in districts {
        district::lock(tx, id).await?;
    }
    Ok(())
}

fn row(
    service: &Service,
    district: &district::Model,
    subject: &Subject,
    words: EndorsementWords,
    slot: &Slot,
    valid_until: Option<Timestamp>,
    now: Timestamp,
) -> Result<endorsement::Model, Error> {
    let id = service.world().id();
    let (state, state_reason, state_at) = credential::state_columns(&CredentialState::Active);
    Ok(endorsement::Model {
        id,
        district_id: district.id,
        endorsement_id: format!("{}/endorsements/{id}", Identity::of(service, district)?.url),
        about: subject.id.clone(),
        about_kind: subject.kind.to_owned(),
        about_name: subject.name.clone(),
        name: words.name,
        comment: words.comment,
        list_number: slot.number,
        status_index: slot.index,
        signed: String::new(),
        state: state.to_owned(),
        state_reason,
        state_at,
        valid_from: now.unix(),
        valid_until: valid_until.map(Timestamp::unix),
    })
}

fn sign(
    service: &Service,
    district: &district::Model,
    row: &endorsement::Model,
    slot: &Slot,
) -> Result<SignedCredential, Error> {
    let identity = Identity::of(service, district)?;
    let endorsement = issuer::Endorsement {
        id: row.endorsement_id.clone(),
        about: row.about.clone(),
        name: row.name.clone(),
        comment: row.comment.clone(),
        status_list: slot.url.clone(),
        status_index: u32::try_from(slot.index).map_err(Error::internal)?,
        signed_at: crate::store::time(row.valid_from)?,
        valid_until: crate::store::optional_time(row.valid_until)?,
    };
    let keys = service.signing_keys(&district.slug)?;
    issuer::endorse(&endorsement, &identity.issuer(district), &keys)
        .map_err(|error| refusals::refused("endorsement", &error, refusals::ENDORSEMENT))
}

/// Lays a new endorsement before the district that it is about, if that is one of this service.
async fn offer(
    service: &Service,
    tx: &Tx,
    endorser: &district::Model,
    subject: &Subject,
    made: &endorsement::Model,
    verified: VerifiedCredential,
) -> Result<bool, Error> {
    let Some(home) = subject.home else { return Ok(false) };
    let row = offered_endorsement::Model {
        id: service.world().id(),
        district_id: home.district.uuid(),
        endorsement_id: made.endorsement_id.clone(),
        endorser: Identity::of(service, endorser)?.did,
        endorser_name: endorser.name.clone(),
        about: subject.id.clone(),
        about_kind: subject.kind.to_owned(),
        about_name: subject.name.clone().unwrap_or_default(),
        version_id: home.version,
        credential_id: home.credential,
        name: made.name.clone(),
        comment: made.comment.clone(),
        signed: String::new(),
        state: OfferState::Offered.as_str().to_owned(),
        decided_at: None,
        offered_at: made.valid_from,
        valid_from: made.valid_from,
        valid_until: made.valid_until,
    };
    offered_endorsement::insert(tx, &Verified::Credential(verified), row).await?;
    Ok(true)
}
