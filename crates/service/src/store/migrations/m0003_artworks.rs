//! The pictures of badges, and the colours of districts.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, binary, binary_null, boolean, text, text_null, uuid, uuid_null,
};

/// Table `artworks`, which picture a version has, and the two colours of a district.
pub(crate) struct Artworks;

impl MigrationName for Artworks {
    fn name(&self) -> &'static str {
        "m0003_artworks"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Artworks {
    #[expect(elided_lifetimes_in_paths, reason = "the trait elides it, and writing it is error E0195")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut district = ForeignKey::create();
        district.name("artworks_district_id").from("artworks", "district_id").to("districts", "id");
        let artworks = Table::create()
            .table("artworks")
            .col(uuid("id").primary_key())
            .col(uuid("district_id"))
            .col(text("media_type"))
            .col(binary("content"))
            .col(binary_null("png"))
            .col(boolean("drawn"))
            .col(big_integer("created_at"))
            .foreign_key(&mut district)
            .take();
        manager.create_table(artworks).await?;
        let index = Index::create().name("artworks_district").table("artworks").col("district_id").take();
        manager.create_index(index).await?;
        // One column at a time: SQLite takes no more.
        for (table, column) in [
            ("versions", uuid_null("artwork_id")),
            ("districts", text_null("ground")),
            ("districts", text_null("accent")),
        ] {
            manager.alter_table(Table::alter().table(table).add_column(column).take()).await?;
        }
        Ok(())
    }
}
