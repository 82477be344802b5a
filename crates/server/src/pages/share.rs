//! The share page of a badge: what was earned, by whom, and what stands behind it, verified at this moment.

use askama::Template;
use url::Url;

use super::district::DocumentLink;
use super::endorsed::Endorsed;
use super::frame::Frame;
use super::micro_credential::AlignmentView;
use super::moment::Moment;
use super::picture::Picture;
use super::rubric::RubricView;
use super::verdict::{Standing, Verdict};
use super::web_link::WebLink;

/// `/c/{token}`
#[derive(Debug, Clone, Template)]
#[template(path = "share.html")]
pub struct SharePage {
    /// What every page carries.
    pub frame: Frame,
    /// The picture of the badge.
    pub picture: Picture,
    /// The full address of the picture as a PNG, for previews of links.
    pub preview: String,
    /// The title of the micro-credential.
    pub title: String,
    /// What it is, a sentence or two.
    pub summary: String,
    /// The name of the person who earned it.
    pub recipient: String,
    /// The name of the district.
    pub district: String,
    /// The page of the district.
    pub district_href: String,
    /// The day it was awarded.
    pub awarded_on: Moment,
    /// The last day it is valid, if there is one.
    pub valid_until: Option<Moment>,
    /// `about 15 hours`; empty when not said.
    pub hours: String,
    /// The result of verifying it now.
    pub verdict: Verdict,
    /// The competency; line breaks are kept.
    pub competency: String,
    /// The criteria narrative; line breaks are kept.
    pub criteria: String,
    /// What the issuer says about this award; empty for nothing.
    pub narrative: String,
    /// Who judged it and by which rule, a sentence.
    pub judged_by: String,
    /// The rubric with the levels achieved; no criteria when the badge has none.
    pub rubric: RubricView,
    /// The evidence that the badge names.
    pub evidence: Vec<SharedEvidence>,
    /// The standards it is aligned to.
    pub alignments: Vec<AlignmentView>,
    /// What others say, signed into the badge or standing beside it, each with its own result.
    pub endorsed: Endorsed,
    /// The full address of this page.
    pub share_url: String,
    /// Adds it to a `LinkedIn` profile; see [`linkedin_href`].
    pub linkedin_href: String,
    /// Opens it in `VerifierPlus`; see [`verifier_plus_href`].
    pub verifier_plus_href: String,
    /// The signed document, shown.
    pub json_href: String,
    /// The signed document, downloaded.
    pub download_href: String,
    /// The badge as a PNG with the signed document inside, downloaded.
    pub png_href: String,
    /// The badge as an SVG with the signed document inside, downloaded.
    pub svg_href: String,
    /// The badge in other forms: as JSON Web Token, as a hosted badge of Open Badges 2.0.
    pub forms: Vec<DocumentLink>,
}

/// One piece of evidence that the badge names.
#[derive(Debug, Clone)]
pub struct SharedEvidence {
    /// Its name.
    pub title: String,
    /// What it is; empty for nothing.
    pub description: String,
    /// Where it is, when it can be seen.
    pub link: Option<WebLink>,
}

/// The facts that `LinkedIn` asks for.
#[derive(Debug, Clone)]
pub struct LinkedInEntry<'a> {
    /// The title of the micro-credential.
    pub title: &'a str,
    /// The name of the district.
    pub organization: &'a str,
    /// The day it was awarded, `YYYY-MM-DD…`.
    pub awarded: &'a str,
    /// The last day it is valid, `YYYY-MM-DD…`.
    pub valid_until: Option<&'a str>,
    /// The full address of the share page.
    pub share_url: &'a str,
    /// The id of the credential.
    pub credential_id: &'a str,
}

/// The address that opens `LinkedIn`'s form "add a certification", filled in.
pub fn linkedin_href(entry: &LinkedInEntry<'_>) -> String {
    let mut pairs = vec![
        ("startTask", "CERTIFICATION_NAME"),
        ("name", entry.title),
        ("organizationName", entry.organization),
    ];
    let (issue_year, issue_month) = year_and_month(entry.awarded);
    pairs.extend([("issueYear", issue_year), ("issueMonth", issue_month)]);
    if let Some(until) = entry.valid_until {
        let (year, month) = year_and_month(until);
        pairs.extend([("expirationYear", year), ("expirationMonth", month)]);
    }
    pairs.extend([("certUrl", entry.share_url), ("certId", entry.credential_id)]);
    Url::parse_with_params("https://www.linkedin.com/profile/add", pairs)
        .map(String::from)
        .unwrap_or_default()
}

/// Year and month of `2026-11-24…`, the month without a leading zero.
fn year_and_month(date: &str) -> (&str, &str) {
    (date.get(0..4).unwrap_or_default(), date.get(5..7).unwrap_or_default().trim_start_matches('0'))
}

