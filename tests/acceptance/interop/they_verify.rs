//! Others verify what Countersign signs, and refuse it when it was changed or taken back.

use serde_json::{Value, json};

use super::judges::{CREDENTIALS, DIGITAL_BAZAAR, Judges, LIBRARY, OURS, VERIFIER_CORE};
use super::served::Served;
use super::shapes::{self, Common, Shape, change};
use super::table::{Row, Table};

/// Has every badge judged by every program, as it is and with something changed.
async fn judge(judges: &mut Judges, table: &mut Table, badges: &[Shape], documents: &Value, revoked: bool) {
    for package in [OURS, DIGITAL_BAZAAR, CREDENTIALS, VERIFIER_CORE, LIBRARY] {
        for badge in badges {
            let has_status = badge.document.get("credentialStatus").is_some();
            if revoked && !has_status {
                continue;
            }
            let about = if revoked { "revoked" } else { "as issued" };
            let row = Row {
                signer: OURS.to_owned(),
                reader: judges.name(package),
                proof: "eddsa-rdfc-2022".into(),
                carrier: "JSON",
                about,
            };
            let verdict = judges.judge(package, "eddsa-rdfc-2022", &badge.document, documents).await;
            table.file(&row, badge.name, !revoked, verdict.ok, &verdict.why);
            if !revoked {
                let mut changed = badge.document.clone();
                change(&mut changed);
                let verdict = judges.judge(package, "eddsa-rdfc-2022", &changed, documents).await;
                let row = Row { about: "changed", ..row };
                table.file(&row, badge.name, false, verdict.ok, &verdict.why);
            }
        }
    }
}

/// The badges of the district, before and after one of them is revoked; gives the documents of after.
pub(super) async fn until_revoked(judges: &mut Judges, table: &mut Table, served: &Served) -> Value {
    let issued = served.town.badge("Tia Teacher").await;
    let other = served.town.badge("Tom Teacher").await;
    let real = served.badge(&issued).await;
    let common =
        Common { issuer: served.did(), status: Some(real["credentialStatus"].clone()), now: served.now() };
    let mut badges = vec![Shape { name: "issued by a coach's approval", document: real }];
    for shape in shapes::all(&common) {
        match served.sign(shape.document) {
            Ok(document) => badges.push(Shape { name: shape.name, document }),
            Err(error) => table.surprise(format!("“{}” is not signed: {error}", shape.name)),
        }
    }
    assert!(badges.len() >= 50, "only {} badges", badges.len());

    let before = served.documents(&issued).await;
    judge(judges, table, &badges, &before, false).await;
    served.revoke(&issued).await;
    let after = served.documents(&issued).await;
    judge(judges, table, &badges, &after, true).await;
    let kept = Shape { name: "another badge of the same list", document: served.badge(&other).await };
    judge(judges, table, &[kept], &after, false).await;
    bits(judges, table, &issued, &before, &after).await;
    after
}

/// Exactly the one bit was set.
async fn bits(
    judges: &mut Judges,
    table: &mut Table,
    issued: &service::CredentialView,
    before: &Value,
    after: &Value,
) {
    let mut set = Vec::new();
    for documents in [before, after] {
        let list = &documents[&issued.status_list]["credentialSubject"]["encodedList"];
        let answer = judges.node.ask("statusBits", json!({ "encodedList": list })).await;
        set.push(answer["set"].clone());
    }
    if set != [json!([]), json!([issued.status_index])] {
        table.surprise(format!("bit {} was to be set alone: {set:?}", issued.status_index));
    }
}
