//! The first schema.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, binary, boolean, integer, text, text_null, uuid, uuid_null,
};

/// The first schema.
pub(crate) struct First;

impl MigrationName for First {
    fn name(&self) -> &'static str {
        "m0001_first"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for First {
    #[expect(elided_lifetimes_in_paths, reason = "the trait elides it, and writing it is error E0195")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            districts(),
            people(),
            micro_credentials(),
            versions(),
            cohorts(),
            enrolments(),
            submissions(),
            assessments(),
            files(),
            credentials(),
            status_lists(),
            outbox(),
            mails(),
            sign_ins(),
            sessions(),
            clients(),
            access_tokens(),
            idempotency_keys(),
            audit_entries(),
        ] {
            manager.create_table(table).await?;
        }
        for (table, columns, unique) in INDEXES {
            manager.create_index(index(table, columns, *unique)).await?;
        }
        Ok(())
    }
}

/// Table, columns, and whether rows must differ in them.
const INDEXES: &[(&str, &[&str], bool)] = &[
    ("districts", &["slug"], true),
    ("people", &["district_id", "email"], true),
    ("people", &["email"], false),
    ("micro_credentials", &["district_id", "slug"], true),
    ("versions", &["micro_credential_id", "number"], true),
    ("versions", &["district_id"], false),
    ("cohorts", &["district_id", "name"], true),
    ("enrolments", &["district_id", "id"], false),
    ("enrolments", &["teacher_id"], false),
    ("submissions", &["enrolment_id", "attempt"], true),
    ("assessments", &["submission_id"], true),
    ("assessments", &["district_id", "state", "id"], false),
    ("assessments", &["enrolment_id"], false),
    ("files", &["submission_id", "sha256"], true),
    ("credentials", &["assessment_id"], true),
    ("credentials", &["credential_id"], true),
    ("credentials", &["share_token"], true),
    ("credentials", &["district_id", "list_number", "status_index"], true),
    ("credentials", &["district_id", "id"], false),
    ("credentials", &["district_id", "changed_at"], false),
    ("credentials", &["teacher_id"], false),
    ("outbox", &["due_at"], false),
    ("sign_ins", &["token_hash"], true),
    ("sessions", &["expires_at"], false),
    ("clients", &["district_id"], false),
    ("access_tokens", &["expires_at"], false),
];

pub(super) fn index(table: &'static str, columns: &[&'static str], unique: bool) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(format!("{table}_{}", columns.join("_"))).table(table);
    for column in columns {
        index.col(*column);
    }
    if unique {
        index.unique();
    }
    index
}

pub(super) fn reference(
    table: &'static str,
    column: &'static str,
    to: &'static str,
    to_column: &'static str,
) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name(format!("{table}_{column}")).from(table, column).to(to, to_column);
    key
}

fn districts() -> TableCreateStatement {
    Table::create()
        .table("districts")
        .col(uuid("id").primary_key())
        .col(text("slug"))
        .col(text("name"))
        .col(text_null("website"))
        .col(text_null("email"))
        .col(text_null("description"))
        .col(text("policy"))
        .col(big_integer("created_at"))
        .col(text_null("audit_head"))
        .take()
}

fn people() -> TableCreateStatement {
    Table::create()
        .table("people")
        .col(uuid("id").primary_key())
        .col(uuid("district_id"))
        .col(text("email"))
        .col(text("name"))
        .col(text("roles"))
        .col(boolean("publish_email"))
        .col(big_integer("created_at"))
        .foreign_key(&mut reference("people", "district_id", "districts", "id"))
        .take()
}

fn micro_credentials() -> TableCreateStatement {
    Table::create()
        .table("micro_credentials")
        .col(uuid("id").primary_key())
        .col(uuid("district_id"))
        .col(text("slug"))
        .col(big_integer("created_at"))
        .foreign_key(&mut reference("micro_credentials", "district_id", "districts", "id"))
        .take()
}

