//! `countersign verify`: without a database and without keys.

use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

use service::{Fetcher, Report, World};
use verifier::{CheckResult, Code, Outcome};
use words::Locale;

use crate::arguments::VerifyArguments;
use crate::config::{CommonFlags, Sources};
use crate::failure::Failure;
use crate::output;

/// The longest badge that is read, in bytes; the verifier says so when one is longer than it takes.
const LONGEST_BADGE: u64 = 16 << 20;

pub(super) async fn run(common: &CommonFlags, given: VerifyArguments) -> Result<ExitCode, Failure> {
    let sources = Sources::collect(common.config.as_deref(), &[common.settings()])?;
    crate::log::start(&sources, super::QUIET)?;
    // On the own machine, the own machine may be asked: a demo's badges live there.
    let fetcher = Fetcher::new(true).map_err(Failure::Internal)?;
    let bytes = match given.badge.as_str() {
        "-" => bounded(std::io::stdin().lock())?,
        url if url.starts_with("https://") || url.starts_with("http://") => {
            match service::verify::fetched(&fetcher, url).await {
                Ok(bytes) => bytes,
                Err(error) => {
                    return unread(given.json, &format!("{url}: the badge could not be fetched: {error}"));
                }
            }
        }
        file => match std::fs::File::open(Path::new(file)).and_then(bounded) {
            Ok(bytes) => bytes,
            Err(error) => return unread(given.json, &format!("{file}: {error}")),
        },
    };
    let report = service::verify::standalone(&fetcher, &bytes, World::system().now()).await;
    if given.json {
        let mut report = serde_json::to_value(&report).map_err(Failure::internal)?;
        words::explain(Locale::default(), &mut report);
        output::line(serde_json::to_string_pretty(&report).map_err(Failure::internal)?)?;
    } else {
        show(&report)?;
    }
    Ok(ExitCode::from(match report.outcome {
        Outcome::Verified => 0,
        Outcome::NotVerified => 1,
        Outcome::CouldNotBeChecked => 2,
    }))
}

/// What could not even be read could not be checked: a script needs no other case for it.
fn unread(json: bool, why: &str) -> Result<ExitCode, Failure> {
    output::complain(why);
    if json {
        let report = serde_json::json!({ "outcome": "could_not_be_checked", "summary": why, "checks": [] });
        output::line(serde_json::to_string_pretty(&report).map_err(Failure::internal)?)?;
    }
    Ok(ExitCode::from(2))
}

fn bounded(source: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(LONGEST_BADGE).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn show(report: &Report) -> Result<(), Failure> {
    let facts = &report.facts;
    let about = [
        ("badge", &facts.title),
        ("recipient", &facts.recipient_name),
        ("issuer", &facts.issuer_name),
        ("issuer id", &facts.issuer_id),
    ];
    for (what, value) in about {
        if let Some(value) = value {
            output::line(format!("{what:12}{}", output::tame(value)))?;
        }
    }
    let mut left_out = false;
    for check in &report.checks {
        // After a signature that does not hold, the rest has one and the same reason: it is said once.
        if check.code == Code::NotLookedAt && std::mem::replace(&mut left_out, true) {
            continue;
        }
        let result = match check.result {
            CheckResult::Passed => "passed",
            CheckResult::Failed => "FAILED",
            CheckResult::CouldNotBeChecked => "not checked",
            CheckResult::NotApplicable => continue,
        };
        let detail = words::check(Locale::default(), check.code.as_str(), &check.facts);
        output::line(format!("{result:12}{}", output::tame(&detail)))?;
    }
    output::line(match report.outcome {
        Outcome::Verified => "VERIFIED",
        Outcome::NotVerified => "NOT VERIFIED",
        Outcome::CouldNotBeChecked => {
            "COULD NOT BE CHECKED: no check failed, but some could not be completed"
        }
    })
}
