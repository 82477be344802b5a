//! The first page and the catalogs.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use service::{DistrictView, MicroCredentialView, queries};

use crate::auth::{Browser, Visitor};
use crate::pages::answer::{page, remember};
use crate::pages::catalog::{Catalog, MicroCredentialCard};
use crate::pages::frame::Frame;
use crate::pages::home::{DistrictCard, Home};
use crate::pages::paged::{List, Paged};
use crate::pages::picture::Picture;
use crate::pages::wording;
use crate::{Problem, Site};

const DISTRICTS: List = List { parameter: "districts", anchor: "districts", what: "Districts", limit: 48 };
const CATALOG: List = List { parameter: "cursor", anchor: "main", what: "Micro-credentials", limit: 48 };

/// `GET /`
///
/// # Errors
/// When the database does not answer.
pub(super) async fn home(
    request: HttpRequest,
    site: Data<Site>,
    visitor: Visitor,
    browser: Browser,
) -> Result<HttpResponse, Problem> {
    let districts = queries::districts::list_public(&site.service, DISTRICTS.place(&request)).await?;
    let content = Home {
        frame: Frame::of(&request, visitor.0.as_ref())?,
        districts: DISTRICTS.show(&request, districts, district_card),
    };
    remember(page(&content)?, &browser)
}

fn district_card(district: DistrictView) -> DistrictCard {
    DistrictCard {
        catalog_href: format!("/issuers/{}/catalog", district.slug),
        name: district.name,
        description: district.description.unwrap_or_default(),
        offer: "See its micro-credentials".to_owned(),
    }
}

/// `GET /issuers/{slug}/catalog`
///
/// # Errors
/// `not-found`.
pub(super) async fn catalog(
    request: HttpRequest,
    site: Data<Site>,
    visitor: Visitor,
    slug: Path<String>,
) -> Result<HttpResponse, Problem> {
    let place = CATALOG.place(&request);
    let (district, listed) = queries::micro_credentials::catalog(&site.service, &slug, place).await?;
    let cards = CATALOG.show(&request, listed, |view| card(&district.slug, view));
    page(&Catalog {
        frame: Frame::of(&request, visitor.0.as_ref())?,
        district_href: format!("/issuers/{}", district.slug),
        cards: Paged { items: cards.items.into_iter().flatten().collect(), pager: cards.pager },
        district: district.name,
    })
}

fn card(slug: &str, view: MicroCredentialView) -> Option<MicroCredentialCard> {
    let version = view.published?;
    let definition = version.definition;
    let mut facts: Vec<String> = definition.hours.map(wording::hours).into_iter().collect();
    facts.extend(definition.validity_months.map(|months| format!("valid {}", wording::months(months))));
    facts.extend(definition.alignments.iter().filter_map(standard).take(2));
    Some(MicroCredentialCard {
        picture: Picture::of_version(slug, version.id),
        title: definition.title,
        summary: definition.summary,
        facts,
        href: format!("/issuers/{slug}/achievements/{}", version.id),
    })
}

/// A standard as its readers call it: the first word of its framework, and its code, `InTASC 8(i)`.
fn standard(alignment: &program::AlignmentTo) -> Option<String> {
    let framework = alignment.framework.split_whitespace().next()?;
    Some(format!("{framework} {}", alignment.code.as_ref()?))
}
