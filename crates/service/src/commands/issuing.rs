//! The act of issuing, shared by approval and direct issue: a badge is signed and verified before the caller's transaction, and
//! stored in it. A signature that never left the process was never issued, so one whose ground changed meanwhile is thrown
//! away, and the badge is signed anew.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use issuer::{Issuance, KeyRing};
use openbadges::{SignedCredential, Timestamp};
use program::Approval;
use serde_json::json;
use uuid::Uuid;
use verifier::{Evidence, Unverified, VerifiedCredential};

use super::endorsements::Embedding;
use super::refusals;
use super::status_list::{self, Slot};
use crate::audit::AuditEvent;
use crate::store::{Tx, credential, district, version};
use crate::{Error, Service, outbox};

/// How often a badge is signed anew when what it rests on changed meanwhile.
pub(super) const ATTEMPTS: usize = 8;

/// How long a badge that is signed may wait for its transaction, in seconds: what was true of the time when it was signed, such
/// as that an endorsement had not expired, is still true.
const FRESH_FOR: i64 = 60;

/// What is said when it changed every time.
pub(super) fn too_busy() -> Error {
    Error::Unavailable { what: "the district, which changes all the time," }
}

/// What the credential came from.
pub(super) struct Origin {
    /// The assessment, unless a district's own system awarded it.
    pub(super) assessment: Option<Uuid>,
    /// The teacher, when it is a person of the district.
    pub(super) teacher: Option<Uuid>,
}

/// A badge that is signed and verified, and not stored yet: nobody has it. Whatever it rests on is compared with the database
/// when it is stored.
pub(super) struct Prepared {
    row: credential::Model,
    verified: VerifiedCredential,
    district: district::Model,
    version: version::Model,
    embedding: Embedding,
    keys: Arc<KeyRing>,
    at: Timestamp,
}

/// Signs what was approved: finds a bit that is free → draft, lint, sign → verify (believe nobody). No lock is held, and it is
/// computed off the threads that answer requests.
pub(super) async fn prepare(
    service: &Service,
    district: district::Model,
    version: version::Model,
    approval: Approval,
    origin: Origin,
) -> Result<Prepared, Error> {
    let embedding = Embedding::of_version(service, district.typed_id(), version.id).await?;
    let slot = status_list::find(service, &district).await?;
    let at = service.now();
    let now = at.max(approval.approved_at());
    let keys = service.signing_keys(&district.slug)?;
    let token = service.world().token("")?;
    let row = row(service, &approval, &origin, &slot, &token, now);
    tracing::info!(target: "audit", credential = %row.id, status_index = slot.index, "signing");
    let prepared = service.compute(move |service| {
        let signed = sign(service, (&district, &keys), approval, &row, &slot, now, embedding.endorsements())?;
        let verified = verify(service, &district, signed, &slot, embedding.evidence().clone(), now)?;
        let valid_until = valid_until(&verified)?;
        let row = credential::Model { valid_until, ..row };
        Ok(Prepared { row, verified, district, version, embedding, keys, at })
    });
    prepared.await?
}

impl Prepared {
    /// The id that the badge will have in this service.
    pub(super) fn id(&self) -> Uuid {
        self.row.id
    }

    /// Which version of a micro-credential it is for.
    pub(super) fn version(&self) -> Uuid {
        self.version.id
    }

    /// Stores the badge with the message to its recipient; the entry for the log comes back. None when something that it
    /// rests on has changed since it was signed: then the transaction is to be given up, and the badge signed anew. The
    /// district's row is locked.
    pub(super) async fn store(
        &self,
        service: &Service,
        tx: &Tx,
        locked: &district::Model,
    ) -> Result<Option<AuditEvent<'static>>, Error> {
        let (row, id) = (&self.row, self.district.typed_id());
        if !locked.is_as_read(&self.district)
            || !self.is_of_now(service)?
            || !self.embedding.still_stands(tx, id).await?
        {
            return Ok(None);
        }
        if self.version.artwork_id.is_none() {
            // Of two first badges of a version, the second must see the picture that the first gave it.
            let version = version::one(&**tx, id, self.version.id).await?;
            super::artworks::settle(service, tx, &self.district, &version).await?;
        }
        if !crate::store::status_list::take(tx, id, row.list_number, row.status_index).await? {
            return Ok(None);
        }
        credential::insert(tx, &self.verified, row.clone()).await?;
        let credential = row.id;
        tx.after_commit(move || tracing::info!(target: "audit", %credential, "signed"));
        outbox::mail(service, tx, outbox::Kind::BadgeIssued, (id, row.teacher_id), row.id).await?;
        let detail = json!({
            "assessment": row.assessment_id, "version": row.version_id,
            "status_list": row.list_number, "status_index": row.status_index,
        });
        let subject = format!("credential:{}", row.id);
        Ok(Some(AuditEvent { action: "credential.issued", subject, detail }))
    }

    /// Whether the keys that signed it still sign, and it was signed just now.
    fn is_of_now(&self, service: &Service) -> Result<bool, Error> {
        let keys = service.signing_keys(&self.district.slug)?;
        let now = service.now().unix();
        Ok(Arc::ptr_eq(&keys, &self.keys)
            && (0..=FRESH_FOR).contains(&(now - self.at.unix()))
            && self.row.valid_until.is_none_or(|until| until > now))
    }
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
    (district, keys): (&district::Model, &KeyRing),
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
    issuer::issue(approval, &identity.issuer(district), &issuance, &rules, keys)
        .map_err(|error| refusals::refused("credential", &error, places))
}

/// Believes nobody, least of all ourselves: what our own verifier rejects is not stored.
pub(super) fn verify(
    service: &Service,
    district: &district::Model,
    signed: SignedCredential,
    slot: &Slot,
    mut evidence: Evidence,
    now: Timestamp,
) -> Result<VerifiedCredential, Error> {
    let identity = Identity::of(service, district)?;
    // As it was written down by the issuing office: it is not read again, its signature is verified all the same.
    let unverified = Unverified::from(signed);
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
