//! `countersign client`.

use service::danger::CommandLine;
use service::{Actor, ClientView, NewClient, Scope, Service, commands, queries};

use super::{ALL, open, operator};
use crate::arguments::{ClientArguments, ClientVerb};
use crate::config::CommonFlags;
use crate::failure::Failure;
use crate::output;

pub(super) async fn run(common: &CommonFlags, verb: ClientVerb) -> Result<(), Failure> {
    let service = open(common).await?;
    match verb {
        ClientVerb::New(given) => new(&service, given).await?,
        ClientVerb::List { district } => {
            let actor = maker(&service, district.as_deref()).await?;
            let mut query = ALL;
            loop {
                let page = queries::clients::list(&service, &actor, query.clone()).await?;
                for client in &page.items {
                    output::line(shown(client))?;
                }
                query.cursor = page.next;
                if query.cursor.is_none() {
                    break;
                }
            }
        }
        ClientVerb::Revoke { client, district } => {
            let actor = maker(&service, district.as_deref()).await?;
            output::line(shown(&commands::clients::revoke(&service, &actor, &client).await?))?;
        }
    }
    service.close().await;
    Ok(())
}

/// The operator, of the district if one is named.
async fn maker(service: &Service, district: Option<&str>) -> Result<Actor, Failure> {
    match district {
        Some(slug) => operator(service, slug).await,
        None => Ok(CommandLine::of_this_machine().operator()),
    }
}

async fn new(service: &Service, given: ClientArguments) -> Result<(), Failure> {
    let actor = maker(service, given.district.as_deref()).await?;
    let scopes = if given.scopes.is_empty() { all_scopes(given.district.is_some()) } else { given.scopes };
    let made = commands::clients::create(service, &actor, NewClient { name: given.name, scopes }).await?;
    output::line(format!("client_id      {}", made.client.client_id))?;
    output::line(format!("client_secret  {}", made.client_secret))?;
    output::line(format!("scopes         {}", made.client.scopes.join(" ")))?;
    output::line("The secret is shown only once; Countersign stores only its hash.")
}

/// All that a client of a district, or one that sets districts up, can have.
fn all_scopes(of_a_district: bool) -> Vec<String> {
    let fits = |scope: &Scope| (*scope == Scope::DistrictsWrite) != of_a_district;
    Scope::ALL.into_iter().filter(fits).map(|scope| scope.as_str().to_owned()).collect()
}

fn shown(client: &ClientView) -> String {
    let state = client.revoked_at.map_or_else(|| "active".to_owned(), |at| format!("revoked {at}"));
    let name = output::tame(&client.name);
    format!("{}  {name}  {state}  {}", client.client_id, client.scopes.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_gets_the_scopes_of_its_kind() {
        assert_eq!(all_scopes(false), ["districts:write"]);
        assert_eq!(all_scopes(true).len(), Scope::ALL.len() - 1);
    }
}
