use openbadges::proof::Cryptosuite;
use program::{DistrictProfile, HashEmail, Policy, Proofs, RecipientIdentity, Role, UnknownRole};

use crate::given::{person, shown};

#[test]
fn a_role_reads_back_from_its_name() {
    for role in Role::ALL {
        assert_eq!(role.as_str().parse(), Ok(role));
        assert_eq!(serde_json::to_value(role).unwrap(), role.as_str());
    }
    assert_eq!("king".parse::<Role>(), Err(UnknownRole { role: "king".into() }));
}

#[test]
fn a_person_has_a_name_an_address_and_a_role() {
    let mut nobody = person(1, []);
    nobody.name = "\u{202E}eve".into();
    nobody.email = "eve".into();
    let found = shown(nobody.check());
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(person(1, [Role::Coach]).check(), Ok(()));
}

#[test]
fn what_a_district_does_not_decide_is_decided_for_privacy() {
    let policy: Policy = serde_json::from_str("{}").unwrap();
    assert_eq!(policy, Policy::default());
    assert!(policy.coach_may_assess_coachee && !policy.name_assessor && !policy.link_evidence);
    assert_eq!(
        (policy.hash_email, policy.recipient),
        (HashEmail::WhenNotAgreed, RecipientIdentity::NameAndEmail)
    );
    assert!(!policy.open_badges_2);
    assert!(serde_json::from_str::<Policy>(r#"{"name_asessor": true}"#).is_err(), "a slip is not ignored");
}

#[test]
fn badges_carry_what_was_chosen_in_its_order_and_never_nothing() {
    let read = |text: &str| serde_json::from_str::<Policy>(&format!(r#"{{"proofs": {text}}}"#));
    let default = serde_json::to_value(Policy::default()).unwrap();
    assert_eq!(default["proofs"], serde_json::json!(["eddsa-rdfc-2022", "Ed25519Signature2020"]));
    let chosen = read(r#"["ecdsa-jcs-2019", "eddsa-rdfc-2022"]"#).unwrap().proofs;
    assert_eq!(chosen.as_slice(), [Cryptosuite::EcdsaJcs2019, Cryptosuite::EddsaRdfc2022]);
    assert_eq!(Proofs::new(chosen.as_slice().to_vec()), Ok(chosen));
    for (given, told) in [
        ("[]", "at least one proof is needed"),
        (r#"["eddsa-rdfc-2022", "eddsa-rdfc-2022"]"#, "`eddsa-rdfc-2022` is there twice"),
        (r#"["ecdsa-sd-2023"]"#, "`ecdsa-sd-2023` is none of the proofs that badges can carry"),
        (r#"["eddsa-rdf-2022"]"#, "`eddsa-rdf-2022` is none"),
    ] {
        let error = read(given).unwrap_err().to_string();
        assert!(error.contains(told), "{given}: {error}");
    }
}

#[test]
fn a_district_says_who_it_is() {
    let district = |slug: &str, website: Option<&str>| DistrictProfile {
        slug: slug.into(),
        name: "Maple Ridge".into(),
        email: Some("badges@mapleridge.example".into()),
        description: None,
        website: website.map(Into::into),
    };
    assert_eq!(district("maple-ridge", Some("https://mapleridge.example/")).check(), Ok(()));
    assert_eq!(shown(district("Maple Ridge", Some("mapleridge.example")).check()).len(), 2);
}
