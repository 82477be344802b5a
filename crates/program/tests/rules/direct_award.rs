use program::{
    Approval, AwardLink, Basis, DirectAward, EvidenceContent, Fault, MicroCredentialId, PassRule, Recipient,
    Scores, VersionId,
};
use uuid::Uuid;

use crate::given::{after, definition, district, passing};

fn award() -> DirectAward {
    DirectAward {
        district: district(),
        definition: definition(),
        micro_credential: MicroCredentialId::from_uuid(Uuid::from_u128(14)),
        version: VersionId::from_uuid(Uuid::from_u128(13)),
        version_number: 1,
        recipient: Recipient {
            name: "Ada Lovelace".into(),
            email: Some("ada@example.org".into()),
            publish_email: false,
            id: Some("did:key:z6Mk".into()),
        },
        scores: None,
        narrative: None,
        evidence: Vec::new(),
        awarded_at: None,
    }
}

fn faults(change: impl FnOnce(&mut DirectAward)) -> Vec<String> {
    let mut award = award();
    change(&mut award);
    let faults: Vec<Fault> = Approval::direct(award, after(0)).err().unwrap_or_default();
    faults.iter().map(ToString::to_string).collect()
}

#[test]
fn a_system_awards_without_scores_at_the_present_time() {
    let approval = Approval::direct(award(), after(0)).unwrap();
    assert_eq!((approval.basis(), approval.approved_at()), (Basis::DirectAward, after(0)));
    assert_eq!((approval.achieved().count(), approval.assessor()), (0, None));
}

#[test]
fn an_award_may_lie_in_the_past_but_not_in_the_future() {
    let past = DirectAward { awarded_at: Some(after(-86_400)), ..award() };
    assert_eq!(Approval::direct(past, after(0)).unwrap().approved_at(), after(-86_400));
    assert_eq!(
        faults(|a| a.awarded_at = Some(after(1))),
        ["/awarded_at: lies in the future: it is 2026-09-21T14:13:20Z now"]
    );
}

#[test]
fn scores_are_complete_and_enough_or_refused_one_by_one() {
    assert!(faults(|a| a.scores = Some(passing())).is_empty());
    let scores = Scores::new().with("depth", "low", "").with("speed", "mid", "");
    assert_eq!(
        faults(|a| a.scores = Some(scores)),
        [
            "/scores/speed/level: names no criterion of the rubric",
            "/scores/voice/level: is missing: every criterion needs a level",
            "/scores/depth/level: is below the required level of the criterion",
        ]
    );
    assert_eq!(
        faults(|a| a.scores = Some(passing().with("depth", "best", ""))),
        ["/scores/depth/level: names no level of “Criterion depth”; its levels are low, mid, high"]
    );
}

#[test]
fn points_count_for_a_system_too() {
    let found = faults(|a| {
        a.definition.rubric.pass_rule = PassRule::Points { minimum: 6 };
        a.scores = Some(passing());
    });
    assert_eq!(found, ["/scores: 5 points are not enough, 6 are needed"]);
}

#[test]
fn a_recipient_is_somebody() {
    let found = faults(|a| {
        a.recipient.name = "\n".into();
        a.recipient.email = Some("ada".into());
        a.recipient.id = Some("ada".into());
    });
    let pointers: Vec<_> = found.iter().filter_map(|f| f.split(':').next()).collect();
    assert_eq!(pointers, ["/recipient/name", "/recipient/email", "/recipient/id"]);
}

#[test]
fn evidence_is_a_list_of_links() {
    let link = |url: &str| AwardLink { title: "Portfolio".into(), url: url.into() };
    let good = DirectAward { evidence: vec![link("https://example.org/p")], ..award() };
    let approval = Approval::direct(good, after(0)).unwrap();
    assert_eq!(approval.evidence()[0].content, EvidenceContent::Link { url: "https://example.org/p".into() });
    assert_eq!(faults(|a| a.evidence = vec![link("ftp://example.org/p")]).len(), 1);
    assert_eq!(
        faults(|a| a.evidence = vec![link("https://example.org/p"); 41]),
        ["/evidence: at most 40 links allowed, there are 41"]
    );
}
