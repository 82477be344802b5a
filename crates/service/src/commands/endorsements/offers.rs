//! What others say of a district: nothing of it is shown before the district has accepted it.

use openbadges::CompactJws;
use program::{DistrictId, OfferRefusal, OfferState, Role};
use sea_orm::{ActiveModelTrait, Set};
use serde_json::json;
use uuid::Uuid;
use verifier::Facts;

use super::subject::{self, Home};
use crate::audit::{AuditEvent, record};
use crate::store::offered_endorsement::Verified;
use crate::store::{credential, district, offered_endorsement};
use crate::{Actor, Error, OfferedEndorsementView, ReportOutcome, Scope, Service};

/// The largest endorsement that is taken, in bytes: it may have to go into every badge of the district.
pub const LARGEST_ENDORSEMENT: usize = 32 * 1024;

/// Takes an endorsement that was made elsewhere about something of the actor's district, if it holds: JSON with its proof inside,
/// or a compact JWS. It waits for a decision like any other.
///
/// # Errors
/// `Forbidden`; `Invalid` when it does not hold, or is about something else; `Conflict` when the district has it already.
pub async fn submit(
    service: &Service,
    actor: &Actor,
    signed: &[u8],
) -> Result<OfferedEndorsementView, Error> {
    let id = actor.demand(Scope::EndorsementsWrite, &[Role::ProgramManager])?;
    let (verified, facts) = verified(service, signed).await?;
    let about = facts.achievement_id.clone().unwrap_or_default();
    let home = own(service, id, &about).await?;
    let now = service.now();
    let row = offered_endorsement::Model {
        id: service.world().id(),
        district_id: id.uuid(),
        endorsement_id: facts.id.unwrap_or_default(),
        endorser_name: facts.issuer_name.or_else(|| facts.issuer_id.clone()).unwrap_or_default(),
        endorser: facts.issuer_id.unwrap_or_default(),
        about,
        about_kind: home.kind.to_owned(),
        about_name: home.name.unwrap_or_default(),
        version_id: home.place.version,
        credential_id: home.place.credential,
        name: facts.title.unwrap_or_default(),
        comment: facts.description,
        signed: String::new(),
        state: OfferState::Offered.as_str().to_owned(),
        decided_at: None,
        offered_at: now.unix(),
        valid_from: facts.valid_from.unwrap_or(now).unix(),
        valid_until: facts.valid_until.map(openbadges::Timestamp::unix),
    };
    let tx = service.backend().begin().await?;
    if let Some(badge) = row.credential_id {
        // Before the district, as everywhere else.
        credential::lock(&tx, id, badge).await?;
    }
    district::lock(&tx, id).await?;
    offered_endorsement::insert(&tx, &verified, row.clone()).await?;
    let detail = json!({ "endorsement": row.endorsement_id, "endorser": row.endorser, "about": row.about });
    let event = AuditEvent { action: "endorsement.submitted", subject: subject_of(row.id), detail };
    record(&tx, now, id, actor, event).await?;
    tx.commit().await?;
    crate::queries::endorsements::offered_to(service, id, row.id).await
}

/// Shows an endorsement from now on: badges of what it is about, signed from now on, hold it.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` when it was accepted before or does not hold at this moment.
pub async fn accept(service: &Service, actor: &Actor, id: Uuid) -> Result<OfferedEndorsementView, Error> {
    let district = actor.demand(Scope::EndorsementsWrite, &[Role::ProgramManager])?;
    let row = offered_endorsement::one(service.backend().read(), district, id).await?;
    let report = crate::verify::credential(service, row.signed.as_bytes()).await?;
    if report.outcome != ReportOutcome::Verified {
        let why =
            format!("this endorsement cannot be accepted now: {}", crate::verify::sentence(&report.finding));
        return Err(Error::Conflict { why });
    }
    decide(service, actor, district, id, "endorsement.accepted", OfferState::accept).await
}

/// Does not show an endorsement, or no longer. Badges that hold it keep it.
///
/// # Errors
/// `Forbidden`, `NotFound`, or `Conflict` when it was declined before.
pub async fn decline(service: &Service, actor: &Actor, id: Uuid) -> Result<OfferedEndorsementView, Error> {
    let district = actor.demand(Scope::EndorsementsWrite, &[Role::ProgramManager])?;
    decide(service, actor, district, id, "endorsement.declined", OfferState::decline).await
}

async fn decide(
    service: &Service,
    actor: &Actor,
    district: DistrictId,
    id: Uuid,
    action: &'static str,
    to: impl FnOnce(OfferState, openbadges::Timestamp) -> Result<OfferState, OfferRefusal>,
) -> Result<OfferedEndorsementView, Error> {
    let tx = service.backend().begin().await?;
    let row = offered_endorsement::lock(&tx, district, id).await?;
    district::lock(&tx, district).await?;
    let now = service.now();
    let state = to(row.status()?, now)?;
    let active = offered_endorsement::ActiveModel {
        id: Set(row.id),
        state: Set(state.as_str().to_owned()),
        decided_at: Set(state.at().map(openbadges::Timestamp::unix)),
        ..Default::default()
    };
    active.update(&*tx).await?;
    let detail = json!({ "endorsement": row.endorsement_id, "about": row.about });
    record(&tx, now, district, actor, AuditEvent { action, subject: subject_of(id), detail }).await?;
    tx.commit().await?;
    crate::queries::endorsements::offered_to(service, district, id).await
}

fn subject_of(id: Uuid) -> String {
    format!("endorsement_offer:{id}")
}

/// The endorsement, if it holds now.
async fn verified(service: &Service, signed: &[u8]) -> Result<(Verified, Facts), Error> {
    let refused = |why: String| Err(Error::invalid("", why));
    if signed.len() > LARGEST_ENDORSEMENT {
        return refused(format!("is larger than {LARGEST_ENDORSEMENT} bytes"));
    }
    let report = crate::verify::credential(service, signed).await?;
    if report.outcome != ReportOutcome::Verified {
        return refused(format!(
            "this endorsement is not verified: {}",
            crate::verify::sentence(&report.finding)
        ));
    }
    if report.facts.kind != Some("endorsement") {
        return refused("this is no endorsement".to_owned());
    }
    let facts = report.facts.clone();
    let token = report.clone().into_verified_token().filter(|token| CompactJws::new(token.as_str()).is_ok());
    match (report.into_verified(), token) {
        (Some(verified), _) => Ok((Verified::Credential(verified), facts)),
        (None, Some(token)) => Ok((Verified::Token(token), facts)),
        (None, None) => {
            refused("an endorsement is taken as JSON with its proof inside, or as compact JWS".to_owned())
        }
    }
}

/// What it is about in the district.
struct Own {
    kind: &'static str,
    name: Option<String>,
    place: Home,
}

/// The very id must be the district's: only then do verifiers see that the endorsement belongs where it stands.
async fn own(service: &Service, district: DistrictId, about: &str) -> Result<Own, Error> {
    let found = match subject::find(service, about).await {
        Ok(found) => Some(found).filter(|found| found.id == about),
        Err(Error::Invalid { .. }) => None,
        Err(other) => return Err(other),
    };
    let own = found.and_then(|found| {
        let place = found.home.filter(|home| home.district == district)?;
        Some(Own { kind: found.kind, name: found.name, place })
    });
    own.ok_or_else(|| {
        let why = format!("it is about `{about}`, which is not of this district");
        Error::invalid("/credentialSubject/id", why)
    })
}
