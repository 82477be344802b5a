//! What is known of the time, and the keys that a district was seen to have.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, text, uuid};

use super::m0001_first::reference;

/// Tables `clock_marks` and `district_keys`, and an index by which the newest entry of the log is found.
pub(crate) struct Clock;

impl MigrationName for Clock {
    fn name(&self) -> &'static str {
        "m0008_clock"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Clock {
    #[expect(elided_lifetimes_in_paths, reason = "the trait elides it, and writing it is error E0195")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let marks = Table::create()
            .table("clock_marks")
            .col(text("boot").primary_key())
            .col(big_integer("at"))
            .col(big_integer("steady"))
            .take();
        manager.create_table(marks).await?;
        let keys = Table::create()
            .table("district_keys")
            .col(uuid("district_id"))
            .col(text("public_key"))
            .col(big_integer("seen_at"))
            .col(big_integer("forgotten_at").null())
            .primary_key(Index::create().col("district_id").col("public_key"))
            .foreign_key(&mut reference("district_keys", "district_id", "districts", "id"))
            .take();
        manager.create_table(keys).await?;
        let newest = Index::create().name("audit_entries_at").table("audit_entries").col("at").take();
        manager.create_index(newest).await?;
        let swept = Index::create()
            .name("idempotency_keys_created_at")
            .table("idempotency_keys")
            .col("created_at")
            .take();
        manager.create_index(swept).await?;
        // Both databases have indexes of some rows; the builder of statements has none.
        let mended = "CREATE INDEX audit_entries_mended ON audit_entries (district_id, sequence) \
                      WHERE action = 'clock.mended'";
        manager.get_connection().execute_unprepared(mended).await?;
        Ok(())
    }
}
