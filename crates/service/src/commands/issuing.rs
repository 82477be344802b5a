//! The act of issuing, shared by approval and direct issue. It is part of the caller's transaction: a
//! signature that never left the process was never issued.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use issuer::Issuance;
use openbadges::{SignedCredential, Timestamp};
use program::Approval;
use serde_json::json;
use uuid::Uuid;
use verifier::{Evidence, Unverified, VerifiedCredential};

use super::endorsements::Embedding;
use super::refusals;
use super::status_list::{self, Slot};
use crate::audit::{AuditEvent, record};
use crate::store::{Tx, credential, district, version};
use crate::{Actor, Error, Service, outbox};

/// What the credential came from.
pub(super) struct Origin {
    /// The assessment, unless a district's own system awarded it.
    pub(super) assessment: Option<Uuid>,
    /// The teacher, when it is a person of the district.
    pub(super) teacher: Option<Uuid>,
}

/// Signs what was approved and stores it: reserve a bit → draft, lint, sign → verify (believe nobody) →
/// insert → outbox and log.
pub(super) async fn issue(
    service: &Service,
    tx: &Tx,
    actor: &Actor,
    approval: Approval,
    origin: Origin,
    embedding: Embedding,
) -> Result<credential::Model, Error> {
    let id = approval.district();
    // The district before anything that is read to be changed: of two first badges of a version, the second must see the
    // picture that the first gave it.
    let district = district::lock(tx, id).await?;
    let version = version::one(&**tx, id, approval.version().uuid()).await?;
    super::artworks::settle(service, tx, &district, &version).await?;
    let slot = status_list::reserve(service, tx, &district).await?;
    let now = service.now().max(approval.approved_at());
    let token = service.world().token("")?;
    let mut row = row(service, &approval, &origin, &slot, &token, now);
    tracing::info!(target: "audit", credential = %row.id, status_index = slot.index, "signing");
    let embedding = embedding.still_standing(tx, id).await?;
    let signed = sign(service, &district, approval, &row, &slot, now, embedding.endorsements())?;
    let verified = verify(service, &district, &signed, &slot, embedding.into_evidence(), now)?;
    row.valid_until = valid_until(&verified)?;
    credential::insert(tx, &verified, row.clone()).await?;
    tracing::info!(target: "audit", credential = %row.id, "signed");
    outbox::mail(service, tx, outbox::Kind::BadgeIssued, (id, row.teacher_id), row.id).await?;
    let detail = json!({
        "assessment": row.assessment_id, "version": row.version_id,
        "status_list": row.list_number, "status_index": row.status_index,
    });
    let event = AuditEvent { action: "credential.issued", subject: format!("credential:{}", row.id), detail };
    record(tx, now, id, actor, event).await?;
    Ok(row)
}

/// When the signed document says that it ends.
fn valid_until(verified: &VerifiedCredential) -> Result<Option<i64>, Error> {
    let text = verified.credential().document().get("validUntil").and_then(serde_json::Value::as_str);
    Ok(text.map(Timestamp::parse).transpose().map_err(Error::internal)?.map(Timestamp::unix))
}

fn row(
    service: &Service,
    approval: &Approval,
    origin: &Origin,
    slot: &Slot,
    token: &str,
    now: Timestamp,
) -> credential::Model {
    credential::Model {
        id: service.world().id(),
        district_id: approval.district().uuid(),
        assessment_id: origin.assessment,
        teacher_id: origin.teacher,
        micro_credential_id: approval.micro_credential().uuid(),
        version_id: approval.version().uuid(),
        credential_id: service.address(&format!("/c/{token}")),
        title: approval.definition().title.clone(),
        recipient_name: approval.recipient().name.clone(),
        share_token: token.to_owned(),
        list_number: slot.number,
        status_index: slot.index,
        signed: String::new(),
        state: "active".to_owned(),
        state_reason: None,
        state_at: None,
        awarded_at: approval.approved_at().unix(),
        issued_at: now.unix(),
        valid_until: None,
        changed_at: now.unix(),
    }
}

fn sign(
    service: &Service,
    district: &district::Model,
    approval: Approval,
    row: &credential::Model,
    slot: &Slot,
    now: Timestamp,
    endorsements: issuer::Endorsements,
) -> Result<SignedCredential, Error> {
    let identity = Identity::of(service, district)?;
    let rules = district.rules()?;
    let places = match row.assessment_id {
        Some(_) => refusals::APPROVAL,
        None => refusals::DIRECT_AWARD,
    };
    let issuance = Issuance {
        credential_id: row.credential_id.clone(),
        achievement_id: format!("{}/achievements/{}", identity.url, row.version_id),
        status_list: slot.url.clone(),
        status_index: u32::try_from(slot.index).map_err(Error::internal)?,
        signed_at: now,
        salt: URL_SAFE_NO_PAD.encode(service.world().random::<16>()?),
        refresh_service: rules.refresh_service.then(|| format!("{}/refresh", row.credential_id)),
        endorsements,
    };
    let keys = service.signing_keys(&district.slug)?;
    issuer::issue(approval, &identity.issuer(district), &issuance, &rules, &keys)
        .map_err(|error| refusals::refused("credential", &error, places))
}

/// Believes nobody, least of all ourselves: what our own verifier rejects is not stored.
pub(super) fn verify(
    service: &Service,
    district: &district::Model,
    signed: &SignedCredential,
    slot: &Slot,
    mut evidence: Evidence,
    now: Timestamp,
) -> Result<VerifiedCredential, Error> {
    let identity = Identity::of(service, district)?;
    let unverified = Unverified::from(signed.clone());
    let document = crate::queries::published::did_value(service, district)?;
    evidence.insert_controller(&identity.did, Ok(document));
    evidence.insert_status_list(&slot.url, Ok(slot.list.clone()));
    let report = verifier::verify(&unverified, &evidence, now);
    let found = report.finding.clone();
    report
        .into_verified()
        .ok_or_else(|| Error::internal(format!("our own verifier rejects what we signed: {found}")))
}

/// How a district is named in what it signs.
pub(crate) struct Identity {
    /// The DID.
    pub(crate) did: String,
    /// The address of the issuer page.
    pub(crate) url: String,
    /// The proofs that it chose.
    proofs: program::Proofs,
}

impl Identity {
    /// Of a district of this service.
    pub(crate) fn of(service: &Service, district: &district::Model) -> Result<Self, Error> {
        let url = service.address(&format!("/issuers/{}", district.slug));
        let did = openbadges::did::web_did(&url).map_err(Error::internal)?;
        Ok(Self { did, url, proofs: district.rules()?.proofs })
    }

    /// As the issuing office wants it.
    pub(crate) fn issuer<'a>(&'a self, district: &'a district::Model) -> issuer::District<'a> {
        issuer::District {
            did: &self.did,
            url: &self.url,
            name: &district.name,
            email: district.email.as_deref(),
            description: district.description.as_deref(),
            website: district.website.as_deref(),
            proofs: &self.proofs,
        }
    }
}
