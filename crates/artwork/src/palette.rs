//! The two colors of a medal.

use thiserror::Error;

use crate::color::Color;
use crate::rosette::Rosette;

/// The least contrast of letters on their ground (WCAG 2.2, 1.4.3).
const LETTERS: f32 = 4.5;

/// The least contrast of lines and shapes (WCAG 2.2, 1.4.11).
const SHAPES: f32 = 3.0;

/// The colors that medals have whose district chose none: one of six, by the title.
const GROUNDS: [Color; 6] = [
    Palette::STANDARD.ground,
    Color::new(0x6b, 0x3a, 0x12),
    Color::new(0x14, 0x54, 0x42),
    Color::new(0x7a, 0x24, 0x3a),
    Color::new(0x43, 0x37, 0x7c),
    Color::new(0x3c, 0x4b, 0x17),
];

/// Brass.
const BRASS: Color = Color::new(0xe2, 0xbc, 0x62);

/// The colors of a medal: a dark ground that carries white letters, and an accent that stands out from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    ground: Color,
    accent: Color,
}

/// Two colors with which a medal could not be read.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum PaletteError {
    /// The ground is too light.
    #[error("white letters on {ground} have a contrast of {found:.1}, but need 4.5: choose a darker color")]
    Ground {
        /// The color.
        ground: Color,
        /// Its contrast with white.
        found: f32,
    },
    /// The accent is too near the ground.
    #[error("{accent} on {ground} has a contrast of {found:.1}, but needs 3: choose a lighter second color")]
    Accent {
        /// The accent.
        accent: Color,
        /// The ground.
        ground: Color,
        /// Their contrast.
        found: f32,
    },
}

impl Palette {
    /// Two colors of a district.
    ///
    /// # Errors
    /// When letters or shapes could not be told from their ground.
    pub fn new(ground: Color, accent: Color) -> Result<Self, PaletteError> {
        let found = ground.contrast(Color::WHITE);
        if found < LETTERS {
            return Err(PaletteError::Ground { ground, found });
        }
        let found = ground.contrast(accent);
        if found < SHAPES {
            return Err(PaletteError::Accent { accent, ground, found });
        }
        Ok(Self { ground, accent })
    }

    /// The first of the six, where there is no title.
    pub const STANDARD: Self = Self { ground: Color::new(0x12, 0x40, 0x5c), accent: BRASS };

    /// The colors of a title, for a district that chose none.
    pub fn of(title: &str) -> Self {
        let ground = GROUNDS.get(usize::from(Rosette::of(title).hue())).copied();
        Self { ground: ground.unwrap_or(Color::INK), accent: BRASS }
    }

    /// The dark color.
    pub fn ground(self) -> Color {
        self.ground
    }

    /// The color that stands out from it.
    pub fn accent(self) -> Color {
        self.accent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_palette_would_be_accepted() {
        for ground in GROUNDS {
            assert_eq!(Palette::new(ground, BRASS), Ok(Palette { ground, accent: BRASS }));
        }
    }

    #[test]
    fn colors_that_cannot_be_told_apart_are_refused_with_numbers() {
        let color = |text: &str| text.parse::<Color>().unwrap();
        let refused = |ground, accent| Palette::new(color(ground), color(accent)).unwrap_err().to_string();
        assert!(refused("#8fcbee", "#000000").starts_with("white letters on #8fcbee have a contrast of 1."));
        assert!(refused("#12405c", "#245070").starts_with("#245070 on #12405c has a contrast of 1."));
    }
}
