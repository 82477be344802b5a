//! A rosette of engraved lines, its own for every name.

use sha2::{Digest, Sha256};

/// What the rosette of a name looks like. The same name always gives the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rosette {
    hue: u8,
    narrow: u8,
    petals: u16,
}

impl Rosette {
    /// The longer half-axis of the ellipses, in hundredths of the width.
    pub const WIDE: u8 = 44;

    /// The rosette of what has this name.
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
        Self { hue: byte(0) % 6, narrow: 18 + byte(2) % 17, petals }
    }

    /// Which of the six colors, 0 to 5.
    pub fn hue(self) -> u8 {
        self.hue
    }

    /// The shorter half-axis of the ellipses, in hundredths of the width.
    pub fn narrow(self) -> u8 {
        self.narrow
    }

    /// The turn of each ellipse, in degrees.
    pub fn turns(self) -> Vec<u16> {
        (0..self.petals).map(|petal| petal * 180 / self.petals).collect()
    }
}

/// The first letters of the first two words that are worth one; empty when there is no such word.
pub fn initials(name: &str) -> String {
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
    fn a_rosette_never_changes_and_is_named_by_initials() {
        assert_eq!(Rosette::of("A"), Rosette::of("A"));
        assert_ne!(Rosette::of("A"), Rosette::of("B"));
        assert_eq!(initials("Checking for Understanding"), "CU");
        assert_eq!(initials("<script> of it"), "S");
        assert_eq!(initials("…"), "");
    }
}
