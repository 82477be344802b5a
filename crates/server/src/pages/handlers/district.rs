//! The pages of a district and of a micro-credential, at the addresses of their public documents.

use actix_web::http::header::{HeaderValue, VARY};
use actix_web::{HttpRequest, HttpResponse};
use program::{EvidencePart, Role};
use service::{DistrictView, VersionView, queries};
use uuid::Uuid;

use crate::auth::Session;
use crate::pages::answer::page;
use crate::pages::district::{DistrictPage, DocumentLink, KeyView};
use crate::pages::emblem::Emblem;
use crate::pages::endorsed::Endorsed;
use crate::pages::frame::Frame;
use crate::pages::micro_credential::{AlignmentView, EvidencePartAsked, Fact, MicroCredentialPage, Start};
use crate::pages::moment::Moment;
use crate::pages::picture::Picture;
use crate::pages::rubric::{RubricView, pass_rule};
use crate::pages::tag::{Tag, Tone};
use crate::pages::web_link::WebLink;
use crate::pages::wording;
use crate::{Problem, Site};

/// The page at `/issuers/{slug}`.
///
/// # Errors
/// `not-found`.
pub async fn district_page(request: &HttpRequest, slug: &str) -> Result<HttpResponse, Problem> {
    let site = Site::of(request)?;
    let (district, published) = queries::micro_credentials::catalog_size(&site.service, slug).await?;
    let session = Session::of(request).await?;
    let base = format!("/issuers/{}", district.slug);
    let said = queries::endorsements::of_issuer(&site.service, district.id).await?;
    let document = |label: &str, href: &str| DocumentLink { label: label.to_owned(), href: href.to_owned() };
    by_accept(&DistrictPage {
        frame: Frame::of(request, session.as_ref())?,
        emblem: Emblem::of(&district.name),
        keys: keys(site, &district).await?,
        endorsed: Endorsed::shown(&said, "About this issuer", site.service.now()),
        name: district.name,
        description: district.description.unwrap_or_default(),
        email: district.email.unwrap_or_default(),
        place: String::new(),
        did: district.did,
        catalog_href: format!("{base}/catalog"),
        offer: format!("See its {}", wording::count(published, "micro-credential")),
        documents: vec![
            document("Open Badges profile", &format!("{base}?format=json")),
            document("DID document", &format!("{base}/did.json")),
            document("Keys as JWK set", &format!("{base}/jwks.json")),
            document("Revocation list", &format!("{base}/revocations")),
        ],
    })
}

/// A page at an address that also answers in JSON.
fn by_accept(content: &impl askama::Template) -> Result<HttpResponse, Problem> {
    let mut answer = page(content)?;
    answer.headers_mut().insert(VARY, HeaderValue::from_static("Accept"));
    Ok(answer)
}

/// The public keys, which the DID document lists too; none while the operator has made none.
async fn keys(site: &Site, district: &DistrictView) -> Result<Vec<KeyView>, Problem> {
    let keys = queries::keys::public(&site.service, &district.slug).await?;
    let view = |key: service::KeyView| KeyView {
        public_key: key.public_key_multibase,
        tag: if key.signs {
            Tag::new(Tone::Good, "Signs")
        } else {
            Tag::new(Tone::Quiet, "Verifies older badges only")
        },
        since: format!("since {}", Moment::day(&key.created).text),
    };
    Ok(keys.into_iter().map(view).collect())
}

/// The page at `/issuers/{slug}/achievements/{id}`.
///
/// # Errors
/// `not-found`.
pub async fn micro_credential_page(
    request: &HttpRequest,
    slug: &str,
    version: Uuid,
) -> Result<HttpResponse, Problem> {
    let site = Site::of(request)?;
    let (district, version) =
        queries::micro_credentials::version_public(&site.service, slug, version).await?;
    let session = Session::of(request).await?;
    let start = start(site, session.as_ref(), &district, version.micro_credential).await?;
    let base = format!("/issuers/{}", district.slug);
    let facts = facts(&version);
    let said = queries::endorsements::of_version(&site.service, district.id, version.id).await?;
    let definition = version.definition;
    by_accept(&MicroCredentialPage {
        frame: Frame::of(request, session.as_ref())?,
        district: district.name,
        catalog_href: format!("{base}/catalog"),
        json_href: format!("{base}/achievements/{}?format=json", version.id),
        district_href: base,
        picture: Picture::of_version(&district.slug, version.id)
            .large(format!("The badge: {}", definition.title)),
        evidence_parts: definition.evidence_parts.iter().map(part).collect(),
        pass_rule: pass_rule(&definition.rubric),
        rubric: RubricView::of(&definition.rubric, &program::Scores::new()),
        facts,
        endorsed: Endorsed::shown(&said, "About this micro-credential", site.service.now()),
        alignments: definition.alignments.iter().map(alignment).collect(),
        title: definition.title,
        summary: definition.summary,
        competency: definition.description,
        criteria: definition.criteria_narrative,
        tags: definition.tags,
        start,
    })
}

fn alignment(alignment: &program::AlignmentTo) -> AlignmentView {
    let text = match &alignment.code {
        Some(code) => format!("{code} {}", alignment.name),
        None => alignment.name.clone(),
    };
    AlignmentView { link: WebLink::titled(text, &alignment.url), framework: alignment.framework.clone() }
}

fn part(part: &EvidencePart) -> EvidencePartAsked {
    let kinds: Vec<_> = part.kinds.iter().map(|kind| kind.as_str()).collect();
    let mut facts = vec![if part.required { "required" } else { "optional" }.to_owned(), kinds.join(" or ")];
    facts.extend(part.word_limit.map(|limit| format!("up to {limit} words")));
    EvidencePartAsked { title: part.title.clone(), instructions: part.instructions.clone(), facts }
}

fn facts(version: &VersionView) -> Vec<Fact> {
    let definition = &version.definition;
    let number = match version.published_at {
        Some(at) => format!("{}, published {}", version.number, wording::day(at)),
        None => version.number.to_string(),
    };
    let valid = match definition.validity_months {
        Some(months) => format!("{} after approval", wording::months(months)),
        None => "no end date".to_owned(),
    };
    let fact = |name: &str, value: String| Fact { name: name.to_owned(), value };
    let mut facts = Vec::new();
    facts.extend(definition.hours.map(|hours| fact("Time it takes", wording::hours(hours))));
    facts.push(fact("Valid for", valid));
    facts.push(fact("Version", number));
    facts.extend(definition.language.clone().map(|language| fact("Language", language)));
    facts
}

/// How the reader may begin.
async fn start(
    site: &Site,
    session: Option<&Session>,
    district: &DistrictView,
    micro_credential: Uuid,
) -> Result<Start, Problem> {
    let Some(session) = session else { return Ok(Start::SignedOut) };
    if session.view.district.id != district.id || !session.view.person.has(Role::Teacher) {
        return Ok(Start::NotForYou);
    }
    let own = queries::enrollments::own_in(&site.service, session.actor(), micro_credential).await?;
    Ok(match own {
        Some(enrollment) => Start::UnderWay { href: format!("/teacher/enrollments/{}", enrollment.id) },
        None => Start::Open {
            action: "/teacher/enrollments".to_owned(),
            micro_credential: micro_credential.to_string(),
        },
    })
}
