//! The home page: what Countersign is, the districts, and a box to check a badge.

use askama::Template;

use super::frame::Frame;
use super::paged::Paged;

/// `/`
#[derive(Debug, Clone, Template)]
#[template(path = "home.html")]
pub struct Home {
    /// What every page carries.
    pub frame: Frame,
    /// The districts, by name.
    pub districts: Paged<DistrictCard>,
}

/// One district.
#[derive(Debug, Clone)]
pub struct DistrictCard {
    /// Its name.
    pub name: String,
    /// What it says of itself; may be empty.
    pub description: String,
    /// What it offers, `8 micro-credentials`.
    pub offer: String,
    /// Its catalog.
    pub catalog_href: String,
}

#[cfg(test)]
impl Home {
    pub(super) fn samples(words: &super::sample::Words) -> Vec<(&'static str, Self)> {
        let district = |name: &str, description: &str, offer: &str| DistrictCard {
            name: words.say(name),
            description: words.say(description),
            offer: words.say(offer),
            catalog_href: words.path("/issuers/cedar-valley/catalog"),
        };
        let districts = vec![
            district(
                "Cedar Valley Unified School District",
                "14 schools, 620 teachers. Micro-credentials count towards lane changes since 2025.",
                "9 micro-credentials",
            ),
            district("Harbor Point Schools", "", "1 micro-credential"),
        ];
        vec![
            (
                "home",
                Self { frame: words.visitor(), districts: Paged::sample(words, "Districts", districts) },
            ),
            ("home-empty", Self { frame: words.teacher("/teacher"), districts: Paged::default() }),
        ]
    }
}
