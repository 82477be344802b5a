//! Messages name their district and their target, and are leased one by one; status lists that changed are found
//! by an index.

use sea_orm::ConnectionTrait;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer_null, text_null, uuid_null};

/// Columns of `outbox`, and indexes.
pub(crate) struct Outbox;

impl MigrationName for Outbox {
    fn name(&self) -> &'static str {
        "m0009_outbox"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Outbox {
    #[expect(elided_lifetimes_in_paths, reason = "the trait elides it, and writing it is error E0195")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = [
            uuid_null("district_id"),
            text_null("target"),
            uuid_null("leased_by"),
            big_integer_null("leased_until"),
            big_integer_null("dead_at"),
        ];
        for column in columns {
            manager.alter_table(Table::alter().table("outbox").add_column(column).take()).await?;
        }
        for statement in INDEXES {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        address(manager.get_connection()).await
    }
}

/// The one on lists holds only those that wait for a signature, which are few.
const INDEXES: [&str; 5] = [
    "CREATE INDEX outbox_kind_due_at ON outbox (kind, due_at)",
    "CREATE INDEX outbox_leased_by ON outbox (leased_by)",
    "CREATE INDEX outbox_district_id_dead_at ON outbox (district_id, dead_at)",
    "CREATE INDEX status_lists_changed ON status_lists (district_id, number) WHERE changes <> signed_changes",
    "CREATE INDEX status_lists_signed_at ON status_lists (signed_at)",
];

/// Where the recipient of each kind of message is found: table and column.
const RECIPIENTS: [(&str, &str, &str); 5] = [
    ("sign_in", "sign_ins", "person_id"),
    ("assessment_waiting", "assessments", "coach_id"),
    ("assessment_decided", "assessments", "teacher_id"),
    ("badge_issued", "credentials", "teacher_id"),
    ("status_changed", "credentials", "teacher_id"),
];

/// Gives the messages that wait their district and target. Those to nobody would have been dropped when their
/// turn came.
async fn address(db: &SchemaManagerConnection<'_>) -> Result<(), DbErr> {
    for (kind, table, recipient) in RECIPIENTS {
        let of_kind = Query::select()
            .columns(["id", "subject"])
            .from("outbox")
            .and_where(Expr::col("kind").eq(kind))
            .take();
        for row in db.query_all(&of_kind).await? {
            let id: uuid::Uuid = row.try_get("", "id")?;
            let subject: String = row.try_get("", "subject")?;
            let found = match subject.parse::<uuid::Uuid>() {
                Ok(subject) => recipient_of(db, table, recipient, subject).await?,
                Err(_) => None,
            };
            let this = Expr::col("id").eq(id);
            match found {
                Some((district, person)) => {
                    let statement = Query::update()
                        .table("outbox")
                        .value("district_id", district)
                        .value("target", format!("mail:{person}"))
                        .and_where(this)
                        .take();
                    db.execute(&statement).await?;
                }
                None => {
                    db.execute(&Query::delete().from_table("outbox").and_where(this).take()).await?;
                }
            }
        }
    }
    Ok(())
}

async fn recipient_of(
    db: &SchemaManagerConnection<'_>,
    table: &'static str,
    recipient: &'static str,
    id: uuid::Uuid,
) -> Result<Option<(uuid::Uuid, uuid::Uuid)>, DbErr> {
    let query = Query::select()
        .columns(["district_id", recipient])
        .from(table)
        .and_where(Expr::col("id").eq(id))
        .take();
    let Some(row) = db.query_one(&query).await? else { return Ok(None) };
    let person: Option<uuid::Uuid> = row.try_get("", recipient)?;
    let district = row.try_get("", "district_id")?;
    Ok(person.map(|person| (district, person)))
}
