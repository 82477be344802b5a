//! Which accepted endorsements go into a badge.
//!
//! *Decision:* a badge is verified only as long as every endorsement inside it is (Open Badges 3.0 §"Verification", step 6: the
//! algorithm of endorsements is part of that of badges). So an endorsement that does not hold at the moment of signing, or of
//! which that cannot be told, stays out; and whoever accepts one accepts that badges signed with it stop verifying when it is
//! revoked or ends. Each badge stays signed as it is: its report says which endorsement does not hold.

use std::sync::Arc;

use issuer::{Endorsements, SignedEndorsement};
use program::DistrictId;
use uuid::Uuid;
use verifier::Evidence;

use crate::store::offered_endorsement::{self, About, Model};
use crate::store::{Tx, endorsement};
use crate::verify::Examination;
use crate::{Error, ReportOutcome, Service};

/// How many endorsements of an issuer, or of an achievement, a badge holds at most: the newest decisions. Verifiers look into
/// sixteen.
pub(crate) const MOST_EMBEDDED: u64 = 8;

/// The endorsements that hold, looked up before the badge's transaction, and what shows that they do.
#[derive(Debug, Default)]
pub(crate) struct Embedding {
    chosen: Vec<Chosen>,
    evidence: Evidence,
}

#[derive(Debug)]
struct Chosen {
    row: Uuid,
    endorsement_id: String,
    of_issuer: bool,
    signed: SignedEndorsement,
}

impl Embedding {
    /// For a badge of a version of a micro-credential.
    pub(crate) async fn of_version(
        service: &Service,
        district: DistrictId,
        version: Uuid,
    ) -> Result<Self, Error> {
        let db = service.backend().read();
        let mut embedding = Self::default();
        for (about, of_issuer) in [(About::Issuer, true), (About::Version(version), false)] {
            for row in offered_endorsement::accepted(db, district, about, MOST_EMBEDDED).await? {
                embedding.add(service, row, of_issuer).await?;
            }
        }
        Ok(embedding)
    }

    /// Adds an endorsement, if it holds now.
    async fn add(&mut self, service: &Service, row: Model, of_issuer: bool) -> Result<(), Error> {
        let signed = row.embeddable()?;
        let budget = Arc::default();
        let unverified = crate::verify::parsed(service, row.signed.clone().into_bytes(), &budget).await?;
        let unverified = unverified.map_err(Error::internal)?;
        let examination = Examination::new(unverified, service.now(), &budget);
        let (report, evidence) = examination.report(service, std::mem::take(&mut self.evidence)).await?;
        self.evidence = evidence;
        if report.outcome == ReportOutcome::Verified {
            let endorsement_id = row.endorsement_id;
            self.chosen.push(Chosen { row: row.id, endorsement_id, of_issuer, signed });
        } else {
            tracing::warn!(endorsement = %row.id, why = %report.finding, "an accepted endorsement does not hold and stays out of a badge");
        }
        Ok(())
    }

    /// Whether none was declined or revoked since it was looked up.
    pub(crate) async fn still_stands(&self, tx: &Tx, district: DistrictId) -> Result<bool, Error> {
        if self.chosen.is_empty() {
            return Ok(true);
        }
        let rows = self.chosen.iter().map(|chosen| chosen.row);
        let accepted = offered_endorsement::still_accepted(tx, district, rows).await?;
        let ids = self.chosen.iter().map(|chosen| chosen.endorsement_id.clone());
        let taken_back = endorsement::taken_back(&**tx, ids).await?;
        Ok(taken_back.is_empty() && self.chosen.iter().all(|chosen| accepted.contains(&chosen.row)))
    }

    /// As the issuing office wants them.
    pub(crate) fn endorsements(&self) -> Endorsements {
        let of = |of_issuer| {
            let chosen = self.chosen.iter().filter(|chosen| chosen.of_issuer == of_issuer);
            chosen.map(|chosen| chosen.signed.clone()).collect()
        };
        Endorsements { of_issuer: of(true), of_achievement: of(false) }
    }

    /// What shows that they hold.
    pub(crate) fn evidence(&self) -> &Evidence {
        &self.evidence
    }
}
