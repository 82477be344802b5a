use crate::{Manner, Request};

/// What a case attacks with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Badges, presentations and their carriers.
    Documents,
    /// Bodies of forms and of the API: many, large, slow, with parts that no one asked for.
    Forms,
    /// Token requests, bearer tokens, headers.
    Tokens,
    /// Pictures of badges.
    Pictures,
    /// Status lists and other addresses in a badge that the service fetches.
    Lists,
    /// Addresses of the service itself.
    Addresses,
}

impl Class {
    /// Every class, in the order in which the corpus has them.
    pub const ALL: [Self; 6] =
        [Self::Documents, Self::Forms, Self::Tokens, Self::Pictures, Self::Lists, Self::Addresses];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Forms => "forms",
            Self::Tokens => "tokens",
            Self::Pictures => "pictures",
            Self::Lists => "lists",
            Self::Addresses => "addresses",
        }
    }
}

/// Requests that are sent together.
#[derive(Debug, Clone)]
pub struct Case {
    /// What it attacks with.
    pub class: Class,
    /// What it is, in a few words.
    pub name: String,
    /// The requests, each over a connection of its own.
    pub requests: Vec<Request>,
    /// How they are sent.
    pub manner: Manner,
    /// Whether all of them come from one client address; otherwise each comes from its own.
    pub one_address: bool,
}

impl Case {
    /// Requests that are sent at once, from one address each.
    pub(crate) fn of(class: Class, name: impl Into<String>, requests: Vec<Request>) -> Self {
        Self { class, name: name.into(), requests, manner: Manner::AtOnce, one_address: false }
    }

    /// One request.
    pub(crate) fn one(class: Class, name: impl Into<String>, request: Request) -> Self {
        Self::of(class, name, vec![request])
    }

    /// The same, sent in another manner.
    pub(crate) fn sent(self, manner: Manner) -> Self {
        Self { manner, ..self }
    }

    /// The same, all from one address.
    pub(crate) fn of_one_address(self) -> Self {
        Self { one_address: true, ..self }
    }
}

/// What is attacked.
#[derive(Debug, Clone)]
pub struct Target {
    /// Where [`crate::TRAPS`] listen, such as `http://localhost:9000`.
    pub traps: String,
    /// The slug of a district.
    pub district: String,
    /// The id of a micro-credential of that district.
    pub micro_credential: String,
}
