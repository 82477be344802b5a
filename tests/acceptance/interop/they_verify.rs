//! Others verify what Countersign signs, and refuse it when it was changed or taken back.

use serde_json::{Value, json};

use super::served::Served;
use super::shapes::{self, Common, Shape};
use super::table::{Exception, Row, Table};
use super::witness::{Verdict, Witness};

const DIGITAL_BAZAAR: &str = "@digitalbazaar/vc";
const CREDENTIALS: &str = "@digitalcredentials/vc";
const VERIFIER_CORE: &str = "@digitalcredentials/verifier-core";
const LIBRARY: &str = "openbadgeslib";

/// What is refused though nothing is wrong with the badge.
const EXCEPTIONS: &[Exception] = &[
    work_limit(DIGITAL_BAZAAR),
    work_limit(CREDENTIALS),
    work_limit(VERIFIER_CORE),
    own_context("a context of its own"),
    own_context("a JSON literal"),
    own_context("a list and a language map of its own"),
    own_context("a list that repeats itself"),
    own_context("terms of use"),
    old_dates("another context version: 3.0.1", "issuanceDate"),
    old_dates("data model 1.1", "expirationDate"),
];

const fn old_dates(shape: &'static str, words: &'static str) -> Exception {
    let why = "it takes no dates of data model 1.1 with an embedded proof";
    Exception { package: LIBRARY, shape, words, why }
}

const fn work_limit(package: &'static str) -> Exception {
    Exception {
        package,
        shape: "a list that repeats itself",
        words: if matches!(package.as_bytes(), b"@digitalcredentials/verifier-core") {
            "signature is not valid"
        } else {
            "Maximum deep iterations exceeded"
        },
        why: "`rdf-canonize` gives up where neighbours in a list are equal (`maxWorkFactor`), within what RDFC-1.0 §7.1 allows",
    }
}

const fn own_context(shape: &'static str) -> Exception {
    Exception {
        package: LIBRARY,
        shape,
        words: "inline @context object",
        why: "it takes the contexts that it knows, and none within a badge",
    }
}

struct Judges {
    node: Witness,
    python: Witness,
    programs: Vec<(&'static str, String)>,
}

impl Judges {
    async fn start(test: &str) -> Option<Self> {
        let mut node = Witness::node(test).await?;
        let mut python = Witness::python(test).await?;
        let mut programs = Vec::new();
        for program in [DIGITAL_BAZAAR, CREDENTIALS, VERIFIER_CORE] {
            programs.push((program, format!("`{program}` {}", node.version(program).await)));
        }
        programs.push((LIBRARY, format!("`{LIBRARY}` {}", python.version(LIBRARY).await)));
        Some(Self { node, python, programs })
    }

    async fn judge(&mut self, program: &str, badge: &Value, documents: &Value) -> Verdict {
        let status = badge.get("credentialStatus").is_some();
        match program {
            VERIFIER_CORE => {
                let question = json!({ "credential": badge, "documents": documents });
                self.node.judge("verifierCore", question).await
            }
            LIBRARY => {
                let question =
                    json!({ "credential": badge.to_string(), "documents": documents, "status": status });
                self.python.judge("verify", question).await
            }
            program => {
                let question = json!({
                    "program": program, "proof": "eddsa-rdfc-2022", "credential": badge,
                    "documents": documents, "status": status,
                });
                self.node.judge("verify", question).await
            }
        }
    }
}

/// Has every badge judged by every program, as it is and with something changed.
async fn judge(judges: &mut Judges, table: &mut Table, badges: &[Shape], documents: &Value, revoked: bool) {
    for (package, program) in judges.programs.clone() {
        for badge in badges {
            let has_status = badge.document.get("credentialStatus").is_some();
            if revoked && !has_status {
                continue;
            }
            let about = if revoked { "revoked" } else { "as issued" };
            let row =
                Row { program: program.clone(), proof: "eddsa-rdfc-2022".into(), carrier: "JSON", about };
            let verdict = judges.judge(package, &badge.document, documents).await;
            let known = |known: &&Exception| known.package == package && known.shape == badge.name;
            if let Some(exception) = EXCEPTIONS.iter().find(known).filter(|_exception| !revoked) {
                if verdict.ok || !verdict.why.contains(exception.words) {
                    table.surprise(format!(
                        "{program}: {}: not refused as known: {}",
                        badge.name, verdict.why
                    ));
                }
                table.except(&row, exception);
                continue;
            }
            table.file(&row, badge.name, !revoked, verdict.ok, &verdict.why);
            if !revoked {
                let mut changed = badge.document.clone();
                change(&mut changed);
                let verdict = judges.judge(package, &changed, documents).await;
                let row = Row { about: "changed", ..row };
                table.file(&row, badge.name, false, verdict.ok, &verdict.why);
            }
        }
    }
}

/// One character more in the name of what was achieved.
fn change(badge: &mut Value) {
    let name = if badge["credentialSubject"].is_array() {
        "/credentialSubject/0/achievement/name"
    } else {
        "/credentialSubject/achievement/name"
    };
    let name = badge.pointer_mut(name).unwrap();
    *name = format!("{}.", name.as_str().unwrap()).into();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn badges_of_every_shape_are_verified_by_others_until_they_are_changed_or_revoked() {
    let Some(mut judges) = Judges::start(module_path!()).await else { return };
    let served = Served::new().await;
    let issued = served.town.badge("Tia Teacher").await;
    let other = served.town.badge("Tom Teacher").await;
    let real = served.badge(&issued).await;
    let common =
        Common { issuer: served.did(), status: Some(real["credentialStatus"].clone()), now: served.now() };
    let mut badges = vec![Shape { name: "issued by a coach's approval", document: real }];
    let mut table = Table::default();
    for shape in shapes::all(&common) {
        match served.sign(shape.document) {
            Ok(document) => badges.push(Shape { name: shape.name, document }),
            Err(error) => table.surprise(format!("“{}” is not signed: {error}", shape.name)),
        }
    }
    assert!(badges.len() >= 50, "only {} badges", badges.len());

    let before = served.documents(&issued).await;
    judge(&mut judges, &mut table, &badges, &before, false).await;
    served.revoke(&issued).await;
    let after = served.documents(&issued).await;
    judge(&mut judges, &mut table, &badges, &after, true).await;
    let kept = Shape { name: "another badge of the same list", document: served.badge(&other).await };
    judge(&mut judges, &mut table, &[kept], &after, false).await;
    bits(&mut judges, &mut table, &issued, &before, &after).await;
    table.check();
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
