//! Colors, and how well one can be read on another.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A color of sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color {
    red: u8,
    green: u8,
    blue: u8,
}

/// A text that is no color.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{found}` is not a color: write it as `#` and six digits, such as #12405c")]
pub struct ColorError {
    /// The text.
    pub found: String,
}

impl Color {
    /// White.
    pub const WHITE: Self = Self::new(0xff, 0xff, 0xff);
    /// Nearly black, for letters.
    pub const INK: Self = Self::new(0x14, 0x20, 0x2b);
    /// The ground that a medal's middle is printed on.
    pub const PAPER: Self = Self::new(0xff, 0xfd, 0xf7);

    /// A color by its three parts.
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    /// The contrast between two colors, 1 to 21 (WCAG 2.2, "contrast ratio").
    pub fn contrast(self, other: Self) -> f32 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// White or ink, whichever can be read better on this color.
    #[must_use]
    pub fn lettering(self) -> Self {
        if self.contrast(Self::WHITE) >= self.contrast(Self::INK) { Self::WHITE } else { Self::INK }
    }

    /// A mixture of both; `share` of the other, 0 to 1.
    #[must_use]
    pub fn mixed(self, other: Self, share: f32) -> Self {
        let part = |one: u8, two: u8| {
            let mixed = f32::from(one) * (1.0 - share) + f32::from(two) * share;
            // The nearest of the 256 steps; there is no conversion from `f32` to `u8` that cannot lose something.
            (0..=u8::MAX).min_by_key(|step| distance(f32::from(*step), mixed)).unwrap_or(one)
        };
        Self {
            red: part(self.red, other.red),
            green: part(self.green, other.green),
            blue: part(self.blue, other.blue),
        }
    }

    /// WCAG 2.2, "relative luminance".
    fn luminance(self) -> f32 {
        let linear = |part: u8| {
            let part = f32::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

/// A distance that can be compared: positive numbers of IEEE 754 are in the order of their bits.
fn distance(one: f32, other: f32) -> u32 {
    (one - other).abs().to_bits()
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

impl FromStr for Color {
    type Err = ColorError;

    /// Reads `#rrggbb`.
    fn from_str(text: &str) -> Result<Self, ColorError> {
        let wrong = || ColorError { found: text.chars().take(40).collect() };
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6).ok_or_else(wrong)?;
        let part = |from: usize| {
            let digits = digits.get(from..from + 2).ok_or_else(wrong)?;
            if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                return Err(wrong());
            }
            u8::from_str_radix(digits, 16).map_err(|_error| wrong())
        };
        Ok(Self { red: part(0)?, green: part(2)?, blue: part(4)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_web_guidelines() {
        let contrast = |one: &str, two: &str| one.parse::<Color>().unwrap().contrast(two.parse().unwrap());
        assert!((contrast("#ffffff", "#000000") - 21.0).abs() < 0.01);
        assert!((contrast("#767676", "#ffffff") - 4.54).abs() < 0.01);
        assert!((contrast("#123456", "#123456") - 1.0).abs() < 0.01);
    }

    #[test]
    fn only_six_hexadecimal_digits_are_a_color() {
        assert_eq!("#12aBcd".parse::<Color>().unwrap().to_string(), "#12abcd");
        for wrong in ["", "#12345", "123456", "#1234567", "red", "#12345g", "#+12345", "#ééé"] {
            assert!(wrong.parse::<Color>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn letters_can_be_read_on_every_color() {
        for red in (0..=255).step_by(15) {
            for green in (0..=255).step_by(15) {
                for blue in (0..=255).step_by(15) {
                    let ground = Color::new(red, green, blue);
                    assert!(ground.contrast(ground.lettering()) >= 4.0, "{ground}");
                }
            }
        }
    }
}
