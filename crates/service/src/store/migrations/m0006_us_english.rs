//! Names in US English: `enrollments`, `program_manager`, `program:read`.

use sea_orm_migration::prelude::*;

/// Renames the table and columns, and the stored names of roles and scopes.
pub(crate) struct UsEnglish;

impl MigrationName for UsEnglish {
    fn name(&self) -> &'static str {
        "m0006_us_english"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for UsEnglish {
    #[expect(elided_lifetimes_in_paths, reason = "the trait elides it, and writing it is error E0195")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.rename_table(Table::rename().table("enrolments", "enrollments").take()).await?;
        for table in ["submissions", "assessments"] {
            let renamed = Table::alter().table(table).rename_column("enrolment_id", "enrollment_id").take();
            manager.alter_table(renamed).await?;
        }
        for (table, column) in [("people", "roles"), ("clients", "scopes"), ("access_tokens", "scopes")] {
            let statement =
                format!("UPDATE {table} SET {column} = REPLACE({column}, 'programme', 'program')");
            manager.get_connection().execute_unprepared(&statement).await?;
        }
        Ok(())
    }
}
