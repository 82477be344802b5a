//! Badges as SD-JWT VC.

use serde_json::{Value, json};

use super::{KID, badge, badge_1, key, object, token};
use crate::jose::sd_jwt::{DisclosureError, IssueOptions, issue_credential, vct_of};
use crate::jose::{ClaimFault, ClaimNote, Form, JoseError, SdJwt, Token, enveloped};
use crate::{Algorithm, Timestamp};

fn options<'a>(disclosable: &'a [&'a str]) -> IssueOptions<'a> {
    let issued_at = Timestamp::parse("2026-01-02T00:00:00Z").unwrap();
    IssueOptions { disclosable, holder: None, issued_at, kid: KID, salt_seed: [5; 32] }
}

#[test]
fn a_badge_comes_back_whole_when_all_is_disclosed() {
    let holder = key(Algorithm::P256).public();
    let disclosable = ["/evidence", "/credentialSubject/id"];
    let options = IssueOptions { holder: Some(&holder), ..options(&disclosable) };
    let text = issue_credential(&badge(), &options, &key(Algorithm::P384)).unwrap();
    let token = Token::parse(&text).unwrap();
    assert_eq!(token.jws().kind(), Some("dc+sd-jwt"));
    assert_eq!(token.jws().verify(&key(Algorithm::P384).public()), Ok(()));
    let opened = token.open().unwrap();
    assert_eq!((opened.form, &opened.faults[..]), (Form::SdJwtVc, &[][..]));
    assert_eq!(opened.document, badge());
    assert_eq!(opened.vct.as_deref(), vct_of(&badge()));
    assert_eq!(opened.holder_key, Some(holder.to_jwk()));
    let hidden = SdJwt::parse(&text).unwrap().showing(|found| found.claim() != Some("evidence"));
    let opened = Token::SdJwt(hidden).open().unwrap();
    assert!(opened.document.get("evidence").is_none());
    assert_eq!(opened.document["credentialSubject"]["id"], "mailto:teacher@district.example");
}

#[test]
fn what_decides_whether_a_badge_holds_cannot_be_hidden() {
    for pointer in [
        "/credentialSubject",
        "/credentialSubject/achievement",
        "/validUntil",
        "/issuer",
        "/issuer/name",
        "/@context/1",
        "/type/0",
        "/iss",
    ] {
        let error = issue_credential(&badge(), &options(&[pointer]), &key(Algorithm::P256)).unwrap_err();
        assert!(matches!(error, JoseError::Disclosure(DisclosureError::NotDisclosable { .. })), "{pointer}");
    }
    let other = json!({ "type": "VerifiableCredential" });
    assert!(issue_credential(&other, &options(&[]), &key(Algorithm::P256)).is_err());
    assert!(issue_credential(&badge_1(), &options(&[]), &key(Algorithm::P256)).is_err(), "version 1.1");
}

#[test]
fn claims_must_agree_with_the_badge() {
    let text = issue_credential(&badge(), &options(&[]), &key(Algorithm::Ed25519)).unwrap();
    let mut claims = Value::Object(SdJwt::parse(&text).unwrap().issuer_jws().claims().unwrap());
    claims["iss"] = "did:web:other.example".into();
    claims["exp"] = 1_800_000_000.into();
    let changed = format!("{}~", token(&json!({ "alg": "EdDSA", "typ": "dc+sd-jwt" }), &claims));
    let opened = Token::parse(&changed).unwrap().open().unwrap();
    assert!(matches!(
        &opened.faults[..],
        [ClaimFault::Differs { claim: "iss", .. }, ClaimFault::Differs { claim: "exp", .. }]
    ));
}

#[test]
fn the_old_type_is_read_for_both_of_its_meanings() {
    let header = json!({ "alg": "EdDSA", "typ": "vc+sd-jwt" });
    let plain = Token::parse(&format!("{}~", token(&header, &badge()))).unwrap().open().unwrap();
    assert_eq!((plain.form, plain.document), (Form::VcJoseCose, badge()));
    let mut with_vct = badge();
    with_vct["vct"] = "https://district.example/badge".into();
    with_vct["iss"] = "did:web:district.example".into();
    with_vct["status"] = json!({ "status_list": { "idx": 1, "uri": "https://district.example/s" } });
    let text = format!("{}~", token(&header, &with_vct));
    let opened = Token::parse(&text).unwrap().open().unwrap();
    assert_eq!((opened.form, &opened.document), (Form::SdJwtVc, &badge()));
    assert_eq!(opened.notes, [ClaimNote::TokenStatus]);
    for media_type in ["vc+sd-jwt", "dc+sd-jwt"] {
        let id = format!("data:application/{media_type},{text}");
        let context = "https://www.w3.org/ns/credentials/v2";
        let envelope = json!({ "@context": context, "type": "EnvelopedVerifiableCredential", "id": id });
        assert_eq!(enveloped::open(&envelope).unwrap().unwrap().open().unwrap(), opened);
    }
}

#[test]
fn a_type_and_what_the_token_is_must_agree() {
    let without_vct = format!("{}~", token(&json!({ "alg": "EdDSA", "typ": "dc+sd-jwt" }), &badge()));
    assert!(matches!(Token::parse(&without_vct).unwrap().open(), Err(JoseError::Placement { .. })));
    // With `typ` vc+jwt, a reader would take the digests for members.
    let plain = format!("{}~", token(&json!({ "alg": "EdDSA", "typ": "vc+jwt" }), &badge()));
    assert!(matches!(Token::parse(&plain).unwrap().open(), Err(JoseError::Placement { .. })));
    assert_eq!(object(&badge())["id"], "urn:uuid:1");
}
