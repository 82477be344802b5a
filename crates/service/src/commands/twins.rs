//! The same badge as a token. It is signed when it is first asked for, once: what is served is what was signed then, whatever
//! key the district has since.

use issuer::{SdJwtIssuance, jwt_twin, sd_jwt_twin};
use openbadges::Algorithm;
use openbadges::jose::SdJwt;
use program::DistrictId;
use serde_json::{Value, json};

use super::issuing::Identity;
use super::refusals::not_signed;
use crate::audit::{AuditEvent, record};
use crate::store::{credential, district, from_json, twin};
use crate::{Actor, Error, Scope, Service, SharedTwin, TwinForm, verify};

/// The badge behind a share link, in another form. Anybody may ask; only the teacher whose badge it is sees in an SD-JWT who
/// received it, and may show that to others.
///
/// # Errors
/// `NotFound`; `Conflict` when the district has no key for it, or the badge does not stand any more and nobody asked for it in
/// this form before.
pub async fn twin(
    service: &Service,
    actor: &Actor,
    token: &str,
    form: TwinForm,
) -> Result<SharedTwin, Error> {
    let db = service.backend().read();
    let row = credential::shared(db, token).await?;
    let id = DistrictId::from_uuid(row.district_id);
    let stored = match twin::one(db, id, row.id, form.as_str()).await? {
        Some(stored) => stored,
        None => sign(service, &row, form).await?,
    };
    let reader = actor.demand_self(Scope::CredentialsRead).ok().map(|person| person.id.uuid());
    let is_holder = row.teacher_id.is_some() && reader == row.teacher_id;
    let text = match form {
        TwinForm::SdJwt if !is_holder => {
            SdJwt::parse(&stored.signed).map_err(Error::internal)?.showing(|_| false).to_string()
        }
        TwinForm::Jwt | TwinForm::SdJwt => stored.signed,
    };
    Ok(SharedTwin { title: row.title, text, is_holder })
}

/// In which forms the badges of a district can be had: those for which it has a key.
///
/// # Errors
/// `Internal` when the keys cannot be read.
pub fn offered(service: &Service, slug: &str) -> Result<Vec<TwinForm>, Error> {
    let keys = match service.keys().ring(slug, service.world()) {
        Ok(keys) => keys,
        Err(Error::Conflict { .. }) => return Ok(Vec::new()),
        Err(other) => return Err(other),
    };
    let has = |kind| keys.signing_key(kind).is_some();
    let jwt = (has(Algorithm::Rsa) || has(Algorithm::P256)).then_some(TwinForm::Jwt);
    let sd_jwt = has(Algorithm::P256).then_some(TwinForm::SdJwt);
    Ok(jwt.into_iter().chain(sd_jwt).collect())
}

/// Signs, believes nobody, and stores, unless somebody else was faster. Nothing is fetched within the transaction.
async fn sign(service: &Service, row: &credential::Model, form: TwinForm) -> Result<twin::Model, Error> {
    let id = DistrictId::from_uuid(row.district_id);
    let district = district::one(service.backend().read(), id).await?;
    let (identity, now) = (Identity::of(service, &district)?, service.now());
    let keys = service.signing_keys(&district.slug)?;
    let badge: Value = from_json(&row.signed, "credential")?;
    let own_id = (form == TwinForm::SdJwt).then(|| own_id(service)).transpose()?;
    let salt_seed = service.world().random::<32>()?;
    let twin_id = own_id.clone();
    let signed = service.compute(move |_service| {
        let issuer = identity.issuer(&district);
        match &twin_id {
            None => jwt_twin(&badge, &issuer, &keys),
            Some(id) => sd_jwt_twin(&badge, &issuer, &SdJwtIssuance { id, issued_at: now, salt_seed }, &keys),
        }
    });
    let signed = signed.await?.map_err(|error| not_signed("token", &error))?;
    let accepted = verify::accepted(service, signed).await?;

    let tx = service.backend().begin().await?;
    district::lock(&tx, id).await?;
    if let Some(earlier) = twin::one(&*tx, id, row.id, form.as_str()).await? {
        return Ok(earlier);
    }
    let new = twin::Model {
        credential_id: row.id,
        form: form.as_str().to_owned(),
        district_id: row.district_id,
        signed: String::new(),
        signed_at: now.unix(),
        own_id,
    };
    let stored = twin::insert(&tx, &accepted, new).await?;
    let detail = json!({ "form": form.as_str() });
    let event =
        AuditEvent { action: "credential.twin_signed", subject: format!("credential:{}", row.id), detail };
    record(&tx, now, id, &Actor::nobody(), event).await?;
    tx.commit().await?;
    Ok(stored)
}

/// An id that says nothing, not even when it was made.
fn own_id(service: &Service) -> Result<String, Error> {
    let id = uuid::Builder::from_random_bytes(service.world().random()?).into_uuid();
    Ok(id.urn().to_string())
}
