//! Badges in other forms, each signed once.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, text, uuid};

use super::m0001_first::reference;

/// Table `credential_twins`.
pub(crate) struct Twins;

impl MigrationName for Twins {
    fn name(&self) -> &'static str {
        "m0005_twins"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Twins {
    #[expect(elided_lifetimes_in_paths, reason = "the trait elides it, and writing it is error E0195")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let twins = Table::create()
            .table("credential_twins")
            .col(uuid("credential_id"))
            .col(text("form"))
            .col(uuid("district_id"))
            .col(text("signed"))
            .col(big_integer("signed_at"))
            .primary_key(Index::create().col("credential_id").col("form"))
            .foreign_key(&mut reference("credential_twins", "credential_id", "credentials", "id"))
            .take();
        manager.create_table(twins).await
    }
}
