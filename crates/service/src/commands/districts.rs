//! Setting districts up.

use artwork::{Color, Palette, PaletteError};
use issuer::keys::Pending;
use openbadges::Algorithm;
use program::{DistrictProfile, Fault, Policy, Role};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::json;

use crate::actor::{Client, Kind};
use crate::audit::{AuditEvent, record};
use crate::keys::{self, Change};
use crate::store::{backend, district, to_json};
use crate::{Actor, Colors, DistrictChange, DistrictView, Error, NewDistrict, Scope, Service};

/// The keys that a district begins with: one for proofs, one for JSON Web Tokens, which few read with Ed25519.
const FIRST_KEYS: [Algorithm; 2] = [Algorithm::Ed25519, Algorithm::P256];

/// Sets a district up, with keys of its own.
///
/// # Errors
/// `Forbidden` unless an operator asks, `Invalid`, or `Conflict` when the slug is taken.
pub async fn create(service: &Service, actor: &Actor, new: NewDistrict) -> Result<DistrictView, Error> {
    demand_operator(actor)?;
    let now = service.now();
    let profile = DistrictProfile {
        slug: new.slug,
        name: new.name,
        email: new.email,
        description: new.description,
        website: new.website,
    };
    profile.check().map_err(|faults| Error::Invalid { faults })?;
    let policy = new.policy.unwrap_or_default();
    crate::error::check(backpacks(&policy, profile.email.as_deref()).into_iter().collect())?;
    let row = district::Model {
        id: service.world().id(),
        slug: profile.slug,
        name: profile.name,
        website: profile.website,
        email: profile.email,
        description: profile.description,
        policy: to_json(&policy)?,
        created_at: now.unix(),
        audit_head: None,
        ground: None,
        accent: None,
    };
    // The keys wait in the file until the district is committed.
    let keys_change = Change::begin(service).await?;
    let missing = FIRST_KEYS.into_iter().filter(|kind| !service.keys().has(&row.slug, *kind)).collect();
    let pending = keys_change.pend(service, &row.slug, missing).await?;
    let committed = insert(service, actor, &row, &pending).await;
    keys_change.settle(service, pending, committed).await?;
    crate::queries::districts::view(service, row)
}

/// The district, its keys, and the entry that says so.
async fn insert(
    service: &Service,
    actor: &Actor,
    row: &district::Model,
    pending: &[Pending],
) -> Result<(), Error> {
    let id = row.typed_id();
    let tx = service.backend().begin().await?;
    match district::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await {
        Err(error) if backend::is_duplicate(&error) => {
            return Err(Error::Conflict { why: format!("there is a district {} already", row.slug) });
        }
        other => other?,
    };
    let event = AuditEvent {
        action: "district.created",
        subject: format!("district:{}", row.id),
        detail: json!({ "slug": row.slug }),
    };
    record(&tx, crate::store::time(row.created_at)?, id, actor, event).await?;
    // Those that were in the file before the district was set up are its keys too.
    let earlier = service.keys().entries(&row.slug).into_iter().map(|entry| entry.public);
    for public in pending.iter().map(|key| key.public.clone()).chain(earlier) {
        keys::add(service, &tx, id, public.to_multibase()).await?;
    }
    tx.commit().await
}

