//! The whole story once, against a database that is thrown away, with the documents it leaves behind.

use std::path::{Path, PathBuf};

use service::{CredentialView, PublishedDocument, Service, World, queries};
use url::Url;
use verifier::{CheckName, CheckResult, Evidence, Need, Outcome, Report, Unavailable};

use super::build;
use super::content::{AttemptEntry, Content, DecisionEntry, EnrollmentEntry, StatusChange, StatusEntry};
use super::story::Story;
use crate::config::{CommonFlags, Sources, start_failure};
use crate::failure::Failure;
use crate::output;

/// The address that the badge is made of. No one lives there: its documents are those in the folder.
const ADDRESS: &str = "https://badges.mapleridge.example";

/// Plays the story, a line a step, and writes the documents into `out`.
///
/// # Errors
/// At the first step that does not hold.
pub(crate) async fn once(common: &CommonFlags, out: &Path) -> Result<(), Failure> {
    let sources = Sources::collect(common.config.as_deref(), &[common.settings()])?;
    crate::log::start(&sources, super::QUIET)?;
    std::fs::create_dir_all(out).map_err(|error| Failure::Output { path: out.to_owned(), error })?;
    let folder = tempfile::tempdir()?;
    let address = Url::parse(ADDRESS).map_err(Failure::internal)?;
    let settings = build::settings(folder.path(), address);
    crate::verbs::create_private(&settings.key_file)?;
    let service = Service::open(settings, World::system())
        .await
        .map_err(|error| start_failure(error, &Sources::default()))?;
    let told = Telling { service: &service, out }.tell().await;
    service.close().await;
    told
}

struct Telling<'a> {
    service: &'a Service,
    out: &'a Path,
}

