//! Several badges in one record, or in one presentation.

use issuer::{Issuance, IssueError, Record};
use openbadges::{SecretKey, check_safe_mode, proof};
use program::{Policy, Recipient, RecipientIdentity};
use serde_json::{Value, json};

use crate::approval::*;

fn badge(number: u32) -> Value {
    let issuance = Issuance {
        credential_id: format!("urn:uuid:{number}"),
        salt: format!("salt {number}"),
        ..issuance()
    };
    issuer::issue(approval(), &district(), &issuance, &Policy::default(), &keys()).unwrap().document().clone()
}

fn badges(count: u32) -> Vec<Value> {
    (0..count).map(badge).collect()
}

fn ana() -> Recipient {
    Recipient { name: "Ana Okafor".into(), email: Some(EMAIL.into()), publish_email: false, id: None }
}

fn recorded(credentials: &[Value], recipient: &Recipient, policy: &Policy) -> Result<Value, IssueError> {
    let id = "urn:uuid:0198c0de-0000-7000-8000-0000000000c1";
    let signed_at = time(SIGNED);
    let record = Record { id, name: "All badges", recipient, credentials, signed_at, salt: SALT };
    Ok(issuer::record(&record, &district(), policy, &keys())?.document().clone())
}

fn holds(document: &Value) {
    let [proof] = document["proof"].as_array().unwrap().as_slice() else { panic!("{}", document["proof"]) };
    proof::verify(document, proof, &SecretKey::from_seed([7; 32]).public()).unwrap();
}

#[test]
fn a_record_holds_the_badges_as_they_were_signed_and_every_proof_holds() {
    let badges = badges(3);
    let record = recorded(&badges, &ana(), &Policy::default()).unwrap();
    holds(&record);
    check_safe_mode(&record).unwrap();
    let subject = &record["credentialSubject"];
    assert_eq!(
        (&record["type"], &subject["type"]),
        (&json!(["VerifiableCredential", "ClrCredential"]), &json!(["ClrSubject"]))
    );
    assert_eq!(subject["verifiableCredential"], json!(badges));
    subject["verifiableCredential"].as_array().unwrap().iter().for_each(holds);
    assert_eq!(subject["identifier"][0]["identityHash"], "Ana Okafor");
    assert!(!record.to_string().contains(EMAIL));
}

#[test]
fn a_badge_that_is_changed_in_a_record_breaks_both_signatures() {
    let mut record = recorded(&badges(2), &ana(), &Policy::default()).unwrap();
    record["credentialSubject"]["verifiableCredential"][1]["name"] = "Another".into();
    let key = SecretKey::from_seed([7; 32]).public();
    let proof = |document: &Value| proof::verify(document, &document["proof"][0], &key).is_err();
    assert!(proof(&record) && proof(&record["credentialSubject"]["verifiableCredential"][1]));
}

#[test]
fn a_career_of_badges_fits_into_one_record() {
    holds(&recorded(&badges(60), &ana(), &Policy::default()).unwrap());
}

#[test]
fn a_record_names_the_person_as_the_district_chose() {
    let policy = Policy { recipient: RecipientIdentity::Name, ..Policy::default() };
    let record = recorded(&badges(1), &ana(), &policy).unwrap();
    assert_eq!(record["credentialSubject"]["identifier"].as_array().unwrap().len(), 1);
    let nobody = Recipient { name: String::new(), email: None, ..ana() };
    assert!(matches!(recorded(&badges(1), &nobody, &policy), Err(IssueError::NobodyNamed)));
}

#[test]
fn nothing_is_put_into_nothing() {
    assert!(matches!(recorded(&[], &ana(), &Policy::default()), Err(IssueError::NoCredentials)));
    assert!(matches!(issuer::presentation("urn:uuid:1", None, &[]), Err(IssueError::NoCredentials)));
}

#[test]
fn a_presentation_shows_badges_unsigned_and_each_proof_holds() {
    let badges = badges(2);
    let presentation = issuer::presentation("urn:uuid:1", None, &badges).unwrap();
    check_safe_mode(&presentation).unwrap();
    assert_eq!(presentation["verifiableCredential"], json!(badges));
    assert!(presentation.get("proof").is_none() && presentation.get("holder").is_none());
    presentation["verifiableCredential"].as_array().unwrap().iter().for_each(holds);
    let of_ana = issuer::presentation("urn:uuid:1", Some("did:example:ana"), &badges).unwrap();
    assert_eq!(of_ana["holder"], "did:example:ana");
}
