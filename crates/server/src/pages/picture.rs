//! The picture of a badge on a page.

use askama::{Template, filters::HtmlSafe};

/// A picture, whose address is on this site. It is decoration unless it is told what it shows: the title stands beside it.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/picture.html")]
pub struct Picture {
    /// Its address.
    src: String,
    /// What it shows, for those who cannot see it; empty for nothing.
    alt: String,
    /// Its width and height on the page, in pixels, before the style sheet.
    side: u16,
}

impl HtmlSafe for Picture {}

impl Picture {
    /// The picture of a published version, small.
    pub fn of_version(slug: &str, version: impl std::fmt::Display) -> Self {
        Self::at(format!("/issuers/{slug}/achievements/{version}/image.svg"))
    }

    /// The picture at an address of this site, small.
    pub fn at(src: String) -> Self {
        Self { src, alt: String::new(), side: 64 }
    }

    /// The same, large, with what it shows.
    #[must_use]
    pub fn large(self, alt: String) -> Self {
        Self { alt, side: 240, ..self }
    }

    /// The style of its size.
    fn class(&self) -> &'static str {
        if self.side > 64 { "picture large" } else { "picture" }
    }
}
