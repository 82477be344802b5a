//! Endorsements as the program manager sees them: what others say of the district, and what it says of others.

use askama::Template;

use super::endorsed::Endorsed;
use super::faults::Faults;
use super::frame::Frame;
use super::micro_credential::Fact;
use super::moment::Moment;
use super::paged::Paged;
use super::tag::Tag;

/// `/manager/endorsements`, with the form to endorse.
#[derive(Debug, Clone, Template)]
#[template(path = "endorsements.html")]
pub struct EndorsementsPage {
    /// What every page carries.
    pub frame: Frame,
    /// What is wrong; fields `about`, `name`, `comment`, `valid_until`.
    pub faults: Faults,
    /// What waits for a decision, newest first.
    pub waiting: Paged<EndorsementRow>,
    /// What was accepted or declined, newest first.
    pub decided: Paged<EndorsementRow>,
    /// What the district says of others, newest first.
    pub made: Paged<EndorsementRow>,
    /// What was typed.
    pub typed: TypedEndorsement,
    /// The district's own address, for others who want to endorse it.
    pub address: String,
}

/// One endorsement in a list.
#[derive(Debug, Clone)]
pub struct EndorsementRow {
    /// Who endorses; of what the district says itself, what is endorsed.
    pub who: String,
    /// The name of the endorsement.
    pub name: String,
    /// What it is about.
    pub about: String,
    /// When it came, or was signed.
    pub on: Moment,
    /// Its state.
    pub tag: Tag,
    /// Its page.
    pub href: String,
}

/// The form to endorse, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct TypedEndorsement {
    /// The id or address of what is endorsed.
    pub about: String,
    /// The name of the endorsement.
    pub name: String,
    /// What is said.
    pub comment: String,
    /// The last day, `YYYY-MM-DD`; empty for none.
    pub valid_until: String,
}

/// `/manager/endorsement-offers/{id}`: something that others say, to accept or decline.
#[derive(Debug, Clone, Template)]
#[template(path = "endorsement_offer.html")]
pub struct EndorsementOfferPage {
    /// What every page carries.
    pub frame: Frame,
    /// Who endorses.
    pub endorser: String,
    /// The name of what is endorsed.
    pub about: String,
    /// Its state.
    pub tag: Tag,
    /// What is said, and whether it holds.
    pub endorsed: Endorsed,
    /// What follows from accepting it, or why that cannot be.
    pub advice: String,
    /// Where the button "Accept" goes; empty when it cannot be accepted.
    pub accept_href: String,
    /// Where the button "Decline" goes; empty when it is declined.
    pub decline_href: String,
    /// Ids and dates.
    pub facts: Vec<Fact>,
}

/// `/manager/endorsements/{id}`: something that the district says, to revoke.
#[derive(Debug, Clone, Template)]
#[template(path = "endorsement_made.html")]
pub struct EndorsementMadePage {
    /// What every page carries.
    pub frame: Frame,
    /// What is wrong; field `reason`.
    pub faults: Faults,
    /// The name of the endorsement.
    pub name: String,
    /// What is endorsed.
    pub about: String,
    /// What is said; line breaks are kept. Empty for nothing.
    pub comment: String,
    /// Its state.
    pub tag: Tag,
    /// `Revoked on 24 November 2026`; empty when it stands.
    pub state_title: String,
    /// The reason given; empty when it stands.
    pub state_reason: String,
    /// Where the form to revoke goes; empty when it is revoked.
    pub revoke_href: String,
    /// The reason as typed.
    pub reason: String,
    /// Ids and dates.
    pub facts: Vec<Fact>,
    /// The signed document.
    pub json_href: String,
}

#[cfg(test)]
mod samples {
    use super::*;
    use crate::pages::sample::Words;
    use crate::pages::tag::Tone;

    fn row(words: &Words, who: &str, about: &str, tone: Tone, tag: &str) -> EndorsementRow {
        EndorsementRow {
            who: words.say(who),
            name: words.say("Recognized micro-credential provider"),
            about: words.say(about),
            on: words.day("2026-11-24"),
            tag: Tag::new(tone, words.say(tag)),
            href: words.path("/manager/endorsement-offers/0192"),
        }
    }

