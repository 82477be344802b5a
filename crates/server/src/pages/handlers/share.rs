//! The share page of a badge, with a report that is at most a minute old.

use actix_web::http::header::VARY;
use actix_web::{HttpRequest, HttpResponse};
use service::{CredentialView, Error, Facts, Report, SharedCredential, queries};

use crate::auth::Session;
use crate::pages::answer::page;
use crate::pages::endorsed::Endorsed;
use crate::pages::frame::Frame;
use crate::pages::micro_credential::AlignmentView;
use crate::pages::moment::Moment;
use crate::pages::picture::Picture;
use crate::pages::rubric::{RubricView, pass_rule};
use crate::pages::share::{LinkedInEntry, SharePage, SharedEvidence, linkedin_href, verifier_plus_href};
use crate::pages::verdict::Verdict;
use crate::pages::web_link::WebLink;
use crate::pages::wording;
use crate::{Problem, Site};

/// The page at `/c/{token}`.
///
/// # Errors
/// When the database does not answer.
pub async fn share_page(request: &HttpRequest, shared: SharedCredential) -> Result<HttpResponse, Problem> {
    let site = Site::of(request)?;
    let report = service::verify::shared(&site.service, &shared).await?;
    let report = Report::clone(&report);
    let slug = &shared.district.slug;
    let asked = match queries::micro_credentials::version_public(
        &site.service,
        slug,
        shared.credential.version,
    )
    .await
    {
        Ok((_, version)) => Some(version.definition),
        Err(Error::NotFound { .. }) => None,
        Err(other) => return Err(other.into()),
    };
    let session = Session::of(request).await?;
    let frame = Frame::of(request, session.as_ref())?;
    let verdict = Verdict::of_ours(&report, &shared.credential.state, site.service.now());
    let now = site.service.now();
    let beside =
        queries::endorsements::of_badge(&site.service, shared.district.id, shared.credential.id).await?;
    let beside = Endorsed::shown(&beside, "About this badge", now);
    let endorsed = Endorsed::inside(&report, now).and(beside);
    let forms = super::forms::of(site, &shared.district, &shared.credential, false)?;
    let content = SharePage { forms, ..content(frame, verdict, report, shared, asked.as_ref(), endorsed) };
    let mut answer = page(&content)?;
    answer.headers_mut().insert(VARY, actix_web::http::header::HeaderValue::from_static("Accept"));
    Ok(answer)
}

fn content(
    frame: Frame,
    verdict: Verdict,
    report: Report,
    shared: SharedCredential,
    asked: Option<&program::Definition>,
    endorsed: Endorsed,
) -> SharePage {
    let (facts, credential, district) = (report.facts, shared.credential, shared.district);
    let page_href = format!("/c/{}", credential.share_token);
    SharePage {
        frame,
        picture: Picture::of_version(&district.slug, credential.version)
            .large(format!("The badge: {}", credential.title)),
        preview: format!("{}/achievements/{}/image.png", district.url, credential.version),
        summary: asked.map(|asked| asked.summary.clone()).unwrap_or_default(),
        recipient: credential.recipient_name.clone(),
        district_href: format!("/issuers/{}", district.slug),
        awarded_on: Moment::day(&credential.awarded_at.to_string()),
        valid_until: credential.valid_until.map(|until| Moment::day(&until.to_string())),
        hours: asked.and_then(|asked| asked.hours).map(wording::hours).unwrap_or_default(),
        verdict,
        judged_by: judged_by(&facts, asked),
        rubric: RubricView::of_results(&facts.results),
        evidence: evidence(&facts),
        alignments: alignments(&facts),
        endorsed,
        competency: facts.description.unwrap_or_default(),
        criteria: criteria(facts.criteria.narrative, asked),
        narrative: facts.narrative.unwrap_or_default(),
        linkedin_href: linkedin(&credential, &district.name),
        verifier_plus_href: verifier_plus_href(&credential.share_url),
        json_href: format!("{page_href}?format=json"),
        download_href: format!("{page_href}?download=1"),
        png_href: format!("{page_href}/badge.png"),
        svg_href: format!("{page_href}/badge.svg"),
        forms: Vec::new(),
        district: district.name,
        title: credential.title,
        share_url: credential.share_url,
    }
}

/// What had to be done. Behind the words of the district a badge lists its rubric in Markdown, which the page shows
/// as a rubric.
fn criteria(signed: Option<String>, asked: Option<&program::Definition>) -> String {
    let signed = signed.unwrap_or_default();
    match asked {
        Some(asked) if signed.starts_with(&asked.criteria_narrative) => asked.criteria_narrative.clone(),
        _ => signed,
    }
}

fn judged_by(facts: &Facts, asked: Option<&program::Definition>) -> String {
    let assessed = facts.assessed_by.as_ref().map(|by| format!("Assessed by {by}.")).unwrap_or_default();
    let rule = asked.map(|asked| pass_rule(&asked.rubric)).unwrap_or_default();
    [assessed, rule].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn alignments(facts: &Facts) -> Vec<AlignmentView> {
    facts
        .alignments
        .iter()
        .map(|alignment| {
            let text = [alignment.code.as_deref(), alignment.name.as_deref()];
            let text = text.into_iter().flatten().collect::<Vec<_>>().join(" ");
            AlignmentView {
                link: WebLink::titled(text, alignment.url.as_deref().unwrap_or_default()),
                framework: alignment.framework.clone().unwrap_or_default(),
            }
        })
        .collect()
}

fn linkedin(credential: &CredentialView, organization: &str) -> String {
    let valid_until = credential.valid_until.map(openbadges::Timestamp::date);
    linkedin_href(&LinkedInEntry {
        title: &credential.title,
        organization,
        awarded: &credential.awarded_at.date(),
        valid_until: valid_until.as_deref(),
        share_url: &credential.share_url,
        credential_id: &credential.credential_id,
    })
}

/// The evidence that a badge names.
pub(super) fn evidence(facts: &Facts) -> Vec<SharedEvidence> {
    facts
        .evidence
        .iter()
        .map(|item| {
            let texts = [item.description.as_deref(), item.narrative.as_deref()];
            SharedEvidence {
                title: item
                    .name
                    .clone()
                    .or_else(|| item.genre.clone())
                    .unwrap_or_else(|| "Evidence".to_owned()),
                description: texts.into_iter().flatten().collect::<Vec<_>>().join("\n\n"),
                link: item.url.as_ref().map(WebLink::new),
            }
        })
        .collect()
}