fn versions() -> TableCreateStatement {
    Table::create()
        .table("versions")
        .col(uuid("id").primary_key())
        .col(uuid("district_id"))
        .col(uuid("micro_credential_id"))
        .col(integer("number"))
        .col(text("definition"))
        .col(big_integer_null("published_at"))
        .col(big_integer("created_at"))
        .foreign_key(&mut reference("versions", "micro_credential_id", "micro_credentials", "id"))
        .take()
}

fn cohorts() -> TableCreateStatement {
    Table::create()
        .table("cohorts")
        .col(uuid("id").primary_key())
        .col(uuid("district_id"))
        .col(text("name"))
        .col(uuid_null("coach_id"))
        .col(big_integer("created_at"))
        .foreign_key(&mut reference("cohorts", "district_id", "districts", "id"))
        .foreign_key(&mut reference("cohorts", "coach_id", "people", "id"))
        .take()
}

fn enrolments() -> TableCreateStatement {
    Table::create()
        .table("enrolments")
        .col(uuid("id").primary_key())
        .col(uuid("district_id"))
        .col(uuid("teacher_id"))
        .col(uuid("micro_credential_id"))
        .col(uuid("version_id"))
        .col(uuid_null("cohort_id"))
        .col(uuid_null("coach_id"))
        .col(big_integer("enrolled_at"))
        .col(big_integer_null("due_at"))
        .foreign_key(&mut reference("enrolments", "teacher_id", "people", "id"))
        .foreign_key(&mut reference("enrolments", "version_id", "versions", "id"))
        .foreign_key(&mut reference("enrolments", "cohort_id", "cohorts", "id"))
        .foreign_key(&mut reference("enrolments", "coach_id", "people", "id"))
        .take()
}

fn submissions() -> TableCreateStatement {
    Table::create()
        .table("submissions")
        .col(uuid("id").primary_key())
        .col(uuid("district_id"))
        .col(uuid("enrolment_id"))
        .col(integer("attempt"))
        .col(text("evidence"))
        .col(big_integer("submitted_at"))
        .foreign_key(&mut reference("submissions", "enrolment_id", "enrolments", "id"))
        .take()
}

fn assessments() -> TableCreateStatement {
    Table::create()
        .table("assessments")
        .col(uuid("id").primary_key())
        .col(uuid("district_id"))
        .col(uuid("submission_id"))
        .col(uuid("enrolment_id"))
        .col(uuid("teacher_id"))
        .col(uuid_null("coach_id"))
        .col(text("state"))
        .col(uuid_null("decided_by"))
        .col(big_integer_null("decided_at"))
        .col(text_null("note"))
        .col(text("scores"))
        .col(big_integer("submitted_at"))
        .foreign_key(&mut reference("assessments", "submission_id", "submissions", "id"))
        .foreign_key(&mut reference("assessments", "teacher_id", "people", "id"))
        .take()
}

fn files() -> TableCreateStatement {
    Table::create()
        .table("files")
        .col(uuid("id").primary_key())
        .col(uuid("district_id"))
        .col(uuid("submission_id"))
        .col(text("sha256"))
        .col(text("name"))
        .col(text("media_type"))
        .col(binary("content"))
        .col(big_integer("created_at"))
        .foreign_key(&mut reference("files", "submission_id", "submissions", "id"))
        .take()
}

fn credentials() -> TableCreateStatement {
    Table::create()
        .table("credentials")
        .col(uuid("id").primary_key())
        .col(uuid("district_id"))
        .col(uuid_null("assessment_id"))
        .col(uuid_null("teacher_id"))
        .col(uuid("micro_credential_id"))
        .col(uuid("version_id"))
        .col(text("credential_id"))
        .col(text("title"))
        .col(text("recipient_name"))
        .col(text("share_token"))
        .col(integer("list_number"))
        .col(integer("status_index"))
        .col(text("signed"))
        .col(text("state"))
        .col(text_null("state_reason"))
        .col(big_integer_null("state_at"))
        .col(big_integer("awarded_at"))
        .col(big_integer("issued_at"))
        .col(big_integer_null("valid_until"))
        .col(big_integer("changed_at"))
        .foreign_key(&mut reference("credentials", "district_id", "districts", "id"))
        .foreign_key(&mut reference("credentials", "assessment_id", "assessments", "id"))
        .foreign_key(&mut reference("credentials", "teacher_id", "people", "id"))
        .foreign_key(&mut reference("credentials", "version_id", "versions", "id"))
        .take()
}

