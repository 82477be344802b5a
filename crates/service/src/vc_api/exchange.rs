//! Exchanges: a wallet collects a credential that was set up for it, and shows by a signature which holder it
//! speaks for (VCALM exchanges, as the DCC's services and the Learner Credential Wallet use them).
//!
//! The holder is whoever signed, never whoever is named. An exchange serves once, and ends after an hour.

use openbadges::vcdm;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use serde::Serialize;
use serde_json::{Value, json};
use subtle::ConstantTimeEq;
use url::Url;
use verifier::Expectations;

use super::{IssueRequest, VerifyRequest, dcc, district, issue};
use crate::audit::{AuditEvent, record};
use crate::store::{district as store, exchange};
use crate::{Actor, Error, Fault, Scope, Service};

/// How many exchanges one request may set up.
const MOST: usize = 100;
/// How long a wallet has, in seconds.
const TIME: i64 = 3600;
/// How long an exchange that is over is remembered, in seconds, so that it is told from one that never was.
const REMEMBERED: i64 = 24 * 3600;
/// Stands for the holder while a credential is checked before anybody knows who that is.
const SOMEBODY: &str = "did:example:holder";

/// An exchange that was set up, with the links that lead a wallet to it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeView {
    /// What the caller named it by.
    pub retrieval_id: Value,
    /// For wallets that ask with a link of their own scheme.
    pub direct_deep_link: String,
    /// For the Learner Credential Wallet of today.
    pub vpr_deep_link: String,
    /// The request itself, for wallets in browsers (CHAPI).
    #[serde(rename = "chapiVPR")]
    pub chapi_vpr: Value,
    /// An address that says how to begin (`?iuv=1`).
    pub interaction_url: String,
    /// What the caller said about it.
    pub metadata: Value,
}

/// `POST /exchange/setup`: credentials that wallets are to collect. The body is `{data: [{vc, retrievalId,
/// metadata}]}`, or such an item, or a list of them.
///
/// # Errors
/// `Forbidden`, `Invalid` with every member that is wrong.
pub async fn set_up(service: &Service, actor: &Actor, body: Value) -> Result<Vec<ExchangeView>, Error> {
    let id = actor.demand(Scope::CredentialsIssue, &[])?;
    let row = store::one(service.backend().read(), id).await?;
    let tenant = body.get("tenantName").and_then(Value::as_str);
    if tenant.is_some_and(|tenant| tenant != row.slug) {
        return Err(Error::Forbidden { why: "this token is another tenant's".to_owned() });
    }
    let items = items(body)?;
    let did = district::did(service, &row)?;
    let mut rows = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let pointer = format!("/data/{index}/vc");
        let vc = item.get("vc").ok_or_else(|| Error::invalid(&pointer, "`vc` is missing"))?;
        let credential = dcc::issued_by(vc.clone(), &did, service);
        check(&credential, &pointer)?;
        district::not_ours(service, &credential)?;
        let now = service.now().unix();
        rows.push(exchange::Model {
            exchange_id: service.world().token("")?,
            transaction_id: service.world().token("")?,
            district_id: id.uuid(),
            credential: credential.to_string(),
            created_at: now,
            expires_at: now + TIME,
            used_at: None,
        });
    }
    let tx = service.backend().begin().await?;
    exchange::sweep(&tx, service.now().unix() - REMEMBERED).await?;
    for row in &rows {
        let active = row.clone().into_active_model();
        exchange::Entity::insert(active).exec_without_returning(&*tx).await?;
    }
    tx.commit().await?;
    rows.iter().zip(items).map(|(row, item)| view(service, row, &did, &item)).collect()
}

fn items(body: Value) -> Result<Vec<Value>, Error> {
    let items = match body {
        Value::Array(items) => items,
        Value::Object(mut members) => match members.shift_remove("data") {
            Some(Value::Array(items)) => items,
            Some(_) => return Err(Error::invalid("/data", "must be a list")),
            None => vec![Value::Object(members)],
        },
        _ => return Err(Error::invalid("", "the body must be an object or a list")),
    };
    if (1..=MOST).contains(&items.len()) {
        Ok(items)
    } else {
        Err(Error::invalid("/data", format!("must have 1 to {MOST} items")))
    }
}

