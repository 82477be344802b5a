//! Teachers hand in evidence.

use std::collections::HashSet;
use std::time::Duration;

use program::{DistrictId, EvidenceContent, EvidenceItem, Role, Scores};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use serde_json::json;
use uuid::Uuid;

use crate::audit::{AuditEvent, record};
use crate::store::{Tx, assessment, enrollment, file, person, submission, to_json, version};
use crate::{Actor, Error, NewSubmission, Scope, Service, SubmissionView, UploadedFile, outbox};

/// How many bytes a file may have.
const MOST_FILE_BYTES: usize = 10 * 1024 * 1024;
/// How many files a submission may have.
const MOST_FILES: usize = 8;
/// How many items a submission may have, files among them.
const MOST_ITEMS: usize = 40;
/// How long a submission waits for room for its files.
const PATIENCE: Duration = Duration::from_secs(5);
/// What may be uploaded: what browsers show without running anything in it, and office documents.
const MEDIA_TYPES: [&str; 13] = [
    "application/pdf",
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "text/plain",
    "text/csv",
    "audio/mpeg",
    "video/mp4",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.text",
];

/// Hands in the next attempt of an enrollment. From then on it is as it is: a coach assesses just this.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` with every item that is not as it must be, `Conflict` when an attempt
/// waits or the enrollment is over.
pub async fn submit(service: &Service, actor: &Actor, new: NewSubmission) -> Result<SubmissionView, Error> {
    let district = actor.demand(Scope::SubmissionsWrite, &[Role::Teacher])?;
    let now = service.now();
    let files = checked_files(&new.files)?;
    // Before anything is looked up for each of them.
    if new.evidence.len() + files.len() > MOST_ITEMS {
        return Err(Error::invalid("/evidence", format!("at most {MOST_ITEMS} items can be handed in")));
    }
    // Before the transaction: who waits for room holds no lock.
    let _room = if files.is_empty() { None } else { Some(room(service).await?) };
    let tx = service.backend().begin().await?;
    let enrollment = enrollment::lock(&tx, district, new.enrollment).await?;
    let by = submitting(&tx, actor, district, enrollment.teacher_id).await?;
    let definition = version::one(&*tx, district, enrollment.version_id).await?.definition()?;
    let earlier: Vec<_> = assessment::of_enrollments(&*tx, district, [enrollment.id])
        .await?
        .iter()
        .map(assessment::Model::status)
        .collect::<Result<_, _>>()?;
    let kept = kept_files(&tx, district, enrollment.id, &new.evidence, &files).await?;
    let mut evidence = new.evidence;
    evidence.extend(files.iter().map(|(item, _)| item.clone()));
    let teacher = program::PersonId::from_uuid(enrollment.teacher_id);
    let attempt = program::submit(&by, teacher, &definition, &earlier, evidence, now)?;

    let row = submission::Model {
        id: service.world().id(),
        district_id: district.uuid(),
        enrollment_id: enrollment.id,
        attempt: i32::try_from(attempt.number).map_err(Error::internal)?,
        evidence: to_json(&attempt.evidence)?,
        submitted_at: attempt.at.unix(),
    };
    submission::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await?;
    store_files(service, &tx, &row, files, kept).await?;
    let waiting = waiting_assessment(service, &enrollment, &row)?;
    let (assessment_id, coach) = (waiting.id, waiting.coach_id);
    assessment::Entity::insert(waiting.into_active_model()).exec_without_returning(&*tx).await?;
    outbox::mail(service, &tx, outbox::Kind::AssessmentWaiting, (district, coach), assessment_id).await?;
    let detail =
        json!({ "enrollment": enrollment.id, "attempt": row.attempt, "items": attempt.evidence.len() });
    let event =
        AuditEvent { action: "submission.submitted", subject: format!("submission:{}", row.id), detail };
    record(&tx, now, district, actor, event).await?;
    tx.commit().await?;
    crate::queries::submissions::of_district(service, district, row.id).await
}

/// Waits until the files of a submission may go into memory, one at a time.
async fn room(service: &Service) -> Result<tokio::sync::SemaphorePermit<'_>, Error> {
    let busy = || Error::Unavailable { what: "room for your files" };
    let turn = tokio::time::timeout(PATIENCE, service.storing().acquire());
    turn.await.map_err(|_late| busy())?.map_err(Error::internal)
}

/// Stores the files of a submission: new ones from the folder for uploads, those of an earlier attempt by a
/// copy that the database makes itself.
async fn store_files(
    service: &Service,
    tx: &Tx,
    row: &submission::Model,
    uploaded: Vec<(EvidenceItem, &UploadedFile)>,
    kept: Vec<Uuid>,
) -> Result<(), Error> {
    // The same file may stand in several parts; its bytes are stored once.
    let mut stored = HashSet::new();
    for (item, file) in uploaded {
        let EvidenceContent::File { name, media_type, sha256, .. } = item.content else { continue };
        if !stored.insert(sha256.clone()) {
            continue;
        }
        let row = file::Model {
            id: service.world().id(),
            district_id: row.district_id,
            submission_id: row.id,
            sha256,
            name,
            media_type,
            content: file.upload.bytes().await?,
            created_at: row.submitted_at,
        };
        file::Entity::insert(row.into_active_model()).exec_without_returning(&**tx).await?;
    }
    for earlier in kept {
        file::copy(tx, earlier, service.world().id(), row.id, row.submitted_at).await?;
    }
    Ok(())
}

