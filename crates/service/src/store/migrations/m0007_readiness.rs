//! What is written to find out whether the database takes what is written to it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, blob, integer};

/// Table `readiness`.
pub(crate) struct Readiness;

impl MigrationName for Readiness {
    fn name(&self) -> &'static str {
        "m0007_readiness"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Readiness {
    #[expect(elided_lifetimes_in_paths, reason = "the trait elides it, and writing it is error E0195")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let readiness = Table::create()
            .table("readiness")
            .col(integer("id").primary_key())
            .col(big_integer("written_at"))
            .col(blob("ballast"))
            .take();
        manager.create_table(readiness).await
    }
}
