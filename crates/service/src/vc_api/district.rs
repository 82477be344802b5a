//! The VC API behind a district's client. It signs for the district's own DID only; the status it adds lies in
//! the district's own lists.

use openbadges::{StatusPurpose, Timestamp};
use program::DistrictId;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::{Value, json};
use verifier::Evidence;

use super::issue::{self, Secured, Signatory};
use super::status::{self, Place};
use super::verification::items;
use super::{IssueRequest, StatusChange, StatusRequest, Verification, VerifyRequest};
use crate::audit::{AuditEvent, record};
use crate::commands::credentials::Change;
use crate::commands::{Identity, credentials, status_list};
use crate::store::{Tx, credential, district, status_entry};
use crate::{Actor, Error, Scope, Service};

/// `POST /credentials/issue`: checks a credential, adds status when that is asked for, and signs it with the
/// district's key. The log says so; the credential itself is not kept.
///
/// # Errors
/// `Forbidden`, `Invalid` with every member that is wrong, also when the issuer is not the district.
pub async fn issue(service: &Service, actor: &Actor, request: IssueRequest) -> Result<Value, Error> {
    let id = actor.demand(Scope::CredentialsIssue, &[])?;
    // Before the transaction: it may fetch.
    issue::check_for(service, &request.credential).await?;
    let tx = service.backend().begin().await?;
    let district = district::lock(&tx, id).await?;
    let identity = Identity::of(service, &district)?;
    if issue::issuer_of(&request.credential) != Some(identity.did.as_str()) {
        let what = format!("`issuer` must be `{}`, for which this district signs", identity.did);
        return Err(Error::invalid("/credential/issuer", what));
    }
    not_ours(service, &request.credential)?;
    let keys = service.signing_keys(&district.slug)?;
    let signatory = Signatory { did: &identity.did, keys: &keys };
    let suites = issue::suites(&request, signatory)?;
    let credential_id = credential_id(service, &request);
    let places = places(service, &tx, &district, &credential_id, &request.purposes).await?;
    let now = service.now();
    let suites: Vec<_> = suites.iter().map(|suite| suite.as_str()).collect();
    let detail = json!({ "suites": suites, "status": places.iter().map(at).collect::<Vec<_>>() });
    let made = service.compute(move |service| {
        let signatory = Signatory { did: &identity.did, keys: &keys };
        let secured = issue::secure(&request, &places, signatory, now, service.world())?;
        accepted(service, &district, secured, now)
    });
    let made = made.await??;
    let subject = format!("vc:{credential_id}");
    record(&tx, now, id, actor, AuditEvent { action: "credential.signed", subject, detail }).await?;
    tx.commit().await?;
    Ok(made)
}

/// What only this service itself makes: its status lists, which decide about every badge, and what lies at the addresses
/// of its badges and documents.
pub(crate) fn not_ours(service: &Service, credential: &Value) -> Result<(), Error> {
    const LISTS: [&str; 3] =
        ["BitstringStatusListCredential", "StatusList2021Credential", "RevocationList2020Credential"];
    let types = credential.get("type").map_or(&[][..], items);
    if types.iter().filter_map(Value::as_str).any(|name| LISTS.iter().any(|list| name.ends_with(list))) {
        let what = "status lists are made by this service alone";
        return Err(Error::invalid("/credential/type", what));
    }
    let own = ["/c/", "/issuers/"].map(|path| service.address(path));
    let id = credential.get("id").and_then(Value::as_str).unwrap_or_default();
    if own.iter().any(|start| id.starts_with(start)) {
        return Err(Error::invalid("/credential/id", "this address belongs to the service itself"));
    }
    Ok(())
}

fn at(place: &Place) -> String {
    format!("{}#{}", place.list, place.index)
}

/// By which id the status of a credential is set later.
fn credential_id(service: &Service, request: &IssueRequest) -> String {
    let own = request.credential.get("id").and_then(Value::as_str).map(str::to_owned);
    let named = request.credential_id.clone().or(own);
    named.unwrap_or_else(|| format!("urn:uuid:{}", service.world().id()))
}

