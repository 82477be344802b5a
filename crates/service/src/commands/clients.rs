//! Machines that may use the API.

use std::collections::BTreeSet;

use program::{DistrictId, Role};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::json;

use crate::actor::{Client, Kind};
use crate::audit::{AuditEvent, record};
use crate::store::{client, time};
use crate::{Actor, ClientView, Error, NewClient, NewClientView, Scope, Service, secret};

/// Makes a client of the actor's district; an operator without a district makes one that sets up districts.
/// The secret is in the answer and nowhere else.
///
/// # Errors
/// `Forbidden`, or `Invalid` with every scope that there is not, or that the client would have beyond its
/// maker.
pub async fn create(service: &Service, actor: &Actor, new: NewClient) -> Result<NewClientView, Error> {
    let district = home(actor)?;
    let scopes = scopes(actor, district, &new.scopes)?;
    let name = program::text::tidy_line(&new.name);
    if let Err(fault) = program::text::line(&name, program::text::NAME_LIMIT) {
        return Err(Error::invalid("/name", fault.to_string()));
    }
    let client_secret = service.world().token(secret::CLIENT)?;
    let salt = service.world().random()?;
    let hashed = client_secret.clone();
    let secret_hash = service.hashing().run(move || secret::hash_secret(&hashed, salt)).await??;
    let now = service.now();
    let row = client::Model {
        client_id: service.world().id().to_string(),
        district_id: district.map(DistrictId::uuid),
        name,
        secret_hash,
        scopes: scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" "),
        created_at: now.unix(),
        revoked_at: None,
    };
    let tx = service.backend().begin().await?;
    if let Some(district) = district {
        // Before the row that refers to it: two at once must not wait for each other.
        crate::store::district::lock(&tx, district).await?;
    }
    client::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await?;
    if let Some(district) = district {
        let detail = json!({ "scopes": row.scopes });
        let event =
            AuditEvent { action: "client.created", subject: format!("client:{}", row.client_id), detail };
        record(&tx, now, district, actor, event).await?;
    }
    tx.commit().await?;
    Ok(NewClientView { client: view(row)?, client_secret })
}

/// Shuts a client out: its tokens end at once.
///
/// # Errors
/// `Forbidden`, or `NotFound`.
pub async fn revoke(service: &Service, actor: &Actor, client_id: &str) -> Result<ClientView, Error> {
    let district = home(actor)?;
    let now = service.now();
    let tx = service.backend().begin().await?;
    let found = client::Entity::find_by_id(client_id).one(&*tx).await?;
    let mut row = found
        .filter(|row| row.district_id == district.map(DistrictId::uuid))
        .ok_or(Error::NotFound { what: "client" })?;
    if row.revoked_at.is_none() {
        row.revoked_at = Some(now.unix());
        let active = client::ActiveModel {
            client_id: Set(row.client_id.clone()),
            revoked_at: Set(row.revoked_at),
            ..Default::default()
        };
        active.update(&*tx).await?;
        if let Some(district) = district {
            let event = AuditEvent {
                action: "client.revoked",
                subject: format!("client:{client_id}"),
                detail: json!({}),
            };
            record(&tx, now, district, actor, event).await?;
        }
    }
    tx.commit().await?;
    view(row)
}

/// The district in whose name clients are made; none for an operator who sets up districts.
pub(crate) fn home(actor: &Actor) -> Result<Option<DistrictId>, Error> {
    match actor.kind() {
        Kind::Operator { district } => Ok(*district),
        _ => actor.demand(Scope::ClientsWrite, &[Role::ProgramManager]).map(Some),
    }
}

fn scopes(actor: &Actor, district: Option<DistrictId>, names: &[String]) -> Result<BTreeSet<Scope>, Error> {
    let mut faults = Vec::new();
    let mut scopes = BTreeSet::new();
    for (number, name) in names.iter().enumerate() {
        let problem = match (Scope::from_name(name), actor.kind()) {
            (None, _) => Some("there is no such scope"),
            (Some(Scope::DistrictsWrite), _) if district.is_some() => {
                Some("only clients that belong to no district set up districts")
            }
            (Some(scope), _) if district.is_none() && scope != Scope::DistrictsWrite => {
                Some("this needs a client of a district")
            }
            (Some(scope), Kind::Client(Client { scopes: own, .. }) | Kind::Delegated { scopes: own, .. })
                if !own.contains(&scope) =>
            {
                Some("a client cannot give what it does not have")
            }
            (Some(scope), _) => {
                scopes.insert(scope);
                None
            }
        };
        if let Some(message) = problem {
            let pointer = format!("/scopes/{number}");
            faults.push(crate::Fault { pointer, message: message.to_owned() });
        }
    }
    if names.is_empty() {
        faults.push(crate::Fault {
            pointer: "/scopes".to_owned(),
            message: "name at least one scope".to_owned(),
        });
    }
    crate::error::check(faults)?;
    Ok(scopes)
}

pub(crate) fn view(row: client::Model) -> Result<ClientView, Error> {
    Ok(ClientView {
        scopes: row.scopes.split_whitespace().map(str::to_owned).collect(),
        client_id: row.client_id,
        name: row.name,
        created_at: time(row.created_at)?,
        revoked_at: crate::store::optional_time(row.revoked_at)?,
    })
}