/// Who submits: the teacher signed in, or the enrolled teacher in whose name a machine hands in.
async fn submitting(
    tx: &Tx,
    actor: &Actor,
    district: DistrictId,
    enrolled: Uuid,
) -> Result<program::Person, Error> {
    match actor.person() {
        // Somebody else's enrollment is answered as if it were not there.
        Some(person) if person.id.uuid() != enrolled => Err(Error::NotFound { what: "enrollment" }),
        Some(person) => Ok(person.clone()),
        None => person::one(&**tx, district, enrolled).await?.person(),
    }
}

fn waiting_assessment(
    service: &Service,
    enrollment: &enrollment::Model,
    submission: &submission::Model,
) -> Result<assessment::Model, Error> {
    Ok(assessment::Model {
        id: service.world().id(),
        district_id: enrollment.district_id,
        submission_id: submission.id,
        enrollment_id: enrollment.id,
        teacher_id: enrollment.teacher_id,
        coach_id: enrollment.coach_id,
        state: "submitted".to_owned(),
        decided_by: None,
        decided_at: None,
        note: None,
        scores: to_json(&Scores::default())?,
        submitted_at: submission.submitted_at,
    })
}

/// The items that the files become, beside the files.
fn checked_files(files: &[UploadedFile]) -> Result<Vec<(EvidenceItem, &UploadedFile)>, Error> {
    let mut faults = Vec::new();
    let mut items = Vec::with_capacity(files.len());
    if files.len() > MOST_FILES {
        faults.push(fault("/files", format!("at most {MOST_FILES} files can be handed in at once")));
    }
    for (number, upload) in files.iter().take(MOST_FILES).enumerate() {
        let pointer = format!("/files/{number}");
        if upload.upload.size() == 0 {
            faults.push(fault(&pointer, format!("{} is empty", upload.name)));
        }
        if upload.upload.size() > MOST_FILE_BYTES {
            faults.push(fault(&pointer, format!("{} is larger than 10 MB", upload.name)));
        }
        if !MEDIA_TYPES.contains(&upload.media_type.as_str()) {
            let message =
                format!("{} is of the type {}, which cannot be handed in", upload.name, upload.media_type);
            faults.push(fault(&pointer, message));
        }
        let content = EvidenceContent::File {
            name: upload.name.clone(),
            media_type: upload.media_type.clone(),
            sha256: upload.upload.sha256().to_owned(),
            size: u64::try_from(upload.upload.size()).map_err(Error::internal)?,
        };
        items
            .push((EvidenceItem { part: upload.part.clone(), title: upload.title.clone(), content }, upload));
    }
    crate::error::check(faults)?;
    Ok(items)
}

/// Files of an earlier attempt that this one names again: their bytes are kept with this attempt too.
async fn kept_files(
    tx: &Tx,
    district: DistrictId,
    enrollment: Uuid,
    evidence: &[EvidenceItem],
    uploaded: &[(EvidenceItem, &UploadedFile)],
) -> Result<Vec<Uuid>, Error> {
    let mut kept: Vec<(&str, Uuid)> = Vec::new();
    let mut faults = Vec::new();
    let submissions: Vec<Uuid> = submission::Entity::find()
        .select_only()
        .column(submission::Column::Id)
        .filter(submission::Column::DistrictId.eq(district.uuid()))
        .filter(submission::Column::EnrollmentId.eq(enrollment))
        .into_tuple()
        .all(&**tx)
        .await?;
    for (number, item) in evidence.iter().enumerate() {
        let EvidenceContent::File { sha256, size, .. } = &item.content else { continue };
        let again = |other: &EvidenceItem| matches!(&other.content, EvidenceContent::File { sha256: hash, .. } if hash == sha256);
        if uploaded.iter().any(|(other, _)| again(other)) || kept.iter().any(|(hash, _)| hash == sha256) {
            continue;
        }
        match file::of_submissions(tx, district, &submissions, sha256).await? {
            Some((id, length)) if u64::try_from(length).is_ok_and(|length| length == *size) => {
                kept.push((sha256, id));
            }
            _ => faults.push(fault(
                &format!("/evidence/{number}/content/sha256"),
                "no file with this hash and size was handed in before; upload it".to_owned(),
            )),
        }
    }
    crate::error::check(faults)?;
    Ok(kept.into_iter().map(|(_, id)| id).collect())
}

fn fault(pointer: &str, message: String) -> crate::Fault {
    crate::Fault { pointer: pointer.to_owned(), message }
}
