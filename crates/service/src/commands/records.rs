//! Several badges of one teacher at once: a record that the district signs (CLR 2.0), or a presentation that nobody signs.

use std::sync::Arc;

use openbadges::{SignedCredential, Timestamp};
use program::{DistrictId, Person, Recipient, Role};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use uuid::Uuid;
use verifier::{Evidence, Unverified};

use super::refusals;
use super::{Identity, MOST_EMBEDDED};
use crate::audit::{AuditEvent, record as log};
use crate::store::offered_endorsement::{self, About};
use crate::store::{credential, district, person};
use crate::verify::Examination;
use crate::{Actor, Collection, Error, Fault, ReportOutcome, Scope, Service, WhichCredentials};

/// How many credentials one record or presentation holds at most: about as many large ones as the work of one verification
/// suffices for.
pub const MOST_IN_A_FILE: u32 = 16;
const MOST: usize = 16;

/// Puts the badges of a teacher into one record and signs it in the district's name. Only badges that stand and verify at
/// this moment go in, with what others say of them; the record is handed out when our own verifier finds it good.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` for a badge that was chosen and does not stand, `Conflict` when there is none.
pub async fn record(
    service: &Service,
    actor: &Actor,
    named: Option<Uuid>,
    which: WhichCredentials,
) -> Result<Collection, Error> {
    let id = actor.demand(Scope::CredentialsIssue, &[Role::Teacher, Role::ProgramManager])?;
    let teacher = whose(service, actor, id, named).await?;
    let chosen = chosen(service, id, &teacher, &which).await?;
    let row = district::one(service.backend().read(), id).await?;
    let (holder, documents) = (teacher.clone(), chosen.documents);
    let signed = service.compute(move |service| sign(service, &row, &holder, &documents)).await??;
    let report = crate::verify::credential(service, signed.as_str().as_bytes()).await?;
    if report.finding.code == verifier::Code::TooMuchWork {
        let why = "these badges are too large for one file; choose fewer".to_owned();
        return Err(Error::invalid("/credentials", why));
    }
    if report.outcome != ReportOutcome::Verified {
        return Err(Error::internal(format!("our own verifier rejects a record: {}", report.finding)));
    }
    let tx = service.backend().begin().await?;
    let record_id = signed.document().get("id").and_then(Value::as_str).unwrap_or_default();
    let detail = json!({ "record": record_id, "credentials": chosen.ids });
    let event = AuditEvent { action: "record.signed", subject: format!("person:{}", teacher.id), detail };
    log(&tx, service.now(), id, actor, event).await?;
    tx.commit().await?;
    Ok(Collection { text: signed.into_string(), count: chosen.ids.len() })
}

/// Puts badges of a teacher into one presentation, for somebody who asked for several. It is not signed.
///
/// # Errors
/// As [`record`].
pub async fn presentation(
    service: &Service,
    actor: &Actor,
    named: Option<Uuid>,
    which: WhichCredentials,
) -> Result<Collection, Error> {
    let id = actor.demand(Scope::CredentialsRead, &[Role::Teacher, Role::ProgramManager])?;
    let teacher = whose(service, actor, id, named).await?;
    let chosen = chosen(service, id, &teacher, &which).await?;
    let address = format!("urn:uuid:{}", service.world().id());
    let presentation = issuer::presentation(&address, None, &chosen.documents).map_err(Error::internal)?;
    Ok(Collection { text: presentation.to_string(), count: chosen.ids.len() })
}

/// Teachers ask for their own badges; whoever manages the program, and the district's own systems, for anybody's.
async fn whose(
    service: &Service,
    actor: &Actor,
    district: DistrictId,
    named: Option<Uuid>,
) -> Result<Person, Error> {
    let manages = actor.person().is_some_and(|person| person.roles.contains(&Role::ProgramManager));
    let id = match named {
        Some(id) if manages => id,
        named => actor.acting(named, "/person")?.uuid(),
    };
    person::one(service.backend().read(), district, id).await?.person()
}

/// What goes in.
struct Chosen {
    /// The badges' ids in this service.
    ids: Vec<Uuid>,
    /// The signed badges, each followed by what others say of it.
    documents: Vec<Value>,
}

