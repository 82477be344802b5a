//! Table `offered_endorsements`: those that are about something of a district.

use program::{DistrictId, OfferState};
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect};
use verifier::{VerifiedCredential, VerifiedToken};

use super::{LOCK, Tx, backend, optional_time};
use crate::Error;

/// An endorsement that somebody made of something of this district.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "offered_endorsements")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) district_id: Uuid,
    pub(crate) endorsement_id: String,
    pub(crate) endorser: String,
    pub(crate) endorser_name: String,
    pub(crate) about: String,
    pub(crate) about_kind: String,
    pub(crate) about_name: String,
    pub(crate) version_id: Option<Uuid>,
    pub(crate) credential_id: Option<Uuid>,
    pub(crate) name: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub(crate) comment: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub(crate) signed: String,
    pub(crate) state: String,
    pub(crate) decided_at: Option<i64>,
    pub(crate) offered_at: i64,
    pub(crate) valid_from: i64,
    pub(crate) valid_until: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// As it goes into a badge: JSON begins with a brace, and a compact JWS does not.
    pub(crate) fn embeddable(&self) -> Result<issuer::SignedEndorsement, Error> {
        if self.signed.starts_with('{') {
            let document = super::from_json(&self.signed, "endorsement")?;
            return Ok(issuer::SignedEndorsement::Embedded(document));
        }
        Ok(issuer::SignedEndorsement::Jwt(self.signed.clone()))
    }

    /// Its state, from the columns; anything but the three shapes is a fault of ours.
    pub(crate) fn status(&self) -> Result<OfferState, Error> {
        match (self.state.as_str(), optional_time(self.decided_at)?) {
            ("offered", None) => Ok(OfferState::Offered),
            ("accepted", Some(at)) => Ok(OfferState::Accepted { at }),
            ("declined", Some(at)) => Ok(OfferState::Declined { at }),
            (state, _) => {
                Err(Error::internal(format!("endorsement {}: state {state:?} with wrong facts", self.id)))
            }
        }
    }
}

/// An endorsement that our own verifier found good.
#[derive(Debug)]
pub(crate) enum Verified {
    /// JSON with its proof inside.
    Credential(VerifiedCredential),
    /// A compact JWS.
    Token(VerifiedToken),
}

/// Stores an endorsement that our own verifier found good.
///
/// # Errors
/// `Conflict` when the district has it already.
pub(crate) async fn insert(tx: &Tx, verified: &Verified, mut row: Model) -> Result<(), Error> {
    match verified {
        Verified::Credential(verified) => verified.credential().as_str().clone_into(&mut row.signed),
        Verified::Token(token) => token.as_str().clone_into(&mut row.signed),
    }
    match Entity::insert(row.into_active_model()).exec_without_returning(&**tx).await {
        Err(error) if backend::is_duplicate(&error) => {
            Err(Error::Conflict { why: "this endorsement was offered before".to_owned() })
        }
        other => Ok(other.map(|_| ())?),
    }
}

/// The endorsement of an id.
pub(crate) async fn one(db: &impl ConnectionTrait, district: DistrictId, id: Uuid) -> Result<Model, Error> {
    let query = Entity::find_by_id(id).filter(Column::DistrictId.eq(district.uuid()));
    query.one(db).await?.ok_or(Error::NotFound { what: "endorsement" })
}

/// Locks the row of an endorsement until the transaction ends.
pub(crate) async fn lock(tx: &Tx, district: DistrictId, id: Uuid) -> Result<Model, Error> {
    let query = Entity::find_by_id(id).filter(Column::DistrictId.eq(district.uuid())).lock(LOCK);
    query.one(&**tx).await?.ok_or(Error::NotFound { what: "endorsement" })
}

/// What an accepted endorsement may be about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum About {
    /// The district itself.
    Issuer,
    /// A version of a micro-credential.
    Version(Uuid),
    /// A badge.
    Badge(Uuid),
}

/// The accepted endorsements of something, newest decision first, at most `most`.
pub(crate) async fn accepted(
    db: &impl ConnectionTrait,
    district: DistrictId,
    about: About,
    most: u64,
) -> Result<Vec<Model>, Error> {
    let query = Entity::find()
        .filter(Column::DistrictId.eq(district.uuid()))
        .filter(Column::State.eq("accepted"))
        .order_by_desc(Column::DecidedAt)
        .order_by_desc(Column::Id)
        .limit(most);
    let query = match about {
        About::Issuer => query.filter(Column::AboutKind.eq("profile")),
        About::Version(id) => query.filter(Column::VersionId.eq(id)),
        About::Badge(id) => query.filter(Column::CredentialId.eq(id)),
    };
    Ok(query.all(db).await?)
}

/// Which of these the district still shows.
pub(crate) async fn still_accepted(
    tx: &Tx,
    district: DistrictId,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<Uuid>, Error> {
    let query = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::DistrictId.eq(district.uuid()))
        .filter(Column::Id.is_in(ids))
        .filter(Column::State.eq("accepted"));
    Ok(query.into_tuple().all(&**tx).await?)
}
