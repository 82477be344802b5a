//! The time for which a document is valid. Times are compared as instants, whatever offset they are written with.

use openbadges::Timestamp;
use serde_json::Value;

use crate::code::Code;
use crate::flaw::Flaw;
use crate::inspection::{Inspection, Kind};
use crate::member::{items, text};
use crate::report::{Check, CheckName};

/// The validity has begun.
pub(crate) fn from(inspection: &Inspection<'_>) -> Check {
    let name = CheckName::ValidFrom;
    match begun(inspection) {
        Ok(Some(from)) => Check::passed(name, Code::Begun).fact("valid_from", from.to_string()),
        Ok(None) => Check::not_applicable(name, Code::NoStart),
        Err(flaw) => flaw.into_check(name),
    }
}

/// The validity has not ended.
pub(crate) fn until(inspection: &Inspection<'_>) -> Check {
    let name = CheckName::ValidUntil;
    match not_ended(inspection) {
        Ok(Some(until)) => Check::passed(name, Code::NotExpired).fact("valid_until", until.to_string()),
        Ok(None) => Check::not_applicable(name, Code::NoEnd),
        Err(flaw) => flaw.into_check(name),
    }
}

/// No proof has passed its `expires` (Data Integrity 1.0 §2.1).
pub(crate) fn proof_expiry(inspection: &Inspection<'_>) -> Check {
    let name = CheckName::ProofExpiry;
    let mut found = false;
    for proof in items(inspection.document, "proof") {
        match date(proof, &["expires"]) {
            Ok(None) => {}
            Ok(Some(expires)) if inspection.now <= expires => found = true,
            Ok(Some(expires)) => {
                let check = Check::failed(name, Code::SignatureExpired);
                return check.fact("expires", expires.to_string());
            }
            Err(flaw) => return flaw.into_check(name),
        }
    }
    if found {
        Check::passed(name, Code::SignatureNotExpired)
    } else {
        Check::not_applicable(name, Code::SignatureWithoutEnd)
    }
}

/// The start of the validity, if it is past. Open Badges requires one; other credentials of version 2.0 (VCDM 2.0 §4.9)
/// and status lists may do without.
pub(crate) fn begun(inspection: &Inspection<'_>) -> Result<Option<Timestamp>, Flaw> {
    let Some(from) = valid_from(inspection)? else {
        if inspection.kind == Kind::Other && !inspection.is_version_1() {
            return Ok(None);
        }
        let member = if inspection.is_version_1() { "issuanceDate" } else { "validFrom" };
        let flaw = Flaw::wrong(Code::MemberMissing).fact("member", member);
        return Err(flaw.standard("MALFORMED_VALUE_ERROR"));
    };
    if inspection.now < from {
        let flaw = Flaw::wrong(Code::NotYetValid);
        return Err(flaw.fact("valid_from", from.to_string()).fact("now", inspection.now.to_string()));
    }
    Ok(Some(from))
}

/// The end of the validity, if there is one and it is not past.
pub(crate) fn not_ended(inspection: &Inspection<'_>) -> Result<Option<Timestamp>, Flaw> {
    let Some(until) = valid_until(inspection)? else {
        return Ok(None);
    };
    if inspection.now > until {
        let flaw = Flaw::wrong(Code::Expired);
        return Err(flaw.fact("valid_until", until.to_string()).fact("now", inspection.now.to_string()));
    }
    if valid_from(inspection).ok().flatten().is_some_and(|from| from > until) {
        let flaw = Flaw::wrong(Code::EndsBeforeItBegins).standard("MALFORMED_VALUE_ERROR");
        return Err(flaw.fact("valid_until", until.to_string()));
    }
    Ok(Some(until))
}

pub(crate) fn valid_from(inspection: &Inspection<'_>) -> Result<Option<Timestamp>, Flaw> {
    let members: &[&str] =
        if inspection.is_version_1() { &["issuanceDate", "validFrom"] } else { &["validFrom"] };
    date(inspection.document, members)
}

pub(crate) fn valid_until(inspection: &Inspection<'_>) -> Result<Option<Timestamp>, Flaw> {
    let members: &[&str] =
        if inspection.is_version_1() { &["expirationDate", "validUntil"] } else { &["validUntil"] };
    date(inspection.document, members)
}

/// The first of these members that is there, as an instant.
fn date(of: &Value, members: &[&str]) -> Result<Option<Timestamp>, Flaw> {
    let Some(member) = members.iter().find(|member| of.get(**member).is_some()) else {
        return Ok(None);
    };
    let wrong = |why: &dyn std::fmt::Display| {
        let flaw = Flaw::wrong(Code::NotADate).fact("member", *member).fact("cause", why.to_string());
        flaw.standard("MALFORMED_VALUE_ERROR")
    };
    let Some(written) = text(of, member) else {
        return Err(wrong(&"it is not a text"));
    };
    // Without an offset it is UTC (Verifiable Credentials Data Model 2.0 §4.9).
    Timestamp::parse_date_time(written).map(Some).map_err(|error| wrong(&error).fact("found", written))
}
