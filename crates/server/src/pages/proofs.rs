//! The program manager's choice of what badges carry.

use askama::Template;

use super::faults::Faults;
use super::frame::Frame;

/// `/manager/proofs`
#[derive(Debug, Clone, Template)]
#[template(path = "proofs.html")]
pub struct ProofsPage {
    /// What every page carries.
    pub frame: Frame,
    /// What is wrong with what was sent.
    pub faults: Faults,
    /// The name of the district.
    pub district: String,
    /// The proofs to choose from; those that are chosen come first, in their order.
    pub proofs: Vec<Choice>,
    /// The hosted twin of Open Badges 2.0.
    pub twin: Choice,
}

/// Something to choose.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The `id` of its field.
    pub field: String,
    /// The name that the form sends.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// What it is for, a sentence or two.
    pub explanation: String,
    /// Whether it is chosen.
    pub chosen: bool,
    /// Why it cannot be chosen just now; empty when it can.
    pub hindrance: String,
}

#[cfg(test)]
impl ProofsPage {
    pub(super) fn samples(words: &super::sample::Words) -> Vec<(&'static str, Self)> {
        let choice = |field: &str, title: &str, explanation: &str, chosen, hindrance: &str| Choice {
            field: field.to_owned(),
            name: words.path(field),
            title: words.say(title),
            explanation: words.say(explanation),
            chosen,
            hindrance: words.say(hindrance),
        };
        let page = |faults| Self {
            frame: words.manager("/manager/proofs"),
            faults,
            district: words.say("Cedar Valley Unified School District"),
            proofs: vec![
                choice("proof-0", "eddsa-rdfc-2022", "What the certification asks for.", true, ""),
                choice("proof-1", "ecdsa-rdfc-2019", "The same with a NIST curve.", false, "Needs a key."),
            ],
            twin: choice("open-badges-2", "Hosted copies", "For older backpacks.", false, ""),
        };
        let faults = Faults::default().with("proof-0", words.say("Choose at least one."));
        vec![("proofs", page(Faults::default())), ("proofs-faults", page(faults))]
    }
}
