//! A state in one or two words, told by shape, word and color together.

use askama::{Template, filters::HtmlSafe};

/// What a state means to the reader; it chooses color and icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// It is as it should be.
    Good,
    /// It has failed, or is taken back for good.
    Bad,
    /// Someone else's turn, or not known.
    Wait,
    /// Held back for now.
    Pause,
    /// The reader's turn.
    Act,
    /// Nothing to do.
    Quiet,
}

impl Tone {
    /// The class of the stylesheet.
    pub fn class(self) -> &'static str {
        match self {
            Self::Good => "tone-good",
            Self::Bad => "tone-bad",
            Self::Wait => "tone-wait",
            Self::Pause => "tone-pause",
            Self::Act => "tone-act",
            Self::Quiet => "tone-quiet",
        }
    }

    /// The id of the icon in the sprite of the base layout.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Good => "i-check",
            Self::Bad => "i-cross",
            Self::Wait => "i-clock",
            Self::Pause => "i-pause",
            Self::Act => "i-pen",
            Self::Quiet => "i-none",
        }
    }
}

/// A small label: icon and words.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/tag.html")]
pub struct Tag {
    /// What it means.
    pub tone: Tone,
    /// What it says.
    pub text: String,
}

impl Tag {
    /// A tag that says `text`.
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { tone, text: text.into() }
    }
}

impl HtmlSafe for Tag {}
