//! The pictures of badges: colors, uploads, and what a draft looks like.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use artwork::Palette;
use service::{Colors, DistrictChange, Error, MicroCredentialView, VersionView, commands, queries};
use uuid::Uuid;

use crate::auth::{Manager, Session, SignedIn};
use crate::form::{Form, SMALL, Shape};
use crate::network::client;
use crate::pages::answer::{again, page, see_other};
use crate::pages::faults::Faults;
use crate::pages::frame::Frame;
use crate::pages::images::{ColorField, ImageRow, ImagesPage, Shown};
use crate::pages::paged::List;
use crate::pages::picture::Picture;
use crate::pages::tag::{Tag, Tone};
use crate::pages::wording::sentence;
use crate::public::shown;
use crate::{Problem, Site};

const PAGE: &str = "/manager/images";
const PICTURES: List =
    List { parameter: "pictures", anchor: "pictures", what: "Micro-credentials", limit: 50 };

/// `GET /manager/images`
///
/// # Errors
/// `forbidden` for whoever does not manage the program.
pub(super) async fn show(
    request: HttpRequest,
    site: Data<Site>,
    session: SignedIn<Manager>,
) -> Result<HttpResponse, Problem> {
    page(&content(&request, &site, &session, Faults::default(), None).await?)
}

/// The colors.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    ground: String,
    #[serde(default)]
    accent: String,
    #[serde(default)]
    way: String,
}

impl Shape for Chosen {
    const TEXTS: &'static [&'static str] = &["ground", "accent", "way"];
    const TEXT_BYTES: usize = SMALL;
}

/// `POST /manager/images`: the district's colors.
///
/// # Errors
/// `forbidden` for whoever does not manage the program.
pub(super) async fn colors(
    request: HttpRequest,
    site: Data<Site>,
    form: Form<Chosen>,
) -> Result<HttpResponse, Problem> {
    let Chosen { ground, accent, way } = form.fields;
    let colors = (way != "standard").then_some(Colors { ground, accent });
    let change = DistrictChange { colors: Some(colors.clone()), ..DistrictChange::default() };
    match commands::districts::change(&site.service, form.session.actor(), change).await {
        Ok(_) => Ok(see_other(&format!("{PAGE}?done=colored"))),
        Err(Error::Invalid { faults }) => {
            let field =
                |fault: &service::Fault| fault.pointer.rsplit('/').next().unwrap_or_default().to_owned();
            let faults = faults
                .iter()
                .fold(Faults::default(), |list, fault| list.with(field(fault), sentence(&fault.message)));
            again(&content(&request, &site, &form.session, faults, colors).await?)
        }
        Err(other) => Err(other.into()),
    }
}

/// What to do with the picture of a micro-credential.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Way {
    #[serde(default)]
    way: String,
}

impl Shape for Way {
    const TEXTS: &'static [&'static str] = &["way"];
    const TEXT_BYTES: usize = SMALL;
    const FILES: &'static [&'static str] = &["picture"];
    const MOST_FILES: usize = 1;
    /// One more than a picture may have, so that the answer can say so.
    const FILE_BYTES: usize = (1 << 20) + 1;
}

/// `POST /manager/images/{id}` with `upload`, `drawn` or `publish`.
///
/// # Errors
/// `not-found`, `forbidden`, `conflict` when there is no draft to publish.
pub(super) async fn change(
    request: HttpRequest,
    site: Data<Site>,
    id: Path<Uuid>,
    mut form: Form<Way>,
) -> Result<HttpResponse, Problem> {
    let (service, actor) = (&site.service, form.session.actor());
    let (changed, done) = match form.fields.way.as_str() {
        "upload" => {
            let file = form.files.pop().filter(|file| file.field == "picture");
            let mut room = site.memory.share(client(&request, &site));
            let bytes = match file {
                Some(file) => {
                    room.hold(file.upload.size()).await?;
                    file.upload.bytes().await?
                }
                None => Vec::new(),
            };
            let uploaded = if bytes.is_empty() {
                Err(Error::invalid("", "choose an image file"))
            } else {
                commands::artworks::upload(service, actor, *id, bytes).await
            };
            (uploaded, "pictured")
        }
        "drawn" => (commands::artworks::remove(service, actor, *id).await, "unpictured"),
        "publish" => (commands::micro_credentials::publish(service, actor, *id).await, "published"),
        _ => return Err(Problem::not_found()),
    };
    match changed {
        Ok(_) => Ok(see_other(&format!("{PAGE}?done={done}{}", PICTURES.kept(&request).replace('?', "&")))),
        Err(Error::Invalid { faults }) => {
            let messages = faults.iter().map(|fault| sentence(&fault.message)).collect::<Vec<_>>().join(" ");
            let faults = Faults::default().with(field(*id), messages);
            again(&content(&request, &site, &form.session, faults, None).await?)
        }
        Err(other) => Err(other.into()),
    }
}