/// What cannot be signed is refused now, and not when somebody comes to collect it.
fn check(credential: &Value, pointer: &str) -> Result<(), Error> {
    let complete = held_by(credential.clone(), SOMEBODY);
    let at =
        |fault: vcdm::Fault| Fault { pointer: format!("{pointer}{}", fault.pointer), message: fault.message };
    vcdm::check_credential(&complete)
        .map_err(|faults| Error::Invalid { faults: faults.into_iter().map(at).collect() })
}

/// The credential with this holder as its subject; of several subjects, the first is the holder.
fn held_by(mut credential: Value, holder: &str) -> Value {
    let subject = match credential.get_mut("credentialSubject") {
        Some(Value::Array(subjects)) => subjects.first_mut(),
        other => other,
    };
    if let Some(Value::Object(subject)) = subject {
        subject.insert("id".to_owned(), holder.into());
    }
    credential
}

/// Where wallets send what they sign: the domain that they sign for.
fn domain(service: &Service) -> String {
    service.address("")
}

fn address(service: &Service, row: &exchange::Model) -> String {
    service.address(&format!("/exchange/{}", row.exchange_id))
}

fn view(service: &Service, row: &exchange::Model, did: &str, item: &Value) -> Result<ExchangeView, Error> {
    let vcapi = address(service, row);
    let request = json!({ "credentialRequestOrigin": domain(service), "protocols": { "vcapi": vcapi } });
    // Everything that becomes part of a link is encoded by the library, never pasted.
    let link = |base: &str, pairs: &[(&str, &str)]| {
        Url::parse_with_params(base, pairs).map(String::from).map_err(Error::internal)
    };
    let collect = format!("{vcapi}/{}", row.transaction_id);
    let direct = [
        ("issuer", did),
        ("auth_type", "bearer"),
        ("challenge", row.transaction_id.as_str()),
        ("vc_request_url", collect.as_str()),
    ];
    let member = |name: &str| item.get(name).cloned().unwrap_or_default();
    Ok(ExchangeView {
        retrieval_id: member("retrievalId"),
        direct_deep_link: link("dccrequest://request", &direct)?,
        vpr_deep_link: link("https://lcw.app/request", &[("request", request.to_string().as_str())])?,
        chapi_vpr: json!({ "VerifiablePresentation": asked(service, row) }),
        interaction_url: service.address(&format!("/interactions/{}?iuv=1", row.exchange_id)),
        metadata: member("metadata"),
    })
}

/// What a wallet is asked for: a signature by the holder's key, over a challenge of ours.
fn asked(service: &Service, row: &exchange::Model) -> Value {
    let endpoint = format!("{}/{}", address(service, row), row.transaction_id);
    let kinds = ["VerifiableCredentialApiExchangeService", "UnmediatedPresentationService2021"];
    json!({
        "query": [{ "type": "DIDAuthentication", "acceptedMethods": [{ "method": "key" }] }],
        "challenge": row.transaction_id,
        "domain": domain(service),
        "interact": {
            "service": kinds.map(|kind| json!({ "type": kind, "serviceEndpoint": endpoint })),
        },
    })
}

/// `GET /interactions/:id?iuv=1`: by which protocols the exchange can be made.
///
/// # Errors
/// `NotFound`, also when it is over.
pub async fn protocols(service: &Service, exchange_id: &str) -> Result<Value, Error> {
    let row = open(service, exchange_id).await?;
    Ok(json!({ "protocols": { "vcapi": address(service, &row) } }))
}

/// `POST /exchange/:id` with an empty body: what is asked for.
///
/// # Errors
/// `NotFound`; `Conflict` when it is over.
pub async fn request(service: &Service, exchange_id: &str) -> Result<Value, Error> {
    let row = open(service, exchange_id).await?;
    Ok(json!({ "verifiablePresentationRequest": asked(service, &row) }))
}