    fn facts(words: &Words) -> Vec<Fact> {
        let fact = |name: &str, value: &str| Fact { name: words.say(name), value: words.say(value) };
        vec![
            fact("Signed on", "24 November 2026"),
            fact("About", "did:web:badges.cedarvalley.example:issuers:cedar-valley"),
        ]
    }

    impl EndorsementsPage {
        pub(in crate::pages) fn samples(words: &Words) -> Vec<(&'static str, Self)> {
            let state = "State Office of Educator Learning";
            let page = Self {
                frame: words.manager("/manager/endorsements"),
                faults: Faults::default(),
                waiting: Paged::sample(
                    words,
                    "Waiting",
                    vec![row(
                        words,
                        state,
                        "Cedar Valley Unified School District",
                        Tone::Act,
                        "Your decision",
                    )],
                ),
                decided: Paged::whole(vec![row(words, "Acme Learning", "Wait Time", Tone::Good, "Accepted")]),
                made: Paged::whole(vec![row(
                    words,
                    "Maple Ridge Unified",
                    "Maple Ridge Unified",
                    Tone::Bad,
                    "Revoked",
                )]),
                typed: TypedEndorsement::default(),
                address: words.web("https://badges.cedarvalley.example/issuers/cedar-valley"),
            };
            let none = Self {
                waiting: Paged::default(),
                decided: Paged::default(),
                made: Paged::default(),
                ..page.clone()
            };
            let typed = TypedEndorsement {
                about: words.say("maple ridge"),
                name: words.say(" "),
                comment: words.say("Good"),
                valid_until: words.say("2020-01-01"),
            };
            let fields = ["about", "name", "comment", "valid_until"];
            let faults = fields
                .iter()
                .fold(Faults::default(), |faults, field| faults.with(*field, words.say("Give another")));
            let refused = Self { faults, typed, ..page.clone() };
            vec![("endorsements", page), ("endorsements-empty", none), ("endorsements-faults", refused)]
        }
    }

    impl EndorsementOfferPage {
        pub(in crate::pages) fn samples(words: &Words) -> Vec<(&'static str, Self)> {
            let page = Self {
                frame: words.manager("/manager/endorsements"),
                endorser: words.say("State Office of Educator Learning"),
                about: words.say("Cedar Valley Unified School District"),
                tag: Tag::new(Tone::Act, words.say("Your decision")),
                endorsed: Endorsed { list: Endorsed::sample(words).list.into_iter().take(1).collect() },
                advice: words.say("Once you accept it, it is shown."),
                accept_href: words.path("/manager/endorsement-offers/0192/accept"),
                decline_href: words.path("/manager/endorsement-offers/0192/decline"),
                facts: facts(words),
            };
            let declined = Self { decline_href: String::new(), ..page.clone() };
            vec![("endorsement-offer", page), ("endorsement-offer-declined", declined)]
        }
    }

    impl EndorsementMadePage {
        pub(in crate::pages) fn samples(words: &Words) -> Vec<(&'static str, Self)> {
            let page = Self {
                frame: words.manager("/manager/endorsements"),
                faults: Faults::default(),
                name: words.say("Partner district"),
                about: words.say("Maple Ridge Unified"),
                comment: words.say("We accept their micro-credentials for lane changes."),
                tag: Tag::new(Tone::Good, words.say("Stands")),
                state_title: String::new(),
                state_reason: String::new(),
                revoke_href: words.path("/manager/endorsements/0192/revoke"),
                reason: String::new(),
                facts: facts(words),
                json_href: words.path("/issuers/cedar-valley/endorsements/0192"),
            };
            let faults = Faults::default().with("reason", words.say("Give a reason"));
            let refused = Self { faults, ..page.clone() };
            let revoked = Self {
                tag: Tag::new(Tone::Bad, words.say("Revoked")),
                state_title: words.say("Revoked on 24 November 2026"),
                state_reason: words.say("The agreement has ended."),
                revoke_href: String::new(),
                ..page.clone()
            };
            vec![
                ("endorsement-made", page),
                ("endorsement-made-faults", refused),
                ("endorsement-made-revoked", revoked),
            ]
        }
    }
}
