//! Table `people`.

use std::collections::{BTreeSet, HashMap};

use program::{DistrictId, Person, PersonId, Role};
use sea_orm::entity::prelude::*;

use super::time;
use crate::{Error, PersonView};

/// A person of a district.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "people")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) district_id: Uuid,
    pub(crate) email: String,
    pub(crate) name: String,
    pub(crate) roles: String,
    pub(crate) publish_email: bool,
    pub(crate) created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Whether these people are still as they were read, by one statement.
pub(crate) async fn unchanged(db: &impl ConnectionTrait, read: &[&Person]) -> Result<bool, Error> {
    let query = Entity::find().filter(Column::Id.is_in(read.iter().map(|person| person.id.uuid())));
    let now: Vec<Person> = query.all(db).await?.iter().map(Model::person).collect::<Result<_, _>>()?;
    Ok(read.iter().all(|person| now.contains(person)))
}

impl Model {
    /// The person as the rules know people.
    pub(crate) fn person(&self) -> Result<Person, Error> {
        Ok(Person {
            id: PersonId::from_uuid(self.id),
            district: DistrictId::from_uuid(self.district_id),
            name: self.name.clone(),
            email: self.email.clone(),
            roles: roles(&self.roles)?,
            publish_email: self.publish_email,
        })
    }

    /// The person as the API shows people.
    pub(crate) fn view(self) -> Result<PersonView, Error> {
        Ok(PersonView {
            id: self.id,
            roles: roles(&self.roles)?.into_iter().collect(),
            name: self.name,
            email: self.email,
            publish_email: self.publish_email,
            created_at: time(self.created_at)?,
        })
    }
}

/// Roles as the column holds them: names, separated by spaces.
pub(crate) fn roles_text(roles: &BTreeSet<Role>) -> String {
    roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(" ")
}

fn roles(text: &str) -> Result<BTreeSet<Role>, Error> {
    text.split_whitespace()
        .map(|name| name.parse().map_err(|_unknown| Error::internal(format!("stored role: {name}"))))
        .collect()
}

/// The person of an id.
pub(crate) async fn one(db: &impl ConnectionTrait, district: DistrictId, id: Uuid) -> Result<Model, Error> {
    let query = Entity::find_by_id(id).filter(Column::DistrictId.eq(district.uuid()));
    query.one(db).await?.ok_or(Error::NotFound { what: "person" })
}

/// A person of the district who has a role, for a member of an input that names one.
pub(crate) async fn with_role(
    db: &impl ConnectionTrait,
    district: DistrictId,
    id: Uuid,
    role: Role,
    pointer: &str,
) -> Result<Person, Error> {
    let row = Entity::find_by_id(id).filter(Column::DistrictId.eq(district.uuid())).one(db).await?;
    let person = match row {
        Some(row) => row.person()?,
        None => return Err(Error::invalid(pointer, "there is no such person in this district")),
    };
    if person.roles.contains(&role) {
        return Ok(person);
    }
    Err(Error::invalid(pointer, format!("this person does not have the role {}", role.as_str())))
}

/// The names of people, by id.
pub(crate) async fn names(
    db: &impl ConnectionTrait,
    district: DistrictId,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, String>, Error> {
    let ids: BTreeSet<Uuid> = ids.into_iter().collect();
    let rows = Entity::find()
        .filter(Column::DistrictId.eq(district.uuid()))
        .filter(Column::Id.is_in(ids))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
