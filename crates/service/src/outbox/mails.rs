//! What the mails are about. Their words are in `locales/…/mail.ftl` of the crate `words`; nothing is in them
//! that the recipient may not know.

use program::{CredentialState, DistrictId, PersonId, State};
use sea_orm::{ActiveModelTrait, EntityTrait, Set};
use uuid::Uuid;
use words::{Locale, Phrase, say};

use super::{Kind, Message};
use crate::mailer::{Mail, Recipient};
use crate::store::{assessment, credential, district, enrollment, person, sign_in, version};
use crate::{Error, Service, secret};

/// Writes the mail that a message asks for; none when there is nothing to say any more.
pub(super) async fn write(
    service: &Service,
    message: &Message,
    recipient: PersonId,
) -> Result<Option<Mail>, Error> {
    let Some(content) = content(service, message).await? else { return Ok(None) };
    let db = service.backend().read();
    let person = person::one(db, message.district, recipient.uuid()).await?;
    let district = district::one(db, message.district).await?.name;
    let locale = Locale::default();
    let words = |part: &str| {
        let phrase = say(locale, format!("{}.{part}", content.key)).with("district", &district);
        content
            .facts
            .iter()
            .fold(phrase, |phrase: Phrase<'_>, (name, value)| phrase.with(*name, value))
            .to_string()
    };
    let after = format!("{}.after", content.key);
    Ok(Some(Mail {
        locale,
        subject: words("subject"),
        greeting: say(locale, "mail-greeting").with("name", &person.name).to_string(),
        text: words("text"),
        quote: content.quote.filter(|quote| !quote.trim().is_empty()),
        action: words("action"),
        link: content.link,
        after: words::has(Locale::default(), &after).then(|| words("after")),
        to: Recipient { name: person.name, address: person.email },
        district,
    }))
}

/// What a mail says: the key of its words, and the facts in them.
struct Content {
    key: &'static str,
    facts: Vec<(&'static str, String)>,
    quote: Option<String>,
    link: String,
}

async fn content(service: &Service, message: &Message) -> Result<Option<Content>, Error> {
    match message.kind {
        Kind::SignIn => sign_in(service, message.subject).await,
        Kind::AssessmentWaiting => assessment_waiting(service, message.district, message.subject).await,
        Kind::AssessmentDecided => assessment_decided(service, message.district, message.subject).await,
        Kind::BadgeIssued => badge_issued(service, message.district, message.subject).await,
        Kind::StatusChanged => status_changed(service, message.district, message.subject).await,
    }
}

/// The sign-in link. The token is made here, so that it never lies in the database.
async fn sign_in(service: &Service, id: Uuid) -> Result<Option<Content>, Error> {
    let row = sign_in::Entity::find_by_id(id).one(service.backend().read()).await?;
    let Some(row) =
        row.filter(|row| row.used_at.is_none() && row.expires_at > service.world().wall_clock().unix())
    else {
        return Ok(None);
    };
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
    Ok(Some(Content { key: "mail-sign-in", facts: Vec::new(), quote: None, link }))
}

/// For the coach of the enrollment.
async fn assessment_waiting(service: &Service, home: DistrictId, id: Uuid) -> Result<Option<Content>, Error> {
    let Some(about) = About::assessment(service, home, id).await? else { return Ok(None) };
    let teacher = person::one(service.backend().read(), home, about.assessment.teacher_id).await?;
    Ok(Some(Content {
        key: "mail-assessment-waiting",
        facts: vec![("teacher", teacher.name), ("title", about.title)],
        quote: None,
        link: service.address(&format!("/coach/assessments/{id}")),
    }))
}

/// For the teacher. An approval is told by the mail with the badge.
async fn assessment_decided(service: &Service, home: DistrictId, id: Uuid) -> Result<Option<Content>, Error> {
    let Some(about) = About::assessment(service, home, id).await? else { return Ok(None) };
    let (key, note) = match about.assessment.status()? {
        State::Returned { note, .. } => ("mail-assessment-returned", note),
        State::Declined { note, .. } => ("mail-assessment-declined", note),
        State::Submitted { .. } | State::Approved { .. } => return Ok(None),
    };
    let link = service.address(&format!("/teacher/enrollments/{}", about.assessment.enrollment_id));
    Ok(Some(Content { key, facts: vec![("title", about.title)], quote: Some(note), link }))
}

/// For the teacher, with the link to share.
async fn badge_issued(service: &Service, home: DistrictId, id: Uuid) -> Result<Option<Content>, Error> {
    let Some(badge) = badge(service, home, id).await? else { return Ok(None) };
    let link = service.address(&format!("/c/{}", badge.share_token));
    Ok(Some(Content { key: "mail-badge-issued", facts: vec![("title", badge.title)], quote: None, link }))
}

/// For the teacher, with the reason.
async fn status_changed(service: &Service, home: DistrictId, id: Uuid) -> Result<Option<Content>, Error> {
    let Some(badge) = badge(service, home, id).await? else { return Ok(None) };
    let (key, quote) = match badge.status()? {
        CredentialState::Active => ("mail-badge-reinstated", None),
        CredentialState::Suspended { reason, .. } => ("mail-badge-suspended", Some(reason)),
        CredentialState::Revoked { reason, .. } => ("mail-badge-revoked", Some(reason)),
    };
    let link = service.address(&format!("/c/{}", badge.share_token));
    Ok(Some(Content { key, facts: vec![("title", badge.title)], quote, link }))
}

async fn badge(service: &Service, home: DistrictId, id: Uuid) -> Result<Option<credential::Model>, Error> {
    match credential::one(service.backend().read(), home, id).await {
        Ok(row) => Ok(Some(row)),
        Err(Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

struct About {
    assessment: assessment::Model,
    title: String,
}

impl About {
    async fn assessment(service: &Service, home: DistrictId, id: Uuid) -> Result<Option<Self>, Error> {
        let db = service.backend().read();
        let assessment = match assessment::one(db, home, id).await {
            Ok(row) => row,
            Err(Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        let enrollment = enrollment::one(db, home, assessment.enrollment_id).await?;
        let title = version::one(db, home, enrollment.version_id).await?.definition()?.title;
        Ok(Some(Self { assessment, title }))
    }
}
