//! Checking a badge from anywhere: by link, file or text.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use openbadges::Timestamp;
use service::{CheckName, CheckResult, Error, Report};

use crate::auth::{Browser, Visitor};
use crate::form::{AnonymousForm, Shape};
use crate::middleware::{Limited, Verify};
use crate::network::client;
use crate::pages::answer::{again, page, remember};
use crate::pages::faults::Faults;
use crate::pages::frame::Frame;
use crate::pages::micro_credential::Fact;
use crate::pages::rubric::RubricView;
use crate::pages::verdict::Verdict;
use crate::pages::verify::{Contained, VerifyForm, VerifyResult};
use crate::pages::wording::{day, sentence};
use crate::{Problem, Site};

/// `GET /verify`
///
/// # Errors
/// When the database does not answer who is signed in.
pub(super) async fn form(
    request: HttpRequest,
    visitor: Visitor,
    browser: Browser,
) -> Result<HttpResponse, Problem> {
    let frame = Frame::of(&request, visitor.0.as_ref())?;
    remember(page(&VerifyForm { frame, ..VerifyForm::default() })?, &browser)
}

/// The texts of the form.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Sent {
    #[serde(default)]
    link: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    way: String,
}

impl Shape for Sent {
    const TEXTS: &'static [&'static str] = &["link", "text", "way"];
    const FILES: &'static [&'static str] = &["file"];
    const MOST_FILES: usize = 1;
}

/// `POST /verify`: nothing of it is kept, so the result is the answer itself.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn verify(
    _: Limited<Verify>,
    request: HttpRequest,
    site: Data<Site>,
    visitor: Visitor,
    form: AnonymousForm<Sent>,
) -> Result<HttpResponse, Problem> {
    let frame = Frame::of(&request, visitor.0.as_ref())?;
    let file = form.files.iter().find(|file| file.field == "file");
    let sent = form.fields;
    let way = match sent.way.as_str() {
        way @ ("link" | "file" | "text") => way,
        _ if file.is_some() => "file",
        _ if !sent.text.trim().is_empty() => "text",
        _ => "link",
    };
    let checked = match (way, file) {
        ("file", Some(file)) => {
            // Only now, when all of it is there, does it take memory.
            let mut room = site.memory.share(client(&request, &site));
            room.hold(file.upload.size()).await?;
            let bytes = file.upload.bytes().await?;
            Ok((service::verify::credential(&site.service, &bytes).await, file.name.clone()))
        }
        ("file", None) => Err("Choose the file of the badge."),
        ("text", _) if sent.text.trim().is_empty() => Err("Paste the text of the badge."),
        ("text", _) => {
            Ok((service::verify::credential(&site.service, sent.text.trim().as_bytes()).await, String::new()))
        }
        _ if sent.link.trim().is_empty() => Err("Enter the link to the badge."),
        _ => {
            let link = sent.link.trim();
            Ok((service::verify::address(&site.service, link).await, link.to_owned()))
        }
    };
    let message = match checked {
        Ok((Ok(report), _)) if unreadable(&report).is_some() => {
            unreadable(&report).map(|message| sentence(&message)).unwrap_or_default()
        }
        Ok((Ok(report), source)) => {
            return page(&result(frame, site.service.now(), &report, source));
        }
        Ok((Err(Error::Invalid { faults }), _)) => {
            faults.first().map_or_else(String::new, |fault| sentence(&fault.message))
        }
        Ok((Err(other), _)) => return Err(other.into()),
        Err(missing) => missing.to_owned(),
    };
    again(&VerifyForm {
        frame,
        faults: Faults::default().with(way, message),
        link: sent.link,
        text: sent.text,
    })
}

/// Why it is no document at all: then there is no badge of which anything could be said.
fn unreadable(report: &Report) -> Option<String> {
    let check = report.check(CheckName::Document)?;
    (check.result == CheckResult::Failed).then(|| super::super::conclusion::found(&check.finding()))
}

fn result(frame: Frame, now: Timestamp, report: &Report, source: String) -> VerifyResult {
    let verdict = Verdict::of(report, now);
    let inside = report.contained.iter().chain(&report.endorsements);
    VerifyResult {
        contained: inside.map(|inside| contained(inside, now)).collect(),
        frame,
        verdict,
        source,
        facts: facts(report),
        rubric: RubricView::of_results(&report.facts.results),
        evidence: super::share::evidence(&report.facts),
    }
}

/// What is inside, with a verdict of its own.
fn contained(report: &Report, now: Timestamp) -> Contained {
    let title = report.facts.title.clone().unwrap_or_else(|| "A credential without a title".to_owned());
    let title =
        if report.facts.kind == Some("endorsement") { format!("Endorsement: {title}") } else { title };
    Contained { title, verdict: Verdict::of(report, now), facts: facts(report) }
}

/// What the document says of itself, as far as it says anything.
fn facts(report: &Report) -> Vec<Fact> {
    let says = &report.facts;
    let recipient = says
        .recipient_name
        .clone()
        .or_else(|| says.recipients.iter().find_map(|recipient| recipient.value.clone()));
    let issuer = says.issuer_name.clone().or_else(|| says.issuer_id.clone());
    let all = [
        ("Standard", Some(report.standard.to_owned())),
        ("Title", says.title.clone()),
        ("Earned by", recipient),
        ("Issued by", issuer),
        ("Awarded on", says.awarded_at.map(day)),
        ("Valid until", says.valid_until.map(day)),
        ("Issuer’s id", says.issuer_id.clone()),
        ("Credential id", says.id.clone()),
    ];
    let fact = |(name, value): (&str, Option<String>)| Some(Fact { name: name.to_owned(), value: value? });
    all.into_iter().filter_map(fact).collect()
}