/// What a district signed, when our own verifier accepts it: only that is handed out.
pub(crate) fn accepted(
    service: &Service,
    district: &district::Model,
    secured: Secured,
    now: Timestamp,
) -> Result<Value, Error> {
    let mut evidence = Evidence::new();
    let did = did(service, district)?;
    evidence.insert_controller(&did, Ok(crate::queries::published::did_value(service, district)?));
    secured.accepted(&evidence, now)
}

/// `POST /credentials/status/allocate` of the DCC: the same credential with a status entry. Asked again for the
/// same `id`, the entry is the same.
///
/// # Errors
/// `Forbidden`, `Invalid` without an `id`.
pub async fn allocate(service: &Service, actor: &Actor, mut credential: Value) -> Result<Value, Error> {
    let id = actor.demand(Scope::CredentialsIssue, &[])?;
    let Some(credential_id) = credential.get("id").and_then(Value::as_str).map(str::to_owned) else {
        return Err(Error::invalid(
            "/id",
            "a status is looked up by the credential's `id`, which is missing",
        ));
    };
    let tx = service.backend().begin().await?;
    let district = district::lock(&tx, id).await?;
    let places = places(service, &tx, &district, &credential_id, usual_purposes(&credential)).await?;
    tx.commit().await?;
    status::add(&mut credential, &places);
    Ok(credential)
}

/// The purposes of which a credential gets an entry when nobody names them. An Open Badge has room for one entry, in
/// which a suspension shows like a revocation.
pub(crate) fn usual_purposes(credential: &Value) -> &'static [StatusPurpose] {
    let types = credential.get("type").map_or(&[][..], items);
    let badge = |name: &Value| matches!(name.as_str(), Some("OpenBadgeCredential" | "AchievementCredential"));
    if types.iter().any(badge) { &[StatusPurpose::Revocation] } else { &StatusPurpose::ALL }
}

/// A bit for each purpose.
pub(crate) async fn places(
    service: &Service,
    tx: &Tx,
    district: &district::Model,
    credential_id: &str,
    purposes: &[StatusPurpose],
) -> Result<Vec<Place>, Error> {
    let mut places = Vec::new();
    for purpose in purposes {
        places.push(place(service, tx, district, credential_id, *purpose).await?);
    }
    Ok(places)
}

/// The bit of a credential for a purpose; reserved when it has none. The district's row is locked.
async fn place(
    service: &Service,
    tx: &Tx,
    district: &district::Model,
    credential_id: &str,
    purpose: StatusPurpose,
) -> Result<Place, Error> {
    let id = district.typed_id();
    let known = status_entry::lock(tx, id, credential_id, purpose).await?;
    let row = if let Some(row) = known {
        row
    } else {
        let slot = status_list::reserve_for(service, tx, district, purpose).await?;
        let row = status_entry::Model {
            id: service.world().id(),
            district_id: district.id,
            credential_id: credential_id.to_owned(),
            purpose: purpose.as_str().to_owned(),
            list_number: slot.number,
            status_index: slot.index,
            set_at: None,
            suspended_at: None,
            created_at: service.now().unix(),
        };
        let active = row.clone().into_active_model();
        status_entry::Entity::insert(active).exec_without_returning(&**tx).await?;
        row
    };
    let index = usize::try_from(row.status_index).map_err(Error::internal)?;
    Ok(Place { purpose, list: status_list::url(service, district, row.list_number), index })
}

/// `POST /credentials/status`: sets or clears the status of a credential that this district signed, whether it
/// came to be by this API or by an approval.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Conflict` when a badge is revoked already, which is for good.
pub async fn set_status(service: &Service, actor: &Actor, request: StatusRequest) -> Result<(), Error> {
    let district = actor.demand(Scope::CredentialsRevoke, &[])?;
    let db = service.backend().read();
    if let Some(badge) = credential::of_credential_id(db, district, &request.credential_id).await? {
        return change_badge(service, actor, badge, &request).await;
    }
    let tx = service.backend().begin().await?;
    // After the lock: whoever asks for changes must not miss one that waited.
    district::lock(&tx, district).await?;
    let now = service.now();
    for change in &request.changes {
        let (row, active) = changed(&tx, district, &request.credential_id, *change, now).await?;
        let Some(active) = active else { continue };
        active.update(&*tx).await?;
        crate::store::status_list::note_change(&tx, district, row.list_number).await?;
        let detail =
            json!({ "purpose": change.purpose.as_str(), "set": change.set, "list": row.list_number });
        let subject = format!("vc:{}", request.credential_id);
        record(&tx, now, district, actor, AuditEvent { action: "credential.status", subject, detail })
            .await?;
    }
    tx.commit().await
}