/// The address that opens a credential in the DCC's `VerifierPlus`, which fetches it from its share page.
pub fn verifier_plus_href(share_url: &str) -> String {
    let encoded: String = url::form_urlencoded::byte_serialize(share_url.as_bytes()).collect();
    format!("https://verifierplus.org/#verify?vc={encoded}")
}

#[cfg(test)]
impl SharePage {
    pub(super) fn samples(words: &super::sample::Words) -> Vec<(&'static str, Self)> {
        let page = |standing, reason: &str| {
            Self {
            frame: words.visitor(),
            picture: Picture::at(words.path("/issuers/cedar-valley/achievements/0192/image.svg")).large(words.say("The badge: Checking for Understanding")),
            preview: words.web("https://badges.cedarvalley.example/issuers/cedar-valley/achievements/0192/image.png"),
            title: words.say("Checking for Understanding"),
            summary: words.say("Find out during the lesson what every student has understood, and change course at once."),
            recipient: words.say("Rosa Delgado-Whitaker"),
            district: words.say("Cedar Valley Unified School District"),
            district_href: words.path("/issuers/cedar-valley"),
            awarded_on: words.day("2026-11-24"),
            valid_until: Some(words.day("2029-11-24")),
            hours: words.say("about 15 hours"),
            verdict: words.verdict(standing, reason),
            competency: words.say("The educator plans and uses checks for understanding that reach every student, reads the answers while the lesson is running, and changes the teaching because of them."),
            criteria: words.say("One lesson with its checks, what students answered, and a reflection on what was changed, assessed by a coach with the rubric below."),
            narrative: words.say("Approved on the second attempt."),
            judged_by: words.say("Assessed by a coach of the district. To pass, every criterion had to be at or above the level marked “Standard to reach”."),
            rubric: words.rubric(true),
            evidence: vec![
                SharedEvidence { title: words.say("Lesson plan with checks marked"), description: String::new(), link: Some(WebLink::new(words.web("https://drive.example.org/lesson-plans/fractions-on-a-number-line-grade-4"))) },
                SharedEvidence { title: words.say("Reflection"), description: words.say("Text of 412 words, kept by the district."), link: None },
            ],
            alignments: vec![AlignmentView { link: WebLink::titled(words.say("6(a) Balances formative and summative assessment"), "https://ccsso.org/"), framework: words.say("InTASC Model Core Teaching Standards") }],
            endorsed: Endorsed::sample(words),
            share_url: words.web("https://badges.cedarvalley.example/c/7kQ2mX9aVf3LpRt8"),
            linkedin_href: words.web("https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME"),
            verifier_plus_href: words.web("https://verifierplus.org/#verify?vc=x"),
            json_href: words.path("/c/7kQ2mX9aVf3LpRt8?format=json"),
            download_href: words.path("/c/7kQ2mX9aVf3LpRt8?download=1"),
            png_href: words.path("/c/7kQ2mX9aVf3LpRt8/badge.png"),
            svg_href: words.path("/c/7kQ2mX9aVf3LpRt8/badge.svg"),
            forms: vec![DocumentLink { label: words.say("JWT"), href: words.path("/c/7kQ2mX9aVf3LpRt8/badge.jwt") }],
        }
        };
        vec![
            ("share-verified", page(Standing::Verified, "")),
            (
                "share-revoked",
                page(
                    Standing::Revoked,
                    "Reason given by the district: the evidence was not the teacher’s own.",
                ),
            ),
            (
                "share-suspended",
                page(Standing::Suspended, "Reason given by the district: under review until 12 December."),
            ),
            ("share-expired", page(Standing::Expired, "It was valid until 24 November 2025.")),
            ("share-unknown", page(Standing::CouldNotBeChecked, "")),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linkedin_is_given_the_facts_percent_encoded() {
        let entry = LinkedInEntry {
            title: "Checking & Understanding",
            organization: "Cedar Valley",
            awarded: "2026-03-04T08:00:00Z",
            valid_until: Some("2029-11-04T08:00:00Z"),
            share_url: "https://badges.example/c/abc",
            credential_id: "urn:uuid:1",
        };
        assert_eq!(
            linkedin_href(&entry),
            "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME&name=Checking+%26+Understanding&organizationName=Cedar+Valley&issueYear=2026&issueMonth=3&expirationYear=2029&expirationMonth=11&certUrl=https%3A%2F%2Fbadges.example%2Fc%2Fabc&certId=urn%3Auuid%3A1"
        );
    }

    #[test]
    fn verifier_plus_is_given_the_share_link() {
        assert_eq!(
            verifier_plus_href("https://badges.example/c/a?b#c"),
            "https://verifierplus.org/#verify?vc=https%3A%2F%2Fbadges.example%2Fc%2Fa%3Fb%23c"
        );
    }
}