/// `GET /manager/images/versions/{id}`: the picture of a version, which may be a draft.
///
/// # Errors
/// `not-found`, `forbidden` for whoever does not manage the program.
pub(super) async fn version(
    request: HttpRequest,
    site: Data<Site>,
    session: SignedIn<Manager>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let picture = queries::images::draft(&site.service, session.actor(), *id).await?;
    Ok(private(shown(&request, &picture, 0)))
}

/// `GET /manager/images/sample`: a medal in the district's colors.
///
/// # Errors
/// `forbidden` for whoever does not manage the program.
pub(super) async fn sample(
    request: HttpRequest,
    site: Data<Site>,
    session: SignedIn<Manager>,
) -> Result<HttpResponse, Problem> {
    let picture = queries::images::sample(&site.service, session.actor(), "Your Micro-credential").await?;
    Ok(private(shown(&request, &picture, 0)))
}

/// What only its district sees is kept by its browser only.
fn private(mut answer: HttpResponse) -> HttpResponse {
    use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    answer
}

/// The page; `typed` are colors that cannot be used.
async fn content(
    request: &HttpRequest,
    site: &Site,
    session: &Session,
    faults: Faults,
    typed: Option<Colors>,
) -> Result<ImagesPage, Problem> {
    let (service, actor) = (&site.service, session.actor());
    let district = queries::districts::own(service, actor).await?;
    let listed = queries::micro_credentials::by_slug(service, actor, PICTURES.place(request)).await?;
    let place = PICTURES.kept(request);
    let chosen = district.colors.is_some();
    let Colors { ground, accent } = typed.or(district.colors).unwrap_or_else(standard);
    Ok(ImagesPage {
        frame: Frame::of(request, Some(session))?,
        faults,
        sample: Picture::at("/manager/images/sample".to_owned())
            .large("A badge as it is drawn in the colors that are kept".to_owned()),
        colors: ColorField::both(ground, accent),
        chosen,
        rows: PICTURES.show_at(PAGE, request, listed, |view| row(&district.slug, &view, &place)),
    })
}

/// What the fields begin with while a district has chosen nothing.
fn standard() -> Colors {
    let (ground, accent) = (Palette::STANDARD.ground(), Palette::STANDARD.accent());
    Colors { ground: ground.to_string(), accent: accent.to_string() }
}

fn row(slug: &str, view: &MicroCredentialView, place: &str) -> ImageRow {
    let title =
        view.draft.as_ref().or(view.published.as_ref()).map(|version| version.definition.title.clone());
    let published = |version: &VersionView| Shown {
        picture: Picture::of_version(slug, version.id),
        label: format!("Version {}, published", version.number),
        tag: origin(version),
        own: version.own_artwork,
        draft: false,
    };
    let draft = |version: &VersionView| Shown {
        picture: Picture::at(format!("/manager/images/versions/{}", version.id)),
        label: format!("Draft of version {}", version.number),
        tag: origin(version),
        own: version.own_artwork,
        draft: true,
    };
    let versions = view.published.as_ref().map(published).into_iter().chain(view.draft.as_ref().map(draft));
    ImageRow {
        title: title.unwrap_or_default(),
        versions: versions.collect(),
        // The answer to the form shows this part of the list again.
        action: format!("{PAGE}/{}{place}", view.id),
        field: field(view.id),
    }
}

fn origin(version: &VersionView) -> Tag {
    if version.own_artwork { Tag::new(Tone::Good, "Own image") } else { Tag::new(Tone::Quiet, "Drawn") }
}

fn field(id: Uuid) -> String {
    format!("picture-{id}")
}
