//! What every page carries around its content: who is signed in, where they may go, the CSRF token.

/// The frame of a page. Every page struct has one as its field `frame`, which the base layout reads.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// The token that every form of the page repeats in its hidden field `csrf`.
    pub csrf: String,
    /// Who is signed in, if anyone.
    pub person: Option<SignedInPerson>,
    /// One sentence about what has just been done (after a redirect); empty for none.
    pub notice: String,
    /// Whether this is the demonstration, which has a mailbox page.
    pub demo: bool,
}

/// The person that the page greets.
#[derive(Debug, Clone)]
pub struct SignedInPerson {
    /// The person's name.
    pub name: String,
    /// The name of the person's district.
    pub district: String,
    /// The pages that the person's roles open.
    pub doors: Vec<Door>,
}

/// One link in the navigation of a signed-in person.
#[derive(Debug, Clone)]
pub struct Door {
    /// Where it leads, a path on this site.
    pub href: String,
    /// What it says.
    pub label: String,
    /// Whether it is the page being shown.
    pub here: bool,
}