/// Changes what a district says of itself, and its rules.
///
/// # Errors
/// `Forbidden`, or `Invalid`.
pub async fn change(service: &Service, actor: &Actor, change: DistrictChange) -> Result<DistrictView, Error> {
    let id = actor.demand(Scope::ProgramWrite, &[Role::ProgramManager])?;
    let now = service.now();
    let tx = service.backend().begin().await?;
    let mut row = district::lock(&tx, id).await?;
    row.name = change.name.unwrap_or(row.name);
    row.website = change.website.or(row.website);
    row.email = change.email.or(row.email);
    row.description = change.description.or(row.description);
    if let Some(policy) = &change.policy {
        let mut faults = missing_keys(service, &row.slug, policy)?;
        faults.extend(backpacks(policy, row.email.as_deref()));
        crate::error::check(faults)?;
        row.policy = to_json(policy)?;
    }
    if let Some(colors) = change.colors {
        (row.ground, row.accent) = chosen(colors)?;
    }
    let profile = DistrictProfile {
        slug: row.slug.clone(),
        name: row.name.clone(),
        email: row.email.clone(),
        description: row.description.clone(),
        website: row.website.clone(),
    };
    profile.check().map_err(|faults| Error::Invalid { faults })?;
    let active = district::ActiveModel {
        id: Set(row.id),
        name: Set(row.name.clone()),
        website: Set(row.website.clone()),
        email: Set(row.email.clone()),
        description: Set(row.description.clone()),
        policy: Set(row.policy.clone()),
        ground: Set(row.ground.clone()),
        accent: Set(row.accent.clone()),
        ..Default::default()
    };
    active.update(&*tx).await?;
    let detail = json!({ "policy": change.policy, "ground": row.ground, "accent": row.accent });
    let event = AuditEvent { action: "district.changed", subject: format!("district:{}", row.id), detail };
    record(&tx, now, id, actor, event).await?;
    tx.commit().await?;
    crate::queries::districts::view(service, row)
}

/// Proofs that no key of the district makes. A new district has a key for each.
fn missing_keys(service: &Service, slug: &str, policy: &Policy) -> Result<Vec<Fault>, Error> {
    let keys = service.keys().ring(slug, service.world())?;
    let has = |kind: Algorithm| keys.signing_key(kind).is_some();
    let mut faults = Vec::new();
    for (number, suite) in policy.proofs.as_slice().iter().enumerate() {
        let kinds = crate::ALGORITHMS.into_iter().filter(|(kind, _name)| suite.signs_with(*kind));
        if kinds.clone().any(|(kind, _name)| has(kind)) {
            continue;
        }
        let names: Vec<&str> = kinds.map(|(_kind, name)| name).collect();
        let message = format!(
            "`{}` needs a key of the kind {}, which the district does not have; whoever runs this service makes one: \
             countersign keys new {slug} --algorithm {}",
            suite.as_str(),
            names.join(" or "),
            names.first().copied().unwrap_or_default(),
        );
        faults.push(Fault { pointer: format!("/policy/proofs/{number}"), message });
    }
    Ok(faults)
}

/// Open Badges 2.0 asks every issuer for an e-mail address (§4.3, Profile).
fn backpacks(policy: &Policy, email: Option<&str>) -> Option<Fault> {
    (policy.open_badges_2 && email.is_none()).then(|| Fault {
        pointer: "/policy/open_badges_2".to_owned(),
        message: "Open Badges 2.0 needs a public e-mail address of the issuer; give the district one first"
            .to_owned(),
    })
}

/// Both colors, when badges in them can be read.
fn chosen(colors: Option<Colors>) -> Result<(Option<String>, Option<String>), Error> {
    let Some(colors) = colors else { return Ok((None, None)) };
    let read = |name: &str, text: &str| {
        text.trim()
            .parse::<Color>()
            .map_err(|error| Error::invalid(format!("/colors/{name}"), error.to_string()))
    };
    let (ground, accent) = (read("ground", &colors.ground)?, read("accent", &colors.accent)?);
    let palette = Palette::new(ground, accent).map_err(|error| {
        let name = if matches!(error, PaletteError::Ground { .. }) { "ground" } else { "accent" };
        Error::invalid(format!("/colors/{name}"), error.to_string())
    })?;
    Ok((Some(palette.ground().to_string()), Some(palette.accent().to_string())))
}

/// Only the machine's operator, or a client that was made for this, sets districts up.
fn demand_operator(actor: &Actor) -> Result<(), Error> {
    match actor.kind() {
        Kind::Operator { .. } => Ok(()),
        Kind::Client(Client { district: None, scopes, .. }) if scopes.contains(&Scope::DistrictsWrite) => {
            Ok(())
        }
        Kind::Nobody => Err(Error::Unauthenticated { why: "this needs an operator's client" }),
        Kind::Client(_) | Kind::Person(_) | Kind::Delegated { .. } => Err(Error::Forbidden {
            why: format!(
                "only an operator's client with the scope {} can do this",
                Scope::DistrictsWrite.as_str()
            ),
        }),
    }
}
