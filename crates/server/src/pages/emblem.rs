//! The emblem of a district: a rosette of engraved lines, its own for every name.

use artwork::Rosette;
use askama::{Template, filters::HtmlSafe};

/// A drawn emblem. The same name always gives the same drawing. It is decoration: the name stands beside it.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/emblem.html")]
pub struct Emblem {
    rosette: Rosette,
    /// One or two letters in the middle.
    initials: String,
}

impl HtmlSafe for Emblem {}

impl Emblem {
    /// The emblem of what has this name.
    pub fn of(name: &str) -> Self {
        Self { rosette: Rosette::of(name), initials: artwork::initials(name) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emblem_carries_the_initials_of_its_name_and_never_changes() {
        assert!(Emblem::of("Cedar Valley").render().unwrap().contains(">CV<"));
        assert_eq!(Emblem::of("A").render().unwrap(), Emblem::of("A").render().unwrap());
    }
}
