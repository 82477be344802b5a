//! The emblem of a micro-credential: a rosette of engraved lines, its own for every name.

use askama::{Template, filters::HtmlSafe};
use sha2::{Digest, Sha256};

/// A drawn emblem. The same name always gives the same drawing. It is decoration: the name stands beside it.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/emblem.html")]
pub struct Emblem {
    /// Which of the six colours.
    hue: u8,
    /// The shorter half-axis of the ellipses, in hundredths of the width.
    narrow: u8,
    /// How many ellipses.
    petals: u16,
    /// One or two letters in the middle.
    initials: String,
}

impl HtmlSafe for Emblem {}

impl Emblem {
    /// The emblem of what has this name.
    pub fn of(name: &str) -> Self {
        let hash = Sha256::digest(name.as_bytes());
        let byte = |index: usize| hash.get(index).copied().unwrap_or_default();
        let petals = match byte(1) % 6 {
            0 => 6,
            1 => 8,
            2 => 9,
            3 => 10,
            4 => 12,
            _ => 15,
        };
        Self { hue: byte(0) % 6, narrow: 18 + byte(2) % 17, petals, initials: initials(name) }
    }

    /// The turn of each ellipse, in degrees.
    fn turns(&self) -> Vec<u16> {
        (0..self.petals).map(|petal| petal * 180 / self.petals).collect()
    }
}

/// The first letters of the first two words that are worth one.
fn initials(name: &str) -> String {
    name.split_whitespace()
        .filter(|word| word.chars().count() > 3 || word.chars().all(char::is_uppercase))
        .filter_map(|word| word.chars().find(|letter| letter.is_alphabetic()))
        .take(2)
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emblem_carries_the_initials_of_its_name_and_never_changes() {
        assert_eq!(initials("Checking for Understanding"), "CU");
        assert_eq!(initials("<script> of it"), "S");
        assert_eq!(Emblem::of("A").render().unwrap(), Emblem::of("A").render().unwrap());
    }
}