fn status_lists() -> TableCreateStatement {
    Table::create()
        .table("status_lists")
        .col(uuid("district_id"))
        .col(integer("number"))
        .col(integer("bits"))
        .col(integer("used"))
        .col(big_integer("changes"))
        .col(big_integer("signed_changes"))
        .col(text("signed"))
        .col(big_integer("signed_at"))
        .primary_key(Index::create().col("district_id").col("number"))
        .foreign_key(&mut reference("status_lists", "district_id", "districts", "id"))
        .take()
}

fn outbox() -> TableCreateStatement {
    Table::create()
        .table("outbox")
        .col(uuid("id").primary_key())
        .col(text("kind"))
        .col(text("subject"))
        .col(big_integer("due_at"))
        .col(integer("attempts"))
        .col(text_null("last_error"))
        .col(big_integer("created_at"))
        .take()
}

fn mails() -> TableCreateStatement {
    Table::create()
        .table("mails")
        .col(uuid("id").primary_key())
        .col(text("recipient"))
        .col(text("subject"))
        .col(text("body"))
        .col(big_integer("sent_at"))
        .take()
}

fn sign_ins() -> TableCreateStatement {
    Table::create()
        .table("sign_ins")
        .col(uuid("id").primary_key())
        .col(uuid("person_id"))
        .col(uuid("district_id"))
        .col(text_null("token_hash"))
        .col(text("browser_hash"))
        .col(big_integer("expires_at"))
        .col(big_integer_null("used_at"))
        .foreign_key(&mut reference("sign_ins", "person_id", "people", "id"))
        .take()
}

fn sessions() -> TableCreateStatement {
    Table::create()
        .table("sessions")
        .col(text("token_hash").primary_key())
        .col(uuid("person_id"))
        .col(uuid("district_id"))
        .col(text("csrf"))
        .col(big_integer("created_at"))
        .col(big_integer("expires_at"))
        .foreign_key(&mut reference("sessions", "person_id", "people", "id"))
        .take()
}

fn clients() -> TableCreateStatement {
    Table::create()
        .table("clients")
        .col(text("client_id").primary_key())
        .col(uuid_null("district_id"))
        .col(text("name"))
        .col(text("secret_hash"))
        .col(text("scopes"))
        .col(big_integer("created_at"))
        .col(big_integer_null("revoked_at"))
        .foreign_key(&mut reference("clients", "district_id", "districts", "id"))
        .take()
}

fn access_tokens() -> TableCreateStatement {
    Table::create()
        .table("access_tokens")
        .col(text("token_hash").primary_key())
        .col(text("client_id"))
        .col(text("scopes"))
        .col(big_integer("expires_at"))
        .foreign_key(&mut reference("access_tokens", "client_id", "clients", "client_id"))
        .take()
}

fn idempotency_keys() -> TableCreateStatement {
    Table::create()
        .table("idempotency_keys")
        .col(text("client_id"))
        .col(text("key"))
        .col(text("request_hash"))
        .col(uuid("credential_id"))
        .col(big_integer("created_at"))
        .primary_key(Index::create().col("client_id").col("key"))
        .foreign_key(&mut reference("idempotency_keys", "client_id", "clients", "client_id"))
        .take()
}

fn audit_entries() -> TableCreateStatement {
    Table::create()
        .table("audit_entries")
        .col(uuid("district_id"))
        .col(big_integer("sequence"))
        .col(big_integer("at"))
        .col(text("actor"))
        .col(text("action"))
        .col(text("subject"))
        .col(text("detail"))
        .col(text("previous_hash"))
        .col(text("hash"))
        .primary_key(Index::create().col("district_id").col("sequence"))
        .foreign_key(&mut reference("audit_entries", "district_id", "districts", "id"))
        .take()
}
