//! Endorsements: what a district says of others, and what others say of it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, integer, text, text_null, uuid, uuid_null};

use super::m0001_first::{index, reference};

/// Endorsements.
pub(crate) struct Endorsements;

impl MigrationName for Endorsements {
    fn name(&self) -> &'static str {
        "m0002_endorsements"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Endorsements {
    #[expect(elided_lifetimes_in_paths, reason = "the trait elides it, and writing it is error E0195")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(endorsements()).await?;
        manager.create_table(offered_endorsements()).await?;
        for (table, columns, unique) in INDEXES {
            manager.create_index(index(table, columns, *unique)).await?;
        }
        Ok(())
    }
}

/// Table, columns, and whether rows must differ in them.
const INDEXES: &[(&str, &[&str], bool)] = &[
    ("endorsements", &["endorsement_id"], true),
    ("endorsements", &["district_id", "list_number", "status_index"], true),
    ("endorsements", &["district_id", "id"], false),
    ("endorsements", &["district_id", "about"], false),
    ("offered_endorsements", &["district_id", "endorsement_id"], true),
    ("offered_endorsements", &["district_id", "id"], false),
    ("offered_endorsements", &["district_id", "state"], false),
    ("offered_endorsements", &["credential_id"], false),
];

/// Those that a district made; a row is the endorsing district's.
fn endorsements() -> TableCreateStatement {
    Table::create()
        .table("endorsements")
        .col(uuid("id").primary_key())
        .col(uuid("district_id"))
        .col(text("endorsement_id"))
        .col(text("about"))
        .col(text("about_kind"))
        .col(text_null("about_name"))
        .col(text("name"))
        .col(text_null("comment"))
        .col(integer("list_number"))
        .col(integer("status_index"))
        .col(text("signed"))
        .col(text("state"))
        .col(text_null("state_reason"))
        .col(big_integer_null("state_at"))
        .col(big_integer("valid_from"))
        .col(big_integer_null("valid_until"))
        .foreign_key(&mut reference("endorsements", "district_id", "districts", "id"))
        .take()
}

/// Those that are about something of a district; a row is the endorsed district's.
fn offered_endorsements() -> TableCreateStatement {
    Table::create()
        .table("offered_endorsements")
        .col(uuid("id").primary_key())
        .col(uuid("district_id"))
        .col(text("endorsement_id"))
        .col(text("endorser"))
        .col(text("endorser_name"))
        .col(text("about"))
        .col(text("about_kind"))
        .col(text("about_name"))
        .col(uuid_null("version_id"))
        .col(uuid_null("credential_id"))
        .col(text("name"))
        .col(text_null("comment"))
        .col(text("signed"))
        .col(text("state"))
        .col(big_integer_null("decided_at"))
        .col(big_integer("offered_at"))
        .col(big_integer("valid_from"))
        .col(big_integer_null("valid_until"))
        .foreign_key(&mut reference("offered_endorsements", "district_id", "districts", "id"))
        .foreign_key(&mut reference("offered_endorsements", "version_id", "versions", "id"))
        .foreign_key(&mut reference("offered_endorsements", "credential_id", "credentials", "id"))
        .take()
}