/// What was asked for. How many there are is known before the first one is verified, which may need the network.
async fn chosen(
    service: &Service,
    district: DistrictId,
    teacher: &Person,
    which: &WhichCredentials,
) -> Result<Chosen, Error> {
    let db = service.backend().read();
    let rows = valid_of(service, district, teacher, which.credentials.as_deref()).await?;
    let mut count = rows.len();
    let mut asked = Vec::with_capacity(count);
    for row in rows {
        let mut said =
            offered_endorsement::accepted(db, district, About::Badge(row.id), MOST_EMBEDDED).await?;
        // One that came as token cannot stand in a list of objects; the badge's page shows it.
        said.retain(|said| said.signed.starts_with('{'));
        count += said.len();
        asked.push((row, said));
    }
    if count > MOST {
        let why = format!(
            "with their endorsements these are {count} credentials; choose badges so that there are at most {MOST}"
        );
        return Err(Error::invalid("/credentials", why));
    }
    let explicit = which.credentials.is_some();
    let mut found = Chosen { ids: Vec::new(), documents: Vec::new() };
    let mut evidence = Evidence::default();
    for (row, said) in asked {
        match standing(service, &row.signed, &mut evidence).await? {
            Ok(document) => {
                found.ids.push(row.id);
                found.documents.push(document);
            }
            Err(why) if explicit => {
                return Err(Error::invalid("/credentials", format!("{} is not valid: {why}", row.id)));
            }
            // All valid ones were asked for.
            Err(_) => continue,
        }
        for said in said {
            found.documents.extend(standing(service, &said.signed, &mut evidence).await?.ok());
        }
    }
    if found.documents.is_empty() {
        return Err(Error::Conflict { why: "there is no valid badge".to_owned() });
    }
    Ok(found)
}

/// The badges of the teacher that are neither revoked nor suspended nor expired: those asked for, or all; never more than
/// [`MOST`].
async fn valid_of(
    service: &Service,
    district: DistrictId,
    teacher: &Person,
    asked: Option<&[Uuid]>,
) -> Result<Vec<credential::Model>, Error> {
    let until = credential::Column::ValidUntil;
    let valid = credential::Entity::find()
        .filter(credential::Column::DistrictId.eq(district.uuid()))
        .filter(credential::Column::TeacherId.eq(teacher.id.uuid()))
        .filter(credential::Column::State.eq("active"))
        .filter(until.is_null().or(until.gte(service.now().unix())))
        .order_by_asc(credential::Column::Id);
    let db = service.backend().read();
    if let Some(asked) = asked {
        if asked.is_empty() || asked.len() > MOST {
            return Err(Error::invalid("/credentials", format!("choose from 1 to {MOST} badges")));
        }
        let valid = valid.filter(credential::Column::Id.is_in(asked.iter().copied()));
        return picked(valid.all(db).await?, asked);
    }
    let count = valid.clone().count(db).await?;
    if usize::try_from(count).map_err(Error::internal)? > MOST {
        let why = format!(
            "this teacher has {count} valid badges, and one file holds at most {MOST}: name those that go into it, and ask \
             again for the others"
        );
        return Err(Error::invalid("/credentials", why));
    }
    Ok(valid.all(db).await?)
}

/// Those that were asked for, in the order in which they were asked for.
fn picked(rows: Vec<credential::Model>, asked: &[Uuid]) -> Result<Vec<credential::Model>, Error> {
    let mut faults = Vec::new();
    let mut rows: std::collections::HashMap<Uuid, _> = rows.into_iter().map(|row| (row.id, row)).collect();
    let mut picked = Vec::new();
    for (number, id) in asked.iter().enumerate() {
        match rows.remove(id) {
            Some(row) => picked.push(row),
            None => faults.push(Fault {
                pointer: format!("/credentials/{number}"),
                message: "is not a valid badge of this teacher, or was named before".to_owned(),
            }),
        }
    }
    crate::error::check(faults)?;
    Ok(picked)
}

/// The document, if it verifies now; otherwise why not.
async fn standing(
    service: &Service,
    text: &str,
    evidence: &mut Evidence,
) -> Result<Result<Value, String>, Error> {
    let credential = SignedCredential::parse(text.to_owned()).map_err(Error::internal)?;
    let document = credential.document().clone();
    let unverified = Unverified::from(credential);
    let examination = Examination::new(unverified, service.now(), &Arc::default());
    let (report, gathered) = examination.report(service, std::mem::take(evidence)).await?;
    *evidence = gathered;
    Ok(if report.outcome == ReportOutcome::Verified {
        Ok(document)
    } else {
        Err(crate::verify::sentence(&report.finding))
    })
}

fn sign(
    service: &Service,
    row: &district::Model,
    teacher: &Person,
    credentials: &[Value],
) -> Result<SignedCredential, Error> {
    let identity = Identity::of(service, row)?;
    let recipient = Recipient {
        name: teacher.name.clone(),
        email: Some(teacher.email.clone()),
        publish_email: teacher.publish_email,
        id: None,
    };
    let salt = service.world().token("")?;
    let signed_at: Timestamp = service.now();
    let record = issuer::Record {
        id: &format!("urn:uuid:{}", service.world().id()),
        name: &format!("Badges of {}, {}", teacher.name, row.name),
        recipient: &recipient,
        credentials,
        signed_at,
        salt: &salt,
    };
    let keys = service.signing_keys(&row.slug)?;
    issuer::record(&record, &identity.issuer(row), &row.rules()?, &keys)
        .map_err(|error| refusals::refused("record", &error, refusals::RECORD))
}
