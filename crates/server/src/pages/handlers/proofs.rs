//! What the badges of a district carry, as its program manager chooses.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use openbadges::proof::Cryptosuite;
use program::{Policy, Proofs};
use service::{DistrictChange, Error, commands, queries};

use crate::auth::{Manager, Session, SignedIn};
use crate::form::{Form, SMALL, Shape};
use crate::pages::answer::{again, page, see_other};
use crate::pages::faults::Faults;
use crate::pages::frame::Frame;
use crate::pages::proofs::{Choice, ProofsPage};
use crate::pages::wording::sentence;
use crate::{Problem, Site};

/// The field of the hosted twins, its `id` and its name.
const TWIN: &str = "open-badges-2";

/// The suites that were chosen.
#[derive(Debug, serde::Deserialize)]
#[serde(transparent)]
pub(super) struct Sent(Vec<(String, String)>);

impl Shape for Sent {
    const TEXTS: &'static [&'static str] = &[TWIN, "eddsa-*", "ecdsa-*", "Ed25519Signature2020"];
    const TEXT_BYTES: usize = SMALL;
}

/// `GET /manager/proofs`
///
/// # Errors
/// `forbidden` for whoever does not manage the program.
pub(super) async fn show(
    request: HttpRequest,
    site: Data<Site>,
    session: SignedIn<Manager>,
) -> Result<HttpResponse, Problem> {
    let policy = session.view.district.policy.clone();
    page(&content(&request, &site, &session, &policy, Faults::default()).await?)
}

/// `POST /manager/proofs`
///
/// # Errors
/// `forbidden` for whoever does not manage the program.
pub(super) async fn change(
    request: HttpRequest,
    site: Data<Site>,
    form: Form<Sent>,
) -> Result<HttpResponse, Problem> {
    let sent = |name: &str| form.fields.0.iter().any(|(given, value)| given == name && value == "on");
    let mut policy = form.session.view.district.policy.clone();
    policy.open_badges_2 = sent(TWIN);
    let chosen = order(&policy).into_iter().filter(|suite| sent(suite.as_str())).collect();
    match Proofs::new(chosen) {
        Ok(proofs) => policy.proofs = proofs,
        Err(fault) => {
            let faults = Faults::default().with("proof-0", sentence(&fault.to_string()));
            return again(&content(&request, &site, &form.session, &policy, faults).await?);
        }
    }
    let change = DistrictChange { policy: Some(policy.clone()), ..DistrictChange::default() };
    match commands::districts::change(&site.service, form.session.actor(), change).await {
        Ok(_) => Ok(see_other("/manager/proofs?done=proofs-saved")),
        Err(Error::Invalid { faults }) => {
            let field = |pointer: &str| match pointer.strip_prefix("/policy/proofs/") {
                Some(number) => format!("proof-{number}"),
                None => TWIN.to_owned(),
            };
            let told = faults.iter().fold(Faults::default(), |faults, fault| {
                faults.with(field(&fault.pointer), sentence(&fault.message))
            });
            again(&content(&request, &site, &form.session, &policy, told).await?)
        }
        Err(other) => Err(other.into()),
    }
}

/// Everything there is to choose: what is chosen first, in its order.
fn order(policy: &Policy) -> Vec<Cryptosuite> {
    let chosen = policy.proofs.as_slice();
    let others = Proofs::CHOICES.into_iter().filter(|suite| !chosen.contains(suite));
    chosen.iter().copied().chain(others).collect()
}

async fn content(
    request: &HttpRequest,
    site: &Site,
    session: &Session,
    policy: &Policy,
    faults: Faults,
) -> Result<ProofsPage, Problem> {
    let keys = queries::keys::list(&site.service, session.actor()).await?;
    let has_key = |suite: Cryptosuite| {
        let signs = keys.iter().filter(|key| key.signs);
        signs.filter_map(|key| service::algorithm_named(key.algorithm)).any(|kind| suite.signs_with(kind))
    };
    let choice = |(number, suite): (usize, Cryptosuite)| Choice {
        field: format!("proof-{number}"),
        name: suite.as_str().to_owned(),
        title: suite.as_str().to_owned(),
        explanation: explanation(suite).to_owned(),
        chosen: policy.proofs.as_slice().contains(&suite),
        hindrance: if has_key(suite) {
            String::new()
        } else {
            "The district does not have a key for it yet.".to_owned()
        },
    };
    let email = session.view.district.email.is_some();
    Ok(ProofsPage {
        frame: Frame::of(request, Some(session))?,
        faults,
        district: session.view.district.name.clone(),
        proofs: order(policy).into_iter().enumerate().map(choice).collect(),
        twin: Choice {
            field: TWIN.to_owned(),
            name: TWIN.to_owned(),
            title: "Hosted copies in Open Badges 2.0".to_owned(),
            explanation:
                "Backpacks that do not know Open Badges 3.0 can take a badge from an address of its own. \
                          The twin is not signed: it stands as long as this site serves it."
                    .to_owned(),
            chosen: policy.open_badges_2,
            hindrance: if email { "" } else { "The district needs a public email address first." }.to_owned(),
        },
    })
}

fn explanation(suite: Cryptosuite) -> &'static str {
    match suite {
        Cryptosuite::EddsaRdfc2022 => {
            "Required for the Open Badges certification. Keep it first unless you have a reason to change it."
        }
        Cryptosuite::Ed25519Signature2020 => {
            "The older form of the same signature. Many wallets support only this one."
        }
        Cryptosuite::EddsaJcs2022 => {
            "Signs the text of the badge, not its meaning, for programs that do not process JSON-LD."
        }
        Cryptosuite::EcdsaRdfc2019 => "Uses a NIST curve, for readers whose rules require one.",
        Cryptosuite::EcdsaJcs2019 => "Uses a NIST curve, for programs that do not process JSON-LD.",
        _ => "",
    }
}
