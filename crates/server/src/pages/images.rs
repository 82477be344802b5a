//! The program manager's page for the pictures of badges: the district's colors, and pictures of their own.

use askama::Template;

use super::faults::Faults;
use super::frame::Frame;
use super::paged::Paged;
use super::picture::Picture;
use super::tag::Tag;

/// `/manager/images`
#[derive(Debug, Clone, Template)]
#[template(path = "images.html")]
pub struct ImagesPage {
    /// What every page carries.
    pub frame: Frame,
    /// What is wrong; the fields are `ground`, `accent` and [`ImageRow::field`].
    pub faults: Faults,
    /// A medal in the colors that are kept.
    pub sample: Picture,
    /// The dark color, and the one that stands out from it.
    pub colors: [ColorField; 2],
    /// Whether the district chose them.
    pub chosen: bool,
    /// The micro-credentials, by slug.
    pub rows: Paged<ImageRow>,
}

/// The field for one color.
#[derive(Debug, Clone)]
pub struct ColorField {
    /// Its `id` and name.
    pub id: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What to choose.
    pub hint: &'static str,
    /// The color, `#rrggbb`.
    pub value: String,
}

impl ColorField {
    /// Both fields.
    pub fn both(ground: String, accent: String) -> [Self; 2] {
        let hint = "Dark enough for white letters.";
        let main = Self { id: "ground", label: "Main color", hint, value: ground };
        let hint = "Light, for the ribbon and the lines.";
        [main, Self { id: "accent", label: "Second color", hint, value: accent }]
    }
}

/// One micro-credential.
#[derive(Debug, Clone)]
pub struct ImageRow {
    /// Its title.
    pub title: String,
    /// The pictures of the version that is given out, and of the one that is being written.
    pub versions: Vec<Shown>,
    /// Where its forms go.
    pub action: String,
    /// The `id` of the field for the file.
    pub field: String,
}

/// The picture of a version.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The picture.
    pub picture: Picture,
    /// `Version 2, published` or `Draft of version 3`.
    pub label: String,
    /// Drawn or uploaded.
    pub tag: Tag,
    /// Whether it was uploaded.
    pub own: bool,
    /// Whether the version is a draft.
    pub draft: bool,
}

#[cfg(test)]
impl ImagesPage {
    pub(super) fn samples(words: &super::sample::Words) -> Vec<(&'static str, Self)> {
        use super::tag::Tone;
        let shown = |label: &str, own| Shown {
            picture: Picture::at(words.path("/issuers/cedar-valley/achievements/0192/image.svg")),
            label: words.say(label),
            tag: Tag::new(Tone::Quiet, words.say(if own { "Own image" } else { "Drawn" })),
            own,
            draft: label.starts_with("Draft"),
        };
        let row = |number: u8, title: &str, versions| ImageRow {
            title: words.say(title),
            versions,
            action: words.path("/manager/images/0192"),
            field: words.path(&format!("picture-{number}")),
        };
        let page = |faults| Self {
            frame: words.manager("/manager/images"),
            faults,
            sample: Picture::at(words.path("/manager/images/sample.svg?v=1")).large(words.say("A badge")),
            colors: ColorField::both(words.say("#12405c"), words.say("#e2bc62")),
            chosen: true,
            rows: Paged::sample(
                words,
                "Micro-credentials",
                vec![
                    row(
                        1,
                        "Checking for Understanding",
                        vec![shown("Version 1, published", false), shown("Draft of version 2", true)],
                    ),
                    row(2, "Digital Citizenship", vec![shown("Version 1, published", true)]),
                    row(3, "Family Partnership", vec![shown("Draft of version 1", false)]),
                ],
            ),
        };
        let faults = Faults::default()
            .with("ground", words.say("Choose a darker color."))
            .with(words.path("picture-2"), words.say("This is neither a PNG nor an SVG image."));
        vec![
            ("images", page(Faults::default())),
            ("images-faults", page(faults)),
            ("images-empty", Self { rows: Paged::default(), chosen: false, ..page(Faults::default()) }),
        ]
    }
}