/// An exchange that still can be made.
async fn open(service: &Service, exchange_id: &str) -> Result<exchange::Model, Error> {
    let row = exchange::one(service.backend().read(), exchange_id).await?;
    is_open(service, &row)?;
    Ok(row)
}

fn is_open(service: &Service, row: &exchange::Model) -> Result<(), Error> {
    if row.used_at.is_some() {
        return Err(Error::Conflict { why: "this exchange was made; each serves once".to_owned() });
    }
    if service.now().unix() >= row.expires_at {
        return Err(Error::Conflict { why: "this exchange has expired; ask for another".to_owned() });
    }
    Ok(())
}

/// `POST /exchange/:id/:transaction` with a signed presentation, or `POST /exchange/:id` with
/// `{verifiablePresentation}`: the credential, with the holder who signed as its subject.
///
/// # Errors
/// `NotFound`; `Conflict` when it is over; `Invalid` when the presentation was not signed by the holder's key for
/// this domain and challenge.
pub async fn collect(
    service: &Service,
    exchange_id: &str,
    transaction_id: Option<&str>,
    presentation: Value,
) -> Result<Value, Error> {
    let row = open(service, exchange_id).await?;
    let given = transaction_id.unwrap_or(&row.transaction_id);
    if !bool::from(given.as_bytes().ct_eq(row.transaction_id.as_bytes())) {
        return Err(Error::NotFound { what: "exchange" });
    }
    let holder = holder(service, &row, presentation).await?;
    let tx = service.backend().begin().await?;
    let row = exchange::lock(&tx, exchange_id).await?;
    is_open(service, &row)?;
    let id = program::DistrictId::from_uuid(row.district_id);
    let district_row = store::lock(&tx, id).await?;
    let credential = held_by(crate::store::from_json(&row.credential, "credential")?, &holder);
    let credential_id = credential.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    let purposes = district::usual_purposes(&credential);
    let places = district::places(service, &tx, &district_row, &credential_id, purposes).await?;
    let did = district::did(service, &district_row)?;
    let keys = service.signing_keys(&district_row.slug)?;
    let request = IssueRequest::plain(credential).with_suites(dcc::suites([])?);
    let now = service.now();
    let made = service.compute(move |service| {
        let signatory = issue::Signatory { did: &did, keys: &keys };
        let secured = issue::secure(&request, &places, signatory, now, service.world())?;
        district::accepted(service, &district_row, secured, now)
    });
    let made = made.await??;
    let active = exchange::ActiveModel {
        exchange_id: Set(row.exchange_id),
        used_at: Set(Some(now.unix())),
        ..Default::default()
    };
    active.update(&*tx).await?;
    let detail = json!({ "holder": holder, "exchange": true });
    let subject = format!("vc:{credential_id}");
    record(&tx, now, id, &Actor::nobody(), AuditEvent { action: "credential.signed", subject, detail })
        .await?;
    tx.commit().await?;
    Ok(made)
}

/// The DID whose key signed the presentation for this exchange.
async fn holder(service: &Service, row: &exchange::Model, presentation: Value) -> Result<String, Error> {
    let expectations = Expectations {
        challenge: Some(row.transaction_id.clone()),
        domain: Some(domain(service)),
        any_credential: true,
        signed_presentation: true,
        ..Expectations::default()
    };
    let body = json!({ "verifiablePresentation": presentation });
    let request = VerifyRequest { expectations, ..VerifyRequest::of_presentation(body)? };
    let verification = district::of_anybody(service, request).await?;
    let refused = |why: &str| Error::invalid("/verifiablePresentation", why);
    if !verification.verified {
        let why = verification.errors.first().map_or("it does not hold", |error| error.detail.as_str());
        return Err(refused(why));
    }
    let bound = verification.holder.filter(|holder| holder.starts_with("did:"));
    bound.ok_or_else(|| refused("nobody knows whose key signed it"))
}
