//! From where people sign in, so that strangers cannot use up the links of somebody else.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, text, text_null, uuid};

use super::m0001_first::{index, reference};

/// Tables `sign_in_origins` and `service_secrets`, and where a request to sign in came from.
pub(crate) struct SignInOrigins;

impl MigrationName for SignInOrigins {
    fn name(&self) -> &'static str {
        "m0010_sign_in_origins"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for SignInOrigins {
    #[expect(elided_lifetimes_in_paths, reason = "the trait elides it, and writing it is error E0195")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [text_null("network_hash"), big_integer_null("familiar")] {
            manager.alter_table(Table::alter().table("sign_ins").add_column(column).take()).await?;
        }
        let origins = Table::create()
            .table("sign_in_origins")
            .col(uuid("person_id"))
            .col(text("origin_hash"))
            .col(uuid("district_id"))
            .col(big_integer("used_at"))
            .primary_key(Index::create().col("person_id").col("origin_hash"))
            .foreign_key(&mut reference("sign_in_origins", "person_id", "people", "id"))
            .take();
        manager.create_table(origins).await?;
        manager.create_index(index("sign_in_origins", &["used_at"], false)).await?;
        let secrets = Table::create()
            .table("service_secrets")
            .col(text("name").primary_key())
            .col(text("value"))
            .take();
        manager.create_table(secrets).await
    }
}
