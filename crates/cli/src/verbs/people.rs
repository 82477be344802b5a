//! `countersign people`.

use program::Role;
use service::{NewPerson, PageQuery, PersonView, commands, queries};

use super::{open, operator};
use crate::arguments::{PeopleVerb, PersonArguments};
use crate::config::CommonFlags;
use crate::failure::Failure;
use crate::output;

pub(super) async fn run(common: &CommonFlags, verb: PeopleVerb) -> Result<(), Failure> {
    match verb {
        PeopleVerb::Add(given) => add(common, given).await,
        PeopleVerb::List { district } => list(common, &district).await,
    }
}

async fn add(common: &CommonFlags, given: PersonArguments) -> Result<(), Failure> {
    let service = open(common).await?;
    let actor = operator(&service, &given.district).await?;
    let roles = given.roles.iter().filter_map(|role| role.parse::<Role>().ok()).collect();
    let new = NewPerson { name: given.name, email: given.email, roles, publish_email: given.publish_email };
    let person = commands::people::add(&service, &actor, new).await?;
    service.close().await;
    output::line(shown(&person))
}

async fn list(common: &CommonFlags, slug: &str) -> Result<(), Failure> {
    let service = open(common).await?;
    let actor = operator(&service, slug).await?;
    let mut cursor = None;
    loop {
        let page = queries::people::list(&service, &actor, PageQuery { cursor, limit: Some(200) }).await?;
        for person in &page.items {
            output::line(shown(person))?;
        }
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    service.close().await;
    Ok(())
}

fn shown(person: &PersonView) -> String {
    let roles: Vec<&str> = person.roles.iter().map(|role| role.as_str()).collect();
    format!("{}  {}  {}  {}", person.id, person.email, roles.join(","), output::tame(&person.name))
}
