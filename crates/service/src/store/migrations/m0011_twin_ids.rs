//! Twins with an id of their own.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text_null;

/// Column `credential_twins.own_id`.
pub(crate) struct TwinIds;

impl MigrationName for TwinIds {
    fn name(&self) -> &'static str {
        "m0011_twin_ids"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for TwinIds {
    #[expect(elided_lifetimes_in_paths, reason = "the trait elides it, and writing it is error E0195")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = Table::alter().table("credential_twins").add_column(text_null("own_id")).take();
        manager.alter_table(column).await?;
        let index = Index::create()
            .name("credential_twins_own_id")
            .table("credential_twins")
            .col("own_id")
            .unique()
            .take();
        manager.create_index(index).await?;
        // These tokens have the address of the badge's public page as their id, and that page shows the name. They are
        // signed again, with an id of their own, when somebody asks for them.
        let old = "DELETE FROM credential_twins WHERE form = 'sd-jwt'";
        manager.get_connection().execute_unprepared(old).await.map(|_| ())
    }
}