/// The entry that a change is about, and what is to be written, if anything.
async fn changed(
    tx: &Tx,
    district: DistrictId,
    credential_id: &str,
    change: StatusChange,
    now: Timestamp,
) -> Result<(status_entry::Model, Option<status_entry::ActiveModel>), Error> {
    let since = change.set.then_some(now.unix());
    let own = status_entry::lock(tx, district, credential_id, change.purpose).await?;
    if let Some(row) = own {
        let new = (row.set_at.is_some() != change.set).then(|| status_entry::ActiveModel {
            id: Set(row.id),
            set_at: Set(since),
            ..Default::default()
        });
        return Ok((row, new));
    }
    // A suspension without an entry of its own shows in the one for revocation, and never lifts a revocation.
    let shared = match change.purpose {
        StatusPurpose::Suspension => {
            status_entry::lock(tx, district, credential_id, StatusPurpose::Revocation).await?
        }
        StatusPurpose::Revocation => None,
    };
    let row = shared.ok_or(Error::NotFound { what: "status of this credential" })?;
    let new = (row.suspended_at.is_some() != change.set).then(|| status_entry::ActiveModel {
        id: Set(row.id),
        suspended_at: Set(since),
        ..Default::default()
    });
    Ok((row, new))
}

/// Badges of the register have a state rather than bits: one that is revoked stays so. All changes are made, or none.
async fn change_badge(
    service: &Service,
    actor: &Actor,
    badge: uuid::Uuid,
    request: &StatusRequest,
) -> Result<(), Error> {
    let change = |change: &StatusChange| match (change.purpose, change.set) {
        (StatusPurpose::Revocation, true) => Ok(Change::Revoke),
        (StatusPurpose::Revocation, false) => {
            Err(Error::Conflict { why: "a revoked badge stays revoked".to_owned() })
        }
        (StatusPurpose::Suspension, true) => Ok(Change::Suspend),
        (StatusPurpose::Suspension, false) => Ok(Change::Reinstate),
    };
    let changes = request.changes.iter().map(change).collect::<Result<Vec<_>, Error>>()?;
    let reason = "set by other software (VC API)";
    credentials::change(service, actor, badge, reason, &changes).await.map(|_badge| ())
}

/// `POST /credentials/verify` and `POST /presentations/verify`: any credential, of anybody.
///
/// # Errors
/// `Forbidden` for others than a district's client; whatever is wrong with the document is in the answer.
pub async fn verify(service: &Service, actor: &Actor, request: VerifyRequest) -> Result<Verification, Error> {
    actor.district()?;
    of_anybody(service, request).await
}

/// As [`verify`], whoever asks.
pub(crate) async fn of_anybody(service: &Service, request: VerifyRequest) -> Result<Verification, Error> {
    super::verification::verified(service, request, service.now()).await
}

/// The DID of a district, as the issuer of what it signs.
pub(crate) fn did(service: &Service, district: &district::Model) -> Result<String, Error> {
    Ok(Identity::of(service, district)?.did)
}

/// The district of a client, by the slug in an address.
///
/// # Errors
/// `NotFound` when there is no such district, `Forbidden` when the client is another's.
pub async fn tenant(service: &Service, actor: &Actor, slug: &str) -> Result<DistrictId, Error> {
    let found = district::by_slug(service.backend().read(), slug).await?.typed_id();
    if actor.district()? == found {
        return Ok(found);
    }
    Err(Error::Forbidden { why: "this token is another tenant's".to_owned() })
}
