//! What is to be done after a commit. The message is written in the transaction of what it follows from, so
//! neither can be without the other; it names things and does not contain them, and it keeps its id over all
//! attempts.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::mailer::{self, Mail};
use crate::store::{Tx, outbox};
use crate::{Error, Service};

mod mails;

/// How long an attempt may take before another worker may try, in seconds.
const LEASE: i64 = 600;
/// How many messages are taken at once.
const BATCH: u64 = 20;
/// The longest pause between two attempts, in seconds.
const LONGEST_PAUSE: i64 = 3600;

/// What a message is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Mail a sign-in link; the subject is the sign-in.
    SignIn,
    /// Tell the coach that work waits; the subject is the assessment.
    AssessmentWaiting,
    /// Tell the teacher what was decided; the subject is the assessment.
    AssessmentDecided,
    /// Tell the teacher where the badge is; the subject is the credential.
    BadgeIssued,
    /// Tell the teacher that the badge's status changed; the subject is the credential.
    StatusChanged,
}

impl Kind {
    const ALL: [Self; 5] = [
        Self::SignIn,
        Self::AssessmentWaiting,
        Self::AssessmentDecided,
        Self::BadgeIssued,
        Self::StatusChanged,
    ];

    const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::AssessmentWaiting => "assessment_waiting",
            Self::AssessmentDecided => "assessment_decided",
            Self::BadgeIssued => "badge_issued",
            Self::StatusChanged => "status_changed",
        }
    }
}

/// Adds a message.
pub(crate) async fn add(service: &Service, tx: &Tx, kind: Kind, subject: Uuid) -> Result<(), Error> {
    let now = service.now().unix();
    let row = outbox::Model {
        id: service.world().id(),
        kind: kind.as_str().to_owned(),
        subject: subject.to_string(),
        due_at: now,
        attempts: 0,
        last_error: None,
        created_at: now,
    };
    outbox::Entity::insert(row.into_active_model()).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Works through what is due. The number of messages that were taken.
///
/// Two transactions a batch, however many messages it has: each waits for the disk, and approvals wait for
/// the same writer.
pub(crate) async fn work(service: &Service) -> Result<usize, Error> {
    let due = outbox::Entity::find()
        .filter(outbox::Column::DueAt.lte(service.now().unix()))
        .order_by_asc(outbox::Column::DueAt)
        .limit(BATCH)
        .all(service.backend().read())
        .await?;
    if due.is_empty() {
        return Ok(0);
    }
    let taken = take(service, due).await?;
    let mut results = Vec::with_capacity(taken.len());
    for message in taken {
        let result = deliver(service, &message).await;
        results.push((message, result));
    }
    finish(service, &results).await?;
    Ok(results.len())
}

/// Takes the leases: of several workers one wins each.
async fn take(service: &Service, due: Vec<outbox::Model>) -> Result<Vec<outbox::Model>, Error> {
    let until = service.now().unix() + LEASE;
    let tx = service.backend().begin().await?;
    let mut taken = Vec::with_capacity(due.len());
    for message in due {
        let result = outbox::Entity::update_many()
            .col_expr(outbox::Column::DueAt, Expr::value(until))
            .col_expr(outbox::Column::Attempts, Expr::value(message.attempts + 1))
            .filter(outbox::Column::Id.eq(message.id))
            .filter(outbox::Column::Attempts.eq(message.attempts))
            .exec(&*tx)
            .await?;
        if result.rows_affected == 1 {
            taken.push(message);
        }
    }
    tx.commit().await?;
    Ok(taken)
}

/// Takes the messages away, or has them tried again later; keeps the mails that are not sent but kept.
async fn finish(
    service: &Service,
    results: &[(outbox::Model, Result<Option<Mail>, Error>)],
) -> Result<(), Error> {
    let tx = service.backend().begin().await?;
    for (message, result) in results {
        match result {
            Ok(kept) => {
                if let Some(mail) = kept {
                    mailer::keep(service, &tx, message.id, mail).await?;
                }
                outbox::Entity::delete_by_id(message.id).exec(&*tx).await?;
            }
            Err(error) => {
                let pause = (5_i64 << message.attempts.clamp(0, 12)).min(LONGEST_PAUSE);
                tracing::warn!(message.id = %message.id, kind = %message.kind, %error, "a message waits for another attempt");
                outbox::Entity::update_many()
                    .col_expr(outbox::Column::DueAt, Expr::value(service.now().unix() + pause))
                    .col_expr(outbox::Column::LastError, Expr::value(error.to_string()))
                    .filter(outbox::Column::Id.eq(message.id))
                    .exec(&*tx)
                    .await?;
            }
        }
    }
    tx.commit().await
}

/// Does what the message asks for. A mail that comes back is to be kept instead of sent.
async fn deliver(service: &Service, message: &outbox::Model) -> Result<Option<Mail>, Error> {
    let kind = Kind::ALL.into_iter().find(|kind| kind.as_str() == message.kind);
    let kind =
        kind.ok_or_else(|| Error::internal(format!("a message of the unknown kind {}", message.kind)))?;
    let subject: Uuid = message.subject.parse().map_err(Error::internal)?;
    let mail: Option<Mail> = match kind {
        Kind::SignIn => mails::sign_in(service, subject).await?,
        Kind::AssessmentWaiting => mails::assessment_waiting(service, subject).await?,
        Kind::AssessmentDecided => mails::assessment_decided(service, subject).await?,
        Kind::BadgeIssued => mails::badge_issued(service, subject).await?,
        Kind::StatusChanged => mails::status_changed(service, subject).await?,
    };
    match mail {
        Some(mail) => mailer::send(service, message.id, mail).await,
        None => Ok(None),
    }
}
