//! How the schema came to be. Forward only: tables, indexes and nullable columns are added, names may change, nothing else is
//! altered, so that the same steps run on SQLite and PostgreSQL.

use sea_orm_migration::{MigrationTrait, MigratorTrait};

mod m0001_first;
mod m0002_endorsements;
mod m0003_artworks;
mod m0004_vc_api;
mod m0005_twins;
mod m0006_us_english;
mod m0007_readiness;
mod m0008_clock;
mod m0009_outbox;
mod m0010_sign_in_origins;
mod m0011_twin_ids;

/// All steps, in order.
pub(super) struct Migrations;

#[sea_orm_migration::async_trait::async_trait]
impl MigratorTrait for Migrations {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_first::First),
            Box::new(m0002_endorsements::Endorsements),
            Box::new(m0003_artworks::Artworks),
            Box::new(m0004_vc_api::VcApi),
            Box::new(m0005_twins::Twins),
            Box::new(m0006_us_english::UsEnglish),
            Box::new(m0007_readiness::Readiness),
            Box::new(m0008_clock::Clock),
            Box::new(m0009_outbox::Outbox),
            Box::new(m0010_sign_in_origins::SignInOrigins),
            Box::new(m0011_twin_ids::TwinIds),
        ]
    }
}
