//! The mails. Plain text, and nothing in them that the recipient may not know.

use program::{CredentialState, DistrictId, State};
use sea_orm::{ActiveModelTrait, EntityTrait, Set};
use uuid::Uuid;

use crate::mailer::Mail;
use crate::store::{assessment, credential, district, enrollment, person, sign_in, version};
use crate::{Error, Service, secret};

/// The sign-in link. The token is made here, so that it never lies in the database.
pub(super) async fn sign_in(service: &Service, id: Uuid) -> Result<Option<Mail>, Error> {
    let row = sign_in::Entity::find_by_id(id).one(service.backend().read()).await?;
    let Some(row) =
        row.filter(|row| row.used_at.is_none() && row.expires_at > service.world().wall_clock().unix())
    else {
        return Ok(None);
    };
    let home = DistrictId::from_uuid(row.district_id);
    let person = person::one(service.backend().read(), home, row.person_id).await?;
    let district = district::one(service.backend().read(), home).await?;
    let token = service.world().token(secret::SIGN_IN)?;
    let tx = service.backend().begin().await?;
    let active = sign_in::ActiveModel {
        id: Set(row.id),
        token_hash: Set(Some(secret::digest(&token))),
        ..Default::default()
    };
    active.update(&*tx).await?;
    tx.commit().await?;
    let link = service.address(&format!("/sign-in/{token}"));
    if service.is_demo() {
        tracing::info!(target: "demo", "sign-in link: {link}");
    }
    let body = format!(
        "Hello {},\n\nthis link signs you in to {}:\n\n{link}\n\nIt works once, within 15 minutes, in the \
         browser in which you asked for it. If you did not ask for it, there is nothing to do.\n",
        person.name, district.name
    );
    Ok(Some(Mail { to: person.email, subject: format!("Sign in to {}", district.name), body }))
}

/// To the coach of the enrollment.
pub(super) async fn assessment_waiting(service: &Service, id: Uuid) -> Result<Option<Mail>, Error> {
    let Some(about) = About::assessment(service, id).await? else { return Ok(None) };
    let Some(coach) = about.assessment.coach_id else { return Ok(None) };
    let coach = person::one(service.backend().read(), about.home(), coach).await?;
    let link = service.address(&format!("/coach/assessments/{id}"));
    let body = format!(
        "Hello {},\n\n{} submitted work for “{}”. It waits for you here:\n\n{link}\n",
        coach.name, about.teacher.name, about.title
    );
    Ok(Some(Mail { to: coach.email, subject: format!("Work to assess: {}", about.title), body }))
}

/// To the teacher. An approval is told by the mail with the badge.
pub(super) async fn assessment_decided(service: &Service, id: Uuid) -> Result<Option<Mail>, Error> {
    let Some(about) = About::assessment(service, id).await? else { return Ok(None) };
    let (subject, first, note) = match about.assessment.status()? {
        State::Returned { note, .. } => (
            format!("Returned for revision: {}", about.title),
            "Your coach asks you to revise your work. The comments and the form are here:",
            note,
        ),
        State::Declined { note, .. } => (
            format!("Not awarded: {}", about.title),
            "Your work was not approved. The comments are here:",
            note,
        ),
        State::Submitted { .. } | State::Approved { .. } => return Ok(None),
    };
    let link = service.address(&format!("/teacher/enrollments/{}", about.assessment.enrollment_id));
    let note = if note.is_empty() { note } else { format!("\n{note}\n") };
    let body = format!("Hello {},\n\n{first}\n\n{link}\n{note}", about.teacher.name);
    Ok(Some(Mail { to: about.teacher.email, subject, body }))
}

/// To the teacher, with the link to share.
pub(super) async fn badge_issued(service: &Service, id: Uuid) -> Result<Option<Mail>, Error> {
    let Some((credential, teacher)) = badge(service, id).await? else { return Ok(None) };
    let link = service.address(&format!("/c/{}", credential.share_token));
    let body = format!(
        "Hello {},\n\ncongratulations: you earned “{}”. This is the page of your badge; share its address with \
         whoever should see it, and download the badge from it to keep it:\n\n{link}\n",
        teacher.name, credential.title
    );
    Ok(Some(Mail { to: teacher.email, subject: format!("You earned: {}", credential.title), body }))
}

/// To the teacher, with the reason.
pub(super) async fn status_changed(service: &Service, id: Uuid) -> Result<Option<Mail>, Error> {
    let Some((credential, teacher)) = badge(service, id).await? else { return Ok(None) };
    let what = match credential.status()? {
        CredentialState::Active => "stands again".to_owned(),
        CredentialState::Suspended { reason, .. } => format!("was suspended. The reason: {reason}"),
        CredentialState::Revoked { reason, .. } => format!("was revoked. The reason: {reason}"),
    };
    let link = service.address(&format!("/c/{}", credential.share_token));
    let body = format!("Hello {},\n\nyour badge “{}” {what}\n\n{link}\n", teacher.name, credential.title);
    Ok(Some(Mail { to: teacher.email, subject: format!("About your badge: {}", credential.title), body }))
}

async fn badge(service: &Service, id: Uuid) -> Result<Option<(credential::Model, person::Model)>, Error> {
    let found = credential::Entity::find_by_id(id).one(service.backend().read()).await?;
    let Some(row) = found else { return Ok(None) };
    let Some(teacher) = row.teacher_id else { return Ok(None) };
    let home = DistrictId::from_uuid(row.district_id);
    let teacher = person::one(service.backend().read(), home, teacher).await?;
    Ok(Some((row, teacher)))
}

struct About {
    assessment: assessment::Model,
    teacher: person::Model,
    title: String,
}

impl About {
    async fn assessment(service: &Service, id: Uuid) -> Result<Option<Self>, Error> {
        let db = service.backend().read();
        let Some(assessment) = assessment::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
        let home = DistrictId::from_uuid(assessment.district_id);
        let teacher = person::one(db, home, assessment.teacher_id).await?;
        let enrollment = enrollment::one(db, home, assessment.enrollment_id).await?;
        let title = version::one(db, home, enrollment.version_id).await?.definition()?.title;
        Ok(Some(Self { assessment, teacher, title }))
    }

    fn home(&self) -> DistrictId {
        DistrictId::from_uuid(self.assessment.district_id)
    }
}
