//! The mails that the demo keeps.

use sea_orm::{EntityTrait, QueryOrder, QuerySelect};

use crate::store::{mail, time};
use crate::{Error, KeptMail, Service};

/// How many mails the page shows.
const SHOWN: u64 = 50;

/// The newest mails. They hold sign-in links, so there is no such page outside the demo.
///
/// # Errors
/// `NotFound` unless this is the demo.
pub async fn kept_mails(service: &Service) -> Result<Vec<KeptMail>, Error> {
    if !service.is_demo() || !service.keeps_mails() {
        return Err(Error::NotFound { what: "page" });
    }
    let rows = mail::Entity::find()
        .order_by_desc(mail::Column::Id)
        .limit(SHOWN)
        .all(service.backend().read())
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(KeptMail {
                to: row.recipient,
                subject: row.subject,
                body: row.body,
                sent_at: time(row.sent_at)?,
            })
        })
        .collect()
}
