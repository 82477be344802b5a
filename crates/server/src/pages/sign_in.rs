//! Signing in by a link in the mail: ask for it, wait for it, use it.

use askama::Template;

use super::faults::Faults;
use super::frame::Frame;

/// `/sign-in`: a form with the field `email`.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "sign_in.html")]
pub struct SignIn {
    /// What every page carries.
    pub frame: Frame,
    /// What is wrong; field `email`.
    pub faults: Faults,
    /// The address as typed.
    pub email: String,
    /// The people of the demonstration; none otherwise.
    pub demo_people: Vec<DemoPerson>,
}

/// Someone whom a visitor of the demonstration can be.
#[derive(Debug, Clone)]
pub struct DemoPerson {
    /// The name.
    pub name: String,
    /// What the person does there, a sentence.
    pub role: String,
    /// The email address.
    pub email: String,
}

/// What follows when a link was asked for. It reads the same whether or not the address is known.
#[derive(Debug, Clone, Template)]
#[template(path = "sign_in_sent.html")]
pub struct SignInSent {
    /// What every page carries.
    pub frame: Frame,
    /// The address as typed.
    pub email: String,
    /// How long the link works.
    pub minutes: u32,
}

/// `/sign-in/{token}`: a button, so that a mail scanner that opens every link uses none up.
#[derive(Debug, Clone, Template)]
#[template(path = "sign_in_confirm.html")]
pub struct SignInConfirm {
    /// What every page carries.
    pub frame: Frame,
    /// Who is signed in by the button.
    pub name: String,
    /// The name of the person's district.
    pub district: String,
    /// Where the button posts to, the page's own path.
    pub action: String,
}

#[cfg(test)]
impl SignIn {
    pub(super) fn samples(words: &super::sample::Words) -> Vec<(&'static str, Self)> {
        let person = |name: &str, role: &str| DemoPerson {
            name: words.say(name),
            role: words.say(role),
            email: words.say("rosa@cedarvalley.example"),
        };
        let demo_people = vec![
            person("Rosa Delgado-Whitaker", "A teacher with returned work"),
            person("Dele Okafor", "A coach with three pieces of work waiting"),
            person("Priya Raman", "The program manager"),
        ];
        let faults =
            Faults::default().with("email", words.say("Enter an email address, like name@district.org"));
        vec![
            ("sign-in", Self { frame: words.visitor(), demo_people, ..Self::default() }),
            (
                "sign-in-faults",
                Self { frame: words.visitor(), faults, email: words.say("rosa@"), ..Self::default() },
            ),
        ]
    }
}

#[cfg(test)]
impl SignInSent {
    pub(super) fn samples(words: &super::sample::Words) -> Vec<(&'static str, Self)> {
        vec![(
            "sign-in-sent",
            Self {
                frame: words.visitor(),
                email: words.say("rosa.delgado-whitaker@cedarvalley.example"),
                minutes: 15,
            },
        )]
    }
}

#[cfg(test)]
impl SignInConfirm {
    pub(super) fn samples(words: &super::sample::Words) -> Vec<(&'static str, Self)> {
        vec![(
            "sign-in-confirm",
            Self {
                frame: words.visitor(),
                name: words.say("Rosa Delgado-Whitaker"),
                district: words.say("Cedar Valley Unified School District"),
                action: words.path("/sign-in/abc"),
            },
        )]
    }
}
