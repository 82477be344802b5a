//! What the VC API and the DCC endpoints keep: status bits of credentials made by other software, and
//! credentials that wait to be collected.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, integer, text, text_null, uuid};

use super::m0001_first::{index, reference};

/// The VC API.
pub(crate) struct VcApi;

impl MigrationName for VcApi {
    fn name(&self) -> &'static str {
        "m0004_vc_api"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for VcApi {
    #[expect(elided_lifetimes_in_paths, reason = "the trait elides it, and writing it is error E0195")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Nothing means revocation, as it always was.
        let purpose = Table::alter().table("status_lists").add_column(text_null("purpose")).take();
        manager.alter_table(purpose).await?;
        manager.create_table(status_entries()).await?;
        manager.create_table(exchanges()).await?;
        for (table, columns, unique) in INDEXES {
            manager.create_index(index(table, columns, *unique)).await?;
        }
        Ok(())
    }
}

/// Table, columns, and whether rows must differ in them.
const INDEXES: &[(&str, &[&str], bool)] = &[
    ("status_entries", &["district_id", "credential_id", "purpose"], true),
    ("status_entries", &["district_id", "list_number", "status_index"], true),
    ("exchanges", &["expires_at"], false),
];

fn status_entries() -> TableCreateStatement {
    Table::create()
        .table("status_entries")
        .col(uuid("id").primary_key())
        .col(uuid("district_id"))
        .col(text("credential_id"))
        .col(text("purpose"))
        .col(integer("list_number"))
        .col(integer("status_index"))
        .col(big_integer_null("set_at"))
        .col(big_integer_null("suspended_at"))
        .col(big_integer("created_at"))
        .foreign_key(&mut reference("status_entries", "district_id", "districts", "id"))
        .take()
}

fn exchanges() -> TableCreateStatement {
    Table::create()
        .table("exchanges")
        .col(text("exchange_id").primary_key())
        .col(text("transaction_id"))
        .col(uuid("district_id"))
        .col(text("credential"))
        .col(big_integer("created_at"))
        .col(big_integer("expires_at"))
        .col(big_integer_null("used_at"))
        .foreign_key(&mut reference("exchanges", "district_id", "districts", "id"))
        .take()
}
