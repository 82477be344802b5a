//! Badges as SD-JWT VC.

use openbadges::jose::SdJwt;
use openbadges::jose::sd_jwt::{IssueOptions, KeyBinding, issue_credential};
use openbadges::{Algorithm, SecretKey};
use serde_json::json;
use verifier::{CheckName, CheckResult, Code, Outcome};

use super::presentations::present;
use super::{claims, forger, key, kid, rejected, report, token, unsigned};
use crate::approval::{SIGNED, time};
use crate::badge::{NOW, assert_fails, assert_open, result};

fn sd_jwt(holder: Option<&SecretKey>) -> SdJwt {
    let public = holder.map(SecretKey::public);
    let options = IssueOptions {
        disclosable: &["/credentialSubject/identifier", "/credentialSubject/result"],
        holder: public.as_ref(),
        issued_at: time(SIGNED),
        kid: &kid(Algorithm::P256),
        salt_seed: [9; 32],
    };
    SdJwt::parse(&issue_credential(&unsigned(), &options, &key(Algorithm::P256)).unwrap()).unwrap()
}

#[test]
fn a_badge_as_sd_jwt_is_verified_whatever_is_disclosed() {
    let whole = report(&sd_jwt(None).to_string());
    assert_eq!(whole.outcome, Outcome::Verified, "{:#?}", whole.checks);
    assert!(!whole.facts.results.is_empty());
    let shown = sd_jwt(None).showing(|found| found.claim() == Some("identifier"));
    let part = report(&shown.to_string());
    assert_eq!(part.outcome, Outcome::Verified, "{:#?}", part.checks);
    assert!(part.facts.results.is_empty());
    let text = shown.to_string();
    let (jws, disclosures) = text.split_once('~').unwrap();
    let other = format!("{jws}~{}", disclosures.replacen('a', "b", 1));
    assert_eq!(rejected(&other).1, Outcome::NotVerified, "a disclosure that the issuer did not make");
}

#[test]
fn a_token_status_list_is_unknown_and_not_good() {
    let mut claims = claims(sd_jwt(None).to_string().split('~').next().unwrap());
    claims["status"] = json!({"status_list": {"idx": 7, "uri": "https://badges.example/token-status/1"}});
    let mut text = token(&json!({"kid": kid(Algorithm::P256), "typ": "dc+sd-jwt"}), &claims);
    text.push('~');
    let check = assert_open(&report(&text), CheckName::Claims).clone();
    assert_eq!(check.code, Code::TokenStatusUnsupported);
}

#[test]
fn the_holders_signature_over_an_sd_jwt_must_hold() {
    let holder = key(Algorithm::P384);
    let binding =
        KeyBinding { audience: "https://verifier.example".into(), nonce: "n-1".into(), issued_at: time(NOW) };
    let bound = |key: &SecretKey, binding: &KeyBinding| {
        present(&sd_jwt(Some(&holder)).bound(binding, key).to_string())
    };
    let good = bound(&holder, &binding);
    assert_eq!(good.outcome, Outcome::Verified, "{:#?}", good.checks);
    assert_eq!(result(&bound(&forger(), &binding), CheckName::Claims), CheckResult::Failed);
    let replayed = KeyBinding { nonce: "n-0".into(), ..binding.clone() };
    assert_fails(&bound(&holder, &replayed), CheckName::Challenge);
    let early = KeyBinding { issued_at: time("2027-01-01T00:00:00Z"), ..binding };
    assert_fails(&bound(&holder, &early), CheckName::Claims);
    // Without the holder's signature, nothing answers the challenge.
    assert_eq!(present(&sd_jwt(Some(&holder)).to_string()).outcome, Outcome::NotVerified);
}