impl Telling<'_> {
    async fn tell(&self) -> Result<(), Failure> {
        let content = Content::read()?;
        let mut story = Story::begin(self.service, &content).await?;
        step("district", &format!("{} · {}", story.district.name, story.district.did))?;
        story.gather(&content).await?;
        story.publish(&content).await?;
        step("catalog", &format!("{} micro-credentials published", content.catalog.len()))?;
        let badge = self.earn(&story, &content).await?;
        self.publish_documents(&story.district.slug, &badge).await?;
        let text = story.text(badge.id).await?;
        self.write("badge.json", &text)?;
        self.write_status("status-before.json", &story.district.slug, &badge).await?;
        self.verify(&text, &story, "status-before.json").await?;
        self.revoke(&text, &story, &badge).await?;
        let names = "badge.json, did.json, profile.json, status-before.json, status-after.json";
        output::line(format!("\n{} holds {names}", self.out.display()))
    }

    /// A teacher enrolls, is told to revise, submits again, and is approved.
    async fn earn(&self, story: &Story<'_>, content: &Content) -> Result<CredentialView, Failure> {
        let (entry, [first, second]) = revised(content)?;
        let teacher = &story.person(&entry.teacher)?.name;
        let enrollment = story.enroll(entry).await?;
        step("enroll", &format!("{teacher} in {:?}", enrollment.title))?;
        let submission = story.submit(&enrollment, first.0).await?;
        step(
            "submit",
            &format!("attempt {}, {} pieces of evidence", submission.attempt, submission.evidence.len()),
        )?;
        let returned = story.decide(&submission, first.1).await?;
        hold(
            "return for revision",
            returned.summary.state.as_str() == "returned",
            "the assessment is not returned",
        )?;
        step("return for revision", &first.1.note)?;
        let submission = story.submit(&enrollment, second.0).await?;
        hold("resubmit", submission.attempt == 2, "it is not the second attempt")?;
        step("resubmit", &format!("attempt {}", submission.attempt))?;
        let approved = story.decide(&submission, second.1).await?;
        hold("approve", approved.summary.state.as_str() == "approved", "the assessment is not approved")?;
        step("approve", &format!("by {}", story.person(&second.1.by)?.name))?;
        let Some(badge) = approved.credential else {
            return Err(broken("sign", "the approval created no credential"));
        };
        let badge = story.credential(badge).await?;
        step(
            "sign",
            &format!("{}, bit {} of {}", badge.credential_id, badge.status_index, badge.status_list),
        )?;
        Ok(badge)
    }

    async fn verify(&self, text: &str, story: &Story<'_>, list: &str) -> Result<(), Failure> {
        let reports = [
            service::verify::credential(self.service, text.as_bytes()).await?,
            self.by_files(text.as_bytes(), list)?,
        ];
        for report in &reports {
            hold("verify", report.outcome == Outcome::Verified, &findings(report))?;
        }
        step("verify", "verified, by the service and from the files written")?;
        let tampered = text.replace(&story.district.name, "Another School District");
        let report = self.by_files(tampered.as_bytes(), list)?;
        let refused = tampered != text && report.outcome == Outcome::NotVerified;
        hold("tamper", refused, "a badge with another issuer's name was accepted")?;
        step("tamper", "a copy with another issuer's name: not verified")
    }

    async fn revoke(&self, text: &str, story: &Story<'_>, badge: &CredentialView) -> Result<(), Failure> {
        let reason = "The evidence turned out to be another teacher's work.".to_owned();
        let entry = StatusEntry { change: StatusChange::Revoke, reason };
        let revoked = story.change(badge.id, &entry).await?;
        hold("revoke", revoked.state.as_str() == "revoked", "the credential is not revoked")?;
        step("revoke", &entry.reason)?;
        let ours = service::verify::credential(self.service, text.as_bytes()).await?;
        // Verifying signed the list anew, as the worker of a running service does within a second.
        self.write_status("status-after.json", &story.district.slug, badge).await?;
        for report in [ours, self.by_files(text.as_bytes(), "status-after.json")?] {
            let status = report.checks.iter().find(|check| check.name == CheckName::Status);
            let failed = status.is_some_and(|check| check.result == CheckResult::Failed);
            hold("verify", failed && report.outcome == Outcome::NotVerified, &findings(&report))?;
        }
        step("verify", "revoked, by the service and from the files written")
    }

    /// Verifies with the documents in the folder and nothing else, as another program would.
    fn by_files(&self, badge: &[u8], list: &str) -> Result<Report, Failure> {
        let unverified = match verifier::parse(badge) {
            Ok(unverified) => unverified,
            Err(rejection) => return Ok(rejection.report()),
        };
        let mut evidence = Evidence::new();
        for need in unverified.needs(&evidence) {
            let found = match &need {
                Need::Controller(_) => Ok(self.read("did.json")?),
                Need::StatusList(_) => Ok(self.read(list)?),
                Need::RevocationList(_) | Need::Jwks(_) | Need::Document(_) => {
                    Err(Unavailable::new("it is not in the folder"))
                }
            };
            evidence.insert(&need, found);
        }
        Ok(verifier::verify(&unverified, &evidence, self.service.now()))
    }

    async fn publish_documents(&self, slug: &str, badge: &CredentialView) -> Result<(), Failure> {
        self.write("did.json", &queries::published::did_document(self.service, slug).await?.text)?;
        self.write("profile.json", &queries::published::profile(self.service, slug).await?.text)?;
        let achievement = queries::published::achievement(self.service, slug, badge.version).await?;
        hold("publish", achievement.text.contains(&badge.title), "the achievement has another name")?;
        step("publish", "the issuer's profile, keys and achievement")
    }

    async fn write_status(&self, name: &str, slug: &str, badge: &CredentialView) -> Result<(), Failure> {
        let number = badge.status_list.rsplit('/').next().and_then(|number| number.parse().ok());
        let Some(number) = number else {
            return Err(broken("status list", "its address does not end with a number"));
        };
        let list: PublishedDocument = queries::published::status_list(self.service, slug, number).await?;
        self.write(name, &list.text)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.out.join(name)
    }

    fn write(&self, name: &str, text: &str) -> Result<(), Failure> {
        let path = self.path(name);
        std::fs::write(&path, text).map_err(|error| Failure::Output { path, error })
    }

    fn read(&self, name: &str) -> Result<String, Failure> {
        let path = self.path(name);
        std::fs::read_to_string(&path).map_err(|error| Failure::Input { path, error })
    }
}

pub(super) type Decided<'a> = (&'a AttemptEntry, &'a DecisionEntry);

/// The sample's teacher who was told to revise and then approved.
pub(super) fn revised(content: &Content) -> Result<(&EnrollmentEntry, [Decided<'_>; 2]), Failure> {
    use service::Outcome::{Approve, Return};
    let found = content.enrollments.iter().find_map(|entry| {
        let [first, second] = entry.attempts.as_slice() else { return None };
        let (one, two) = (first.decision.as_ref()?, second.decision.as_ref()?);
        (one.outcome == Return && two.outcome == Approve).then_some((entry, [(first, one), (second, two)]))
    });
    found.ok_or_else(|| Failure::internal("sample: no submission was returned and then approved"))
}

/// Tells that a step was done.
fn step(name: &str, detail: &str) -> Result<(), Failure> {
    output::line(format!("{name:20}{}", output::tame(detail)))
}

/// Ends the story unless the step holds.
fn hold(name: &str, holds: bool, otherwise: &str) -> Result<(), Failure> {
    if holds { Ok(()) } else { Err(broken(name, otherwise)) }
}

fn broken(name: &str, why: &str) -> Failure {
    Failure::internal(format!("the step `{name}` failed: {why}"))
}

/// What did not pass.
fn findings(report: &Report) -> String {
    let open = report
        .checks
        .iter()
        .filter(|check| matches!(check.result, CheckResult::Failed | CheckResult::CouldNotBeChecked));
    let details: Vec<String> = open.map(|check| check.finding().to_string()).collect();
    if details.is_empty() { format!("the outcome is {:?}", report.outcome) } else { details.join("; ") }
}
